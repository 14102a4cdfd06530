"""X16: the language's faces hold every character."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

from generator.findings import Finding
from generator.translate.checks.pair import Known, Pair, words_of

MOST = 5
"""So many characters are named in one finding."""


def check(pair: Pair, known: Known) -> Iterator[Finding]:
    """Look every character up; spaces, controls and variation selectors draw nothing."""
    if known.glyphs is None:
        return
    if missing := undrawn(pair.translation, known.glyphs):
        yield pair.finding(
            "X16", f"no typeface of '{pair.language}' has {listed(missing)}",
            "write it with other signs, or add a typeface that has it",
        )  # fmt: skip


def undrawn(text: str, drawn: frozenset[str]) -> list[str]:
    """Give the characters of a translation that would be boxes."""
    return sorted(one for one in set(words_of(text)) - drawn if not _is_unseen(one))


def listed(characters: list[str]) -> str:
    """Name characters with their numbers; of many only the first."""
    shown = ", ".join(f"'{one}' (U+{ord(one):04X})" for one in characters[:MOST])
    more = f" and {len(characters) - MOST} more" if len(characters) > MOST else ""
    return shown + more


def _is_unseen(character: str) -> bool:
    return unicodedata.category(character)[0] in "CZ" or "\ufe00" <= character <= "\ufe0f"
