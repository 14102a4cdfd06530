"""X09: a statement ends as a statement, a question as a question, a lead-in with its colon."""

from __future__ import annotations

from collections.abc import Iterator

from generator.findings import Finding, Severity
from generator.translate import languages
from generator.translate.checks.pair import PLACEHOLDER, Known, Pair, words_of

CLOSERS = "\"“'”’»›」』）)]*_ \t\n\u00a0\u202f\u2069\u200f\u200e"
NAMES = {"stop": "a full stop", "ask": "a question mark", "colon": "a colon", "": "no sign"}
STOPS = ".!。！．｡…"
COLONS = ":：፡፦"


def check(pair: Pair, _known: Known) -> Iterator[Finding]:
    """Compare the last signs, brackets and quotation marks left out."""
    wanted = _ending(pair.english, languages.of("en"))
    given = _ending(pair.translation, spoken := languages.of(pair.language))
    if wanted == given or (not spoken.stops and {wanted, given} <= {"stop", ""}):
        return
    yield pair.finding(
        "X09", f"ends with {NAMES[given]}, where the English has {NAMES[wanted]}",
        "end it in the same way, with this language's own sign", Severity.WARNING,
    )  # fmt: skip


def _ending(text: str, spoken: languages.Language) -> str:
    last = words_of(PLACEHOLDER.sub("0", text)).rstrip(CLOSERS)[-1:]
    if not last:
        return ""
    if last in spoken.asks:
        return "ask"
    if last in COLONS and last not in spoken.stops:
        return "colon"
    return "stop" if last in STOPS + spoken.stops else ""
