"""X12: letters are written in their composed form (NFC)."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

from generator.findings import Finding
from generator.translate.checks.pair import Known, Pair


def check(pair: Pair, _known: Known) -> Iterator[Finding]:
    """Look for letters and accents that belong together and stand apart."""
    composed = unicodedata.normalize("NFC", pair.translation)
    if composed == pair.translation:
        return
    at = next(
        (n for n, (a, b) in enumerate(zip(composed, pair.translation, strict=False)) if a != b),
        len(composed) - 1,
    )
    yield pair.finding(
        "X12", f"'{pair.translation[at : at + 6]}' is not in composed form (NFC)",
        f"write '{composed[at : at + 6]}' in one form: it is found and drawn the same everywhere",
    )  # fmt: skip
