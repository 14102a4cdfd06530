from __future__ import annotations

from typing import Any

import pytest

from generator.content import texts
from generator.content.model import KINDS, Block, Topic
from generator.content.source import Source
from generator.content.texts import Markup
from tests import mini
from tests.content.test_model import ONE_OF_EACH

WITH_ALL: dict[str, Any] = ONE_OF_EACH | {
    "callout": {"kind": "tip", "title": "T", "text": "Rest."},
    "write-in": [{"label": "Name"}, {"label": "Day"}],
    "contact": {"level": "now", "when": ["Choking"], "say": "Help."},
    "diary": {"columns": ["Pain", "Sleep"]},
}
FOUND: dict[str, list[tuple[tuple[str | int, ...], str, Markup]]] = {
    "text": [((), "Rest.", Markup.BLOCK)],
    "steps": [((0,), "Sit.", Markup.INLINE), ((1,), "Rest.", Markup.INLINE)],
    "callout": [(("title",), "T", Markup.PLAIN), (("text",), "Rest.", Markup.BLOCK)],
    "picture": [(("caption",), "A chair.", Markup.PLAIN)],
    "table": [
        (("head", 0), "a", Markup.PLAIN), (("head", 1), "b", Markup.PLAIN),
        (("rows", 0, 0), "1", Markup.INLINE), (("rows", 0, 1), "2", Markup.INLINE),
    ],
    "checklist": [((0,), "Bag", Markup.INLINE), ((1,), "Keys", Markup.INLINE)],
    "questions": [((0,), "Why?", Markup.INLINE)],
    "diary": [(("columns", 0), "Pain", Markup.PLAIN), (("columns", 1), "Sleep", Markup.PLAIN)],
    "write-in": [((0, "label"), "Name", Markup.PLAIN), ((1, "label"), "Day", Markup.PLAIN)],
    "contact": [(("when", 0), "Choking", Markup.INLINE), (("say",), "Help.", Markup.PLAIN)],
    "medicines": [],
    "organisations": [],
    "legal": [],
}  # fmt: skip


@pytest.mark.parametrize("kind", KINDS)
def test_every_text_of_a_block_is_found_with_its_place(kind: str) -> None:
    block = Block.model_validate({kind: WITH_ALL[kind], "title": "Above"})
    title, *found = texts.of_blocks(("body",), [block])
    assert (("body", 0, "title"), "Above") == (title.loc, title.text)
    assert [(("body", 0, kind, *loc), text, markup) for loc, text, markup in FOUND[kind]] == [
        (text.loc, text.text, text.markup) for text in found
    ]


def test_the_texts_of_a_topic_come_in_the_files_order_with_all_variants() -> None:
    source = Source(mini.REST, "rest.yaml")
    found = list(texts.of_topic(Topic.model_validate(source.value)))
    assert [("title",), ("key_message",)] == [text.loc for text in found[:2]]
    assert ("variants", "prepare", 0, "text") == found[-1].loc
    places = [source.place(text.loc) for text in found]
    assert sorted(places, key=lambda place: (place.line, place.column)) == places
