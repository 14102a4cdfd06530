"""What a layout shows: type sizes, overflow, stranded headings, room at the foot.

Reads WeasyPrint's box tree, which is private to it: the version is pinned, and
the tests of this module say at once when a new release has changed it.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from generator.press.sheet import Heading, LayoutFacts

PX_TO_PT = 0.75
SLACK = 1.0
"""Rounding that is no overflow, in px: lines are drawn a little wider than they were measured."""


@dataclass(frozen=True, slots=True)
class PageRoom:
    """One page's text area and how far its content reaches, in px."""

    top: float
    bottom: float
    reach: float

    @property
    def empty(self) -> float:
        """The share of the text area below the content."""
        return max(0.0, (self.bottom - self.reach) / (self.bottom - self.top))


def rooms(document: Any) -> list[PageRoom]:
    """Measure every page."""
    return [_room(page._page_box, _content(page)) for page in document.pages]


def contents(document: Any) -> list[list[Any]]:
    """List the boxes of each page's content, in their order."""
    return [_content(page) for page in document.pages]


def headings(document: Any) -> tuple[Heading, ...]:
    """List the headings in reading order."""
    return tuple(
        Heading(int(box.element_tag[1]), _text(box), number, round(_top(box) * PX_TO_PT, 2))
        for number, page in enumerate(document.pages)
        for box in _content(page)
        if _is_heading(box) and _text(box)
    )


def facts(document: Any, log: tuple[str, ...], notes_lines: int) -> LayoutFacts:
    """Gather what preflight judges."""
    sizes = [
        float(box.style["font_size"]) * PX_TO_PT
        for page in document.pages
        for box in [*_content(page), *_margins(page._page_box)]
        if _is_text(box)
    ]
    return LayoutFacts(
        smallest=round(min(sizes, default=0.0), 3),
        overflows=tuple(map(str, overflows(document))),
        stranded_headings=tuple(_stranded(document)),
        log=log,
        empty=tuple(round(room.empty, 3) for room in rooms(document)),
        notes_lines=notes_lines,
        early_breaks=tuple(map(str, early_breaks(document))),
    )


def _room(page: Any, content: list[Any]) -> PageRoom:
    top = page.position_y + page.margin_top
    bottom = top + page.height
    reach = max((_bottom(box) for box in content if _paints(box)), default=top)
    return PageRoom(top, bottom, reach)


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong on a page (from 1), at a height in px from its top."""

    page: int
    y: float
    text: str

    def __str__(self) -> str:
        """Say where it is."""
        return f"page {self.page}: {self.text}"


def overflows(document: Any) -> Iterator[Fault]:
    """Name text that leaves its page's text area, or a line wider than its block."""
    for number, page in enumerate(document.pages, start=1):
        box = page._page_box
        left, top = box.position_x + box.margin_left, box.position_y + box.margin_top
        right, bottom = left + box.width, top + box.height
        for part in _content(page):
            if not _is_text(part) or not part.text.strip():
                continue
            beside = SLACK + _hanging(part)
            if (
                part.position_x < left - beside
                or part.position_x + part.width > right + beside
                or part.position_y < top - SLACK
                or part.position_y + part.height * 0.7 > bottom + SLACK
            ):
                yield Fault(number, float(part.position_y), f"'{part.text.strip()[:40]}'")
        yield from _wide_cells(number, page)


def _hanging(text: Any) -> float:
    """Give about how wide the spaces at a text's ends are, in px: outside they show nothing."""
    return _spaces(text, text.text.strip())


def _spaces(text: Any, without: str) -> float:
    """Give about how wide the spaces are that a text has and `without` lacks, in px."""
    return 0.35 * float(text.style["font_size"]) * (len(text.text) - len(without))


def _wide_cells(number: int, page: Any) -> Iterator[Fault]:
    """Name text wider than the block or table cell that holds it."""
    for block in _content(page):
        for line in getattr(block, "children", ()):
            if (
                type(line).__name__ == "LineBox"
                and line.width > block.width + SLACK
                and line.width - _blank_end(line) > block.width + SLACK
            ):
                yield Fault(number, float(line.position_y), f"'{_text(line)[:40]}'")


def _blank_end(line: Any) -> float:
    """Give about how wide the spaces at a line's end are, in px: they show nothing.

    The engine leaves them there where words in another style go on in the next line, and before
    what is taken out of the line, such as a page number.
    """
    blank = 0.0
    for text in reversed(list(_flowing(line))):
        if text.text.strip():
            return blank + _spaces(text, text.text.rstrip())
        blank += float(text.width)
    return blank


