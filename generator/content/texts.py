"""Every piece of text in a topic, with its place: for checks, words and messages."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from generator.content.model import Block, Topic, WriteIn
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
    kind = block.kind
    if kind == "text":
        yield Text(loc, block.content, Markup.BLOCK)
    elif kind == "callout":
        callout = block.content
        if callout.title:
            yield Text((*loc, "title"), callout.title, Markup.PLAIN)
        yield Text((*loc, "text"), callout.text, Markup.BLOCK)
    elif kind in ("steps", "checklist", "questions"):
        for number, item in enumerate(block.content):
            yield Text((*loc, number), item, Markup.INLINE)
    elif kind == "picture":
        yield Text((*loc, "caption"), block.content.caption, Markup.PLAIN)
    elif kind == "table":
        for number, cell in enumerate(block.content.head):
            yield Text((*loc, "head", number), cell, Markup.PLAIN)
        for row, cells in enumerate(block.content.rows):
            for column, cell in enumerate(cells):
                yield Text((*loc, "rows", row, column), cell, Markup.INLINE)
    elif kind == "diary":
        for number, column in enumerate(block.content.columns):
            yield Text((*loc, "columns", number), column, Markup.PLAIN)
    elif kind == "write-in":
        for number, field in enumerate(write_ins(block)):
            yield Text((*loc, number, "label"), field.label, Markup.PLAIN)
    elif kind == "contact":
        for number, sign in enumerate(block.content.when):
            yield Text((*loc, "when", number), sign, Markup.INLINE)
        if block.content.say:
            yield Text((*loc, "say"), block.content.say, Markup.PLAIN)


def write_ins(block: Block) -> list[WriteIn]:
    """Give the write-in fields of a block as a list, however they were written."""
    content = block.write_in
    return content if isinstance(content, list) else [content] if content else []
