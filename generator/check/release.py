"""What `--release` refuses: drafts, overdue reviews, expired facts, unread sources."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from generator.booklet import is_draft
from generator.check.dates import facts
from generator.content.library import Library
from generator.content.model import Region
from generator.findings import Finding
from generator.select import Selection


def release_findings(library: Library, selection: Selection, today: date) -> list[Finding]:
    """Say why a booklet may not be released, all of it."""
    return [
        *_reviews(selection, today),
        *_facts(library.regions[selection.profile.region], today),
        *_sources(library, selection),
    ]


def unrevised(library: Library) -> list[Finding]:
    """Say that a booklet holds translations that nobody has revised."""
    assert library.translation is not None
    return [
        _finding(
            f"language {library.translation.language}", "R05",
            "no translator and no second person have signed all that this booklet prints",
            "both sign with: booklet translate sign",
        )
    ]  # fmt: skip


def _reviews(selection: Selection, today: date) -> Iterator[Finding]:
    for one in selection.chosen:
        review = one.topic.review
        if is_draft(review):
            yield _finding(
                f"topic {one.topic.id}", "R01", "no named clinician has signed this text",
                "a clinician signs in the topic's 'review:' lines",
            )  # fmt: skip
        if review.due < today:
            yield _finding(
                f"topic {one.topic.id}", "R02", f"the review was due on {review.due}",
                "have it reviewed and set a new 'due:'",
            )  # fmt: skip


def _facts(region: Region, today: date) -> Iterator[Finding]:
    for name, fact in facts(region):
        if fact.expires < today:
            yield _finding(
                f"region {region.region}", "R03", f"{name} was good until {fact.expires}",
                "look it up again and set 'checked:' and 'expires:'",
            )  # fmt: skip
        if fact.verify:
            yield _finding(
                f"region {region.region}", "R04", f"{name} rests on a source not yet read",
                "read it, then take 'verify: true' away",
            )  # fmt: skip


def _sources(library: Library, selection: Selection) -> Iterator[Finding]:
    for one in selection.chosen:
        unread = [name for name in one.topic.sources if library.sources[name].verify]
        if unread:
            yield _finding(
                f"topic {one.topic.id}", "R04", f"sources not yet read: {', '.join(unread)}",
                "read them, then take 'verify: true' away",
            )  # fmt: skip


def _finding(where: str, code: str, message: str, hint: str) -> Finding:
    return Finding(where, 0, 0, code, message, hint)
