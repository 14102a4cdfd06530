from __future__ import annotations

from pathlib import Path

import pytest

from generator.check import messages
from tests.check.looking import found, subject_of, wish
from tests.mini import edit

KEY = "key_message: Rest before you are tired."


@pytest.mark.parametrize(
    "text", ["To be written.", "Rest. TODO more", "Lorem ipsum dolor", "Ask [insert name].", "???"]
)
def test_a_stand_in_must_not_print(demo: Path, text: str) -> None:
    wish(demo, text)
    ((code, severity, _),) = found(messages.check, demo)
    assert ("C12", "error") == (code, severity)


@pytest.mark.parametrize("text", ["What needs to be done?", "A todo list helps.", "Why? Ask."])
def test_words_that_only_look_like_one_may(demo: Path, text: str) -> None:
    wish(demo, text)
    assert [] == found(messages.check, demo)


def test_other_files_are_looked_at_too(demo: Path) -> None:
    edit(demo / "pictures/chair.yaml", "description: A chair", "description: TODO A chair")
    (finding,) = messages.check(subject_of(demo))
    assert ("C12", "demo/pictures/chair.yaml", 2) == (finding.code, finding.file, finding.line)


@pytest.mark.parametrize(("words", "expected"), [(30, []), (31, ["a key message of 31 words"])])
def test_a_key_message_is_short(demo: Path, words: int, expected: list[str]) -> None:
    edit(demo / "topics/rest.yaml", KEY, "key_message: " + " ".join(["so"] * words))
    assert [("C13", "warning", one) for one in expected] == found(messages.check, demo)


def test_a_key_message_says_more_than_the_title(demo: Path) -> None:
    edit(demo / "topics/rest.yaml", KEY, "key_message: Rest WELL!")
    assert [("C13", "warning", "the key message only says the title again")] == found(
        messages.check, demo
    )
