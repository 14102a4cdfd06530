"""In which script a language is written, by its tag, and whether its words can be divided."""

from __future__ import annotations

from functools import lru_cache

import babel.core
import pyphen

SAME_AS = {
    "cmn": "zh", "in": "id", "iw": "he", "ji": "yi", "mo": "ro", "mww": "hmn", "pnb": "lah",
    "prs": "fa", "tl": "fil",
}  # fmt: skip
"""Language → the one under whose name its script and its locale data are known."""


@lru_cache
def script_of(language: str) -> str:
    """Give the ISO 15924 name of the script of a BCP 47 tag: Latn where nothing is known.

    The tag may say it itself (sr-Latn); else its territory may (zh-TW), else its language.
    """
    base, *rest = language.split("-")
    base = SAME_AS.get(base, base)
    if rest and len(rest[0]) == 4 and rest[0].isalpha():
        return rest[0].title()
    likely = babel.core.get_global("likely_subtags")
    for tag in ("_".join([base, *rest[:1]]), base):
        if tag in likely:
            return str(likely[tag]).split("_")[1]
    return "Latn"


def can_hyphenate(language: str) -> bool:
    """Say whether there is a dictionary of where the words of a language may be divided."""
    return pyphen.language_fallback(language.replace("-", "_")) is not None
