from __future__ import annotations

from pathlib import Path

import pytest

from generator.check import calls
from generator.content.house import Words
from generator.content.reading import typed
from generator.content.source import Source
from tests.check.looking import found, subject_of
from tests.mini import edit

PARTS = "call: {parts: [A, B]}"
NEEDS = "call: {needs: [tired]}"
SILENT = ("C14", "warning", "nothing here says when to call")


@pytest.mark.parametrize("words", [PARTS, NEEDS])
def test_topics_of_the_parts_and_needs_say_when_to_call(demo: Path, words: str) -> None:
    assert [SILENT, SILENT] == found(calls.check, demo, words)
    assert ["demo/topics/rest.yaml", "demo/topics/wishes.yaml"] == [
        finding.file for finding in calls.check(subject_of(demo, words))
    ]


@pytest.mark.parametrize("words", ["", "known: [UK]", "call: {parts: [A]}"])
def test_other_topics_need_not(demo: Path, words: str) -> None:
    assert [] == found(calls.check, demo, words)


@pytest.mark.parametrize("kind", ["call-now", "same-day"])
def test_a_box_says_it(demo: Path, kind: str) -> None:
    edit(demo / "topics/rest.yaml", "kind: tip", f"kind: {kind}")
    assert [SILENT] == found(calls.check, demo, PARTS)


def test_so_does_a_link_to_the_page_that_says_it(demo: Path) -> None:
    edit(demo / "topics/rest.yaml", "Ask your team what helps.", "See [when to call](call).")
    assert [SILENT] == found(calls.check, demo, PARTS)


def test_a_link_elsewhere_does_not(demo: Path) -> None:
    edit(demo / "topics/rest.yaml", "Ask your team what helps.", "See [your wishes](wishes).")
    assert [SILENT, SILENT] == found(calls.check, demo, PARTS)


def test_the_hint_names_that_page(demo: Path) -> None:
    finding = next(calls.check(subject_of(demo, PARTS)))
    assert finding.hint.endswith(", or link to [call](call)")


def test_unknown_parts_and_needs_are_named_with_their_place(demo: Path) -> None:
    words = typed(Words, Source("call:\n  parts: [B, X]\n  needs: [tird]\n", "words.yaml"))
    assert [
        ("L04", 2, "there is no part 'X' in the map", "parts are A, B"),
        ("L06", 3, "there is no need 'tird'", "did you mean 'tired'?"),
    ] == [
        (finding.code, finding.line, finding.message, finding.hint)
        for finding in calls.names_are_known(words, subject_of(demo).files)
    ]
