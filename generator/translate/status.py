"""How far each language is, and which booklets could be built in it.

A booklet is buildable when every message it prints is translated and nothing about it has
changed since: stage 1 can go out while stage 4 is being translated.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from generator.content import markdown
from generator.content.library import NEUTRAL_REGION, Library
from generator.content.model import Block
from generator.select import Chosen, Profile, Selection, blocks, select, stages
from generator.translate.catalogue import Catalogue, Entry
from generator.translate.messages import Message, Module
from generator.translate.review import Role, is_reviewed

Signed = Mapping[str, Mapping[Role, set[str]]]
"""Message id → who signed what it is now, by role."""

PRINTED = frozenset({"condition", "map", "ui", f"region.{NEUTRAL_REGION}"})
"""Groups of messages that every booklet prints."""


@dataclass(frozen=True, slots=True)
class Stand:
    """How far some messages are, in messages, but for `words_left` in English words."""

    messages: int = 0
    translated: int = 0
    """In force: translated, and of the English as it is now."""
    fuzzy: int = 0
    """Translated, but of another English or not looked at."""
    reviewed: int = 0
    """In force, and signed by a translator and another person as reviser."""
    words_left: int = 0

    def plus(self, other: Stand) -> Stand:
        """Add up."""
        return Stand(
            self.messages + other.messages, self.translated + other.translated,
            self.fuzzy + other.fuzzy, self.reviewed + other.reviewed,
            self.words_left + other.words_left,
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Booklet:
    """The booklet of one stage: whether it could be built, and what is in the way."""

    stage: str
    messages: int
    missing: int
    waits_for: tuple[str, ...]
    """Catalogues that hold what is missing."""

    @property
    def buildable(self) -> bool:
        """Whether nothing is missing."""
        return self.missing == 0


@dataclass(frozen=True, slots=True)
class Progress:
    """One language: each module, and the booklet of each stage."""

    language: str
    modules: dict[str, Stand]
    booklets: tuple[Booklet, ...]

    @property
    def whole(self) -> Stand:
        """All modules together."""
        total = Stand()
        for stand in self.modules.values():
            total = total.plus(stand)
        return total


def in_force(message: Message, entry: Entry | None) -> bool:
    """Say whether a message may be printed: translated, not fuzzy, of the English as it is."""
    return entry is not None and entry.current and entry.english == message.english


def progress(
    language: str, modules: Sequence[Module], catalogues: Mapping[str, Catalogue], signed: Signed,
    editions: Mapping[str, frozenset[str]],
) -> Progress:  # fmt: skip
    """Judge one language; `editions` says for each stage which messages its booklet prints."""
    stands: dict[str, Stand] = {}
    missing: dict[str, str] = {}
    for module in modules:
        entries = catalogues[module.name].by_context()
        stands[module.name] = _stand(module.messages, entries, signed)
        for message in module.messages:
            if not in_force(message, entries.get(message.context)):
                missing[message.context] = module.name
    booklets = tuple(
        Booklet(stage, len(used), len(lacks), tuple(sorted({missing[one] for one in lacks})))
        for stage, used in editions.items()
        for lacks in [used & missing.keys()]
    )
    return Progress(language, stands, booklets)


def _stand(messages: Iterable[Message], entries: Mapping[str, Entry], signed: Signed) -> Stand:
    total = translated = fuzzy = reviewed = words = 0
    for message in messages:
        total += 1
        entry = entries.get(message.context)
        if in_force(message, entry):
            translated += 1
            reviewed += is_reviewed(signed.get(message.context, {}))
        else:
            fuzzy += entry is not None and bool(entry.translation)
            words += len(message.english.split())
    return Stand(total, translated, fuzzy, reviewed, words)


def editions(library: Library, modules: Sequence[Module]) -> dict[str, frozenset[str]]:
    """Give, for each stage, the ids of all that its usual booklet prints where no region is named.

    Sub-stages count by themselves. Other needs and regions print more.
    """
    groups: defaultdict[str, list[Message]] = defaultdict(list)
    for module in modules:
        for message in module.messages:
            groups[group(message.context)].append(message)
    return {
        stage.code: frozenset(_printed(library, groups, stage.code))
        for stage in library.scheme.stages
    }


def group(context: str) -> str:
    """Name what a message is printed with: its block, term, picture, or its whole file."""
    file, _, place = context.partition(":")
    parts = place.split("/")
    if file in PRINTED or "." in file:
        return file
    if file == "glossary":
        return f"{file}:{place.rpartition('/')[0]}"
    if file == "staging":
        return f"{file}:{parts[0]}"
    depth = {"body": 2, "variants": 3}.get(parts[0], 1)
    return f"{file}:{'/'.join(parts[:depth])}"


def _printed(
    library: Library, groups: Mapping[str, Sequence[Message]], stage: str
) -> Iterator[str]:
    profile = Profile(stages(library, stage), NEUTRAL_REGION)
    selection = select(library, profile)
    names = {*PRINTED, f"staging:{library.staging.default}"}
    for chosen in selection.chosen:
        kept = blocks(chosen, profile)
        names |= set(_blocks(chosen, kept))
        names |= {f"picture.{block.picture.name}" for block in kept if block.picture}
    english = [one.english for name in names for one in groups.get(name, ())]
    linked = (text for text in english if "](" in text)  # most hold no link
    targets = {link.target for text in linked for link in markdown.links(text)}
    names |= set(_named(selection, targets))
    folded = "\n".join(english).casefold()
    names |= {f"glossary:{one.term}" for one in library.terms if _stands(one.forms, folded)}
    for name in names:
        yield from (message.context for message in groups.get(name, ()))


def _blocks(chosen: Chosen, kept: Sequence[Block]) -> Iterator[str]:
    """Yield the groups that are printed of a topic."""
    topic = chosen.topic
    yield f"{topic.id}:key_message"
    body = topic.body if chosen.variant == "body" else getattr(topic.variants, chosen.variant)
    where = "body" if chosen.variant == "body" else f"variants/{chosen.variant}"
    printed = {id(block) for block in kept}
    for number, block in enumerate(body, start=1):
        if id(block) in printed:
            yield f"{topic.id}:{where}/{number}"


def _named(selection: Selection, targets: set[str]) -> Iterator[str]:
    """Yield the groups of what is printed to name a topic: in it, referred to, or offered."""
    offered = {one.topic.id for one in selection.left_out if one.offer}
    yield from (f"{topic}:title" for topic in selection.ids | targets | offered)
    # Where a title is offered, its message may be printed beside it.
    yield from (f"{topic}:key_message" for topic in offered)


def _stands(forms: Iterable[str], text: str) -> bool:
    """Say whether one of some forms stands in a text as a whole word; the text is casefolded."""
    for form in map(str.casefold, forms):
        word = re.escape(form)  # first in the pattern: the search can leap from one to the next
        if form in text and re.search(rf"{word}(?<!\w{word})(?!\w)", text):
            return True
    return False
