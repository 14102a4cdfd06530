"""A booklet's pieces: sheets in their places, and what the file says of itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from generator.press.sheet import Sheet
from generator.press.stack import Composition


@dataclass(frozen=True, slots=True)
class Tab:
    """A part's thumb tab: its letter, colour, and place among the parts."""

    letter: str
    colour: str
    index: int
    count: int


@dataclass(frozen=True, slots=True)
class Piece:
    """A sheet in its place: the name links use, its heading in the outline, its tab."""

    id: str
    label: str
    sheet: Sheet
    tab: Tab | None = None
    part: str | None = None
    """The outline's heading above it; pieces of one part follow one another."""
    is_cover: bool = False
    composition: Composition | None = None
    """How it is put together, if it is a list; its sheet is light until then."""

    @property
    def sources(self) -> tuple[str, ...]:
        """Name the documents whose sheets it is made from."""
        return self.composition.sources if self.composition else (self.id,)


@dataclass(frozen=True, slots=True)
class About:
    """What the file says of itself; nothing about a person."""

    title: str
    language: str
    subject: str
    provenance: dict[str, str] = field(default_factory=dict)
    cover_label: str = "Cover"
    right_to_left: bool = False


def page_numbers(pieces: Sequence[Piece]) -> dict[str, int]:
    """Say on which page (from 1) each piece starts."""
    starts, page = {}, 1
    for piece in pieces:
        starts[piece.id] = page
        page += piece.sheet.pages
    return starts
