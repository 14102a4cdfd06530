"""Jobs for workers, and what becomes of them: values that can be sent anywhere.

Results say what was made and where, never the pages themselves.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from generator.batch.manifest import File
from generator.files import Folder
from generator.findings import Finding
from generator.preflight.expected import Expected
from generator.press.furniture import Furniture
from generator.press.piece import About, Piece
from generator.press.store import Store
from generator.render.document import Document
from generator.render.face import Face

Keys = dict[str, str]
"""Keys of kept sheets, by the names of their documents."""
Shipped = dict[Path, str]
"""Files of the machine that plans → their digests in the store, for workers that lack them."""


@dataclass(frozen=True)
class SheetJob:
    """A document to typeset, and where its sheet is kept."""

    key: str
    document: Document
    faces: tuple[Face, ...]
    store: Store
    shipped: Shipped = field(default_factory=dict)


@dataclass(frozen=True)
class BindJob:
    """A booklet whose sheets are all kept: what to bind, and what preflight must find."""

    name: str
    pieces: tuple[Piece, ...]
    """With light sheets."""
    keys: Keys
    about: About
    furniture: Furniture
    faces: tuple[Face, ...]
    least_pt: float
    """No type is smaller."""
    expected: Expected
    store: Store
    folder: Folder
    paths: dict[str, str]
    """By format."""
    page: str = ""
    """The web page, if that format is asked for."""
    anew: bool = False
    """Whether nothing is taken from earlier runs: lists are composed, all pages validated again."""
    shipped: Shipped = field(default_factory=dict)


@dataclass(frozen=True)
class BoundFiles:
    """What became of a booklet: its files, or the errors among its findings."""

    pages: int = 0
    empty: float = 0.0
    """The share of its topic pages' text area that stands empty, on average, 0 to 1."""
    files: dict[str, File] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    trouble: str = ""
    """Why this machine could not write them, such as a full disk."""