def _flowing(box: Any) -> Iterator[Any]:
    """Yield the texts of a box, but for those that stand in a place of their own."""
    if _is_text(box):
        yield box
    for child in getattr(box, "children", ()):
        if not hasattr(child, "_box"):  # a placeholder of the engine's
            yield from _flowing(child)


def _stranded(document: Any) -> Iterator[str]:
    """Name headings that stand last on a page."""
    for number, page in enumerate(document.pages, start=1):
        marks = [box for box in _content(page) if _is_heading(box) or _is_text(box)]
        last = max(marks, key=lambda b: (_bottom(b), not _is_heading(b)), default=None)
        if last is None or number == len(document.pages):
            continue
        for box in marks:
            if _is_heading(box) and _text(box) and _bottom(box) >= _bottom(last) - SLACK:
                yield f"page {number}: '{_text(box)[:40]}'"


def early_breaks(document: Any) -> Iterator[Fault]:
    """Name lines that end though the next word would clearly have fitted beside them."""
    for number, page in enumerate(document.pages, start=1):
        for block in _content(page):
            lines = [c for c in getattr(block, "children", ()) if type(c).__name__ == "LineBox"]
            for line, following in itertools.pairwise(lines):
                words = [b for b in _everything(following) if _is_text(b) and b.text.strip()]
                ended = [b for b in _everything(line) if _is_text(b) and b.text.strip()]
                if not words or not ended or _forced(line):
                    continue
                first = words[0]
                used = _used(block, ended)
                space = 0.35 * float(first.style["font_size"])
                if used + space + _first_word(words) * 1.15 < block.width * 0.93:
                    where = f"'{_text(line)[-30:]}' / '{first.text[:20]}'"
                    yield Fault(number, float(line.position_y), where)


def _first_word(words: Sequence[Any]) -> float:
    """Give about how wide a line's first word is; it may go on in the next boxes."""
    width = 0.0
    for box in words:
        text = box.text if width else box.text.lstrip()
        share = len(re.split(r"[ \n]", text)[0]) / max(1, len(text))
        width += box.width * share
        if share < 1:
            break
    return width


def _used(block: Any, texts: list[Any]) -> float:
    """Give how much of a block's width a line takes, from the side where lines begin."""
    start = block.content_box_x()
    if block.style["direction"] == "rtl":
        return float(start + block.width - min(text.position_x for text in texts))
    return float(max(text.position_x + text.width for text in texts) - start)


def _forced(line: Any) -> bool:
    return any(box.element_tag == "br" for box in _everything(line))


def _everything(box: Any) -> Iterator[Any]:
    box = getattr(box, "_box", box)
    yield box
    for child in getattr(box, "children", ()):
        yield from _everything(child)


def _content(page: Any) -> list[Any]:
    """List the boxes of a page's content, without its margin boxes; a page is walked once."""
    known: list[Any] | None = getattr(page, "_carefold_content", None)
    if known is None:
        children = page._page_box.children
        flow = [child for child in children if type(child).__name__ != "MarginBox"]
        known = page._carefold_content = [box for one in flow for box in _everything(one)]
    return known


def _margins(page_box: Any) -> Iterator[Any]:
    for child in page_box.children:
        if type(child).__name__ == "MarginBox":
            yield from _everything(child)


def _is_text(box: Any) -> bool:
    return type(box).__name__ == "TextBox"


def _is_heading(box: Any) -> bool:
    return box.element_tag in ("h1", "h2", "h3") and type(box).__name__ == "BlockBox"


def _paints(box: Any) -> bool:
    """Say whether a box shows something: text, a picture, a border, a ground."""
    if _is_text(box) or type(box).__name__.endswith("ReplacedBox"):
        return True
    style = box.style
    if box.element_tag in ("html", "body"):
        return False
    borders = sum(float(style[f"border_{s}_width"]) for s in ("top", "bottom", "left", "right"))
    ground = style["background_color"]
    return borders > 0 or (ground is not None and getattr(ground, "alpha", 0) > 0)


def _top(box: Any) -> float:
    return float(box.position_y + (box.margin_top or 0))


def _bottom(box: Any) -> float:
    if _is_text(box):
        return float(box.position_y + box.height)
    return float(box.position_y + (box.margin_top or 0) + box.border_height())


def _text(box: Any) -> str:
    return "".join(part.text for part in _everything(box) if _is_text(part)).strip()
