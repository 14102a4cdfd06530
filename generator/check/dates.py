"""C20, C21: reviews and regional facts that are, or soon will be, out of date."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from generator.check.said import Subject
from generator.content.model import Fact, Region
from generator.content.source import Loc, Source
from generator.findings import Finding, Severity

SOON = timedelta(days=90)


def check(subject: Subject) -> Iterator[Finding]:
    """Warn before a fact expires or a review is due; the release stops after."""
    for topic in subject.files.topics:
        due = topic.value.review.due
        yield from _due(topic.source, ("review", "due"), "the review", due, subject.today)
    for region in subject.files.regions:
        for loc, name, fact in placed(region.value):
            yield from _due(region.source, (*loc, "expires"), name, fact.expires, subject.today)


def facts(region: Region) -> Iterator[tuple[str, Fact]]:
    """Yield the facts of a region with their names."""
    return ((name, fact) for _, name, fact in placed(region))


def placed(region: Region) -> Iterator[tuple[Loc, str, Fact]]:
    """Yield the facts of a region with their places and names."""
    yield ("emergency",), "the emergency number", region.emergency
    for number, organisation in enumerate(region.organisations):
        yield ("organisations", number), f"organisation '{organisation.name}'", organisation
    for key, medicine in region.medicines.items():
        yield ("medicines", key), f"medicine '{key}'", medicine
    for number, paper in enumerate(region.legal):
        yield ("legal", number), f"legal name '{paper.name}'", paper


def _due(source: Source, loc: Loc, name: str, day: date, today: date) -> Iterator[Finding]:
    if day < today:
        yield source.finding(
            loc, "C20", f"{name} was due on {day}", "look at it again and set a new date",
            severity=Severity.WARNING,
        )  # fmt: skip
    elif day - today < SOON:
        yield source.finding(
            loc, "C21", f"{name} is due on {day}", "plan to look at it again",
            severity=Severity.REVIEW,
        )  # fmt: skip
