"""How much a booklet holds, and the pages that come with it: built, bound and read back."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import page as page_validation
import pikepdf
import pypdfium2
import pytest

from generator.assembly import Bound, complete
from generator.batch.order import Order, Request
from generator.booklet import Plan
from generator.press.sheet import Sheet
from generator.project import Project
from generator.render import web
from generator.render.document import Document
from tests import pressroom
from tests.mini import edit
from tests.pdf_facts import elements, opened, outline, pages_as_read, structure
from tests.pressroom import blank, mini_plan

BACK = "back: [notes, words, sources, imprint]"
FULL_BACK = "back: [more, asks, notes, words, sources, imprint, back]"
FIRST = 'first: {stages: ["1"], topics: [call]}\nrequired'
HARBOUR_WARM = "f3f4ee"
"""The ground of covers in the theme `harbour`."""
CHECKS = (
    '  - checklist: ["Keep **one** by the [call sheet](call)", Sit down]\n'
    "  - questions: [May I rest?, And more?]\n"
    "  - questions: [Who helps?]\n"
)


def fill(root: Path) -> None:
    """Give the miniature project all pages that a map can have, and things to fill in."""
    edit(root / "content/demo/map.yaml", BACK, FULL_BACK)
    edit(root / "content/demo/map.yaml", "required", FIRST)
    edit(
        root / "content/demo/topics/rest.yaml",
        "  - questions: [What may I leave undone?]\n",
        CHECKS,
    )
    edit(
        root / "content/demo/topics/call.yaml",
        "sources: [S1]\nreview",
        "  - questions: [Whom may I call?]\nsources: [S1]\nreview",
    )
    edit(
        root / "content/clinics/example.yaml",
        "contacts:",
        "qr: https://example.org/als\ntheme: harbour\nstage-on-cover: true\ncontacts:",
    )


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Project:
    made = pressroom.project(tmp_path_factory.mktemp("depth"))
    fill(made.root)
    return made


@pytest.fixture(scope="module")
def plan_of(project: Project) -> Callable[..., Plan]:
    """Plan a booklet, once."""
    return cache(lambda stage, **more: mini_plan(project, Order("demo", stage, **more)))


def paper(documents: Sequence[Document]) -> list[Sheet]:
    """Stand in for the press: each document a page; notes as many as they have."""
    return [blank(one, one.html.count("<article") or 1) for one in documents]


def bound(plan: Plan) -> Bound:
    return complete(plan, paper)


def names(plan: Plan) -> list[str]:
    return [piece.id for piece in bound(plan).pieces]


def html(plan: Plan, name: str) -> str:
    return next(one.html for one in plan.documents() if one.name == name)


def test_a_short_booklet_is_safety_pages_and_main_points(plan_of: Callable[..., Plan]) -> None:
    short = plan_of("2", depth="short")

    made = [name for name in names(short) if name != "notes"]
    assert ["cover", "call", "more", "sources", "imprint", "back"] == made
    page = html(short, "more")
    assert "<h1>The main points</h1>" in page
    assert ">For now</h2>" in page
    assert "Rest before you are tired." in page


def test_a_usual_booklet_has_contents_and_questions(plan_of: Callable[..., Plan]) -> None:
    made = [name for name in names(plan_of("2")) if name != "notes"]

    head = ["cover", "call", "contents", "rest", "asks"]
    assert [*head, "words", "sources", "imprint", "back"] == made


def test_a_first_booklet_looks_ahead_by_code(plan_of: Callable[..., Plan]) -> None:
    first, full = plan_of("1"), plan_of("1", depth="full")

    assert ("more" in names(first), "rest" in names(first)) == (True, False)
    page = html(first, "more")
    assert "<h1>More sheets for you</h1>" in page
    assert ">To look ahead, if you wish</h2>" in page
    assert ("Rest well" in page, "Rest before you are tired." in page) == (True, False)
    assert ("more" in names(full), "rest" in names(full)) == (False, True)


def test_what_is_there_on_request_is_listed_without_its_message(
    plan_of: Callable[..., Plan],
) -> None:
    page = html(plan_of("3B"), "more")

    assert ">Also there</h2>" in page
    assert '<span class="code">B1&#9;</span>Rest well</li>' in page
    assert "Rest before you are tired." not in page


def test_a_short_booklet_keeps_to_what_matters_at_the_stage(plan_of: Callable[..., Plan]) -> None:
    assert "more" not in names(plan_of("3B", depth="short"))


def test_the_first_question_of_each_block_stands_once_with_its_code(
    plan_of: Callable[..., Plan],
) -> None:
    page = html(plan_of("2"), "asks")

    rows = [line.partition("</a>")[2] for line in page.splitlines() if 'class="box"' in line]
    asked = ("Whom may I call?", "A1"), ("May I rest?", "B1"), ("Who helps?", "B1")
    assert [f'{text} <span class="ref">({code})</span></li>' for text, code in asked] == rows


def test_without_questions_there_is_no_page_of_them(
    plan_of: Callable[..., Plan], tmp_path: Path
) -> None:
    silent = pressroom.project(tmp_path)
    edit(tmp_path / "content/demo/map.yaml", BACK, FULL_BACK)

    assert "asks" not in names(mini_plan(silent, Order("demo", "3B")))
    assert "asks" in names(plan_of("3B"))
    assert "asks" not in names(plan_of("3B", depth="short"))  # it is short


def test_a_map_that_names_none_of_these_pages_has_none(tmp_path: Path) -> None:
    plain = pressroom.project(tmp_path)

    for depth in ("short", "usual"):
        made = names(mini_plan(plain, Order("demo", "3B", depth=depth)))
        assert set() == {"more", "asks", "back"} & set(made)


@pytest.mark.parametrize("depth", ["short", "usual", "full"])
@pytest.mark.parametrize(("edition", "multiple"), [("standard", 4), ("large", 2)])
def test_the_back_cover_is_the_outside_of_the_last_paper(
    plan_of: Callable[..., Plan], depth: str, edition: str, multiple: int
) -> None:
    pieces = bound(plan_of("2", depth=depth, edition=edition)).pieces

    assert ["cover", "back"] == [piece.id for piece in pieces if piece.is_cover]
    assert "back" == pieces[-1].id
    assert 0 == sum(piece.sheet.pages for piece in pieces) % multiple


@pytest.mark.parametrize("length", range(1, 6))
def test_pages_for_notes_only_fill_the_paper_where_questions_have_room(
    plan_of: Callable[..., Plan], length: int
) -> None:
    def press(documents: Sequence[Document]) -> list[Sheet]:
        return [replace(one, pages=length) if one.name == "rest" else one
                for one in paper(documents)]  # fmt: skip

    pages = {one.id: one.sheet.pages for one in complete(plan_of("2"), press).pieces}

    assert 0 == sum(pages.values()) % 4
    assert -(sum(pages.values()) - pages.get("notes", 0)) % 4 == pages.get("notes", 0)


def test_contents_lead_to_the_pages_of_the_back_and_not_to_the_cover(
    plan_of: Callable[..., Plan],
) -> None:
    contents = html(plan_of("2"), "contents")

    assert 'href="carefold:asks">Ask at your next visit</a>' in contents
    assert "carefold:back" not in contents
    assert all(f"carefold:{name}" in contents for name in ("words", "sources", "imprint"))


def test_the_web_page_has_sheets_and_questions_and_no_fields(plan_of: Callable[..., Plan]) -> None:
    usual, first = web.page(plan_of("2")), web.page(plan_of("1"))

    assert 'id="asks"' in usual
    assert "May I rest?" in usual
    assert "Rest well" in first.partition('id="more"')[2]
    assert "carefold-field" not in usual + first
    assert '<span class="box"></span>' in usual


def test_depths_are_different_orders() -> None:
    usual = Order("demo", "2")

    assert 3 == len({replace(usual, depth=depth).digest() for depth in ("short", "usual", "full")})


REQUEST = Request(
    "demo", stages=("2",), formats=("reader", "home", "press"), region="GB", clinic="example",
    opt_in=("wishes",),
)  # fmt: skip


@pytest.fixture(scope="module")
def built(
    tmp_path_factory: pytest.TempPathFactory, shared_store: Path
) -> Callable[[str, str], bytes]:
    """Booklets with all pages there are, through the press: give (stage, format) the file."""
    made = pressroom.project(tmp_path_factory.mktemp("built"), shared_store)
    fill(made.root)
    short = replace(REQUEST, formats=("reader",), depth="short")
    first = replace(REQUEST, formats=("reader",), stages=("1",))
    report = pressroom.build(made, pressroom.wanted(REQUEST, first, short))
    assert {} == report.refused
    paths = {
        ("short" if "short" in path else path.split("stage-")[1][0], format_): path
        for record in report.written
        for format_, path in ((name, file.path) for name, file in record.files.items())
    }
    return lambda which, format_: (made.build / paths[which, format_]).read_bytes()


def failures(data: bytes) -> set[str]:
    """Ask the validator itself, past the program's own preflight."""
    verdict = page_validation.validate_pdf_bytes(data, profile="ua1")
    return {failure.rule_id for failure in verdict.failures}


