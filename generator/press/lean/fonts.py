"""No font in a sheet: binding embeds one subset of each face for all sheets of a booklet."""

from __future__ import annotations

import copy
from typing import Any

import pydyf
from weasyprint import pdf
from weasyprint.pdf import stream
from weasyprint.text.fonts import get_pango_font_key


def leave_fonts_out() -> None:
    """Let pages ask for fonts by name, and look a font over once a process."""
    pdf.build_fonts_dictionary = _names
    stream.Stream.add_font = _add_font(stream.Font)


def _names(_pdf: Any, fonts: dict[Any, Any], *_options: Any) -> Any:
    return pydyf.Dictionary(
        {f.hash: pydyf.Dictionary({"Type": "/Font", "BaseFont": f.name}) for f in fonts.values()}
    )


def _add_font(make: Any) -> Any:
    known: dict[Any, Any] = {}

    def add_font(page: Any, pango_font: Any) -> Any:
        key, description, size = get_pango_font_key(pango_font)
        fonts = page._fonts
        if key not in fonts:
            font = known.get((key, size))
            if font is None:
                font = make(pango_font, description, size)
                if not (font.svg or font.png or font.colr or font.bitmap):
                    known[key, size] = font
            font = fonts[key] = copy.copy(font)
            font.widths, font.to_unicode, font.missing = {}, {}, {}
        return fonts[key], size

    return add_font
