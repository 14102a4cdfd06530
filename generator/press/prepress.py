"""The bound booklet for a print shop: single pages with bleed and crop marks."""

from __future__ import annotations

import io

import pikepdf
from pikepdf import Array, Name

from generator.press import fields
from generator.press.furniture import BLEED_MM, PT_PER_MM

SLUG_MM = 8.0
"""Room outside the bleed for crop marks."""
MARK_MM = 5.0
"""Length of a crop mark."""


def press(data: bytes) -> bytes:
    """Give single pages with 3 mm bleed and crop marks, boxes as a printer expects them.

    TrimBox = the page; BleedBox = 3 mm around it; MediaBox = room for the marks.
    The marks stand outside the bleed, so that none is left on a page cut a little off.
    """
    bleed, slug = BLEED_MM * PT_PER_MM, SLUG_MM * PT_PER_MM
    with pikepdf.open(io.BytesIO(data)) as pdf:
        fields.drop(pdf)
        for page in pdf.pages:
            left, bottom, right, top = map(float, page.obj.get("/TrimBox", page.obj.MediaBox))
            page.obj.TrimBox = Array([left, bottom, right, top])
            page.obj.BleedBox = _grown(left, bottom, right, top, bleed)
            page.obj.MediaBox = _grown(left, bottom, right, top, bleed + slug)
            marks = pdf.make_stream(_marks(left, bottom, right, top, bleed))
            contents = page.obj.Contents
            streams = list(contents) if isinstance(contents, Array) else [contents]
            page.obj.Contents = Array([*streams, marks])
        pdf.Root.PageMode = Name.UseNone
        return _saved(pdf)


def _grown(left: float, bottom: float, right: float, top: float, by: float) -> Array:
    return Array([round(v, 3) for v in (left - by, bottom - by, right + by, top + by)])


def _marks(left: float, bottom: float, right: float, top: float, bleed: float) -> bytes:
    length = MARK_MM * PT_PER_MM
    lines = []
    for x, outward in ((left, -1), (right, 1)):
        for y in (bottom, top):
            start = x + outward * (bleed + 1)
            lines.append(f"{start:.2f} {y:.2f} m {start + outward * length:.2f} {y:.2f} l S")
    for y, outward in ((bottom, -1), (top, 1)):
        for x in (left, right):
            start = y + outward * (bleed + 1)
            lines.append(f"{x:.2f} {start:.2f} m {x:.2f} {start + outward * length:.2f} l S")
    body = "\n".join(lines)
    return f"/Artifact <</Type /Page>> BDC q 0.25 w 0 0 0 1 K\n{body}\nQ EMC".encode()


def _saved(pdf: pikepdf.Pdf) -> bytes:
    buffer = io.BytesIO()
    pdf.save(buffer, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return buffer.getvalue()
