from __future__ import annotations

from pathlib import Path

import pytest

from generator.check import pictures
from tests.check.looking import codes, found
from tests.mini import edit

SEEN = "description: A chair with two arms, seen from the side."


def test_good_pictures_pass(demo: Path) -> None:
    assert [] == found(pictures.descriptions, demo) + found(pictures.unused, demo)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("A chair seen so so.", ["C16"]),
        ("A chair, seen so so.", []),
        ("Picture of a chair with two arms.", ["C16"]),
        ("An image showing a chair with arms.", ["C16"]),
        ("A photograph of a chair with two arms.", ["C16"]),
        ("A chair under a picture of a hill.", []),
        ("Pictures hang over a chair with arms.", []),
    ],
)
def test_a_description_says_what_is_seen(demo: Path, text: str, expected: list[str]) -> None:
    edit(demo / "pictures/chair.yaml", SEEN, f"description: {text}")
    assert expected == codes(pictures.descriptions, demo)


def test_a_description_says_more_than_the_title(demo: Path) -> None:
    chair = demo / "pictures/chair.yaml"
    edit(chair, "title: A chair", "title: A chair with two arms and a back")
    edit(chair, SEEN, "description: A chair with two arms and a back")
    assert ["C16"] == codes(pictures.descriptions, demo)


def test_a_picture_that_no_topic_shows_is_listed(demo: Path) -> None:
    edit(demo / "topics/rest.yaml", "picture: {name: chair, caption:", "callout: {kind: tip, text:")
    assert [("C17", "review", "no topic shows the picture 'chair'")] == found(pictures.unused, demo)
