"""A page's content as the engine writes it, its marks mended before it is put into a file.

The engine lists operators with their operands: a mark is its tag, what it says (its number in the
structure, its words), `BDC`; then what it shows, `EMC`. Margin boxes bear marks that no element
owns: they become artifacts. Words are dropped that the glyphs say as well.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass, field
from typing import Any

import pydyf

from generator.press.sheet import Glyphs
from generator.press.words import are_told

ARTIFACT = b"/Artifact <</Type /Pagination>> BDC"


class Words(pydyf.Object):  # type: ignore[misc]
    """What a mark says, as a string without brackets: content can be searched for marks."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.text = text

    @property
    def data(self) -> bytes:
        """The string as it is written."""
        return b"<feff" + self.text.encode("utf-16-be").hex().encode() + b">"


@dataclass(slots=True)
class _Mark:
    """Marked content that is being read: where in the lines its properties stand."""

    at: int
    properties: Any
    shown: list[tuple[bytes, Glyphs]] = field(default_factory=list)
    """Strings of glyphs, and what the glyphs of their font say."""
    is_raised: bool = False


def mended(
    items: Iterable[Any], owned: Set[int], faces: Mapping[bytes, tuple[bytes, Glyphs]]
) -> bytes:
    """Give a page's content of what the engine lists for it.

    `owned` are the marks that elements own; `faces` gives a font's name in pages, and its glyphs.
    """
    lines: list[bytes] = []
    mark: _Mark | None = None
    glyphs = Glyphs()
    for item in items:
        line: bytes = pydyf._to_bytes(item)
        if isinstance(item, pydyf.Dictionary):
            mark = _Mark(len(lines), item)
        elif line == b"BDC" and mark and mark.properties["MCID"] not in owned:
            del lines[mark.at - 1 :]
            line, mark = ARTIFACT, None
        elif line == b"EMC" and mark:
            lines[mark.at] = _properties(mark)
            mark = None
        elif line[-3:] == b" Tf":
            name, _, size = line[1:].partition(b" ")
            name, glyphs = faces.get(name, (name, glyphs))
            line = b"/%s %s" % (name, size)
        elif mark and line[-3:] == b" TJ":
            mark.shown.append((line, glyphs))
        elif mark and line[-3:] == b" Ts":
            mark.is_raised = True
        lines.append(line)
    content = b"\n".join(lines).replace(b">0<", b"")  # no kerning between: one string
    return b"q\n" + content + b"\nQ\n"  # the page's state is closed


def _properties(mark: _Mark) -> bytes:
    """Say what a mark says: its words only where its glyphs do not tell them.

    Where glyphs are raised, readers may take one line for two: their words stay.
    """
    words = mark.properties.get("ActualText")
    if words is None or mark.is_raised or not are_told(words.text, mark.shown):
        return bytes(mark.properties.data)
    return b"<</MCID %d>>" % mark.properties["MCID"]
