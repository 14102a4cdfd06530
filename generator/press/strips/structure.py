"""What each item of a list is in the structure, and where its links are."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from generator.press import fields
from generator.press.measure import PX_TO_PT
from generator.press.sheet import Strip
from generator.press.strips.content import ListPage
from generator.press.strips.places import CutError
from generator.press.written import Written
from generator.render.document import TOPIC_LINK

SAID = ("Alt", "Lang", "ActualText")
"""What an element says of itself."""


def _text(string: Any) -> str:
    """Give the text of a string object; '' for none."""
    return "" if string is None else str(string.string)


class Structure:
    """The structure of a list, taken apart: what belongs to one item, and what holds several."""

    def __init__(self, written: Written, pages: Sequence[ListPage], titles: dict[str, str]) -> None:
        self.titles = titles
        self.at = written.at
        self.pages = {page.page.reference: page for page in pages}
        self.links: dict[bytes, tuple[str, int]] = {}
        """Annotations → item, and number there."""
        self.areas: dict[str, list[list[Any]]] = {}
        self.nodes: dict[str, list[Any]] = {}
        self.within: dict[str, tuple[tuple[str, int], ...]] = {}
        self._holders = 0
        for page in pages:
            for reference in page.page.get("Annots", ()):
                self._note(page, reference)

    def _note(self, page: ListPage, reference: bytes) -> None:
        annotation = self.at(reference)
        left, one, right, other = (float(side) / PX_TO_PT for side in annotation["Rect"])
        low, high = sorted((page.height - one, page.height - other))
        item = page.owner((low + high) / 2)
        top = next(place.top for place in page.places if place.id == item)
        areas = self.areas.setdefault(item, [])
        self.links[reference] = (item, len(areas))
        rect = [round(value, 3) for value in (left, low - top, right, high - top)]
        uri, said = fields.address(annotation), _text(annotation.get("Contents"))
        target = uri.removeprefix(TOPIC_LINK)
        areas.append([rect, uri, said if target == uri else self.titles.get(target, target)])

    def walk(self, element: Any, within: tuple[tuple[str, int], ...]) -> None:
        """Sort an element that holds several items, and what it holds."""
        for kid in map(self.at, element["K"]):
            if isinstance(kid, int) or "S" not in kid:
                raise CutError(f"an item without an element of its own, in {element['S']}")
            items: set[str] = set()
            node = self._node(kid, items)
            if len(items) > 1:
                self._holders += 1
                self.walk(kid, (*within, (kid["S"], self._holders)))
            elif items:
                (item,) = items
                self.nodes.setdefault(item, []).append(node)
                self.within[item] = within

    def _node(self, element: Any, items: set[str]) -> list[Any]:
        kids: list[Any] = []
        for kid in map(self.at, element["K"]):
            if isinstance(kid, int):
                marks = self.pages[element["Pg"]].marks
                if kid in marks:  # not so where nothing is shown, such as a tab
                    item, mark = marks[kid]
                    items.add(item)
                    kids.append(mark)
            elif "S" not in kid:
                item, link = self.links[kid["Obj"]]
                items.add(item)
                kids.append({"link": link})
            else:
                kids.append(self._node(kid, items))
        extra = set(element) - {"S", "P", "K", "Pg", *SAID}
        if extra:
            raise CutError(f"an element {element['S']} with {', '.join(sorted(extra))}")
        said = {name: _text(element[name]) for name in SAID if name in element}
        return [element["S"], said, kids]

    def finished(self, strips: dict[str, Strip]) -> Iterator[Strip]:
        """Give the strips with their structure and links."""
        for name, strip in strips.items():
            yield replace(
                strip,
                nodes=self.nodes.get(name, []),
                within=self.within.get(name, ()),
                links=self.areas.get(name, []),
            )
