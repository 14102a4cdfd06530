from __future__ import annotations

import getpass
import re
import socket
import xml.etree.ElementTree as ElementTree
from collections import Counter
from pathlib import Path
from typing import Any

import page as page_validation
import pikepdf
import pytest
from pikepdf import Name

from generator import __version__
from generator.press import bind
from generator.press.furniture import Furniture
from generator.press.piece import About, Piece, Tab, page_numbers
from generator.press.sheet import LayoutFacts, Sheet
from generator.press.store import Store
from tests.pdf_facts import (
    artifacts,
    destinations,
    elements,
    kids,
    links,
    marked,
    opened,
    outline,
    owned,
    to_unicode,
    uncompressed,
)
from tests.pressroom import FOLDER_MARK, USER_MARK, Made, Specimens, theme

ABOUT = About("A & B", "en", "For <tests>", {"booklet": "a < b"})
XMP = {
    "dc": "http://purl.org/dc/elements/1.1/",
    "pdfuaid": "http://www.aiim.org/pdfua/ns/id/",
    "carefold": "urn:carefold:provenance:1",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
}


def sheet(name: str, pages: int) -> Sheet:
    return Sheet(name, name, pages, (), {}, LayoutFacts(), b"")


@pytest.fixture(scope="module")
def mini_handout(handed_out: Path) -> bytes:
    return handed_out.read_bytes()


@pytest.fixture(scope="module", params=["booklet", "handout", "press"])
def tagged(request: pytest.FixtureRequest, mini_made: Made, mini_handout: bytes) -> bytes:
    """Each kind of tagged PDF that binding makes."""
    return {
        "booklet": lambda: mini_made.read("reader"),
        "handout": lambda: mini_handout,
        "press": lambda: mini_made.read("press"),
    }[request.param]()


@pytest.fixture(scope="module")
def stack(specimens: Specimens, shared_store: Path) -> bytes:
    """The sound specimens bound: a cover, then a part of two, then one alone."""
    return bound(specimens, shared_store)


def bound(specimens: Specimens, store: Path, about: About = ABOUT) -> bytes:
    tab = Tab("B", "#6d2a63", 1, 3)
    pieces = [
        Piece("cover", "Cover", specimens.sheets["room"], is_cover=True),
        Piece("rest", "B1  Rest", specimens.sheets["inline"], tab, "B  Day by day"),
        Piece("sections", "B2  Sections", specimens.sheets["sections"], tab, "B  Day by day"),
        Piece("table", "Table", specimens.sheets["table"]),
    ]
    furniture = Furniture(theme(), "standard", "A4", right_to_left=about.right_to_left)
    return bind.bind(pieces, about, furniture, theme().faces, Store(store))


@pytest.mark.parametrize(
    ("lengths", "starts"),
    [([1], [1]), ([1, 2, 5], [1, 2, 4]), ([3, 1, 1, 4], [1, 4, 5, 6])],
)
def test_pieces_start_where_those_before_them_end(lengths: list[int], starts: list[int]) -> None:
    pieces = [Piece(str(n), "", sheet(str(n), pages)) for n, pages in enumerate(lengths)]

    assert starts == list(page_numbers(pieces).values())


def test_what_is_bound_passes_pdf_ua_1(tagged: bytes) -> None:
    verdict = page_validation.validate_pdf_bytes(tagged, profile="ua1")

    assert [] == [(f.rule_id, f.message) for f in verdict.failures]
    assert verdict.is_compliant


def test_bold_links_tables_and_running_heads_pass_pdf_ua_1(stack: bytes) -> None:
    verdict = page_validation.validate_pdf_bytes(stack, profile="ua1")

    assert [] == [(f.rule_id, f.message) for f in verdict.failures]


def test_every_piece_of_marked_content_has_its_element(tagged: bytes) -> None:
    with opened(tagged) as pdf:
        assert marked(pdf) == owned(pdf)


def test_margin_boxes_and_furniture_are_artifacts(mini_reader: bytes) -> None:
    with opened(mini_reader) as pdf:
        words = ["".join(artifacts(page)) for page in pdf.pages]
        start = destinations(pdf)["rest"]

        assert "" == words[0], "the cover has no furniture"
        for number, text in enumerate(words[1:], start=2):
            assert text.endswith(str(number)), f"page {number} has no number"
        assert words[start - 1].endswith(f"B1 · version 1.0 · Jan 2026 · draft · EnglishB{start}")


def test_every_annotation_prints_speaks_and_belongs_to_a_link(tagged: bytes) -> None:
    with opened(tagged) as pdf:
        found = links(pdf)
        keys = [int(link.annotation.StructParent) for link in found]

        assert found
        assert len(keys) == len(set(keys))
        for link in found:
            assert 4 == int(link.annotation.F)
            assert str(link.annotation.Contents).strip()
            is_field = link.annotation.Subtype == "/Widget"
            assert ("/Form" if is_field else "/Link") == str(link.owner.S)
            inside = [kid.Obj.objgen for kid in kids(link.owner) if not isinstance(kid, int)]
            assert link.annotation.objgen in inside


