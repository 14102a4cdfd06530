"""`booklet merge`: a copy for every row of a list, with the person's name on its cover."""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from generator.batch.order import Order
from generator.cli.shared import (
    EDITIONS,
    as_json,
    clinic_option,
    condition_or_only,
    count,
    json_option,
    reader_options,
    say,
    show_findings,
)
from generator.findings import ExitCode
from generator.project import Project, find_project, shown

if TYPE_CHECKING:  # loaded when the list is read
    from generator.batch.copies import Merge, Report
    from generator.batch.screening import Summary


@click.command("merge")
@click.argument(
    "list_", metavar="FILE.csv", type=click.Path(exists=True, dir_okay=False, path_type=Path)
)
@click.option("--condition", metavar="C", help="Needed only where there are several.")
@click.option("--stage", default="", metavar="S", help="The stage where a row names none.")
@reader_options
@click.option("--language", default="en", metavar="L", show_default=True, help="A BCP 47 tag.")
@click.option(
    "--edition",
    type=click.Choice(EDITIONS),
    default="standard",
    show_default=True,
    help="Size of print.",
)
@click.option(
    "--format",
    "format_",
    type=click.Choice(["reader", "home"]),
    default="reader",
    show_default=True,
    help="To read or print, or two-up for an office printer.",
)
@clinic_option
@click.option("--release", is_flag=True, help="Refuse drafts, overdue reviews, expired facts.")
@click.option(
    "--output",
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="An empty folder for the copies; build/CONDITION/copies by default.",
)
@click.option(
    "--zip",
    "zip_",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="All copies in one ZIP file instead.",
)
@click.option(
    "--stream",
    is_flag=True,
    help="For the print room: many copies a file, a banner page before each.",
)
@click.option(
    "--volume",
    type=click.IntRange(1, 500),
    metavar="N",
    default=100,
    show_default=True,
    help="Copies a file, with --stream.",
)
@click.option("--resume", is_flag=True, help="Go on with a merge that was interrupted.")
@click.option("--dry-run", is_flag=True, help="Only check the list and say what it asks for.")
@click.option("--jobs", type=click.IntRange(1), metavar="N", help="Processes; one a core.")
@json_option
def command(list_: Path, condition: str | None, format_: str, output: Path | None,
            zip_: Path | None, stream: bool, volume: int, resume: bool, dry_run: bool,
            jobs: int | None, json_: bool, **options: Any) -> None:  # fmt: skip
    """Make a copy for each row of FILE.csv: name and appointment on the cover.

    The options say what a row leaves open. The whole list is checked before
    anything is made. Names stand in the copies and nowhere else.
    """
    if zip_ and (output or stream or resume):
        raise click.UsageError("--zip makes one file whole: no --output, --stream or --resume.")
    project = find_project()
    name, *others = condition_or_only(project.conditions(), condition)
    if others:
        raise click.UsageError("There are several conditions here: name one with --condition.")
    from generator.batch.copies import Merge, survey

    merge = Merge(
        path=list_,
        defaults=_defaults(name, options),
        folder=zip_ or output or project.build / name / "copies",
        imposed=format_ == "home",
        volume=volume if stream else 0,
        zipped=zip_ is not None,
        resume=resume,
    )
    planner, summary = survey(project, merge)
    if dry_run:
        planner.plan_all(order for order, _ in summary.orders)
        _show_survey(summary, json_=json_)
        return
    raise SystemExit(_make(project, merge, planner, summary, jobs, json_=json_))


def _defaults(condition: str, options: dict[str, Any]) -> Order:
    return Order(condition, **options)


def _show_survey(summary: Summary, *, json_: bool) -> None:
    if json_:
        as_json(
            {
                "rows": summary.rows,
                "booklets": [
                    {"stage": order.stage, "language": order.language, "edition": order.edition,
                     "region": order.region, "needs": order.needs, "copies": copies}
                    for order, copies in summary.orders
                ],
            }
        )  # fmt: skip
        return
    for order, copies in summary.orders:
        needs = f", needs {', '.join(order.needs)}" if order.needs else ""
        click.echo(
            f"{copies:>7,}  stage {order.stage}, {order.language}, {order.edition},"
            f" {order.region}{needs}"
        )
    say(f"{count(summary.rows, 'row')}, {count(len(summary.orders), 'different booklet')}.")


def _make(
    project: Project, merge: Merge, planner: Any, summary: Summary, jobs: int | None, *,
    json_: bool,
) -> ExitCode:  # fmt: skip
    from generator.batch import copies
    from generator.batch.crew import call, press_workers
    from generator.batch.pool import default_jobs
    from generator.batch.schedule import Listener
    from generator.cli.progress import Progress
    from generator.press.store import Store

    started = time.monotonic()
    with (
        Store(project.store).with_scratch() as store,
        Progress("Copies") as progress,
        press_workers(jobs or default_jobs()) as workers,
    ):
        call(workers)
        listener = Listener(progress.total, progress.step, progress.failure)
        report = copies.make(project, merge, planner, summary, workers, store, listener)
    _show(merge, summary, report, time.monotonic() - started, json_=json_)
    if report.troubles:
        return ExitCode.ENVIRONMENT
    return ExitCode.FINDINGS if report.faults else ExitCode.DONE


def _show(merge: Merge, summary: Summary, report: Report, seconds: float, *, json_: bool) -> None:
    whole = not (report.faults or report.troubles)
    if json_:
        as_json(
            {
                "output": shown(merge.folder), "rows": summary.rows, "copies": report.copies,
                "skipped": report.skipped, "files": report.files,
                "faults": [finding.as_dict() for finding in report.faults],
                "troubles": report.troubles,
            }
        )  # fmt: skip
    else:
        show_findings(sorted(set(report.findings)))
        show_findings(sorted(report.faults))
        if whole or not merge.zipped:
            click.echo(shown(merge.folder))
    parts = [f"{report.copies:,} of {summary.rows:,} copies made"]
    if report.skipped:
        parts.append(f"{report.skipped:,} were there already")
    say(f"{', '.join(parts)}, {seconds:.1f} s.")
    if merge.zipped and not whole:
        say("No ZIP file was written: some copies would be missing in it.")
    if merge.volume and merge.imposed:
        say("Print on both sides; each copy begins on a new sheet, behind its banner page.")
