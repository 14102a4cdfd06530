"""Strips into the pages of a list: where each stands, then a sheet like any other.

Nothing is laid out here. Items are stacked down the text area with their margins; a
page ends where the next item, or the group it belongs to, does not fit. What they draw
is moved to its place, its marked content numbered anew, its structure put under one
element, its links and fields made where they stand, page numbers written.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import pydyf

from generator.press import fields, fonts, written
from generator.press.measure import PX_TO_PT
from generator.press.sheet import Glyphs, Sheet, Strip
from generator.press.stack import Composition, Placed
from generator.press.strips.content import STAMPED
from generator.render.document import TOPIC_LINK
from generator.render.face import Face

MCID = re.compile(r"<</MCID (\d+)")


def compose(
    made_of: Composition, sources: Sequence[Sheet], faces: Sequence[Face], *, right_to_left: bool
) -> Sheet:
    """Make the sheet of a composition from the sheets that it names, in their order."""
    strips = [{strip.id: strip for strip in sheet.strips} for sheet in sources]
    numbers = _Numbers(faces, right_to_left=right_to_left)
    pages = _Pages(made_of, numbers)
    used: list[dict[str, list[int]]] = []
    for placed in made_of.placed:
        strip = strips[placed.source][placed.strip]
        pages.put(strip, placed)
        used.append(strip.glyphs)
    pages.finish()
    glyphs = _glyphs(sources, used, numbers)
    return replace(made_of.sheet, faces=glyphs, pdf=written.to_bytes(pages.pdf))


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
    owners: list[bytes] = field(default_factory=list)
    """Elements, by the number of the marked content."""
    annotations: list[tuple[Any, Any]] = field(default_factory=list)
    """With the elements that own them."""


class _Pages:
    """The pages of a composition while strips are put on them."""

    def __init__(self, made_of: Composition, numbers: _Numbers) -> None:
        self.pdf, self.made_of, self.numbers = pydyf.PDF(), made_of, numbers
        paper = made_of.paper
        box = [0, 0, round(paper.width * PX_TO_PT, 4), round(paper.height * PX_TO_PT, 4)]
        start = f"q\n1 0 0 -1 0 {box[3]:.6g} cm\n{PX_TO_PT} 0 0 {PX_TO_PT} 0 0 cm"
        self.pages = []
        for number in range(made_of.sheet.pages):
            page = pydyf.Dictionary({
                "Type": "/Page", "Parent": self.pdf.pages.reference, "MediaBox": pydyf.Array(box),
                "Resources": pydyf.Dictionary({"Font": pydyf.Dictionary()}),
                "StructParents": number, "Tabs": "/S",
            })  # fmt: skip
            self.pdf.add_page(page)
            self.pages.append(_Page(page, [start]))
        self.root = self._added({"Type": "/StructTreeRoot"})
        self.top = self._added({"S": "/Art", "P": self.root.reference, "K": pydyf.Array()})
        self.root["K"] = pydyf.Array([self.top.reference])
        self.pdf.catalog["StructTreeRoot"] = self.root.reference
        self._open: list[tuple[tuple[int, str, int], Any]] = []
        """Elements that hold others, which the next strip may still go into."""
        self._fields = 0

    def _added(self, values: dict[str, Any]) -> Any:
        made = pydyf.Dictionary(values)
        self.pdf.add_object(made)
        return made

    def put(self, strip: Strip, placed: Placed) -> None:
        """Put a strip in its place."""
        page = self.pages[placed.page]
        base = len(page.owners)
        content = MCID.sub(lambda found: f"<</MCID {base + int(found[1])}", strip.content)
        if placed.number:
            content = content.replace(STAMPED, self.numbers.write(strip, placed.number))
        move = placed.top - strip.top
        page.content.append(f"q\n1 0 0 1 0 {move:.3f} cm\n{content}\nQ")
        page.owners += [b"null"] * strip.marks
        if strip.nodes:
            holder = self._holder(placed.source, strip.within)
            for node in strip.nodes:
                made = self._element(node, holder, page, base, strip, placed)
                holder["K"].append(made.reference)

    def _holder(self, source: int, within: Iterable[tuple[str, int]]) -> Any:
        """Give the element that a strip goes into: one that is open if it is the same, or new."""
        wanted = [(source, type_, number) for type_, number in within]
        same = 0
        while same < min(len(wanted), len(self._open)) and self._open[same][0] == wanted[same]:
            same += 1
        del self._open[same:]
        holder = self._open[-1][1] if self._open else self.top
        for one in wanted[same:]:
            inner = self._added({"S": one[1], "P": holder.reference, "K": pydyf.Array()})
            holder["K"].append(inner.reference)
            holder = inner
            self._open.append((one, holder))
        return holder

    def _element(
        self, node: list[Any], parent: Any, page: _Page, base: int, strip: Strip, placed: Placed
    ) -> Any:
        type_, said, inside = node
        place = page.page.reference
        element = self._added({"S": type_, "P": parent.reference, "Pg": place})
        element |= {name: pydyf.String(text) for name, text in said.items()}
        kids = element["K"] = pydyf.Array()
        fill: list[Any] = []
        for kid in inside:
            if isinstance(kid, int):
                kids.append(base + kid)
                page.owners[base + kid] = element.reference
            elif isinstance(kid, dict):
                annotation = self._annotation(strip.links[kid["link"]], placed)
                held = {"Type": "/OBJR", "Obj": annotation.reference, "Pg": place}
                kids.append(pydyf.Dictionary(held))
                page.annotations.append((annotation, element))
                fill += [annotation] if fields.is_field(annotation) else []
            else:
                kids.append(self._element(kid, element, page, base, strip, placed).reference)
        for annotation in fill:
            self._fields += 1
            typed = self.made_of.typed_pt
            fields.make_widget(self.pdf, annotation, element, self._fields, typed)
        return element

    def _annotation(self, link: list[Any], placed: Placed) -> Any:
        (left, above, right, below), address, title = link
        height = self.made_of.paper.height
        sides = (left, height - placed.top - below, right, height - placed.top - above)
        made = self._added({
            "Type": "/Annot", "Subtype": "/Link", "F": 4, "BS": pydyf.Dictionary({"W": 0}),
            "Rect": pydyf.Array([round(side * PX_TO_PT, 3) for side in sides]),
            "Contents": pydyf.String(title),
        })  # fmt: skip
        if address.startswith(TOPIC_LINK):
            made["Dest"] = pydyf.String(address.removeprefix(TOPIC_LINK))
        else:
            action = {"Type": "/Action", "S": "/URI", "URI": pydyf.String(address)}
            made["A"] = pydyf.Dictionary(action)
        return made

    def finish(self) -> None:
        """Write content and parent tree."""
        nums: list[Any] = []
        for number, page in enumerate(self.pages):
            content = pydyf.Stream(["\n".join([*page.content, "Q"]).encode()])
            self.pdf.add_object(content)
            page.page["Contents"] = content.reference
            nums += [number, pydyf.Array(page.owners)]
            if page.annotations:
                references = [annotation.reference for annotation, _ in page.annotations]
                page.page["Annots"] = pydyf.Array(references)
        key = len(self.pages)
        for page in self.pages:
            for annotation, element in page.annotations:
                annotation["StructParent"] = key
                nums += [key, element.reference]
                key += 1
        self.root["ParentTree"] = self._added({"Nums": pydyf.Array(nums)}).reference


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
