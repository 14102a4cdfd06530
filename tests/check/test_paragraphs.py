from __future__ import annotations

from pathlib import Path

import pytest

from generator.check import paragraphs
from tests.check.looking import found, wish


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Rest. " * 4, []),
        ("Rest. " * 5, ["a paragraph of 5 sentences and 5 words"]),
        ("so " * 69 + "on.", []),
        ("so " * 70 + "on.", ["a paragraph of 1 sentences and 71 words"]),
    ],
)
def test_a_paragraph_has_few_sentences_and_words(
    demo: Path, text: str, expected: list[str]
) -> None:
    wish(demo, text)
    assert [("W03", "warning", message) for message in expected] == found(paragraphs.check, demo)


def test_two_paragraphs_are_two(demo: Path) -> None:
    wish(demo, "Rest. " * 4, "", "Rest. " * 4)
    assert [] == found(paragraphs.check, demo)
