"""A freshly made PDF into a sheet's PDF: better content, no fonts, ready to bind.

What WeasyPrint 70 leaves to mend (each is a test), beside the structure (`written`): margin boxes
are tagged as content that no element owns (`marks`); links speak their raw address; annotations
lack the Print flag; fonts come once a file. All is mended in the engine's objects, and written
once: to read a written file back and mend that took a twelfth of a sheet's CPU.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Mapping
from typing import Any

import pydyf

from generator.press import fields, marks
from generator.press.sheet import Glyphs
from generator.press.words import true_texts
from generator.press.written import Written
from generator.render.document import TOPIC_LINK
from generator.render.face import Face

KEPT = ("Type", "Pages", "StructTreeRoot")
"""What a sheet's catalogue keeps: all else a booklet says of itself."""


def tidy(
    written: Written, faces: Iterable[Face], link_titles: Mapping[str, str], typed_pt: float = 12
) -> tuple[bytes, dict[str, Glyphs]]:
    """Mend a PDF; give its bytes and what it uses of each face.

    `link_titles` names the sheets that links lead to, for people who hear them; `typed_pt` is the
    size of what is typed into fields of several lines.
    """
    glyphs = mend_pages(written, faces)
    _mend_links(written, link_titles, typed_pt)
    _write_parents(written)
    pdf = written.pdf
    for key in [key for key in pdf.catalog if key not in KEPT]:
        del pdf.catalog[key]
    pdf.info.clear()
    for item in pdf.objects:
        if isinstance(item, pydyf.Stream):
            _compress(item)
    return written.to_bytes(), glyphs


def mend_pages(written: Written, faces: Iterable[Face]) -> dict[str, Glyphs]:
    """Mend the pages' content, and name fonts by face; give what is used of each face."""
    pages = written.pages
    resources = written.at(pages[0]["Resources"])  # all pages have the same
    glyphs, named = _faces(written, resources, faces)
    for number, page in enumerate(pages):
        owned = {mark for page_number, mark in written.structure.owners if page_number == number}
        stream = written.at(page["Contents"])
        stream.stream = [marks.mended(stream.stream, owned, named)]
    resources["Font"] = pydyf.Dictionary()
    del resources["ColorSpace"]
    for key in ("Pattern", "Shading", "XObject", "ExtGState"):
        if not resources[key]:
            del resources[key]
    _free_drawings(written)
    return glyphs


def _faces(
    written: Written, resources: Any, faces: Iterable[Face]
) -> tuple[dict[str, Glyphs], dict[bytes, tuple[bytes, Glyphs]]]:
    """Note which glyphs each face gives, and by what name pages should ask for it."""
    by_name = {
        f"{face.family.replace(' ', '-')}{'-Bold' if face.weight >= 600 else ''}": face
        for face in faces
    }
    glyphs: dict[str, Glyphs] = {}
    named: dict[bytes, tuple[bytes, Glyphs]] = {}
    for name, font in written.at(resources["Font"]).items():
        own = bytes(pydyf._to_bytes(written.at(font)["BaseFont"])).decode()[1:]
        face = by_name[own.partition("+")[2]]
        if face.resource not in glyphs:
            glyphs[face.resource] = true_texts(written.used[own], face.path)
        named[pydyf._to_bytes(name)] = face.resource.encode(), glyphs[face.resource]
    return glyphs, named


def _free_drawings(written: Written) -> None:
    """Take fonts out of drawings: each lists all fonts of the file, and shows no text."""
    for item in written.pdf.objects:
        if isinstance(item, pydyf.Stream) and "Resources" in item.extra:
            resources = written.at(item.extra["Resources"])
            if "Font" in resources and b" Tf" not in _content(item):
                del resources["Font"]


def _compress(stream: Any) -> None:
    if "Filter" not in stream.extra:
        stream.stream = [zlib.compress(_content(stream))]
        stream.extra["Filter"] = "/FlateDecode"


def _content(stream: Any) -> bytes:
    return b"\n".join(pydyf._to_bytes(item) for item in stream.stream)


def _mend_links(written: Written, titles: Mapping[str, str], typed_pt: float) -> None:
    """Turn links between sheets into jumps, and let every link say where it leads."""
    pdf, structure = written.pdf, written.structure
    count = 0
    for page in written.pages:
        if "Annots" not in page:
            continue
        shown = [(one, written.at(one)) for one in page["Annots"]]
        shown = [(one, link) for one, link in shown if link.number not in structure.doubled]
        page["Annots"] = pydyf.Array([one for one, _ in shown])
        for _, link in shown:
            link["F"] = 4  # print
            address = fields.address(link)
            if address.startswith(TOPIC_LINK):
                target = address.removeprefix(TOPIC_LINK)
                del link["A"]
                link["Dest"] = pydyf.String(target)
                link["Contents"] = pydyf.String(titles.get(target, target))
            left, one, right, other = link["Rect"]
            link["Rect"] = pydyf.Array([left, min(one, other), right, max(one, other)])
            if fields.is_field(link):
                count += 1
                owner = pdf.objects[structure.links[link["StructParent"]]]
                fields.make_widget(pdf, link, owner, count, typed_pt)


def _write_parents(written: Written) -> None:
    """Write the parent tree anew: pages first, then annotations."""
    pdf, structure, pages = written.pdf, written.structure, written.pages
    rows: list[dict[int, bytes]] = [{} for _ in pages]
    for (number, mark), owner in structure.owners.items():
        rows[number][mark] = pdf.objects[owner].reference
    nums: list[Any] = []
    for number, row in enumerate(rows):
        marked = range(max(row, default=-1) + 1)
        nums += [number, pydyf.Array([row.get(mark, b"null") for mark in marked])]
    key = len(rows)
    for page in pages:
        for reference in page.get("Annots", ()):
            link = written.at(reference)
            element = structure.links.get(link["StructParent"])
            link["StructParent"] = key
            nums += [key, b"null" if element is None else pdf.objects[element].reference]
            key += 1
    tree = pydyf.Dictionary({"Nums": pydyf.Array(nums)})
    pdf.add_object(tree)
    written.root["ParentTree"] = tree.reference
