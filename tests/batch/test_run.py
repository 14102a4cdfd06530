"""Whole builds of the miniature project: the same bytes, no work twice, no half a booklet."""

from __future__ import annotations

import errno
import hashlib
import json
import os
import shutil
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from generator.batch import run
from generator.batch.current import current
from generator.batch.manifest import Manifest
from generator.batch.order import Request
from generator.batch.run import Report
from generator.batch.work import Listener
from generator.findings import Severity
from generator.press.store import write_whole
from generator.project import Project
from generator.select import ProfileError
from tests.mini import edit
from tests.pressroom import REQUEST, Made, make_mini, project

READER = replace(REQUEST, formats=("reader",))
STEM = "demo-stage-2-en-standard-GB-79712c"


@dataclass(frozen=True)
class Built:
    """A built project, and what a further build in it does."""

    project: Project

    def build(self, request: Request = REQUEST, *, force: bool = False) -> Report:
        return run.build(self.project, request, jobs=1, force=force)

    def heard(self, request: Request = REQUEST) -> tuple[Report, list[str]]:
        """Build, and give the names of the sheets that were typeset."""
        names: list[str] = []
        listener = Listener(on_step=names.append)
        return run.build(self.project, request, jobs=1, listener=listener), names

    def outputs(self) -> dict[str, bytes]:
        return {
            path.relative_to(self.project.build).as_posix(): path.read_bytes()
            for path in sorted(self.project.build.rglob("*"))
            if path.is_file() and path.name != "manifest.json"
        }

    def topic(self, name: str) -> Path:
        return self.project.content / "demo" / "topics" / f"{name}.yaml"

    def sheets(self) -> list[Path]:
        return sorted(path for path in (self.project.store / "sheets").rglob("*") if path.is_file())


@pytest.fixture(scope="module")
def alone(tmp_path_factory: pytest.TempPathFactory) -> Made:
    """The miniature booklet, built by one process into an empty store."""
    root = tmp_path_factory.mktemp("alone")
    return make_mini(root, root / "store", jobs=1)


@pytest.fixture
def built(alone: Made, tmp_path: Path) -> Built:
    """A copy of that project with its store and its files, to be spoilt."""
    root = tmp_path / "copy"
    shutil.copytree(alone.project.root, root, symlinks=True)
    (root / ".cache").unlink()
    (root / "store").rename(root / ".cache")
    return Built(Project(root, root / "content"))


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
    manifest = "manifest.json"
    assert (alone.project.build / manifest).read_bytes() == (
        other.project.build / manifest
    ).read_bytes()
    kept = [Built(Project(p.root, p.content)).sheets() for p in (alone.project, other.project)]
    assert [path.read_bytes() for path in kept[0]] == [path.read_bytes() for path in kept[1]]


def test_a_second_build_typesets_nothing_and_changes_nothing(built: Built) -> None:
    before = built.outputs()

    report = built.build()

    assert (0, {}) == (report.typeset, report.refused)
    assert before == built.outputs()


def test_what_was_built_is_answered_without_a_build(built: Built) -> None:
    records = current(built.project, REQUEST, built.project.build)

    assert records is not None
    assert set(built.outputs()) == {record.path for record in records}


def test_changing_one_word_typesets_one_sheet(built: Built) -> None:
    before = built.outputs()
    edit(built.topic("rest"), "and often.", "and daily.")
    assert None is current(built.project, REQUEST, built.project.build)

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

    assert {"rest", "contents", "call"} == set(typeset)


@pytest.mark.parametrize("format_", ["reader", "home", "press", "html"])
@pytest.mark.parametrize("spoil", ["delete", "flip", "cut"])
def test_a_spoilt_output_is_made_again_from_the_sheets(
    built: Built, format_: str, spoil: str
) -> None:
    before = built.outputs()
    path = built.project.build / f"demo/stage-2/en/{STEM}{run.ENDINGS[format_]}"
    data = path.read_bytes()
    path.unlink()
    if spoil != "delete":
        path.write_bytes(
            data[:100] if spoil == "cut" else data[:100] + bytes([data[100] ^ 1]) + data[101:]
        )
    assert None is current(built.project, REQUEST, built.project.build)

    report = built.build()

    assert 0 == report.typeset
    assert before == built.outputs()
    assert None is not current(built.project, REQUEST, built.project.build)


