"""W08: words that hurt, blame, promise too much or say nothing; the list is words.yaml."""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.check.said import Said, Subject
from generator.content.house import Avoided
from generator.findings import Finding, Severity


def check(subject: Subject) -> Iterator[Finding]:
    """Look for every listed word in everything a reader may see."""
    avoid = [(pattern_of(one.word), one) for one in subject.words.avoid]
    if not avoid:
        return
    either = any_pattern([one.word for _, one in avoid])
    for said in subject.everything():
        if either.search(said.words.lower()):
            for pattern, one in avoid:
                yield from _found(said, pattern, one)


def _found(said: Said, pattern: re.Pattern[str], one: Avoided) -> Iterator[Finding]:
    fine = [
        match.span() for phrase in one.unless for match in pattern_of(phrase).finditer(said.words)
    ]
    for match in pattern.finditer(said.words):
        if not any(start <= match.start() and match.end() <= end for start, end in fine):
            yield said.finding(
                "W08", f"'{match[0]}': {one.reason}", f"write: {one.instead}",
                Severity(one.severity),
            )  # fmt: skip


def pattern_of(phrase: str) -> re.Pattern[str]:
    """Make the pattern of a word or phrase as authors write it: `*` is any ending."""
    return re.compile(rf"(?<!\w){_inner(phrase)}(?!\w)", re.IGNORECASE)


def any_pattern(phrases: list[str]) -> re.Pattern[str]:
    """Make one quick pattern, for small letters, of all such words."""
    return re.compile(rf"\b(?:{'|'.join(_inner(one.lower()) for one in phrases) or '(?!)'})\b")


def _inner(phrase: str) -> str:
    words = [re.escape(word).replace(r"\*", r"\w*") for word in phrase.replace("’", "'").split()]
    return r"[\s-]+".join(words).replace(r"\-", r"[\s-]?").replace("'", "['’]")
