"""The engine without what it does for any page of the web and our documents never need.

Each measure leaves the pages as they are (a test compares them). They reach into
WeasyPrint, whose version is pinned.
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as ElementTree
from functools import lru_cache
from math import inf
from typing import Any

import cssselect2
from weasyprint import CSS, HTML, css, svg
from weasyprint.css.functions import check_math
from weasyprint.formatting_structure import boxes
from weasyprint.html import UA, UA_COUNTER_STYLE
from weasyprint.layout import absolute, block, column, grid, inline, page, percent, table
from weasyprint.layout import float as floats
from weasyprint.pdf import fonts
from weasyprint.svg import bounding_box as svg_bounding
from weasyprint.svg import path as svg_path
from weasyprint.svg import shapes as svg_shapes
from weasyprint.svg import utils as svg_utils

from generator.press.lean.text import keep_text

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


def make_lean() -> None:
    """Take shortcuts where the engine works out again and again what it could know."""
    leave_fonts_whole()
    _look_styles_up()
    _resolve_plain_lengths()
    keep_text()
    _read_drawings_once()


def _look_styles_up() -> None:
    """A property that no rule sets is inherited or initial: no more has to be asked.

    Measured: a seventh of a layout went into asking.
    """
    inherited, initial = css.INHERITED, css.INITIAL_VALUES
    special = {"float", "display", "page", "position"} | {
        name for name in initial if name.startswith("text_decoration_")
    }
    plain = {name for name in initial if name not in css.INITIAL_NOT_COMPUTED} - special
    taken = {name for name in inherited if name in initial} - special
    logical = {
        name: {way: function(block="ttb", inline=way) for way in ("ltr", "rtl")}
        for name, function in css.PHYSICAL_FUNCTIONS.items()
    }
    whole = css.ComputedStyle.__missing__

    def missing(style: Any, key: str) -> Any:
        cascaded = style.cascaded
        if key not in cascaded:
            other = logical.get(key)
            if other is None or other[style["direction"]] not in cascaded:
                if key in taken:
                    parent = style.parent_style
                    if parent is not None:
                        value = style[key] = parent[key]
                        return value
                elif key in plain:
                    value = style[key] = initial[key]
                    return value
        return whole(style, key)

    css.ComputedStyle.__missing__ = missing


def _resolve_plain_lengths() -> None:
    """Most lengths are px or auto, and need no percentage resolved."""
    whole = percent.resolve_percentages
    page_box = boxes.PageBox

    def resolve(box: Any, containing_block: Any) -> None:
        style = box.style
        if (
            isinstance(box, page_box)
            or style["border_collapse"] == "collapse"
            or style["box_sizing"] != "content-box"
        ):
            whole(box, containing_block)
            return
        if isinstance(containing_block, boxes.Box):
            sizes = (containing_block.width, containing_block.height)
        else:
            sizes = containing_block
        width, height = sizes
        box.margin_left = _used(style["margin_left"], style, width)
        box.margin_right = _used(style["margin_right"], style, width)
        box.margin_top = _used(style["margin_top"], style, width)
        box.margin_bottom = _used(style["margin_bottom"], style, width)
        box.padding_left = _used(style["padding_left"], style, width)
        box.padding_right = _used(style["padding_right"], style, width)
        box.padding_top = _used(style["padding_top"], style, width)
        box.padding_bottom = _used(style["padding_bottom"], style, width)
        box.width = _used(style["width"], style, width)
        least = _used(style["min_width"], style, width)
        box.min_width = 0 if least == "auto" else least
        box.max_width = _used(style["max_width"], style, width)
        if height == "auto":  # it depends on what is inside
            wanted = style["height"]
            is_known = wanted != "auto" and not check_math(wanted) and wanted.unit != "%"
            box.height = wanted.value if is_known else "auto"
            low, high = 0, inf
        else:
            box.height = _used(style["height"], style, height)
            low = high = height
        least = _used(style["min_height"], style, low)
        box.min_height = 0 if least == "auto" else least
        box.max_height = _used(style["max_height"], style, high)
        box.border_top_width = style["border_top_width"]
        box.border_right_width = style["border_right_width"]
        box.border_bottom_width = style["border_bottom_width"]
        box.border_left_width = style["border_left_width"]

    for module in (inline, page, floats, grid, absolute, block, column, table):
        module.resolve_percentages = resolve


def _used(value: Any, style: Any, refer_to: Any) -> Any:
    """Give the used value of a length."""
    if value is None or value == "auto":
        return value
    if getattr(value, "unit", None) == "px":
        return value.value
    return percent.percentage(value, style, refer_to)


def _read_drawings_once() -> None:
    """Numbers and colours of drawings are the same words over and over."""
    size, normalize = lru_cache(4096)(svg_utils.size), lru_cache(4096)(svg_utils.normalize)
    for module in (svg, svg_utils, svg_bounding, svg_path, svg_shapes):
        for name, function in (("size", size), ("normalize", normalize)):
            if hasattr(module, name):
                setattr(module, name, function)
