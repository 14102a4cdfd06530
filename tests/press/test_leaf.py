from __future__ import annotations

import itertools
import random
from collections.abc import Callable
from dataclasses import replace

import pytest

from generator.content.library import load_clinic
from generator.press import leaf
from generator.press.personal import Body, personalise
from generator.press.sheet import Sheet
from generator.render import personal
from generator.render.document import Asset, Document
from generator.render.html import Renderer
from generator.render.personal import Person
from generator.render.setting import Setting
from tests.pdf_facts import pages_as_read
from tests.pressroom import CHAIR, Made, Specimens, document, theme, typeset_all

PEOPLE = (
    Person("R-1", "Anna Example", "2027-03-12 10:30", "A nurse", "020 7946 0000"),
    Person("R-2", "Čeněk Őry жук"),
    Person("R-3"),
    Person("R-4", "Ben <b>&", "Tuesdays", phone="020 7946 0001"),
    Person("R-5", "W" * 60, "X" * 60),
)
GROUPINGS = (((0, 1, 2, 3, 4),), ((4, 2, 0), (3, 1)), ((1, 4), (0, 3)), ((2, 2, 0),))
"""Places of people that are typeset in one go."""

Group = tuple[int, ...]


@pytest.fixture(scope="module")
def covers(mini_made: Made) -> list[Document]:
    plan = mini_made.plan
    return [personal.cover(plan.renderer, draft=plan.is_draft, person=one) for one in PEOPLE]


LINKED = document("linked", '<h1>One</h1><p><a href="https://example.org/a">A page</a></p>')
LONG = document("long", '<h1>Two</h1><p style="break-before: page">Pages.</p>')


@pytest.fixture(scope="module")
def typeset(covers: list[Document], tmp_path_factory: pytest.TempPathFactory) -> Specimens:
    """Groups of covers, each typeset as one document, each cover alone, and no covers."""
    groups = {group for grouping in GROUPINGS for group in grouping} | {(at,) for at in range(5)}
    names = {str(group): group for group in sorted(groups)}
    documents = [
        replace(leaf.joined([covers[at] for at in group]) if len(group) > 1 else covers[group[0]],
                name=name)
        for name, group in names.items()
    ]  # fmt: skip
    made = typeset_all([*documents, LINKED, LONG], tmp_path_factory.mktemp("leaves"))
    assert {} == made.failures
    return made


@pytest.fixture(scope="module")
def sheets(typeset: Specimens) -> dict[Group, Sheet]:
    groups: list[Group] = [*itertools.chain(*GROUPINGS), *((at,) for at in range(5))]
    return {group: typeset.sheets[str(group)] for group in groups}


@pytest.fixture(scope="module")
def personalised(mini_reader: bytes, sheets: dict[Group, Sheet]) -> Callable[[Group], list[bytes]]:
    """Give the copies of the people in a group."""
    body = Body.of(mini_reader)

    def copies(group: Group) -> list[bytes]:
        found = leaf.leaves(sheets[group], len(group))
        return [personalise(body, one, theme().faces) for one in found]

    return copies


@pytest.mark.parametrize("grouping", GROUPINGS)
def test_who_is_typeset_with_whom_changes_no_byte(
    personalised: Callable[[Group], list[bytes]], grouping: tuple[Group, ...]
) -> None:
    alone = {at: personalised((at,))[0] for at in range(5)}
    assert 5 == len(set(alone.values()))
    for group in grouping:
        assert [alone[at] for at in group] == personalised(group)


def test_leaves_may_be_used_in_any_order_and_only_some_of_them(
    mini_reader: bytes, sheets: dict[Group, Sheet], personalised: Callable[[Group], list[bytes]]
) -> None:
    together = GROUPINGS[0][0]
    body, expected = Body.of(mini_reader), personalised(together)
    some = list(leaf.leaves(sheets[together], 5))
    for at in (3, 0, 4):
        assert expected[at] == personalise(body, some[at], theme().faces)


def test_a_leaf_has_the_words_and_letters_of_one_person(
    sheets: dict[Group, Sheet], personalised: Callable[[Group], list[bytes]]
) -> None:
    together = GROUPINGS[0][0]
    first = [pages_as_read(data)[0] for data in personalised(together)]
    for at, other in itertools.product(together, repeat=2):
        assert (at == other) == (PEOPLE[other].ref in first[at])
    letters = [
        {text for glyphs in one.faces.values() for text in glyphs.text.values()}
        for one in leaf.leaves(sheets[together], 5)
    ]
    assert "Č" in letters[1]
    assert all("Č" not in some for at, some in enumerate(letters) if at != 1)


# --- which documents are alike --------------------------------------------------------------------


def variants(made: Made, cover: Document) -> dict[str, Document]:
    """Give covers that each differ in one thing from a first one."""
    library = made.plan.renderer.setting.library
    large = Renderer(Setting(library, theme(), "large", "en", "GB", None))
    chair = Asset("asset:chair", made.project.root / CHAIR)
    return {
        "edition": personal.cover(large, draft=True, person=PEOPLE[0]),
        "language": replace(cover, html=cover.html.replace('lang="en"', 'lang="fr"', 1)),
        "style": replace(cover, style=cover.style + "p { margin: 0 }"),
        "fonts": replace(cover, fonts=""),
        "files": replace(cover, assets=(*cover.assets, chair)),
    }


def test_only_documents_that_are_alike_are_joined(mini_made: Made, covers: list[Document]) -> None:
    others = variants(mini_made, covers[0])
    assert all(one != covers[0] for one in others.values())
    for name, other in others.items():
        assert [[0, 2], [1]] == leaf.runs([covers[0], other, covers[1]]), name
    assert [[at] for at in range(5)] == leaf.runs(list(others.values()))
    assert [[0, 1, 2, 3, 4]] == leaf.runs(covers)
    assert [] == leaf.runs([])


def test_every_document_is_in_one_group_and_groups_keep_the_order(
    mini_made: Made, covers: list[Document]
) -> None:
    documents = [*covers, *variants(mini_made, covers[0]).values()] * 3
    random.Random(7).shuffle(documents)
    groups = leaf.runs(documents)
    assert list(range(len(documents))) == sorted(itertools.chain(*groups))
    assert all(group == sorted(group) for group in groups)
    assert sorted(groups) == groups


def test_covers_with_a_letterhead_and_without_are_not_joined(mini_made: Made) -> None:
    setting = mini_made.plan.renderer.setting
    clinic = load_clinic(mini_made.project.content / "clinics" / "example.yaml")
    longer = clinic.model_copy(update={"name": "Another clinic " * 8})
    made = [
        personal.cover(Renderer(replace(setting, clinic=one)), draft=True, person=PEOPLE[0])
        for one in (None, longer)
    ]
    assert [[0], [1]] == leaf.runs(made)  # the band at the foot is taller: other rules


# --- what is no leaf ------------------------------------------------------------------------------


def test_a_leaf_is_one_page_without_links(typeset: Specimens, sheets: dict[Group, Sheet]) -> None:
    one, five = sheets[0,], sheets[GROUPINGS[0][0]]
    linked, long = typeset.sheets["linked"], typeset.sheets["long"]
    assert long.pages > 1
    for sheet, count in ((one, 2), (five, 4), (five, 6), (linked, 1), (long, 1)):
        with pytest.raises(ValueError, match="a leaf is one page without links"):
            next(leaf.leaves(sheet, count))


def test_documents_without_a_main_part_are_not_joined() -> None:
    some = [document(name, "<p>Rest.</p>") for name in ("one", "two")]
    with pytest.raises(ValueError, match="'one' has no main part"):
        leaf.joined(some)
