"""Pages of their own, such as covers, typeset many at a time and used one by one.

The engine takes a good part of its time to begin and end a document; twenty
pages in one document share that. A leaf is one of them: its content, what that
shows, and its structure, just as if it had been typeset alone.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

import pikepdf
from pikepdf import Dictionary, Name

from generator.press.bind import set_boxes
from generator.press.sheet import Glyphs, Sheet
from generator.render.document import Document

MAIN = re.compile(r"<main\b.*</main>", re.DOTALL)
SHOWN = re.compile(rb"/(\S+) [\d.]+ Tf|<(?!feff)([0-9a-fA-F]+)>")
DRAWN = re.compile(rb"/(\S+)\s+Do\b")


@dataclass
class Leaf:
    """One page and its structure element, in a PDF that stays open as long as it is used."""

    source: pikepdf.Pdf
    page: Any
    element: Any
    row: Any
    """Its row of the parent tree."""
    faces: dict[str, Glyphs]
    """What it shows of each face, by the name that pages use."""


def runs(documents: Sequence[Document]) -> list[list[int]]:
    """Put documents that are alike together; give the places of each group, in order."""
    groups: dict[tuple[object, ...], list[int]] = {}
    for at, document in enumerate(documents):
        groups.setdefault(_frame(document), []).append(at)
    return list(groups.values())


def _frame(document: Document) -> tuple[object, ...]:
    """Say what documents must have in common to be typeset as one."""
    return (MAIN.sub("", document.html), document.style, document.fonts, document.assets)


def joined(documents: Sequence[Document]) -> Document:
    """Make one document of several that are alike, each to fill one page."""
    mains = "".join(
        f'<div style="break-before: page">{_main(document)}</div>' for document in documents
    )
    first = documents[0]
    return replace(first, html=first.html.replace(_main(first), mains, 1))


def _main(document: Document) -> str:
    found = MAIN.search(document.html)
    if found is None:
        raise ValueError(f"'{document.name}' has no main part")
    return found[0]


def leaves(sheet: Sheet, count: int) -> Iterator[Leaf]:
    """Give the leaves of a sheet made of `count` documents.

    Raises ValueError unless each has one page, without links.
    """
    source = pikepdf.open(io.BytesIO(sheet.pdf))
    if len(source.pages) != count or any("/Annots" in page.obj for page in source.pages):
        raise ValueError("a leaf is one page without links")
    top = source.Root.StructTreeRoot.K[0]
    rows = source.Root.StructTreeRoot.ParentTree.Nums
    for at, page in enumerate(source.pages):
        element = top if count == 1 else _alone(top.K[at].K[0], top)
        set_boxes(page.obj, bleed=False)
        yield Leaf(source, page.obj, element, rows[2 * at + 1], _cut(page, sheet.faces))


def _alone(element: Any, top: Any) -> Any:
    """Make an inner element what it is when it is the only one: the top."""
    element.S = top.S
    return element


def _cut(page: pikepdf.Page, faces: dict[str, Glyphs]) -> dict[str, Glyphs]:
    """Take from a page's resources what other pages show; give the glyphs that it shows."""
    content = page.Contents.read_bytes()
    drawn = list(dict.fromkeys(match[1].decode() for match in DRAWN.finditer(content)))
    names = {name: f"x{number}" for number, name in enumerate(drawn)}
    resources = Dictionary(dict(page.obj.Resources.items()))
    if drawn:
        pictures = page.obj.Resources.XObject
        resources.XObject = Dictionary({f"/{names[n]}": pictures[f"/{n}"] for n in drawn})
    elif "/XObject" in resources:
        del resources[Name.XObject]
    page.obj.Resources = resources
    if any(name != new for name, new in names.items()):
        content = DRAWN.sub(lambda m: b"/%s Do" % names[m[1].decode()].encode(), content)
        page.obj.Contents.write(content)
    return dict(_glyphs(content, faces))


def _glyphs(content: bytes, faces: dict[str, Glyphs]) -> Iterator[tuple[str, Glyphs]]:
    used: dict[str, set[int]] = {}
    face = ""
    for shown in SHOWN.finditer(content):
        if shown[1]:
            face = shown[1].decode()
        elif face:
            codes = shown[2]
            digits = [codes[at : at + 4] for at in range(0, len(codes), 4)]
            used.setdefault(face, set()).update(int(one, 16) for one in digits)
    for name, glyphs in faces.items():
        if name in used:
            kept = sorted(used[name])
            yield (
                name,
                Glyphs(
                    {glyph: glyphs.widths[glyph] for glyph in kept if glyph in glyphs.widths},
                    {glyph: glyphs.text[glyph] for glyph in kept if glyph in glyphs.text},
                ),
            )
