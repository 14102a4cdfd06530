"""The engine without what it does for any page of the web and our documents never need.

Each measure leaves the pages as they are (a test compares them). They reach into
WeasyPrint, whose version is pinned.
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as ElementTree
from collections.abc import Iterable
from typing import Any

import cssselect2
from weasyprint import CSS, HTML
from weasyprint.html import UA, UA_COUNTER_STYLE

from generator.press.lean.boxes import ask_styles
from generator.press.lean.circles import break_circles
from generator.press.lean.drawings import draw_once
from generator.press.lean.drawings import known as known
from generator.press.lean.fonts import leave_fonts_out
from generator.press.lean.glyphs import write_glyphs_at_once
from generator.press.lean.hyphens import read_patterns_late
from generator.press.lean.sharing import share_styles
from generator.press.lean.sharing import stay as stay
from generator.press.lean.styles import look_styles_up
from generator.press.lean.text import keep_text
from generator.press.lean.values import write_values_fast

NOTE_RULES = re.compile(r"(?m)^::(?:foot)?note-[a-z]+ \{.*\}\n")
"""Footnotes' rules are for every element: five styles more for each, and no document has a note."""
MARGIN_RULES = re.compile(
    r"(?m)^  @(?!(?:top|bottom)-center\b)(?:top|bottom|left|right)-[a-z-]+ +\{.*\}\n"
)
"""Boxes in margins that no document fills: a style each, for every kind of page."""


class Parsed(HTML):  # type: ignore[misc]
    """A document that is well-formed XML, read by Expat: a twentieth of the time."""

    def __init__(self, text: str, fetcher: Any) -> None:
        """Read a document; raises ElementTree.ParseError if it is not well-formed."""
        self.base_url = "asset:"
        self.url_fetcher = fetcher
        self.media_type = "print"
        self.wrapper_element = _Root.from_html_root(
            ElementTree.fromstring(text), content_language=None
        )
        self.etree_element = self.wrapper_element.etree_element

    def _ua_stylesheets(self, forms: bool = False) -> list[Any]:  # noqa: ARG002
        return [_rules]


class _Root(cssselect2.ElementWrapper):  # type: ignore[misc]
    """A document's root; what the engine looks for by name stands in its head, if anywhere."""

    def query_all(self, *names: str) -> Iterable[Any]:
        head = next(self.iter_children())
        found = [one for one in head.iter_children() if one.etree_element.tag in names]
        if len(found) < sum(1 for name in names for _ in self.etree_element.iter(name)):
            return super().query_all(*names)  # type: ignore[no-any-return]
        return found


_rules = stay(
    CSS(
        string=MARGIN_RULES.sub("", NOTE_RULES.sub("", UA)).replace(
            "\n::marker {", "\nli::marker {"
        ),
        counter_style=UA_COUNTER_STYLE,
    )
)


def make_lean() -> None:
    """Take shortcuts where the engine works out again and again what it could know."""
    break_circles()
    leave_fonts_out()
    look_styles_up()
    share_styles()
    ask_styles()
    keep_text()
    read_patterns_late()
    write_glyphs_at_once()
    draw_once()
    write_values_fast()
