from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from generator.check import dates
from generator.content.library import Library, load
from generator.findings import Severity
from tests.mini import edit, write_project

DUE = date(2090, 1, 31)
"""The day on which everything in the miniature project runs out."""


@pytest.fixture
def library(tmp_path: Path) -> Library:
    return load(write_project(tmp_path))


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
    library: Library, today: date, expected: tuple[str, Severity] | None
) -> None:
    found = list(dates.check(library, "demo", today))
    assert ([expected] * 5 if expected else []) == [(f.code, f.severity) for f in found]


def test_each_is_named_with_its_file(library: Library) -> None:
    assert [
        ("demo/topics/call.yaml", f"the review was due on {DUE}"),
        ("demo/topics/rest.yaml", f"the review was due on {DUE}"),
        ("demo/topics/wishes.yaml", f"the review was due on {DUE}"),
        ("demo/regions/001.yaml", f"the emergency number was due on {DUE}"),
        ("demo/regions/GB.yaml", f"the emergency number was due on {DUE}"),
    ] == [(f.file, f.message) for f in dates.check(library, "demo", date(2091, 1, 1))]


def test_organisations_medicines_and_legal_names_are_facts_too(tmp_path: Path) -> None:
    demo = write_project(tmp_path)
    days = "sources: [S1], checked: 2026-01-31, expires: 2090-01-31"
    edit(
        demo / "regions/GB.yaml",
        "paper: A4",
        f"paper: A4\norganisations:\n  - {{name: A group, what: Helps., {days}}}\n"
        f"medicines:\n  rest: {{name: Rest, status: unknown, note: Ask., {days}}}\n"
        f"legal:\n  - {{name: A will, note: Ask., {days}}}",
    )
    assert [
        "the emergency number", "organisation 'A group'", "medicine 'rest'", "legal name 'A will'",
    ] == [name for name, _ in dates.facts(load(demo).regions["GB"])]  # fmt: skip


@pytest.mark.parametrize(
    ("today", "expected"),
    [(date(2027, 2, 1), "C20"), (date(2027, 1, 31), "C21"), (date(2026, 11, 3), "C21"),
     (date(2026, 11, 2), None)],
)  # fmt: skip
def test_a_legal_name_is_told_of_from_ninety_days_before_its_day(
    tmp_path: Path, today: date, expected: str | None
) -> None:
    demo = write_project(tmp_path)
    edit(
        demo / "regions/GB.yaml",
        "paper: A4",
        "paper: A4\nlegal:\n  - {name: A will, note: Ask., sources: [S1], checked: 2026-01-31,"
        " expires: 2027-01-31}",
    )
    found = [f for f in dates.check(load(demo), "demo", today) if "legal name" in f.message]
    assert ([expected] if expected else []) == [f.code for f in found]
