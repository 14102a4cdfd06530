"""W05: headings that are long, or stand on each other. They are read first, and alone."""

from __future__ import annotations

from collections.abc import Iterator

from generator.check.said import Role, Subject
from generator.check.sentences import WORD
from generator.content.crosscheck import blocks
from generator.findings import Finding

MOST_WORDS = 8


def check(subject: Subject) -> Iterator[Finding]:
    """Look at the titles of the topics, their blocks and boxes."""
    for written in subject.topics:
        for said in written.said:
            length = len(WORD.findall(said.words))
            if said.role in (Role.TITLE, Role.HEADING) and length > MOST_WORDS:
                yield said.finding(
                    "W05", f"a heading of {length} words", f"at most {MOST_WORDS}: say what helps"
                )
        for loc, block in blocks(written.topic):
            if block.title and block.callout and block.callout.title:
                yield written.finding(
                    (*loc, "callout", "title"), "W05", "a heading right under a heading",
                    "keep one of the two",
                )  # fmt: skip
