"""`booklet build`: booklets for stages, languages, editions, formats, or a batch file."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from click.core import ParameterSource

from generator.batch.manifest import Manifest, Record
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
from generator.files import Folder, LocalFolder, folder
from generator.findings import ExitCode
from generator.project import Project, find_project, shown

if TYPE_CHECKING:  # loaded when something must be made
    from generator.batch.pool import Workers
    from generator.batch.run import Report, Wanted
    from generator.batch.shard import Shard

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
@click.option("--release", is_flag=True, help="Refuse drafts, overdue reviews, expired facts.")
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
    batch = _batch_file(click.get_current_context(), project, batch, sets)
    if prune and (batch is None or sets or shard or plan_):
        raise click.UsageError("--prune is for a whole batch file: it removes what it lacks.")
    place = _Place(
        project, folder(output or project.build), store or project.store, _read_shard(shard)
    )
    if batch is None:
        asked: _Asked = _Options(
            project, condition_or_only(project.conditions(), condition), options
        )
    else:
        asked = _Batch(project, batch, sets)
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


@dataclass(frozen=True)
class _Place:
    """Where results and sheets go, and which part of the work is this process's."""

    project: Project
    folder: Folder
    store: str | Path
    shard: Shard | None

    def manifest(self) -> Manifest:
        """Open the manifest; each shard has its own."""
        if self.shard is None:
            return Manifest(self.folder)
        return Manifest(self.folder, f"manifest-{self.shard.index}-of-{self.shard.count}.json")

    def shown(self, path: str) -> str:
        """Name a file as people should see it."""
        if isinstance(self.folder, LocalFolder):
            return shown(self.folder.path / path)
        return f"{self.folder.url}/{path}"


@dataclass(frozen=True)
class _Options:
    """Booklets asked for by options."""

    project: Project
    conditions: list[str]
    options: dict[str, Any]

    def digest(self) -> str:
        """Hash what was asked for."""
        return _hash(*(request.digest() for request in self._requests()))

    def wanted(self, request: str, _trusted: frozenset[str] = frozenset()) -> Wanted:
        """Expand the options into orders; raise ContentError for content that is unusable."""
        from generator.batch.order import orders
        from generator.batch.profile import load_conditions
        from generator.batch.run import Wanted

        libraries = load_conditions(self.project, self.conditions)
        made = [
            order
            for one in self._requests()
            for order in orders(one, [s.code for s in libraries[one.condition].scheme.stages])
        ]
        return Wanted(tuple(made), request, libraries)

    def _requests(self) -> list[Request]:
        return [Request(condition=name, **self.options) for name in self.conditions]


@dataclass(frozen=True)
class _Batch:
    """Booklets asked for by a batch file."""

    project: Project
    path: Path
    sets: tuple[str, ...]

    def digest(self) -> str:
        """Hash what was asked for."""
        return _hash(hashlib.sha256(self.path.read_bytes()).hexdigest(), *self.sets)

    def wanted(self, request: str, trusted: frozenset[str] = frozenset()) -> Wanted:
        """Expand the file into orders; raise ContentError for all that is wrong in it."""
        from generator.batch.batchfile import read_batch
        from generator.batch.run import Wanted

        batch = read_batch(self.project, self.path, self.sets, trusted)
        if any(order.region == "001" for order in batch.orders):
            say("A set names no region: its pages assume no country.")
        return Wanted(batch.orders, request, batch.libraries)


_Asked = _Options | _Batch


def _hash(*parts: str) -> str:
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def _wanted(
    place: _Place, asked: _Asked, request: str, trusted: frozenset[str] = frozenset()
) -> Wanted:
    wanted, shard = asked.wanted(request, trusted), place.shard
    if shard is None:
        return wanted
    held = tuple(order for order in wanted.orders if shard.holds(order.digest()))
    say(f"Part {shard.index} of {shard.count}: {len(held)} of {len(wanted.orders)} booklets.")
    return replace(wanted, orders=held)


def _plan(place: _Place, asked: _Asked, *, force: bool, json_: bool) -> None:
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
    place: _Place, asked: _Asked, jobs: int | None, cluster: str | None, *, force: bool,
    prune: bool, json_: bool,
) -> ExitCode:  # fmt: skip
    from generator.batch.current import States, current, untouched

    started = time.monotonic()
    manifest, request = place.manifest(), asked.digest()
    states = States(place.project)
    records = None if force or prune else current(states, manifest, request)
    if records is not None:
        _show_current(place, records, json_=json_)
        return ExitCode.DONE
    from generator.batch.crew import call

    with _workers(jobs, cluster) as workers:
        call(workers, all_typeset=force or manifest.answer(request) is None)
        from generator.batch import run  # while the workers load

        trusted = frozenset() if force else untouched(states, manifest, request)
        wanted = replace(_wanted(place, asked, request, trusted), states=states)
        report = _run(place, wanted, manifest, workers, force=force, ships=bool(cluster))
        pruned = run.prune(manifest, wanted.orders) if prune else []
    if json_:
        as_json(_as_data(place, report) | {"pruned": pruned})
    else:
        _show(place, report, time.monotonic() - started)
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
    place: _Place,
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


def _show_current(place: _Place, records: list[Record], *, json_: bool) -> None:
    if json_:
        as_json(_data(current=[_file(place, r, f) for r in records for f in r.files]))
        return
    for record in records:
        for path in record.paths():
            click.echo(place.shown(path))
    say(f"{count(sum(len(record.files) for record in records), 'file')} up to date.")


def _show(place: _Place, report: Report, seconds: float) -> None:
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


def _as_data(place: _Place, report: Report) -> dict[str, object]:
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


def _file(place: _Place, record: Record, format_: str) -> dict[str, object]:
    file = record.files[format_]
    return {
        "path": place.shown(file.path),
        "pages": record.pages,
        "empty": record.empty,
        "sha256": file.sha256,
    }
