from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from generator.batch import current as module
from generator.batch.current import content_state, current
from generator.batch.manifest import Manifest, Record
from generator.batch.order import Request
from generator.project import Project
from tests.mini import CLINIC, edit
from tests.pressroom import project

REQUEST = Request("demo", stages=("2",), clinic="example")


@pytest.fixture
def made(tmp_path: Path) -> Project:
    """A project whose manifest says that the request was answered; no page was laid out."""
    made = project(tmp_path)
    made.build.mkdir()
    (made.build / "a.pdf").write_bytes(b"pages")
    digest = hashlib.sha256(b"pages").hexdigest()
    state = content_state(made, REQUEST)
    manifest = Manifest(made.build)
    manifest.add(Record("a.pdf", "a", "reader", state, digest, 8))
    manifest.answered(REQUEST.digest(), manifest.records.values())
    manifest.write()
    return made


def test_what_is_all_there_is_answered(made: Project) -> None:
    records = current(made, REQUEST, made.build)

    assert records is not None
    assert ["a.pdf"] == [record.path for record in records]


@pytest.mark.parametrize(
    "name",
    [
        "demo/topics/rest.yaml",
        "demo/condition.yaml",
        "demo/regions/GB.yaml",
        "demo/pictures/chair.svg",
        "clinics/example.yaml",
    ],
)
def test_any_change_of_the_content_asks_for_a_new_build(made: Project, name: str) -> None:
    with (made.content / name).open("a") as file:
        file.write("\n")

    assert None is current(made, REQUEST, made.build)


def test_a_file_taken_back_is_answered_again(made: Project) -> None:
    path = made.content / "demo" / "topics" / "rest.yaml"
    edit(path, "often", "daily")
    assert None is current(made, REQUEST, made.build)
    edit(path, "daily", "often")
    assert None is not current(made, REQUEST, made.build)


def test_another_request_another_folder_and_a_lost_file_are_not_answered(
    made: Project, tmp_path: Path
) -> None:
    assert None is current(made, replace(REQUEST, formats=("home",)), made.build)
    assert None is current(made, REQUEST, tmp_path / "elsewhere")
    (made.build / "a.pdf").unlink()
    assert None is current(made, REQUEST, made.build)


def test_a_release_is_judged_again_every_day(
    made: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    release = replace(REQUEST, release=True)

    class Tomorrow(date):
        @classmethod
        def today(cls) -> Tomorrow:
            return cls(2090, 1, 1)

    today = (content_state(made, REQUEST), content_state(made, release))
    monkeypatch.setattr(module, "date", Tomorrow)

    assert today[0] == content_state(made, REQUEST)
    assert today[1] != content_state(made, release)


@pytest.mark.parametrize("changed", ["own.yaml", "logo.png"])
def test_a_letterhead_outside_the_content_counts_with_its_logo(
    made: Project, tmp_path: Path, changed: str
) -> None:
    (tmp_path / "desk").mkdir()
    own, logo = tmp_path / "desk" / "own.yaml", tmp_path / "desk" / "logo.png"
    own.write_text(CLINIC + "logo: logo.png\n")
    logo.write_bytes(b"\x89PNG\r\n\x1a\n one")
    request = replace(REQUEST, clinic=str(own))
    before = content_state(made, request)

    with (tmp_path / "desk" / changed).open("ab") as file:
        file.write(b"\n")

    assert before != content_state(made, request)
