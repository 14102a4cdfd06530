"""X08: a translation that is the English still."""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.findings import Finding, Severity
from generator.translate.checks.pair import Known, Pair, words_of

NAME = re.compile(r"\b(?:[A-Z][A-Z0-9-]+|\w*\d\w*)\b|https?://\S+|www\.\S+")
"""Short forms, and all with a figure in it: the same in most languages."""
FEW = 2
"""One or two words are often the same in two languages: Hospital, Normal."""


def check(pair: Pair, known: Known) -> Iterator[Finding]:
    """Compare the two texts, terms to keep left out."""
    if pair.same_ok or _bare(pair.translation) != _bare(pair.english):
        return
    rest = NAME.sub(" ", known.glossary.kept.sub(" ", words_of(pair.english)))
    count = len(re.findall(r"[^\W\d_]+", rest))
    if count:
        yield pair.finding(
            "X08", "the translation is the English", "translate it, or mark it as the same",
            Severity.REVIEW if count <= FEW else Severity.ERROR,
        )  # fmt: skip


def _bare(text: str) -> str:
    return " ".join(text.casefold().split())
