from __future__ import annotations

import io

import pytest

from generator.press.impose import home
from generator.press.sheet import Sheet
from generator.render.document import field
from tests.pdf_facts import opened
from tests.pressroom import document, typeset_all

ASKS = "What matters: 100 % “me”"


@pytest.fixture(scope="module")
def sheet(tmp_path_factory: pytest.TempPathFactory) -> Sheet:
    """A page with a line to write on, many lines, and a box to tick."""
    box = "position: absolute; width: 5mm; height: 5mm"
    asked = document(
        "form",
        f'<h1>Form</h1><p>Say.</p><a class="a" href="{field("text", ASKS)}"></a>'
        f'<a class="b" href="{field("text", "Notes")}"></a>'
        f'<p style="position: relative"><a class="c" href="{field("tick", "Done")}"></a>Done</p>',
        f".a, .b {{ display: block; height: 8mm }} .b {{ height: 40mm }} .c {{ {box} }}",
    )
    return typeset_all([asked], tmp_path_factory.mktemp("fields")).sheets["form"]


def test_what_is_to_be_filled_in_becomes_fields(sheet: Sheet) -> None:
    with opened(sheet.pdf) as pdf:
        found = [(str(f.FT), str(f.TU), int(f.get("/Ff", 0))) for f in pdf.Root.AcroForm.Fields]

    assert [("/Tx", ASKS, 0), ("/Tx", "Notes", 1 << 12), ("/Btn", "Done", 0)] == found


def test_each_field_stands_in_a_form_element_of_its_own(sheet: Sheet) -> None:
    with opened(sheet.pdf) as pdf:
        rows = dict(zip(*[iter(pdf.Root.StructTreeRoot.ParentTree.Nums)] * 2, strict=True))
        for one in pdf.Root.AcroForm.Fields:
            element = rows[one.StructParent]
            assert (str(element.S), str(element.Alt)) == ("/Form", str(one.TU))
            (kid,) = element.K
            assert one.objgen == kid.Obj.objgen


def test_a_box_can_be_ticked_and_starts_empty(sheet: Sheet) -> None:
    with opened(sheet.pdf) as pdf:
        (box,) = [one for one in pdf.Root.AcroForm.Fields if one.FT == "/Btn"]
        assert ("/Off", ["/Off", "/Yes"]) == (str(box.AS), sorted(box.AP.N.keys()))
        assert b" l S" in box.AP.N.Yes.read_bytes()
        assert b"" == box.AP.N.Off.read_bytes()


def test_paper_has_no_form(sheet: Sheet) -> None:
    with opened(sheet.pdf) as pdf:
        pdf.Root.Lang = "en"
        buffer = io.BytesIO()
        pdf.save(buffer)
    with opened(home(buffer.getvalue(), folded=False)) as printed:
        assert "/AcroForm" not in printed.Root
        assert not [a for page in printed.pages for a in page.obj.get("/Annots", ())]
