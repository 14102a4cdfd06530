"""A mail merge: bodies bound once and checked whole, then a cover for every row.

The list is read as a stream and the copies leave as they are made, so a long
list needs no more memory than a short one. Nothing about a person is kept: not
in names of files, not in the journal that lets a merge be resumed.
"""

from __future__ import annotations

import hashlib
import itertools
import json
import secrets
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any, TypeVar

from generator.assembly import Bound, assemble
from generator.batch.copying import (
    PRIVATE,
    CopiesJob,
    CopyJob,
    Made,
    VolumeJob,
    make_copies,
    make_volume,
)
from generator.batch.current import States
from generator.batch.jobs import BindJob, Keys
from generator.batch.order import Order
from generator.batch.plan import Planned, Planner, scope_of
from generator.batch.profile import profile_of
from generator.batch.recipients import Recipient, read
from generator.batch.refused import refusal
from generator.batch.run import bind_job
from generator.batch.schedule import Booklet, Listener, Schedule
from generator.batch.screening import SHOWN, Summary, check
from generator.batch.workers import Done, Workers
from generator.batch.zipped import Zip
from generator.files import LocalFolder, write_whole
from generator.findings import ContentError, EnvironmentProblem, Finding, errors
from generator.press.store import Store
from generator.project import Project, shown
from generator.render import personal
from generator.render.document import Document

JOURNAL = "merge.json"
TOGETHER = 16
"""Copies whose covers are typeset in one go: a quarter less time for each (24 to 18 ms)."""


@dataclass(frozen=True)
class Merge:
    """What a merge is asked to do."""

    path: Path
    """The list."""
    defaults: Order
    folder: Path
    """Where copies go; a ZIP file if `zipped`."""
    imposed: bool = False
    volume: int = 0
    """Copies in one file for the print room; 0 makes a file of each."""
    zipped: bool = False
    resume: bool = False


@dataclass
class Report:
    """What a merge did."""

    copies: int = 0
    skipped: int = 0
    """Rows whose copies an earlier run had finished."""
    files: int = 0
    failed: int = 0
    faults: list[Finding] = field(default_factory=list)
    """Why rows have no copy; of many the first."""
    findings: list[Finding] = field(default_factory=list)
    troubles: list[str] = field(default_factory=list)


def survey(project: Project, merge: Merge) -> tuple[Planner, Summary]:
    """Check the whole list before anything is made.

    Raises ContentError with every fault in list or content, ProfileError for
    options that name what does not exist.
    """
    planner = Planner(project)
    library = planner.library(merge.defaults.condition)
    if merge.defaults.stage:
        profile_of(library, merge.defaults)
    return planner, check(merge.path, merge.defaults, library, project)


def make(
    project: Project,
    merge: Merge,
    planner: Planner,
    summary: Summary,
    workers: Workers,
    store: Store,
    listener: Listener,
) -> Report:
    """Make all copies of a list that was surveyed.

    Raises ContentError if a body is refused or nothing can be resumed,
    EnvironmentProblem if this machine cannot write.
    """
    planned = {one.order: one for one in planner.plan_all(o for o, _ in summary.orders)}
    source = _Source(project, merge, tuple(planned))
    _check_folder(merge, source)
    run = _Merge(merge, planner, planned, workers, listener)
    with tempfile.TemporaryDirectory(prefix="carefold-bodies-") as place:
        run.bind_bodies(Path(place), store)
        _open_folder(merge, source)
        run.copy(summary.rows)
    return run.report


@dataclass(frozen=True)
class _Source:
    """What a merge is made from, so that only the same one is resumed."""

    project: Project
    merge: Merge
    orders: tuple[Order, ...]

    def journal(self, salt: str) -> dict[str, object]:
        """Give it as hashes; the list's is salted and of the whole file: it gives nobody away."""
        digest = hashlib.sha256(salt.encode())
        with self.merge.path.open("rb") as file:
            while part := file.read(1 << 20):
                digest.update(part)
        states = States(self.project)
        options = repr((asdict(self.merge.defaults), self.merge.imposed, self.merge.volume))
        return {
            "schema": 1,
            "salt": salt,
            "list": digest.hexdigest(),
            "options": hashlib.sha256(options.encode()).hexdigest(),
            "state": sorted({states.of(scope_of(order)) for order in self.orders}),
        }


