"""What workers do for a mail merge: covers typeset in memory, put on bodies, written.

What a person's row says is in these jobs and in the copies, nowhere else: no
sheet is kept, and a failure is told by its row alone.
"""

from __future__ import annotations

import contextlib
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from generator.files import LocalFolder
from generator.render.document import Document
from generator.render.face import Face

if TYPE_CHECKING:  # the press is loaded in workers only
    from generator.press.leaf import Leaf
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
class CopiesJob:
    """Some rows, each to become a file."""

    copies: tuple[CopyJob, ...]

    def __repr__(self) -> str:
        """Show the number of rows alone."""
        return f"CopiesJob({len(self.copies)} rows)"


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
    """A page that must not be printed."""


def make_copies(job: CopiesJob) -> tuple[Made, ...]:
    """Make some copies, a file of each; say what became of each."""
    covers = _leaves(job.copies, [copy.cover for copy in job.copies])
    return tuple(_made(copy, cover) for copy, cover in zip(job.copies, covers, strict=True))


def _made(job: CopyJob, cover: Leaf | _Fault) -> Made:
    from generator.press import impose
    from generator.press.personal import personalise

    if isinstance(cover, _Fault):
        return Made(faults=((job.row, str(cover)),))
    data = personalise(_body(job.body), cover, job.faces)
    if job.imposed:
        data = impose.home(data, folded=job.folded, right_to_left=job.right_to_left)
    return _written(data, (job.row,), job.name, job.folder)


def make_volume(job: VolumeJob) -> tuple[Made, ...]:
    """Make one file of several copies, each behind its banner."""
    from generator.press.stream import Copy, stream

    covers = _leaves(job.copies, [copy.cover for copy in job.copies])
    banners = _leaves(job.copies, job.banners)
    copies, faults = [], []
    for copy, banner, cover in zip(job.copies, banners, covers, strict=True):
        if isinstance(banner, _Fault) or isinstance(cover, _Fault):
            fault = banner if isinstance(banner, _Fault) else cover
            faults.append((copy.row, str(fault)))
        else:
            copies.append(Copy(str(copy.body), banner, cover))
    if faults:
        return (Made(faults=tuple(faults)),)
    first = job.copies[0]
    faces = tuple({face: None for copy in job.copies for face in copy.faces})
    bodies = {str(copy.body): _body(copy.body).data for copy in job.copies}
    data = stream(
        bodies, copies, faces, imposed=first.imposed, folded=first.folded,
        right_to_left=first.right_to_left,
    )  # fmt: skip
    return (_written(data, tuple(copy.row for copy in job.copies), job.name, job.folder),)


def _written(data: bytes, rows: tuple[int, ...], name: str, folder: LocalFolder | None) -> Made:
    sha256 = hashlib.sha256(data).hexdigest()
    if folder is None:
        return Made(rows, data=data, sha256=sha256)
    try:
        folder.write(name, data, mode=PRIVATE)
    except OSError as error:
        return Made(trouble=f"{name}: {error.strerror or type(error).__name__}")
    return Made(rows, sha256=sha256)


def _leaves(jobs: Sequence[CopyJob], documents: Sequence[Document]) -> list[Leaf | _Fault]:
    """Typeset a page for each copy, those that are alike in one go; keep nothing."""
    from generator.press import leaf

    made: dict[int, Leaf | _Fault] = {}
    for places in leaf.runs(documents):
        some = [documents[at] for at in places]
        made |= zip(places, _together(jobs[places[0]], some), strict=True)
    return [made[at] for at in range(len(documents))]


def _together(job: CopyJob, documents: Sequence[Document]) -> list[Leaf | _Fault]:
    from generator.press import leaf

    if len(documents) > 1:
        with contextlib.suppress(_Fault, ValueError):  # somebody's page is at fault: whose?
            joined = leaf.joined(documents)
            return list(leaf.leaves(_sheet(job, joined, len(documents)), len(documents)))
    return [_alone(job, document) for document in documents]


def _alone(job: CopyJob, document: Document) -> Leaf | _Fault:
    from generator.press import leaf

    try:
        (one,) = leaf.leaves(_sheet(job, document, 1), 1)
    except _Fault as fault:
        return fault
    return one


def _sheet(job: CopyJob, document: Document, pages: int) -> Sheet:
    """Typeset pages of copies, and let nothing by that preflight would not."""
    from generator.findings import errors
    from generator.preflight import layout
    from generator.press import typeset
    from generator.press.sheet import Sheet

    try:
        sheet = Sheet.from_bytes(typeset.typeset(document, job.faces))
    except Exception:  # its text may quote the person
        raise _Fault("the page could not be typeset") from None
    codes = {
        finding.code for finding in errors(layout.check(sheet, job.least_pt, document.language))
    }
    if "P02" in codes:
        raise _Fault("no font has one of the characters")
    if codes or sheet.pages != pages:
        raise _Fault("the words do not fit the page")
    return sheet


@lru_cache(maxsize=8)
def _body(path: Path) -> Body:
    from generator.press.personal import Body

    return Body.of(path.read_bytes())
