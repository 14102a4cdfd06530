"""A condition's content, loaded whole: every file read, typed and cross-checked."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from generator.content import crosscheck
from generator.content.files import read_files
from generator.content.model import (
    Clinic,
    Condition,
    Map,
    Needs,
    Part,
    PictureText,
    Reference,
    Region,
    Scheme,
    Staging,
    Term,
    Topic,
)
from generator.content.reading import read
from generator.findings import ContentError, Finding, errors

NEUTRAL_REGION = "001"
"""The region used when none is named: no number, no approval is assumed."""


@dataclass(frozen=True)
class Library:
    """One condition's content. Read-only; everything by id, in the map's order."""

    folder: Path
    condition: Condition
    staging: Staging
    map: Map
    needs: Needs
    topics: dict[str, Topic]
    terms: tuple[Term, ...]
    sources: dict[str, Reference]
    regions: dict[str, Region]
    pictures: dict[str, PictureText]
    findings: tuple[Finding, ...] = field(default=(), compare=False)
    """Warnings and reviews; errors raise instead."""

    @property
    def scheme(self) -> Scheme:
        """The staging scheme that topics name."""
        return next(s for s in self.staging.schemes if s.id == self.staging.default)

    def need_ids(self) -> list[str]:
        """Name every need a clinician can tick."""
        return [need.id for group in self.needs.groups for need in group.needs]

    def part_of(self, topic_id: str) -> Part:
        """Find the part of the booklet that holds a topic."""
        return next(part for part in self.map.parts if topic_id in part.topics)

    def in_order(self) -> Iterator[Topic]:
        """Yield the topics in the order of the map's parts."""
        for part in self.map.parts:
            for topic_id in part.topics:
                yield self.topics[topic_id]


def load(folder: Path, shown_as: str = "") -> Library:
    """Load a condition's folder; raise ContentError with all that is wrong in all files."""
    shown_as = shown_as or str(folder)
    files, findings = read_files(folder, shown_as)
    if files is None:
        raise ContentError(findings)
    findings += crosscheck.all_findings(files, folder)
    if errors(findings):
        raise ContentError(findings)
    topics = {located.value.id: located.value for located in files.topics}
    return Library(
        folder=folder,
        condition=files.condition.value,
        staging=files.staging.value,
        map=files.map.value,
        needs=files.needs.value,
        topics=topics,
        terms=tuple(files.glossary.value.terms),
        sources={reference.id: reference for reference in files.sources.value.sources},
        regions={located.value.region: located.value for located in files.regions},
        pictures={name: located.value for name, located in files.pictures.items()},
        findings=tuple(sorted(findings)),
    )


def load_clinic(path: Path, shown_as: str = "") -> Clinic:
    """Load a letterhead; raise ContentError with all that is wrong in it."""
    return read(Clinic, path, shown_as or str(path)).value
