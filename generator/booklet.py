"""One booklet, from a profile to the documents it needs, before anything is laid out."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from generator.content import texts
from generator.content.library import GAP, Library
from generator.content.model import Audience, Block, Review, Term, Topic
from generator.render import lists, locale
from generator.render.document import Document
from generator.render.entries import Ask, Offered
from generator.render.html import Renderer
from generator.render.setting import References, cited
from generator.select import Chosen, Depth, Offer, Profile, Selection, blocks
from generator.translate import languages

ALWAYS = ("ui:", "condition:", "map:")
"""Beginnings of the ids of what every booklet prints."""


@dataclass(frozen=True)
class Plan:
    """What a booklet is made of before page numbers are known."""

    name: str
    selection: Selection
    renderer: Renderer
    topics: dict[str, Document]
    cover: Document
    imprint: Document
    sources: Document
    is_draft: bool
    is_unrevised: bool = False
    """Whether any of it is a translation that no second person has revised."""
    contents: Document | None = None
    """Without page numbers; a short booklet is its own list."""
    back: tuple[Document, ...] = ()
    """What else there is to print: sheets to ask for, questions, words."""
    covers: tuple[Document, ...] = ()
    """The back cover, where the map has one."""

    @property
    def has_contents(self) -> bool:
        """A short booklet is its own list."""
        return self.contents is not None

    def documents(self) -> list[Document]:
        """List all that it says, in reading order; pages for notes say nothing."""
        rest = [*self.back, self.sources, self.imprint, *self.covers]
        return [self.cover, *self._contents(), *self.topics.values(), *rest]

    def lists(self) -> list[Document]:
        """List the documents that are put together from items: those of the whole lists."""
        return [*self._contents(), *self.back, self.sources]

    def to_typeset(self) -> list[Document]:
        """List what is laid out for it: its sheets, the whole lists, the frames to fill them."""
        is_short = self.selection.profile.depth is Depth.SHORT
        whole = [lists.whole(self.renderer, one.name, short=is_short) for one in self.lists()]
        sheets = [self.cover, *self.topics.values(), self.imprint, *self.covers]
        return [*sheets, *whole, lists.whole(self.renderer, lists.ROOM)]

    def _contents(self) -> list[Document]:
        return [self.contents] if self.contents else []


def plan(name: str, selection: Selection, renderer: Renderer) -> Plan:
    """Say which documents a booklet needs."""
    library = renderer.setting.library
    printed = {one.topic.id: blocks(one, selection.profile) for one in selection.chosen}
    references = References(selection.ids, selection.held)
    draft = any(is_draft(one.topic.review) for one in selection.chosen)
    unrevised = _is_unrevised(library, selection)
    source_ids = {
        source
        for one in selection.chosen
        for source in cited(one.topic, printed[one.topic.id], renderer.setting)
    }
    back = tuple(
        page for page in _back(selection, renderer, printed) if page.name in library.map.back
    )
    contents = None
    if selection.profile.depth is not Depth.SHORT:
        after = {page.name for page in back} | {"sources", "imprint"}
        contents = renderer.contents(
            lists.parts_of(library, selection.ids), lists.back_entries(renderer, after)
        )
    return Plan(
        name=name,
        selection=selection,
        renderer=renderer,
        topics={
            one.topic.id: renderer.topic(one, printed[one.topic.id], references)
            for one in selection.chosen
        },
        cover=renderer.cover(
            draft=draft,
            where=_where(library, selection.profile, renderer.setting.language),
            unrevised=unrevised,
        ),
        imprint=renderer.imprint(
            draft=draft,
            due=oldest_due(selection),
            staff_code=staff_code(name, library),
            english_code=staff_code(_in_english(name, library), library),
            unrevised=unrevised,
        ),
        sources=renderer.sources(
            lists.by_code(library.sources[name] for name in source_ids)
        ),
        is_draft=draft,
        is_unrevised=unrevised,
        contents=contents,
        back=back,
        covers=(renderer.back(_to_say(library)),) if "back" in library.map.back else (),
    )  # fmt: skip


def missing(library: Library, documents: Iterable[Document], *, whole: bool = True) -> list[str]:
    """Name the messages that documents print and that their language lacks, in their order.

    A `whole` booklet prints some besides that no document of it shows yet.
    """
    translation = library.translation
    if translation is None or translation.is_draft:
        return []
    printed = {
        translation.messages[int(number)]
        for document in documents
        for number in GAP.findall(document.html)
    }
    # Which words are explained, its own forms say; and some are printed by numbered pages only.
    always = {m for m in translation.gaps if m.startswith(ALWAYS) or m.endswith("/forms")}
    lacking = printed | always if whole else printed
    return [message for message in translation.messages if message in lacking]


def _is_unrevised(library: Library, selection: Selection) -> bool:
    """Say whether any text of a booklet is a translation that nobody has revised."""
    translation = library.translation
    if translation is None:
        return False
    pictures = [f"picture.{name}" for name in library.pictures]
    region = f"region.{selection.profile.region}"
    around = ("ui", "condition", "map", "staging", "glossary", region, *pictures)
    return translation.is_unrevised((*selection.ids, *around))


def _in_english(name: str, library: Library) -> str:
    """Give the name of the same booklet in the language it was written in."""
    translation = library.translation
    if translation is None:
        return name
    return name.replace(
        f"-{translation.language}-", f"-{translation.english.condition.language}-", 1
    )


def _where(library: Library, profile: Profile, language: str) -> str:
    """Say where a reader is, in the names of the stages that were chosen."""
    names = {stage.code: stage.name for stage in library.scheme.stages}
    said = [names[code] for code in profile.stages.codes if code in names]
    return locale.semicolons(said, language)


def _to_say(library: Library) -> str:
    """Give what the page of whom to call says to tell an ambulance crew."""
    topics = [library.topics[name] for name in library.map.required]
    contacts = [block.contact for topic in topics for block in topic.body if block.contact]
    return next((one.say for one in contacts if one.level == "now" and one.say), "")


def _back(
    selection: Selection, renderer: Renderer, printed: dict[str, list[Block]]
) -> Iterator[Document]:
    """Make what depends on the selection as a whole, where there is something to say."""
    short = selection.profile.depth is Depth.SHORT
    kinds = [Offer.NOW, Offer.LATER] if short else list(Offer)
    offered = {kind: tuple(selection.offered(kind)) for kind in kinds}
    groups = [
        Offered(str(kind), renderer.words(f"offer-{kind}"), topics, kind is Offer.NOW)
        for kind, topics in offered.items()
        if topics
    ]
    if groups:
        yield renderer.more(groups, short=short)
    asks = [
        Ask(block.questions[0], one.topic.code)
        for one in selection.chosen
        for block in printed[one.topic.id]
        if block.questions
    ]
    if asks and not short:
        yield renderer.asks(asks)
    terms = used_terms(renderer.setting.library, selection.chosen, selection.profile)
    if terms and not short:
        yield renderer.explained(terms)


def used_terms(library: Library, chosen: Sequence[Chosen], profile: Profile) -> list[Term]:
    """Give the glossary terms that stand in the printed text."""
    forms = tuple(tuple(term.forms) for term in library.terms)
    translation = library.translation
    language = translation.language if translation else library.condition.language
    used: set[int] = set()
    for one in chosen:
        text = "\n".join(_printed(one.topic, blocks(one, profile)))
        used |= _found(text, forms, languages.of(language).spaced)
    key = languages.sort_key(language)
    return sorted((library.terms[at] for at in used), key=lambda term: key(term.term))


def is_draft(review: Review) -> bool:
    """Say whether a text still waits for a named clinician."""
    return review.status != "reviewed"


def staff_code(name: str, library: Library) -> str:
    """Give the line by which staff know what they hold; it does not say 'stage' to readers."""
    condition = library.condition
    parts = [name.replace("-stage-", "-"), condition.version, condition.updated.isoformat()]
    return " · ".join(parts)


def stem(condition: str, language: str, edition: str, profile: Profile, clinic: str = "") -> str:
    """Name a booklet's file; the same profile, the same name; nothing personal in it."""
    parts = [condition, "stage", profile.stages.label.replace("+", "-"), language, edition]
    if profile.region != "001":
        parts.append(profile.region)
    if profile.audience is not Audience.PATIENT:
        parts.append(str(profile.audience))
    if profile.since:
        parts.append(f"since-{profile.since.label.replace('+', '-')}")
    if profile.depth is not Depth.USUAL:
        parts.append(str(profile.depth))
    if clinic:
        parts.append(clinic)
    choices = [profile.needs, profile.opt_in, profile.include, profile.exclude]
    if any(choices):
        digest = hashlib.sha256(repr([sorted(choice) for choice in choices]).encode())
        parts.append(digest.hexdigest()[:6])
    return "-".join(parts)


def oldest_due(selection: Selection) -> date:
    """Give the day by which the first of the texts must be looked at again."""
    return min(one.topic.review.due for one in selection.chosen)


def _printed(topic: Topic, printed: list[Block]) -> Iterator[str]:
    yield topic.title
    yield topic.key_message
    yield from (text.text for text in texts.of_blocks((), printed))


@lru_cache(maxsize=4096)
def _found(text: str, terms: tuple[tuple[str, ...], ...], spaced: bool) -> frozenset[int]:
    """Say which terms, by place, stand in a text; most booklets share most texts.

    Most terms do not: no pattern is tried for one whose beginning is nowhere in it.
    """
    lower = text.lower()
    return frozenset(
        at
        for at, forms in enumerate(terms)
        if any(beginning in lower for beginning in _beginnings(forms))
        and languages.any_of(forms, spaced=spaced).search(text)
    )


@lru_cache(maxsize=4096)
def _beginnings(forms: tuple[str, ...]) -> tuple[str, ...]:
    """Give each form's first word, or what of it stands before `*`."""
    return tuple(re.split(r"[\s*]", form.lower(), maxsplit=1)[0] for form in forms)
