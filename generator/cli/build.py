"""`booklet build`: booklets for stages, languages, editions, formats, or a batch file."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from click.core import ParameterSource

from generator.batch.manifest import Manifest
from generator.batch.order import FORMATS, Request
from generator.cli.asked import Asked, Batch, Options, Place
from generator.cli.report import as_data, show_current, show_report
from generator.cli.shared import (
    EDITIONS,
    as_json,
    clinic_option,
    condition_or_only,
    count,
    json_option,
    profile_options,
    say,
)
from generator.files import folder
from generator.findings import ExitCode
from generator.project import Project, find_project

if TYPE_CHECKING:  # loaded when something must be made
    from generator.batch.run import Report, Wanted
    from generator.batch.shard import Shard
    from generator.batch.workers import Workers

BATCH = "booklets.yaml"
OPTIONS_OF_A_BATCH = {"condition", *Request.__dataclass_fields__} - {"output"}
"""What a batch file says itself."""


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
    help="A BCP 47 tag, or all; repeatable.",
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
@click.option("--release", is_flag=True, help="Refuse drafts, overdue reviews, expired facts.")
@click.option("--draft", is_flag=True, help="Print where a translation is missing; mark each page.")
@click.option(
    "--batch",
    type=click.Path(dir_okay=False, exists=True, path_type=Path),
    metavar="FILE",
    help=f"A batch file; {BATCH} where nothing else is asked for.",
)
@click.option(
    "--set",
    "sets",
    multiple=True,
    metavar="NAME",
    help="Only this set of the batch file; repeatable.",
)
@click.option("--plan", "plan_", is_flag=True, help="Only say what would be built, and why.")
@click.option(
    "--prune",
    is_flag=True,
    help="Remove booklets of earlier runs that the batch file no longer names.",
)
@click.option("--output", metavar="DIR|URL", help="Where to write; build/ by default.")
@click.option(
    "--store",
    metavar="DIR|URL",
    help="Where typeset sheets are kept; $CAREFOLD_CACHE or .cache/ by default.",
)
@click.option(
    "--jobs", type=click.IntRange(1), metavar="N", help="Processes; one a core by default."
)
@click.option("--shard", metavar="i/n", help="Only part i of n; auto in a job array.")
@click.option("--cluster", metavar="ADDRESS", help="A Dask scheduler, such as tls://host:8786.")
@click.option("--force", is_flag=True, help="Typeset and write everything again.")
@json_option
def command(condition: str | None, batch: Path | None, sets: tuple[str, ...],
            plan_: bool, prune: bool, output: str | None, store: str | None, jobs: int | None,
            shard: str | None, cluster: str | None, force: bool, json_: bool,
            **options: Any) -> None:  # fmt: skip
    """Build booklets for CONDITION; without --stage, one for each stage.

    Repeated options make the cross product. Alone, `booklet build` builds what
    booklets.yaml names. Paths go to stdout. A booklet with a fault is refused and
    named; the others are built.
    """
    project = find_project()
    if options["draft"] and options["release"]:
        raise click.UsageError("--draft and --release exclude each other.")
    batch = _batch_file(click.get_current_context(), project, batch, sets)
    if prune and (batch is None or sets or shard or plan_):
        raise click.UsageError("--prune is for a whole batch file: it removes what it lacks.")
    place = Place(
        project, folder(output or project.build), store or project.store, _read_shard(shard)
    )
    if batch is None:
        asked: Asked = Options(project, condition_or_only(project.conditions(), condition), options)
    else:
        asked = Batch(project, batch, sets)
    if options["region"] == "001" and batch is None:
        say("No --region given: pages assume no country and leave lines for local numbers.")
    if plan_:
        _plan(place, asked, force=force, json_=json_)
        return
    raise SystemExit(_build(place, asked, jobs, cluster, force=force, prune=prune, json_=json_))


def _batch_file(
    ctx: click.Context, project: Project, batch: Path | None, sets: Sequence[str]
) -> Path | None:
    """Say which batch file is meant, if one is; raise a usage error for what cannot go with it."""
    given = [
        parameter
        for parameter in ctx.command.params
        if parameter.name in OPTIONS_OF_A_BATCH
        and ctx.get_parameter_source(parameter.name) is not ParameterSource.DEFAULT
        and ctx.params.get(parameter.name) not in (None, ())
    ]
    usual = project.root / BATCH
    if batch is None and not sets and (given or not usual.is_file()):
        return None
    if given:
        name = given[0].opts[0] if isinstance(given[0], click.Option) else "CONDITION"
        raise click.UsageError(f"{name} cannot go with a batch file, which says it itself.")
    if batch is None and not usual.is_file():
        raise click.UsageError(f"--set needs a batch file: --batch FILE, or {BATCH}.")
    return batch or usual


def _read_shard(asked: str | None) -> Shard | None:
    if asked is None:
        return None
    import os

    from generator.batch.shard import read_shard

    return read_shard(asked, os.environ)


def _wanted(
    place: Place, asked: Asked, request: str, trusted: frozenset[str] = frozenset()
) -> Wanted:
    wanted, shard = asked.wanted(request, trusted), place.shard
    if shard is None:
        return wanted
    held = tuple(order for order in wanted.orders if shard.holds(order.digest()))
    say(f"Part {shard.index} of {shard.count}: {len(held)} of {len(wanted.orders)} booklets.")
    return replace(wanted, orders=held)


def _plan(place: Place, asked: Asked, *, force: bool, json_: bool) -> None:
    """Say what a build would do; make nothing."""
    from generator.batch import run

    verdicts = run.plan(
        place.project, _wanted(place, asked, asked.digest()), place.manifest(), force=force
    )
    if json_:
        as_json([{"booklet": v.name, "paths": v.paths, "reasons": v.reasons} for v in verdicts])
        return
    width = max((len(verdict.name) for verdict in verdicts), default=0)
    for verdict in verdicts:
        why = "; ".join(verdict.reasons)
        state = "to build  " if verdict.reasons else "up to date"
        click.echo(f"{state}  {verdict.name:<{width}}  {why}".rstrip())
    due = sum(bool(verdict.reasons) for verdict in verdicts)
    say(f"{count(due, 'booklet')} to build, {len(verdicts) - due} up to date.")


def _build(
    place: Place, asked: Asked, jobs: int | None, cluster: str | None, *, force: bool,
    prune: bool, json_: bool,
) -> ExitCode:  # fmt: skip
    from generator.batch.current import States, current, untouched

    started = time.monotonic()
    manifest, request = place.manifest(), asked.digest()
    states = States(place.project)
    records = None if force or prune else current(states, manifest, request)
    if records is not None:
        show_current(place, records, json_=json_)
        return ExitCode.DONE
    from generator.batch.crew import call

    with _workers(jobs, cluster) as workers:
        call(workers)
        from generator.batch import gallery, run  # while the workers load

        trusted = frozenset() if force else untouched(states, manifest, request)
        wanted = replace(_wanted(place, asked, request, trusted), states=states)
        report = _run(place, wanted, manifest, workers, force=force, ships=bool(cluster))
        pruned = run.prune(manifest, wanted.orders) if prune else []
        if pruned:
            gallery.write(place.project, manifest)
    if json_:
        as_json(as_data(place, report) | {"pruned": pruned})
    else:
        show_report(place, report, time.monotonic() - started)
        if prune:
            say(f"{count(len(pruned), 'file')} of earlier runs removed.")
    if report.troubles:
        return ExitCode.ENVIRONMENT
    return ExitCode.FINDINGS if report.refused else ExitCode.DONE


def _workers(jobs: int | None, cluster: str | None) -> Workers:
    from generator.batch.crew import prepare, press_workers
    from generator.batch.pool import default_jobs

    if cluster is None:
        return press_workers(jobs or default_jobs())
    say("Workers must reach store and output: both URLs, or folders that all machines share.")
    from generator.batch.cluster import Cluster

    return Cluster(cluster, prepare)


def _run(
    place: Place,
    wanted: Wanted,
    manifest: Manifest,
    workers: Workers,
    *,
    force: bool,
    ships: bool,
) -> Report:
    from generator.batch import run
    from generator.batch.schedule import Listener
    from generator.cli.progress import Progress
    from generator.press.store import Store

    store = Store(place.store)  # what a cluster cannot keep in the store, nobody else finds
    with (
        store if ships else store.with_scratch() as store,
        Progress("Sheets and booklets") as progress,
    ):
        listener = Listener(progress.total, progress.step, progress.failure)
        return run.build(
            place.project,
            wanted,
            manifest,
            workers,
            store,
            force=force,
            listener=listener,
            ships=ships,
        )
