"""Whole merges in the miniature project: each row its copy, whatever breaks in between."""

from __future__ import annotations

import csv
import io
import itertools
import json
import os
import random
import signal
import stat
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from generator.batch.copies import JOURNAL, Merge, Report, in_order, make, survey
from generator.batch.copying import CopiesJob, Made
from generator.batch.crew import press_workers
from generator.batch.order import Order
from generator.batch.pool import Pool
from generator.batch.schedule import Listener
from generator.batch.workers import Done, Workers
from generator.batch.zipped import LIST
from generator.files import PART, LocalFolder
from generator.findings import ContentError
from generator.press.store import Store
from generator.project import Project
from tests import pressroom
from tests.batch import troubles
from tests.mini import edit
from tests.pdf_facts import opened, pages_as_read

DEFAULTS = Order("demo", "", region="GB")
BOOKLETS = (("2", "standard"), ("1", "large"), ("3A+3B", "standard"))
"""Stages and editions that lists ask for."""
DRAWN = {"standard": "Standard print", "large": "Large print"}

Row = dict[str, str]


def rows(count: int) -> list[Row]:
    """Give rows in no order: neither references nor booklets follow the row's number."""
    booklets = itertools.cycle(BOOKLETS)
    made = [
        {"name": f"Person Number{at}", "ref": f"Q{at * 37 % 101:03}", "stage": stage,
         "edition": edition}
        for at, (stage, edition) in zip(range(count), booklets, strict=False)
    ]  # fmt: skip
    random.Random(11).shuffle(made)
    return made


def written(path: Path, people: Sequence[Row]) -> Path:
    """Write a list, with an empty row behind the first two."""
    text = io.StringIO()
    table = csv.DictWriter(text, ["edition", "ref", "stage", "name"])
    table.writeheader()
    table.writerows([*people[:2], {}, *people[2:]])
    path.write_text(text.getvalue(), encoding="utf-8")
    return path


def numbered(people: Sequence[Row]) -> dict[int, Row]:
    """Give the rows by the numbers that a spreadsheet shows."""
    return {at + (2 if at < 2 else 3): one for at, one in enumerate(people)}


@dataclass(frozen=True)
class Desk:
    """A project where lists are merged, with workers that stay."""

    project: Project
    workers: Workers

    def merge(self, merge: Merge, *, workers: Workers | None = None,
              listener: Listener | None = None) -> Report:  # fmt: skip
        planner, summary = survey(self.project, merge)
        with Store(self.project.store).with_scratch() as store:
            return make(
                self.project, merge, planner, summary, workers or self.workers, store,
                listener or Listener(),
            )  # fmt: skip


@pytest.fixture(scope="module")
def workers() -> Iterator[Workers]:
    with press_workers(2) as started:
        yield started


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory, shared_store: Path, workers: Workers) -> Desk:
    return Desk(pressroom.project(tmp_path_factory.mktemp("desk"), shared_store), workers)


MANY = rows(40)
FEW = rows(5)


@dataclass(frozen=True)
class Merged:
    """A merge that nothing disturbed."""

    merge: Merge
    report: Report
    steps: list[str]


@pytest.fixture(scope="module")
def undisturbed(desk: Desk, tmp_path_factory: pytest.TempPathFactory) -> Merged:
    place = tmp_path_factory.mktemp("undisturbed")
    merge = Merge(written(place / "people.csv", MANY), DEFAULTS, place / "copies")
    steps: list[str] = []
    report = desk.merge(merge, listener=Listener(on_step=steps.append))
    return Merged(merge, report, [step for step in steps if not step])


@pytest.fixture
def few(tmp_path: Path) -> Merge:
    return Merge(written(tmp_path / "people.csv", FEW), DEFAULTS, tmp_path / "copies")


def copies(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.glob("*.pdf"))}


def codes(caught: pytest.ExceptionInfo[ContentError]) -> set[str]:
    return {finding.code for finding in caught.value.findings}


# --- each row its copy ----------------------------------------------------------------------------


def test_each_file_is_for_the_person_and_the_booklet_of_its_row(undisturbed: Merged) -> None:
    made, people = copies(undisturbed.merge.folder), numbered(MANY)
    assert sorted(people) == [int(name[:6]) for name in made]
    for (name, data), person in zip(made.items(), people.values(), strict=True):
        cover = pages_as_read(data)[0]
        assert cover.endswith(f"Reference: {person['ref']} For {person['name']}"), name
        assert DRAWN[person["edition"]] in cover
        stage = person["stage"].replace("+", "-")
        assert f"{name[:6]}-demo-stage-{stage}-en-{person['edition']}-GB.pdf" == name


