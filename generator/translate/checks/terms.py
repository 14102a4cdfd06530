"""X14, X15: forbidden words for a term, and terms that stay as they are."""

from __future__ import annotations

from collections.abc import Iterator

from generator.findings import Finding
from generator.translate import languages
from generator.translate.checks.pair import Known, Pair, words_of


def check(pair: Pair, known: Known) -> Iterator[Finding]:
    """Look at each row of the glossary whose term stands in the English."""
    english, translation = words_of(pair.english), words_of(pair.translation)
    spaced = languages.of(pair.language).spaced
    for term in known.glossary.terms:
        if not term.pattern.search(english):
            continue
        if term.keep and term.term.casefold() not in translation.casefold():
            yield pair.finding("X15", f"'{term.term}' is missing", "it stays as it is in English")
        if found := languages.any_of(term.forbidden, spaced=spaced).search(translation):
            instead = f"write: {term.preferred}" if term.preferred else "choose another word"
            yield pair.finding("X14", f"'{found[0]}' may not stand for '{term.term}'", instead)