def _check_folder(merge: Merge, source: _Source) -> None:
    """See that copies of two merges never lie in one folder: they could be mixed up."""
    if merge.zipped:
        return
    if merge.resume:
        before = _read_journal(merge.folder / JOURNAL)
        if before != source.journal(str(before.get("salt"))):
            message = "nothing to resume: the list, the options or the content are not the same"
            hint = "merge into an empty folder"
            raise ContentError([Finding(shown(merge.folder), 0, 0, "M17", message, hint)])
        return
    if merge.folder.is_dir() and any(merge.folder.iterdir()):
        message = "the folder is not empty; copies of two merges could be mixed up"
        hint = "--resume goes on with the merge begun there; else name another folder"
        raise ContentError([Finding(shown(merge.folder), 0, 0, "M18", message, hint)])


def _open_folder(merge: Merge, source: _Source) -> None:
    """Make the folder; not before all bodies are bound, so that a refused merge leaves nothing."""
    if merge.zipped:
        merge.folder.parent.mkdir(parents=True, exist_ok=True)
        return
    if merge.resume:
        LocalFolder(merge.folder).sweep(0)  # what killed workers left half written names people
        return
    merge.folder.mkdir(parents=True, exist_ok=True)
    merge.folder.chmod(0o700)
    text = json.dumps(source.journal(secrets.token_hex(16)), indent=1)
    write_whole(merge.folder / JOURNAL, text.encode(), mode=PRIVATE)


def _read_journal(path: Path) -> dict[str, object]:
    try:
        kept = json.loads(path.read_bytes())
    except (OSError, ValueError):
        return {}
    return kept if isinstance(kept, dict) else {}


SomeCopies = TypeVar("SomeCopies", CopiesJob, VolumeJob)


