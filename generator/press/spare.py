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

    def watch(self) -> None:
        """Have the engine ask for every box whether it is the one to fill."""
        from weasyprint.layout import block, page

        whole = block.block_level_layout

        def lay_out(context: Any, box: Any, bottom_space: float, *more: Any, **named: Any) -> Any:
            if box.element_tag == "html":
                self._top = box.position_y
            if self.ruling is None or not _is(box, BOX):
                return whole(context, box, bottom_space, *more, **named)
            room = context.page_bottom - bottom_space - box.position_y
            count = self.ruling.lines(room, context.page_bottom - self._top)
            return self._filled(whole, (context, box, bottom_space, *more), count, named)

        block.block_level_layout = page.block_level_layout = lay_out

    def _filled(self, whole: Any, given: tuple[Any, ...], most: int, named: Any) -> Any:
        """Lay the box out with as many lines as go in, one more than reckoned if it does."""
        context, box, bottom_space, skip_stack, holder, is_empty, *others = given
        place = box.position_y
        (holding, line), *_ = _lines(box)
        whole_box, at = holding.children, holding.children.index(line)
        margins = list(others[2])
        for count in range(most + 1, FEWEST - 1, -1) if most else ():
            lines = [line.copy() for _ in range(count)]
            holding.children = [*whole_box[:at], *lines, *whole_box[at + 1 :]]
            others[2] = list(margins)
            box.position_y = place
            result = whole(
                context, box, bottom_space, skip_stack, holder, is_empty, *others, **named
            )
            if result[0] is not None and result[1] is None:
                holding.children, self.count = whole_box, count
                return result
        holding.children = whole_box
        box.position_y, self.count = place, 0
        return _nothing(box), None, {"break": "any", "page": None}, margins, True, None

    def clear(self, rendered: Any) -> None:
        """Take a box that got no lines off the last page."""
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
