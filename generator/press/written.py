"""What the engine makes of a layout: the file's objects, its fonts' glyphs, its structure, mended.

What WeasyPrint 70 leaves to mend in the structure (each is a test): every line of text is an
element of its own; a link with bold words in it is linked twice; header cells have ids instead of
scopes. It is mended before anything is written: a tenth of the time that reading it back takes.
"""

from __future__ import annotations

import io
from dataclasses import dataclass, field
from typing import Any

import pydyf

from generator.press.sheet import Glyphs

VERSION = "1.7"
INLINE = ("/Span", "/NonStruct")
NAMED = ("Alt", "Lang", "A", "ActualText")
WHOLE = ("/Art", "/Part", "/Sect")


@dataclass
class Structure:
    """Who owns what in a file, by the numbers of its objects."""

    owners: dict[tuple[int, int], int] = field(default_factory=dict)
    """(page, marked-content id) → element."""
    links: dict[int, int] = field(default_factory=dict)
    """StructParent of an annotation → its Link element."""
    doubled: set[int] = field(default_factory=set)
    """Annotations that lie on another of the same link."""


@dataclass(frozen=True, slots=True)
class Written:
    """A file's objects as the engine made them, the structure mended."""

    pdf: Any
    used: dict[str, Glyphs]
    """What it uses of each font, by its name in the file."""
    structure: Structure

    @property
    def pages(self) -> list[Any]:
        """The dictionaries of its pages, in their order."""
        return [self.at(reference) for reference in self.pdf.page_references]

    @property
    def root(self) -> Any:
        """The root of its structure; it has one element."""
        return self.at(self.pdf.catalog["StructTreeRoot"])

    def at(self, value: Any) -> Any:
        """Give what a value refers to, or the value if it is no reference."""
        return at(self.pdf, value) if isinstance(value, bytes) else value

    def to_bytes(self) -> bytes:
        """Write the file."""
        return to_bytes(self.pdf)


def write(rendered: Any) -> Written:
    """Make the objects of a layout's file."""
    structure = Structure()
    made: list[Any] = []

    def mend(_: Any, pdf: Any) -> None:
        _Mending(pdf, structure).mend()
        made.append(pdf)
        pdf.write = _not_yet

    rendered.write_pdf(pdf_version=VERSION, pdf_tags=True, uncompressed_pdf=True, finisher=mend)
    return Written(made[0], _used(rendered), structure)


def _not_yet(*_: Any) -> None:
    """Write nothing."""


def at(pdf: Any, reference: bytes) -> Any:
    """Give the object that a reference leads to."""
    return pdf.objects[int(reference.split(b" ", 1)[0])]


def to_bytes(pdf: Any) -> bytes:
    """Write a file of some objects, in a stream: binding reads that faster than one by one."""
    output = io.BytesIO()
    type(pdf).write(pdf, output, VERSION, compress=True)
    return output.getvalue()


def _used(rendered: Any) -> dict[str, Glyphs]:
    return {
        f.name.decode()[1:]: Glyphs(
            {glyph: float(f.widths[glyph]) for glyph in sorted(f.widths)},
            {glyph: text for glyph, text in f.to_unicode.items() if text},
        )
        for f in rendered.fonts.values()
    }


class _Mending:
    """One file's structure while it is mended."""

    def __init__(self, pdf: Any, structure: Structure) -> None:
        self._pdf = pdf
        self._structure = structure
        self._pages = {page: number for number, page in enumerate(pdf.page_references)}

    def mend(self) -> None:
        """Lift text out of the elements that only wrap lines, and note who owns what."""
        root = self._at(self._pdf.catalog["StructTreeRoot"])
        top = self._at(root["K"][0])
        if len(top["K"]) == 1:
            (only,) = top["K"]
            if not isinstance(only, int) and self._at(only).get("S") in WHOLE:
                top = self._at(only)  # one sheet, one element
        top["S"] = "/Art"
        self._element(top)
        top["P"] = root.reference
        root["K"] = pydyf.Array([top.reference])

    def _at(self, reference: bytes) -> Any:
        return at(self._pdf, reference)

    def _element(self, element: Any) -> None:
        kids: list[Any] = []
        for kid in element["K"]:
            if isinstance(kid, int):
                kids.append(kid)
                continue
            inner = self._at(kid)
            if "S" in inner:
                self._element(inner)
                if _only_wraps(inner, element):
                    kids += inner["K"]
                    element.setdefault("Pg", inner["Pg"])
                    inner.clear()  # nothing leads to it
                else:
                    kids.append(kid)
                continue
            annotation = self._at(inner["Obj"])
            if element["S"] in INLINE:  # bold words inside a link: linked twice
                self._structure.doubled.add(annotation.number)
            else:
                kids.append(kid)
                self._structure.links[annotation["StructParent"]] = element.number
        marks = [kid for kid in kids if isinstance(kid, int)]
        if marks:
            page = self._pages[element["Pg"]]
            self._structure.owners |= {(page, mark): element.number for mark in marks}
        element["K"] = pydyf.Array(kids)
        self._cell(element)
        element.pop("Type", None)

    def _cell(self, element: Any) -> None:
        """Say which way a header cell points; ids, which would have to differ per sheet, go."""
        kind = element["S"]
        if kind == "/TH":
            group = self._at(self._at(element["P"])["P"])
            scope = "/Column" if group["S"] == "/THead" else "/Row"
            element["A"] = _with_spans(element, {"O": "/Table", "Scope": scope})
            element.pop("ID", None)
        elif kind == "/TD" and "A" in element:
            element["A"] = _with_spans(element, {"O": "/Table"})


def _only_wraps(kid: Any, parent: Any) -> bool:
    """Say whether an element adds nothing: an inline one, on its parent's page, unnamed."""
    if kid["S"] not in INLINE or any(key in kid for key in NAMED):
        return False
    page = kid.get("Pg")
    same_page = page is not None and page == parent.get("Pg", page)
    return same_page and all(isinstance(one, int) for one in kid["K"])


def _with_spans(cell: Any, attributes: dict[str, Any]) -> Any:
    old = cell.get("A", {})
    spans = {key: old[key] for key in ("ColSpan", "RowSpan") if key in old}
    return pydyf.Dictionary(attributes | spans)
