"""The words of a run beside its glyphs, where glyphs alone do not tell them.

Glyphs stand in a page from left to right, and one of them may show several letters or a part of
one. From Latin, Greek, Cyrillic or Chinese glyphs a reader still gets the text; from Arabic or
Hindi ones it gets letters out of order. So each run of marked content says its own text
(`ActualText`, ISO 32000-1, 14.9.4), for screen readers, for search and for preflight; `marks`
drops what glyphs tell as well.
"""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterator
from typing import Any

import pydyf
from weasyprint.pdf.stream import Stream

from generator.press.marks import Words

ISOLATES = re.compile("[\u2066-\u2069]")
SPOKEN = "_carefold_spoken"
"""What a text box is to say, if it is known."""


def note_lines(boxes: list[Any]) -> None:
    """Let every text box know its words; the last of a line ends with a space.

    `boxes` are a page's, in their order.
    """
    for box in boxes:
        if type(box).__name__ == "LineBox":
            texts = list(_texts(box))
            for text in texts:
                end = " " if text is texts[-1] and not text.text.endswith(("-", "\u00ad")) else ""
                setattr(text, SPOKEN, ISOLATES.sub("", text.text) + end)


def _texts(box: Any) -> Iterator[Any]:
    for child in getattr(box, "children", ()):
        if type(child).__name__ == "TextBox":
            yield child
        else:
            yield from _texts(child)


def let_runs_speak() -> None:
    """Let the engine write the words of every run."""
    Stream.marked = _marked


@contextlib.contextmanager
def _marked(stream: Any, box: Any, tag: str) -> Iterator[None]:
    """Mark content as the engine does, with its words."""
    tags = stream._tags
    if tags is not None:
        mcid = len(tags)
        assert box not in tags
        tags[box] = {"tag": tag, "mcid": mcid}
        properties = {"MCID": mcid}
        words = getattr(box, SPOKEN, "")
        if words:
            properties["ActualText"] = Words(words)
        pydyf.Stream.begin_marked_content(stream, tag, pydyf.Dictionary(properties))
    try:
        yield
    finally:
        if tags is not None:
            pydyf.Stream.end_marked_content(stream)
