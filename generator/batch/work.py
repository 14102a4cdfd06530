"""What worker processes do: typeset a document, bind and check a booklet."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from functools import lru_cache
from typing import TypeVar

from generator.batch.jobs import BindJob, BoundFiles, SheetJob
from generator.batch.manifest import File
from generator.findings import EnvironmentProblem, Finding, errors
from generator.press.keys import composition_key
from generator.press.piece import Piece
from generator.press.sheet import Sheet
from generator.press.store import Store
from generator.render.document import Asset
from generator.render.face import Face

HasPath = TypeVar("HasPath", Face, Asset)

LISTS = "lists"
"""Where composed lists are kept."""


class LostSheet(Exception):
    """A sheet is no longer in the store."""


def typeset_sheet(job: SheetJob) -> Sheet:
    """Typeset and keep a sheet; give it without its pages."""
    from generator.press import typeset

    document, faces = job.document, job.faces
    if job.shipped:
        faces = _arrived(faces, job)
        document = replace(document, assets=_arrived(document.assets, job))
    data = typeset.typeset(document, faces)
    job.store.put("sheets", job.key, data)
    return Sheet.from_bytes(data, light=True)


def bind_booklet(job: BindJob) -> BoundFiles:
    """Bind, check and write a booklet in all its formats; write nothing if any has an error."""
    from generator.batch import binding

    findings: list[Finding] = []
    try:
        pieces = _whole(job)
        if job.shipped:
            job = replace(job, faces=_arrived(job.faces, job))
        outputs, findings = binding.outputs(job, pieces)
        if errors(findings):
            return BoundFiles(findings=findings)
        for format_, data in outputs.items():
            job.folder.write(job.paths[format_], data)
    except OSError as error:
        return BoundFiles(trouble=f"{error.filename or job.name}: {error.strerror or error}")
    except EnvironmentProblem as problem:
        return BoundFiles(trouble=f"{problem} ({problem.remedy})")
    files = {
        format_: File(job.paths[format_], hashlib.sha256(data).hexdigest())
        for format_, data in outputs.items()
    }
    return BoundFiles(sum(piece.sheet.pages for piece in pieces), _empty(pieces), files, findings)


def _empty(pieces: list[Piece]) -> float:
    """Give the share of topic pages that stands empty; lines for notes count as full."""
    shares = [share for piece in pieces if piece.tab for share in piece.sheet.facts.empty]
    return round(sum(shares) / len(shares), 3) if shares else 0.0


def _whole(job: BindJob) -> list[Piece]:
    """Give the pieces with their pages, out of the store."""
    return [replace(piece, sheet=_made(job, piece)) for piece in job.pieces]


def _made(job: BindJob, piece: Piece) -> Sheet:
    """Give a piece's sheet: as it is kept, or put together from strips, once."""
    made_of, sources = piece.composition, [job.keys[name] for name in piece.sources]
    if made_of is None:
        return _kept(_At(job.store), sources[0])
    from generator.press.compose import compose

    mirrored = job.about.right_to_left
    key = composition_key(made_of, sources, job.faces, right_to_left=mirrored)
    known = None if job.anew else job.store.sheet(key, kind=LISTS)
    if known is not None:
        return known
    wholes = [_kept(_At(job.store), source) for source in sources]
    sheet = compose(made_of, wholes, job.faces, right_to_left=mirrored)
    job.store.keep_sheet(key, sheet, kind=LISTS)
    return sheet


def _arrived(files: tuple[HasPath, ...], job: SheetJob | BindJob) -> tuple[HasPath, ...]:
    """Give fonts or pictures as files of this machine."""
    return tuple(
        replace(one, path=job.store.asset(job.shipped[one.path], one.path.name)) for one in files
    )


class _At:
    """A store as a key of the cache: two that keep things in one place are alike."""

    def __init__(self, store: Store) -> None:
        self.store = store

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _At) and hash(self) == hash(other)

    def __hash__(self) -> int:
        return hash((self.store.folder.url, self.store.scratch))


@lru_cache(maxsize=150)
def _kept(at: _At, key: str) -> Sheet:
    sheet = at.store.sheet(key)
    if sheet is None:
        raise LostSheet(f"sheet {key[:12]} is no longer in the store")
    return sheet
