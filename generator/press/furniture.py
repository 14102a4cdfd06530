"""Page numbers and thumb tabs: drawn at binding, as artifacts, on any sheet's page.

Margins are alike inside and outside, so a sheet need not know its side; the
furniture does: it stands at the outer edge.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from generator.press.piece import Tab
from generator.press.sheet import Glyphs
from generator.render.face import Face

if TYPE_CHECKING:  # a worker that draws needs the numbers only
    from generator.render.theme import Theme

PT_PER_MM = 72 / 25.4
BLEED_MM = 3.0
CHARACTERS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"


class Furniture:
    """Draws the furniture of one edition and page size."""

    def __init__(self, theme: Theme, edition: str, paper: str, *, right_to_left: bool) -> None:
        e = theme.tokens.editions[edition]
        self.size = e.body
        self.side, self.top, self.bottom = (
            mm * PT_PER_MM for mm in (e.margin.side, e.margin.top, e.margin.bottom)
        )
        self.tab_width = e.tab * PT_PER_MM
        width, height = theme.page_size(edition, paper)
        self.width, self.height = width * PT_PER_MM, height * PT_PER_MM
        self.ink = theme.tokens.colours["ink"]
        self.right_to_left = right_to_left
        self.face: Face = next(face for face in theme.faces if face.weight == 700)

    @cached_property
    def glyphs(self) -> Glyphs:
        """What it uses of its face."""
        from generator.press.fonts import glyphs_for  # found where it is drawn

        return glyphs_for(self.face, CHARACTERS)

    @cached_property
    def _glyph_of(self) -> dict[str, int]:
        return {text: glyph for glyph, text in self.glyphs.text.items()}

    def draw(self, number: int, tab: Tab | None) -> bytes:
        """Give the content stream of page `number` (from 1)."""
        parts = [b"/Artifact <</Type /Pagination>> BDC q"]
        if tab is not None:
            parts.append(self._tab(number, tab))
        parts.append(self._folio(number))
        parts.append(b"Q EMC")
        return b"\n".join(parts)

    def _on_right(self, number: int) -> bool:
        return (number % 2 == 1) != self.right_to_left

    def _folio(self, number: int) -> bytes:
        size, text = self.size, str(number)
        right = self.width - self.side - self._width(text, size)
        x = right if self._on_right(number) else self.side
        return self._text(text, x, self.bottom * 0.5 - size * 0.36, size, self.ink)

    def _tab(self, number: int, tab: Tab) -> bytes:
        width, bleed = self.tab_width, BLEED_MM * PT_PER_MM
        step = (self.height - self.top - self.bottom) / tab.count
        height = min(step * 0.86, width * 2.2)
        y = self.height - self.top - step * tab.index - height
        right = self._on_right(number)
        x = self.width - width if right else -bleed
        size = width * 0.62
        # The letter stands clear of the few millimetres that office printers leave white.
        centre = self.width - width * 0.42 if right else width * 0.42
        letter_x = centre - self._width(tab.letter, size) / 2
        box = f"{_rgb(tab.colour)} rg {x:.2f} {y:.2f} {width + bleed:.2f} {height:.2f} re f"
        letter = self._text(tab.letter, letter_x, y + height / 2 - size * 0.34, size, "#ffffff")
        return box.encode() + b"\n" + letter

    def _text(self, text: str, x: float, y: float, size: float, colour: str) -> bytes:
        codes = "".join(f"{self._glyph_of[c]:04x}" for c in text)
        return (
            f"BT {_rgb(colour)} rg /{self.face.resource} {size:g} Tf "
            f"1 0 0 1 {x:.2f} {y:.2f} Tm <{codes}> Tj ET"
        ).encode()

    def _width(self, text: str, size: float) -> float:
        return sum(self.glyphs.widths[self._glyph_of[c]] for c in text) * size / 1000


def _rgb(colour: str) -> str:
    return " ".join(f"{int(colour[at : at + 2], 16) / 255:.4g}" for at in (1, 3, 5))
