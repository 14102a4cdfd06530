"""Every piece of text in a topic, with its place: for checks, words and messages."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from generator.content.model import Block, Callout, Contact, Topic, WriteIn
from generator.content.source import Loc


class Markup(StrEnum):
    """How a text is written."""

    BLOCK = "block"
    """Markdown with paragraphs and lists."""
    INLINE = "inline"
    """One line of Markdown: bold and links."""
    PLAIN = "plain"
    """Words only."""


@dataclass(frozen=True, slots=True)
class Text:
    """One piece of text and where it stands in its file."""

    loc: Loc
    text: str
    markup: Markup


def of_topic(topic: Topic) -> Iterator[Text]:
    """Yield all texts of a topic, all variants included, in the file's order."""
    yield Text(("title",), topic.title, Markup.PLAIN)
    yield Text(("key_message",), topic.key_message, Markup.INLINE)
    yield from of_blocks(("body",), topic.body)
    for name in ("prepare", "carer"):
        yield from of_blocks(("variants", name), getattr(topic.variants, name) or [])


def of_blocks(loc: Loc, blocks: list[Block]) -> Iterator[Text]:
    """Yield all texts of some blocks."""
    for number, block in enumerate(blocks):
        here = (*loc, number)
        if block.title:
            yield Text((*here, "title"), block.title, Markup.PLAIN)
        yield from _of_content((*here, block.kind), block)


def _of_content(loc: Loc, block: Block) -> Iterator[Text]:
    yield from _READERS.get(block.kind, _nothing)(loc, block)


def _text(loc: Loc, block: Block) -> Iterator[Text]:
    yield Text(loc, block.content, Markup.BLOCK)


def _callout(loc: Loc, block: Block) -> Iterator[Text]:
    callout: Callout = block.content
    if callout.title:
        yield Text((*loc, "title"), callout.title, Markup.PLAIN)
    yield Text((*loc, "text"), callout.text, Markup.BLOCK)


def _items(loc: Loc, block: Block) -> Iterator[Text]:
    for number, item in enumerate(block.content):
        yield Text((*loc, number), item, Markup.INLINE)


def _picture(loc: Loc, block: Block) -> Iterator[Text]:
    yield Text((*loc, "caption"), block.content.caption, Markup.PLAIN)


def _table(loc: Loc, block: Block) -> Iterator[Text]:
    for number, cell in enumerate(block.content.head):
        yield Text((*loc, "head", number), cell, Markup.PLAIN)
    for row, cells in enumerate(block.content.rows):
        for column, cell in enumerate(cells):
            yield Text((*loc, "rows", row, column), cell, Markup.INLINE)


def _diary(loc: Loc, block: Block) -> Iterator[Text]:
    for number, column in enumerate(block.content.columns):
        yield Text((*loc, "columns", number), column, Markup.PLAIN)


def _write_in(loc: Loc, block: Block) -> Iterator[Text]:
    for number, field in enumerate(write_ins(block)):
        yield Text((*loc, number, "label"), field.label, Markup.PLAIN)


def _contact(loc: Loc, block: Block) -> Iterator[Text]:
    contact: Contact = block.content
    for number, sign in enumerate(contact.when):
        yield Text((*loc, "when", number), sign, Markup.INLINE)
    if contact.say:
        yield Text((*loc, "say"), contact.say, Markup.PLAIN)


def _nothing(_loc: Loc, _block: Block) -> Iterator[Text]:
    return iter(())


_READERS: dict[str, Callable[[Loc, Block], Iterator[Text]]] = {
    "text": _text,
    "callout": _callout,
    "steps": _items,
    "checklist": _items,
    "questions": _items,
    "picture": _picture,
    "table": _table,
    "diary": _diary,
    "write-in": _write_in,
    "contact": _contact,
}


def write_ins(block: Block) -> list[WriteIn]:
    """Give the write-in fields of a block."""
    return block.write_in or []
