"""C10, C11, C15: claims without a source, claims whose source nobody has read, unsigned texts."""

from __future__ import annotations

from collections.abc import Iterator

from generator.check.dates import placed
from generator.check.said import Subject, Written
from generator.content.crosscheck import blocks
from generator.findings import Finding, Severity

CLAIMS = frozenset({"text", "steps", "callout", "table", "contact"})
"""Kinds of block that say what is so or what to do."""


def check(subject: Subject) -> Iterator[Finding]:
    """List, for the reviewers, what rests on memory or on nothing."""
    unread = {one.id for one in subject.files.sources.value.sources if one.verify}
    for region in subject.files.regions:
        for loc, name, fact in placed(region.value):
            if fact.verify:
                yield region.source.finding(
                    loc, "C10", f"{name} rests on a source not yet read",
                    "read it, then take 'verify: true' away", severity=Severity.REVIEW,
                )  # fmt: skip
    for written in subject.topics:
        yield from _unread(written, unread)
        yield from _missing(written)


def _unread(written: Written, unread: set[str]) -> Iterator[Finding]:
    topic = written.topic
    if names := [name for name in topic.sources if name in unread]:
        yield written.finding(
            ("sources",), "C10", f"rests in part on sources not yet read: {', '.join(names)}",
            "read them, then take 'verify: true' away in sources.yaml", Severity.REVIEW,
        )  # fmt: skip
    if topic.review.status == "draft":
        yield written.finding(
            ("review", "status"), "C11", "no named clinician has signed it",
            "a clinician signs in the 'review:' lines", Severity.REVIEW,
        )  # fmt: skip


def _missing(written: Written) -> Iterator[Finding]:
    """Ask each block of a topic with several sources; a single one stands for all."""
    if len(written.topic.sources) == 1:
        return
    for loc, block in blocks(written.topic):
        if block.kind in CLAIMS and not block.sources:
            yield written.finding(
                (*loc, block.kind), "C15", f"this {block.kind} block names no source",
                "add 'sources: [...]' to the block",
            )  # fmt: skip
