"""The order of the work, with workers that do it here and now: no process, no page laid out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pytest

from generator.assembly import Bound, assemble
from generator.batch.jobs import BindJob, BoundFiles, SheetJob
from generator.batch.order import Request
from generator.batch.plan import Planned, Planner
from generator.batch.pool import Pool
from generator.batch.run import bind_job
from generator.batch.schedule import Booklet, Listener, Schedule
from generator.batch.work import bind_booklet
from generator.batch.workers import Done, Workers
from generator.files import LocalFolder
from generator.findings import Finding
from generator.press import keys
from generator.press.piece import page_numbers
from generator.press.sheet import Sheet
from generator.press.store import Store
from generator.render.document import Document
from tests.pressroom import blank, project, wanted

STAGES = ("1", "2", "3B")
AREA = (210 - 15 - 17) * 96 / 25.4
"""Height of the text area of a standard page, in px."""


class Here(Pool):
    """Does one job after another in this process, and knows in which order."""

    def __init__(self, pages: dict[str, int], broken: str = "", *, loses: bool = False) -> None:
        super().__init__(1)
        self.pages, self.broken, self.loses = pages, broken, loses
        self.log: list[tuple[int, SheetJob | BindJob]] = []
        self.ranks: dict[int, int] = {}

    def add(
        self,
        work: Callable[[Any], Any],
        job: Any,
        *,
        rank: int = 0,
        size: int = 0,
        setting: Hashable = None,
    ) -> None:
        self.ranks[id(job)] = rank
        super().add(work, job, rank=rank, size=size, setting=setting)

    def ready(self) -> Iterator[Done[Any, Any]]:
        return iter(())  # nothing is done while booklets are still planned

    def results(self) -> Iterator[Done[Any, Any]]:
        while self._waiting:
            task = self._waiting.take()
            self.log.append((self.ranks[id(task.job)], task.job))
            yield self._done(task.job)

    def _done(self, job: SheetJob | BindJob) -> Done[Any, Any]:
        if isinstance(job, BindJob):
            if not self.loses:
                return Done(job, BoundFiles(sum(piece.sheet.pages for piece in job.pieces)))
            try:
                return Done(job, bind_booklet(job))  # for real: its sheets were never kept
            except Exception as error:  # as the pool does
                return Done(job, None, str(error))
        if job.document.name == self.broken:
            return Done(job, None, "RecursionError: too deep")
        return Done(job, self.sheet(job.document))

    def sheet(self, document: Document) -> Sheet:
        pages = self.pages.get(document.name, 1)
        if document.name == "notes":
            pages = document.html.count("<article")
        return blank(document, pages, AREA)

    def typeset(self) -> list[str]:
        """Name the documents that were typeset, in their order."""
        return [job.document.name for _, job in self.log if isinstance(job, SheetJob)]

    def bound(self) -> list[str]:
        """Name the booklets that were bound, in their order."""
        return [job.name for _, job in self.log if isinstance(job, BindJob)]


@dataclass
class Shop:
    """Plans of three booklets, and a place to make them."""

    plans: list[Planned]
    store: Store
    folder: LocalFolder
    heard: list[str] = field(default_factory=list)
    total: int = 0

    def make(
        self, workers: Workers, *, force: bool = False, refused: str = ""
    ) -> dict[str, BoundFiles]:
        """Make all booklets; give what became of each."""
        listener = Listener(self._more, self.heard.append)
        schedule: Schedule[str] = Schedule(workers, self.store, listener, force)
        made = dict(schedule.run([self._booklet(one, refused) for one in self.plans]))
        self.typeset = schedule.typeset
        return made

    def _more(self, more: int) -> None:
        self.total += more

    def _booklet(self, one: Planned, refused: str) -> Booklet[str]:
        def job(bound: Bound, keys: dict[str, str]) -> BindJob:
            return bind_job(one, bound, keys, self.store, self.folder)

        refusal = [Finding("topic call", 0, 0, "R01", "not signed")]
        stage = one.order.stage
        return Booklet(stage, assemble(one.plan), job, refusal if stage == refused else [])


@pytest.fixture(scope="module")
def plans(tmp_path_factory: pytest.TempPathFactory) -> list[Planned]:
    made = project(tmp_path_factory.mktemp("schedule"))
    return Planner(made).plan_all(wanted(Request("demo", STAGES)).orders)


@pytest.fixture(scope="module")
def two_editions(tmp_path_factory: pytest.TempPathFactory) -> list[Planned]:
    """Plans of two booklets that share no sheet."""
    made = project(tmp_path_factory.mktemp("editions"))
    request = Request("demo", ("2",), editions=("standard", "large"))
    return Planner(made).plan_all(wanted(request).orders)


@pytest.fixture
def shop(plans: list[Planned], tmp_path: Path) -> Shop:
    return Shop(plans, Store(tmp_path / "store"), LocalFolder(tmp_path / "build"))


def documents(plans: list[Planned]) -> dict[str, Document]:
    """Give each document that the booklets begin with, by its key."""
    return {keys.key(one): one for planned in plans for one in planned.plan.to_typeset()}


def test_all_booklets_are_bound_and_the_progress_ends_at_its_whole(shop: Shop) -> None:
    made = shop.make(workers := Here({}))

    assert set(STAGES) == made.keys()
    assert [] == [finding for one in made.values() for finding in one.findings]
    assert {0} == {one.pages % 4 for one in made.values()}
    assert shop.total == len(shop.heard)
    assert len(workers.typeset()) == shop.typeset


def test_a_sheet_that_booklets_share_is_typeset_once(shop: Shop) -> None:
    shop.make(workers := Here({}))

    keys = Counter(job.key for _, job in workers.log if isinstance(job, SheetJob))
    assert {1} == set(keys.values())
    wishes = sum(len(one.plan.to_typeset()) for one in shop.plans)
    assert len(documents(shop.plans)) < wishes  # or nothing is shared, and this shows nothing


def test_the_longest_sheet_goes_first(shop: Shop) -> None:
    shop.make(workers := Here({}))

    begun = documents(shop.plans)
    sizes = [
        len(job.document.html)
        for _, job in workers.log
        if isinstance(job, SheetJob) and job.key in begun
    ]
    assert sorted(sizes, reverse=True) == sizes
    assert len(begun) == len(sizes) > len(set(sizes[:1]))


def test_a_booklet_is_bound_before_the_next_sheet_of_another_is_begun(
    shop: Shop, two_editions: list[Planned]
) -> None:
    shop.plans = two_editions
    shop.make(workers := Here({}))

    left = {one.plan.name: {keys.key(d) for d in one.plan.to_typeset()} for one in shop.plans}
    bound: set[str] = set()
    begun_after = 0
    for _, job in workers.log:
        if isinstance(job, BindJob):
            bound.add(job.name)
        elif job.key in set().union(*left.values()):
            assert bound == {name for name, wanting in left.items() if not wanting}
            begun_after += bool(bound)
            for wanting in left.values():
                wanting.discard(job.key)
    assert left.keys() == bound
    assert begun_after  # or one booklet had not to wait for the other anyway


@pytest.mark.parametrize("length", [1, 2, 5])
def test_the_length_of_the_contents_moves_what_follows_and_asks_for_nothing(
    shop: Shop, length: int
) -> None:
    shop.plans = [one for one in shop.plans if one.order.stage == "2"]

    shop.make(workers := Here({"all contents": length}))

    assert 1 == workers.typeset().count("all contents")
    (job,) = (job for _, job in workers.log if isinstance(job, BindJob))
    starts = page_numbers(job.pieces)
    assert starts["contents"] + length == starts["rest"]
    (composed,) = (one.composition for one in job.pieces if one.id == "contents")
    assert composed is not None
    written = {one.strip: one.number for one in composed.placed}
    assert str(starts["rest"]) == written["rest"]


def test_a_broken_sheet_stops_the_booklets_that_hold_it_and_no_other(shop: Shop) -> None:
    made = shop.make(workers := Here({}, broken="rest"))

    assert {"1": "B01", "2": "B01", "3B": ""} == {
        stage: "".join(finding.code for finding in one.findings) for stage, one in made.items()
    }
    assert ["demo-stage-3B-en-standard"] == workers.bound()
    (finding,) = made["1"].findings
    assert ("sheet rest", "could not be typeset: RecursionError: too deep") == (
        finding.file, finding.message,
    )  # fmt: skip
    assert 2 == workers.typeset().count("rest")  # its two texts, each tried once
    assert shop.total == len(shop.heard)


def test_broken_contents_stop_their_booklet(shop: Shop) -> None:
    made = shop.make(Here({}, broken="all contents"))

    assert {"sheet all contents"} == {one.file for bound in made.values() for one in bound.findings}
    assert shop.total == len(shop.heard)


def test_a_sheet_lost_before_the_binding_refuses_the_booklet(shop: Shop) -> None:
    made = shop.make(Here({}, loses=True))

    assert {"B02"} == {finding.code for one in made.values() for finding in one.findings}
    (finding,) = made["2"].findings
    assert "demo-stage-2-en-standard" == finding.file
    assert finding.message.startswith("could not be bound: sheet ")
    assert finding.message.endswith(" is no longer in the store")
    assert not shop.folder.path.exists()


def test_what_is_kept_is_taken_from_the_store_but_by_force(shop: Shop) -> None:
    first = Here({"rest": 2})
    shop.make(first)
    for _, job in first.log:
        if isinstance(job, SheetJob):
            shop.store.keep_sheet(job.key, first.sheet(job.document))

    again, forced = Here({}), Here({"rest": 2})
    made = shop.make(again)
    assert ([], 3, 0) == (again.typeset(), len(again.bound()), shop.typeset)
    assert made == shop.make(forced, force=True)

    assert sorted(first.typeset()) == sorted(forced.typeset())
    assert len(forced.typeset()) == shop.typeset


def test_a_booklet_that_must_not_be_made_asks_for_nothing(shop: Shop) -> None:
    shop.plans = [replace(one) for one in shop.plans if one.order.stage == "2"]

    made = shop.make(workers := Here({}), refused="2")

    assert ["R01"] == [finding.code for finding in made["2"].findings]
    assert [] == workers.log
    assert shop.total == len(shop.heard)


def test_workers_elsewhere_find_fonts_and_pictures_in_the_store(shop: Shop) -> None:
    workers = Here({})
    schedule: Schedule[str] = Schedule(workers, shop.store, ships=True)
    list(schedule.run([shop._booklet(one, "") for one in shop.plans]))

    for _, job in workers.log:
        if isinstance(job, SheetJob):
            needed = {one.path for one in job.document.assets} | {face.path for face in job.faces}
        else:
            needed = {face.path for face in job.faces}
        assert needed == set(job.shipped)
        for path, digest in job.shipped.items():
            assert path.read_bytes() == shop.store.asset(digest, path.name).read_bytes()
