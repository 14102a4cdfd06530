"""What workers do for a mail merge: covers typeset in memory, put on bodies, written.

What a person's row says is in these jobs and in the copies, nowhere else: no
sheet is kept, and a failure is told by its row alone.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from generator.files import LocalFolder
from generator.render.document import Document
from generator.render.face import Face

if TYPE_CHECKING:  # the press is loaded in workers only
    from generator.press.personal import Body
    from generator.press.sheet import Sheet

PRIVATE = 0o600
"""Copies name people: only their owner may read them."""


@dataclass(frozen=True, repr=False)
class CopyJob:
    """One row: its cover, the body it goes on, the file it becomes."""

    row: int
    cover: Document
    body: Path
    """A bound booklet; it names nobody."""
    name: str
    """Of the file."""
    faces: tuple[Face, ...]
    least_pt: float
    imposed: bool = False
    folded: bool = True
    right_to_left: bool = False
    folder: LocalFolder | None = None
    """Where it is written; None gives the bytes back."""

    def __repr__(self) -> str:
        """Show the row alone."""
        return f"CopyJob(row={self.row})"


@dataclass(frozen=True, repr=False)
class VolumeJob:
    """Some rows that become one file for the print room."""

    number: int
    copies: tuple[CopyJob, ...]
    banners: tuple[Document, ...]
    name: str
    folder: LocalFolder

    def __repr__(self) -> str:
        """Show the number alone."""
        return f"VolumeJob(number={self.number})"


@dataclass(frozen=True)
class Made:
    """What became of some rows."""

    rows: tuple[int, ...] = ()
    faults: tuple[tuple[int, str], ...] = ()
    """(row, what is wrong), in words that quote nothing."""
    data: bytes = field(default=b"", repr=False)
    sha256: str = ""
    trouble: str = ""
    """Why this machine could not write, such as a full disk."""


class _Fault(Exception):
    """A cover that must not be printed."""


def make_copy(job: CopyJob) -> Made:
    """Make one copy."""
    from generator.press import impose
    from generator.press.personal import personalise

    try:
        data = personalise(_body(job.body), _sheet(job, job.cover), job.faces)
        if job.imposed:
            data = impose.home(data, folded=job.folded, right_to_left=job.right_to_left)
    except _Fault as fault:
        return Made(faults=((job.row, str(fault)),))
    return _written(data, (job.row,), job.name, job.folder)


def make_volume(job: VolumeJob) -> Made:
    """Make one file of several copies, each behind its banner."""
    from generator.press.stream import Copy, stream

    copies, faults = [], []
    for copy, banner in zip(job.copies, job.banners, strict=True):
        try:
            copies.append(Copy(str(copy.body), _sheet(copy, banner), _sheet(copy, copy.cover)))
        except _Fault as fault:
            faults.append((copy.row, str(fault)))
    if faults:
        return Made(faults=tuple(faults))
    first = job.copies[0]
    bodies = {str(copy.body): _body(copy.body).data for copy in job.copies}
    data = stream(
        bodies, copies, first.faces, imposed=first.imposed, folded=first.folded,
        right_to_left=first.right_to_left,
    )  # fmt: skip
    return _written(data, tuple(copy.row for copy in job.copies), job.name, job.folder)


def _written(data: bytes, rows: tuple[int, ...], name: str, folder: LocalFolder | None) -> Made:
    sha256 = hashlib.sha256(data).hexdigest()
    if folder is None:
        return Made(rows, data=data, sha256=sha256)
    try:
        folder.write(name, data, mode=PRIVATE)
    except OSError as error:
        return Made(trouble=f"{name}: {error.strerror or type(error).__name__}")
    return Made(rows, sha256=sha256)


def _sheet(job: CopyJob, document: Document) -> Sheet:
    """Typeset a page of one copy, keep nothing, and let nothing by that preflight would not."""
    from generator.findings import errors
    from generator.preflight import layout
    from generator.press import typeset
    from generator.press.sheet import Sheet

    try:
        sheet = Sheet.from_bytes(typeset.typeset(document, job.faces))
    except Exception:  # its text may quote the person
        raise _Fault("the page could not be typeset") from None
    codes = {finding.code for finding in errors(layout.check(sheet, job.least_pt))}
    if "P02" in codes:
        raise _Fault("no font has one of the characters")
    if codes or sheet.pages != 1:
        raise _Fault("the words do not fit the page")
    return sheet


@lru_cache(maxsize=8)
def _body(path: Path) -> Body:
    from generator.press.personal import Body

    return Body.of(path.read_bytes())
