"""What documents depend on beside their text: content, look, language, region, letterhead."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from generator.content.library import Library
from generator.content.model import Block, Clinic, Topic
from generator.content.source import Source
from generator.render import locale
from generator.render.theme import Theme


class Words:
    """The words of the templates, by id, with placeholders filled in."""

    def __init__(self, words: Mapping[str, Any]) -> None:
        self._words = words

    @classmethod
    def read(cls, templates: Path) -> Words:
        """Read the words as they were written."""
        source = Source.read(templates / "words.yaml", "templates/words.yaml")
        return cls(dict(source.value))  # type: ignore[call-overload]

    def __call__(self, name: str, **values: object) -> str:
        """Give the words of an id; KeyError for one that does not exist."""
        return str(self._words[name]).format(**values)

    def listed(self, name: str) -> list[str]:
        """Give the list of words of an id."""
        return [str(word) for word in self._words[name]]


@dataclass(frozen=True)
class Setting:
    """What the look and the local facts of a booklet depend on."""

    library: Library
    theme: Theme
    edition: str
    language: str
    region: str
    clinic: Clinic | None = None
    logo: Path | None = None

    @property
    def paper(self) -> str:
        """The paper of the region."""
        return self.library.regions[self.region].paper

    @property
    def right_to_left(self) -> bool:
        """Whether the language is written from the right."""
        return locale.is_right_to_left(self.language)

    @property
    def language_name(self) -> str:
        """The language's own name for itself, as a line of its own."""
        return locale.title_name(self.language)

    @property
    def region_name(self) -> str:
        """The region's name as readers see it."""
        region = self.library.regions[self.region]
        return self.words("neutral-region") if region.region == "001" else region.name

    @property
    def type_names(self) -> list[str]:
        """The typefaces of the language by their makers' names, the main one first."""
        return [files.name for files in self.theme.tokens.fonts.values()]

    @cached_property
    def words(self) -> Words:
        """The templates' words."""
        translation = self.library.translation
        return Words(translation.words) if translation else self.english_words

    @cached_property
    def english_words(self) -> Words:
        """The templates' words as they were written, for staff who do not read the language."""
        return Words.read(self.theme.folder)


@dataclass(frozen=True)
class References:
    """Which sheets a reader can turn to: in this booklet, or in the folder already."""

    present: frozenset[str] = frozenset()
    held: frozenset[str] = frozenset()


def cited(topic: Topic, blocks: Sequence[Block], setting: Setting) -> list[str]:
    """Give the sources that the printed blocks rest on, regional facts included.

    Blocks that name none rest on the topic's own list.
    """
    region = setting.library.regions[setting.region]
    ids = {name for block in blocks for name in block.sources} or set(topic.sources)
    for block in blocks:
        if block.medicines:
            ids |= {s for name in block.medicines.names for s in region.medicines[name].sources}
        if block.organisations:
            ids |= {s for organisation in region.organisations for s in organisation.sources}
        if block.legal:
            ids |= {s for paper in region.legal for s in paper.sources}
        if block.contact and block.contact.level == "now" and region.emergency.number:
            ids |= set(region.emergency.sources)
    order = list(setting.library.sources)
    return sorted(ids, key=order.index)
