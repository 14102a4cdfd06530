from __future__ import annotations

import pytest

from generator.findings import ContentError, ExitCode, Finding, Severity, cells, errors, hardened

FAULT = Finding("a.yaml", 3, 5, "S01", "unknown key 'titel'", "did you mean 'title'?")


def test_a_finding_is_one_line_that_editors_can_parse_and_a_hint() -> None:
    expected = "a.yaml:3:5: S01 unknown key 'titel'\n    hint: did you mean 'title'?"
    assert expected == str(FAULT)


@pytest.mark.parametrize(
    ("finding", "expected"),
    [
        (Finding("a.yaml", 0, 0, "L01", "missing"), "a.yaml: L01 missing"),
        (
            Finding("a.yaml", 1, 2, "W01", "long", severity=Severity.WARNING),
            "a.yaml:1:2: W01 warning: long",
        ),
        (
            Finding("a.yaml", 0, 0, "C10", "unread", "read it", Severity.REVIEW),
            "a.yaml: C10 review: unread\n    hint: read it",
        ),
    ],
)
def test_place_and_weight_are_shown_only_where_they_say_something(
    finding: Finding, expected: str
) -> None:
    assert expected == str(finding)


@pytest.mark.parametrize(
    ("excerpt", "column", "under"),
    [
        ("titel: x", 1, "t"),
        ("  titel: x", 3, "t"),
        ("日本 titel: x", 4, "t"),  # two wide letters: the caret moves by cells
        ("\ttitel: x", 2, "t"),
        ("x" * 200 + "!" + "y" * 200, 201, "!"),
    ],
)
def test_the_caret_stands_under_the_place(excerpt: str, column: int, under: str) -> None:
    finding = Finding("a.yaml", 1, column, "S01", "wrong", excerpt=excerpt)
    _, shown, caret = finding.with_caret().split("\n")
    before = caret.index("^")
    at = next(n for n in range(len(shown)) if cells(shown[:n]) == before)
    assert under == shown[at]
    assert cells(shown) <= 80


def test_a_finding_without_excerpt_shows_no_caret() -> None:
    assert str(FAULT) == FAULT.with_caret()


def test_the_hint_stays_last_under_the_caret() -> None:
    finding = Finding("a.yaml", 1, 1, "S01", "wrong", "mend it", excerpt="titel: x")
    assert ["a.yaml:1:1: S01 wrong", "    titel: x", "    ^", "    hint: mend it"] == (
        finding.with_caret().splitlines()
    )


def test_a_finding_as_data_leaves_nothing_out_that_a_program_needs() -> None:
    assert {
        "file": "a.yaml",
        "line": 3,
        "column": 5,
        "code": "S01",
        "severity": "error",
        "message": "unknown key 'titel'",
        "hint": "did you mean 'title'?",
    } == FAULT.as_dict()


def test_an_error_carries_all_findings_once_in_the_order_of_places() -> None:
    later = Finding("a.yaml", 20, 1, "S02", "twice")
    other = Finding("b.yaml", 1, 1, "S03", "missing")
    assert (FAULT, later, other) == ContentError([other, later, FAULT, later]).findings


def test_strict_raises_warnings_to_errors_and_leaves_reviews() -> None:
    warning = Finding("a", 0, 0, "W01", "long", severity=Severity.WARNING)
    review = Finding("a", 0, 0, "C10", "unread", severity=Severity.REVIEW)
    assert () == errors([warning, review])
    assert ["W01"] == [finding.code for finding in errors(hardened([warning, review]))]


@pytest.mark.parametrize(("text", "width"), [("abc", 3), ("日本", 4), ("e\u0301", 1), ("", 0)])
def test_cells_are_counted_as_a_terminal_shows_them(text: str, width: int) -> None:
    assert width == cells(text)


def test_exit_codes_are_a_stable_interface() -> None:
    assert {"DONE": 0, "FINDINGS": 1, "USAGE": 2, "ENVIRONMENT": 3, "INTERRUPTED": 130} == {
        code.name: int(code) for code in ExitCode
    }
