from __future__ import annotations

import io

import pikepdf
import pypdfium2
import pytest
from pikepdf import Array, Dictionary, Name

from generator.press import impose
from tests.pdf_facts import opened

WIDTH, HEIGHT = 419.53, 595.28
COUNTS = range(4, 65, 4)


def booklet(count: int) -> bytes:
    """A booklet whose page n is a rectangle n points wide."""
    pdf = pikepdf.new()
    for number in range(1, count + 1):
        page = Dictionary(
            Type=Name.Page,
            MediaBox=Array([0, 0, WIDTH, HEIGHT]),
            Resources=Dictionary(),
            Contents=pdf.make_stream(f"0 0 {number} 50 re f".encode()),
        )
        pdf.pages.append(pikepdf.Page(pdf.make_indirect(page)))
    pdf.Root.Lang = pikepdf.String("en")
    pdf.docinfo["/Title"] = "Living with Demo"
    buffer = io.BytesIO()
    pdf.save(buffer, deterministic_id=True)
    return buffer.getvalue()


def folded(pairs: list[tuple[int, int]], *, right_to_left: bool) -> list[int]:
    """Print pairs on both sides of paper, flip on the short edge, fold, and leaf through."""
    papers = list(zip(pairs[::2], pairs[1::2], strict=True))
    leaves_before: list[int] = []
    leaves_after: list[int] = []
    for (front_left, front_right), (back_left, back_right) in papers:
        # Behind the right half of a front lies the left half of its back.
        right_leaf, left_leaf = (front_right, back_left), (back_right, front_left)
        first, last = (
            (left_leaf[::-1], right_leaf[::-1]) if right_to_left else (right_leaf, left_leaf)
        )
        leaves_before += first
        leaves_after = [*last, *leaves_after]
    return leaves_before + leaves_after


def test_eight_pages_lie_on_two_papers() -> None:
    assert [(8, 1), (2, 7), (6, 3), (4, 5)] == impose.order(8)


def test_books_read_from_the_right_are_mirrored() -> None:
    assert [(1, 8), (7, 2), (3, 6), (5, 4)] == impose.order(8, right_to_left=True)


@pytest.mark.parametrize(
    ("count", "fronts"),
    [
        (8, [(1, 8), (3, 6)]),
        (12, [(1, 12), (3, 10), (5, 8)]),
        (16, [(1, 16), (3, 14), (5, 12), (7, 10)]),
    ],
)
def test_a_cover_read_from_the_right_is_on_the_left_half_of_its_front(
    count: int, fronts: list[tuple[int, int]]
) -> None:
    pairs = impose.order(count, right_to_left=True)

    assert fronts == pairs[::2]
    assert [(last - 1, first + 1) for first, last in fronts] == pairs[1::2]


@pytest.mark.parametrize("right_to_left", [False, True])
@pytest.mark.parametrize("count", COUNTS)
def test_folded_paper_reads_from_first_page_to_last(count: int, right_to_left: bool) -> None:
    pairs = impose.order(count, right_to_left=right_to_left)

    assert list(range(1, count + 1)) == folded(pairs, right_to_left=right_to_left)


@pytest.mark.parametrize("count", COUNTS)
def test_halves_of_one_side_make_one_more_than_all_pages(count: int) -> None:
    assert {count + 1} == {left + right for left, right in impose.order(count)}


@pytest.mark.parametrize("count", [1, 2, 3, 5, 6, 7, 9, 62])
def test_pages_that_do_not_fold_are_refused(count: int) -> None:
    with pytest.raises(ValueError, match=f"{count} pages do not fold"):
        impose.order(count)


def test_six_pages_make_no_booklet() -> None:
    with pytest.raises(ValueError, match="6 pages do not fold"):
        impose.home(booklet(6), folded=True)


def test_a_folded_booklet_has_half_the_sides_each_two_pages_wide() -> None:
    with opened(impose.home(booklet(8), folded=True)) as pdf:
        boxes = [[round(float(v), 2) for v in page.obj.MediaBox] for page in pdf.pages]

        assert [[0, 0, 2 * WIDTH, HEIGHT]] * 4 == boxes
        preferences = pdf.Root.ViewerPreferences
        assert Name.DuplexFlipShortEdge == preferences.Duplex
        assert Name("/None") == preferences.PrintScaling
        assert ("en", "Living with Demo") == (str(pdf.Root.Lang), str(pdf.docinfo["/Title"]))


@pytest.mark.parametrize("right_to_left", [False, True])
def test_each_page_stands_where_the_order_says(right_to_left: bool) -> None:
    data = impose.home(booklet(8), folded=True, right_to_left=right_to_left)

    document = pypdfium2.PdfDocument(data)
    seen = [
        tuple(
            round(right - left)
            for half in (0, 1)
            for left, _, right, _ in (box.get_bounds() for box in page.get_objects(max_depth=3))
            if half * WIDTH - 1 <= left < (half + 1) * WIDTH - 1 and right - left < WIDTH / 2
        )
        for page in document
    ]
    document.close()

    assert impose.order(8, right_to_left=right_to_left) == _without_forms(seen)


def _without_forms(seen: list[tuple[int, ...]]) -> list[tuple[int, ...]]:
    return [tuple(dict.fromkeys(side)) for side in seen]


def test_an_office_edition_keeps_its_pages_and_flips_on_the_long_edge() -> None:
    with opened(impose.home(booklet(6), folded=False)) as pdf:
        assert 6 == len(pdf.pages)
        assert Name.DuplexFlipLongEdge == pdf.Root.ViewerPreferences.Duplex


def test_the_same_booklet_gives_the_same_bytes() -> None:
    assert impose.home(booklet(4), folded=True) == impose.home(booklet(4), folded=True)