def test_every_jump_lands(tagged: bytes) -> None:
    with opened(tagged) as pdf:
        asked = {str(link.annotation.Dest) for link in links(pdf) if "/Dest" in link.annotation}

        assert asked
        assert set() == asked - set(destinations(pdf))


def test_links_say_the_title_of_the_sheet_they_lead_to(mini_made: Made) -> None:
    titles = {one.topic.id: one.topic.title for one in mini_made.plan.selection.chosen}
    with opened(mini_made.read("reader")) as pdf:
        said = {
            str(x.annotation.Dest): str(x.annotation.Contents)
            for x in links(pdf)
            if "/Dest" in x.annotation
        }

    assert titles == {target: words for target, words in said.items() if target in titles}


def test_header_cells_have_a_scope_and_no_element_an_id(tagged: bytes, stack: bytes) -> None:
    for data in (tagged, stack):
        with opened(data) as pdf:
            assert all("/Scope" in cell.A for cell in elements(pdf, "TH"))
            assert [] == [str(node.S) for node in elements(pdf) if "/ID" in node]
    with opened(stack) as pdf:
        assert 3 == len(elements(pdf, "TH"))


def test_the_parent_tree_numbers_pages_and_annotations_once(tagged: bytes) -> None:
    with opened(tagged) as pdf:
        root = pdf.Root.StructTreeRoot
        keys = [int(key) for key in list(root.ParentTree.Nums)[::2]]
        rows = list(root.ParentTree.Nums)[1::2]

        assert list(range(len(keys))) == keys
        assert len(keys) == int(root.ParentTreeNextKey)
        pages = [int(page.obj.StructParents) for page in pdf.pages]
        assert len(pages) == len(set(pages))
        for page, key in zip(pdf.pages, pages, strict=True):
            for number, owner in enumerate(rows[key]):
                if owner is not None:
                    assert number in kids(owner)
                    assert page.obj.objgen == owner.Pg.objgen


def test_every_element_knows_its_parent(tagged: bytes) -> None:
    with opened(tagged) as pdf:
        for node in elements(pdf):
            for kid in kids(node):
                if not isinstance(kid, int) and "/S" in kid:
                    assert node.objgen == kid.P.objgen


def test_the_outline_goes_from_parts_to_topics_to_sections(
    mini_made: Made, mini_reader: bytes
) -> None:
    with opened(mini_reader) as pdf:
        start = destinations(pdf)
        expected = [
            (0, "Cover", 1),
            (0, "A1  When to call", start["call"]),
            (0, "In this booklet", start["contents"]),
            (0, "B  Day by day", start["rest"]),
            (1, "B1  Rest well", start["rest"]),
            (2, "What helps", start["rest"]),
            (2, "Good to know", start["rest"]),
            (2, "Ask at your next visit", start["rest"] + 1),
            (1, "B2  Your wishes", start["wishes"]),
        ]

        found = [item for item in outline(pdf) if item[1] != "My notes"]

        assert expected == found[: len(expected)]
        back = [name for name in ("words", "sources", "imprint") if name in start]
        assert [start[name] for name in back] == [page for _, _, page in found[len(expected) :]]
        assert mini_made.plan.topics.keys() <= start.keys()


def test_parts_stand_open_and_topics_closed(stack: bytes) -> None:
    with opened(stack) as pdf:
        part = pdf.Root.Outlines.First.Next
        topic = part.First.Next

        assert ("B  Day by day", 2) == (str(part.Title), int(part.Count))
        assert ("B2  Sections", -3) == (str(topic.Title), int(topic.Count))
        assert Name.UseOutlines == pdf.Root.PageMode


def test_an_entry_leads_to_the_place_of_its_heading(stack: bytes, specimens: Specimens) -> None:
    height = 210 * 72 / 25.4
    headings = [h for h in specimens.sheets["sections"].headings if h.level == 2]
    with opened(stack) as pdf:
        first = destinations(pdf)["sections"]
        pages = {page.obj.objgen: number for number, page in enumerate(pdf.pages, start=1)}
        item: Any = pdf.Root.Outlines.First.Next.First.Next.First
        found = []
        while item is not None:
            found.append((pages[item.Dest[0].objgen], round(height - float(item.Dest[3]), 1)))
            item = item.get("/Next")

    assert [(first + h.page, round(h.top, 1)) for h in headings] == found


def labels(pdf: pikepdf.Pdf) -> list[str]:
    return [str(page.label) for page in pdf.pages]


def test_pages_are_labelled_as_they_are_numbered(mini_reader: bytes) -> None:
    with opened(mini_reader) as pdf:
        assert ["Cover", *map(str, range(2, len(pdf.pages) + 1))] == labels(pdf)


def test_a_booklet_without_cover_counts_from_one(mini_handout: bytes) -> None:
    with opened(mini_handout) as pdf:
        assert [str(n) for n in range(1, len(pdf.pages) + 1)] == labels(pdf)


