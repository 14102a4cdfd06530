"""Runs that are killed, interrupted, or two at once: what is there is whole, the rest is made."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from generator.batch.gallery import GALLERY
from generator.batch.manifest import NAME, Manifest
from generator.files import PART, LocalFolder
from generator.findings import ExitCode
from tests.mini import write_project

ORDER = ("demo", "--region", "GB", "--format", "reader", "--format", "home")


@dataclass(frozen=True)
class Place:
    """A project and a store of its own."""

    root: Path

    @property
    def store(self) -> Path:
        return self.root / "store"

    def start(self, *arguments: str) -> subprocess.Popen[str]:
        """Start a build in a process group of its own, as a shell does."""
        environment = os.environ | {"CAREFOLD_CACHE": str(self.store), "PYTHONUTF8": "1"}
        return subprocess.Popen(
            [sys.executable, "-m", "generator", "build", *(arguments or ORDER), "--jobs", "2"],
            cwd=self.root, env=environment, text=True, start_new_session=True,
            stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        )  # fmt: skip

    def build(self, *arguments: str) -> str:
        """Build to the end; give what was said."""
        run = self.start(*arguments)
        _, said = run.communicate(timeout=120)
        assert ExitCode.DONE == run.returncode, said
        return said

    def files(self) -> dict[str, bytes]:
        """Give all results but the manifest and what is no result yet."""
        folder = LocalFolder(self.root / "build")
        names = [name for name in folder.names() if name not in (NAME, ".manifest.lock", GALLERY)]
        return {name: folder.at(name).read_bytes() for name in names}

    def manifest(self) -> Manifest:
        return Manifest(LocalFolder(self.root / "build"))

    def recorded(self) -> set[str]:
        """Name the files that the manifest says are there and that are as it says."""
        manifest = self.manifest()
        assert all(manifest.intact(record) for record in manifest.records.values())
        return {path for record in manifest.records.values() for path in record.paths()}


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory) -> Place:
    place = Place(tmp_path_factory.mktemp("undisturbed"))
    write_project(place.root)
    place.build()
    return place


@pytest.fixture
def place(tmp_path: Path) -> Place:
    write_project(tmp_path)
    return Place(tmp_path)


Moment = Callable[[Place], bool]


def a_sheet_is_kept(place: Place) -> bool:
    return any(path.is_file() for path in (place.store / "sheets").rglob("*"))


def a_booklet_is_written(place: Place) -> bool:
    return any((place.root / "build").rglob("*.pdf"))


MOMENTS: list[Moment] = [a_sheet_is_kept, a_booklet_is_written]


def wait_for(moment: Moment, place: Place, run: subprocess.Popen[str]) -> None:
    deadline = time.monotonic() + 60
    while not moment(place):
        assert run.poll() is None, "it ended too early to be stopped"
        assert time.monotonic() < deadline
        time.sleep(0.005)


@pytest.mark.parametrize("moment", MOMENTS)
def test_after_a_killed_run_the_next_one_gives_the_same_bytes(
    undisturbed: Place, place: Place, moment: Moment
) -> None:
    expected = undisturbed.files()
    run = place.start()
    wait_for(moment, place, run)
    run.kill()
    run.communicate(timeout=30)
    assert -signal.SIGKILL == run.returncode
    left = place.files()
    assert left.items() < expected.items()  # whole files, and not yet all
    assert place.recorded() <= left.keys()

    place.build()

    assert expected == place.files()
    assert set(expected) == place.recorded()
    assert "files up to date" in place.build()


@pytest.mark.parametrize("moment", MOMENTS)
def test_an_interrupted_run_says_so_and_leaves_only_whole_files(
    undisturbed: Place, place: Place, moment: Moment
) -> None:
    run = place.start()
    wait_for(moment, place, run)

    os.killpg(run.pid, signal.SIGINT)
    out, said = run.communicate(timeout=30)

    assert (ExitCode.INTERRUPTED, "") == (run.returncode, out)
    assert said.endswith("Interrupted. What was finished is whole; run again for the rest.\n")
    assert "Traceback" not in said
    left = place.files()
    assert left.items() < undisturbed.files().items()
    assert place.recorded() <= left.keys()
    place.build()
    assert undisturbed.files() == place.files()


def test_two_builds_at_once_share_a_store_and_a_folder(undisturbed: Place, place: Place) -> None:
    stages = [("1", "2", "3A"), ("2", "3A", "3B")]
    runs = [
        place.start(*ORDER, *(word for stage in some for word in ("--stage", stage)))
        for some in stages
    ]
    said = [run.communicate(timeout=120)[1] for run in runs]

    assert [ExitCode.DONE] * 2 == [run.returncode for run in runs], said
    assert undisturbed.files() == place.files()
    assert undisturbed.manifest().records == place.manifest().records
    assert 2 == len(place.manifest().requests)
    assert [] == list(place.root.rglob(f"{PART}*"))
