"""X06: what is bold in English is bold in the translation, and no `**` would be printed."""

from __future__ import annotations

from collections.abc import Iterator

from generator.content import markdown
from generator.findings import Finding, Severity
from generator.translate.checks.pair import Known, Pair


def check(pair: Pair, _known: Known) -> Iterator[Finding]:
    """Count the bold pieces, and the marks that make nothing bold."""
    wanted, stray_before = _bold(pair.english)
    given, stray = _bold(pair.translation)
    if stray > stray_before:
        yield pair.finding(
            "X06", "** would be printed as it stands",
            "close each **, with no space inside the marks",
        )  # fmt: skip
    elif given != wanted:
        yield pair.finding(
            "X06", f"{given} bold pieces, where the English has {wanted}",
            "make the same words bold", Severity.WARNING,
        )  # fmt: skip


def _bold(text: str) -> tuple[int, int]:
    """Count the bold pieces and the leftover marks."""
    html = markdown.to_html(text, lambda _target, words: words, inline=True)
    return html.count("<strong>"), html.count("**")
