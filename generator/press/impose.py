"""Pages on paper sheets, to be printed on both sides, folded and stapled.

Order for n pages (n a multiple of four), paper sheet i from 0, left and right:
front (n - 2i, 1 + 2i), back (2 + 2i, n - 1 - 2i); books that read from the right
swap each pair. Office editions are printed as they are, on both sides.
"""

from __future__ import annotations

import io

import pikepdf
from pikepdf import Array, Dictionary, Name

from generator.press import fields


def order(count: int, *, right_to_left: bool = False) -> list[tuple[int, int]]:
    """Give the pairs of page numbers (from 1), side by side, front and back in turn.

    Raises ValueError unless `count` is a multiple of four.
    """
    if count % 4:
        raise ValueError(f"{count} pages do not fold: the number must be a multiple of four")
    pairs = []
    for sheet in range(count // 4):
        pairs.append((count - 2 * sheet, 1 + 2 * sheet))
        pairs.append((2 + 2 * sheet, count - 1 - 2 * sheet))
    return [(right, left) for left, right in pairs] if right_to_left else pairs


def home(data: bytes, *, folded: bool, right_to_left: bool = False) -> bytes:
    """Impose a reader PDF for an office printer: two-up and duplex, or duplex only."""
    with pikepdf.open(io.BytesIO(data)) as source:
        fields.drop(source)
        if not folded:
            pdf = _duplex(source)
        else:
            pdf = _two_up(source, order(len(source.pages), right_to_left=right_to_left))
        buffer = io.BytesIO()
        pdf.save(
            buffer, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate
        )
        return buffer.getvalue()


def _two_up(source: pikepdf.Pdf, pairs: list[tuple[int, int]]) -> pikepdf.Pdf:
    pdf = pikepdf.new()
    box = source.pages[0].obj.MediaBox
    width, height = float(box[2]) - float(box[0]), float(box[3]) - float(box[1])
    forms = [pdf.copy_foreign(page.as_form_xobject()) for page in source.pages]
    for left, right in pairs:
        content = f"q 1 0 0 1 0 0 cm /L Do Q q 1 0 0 1 {width:.4f} 0 cm /R Do Q".encode()
        page = Dictionary(
            Type=Name.Page,
            MediaBox=Array([0, 0, round(2 * width, 4), height]),
            Resources=Dictionary(XObject=Dictionary(L=forms[left - 1], R=forms[right - 1])),
            Contents=pdf.make_stream(content),
        )
        pdf.pages.append(pikepdf.Page(pdf.make_indirect(page)))
    _for_print(pdf, source, Name.DuplexFlipShortEdge)
    return pdf


def _duplex(source: pikepdf.Pdf) -> pikepdf.Pdf:
    _for_print(source, source, Name.DuplexFlipLongEdge)
    return source


def _for_print(pdf: pikepdf.Pdf, source: pikepdf.Pdf, duplex: pikepdf.Object) -> None:
    preferences = pdf.Root.get("/ViewerPreferences", Dictionary())
    preferences.Duplex = duplex
    preferences.PrintScaling = Name("/None")
    preferences.DisplayDocTitle = True
    pdf.Root.ViewerPreferences = preferences
    pdf.Root.Lang = source.Root.Lang
    pdf.docinfo = pdf.make_indirect(
        Dictionary({key: str(value) for key, value in source.docinfo.items()})
    )
