from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from generator import booklet
from generator.assembly import Bound, complete
from generator.booklet import Plan, stem
from generator.content.library import Library, load
from generator.content.model import Audience, Term
from generator.press.piece import page_numbers
from generator.press.sheet import Sheet
from generator.render.document import Document
from generator.render.html import Renderer
from generator.render.setting import Setting
from generator.select import Profile, Stages, blocks, select, stages
from tests import mini
from tests.mini import edit
from tests.pressroom import blank, theme

AREA = (210 - 15 - 17) * 96 / 25.4
"""Height of the text area of a standard page, in px."""
TWO = Profile(Stages("2", ("2",)), "GB")


@dataclass
class PaperPress:
    """Gives sheets of the lengths it is told, and knows what it was asked for."""

    pages: dict[str, int] = field(default_factory=dict)
    asked: list[Document] = field(default_factory=list)

    def __call__(self, documents: Sequence[Document]) -> list[Sheet]:
        self.asked += documents
        return [blank(d, self._length(d), AREA) for d in documents]

    def _length(self, document: Document) -> int:
        if document.name == "notes":
            return document.html.count("<article")
        return self.pages.get(document.name.removeprefix("all "), 1)


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Library:
    return load(mini.write_project(tmp_path_factory.mktemp("booklet")))


def plan(library: Library, profile: Profile = TWO, edition: str = "standard") -> Plan:
    setting = Setting(library, theme(), edition, "en", profile.region)
    return booklet.plan("demo-2", select(library, profile), Renderer(setting))


def printed_numbers(bound: Bound) -> dict[str, int]:
    """What is written in the contents, by the sheet it stands beside."""
    (contents,) = (piece.composition for piece in bound.pieces if piece.id == "contents")
    assert contents is not None
    return {placed.strip: int(placed.number) for placed in contents.placed if placed.number}


def test_pieces_stand_in_the_order_of_the_map(library: Library) -> None:
    bound = complete(plan(library, replace(TWO, opt_in=("wishes",))), PaperPress())

    ids = [piece.id for piece in bound.pieces]
    body = ["cover", "call", "contents", "rest", "wishes"]
    assert [*body, "notes", "words", "sources", "imprint"] == ids
    assert [True] + [False] * 8 == [piece.is_cover for piece in bound.pieces]


def test_topics_have_tab_part_and_code_and_those_in_front_no_part(library: Library) -> None:
    pieces = {piece.id: piece for piece in complete(plan(library), PaperPress()).pieces}

    def facts(name: str) -> tuple[object, ...]:
        tab = pieces[name].tab
        return (
            (pieces[name].label, pieces[name].part, tab.letter, tab.index, tab.count)
            if tab
            else (pieces[name].label, pieces[name].part)
        )

    assert ("A1  When to call", None, "A", 0, 2) == facts("call")
    assert ("B1  Rest well", "B  Day by day", "B", 1, 2) == facts("rest")
    assert ("Cover", None) == facts("cover")
    assert ("In this booklet", None) == facts("contents")


@pytest.mark.parametrize("contents", [1, 2, 3, 4])
@pytest.mark.parametrize("rest", [1, 2, 7])
def test_the_contents_print_the_page_on_which_each_piece_starts(
    library: Library, contents: int, rest: int
) -> None:
    press = PaperPress({"contents": contents, "rest": rest, "call": 2})

    bound = complete(plan(library), press)

    starts, printed = page_numbers(bound.pieces), printed_numbers(bound)
    assert {name: starts[name] for name in printed} == printed
    assert {"call", "rest", "words", "sources", "imprint"} == set(printed)


@pytest.mark.parametrize("length", range(1, 9))
@pytest.mark.parametrize(("edition", "multiple"), [("standard", 4), ("large", 2), ("giant", 2)])
def test_pages_to_write_on_fill_the_last_paper_sheet(
    library: Library, length: int, edition: str, multiple: int
) -> None:
    bound = complete(plan(library, edition=edition), PaperPress({"rest": length}))

    pages = {piece.id: piece.sheet.pages for piece in bound.pieces}
    assert 0 == sum(pages.values()) % multiple
    assert 1 <= pages["notes"] <= multiple


def test_all_that_a_booklet_is_made_of_is_laid_out(library: Library) -> None:
    made = plan(library)

    names = {document.name for document in made.documents()}

    assert {"cover", "contents", "call", "rest", "words", "sources", "imprint"} == names
    bound = complete(made, PaperPress())
    assert names | {"notes"} == {piece.id for piece in bound.pieces}


def test_a_part_without_topics_vanishes_with_its_heading(library: Library) -> None:
    made = plan(library, replace(TWO, stages=Stages("3B", ("3B",))))

    bound = complete(made, PaperPress())

    assert made.contents is not None
    contents = made.contents.html
    assert "rest" not in [piece.id for piece in bound.pieces]
    assert "Day by day" not in contents
    assert "Start here" in contents


def test_a_booklet_without_hard_words_has_no_pages_for_them(library: Library) -> None:
    bound = complete(plan(replace(library, terms=())), PaperPress())

    assert "words" not in [piece.id for piece in bound.pieces]


@pytest.mark.parametrize(
    ("forms", "used"),
    [
        (["nurse"], True),
        (["NURSE"], True),
        (["nurs"], False),
        (["urse"], False),
        (["team nurse", "nurse"], True),
        (["big ones"], True),
        (["Rest well"], True),  # a title
        (["never too soon"], True),  # a key message
        (["What may I leave undone?"], True),
        (["need rest too"], False),  # only in the carer's booklet
        (["sooner one day"], False),  # only where the topic looks ahead
    ],
)
def test_words_are_explained_when_they_stand_in_the_printed_text(
    library: Library, forms: list[str], used: bool
) -> None:
    term = Term(term="x", forms=forms, meaning="y")
    small = replace(library, terms=(term,))

    found = booklet.used_terms(small, select(small, TWO).chosen, TWO)

    assert ([term] if used else []) == found


