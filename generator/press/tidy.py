"""A freshly written PDF into a sheet's PDF: better content, no fonts, ready to bind.

What WeasyPrint 70 leaves to mend (each is a test), beside the structure (`written`): margin boxes
are tagged as content that no element owns; links speak their raw address; annotations lack the
Print flag; fonts come once a file.
"""

from __future__ import annotations

import contextlib
import io
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, String

from generator.press import fields
from generator.press.sheet import Glyphs
from generator.press.words import needed, true_texts
from generator.press.written import Structure, Written
from generator.render.document import TOPIC_LINK
from generator.render.face import Face

MARKED = re.compile(rb"/(\w+)\s*<</MCID (\d+)(?:/ActualText <[0-9a-f]+>)?>>\s*BDC")
FONT = re.compile(rb"/(\S+) ([\d.]+) Tf")
EMPTY_RESOURCES = ("/ColorSpace", "/Pattern", "/Shading", "/XObject", "/ExtGState")


def tidy(
    written: Written, faces: Iterable[Face], link_titles: dict[str, str], typed_pt: float = 12
) -> tuple[bytes, dict[str, Glyphs]]:
    """Mend a PDF; give its bytes and what it uses of each face.

    `link_titles` names the sheets that links lead to, for people who hear them; `typed_pt` is the
    size of what is typed into fields of several lines.
    """
    with mended(written, faces) as half:
        pdf, structure = half.pdf, written.structure
        _mend_links(pdf, link_titles, structure, typed_pt)
        _write_parents(pdf, structure)
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
    """A PDF whose content is mended, and its links not yet."""

    pdf: pikepdf.Pdf
    glyphs: dict[str, Glyphs]
    """What it uses of each face."""


@contextlib.contextmanager
def mended(written: Written, faces: Iterable[Face]) -> Iterator[Mended]:
    """Open a PDF with its pages' content mended."""
    with pikepdf.open(io.BytesIO(written.data)) as pdf:
        glyphs, renamed = _take_fonts(pdf, written.used, faces)
        named = {name: glyphs[face.decode()] for name, face in renamed.items()}
        for number, page in enumerate(pdf.pages):
            _mend_page(pdf, page, number, written.structure, renamed, named)
        yield Mended(pdf, glyphs)


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


def _mend_page(
    pdf: pikepdf.Pdf,
    page: pikepdf.Page,
    number: int,
    structure: Structure,
    renamed: dict[bytes, bytes],
    glyphs: dict[bytes, Glyphs],
) -> None:
    """Make what no element owns an artifact; name fonts by face; close the page's state."""
    content = needed(page.Contents.read_bytes(), glyphs)

    def mark(match: re.Match[bytes]) -> bytes:
        if (number, int(match[2])) in structure.owners:
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


def _mend_links(
    pdf: pikepdf.Pdf, titles: dict[str, str], structure: Structure, typed_pt: float
) -> None:
    """Turn links between sheets into jumps, and let every link say where it leads."""
    count = 0
    for page in pdf.pages:
        if "/Annots" in page.obj:
            kept = [one for one in page.obj.Annots if one.objgen[0] not in structure.doubled]
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
                owner = pdf.get_object(structure.links[int(annotation.StructParent)], 0)
                fields.make_widget(pdf, annotation, owner, count, typed_pt)


def _write_parents(pdf: pikepdf.Pdf, structure: Structure) -> None:
    """Write the parent tree anew: pages first, then annotations."""
    objects = {n: pdf.get_object(n, 0) for n in {*structure.owners.values()}}
    rows: list[dict[int, Any]] = [{} for _ in pdf.pages]
    for (number, mark), owner in structure.owners.items():
        rows[number][mark] = objects[owner]
    nums: list[Any] = []
    for number, row in enumerate(rows):
        nums += [number, Array([row.get(mark) for mark in range(max(row, default=-1) + 1)])]
    key = len(rows)
    for page in pdf.pages:
        for annotation in page.obj.get("/Annots", Array()):
            link = structure.links.get(int(annotation.StructParent))
            annotation.StructParent = key
            nums += [key, None if link is None else pdf.get_object(link, 0)]
            key += 1
    pdf.Root.StructTreeRoot.ParentTree = pdf.make_indirect(Dictionary(Nums=Array(nums)))
