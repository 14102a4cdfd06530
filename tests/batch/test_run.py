"""Whole builds of the miniature project: the same bytes, no work twice, no half a booklet."""

from __future__ import annotations

import hashlib
import json
import re
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from generator.batch import gallery
from generator.batch.crew import press_workers
from generator.batch.current import States, current
from generator.batch.manifest import NAME, File, Manifest, Record, Scope
from generator.batch.order import Request
from generator.batch.plan import ENDINGS
from generator.batch.pool import Pool
from generator.batch.run import Report, prune
from generator.batch.schedule import Listener
from generator.batch.workers import Workers
from generator.files import LocalFolder
from generator.findings import Severity
from generator.project import Project
from generator.select import ProfileError
from tests import pressroom
from tests.batch import troubles
from tests.mini import edit
from tests.pressroom import REQUEST, Made, make_mini, project, wanted

READER = replace(REQUEST, formats=("reader",))
STEM = "demo-stage-2-en-standard-GB-79712c"


@dataclass(frozen=True)
class Built:
    """A built project, and what a further build in it does."""

    project: Project
    workers: Workers | None = None

    def build(self, *requests: Request, workers: Workers | None = None) -> Report:
        asked = wanted(*requests or (REQUEST,))
        return pressroom.build(self.project, asked, workers=workers or self.workers)

    def heard(self, request: Request = REQUEST) -> tuple[Report, list[str]]:
        """Build, and give the names of the sheets that were typeset."""
        names: list[str] = []
        listener = Listener(on_step=names.append)
        report = pressroom.build(
            self.project, wanted(request), workers=self.workers, listener=listener
        )
        booklets = {record.name for record in report.written} | report.refused.keys()
        return report, [name for name in names if name not in booklets]

    def manifest(self) -> Manifest:
        return Manifest(LocalFolder(self.project.build))

    def current(self, *requests: Request) -> list[Record] | None:
        return current(
            States(self.project), self.manifest(), wanted(*requests or (REQUEST,)).request
        )

    def outputs(self) -> dict[str, bytes]:
        return {
            path.relative_to(self.project.build).as_posix(): path.read_bytes()
            for path in sorted(self.project.build.rglob("*"))
            if path.is_file() and path.name not in (NAME, ".manifest.lock", gallery.GALLERY)
        }

    def topic(self, name: str) -> Path:
        return self.project.content / "demo" / "topics" / f"{name}.yaml"

    def sheets(self) -> list[Path]:
        return sorted(
            path for path in (Path(self.project.store) / "sheets").rglob("*") if path.is_file()
        )


@pytest.fixture(scope="module")
def alone(tmp_path_factory: pytest.TempPathFactory) -> Made:
    """The miniature booklet, built by one process into an empty store."""
    root = tmp_path_factory.mktemp("alone")
    return make_mini(root, root / "store", jobs=1)


@pytest.fixture(scope="module")
def workers() -> Iterator[Workers]:
    with press_workers(1) as started:
        yield started


@pytest.fixture
def built(alone: Made, tmp_path: Path, workers: Workers) -> Built:
    """A copy of that project with its store and its files, to be spoilt."""
    root = tmp_path / "copy"
    shutil.copytree(alone.project.root, root, symlinks=True)
    (root / ".cache").unlink()
    (root / "store").rename(root / ".cache")
    return Built(Project(root, root / "content"), workers)


@pytest.fixture
def fresh(built: Built) -> Built:
    """The same without its files: only the sheets are there."""
    shutil.rmtree(built.project.build)
    return built


def test_one_process_or_two_empty_stores_other_folders_the_same_bytes(
    alone: Made, tmp_path: Path
) -> None:
    other = make_mini(tmp_path, tmp_path / "store", jobs=2)

    assert alone.report.typeset == other.report.typeset > 0
    one, two = Built(alone.project).outputs(), Built(other.project).outputs()
    endings = ("-home.pdf", "-press.pdf", ".html", ".pdf")
    assert [f"demo/stage-2/en/{STEM}{ending}" for ending in endings] == list(one)
    assert one == two
    manifests = [(made.project.build / NAME).read_bytes() for made in (alone, other)]
    assert manifests[0] == manifests[1]
    kept = [Built(Project(p.root, p.content)).sheets() for p in (alone.project, other.project)]
    assert [path.read_bytes() for path in kept[0]] == [path.read_bytes() for path in kept[1]]


