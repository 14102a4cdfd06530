from __future__ import annotations

import itertools
from dataclasses import dataclass, field

import pikepdf
import pytest

from generator.press.furniture import BLEED_MM, PT_PER_MM, Furniture
from generator.press.piece import Tab
from tests.pdf_facts import instructions
from tests.pressroom import theme

TAB = Tab("B", "#6d2a63", 1, 3)
WIDTH, HEIGHT = 148 * PT_PER_MM, 210 * PT_PER_MM


@dataclass
class Drawn:
    """What a stream draws: words with their places, filled boxes, and how it is marked."""

    words: list[tuple[str, float, float]] = field(default_factory=list)
    boxes: list[tuple[float, float, float, float]] = field(default_factory=list)
    operators: list[str] = field(default_factory=list)


def furniture(edition: str = "standard", *, right_to_left: bool = False) -> Furniture:
    return Furniture(theme(), edition, "A4", right_to_left=right_to_left)


def drawn(made: Furniture, number: int, tab: Tab | None) -> Drawn:
    pdf = pikepdf.new()
    stream = pikepdf.Stream(pdf, made.draw(number, tab))
    found = Drawn()
    place = (0.0, 0.0)
    for operands, operator in instructions(stream):
        found.operators.append(operator)
        if operator == "Tm":
            place = (float(operands[4]), float(operands[5]))
        elif operator == "Tj":
            code = bytes(operands[0])
            glyphs = [int.from_bytes(code[at : at + 2], "big") for at in range(0, len(code), 2)]
            found.words.append(("".join(made.glyphs.text[g] for g in glyphs), *place))
        elif operator == "re":
            x, y, width, height = map(float, operands)
            found.boxes.append((x, y, x + width, y + height))
    return found


@pytest.mark.parametrize(
    ("number", "right_to_left", "on_right"),
    [(1, False, True), (2, False, False), (33, False, True), (1, True, False), (2, True, True)],
)
def test_folio_and_tab_stand_at_the_outer_edge(
    number: int, right_to_left: bool, on_right: bool
) -> None:
    found = drawn(furniture(right_to_left=right_to_left), number, TAB)

    assert ["B", str(number)] == [text for text, _, _ in found.words]
    assert [on_right, on_right] == [x > WIDTH / 2 for _, x, _ in found.words]
    ((left, bottom, right, top),) = found.boxes
    assert on_right == (left > WIDTH / 2)
    assert 0 < bottom < top < HEIGHT
    bleed = BLEED_MM * PT_PER_MM
    edge = right - WIDTH if on_right else -left
    assert pytest.approx(bleed, abs=0.02) == edge, "the tab ends where the bleed does"


@pytest.mark.parametrize("edition", ["standard", "large", "giant"])
@pytest.mark.parametrize("number", [1, 10, 288])
def test_folios_stand_inside_the_page_at_the_size_of_the_text(edition: str, number: int) -> None:
    made = furniture(edition)
    tokens = theme().tokens.editions[edition]

    ((text, x, y),) = drawn(made, number, None).words

    side, foot = tokens.margin.side * PT_PER_MM, tokens.margin.bottom * PT_PER_MM
    assert str(number) == text
    assert side - 0.1 <= x <= made.width - side
    assert 0 < y < foot
    assert f"{tokens.body:g} Tf".encode() in made.draw(number, None)


def test_tabs_of_a_booklet_lie_apart_in_order_from_the_top() -> None:
    boxes = [drawn(furniture(), 1, Tab("X", "#000000", n, 8)).boxes[0] for n in range(8)]

    bottoms_and_tops = [(bottom, top) for _, bottom, _, top in boxes]
    for (bottom, _), (_, next_top) in itertools.pairwise(bottoms_and_tops):
        assert next_top < bottom


@pytest.mark.parametrize("number", [1, 2])
def test_the_letter_keeps_clear_of_what_office_printers_leave_white(number: int) -> None:
    letter, x, _ = drawn(furniture(), number, TAB).words[0]

    assert "B" == letter
    made = furniture()
    glyph = next(g for g, text in made.glyphs.text.items() if text == "B")
    size = theme().tokens.editions["standard"].tab * PT_PER_MM * 0.62
    right_end = x + made.glyphs.widths[glyph] * size / 1000
    clear = WIDTH - right_end if number == 1 else x
    assert clear >= 1.5 * PT_PER_MM


def test_furniture_is_one_artifact_and_leaves_the_page_as_it_was() -> None:
    operators = drawn(furniture(), 1, TAB).operators

    assert ("BDC", "EMC") == (operators[0], operators[-1])
    assert (1, 1) == (operators.count("BDC"), operators.count("EMC"))
    assert operators.count("q") == operators.count("Q")
    assert furniture().draw(1, TAB).startswith(b"/Artifact <</Type /Pagination>> BDC")


def test_without_a_part_there_is_no_tab() -> None:
    found = drawn(furniture(), 5, None)

    assert [] == found.boxes
    assert ["5"] == [text for text, _, _ in found.words]
