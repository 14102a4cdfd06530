"""Strips into the pages of a list: where each stands, then a sheet like any other.

Nothing is laid out here. Items are stacked down the text area with their margins; a
page ends where the next item, or the group it belongs to, does not fit. What they draw
is moved to its place, its marked content numbered anew, its structure put under one
element, its links and fields made where they stand, page numbers written.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, String

from generator.press import fields, fonts
from generator.press.measure import PX_TO_PT
from generator.press.sheet import Glyphs, Sheet, Strip
from generator.press.stack import Composition, Placed
from generator.press.strips import STAMPED
from generator.render.document import TOPIC_LINK
from generator.render.face import Face

MCID = re.compile(r"<</MCID (\d+)")


def compose(
    made_of: Composition, sources: Sequence[Sheet], faces: Sequence[Face], *, right_to_left: bool
) -> Sheet:
    """Make the sheet of a composition from the sheets that it names, in their order."""
    pdf = pikepdf.new()
    strips = [{strip.id: strip for strip in sheet.strips} for sheet in sources]
    numbers = _Numbers(faces, right_to_left=right_to_left)
    pages = _Pages(pdf, made_of, numbers)
    used: list[dict[str, list[int]]] = []
    for placed in made_of.placed:
        strip = strips[placed.source][placed.strip]
        pages.put(strip, placed)
        used.append(strip.glyphs)
    pages.finish()
    buffer = io.BytesIO()
    pdf.save(buffer, deterministic_id=True, compress_streams=False)
    glyphs = _glyphs(sources, used, numbers)
    return replace(made_of.sheet, faces=glyphs, pdf=buffer.getvalue())


class _Numbers:
    """Writes numbers with the face of what stood in for them."""

    def __init__(self, faces: Sequence[Face], *, right_to_left: bool) -> None:
        self.faces = {face.resource: face for face in faces}
        self.right_to_left = right_to_left
        self.used: dict[str, list[Glyphs]] = {}

    def write(self, strip: Strip, text: str) -> str:
        """Give the operators that show a number at the inline end of its line."""
        stamp = strip.stamp
        if stamp is None:
            raise ValueError(f"strip '{strip.id}' has no place for a number")
        glyphs = fonts.glyphs_for(self.faces[stamp.face], text)
        self.used.setdefault(stamp.face, []).append(glyphs)
        code_of = {shown: code for code, shown in glyphs.text.items()}
        codes = [code_of[character] for character in text]
        width = sum(glyphs.widths[code] for code in codes) * stamp.size / 1000
        x = stamp.x if self.right_to_left else stamp.x + stamp.width - width
        shown = "".join(f"{code:04x}" for code in codes)
        return f"1 0 0 -1 {x:.3f} {stamp.y:g} Tm\n<{shown}> Tj"


@dataclass(slots=True)
class _Page:
    page: Any
    content: list[str]
    owners: list[Any] = field(default_factory=list)
    """Elements, by the number of the marked content."""
    annotations: list[Any] = field(default_factory=list)


class _Pages:
    """The pages of a composition while strips are put on them."""

    def __init__(self, pdf: pikepdf.Pdf, made_of: Composition, numbers: _Numbers) -> None:
        self.pdf, self.made_of, self.numbers = pdf, made_of, numbers
        paper = made_of.paper
        box = [0, 0, round(paper.width * PX_TO_PT, 4), round(paper.height * PX_TO_PT, 4)]
        start = f"q\n1 0 0 -1 0 {box[3]:.6g} cm\n{PX_TO_PT} 0 0 {PX_TO_PT} 0 0 cm"
        self.pages = []
        for number in range(made_of.sheet.pages):
            made = Dictionary(
                Type=Name.Page, MediaBox=Array(box), Resources=Dictionary(Font=Dictionary()),
                StructParents=number, Tabs=Name.S,
            )  # fmt: skip
            pdf.pages.append(pikepdf.Page(pdf.make_indirect(made)))
            self.pages.append(_Page(pdf.pages[-1].obj, [start]))
        self.top = pdf.make_indirect(Dictionary(S=Name.Art))
        self._kids: list[tuple[Any, list[Any]]] = [(self.top, [])]
        """Elements that hold others, and what each holds."""
        self._open: list[tuple[tuple[int, str, int], Any, list[Any]]] = []
        """Those that the next strip may still go into."""
        self._links: list[tuple[Any, Any]] = []
        """Annotations with the elements that own them."""
        self._fields = 0

    def put(self, strip: Strip, placed: Placed) -> None:
        """Put a strip in its place."""
        page = self.pages[placed.page]
        base = len(page.owners)
        content = MCID.sub(lambda found: f"<</MCID {base + int(found[1])}", strip.content)
        if placed.number:
            content = content.replace(STAMPED, self.numbers.write(strip, placed.number))
        move = placed.top - strip.top
        page.content.append(f"q\n1 0 0 1 0 {move:.3f} cm\n{content}\nQ")
        page.owners += [None] * strip.marks
        if strip.nodes:
            holder, kids = self._holder(placed.source, strip.within)
            kids += [self._element(node, holder, page, base, strip, placed) for node in strip.nodes]

    def _holder(self, source: int, within: Iterable[tuple[str, int]]) -> tuple[Any, list[Any]]:
        """Give the element that a strip goes into: one that is open if it is the same, or new."""
        wanted = [(source, type_, number) for type_, number in within]
        same = 0
        while same < min(len(wanted), len(self._open)) and self._open[same][0] == wanted[same]:
            same += 1
        del self._open[same:]
        holder, kids = self._open[-1][1:] if self._open else self._kids[0]
        for one in wanted[same:]:
            inner = self.pdf.make_indirect(Dictionary(S=Name(one[1]), P=holder))
            kids.append(inner)
            holder, kids = inner, []
            self._kids.append((holder, kids))
            self._open.append((one, holder, kids))
        return holder, kids

    def _element(
        self, node: list[Any], parent: Any, page: _Page, base: int, strip: Strip, placed: Placed
    ) -> Any:
        type_, said, inside = node
        element = self.pdf.make_indirect(Dictionary(S=Name(type_), P=parent, Pg=page.page))
        for name, text in said.items():
            element[f"/{name}"] = String(text)
        kids: list[Any] = []
        fill: list[Any] = []
        for kid in inside:
            if isinstance(kid, int):
                kids.append(base + kid)
                page.owners[base + kid] = element
            elif isinstance(kid, dict):
                link = strip.links[kid["link"]]
                annotation = self._annotation(link, page, placed)
                kids.append(Dictionary(Type=Name.OBJR, Obj=annotation, Pg=page.page))
                self._links.append((annotation, element))
                fill += [annotation] if fields.is_field(annotation) else []
            else:
                kids.append(self._element(kid, element, page, base, strip, placed))
        element.K = Array(kids)
        for annotation in fill:
            self._fields += 1
            typed = self.made_of.typed_pt
            fields.make_widget(self.pdf, annotation, element, self._fields, typed)
        return element

    def _annotation(self, link: list[Any], page: _Page, placed: Placed) -> Any:
        (left, above, right, below), address, title = link
        height = self.made_of.paper.height
        sides = (left, height - placed.top - below, right, height - placed.top - above)
        made = Dictionary(
            Type=Name.Annot, Subtype=Name.Link, F=4, BS=Dictionary(W=0),
            Rect=Array([round(side * PX_TO_PT, 3) for side in sides]), Contents=String(title),
        )  # fmt: skip
        if address.startswith(TOPIC_LINK):
            made.Dest = String(address.removeprefix(TOPIC_LINK))
        else:
            made.A = Dictionary(Type=Name.Action, S=Name.URI, URI=String(address))
        annotation = self.pdf.make_indirect(made)
        page.annotations.append(annotation)
        return annotation

    def finish(self) -> None:
        """Write content, structure and parent tree."""
        nums: list[Any] = []
        for number, page in enumerate(self.pages):
            page.page.Contents = self.pdf.make_stream("\n".join([*page.content, "Q"]).encode())
            nums += [number, Array(page.owners)]
            if page.annotations:
                page.page.Annots = Array(page.annotations)
        owner = {annotation.objgen: element for annotation, element in self._links}
        key = len(self.pages)
        for page in self.pages:
            for annotation in page.annotations:
                annotation.StructParent = key
                nums += [key, owner[annotation.objgen]]
                key += 1
        for element, kids in self._kids:
            element.K = Array(kids)
        parents = self.pdf.make_indirect(Dictionary(Nums=Array(nums)))
        root = Dictionary(Type=Name.StructTreeRoot, K=Array([self.top]), ParentTree=parents)
        self.pdf.Root.StructTreeRoot = self.pdf.make_indirect(root)
        self.top.P = self.pdf.Root.StructTreeRoot
        fields.gather(self.pdf)


def _glyphs(
    sources: Sequence[Sheet], used: Sequence[dict[str, list[int]]], numbers: _Numbers
) -> dict[str, Glyphs]:
    """Say what a composition shows of each face: its strips' glyphs and its numbers'."""
    known: dict[str, list[Glyphs]] = {}
    for sheet in sources:
        for name, glyphs in sheet.faces.items():
            known.setdefault(name, []).append(glyphs)
    shown: dict[str, set[int]] = {}
    for one in used:
        for name, codes in one.items():
            shown.setdefault(name, set()).update(codes)
    found = {}
    for name in shown:
        whole, wanted = fonts.union(known[name]), sorted(shown[name])
        kept = Glyphs(
            {code: whole.widths[code] for code in wanted if code in whole.widths},
            {code: whole.text[code] for code in wanted if code in whole.text},
        )
        found[name] = fonts.union([kept, *numbers.used.get(name, [])])
    return found
