"""A list laid out once, cut into strips: one an item, to be put together for each booklet.

The pages that list things (contents, words, sources, questions, sheets to ask for) differ from
booklet to booklet by which items they have, not by how an item looks. So all items of a setting
are laid out once, on a page as tall as they need. Here that page is cut: what each item draws,
what it is in the structure, where its links are. `compose` stacks them.

The engine's content stream is read as it writes it: one operator a line, every piece of text
between `BDC` and `EMC`, every border as an artifact. What it might draw otherwise (pictures,
clips, transparency) no list shows, and is refused rather than lost.
"""

from __future__ import annotations

import bisect
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from generator.press import fields, measure
from generator.press.measure import PX_TO_PT
from generator.press.sheet import Glyphs, Stamp, Strip
from generator.press.tidy import mend_pages
from generator.press.written import Written
from generator.render.document import FOOT, HEAD, STAMP, STAND_IN, TOPIC_LINK
from generator.render.face import Face

STATE = {"rg", "RG", "w", "J", "j", "M", "d", "Ts"}
PATHS = {"m", "l", "c", "re", "h", "f", "f*", "S", "s", "B", "B*", "b", "n", "W", "W*"}
DRAWING = PATHS | {"BT", "ET", "Tm", "Tf", "TJ", "Tj"}
SAID = ("Alt", "Lang", "ActualText")
"""What an element says of itself."""
MCID = re.compile(r"/MCID (\d+)(/ActualText <[0-9a-f]*>)?")
SHOWN = re.compile(r"<([0-9a-fA-F]+)>")
STAMPED = "%number"
"""Where a number goes in the content; a comment, were it left."""
MOST_MARGIN = 40 * 96 / 25.4
"""The highest bottom margin of a page, in px: only its foot is drawn there."""
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


@dataclass(slots=True)
class _Chunk:
    """A piece of a content stream between its marks."""

    mark: int | None
    """None for an artifact."""
    start: dict[str, str]
    lines: list[str] = field(default_factory=list)
    end: dict[str, str] = field(default_factory=dict)
    ys: list[float] = field(default_factory=list)
    said: str = ""
    """Its words, where its glyphs do not say them."""

    @property
    def middle(self) -> float:
        return (min(self.ys) + max(self.ys)) / 2


@dataclass(frozen=True, slots=True)
class Cut:
    """A list's strips, and what they use of each face."""

    strips: tuple[Strip, ...]
    glyphs: dict[str, Glyphs]


def cut(
    written: Written, faces: Sequence[Face], where: Sequence[Place], titles: dict[str, str]
) -> Cut:
    """Cut a list's PDF at its items; raise CutError for what a strip cannot hold.

    `titles` names the sheets that links lead to, for people who hear them.
    """
    glyphs = mend_pages(written, faces)
    pages = [_Page(written, number, where, glyphs) for number in range(len(written.pages))]
    grown = [page.strip(place) for page in pages for place in page.places]
    grown += pages[0].margins()
    by_id = {one.id: one for one in grown}
    tree = _Tree(written, pages, titles)
    tree.walk(written.at(written.root["K"][0]), ())
    return Cut(tuple(tree.finished(by_id)), glyphs)


