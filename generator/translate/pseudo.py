"""Pseudo-languages: readable English that is as long as a translation, or runs from the right.

A booklet in `en-XA` shows texts that never came to the translators (no brackets) and places
too narrow for other languages; `ar-XB` shows what was not made for right-to-left. What a
translator must keep is kept: {…}, Markdown marks, where links lead.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from math import ceil

from generator.translate.catalogue import Catalogue, described
from generator.translate.messages import Module

GROWTH = 0.35
"""How much longer than English the text becomes; short words and labels twice that and more."""
SHORT = 10
SHORT_GROWTH = 1.0
ACCENTED = str.maketrans(
    "ACDEGHIJKLNORSTUWYZacdeghijklnorstuwyz", "ÅÇÐÉĜĤÎĴĶĻÑÖŔŠŢÛŴÝŽåçðéĝĥîĵķļñöŕšţûŵýž"
)
PADDING = "one two three four five six seven eight nine ten "
OVERRIDE, END = "\u202e", "\u202c"
"""Turns what is between them around, as bidirectional text."""

_KEPT = re.compile(
    r"""\{[^{}\s]+\}          # filled in by the program
      | \]\([^)\s]*\)         # where a link leads
      | https://\S+
      | \*\*|\[|\]|\\.|&\#?\w+;   # marks, escapes
    """,
    re.VERBOSE,
)
_WORD = re.compile(r"\S+")


def _mapped(text: str, change: Callable[[str], str]) -> str:
    """Change what stands between the pieces that a translator keeps."""
    parts, end = [], 0
    for kept in _KEPT.finditer(text):
        parts += [change(text[end : kept.start()]), kept[0]]
        end = kept.end()
    return "".join([*parts, change(text[end:])])


def long_text(text: str, most: int | None = None) -> str:
    """Give a text in brackets, accented, grown by a third; never longer than `most`."""
    growth = SHORT_GROWTH if len(text) < SHORT else GROWTH
    room = ceil(len(text) * growth) - 2  # the brackets count
    if most is not None:
        room = min(room, most - len(text) - 2)
    padding = (PADDING * (room // len(PADDING) + 1))[: max(0, room - 1)].rstrip()
    body = _mapped(text, lambda plain: plain.translate(ACCENTED))
    return f"‹{body} {padding}›" if padding else f"‹{body}›"


def turned(text: str, most: int | None = None) -> str:  # noqa: ARG001 (one signature for both)
    """Give a text whose words run from right to left."""
    return _mapped(text, lambda plain: _WORD.sub(lambda word: f"{OVERRIDE}{word[0]}{END}", plain))


CHANGES: dict[str, Callable[[str, int | None], str]] = {"en-XA": long_text, "ar-XB": turned}
"""Pseudo-language → what is done to a text."""


def pseudo(module: Module, language: str) -> Catalogue:
    """Translate a module into a pseudo-language."""
    change = CHANGES[language]
    return Catalogue(
        module.name,
        language,
        tuple(
            replace(described(one), translation=change(one.english, one.max_length))
            for one in module.messages
        ),
    )
