from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from generator.check import readability
from generator.check.readability import Masker, Reading, measure, sentences, syllables, words_of
from generator.content.library import Library, load
from generator.findings import Severity
from tests.mini import edit, write_project

PLAIN = "Sit down for small jobs. Ask for help with big ones. Rest before you tire. "
HARD = (
    "Multidisciplinary rehabilitation optimises independence. "
    "Professional recommendations facilitate individualised decisions. "
)


@pytest.fixture
def demo(tmp_path: Path) -> Path:
    return write_project(tmp_path)


def checked(demo: Path) -> list[tuple[str, Severity, str]]:
    return [(f.code, f.severity, f.message) for f in readability.check(load(demo), "demo")]


@pytest.mark.parametrize(
    ("word", "count"),
    [
        ("rest", 1), ("nurse", 1), ("helped", 1), ("little", 2), ("table", 2),
        ("muscles", 2), ("people", 2), ("idea", 3), ("breathing", 2), ("the", 1), ("I", 1),
        ("hours", 1), ("doctor", 2), ("chairs", 1), ("changes", 2), ("washes", 2),
        ("stretches", 2), ("aches", 1), ("noses", 2), ("999", 1),
        ("motive", 2), ("moved", 1), ("needed", 2), ("family", 3),
    ],
)  # fmt: skip
def test_syllables_are_counted_by_vowel_groups(word: str, count: int) -> None:
    assert count == syllables(word)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("One. Two! Three?", ["One.", "Two!", "Three?"]),
        ("a list\nwithout stops", ["a list", "without stops"]),
        ("“Quoted.” Then more.", ["“Quoted.", "Then more."]),
        ("  \n\n — \n", []),
        ("Version 1.5 is here.", ["Version 1.5 is here."]),
    ],
)
def test_every_stop_and_every_line_ends_a_sentence(text: str, expected: list[str]) -> None:
    assert expected == [sentence.rstrip("”") for sentence in sentences(text)]


def test_the_grade_is_that_of_kincaid() -> None:
    # 6 words, 1 sentence, 6 syllables
    assert Reading(6, 1, round(0.39 * 6 + 11.8 * 1 - 15.59, 2)) == measure(
        "The cat sat on the mat."
    )


def test_no_words_have_no_grade() -> None:
    assert Reading(0, 0, 0.0) == measure(" … ")


def test_names_and_explained_words_weigh_as_a_plain_one() -> None:
    mask = Masker(["amyotrophic lateral sclerosis", "riluzole"])
    assert "You have motive." == mask("You have amyotrophic lateral sclerosis.")
    assert "motive, motive and motive" == mask("Riluzole, NIV and C9orf72")
    assert "riluzoles stay" == mask("riluzoles stay")  # another word


def test_links_and_marks_are_not_counted(demo: Path) -> None:
    words = words_of(load(demo).topics["call"])
    assert "Your nurse can help with rest." in words
    assert not set("[]*") & set(words)


def test_the_miniature_project_reads_well(demo: Path) -> None:
    assert [] == checked(demo)


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (20, []),
        (21, [("W01", Severity.WARNING)]),
        (25, [("W01", Severity.WARNING)]),
        (26, [("W01", Severity.ERROR)]),
    ],
)
def test_long_sentences_warn_and_longer_ones_stop(
    demo: Path, words: int, expected: list[tuple[str, Severity]]
) -> None:
    edit(
        demo / "topics/wishes.yaml", "You may write", "So " + "so " * (words - 9) + "you may write"
    )
    found = [(code, severity) for code, severity, _ in checked(demo)]
    assert expected == found


@pytest.mark.parametrize(("text", "codes"), [(PLAIN * 6, []), (HARD * 6, ["W02"]), (HARD, [])])
def test_a_hard_topic_warns_when_it_is_long_enough_to_judge(
    demo: Path, text: str, codes: list[str]
) -> None:
    edit(demo / "topics/wishes.yaml", "You may write down what you would want.", text)
    assert codes == [code for code, _, _ in checked(demo)]


def test_other_languages_are_not_judged_by_english_formulas(demo: Path) -> None:
    edit(demo / "topics/wishes.yaml", "You may write down what you would want.", HARD * 6)
    library: Library = load(demo)
    german = replace(library, condition=library.condition.model_copy(update={"language": "de"}))
    assert [] == list(readability.check(german, "demo"))
