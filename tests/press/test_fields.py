from __future__ import annotations

import contextlib
import io
from collections.abc import Iterator

import pikepdf
import pytest

from generator.press import fields
from generator.press.impose import home
from generator.press.sheet import Sheet
from generator.render.document import field
from tests.pdf_facts import opened
from tests.pressroom import document, typeset_all

ASKS = "What matters: 100 % “me”"


@contextlib.contextmanager
def gathered(sheet: Sheet) -> Iterator[pikepdf.Pdf]:
    """Open a sheet with its fields in a form, as in a booklet."""
    with opened(sheet.pdf) as pdf:
        fields.gather(pdf, ["form"] * len(pdf.pages))
        yield pdf


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
    with gathered(sheet) as pdf:
        found = [(str(f.FT), str(f.TU), int(f.get("/Ff", 0))) for f in pdf.Root.AcroForm.Fields]

    assert [("/Tx", ASKS, 0), ("/Tx", "Notes", 1 << 12), ("/Btn", "Done", 0)] == found


def test_each_field_stands_in_a_form_element_of_its_own(sheet: Sheet) -> None:
    with gathered(sheet) as pdf:
        rows = dict(zip(*[iter(pdf.Root.StructTreeRoot.ParentTree.Nums)] * 2, strict=True))
        for one in pdf.Root.AcroForm.Fields:
            element = rows[one.StructParent]
            assert (str(element.S), str(element.Alt)) == ("/Form", str(one.TU))
            (kid,) = element.K
            assert one.objgen == kid.Obj.objgen


def test_a_box_can_be_ticked_and_starts_empty(sheet: Sheet) -> None:
    with gathered(sheet) as pdf:
        (box,) = [one for one in pdf.Root.AcroForm.Fields if one.FT == "/Btn"]
        assert ("/Off", ["/Off", "/Yes"]) == (str(box.AS), sorted(box.AP.N.keys()))
        assert b" l S" in box.AP.N.Yes.read_bytes()
        assert b"" == box.AP.N.Off.read_bytes()


def test_paper_has_no_form(sheet: Sheet) -> None:
    with gathered(sheet) as pdf:
        pdf.Root.Lang = "en"
        buffer = io.BytesIO()
        pdf.save(buffer)
    with opened(home(buffer.getvalue(), folded=False)) as printed:
        assert "/AcroForm" not in printed.Root
        assert not [a for page in printed.pages for a in page.obj.get("/Annots", ())]


def test_the_form_of_a_whole_booklet_names_each_field_by_its_sheet(sheet: Sheet) -> None:
    with gathered(sheet) as pdf:
        found = list(pdf.Root.AcroForm.Fields)

        assert ["form-1", "form-2", "form-3"] == [str(one.T) for one in found]
        assert {pdf.pages[0].obj.objgen} == {one.P.objgen for one in found}


def test_a_field_lies_on_its_line_and_starts_empty(sheet: Sheet) -> None:
    with gathered(sheet) as pdf:
        line, lines, box = pdf.Root.AcroForm.Fields
        wide, high = ([float(one.Rect[n + 2] - one.Rect[n]) for one in (line, lines, box)]
                      for n in (0, 1))  # fmt: skip
        assert [23, 113, 14] == [round(height) for height in high]  # 8, 40 and 5 mm
        assert (wide[0], 14) == (wide[1], round(wide[2]))
        for one in (line, lines):
            assert ("", b"/Tx BMC EMC") == (str(one.V), one.AP.N.read_bytes())
        assert all(4 == one.F and "/A" not in one for one in (line, lines, box))


def test_dropping_the_form_leaves_other_links(tmp_path_factory: pytest.TempPathFactory) -> None:
    mixed = document(
        "mixed",
        f'<h1>Mixed</h1><p><a href="https://example.org/">A page</a></p>'
        f'<a class="a" href="{field("text", "Notes")}"></a>',
        ".a { display: block; height: 8mm }",
    )
    made = typeset_all([mixed], tmp_path_factory.mktemp("mixed")).sheets["mixed"]

    with gathered(made) as pdf:
        fields.drop(pdf)
        assert ["/Link"] == [str(a.Subtype) for a in pdf.pages[0].obj.Annots]
        assert "/AcroForm" not in pdf.Root
