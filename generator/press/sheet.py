"""A sheet: the typeset pages of one document, with the facts that binding needs.

The PDF inside a sheet holds no fonts: pages name a face by its resource name
(`Face.resource`), and binding embeds one subset of each face for all sheets.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass, field, fields
from typing import Any

MAGIC = b"carefold sheet 1\n"
FAULTS = ("overflows", "early_breaks")
STANDING = ("id", "height", "above", "below", "with_next", "group", "overflows", "early_breaks")
"""What of a strip is enough to know where it will stand."""


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
class Stamp:
    """Where an item's number is written: face, size and place, in px from the page's top left."""

    face: str
    size: float
    x: float
    y: float
    width: float
    """Of what stands in for it in the layout."""


@dataclass(frozen=True, slots=True)
class Strip:
    """One item of a list that was laid out as a whole: how it stands, and what it shows.

    Lengths are in px, as the layout has them. What it shows is drawn where it stood there.
    """

    id: str
    height: float = 0.0
    above: float = 0.0
    below: float = 0.0
    """Margins; of two that meet the larger counts."""
    with_next: bool = False
    """Whether it may not be the last of a page."""
    group: int = 0
    """Items of one group are kept on one page if they fit it; 0 is none."""
    overflows: tuple[str, ...] = ()
    early_breaks: tuple[str, ...] = ()
    """What is wrong with it, as in `LayoutFacts`, without its page."""
    top: float = 0.0
    """Where it stood in the layout."""
    content: str = ""
    """Its content stream, with marked content numbered from 0."""
    marks: int = 0
    stamp: Stamp | None = None
    glyphs: dict[str, list[int]] = field(default_factory=dict)
    """What it shows of each face."""
    nodes: list[Any] = field(default_factory=list)
    """Its structure: [type, what is said of it, kids]; a kid is marked content, a link, a node."""
    within: tuple[tuple[str, int], ...] = ()
    """The elements that hold it together with other items: type, and number in the list."""
    links: list[Any] = field(default_factory=list)
    """Its links: [rectangle from its own top, address, title]."""


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
    strips: tuple[Strip, ...] = ()
    """What a list was cut into; it has no pages of its own then."""

    def to_bytes(self) -> bytes:
        """Give the sheet as it is kept: a digest, a head of facts, the PDF."""
        head = {
            "name": self.name,
            "title": self.title,
            "pages": self.pages,
            "headings": [asdict(heading) for heading in self.headings],
            "faces": {n: {"widths": g.widths, "text": g.text} for n, g in self.faces.items()},
            "facts": asdict(self.facts),
            "strips": [_kept(strip) for strip in self.strips],
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
            strips=tuple(_strip(kept, light=light) for kept in head["strips"]),
        )


def _kept(strip: Strip) -> dict[str, Any]:
    """Say what a strip is; `asdict` would copy every part of its structure first."""
    values = {one.name: getattr(strip, one.name) for one in fields(strip)}
    return values | {"stamp": strip.stamp and asdict(strip.stamp)}


def _strip(kept: dict[str, Any], *, light: bool) -> Strip:
    """Read a strip; a light one knows how it stands, not what it shows."""
    kept = {name: tuple(v) if name in FAULTS else v for name, v in kept.items()}
    if light:
        return Strip(**{name: kept[name] for name in STANDING})
    stamp = kept["stamp"] and Stamp(**kept["stamp"])
    within = tuple((str(type_), int(number)) for type_, number in kept["within"])
    return Strip(**{**kept, "stamp": stamp, "within": within})


def _glyphs(kept: dict[str, dict[str, object]]) -> Glyphs:
    return Glyphs(
        {int(glyph): float(width) for glyph, width in kept["widths"].items()},  # type: ignore[arg-type]
        {int(glyph): str(text) for glyph, text in kept["text"].items()},
    )
