"""Sheets into one tagged booklet: pages, structure, outline, links, numbers, fonts.

Nothing is laid out here. Each sheet brings its pages and its structure element;
binding joins them, numbers the pages, puts furniture on, embeds one subset of
each face, and says what the file is (PDF/UA-1, ISO 14289-1:2014).
"""

from __future__ import annotations

import io
import itertools
import warnings
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from xml.sax.saxutils import escape

import pikepdf
from pikepdf import Array, Dictionary, Name, String

from generator import __version__
from generator.press import fields, fonts
from generator.press.furniture import Furniture
from generator.press.piece import About, Piece, page_numbers
from generator.press.store import Store
from generator.render.face import Face

MOST_OPEN = 150
"""Sheets that a process keeps open; a booklet has about a hundred."""


def bind(
    pieces: Sequence[Piece],
    about: About,
    furniture: Furniture,
    faces: Sequence[Face],
    store: Store,
    *,
    bleed: bool = False,
) -> bytes:
    """Bind pieces into a tagged PDF, cut to the trim, or with what reaches into the bleed."""
    pdf = pikepdf.new()
    document = pdf.make_indirect(Dictionary(S=Name.Document))
    parents: list[Any] = []
    elements: list[Any] = []
    opened = []  # none may go before the booklet is saved
    number = 0
    font_dictionary = _fonts(pdf, pieces, furniture, faces, store)
    for piece in pieces:
        source = _opened(piece.sheet.pdf)
        opened.append(source)
        first = len(pdf.pages)
        with warnings.catch_warnings():  # destinations are written below, for all sheets
            warnings.simplefilter("ignore", pikepdf.PageCopyWarning)
            pdf.pages.extend(source.pages)
        tree = pdf.copy_foreign(source.Root.StructTreeRoot)
        element = tree.K[0]
        element.P = document
        elements.append(element)
        key = len(parents)
        for page in [one.obj for one in pdf.pages[first:]]:
            number += 1
            page.Resources.Font = font_dictionary
            set_boxes(page, bleed=bleed)
            page.StructParents += key
            for annotation in page.get("/Annots", ()):
                annotation.StructParent += key
            if not piece.is_cover:
                drawn = pdf.make_stream(furniture.draw(number, piece.tab))
                page.Contents = Array([page.Contents, drawn])
        parents += list(tree.ParentTree.Nums)[1::2]
    document.K = Array(elements)
    fields.gather(pdf, [piece.id for piece in pieces for _ in range(piece.sheet.pages)])
    _root(pdf, document, parents, about)
    _navigation(pdf, pieces, about)
    _metadata(pdf, about)
    buffer = io.BytesIO()
    pdf.save(
        buffer,
        deterministic_id=True,
        object_stream_mode=pikepdf.ObjectStreamMode.generate,
        compress_streams=True,
    )
    return buffer.getvalue()


@lru_cache(maxsize=MOST_OPEN)
def _opened(sheet: bytes) -> pikepdf.Pdf:
    """Open a sheet, which stays open: the next booklet has most of the same ones."""
    return pikepdf.open(io.BytesIO(sheet))


def set_boxes(page: Any, *, bleed: bool) -> None:
    """Cut a page to its trim; for the press keep the trim as a box of its own."""
    trim = page.get("/TrimBox", page.MediaBox)
    page.MediaBox = Array(list(trim))
    if "/BleedBox" in page:
        del page["/BleedBox"]
    if bleed:
        page.TrimBox = Array(list(trim))
    elif "/TrimBox" in page:
        del page["/TrimBox"]


def _fonts(
    pdf: pikepdf.Pdf,
    pieces: Sequence[Piece],
    furniture: Furniture,
    faces: Sequence[Face],
    store: Store,
) -> pikepdf.Object:
    dictionary = Dictionary()
    for face in faces:
        name = face.resource
        parts = [piece.sheet.faces[name] for piece in pieces if name in piece.sheet.faces]
        if face == furniture.face:
            parts.append(furniture.glyphs)
        if parts:
            dictionary[f"/{name}"] = fonts.embed(pdf, face, fonts.union(parts), store)
    return pdf.make_indirect(dictionary)


def _root(pdf: pikepdf.Pdf, document: Any, parents: list[Any], about: About) -> None:
    nums: list[Any] = []
    for key, row in enumerate(parents):  # objects of their own: a personal cover replaces its row
        nums += [key, pdf.make_indirect(row) if isinstance(row, Array) else row]
    tree = pdf.make_indirect(
        Dictionary(
            Type=Name.StructTreeRoot,
            K=Array([document]),
            ParentTree=pdf.make_indirect(Dictionary(Nums=Array(nums))),
            ParentTreeNextKey=len(parents),
        )
    )
    document.P = tree
    root = pdf.Root
    root.StructTreeRoot = tree
    root.MarkInfo = Dictionary(Marked=True)
    root.Lang = String(about.language)
    root.ViewerPreferences = Dictionary(DisplayDocTitle=True)
    if about.right_to_left:
        root.ViewerPreferences.Direction = Name.R2L


