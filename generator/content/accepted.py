"""C18: what someone has looked at and lets stand; an acceptance of nothing is a finding itself."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from fnmatch import fnmatchcase

from generator.content.house import Acceptance, Accepted
from generator.content.reading import Located
from generator.findings import Finding, Severity

PASSING = frozenset({"C20", "C21"})
"""Findings that come and go with the calendar: their acceptance is not stale for that."""


Taken = tuple[tuple[Finding, Acceptance], ...]
"""Accepted findings, each with what accepts it."""


def sort_out(
    findings: Iterable[Finding], file: Located[Accepted] | None, folder: str, *, whole: bool,
    guesses: frozenset[str] = frozenset(),
) -> tuple[tuple[Finding, ...], Taken]:  # fmt: skip
    """Part the findings that stand open from the accepted; an error cannot be accepted.

    `guesses` are codes of rules that compare words and may be wrong: their errors can be.
    `whole` says that everything was found that there is: only then can an acceptance be stale.
    """
    acceptances = file.value.accepted if file else []
    still: list[Finding] = []
    taken: list[tuple[Finding, Acceptance]] = []
    used: set[int] = set()
    for finding in sorted(findings):
        fitting = [n for n, one in enumerate(acceptances) if fits(one, finding, folder)]
        used |= set(fitting)
        can_be = finding.severity is not Severity.ERROR or finding.code in guesses
        if fitting and can_be:
            taken.append((finding, acceptances[fitting[0]]))
        else:
            still.append(finding)
    if file and whole:
        still += stale(file, used)
    return tuple(sorted(still)), tuple(taken)


def fits(one: Acceptance, finding: Finding, folder: str) -> bool:
    """Say whether an acceptance is about a finding: its code, its file, its words."""
    name = finding.file.removeprefix(f"{folder}/")
    said = _flat(f"{finding.about} {finding.excerpt} {finding.message}")
    return (
        one.code == finding.code
        and fnmatchcase(name, one.file)
        and (one.text is None or _flat(one.text) in said)
    )


def stale(file: Located[Accepted], used: set[int]) -> Iterator[Finding]:
    """Name the acceptances that no finding answers to."""
    for number, one in enumerate(file.value.accepted):
        if number not in used and one.code not in PASSING:
            yield file.source.finding(
                ("accepted", number), "C18", f"there is no {one.code} like this in {one.file}",
                "the text has changed or was mended: delete the entry, or accept the new words",
                severity=Severity.WARNING,
            )  # fmt: skip


def _flat(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip().casefold()
