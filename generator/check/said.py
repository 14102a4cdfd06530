"""Everything a reader is told, piece by piece, each with its place: what the rules look at."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from functools import cached_property

from generator.content import markdown, texts
from generator.content.files import Files
from generator.content.house import Words
from generator.content.model import Topic
from generator.content.reading import Located
from generator.content.source import Loc, Source
from generator.findings import Finding, Severity


class Role(StrEnum):
    """What a piece of text is on the page."""

    TITLE = "title"
    MESSAGE = "key message"
    HEADING = "heading"
    PARAGRAPH = "paragraph"
    ITEM = "item"
    CELL = "cell"
    LABEL = "label"
    CAPTION = "caption"
    NOTE = "note"
    """Outside the topics: a meaning, a description, what an organisation does."""


PROSE = frozenset({Role.MESSAGE, Role.PARAGRAPH, Role.ITEM, Role.CAPTION})
"""Running text: what a person reads as sentences."""
ROLES = {  # a key on the way to a text → its role
    "key_message": Role.MESSAGE, "rows": Role.CELL, "head": Role.CELL, "columns": Role.CELL,
    "label": Role.LABEL, "caption": Role.CAPTION, "steps": Role.ITEM, "checklist": Role.ITEM,
    "questions": Role.ITEM, "when": Role.ITEM,
}  # fmt: skip
NOTES = frozenset({
    "meaning", "description", "label", "what", "note", "without_speech", "subtitle", "purpose",
    "intended_use", "feedback", "other_formats", "title",
})  # fmt: skip
"""Keys of other files that hold words for readers."""


@dataclass(frozen=True, slots=True)
class Said:
    """One paragraph, item, heading or cell: its words without marks, and its place."""

    source: Source
    loc: Loc
    words: str
    role: Role
    line: int | None = None
    """Its first line inside a `|` text, from 0."""
    depth: int = 0
    item: int = 0

    def finding(
        self, code: str, message: str, hint: str, severity: Severity = Severity.WARNING
    ) -> Finding:
        """Make a finding about this piece."""
        found = self.source.finding(
            self.loc, code, message, hint, severity=severity, text_line=self.line
        )
        return replace(found, about=self.words)


@dataclass(frozen=True)
class Written:
    """One topic and all it says."""

    file: Located[Topic]
    said: tuple[Said, ...]

    @property
    def topic(self) -> Topic:
        """The topic itself."""
        return self.file.value

    def printed(self) -> Iterator[list[Said]]:
        """Yield what is printed together: title and key message, with each body in its turn."""
        head = [one for one in self.said if one.loc[0] in ("title", "key_message")]
        yield head + [one for one in self.said if one.loc[0] == "body"]
        for name in ("prepare", "carer"):
            if body := [one for one in self.said if one.loc[:2] == ("variants", name)]:
                yield head + body

    def finding(
        self, loc: Loc, code: str, message: str, hint: str, severity: Severity = Severity.WARNING
    ) -> Finding:
        """Make a finding about the topic."""
        return self.file.source.finding(loc, code, message, hint, severity=severity)


@dataclass(frozen=True)
class Subject:
    """What is checked: a condition's files, its house rules, and the day."""

    files: Files
    words: Words = field(default_factory=Words)
    today: date = field(default_factory=date.today)

    @cached_property
    def topics(self) -> tuple[Written, ...]:
        """Every topic and what it says."""
        return tuple(Written(one, tuple(of_topic(one))) for one in self.files.topics)

    @cached_property
    def notes(self) -> tuple[Said, ...]:
        """What the other files say to readers."""
        files = self.files
        sources = [
            located.source
            for located in (
                files.condition, files.staging, files.needs, files.glossary,
                *files.pictures.values(), *files.regions,
            )
        ]  # fmt: skip
        return tuple(one for source in sources for one in _notes(source, (), source.value))

    @cached_property
    def glossary_forms(self) -> list[str]:
        """Every word the glossary explains, in all its forms."""
        return [form for term in self.files.glossary.value.terms for form in term.forms]

    @cached_property
    def glossary(self) -> re.Pattern[str]:
        """Finds those words, small or capital, whole words only."""
        return any_of(self.glossary_forms)

    def everything(self) -> Iterator[Said]:
        """Yield all that any file says to readers."""
        for written in self.topics:
            yield from written.said
        yield from self.notes


def any_of(forms: list[str]) -> re.Pattern[str]:
    """Make a pattern of whole words or phrases, the longest first."""
    either = "|".join(sorted({re.escape(form) for form in forms}, key=len, reverse=True))
    return re.compile(rf"(?<!\w)(?:{either or '(?!)'})(?!\w)", re.IGNORECASE)


def of_topic(located: Located[Topic]) -> Iterator[Said]:
    """Yield the pieces of a topic, in the file's order."""
    source = located.source
    for text in texts.of_topic(located.value):
        role = _role(text.loc)
        if text.markup is texts.Markup.PLAIN:
            yield Said(source, text.loc, text.text, role)
            continue
        for piece in markdown.pieces(text.text):
            inner = Role.ITEM if piece.depth and role is Role.PARAGRAPH else role
            yield Said(source, text.loc, piece.words, inner, piece.line, piece.depth, piece.item)


def _role(loc: Loc) -> Role:
    if loc == ("title",):
        return Role.TITLE
    if loc[-1] == "title":
        return Role.HEADING
    return next((ROLES[part] for part in reversed(loc) if part in ROLES), Role.PARAGRAPH)


def _notes(source: Source, loc: Loc, value: object) -> Iterator[Said]:
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _notes(source, (*loc, key), inner)
    elif isinstance(value, list):
        for number, inner in enumerate(value):
            yield from _notes(source, (*loc, number), inner)
    elif isinstance(value, str) and loc and loc[-1] in NOTES:
        yield Said(source, loc, re.sub(r"\s+", " ", value).strip(), Role.NOTE)
