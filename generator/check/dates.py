"""Reviews and regional facts that are, or soon will be, out of date."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from generator.content.library import Library
from generator.content.model import Fact, Region
from generator.findings import Finding, Severity

SOON = timedelta(days=90)


def check(library: Library, folder: str, today: date | None = None) -> Iterator[Finding]:
    """Warn before a fact expires or a review is due; the release stops after."""
    today = today or date.today()
    for topic in library.topics.values():
        yield from _due(f"{folder}/topics/{topic.id}.yaml", "the review", topic.review.due, today)
    for region in library.regions.values():
        where = f"{folder}/regions/{region.region}.yaml"
        for name, fact in facts(region):
            yield from _due(where, name, fact.expires, today)


def facts(region: Region) -> Iterator[tuple[str, Fact]]:
    """Yield the facts of a region with their names."""
    yield "the emergency number", region.emergency
    for organisation in region.organisations:
        yield f"organisation '{organisation.name}'", organisation
    for key, medicine in region.medicines.items():
        yield f"medicine '{key}'", medicine


def _due(where: str, name: str, day: date, today: date) -> Iterator[Finding]:
    if day < today:
        yield Finding(
            where, 0, 0, "C20", f"{name} was due on {day}", "look at it again and set a new date",
            Severity.WARNING,
        )  # fmt: skip
    elif day - today < SOON:
        yield Finding(
            where, 0, 0, "C21", f"{name} is due on {day}", "plan to look at it again",
            Severity.REVIEW,
        )  # fmt: skip
