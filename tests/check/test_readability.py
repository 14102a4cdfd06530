from __future__ import annotations

from pathlib import Path

import pytest

from generator.check import readability
from generator.check.readability import FORMULAS, Masker, Reading, measure, words_of
from tests.check.looking import found, subject_of, wish
from tests.mini import edit

PLAIN = "Sit down for small jobs. Ask for help with big ones. Rest before you tire."
HARD = (
    "Multidisciplinary rehabilitation optimises independence. "
    "Professional recommendations facilitate individualised decisions."
)
MIDDLING = (
    "Ask your family to help with shopping, cooking and cleaning, so that you save your energy."
)
GERMAN = "Bei ALS sterben die Nerven ab, die unsere Muskeln bewegen."


def test_a_text_is_counted() -> None:
    assert Reading(words=6, sentences=1, syllables=8, short=5, many=1, long=1) == measure(
        "The cat sat on the umbrella."
    )


def test_the_english_figure_is_the_grade_of_kincaid() -> None:
    reading = measure("The cat sat on the mat.")
    assert 0.39 * 6 + 11.8 * 1 - 15.59 == pytest.approx(FORMULAS["en"].value(reading))


@pytest.mark.parametrize(
    ("language", "expected"),
    [  # one sentence of ten words, fifteen syllables; two long words, one of three syllables
        ("es", 206.835 - 62.3 * 1.5 - 10),
        ("fr", 207 - 1.015 * 10 - 73.6 * 1.5),
        ("pt", 248.835 - 1.015 * 10 - 84.6 * 1.5),
        ("de", 0.1935 * 10 + 0.1672 * 10 + 0.1297 * 20 - 0.0327 * 60 - 0.875),
    ],
)
def test_each_language_has_the_published_constants(language: str, expected: float) -> None:
    reading = Reading(words=10, sentences=1, syllables=15, short=6, many=1, long=2)
    assert expected == pytest.approx(FORMULAS[language].value(reading))


def test_a_german_sentence_is_counted_by_german_rules() -> None:
    reading = measure(GERMAN, "de")
    assert (10, 1, 17) == (reading.words, reading.sentences, reading.syllables)


@pytest.mark.parametrize("language", ["ar", "hi", "zh", "uk"])
def test_a_language_without_a_sound_formula_is_not_judged(demo: Path, language: str) -> None:
    wish(demo, *[HARD] * 12)
    edit(demo / "condition.yaml", "language: en", f"language: {language}")
    assert [] == found(readability.check, demo)
    assert [] == readability.figures(subject_of(demo))


@pytest.mark.parametrize("language", FORMULAS)
def test_hard_words_are_hard_in_every_formula(language: str) -> None:
    formula = FORMULAS[language]
    assert formula.is_beyond(formula.value(measure(HARD, language)), formula.hard)
    easy = formula.value(measure("Tom sat. Ann ran. Kim ate. Bob is in.", language))
    assert not formula.is_beyond(easy, formula.look)


def test_names_and_explained_words_weigh_as_a_plain_one() -> None:
    mask = Masker(["amyotrophic lateral sclerosis", "riluzole"])
    assert "You have word." == mask("You have amyotrophic lateral sclerosis.")
    assert "word, word and word" == mask("Riluzole, NIV and C9orf72")
    assert "riluzoles stay" == mask("riluzoles stay")  # another word
    assert "Call word now" == mask("Call {emergency-number} now")


def test_without_a_glossary_nothing_is_masked() -> None:
    assert "Riluzole stays" == Masker([])("Riluzole stays")


def test_links_and_marks_are_not_counted(demo: Path) -> None:
    (call,) = [one.topic for one in subject_of(demo).topics if one.topic.id == "call"]
    words = words_of(call)
    assert "Your nurse can help with rest." in words
    assert not set("[]*") & set(words)


@pytest.mark.parametrize(
    ("text", "expected"),
    [(PLAIN, []), (MIDDLING, ["review"]), (HARD, ["warning"])],
)
def test_a_hard_topic_warns_and_a_middling_one_asks_for_a_look(
    demo: Path, text: str, expected: list[str]
) -> None:
    wish(demo, *[f"{text}\n" for _ in range(12)])
    assert [("W02", severity) for severity in expected] == [
        (code, severity) for code, severity, _ in found(readability.check, demo)
    ]


def test_a_short_topic_is_not_judged(demo: Path) -> None:
    wish(demo, *[f"{HARD}\n" for _ in range(9)])
    assert [] == found(readability.check, demo)


def test_cells_and_labels_are_no_sentences(demo: Path) -> None:
    wish(demo, *[f"{HARD}\n" for _ in range(12)])
    before = found(readability.check, demo)
    edit(
        demo / "topics/wishes.yaml", "  - write-in:",
        "  - table: {head: [A, B], rows: [[Sit, Go], [See, Do], [Eat, Nap]]}\n  - write-in:",
    )  # fmt: skip
    assert before == found(readability.check, demo)
    assert ["W02"] == [code for code, _, _ in before]
