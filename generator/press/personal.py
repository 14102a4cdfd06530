"""A bound booklet with one person's cover in place of its own; the body stays as it is.

A copy is the booklet's own bytes with one more revision behind them, which holds
the cover alone (an incremental update: ISO 32000-1, 7.5.6): a copy costs its
cover, however long the body is. The cover brings its own fonts, cut to what it
shows: a name may need letters that no page of the body has. Nothing of it is kept.
"""

from __future__ import annotations

import io
import zlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name

from generator.press import fonts
from generator.press.leaf import Leaf
from generator.press.revision import Ends, encoded, revision, unparsed
from generator.render.face import Face


@dataclass(frozen=True)
class Body:
    """A bound booklet that begins with a cover, and the numbers of what a copy replaces."""

    data: bytes = field(repr=False)
    ends: Ends
    page: int
    element: int
    row: int
    """Object numbers of the cover: page, structure element, row of the parent tree."""
    document: int
    """Object number of the element above the cover's."""
    page_entries: dict[str, bytes]
    """What stays in the cover's page dictionary, as written."""

    @classmethod
    def of(cls, data: bytes) -> Body:
        """Read a bound booklet.

        Raises ValueError unless it begins with a cover without links and ends as a PDF does.
        """
        with pikepdf.open(io.BytesIO(data)) as pdf:
            if not _begins_with_cover(pdf):
                raise ValueError("the booklet does not begin with a cover without links")
            page, root = pdf.pages[0].obj, pdf.Root.StructTreeRoot
            row = root.ParentTree.Nums[2 * int(page.StructParents) + 1]
            stays = sorted(set(page.keys()) - set(REPLACED))  # keys come in another order each time
            return cls(
                data=data,
                ends=Ends.of(data, pdf),
                page=page.objgen[0],
                element=root.K[0].K[0].objgen[0],
                row=row.objgen[0],
                document=root.K[0].objgen[0],
                page_entries={key: unparsed(page[key]) for key in stays},
            )


REPLACED = ("/Contents", "/Resources", "/MediaBox", "/TrimBox", "/BleedBox")


def _begins_with_cover(pdf: pikepdf.Pdf) -> bool:
    page = pdf.pages[0].obj
    if "/StructTreeRoot" not in pdf.Root or "/Annots" in page:
        return False
    destination = pikepdf.NameTree(pdf.Root.Names.Dests).get("cover")
    return destination is not None and destination[0].objgen == page.objgen


def personalise(body: Body, cover: Leaf, faces: Sequence[Face]) -> bytes:
    """Give a booklet with another cover."""
    cover.page.Resources.Font = font_dictionary(cover, faces)
    return body.data + _Revision(body, cover).written()


def font_dictionary(leaf: Leaf, faces: Sequence[Face]) -> Dictionary:
    """Embed the faces of one page, cut to its glyphs, and name them as it does."""
    dictionary = Dictionary()
    for face in faces:
        if glyphs := leaf.faces.get(face.resource):
            dictionary[f"/{face.resource}"] = fonts.embed(leaf.source, face, glyphs, store=None)
    return dictionary


class _Revision:
    """Objects of a cover under new numbers; those that replace the old cover's take theirs."""

    def __init__(self, body: Body, cover: Leaf) -> None:
        self.body = body
        self.page, self.element = cover.page, cover.element
        self.row = cover.source.make_indirect(cover.row)
        del self.element["/P"]  # put back below: it leads to what is above it now
        self.numbers = {
            self.page.objgen: body.page,
            self.element.objgen: body.element,
            self.row.objgen: body.row,
        }
        self.waiting = [self.page, self.element, self.row]

    def written(self) -> bytes:
        """Give the revision: the objects, where each stands, and the end of the file."""
        objects: dict[int, bytes] = {}
        while self.waiting:
            value = self.waiting.pop()
            objects[self.numbers[value.objgen]] = self._object(value)
        return revision(self.body.ends, objects)

    def _object(self, value: Any) -> bytes:
        if value.objgen == self.page.objgen:
            kept = b"".join(b" %s %s" % item for item in encoded(self.body.page_entries))
            new = (b" %s %s" % (k.encode(), self._text(value[k])) for k in REPLACED if k in value)
            return b"<<%s%s >>" % (kept, b"".join(new))
        if value.objgen == self.element.objgen:
            return b"<< /P %d 0 R %s" % (self.body.document, self._text(value, whole=True)[2:])
        if isinstance(value, pikepdf.Stream):
            return self._stream(value)
        return self._text(value, whole=True)

    def _stream(self, value: pikepdf.Stream) -> bytes:
        data, head = value.read_raw_bytes(), Dictionary(dict(value.stream_dict.items()))
        if "/Filter" not in head:
            data, head.Filter = zlib.compress(data), Name.FlateDecode
        head.Length = len(data)
        return b"%s\nstream\n%s\nendstream" % (self._text(head), data)

    def _text(self, value: Any, *, whole: bool = False) -> bytes:
        """Write a value; what it refers to is written later, under a new number."""
        if isinstance(value, pikepdf.Object) and value.is_indirect and not whole:
            return b"%d 0 R" % self._number(value)
        if isinstance(value, Dictionary):
            items = (b" %s %s" % (k.encode(), self._text(v)) for k, v in value.items())
            return b"<<%s >>" % b"".join(items)
        if isinstance(value, Array):
            return b"[%s]" % b" ".join(self._text(one) for one in value)
        return unparsed(value)

    def _number(self, value: Any) -> int:
        if value.objgen not in self.numbers:
            self.numbers[value.objgen] = self._free()
            self.waiting.append(value)
        return self.numbers[value.objgen]

    def _free(self) -> int:
        return self.body.ends.size + len(self.numbers) - 3  # three have the old cover's numbers
