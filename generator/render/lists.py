"""The lists of a setting, whole: every item that a booklet of it may have, laid out once.

A booklet's own lists (`Renderer.contents`, `.more`, `.asks`, `.explained`, `.sources`) have some
of these items, in the same words: `document.items` names them.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator
from dataclasses import replace

from generator.content.library import Library
from generator.content.model import Block, Reference, Topic
from generator.render.document import Document
from generator.render.entries import Ask, Entry, Offered, PartEntries
from generator.render.html import Renderer
from generator.render.setting import cited
from generator.select import Offer

ROOM = "room"
"""Frames of lines, which fill what a list leaves empty."""
UNLISTED = ("notes", "back")
"""Pages that are not in the contents: how many for notes depends on all others; a cover."""


def whole(renderer: Renderer, name: str, *, short: bool = False) -> Document:
    """Make the whole list that a booklet's list `name` is part of; `short` is of short booklets."""
    made = renderer.remembered((name, short), lambda: _whole(renderer, name, short=short))
    return replace(made, name=source_of(name))


def source_of(name: str) -> str:
    """Name the document that is the whole of a booklet's list."""
    return name if name == ROOM else f"all {name}"


def _whole(renderer: Renderer, name: str, *, short: bool) -> Document:
    library = renderer.setting.library
    if name == ROOM:
        return renderer.room()
    if name == "contents":
        return renderer.contents(
            parts_of(library, library.topics), back_entries(renderer), is_list=True
        )
    if name == "more":
        return renderer.more(_all_offers(renderer), short=short, is_list=True)
    if name == "asks":
        return renderer.asks(list(_all_asks(library)), is_list=True)
    if name == "words":
        return renderer.explained(library.terms, is_list=True)
    if name == "sources":
        return renderer.sources(_all_sources(renderer), is_list=True)
    raise KeyError(name)


def back_entries(renderer: Renderer, names: Container[str] | None = None) -> list[Entry]:
    """Give the lines for what follows the parts: pages that `names` has, or all."""
    listed = [name for name in renderer.setting.library.map.back if name not in UNLISTED]
    there = [name for name in listed if names is None or name in names]
    return [Entry(name, renderer.words(f"{name}-title")) for name in there]


def parts_of(library: Library, topics: Container[str]) -> list[PartEntries]:
    """Give the parts with lines for some topics; a part without any vanishes."""
    parts = []
    for part in library.map.parts:
        there = [library.topics[name] for name in part.topics if name in topics]
        if there:
            entries = tuple(Entry(topic.id, topic.title, topic.code) for topic in there)
            parts.append(PartEntries(part.letter, part.title, part.colour, entries))
    return parts


def by_code(references: Iterable[Reference]) -> list[Reference]:
    """Sort sources by their codes: S10 comes after S2."""
    return sorted(references, key=lambda one: _natural(one.id))


def _natural(code: str) -> tuple[str, int, str]:
    match = re.fullmatch(r"([A-Za-z-]+)(\d*)(.*)", code)
    assert match is not None
    return match[1], int(match[2] or 0), match[3]


def _all_offers(renderer: Renderer) -> list[Offered]:
    """Give every topic with its message, then as a line; the headings stand for themselves."""
    topics = tuple(renderer.setting.library.in_order())
    shown = {Offer.NOW: topics, Offer.LATER: topics, Offer.OTHER: ()}
    return [
        Offered(str(kind), renderer.words(f"offer-{kind}"), shown[kind], kind is Offer.NOW)
        for kind in Offer
    ]


def _bodies(topic: Topic) -> Iterator[list[Block]]:
    yield topic.body
    yield topic.variants.prepare or []
    yield topic.variants.carer or []


def _all_asks(library: Library) -> Iterator[Ask]:
    """Give every question that may be the first of a sheet's."""
    seen = set()
    for topic in library.in_order():
        for body in _bodies(topic):
            for block in body:
                if block.questions and (one := Ask(block.questions[0], topic.code)) not in seen:
                    seen.add(one)
                    yield one


def _all_sources(renderer: Renderer) -> list[Reference]:
    """Give every source that any sheet rests on here."""
    setting = renderer.setting
    ids = {
        source
        for topic in setting.library.in_order()
        for body in _bodies(topic)
        for source in cited(topic, body, setting)
    }
    return by_code(setting.library.sources[name] for name in ids)
