"""A sheet: the typeset pages of one document, with the facts that binding needs.

The PDF inside a sheet holds no fonts: pages name a face by its resource name
(`Face.resource`), and binding embeds one subset of each face for all sheets.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass, field
from typing import Any

MAGIC = b"carefold sheet 1\n"


class DamagedSheet(Exception):
    """A kept sheet's bytes are not what was written."""


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading, its page (from 0) and the distance of its top from the page's top, in pt."""

    level: int
    text: str
    page: int
    top: float


@dataclass(frozen=True, slots=True)
class Glyphs:
    """What a sheet uses of one face: glyph → width (1/1000 em), glyph → text."""

    widths: dict[int, float] = field(default_factory=dict)
    text: dict[int, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class LayoutFacts:
    """What was measured in the layout, in pt; preflight judges it."""

    smallest: float = 0.0
    overflows: tuple[str, ...] = ()
    stranded_headings: tuple[str, ...] = ()
    log: tuple[str, ...] = ()
    empty: tuple[float, ...] = ()
    """The share of each page's text area left empty at its foot, 0 to 1."""
    notes_lines: int = 0
    early_breaks: tuple[str, ...] = ()
    """Lines that end though the next word would have fitted (an engine fault)."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """One typeset document."""

    name: str
    title: str
    pages: int
    headings: tuple[Heading, ...]
    faces: dict[str, Glyphs]
    facts: LayoutFacts
    pdf: bytes = field(repr=False)

    def to_bytes(self) -> bytes:
        """Give the sheet as it is kept: a digest, a head of facts, the PDF."""
        head = {
            "name": self.name,
            "title": self.title,
            "pages": self.pages,
            "headings": [asdict(heading) for heading in self.headings],
            "faces": {n: {"widths": g.widths, "text": g.text} for n, g in self.faces.items()},
            "facts": asdict(self.facts),
        }
        facts = json.dumps(head, sort_keys=True, ensure_ascii=False).encode()
        body = len(facts).to_bytes(4, "big") + facts + self.pdf
        return MAGIC + hashlib.sha256(body).digest() + body

    @classmethod
    def from_bytes(cls, data: bytes, *, light: bool = False) -> Sheet:
        """Read a kept sheet, or without pages and glyphs: what planning needs.

        Raises DamagedSheet unless every byte is as written.
        """
        digest, body = data[len(MAGIC) : len(MAGIC) + 32], data[len(MAGIC) + 32 :]
        if not data.startswith(MAGIC) or hashlib.sha256(body).digest() != digest:
            raise DamagedSheet
        size = int.from_bytes(body[:4], "big")
        head = json.loads(body[4 : 4 + size])
        facts: dict[str, Any] = {
            k: tuple(v) if isinstance(v, list) else v for k, v in head["facts"].items()
        }
        return cls(
            name=head["name"],
            title=head["title"],
            pages=head["pages"],
            headings=tuple(Heading(**heading) for heading in head["headings"]),
            faces={} if light else {n: _glyphs(glyphs) for n, glyphs in head["faces"].items()},
            facts=LayoutFacts(**facts),
            pdf=b"" if light else body[4 + size :],
        )


def _glyphs(kept: dict[str, dict[str, object]]) -> Glyphs:
    return Glyphs(
        {int(glyph): float(width) for glyph, width in kept["widths"].items()},  # type: ignore[arg-type]
        {int(glyph): str(text) for glyph, text in kept["text"].items()},
    )
