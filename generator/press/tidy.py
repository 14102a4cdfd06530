"""A freshly written PDF into a sheet's PDF: better tags, no fonts, ready to bind.

What WeasyPrint 70 leaves to mend (each is a test): margin boxes are tagged as
content that no element owns; every line of text is an element of its own; links
speak their raw address; header cells have ids instead of scopes; annotations lack
the Print flag; fonts come once a file.
"""

from __future__ import annotations

import contextlib
import io
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, String

from generator.press import fields
from generator.press.sheet import Glyphs
from generator.press.words import needed, true_texts
from generator.render.document import TOPIC_LINK
from generator.render.face import Face

MARKED = re.compile(rb"/(\w+)\s*<</MCID (\d+)(?:/ActualText <[0-9a-f]+>)?>>\s*BDC")
FONT = re.compile(rb"/(\S+) ([\d.]+) Tf")
EMPTY_RESOURCES = ("/ColorSpace", "/Pattern", "/Shading", "/XObject", "/ExtGState")
INLINE = ("/Span", "/NonStruct")


@dataclass
class Tree:
    """The structure elements of a sheet while they are mended."""

    owners: dict[tuple[int, int], Any] = field(default_factory=dict)
    """(page, marked-content id) → element."""
    links: dict[int, Any] = field(default_factory=dict)
    """StructParent of an annotation → its Link element."""
    doubled: set[tuple[int, int]] = field(default_factory=set)
    """Annotations that lie on another of the same link."""


def tidy(
    data: bytes,
    used: Mapping[str, Glyphs],
    faces: Iterable[Face],
    link_titles: dict[str, str],
    typed_pt: float = 12,
) -> tuple[bytes, dict[str, Glyphs]]:
    """Mend a PDF; give its bytes and what it uses of each face.

    `used` has what the PDF uses of each font, by its name there; `link_titles` names the sheets
    that links lead to, for people who hear them; `typed_pt` is the size of what is typed into
    fields of several lines.
    """
    with mended(data, used, faces) as half:
        pdf, tree = half.pdf, half.tree
        _mend_links(pdf, link_titles, tree, typed_pt)
        _write_parents(pdf, tree)
        fields.gather(pdf)
        for key in ("/Outlines", "/Names", "/Metadata", "/ViewerPreferences", "/MarkInfo", "/Lang"):
            if key in pdf.Root:
                del pdf.Root[key]
        buffer = io.BytesIO()
        pdf.save(
            buffer,
            deterministic_id=True,
            compress_streams=True,
            object_stream_mode=pikepdf.ObjectStreamMode.generate,
        )
    return buffer.getvalue(), half.glyphs


@dataclass(frozen=True, slots=True)
class Mended:
    """A PDF whose structure and content are mended, and its links not yet."""

    pdf: pikepdf.Pdf
    glyphs: dict[str, Glyphs]
    """What it uses of each face."""
    tree: Tree