@dataclass
class _Merge:
    merge: Merge
    planner: Planner
    planned: dict[Order, Planned]
    workers: Workers
    listener: Listener
    report: Report = field(default_factory=Report)

    def bind_bodies(self, place: Path, store: Store) -> None:
        """Bind each different booklet once, through all of preflight."""
        self.bodies = {order: place / f"{order.digest()}.pdf" for order in self.planned}
        self.pages: dict[Order, int] = {}
        schedule: Schedule[Planned] = Schedule(self.workers, store, self.listener)
        stops: list[Finding] = []
        for planned, bound in schedule.run(
            [self._body(one, store) for one in self.planned.values()]
        ):
            if bound.trouble:
                raise EnvironmentProblem(bound.trouble)
            stops += errors(bound.findings)
            self.report.findings += [f for f in bound.findings if f not in errors(bound.findings)]
            self.pages[planned.order] = bound.pages
        if stops:
            raise ContentError(stops)

    def _body(self, planned: Planned, store: Store) -> Booklet[Planned]:
        path = self.bodies[planned.order]
        alone = replace(planned, paths={"reader": path.name})

        def job(bound: Bound, keys: Keys) -> BindJob:
            return bind_job(alone, bound, keys, store, LocalFolder(path.parent))

        return Booklet(planned, assemble(planned.plan), job, refusal(planned))

    def copy(self, rows: int) -> None:
        """Make the copies, row by row, as fast as they can be taken away."""
        self.listener.on_total(rows)
        people = read(self.merge.path, self.merge.defaults)
        with ExitStack() as stack:
            archive = stack.enter_context(Zip(self.merge.folder)) if self.merge.zipped else None
            for copies, results in self._done(people):
                for at, made in enumerate(results):
                    self._note(made)
                    if archive and made.data:
                        archive.add(copies[at].name, made.data, copies[at].row, made.sha256)
                if self.report.troubles:
                    break  # a full disk will not hold the next ones either
            if archive and (self.report.faults or self.report.troubles):
                archive.give_up()

    def _done(
        self, people: Iterator[Recipient]
    ) -> Iterator[tuple[tuple[CopyJob, ...], tuple[Made, ...]]]:
        if self.merge.volume:
            for volume, made in in_order(self.workers, make_volume, self._volumes(people)):
                yield volume.copies, made
        else:
            for some, made in in_order(self.workers, make_copies, self._copies(people)):
                yield some.copies, made

    def _note(self, made: Made) -> None:
        for row, fault in made.faults:
            hint = "shorten the name or the appointment, or write them another way"
            finding = Finding(shown(self.merge.path), row, 1, "M16", f"no copy: {fault}", hint)
            self.report.failed += 1
            if len(self.report.faults) < SHOWN:
                self.report.faults.append(finding)
            self.listener.on_failure(f"row {row}: {fault}")
        if made.trouble:
            self.report.troubles.append(made.trouble)
            self.listener.on_failure(made.trouble)
        self.report.copies += len(made.rows)
        self.report.files += bool(made.rows)
        for _ in made.rows or made.faults:
            self.listener.on_step("")

    def _copies(self, people: Iterator[Recipient]) -> Iterator[CopiesJob]:
        folder = None if self.merge.zipped else LocalFolder(self.merge.folder)
        waiting = (job for job in (self._job(one, folder) for one in people) if self._is_due(job))
        while some := tuple(itertools.islice(waiting, TOGETHER)):
            yield CopiesJob(some)

    def _is_due(self, job: CopyJob) -> bool:
        if self._is_done(job.name):
            self._skip(1)
            return False
        return True

    def _volumes(self, people: Iterator[Recipient]) -> Iterator[VolumeJob]:
        """Cut the list into files; one holds copies of one page size."""
        number = 0
        for _, alike in itertools.groupby(people, _paper):
            while some := list(itertools.islice(alike, self.merge.volume)):
                number += 1
                name = f"copies-{number:04}.pdf"
                if self._is_done(name):
                    self._skip(len(some))
                    continue
                copies = tuple(self._job(person, None) for person in some)
                banners = tuple(self._banner(person) for person in some)
                yield VolumeJob(number, copies, banners, name, LocalFolder(self.merge.folder))

    def _job(self, person: Recipient, folder: LocalFolder | None) -> CopyJob:
        planned = self.planned[person.order]
        renderer = planned.plan.renderer
        edition = self.planner.theme.tokens.editions[renderer.setting.edition]
        ending = "-home.pdf" if self.merge.imposed else ".pdf"
        return CopyJob(
            row=person.row,
            cover=personal.cover(
                renderer,
                draft=planned.plan.is_draft,
                person=_person(person),
                unrevised=planned.plan.is_unrevised,
            ),
            body=self.bodies[person.order],
            name=f"{person.row:06}-{planned.plan.name}{ending}",
            faces=renderer.setting.theme.faces,
            least_pt=edition.least,
            imposed=self.merge.imposed,
            folded=edition.page == "booklet",
            right_to_left=renderer.right_to_left,
            folder=folder,
        )

    def _banner(self, person: Recipient) -> Document:
        planned = self.planned[person.order]
        return personal.banner(
            planned.plan.renderer, _person(person), row=person.row,
            pages=self.pages[person.order], copy_of=planned.plan.name,
        )  # fmt: skip

    def _is_done(self, name: str) -> bool:
        """Say whether an earlier run finished a file; it was written whole or not at all."""
        return self.merge.resume and (self.merge.folder / name).is_file()

    def _skip(self, rows: int) -> None:
        self.report.skipped += rows
        for _ in range(rows):
            self.listener.on_step("")


def _paper(person: Recipient) -> tuple[str, ...]:
    """Say what decides the size of a copy's pages and how they are put on paper."""
    return (person.order.edition, person.order.language, person.order.region)


def _person(person: Recipient) -> personal.Person:
    return personal.Person(
        person.ref, person.name, person.appointment, person.contact, person.phone
    )


def in_order(
    workers: Workers, work: Callable[[Any], tuple[Made, ...]], jobs: Iterator[SomeCopies]
) -> Iterator[tuple[SomeCopies, tuple[Made, ...]]]:
    """Do jobs and yield them in their order; only a few are under way or held at once."""
    window = 3 * (workers.count + 1)
    early: dict[int, tuple[SomeCopies, tuple[Made, ...]]] = {}
    places: dict[int, int] = {}
    given = told = 0

    def feed() -> None:
        nonlocal given
        for job in itertools.islice(jobs, window - (given - told)):
            places[id(job)] = given
            workers.add(work, job, rank=given)
            given += 1

    feed()
    for done in workers.results():
        early[places.pop(id(done.job))] = (done.job, _results(done))
        while told in early:
            yield early.pop(told)
            told += 1
        feed()


def _results(done: Done[SomeCopies, tuple[Made, ...]]) -> tuple[Made, ...]:
    if done.result is not None:
        return done.result
    fault = "the copy could not be made"  # the failure's own words may quote the person
    return tuple(Made(faults=((copy.row, fault),)) for copy in done.job.copies)