def test_spoilt_sheets_are_made_again_and_give_the_same_bytes(built: Built) -> None:
    before, kept = built.outputs(), built.sheets()
    sheets = [path.read_bytes() for path in kept]
    cut, flipped = kept[0], kept[-1]
    cut.write_bytes(sheets[0][: len(sheets[0]) // 2])
    middle = len(sheets[-1]) // 2
    flipped.write_bytes(
        sheets[-1][:middle] + bytes([sheets[-1][middle] ^ 1]) + sheets[-1][middle + 1 :]
    )

    report = built.build()

    assert 2 == report.typeset
    assert before == built.outputs()
    assert sheets == [path.read_bytes() for path in built.sheets()]


def test_a_store_that_can_be_read_and_not_written_is_used(
    built: Built, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = built.outputs()
    built.sheets()[0].unlink()
    store = built.project.store

    def no_writing_there(path: Path, data: bytes) -> None:
        if path.is_relative_to(store):
            raise OSError(errno.EROFS, os.strerror(errno.EROFS))
        write_whole(path, data)

    monkeypatch.setattr("generator.press.store.write_whole", no_writing_there)
    kept = len(built.sheets())

    report = built.build()

    assert (1, kept) == (report.typeset, len(built.sheets()))
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
    assert list(fresh.outputs()) == [record.path for record in report.written]
    assert set(fresh.outputs()) == set(Manifest(fresh.project.build).records)
    assert None is current(fresh.project, TWO_STAGES, fresh.project.build)


def test_a_booklet_that_is_refused_now_is_no_longer_answered_for(built: Built) -> None:
    picture = built.project.content / "demo" / "pictures" / "chair.svg"
    edit(picture, "<path", '<image href="file:///etc/passwd" width="9" height="9"/><path')

    report = built.build()

    ((name, findings),) = report.refused.items()
    assert (STEM, ["P01"]) == (name, [finding.code for finding in findings])
    assert [] == report.written
    assert {} == Manifest(built.project.build).records
    assert None is current(built.project, REQUEST, built.project.build)
    # What an earlier run left is named, so that nobody takes it for the new text.
    assert sorted(built.outputs()) == sorted(report.stale)


def test_a_full_disk_leaves_whole_files_and_the_next_run_finishes(
    built: Built, monkeypatch: pytest.MonkeyPatch
) -> None:
    expected = built.outputs()
    shutil.rmtree(built.project.build)
    written: list[Path] = []

    def full_after_one(path: Path, data: bytes) -> None:
        if written:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        written.append(path)
        write_whole(path, data)

    monkeypatch.setattr(run, "write_whole", full_after_one)
    with pytest.raises(OSError, match="No space left"):
        built.build()

    assert 1 == len(built.outputs())
    assert built.outputs().items() <= expected.items()
    assert None is current(built.project, REQUEST, built.project.build)
    monkeypatch.undo()
    assert 0 == built.build().typeset
    assert expected == built.outputs()


def test_a_release_refuses_drafts(fresh: Built) -> None:
    report = fresh.build(replace(READER, release=True))

    (findings,) = report.refused.values()
    assert "R01" in {finding.code for finding in findings}
    assert {} == fresh.outputs()


def test_what_does_not_exist_is_said_before_anything_is_laid_out(
    built: Built, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(run, "press_workers", None)

    for request in (replace(READER, stages=("7",)), replace(READER, needs=("x",))):
        with pytest.raises(ProfileError) as caught:
            built.build(request)
        assert {"U01"} == {finding.code for finding in caught.value.findings}


def test_a_second_request_leaves_the_first_answered(built: Built) -> None:
    report = built.build(READER)

    assert (0, 1) == (report.typeset, len(report.written))
    for request in (READER, REQUEST):
        assert None is not current(built.project, request, built.project.build)


def test_the_manifest_records_every_file_with_hash_pages_and_topics(built: Built) -> None:
    manifest = json.loads((built.project.build / "manifest.json").read_text())
    outputs = built.outputs()

    assert list(outputs) == [one["path"] for one in manifest["files"]]
    for one in manifest["files"]:
        assert hashlib.sha256(outputs[one["path"]]).hexdigest() == one["sha256"]
        assert (STEM, 12, ["call", "rest", "wishes"], True) == (
            one["booklet"],
            one["pages"],
            one["topics"],
            one["draft"],
        )


def test_large_and_giant_print_pass_preflight_and_print_on_both_sides(
    tmp_path: Path, shared_store: Path
) -> None:
    made = Built(project(tmp_path, shared_store))
    request = replace(
        REQUEST, stages=("1",), editions=("large", "giant"), formats=("reader", "home"), opt_in=()
    )

    report = run.build(made.project, request, jobs=2)

    assert {} == report.refused
    assert 4 == len(report.written)
    assert {0} == {record.pages % 2 for record in report.written}
    assert [] == [f for f in report.findings if f.severity is Severity.ERROR]
