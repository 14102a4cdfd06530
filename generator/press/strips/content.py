"""What each item of a list draws: its page's content stream, taken apart at the items' edges.

The stream is read as the engine writes it: one operator a line, every piece of text between `BDC`
and `EMC`, every border as an artifact. What it might draw otherwise (pictures, clips,
transparency) no list shows, and is refused rather than lost.
"""

from __future__ import annotations

import bisect
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from generator.press.measure import PX_TO_PT
from generator.press.sheet import Glyphs, Stamp, Strip
from generator.press.strips.places import NEAR, CutError, Place
from generator.press.written import Written
from generator.render.document import FOOT, HEAD, STAND_IN

STATE = {"rg", "RG", "w", "J", "j", "M", "d", "Ts"}
PATHS = {"m", "l", "c", "re", "h", "f", "f*", "S", "s", "B", "B*", "b", "n", "W", "W*"}
DRAWING = PATHS | {"BT", "ET", "Tm", "Tf", "TJ", "Tj"}
MCID = re.compile(r"/MCID (\d+)(/ActualText <[0-9a-f]*>)?")
SHOWN = re.compile(r"<([0-9a-fA-F]+)>")
STAMPED = "%number"
"""Where a number goes in the content; a comment, were it left."""
MOST_MARGIN = 40 * 96 / 25.4
"""The highest bottom margin of a page, in px: only its foot is drawn there."""


@dataclass(slots=True)
class Chunk:
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
        """Its height on the page, in px from the top."""
        return (min(self.ys) + max(self.ys)) / 2


class Stream:
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
        self._chunk: Chunk | None = None
        self._turns = 0

    def chunks(self) -> Iterator[Chunk]:
        """Yield what draws, each piece with the state it begins and ends in."""
        operands: list[str] = []
        for line in self._lines:
            operands.append(line)
            operator = line.rpartition(" ")[2]
            if not operator or operator[-1] == ">" or operator[0] == "/":
                continue  # an operand: its operator follows
            if operator in ("BDC", "BMC"):
                marked = MCID.search(" ".join(operands))
                self._chunk = Chunk(int(marked[1]) if marked else None, dict(self._state))
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


class ListPage:
    """One page of a list, as chunks that belong to items."""

    def __init__(
        self, written: Written, number: int, where: Sequence[Place], glyphs: dict[str, Glyphs]
    ) -> None:
        self.page = written.pages[number]
        self.glyphs = glyphs
        self.height = float(self.page["MediaBox"][3]) / PX_TO_PT
        self.places = [place for place in where if place.page == number]
        self._tops = [place.top for place in self.places]
        self.chunks: dict[str, list[Chunk]] = {place.id: [] for place in self.places}
        self.chunks |= {HEAD: [], FOOT: []}
        self.marks: dict[int, tuple[str, int]] = {}
        """Marked content of the page → its item, and its number there."""
        for chunk in Stream(written, self.page).chunks():
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
