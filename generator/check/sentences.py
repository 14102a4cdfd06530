"""W01: long sentences. A tired reader has lost the start of one before it ends."""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.check.said import PROSE, Subject
from generator.findings import Finding, Severity

LONG = 20
TOO_LONG = 25
ENDS = re.compile(r"(?<=[.!?…。！？।؟])[\"”’)]*(?:\s+|(?<=[。！？]))(?![a-zà-ÿ])|\n+")
"""A stop, then a new start; `10 a.m. each day` goes on."""
TITLES = re.compile(r"\b(Drs?|Mrs?|Ms|Prof|St|No|vs|e\.g|i\.e)\.(?=\s)")
WORD = re.compile(r"[^\W_]+(?:[.,'’-][^\W_]+)*")


def check(subject: Subject) -> Iterator[Finding]:
    """Count the words of every sentence of a topic, and of every word explained."""
    for said in subject.everything():
        if said.role in PROSE or said.loc[-1] == "meaning":
            for sentence in sentences(said.words):
                length = len(WORD.findall(sentence))
                if length > LONG:
                    yield said.finding(
                        "W01", f"a sentence of {length} words: '{sentence[:48]}…'",
                        "make two of it",
                        Severity.ERROR if length > TOO_LONG else Severity.WARNING,
                    )  # fmt: skip


def sentences(text: str) -> list[str]:
    """Cut a text into sentences; every line ends one."""
    text = TITLES.sub(r"\1", text)
    return [part.strip() for part in ENDS.split(text) if WORD.search(part)]
