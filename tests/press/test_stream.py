from __future__ import annotations

import io
import re
from dataclasses import dataclass, replace
from pathlib import Path

import pikepdf
import pytest

from generator.batch.order import Request
from generator.press import impose, leaf
from generator.press.sheet import Sheet
from generator.press.stream import Copy, stream
from generator.render import personal
from generator.render.document import Document
from generator.render.personal import Person
from tests import pressroom
from tests.pdf_facts import opened, pages_as_read
from tests.pressroom import mini_plan, theme, typeset_all, wanted

PEOPLE = (
    Person("R-1", "Anna Example", "2027-03-12 10:30"),
    Person("R-2", "Čeněk Vasko"),
    Person("R-3", "Dora Tester"),
)
PAGES = 48
"""What the banners say; the tests look for it."""
CASES = [("standard", False), ("standard", True), ("large", False), ("large", True)]
"""Edition, and whether the pages are put on paper for an office printer."""


@dataclass(frozen=True)
class Room:
    """Bodies by edition, and the pages of people for each."""

    bodies: dict[str, bytes]
    sheets: dict[str, Sheet]

    def leaf(self, name: str) -> leaf.Leaf:
        return next(leaf.leaves(self.sheets[name], 1))

    def stream(self, edition: str, people: int, *, imposed: bool, mirrored: bool = False) -> bytes:
        copies = [
            Copy(edition, self.leaf(f"banner {edition} {at}"), self.leaf(f"cover {edition} {at}"))
            for at in range(people)
        ]
        return stream(
            self.bodies, copies, theme().faces, imposed=imposed, folded=edition == "standard",
            right_to_left=mirrored,
        )  # fmt: skip

    def sides(self, edition: str, *, imposed: bool) -> int:
        """Count a copy's own sides, without the banner's sheet of paper."""
        with opened(self.bodies[edition]) as pdf:
            return len(pdf.pages) // (2 if imposed and edition == "standard" else 1)


@pytest.fixture(scope="module")
def room(tmp_path_factory: pytest.TempPathFactory, shared_store: Path) -> Room:
    made = pressroom.project(tmp_path_factory.mktemp("stream"), shared_store)
    asked = wanted(Request("demo", stages=("2",), editions=("standard", "large"), region="GB"))
    (large, standard) = sorted(
        pressroom.build(made, asked).written, key=lambda one: "standard" in one.name
    )
    documents: list[Document] = []
    for order in asked.orders:
        plan = mini_plan(made, order)
        for at, person in enumerate(PEOPLE):
            cover = personal.cover(plan.renderer, draft=True, person=person)
            banner = personal.banner(
                plan.renderer, person, row=at + 2, pages=PAGES, copy_of=plan.name
            )
            documents.append(replace(cover, name=f"cover {order.edition} {at}"))
            documents.append(replace(banner, name=f"banner {order.edition} {at}"))
    bodies = {
        name: (made.build / record.files["reader"].path).read_bytes()
        for name, record in (("standard", standard), ("large", large))
    }
    return Room(bodies, typeset_all(documents, tmp_path_factory.mktemp("leaves")).sheets)


@pytest.mark.parametrize(("edition", "imposed"), CASES)
def test_each_copy_is_a_banner_a_blank_side_and_its_own_sides(
    room: Room, edition: str, imposed: bool
) -> None:
    data, sides = room.stream(edition, 3, imposed=imposed), room.sides(edition, imposed=imposed)
    read = pages_as_read(data)
    assert 3 * (2 + sides) == len(read)
    for at, person in enumerate(PEOPLE):
        banner, blank, first, *rest = read[at * (2 + sides) : (at + 1) * (2 + sides)]
        assert person.ref in banner
        assert f"Row {at + 2} " in banner
        assert f"Pages that follow: {PAGES}" in banner
        assert person.name not in banner
        assert "" == blank
        assert person.name in first
        assert person.ref in first
        assert not [side for side in rest if person.name in side]
        assert 0 == at * (2 + sides) % 2  # banner and copy each begin on a new sheet of paper


@pytest.mark.parametrize(("edition", "imposed"), CASES)
def test_the_sides_behind_a_cover_are_the_bodys(room: Room, edition: str, imposed: bool) -> None:
    body = room.bodies[edition]
    if imposed:
        body = impose.home(body, folded=edition == "standard")
    expected, sides = pages_as_read(body), room.sides(edition, imposed=imposed)
    read = pages_as_read(room.stream(edition, 2, imposed=imposed))
    for start in (2, 2 + sides + 2):
        assert expected[1:] == read[start + 1 : start + sides]
        assert expected[0] != read[start]
    sizes = [sizes_of(data) for data in (body, room.stream(edition, 1, imposed=imposed))]
    assert 1 == len(sizes[0])
    assert sizes[0] == sizes[1]


