from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from generator.check import dates
from generator.findings import Severity
from tests.check.looking import subject_of
from tests.mini import edit

DUE = date(2090, 1, 31)
"""The day on which everything in the miniature project runs out."""


@pytest.mark.parametrize(
    ("today", "expected"),
    [
        (date(2090, 2, 1), ("C20", Severity.WARNING)),
        (date(2090, 1, 31), ("C21", Severity.REVIEW)),
        (date(2089, 11, 3), ("C21", Severity.REVIEW)),
        (date(2089, 11, 2), None),
    ],
)
def test_reviews_and_facts_are_told_of_before_and_after_their_day(
    demo: Path, today: date, expected: tuple[str, Severity] | None
) -> None:
    found = list(dates.check(subject_of(demo, today=today)))
    assert ([expected] * 5 if expected else []) == [(f.code, f.severity) for f in found]


def test_each_is_named_with_its_place(demo: Path) -> None:
    found = list(dates.check(subject_of(demo, today=date(2091, 1, 1))))
    assert [
        ("demo/topics/call.yaml", f"the review was due on {DUE}"),
        ("demo/topics/rest.yaml", f"the review was due on {DUE}"),
        ("demo/topics/wishes.yaml", f"the review was due on {DUE}"),
        ("demo/regions/001.yaml", f"the emergency number was due on {DUE}"),
        ("demo/regions/GB.yaml", f"the emergency number was due on {DUE}"),
    ] == [(one.file, one.message) for one in found]
    for one in found:
        assert one.excerpt[one.column - 1 :].startswith(("due: 2090", "expires: 2090"))


def test_organisations_medicines_and_legal_names_are_facts_too(demo: Path) -> None:
    days = "sources: [S1], checked: 2026-01-31, expires: 2090-01-31"
    edit(
        demo / "regions/GB.yaml",
        "paper: A4",
        f"paper: A4\norganisations:\n  - {{name: A group, what: Helps., {days}}}\n"
        f"medicines:\n  rest: {{name: Rest, status: unknown, note: Ask., {days}}}\n"
        f"legal:\n  - {{name: A will, note: Ask., {days}}}",
    )
    region = subject_of(demo).files.regions[1].value
    assert [
        ("the emergency number", ("emergency",)),
        ("organisation 'A group'", ("organisations", 0)),
        ("medicine 'rest'", ("medicines", "rest")),
        ("legal name 'A will'", ("legal", 0)),
    ] == [(name, loc) for loc, name, _ in dates.placed(region)]
    assert [name for _, name, _ in dates.placed(region)] == [
        name for name, _ in dates.facts(region)
    ]


@pytest.mark.parametrize(
    ("today", "expected"),
    [(date(2027, 2, 1), "C20"), (date(2027, 1, 31), "C21"), (date(2026, 11, 3), "C21"),
     (date(2026, 11, 2), None)],
)  # fmt: skip
def test_a_legal_name_is_told_of_from_ninety_days_before_its_day(
    demo: Path, today: date, expected: str | None
) -> None:
    edit(
        demo / "regions/GB.yaml",
        "paper: A4",
        "paper: A4\nlegal:\n  - {name: A will, note: Ask., sources: [S1], checked: 2026-01-31,"
        " expires: 2027-01-31}",
    )
    found = [f for f in dates.check(subject_of(demo, today=today)) if "legal name" in f.message]
    assert ([expected] if expected else []) == [f.code for f in found]
