"""X11: no invisible signs that turn the direction, except isolates, which close."""

from __future__ import annotations

from collections.abc import Iterator

from generator.findings import Finding
from generator.translate.checks.pair import Known, Pair

CONTROLS = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e")
OPEN, CLOSE = frozenset("\u2066\u2067\u2068"), "\u2069"


def check(pair: Pair, _known: Known) -> Iterator[Finding]:
    """Look for marks and overrides, and count isolates."""
    for sign in sorted(CONTROLS & set(pair.translation)):
        yield pair.finding(
            "X11", f"an invisible sign of direction, U+{ord(sign):04X}",
            "delete it; the program keeps figures and Latin names in order",
        )  # fmt: skip
    depth = 0
    for sign in pair.translation:
        depth += (sign in OPEN) - (sign == CLOSE)
        if depth < 0:
            break
    if depth:
        yield pair.finding(
            "X11", "an isolate is not closed, or closed without being opened",
            "pair U+2066, U+2067 or U+2068 with U+2069, or delete it",
        )  # fmt: skip