Built = Callable[[str, str], bytes]


@pytest.mark.parametrize("which", ["2", "1", "short"])
def test_fields_and_new_pages_are_accessible(built: Built, which: str) -> None:
    data = built(which, "reader")

    assert set() == failures(data)
    with opened(data) as pdf:
        assert elements(pdf, "Form")


def spoil_role(pdf: pikepdf.Pdf) -> None:
    for one in elements(pdf, "Form"):
        one.S = pikepdf.Name.Link


def spoil_names(pdf: pikepdf.Pdf) -> None:
    for one in elements(pdf, "Form"):
        del one.Alt
    for one in pdf.Root.AcroForm.Fields:
        del one.TU


def spoil_code(pdf: pikepdf.Pdf) -> None:
    del elements(pdf, "Figure")[-1].Alt


@pytest.mark.parametrize(
    ("spoil", "rule"),
    [
        (spoil_role, "PDFUA1-WIDGET-FORM-TAG-001"),
        (spoil_names, "PDFUA1-FORM-FIELD-TU-ALT-001"),
        (spoil_code, "PDFUA1-FIGURE-ALTERNATIVE-TEXT-001"),
    ],
    ids=["no Form element", "no name", "a code without words"],
)
def test_the_validator_sees_what_these_pages_must_keep(
    built: Built, spoil: Callable[[pikepdf.Pdf], None], rule: str
) -> None:
    with opened(built("2", "reader")) as pdf:
        spoil(pdf)
        buffer = io.BytesIO()
        pdf.save(buffer)

    assert {rule} == failures(buffer.getvalue())


