"""`booklet translate`, as translators and agencies use it, in a miniature project."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from generator.cli import main
from generator.findings import ExitCode
from generator.translate.catalogue import as_text, read
from tests.mini import edit

Translate = Callable[..., Result]


@pytest.fixture
def translate(root: Path) -> Translate:  # noqa: ARG001 (it stands there)
    """Call the command; an exception that would be a traceback fails the test."""
    return lambda *arguments: CliRunner().invoke(
        main, ["translate", *arguments], catch_exceptions=False
    )


def catalogue(root: Path, module: str = "rest", language: str = "es") -> Path:
    return root / f"content/demo/locale/{language}/{module}.po"


def fill(path: Path) -> None:
    """Translate everything in a catalogue: the English in capitals, what is filled in kept."""
    found = read(path, path.name, path.parent.name)
    entries = tuple(replace(one, translation=one.english.swapcase()) for one in found.entries)
    path.write_text(as_text(replace(found, entries=entries)), encoding="utf-8")


def fill_all(root: Path) -> None:
    for path in (*root.glob("content/demo/locale/es/*.po"), root / "templates/locale/es/ui.po"):
        fill(path)


def state(translate: Translate) -> dict[str, object]:
    [found] = json.loads(translate("status", "--json").stdout)
    assert isinstance(found, dict)
    return found


def test_extract_writes_one_template_a_module(translate: Translate, root: Path) -> None:
    result = translate("extract")
    assert ExitCode.DONE == result.exit_code
    assert [
        "content/demo/locale/condition.pot", "content/demo/locale/call.pot",
        "content/demo/locale/rest.pot", "content/demo/locale/wishes.pot",
        "templates/locale/ui.pot",
    ] == result.stdout.splitlines()  # fmt: skip
    assert all((root / name).is_file() for name in result.stdout.splitlines())
    assert "" == translate("extract").stdout


def test_update_begins_a_language_and_writes_only_what_changed(
    translate: Translate, root: Path
) -> None:
    assert 5 == len(translate("update", "es").stdout.splitlines())
    fill_all(root)
    assert "" == translate("update").stdout
    edit(root / "content/demo/topics/rest.yaml", "Rest before you", "Do not rest before you")
    result = translate("update")
    assert ["content/demo/locale/es/rest.po"] == result.stdout.splitlines()
    assert "1 fuzzy" in result.stderr
    text = catalogue(root).read_text(encoding="utf-8")
    assert '#, fuzzy\n#| msgid "Rest before you are tired."\n' in text


def test_a_topic_that_goes_away_leaves_its_translations(translate: Translate, root: Path) -> None:
    translate("update", "es")
    fill_all(root)
    (root / "content/demo/topics/wishes.yaml").unlink()
    edit(root / "content/demo/map.yaml", "[rest, wishes]", "[rest]")
    translate("update")
    text = catalogue(root, "wishes").read_text(encoding="utf-8")
    assert '#~ msgctxt "wishes:title"' in text
    assert 'msgctxt "wishes:title"' not in text.replace("#~ msgctxt", "")


def test_status_says_which_booklets_can_be_built(translate: Translate, root: Path) -> None:
    translate("update", "es")
    before = state(translate)
    assert (0, 0) == (before["translated"], before["reviewed"])
    fill_all(root)
    text = translate("status")
    assert "1 2 3A 3B" in text.stdout
    assert "100 %" in text.stdout
    after = state(translate)
    assert (after["messages"], 0) == (after["translated"], after["words_left"])


def test_status_without_catalogues_says_how_to_begin(translate: Translate) -> None:
    result = translate("status")
    assert (ExitCode.DONE, "") == (result.exit_code, result.stdout)
    assert "booklet translate update LANGUAGE" in result.stderr


def test_signing_makes_reviewed_and_an_edit_cancels_it(translate: Translate, root: Path) -> None:
    translate("update", "es")
    fill_all(root)
    result = translate("sign", "es", "--role", "translator", "--by", "Ana")
    assert ["content/demo/locale/es/review.yaml", "templates/locale/es/review.yaml"] == (
        result.stdout.splitlines()
    )
    translate("sign", "es", "--role", "reviser", "--by", "Luz", "--module", "rest")
    found = state(translate)
    assert 11 == found["reviewed"]
    edit(catalogue(root), "rEST WELL", "rEST WELLER")
    assert 10 == state(translate)["reviewed"]
    result = translate("check", "es", "--json")
    codes = [one["code"] for one in json.loads(result.stdout)]
    assert 2 == codes.count("Y05")


def test_check_finds_a_lost_number_sign_and_catalogues_behind(
    translate: Translate, root: Path
) -> None:
    translate("update", "es")
    path = root / "templates/locale/es/ui.po"
    edit(path, 'msgid "({code})"\nmsgstr ""', 'msgid "({code})"\nmsgstr "(código)"')
    (catalogue(root)).unlink()
    result = translate("check", "--json")
    found = json.loads(result.stdout)
    assert ExitCode.FINDINGS == result.exit_code
    files = {(one["file"], one["severity"]) for one in found}
    assert ("templates/locale/es/ui.po", "error") in files
    assert ["content/demo/locale/es/rest.po"] == [
        one["file"] for one in found if one["code"] == "Y03"
    ]


def test_check_of_catalogues_without_translations_is_content(translate: Translate) -> None:
    translate("update", "es")
    assert ExitCode.DONE == translate("check", "--strict").exit_code


def test_pseudo_languages_are_complete_and_not_counted_as_languages(
    translate: Translate, root: Path
) -> None:
    assert 10 == len(translate("pseudo").stdout.splitlines())
    assert "‹" in catalogue(root, "rest", "en-XA").read_text(encoding="utf-8")
    assert "1 2 3A 3B" in translate("status", "en-XA", "ar-XB").stdout
    assert "" == translate("status").stdout


@pytest.mark.parametrize("form", ["--csv", "--xliff12"])
def test_an_agency_gets_one_file_and_gives_it_back(
    translate: Translate, root: Path, form: str
) -> None:
    translate("update", "es")
    fill_all(root)
    file = translate("export", "es", form).stdout.strip()
    assert file.startswith("build/translate/demo-es.")
    path = root / file
    path.write_bytes(path.read_bytes().replace(b"rEST WELL", b"Descansar bien"))
    result = translate("import", "es", file)
    assert (ExitCode.DONE, "content/demo/locale/es/rest.po") == (
        result.exit_code, result.stdout.strip()
    )  # fmt: skip
    assert 'msgstr "Descansar bien"' in catalogue(root).read_text(encoding="utf-8")


def test_import_refuses_what_is_behind_and_takes_the_rest(translate: Translate, root: Path) -> None:
    translate("update", "es")
    fill_all(root)
    path = root / translate("export", "es", "--csv").stdout.strip()
    edit(root / "content/demo/topics/rest.yaml", "title: Rest well", "title: Do not rest")
    translate("update")
    edit(path, "rEST WELL", "Descansar bien")
    edit(path, "yOUR WISHES", "Lo que desea")
    result = translate("import", "es", str(path))
    assert ExitCode.FINDINGS == result.exit_code
    assert "Y08" in result.stderr
    assert "1 refused" in result.stderr
    assert "Descansar" not in catalogue(root).read_text(encoding="utf-8")
    assert "Lo que desea" in catalogue(root, "wishes").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["update", "../es"], "is not a language tag"),
        (["update", "en"], "is what the content is written in"),
        (["update", "en-XA"], "booklet translate pseudo"),
        (["status", "fr"], "There is no language 'fr'. There are: es, en-XA, ar-XB."),
        (["export", "es"], "--xliff12 or --csv"),
        (["sign", "es", "--role", "reviser", "--by", "B", "--module", "x"], "no catalogue 'x'"),
        (["update", "es", "--condition", "dem"], "Did you mean 'demo'?"),
    ],
)
def test_what_cannot_be_meant_is_a_usage_error(
    translate: Translate, arguments: list[str], words: str
) -> None:
    translate("update", "es")
    result = translate(*arguments)
    assert ExitCode.USAGE == result.exit_code
    assert words in result.stderr


def test_broken_catalogues_are_findings_and_nothing_is_written(
    translate: Translate, root: Path
) -> None:
    translate("update", "es")
    catalogue(root).write_text("nothing\n", encoding="utf-8")
    edit(root / "content/demo/topics/call.yaml", "title: When to call", "title: When to ring")
    before = catalogue(root, "call").read_bytes()
    result = translate("update")
    assert ExitCode.FINDINGS == result.exit_code
    assert "content/demo/locale/es/rest.po:1:1: Y01" in result.stderr
    assert before == catalogue(root, "call").read_bytes()


def test_check_names_characters_that_no_typeface_of_the_language_has(
    translate: Translate, root: Path
) -> None:
    translate("update", "hi")
    path = catalogue(root, language="hi")
    found = read(path, path.name, "hi")
    first = replace(found.entries[0], translation="आराम करें \u1780")
    path.write_text(as_text(replace(found, entries=(first, *found.entries[1:]))), encoding="utf-8")

    found_ = json.loads(translate("check", "hi", "--json").stdout)

    (one,) = (finding for finding in found_ if finding["code"] == "X16")
    assert "no typeface of 'hi' has '\u1780' (U+1780)" == one["message"]


def test_check_says_where_a_language_has_no_typefaces(translate: Translate) -> None:
    translate("update", "km")

    assert "T03" in {one["code"] for one in json.loads(translate("check", "--json").stdout)}
