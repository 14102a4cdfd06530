"""A condition's content, loaded whole: every file read, typed and cross-checked."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from generator.content import crosscheck
from generator.content.files import Files, read_files
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

PSEUDO = ("en-XA", "ar-XB")
"""Languages that nobody speaks, to try the layout with."""
NEUTRAL_REGION = "001"
"""The region used when none is named: no number, no approval is assumed."""

GAP = re.compile("\ue000(\\d+)\ue001")
"""A text that is not there in the library's language, by the number of its message."""


def gap_sign(number: int) -> str:
    """Write the sign that stands for a text that is missing; see `GAP`."""
    return f"\ue000{number}\ue001"


@dataclass(frozen=True)
class Translation:
    """What a library in another language says of its translation."""

    language: str
    english: Library
    """What it is translated from."""
    words: Mapping[str, str | list[str]]
    """The templates' own words in the language."""
    messages: tuple[str, ...]
    """Ids of all messages, in the order of the numbers of gaps."""
    files: Mapping[str, str]
    """Message → the catalogue it stands in, as shown to people."""
    gaps: frozenset[str]
    """Messages that are not translated, or of which the English has changed."""
    unrevised: frozenset[str]
    """Messages that no translator and no second person have signed."""
    translators: tuple[str, ...] = ()
    revisers: tuple[str, ...] = ()
    is_draft: bool = False
    """Whether gaps are filled with words that say so; else with signs, and nothing is printed."""

    @cached_property
    def unrevised_files(self) -> frozenset[str]:
        """The files, as ids name them, that hold a message nobody has revised."""
        return frozenset(message.partition(":")[0] for message in self.unrevised)

    def is_unrevised(self, files: Iterable[str]) -> bool:
        """Say whether any text of some files, as ids name them, was never revised."""
        return not self.unrevised_files.isdisjoint(files)


@dataclass(frozen=True)
class Library:
    """One condition's content in one language. Read-only; all by id, in the map's order."""

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
    files: Files | None = field(default=None, compare=False, repr=False)
    """The files as they were read, with the places of their texts."""
    languages: tuple[str, ...] = ()
    """The language it is written in, then those that there are catalogues in."""
    translation: Translation | None = field(default=None, compare=False, repr=False)
    """What it was translated from; None for the language it is written in."""

    @property
    def scheme(self) -> Scheme:
        """The staging scheme that topics name."""
        return next(s for s in self.staging.schemes if s.id == self.staging.default)

    @property
    def spoken(self) -> list[str]:
        """The languages it can be read in, without those that only try the layout."""
        return [one for one in self.languages if one not in PSEUDO]

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
    return checked(files, folder, findings)


def checked(files: Files, folder: Path, findings: list[Finding]) -> Library:
    """Make a library of files that were read; raise ContentError with all that is wrong in them.

    `findings` is what was found while they were read.
    """
    findings = [*findings, *crosscheck.all_findings(files, folder)]
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
        files=files,
        languages=(files.condition.value.language, *languages(folder)),
    )


def languages(folder: Path) -> list[str]:
    """Name the languages that a condition has catalogues in."""
    return sorted({path.parent.name for path in folder.glob("locale/*/*.po")})


def load_clinic(path: Path, shown_as: str = "") -> Clinic:
    """Load a letterhead; raise ContentError with all that is wrong in it."""
    return read(Clinic, path, shown_as or str(path)).value
