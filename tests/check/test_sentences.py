from __future__ import annotations

from pathlib import Path

import pytest

from generator.check import sentences
from generator.check.sentences import WORD
from tests.check.looking import found, wish
from tests.mini import edit


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("One. Two! Three?", ["One.", "Two!", "Three?"]),
        ("a list\nwithout stops", ["a list", "without stops"]),
        ("“Quoted.” Then more.", ["“Quoted.", "Then more."]),
        ("  \n\n — \n", []),
        ("Version 1.5 is here.", ["Version 1.5 is here."]),
        ("At 10 a.m. each day. Then rest.", ["At 10 a.m. each day.", "Then rest."]),
        ("See Dr. Ng. Then rest.", ["See Dr Ng.", "Then rest."]),
        ("你好。再见。", ["你好。", "再见。"]),
        ("आराम करें। फिर उठें।", ["आराम करें।", "फिर उठें।"]),
    ],
)
def test_a_stop_and_a_new_start_make_sentences(text: str, expected: list[str]) -> None:
    assert expected == sentences.sentences(text)


def test_words_may_hold_apostrophes_hyphens_and_decimals() -> None:
    assert ["Don't", "re-use", "it", "1.5"] == WORD.findall("Don't re-use it: 1.5 (…)")


@pytest.mark.parametrize(
    ("words", "expected"), [(20, []), (21, ["warning"]), (25, ["warning"]), (26, ["error"])]
)
def test_long_sentences_warn_and_longer_ones_stop(
    demo: Path, words: int, expected: list[str]
) -> None:
    wish(demo, "So " + "so " * (words - 2) + "on.")
    assert [("W01", severity) for severity in expected] == [
        (code, severity) for code, severity, _ in found(sentences.check, demo)
    ]


def test_what_a_word_means_is_read_too(demo: Path) -> None:
    edit(demo / "glossary.yaml", "meaning: A", "meaning: " + "Very " * 21 + "long. A")
    ((code, _, message),) = found(sentences.check, demo)
    assert ("W01", True) == (code, message.startswith("a sentence of 22 words: 'Very very"[:28]))


def test_descriptions_for_staff_may_be_longer(demo: Path) -> None:
    edit(demo / "needs.yaml", "description: Tired", "description: " + "Very " * 26 + "tired. Tired")
    assert [] == found(sentences.check, demo)