class _Stream:
    """A page's content stream, read an operator at a time."""

    def __init__(self, written: Written, page: Any) -> None:
        (content,) = written.at(page["Contents"]).stream
        self._lines = content.decode("latin-1").split("\n")
        states = written.at(page["Resources"]).get("ExtGState", {})
        self._opaque = {
            f"/{name} gs" for name, state in states.items()
            if all(key in ("ca", "CA") and float(value) == 1 for key, value in state.items())
        }  # fmt: skip
        self._state: dict[str, str] = {}
        self._stack: list[dict[str, str]] = []
        self._chunk: _Chunk | None = None
        self._turns = 0

    def chunks(self) -> Iterator[_Chunk]:
        """Yield what draws, each piece with the state it begins and ends in."""
        operands: list[str] = []
        for line in self._lines:
            operands.append(line)
            operator = line.rpartition(" ")[2]
            if not operator or operator[-1] == ">" or operator[0] == "/":
                continue  # an operand: its operator follows
            if operator in ("BDC", "BMC"):
                marked = MCID.search(" ".join(operands))
                self._chunk = _Chunk(int(marked[1]) if marked else None, dict(self._state))
                self._chunk.said = (marked and marked[2]) or ""
            elif operator == "EMC" and self._chunk is not None:
                self._chunk.end = dict(self._state)
                if self._chunk.ys:
                    yield self._chunk
                self._chunk = None
            else:
                self._take(operator, line)
            operands = []

    def _take(self, operator: str, line: str) -> None:
        if operator == "gs":
            if line not in self._opaque:
                raise CutError("a list with something transparent")
            return
        if operator == "cm" and self._chunk is None and self._turns < 2:
            self._turns += 1  # the page's own: from px downwards to pt upwards
            return
        if operator in STATE:
            self._state[operator] = line
        elif operator == "q":
            self._stack.append(dict(self._state))
        elif operator == "Q":
            self._state = self._stack.pop()
        elif self._chunk is None or operator not in DRAWING:
            raise CutError(f"a list that draws with '{operator}'")
        if self._chunk is not None:
            self._chunk.lines.append(line)
            self._chunk.ys += _heights(operator, line)


class _Page:
    """One page of a list, as chunks that belong to items."""

    def __init__(
        self, written: Written, number: int, where: Sequence[Place], glyphs: dict[str, Glyphs]
    ) -> None:
        self.page = written.pages[number]
        self.glyphs = glyphs
        self.height = float(self.page["MediaBox"][3]) / PX_TO_PT
        self.places = [place for place in where if place.page == number]
        self._tops = [place.top for place in self.places]
        self.chunks: dict[str, list[_Chunk]] = {place.id: [] for place in self.places}
        self.chunks |= {HEAD: [], FOOT: []}
        self.marks: dict[int, tuple[str, int]] = {}
        """Marked content of the page → its item, and its number there."""
        for chunk in _Stream(written, self.page).chunks():
            self.chunks[self.owner(chunk.middle)].append(chunk)
        for name, chunks in self.chunks.items():
            marked = [chunk.mark for chunk in chunks if chunk.mark is not None]
            self.marks |= {mark: (name, at) for at, mark in enumerate(marked)}

    def owner(self, y: float) -> str:
        """Say whose a height is: an item's, the running head's above them all, or the foot's."""
        at = bisect.bisect_right(self._tops, y + NEAR) - 1
        if at < 0:
            return HEAD
        place = self.places[at]
        if y <= place.top + place.height + NEAR:
            return place.id
        if y > self.height - MOST_MARGIN:
            return FOOT
        raise CutError(f"something at {y:.0f} px belongs to no item")

    def strip(self, place: Place) -> Strip:
        """Make the strip of an item, without its structure."""
        content, stamp, marks = self._drawn(place.id, is_stamped=place.is_stamped)
        return Strip(
            place.id, round(place.height, 3), place.above, place.below,
            with_next=place.with_next, group=place.group, overflows=place.overflows,
            early_breaks=place.early_breaks, top=place.top, content=content,
            marks=marks, stamp=stamp, glyphs=_glyphs(content),
        )  # fmt: skip

    def margins(self) -> Iterator[Strip]:
        """Make strips of the running head above the text, and of the foot below it."""
        for name, top in ((HEAD, 0.0), (FOOT, round(self.height, 3))):
            content, _, _ = self._drawn(name, is_stamped=False)
            if content:
                yield Strip(name, top=top, content=content, glyphs=_glyphs(content))

    def _drawn(self, name: str, *, is_stamped: bool) -> tuple[str, Stamp | None, int]:
        """Give an item's content, with what is written when it is put in place, and its marks."""
        lines: list[str] = []
        running: dict[str, str] = {}
        stamp: Stamp | None = None
        marks = 0
        for chunk in self.chunks[name]:
            needed = {op: line for op, line in chunk.start.items() if running.get(op) != line}
            running |= needed
            running.pop("Tf", None)  # whoever reads a piece of text alone finds its face in it
            drawn, said = list(_without_repeats(chunk.lines, running)), chunk.said
            if is_stamped and (found := self._stamp(drawn, running)):
                if stamp is not None:
                    raise CutError(f"item '{name}' has two places for a number")
                (stamp, drawn), said = found, ""
            if chunk.mark is None:
                lines.append("/Artifact BMC")
            else:
                lines.append(f"/Span <</MCID {marks}{said}>> BDC")
                marks += 1
            lines += [*needed.values(), *drawn, "EMC"]
            running |= chunk.end
        if is_stamped and stamp is None:
            raise CutError(f"item '{name}' has no place for its number")
        return "\n".join(lines), stamp, marks

    def _stamp(self, lines: list[str], running: dict[str, str]) -> tuple[Stamp, list[str]] | None:
        """Find the stand-in for a number in a chunk: its face, size and place."""
        resource, size, _ = running.get("Tf", "/ 0 Tf").split()
        glyphs = self.glyphs.get(resource[1:], Glyphs())
        shown = [at for at, line in enumerate(lines) if line.endswith((" TJ", " Tj"))]
        codes = [code for at in shown for code in _codes(lines[at])]
        if "".join(glyphs.text.get(code, "?") for code in codes) != STAND_IN or len(shown) != 1:
            return None
        (at,) = (at for at, line in enumerate(lines) if line.endswith(" Tm"))
        x, y = (float(number) for number in lines[at].split()[4:6])
        width = sum(glyphs.widths[code] for code in codes) * float(size) / 1000
        kept = [line for n, line in enumerate(lines) if n not in (at, shown[0])]
        kept.insert(kept.index("ET"), STAMPED)
        return Stamp(resource[1:], float(size), x, y, round(width, 3)), kept