def test_the_file_says_what_it_is(mini_made: Made) -> None:
    with opened(mini_made.read("reader")) as pdf:
        root = ElementTree.fromstring(pdf.Root.Metadata.read_bytes())
        information = {key: str(value) for key, value in pdf.docinfo.items()}

        assert "en" == str(pdf.Root.Lang)
        assert pdf.Root.MarkInfo.Marked
        assert pdf.Root.ViewerPreferences.DisplayDocTitle
        assert "/Direction" not in pdf.Root.ViewerPreferences
    assert {"/Title", "/Subject", "/Producer"} == set(information)
    assert "Living with Demo" == information["/Title"]
    assert "1" == root.findtext(".//pdfuaid:part", namespaces=XMP)
    assert "Living with Demo" == root.findtext(".//dc:title//rdf:li", namespaces=XMP)
    assert "en" == root.findtext(".//dc:language//rdf:li", namespaces=XMP)
    mark = f"{{{XMP['carefold']}}}"
    provenance = {e.tag.removeprefix(mark): e.text or "" for e in root.iter() if mark in e.tag}
    digest = provenance.pop("text")
    assert re.fullmatch("[0-9a-f]{64}", digest)
    assert {
        "booklet": mini_made.plan.name,
        "condition": "demo",
        "contentVersion": "1.0",
        "contentDate": "2026-01-31",
        "program": __version__,
        "region": "GB",
        "state": "draft",
        "topics": "call@1.0 rest@1.0 wishes@1.0",
    } == provenance


def test_signs_in_titles_and_provenance_are_escaped(stack: bytes) -> None:
    with opened(stack) as pdf:
        root = ElementTree.fromstring(pdf.Root.Metadata.read_bytes())

    assert "A & B" == root.findtext(".//dc:title//rdf:li", namespaces=XMP)
    assert "For <tests>" == root.findtext(".//dc:description//rdf:li", namespaces=XMP)
    assert "a < b" == root.findtext(".//carefold:booklet", namespaces=XMP)


def test_a_file_bears_no_date(tagged: bytes) -> None:
    plain = uncompressed(tagged)

    for key in (b"CreationDate", b"ModDate", b"CreateDate", b"ModifyDate"):
        assert key not in plain


def test_books_read_from_the_right_say_so(specimens: Specimens, shared_store: Path) -> None:
    data = bound(specimens, shared_store, About("ا", "ar", "", right_to_left=True))

    with opened(data) as pdf:
        assert Name.R2L == pdf.Root.ViewerPreferences.Direction
        assert "ar" == str(pdf.Root.Lang)


def test_one_subset_of_each_face_serves_all_pages(mini_reader: bytes) -> None:
    with opened(mini_reader) as pdf:
        fonts = {
            (name, font.objgen) for page in pdf.pages for name, font in page.Resources.Font.items()
        }
        names = Counter(name for name, _ in fonts)

        assert {"/CF-Atkinson-400": 1, "/CF-Atkinson-700": 1} == dict(names)
        assert 2 == uncompressed(mini_reader).count(b"/FontFile2 ")


def test_every_glyph_that_is_shown_has_an_outline_a_width_and_a_text(stack: bytes) -> None:
    with opened(stack) as pdf:
        faces = pdf.pages[0].Resources.Font
        known = {name[1:].encode(): set(to_unicode(font)) for name, font in faces.items()}
        for page in pdf.pages:
            page.contents_coalesce()
            content = page.Contents.read_bytes()
            current = b""
            for face, code in re.findall(rb"/(\S+) [\d.]+ Tf|<([0-9a-fA-F]+)>", content):
                current = face or current
                shown = code.decode().lower()
                assert {shown[at : at + 4] for at in range(0, len(shown), 4)} <= known[current]


def test_the_same_pieces_give_the_same_bytes_whatever_the_store_holds(
    specimens: Specimens, stack: bytes, tmp_path: Path
) -> None:
    assert stack == bound(specimens, tmp_path)
    assert stack == bound(specimens, tmp_path), "and with what the first binding kept"


def test_bleed_stays_outside_a_trim_that_is_the_same(mini_made: Made) -> None:
    def boxes(data: bytes, key: str) -> list[list[float]]:
        with opened(data) as pdf:
            return [[round(float(v), 1) for v in page.obj[key]] for page in pdf.pages]

    assert boxes(mini_made.read("reader"), "/MediaBox") == boxes(
        mini_made.read("press"), "/TrimBox"
    )


def test_no_output_names_a_folder_a_user_or_the_machine(mini_made: Made) -> None:
    marks = [FOLDER_MARK, USER_MARK, str(Path(__file__).parents[2]), str(Path.home()) + "/"]
    if getpass.getuser() != "root":  # a word that PDF and CSS use themselves
        marks.append(getpass.getuser())
    if len(socket.gethostname()) > 5:
        marks.append(socket.gethostname())

    for path in mini_made.project.build.rglob("*"):
        if path.is_file():
            data = path.read_bytes()
            plain = uncompressed(data) if path.suffix == ".pdf" else data
            for mark in marks:
                assert mark.encode() not in plain, f"{path.name} holds {mark}"
                assert mark not in path.name
