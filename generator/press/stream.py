"""Many copies in one file for the print room: a banner page before each, bodies held once.

Paper only: the pages bear no tags and no links. A banner takes a paper sheet of
its own, so that every copy begins on a new one.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name

from generator import __version__
from generator.press import fonts, impose
from generator.press.leaf import Leaf
from generator.render.face import Face


@dataclass(frozen=True)
class Copy:
    """One copy in a stream."""

    body: str
    """Which of the bodies it is."""
    banner: Leaf
    cover: Leaf


def stream(
    bodies: dict[str, bytes],
    copies: Sequence[Copy],
    faces: Sequence[Face],
    *,
    imposed: bool,
    folded: bool,
    right_to_left: bool = False,
) -> bytes:
    """Give one PDF of copies; `imposed` puts `folded` editions two-up for a duplex printer.

    `bodies` are bound booklets of one page size, each beginning with a cover.
    """
    volume = _Volume(faces, copies, two_up=imposed and folded, right_to_left=right_to_left)
    for copy in copies:
        if copy.body not in volume.sides:
            volume.take(copy.body, bodies[copy.body])
        volume.add(copy)
    return volume.bytes(imposed=imposed, folded=folded)


class _Volume:
    def __init__(
        self, faces: Sequence[Face], copies: Sequence[Copy], *, two_up: bool, right_to_left: bool
    ) -> None:
        self.pdf = pikepdf.new()
        self.two_up = two_up
        self.right_to_left = right_to_left
        self.sides: dict[str, list[Any]] = {}
        leaves = [leaf for copy in copies for leaf in (copy.banner, copy.cover)]
        self.fonts = self.pdf.make_indirect(_fonts(self.pdf, leaves, faces))

    def take(self, name: str, body: bytes) -> None:
        """Take a body's sides in, once for all its copies."""
        data = body
        if self.two_up:
            data = impose.home(body, folded=True, right_to_left=self.right_to_left)
        with pikepdf.open(io.BytesIO(data)) as source:
            for page in source.pages:
                for key in ("/Annots", "/StructParents"):
                    if key in page.obj:
                        del page.obj[key]
            first = len(self.pdf.pages)
            self.pdf.pages.extend(source.pages)
        self.sides[name] = [self.pdf.pages[at].obj for at in range(first, len(self.pdf.pages))]
        del self.pdf.pages[first:]  # they serve as patterns; each copy has pages of its own

    def add(self, copy: Copy) -> None:
        """Add a banner's paper sheet, then a copy."""
        first, *rest = self.sides[copy.body]
        self._append(self._with(first, copy.banner, alone=True))
        self._append(self._blank(first))
        self._append(self._with(first, copy.cover, alone=False))
        for side in rest:
            self._append(_clone(side))

    def bytes(self, *, imposed: bool, folded: bool) -> bytes:
        """Give the file; it asks for the printing that its pages are made for."""
        root = self.pdf.Root
        root.ViewerPreferences = Dictionary(PrintScaling=Name("/None"))
        if imposed:
            short = folded
            root.ViewerPreferences.Duplex = (
                Name.DuplexFlipShortEdge if short else Name.DuplexFlipLongEdge
            )
        self.pdf.docinfo = self.pdf.make_indirect(Dictionary(Producer=f"Carefold {__version__}"))
        buffer = io.BytesIO()
        self.pdf.save(
            buffer, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate
        )
        return buffer.getvalue()

    def _append(self, page: Dictionary) -> None:
        self.pdf.pages.append(pikepdf.Page(self.pdf.make_indirect(page)))

    def _with(self, side: Any, leaf: Leaf, *, alone: bool) -> Dictionary:
        """Give a side that shows a leaf where the cover stands."""
        page = _clone(side)
        form = self.pdf.copy_foreign(pikepdf.Page(leaf.page).as_form_xobject())
        form.Resources.Font = self.fonts
        place = "L" if self.right_to_left else "R"
        shown = {} if alone or not self.two_up else dict(side.Resources.XObject.items())
        shown[f"/{place}"] = form
        page.Resources = Dictionary(XObject=Dictionary(shown))
        if not self.two_up:
            page.Contents = self.pdf.make_stream(b"q /%s Do Q" % place.encode())
        elif alone:
            box = [float(v) for v in side.MediaBox]
            x = 0.0 if self.right_to_left else (box[2] - box[0]) / 2
            page.Contents = self.pdf.make_stream(f"q 1 0 0 1 {x:.4f} 0 cm /{place} Do Q".encode())
        return page

    def _blank(self, side: Any) -> Dictionary:
        return Dictionary(
            Type=Name.Page,
            MediaBox=Array(list(side.MediaBox)),
            Resources=Dictionary(),
            Contents=self.pdf.make_stream(b""),
        )


def _clone(side: Any) -> Dictionary:
    return Dictionary({key: value for key, value in side.items() if key != "/Parent"})


def _fonts(pdf: pikepdf.Pdf, leaves: Sequence[Leaf], faces: Sequence[Face]) -> Dictionary:
    """Embed one subset of each face for all banners and covers."""
    dictionary = Dictionary()
    for face in faces:
        name = face.resource
        parts = [leaf.faces[name] for leaf in leaves if name in leaf.faces]
        if parts:
            dictionary[f"/{name}"] = fonts.embed(pdf, face, fonts.union(parts), store=None)
    return dictionary
