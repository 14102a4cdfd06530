"""What glyphs say: the character of each, and whether a run needs its words beside them.

Whoever copies, searches or listens reads characters from glyphs. WeasyPrint 70 gives a glyph
the text of the place where it saw it first: a letter and its accent, half a syllable,
nothing. A face itself knows better. `spoken` has every run say its words (ISO 32000-1,
14.9.4); `marks` drops those that its glyphs say as well.
"""

from __future__ import annotations

import re
import struct
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import repeat
from pathlib import Path

from generator.press.fonts import PART, shaper
from generator.press.sheet import Glyphs

CODES = re.compile(rb"<([0-9a-fA-F]+)>")
"""Glyphs in what shows them; between stands kerning."""
UNHEARD = re.compile("[\\s\u00ad\u200c-\u200f\u2010\u2011\u2066-\u2069-]")
"""Spaces, hyphens and signs without width: a line's end has more or fewer of them."""
COMPLEX = re.compile("[\u0590-\u08ff\u0900-\u109f\u1780-\u17ff\ufb1d-\ufdff\ufe70-\ufefc]")
"""Letters that run from the right, or join and stack: a part of one says one thing in one sheet and
another in the next, and a booklet has one text for a glyph."""
FORMS = re.compile("[\ufb50-\ufdff\ufe70-\ufeff]")
"""Arabic letters by their shape, which nobody types."""


@lru_cache(maxsize=64)
def characters(path: Path) -> Mapping[int, frozenset[str]]:
    """Give the characters that each glyph of a face stands for by itself."""
    found: dict[int, set[str]] = {}
    font = shaper(path)
    for code in font.face.unicodes:
        found.setdefault(font.get_nominal_glyph(code), set()).add(chr(code))
    return {glyph: frozenset(texts) for glyph, texts in found.items()}


def true_texts(glyphs: Glyphs, path: Path) -> Glyphs:
    """Give each glyph the character that its face has it for, where the engine said otherwise."""
    alone = characters(path)
    text = {}
    for glyph in glyphs.widths:
        said = glyphs.text.get(glyph, "")
        if said in alone.get(glyph, ()) and not FORMS.match(said):
            text[glyph] = said
            continue
        own = {_typed(one) for one in alone.get(glyph, ())}
        if own and _typed(said) not in {unicodedata.normalize("NFKC", one) for one in own} | own:
            said = min(own)
        if said or glyph:
            text[glyph] = said or PART
    return Glyphs(glyphs.widths, text)


def _typed(text: str) -> str:
    return FORMS.sub(lambda form: unicodedata.normalize("NFKC", form[0]), text)


def are_told(words: str, shown: Sequence[tuple[bytes, Glyphs]]) -> bool:
    """Say whether words are what glyphs say: strings of them, each with its font's glyphs.

    Of scripts whose glyphs are not letters, they never are.
    """
    if COMPLEX.search(words):
        return False
    said = "".join(one for string, glyphs in shown for one in _said(string, glyphs))
    return UNHEARD.sub("", words) == UNHEARD.sub("", said)


def _said(string: bytes, glyphs: Glyphs) -> Iterator[str]:
    codes = bytes.fromhex(b"".join(CODES.findall(string)).decode())
    return map(glyphs.text.get, struct.unpack(f">{len(codes) // 2}H", codes), repeat(""))
