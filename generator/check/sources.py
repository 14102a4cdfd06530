"""Claims and regional facts whose source nobody has read yet; texts nobody has signed."""

from __future__ import annotations

from collections.abc import Iterator

from generator.check.dates import facts
from generator.content.library import Library
from generator.findings import Finding, Severity


def check(library: Library, folder: str) -> Iterator[Finding]:
    """List, for the reviewers, what rests on memory."""
    for region in library.regions.values():
        for name, fact in facts(region):
            if fact.verify:
                yield Finding(
                    f"{folder}/regions/{region.region}.yaml", 0, 0, "C10",
                    f"{name} rests on a source not yet read",
                    "read it, then take 'verify: true' away", Severity.REVIEW,
                )  # fmt: skip
    for topic in library.topics.values():
        unread = [name for name in topic.sources if library.sources[name].verify]
        if unread:
            yield Finding(
                f"{folder}/topics/{topic.id}.yaml", 0, 0, "C10",
                f"rests in part on sources not yet read: {', '.join(unread)}",
                "read them, then take 'verify: true' away in sources.yaml", Severity.REVIEW,
            )  # fmt: skip
        if topic.review.status == "draft":
            yield Finding(
                f"{folder}/topics/{topic.id}.yaml", 0, 0, "C11", "no named clinician has signed it",
                "a clinician signs in the 'review:' lines", Severity.REVIEW,
            )  # fmt: skip
