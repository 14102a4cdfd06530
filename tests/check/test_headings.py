from __future__ import annotations

from pathlib import Path

import pytest

from generator.check import headings
from tests.check.looking import found
from tests.mini import edit


@pytest.mark.parametrize(
    ("words", "expected"), [(8, []), (9, [("W05", "warning", "a heading of 9 words")])]
)
@pytest.mark.parametrize("title", ["title: Rest well", "title: What helps"])
def test_titles_and_headings_are_short(
    demo: Path, title: str, words: int, expected: list[tuple[str, str, str]]
) -> None:
    edit(demo / "topics/rest.yaml", title, "title: " + " ".join(["so"] * words))
    assert expected == found(headings.check, demo)


def test_a_long_paragraph_is_no_heading(demo: Path) -> None:
    edit(demo / "topics/rest.yaml", "You need rest too.", "You " * 20 + "need rest too.")
    assert [] == found(headings.check, demo)


def test_two_headings_do_not_stand_on_each_other(demo: Path) -> None:
    edit(
        demo / "topics/rest.yaml",
        "callout: {kind: tip, text:",
        "title: A chair\n    callout: {kind: tip, title: A good chair, text:",
    )
    assert [("W05", "warning", "a heading right under a heading")] == found(headings.check, demo)
