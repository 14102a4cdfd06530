from __future__ import annotations

import importlib.metadata
import shutil
import subprocess
import sys
from collections import namedtuple
from dataclasses import replace
from pathlib import Path

import pytest

from generator import doctor
from generator.doctor import Examined, examine
from generator.findings import EnvironmentProblem
from generator.project import Project
from generator.render import theme as themes
from generator.render.face import Face
from generator.render.theme import Theme
from generator.translate.catalogue import Catalogue, Entry, as_text
from tests.pressroom import TEMPLATES, project, theme

Usage = namedtuple("Usage", "total used free")


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Project:
    """The miniature project, with the user standing in it."""
    made = project(tmp_path / "project")
    monkeypatch.chdir(made.root)
    return made


def look(what: str) -> Examined:
    return next(one for one in examine() if one.what == what)


def test_a_machine_that_is_set_up_passes_everything() -> None:
    assert [] == [f"{one.what}: {one.found}" for one in examine() if not one.ok]


def test_all_that_was_found_is_said(here: Project) -> None:
    found = {one.what: one.found for one in examine()}

    assert sys.version.split()[0] == found["Python 3.11 or newer"]
    assert "70.0" == found["WeasyPrint 70.0"]
    assert found["Pango"][0].isdigit()
    assert "20 files, each as fonts.yaml says" == found["Fonts"]
    assert "demo in content" == found["Content"]
    assert str(here.build) == found["Folder for results"]
    assert str(here.store) == found["Store of sheets"]
    assert "utf-8" == found["UTF-8"].lower()


def test_looking_leaves_nothing_behind(here: Project) -> None:
    before = sorted(here.root.rglob("*"))

    examine()

    assert before == sorted(here.root.rglob("*"))


def test_another_version_of_the_engine_is_named_with_what_mends_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(importlib.metadata, "version", lambda _name: "69.0")

    one = look("WeasyPrint 70.0")

    assert (False, "found 69.0; pages may differ", doctor.PIP) == (one.ok, one.found, one.mend)


def test_a_package_that_is_not_there_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(name: str) -> str:
        raise importlib.metadata.PackageNotFoundError(name)

    monkeypatch.setattr(importlib.metadata, "version", missing)

    assert (False, doctor.PIP) == (look("pikepdf").ok, look("pikepdf").mend)


@pytest.mark.parametrize(
    ("tools", "line"),
    [
        (["apt-get"], doctor.APT),
        (["dnf"], "sudo dnf install pango"),
        (["brew"], "brew install pango"),
        ([], "install the Pango library with your system's packages"),
    ],
)
def test_a_missing_library_comes_with_this_systems_install_line(
    monkeypatch: pytest.MonkeyPatch, tools: list[str], line: str
) -> None:
    def nothing(_: str) -> None:
        raise OSError("cannot open shared object file")

    monkeypatch.setattr(shutil, "which", lambda tool: tool if tool in tools else None)
    monkeypatch.setattr("ctypes.CDLL", nothing)

    one = look("HarfBuzz subsetting")

    assert (False, line) == (one.ok, one.mend)
    assert "cannot open" in one.found


def test_a_problem_that_names_its_own_remedy_keeps_it(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken() -> str:
        raise EnvironmentProblem("Pango is missing", "install it like this")

    monkeypatch.setattr(doctor, "pango_version", broken)

    one = look("Pango")

    assert (False, "Pango is missing", "install it like this") == (one.ok, one.found, one.mend)


def test_a_font_that_is_no_font_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    path = tmp_path / "x.ttf"
    path.write_text("<html>Not found</html>")
    sound = theme()
    spoilt = Theme(sound.folder, sound.tokens, (replace(sound.faces[0], path=path),))
    monkeypatch.setattr("generator.render.theme.load", lambda _folder: spoilt)

    assert (False, "x.ttf is not a TrueType file") == (look("Fonts").ok, look("Fonts").found)


def test_a_folder_without_content_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    empty = Project(tmp_path, tmp_path / "content")
    monkeypatch.setattr(doctor, "find_project", lambda: empty)

    assert (False, "no condition found") == (look("Content").ok, look("Content").found)


def test_a_store_that_cannot_be_written_is_named(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("CAREFOLD_CACHE", str(tmp_path / "file"))

    one = look("Store of sheets")

    assert not one.ok
    assert "CAREFOLD_CACHE" in one.mend


def test_a_disk_that_is_nearly_full_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _place: Usage(0, 0, 5 << 20))

    one = look("Folder for results")

    assert (False, "make room on the disk") == (one.ok, one.mend)
    assert one.found.startswith("only 5 MB free")


def test_files_named_in_another_encoding_are_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "getfilesystemencoding", lambda: "ascii")

    one = look("UTF-8")

    assert (False, "export LANG=C.UTF-8") == (one.ok, one.mend)


def test_the_engine_is_not_loaded_for_it() -> None:
    script = "import sys; from generator.doctor import examine; examine(); print(*sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )

    assert "weasyprint" not in done.stdout.split()
    assert "generator.doctor" in done.stdout.split()


def test_a_typeface_that_was_changed_is_named(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    sound = themes.load(TEMPLATES)
    shutil.copytree(TEMPLATES / "fonts", tmp_path / "fonts")
    at = sound.faces[0].path.relative_to(TEMPLATES)
    (tmp_path / at).write_bytes(sound.faces[0].data + b"\0")
    spoilt = replace(
        sound, folder=tmp_path, faces=(Face(sound.faces[0].family, 400, tmp_path / at),)
    )
    monkeypatch.setattr("generator.render.theme.load", lambda _folder: spoilt)

    found = look("Fonts")

    assert not found.ok
    assert f"{at.name} is not the file that fonts/fonts.yaml names" == found.found


@pytest.fixture
def translated(here: Project) -> Path:
    """A catalogue of one sentence in a language, which can be written anew."""
    return here.content / "demo" / "locale"


def catalogue(folder: Path, language: str, translation: str) -> None:
    entry = Entry("rest:title", "Rest well", translation)
    path = folder / language / "rest.po"
    path.parent.mkdir(parents=True)
    path.write_text(as_text(Catalogue("rest", language, (entry,))), encoding="utf-8")


def test_each_language_with_catalogues_has_its_typefaces(translated: Path) -> None:
    catalogue(translated, "ar", "استرح جيدًا")
    catalogue(translated, "hi", "अच्छी तरह आराम करें")

    found = {one.what: one for one in examine() if one.what.startswith("Typefaces")}

    assert ["Typefaces of ar", "Typefaces of hi"] == list(found)
    assert all(one.ok for one in found.values())
    assert found["Typefaces of ar"].found.startswith(
        "Atkinson Hyperlegible Next, Noto Naskh Arabic"
    )


@pytest.mark.parametrize(
    ("language", "text", "words"),
    [
        ("uk", "Відпочивайте ក", "no typeface has 'ក' (U+1780)"),
        ("km", "សម្រាក", "the theme has no typefaces for 'km', whose script is Khmr"),
    ],
)
def test_what_no_typeface_draws_is_named(
    translated: Path, language: str, text: str, words: str
) -> None:
    catalogue(translated, language, text)

    found = look(f"Typefaces of {language}")

    assert not found.ok
    assert words in found.found
