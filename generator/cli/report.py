"""How a build is told: paths and data on stdout, the rest on stderr."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from generator.batch.manifest import Record
from generator.cli.asked import Place
from generator.cli.shared import as_json, count, say, show_findings

if TYPE_CHECKING:  # loaded when something must be made
    from generator.batch.run import Report


def show_current(place: Place, records: list[Record], *, json_: bool) -> None:
    """Show booklets that were all as they would be made."""
    if json_:
        as_json(_data(current=[_file(place, r, f) for r in records for f in r.files]))
        return
    for record in records:
        for path in record.paths():
            click.echo(place.shown(path))
    say(f"{count(sum(len(record.files) for record in records), 'file')} up to date.")


def show_report(place: Place, report: Report, seconds: float) -> None:
    """Show what a run did."""
    show_findings(sorted(set(report.findings)))
    for name, findings in report.refused.items():
        say(click.style(f"{name} was refused:", bold=True))
        show_findings(sorted(findings))
    for path in report.stale:
        say(f"An older file is still there, and does not say what the content says: {path}")
    made = [*report.written, *report.current]
    for path in sorted(path for record in made for path in record.paths()):
        click.echo(place.shown(path))
    say(f"{_summary(report)}, {seconds:.1f} s.")
    if report.written:
        pages = sum(record.pages for record in report.written)
        empty = sum(record.empty * record.pages for record in report.written) / pages
        say(f"{count(pages, 'page')}; topic pages stand {empty:.0%} empty on average.")
    if any(record.draft for record in made):
        say("Draft: no clinician has signed this content; the booklets say so.")
    if any("home" in record.files for record in report.written):
        say(
            "Print the -home file on both sides, flip on the SHORT edge, at 100 %, with the"
            " printer's own booklet mode off; large and giant print: LONG edge."
        )


def _summary(report: Report) -> str:
    parts = [f"{count(sum(len(record.files) for record in report.written), 'file')} written"]
    if report.current:
        parts.append(f"{sum(len(record.files) for record in report.current)} up to date")
    if report.refused:
        parts.append(f"{len(report.refused)} refused")
    if report.troubles:
        parts.append(f"{len(report.troubles)} not written by this machine")
    return ", ".join([*parts, f"{count(report.typeset, 'sheet')} typeset"])


def as_data(place: Place, report: Report) -> dict[str, object]:
    """Give what a run did as data."""
    return _data(
        current=[_file(place, r, f) for r in report.current for f in r.files],
        written=[_file(place, r, f) for r in report.written for f in r.files],
        refused={n: [f.as_dict() for f in fs] for n, fs in report.refused.items()},
        findings=[finding.as_dict() for finding in sorted(set(report.findings))],
        troubles=report.troubles,
        typeset=report.typeset,
    )


def _data(**values: object) -> dict[str, object]:
    empty: dict[str, object] = {
        "current": [], "written": [], "refused": {}, "findings": [], "troubles": [], "typeset": 0,
    }  # fmt: skip
    return empty | values


def _file(place: Place, record: Record, format_: str) -> dict[str, object]:
    file = record.files[format_]
    return {
        "path": place.shown(file.path),
        "pages": record.pages,
        "empty": record.empty,
        "sha256": file.sha256,
    }
