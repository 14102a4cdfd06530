"""X01: every {placeholder} of the English stands in the translation, as often, and no other."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from generator.findings import Finding
from generator.translate.checks.pair import PLACEHOLDER, Known, Pair


def check(pair: Pair, _known: Known) -> Iterator[Finding]:
    """Compare the placeholders, in any order; a lone bracket counts as a broken one."""
    wanted = Counter(PLACEHOLDER.findall(pair.english))
    given = Counter(PLACEHOLDER.findall(pair.translation))
    for name in wanted - given:
        yield pair.finding("X01", f"{name} is missing", "put it where the value shall stand")
    for name in given - wanted:
        yield pair.finding("X01", f"{name} is too much", "take it out: nothing would fill it in")
    if wanted == given and _brackets(pair.translation) != _brackets(pair.english):
        yield pair.finding(
            "X01", "a curly bracket stands alone or holds other letters",
            "copy the placeholder from the English, brackets and all",
        )  # fmt: skip


def _brackets(text: str) -> Counter[str]:
    rest = PLACEHOLDER.sub("", text)
    return Counter(sign for sign in rest if sign in "{}｛｝")
