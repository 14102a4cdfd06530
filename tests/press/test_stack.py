from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.press.sheet import LayoutFacts, Sheet, Strip
from generator.press.stack import stack
from generator.render.document import HEAD, Paper

PAPER = Paper(width=500, height=800, top=100, bottom=700)


def sheet(*strips: Strip, name: str = "all words") -> Sheet:
    return Sheet(name, "Words", 0, (), {}, LayoutFacts(smallest=10), b"", strips)


def item(name: str, height: float, **how: object) -> Strip:
    return replace(Strip(name, height=height), **how)  # type: ignore[arg-type]


def places(source: Sheet, *wanted: str, room: Sheet | None = None) -> list[tuple[str, int, float]]:
    made = stack(source, room, wanted, PAPER, 12)
    return [(one.strip, one.page, one.top) for one in made.placed]


def test_of_two_margins_that_meet_the_larger_counts() -> None:
    source = sheet(
        item("a", 50, below=20), item("b", 50, above=12, below=3), item("c", 50, above=9)
    )

    assert [("a", 0, 100), ("b", 0, 170), ("c", 0, 229)] == places(source, "a", "b", "c")


def test_what_does_not_fit_begins_a_page_without_its_margin() -> None:
    source = sheet(item("a", 590), item("b", 20, above=5), item("c", 20, above=5))

    assert [("a", 0, 100), ("b", 1, 100), ("c", 1, 125)] == places(source, "a", "b", "c")


def test_only_what_is_wanted_is_there_in_the_order_that_is_wanted() -> None:
    source = sheet(item("a", 10), item("b", 10), item("c", 10))

    assert [("c", 0, 100), ("a", 0, 110)] == places(source, "c", "a")
    with pytest.raises(KeyError, match="d"):
        places(source, "d")


@pytest.mark.parametrize("how", [{"with_next": True}, {"group": 1}])
def test_a_heading_goes_with_what_it_is_about(how: dict[str, object]) -> None:
    source = sheet(item("a", 570), item("h", 20, **how), item("b", 20, group=1))

    assert [("a", 0, 100), ("h", 1, 100), ("b", 1, 120)] == places(source, "a", "h", "b")


def test_a_group_that_is_taller_than_a_page_runs_on() -> None:
    tall = [item(f"{n}", 250, group=1) for n in range(3)]
    source = sheet(item("a", 10), *tall)

    wanted = [("a", 0, 100), ("0", 1, 100), ("1", 1, 350), ("2", 2, 100)]
    assert wanted == places(source, "a", "0", "1", "2")


def test_the_running_head_is_on_every_page_but_the_first() -> None:
    source = sheet(item("a", 590), item("b", 590), item("c", 590), Strip(HEAD))

    heads = [(page, top) for name, page, top in places(source, "a", "b", "c") if name == HEAD]

    assert [(1, 0), (2, 0)] == heads


ROOM = sheet(*(item(f"{n}", 40 + 30 * n, above=15) for n in range(2, 20)), name="room")


@pytest.mark.parametrize(("height", "lines"), [(10, 17), (390, 5), (399, 4), (401, 0), (600, 0)])
def test_an_empty_foot_is_filled_with_the_tallest_frame_that_fits(
    height: float, lines: int
) -> None:
    made = stack(sheet(item("a", height)), ROOM, ["a"], PAPER, 12)

    assert lines == made.sheet.facts.notes_lines
    assert ([("room" in made.sources, lines > 0)]) == [(lines > 0, lines > 0)]
    left = 600 - height - (15 + 40 + 30 * lines if lines else 0)
    assert (round(left / 600, 3),) == made.sheet.facts.empty


def test_only_what_is_there_can_be_wrong() -> None:
    source = sheet(item("a", 590), item("b", 10, overflows=("'b'",)), item("c", 10))

    faults = [
        stack(source, None, names, PAPER, 12).sheet.facts.overflows
        for names in (["a", "c"], ["a", "b"])
    ]

    assert [(), ("page 1: 'b'",)] == faults


def test_numbers_go_to_their_items() -> None:
    made = stack(sheet(item("a", 10), item("b", 10)), None, ["a", "b"], PAPER, 12)

    assert ["", "7"] == [one.number for one in made.numbered({"b": "7"}).placed]


@given(st.lists(st.floats(1, 600), min_size=1, max_size=30), st.floats(0, 40))
def test_nothing_leaves_the_text_area_or_lies_on_another(heights: list[float], gap: float) -> None:
    source = sheet(*(item(f"{n}", high, above=gap) for n, high in enumerate(heights)))
    made = stack(source, ROOM, [f"{n}" for n in range(len(heights))], PAPER, 12)

    tall = {strip.id: strip.height for strip in source.strips}
    reach = dict.fromkeys(range(made.sheet.pages), PAPER.top)
    for one in made.placed:
        high = tall[one.strip] if one.source == 0 else 40 + 30 * int(one.strip)
        assert one.top >= reach[one.page] - 0.01
        reach[one.page] = one.top + high
    assert max(reach.values()) <= PAPER.bottom + 0.02
