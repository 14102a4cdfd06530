"""What a PDF says, read back without the program's own readers."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pikepdf
import pypdfium2

INLINE = ("/Span", "/NonStruct")
"""Structure types that say nothing: their kids count as their parent's."""


@dataclass(frozen=True)
class Element:
    """A structure element: its type, and its kids, which are elements or text without space."""

    type: str
    kids: tuple[Element | str, ...]

    def lines(self, depth: int = 0) -> list[str]:
        """Give the tree as text, one element or run of words a line."""
        found = ["  " * depth + self.type]
        for kid in self.kids:
            found += ["  " * (depth + 1) + kid] if isinstance(kid, str) else kid.lines(depth + 1)
        return found

    def text(self) -> str:
        return "".join(kid if isinstance(kid, str) else kid.text() for kid in self.kids)


@dataclass(frozen=True)
class Link:
    """An annotation and the structure element that its StructParent leads to."""

    annotation: Any
    owner: Any


def opened(data: bytes) -> pikepdf.Pdf:
    return pikepdf.open(io.BytesIO(data))


def pages_as_read(data: bytes, *, first_stream_only: bool = False) -> list[str]:
    """Give each page's words as PDFium finds them, space squeezed.

    `first_stream_only` leaves out what was drawn over a page after it was laid out.
    """
    if first_stream_only:
        with opened(data) as pdf:
            for page in pdf.pages:
                if isinstance(page.obj.Contents, pikepdf.Array):
                    page.obj.Contents = page.obj.Contents[0]
            buffer = io.BytesIO()
            pdf.save(buffer)
            data = buffer.getvalue()
    document = pypdfium2.PdfDocument(data)
    try:
        return [" ".join(page.get_textpage().get_text_bounded().split()) for page in document]
    finally:
        document.close()


def structure(pdf: pikepdf.Pdf) -> list[Element]:
    """Give what stands directly below the structure tree's document element."""
    words = marked_words(pdf)
    top = kids(pdf.Root.StructTreeRoot)
    assert 1 == len(top), "a structure tree has one document"
    return [_element(kid, words) for kid in kids(top[0])]


def _element(node: Any, words: dict[tuple[tuple[int, int], int], str]) -> Element:
    merged: list[Element | str] = []
    for part in _parts(node, words):
        if isinstance(part, str) and merged and isinstance(merged[-1], str):
            merged[-1] += part
        elif part != "":
            merged.append(part)
    return Element(str(node.S)[1:], tuple(merged))


def _parts(node: Any, words: dict[tuple[tuple[int, int], int], str]) -> Iterator[Element | str]:
    for kid in kids(node):
        if isinstance(kid, int):
            yield "".join(words.get((node.Pg.objgen, kid), "").split())
        elif "/S" in kid:
            if str(kid.S) in INLINE:
                yield from _parts(kid, words)
            else:
                yield _element(kid, words)


def instructions(content: Any) -> list[tuple[list[Any], str]]:
    """Give (operands, operator) of a page's or a stream's content, without inline images."""
    parsed: Any = pikepdf.parse_content_stream(content)
    return [(list(operands), str(operator)) for operands, operator in parsed]


def kids(node: Any) -> list[Any]:
    """Give a structure element's kids: numbers of marked content, elements, annotations."""
    found = node.get("/K", pikepdf.Array())
    found = list(found) if isinstance(found, pikepdf.Array) else [found]
    return [kid if isinstance(kid, pikepdf.Dictionary) else int(kid) for kid in found]


def elements(pdf: pikepdf.Pdf, *types: str) -> list[Any]:
    """Give all structure elements, in reading order; of some types if any are named."""

    return list(elements_in(pdf.Root.StructTreeRoot, *types))


def elements_in(node: Any, *types: str) -> Iterator[Any]:
    """Yield the structure elements inside another."""
    for kid in kids(node):
        if not isinstance(kid, int) and "/S" in kid:
            if not types or str(kid.S)[1:] in types:
                yield kid
            yield from elements_in(kid, *types)


def owned(pdf: pikepdf.Pdf) -> set[tuple[tuple[int, int], int]]:
    """Give the marked content that the structure tree reaches, as (page, number)."""
    return {
        (node.Pg.objgen, kid)
        for node in elements(pdf)
        for kid in kids(node)
        if isinstance(kid, int)
    }


def marked(pdf: pikepdf.Pdf) -> set[tuple[tuple[int, int], int]]:
    """Give the marked content that stands on the pages, as (page, number)."""
    return set(marked_words(pdf))


def marked_words(pdf: pikepdf.Pdf) -> dict[tuple[tuple[int, int], int], str]:
    """Give the words of each piece of marked content."""
    words: dict[tuple[tuple[int, int], int], str] = {}
    for page in pdf.pages:
        for number, text in _shown(page):
            if number is not None:
                key = (page.obj.objgen, number)
                words[key] = words.get(key, "") + text
    return words


