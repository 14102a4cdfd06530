"""A bound booklet with one person's cover in place of its own; the body stays as it is.

A copy is the booklet's own bytes with one more revision behind them, which holds
the cover alone (an incremental update: ISO 32000-1, 7.5.6): a copy costs its
cover, however long the body is. The cover brings its own fonts, cut to what it
shows: a name may need letters that no page of the body has. Nothing of it is kept.
"""

from __future__ import annotations

import hashlib
import io
import re
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name

from generator.press import fonts
from generator.press.leaf import Leaf
from generator.render.face import Face

END = re.compile(rb"startxref\s+(\d+)\s+%%EOF\s*$")


@dataclass(frozen=True)
class Body:
    """A bound booklet that begins with a cover, and the numbers of what a copy replaces."""

    data: bytes = field(repr=False)
    size: int
    """The first object number that is free."""
    cross_references: int
    """Where its own stand, in bytes from the start."""
    page: int
    element: int
    row: int
    """Object numbers of the cover: page, structure element, row of the parent tree."""
    document: int
    """Object number of the element above the cover's."""
    page_entries: dict[str, bytes]
    """What stays in the cover's page dictionary, as written."""
    trailer: dict[str, bytes]

    @classmethod
    def of(cls, data: bytes) -> Body:
        """Read a bound booklet; raise ValueError unless it begins with a cover without links."""
        end = END.search(data[-64:])
        with pikepdf.open(io.BytesIO(data)) as pdf:
            if end is None or not _begins_with_cover(pdf):
                raise ValueError("the booklet does not begin with a cover without links")
            page, root = pdf.pages[0].obj, pdf.Root.StructTreeRoot
            row = root.ParentTree.Nums[2 * int(page.StructParents) + 1]
            stays = sorted(set(page.keys()) - set(REPLACED))  # keys come in another order each time
            return cls(
                data=data,
                size=int(pdf.trailer.Size),
                cross_references=int(end[1]),
                page=page.objgen[0],
                element=root.K[0].K[0].objgen[0],
                row=row.objgen[0],
                document=root.K[0].objgen[0],
                page_entries={key: _unparsed(page[key]) for key in stays},
                trailer={key: _unparsed(pdf.trailer[key]) for key in ("/Root", "/Info")}
                | {"/ID": pikepdf.String(bytes(pdf.trailer.ID[0])).unparse()},
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
        out = bytearray()
        places: dict[int, int] = {}
        before = len(self.body.data)
        while self.waiting:
            value = self.waiting.pop()
            number = self.numbers[value.objgen]
            places[number] = before + len(out)
            out += b"%d 0 obj\n%s\nendobj\n" % (number, self._object(value))
        places[self._free()] = start = before + len(out)
        out += self._cross_references(places, bytes(out))
        return bytes(out + b"startxref\n%d\n%%%%EOF\n" % start)

    def _object(self, value: Any) -> bytes:
        if value.objgen == self.page.objgen:
            kept = b"".join(b" %s %s" % item for item in _encoded(self.body.page_entries))
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
        return _unparsed(value)

    def _number(self, value: Any) -> int:
        if value.objgen not in self.numbers:
            self.numbers[value.objgen] = self._free()
            self.waiting.append(value)
        return self.numbers[value.objgen]

    def _free(self) -> int:
        return self.body.size + len(self.numbers) - 3  # three have the old cover's numbers

    def _cross_references(self, places: dict[int, int], written: bytes) -> bytes:
        """Write the cross-reference stream (ISO 32000-1, 7.5.8), which stands for itself too."""
        rows = b"".join(b"\1" + at.to_bytes(5, "big") for _, at in sorted(places.items()))
        data = zlib.compress(rows)
        digest = hashlib.sha256(written).digest()[:16]
        entries = {
            "/Type": b"/XRef",
            "/Size": b"%d" % (max(places) + 1),
            "/W": b"[1 5 0]",
            "/Index": b"[%s]" % b" ".join(b"%d 1" % number for number in sorted(places)),
            "/Prev": b"%d" % self.body.cross_references,
            **self.body.trailer,
            "/ID": b"[%s %s]" % (self.body.trailer["/ID"], pikepdf.String(digest).unparse()),
            "/Filter": b"/FlateDecode",
            "/Length": b"%d" % len(data),
        }
        head = b"".join(b" %s %s" % item for item in _encoded(entries))
        return b"%d 0 obj\n<<%s >>\nstream\n%s\nendstream\nendobj\n" % (max(places), head, data)


def _encoded(entries: dict[str, bytes]) -> Iterator[tuple[bytes, bytes]]:
    for key, value in entries.items():
        yield key.encode(), value


def _unparsed(value: Any) -> bytes:
    """Write a plain value, or a reference as it is."""
    return bytes(Array([value]).unparse()[1:-1].strip())
