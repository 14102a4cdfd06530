"""`booklet build` with a batch file, a plan, shards and places of its own."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from generator.batch.gallery import GALLERY
from generator.batch.manifest import NAME
from generator.files import LocalFolder
from generator.findings import ExitCode
from tests.cli.conftest import Booklet
from tests.mini import edit

BATCH = """\
booklets:
  - {name: one, condition: demo, stage: 1, region: GB}
  - {name: late, condition: demo, stage: [3A, 3B], region: GB, output: "{set}/{name}"}
"""
ONE = "build/demo/stage-1/en/demo-stage-1-en-standard-GB.pdf"
LATE = [f"build/late/demo-stage-{stage}-en-standard-GB.pdf" for stage in ("3A", "3B")]


@pytest.fixture
def batch(root: Path, shared_store: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A batch file where `booklet build` looks for one."""
    monkeypatch.setenv("CAREFOLD_CACHE", str(shared_store))
    path = root / "booklets.yaml"
    path.write_text(BATCH)
    return path


def built(root: Path) -> list[str]:
    """Name what was written, but for the manifest."""
    names = LocalFolder(root / "build").names()
    return [f"build/{name}" for name in names if name not in (NAME, ".manifest.lock", GALLERY)]


@pytest.mark.usefixtures("batch")
def test_alone_the_command_builds_what_the_batch_file_names(booklet: Booklet, root: Path) -> None:
    result = booklet("build", "--jobs", "2")

    assert (ExitCode.DONE, sorted([ONE, *LATE])) == (result.exit_code, result.stdout.splitlines())
    assert sorted([ONE, *LATE]) == built(root)
    again = booklet("build")
    assert (result.stdout, "3 files up to date.\n") == (
        "".join(sorted(again.stdout.splitlines(keepends=True))), again.stderr,
    )  # fmt: skip


def test_only_the_sets_that_are_named_are_built_and_pruning_removes_what_is_dropped(
    booklet: Booklet, root: Path, batch: Path
) -> None:
    assert "".join(f"{path}\n" for path in LATE) == booklet("build", "--set", "late").stdout
    own = root / "build" / "late" / "notes.txt"
    own.write_text("somebody's own")
    edit(batch, "[3A, 3B]", "3B")

    result = booklet("build", "--prune")

    assert ExitCode.DONE == result.exit_code
    assert "1 file of earlier runs removed.\n" in result.stderr
    assert sorted([ONE, LATE[1], "build/late/notes.txt"]) == built(root)
    (answer,) = [json.loads(booklet("build", "--prune", "--json").stdout)]
    assert ([], []) == (answer["pruned"], answer["written"])


@pytest.mark.usefixtures("batch")
def test_with_options_the_batch_file_is_left_alone(booklet: Booklet) -> None:
    result = booklet("build", "--stage", "2", "--region", "GB", "--plan")

    assert "to build    demo-stage-2-en-standard-GB  not built yet\n" == result.stdout


def test_a_batch_file_elsewhere_is_named(booklet: Booklet, root: Path, batch: Path) -> None:
    batch.rename(root / "mine.yaml")

    result = booklet("build", "--batch", "mine.yaml", "--set", "one", "--plan")

    assert result.stdout.startswith("to build    demo-stage-1-en-standard-GB")
    assert "1 booklet to build, 0 up to date.\n" == result.stderr


@pytest.mark.usefixtures("batch")
def test_a_plan_says_what_would_be_built_and_why(booklet: Booklet, root: Path) -> None:
    booklet("build", "--set", "one")
    (root / ONE).unlink()

    result = booklet("build", "--plan")

    assert [
        f"to build    demo-stage-1-en-standard-GB   missing: {ONE.removeprefix('build/')}",
        "to build    demo-stage-3A-en-standard-GB  not built yet",
        "to build    demo-stage-3B-en-standard-GB  not built yet",
    ] == result.stdout.splitlines()
    assert "3 booklets to build, 0 up to date.\n" == result.stderr
    assert [] == built(root)


@pytest.mark.usefixtures("batch")
def test_a_plan_is_data_too(booklet: Booklet) -> None:
    booklet("build", "--set", "one")

    verdicts = json.loads(booklet("build", "--plan", "--json").stdout)

    assert [
        (ONE, []), (LATE[0], ["not built yet"]), (LATE[1], ["not built yet"]),
    ] == [(f"build/{one['paths'][0]}", one["reasons"]) for one in verdicts]  # fmt: skip


