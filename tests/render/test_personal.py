from __future__ import annotations

import itertools
import re
from dataclasses import replace
from pathlib import Path

import page as page_validation
import pytest

from generator.content.library import Library, load, load_clinic
from generator.content.model import Clinic
from generator.preflight import layout
from generator.press import bind
from generator.press.furniture import Furniture
from generator.press.piece import About, Piece
from generator.press.sheet import Sheet
from generator.press.store import Store
from generator.render import personal
from generator.render.document import Document
from generator.render.html import Renderer
from generator.render.personal import Person, moment, written
from generator.render.setting import Setting
from tests import mini
from tests.pdf_facts import pages_as_read
from tests.pressroom import theme, typeset_all

ANNA = Person("A-1042", "Anna Example", "2027-03-12 10:30", "A nurse", "020 7946 0000")
LONGEST = Person(
    "REF-2027-0000-0000-0000-0000-0000-000001",
    "Maximiliana Featherstonehaugh-Cholmondeley and Bartholomew van der Westhuizen Jr",
    "Tuesday 30 September 2027 at 10:30, neurology clinic, level 3, Riverside centre.",
    "Your specialist nurse or, when nobody answers, the secretary of the clinic here.",
    "+44 (0) 20 7946 0000 extension 12345678.",
)
WIDEST = Person("R" * 40, "W" * 80, "2027-03-12", "A nurse", "020 7946 0000")
EDITIONS = ("standard", "large", "giant")
REGIONS = ("GB", "US")


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The miniature project, with a region whose paper is Letter."""
    folder = mini.write_project(tmp_path_factory.mktemp("personal"))
    neutral = (folder / "regions" / "001.yaml").read_text(encoding="utf-8")
    america = neutral.replace('"001"', "US").replace("World", "America").replace("A4", "Letter")
    (folder / "regions" / "US.yaml").write_text(america, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def library(project: Path) -> Library:
    return load(project)


@pytest.fixture(scope="module")
def clinic(project: Path) -> Clinic:
    clinic = load_clinic(project.parent / "clinics" / "example.yaml")
    return clinic.model_copy(update={"strapline": "The team that cares for people with Demo"})


def renderer_for(library: Library, clinic: Clinic | None = None, edition: str = "standard",
                 region: str = "GB") -> Renderer:  # fmt: skip
    return Renderer(Setting(library, theme(), edition, "en", region, clinic))


def main_of(document: Document) -> str:
    match = re.search(r"<main.*</main>", document.html, re.S)
    assert match is not None
    return " ".join(match[0].split())


@pytest.mark.parametrize(
    ("appointment", "region", "shown"),
    [
        ("2027-03-12", "GB", "Friday, 12 March 2027"),
        ("2027-03-12 10:30", "GB", "Friday, 12 March 2027, 10:30"),
        ("2027-03-12 14:30", "US", "Friday, March 12, 2027, 2:30\u00a0PM"),
        ("2027-03-12", "001", "Friday, 12 March 2027"),
        ("12/3/2027", "GB", "12/3/2027"),
        ("Tuesdays", "GB", "Tuesdays"),
        ("", "GB", ""),
    ],
)
def test_a_day_is_written_as_readers_there_do(appointment: str, region: str, shown: str) -> None:
    assert shown == written(appointment, "en", region)


@pytest.mark.parametrize(("language", "part"), [("de", "12. März"), ("pt-BR", "12 de março")])
def test_a_day_is_written_in_the_booklets_language(language: str, part: str) -> None:
    assert part in written("2027-03-12", language, "001")


@pytest.mark.parametrize("wrong", ["2027-02-30", "2027-13-01", "2027-03-12 24:30"])
def test_a_day_that_does_not_exist_is_no_moment(wrong: str) -> None:
    with pytest.raises(ValueError, match=r"day|month|hour"):
        moment(wrong)


def test_the_cover_says_what_is_known_of_a_person(library: Library) -> None:
    text = main_of(personal.cover(renderer_for(library), draft=True, person=ANNA))
    for part in (
        '<span class="label">For</span> <bdi>Anna Example</bdi>',
        '<span class="label">Next appointment:</span> <bdi>Friday, 12 March 2027, 10:30</bdi>',
        '<bdi>A nurse</bdi> <bdi class="phone unbroken">020 7946 0000</bdi>',
        "Reference: <bdi>A-1042</bdi>",
        "Draft: not clinically reviewed",
    ):
        assert 1 == text.count(part), part
    assert "This booklet belongs to" not in text


def test_what_is_not_known_leaves_no_empty_line(library: Library) -> None:
    text = main_of(personal.cover(renderer_for(library), draft=False, person=Person("A-1042")))
    assert "This booklet belongs to" in text
    assert 'class="panel"' not in text
    assert "Reference: <bdi>A-1042</bdi>" in text


def test_a_persons_words_are_text_and_not_html(library: Library) -> None:
    person = Person("<b>", "<b>Ann & Co", "<b>", "<b>", "<b>")
    text = main_of(personal.cover(renderer_for(library), draft=False, person=person))
    assert "<b>" not in text
    assert "&lt;b&gt;Ann &amp; Co" in text


def test_a_cover_for_nobody_is_as_it_was(library: Library) -> None:
    plain = renderer_for(library).cover(draft=True).html
    assert "This booklet belongs to" in plain
    for trace in ("personal", "panel", "Reference", "</h1>\n\n", "<main>\n\n"):
        assert trace not in plain


def test_a_person_is_in_the_html_only(library: Library) -> None:
    renderer = renderer_for(library)
    cover = personal.cover(renderer, draft=True, person=ANNA)
    plain = renderer.cover(draft=True)
    assert "Anna" not in repr(ANNA) + str(ANNA)
    assert "Anna" not in cover.style  # which a worker keeps for all copies
    assert plain == replace(cover, html=plain.html, style=plain.style)


def test_a_banner_names_the_copy_and_not_the_person(library: Library) -> None:
    banner = personal.banner(renderer_for(library), ANNA, row=17, pages=48, copy_of="demo-2")
    text = re.sub(r"<[^>]+>|\s+", " ", main_of(banner))
    for part in ("take this page out", "A-1042", "Row 17", "Pages that follow: 48", "demo-2"):
        assert part in text
    for private in (ANNA.name, ANNA.phone, ANNA.contact, "March"):
        assert private not in banner.html


@pytest.fixture(scope="module")
def documents(library: Library, clinic: Clinic) -> dict[str, Document]:
    """Covers and banners with the most that a list may hold, and one that is too full."""
    made = {}
    for edition, region in itertools.product(EDITIONS, REGIONS):
        renderer = renderer_for(library, clinic, edition, region)
        for name, person in (("anna", ANNA), ("longest", LONGEST), ("widest", WIDEST)):
            made[f"{edition} {region} {name}"] = personal.cover(renderer, draft=True, person=person)
        made[f"{edition} {region} banner"] = personal.banner(
            renderer, WIDEST, row=100_000, pages=148, copy_of="demo-2-en-giant · 1.0 · 2026-01-31"
        )
    long = clinic.model_copy(update={"name": "A clinic for tests " * 6})
    renderer = renderer_for(library, long, "giant")
    made["too full"] = personal.cover(renderer, draft=True, person=LONGEST)
    capitals = {"name": "NORTH WEST MOTOR NEURONE CLINIC", "strapline": "THE TEAM " * 4 + "WE ARE"}
    renderer = renderer_for(library, clinic.model_copy(update=capitals), "giant", "US")
    made["capitals"] = personal.cover(renderer, draft=True, person=LONGEST)
    return made


@pytest.fixture(scope="module")
def sheets(documents: dict[str, Document], shared_store: Path) -> dict[str, Sheet]:
    named = [replace(one, name=name) for name, one in documents.items()]
    return typeset_all(named, shared_store).sheets


NAMES = [
    f"{edition} {region} {what}"
    for edition, region in itertools.product(EDITIONS, REGIONS)
    for what in ("anna", "longest", "widest", "banner")
]


@pytest.mark.parametrize("name", NAMES)
def test_the_longest_words_fit_one_page(sheets: dict[str, Sheet], name: str) -> None:
    sheet = sheets[name]
    assert 1 == sheet.pages
    assert [] == list(layout.check(sheet, theme().tokens.editions[name.split()[0]].least, "en"))


@pytest.mark.parametrize("name", ["too full", "capitals"])
def test_too_many_words_make_a_page_more_rather_than_lie_over_others(
    sheets: dict[str, Sheet], name: str
) -> None:
    assert 2 == sheets[name].pages


def test_a_bound_cover_is_read_whole_and_is_accessible(
    sheets: dict[str, Sheet], shared_store: Path
) -> None:
    piece = Piece("cover", "Cover", sheets["giant GB longest"], is_cover=True)
    about = About(title="Living with Demo", language="en", subject="Tests", cover_label="Cover")
    furniture = Furniture(theme(), "giant", "A4", right_to_left=False)

    data = bind.bind([piece], about, furniture, theme().faces, Store(shared_store))

    (text,) = (_letters(one) for one in pages_as_read(data))
    for words in (LONGEST.name, LONGEST.appointment, LONGEST.contact, LONGEST.phone, LONGEST.ref):
        assert _letters(words) in text
    assert [] == list(page_validation.validate_pdf_bytes(data, profile="ua1").failures)


def _letters(text: str) -> str:
    """Leave out spaces and hyphens, which may stand at the end of a line."""
    return re.sub(r"[\W_]", "", text)
