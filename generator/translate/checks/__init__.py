"""What can be said of a translation without printing it: one rule a file."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator

from generator.findings import Finding
from generator.translate.checks import (
    bidi,
    emphasis,
    endings,
    glyphs,
    length,
    links,
    markup,
    negation,
    normal,
    numbers,
    placeholders,
    same,
    script,
    splits,
    terms,
    unknown,
)
from generator.translate.checks.glossary import Glossary, Term
from generator.translate.checks.pair import Known, Pair, Place

__all__ = ["Glossary", "Known", "Pair", "Place", "Term", "findings"]

Rule = Callable[[Pair, Known], Iterator[Finding]]
RULES: tuple[Rule, ...] = (
    placeholders.check,
    numbers.check,
    negation.check,
    links.check,
    emphasis.check,
    markup.check,
    same.check,
    endings.check,
    script.check,
    bidi.check,
    normal.check,
    splits.check,
    terms.check,
    glyphs.check,
    length.check,
)


def findings(
    pairs: Iterable[Pair],
    glossary: Glossary | None = None,
    drawn: Collection[str] | None = None,
) -> tuple[Finding, ...]:
    """Hold every translated pair against every rule; a pair without translation is passed over.

    All pairs are of the glossary's language. `drawn` is the set of characters that the language's
    faces hold (None: not known, not checked).
    """
    known = Known(glossary or Glossary(), None if drawn is None else frozenset(drawn))
    done = [pair for pair in pairs if pair.translation.strip()]
    found = [finding for pair in done for rule in RULES for finding in rule(pair, known)]
    return tuple(sorted({*found, *unknown.check(done)}))