def form(data: bytes) -> dict[str, tuple[str, str, int]]:
    """Give (kind, words, page from 1) of each field, by name."""
    with opened(data) as pdf:
        pages = {page.obj.objgen: number for number, page in enumerate(pdf.pages, start=1)}
        fields: list[Any] = list(pdf.Root.AcroForm.Fields)
        found = {str(one.T): (str(one.FT), str(one.TU), pages[one.P.objgen]) for one in fields}
        assert len(found) == len(fields), "two fields of one name would hold the same words"
        widgets = sum(
            a.Subtype == "/Widget" for page in pdf.pages for a in page.obj.get("/Annots", ())
        )
        assert widgets == len(fields)
    return found


def test_what_can_be_filled_in_on_paper_can_be_on_the_screen(built: Built) -> None:
    data = built("2", "reader")
    found, starts = form(data), {label: page for _, label, page in outline_of(data)}

    rest, asks = starts["B1  Rest well"], starts["Ask at your next visit"]
    wishes = starts["B2  Your wishes"]
    assert ("/Btn", "Sit down", rest + 1) == found["rest-2"]
    assert ("/Tx", "What matters to me", wishes) == found["wishes-1"]
    assert ("/Btn", "May I rest?", asks) == found["asks-2"]
    assert ("/Btn", "Who helps?", asks) == found["asks-3"]
    assert ("/Tx", "My notes", wishes) == found["wishes-2"]


def outline_of(data: bytes) -> list[tuple[int, str, int]]:
    with opened(data) as pdf:
        return outline(pdf)


def test_a_field_is_named_in_words_not_in_marks(built: Built) -> None:
    assert "Keep one by the call sheet (A1)" == form(built("2", "reader"))["rest-1"][1]


@pytest.mark.parametrize("format_", ["home", "press"])
def test_files_for_paper_have_no_form(built: Built, format_: str) -> None:
    with opened(built("2", format_)) as pdf:
        assert "/AcroForm" not in pdf.Root
        kinds = {str(a.Subtype) for page in pdf.pages for a in page.obj.get("/Annots", ())}
    assert "/Widget" not in kinds


def test_the_last_page_is_a_cover_without_number_or_tab(built: Built) -> None:
    data = built("2", "reader")
    last = pages_as_read(data)[-1]

    assert last.startswith("When you need help Now: emergency 999")
    assert last.endswith("More from your clinic example.org/als")
    with opened(data) as pdf:
        (heading,) = [kid for kid in structure(pdf)[-1].kids if getattr(kid, "type", "") == "H1"]
        assert not isinstance(heading, str)
        assert "Whenyouneedhelp" == heading.text()
        assert "More from your clinic" == str(elements(pdf, "Figure")[-1].Alt)


@pytest.mark.parametrize("at", [0, -1])
def test_both_covers_reach_into_the_bleed(built: Built, at: int) -> None:
    data = built("2", "press")
    with opened(data) as pdf:
        page = pdf.pages[at].obj
        media, bleed = ([float(side) for side in box] for box in (page.MediaBox, page.BleedBox))
    document = pypdfium2.PdfDocument(data)
    try:
        picture = document[at % len(document)].render().to_pil().convert("RGB")  # 1 pixel a point
    finally:
        document.close()

    across = (media[2] - media[0]) / 2
    inside, outside = (media[3] - bleed[3] + step for step in (3, -3))  # of the upper edge
    ground = tuple(bytes.fromhex(HARBOUR_WARM))
    assert (ground, (255, 255, 255)) == (
        picture.getpixel((int(across), int(inside))),
        picture.getpixel((int(across) + 60, int(outside))),
    )


def test_folded_the_back_cover_lies_beside_the_cover(built: Built) -> None:
    side = pages_as_read(built("2", "home"))[0]

    assert side.index("When you need help") < side.index("Living with Demo")


def test_a_short_booklet_is_short(built: Built) -> None:
    pages = pages_as_read(built("short", "reader"))

    assert len(pages) < len(pages_as_read(built("2", "reader")))
    assert "The main points" in pages[2]
    assert not [page for page in pages if "In this booklet" in page and "Each sheet" in page]
