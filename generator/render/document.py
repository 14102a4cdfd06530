"""One sheet's HTML with all that its pages depend on: what goes from the renderer to the press."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, replace
from html import unescape
from pathlib import Path
from urllib.parse import quote

from generator.render.face import Face

NOTES_HERE = "<!--notes-->"
"""Where lines for notes go, if the last page has room."""
TOPIC_LINK = "carefold:"
"""Scheme of links between sheets; binding turns them into jumps."""
FIELD_LINK = "carefold-field:"
"""Scheme of what only looks like a link: something to fill in. `field` makes them."""

PX_PER_MM = 96 / 25.4
STAMP = "page"
"""Class of the place in an item of a list where a number is written when a booklet is made."""
STAND_IN = "000"
"""What stands there in the layout: about as wide as most numbers."""
LIST_HEIGHT_MM = 20_000
"""Height of the page that a list is laid out on before it is cut; there may be a second one."""
HEAD, FOOT = "head", "foot"
"""Names of the strips that are a list's running head, and the foot of each of its pages."""
ITEM = re.compile(r' data-strip="([^"]*)"')


def items(html: str) -> list[str]:
    """Name the items of a list, in order."""
    return [unescape(name) for name in ITEM.findall(html)]


def field(kind: str, label: str) -> str:
    """Give the target of a link that stands for a field: `text` or `tick`, and what it asks."""
    return f"{FIELD_LINK}{kind}:{quote(label)}"


@dataclass(frozen=True, slots=True)
class Asset:
    """A file that a document shows, under the name the document uses."""

    url: str
    path: Path

    def digest(self) -> str:
        """Give the SHA-256 of the file, in hex."""
        return hashlib.sha256(self.path.read_bytes()).hexdigest()


@dataclass(frozen=True, slots=True)
class Paper:
    """A page and its text area, in px from the page's top."""

    width: float
    height: float
    top: float
    bottom: float

    @classmethod
    def of(cls, width: float, height: float, above: float, below: float) -> Paper:
        """Make one of a page's size and margins in mm."""
        return cls(
            width * PX_PER_MM, height * PX_PER_MM, above * PX_PER_MM, (height - below) * PX_PER_MM
        )


@dataclass(frozen=True, slots=True)
class Document:
    """One sheet's HTML, with the files it shows; `notes` is a template for spare room.

    `style` is what it has in common with others, so that a worker reads it once; the rules in
    the HTML itself come after it, and win.
    """

    name: str
    title: str
    language: str
    html: str
    assets: tuple[Asset, ...]
    fonts: str
    notes: str = ""
    style: str = ""
    least_pt: float = 10
    write_line_mm: float = 10
    links: tuple[tuple[str, str], ...] = ()
    """(id, title) of the sheets it links to, for people who hear where a link leads."""
    faces: tuple[Face, ...] = ()
    """The typefaces of its language, which `fonts` asks for."""
    is_list: bool = False
    """Whether it is laid out to be cut into strips: items that booklets choose from."""


def close(document: Document) -> Document:
    """Give a document with less air between lines and around boxes."""
    return _classed(document, "close")


def loosened(document: Document) -> Document:
    """Give a document whose boxes may run on over pages."""
    return _classed(document, "loose")


def _classed(document: Document, name: str) -> Document:
    body = '<body class="'
    return replace(document, html=document.html.replace(body, f"{body}{name} ", 1))


def with_notes(document: Document, lines: int) -> str:
    """Give a document's HTML with `lines` ruled lines at its end; none for 0."""
    if not lines:
        return document.html.replace(NOTES_HERE, "")
    rule = '<span class="rule"></span>'
    return document.html.replace(NOTES_HERE, document.notes.replace(rule, rule * lines))
