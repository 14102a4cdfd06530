"""What the lines of a booklet's own lists say: contents, sheets to ask for, questions."""

from __future__ import annotations

from dataclasses import dataclass

from generator.content.model import Topic


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the contents page."""

    id: str
    title: str
    code: str = ""


@dataclass(frozen=True, slots=True)
class PartEntries:
    """A part of the contents page."""

    letter: str
    title: str
    colour: str
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Offered:
    """Topics that a booklet names for readers to ask for, under one heading."""

    kind: str
    title: str
    topics: tuple[Topic, ...]
    with_messages: bool
    """Whether their key messages are printed too."""


@dataclass(frozen=True, slots=True)
class Ask:
    """A question for the next visit, and the code of its sheet."""

    text: str
    code: str
