"""X05: the translation's links lead where those of the English lead."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from generator.content import markdown
from generator.findings import Finding
from generator.translate.checks.pair import Known, Pair


def check(pair: Pair, _known: Known) -> Iterator[Finding]:
    """Compare the targets, in any order."""
    wanted = Counter(link.target for link in markdown.links(pair.english))
    given = Counter(link.target for link in markdown.links(pair.translation))
    for target in wanted - given:
        yield pair.finding(
            "X05", f"the link to '{target}' is missing",
            f"write [words](…) with the target of the English: {target}",
        )  # fmt: skip
    for target in given - wanted:
        yield pair.finding(
            "X05", f"a link to '{target}', which the English does not have",
            "copy the target from the English, or take the link out",
        )  # fmt: skip
