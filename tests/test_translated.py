"""Booklets in other languages, from catalogues to files: what is refused, and what is marked."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pypdfium2
import pytest

from generator.batch import refused, run
from generator.batch.order import ALL, Request, orders
from generator.content.library import GAP, load
from generator.project import Project
from generator.translate import languages
from generator.translate.apply import Translator
from generator.translate.catalogue import Entry
from tests import pressroom
from tests.translate.speaking import said, speak

MINE = Request("demo", stages=("2",), languages=("es",), region="GB")


@pytest.fixture
def project(tmp_path: Path, shared_store: Path) -> Project:
    """The miniature project, and the real words of the layout, in their real translations."""
    return pressroom.project(tmp_path, shared_store)


def build(project: Project, request: Request = MINE) -> run.Report:
    return pressroom.build(project, pressroom.wanted(request))


def lacking(*contexts: str) -> object:
    def say(one: Entry) -> Entry:
        return replace(one, translation="" if one.context in contexts else said(one.english))

    return say


def text(project: Project, report: run.Report) -> str:
    (record,) = report.written
    pdf = pypdfium2.PdfDocument(project.build / record.files["reader"].path)
    return "\n".join(page.get_textpage().get_text_range() for page in pdf)


def test_a_complete_language_is_built_and_says_that_nobody_has_revised_it(
    project: Project,
) -> None:
    speak(project, "es")
    report = build(project)

    assert {} == report.refused
    words = text(project, report)
    assert "REST WELL" in words
    assert "Rest well" not in words
    assert "Traducido, aún sin revisar" in words
    assert "Translated, not yet revised" in words  # for staff, on the cover
    assert "LIVING WITH DEMO" in words
    assert "Living with Demo" in words  # the English title, in the imprint
    assert not GAP.search(words)
    assert "als" not in report.written[0].paths()[0]


@pytest.mark.parametrize(
    ("context", "is_printed"),
    [
        ("rest:title", True),
        ("rest:body/1/text/p2", True),
        ("rest:body/2/picture/caption", True),
        ("picture.chair:description", True),
        ("region.GB:name", True),
        ("condition:subtitle", True),
        ("glossary:Nurse/meaning", True),
        ("map:parts/B/title", True),
        ("rest:body/4/text/p1", False),  # for carers
        ("rest:variants/prepare/1/text/p1", False),  # for stage 1
        ("wishes:body/1/text/p1", False),  # nobody chose it
        ("staging:steps/1/name", False),
    ],
)
def test_a_booklet_is_refused_exactly_for_what_it_would_print(
    project: Project, context: str, is_printed: bool
) -> None:
    speak(project, "es", lacking(context))  # type: ignore[arg-type]
    planner = pressroom.planned(project, orders(MINE, [])[0])

    found = refused.refusal(planner)

    assert is_printed == bool(found)
    if found:
        assert context in str(found[0])
        assert "Y12" == found[0].code


def test_a_refused_booklet_is_named_and_leaves_no_file(project: Project) -> None:
    speak(project, "es", lacking("rest:title"))  # type: ignore[arg-type]
    report = build(project)

    assert [] == report.written
    ((name, findings),) = report.refused.items()
    assert "demo-stage-2-es-standard-GB" == name
    assert "content/demo/locale/es/rest.po" in str(findings[0])
    assert not list(project.build.rglob("*.pdf"))


def test_a_draft_is_marked_on_every_page_and_shows_its_gaps(project: Project) -> None:
    speak(project, "es", lacking("rest:body/1/text/p2"))  # type: ignore[arg-type]
    report = build(project, replace(MINE, draft=True))

    (record,) = report.written
    pdf = pypdfium2.PdfDocument(project.build / record.files["reader"].path)
    pages = [" ".join(page.get_textpage().get_text_range().split()) for page in pdf]
    mark = "Traducción en borrador"
    bare = [number for number, words in enumerate(pages, 1) if mark not in words]
    assert [] == bare[:-1]  # but for the back cover, which has no words of its own to read
    assert "Sit down" not in "".join(pages)
    assert "(aún sin traducir)" in "".join(pages)


def test_all_languages_are_those_with_catalogues_and_no_pseudo_ones(project: Project) -> None:
    for language in ("es", "uk", "en-XA"):
        speak(project, language)
    library = load(project.content / "demo")

    made = orders(replace(MINE, languages=(ALL,)), [], library.spoken)

    assert ["en", "es", "uk"] == [order.language for order in made]


def test_a_signature_of_two_people_takes_the_mark_away(project: Project) -> None:
    speak(project, "es")
    language = Translator(project).library(load(project.content / "demo"), "es")
    assert language.translation
    assert language.translation.is_unrevised(("rest",))
    signed = replace(language.translation, unrevised=frozenset({"wishes:title"}))
    assert not signed.is_unrevised(("rest", "ui"))
    assert signed.is_unrevised(("wishes",))


def test_a_release_waits_for_two_people(project: Project) -> None:
    speak(project, "es")
    report = build(project, replace(MINE, release=True))

    ((_, findings),) = report.refused.items()
    assert "R05" in {finding.code for finding in findings}


@pytest.mark.parametrize(
    ("language", "form", "body", "found"),
    [
        ("zh-Hans", "护士", "您的护士可以帮忙", True),
        ("es", "enfermera", "su enfermera ayuda", True),
        ("es", "enfermera", "las enfermeras ayudan", False),
        ("hi", "नर्स", "नर्सों से पूछें", False),
        ("zh-Hans", "VA", "DVA", False),
    ],
)
def test_words_to_explain_are_found_as_a_language_writes_them(
    language: str, form: str, body: str, found: bool
) -> None:
    pattern = languages.any_of((form,), spaced=languages.of(language).spaced)
    assert found == bool(pattern.search(body))


@pytest.mark.parametrize(
    ("language", "ordered"),
    [
        ("uk", ["ґанок", "дім", "ера", "єва", "жити", "іскра", "їжа", "йод"]),
        ("es", ["abeja", "ánimo", "azul", "ELA"]),
        ("ar", ["الألم", "البلع", "تنفس"]),
        ("zh-Hans", ["ALS", "疼痛", "吞咽", "营养"]),
        ("de", ["Ärztin", "Atmung", "Zunge"]),
    ],
)
def test_words_are_put_in_the_order_of_dictionaries(language: str, ordered: list[str]) -> None:
    assert ordered == sorted(set(ordered), key=languages.sort_key(language))
