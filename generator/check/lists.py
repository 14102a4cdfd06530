"""W04: long lists, and lists inside lists. Nobody holds more than seven things in mind."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from generator.check.said import Said, Subject, Written
from generator.content.crosscheck import blocks
from generator.findings import Finding, Severity

LONG = 7
TOO_LONG = 9


def check(subject: Subject) -> Iterator[Finding]:
    """Count the items of every list of the topics."""
    for written in subject.topics:
        for said in written.said:
            if said.depth > 1 and said.item == 1:
                yield said.finding(
                    "W04", "a list inside a list", "give it a heading and a list of its own"
                )
        for last in _last_items(written):
            if last.item > LONG:
                yield last.finding("W04", *_words(last.item), _severity(last.item))
        for loc, block in blocks(written.topic):
            items = block.contact.when if block.contact else block.content
            if block.kind in ("steps", "checklist", "questions", "contact") and len(items) > LONG:
                yield written.finding(
                    (*loc, block.kind), "W04", *_words(len(items)), _severity(len(items))
                )


def _last_items(written: Written) -> Iterator[Said]:
    """Yield the last item of every list in Markdown: its number is the list's length."""
    items = [said for said in written.said if said.depth == 1]
    for one, after in pairwise([*items, None]):
        if one and (after is None or after.loc != one.loc or after.item < one.item):
            yield one


def _words(length: int) -> tuple[str, str]:
    return (
        f"a list of {length} items",
        f"at most {LONG}: split it under two headings, or leave some out",
    )


def _severity(length: int) -> Severity:
    return Severity.ERROR if length > TOO_LONG else Severity.WARNING
