"""What WeasyPrint leaves to mend, and is mended: each fact one test."""

from __future__ import annotations

import re

import pytest

from tests.pdf_facts import elements, kids, links, marked, opened, owned, uncompressed
from tests.pressroom import Specimens

ALL = ["inline", "table", "sections", "room", "stranded", "early"]


@pytest.mark.parametrize("name", ALL)
def test_no_marked_content_is_without_an_element_and_none_is_owned_twice(
    specimens: Specimens, name: str
) -> None:
    with opened(specimens.sheets[name].pdf) as pdf:
        reached = [
            (node.Pg.objgen, kid)
            for node in elements(pdf)
            for kid in kids(node)
            if isinstance(kid, int)
        ]

        assert marked(pdf) == owned(pdf)
        assert len(reached) == len(set(reached))


def test_margin_boxes_are_artifacts(specimens: Specimens) -> None:
    with opened(specimens.sheets["inline"].pdf) as pdf:
        content = pdf.pages[0].Contents.read_bytes()

    assert 2 == content.count(b"/Artifact <</Type /Pagination>> BDC")


def test_a_sheet_is_one_element_of_plain_types(specimens: Specimens) -> None:
    for name in ALL:
        with opened(specimens.sheets[name].pdf) as pdf:
            assert ["/Art"] == [str(kid.S) for kid in pdf.Root.StructTreeRoot.K]
            assert [] == elements(pdf, "Span", "NonStruct")


def test_links_between_sheets_jump_and_say_where_to(specimens: Specimens) -> None:
    with opened(specimens.sheets["inline"].pdf) as pdf:
        inner, outer = (link.annotation for link in links(pdf))

        assert ("rest", "Rest well") == (str(inner.Dest), str(inner.Contents))
        assert "/A" not in inner
        assert "https://example.org/a" == str(outer.A.URI)
        assert str(outer.Contents)


def test_a_link_with_bold_words_is_one_link(specimens: Specimens) -> None:
    with opened(specimens.sheets["inline"].pdf) as pdf:
        bold, _ = elements(pdf, "Link")

        assert [False, True] == sorted(isinstance(kid, int) for kid in kids(bold))
        assert 2 == len(pdf.pages[0].obj.Annots)


def test_every_link_prints_has_a_true_rectangle_and_knows_its_element(
    specimens: Specimens,
) -> None:
    with opened(specimens.sheets["inline"].pdf) as pdf:
        found = links(pdf)

        assert 2 == len(found)
        for link in found:
            left, bottom, right, top = (float(side) for side in link.annotation.Rect)
            assert left < right
            assert bottom < top
            assert 4 == int(link.annotation.F)
            assert "/Link" == str(link.owner.S)
            objects = [kid.Obj.objgen for kid in kids(link.owner) if not isinstance(kid, int)]
            assert [link.annotation.objgen] == objects


def test_header_cells_say_which_way_they_point_and_have_no_ids(specimens: Specimens) -> None:
    with opened(specimens.sheets["table"].pdf) as pdf:
        heads = [(str(cell.A.O), str(cell.A.Scope)) for cell in elements(pdf, "TH")]

        assert [("/Table", "/Column")] * 2 + [("/Table", "/Row")] == heads
        assert [None, 2, None] == [cell.A.get("/ColSpan") for cell in elements(pdf, "TH")]
        assert [] == [cell for cell in elements(pdf) if "/ID" in cell]
        for cell in elements(pdf, "TD"):
            assert "/Headers" not in cell.get("/A", {})


def test_the_parent_tree_leads_back_to_every_owner(specimens: Specimens) -> None:
    with opened(specimens.sheets["sections"].pdf) as pdf:
        nums = list(pdf.Root.StructTreeRoot.ParentTree.Nums)
        rows = {int(key): row for key, row in zip(nums[::2], nums[1::2], strict=True)}
        for page in pdf.pages:
            for mcid, owner in enumerate(rows[int(page.obj.StructParents)]):
                if owner is not None:
                    assert mcid in kids(owner)


@pytest.mark.parametrize("name", ALL)
def test_a_page_closes_what_it_opens(specimens: Specimens, name: str) -> None:
    with opened(specimens.sheets[name].pdf) as pdf:
        for page in pdf.pages:
            content = page.Contents.read_bytes()
            assert content.startswith(b"q\n")
            assert content.endswith(b"\nQ\n")
            assert len(re.findall(rb"\bq\b", content)) == len(re.findall(rb"\bQ\b", content))


def test_faces_are_named_alike_on_every_sheet(specimens: Specimens) -> None:
    named = {
        name
        for one in ("inline", "table", "sections")
        for name in re.findall(rb"/(\S+) [\d.]+ Tf", uncompressed(specimens.sheets[one].pdf))
    }

    assert {b"CF-Atkinson-400", b"CF-Atkinson-700"} == named
    for one in ("inline", "table", "sections"):
        assert {name.decode() for name in named} == set(specimens.sheets[one].faces)


def test_glyphs_are_noted_with_width_and_text(specimens: Specimens) -> None:
    for glyphs in specimens.sheets["inline"].faces.values():
        assert set(glyphs.widths) >= set(glyphs.text)
        assert all(width > 0 for glyph, width in glyphs.widths.items() if glyphs.text.get(glyph))


def test_a_sheet_leaves_to_the_binding_what_a_booklet_says_of_itself(specimens: Specimens) -> None:
    with opened(specimens.sheets["inline"].pdf) as pdf:
        left = {"/Outlines", "/Names", "/Metadata", "/Lang", "/MarkInfo", "/ViewerPreferences"}

        assert set() == left & set(pdf.Root.keys())
