"""All files of a condition's folder, read and typed, with their places."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel

from generator.content.model import (
    Condition,
    Glossary,
    Map,
    Needs,
    PictureText,
    Region,
    Sources,
    Staging,
    Topic,
)
from generator.content.reading import Located, read
from generator.findings import ContentError, Finding

Model = TypeVar("Model", bound=BaseModel)


@dataclass
class Files:
    """Everything read from a condition's folder, before cross-checking."""

    condition: Located[Condition]
    staging: Located[Staging]
    map: Located[Map]
    needs: Located[Needs]
    glossary: Located[Glossary]
    sources: Located[Sources]
    topics: list[Located[Topic]]
    regions: list[Located[Region]]
    pictures: dict[str, Located[PictureText]]
    unread: frozenset[str] = frozenset()
    """Topics whose file is there but cannot be read: no fault of those who name them."""

    def topic_names(self) -> list[str]:
        """Name every topic that has a file."""
        return [*(topic.value.id for topic in self.topics), *sorted(self.unread)]


def read_files(folder: Path, shown_as: str) -> tuple[Files | None, list[Finding]]:
    """Read every file of a condition; give what could be read, and all findings.

    The files are None when one that everything else leans on cannot be used.
    """
    findings: list[Finding] = []

    def one(model: type[Model], name: str) -> Located[Model] | None:
        path = folder / name
        if not path.is_file():
            findings.append(Finding(f"{shown_as}/{name}", 0, 0, "L01", "the file is missing"))
            return None
        try:
            return read(model, path, f"{shown_as}/{name}")
        except ContentError as error:
            findings.extend(error.findings)
            return None

    def many(model: type[Model], sub: str) -> list[Located[Model]]:
        names = sorted(path.name for path in (folder / sub).glob("*.yaml"))
        found = [one(model, f"{sub}/{name}") for name in names]
        return [located for located in found if located]

    singles = (
        one(Condition, "condition.yaml"),
        one(Staging, "staging.yaml"),
        one(Map, "map.yaml"),
        one(Needs, "needs.yaml"),
        one(Glossary, "glossary.yaml"),
        one(Sources, "sources.yaml"),
    )
    topics, regions = many(Topic, "topics"), many(Region, "regions")
    read_well = {Path(topic.source.file).stem for topic in topics}
    unread = frozenset(path.stem for path in (folder / "topics").glob("*.yaml")) - read_well
    pictures = {Path(p.source.file).stem: p for p in many(PictureText, "pictures")}
    condition, staging, map_, needs, glossary, sources = singles
    if not (condition and staging and map_ and needs and glossary and sources):
        return None, findings
    files = Files(
        condition, staging, map_, needs, glossary, sources, topics, regions, pictures, unread
    )
    return files, findings
