from __future__ import annotations

import pytest

from generator.press.spare import Ruling
from generator.render.document import PX_PER_MM

PAGE_MM = 180.0


@pytest.mark.parametrize(
    ("room_mm", "lines"),
    [(0, 0), (59, 0), (61, 4), (90, 7), (180, 16)],
)
def test_lines_are_counted_from_the_room_that_is_left(room_mm: float, lines: int) -> None:
    ruling = Ruling(line=10, frame=19)

    assert lines == ruling.lines(room_mm * PX_PER_MM, PAGE_MM * PX_PER_MM)


def test_one_line_is_too_few_for_a_box() -> None:
    ruling = Ruling(line=50, frame=19)

    assert 0 == ruling.lines(100 * PX_PER_MM, PAGE_MM * PX_PER_MM)
    assert 2 == ruling.lines(120 * PX_PER_MM, PAGE_MM * PX_PER_MM)
