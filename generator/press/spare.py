"""Lines to write on where a sheet's last page has room, counted while it is laid out.

A sheet ends with a box of one line. When the layout comes to it, all before it stands: as many
lines as fit are put in, or the box is left out. (To lay the sheet out a second time, as the
engine's own means would need, cost a third of the layouts of a translation.)
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from generator.press.stack import NOTES_FROM
from generator.render.document import PX_PER_MM

BOX, LINE = "notes", "rule"
"""Classes of the box and of a line in it."""
FEWEST = 2


@dataclass(frozen=True, slots=True)
class Ruling:
    """How a sheet is ruled, in mm."""

    line: float
    """From a line to the next."""
    frame: float
    """What the box takes beside its lines, with the space above it."""

    def lines(self, room: float, page: float) -> int:
        """Say how many lines go into a room, in px, of a page that high; 0 for too few."""
        if room / page <= NOTES_FROM:
            return 0
        count = int((room / PX_PER_MM - self.frame) / self.line)
        return count if count >= FEWEST else 0


class Spare:
    """Fills the room of one document after another."""

    def __init__(self) -> None:
        self.ruling: Ruling | None = None
        """Of the document that is laid out; none for one without such a box."""
        self.count = 0
        """The lines that the last page got."""
        self._top = 0.0
        self._asked: Any = None
        self._answer: Any = None

    def watch(self) -> None:
        """Have the engine ask for every box whether it is the one to fill."""
        from weasyprint.layout import block, page

        whole = block.block_level_layout

        def lay_out(context: Any, box: Any, bottom_space: float, *more: Any, **named: Any) -> Any:
            if box.element_tag == "html":
                self._top = box.position_y
            if self.ruling is None or not _is(box, BOX):
                return whole(context, box, bottom_space, *more, **named)
            # The engine asks again with a foot that is kept free for the box's own border: it
            # stands in the room already.
            asked = (context, context.current_page, box, box.position_y)
            if self._asked != asked:
                self._asked = asked
                self._answer = self._filled(whole, (context, box, 0.0, *more), named, self.ruling)
            return self._answer

        block.block_level_layout = page.block_level_layout = lay_out

    def _filled(self, whole: Any, given: tuple[Any, ...], named: Any, ruling: Ruling) -> Any:
        """Lay the box out with as many lines as go in."""
        context, box, margins = given[0], given[1], list(given[8])
        place, foot = box.position_y, context.page_bottom
        (holding, line), *_ = _lines(box)
        children, at = holding.children, holding.children.index(line)

        def lay_out(count: int) -> Any:
            lines = [line.copy() for _ in range(count)]
            holding.children = [*children[:at], *lines, *children[at + 1 :]]
            box.position_y = place
            result = whole(*given[:8], list(margins), *given[9:], **named)
            laid = result[0]
            fits = laid is not None and result[1] is None
            left = foot - laid.position_y - laid.margin_height() if fits else -1.0
            return result if left >= 0 else None, left

        best, self.count = None, ruling.lines(foot - place, foot - self._top)
        while self.count and best is None:
            best, left = lay_out(self.count)
            if best is None:
                self.count = self.count - 1 if self.count > FEWEST else 0
            elif left >= ruling.line * PX_PER_MM:  # the reckoning is careful
                more, _ = lay_out(self.count + 1)
                best, self.count = (more, self.count + 1) if more else (best, self.count)
        holding.children, box.position_y = children, place
        return best or (_nothing(box), None, {"break": "any", "page": None}, margins, True, None)

    def clear(self, rendered: Any) -> None:
        """Take a box that got no lines off the last page."""
        self._asked = self._answer = None
        box = rendered.pages[-1]._page_box.children[0]
        while getattr(box, "children", ()):
            last = box.children[-1]
            if _is(last, BOX) and not last.children:
                box.children = box.children[:-1]
                return
            box = last


def _is(box: Any, name: str) -> bool:
    return box.element is not None and box.element.get("class") == name


def _lines(box: Any) -> Iterator[tuple[Any, Any]]:
    """Yield lines, each after the box that it is in."""
    for child in getattr(box, "children", ()):
        if _is(child, LINE):
            yield box, child
        else:
            yield from _lines(child)


def _nothing(box: Any) -> Any:
    """Give a box that takes no room."""
    empty = box.copy_with_children([])
    for side in ("top", "bottom", "left", "right"):
        for what in ("margin_{}", "padding_{}", "border_{}_width"):
            setattr(empty, what.format(side), 0)
    empty.width = empty.height = 0
    return empty
