"""Texts in scripts that write no spaces between words, and punctuation as wide as a letter."""

from __future__ import annotations

import re
from html import escape

from markupsafe import Markup

from generator.translate import languages

AFTER_WIDE = re.compile(
    r"(?<=[：，。；！？、）」』])((?:</[a-z]+>)*) +(?=[^\s<]|<(?:a|b|strong|span)\b)"
)
BEFORE_WIDE = re.compile(r"(?<=[^\s]) +((?:<span[^>]*>)?)(?=[（「『])")
"""Spaces that templates put between words, beside punctuation as wide as a letter."""
PHRASE = re.compile("[^，、：；]+[，、：；]*")


def closed_up(html: str, language: str) -> str:
    """Take out spaces beside wide punctuation, which brings its own."""
    if languages.of(language).spaced:
        return html
    return BEFORE_WIDE.sub(r"\1", AFTER_WIDE.sub(r"\1", html))


def phrases(text: str, language: str) -> Markup:
    """Keep the phrases of a title whole, where words have no spaces at which a line may end."""
    if languages.of(language).spaced:
        return Markup(escape(text))
    parts = PHRASE.findall(text)
    return Markup("").join(Markup('<span class="phrase">{}</span>').format(part) for part in parts)
