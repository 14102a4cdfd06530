"""C16, C17: pictures that a screen reader cannot tell, and pictures that nothing shows."""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.check.said import Subject
from generator.content.crosscheck import blocks
from generator.findings import Finding, Severity

LEAST = 20
"""Characters of a description: less can hardly say what is seen."""
OPENING = re.compile(
    r"(?:an? |the )?(picture|image|drawing|photo\w*|illustration|diagram) (?:of|showing)\b", re.I
)


def descriptions(subject: Subject) -> Iterator[Finding]:
    """Look at the words beside each picture: they are read out in its place."""
    for words in subject.files.pictures.values():
        text = words.value.description
        if len(text) < LEAST or text.casefold() == words.value.title.casefold():
            yield words.source.finding(
                ("description",), "C16", f"a description of {len(text)} characters",
                "say what is seen and where, so that a reader could draw it",
                severity=Severity.WARNING,
            )  # fmt: skip
        elif match := OPENING.match(text):
            yield words.source.finding(
                ("description",), "C16", f"the description begins with '{match[0]}'",
                "screen readers say that it is a picture: begin with what is seen",
                severity=Severity.WARNING,
            )  # fmt: skip


def unused(subject: Subject) -> Iterator[Finding]:
    """List the pictures that no topic shows."""
    shown = {
        block.picture.name
        for written in subject.topics
        for _, block in blocks(written.topic)
        if block.picture
    }
    for name, words in subject.files.pictures.items():
        if name not in shown:
            yield words.source.finding(
                ("title",), "C17", f"no topic shows the picture '{name}'",
                "show it where it helps, or delete it", severity=Severity.REVIEW,
            )  # fmt: skip