@contextlib.contextmanager
def mended(data: bytes, used: Mapping[str, Glyphs], faces: Iterable[Face]) -> Iterator[Mended]:
    """Open a PDF with its structure and its pages' content mended."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        glyphs, renamed = _take_fonts(pdf, used, faces)
        tree = _mend_structure(pdf)
        for number, page in enumerate(pdf.pages):
            named = {name: glyphs[face.decode()] for name, face in renamed.items()}
            _mend_page(pdf, page, number, tree, renamed, named)
        yield Mended(pdf, glyphs, tree)


def _take_fonts(
    pdf: pikepdf.Pdf, used: Mapping[str, Glyphs], faces: Iterable[Face]
) -> tuple[dict[str, Glyphs], dict[bytes, bytes]]:
    """Note which glyphs each face gives, and by what name pages should ask for it."""
    by_name = {
        f"{face.family.replace(' ', '-')}{'-Bold' if face.weight >= 600 else ''}": face
        for face in faces
    }
    glyphs: dict[str, Glyphs] = {}
    renamed: dict[bytes, bytes] = {}
    for page in pdf.pages:
        for name, font in page.Resources.get("/Font", Dictionary()).items():
            own = str(font.BaseFont)[1:]
            face = by_name[own.partition("+")[2]]
            renamed[name[1:].encode()] = face.resource.encode()
            if face.resource not in glyphs:
                glyphs[face.resource] = true_texts(used[own], face.path)
        page.Resources.Font = Dictionary()
    _free_drawings(pdf)
    return glyphs, renamed


def _free_drawings(pdf: pikepdf.Pdf) -> None:
    """Take fonts out of drawings: each lists all fonts of the file, and shows no text."""
    waiting = [page.Resources for page in pdf.pages]
    seen: set[tuple[int, int]] = set()
    while waiting:
        resources = waiting.pop()
        for kind in ("/XObject", "/Pattern"):
            for item in resources.get(kind, Dictionary()).values():
                if item.objgen in seen or "/Resources" not in item:
                    continue
                seen.add(item.objgen)
                waiting.append(item.Resources)
                if "/Font" in item.Resources and b" Tf" not in item.read_bytes():
                    kept = {key: value for key, value in item.Resources.items() if key != "/Font"}
                    item.Resources = Dictionary(kept)


def _mend_structure(pdf: pikepdf.Pdf) -> Tree:
    """Lift text out of the elements that only wrap lines, and know who owns what."""
    tree = Tree()
    pages = {page.obj.objgen: number for number, page in enumerate(pdf.pages)}
    root = pdf.Root.StructTreeRoot
    top = root.K[0] if isinstance(root.K, Array) else root.K
    only = list(top.get("/K", Array()))
    if len(only) == 1 and only[0].get("/S") in ("/Art", "/Part", "/Sect"):
        top = only[0]  # one sheet, one element
    top.S = Name.Art
    _mend_element(top, pages, tree)
    top.P = root
    root.K = Array([top])
    return tree


def _mend_element(element: Any, pages: dict[tuple[int, int], int], tree: Tree) -> None:
    old = held(element)
    kids: list[Any] = []
    for kid in old:
        if isinstance(kid, int):
            kids.append(kid)
        elif "/S" in kid:
            _mend_element(kid, pages, tree)
            if _only_wraps(kid, element):
                kids += held(kid)
                if "/Pg" not in element:
                    element.Pg = kid.Pg
            else:
                kids.append(kid)
        elif element.S in INLINE:  # bold words inside a link: linked twice
            tree.doubled.add(kid.Obj.objgen)
        else:  # a link annotation's reference
            kids.append(kid)
            tree.links[int(kid.Obj.StructParent)] = element
    marks = [kid for kid in kids if isinstance(kid, int)]
    if marks:
        page = pages[element.Pg.objgen]
        tree.owners |= {(page, mark): element for mark in marks}
    if len(kids) != len(old) or any(new is not one for new, one in zip(kids, old, strict=True)):
        element.K = Array(kids)
    _mend_cell(element)
    if "/Type" in element:
        del element["/Type"]


def _mend_cell(element: Any) -> None:
    """Say which way a header cell points; ids, which would have to differ per sheet, go."""
    if element.S == "/TH":
        scope = Name.Column if element.P.P.S == "/THead" else Name.Row
        attributes = Dictionary(O=Name.Table, Scope=scope)
        element.A = _with_spans(element, attributes)
        if "/ID" in element:
            del element["/ID"]
    elif element.S == "/TD" and "/A" in element:
        element.A = _with_spans(element, Dictionary(O=Name.Table))


def held(element: Any) -> list[Any]:
    """Give what an element holds: numbers of marked content, elements, references to links."""
    kids = element.get("/K")
    if kids is None:
        return []
    if isinstance(kids, int):
        return [kids]
    return list(kids) if isinstance(kids, Array) else [kids]


def _only_wraps(kid: Any, parent: Any) -> bool:
    """Say whether an element adds nothing: an inline one, on its parent's page, unnamed."""
    if kid.S not in INLINE or any(key in kid for key in ("/Alt", "/Lang", "/A", "/ActualText")):
        return False
    inner = held(kid)
    same_page = kid.get("/Pg") is not None and kid.Pg.objgen == parent.get("/Pg", kid.Pg).objgen
    return same_page and all(isinstance(one, int) for one in inner)