def _heights(operator: str, line: str) -> Iterator[float]:
    """Give the heights at which an operator draws."""
    numbers = line.split()[:-1]
    if operator in ("m", "l"):
        yield float(numbers[1])
    elif operator == "c":
        yield float(numbers[5])
    elif operator == "re":
        yield float(numbers[1])
        yield float(numbers[1]) + float(numbers[3])
    elif operator == "Tm":
        yield float(numbers[5])


def _without_repeats(lines: Sequence[str], running: dict[str, str]) -> Iterator[str]:
    """Leave out what sets a colour or a face that is set; `running` goes along."""
    stack: list[dict[str, str]] = []
    for line in lines:
        operator = line.rpartition(" ")[2]
        if operator == "q":
            stack.append(dict(running))
        elif operator == "Q":
            running.clear()
            running.update(stack.pop())
        elif operator in STATE or operator == "Tf":
            if running.get(operator) == line:
                continue
            running[operator] = line
        yield line


def _codes(line: str) -> list[int]:
    return [
        int(hexes[at : at + 4], 16)
        for hexes in SHOWN.findall(line)
        for at in range(0, len(hexes), 4)
    ]


def _glyphs(content: str) -> dict[str, list[int]]:
    """Say which glyphs of each face a content shows."""
    used: dict[str, set[int]] = {}
    face = ""
    for line in content.split("\n"):
        if line.endswith(" Tf"):
            face = line.split()[0][1:]
        elif line.endswith((" TJ", " Tj")):
            used.setdefault(face, set()).update(_codes(line))
    return {name: sorted(codes) for name, codes in sorted(used.items())}


def _text(string: Any) -> str:
    """Give the text of a string object; '' for none."""
    return "" if string is None else str(string.string)


class _Tree:
    """The structure of a list, taken apart: what belongs to one item, and what holds several."""

    def __init__(self, written: Written, pages: Sequence[_Page], titles: dict[str, str]) -> None:
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

    def _note(self, page: _Page, reference: bytes) -> None:
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
