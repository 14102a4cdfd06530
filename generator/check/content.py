"""The checks of a condition's content, one after another."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from generator.check import (
    calls,
    dates,
    figures,
    headings,
    lists,
    messages,
    paragraphs,
    pictures,
    readability,
    sentences,
    sources,
    terms,
    wording,
)
from generator.check.said import Subject, Written
from generator.content import accepted, crosscheck
from generator.content.files import Files, read_files
from generator.content.house import Acceptance, Accepted, Words
from generator.content.model import Clinic
from generator.content.reading import Located, Model, read
from generator.findings import ContentError, Finding, errors
from generator.project import Project, shown

Rule = Callable[[Subject], Iterator[Finding]]

RULES: list[Rule] = [
    sources.check,
    dates.check,
    messages.check,
    calls.check,
    pictures.descriptions,
    sentences.check,
    paragraphs.check,
    lists.check,
    headings.check,
    terms.check,
    wording.check,
    figures.check,
]
"""What is asked of every file that can be read."""
WHOLE: list[Rule] = [pictures.unused]
"""What can be asked only when every file could be read."""


@dataclass(frozen=True)
class Figures:
    """How hard a condition's topics read."""

    condition: str
    formula: str
    topics: tuple[tuple[str, float], ...]
    """File → figure; topics too short to judge are not here."""

    @property
    def mean(self) -> float:
        """The mean of the figures."""
        return round(sum(value for _, value in self.topics) / len(self.topics), 2)

    def only(self, holds: Callable[[str], bool]) -> Figures:
        """Keep the topics of some files."""
        return replace(self, topics=tuple(pair for pair in self.topics if holds(pair[0])))


@dataclass(frozen=True)
class Report:
    """What is to be said of some content; iterating gives the findings."""

    findings: tuple[Finding, ...]
    """What nobody has accepted, in the order of files and lines."""
    accepted: tuple[tuple[Finding, Acceptance], ...] = ()
    readings: tuple[Figures, ...] = ()
    """One for each condition whose language has a formula."""

    def __iter__(self) -> Iterator[Finding]:
        """Yield the findings."""
        return iter(self.findings)

    def only(self, holds: Callable[[str], bool]) -> Report:
        """Keep what is about some files."""
        readings = (figures.only(holds) for figures in self.readings)
        return Report(
            tuple(finding for finding in self.findings if holds(finding.file)),
            tuple(pair for pair in self.accepted if holds(pair[0].file)),
            tuple(figures for figures in readings if figures.topics),
        )


def joined(reports: Iterable[Report]) -> Report:
    """Make one report of several."""
    reports = list(reports)
    return Report(
        tuple(sorted(finding for report in reports for finding in report.findings)),
        tuple(pair for report in reports for pair in report.accepted),
        tuple(figures for report in reports for figures in report.readings),
    )


def check(project: Project, condition: str, today: date | None = None) -> Report:
    """Give all that can be said of a condition, of all its files, in one run."""
    folder = project.content / condition
    name = shown(folder)
    files, findings = read_files(folder, name)
    words = _optional(Words, folder / "words.yaml", findings)
    acceptances = _optional(Accepted, folder / "accepted.yaml", findings)
    if files is None:
        return Report(tuple(sorted(findings)))
    findings += crosscheck.all_findings(files, folder)
    if words:
        findings += calls.names_are_known(words, files)
    whole = not errors(findings)
    subject = Subject(files, words.value if words else Words(), today or date.today())
    for rule in (*RULES, *WHOLE) if whole else RULES:
        findings += rule(subject)
    figures = readability.figures(subject)
    findings += readability.judged(subject, figures)
    still, taken = accepted.sort_out(findings, acceptances, name, whole=whole)
    return Report(still, taken, _readings(condition, files, figures))


def check_letterheads(project: Project) -> Report:
    """Give all that is wrong with the letterheads."""
    findings: list[Finding] = []
    for path in sorted((project.content / "clinics").glob("*.yaml")):
        _optional(Clinic, path, findings)
    return Report(tuple(sorted(findings)))


def _readings(
    condition: str, files: Files, figures: list[tuple[Written, float]]
) -> tuple[Figures, ...]:
    if not figures:
        return ()
    topics = tuple((written.file.source.file, value) for written, value in figures)
    formula = readability.FORMULAS[readability.language(files)]
    return (Figures(condition, formula.name, topics),)


def _optional(model: type[Model], path: Path, findings: list[Finding]) -> Located[Model] | None:
    if not path.is_file():
        return None
    try:
        return read(model, path, shown(path))
    except ContentError as error:
        findings.extend(error.findings)
        return None