def test_rows_steps_and_files_are_as_many(undisturbed: Merged) -> None:
    report = undisturbed.report
    assert (40, 40, 0, 0) == (report.copies, report.files, report.skipped, report.failed)
    assert 40 == len(undisturbed.steps)
    assert ([], []) == (report.faults, report.troubles)
    assert [JOURNAL] == [p.name for p in undisturbed.merge.folder.iterdir() if p.suffix != ".pdf"]


def test_only_their_owner_may_read_copies(undisturbed: Merged) -> None:
    folder = undisturbed.merge.folder
    assert 0o700 == stat.S_IMODE(folder.stat().st_mode)
    assert {0o600} == {stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()}


def test_the_journal_is_other_hashes_each_time(desk: Desk, few: Merge, tmp_path: Path) -> None:
    journals = []
    for name in ("one", "two"):
        merge = replace(few, folder=tmp_path / name)
        desk.merge(merge)
        journals.append(json.loads((merge.folder / JOURNAL).read_bytes()))
    assert ["schema", "salt", "list", "options", "state"] == list(journals[0])
    assert journals[0]["options"] == journals[1]["options"]
    assert journals[0]["list"] != journals[1]["list"]


def test_home_copies_are_put_on_paper(desk: Desk, few: Merge) -> None:
    desk.merge(replace(few, imposed=True))
    made = copies(few.folder)
    assert all(name.endswith("-GB-home.pdf") for name in made)
    for data, person in zip(made.values(), FEW, strict=True):
        assert person["name"] in pages_as_read(data)[0]
        with opened(data) as pdf:
            width, height = (float(v) for v in pdf.pages[0].obj.MediaBox[2:])
            assert (person["edition"] == "standard") == (width > height)


# --- broken off, and gone on with -----------------------------------------------------------------


