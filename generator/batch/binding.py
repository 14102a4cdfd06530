"""One booklet's pieces into its files' bytes, each format checked as it is made."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from generator.batch.jobs import BindJob
from generator.findings import Finding, errors
from generator.preflight import layout, pdf
from generator.preflight.passed import Passed
from generator.preflight.web import check_html
from generator.press import impose, prepress
from generator.press.bind import bind
from generator.press.piece import Piece


def outputs(job: BindJob, pieces: Sequence[Piece]) -> tuple[dict[str, bytes], list[Finding]]:
    """Give the bytes of each format, and what preflight found; no bytes if a sheet is faulty."""
    findings = list(_of_sheets(job, pieces))
    if errors(findings):
        return {}, findings
    reader = _bound(job, pieces)
    passed = Passed(job.store, job.expected.name, anew=job.anew)
    findings += pdf.check_reader(reader, job.expected, passed)
    made: dict[str, bytes] = {}
    for format_ in job.paths:
        data, found = _made(job, pieces, reader, format_)
        made[format_] = data
        findings += found
    return made, findings


def _of_sheets(job: BindJob, pieces: Sequence[Piece]) -> Iterator[Finding]:
    for piece in pieces:
        yield from layout.check(piece.sheet, job.least_pt, job.about.language)
        yield from layout.blemishes(piece.sheet)


def _made(
    job: BindJob, pieces: Sequence[Piece], reader: bytes, format_: str
) -> tuple[bytes, list[Finding]]:
    expected, mirrored = job.expected, job.about.right_to_left
    if format_ == "reader":
        return reader, []
    if format_ == "home":
        data = impose.home(reader, folded=expected.folded, right_to_left=mirrored)
        pages = sum(piece.sheet.pages for piece in pieces)
        return data, pdf.check_home(data, expected, pages)
    if format_ == "press":
        data = prepress.press(_bound(job, pieces, bleed=True))
        return data, pdf.check_press(data, expected)
    return job.page.encode(), list(check_html(job.page, expected))


def _bound(job: BindJob, pieces: Sequence[Piece], *, bleed: bool = False) -> bytes:
    return bind(pieces, job.about, job.furniture, job.faces, job.store, bleed=bleed)