def artifacts(page: pikepdf.Page) -> list[str]:
    """Give the words of a page that belong to no marked content with a number."""
    return [text for number, text in _shown(page) if number is None and text]


def _shown(page: pikepdf.Page) -> Iterator[tuple[int | None, str]]:
    cmaps: dict[str, dict[str, str]] = {}
    stack: list[int | None] = []
    cmap: dict[str, str] = {}
    for operands, name in instructions(page):
        if name == "BDC":
            stack.append(_number(operands[1]))
            yield stack[-1], ""
        elif name == "BMC":
            stack.append(None)
        elif name == "EMC":
            stack.pop()
        elif name == "Tf":
            font = str(operands[0])
            if font not in cmaps:  # a sheet's own pages have no fonts yet
                fonts = page.Resources.Font
                cmaps[font] = to_unicode(fonts[font]) if font in fonts else {}
            cmap = cmaps[font]
        elif name in ("Tj", "TJ"):
            inside = next((number for number in stack[::-1] if number is not None), None)
            pieces = operands[0] if name == "TJ" else operands
            codes = "".join(bytes(p).hex() for p in pieces if isinstance(p, pikepdf.String))
            yield (
                inside,
                "".join(cmap.get(codes[at : at + 4], "\ufffd") for at in range(0, len(codes), 4)),
            )


def _number(properties: Any) -> int | None:
    return int(properties["/MCID"]) if "/MCID" in properties else None


def to_unicode(font: Any) -> dict[str, str]:
    """Give glyph code → text of a Type 0 font."""
    rows = font.ToUnicode.read_bytes().decode()
    return {
        code.lower(): bytes.fromhex(text).decode("utf-16-be")
        for section in re.findall(r"beginbfchar(.*?)endbfchar", rows, re.DOTALL)
        for code, text in re.findall(r"<([0-9a-fA-F]{4})>\s*<([0-9a-fA-F]+)>", section)
    }


def links(pdf: pikepdf.Pdf) -> list[Link]:
    """Give every annotation with the element that the parent tree names for it."""
    nums = list(pdf.Root.StructTreeRoot.ParentTree.Nums)
    parents = {int(key): value for key, value in zip(nums[::2], nums[1::2], strict=True)}
    return [
        Link(annotation, parents[int(annotation.StructParent)])
        for page in pdf.pages
        for annotation in page.obj.get("/Annots", ())
    ]


def destinations(pdf: pikepdf.Pdf) -> dict[str, int]:
    """Give name → page (from 1) of the named destinations."""
    pages = {page.obj.objgen: number for number, page in enumerate(pdf.pages, start=1)}
    names = list(pdf.Root.Names.Dests.Names)
    return {str(n): pages[d[0].objgen] for n, d in zip(names[::2], names[1::2], strict=True)}


def contents(pdf: pikepdf.Pdf) -> list[tuple[str, int]]:
    """Give (target, printed number) of the rows of the contents pages."""
    starts = destinations(pdf)
    after = min(page for page in starts.values() if page > starts["contents"])
    pages = {pdf.pages[n - 1].obj.objgen for n in range(starts["contents"], after)}
    words = marked_words(pdf)
    rows = []
    for row in elements(pdf, "LBody"):
        if row.Pg.objgen in pages:
            (link,) = elements_in(row, "Link")
            targets = {str(kid.Obj.Dest) for kid in kids(link) if not isinstance(kid, int)}
            # code, link, number: what is no text is the link
            texts = [part if isinstance(part, str) else "/" for part in _parts(row, words)]
            rows.append((targets.pop(), int("".join(texts).partition("/")[2])))
    return rows


def outline(pdf: pikepdf.Pdf) -> list[tuple[int, str, int]]:
    """Give (depth, title, page from 1) of the outline, from top to bottom."""
    pages = {page.obj.objgen: number for number, page in enumerate(pdf.pages, start=1)}

    def walk(node: Any, depth: int) -> Iterator[tuple[int, str, int]]:
        item = node.get("/First")
        while item is not None:
            yield depth, str(item.Title), pages[item.Dest[0].objgen]
            yield from walk(item, depth + 1)
            item = item.get("/Next")

    return list(walk(pdf.Root.Outlines, 0))


def uncompressed(data: bytes) -> bytes:
    """Give a PDF with all its streams and objects in plain sight."""
    with opened(data) as pdf:
        buffer = io.BytesIO()
        pdf.save(
            buffer,
            compress_streams=False,
            stream_decode_level=pikepdf.StreamDecodeLevel.generalized,
            object_stream_mode=pikepdf.ObjectStreamMode.disable,
        )
    return buffer.getvalue()