def test_a_second_build_typesets_nothing_and_changes_nothing(built: Built) -> None:
    before = built.outputs()

    report = built.build()

    assert (0, {}) == (report.typeset, report.refused)
    assert before == built.outputs()


def test_what_was_built_is_answered_without_a_build(built: Built) -> None:
    records = built.current()

    assert records is not None
    assert set(built.outputs()) == {path for record in records for path in record.paths()}


def test_changing_one_word_typesets_one_sheet(built: Built) -> None:
    before = built.outputs()
    edit(built.topic("rest"), "and often.", "and daily.")
    assert None is built.current()

    report, typeset = built.heard()

    assert (1, ["rest"]) == (report.typeset, typeset)
    after = built.outputs()
    assert before.keys() == after.keys()
    assert [] == [path for path in before if before[path] == after[path]]


def test_changing_a_title_typesets_the_sheet_the_contents_and_those_that_link_to_it(
    built: Built,
) -> None:
    edit(built.topic("rest"), "title: Rest well", "title: Rest more")

    _, typeset = built.heard(READER)

    assert {"rest", "all contents", "call"} == set(typeset)


@pytest.mark.parametrize("format_", ["reader", "home", "press", "html"])
@pytest.mark.parametrize("spoil", ["delete", "flip", "cut"])
def test_a_spoilt_output_is_made_again_from_the_sheets(
    built: Built, format_: str, spoil: str
) -> None:
    before = built.outputs()
    path = built.project.build / f"demo/stage-2/en/{STEM}{ENDINGS[format_]}"
    data = path.read_bytes()
    path.unlink()
    if spoil != "delete":
        path.write_bytes(
            data[:100] if spoil == "cut" else data[:100] + bytes([data[100] ^ 1]) + data[101:]
        )
    assert None is built.current()

    report = built.build()

    assert 0 == report.typeset
    assert before == built.outputs()
    assert None is not built.current()