def sizes_of(data: bytes) -> set[tuple[int, ...]]:
    with opened(data) as pdf:
        return {tuple(round(float(v)) for v in page.obj.MediaBox) for page in pdf.pages}


def test_the_front_of_a_folded_copy_shows_its_cover_beside_the_bodys_last_page(room: Room) -> None:
    pages = pages_as_read(room.bodies["standard"])
    for mirrored in (False, True):
        data = room.stream("standard", 1, imposed=True, mirrored=mirrored)
        with opened(data) as pdf:
            resources = pdf.pages[2].obj.Resources.XObject
            assert {"/L", "/R"} == set(resources.keys())
            words = pages_as_read(data)[2]
        assert PEOPLE[0].name in words
        assert pages[-1] in words


@pytest.mark.parametrize(("edition", "imposed"), CASES)
def test_bodies_are_held_once(room: Room, edition: str, imposed: bool) -> None:
    one, three = (room.stream(edition, people, imposed=imposed) for people in (1, 3))
    grown = (objects(three) - objects(one)) / 2
    sides = room.sides(edition, imposed=imposed)
    # Pages and blank side, and for banner and cover: a form, its pictures, what is drawn.
    assert sides + 2 <= grown <= sides + 2 + 14
    with opened(three) as pdf:
        copies = [pdf.pages[at + 3 : at + 2 + sides] for at in range(0, len(pdf.pages), 2 + sides)]
        first, *others = [[held(page) for page in pages] for pages in copies]
    assert sides - 1 == len(first)
    assert [first, first] == others
    assert len(three) < len(one) + 0.5 * len(room.bodies[edition])


def objects(data: bytes) -> int:
    with opened(data) as pdf:
        return len(pdf.objects)


def held(page: pikepdf.Page) -> list[tuple[int, int]]:
    """Give the numbers of the objects that draw a page."""
    contents = page.obj.Contents
    streams = list(contents) if isinstance(contents, pikepdf.Array) else [contents]
    forms = page.obj.Resources.get("/XObject", pikepdf.Dictionary())
    return [stream.objgen for stream in (*streams, *forms.values())]


@pytest.mark.parametrize(("edition", "imposed"), CASES)
def test_paper_needs_no_tags_and_no_links(room: Room, edition: str, imposed: bool) -> None:
    with opened(room.stream(edition, 2, imposed=imposed)) as pdf:
        assert [] == pdf.check_pdf_syntax()
        assert {"/Type", "/Pages", "/ViewerPreferences"} == set(pdf.Root.keys())
        for page in pdf.pages:
            assert "/Annots" not in page.obj
            assert "/StructParents" not in page.obj


@pytest.mark.parametrize(
    ("edition", "imposed", "duplex"),
    [
        ("standard", True, "/DuplexFlipShortEdge"),
        ("large", True, "/DuplexFlipLongEdge"),
        ("standard", False, None),
        ("large", False, None),
    ],
)
def test_a_stream_asks_for_the_printing_it_is_made_for(
    room: Room, edition: str, imposed: bool, duplex: str | None
) -> None:
    with opened(room.stream(edition, 1, imposed=imposed)) as pdf:
        preferences = pdf.Root.ViewerPreferences
        assert "/None" == str(preferences.PrintScaling)
        assert duplex == (str(preferences.Duplex) if "/Duplex" in preferences else None)


def test_a_stream_says_of_itself_only_what_made_it(room: Room) -> None:
    with opened(room.stream("standard", 2, imposed=False)) as pdf:
        assert {"/Producer"} == set(pdf.docinfo.keys())
        assert re.fullmatch(r"Carefold [\d.]+\w*", str(pdf.docinfo.Producer))


def test_the_same_copies_give_the_same_bytes(room: Room) -> None:
    assert room.stream("standard", 2, imposed=True) == room.stream("standard", 2, imposed=True)


def test_bodies_of_one_page_size_may_alternate(room: Room) -> None:
    other = drop_last_pages(room.bodies["standard"], 4)
    copies = [
        Copy(body, room.leaf(f"banner standard {at}"), room.leaf(f"cover standard {at}"))
        for at, body in enumerate(("one", "two", "one"))
    ]
    data = stream(
        {"one": room.bodies["standard"], "two": other}, copies, theme().faces,
        imposed=False, folded=True,
    )  # fmt: skip
    sides = room.sides("standard", imposed=False)
    read = pages_as_read(data)
    starts = [2, 2 + sides + 2, 2 + sides + 2 + sides - 4 + 2]
    assert starts[-1] + sides == len(read)
    assert all(PEOPLE[at].name in read[start] for at, start in enumerate(starts))
    assert read[3 : 2 + sides] == read[starts[2] + 1 :]


def drop_last_pages(data: bytes, count: int) -> bytes:
    with opened(data) as pdf:
        del pdf.pages[-count:]
        buffer = io.BytesIO()
        pdf.save(buffer)
    return buffer.getvalue()
