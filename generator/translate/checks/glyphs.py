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
    text = set(words_of(pair.translation))
    missing = sorted(one for one in text - known.glyphs if not _is_unseen(one))
    if missing:
        shown = ", ".join(f"'{one}' (U+{ord(one):04X})" for one in missing[:MOST])
        more = f" and {len(missing) - MOST} more" if len(missing) > MOST else ""
        yield pair.finding(
            "X16", f"no typeface of '{pair.language}' has {shown}{more}",
            "write it with other signs, or add a typeface that has it",
        )  # fmt: skip


def _is_unseen(character: str) -> bool:
    return unicodedata.category(character)[0] in "CZ" or "\ufe00" <= character <= "\ufe0f"
