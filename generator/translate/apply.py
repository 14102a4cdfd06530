"""A library in another language: every text in its translation, a gap sign where there is none.

A text is put in only if its message is translated and current. Where it is not, a sign
stands in its place that holds the message's number. A booklet that prints no such sign lacks
nothing; one that does is refused, and the signs say which messages it waits for. So what
is printed decides, and nothing can be left in English unseen.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

from generator.content.library import Library, Translation, gap_sign
from generator.content.replace import text_at, with_texts
from generator.content.source import Loc
from generator.project import Project
from generator.translate.catalogue import Catalogue
from generator.translate.desk import Desk, desk_of, entries
from generator.translate.messages import UI, Message, Module, with_paragraphs
from generator.translate.review import Role, is_reviewed
from generator.translate.status import in_force

Value = TypeVar("Value")


class Translator:
    """Gives a condition's library in other languages; the English is read once for all."""

    def __init__(self, project: Project) -> None:
        self.project = project
        self._desks: dict[Path, Desk] = {}
        self._made: dict[tuple[Path, str, bool], Library] = {}

    def library(self, english: Library, language: str, *, draft: bool = False) -> Library:
        """Give a library in a language; the same one for the language it is written in.

        In a draft, words say where a text is missing. Raises ContentError if a catalogue
        or a file of sign-offs cannot be read.
        """
        if language == english.condition.language:
            return english
        key = (english.folder, language, draft)
        if key not in self._made:
            if english.folder not in self._desks:
                self._desks[english.folder] = desk_of(self.project, english)
            self._made[key] = in_language(
                english, self._desks[english.folder], language, draft=draft
            )
        return self._made[key]


def in_language(english: Library, desk: Desk, language: str, *, draft: bool = False) -> Library:
    """Give a library with every text in a language; see the module."""
    catalogues = desk.catalogues(language)
    near = [desk.catalogues(tag) for tag in desk.fills_from(language)]
    texts = _Texts(desk.modules, [catalogues, *near], draft=draft)
    signed = desk.signed(language, catalogues)
    ids = [message.context for module in desk.modules for message in module.messages]
    translation = Translation(
        language=language,
        english=english,
        words=texts.words(),
        messages=tuple(ids),
        files={one.context: catalogues[module.name].file
               for module in desk.modules for one in module.messages},
        gaps=texts.gaps,
        unrevised=frozenset(one for one in ids if not is_reviewed(signed.get(one, {}))),
        translators=_names(signed.values(), Role.TRANSLATOR),
        revisers=_names(signed.values(), Role.REVISER),
        is_draft=draft and bool(texts.gaps),
    )  # fmt: skip
    return replace(
        english,
        condition=texts.put("condition", english.condition),
        staging=texts.put("staging", english.staging),
        map=texts.put("map", english.map),
        needs=texts.put("needs", english.needs),
        topics={name: texts.put(name, topic) for name, topic in english.topics.items()},
        terms=texts.put("glossary", {"terms": english.terms})["terms"],
        regions={name: texts.put(f"region.{name}", one) for name, one in english.regions.items()},
        pictures={name: texts.put(f"picture.{name}", one)
                  for name, one in english.pictures.items()},
        translation=translation,
    )  # fmt: skip


def _names(signed: Iterable[Mapping[Role, set[str]]], role: Role) -> tuple[str, ...]:
    return tuple(sorted({name for who in signed for name in who.get(role, ())}))


GAP_WORDS = f"{UI}:gap"
"""What a draft says where a text is missing."""


class _Texts:
    """All new texts of a language, by file and place."""

    def __init__(
        self, modules: Sequence[Module], catalogues: Sequence[Mapping[str, Catalogue]], *,
        draft: bool,
    ) -> None:  # fmt: skip
        messages = [message for module in modules for message in module.messages]
        current: dict[str, str] = {}
        for some in catalogues:  # those of the language, then those that stand in
            held = entries(some.values())
            for one in messages:
                entry = held.get(one.context)
                if one.context not in current and entry and in_force(one, entry):
                    current[one.context] = entry.translation
        self.gaps = frozenset(one.context for one in messages) - current.keys()
        """Messages without a translation in force."""
        written = (one.english for one in messages if one.context == GAP_WORDS)
        gap = current.get(GAP_WORDS) or next(written, "…")
        self._files: dict[str, list[tuple[Message, str]]] = defaultdict(list)
        for number, message in enumerate(messages):
            text = current.get(message.context)
            if text is None:
                # A word's forms are never printed: no words may stand for them, in a draft too.
                is_sign = not draft or message.loc[-1] == "forms"
                text = gap_sign(number) if is_sign else gap
            self._files[message.context.partition(":")[0]].append((message, text))

    def put(self, file: str, value: Value) -> Value:
        """Give a file's value with its texts in the language."""
        whole: dict[Loc, str] = {}
        parts: dict[Loc, dict[int, str]] = defaultdict(dict)
        for message, text in self._files.get(file, ()):
            if message.piece is None:
                whole[message.loc] = text
            else:
                parts[message.loc][message.piece] = text
        for loc, words in parts.items():
            whole[loc] = with_paragraphs(text_at(value, loc), words)
        return with_texts(value, whole)

    def words(self) -> dict[str, str | list[str]]:
        """Give the templates' words in the language."""
        words: dict[str, str | list[str]] = {}
        for message, text in self._files[UI]:
            key = str(message.loc[0])
            if len(message.loc) == 1:
                words[key] = text
            else:
                words.setdefault(key, []).append(text)  # type: ignore[union-attr]
        return words