def test_spoilt_sheets_are_made_again_and_give_the_same_bytes(built: Built) -> None:
    before, kept = built.outputs(), built.sheets()
    sheets = [path.read_bytes() for path in kept]
    cut, flipped = kept[0], kept[-1]
    cut.write_bytes(sheets[0][: len(sheets[0]) // 2])
    middle = len(sheets[-1]) // 2
    flipped.write_bytes(
        sheets[-1][:middle] + bytes([sheets[-1][middle] ^ 1]) + sheets[-1][middle + 1 :]
    )

    shutil.rmtree(built.project.build)

    report = built.build()

    assert 2 == report.typeset
    assert before == built.outputs()
    assert sheets == [path.read_bytes() for path in built.sheets()]


@pytest.mark.parametrize("kind", ["lists", "passed", "fonts"])
def test_what_else_is_kept_may_be_spoilt_too(built: Built, kind: str) -> None:
    before = built.outputs()
    files = [path for path in (Path(built.project.store) / kind).rglob("*") if path.is_file()]
    kept = [path.read_bytes() for path in files]
    for path, data in zip(files, kept, strict=True):
        path.write_bytes(data[: len(data) // 2])
    shutil.rmtree(built.project.build)

    report = built.build()

    assert 0 == report.typeset
    assert before == built.outputs()
    assert kept
    assert kept == [path.read_bytes() for path in files]


def test_a_store_that_can_be_read_and_not_written_is_used(
    built: Built,
) -> None:
    before = built.outputs()
    built.sheets()[0].unlink()
    kept = built.sheets()
    shutil.rmtree(built.project.build)

    with Pool(2, partial(troubles.read_only, Path(built.project.store))) as workers:
        report = built.build(workers=workers)

    assert (1, kept) == (report.typeset, built.sheets())
    assert before == built.outputs()


TWO_STAGES = replace(READER, stages=("1", "2"), opt_in=())
LONG = f"Rest {'m' * 90} in the day"


def test_a_refused_booklet_leaves_the_others_built_and_no_file_of_its_own(fresh: Built) -> None:
    edit(fresh.topic("rest"), "Rest **early** in the day", LONG)  # stage 1 has another text

    report = fresh.build(TWO_STAGES)

    ((name, findings),) = report.refused.items()
    assert "demo-stage-2-en-standard-GB" == name
    assert {("sheet rest", "P03")} == {(finding.file, finding.code) for finding in findings}
    assert ["demo/stage-1/en/demo-stage-1-en-standard-GB.pdf"] == list(fresh.outputs())
    (record,) = report.written
    assert list(fresh.outputs()) == record.paths()
    assert [record] == list(fresh.manifest().records.values())
    assert None is fresh.current(TWO_STAGES)


def test_a_booklet_that_is_refused_now_is_no_longer_answered_for(built: Built) -> None:
    picture = built.project.content / "demo" / "pictures" / "chair.svg"
    edit(picture, "<path", '<image href="file:///etc/passwd" width="9" height="9"/><path')

    report = built.build()

    ((name, findings),) = report.refused.items()
    assert (STEM, ["P01"]) == (name, [finding.code for finding in findings])
    assert [] == report.written
    assert {} == built.manifest().records
    assert None is built.current()
    # What an earlier run left is named, so that nobody takes it for the new text.
    assert sorted(built.outputs()) == sorted(report.stale)


def test_a_full_disk_leaves_whole_files_and_the_next_run_finishes(
    built: Built,
) -> None:
    expected = built.outputs()
    shutil.rmtree(built.project.build)

    with Pool(1, partial(troubles.full_disk, built.project.build, 1)) as workers:
        report = built.build(workers=workers)

    assert ([f"{STEM}: No space left on device"], []) == (report.troubles, report.written)
    assert 1 == len(built.outputs())
    assert built.outputs().items() <= expected.items()
    assert ({}, None) == (built.manifest().records, built.current())
    assert 0 == built.build().typeset
    assert expected == built.outputs()
    assert None is not built.current()


def test_a_release_refuses_drafts(fresh: Built) -> None:
    report = fresh.build(replace(READER, release=True))

    (findings,) = report.refused.values()
    assert "R01" in {finding.code for finding in findings}
    assert {} == fresh.outputs()


def test_what_does_not_exist_is_said_before_anything_is_laid_out(
    built: Built,
) -> None:
    class Idle(Pool):
        def warm(self, work: Callable[[], object]) -> None:
            pass

        def add(self, work: Callable[[Any], Any], job: Any, **how: object) -> None:
            raise AssertionError(f"{work} {job} {how}")

    requests = [replace(READER, stages=("1", "7")), replace(READER, needs=("x",))]

    with pytest.raises(ProfileError) as caught:
        built.build(*requests, READER, workers=Idle(1))

    said = [(finding.file, finding.code) for finding in caught.value.findings]
    assert [("--need", "U01"), ("--stage", "U01")] == said


def test_a_second_request_leaves_the_first_answered(built: Built) -> None:
    report = built.build(READER)

    assert (0, 1) == (report.typeset, len(report.written))
    for request in (READER, REQUEST):
        assert None is not built.current(request)


def test_the_manifest_records_every_file_with_hash_pages_and_topics(built: Built) -> None:
    manifest = json.loads((built.project.build / NAME).read_text())
    ((order, record),) = manifest["booklets"].items()

    assert wanted(REQUEST).orders[0].digest() == order
    digests = {path: hashlib.sha256(data).hexdigest() for path, data in built.outputs().items()}
    assert digests == {file["path"]: file["sha256"] for file in record["files"].values()}
    assert set(REQUEST.formats) == record["files"].keys()
    assert (STEM, 12, ["call", "rest", "wishes"], True) == (
        record["name"], record["pages"], record["topics"], record["draft"],
    )  # fmt: skip


def test_large_and_giant_print_pass_preflight_and_print_on_both_sides(
    tmp_path: Path, shared_store: Path
) -> None:
    made = Built(project(tmp_path, shared_store))
    request = replace(
        REQUEST, stages=("1",), editions=("large", "giant"), formats=("reader", "home"), opt_in=()
    )

    with press_workers(2) as workers:
        report = made.build(request, workers=workers)

    assert {} == report.refused
    assert [2, 2] == [len(record.files) for record in report.written]
    assert {0} == {record.pages % 2 for record in report.written}
    assert [] == [f for f in report.findings if f.severity is Severity.ERROR]


def some_booklets(root: Path) -> Manifest:
    """Write three booklets and a file that no build made; two of the booklets share a file."""
    manifest = Manifest(LocalFolder(root))
    orders = wanted(replace(REQUEST, stages=("1", "2", "3A"))).orders
    for order, paths in zip(orders, (["a", "both"], ["b", "both"], ["c/c"]), strict=True):
        files = {}
        for format_, path in zip(("reader", "home"), paths, strict=False):
            manifest.folder.write(path, path.encode())
            files[format_] = File(path, hashlib.sha256(path.encode()).hexdigest())
        record = Record(order.stage, Scope("demo", "en"), "s", {}, 8, 0.1, files)
        manifest.add(order.digest(), record)
    manifest.answered("all", [order.digest() for order in orders])
    manifest.folder.write("c/letter.pdf", b"somebody's own")
    manifest.write()
    return manifest


def test_only_recorded_files_that_no_order_wants_are_removed(tmp_path: Path) -> None:
    manifest = some_booklets(tmp_path)
    first, *_ = wanted(replace(REQUEST, stages=("1", "2", "3A"))).orders

    removed = prune(manifest, [first])

    assert ["b", "c/c"] == removed
    left = [name for name in manifest.folder.names() if name not in (NAME, ".manifest.lock")]
    assert ["a", "both", "c/letter.pdf"] == left
    again = Manifest(manifest.folder)
    assert {first.digest()} == again.records.keys()
    assert None is again.answer("all")


def test_what_is_all_wanted_stays(tmp_path: Path) -> None:
    manifest = some_booklets(tmp_path)
    before = manifest.folder.read(NAME)

    assert [] == prune(manifest, wanted(replace(REQUEST, stages=("1", "2", "3A"))).orders)

    assert before == manifest.folder.read(NAME)
    assert ["a", "b", "both", "c/c", "c/letter.pdf"] == [
        name for name in manifest.folder.names() if name not in (NAME, ".manifest.lock")
    ]


def test_a_file_that_is_gone_already_is_no_trouble(tmp_path: Path) -> None:
    manifest = some_booklets(tmp_path)
    manifest.folder.remove("b")

    assert ["a", "b", "both", "c/c"] == prune(manifest, [])
    assert {} == Manifest(manifest.folder).records


def test_the_gallery_shows_what_is_there_and_goes_with_the_last_booklet(built: Built) -> None:
    page = built.project.build / gallery.GALLERY
    assert f'href="demo/stage-2/en/{STEM}.pdf"' in page.read_text(encoding="utf-8")
    manifest = built.manifest()

    prune(manifest, [])
    gallery.write(built.project, manifest)

    assert not page.exists()


def test_the_gallery_shows_a_booklet_once_whoever_asked_for_its_formats(built: Built) -> None:
    for formats in (("home",), ("home", "html", "reader")):
        built.build(replace(READER, formats=formats))

    page = (built.project.build / gallery.GALLERY).read_text(encoding="utf-8")
    links = re.findall(f'href="demo/stage-2/en/{STEM}([^"]*)"', page)

    assert [".pdf", "-home.pdf", "-press.pdf", ".html"] == links


def test_a_part_of_a_build_leaves_the_gallery_alone(built: Built) -> None:
    page = built.project.build / gallery.GALLERY
    before = page.read_bytes()
    part = Manifest(LocalFolder(built.project.build), "manifest-1-of-2.json")

    gallery.write(built.project, part)

    assert before == page.read_bytes()