@pytest.mark.usefixtures("batch")
@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["demo", "--set", "one"], "CONDITION cannot go with a batch file"),
        (["--set", "one", "--stage", "2"], "--stage cannot go with a batch file"),
        (["--batch", "booklets.yaml", "--need", "tired"], "--need cannot go with a batch file"),
        (["--batch", "booklets.yaml", "--region", "001"], "--region cannot go with a batch file"),
        (["--set", "one", "--language", "en"], "--language cannot go with a batch file"),
        (["--set", "one", "--release"], "--release cannot go with a batch file"),
        (["--set", "one", "--opt-in", "wishes"], "--opt-in cannot go with a batch file"),
        (["--prune", "--set", "one"], "--prune is for a whole batch file"),
        (["--prune", "--plan"], "--prune is for a whole batch file"),
        (["--prune", "--shard", "1/2"], "--prune is for a whole batch file"),
        (["--prune", "--stage", "2"], "--prune is for a whole batch file"),
        (["--set", "on"], "--set: U01 there is no set 'on'"),
        (["--shard", "3/2"], "--shard: U01 there is no shard 3 of 2"),
        (["--batch", "none.yaml"], "File 'none.yaml' does not exist"),
        (["--jobs", "0"], "0 is not in the range"),
    ],
)
def test_what_does_not_go_together_is_told_and_nothing_is_written(
    booklet: Booklet, root: Path, arguments: list[str], said: str
) -> None:
    result = booklet("build", *arguments)

    assert (ExitCode.USAGE, "") == (result.exit_code, result.stdout)
    assert said in " ".join(result.stderr.split())
    assert not (root / "build").exists()


def test_sets_need_a_batch_file(booklet: Booklet, root: Path) -> None:
    result = booklet("build", "--set", "one")

    assert ExitCode.USAGE == result.exit_code
    assert "--set needs a batch file" in result.stderr
    assert not (root / "build").exists()


def test_faults_of_a_batch_file_stand_with_their_place(
    booklet: Booklet, root: Path, batch: Path
) -> None:
    edit(batch, "[3A, 3B]", "[3A, 3C]")

    result = booklet("build")

    assert (ExitCode.FINDINGS, "") == (result.exit_code, result.stdout)
    assert "booklets.yaml:3:47: U01 there is no stage '3C'" in result.stderr
    assert not (root / "build").exists()


def test_a_set_without_a_region_is_told_of(booklet: Booklet, batch: Path) -> None:
    assert "names no region" not in booklet("build", "--plan").stderr
    edit(batch, "stage: 1, region: GB", "stage: 1")
    assert "A set names no region: its pages assume no country." in booklet(
        "build", "--plan"
    ).stderr  # fmt: skip


@pytest.mark.usefixtures("batch")
def test_shards_share_the_booklets_and_each_has_its_manifest(booklet: Booklet, root: Path) -> None:
    parts = [booklet("build", "--shard", f"{index}/2", "--output", "out") for index in (1, 2)]

    assert [ExitCode.DONE] * 2 == [part.exit_code for part in parts]
    paths = [path for part in parts for path in part.stdout.splitlines()]
    everything = [path.replace("build/", "out/") for path in (ONE, *LATE)]
    assert sorted(everything) == sorted(paths)
    manifests = {path.name for path in (root / "out").glob("*.json")}
    assert {"manifest-1-of-2.json", "manifest-2-of-2.json"} == manifests
    assert not (root / "build").exists()
    assert parts[0].stderr.startswith("Part 1 of 2: ")


@pytest.mark.usefixtures("batch")
def test_results_and_sheets_go_where_they_are_wanted(booklet: Booklet, root: Path) -> None:
    output, store = (root / "far away").as_uri(), root / "sheets-of-mine"

    result = booklet("build", "--set", "one", "--output", output, "--store", str(store))

    assert ExitCode.DONE == result.exit_code
    assert f"far away/{ONE.removeprefix('build/')}\n" == result.stdout
    assert any((store / "sheets").iterdir())
    assert not (root / "build").exists()


@pytest.mark.usefixtures("batch")
def test_a_place_that_is_no_place_is_a_trouble_of_the_machine(booklet: Booklet) -> None:
    result = booklet("build", "--output", "ftp://example.org/booklets")

    assert (ExitCode.ENVIRONMENT, "") == (result.exit_code, result.stdout)
    assert "'ftp://' is no folder Carefold can use" in result.stderr


@pytest.mark.usefixtures("batch")
def test_what_cannot_be_written_is_told_and_the_others_are_built(
    booklet: Booklet, root: Path
) -> None:
    (root / ONE).mkdir(parents=True)  # a folder where the file should go

    result = booklet("build")

    assert (ExitCode.ENVIRONMENT, LATE) == (result.exit_code, result.stdout.splitlines())
    assert "1 not written by this machine" in result.stderr
    assert "Is a directory" in result.stderr
    (root / ONE).rmdir()
    assert sorted([ONE, *LATE]) == sorted(booklet("build").stdout.splitlines())
