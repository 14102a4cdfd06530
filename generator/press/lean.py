"""The engine without what it does for any page of the web and our documents never need.

Each measure leaves the pages as they are (a test compares them). They reach into
WeasyPrint, whose version is pinned.
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as ElementTree
from typing import Any

import cssselect2
from weasyprint import CSS, HTML
from weasyprint.html import UA, UA_COUNTER_STYLE
from weasyprint.pdf import fonts

NOTE_RULES = re.compile(r"(?m)^::(?:foot)?note-[a-z]+ \{.*\}\n")
"""Footnotes' rules are for every element: five styles more for each, and no document has a note."""


class Parsed(HTML):  # type: ignore[misc]
    """A document that is well-formed XML, read by Expat: a twentieth of the time."""

    def __init__(self, text: str, fetcher: Any) -> None:
        """Read a document; raises ElementTree.ParseError if it is not well-formed."""
        self.base_url = "asset:"
        self.url_fetcher = fetcher
        self.media_type = "print"
        self.wrapper_element = cssselect2.ElementWrapper.from_html_root(
            ElementTree.fromstring(text), content_language=None
        )
        self.etree_element = self.wrapper_element.etree_element

    def _ua_stylesheets(self, forms: bool = False) -> list[Any]:  # noqa: ARG002
        return [_rules]


_rules = CSS(
    string=NOTE_RULES.sub("", UA).replace("\n::marker {", "\nli::marker {"),
    counter_style=UA_COUNTER_STYLE,
)


def leave_fonts_whole() -> None:
    """Cut no font down for a sheet: binding embeds one subset for all sheets of a booklet."""
    fonts.Font.subset = lambda *_: None
