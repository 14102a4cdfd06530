"""Where the items of a laid-out list stand, and how they break."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from generator.press import measure
from generator.render.document import STAMP

NEAR = 1.5
"""How far beyond an item's edge its border may be drawn, in px."""


class CutError(Exception):
    """A list holds what cannot be cut."""


@dataclass(slots=True)
class Place:
    """Where an item stands in the layout, in px from the page's top, and how it breaks."""

    id: str
    page: int
    top: float
    height: float
    above: float
    below: float
    with_next: bool
    group: int
    is_stamped: bool
    overflows: tuple[str, ...] = ()
    early_breaks: tuple[str, ...] = ()


def places(document: Any) -> list[Place]:
    """Find the items of a laid-out list: the boxes whose elements are named as strips.

    Raises CutError for an item that takes more than one page.
    """
    found: list[Place] = []
    groups: dict[int, int] = {}
    for number, page in enumerate(document.pages):
        for child in page._page_box.children:
            if type(child).__name__ != "MarginBox":
                found += _places(child, number, 0, groups)
    names = [place.id for place in found]
    twice = {name for name in names if names.count(name) > 1}
    if twice:
        raise CutError(f"items that are there twice, or too tall: {', '.join(sorted(twice))}")
    wide, early = list(measure.overflows(document)), list(measure.early_breaks(document))
    for place in found:
        place.overflows, place.early_breaks = _at(place, wide), _at(place, early)
    return found


def _at(place: Place, faults: Iterable[measure.Fault]) -> tuple[str, ...]:
    """Say which faults are an item's."""
    low, high = place.top - NEAR, place.top + place.height + NEAR
    here = (fault for fault in faults if fault.page == place.page + 1)
    return tuple(fault.text for fault in here if low <= fault.y <= high)


def _places(box: Any, page: int, group: int, groups: dict[int, int]) -> Iterator[Place]:
    box = getattr(box, "_box", box)
    name = box.element.get("data-strip") if box.element is not None else None
    style = box.style
    if name is not None:
        yield Place(
            id=name,
            page=page,
            top=float(box.position_y + box.margin_top),
            height=float(box.border_height()),
            above=float(box.margin_top),
            below=float(box.margin_bottom),
            with_next=str(style["break_after"]).startswith("avoid"),
            group=group,
            is_stamped=any(part.get("class") == STAMP for part in box.element.iter()),
        )
        return
    if str(style["break_inside"]).startswith("avoid"):
        group = groups.setdefault(id(box.element), len(groups) + 1)
    for child in getattr(box, "children", ()):
        yield from _places(child, page, group, groups)
