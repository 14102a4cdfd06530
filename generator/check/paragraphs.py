"""W03: long paragraphs. On a small page a block of grey is passed over."""

from __future__ import annotations

from collections.abc import Iterator

from generator.check.said import Role, Subject
from generator.check.sentences import WORD, sentences
from generator.findings import Finding

MOST_SENTENCES = 4
MOST_WORDS = 70


def check(subject: Subject) -> Iterator[Finding]:
    """Count the sentences and words of every paragraph and item of the topics."""
    for written in subject.topics:
        for said in written.said:
            if said.role not in (Role.PARAGRAPH, Role.ITEM):
                continue
            number, words = len(sentences(said.words)), len(WORD.findall(said.words))
            if number > MOST_SENTENCES or words > MOST_WORDS:
                yield said.finding(
                    "W03", f"a paragraph of {number} sentences and {words} words",
                    f"at most {MOST_SENTENCES} sentences and {MOST_WORDS} words: make two, or a "
                    "list",
                )  # fmt: skip