def start(merge: Merge, project: Project, store: Path) -> subprocess.Popen[bytes]:
    environment = os.environ | {"CAREFOLD_CACHE": str(store), "PYTHONUTF8": "1"}
    return subprocess.Popen(
        [sys.executable, "-m", "generator", "merge", str(merge.path), "--region", "GB",
         "--output", str(merge.folder), "--jobs", "1"],
        cwd=project.root, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip


def test_a_killed_merge_is_gone_on_with(
    desk: Desk, undisturbed: Merged, tmp_path: Path, shared_store: Path
) -> None:
    merge = replace(undisturbed.merge, folder=tmp_path / "copies")
    run = start(merge, desk.project, shared_store)
    deadline = time.monotonic() + 60
    while not any(merge.folder.glob("*.pdf")):
        assert run.poll() is None, "it ended too early to be stopped"
        assert time.monotonic() < deadline
        time.sleep(0.005)
    run.kill()
    assert -signal.SIGKILL == run.wait(30)
    time.sleep(0.2)  # its worker ends by itself
    expected = copies(undisturbed.merge.folder)
    left = {path.name: path.stat().st_mtime_ns for path in merge.folder.glob("*.pdf")}
    assert 0 < len(left) < 40
    assert copies(merge.folder).items() < expected.items()  # whole files, and not yet all
    (merge.folder / f"{PART}left").write_bytes(b"%PDF half a person")

    report = desk.merge(replace(merge, resume=True))

    assert (40 - len(left), len(left)) == (report.copies, report.skipped)
    assert expected == copies(merge.folder)
    assert left == {name: (merge.folder / name).stat().st_mtime_ns for name in left}
    assert [] == list(merge.folder.glob(f"{PART}*"))


def test_a_finished_merge_makes_nothing_again(desk: Desk, undisturbed: Merged) -> None:
    steps: list[str] = []
    listener = Listener(on_step=steps.append)
    report = desk.merge(replace(undisturbed.merge, resume=True), listener=listener)
    assert (0, 40, 0) == (report.copies, report.skipped, report.files)
    assert 40 == steps.count("")


Change = Callable[[Merge, Project], Merge]


def change_the_list(merge: Merge, _: Project) -> Merge:
    edit(merge.path, FEW[0]["name"], "Somebody Else")
    return merge


def change_an_option(merge: Merge, _: Project) -> Merge:
    return replace(merge, defaults=replace(DEFAULTS, audience="carer"))


def change_the_format(merge: Merge, _: Project) -> Merge:
    return replace(merge, imposed=True)


def change_the_kind(merge: Merge, _: Project) -> Merge:
    return replace(merge, volume=2)


def change_the_content(merge: Merge, project: Project) -> Merge:
    edit(project.content / "demo/topics/rest.yaml", "Ask for help", "Do ask for help")
    return merge


def lose_the_journal(merge: Merge, _: Project) -> Merge:
    (merge.folder / JOURNAL).unlink()
    return merge


def damage_the_journal(merge: Merge, _: Project) -> Merge:
    (merge.folder / JOURNAL).write_bytes(b'["half a jour')
    return merge


CHANGES: list[Change] = [
    change_the_list, change_an_option, change_the_format, change_the_kind, change_the_content,
    lose_the_journal, damage_the_journal,
]  # fmt: skip


@pytest.mark.parametrize("change", CHANGES)
def test_another_merge_is_not_gone_on_with(
    workers: Workers, shared_store: Path, tmp_path: Path, change: Change
) -> None:
    project = pressroom.project(tmp_path / "project", shared_store)
    desk = Desk(project, workers)
    path = written(tmp_path / "people.csv", FEW[:2])
    begun = Merge(path, DEFAULTS, tmp_path / "copies")
    desk.merge(begun)
    before = copies(begun.folder)

    with pytest.raises(ContentError) as caught:
        desk.merge(replace(change(begun, project), resume=True))

    assert {"M17"} == codes(caught)
    assert before == copies(begun.folder)


def test_a_folder_that_is_not_empty_is_left_alone(desk: Desk, few: Merge) -> None:
    few.folder.mkdir()
    (few.folder / "letter.txt").write_text("mine")
    with pytest.raises(ContentError) as caught:
        desk.merge(few)
    assert {"M18"} == codes(caught)
    assert ["letter.txt"] == [path.name for path in few.folder.iterdir()]


def test_drafts_are_not_released_and_the_folder_stays_free(desk: Desk, few: Merge) -> None:
    with pytest.raises(ContentError) as caught:
        desk.merge(replace(few, defaults=replace(DEFAULTS, release=True)))
    assert codes(caught)
    assert all(code.startswith("R") for code in codes(caught))
    assert not few.folder.exists()  # the same command runs when they are reviewed


def test_a_full_disk_leaves_whole_files_and_the_next_run_finishes(desk: Desk, few: Merge) -> None:
    with Pool(1, partial(troubles.full_disk, few.folder, 2)) as workers:
        report = desk.merge(few, workers=workers)
    left = copies(few.folder)
    assert (2, 2, 0) == (report.copies, report.files, report.failed)
    assert 3 == len(report.troubles)
    assert all(one.endswith("No space left on device") for one in report.troubles)
    assert 2 == len(left)
    assert [] == list(few.folder.glob(f"{PART}*"))

    report = desk.merge(replace(few, resume=True))

    assert (3, 2) == (report.copies, report.skipped)
    assert left.items() < copies(few.folder).items()
    assert 5 == len(copies(few.folder))


# --- one file of many -----------------------------------------------------------------------------


def test_an_archive_holds_what_a_folder_would_in_the_order_of_rows(
    desk: Desk, undisturbed: Merged, tmp_path: Path
) -> None:
    archives = [tmp_path / "deep" / "one.zip", tmp_path / "two.zip"]
    for path in archives:
        report = desk.merge(replace(undisturbed.merge, folder=path, zipped=True))
        assert (40, [], []) == (report.copies, report.faults, report.troubles)
    assert archives[0].read_bytes() == archives[1].read_bytes()
    expected = copies(undisturbed.merge.folder)
    with zipfile.ZipFile(archives[0]) as archive:
        assert [*expected, LIST] == archive.namelist()
        assert expected == {name: archive.read(name) for name in expected}
        listed = list(csv.DictReader(io.StringIO(archive.read(LIST).decode())))
    assert list(numbered(MANY)) == [int(row["row"]) for row in listed]
    assert list(expected) == [row["file"] for row in listed]


def test_the_print_room_gets_files_of_one_paper(desk: Desk, few: Merge) -> None:
    steps: list[str] = []
    merge = replace(few, volume=2, imposed=True)
    report = desk.merge(merge, listener=Listener(on_step=steps.append))
    made = copies(few.folder)
    alike = [list(same) for _, same in itertools.groupby(FEW, key=lambda one: one["edition"])]
    files = [same[at : at + 2] for same in alike for at in range(0, len(same), 2)]
    assert [f"copies-{number:04}.pdf" for number in range(1, len(files) + 1)] == list(made)
    assert (5, len(files), 5) == (report.copies, report.files, steps.count(""))
    for data, people in zip(made.values(), files, strict=True):
        text = pages_as_read(data)
        named = [one["name"] for page in text for one in FEW if one["name"] in page]
        assert [one["name"] for one in people] == named
        assert text[0].startswith("Print room: take this page out")

    (few.folder / "copies-0001.pdf").unlink()
    report = desk.merge(replace(merge, resume=True))
    assert (len(files[0]), 5 - len(files[0])) == (report.copies, report.skipped)
    assert made == copies(few.folder)


# --- results in their order -----------------------------------------------------------------------


class SlowFirst(Pool):
    """Does all jobs here, at once, but the first: that one is done when nothing else is left."""

    def __init__(self, count: int) -> None:
        super().__init__(count)
        self.queue: list[tuple[Callable[[Any], Any], Any]] = []

    def add(self, work: Callable[[Any], Any], job: Any, **_: object) -> None:
        self.queue.append((work, job))

    def results(self) -> Iterator[Done[Any, Any]]:
        first = self.queue.pop(0)
        while self.queue or first:
            if self.queue:
                work, job = self.queue.pop(0)
            else:
                work, job = first
                first = ()  # type: ignore[assignment]
            yield Done(job, work(job))


@dataclass
class Source:
    """Jobs without end, and how many were asked for."""

    asked: int = 0

    def __iter__(self) -> Iterator[CopiesJob]:
        while True:
            self.asked += 1
            yield CopiesJob(())


def nothing(_: CopiesJob) -> tuple[Made, ...]:
    return (Made((1,)),)


@pytest.mark.parametrize("count", [1, 4])
def test_an_endless_list_is_read_only_as_far_as_it_is_needed(count: int) -> None:
    source, window = Source(), 3 * (count + 1)
    results = in_order(SlowFirst(count), nothing, iter(source))
    assert 0 == source.asked
    next(results)  # the slow one: all that was read meanwhile is waiting behind it
    assert window == source.asked
    for told in range(2, 100):
        next(results)
        assert source.asked <= told + window


def test_results_come_in_the_order_of_jobs_and_all_of_them() -> None:
    jobs = [CopiesJob(()) for _ in range(50)]
    made = {id(job): (Made((at,)),) for at, job in enumerate(jobs)}

    def work(job: CopiesJob) -> tuple[Made, ...]:
        return made[id(job)]

    results = list(in_order(SlowFirst(2), work, iter(jobs)))
    assert [id(job) for job in jobs] == [id(job) for job, _ in results]
    assert list(made.values()) == [one for _, one in results]


def test_no_job_is_no_result(workers: Workers) -> None:
    assert [] == list(in_order(workers, nothing, iter([])))


def quoting(job: CopiesJob) -> tuple[Made, ...]:
    raise RuntimeError(f"cannot print {job.copies[0].name}")


def test_a_job_that_fails_costs_its_own_rows_and_quotes_nobody(
    desk: Desk, few: Merge, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("generator.batch.copies.make_copies", quoting)
    told: list[str] = []
    report = desk.merge(few, listener=Listener(on_failure=told.append))
    assert (0, 5) == (report.copies, report.failed)
    assert list(numbered(FEW)) == [finding.line for finding in report.faults]
    assert {"no copy: the copy could not be made"} == {one.message for one in report.faults}
    assert [f"row {row}: the copy could not be made" for row in numbered(FEW)] == told
    assert {} == copies(few.folder)
    assert LocalFolder(few.folder).names() == [JOURNAL]


def test_an_archive_that_would_lack_copies_is_not_written(
    desk: Desk, few: Merge, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("generator.batch.copies.make_copies", quoting)
    report = desk.merge(replace(few, folder=tmp_path / "copies.zip", zipped=True))
    assert 5 == report.failed
    assert ["people.csv"] == [path.name for path in tmp_path.iterdir()]