def _with_spans(cell: Any, attributes: Dictionary) -> Dictionary:
    for key in ("/ColSpan", "/RowSpan"):
        old = cell.get("/A", Dictionary())
        if key in old:
            attributes[key] = old[key]
    return attributes


def _mend_page(
    pdf: pikepdf.Pdf,
    page: pikepdf.Page,
    number: int,
    tree: Tree,
    renamed: dict[bytes, bytes],
    glyphs: dict[bytes, Glyphs],
) -> None:
    """Make what no element owns an artifact; name fonts by face; close the page's state."""
    content = needed(page.Contents.read_bytes(), glyphs)

    def mark(match: re.Match[bytes]) -> bytes:
        if (number, int(match[2])) in tree.owners:
            return match[0]
        return b"/Artifact <</Type /Pagination>> BDC"

    content = MARKED.sub(mark, content)
    content = FONT.sub(lambda m: b"/%s %s Tf" % (renamed.get(m[1], m[1]), m[2]), content)
    content = content.replace(b">0<", b"")  # no kerning between: one string
    page.Contents = pdf.make_stream(b"q\n" + content + b"\nQ\n")
    page.obj.StructParents = number
    for key in EMPTY_RESOURCES:
        if key in page.Resources and (key == "/ColorSpace" or not list(page.Resources[key].keys())):
            del page.Resources[key]


def _mend_links(pdf: pikepdf.Pdf, titles: dict[str, str], tree: Tree, typed_pt: float) -> None:
    """Turn links between sheets into jumps, and let every link say where it leads."""
    count = 0
    for page in pdf.pages:
        if "/Annots" in page.obj:
            kept = [one for one in page.obj.Annots if one.objgen not in tree.doubled]
            page.obj.Annots = Array(kept)
        for annotation in page.obj.get("/Annots", Array()):
            annotation.F = 4  # print
            action = annotation.get("/A")
            if action is not None and str(action.get("/URI", "")).startswith(TOPIC_LINK):
                target = str(action.URI).removeprefix(TOPIC_LINK)
                del annotation["/A"]
                annotation.Dest = String(target)
                annotation.Contents = String(titles.get(target, target))
            left, one, right, other = (float(side) for side in annotation.Rect)
            annotation.Rect = Array([left, min(one, other), right, max(one, other)])
            if fields.is_field(annotation):
                count += 1
                owner = tree.links[int(annotation.StructParent)]
                fields.make_widget(pdf, annotation, owner, count, typed_pt)


def _write_parents(pdf: pikepdf.Pdf, tree: Tree) -> None:
    """Write the parent tree anew: pages first, then annotations."""
    nums: list[Any] = []
    count = len(pdf.pages)
    for number in range(count):
        ids = [mcid for page, mcid in tree.owners if page == number]
        row = [tree.owners.get((number, mcid)) for mcid in range(max(ids, default=-1) + 1)]
        nums += [number, Array([Dictionary() if owner is None else owner for owner in row])]
        for at, owner in enumerate(row):
            if owner is None:
                nums[-1][at] = None
    key = count
    for page in pdf.pages:
        for annotation in page.obj.get("/Annots", Array()):
            owner = tree.links.get(int(annotation.StructParent))
            annotation.StructParent = key
            nums += [key, owner]
            key += 1
    pdf.Root.StructTreeRoot.ParentTree = pdf.make_indirect(Dictionary(Nums=Array(nums)))