def test_words_are_explained_in_the_order_of_the_alphabet(library: Library) -> None:
    terms = tuple(Term(term=name, forms=["rest"], meaning="y") for name in ("b", "C", "a"))
    small = replace(library, terms=terms)

    found = booklet.used_terms(small, select(small, TWO).chosen, TWO)

    assert ["a", "b", "C"] == [term.term for term in found]


def test_only_sources_that_a_sheet_names_are_listed_and_s10_comes_after_s2(
    tmp_path: Path,
) -> None:
    folder = mini.write_project(tmp_path)
    with (folder / "sources.yaml").open("a") as file:
        for name in ("S10", "S3"):
            file.write(f"  - {{id: {name}, cite: A book., read: all, checked: 2026-01-31}}\n")
    edit(folder / "topics" / "rest.yaml", "sources: [S1]\nreview", "sources: [S10, S2]\nreview")
    edit(folder / "topics" / "rest.yaml", "    sources: [S1]\n", "")
    made = plan(load(folder))

    ids = re.findall(r'<span class="id">(\w+)\*?</span>', made.sources.html)

    assert ["S1", "S2", "S10"] == ids


def test_one_draft_makes_the_booklet_a_draft(tmp_path: Path) -> None:
    folder = mini.write_project(tmp_path)
    signed = "review: {status: reviewed, reviewer: A tester, reviewed: 2026-01-31, due: 2089-05-01}"
    draft = "review: {status: draft, reviewer: null, reviewed: null, due: 2090-01-31}"
    edit(folder / "topics" / "call.yaml", draft, signed)

    half = plan(load(folder))
    edit(folder / "topics" / "rest.yaml", draft, signed)
    whole = plan(load(folder))

    assert (True, False) == (half.is_draft, whole.is_draft)
    assert ("draft", "reviewed") == tuple(
        complete(one, PaperPress()).about.provenance["state"] for one in (half, whole)
    )
    assert date(2089, 5, 1) == booklet.oldest_due(whole.selection)
    assert "Draft" in half.cover.html
    assert "Draft" not in whole.cover.html


BASE = Profile(Stages("2", ("2",)))
NAME = "demo-stage-2-en-standard"


@pytest.mark.parametrize(
    ("change", "name"),
    [
        ({}, NAME),
        ({"region": "GB"}, f"{NAME}-GB"),
        ({"audience": Audience.CARER}, f"{NAME}-carer"),
        ({"stages": Stages("3A+3B", ("3A", "3B"))}, "demo-stage-3A-3B-en-standard"),
        ({"since": Stages("1", ("1",))}, f"{NAME}-since-1"),
    ],
)
def test_a_file_is_named_by_what_is_in_it(change: dict[str, Any], name: str) -> None:
    assert name == stem("demo", "en", "standard", replace(BASE, **change))


def test_the_same_choices_give_the_same_name_in_any_order() -> None:
    one = stem("demo", "en", "standard", replace(BASE, needs=("a", "b")))
    other = stem("demo", "en", "standard", replace(BASE, needs=("b", "a")))

    assert one == other
    assert re.fullmatch(f"{NAME}-[0-9a-f]{{6}}", one)


def test_other_choices_give_other_names() -> None:
    choices = [{}, {"needs": ("a",)}, {"opt_in": ("a",)}, {"include": ("a",)}, {"exclude": ("a",)}]
    profiles = [replace(BASE, **choice) for choice in choices]  # type: ignore[arg-type]
    names = {stem("demo", "en", "standard", profile) for profile in profiles}
    names |= {stem("demo", "en", "standard", BASE, "clinic")}

    assert 6 == len(names)


def test_staff_see_what_they_hold_without_the_word_stage(library: Library) -> None:
    line = booklet.staff_code(NAME, library)

    assert "demo-2-en-standard · 1.0 · 2026-01-31" == line


def test_provenance_changes_with_the_text(tmp_path: Path, library: Library) -> None:
    folder = mini.write_project(tmp_path)
    edit(folder / "topics" / "rest.yaml", "and often.", "and daily.")

    old, new = (
        complete(plan(one), PaperPress()).about.provenance for one in (library, load(folder))
    )

    assert {"text"} == {name for name in old if old[name] != new[name]}
    assert "call@1.0 rest@1.0" == new["topics"]


def test_what_the_reader_holds_is_named_as_in_the_folder(library: Library) -> None:
    profile = Profile(stages(library, "3A"), "GB", since=stages(library, "2"))
    selection = select(library, profile)

    made = plan(library, profile)

    assert (["call"], frozenset({"rest"})) == (
        [one.topic.id for one in selection.chosen],
        selection.held,
    )
    assert "(B1, in your folder)" in made.topics["call"].html
    assert 'href="carefold:rest"' not in made.topics["call"].html


def test_a_topic_that_looks_ahead_prints_its_short_text(library: Library) -> None:
    early = replace(TWO, stages=Stages("1", ("1",)))
    (rest,) = [one for one in select(library, early).chosen if one.topic.id == "rest"]

    assert "prepare" == rest.variant
    assert 1 == len(blocks(rest, early))
    html = plan(library, early).topics["rest"].html
    assert "You may tire sooner one day." in html
    assert "What helps" not in html
