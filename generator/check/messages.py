"""C12, C13: text that is still to be written, and key messages that do not work alone."""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.check.said import Role, Subject
from generator.check.sentences import WORD
from generator.findings import Finding, Severity

STAND_IN = re.compile(
    r"^(?i:to be (?:written|added|done|confirmed)\b)|(?i:\blorem ipsum\b)"
    r"|\b(?:TODO|TBC|TBD|FIXME|XXX)\b"
    r"|\?\?\?|\[(?:…|\.\.\.|insert\b.*?)\]"
)
MOST_WORDS = 30


def check(subject: Subject) -> Iterator[Finding]:
    """Look for stand-ins everywhere, and at the key message of each topic."""
    for said in subject.everything():
        if match := STAND_IN.search(said.words):
            yield said.finding(
                "C12", f"'{match[0]}': this is still to be written", "write it, or take it out",
                Severity.ERROR,
            )  # fmt: skip
        if said.role is Role.MESSAGE and len(WORD.findall(said.words)) > MOST_WORDS:
            yield said.finding(
                "C13", f"a key message of {len(WORD.findall(said.words))} words",
                f"at most {MOST_WORDS}: the one thing to remember",
            )  # fmt: skip
    for written in subject.topics:
        topic = written.topic
        if _bare(topic.key_message) == _bare(topic.title):
            yield written.finding(
                ("key_message",), "C13", "the key message only says the title again",
                "say the one thing to remember",
            )  # fmt: skip


def _bare(text: str) -> str:
    return " ".join(WORD.findall(text.casefold()))
