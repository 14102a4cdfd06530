from __future__ import annotations

import io
import re

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name

from generator.press import prepress
from tests.pdf_facts import destinations, instructions, opened
from tests.pressroom import Made

MM = 72 / 25.4
WIDTH, HEIGHT, BLEED = 148 * MM, 210 * MM, 3 * MM


def lines(content: bytes) -> list[tuple[float, float, float, float]]:
    pdf = pikepdf.new()
    stream = pikepdf.Stream(pdf, content)
    found, start = [], (0.0, 0.0)
    for operands, operator in instructions(stream):
        if operator == "m":
            start = (float(operands[0]), float(operands[1]))
        elif operator == "l":
            found.append((*start, float(operands[0]), float(operands[1])))
    return found


@pytest.fixture(scope="module")
def press(mini_made: Made) -> bytes:
    return mini_made.read("press")


def test_boxes_are_trim_three_millimetres_of_bleed_and_room_for_marks(press: bytes) -> None:
    with opened(press) as pdf:
        for page in pdf.pages:
            trim, bleed, media = (
                [float(v) for v in page.obj[key]] for key in ("/TrimBox", "/BleedBox", "/MediaBox")
            )
            assert pytest.approx([0, 0, WIDTH, HEIGHT], abs=0.01) == trim
            grown = [-BLEED, -BLEED, WIDTH + BLEED, HEIGHT + BLEED]
            assert pytest.approx(grown, abs=0.01) == bleed
            room = (prepress.SLUG_MM - prepress.MARK_MM) * MM
            assert min(bleed[0] - media[0], media[2] - bleed[2]) > prepress.MARK_MM * MM + 1
            assert min(bleed[1] - media[1], media[3] - bleed[3]) > room
            assert "/CropBox" not in page.obj


def test_marks_point_at_the_trim_and_stand_outside_the_bleed(press: bytes) -> None:
    with opened(press) as pdf:
        for page in pdf.pages:
            media = [float(v) for v in page.obj.MediaBox]
            marks = lines(page.obj.Contents[-1].read_bytes())

            assert 8 == len(marks)
            for x0, y0, x1, y1 in marks:
                level = y0 == y1
                at = y0 if level else x0
                corner = (0, HEIGHT) if level else (0, WIDTH)
                assert min(abs(at - edge) for edge in corner) < 0.01
                inner, outer = sorted(
                    (min(abs(v), abs(v - (WIDTH if level else HEIGHT))))
                    for v in ((x0, x1) if level else (y0, y1))
                )
                assert BLEED < inner < outer
                assert media[0] <= min(x0, x1)
                assert max(x0, x1) <= media[2]
                assert media[1] <= min(y0, y1)
                assert max(y0, y1) <= media[3]


def test_marks_are_artifacts_in_the_last_of_a_pages_streams(press: bytes) -> None:
    with opened(press) as pdf:
        for page in pdf.pages:
            assert page.obj.Contents[-1].read_bytes().startswith(b"/Artifact <</Type /Page>> BDC q")
            assert page.obj.Contents[-1].read_bytes().endswith(b"Q EMC")


def test_the_covers_ground_and_the_tabs_reach_into_the_bleed(press: bytes) -> None:
    with opened(press) as pdf:
        tabbed = pdf.pages[destinations(pdf)["rest"] - 1]
        drawn = tabbed.obj.Contents[1].read_bytes()
        box = re.search(rb"([-\d.]+) [-\d.]+ ([\d.]+) [\d.]+ re f", drawn)
        assert box is not None
        left, right = float(box[1]), float(box[1]) + float(box[2])
        assert pytest.approx(BLEED, abs=0.02) == max(-left, right - WIDTH)
        cover = pdf.pages[0]
        assert "/TrimBox" in cover.obj
        page_object = cover.obj.Contents
        first = page_object[0] if isinstance(page_object, Array) else page_object
        grounds = [
            [float(v) for v in operands]
            for operands, operator in instructions(first)
            if operator == "re"
        ]
        reach = max(abs(x) + abs(width) for x, _, width, _ in grounds)
        assert reach > WIDTH + BLEED


def test_a_file_without_boxes_gets_them_and_gives_the_same_bytes() -> None:
    pdf = pikepdf.new()
    pdf.pages.append(
        pikepdf.Page(
            Dictionary(
                Type=Name.Page, MediaBox=Array([0, 0, 100, 200]), Contents=pdf.make_stream(b"q Q")
            )
        )
    )
    buffer = io.BytesIO()
    pdf.save(buffer, deterministic_id=True)

    made = prepress.press(buffer.getvalue())

    assert made == prepress.press(buffer.getvalue())
    with opened(made) as again:
        assert [0, 0, 100, 200] == [float(v) for v in again.pages[0].obj.TrimBox]
        assert 2 == len(again.pages[0].obj.Contents)
