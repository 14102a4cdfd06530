from __future__ import annotations

import pytest

from generator.press.sheet import MAGIC, DamagedSheet, Glyphs, Heading, LayoutFacts, Sheet

SHEET = Sheet(
    name="rest",
    title="Rest “well” 休",
    pages=2,
    headings=(Heading(1, "Rest", 0, 42.5), Heading(2, "Sleep", 1, 0.0)),
    faces={
        "CF-Atkinson-400": Glyphs({0: 500.0, 7: 612.5}, {7: "fi", 9: "休"}),
        "CF-X-700": Glyphs(),
    },
    facts=LayoutFacts(
        smallest=10.5,
        overflows=("page 1: 'x'",),
        stranded_headings=("page 2: 'y'",),
        log=("a", "b"),
        empty=(0.0, 0.25),
        notes_lines=4,
        early_breaks=("z",),
    ),
    pdf=b"%PDF-1.7 \x00\xff",
)
KEPT = SHEET.to_bytes()


def test_a_sheet_comes_back_as_it_was() -> None:
    assert SHEET == Sheet.from_bytes(KEPT)


def test_the_same_sheet_gives_the_same_bytes_in_whatever_order_it_was_filled() -> None:
    faces = {"CF-X-700": Glyphs(), "CF-Atkinson-400": SHEET.faces["CF-Atkinson-400"]}
    other = Sheet("rest", SHEET.title, 2, SHEET.headings, faces, SHEET.facts, SHEET.pdf)

    assert KEPT == other.to_bytes()


@pytest.mark.parametrize("at", range(0, len(KEPT), 13))
def test_one_flipped_bit_anywhere_is_damage(at: int) -> None:
    damaged = KEPT[:at] + bytes([KEPT[at] ^ 1]) + KEPT[at + 1 :]

    with pytest.raises(DamagedSheet):
        Sheet.from_bytes(damaged)


@pytest.mark.parametrize(
    "damaged",
    [b"", MAGIC, KEPT[: len(MAGIC) + 32], KEPT[:-1], KEPT + b"\0", b"another kind of file"],
    ids=["empty", "magic only", "head only", "cut", "longer", "not a sheet"],
)
def test_a_file_of_another_length_is_damage(damaged: bytes) -> None:
    with pytest.raises(DamagedSheet):
        Sheet.from_bytes(damaged)
