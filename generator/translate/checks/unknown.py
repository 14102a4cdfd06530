"""X19: a language whose words for no are not listed cannot be checked for a lost no."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from generator.findings import Finding, Severity
from generator.translate import languages
from generator.translate.checks.pair import Pair


def check(pairs: Iterable[Pair]) -> Iterator[Finding]:
    """Say it once for each language, at the first of its files."""
    seen: set[str] = set()
    for pair in pairs:
        if pair.language in seen:
            continue
        seen.add(pair.language)
        if not languages.of(pair.language).negative:
            yield Finding(
                pair.place.file, 0, 0, "X19",
                f"the words for no in '{pair.language}' are not listed: lost ones are not found",
                "add them in generator/translate/languages.py, with a person who speaks it",
                Severity.REVIEW,
            )  # fmt: skip
