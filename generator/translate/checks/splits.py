"""X13: in scripts whose letters join, no bold mark stands inside a joined group.

The two halves would be shaped each for itself: Arabic letters lose their joining, Indic and
South-East Asian vowel signs their letter.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from generator.findings import Finding
from generator.translate.checks.pair import Known, Pair

CURSIVE = ("ARABIC", "SYRIAC", "MONGOLIAN", "NKO")
INDIC = (
    "DEVANAGARI", "BENGALI", "GURMUKHI", "GUJARATI", "ORIYA", "TAMIL", "TELUGU", "KANNADA",
    "MALAYALAM", "SINHALA",
)  # fmt: skip
UNSPACED = ("THAI", "LAO", "KHMER", "MYANMAR")
"""Written without spaces: bold may begin between two letters, but not before a vowel sign."""
LONE = frozenset("اأإآٱدذرزوؤةىءڈڑژےۃۀ")
"""Arabic letters that do not join the next one."""
LEADS = frozenset("เแโใไເແໂໃໄ\u17d2\u1039\u103a")
"""Vowels written before their letter, and signs that stack the next one."""
MARKS = re.compile(r"(?<=[^\s*])\*\*(?=[^\s*])")


def check(pair: Pair, _known: Known) -> Iterator[Finding]:
    """Look at the letters on both sides of each mark."""
    for match in MARKS.finditer(pair.translation):
        before, after = pair.translation[match.start() - 1], pair.translation[match.end()]
        if _cuts(before, after):
            around = pair.translation[max(0, match.start() - 6) : match.end() + 6]
            yield pair.finding(
                "X13", f"'{around}': a bold mark inside a word", "make the whole word bold"
            )


def _cuts(before: str, after: str) -> bool:
    if not (_in_word(before) and _in_word(after)):
        return False
    script = unicodedata.name(before, "")
    if script.startswith(CURSIVE):
        joins = unicodedata.combining(before) or before not in LONE
        return bool(joins) and unicodedata.name(after, "").startswith(CURSIVE)
    if script.startswith(INDIC):
        return unicodedata.name(after, "").startswith(INDIC)
    return script.startswith(UNSPACED) and (
        before in LEADS or unicodedata.category(after).startswith("M")
    )


def _in_word(character: str) -> bool:
    return unicodedata.category(character)[0] in "LM"
