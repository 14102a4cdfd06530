"""Lines to write on, boxes to tick and cells to fill become form fields of the reader PDF.

A document marks them as links (`document.field`), because the engine gives a link
its place on the page and its element in the structure. Here each becomes a widget
inside a Form element (ISO 14289-1, 7.18.4), named for people who hear it (TU).
Fields start empty and draw nothing: on paper the ruled line is the field.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from urllib.parse import unquote

import pikepdf
from pikepdf import Array, Dictionary, Name, String

from generator.render.document import FIELD_LINK

TEXT, TICK = "text", "tick"
MULTILINE = 1 << 12
"""Bit 13 of a text field's flags (ISO 32000-1, table 228)."""
LEAST_PT = 12
"""No typed text is smaller, where its size is set at all."""
TICKED = b"q 0.08 0.15 0.18 RG %.2f w 1 J 1 j %.2f %.2f m %.2f %.2f l %.2f %.2f l S Q"


def is_field(annotation: Any) -> bool:
    """Say whether a link stands for a field."""
    return str(annotation.get("/A", Dictionary()).get("/URI", "")).startswith(FIELD_LINK)


def make_widget(
    pdf: pikepdf.Pdf, annotation: Any, element: Any, number: int, typed_pt: float
) -> None:
    """Turn a link annotation and its element into a field, the sheet's `number`th.

    What is typed into one line grows with the line; into several, it is `typed_pt` large.
    """
    kind, _, label = str(annotation.A.URI).removeprefix(FIELD_LINK).partition(":")
    name = unquote(label)
    left, bottom, right, top = (float(side) for side in annotation.Rect)
    for key in list(annotation.keys()):
        if key not in ("/Rect", "/StructParent"):
            del annotation[key]
    annotation.Type, annotation.Subtype, annotation.F = Name.Annot, Name.Widget, 4
    annotation.T, annotation.TU = String(f"{number}"), String(name)
    annotation.Contents = String(name)
    width, height = right - left, top - bottom
    if kind == TICK:
        annotation.FT, annotation.V, annotation.AS = Name.Btn, Name.Off, Name.Off
        annotation.AP = Dictionary(
            N=Dictionary(Yes=_tick(pdf, width, height), Off=_form(pdf, width, height, b""))
        )
    else:
        annotation.FT, annotation.V = Name.Tx, String("")
        several = height > 3 * LEAST_PT
        size = max(typed_pt, LEAST_PT) if several else 0
        annotation.DA = String(f"/Helv {size:g} Tf 0.08 0.15 0.18 rg")
        annotation.AP = Dictionary(N=_form(pdf, width, height, b"/Tx BMC EMC"))
        if several:
            annotation.Ff = MULTILINE
    element.S = Name.Form
    element.K = Array([kid for kid in element.K if isinstance(kid, Dictionary)])
    if "/Alt" not in element:
        element.Alt = String(name)


def gather(pdf: pikepdf.Pdf, names: Sequence[str] = ()) -> None:
    """Make one form of all fields; `names` gives the sheet of each page, for unique names."""
    fields = []
    for number, page in enumerate(pdf.pages):
        for annotation in page.obj.get("/Annots", ()):
            if annotation.get("/Subtype") == Name.Widget:
                if names:
                    annotation.T = String(f"{names[number]}-{annotation.T}")
                annotation.P = page.obj
                fields.append(annotation)
    if fields:
        helvetica = Dictionary(
            Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica,
            Encoding=Name.WinAnsiEncoding,
        )  # fmt: skip
        pdf.Root.AcroForm = pdf.make_indirect(
            Dictionary(
                Fields=Array(fields),
                DR=Dictionary(Font=Dictionary(Helv=pdf.make_indirect(helvetica))),
                DA=String(f"/Helv {LEAST_PT} Tf 0 g"),
            )
        )


def drop(pdf: pikepdf.Pdf) -> None:
    """Take the form out of a file that will be printed."""
    if "/AcroForm" in pdf.Root:
        del pdf.Root["/AcroForm"]
    for page in pdf.pages:
        kept = [a for a in page.obj.get("/Annots", ()) if a.get("/Subtype") != Name.Widget]
        if "/Annots" in page.obj:
            page.obj.Annots = Array(kept)


def _form(pdf: pikepdf.Pdf, width: float, height: float, content: bytes) -> pikepdf.Object:
    return pdf.make_stream(
        content,
        Type=Name.XObject,
        Subtype=Name.Form,
        BBox=Array([0, 0, round(width, 3), round(height, 3)]),
    )


def _tick(pdf: pikepdf.Pdf, width: float, height: float) -> pikepdf.Object:
    points = [(0.22, 0.52), (0.42, 0.28), (0.80, 0.76)]
    places = [side for x, y in points for side in (x * width, y * height)]
    return _form(pdf, width, height, TICKED % (0.12 * width, *places))
