"""What glyphs say: the character of each, and whether a run needs its words beside them.

Whoever copies, searches or listens reads characters from glyphs. WeasyPrint 70 gives a glyph
the text of the place where it saw it first: a letter and its accent, half a syllable,
nothing. A face itself knows better. `spoken` has every run say its words (ISO 32000-1,
14.9.4); here those are dropped that its glyphs say as well.
"""

from __future__ import annotations

import re
import struct
import unicodedata
from collections.abc import Iterator, Mapping
from functools import lru_cache
from itertools import repeat
from pathlib import Path

from generator.press.fonts import PART, shaper
from generator.press.sheet import Glyphs

RUN = re.compile(
    rb"(<</MCID \d+)/ActualText <feff([0-9a-f]*)>(>>\s*BDC)(.*?)(?<=\s)(?=EMC\b)", re.DOTALL
)
"""A run of text: its number, its words in UTF-16, its glyphs."""
FACE = re.compile(rb"/(\S+) [\d.]+ Tf")
GLYPHS = re.compile(rb"<([0-9a-fA-F]+)>")
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


def needed(content: bytes, faces: Mapping[bytes, Glyphs]) -> bytes:
    """Drop the words of runs whose glyphs say them; `faces` are by their names in the content.

    Where glyphs are raised, readers may take one line for two: its words stay, as do those of
    scripts whose glyphs are not letters.
    """

    def run(match: re.Match[bytes]) -> bytes:
        start, words, end, inside = match.groups()
        text = bytes.fromhex(words.decode()).decode("utf-16-be")
        if COMPLEX.search(text) or b" Ts" in inside:
            return match[0]
        said = "".join(_said(inside, faces))
        if UNHEARD.sub("", text) == UNHEARD.sub("", said):
            return start + end + inside
        return match[0]

    return RUN.sub(run, content)


def _said(shown: bytes, faces: Mapping[bytes, Glyphs]) -> Iterator[str]:
    _, *parts = FACE.split(shown)
    for name, after in zip(parts[::2], parts[1::2], strict=True):
        text = faces[name].text.get
        codes = bytes.fromhex(b"".join(GLYPHS.findall(after)).decode())
        yield from map(text, struct.unpack(f">{len(codes) // 2}H", codes), repeat(""))
