"""X10: most letters are of the language's own script."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from generator.findings import Finding
from generator.translate import languages
from generator.translate.checks.pair import Known, Pair, words_of

SHARE = 0.6
"""At least so many of the letters are of the script."""
FEWEST = 4
"""Fewer letters than this say nothing: a unit, a short form."""
UNCOUNTED = re.compile(
    r"https?://\S+|www\.\S+|\S+@\S+|(?<![A-Za-z])[A-Z][A-Z0-9-]{1,7}(?![A-Za-z])"
    r"|[A-Za-z]*\d[A-Za-z0-9]*|(?<![A-Za-z])(?:mg|ml|mcg|kg|cm|mm|kcal|min)(?![A-Za-z])"
)
"""What is Latin in every script: addresses, short forms, units, names with a figure."""


def check(pair: Pair, known: Known) -> Iterator[Finding]:
    """Count the letters; terms to keep, placeholders and targets of links are not counted."""
    scripts = languages.of(pair.language).scripts
    text = UNCOUNTED.sub(" ", known.glossary.kept.sub(" ", words_of(pair.translation)))
    letters = [character for character in text if character.isalpha()]
    if not scripts or pair.same_ok or len(letters) < FEWEST:
        return
    own = sum(unicodedata.name(letter, "").startswith(scripts) for letter in letters)
    if own < SHARE * len(letters):
        yield pair.finding(
            "X10", f"{own} of {len(letters)} letters are of the script of '{pair.language}'",
            "translate the rest; put names that stay as they are into the glossary, with keep",
        )  # fmt: skip
