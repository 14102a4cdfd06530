"""Drawings that a process keeps: documents that show one are as if each were its first."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from generator.batch.crew import press_workers
from generator.press.typeset import typeset
from generator.render.document import Asset, Document
from tests.pressroom import document, theme

DRAWINGS = {
    "plain": '<path d="M0 0L9 0L9 9z" fill="#0b5563" fill-opacity="0.4"/>',
    "group": '<g opacity="0.5"><rect width="8" height="8" fill="#0b5563"/></g>',
    "words": '<text x="1" y="8" font-family="CF Atkinson" font-size="4">Rest</text>',
    "shaded": '<linearGradient id="a"><stop offset="0" stop-color="#a00"/><stop offset="1"/>'
    '</linearGradient><rect width="9" height="9" fill="url(#a)"/>',
}


SIZES = {"small": "9mm 9mm", "both": "9mm 20mm", "large": "20mm 31mm", "again": "9mm 20mm"}
"""Of the drawing among the words, and of the one behind them."""


def shown(name: str, folder: Path, inside: str, sizes: str) -> Document:
    """Make a document that shows a drawing in one size, and in another as its ground."""
    folder.mkdir(exist_ok=True)
    path = folder / "drawing.svg"
    text = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 10">{inside}</svg>'
    if not path.exists():
        path.write_text(text)
    url = f"asset:pictures/{path.name}"
    first, second = sizes.split()
    body = (
        f'<h1>{name}</h1><p style="background: url({url}) no-repeat 0 0 / {second}">'
        f'<img alt="A" src="{url}" style="width: {first}" /> Text</p>'
    )
    return document(name, body, assets=(Asset(url, path),))


def typeset_all(documents: list[Document]) -> dict[str, bytes]:
    return {one.name: typeset(one, theme().faces) for one in documents}


def made(documents: list[Document]) -> dict[str, bytes]:
    with press_workers(1) as workers:
        (done,) = workers.do(typeset_all, [documents])
    assert done.result is not None, done.failure
    return done.result


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> tuple[dict[str, bytes], dict[str, bytes]]:
    """Every drawing in every size: each the first time a process reads it, and all in one."""
    folder = tmp_path_factory.mktemp("drawings")
    by_size = [
        [shown(f"{kind} {name}", folder / kind, inside, size) for kind, inside in DRAWINGS.items()]
        for name, size in SIZES.items()
    ]
    first = {name: data for documents in by_size for name, data in made(documents).items()}
    return first, made([one for documents in by_size for one in documents])


@pytest.mark.parametrize("kind", DRAWINGS)
def test_a_drawing_that_was_read_before_is_drawn_alike(
    both: tuple[dict[str, bytes], dict[str, bytes]], kind: str
) -> None:
    first, together = both

    assert len(first) == len(DRAWINGS) * len(SIZES)
    for size in SIZES:
        assert together[f"{kind} {size}"] == first[f"{kind} {size}"], size


def draws_of(documents: list[Document]) -> int:
    """Count how often a drawing is drawn for some documents."""
    from weasyprint import svg

    count = 0
    draw = svg.SVG.draw

    def counted(*arguments: object) -> None:
        nonlocal count
        count += 1
        draw(*arguments)

    svg.SVG.draw = counted
    typeset_all(documents)
    return count


def test_a_drawing_is_drawn_once_a_size_whatever_fonts_come_after(tmp_path: Path) -> None:
    first = shown("first", tmp_path, DRAWINGS["plain"], "9mm 20mm")
    second = replace(first, name="second", fonts=f"{first.fonts}/* of another language */")

    with press_workers(1) as workers:
        (done,) = workers.do(draws_of, [[first, second, first]])

    assert done.result == 2, done.failure
