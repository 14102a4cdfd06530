"""A file with one more revision behind it: objects anew, and where they stand.

An incremental update (ISO 32000-1, 7.5.6) costs what it changes, however long the file is.
"""

from __future__ import annotations

import hashlib
import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

import pikepdf

END = re.compile(rb"startxref\s+(\d+)\s+%%EOF\s*$")


@dataclass(frozen=True, slots=True)
class Ends:
    """How a file ends: what its next revision must go on from."""

    length: int
    """In bytes."""
    size: int
    """The first object number that is free."""
    cross_references: int
    """Where its own stand, in bytes from the start."""
    trailer: dict[str, bytes]

    @classmethod
    def of(cls, data: bytes, pdf: pikepdf.Pdf) -> Ends:
        """Read how a file ends; raise ValueError where something else stands behind its end."""
        end = END.search(data[-64:])
        if end is None:
            raise ValueError("the file does not end as a PDF does")
        trailer = {key: unparsed(pdf.trailer[key]) for key in ("/Root", "/Info")}
        trailer["/ID"] = pikepdf.String(bytes(pdf.trailer.ID[0])).unparse()
        return cls(len(data), int(pdf.trailer.Size), int(end[1]), trailer)


def revision(ends: Ends, objects: dict[int, bytes]) -> bytes:
    """Write objects, by their numbers, as a revision to stand right behind a file."""
    out = bytearray()
    places: dict[int, int] = {}
    for number, value in objects.items():
        places[number] = ends.length + len(out)
        out += b"%d 0 obj\n%s\nendobj\n" % (number, value)
    start = ends.length + len(out)
    places[max(ends.size, *(number + 1 for number in places))] = start
    out += _cross_references(ends, places, hashlib.sha256(out).digest()[:16])
    return bytes(out + b"startxref\n%d\n%%%%EOF\n" % start)


def _cross_references(ends: Ends, places: dict[int, int], digest: bytes) -> bytes:
    """Write the cross-reference stream (ISO 32000-1, 7.5.8), which stands for itself too."""
    rows = b"".join(b"\1" + at.to_bytes(5, "big") for _, at in sorted(places.items()))
    data = zlib.compress(rows)
    entries = {
        "/Type": b"/XRef",
        "/Size": b"%d" % (max(places) + 1),
        "/W": b"[1 5 0]",
        "/Index": b"[%s]" % b" ".join(b"%d 1" % number for number in sorted(places)),
        "/Prev": b"%d" % ends.cross_references,
        **ends.trailer,
        "/ID": b"[%s %s]" % (ends.trailer["/ID"], pikepdf.String(digest).unparse()),
        "/Filter": b"/FlateDecode",
        "/Length": b"%d" % len(data),
    }
    head = b"".join(b" %s %s" % item for item in encoded(entries))
    return b"%d 0 obj\n<<%s >>\nstream\n%s\nendstream\nendobj\n" % (max(places), head, data)


def encoded(entries: dict[str, bytes]) -> Iterator[tuple[bytes, bytes]]:
    """Give the entries of a dictionary as they are written."""
    for key, value in entries.items():
        yield key.encode(), value


def unparsed(value: object) -> bytes:
    """Write a plain value, or a reference as it is."""
    return bytes(pikepdf.Array([value]).unparse()[1:-1].strip())
