"""X07: no HTML, and no other markup that the English does not have."""

from __future__ import annotations

from collections.abc import Iterator

from generator.content import markdown
from generator.findings import Finding
from generator.translate.checks.pair import Known, Pair


def check(pair: Pair, _known: Known) -> Iterator[Finding]:
    """Look for markup outside the safe subset, and for paragraphs and lists that were added."""
    before = {what for _, what, _ in markdown.trouble(pair.english)}
    for what, instead in dict.fromkeys(
        (what, instead) for _, what, instead in markdown.trouble(pair.translation)
    ):
        if what not in before:
            yield pair.finding("X07", what, instead)
    wanted, given = _shape(pair.english), _shape(pair.translation)
    if wanted != given:
        yield pair.finding(
            "X07", f"{_said(given)}, where the English has {_said(wanted)}",
            "one paragraph or item stays one; begin none with '-', '+' or a number and a stop",
        )  # fmt: skip


def _shape(text: str) -> tuple[int, int]:
    """Count the paragraphs and the list items."""
    pieces = list(markdown.pieces(text.strip()))
    items = sum(1 for piece in pieces if piece.depth)
    return len(pieces) - items, items


def _said(shape: tuple[int, int]) -> str:
    paragraphs, items = shape
    return f"{paragraphs} paragraphs and {items} list items"
