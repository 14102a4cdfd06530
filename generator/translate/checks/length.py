"""X17: labels and cells fit their place."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from generator.findings import Finding, Severity, cells
from generator.translate.checks.pair import Known, Pair

_LINK = re.compile(r"\[([^\]]*)\]\([^)]*\)")


def check(pair: Pair, _known: Known) -> Iterator[Finding]:
    """Count letters without marks; a placeholder counts as it is written, like the English."""
    if pair.max_length is None:
        return
    text = _LINK.sub(r"\1", pair.translation).replace("**", "")
    long = cells("".join(one for one in text if unicodedata.category(one) not in ("Cf", "Mn")))
    if long > pair.max_length:
        yield pair.finding(
            "X17", f"{long} letters, where {pair.max_length} fit",
            "shorten it; a wide letter counts as two", Severity.WARNING,
        )  # fmt: skip
