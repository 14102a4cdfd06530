"""Whether all is there already, without a page laid out: the manifest is written by hand."""

from __future__ import annotations

import hashlib
import importlib.metadata
import os
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from generator.batch import current as module
from generator.batch.current import States, current, file_digest, untouched
from generator.batch.manifest import File, Manifest, Record, Scope
from generator.files import LocalFolder
from generator.project import Project
from tests.mini import CLINIC, edit
from tests.pressroom import project

SCOPE = Scope("demo", "en", "example")
FILES = {"reader": "a.pdf", "home": "a-home.pdf"}


@pytest.fixture
def made(tmp_path: Path) -> Project:
    """A project whose manifest says that a request for two booklets was answered."""
    made = project(tmp_path)
    manifest = Manifest(LocalFolder(made.build))
    for order, language in (("one", "en"), ("two", "es")):
        scope = replace(SCOPE, language=language)
        files = {f: File(f"{order}/{p}", written(made, f"{order}/{p}")) for f, p in FILES.items()}
        manifest.add(order, Record(order, scope, state(made, scope), {}, 8, 0.1, files))
    manifest.answered("both", ["one", "two"])
    manifest.answered("first", ["one"])
    manifest.write()
    return made


def written(made: Project, path: str) -> str:
    """Write a file into the build folder; give its hash."""
    LocalFolder(made.build).write(path, path.encode())
    return hashlib.sha256(path.encode()).hexdigest()


def state(made: Project, scope: Scope = SCOPE) -> str:
    """Give the state as a new run sees it."""
    return States(made).of(scope)


def answer(made: Project, request: str, folder: Path | None = None) -> list[str] | None:
    records = current(States(made), Manifest(LocalFolder(folder or made.build)), request)
    return None if records is None else [record.name for record in records]


def test_what_is_all_there_is_answered(made: Project) -> None:
    assert ["one", "two"] == answer(made, "both")
    assert ["one"] == answer(made, "first")


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

    assert None is answer(made, "first")


def test_a_file_taken_back_is_answered_again(made: Project) -> None:
    path = made.content / "demo" / "topics" / "rest.yaml"
    edit(path, "often", "daily")
    assert None is answer(made, "both")
    edit(path, "daily", "often")
    assert ["one", "two"] == answer(made, "both")


def test_a_text_in_one_language_leaves_the_others_as_they_were(made: Project) -> None:
    text = made.content / "demo" / "locale" / "es" / "rest.yaml"
    text.parent.mkdir(parents=True)
    text.write_text("title: Descanse bien\n")

    assert ["one"] == answer(made, "first")
    assert None is answer(made, "both")


def test_another_condition_and_another_letterhead_are_no_matter(made: Project) -> None:
    (made.content / "other").mkdir()
    (made.content / "other" / "condition.yaml").write_text("id: other\n")
    (made.content / "clinics" / "second.yaml").write_text(CLINIC)

    assert ["one", "two"] == answer(made, "both")


def test_another_request_and_another_folder_are_not_answered(made: Project, tmp_path: Path) -> None:
    assert None is answer(made, "other")
    assert None is answer(made, "both", tmp_path / "elsewhere")


@pytest.mark.parametrize(
    "path", [f"{order}/{p}" for order in ("one", "two") for p in FILES.values()]
)
@pytest.mark.parametrize("data", [None, b"", b"damaged"])
def test_a_lost_or_damaged_file_is_not_answered_for(
    made: Project, path: str, data: bytes | None
) -> None:
    (made.build / path).unlink()
    if data is not None:
        (made.build / path).write_bytes(data)

    assert None is answer(made, "both")


def test_a_release_is_judged_again_every_day(
    made: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Tomorrow(date):
        @classmethod
        def today(cls) -> Tomorrow:
            return cls(2090, 1, 1)

    release = replace(SCOPE, release=True)
    today = (state(made), state(made, release))
    monkeypatch.setattr(module, "date", Tomorrow)

    assert today[0] == state(made)
    assert today[1] != state(made, release)


@pytest.mark.parametrize("changed", ["own.yaml", "logo.png"])
def test_a_letterhead_outside_the_content_counts_with_its_logo(
    made: Project, tmp_path: Path, changed: str
) -> None:
    (tmp_path / "desk").mkdir()
    own, logo = tmp_path / "desk" / "own.yaml", tmp_path / "desk" / "logo.png"
    own.write_text(CLINIC + "logo: logo.png\n")
    logo.write_bytes(b"\x89PNG\r\n\x1a\n one")
    scope = replace(SCOPE, clinic=str(own))
    before = state(made, scope)

    with (tmp_path / "desk" / changed).open("ab") as file:
        file.write(b"\n")

    assert before != state(made, scope)


def test_names_and_bytes_count_and_times_and_compiled_files_do_not(made: Project) -> None:
    topics = made.content / "demo" / "topics"
    before = state(made)

    os.utime(topics / "rest.yaml", (0, 0))
    (topics / "__pycache__").mkdir()
    (topics / "__pycache__" / "x.pyc").write_bytes(b"x")
    assert before == state(made)

    edit(topics / "rest.yaml", "often", "daily")
    changed = state(made)
    (topics / "rest.yaml").rename(topics / "sleep.yaml")
    assert 3 == len({before, changed, state(made)})


@pytest.mark.parametrize("name", module.LIBRARIES)
def test_another_release_of_a_library_makes_another_program(
    made: Project, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    before, known = (States(made).program, state(made)), importlib.metadata.version

    monkeypatch.setattr(
        importlib.metadata, "version", lambda asked: "0" if asked == name else known(asked)
    )

    assert before[0] != States(made).program
    assert before[1] != state(made)


def test_another_look_makes_another_state(
    made: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = state(made)
    look = tmp_path / "templates"
    look.mkdir()
    (look / "words.yaml").write_text("draft: Draft\n")
    monkeypatch.setattr("generator.project.supplied", lambda _: look)
    changed = state(Project(made.root, made.content))
    edit(look / "words.yaml", "Draft", "Unsigned")

    assert 3 == len({before, changed, state(Project(made.root, made.content))})


def test_a_file_that_is_not_there_has_no_digest(tmp_path: Path) -> None:
    assert "" == file_digest(tmp_path / "none")
    assert "" == file_digest(tmp_path)


def test_a_condition_is_untouched_until_its_content_changes(made: Project) -> None:
    manifest = Manifest(LocalFolder(made.build))

    assert {"demo"} == untouched(States(made), manifest, "both")
    assert not untouched(States(made), manifest, "never asked")

    with (made.content / "demo" / "condition.yaml").open("a") as file:
        file.write("\n")

    assert not untouched(States(made), manifest, "both")


def test_a_language_depends_on_its_own_catalogues_and_on_no_other(tmp_path: Path) -> None:
    made = project(tmp_path)

    def states() -> dict[str, str]:
        known = States(made)
        return {tag: known.of(Scope("demo", tag)) for tag in ("en", "es", "fr")}

    for tag in ("es", "fr"):
        path = made.content / f"demo/locale/{tag}/rest.po"
        path.parent.mkdir(parents=True)
        path.write_text(tag)
    before = states()
    (made.content / "demo/locale/es/rest.po").write_text("otra cosa")
    after = states()

    assert {"es"} == {tag for tag in before if before[tag] != after[tag]}
    near = made.content / "demo/locale/fr/language.yaml"
    near.write_text("fills-from: [es]\n")
    filled = states()["fr"]
    (made.content / "demo/locale/es/rest.po").write_text("otra vez")
    assert filled != states()["fr"]
