from __future__ import annotations

from pathlib import Path

import pytest

from generator.check import lists
from tests.check.looking import found, subject_of, wish
from tests.mini import edit

LENGTHS = [(7, []), (8, ["warning"]), (9, ["warning"]), (10, ["error"])]


@pytest.mark.parametrize(("length", "expected"), LENGTHS)
def test_long_lists_warn_and_longer_ones_stop(demo: Path, length: int, expected: list[str]) -> None:
    wish(demo, "First:", "", *["- one"] * length)
    assert [("W04", severity, f"a list of {length} items") for severity in expected] == found(
        lists.check, demo
    )


@pytest.mark.parametrize("kind", ["steps", "checklist", "questions"])
@pytest.mark.parametrize(("length", "expected"), LENGTHS)
def test_so_do_long_lists_of_steps_boxes_and_questions(
    demo: Path, kind: str, length: int, expected: list[str]
) -> None:
    edit(demo / "topics/rest.yaml", "questions: [What may I leave undone?]",
         f"{kind}: [{', '.join(['One'] * length)}]")  # fmt: skip
    assert [("W04", severity) for severity in expected] == [
        (code, severity) for code, severity, _ in found(lists.check, demo)
    ]


def test_the_signs_to_call_for_are_a_list_too(demo: Path) -> None:
    edit(demo / "topics/call.yaml", "when: [", "when: [" + "One, " * 6)
    assert [("W04", "warning", "a list of 8 items")] == found(lists.check, demo)


def test_two_lists_of_one_text_are_counted_apart(demo: Path) -> None:
    wish(demo, *["- one"] * 5, "", "Then:", "", *["- two"] * 5)
    assert [] == found(lists.check, demo)


def test_a_list_in_a_list_is_found_once_where_it_begins(demo: Path) -> None:
    wish(demo, "- one", "  - under one", "  - under one too", "- two")
    (finding,) = lists.check(subject_of(demo))
    assert ("W04", "- under one") == (finding.code, finding.excerpt.strip())
