"""Where the items of a list stand on its pages: heights and margins, nothing drawn.

This is known without the pages' content, so a booklet is planned to its last page
number while its sheets are in the store.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from generator.press.sheet import Sheet, Strip
from generator.render.document import FOOT, HEAD, Paper

SLACK = 0.01
"""Rounding that breaks no page, in px."""
NOTES_FROM = 1 / 3
"""A last page that is emptier than this gets lines to write on."""


@dataclass(frozen=True, slots=True)
class Placed:
    """A strip in its place: which source it is from, and its top on its page, in px."""

    source: int
    strip: str
    page: int
    top: float
    number: str = ""
    """What is written where it has room for a number."""


@dataclass(frozen=True, slots=True)
class Composition:
    """A list's pages as strips in their places."""

    sheet: Sheet
    """What is known of it before it is drawn."""
    sources: tuple[str, ...]
    """Names of the documents whose strips it is made of."""
    placed: tuple[Placed, ...]
    paper: Paper
    typed_pt: float

    def numbered(self, numbers: dict[str, str]) -> Composition:
        """Give the same with numbers, by strip."""
        placed = (replace(one, number=numbers.get(one.strip, "")) for one in self.placed)
        return replace(self, placed=tuple(placed))


def stack(
    source: Sheet, room: Sheet | None, wanted: Sequence[str], paper: Paper, typed_pt: float
) -> Composition:
    """Stack items of a list; `room` has what fills a last page that is left empty.

    Raises KeyError for an item that the list does not have.
    """
    strips = {strip.id: strip for strip in source.strips}
    chosen = [strips[name] for name in wanted]
    placed = list(_stacked(chosen, paper))
    pages = placed[-1].page + 1 if placed else 1
    reach = _reach(placed, strips, pages, paper)
    sources: tuple[str, ...] = (source.name,)
    lines = 0
    if room is not None and placed:
        fitting = _fitting(room.strips, reach[-1], strips[placed[-1].strip].below, paper)
        if fitting is not None:
            frame, top = fitting
            lines = int(frame.id)
            sources = (source.name, room.name)
            placed.append(Placed(1, frame.id, pages - 1, top))
            reach[-1] = top + frame.height
    if HEAD in strips:
        placed += [Placed(0, HEAD, page, 0.0) for page in range(1, pages)]
    if FOOT in strips:
        placed += [Placed(0, FOOT, page, paper.height) for page in range(pages)]
    area = paper.bottom - paper.top
    empty = tuple(round(max(0.0, (paper.bottom - y) / area), 3) for y in reach)
    facts = replace(
        source.facts,
        overflows=tuple(_faults(placed, strips, "overflows")),
        early_breaks=tuple(_faults(placed, strips, "early_breaks")),
        empty=empty,
        notes_lines=lines,
    )
    sheet = Sheet(source.name, source.title, pages, (), {}, facts, b"")
    return Composition(sheet, sources, tuple(placed), paper, typed_pt)


def _faults(placed: Sequence[Placed], strips: dict[str, Strip], kind: str) -> Iterator[str]:
    """Say what is wrong with the items that are there, and on which page (from 1)."""
    for one in placed:
        if one.source == 0:
            for text in getattr(strips[one.strip], kind):
                yield f"page {one.page + 1}: {text}"


def _chains(strips: Sequence[Strip]) -> Iterator[list[Strip]]:
    """Part items into runs that stay on one page if they fit it."""
    chain: list[Strip] = []
    for strip in strips:
        if chain and not (chain[-1].with_next or (strip.group and strip.group == chain[-1].group)):
            yield chain
            chain = []
        chain.append(strip)
    if chain:
        yield chain


def _stacked(strips: Sequence[Strip], paper: Paper) -> Iterator[Placed]:
    page, y, below = 0, paper.top, 0.0
    fresh = True
    for chain in _chains(strips):
        if not fresh and _end(chain, y, below) > paper.bottom + SLACK:
            page, y, below, fresh = page + 1, paper.top, 0.0, True
        for strip in chain:
            top = y if fresh else y + max(below, strip.above)
            if not fresh and top + strip.height > paper.bottom + SLACK:
                page, top = page + 1, paper.top
            yield Placed(0, strip.id, page, round(top, 3))
            y, below, fresh = top + strip.height, strip.below, False


def _end(chain: Sequence[Strip], y: float, below: float) -> float:
    """Say how far a chain would reach."""
    for strip in chain:
        y += max(below, strip.above) + strip.height
        below = strip.below
    return y


def _reach(
    placed: Sequence[Placed], strips: dict[str, Strip], pages: int, paper: Paper
) -> list[float]:
    reach = [paper.top] * pages
    for one in placed:
        reach[one.page] = one.top + strips[one.strip].height
    return reach


def _fitting(
    frames: Sequence[Strip], reach: float, below: float, paper: Paper
) -> tuple[Strip, float] | None:
    """Give the tallest frame of lines that fits below the text, and its top."""
    if (paper.bottom - reach) / (paper.bottom - paper.top) <= NOTES_FROM:
        return None
    for frame in sorted(frames, key=lambda one: -one.height):
        top = reach + max(below, frame.above)
        if top + frame.height <= paper.bottom + SLACK:
            return frame, round(top, 3)
    return None