def _navigation(pdf: pikepdf.Pdf, pieces: Sequence[Piece], about: About) -> None:
    """Write destinations, outline and page labels."""
    starts = page_numbers(pieces)
    pages = [page.obj for page in pdf.pages]
    names: list[Any] = []
    for name, page in sorted(starts.items()):
        names += [String(name), _destination(pages, page - 1)]
    pdf.Root.Names = Dictionary(Dests=pdf.make_indirect(Dictionary(Names=Array(names))))
    top = [_Item(label, page, children) for label, page, children in _outline(pieces, starts)]
    pdf.Root.Outlines = _write_outline(pdf, pages, top)
    pdf.Root.PageMode = Name.UseOutlines
    labels: list[Any] = [0, Dictionary(S=Name.D, St=1)]
    if pieces[0].is_cover:
        cover = pieces[0].sheet.pages
        labels = [
            0,
            Dictionary(P=String(about.cover_label)),
            cover,
            Dictionary(S=Name.D, St=cover + 1),
        ]
    pdf.Root.PageLabels = Dictionary(Nums=Array(labels))


@dataclass(frozen=True, slots=True)
class _Item:
    label: str
    page: int
    children: list[_Item]
    top: float | None = None


def _outline(
    pieces: Sequence[Piece], starts: dict[str, int]
) -> Iterator[tuple[str, int, list[_Item]]]:
    """Yield the outline's first level: lone pieces, and parts with their topics."""
    part: str | None = None
    children: list[_Item] = []
    first = 1
    for piece in pieces:
        item = _Item(piece.label, starts[piece.id], list(_sections(piece, starts[piece.id])))
        if piece.part != part and part is not None:
            yield part, first, children
            children = []
        if piece.part is None:
            yield item.label, item.page, item.children
        else:
            first = item.page if piece.part != part else first
            children.append(item)
        part = piece.part
    if part is not None:
        yield part, first, children


def _sections(piece: Piece, start: int) -> Iterator[_Item]:
    for heading in piece.sheet.headings:
        if heading.level == 2 and piece.part is not None:
            yield _Item(heading.text, start + heading.page, [], heading.top)


def _write_outline(pdf: pikepdf.Pdf, pages: list[Any], items: list[_Item]) -> pikepdf.Object:
    root = pdf.make_indirect(Dictionary(Type=Name.Outlines))
    _write_items(pdf, pages, root, items, depth=0)
    return root


def _write_items(
    pdf: pikepdf.Pdf, pages: list[Any], parent: Any, items: list[_Item], depth: int
) -> None:
    nodes = [
        pdf.make_indirect(
            Dictionary(
                Title=String(item.label),
                Parent=parent,
                Dest=_destination(pages, item.page - 1, item.top),
            )
        )
        for item in items
    ]
    for node, item in zip(nodes, items, strict=True):
        if item.children:
            _write_items(pdf, pages, node, item.children, depth + 1)
    for before, after in itertools.pairwise(nodes):
        before.Next, after.Prev = after, before
    if nodes:
        parent.First, parent.Last = nodes[0], nodes[-1]
        # Parts stand open, the sections of a topic closed.
        parent.Count = len(nodes) if depth < 2 else -len(nodes)


def _destination(pages: list[Any], index: int, top: float | None = None) -> Array:
    page = pages[index]
    return Array([page, Name.XYZ, None, float(page.MediaBox[3]) - (top or 0.0), None])


def _metadata(pdf: pikepdf.Pdf, about: About) -> None:
    made_with = f"Carefold {__version__}"
    pdf.docinfo = pdf.make_indirect(
        Dictionary(
            Title=String(about.title), Subject=String(about.subject), Producer=String(made_with)
        )
    )
    rows = "".join(
        f"<carefold:{name}>{escape(value)}</carefold:{name}>"
        for name, value in sorted(about.provenance.items())
    )
    packet = (
        '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>'
        '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF'
        ' xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
        '<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/"'
        ' xmlns:pdf="http://ns.adobe.com/pdf/1.3/" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/"'
        ' xmlns:carefold="urn:carefold:provenance:1">'
        "<pdfuaid:part>1</pdfuaid:part>"
        f"<dc:title>{_alternative(about.title)}</dc:title>"
        f"<dc:description>{_alternative(about.subject)}</dc:description>"
        f"<dc:language><rdf:Bag><rdf:li>{escape(about.language)}</rdf:li></rdf:Bag></dc:language>"
        f"<pdf:Producer>{made_with}</pdf:Producer>{rows}"
        '</rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end="w"?>'
    )
    stream = pdf.make_stream(packet.encode())
    stream.Type, stream.Subtype = Name.Metadata, Name.XML
    pdf.Root.Metadata = stream


def _alternative(text: str) -> str:
    return f'<rdf:Alt><rdf:li xml:lang="x-default">{escape(text)}</rdf:li></rdf:Alt>'
