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
import pydyf
from pikepdf import Array, Dictionary, Name, String

from generator.render.document import FIELD_LINK

TEXT, TICK = "text", "tick"
MULTILINE = 1 << 12
"""Bit 13 of a text field's flags (ISO 32000-1, table 228)."""
LEAST_PT = 12
"""No typed text is smaller, where its size is set at all."""
TICKED = b"q 0.08 0.15 0.18 RG %.2f w 1 J 1 j %.2f %.2f m %.2f %.2f l %.2f %.2f l S Q"


def address(annotation: Any) -> str:
    """Give the address that a link leads to; '' for a jump."""
    action = annotation.get("A")
    return str(action["URI"].string) if action else ""


def is_field(annotation: Any) -> bool:
    """Say whether a link stands for a field."""
    return address(annotation).startswith(FIELD_LINK)


def make_widget(pdf: Any, annotation: Any, element: Any, number: int, typed_pt: float) -> None:
    """Turn a link annotation and its element into a field, the sheet's `number`th.

    All are objects of a file that is being made. What is typed into one line grows with the line;
    into several, it is `typed_pt` large.
    """
    kind, _, label = address(annotation).removeprefix(FIELD_LINK).partition(":")
    name = pydyf.String(unquote(label))
    left, bottom, right, top = annotation["Rect"]
    for key in [key for key in annotation if key not in ("Rect", "StructParent")]:
        del annotation[key]
    annotation |= {"Type": "/Annot", "Subtype": "/Widget", "F": 4}
    annotation |= {"T": pydyf.String(f"{number}"), "TU": name, "Contents": name}
    width, height = right - left, top - bottom
    if kind == TICK:
        states = {"Yes": _tick(pdf, width, height), "Off": _form(pdf, width, height, b"")}
        look = pydyf.Dictionary(states)
        annotation |= {"FT": "/Btn", "V": "/Off", "AS": "/Off"}
    else:
        look = _form(pdf, width, height, b"/Tx BMC EMC")
        several = height > 3 * LEAST_PT
        size = max(typed_pt, LEAST_PT) if several else 0
        typed = pydyf.String(f"/Helv {size:g} Tf 0.08 0.15 0.18 rg")
        annotation |= {"FT": "/Tx", "V": pydyf.String(""), "DA": typed}
        if several:
            annotation["Ff"] = MULTILINE
    annotation["AP"] = pydyf.Dictionary({"N": look})
    element["S"] = "/Form"
    element["K"] = pydyf.Array([kid for kid in element["K"] if not isinstance(kid, int)])
    element.setdefault("Alt", name)


def gather(pdf: pikepdf.Pdf, names: Sequence[str]) -> None:
    """Make one form of all fields; `names` gives the sheet of each page, for unique names."""
    fields = []
    for number, page in enumerate(pdf.pages):
        for annotation in page.obj.get("/Annots", ()):
            if annotation.get("/Subtype") == Name.Widget:
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


def _form(pdf: Any, width: float, height: float, content: bytes) -> bytes:
    box = pydyf.Array([0, 0, round(width, 3), round(height, 3)])
    form = pydyf.Stream([content], {"Type": "/XObject", "Subtype": "/Form", "BBox": box})
    pdf.add_object(form)
    return bytes(form.reference)


def _tick(pdf: Any, width: float, height: float) -> bytes:
    points = [(0.22, 0.52), (0.42, 0.28), (0.80, 0.76)]
    places = [side for x, y in points for side in (x * width, y * height)]
    return _form(pdf, width, height, TICKED % (0.12 * width, *places))
