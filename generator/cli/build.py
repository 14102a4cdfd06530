"""`booklet build`: booklets for stages, languages, editions, formats."""

from __future__ import annotations

import sys
import time
from pathlib import Path
from typing import Any

import click

from generator.batch.current import current
from generator.batch.manifest import Record
from generator.batch.order import FORMATS, Request
from generator.cli.shared import (
    EDITIONS,
    as_json,
    clinic_option,
    condition_or_only,
    count,
    json_option,
    profile_options,
    say,
    show_findings,
)
from generator.findings import ExitCode
from generator.project import Project, find_project, shown


@click.command("build")
@click.argument("condition", required=False)
@profile_options
@click.option(
    "--language",
    "languages",
    multiple=True,
    default=("en",),
    metavar="L",
    show_default=True,
    help="A BCP 47 tag; repeatable.",
)
@click.option(
    "--edition",
    "editions",
    multiple=True,
    type=click.Choice(EDITIONS),
    default=("standard",),
    show_default=True,
    help="Size of print; repeatable.",
)
@click.option(
    "--format",
    "formats",
    multiple=True,
    type=click.Choice(FORMATS),
    default=("reader",),
    show_default=True,
    help="What it is for; repeatable.",
)
@clinic_option
@click.option(
    "--output",
    type=click.Path(file_okay=False, path_type=Path),
    metavar="DIR",
    help="Where to write; build/ by default.",
)
@click.option(
    "--jobs", type=click.IntRange(1), metavar="N", help="Processes; one a core by default."
)
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
    folder = output or project.build
    exit_code = ExitCode.DONE
    results = []
    for name in condition_or_only(project.conditions(), condition):
        request = Request(condition=name, **options)
        if request.region == "001":
            say("No --region given: pages assume no country and leave lines for local numbers.")
        records = None if force else current(project, request, folder)
        if records is not None:
            results.append({"current": records})
            continue
        results.append(_build(project, request, jobs, folder, force))
        if results[-1]["refused"]:
            exit_code = ExitCode.FINDINGS
    if json_:
        as_json([_as_data(result) for result in results])
    else:
        for result in results:
            _show(result, folder)
    raise SystemExit(exit_code)


def _build(
    project: Project, request: Request, jobs: int | None, folder: Path, force: bool
) -> dict[str, Any]:
    from generator.batch import run  # the press: not needed to say that all is there
    from generator.batch.pool import default_jobs
    from generator.batch.work import Listener

    bar = _Bar()
    started = time.monotonic()
    try:
        report = run.build(
            project,
            request,
            jobs=jobs or default_jobs(),
            output=folder,
            force=force,
            listener=Listener(on_total=bar.total, on_step=bar.step),
        )
    finally:
        bar.close()
    return vars(report) | {"seconds": time.monotonic() - started}


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


def _show(result: dict[str, Any], folder: Path) -> None:
    if "current" in result:
        for record in result["current"]:
            click.echo(shown(folder / record.path))
        say(f"{count(len(result['current']), 'file')} up to date.")
        return
    show_findings(sorted(result["findings"]))
    for name, findings in result["refused"].items():
        say(click.style(f"{name} was refused:", bold=True))
        show_findings(sorted(findings))
    for path in result["stale"]:
        say(f"An older file is still there, and does not say what the content says: {path}")
    written = result["written"]
    for record in written:
        click.echo(shown(folder / record.path))
    parts = [f"{count(len(written), 'file')} written"]
    if result["refused"]:
        parts.append(f"{len(result['refused'])} refused")
    parts.append(f"{count(result['typeset'], 'sheet')} typeset")
    say(f"{', '.join(parts)}, {result['seconds']:.1f} s.")
    if any(record.draft for record in written):
        say("Draft: no clinician has signed this content; the booklets say so.")
    if any(record.format == "home" for record in written):
        say(
            "Print the -home file on both sides, flip on the SHORT edge, at 100 %, with the"
            " printer's own booklet mode off; large and giant print: LONG edge."
        )


def _as_data(result: dict[str, Any]) -> dict[str, object]:
    return {
        "current": [_file(record) for record in result.get("current", [])],
        "written": [_file(record) for record in result.get("written", [])],
        "refused": {n: [f.as_dict() for f in fs] for n, fs in result.get("refused", {}).items()},
        "findings": [finding.as_dict() for finding in result.get("findings", [])],
        "typeset": result.get("typeset", 0),
    }


def _file(record: Record) -> dict[str, object]:
    return {"path": record.path, "pages": record.pages, "sha256": record.sha256}
