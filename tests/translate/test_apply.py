from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from generator.content.library import GAP, Library, load
from generator.findings import ContentError
from generator.project import Project, find_project
from generator.translate.apply import Translator
from generator.translate.catalogue import Entry, as_text
from generator.translate.desk import open_desk
from generator.translate.messages import with_paragraphs
from tests.mini import edit
from tests.translate.speaking import said, speak


@pytest.fixture
def project(root: Path) -> Project:
    return find_project(root)


def english(project: Project) -> Library:
    return load(project.content / "demo", "content/demo")


def spoken(project: Project, language: str = "es", *, draft: bool = False) -> Library:
    return Translator(project).library(english(project), language, draft=draft)


def but(context: str, change: Callable[[Entry], Entry]) -> Callable[[Entry], Entry]:
    """Translate everything, and one message otherwise."""

    def say(one: Entry) -> Entry:
        whole = replace(one, translation=said(one.english))
        return change(whole) if one.context == context else whole

    return say


def words_of_the_layout(project: Project, language: str) -> None:
    desk = open_desk(project, "demo")
    catalogue = desk.catalogues(language)["ui"]
    from generator.translate.update import merge

    (module,) = [one for one in desk.modules if one.name == "ui"]
    fresh = merge(module, catalogue, {})
    told = tuple(replace(one, translation=said(one.english)) for one in fresh.entries)
    path = desk.shelf.path(language, "ui")
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(as_text(replace(fresh, entries=told)), encoding="utf-8")


def test_every_text_is_put_in_its_place_and_nothing_else_changes(project: Project) -> None:
    speak(project, "es")
    words_of_the_layout(project, "es")
    library = spoken(project)

    rest = library.topics["rest"]
    assert "REST WELL" == rest.title
    assert (
        "REST **EARLY** IN THE DAY, AND OFTEN.\n\n- SIT DOWN FOR SMALL JOBS.\n- ASK FOR HELP"
        in (rest.body[0].text or "")
    )
    assert "YOU MAY TIRE SOONER ONE DAY. ASK YOUR TEAM WHAT HELPS." == (
        rest.variants.prepare and rest.variants.prepare[0].text
    )
    assert "[REST](rest)" in (library.topics["call"].body[1].text or "")
    assert "{emergency-number}" in (library.topics["call"].body[1].text or "")
    wishes = library.topics["wishes"].body[1].write_in
    assert ["WHAT MATTERS TO ME"] == [one.label for one in wishes or []]
    assert ["NURSE", "NURSES"] == library.terms[0].forms
    assert "UNITED KINGDOM" == library.regions["GB"].name
    assert "A CHAIR" == library.pictures["chair"].title
    assert "ONE" == library.scheme.stages[0].name
    assert "VERY TIRED" == library.needs.groups[0].needs[0].label
    assert "LIVING WITH DEMO" == library.condition.title
    before = english(project)
    assert before.topics["rest"].relevance == rest.relevance
    assert before.sources == library.sources
    translation = library.translation
    assert translation
    assert before.condition.title == translation.english.condition.title
    assert ["HOW I SLEPT", "WHAT HELPED"] == translation.words["week-columns"]
    assert frozenset() == translation.gaps


def test_the_language_it_is_written_in_is_the_library_itself(project: Project) -> None:
    library = english(project)
    assert library is Translator(project).library(library, "en")


@pytest.mark.parametrize(
    "change",
    [
        lambda one: replace(one, translation=""),
        lambda one: replace(one, fuzzy=True),
    ],
    ids=["empty", "fuzzy"],
)
def test_what_is_not_in_force_leaves_a_sign_that_names_its_message(
    project: Project, change: Callable[[Entry], Entry]
) -> None:
    speak(project, "es", but("rest:body/1/text/p2", change))
    library = spoken(project)

    text = library.topics["rest"].body[0].text or ""
    (number,) = GAP.findall(text)
    assert library.translation
    assert "rest:body/1/text/p2" == library.translation.messages[int(number)]
    assert "SIT DOWN" not in text
    assert "ASK FOR HELP WITH BIG ONES." in text
    assert "rest:body/1/text/p2" in library.translation.gaps


def test_an_edit_of_the_english_takes_its_translation_out_of_force(project: Project) -> None:
    """The catalogue still says 'may'; nobody has run update."""
    speak(project, "es")
    edit(project.content / "demo/topics/wishes.yaml", "You may write", "You may not write")

    library = spoken(project)

    assert GAP.search(library.topics["wishes"].body[0].text or "")


def test_a_draft_says_where_a_text_is_missing(project: Project) -> None:
    edit(project.templates / "words.yaml", "see-sheet:", "gap: (missing)\nsee-sheet:")
    speak(project, "es", but("rest:title", lambda one: replace(one, translation="")))
    library = spoken(project, draft=True)

    assert "(missing)" == library.topics["rest"].title
    assert library.translation
    assert library.translation.is_draft


def test_a_near_relative_stands_in_only_where_a_language_says_so(project: Project) -> None:
    speak(project, "pt")
    speak(project, "pt-BR", but("rest:title", lambda one: replace(one, translation="")))
    alone = spoken(project, "pt-BR")
    path = project.content / "demo/locale/pt-BR/language.yaml"
    path.write_text("fills-from: [pt]\n", encoding="utf-8")
    filled = spoken(project, "pt-BR")

    assert GAP.search(alone.topics["rest"].title)
    assert "REST WELL" == filled.topics["rest"].title


@pytest.mark.parametrize(("language", "other"), [("zh-Hant", "zh-Hans"), ("pt-BR", "es")])
def test_no_other_language_and_no_other_script_stands_in(
    project: Project, language: str, other: str
) -> None:
    speak(project, other)
    speak(project, language)
    path = project.content / f"demo/locale/{language}/language.yaml"
    path.write_text(f"fills-from: [{other}]\n", encoding="utf-8")

    with pytest.raises(ContentError, match="Y13"):
        spoken(project, language)


@pytest.mark.parametrize(
    ("text", "words", "result"),
    [
        ("One line.", {0: "Uno."}, "Uno."),
        ("Two\nlines.\n\nMore.", {0: "Dos."}, "Dos.\n\nMore."),
        ("- one\n  more\n- two", {0: "uno", 1: "dos"}, "- uno\n- dos"),
        ("1. one\n2. two", {1: "dos"}, "1. one\n2. dos"),
        ("- one\n  - inner\n- two", {1: "dentro"}, "- one\n  - dentro\n- two"),
        ("- one\n\n  its second\n- two", {1: "segundo"}, "- one\n\n  segundo\n- two"),
        ("A break\\\nhere.", {0: "Un corte\\\naquí."}, "Un corte\\\naquí."),
        ("Five.", {0: "5. Cinco."}, "5\\. Cinco."),
        ("Less.", {0: "- menos"}, "\\- menos"),
    ],
)
def test_paragraphs_change_and_their_bullets_stay(
    text: str, words: dict[int, str], result: str
) -> None:
    assert result == with_paragraphs(text, words)
