"""`booklet build`: booklets for stages, languages, editions, formats."""

from __future__ import annotations

import sys
import time
from pathlib import Path
from typing import Any

import click

from generator.batch.order import FORMATS, Request
from generator.cli.shared import (
    as_json,
    condition_or_only,
    count,
    json_option,
    profile_options,
    say,
    show_findings,
)
from generator.findings import ExitCode
from generator.project import find_project

EDITIONS = ("standard", "large", "giant")


@click.command("build")
@click.argument("condition", required=False)
@profile_options
@click.option("--language", "languages", multiple=True, default=("en",), metavar="L",
              show_default=True, help="A BCP 47 tag; repeatable.")
@click.option("--edition", "editions", multiple=True, type=click.Choice(EDITIONS),
              default=("standard",), show_default=True, help="Size of print; repeatable.")
@click.option("--format", "formats", multiple=True, type=click.Choice(FORMATS),
              default=("reader",), show_default=True, help="What it is for; repeatable.")
@click.option("--clinic", metavar="NAME|FILE", help="Letterhead: a name in content/clinics, or a file.")
@click.option("--output", type=click.Path(file_okay=False, path_type=Path), metavar="DIR",
              help="Where to write; build/ by default.")
@click.option("--jobs", type=click.IntRange(1), metavar="N", help="Processes; one a core by default.")
@click.option("--release", is_flag=True, help="Refuse drafts, overdue reviews, expired facts.")
@click.option("--force", is_flag=True, help="Typeset and write everything again.")
@json_option
def command(condition: str | None, output: Path | None, jobs: int | None, force: bool,
            json_: bool, **options: Any) -> None:  # fmt: skip
    """Build booklets for CONDITION; without --stage, one for each stage.

    Repeated options make the cross product. Paths go to stdout. A booklet with a
    fault is refused and named; the others are built.
    """
    project = find_project()
    names = condition_or_only(project.conditions(), condition)
    exit_code = ExitCode.DONE
    results = []
    for name in names:
        request = Request(condition=name, **options)
        if request.region == "001" and not json_:
            say("No --region given: pages assume no country and leave lines for local numbers.")
        started = time.monotonic()
        report = _build(project, request, jobs, output, force)
        results.append((report, time.monotonic() - started, output or project.build))
        if report.refused:
            exit_code = ExitCode.FINDINGS
    if json_:
        as_json([_as_dict(report) for report, _, _ in results])
    else:
        for report, seconds, folder in results:
            _show(report, seconds, folder)
    raise SystemExit(exit_code)


def _build(project: Any, request: Request, jobs: int | None, output: Path | None, force: bool) -> Any:
    from generator.batch import run  # the press: not needed to print help
    from generator.batch.pool import default_jobs

    bar = _Bar()
    listener = run.Listener(on_total=bar.total, on_step=bar.step)
    try:
        return run.build(
            project, request, jobs=jobs or default_jobs(), output=output, force=force, listener=listener
        )
    finally:
        bar.close()


class _Bar:
    """A progress bar on a terminal; nothing where there is none."""

    def __init__(self) -> None:
        self._bar: Any = None
        self._done = 0
        self._all = 0

    def total(self, more: int) -> None:
        if not more or not sys.stderr.isatty():
            return
        self._all += more
        if self._bar is None:
            self._bar = click.progressbar(
                length=self._all, label="Typesetting sheets", file=sys.stderr, show_pos=True
            )
            self._bar.__enter__()
        self._bar.length = self._all

    def step(self, _what: str) -> None:
        if self._bar is not None:
            self._bar.update(1)

    def close(self) -> None:
        if self._bar is not None:
            self._bar.__exit__(None, None, None)


def _show(report: Any, seconds: float, folder: Path) -> None:
    show_findings(sorted(report.findings))
    for name, findings in report.refused.items():
        say(click.style(f"{name} was refused:", bold=True))
        show_findings(sorted(findings))
    for record in report.records:
        click.echo(_shown(folder / record.path))
    parts = [f"{count(len(report.written), 'file')} written"]
    if report.current:
        parts.append(f"{len(report.current)} up to date")
    if report.refused:
        parts.append(f"{len(report.refused)} refused")
    parts.append(f"{count(report.typeset, 'sheet')} typeset")
    say(f"{', '.join(parts)}, {seconds:.1f} s.")
    if any(record.draft for record in report.written):
        say("Draft: no clinician has signed this content; the booklets say so.")
    if any(record.format == "home" for record in report.written):
        say("Print the -home file on both sides, flip on the SHORT edge, at 100 %, "
            "with the printer's own booklet mode off; large and giant print: LONG edge.")  # fmt: skip


def _shown(path: Path) -> str:
    try:
        return str(path.resolve().relative_to(Path.cwd()))
    except ValueError:
        return str(path)


def _as_dict(report: Any) -> dict[str, object]:
    return {
        "written": [{"path": r.path, "pages": r.pages, "sha256": r.sha256} for r in report.written],
        "current": [{"path": r.path, "pages": r.pages, "sha256": r.sha256} for r in report.current],
        "refused": {n: [f.as_dict() for f in fs] for n, fs in report.refused.items()},
        "findings": [finding.as_dict() for finding in report.findings],
        "typeset": report.typeset,
    }


