"""Shaping, the dearest part of a layout, done once for the same text in the same width.

A page is laid out again and again in parts: tables measure their words, a box that does not fit
goes to the next page. And a topic's sheets for several stages are mostly the same lines.
"""

from __future__ import annotations

from math import inf
from operator import itemgetter
from typing import Any

from weasyprint.layout import inline, preferred
from weasyprint.text import line_break
from weasyprint.text.constants import LST_TO_ISO, PANGO_DIRECTION
from weasyprint.text.ffi import FROM_UNITS, ffi, gobject, pango, unicode_to_char_p
from weasyprint.text.fonts import get_font_description

MOST_LINES = 2000
"""Lines that a process keeps, some kilobytes each."""
CHARACTERS_PER_EM = 2.9
"""More than a line holds of any script: Latin has about 2.1."""
LEAST_EMS = 4
"""In less width the engine shapes word by word."""
SURELY = 1
"""By how many px a word must be too wide: pairs of letters may stand closer."""
SOFT_HYPHEN = "\xad"
FONT = (
    "font_family", "font_size", "font_style", "font_stretch", "font_weight", "font_kerning",
    "font_variant_ligatures", "font_variant_position", "font_variant_caps", "font_variant_numeric",
    "font_variant_alternates", "font_variant_east_asian", "font_feature_settings",
    "font_variation_settings", "font_language_override", "lang", "direction",
)  # fmt: skip
"""What decides how letters look."""
FEATURES = (
    "font_variant_ligatures", "font_variant_position", "font_variant_caps", "font_variant_numeric",
    "font_variant_alternates", "font_variant_east_asian", "font_feature_settings",
)  # fmt: skip
BREAKING = (
    "word_spacing", "letter_spacing", "overflow_wrap", "tab_size",
    "white_space", "hyphens", "hyphenate_limit_chars", "hyphenate_limit_zone",
    "hyphenate_character", "word_break",
)  # fmt: skip
"""What decides, beside the letters, where a line ends."""


NO_FEATURES = ("normal",) * len(FEATURES)
_font, _features, _breaking = itemgetter(*FONT), itemgetter(*FEATURES), itemgetter(*BREAKING)


class Kept:
    """What is kept for the fonts of one configuration."""

    def __init__(self) -> None:
        self.contexts: dict[Any, Any] = {}
        """Pango's context, language and font description, by what decides how letters look."""
        self.lines: dict[Any, Any] = {}


def keep_text() -> None:
    """Let the engine keep what it shaped."""
    layout = line_break.Layout
    layout.setup = _set_up(layout.setup)
    layout.reactivate = _reactivate(layout.reactivate)
    layout.deactivate = _deactivate
    line_break.strut = inline.strut = _strut(line_break.strut)
    split = _split(line_break.split_first_line)
    for module in (line_break, inline, preferred):
        module.split_first_line = split


def _kept(style: Any) -> Kept:
    config = style.font_config.__dict__
    kept: Kept | None = config.get("_carefold_kept")
    if kept is None:
        kept = config["_carefold_kept"] = Kept()
    return kept


def _key(style: Any) -> tuple[Any, Any]:
    """Give all that a style says of letters, and of lines."""
    known = style.__dict__
    key: tuple[Any, Any] | None = known.get("_carefold_key")
    if key is None:
        family, *font = _font(style)
        lines = frozenset(style["text_decoration_line"])
        key = known["_carefold_key"] = (tuple(family), *font), (lines, *_breaking(style))
    return key


def _set_up(whole: Any) -> Any:
    def set_up(layout: Any, style: Any) -> None:
        plain = style["text_decoration_line"] == "none"
        if not plain or _features(style) != NO_FEATURES:
            whole(layout, style)
            return
        layout.style = style
        layout.first_line_direction = 0
        contexts = _kept(style).contexts
        key = _key(style)[0]
        if key not in contexts:
            contexts[key] = _context(style)
        context, layout.language, description = contexts[key]
        layout.layout = ffi.gc(pango.pango_layout_new(context), gobject.g_object_unref)
        pango.pango_layout_set_auto_dir(layout.layout, False)
        pango.pango_layout_set_font_description(layout.layout, description)
        layout.ascent = layout.underline_position = layout.strikethrough_position = None

    return set_up


def _context(style: Any) -> tuple[Any, Any, Any]:
    """Make what layouts of one look share; the engine makes it for each."""
    context = ffi.gc(
        pango.pango_font_map_create_context(style.font_config.font_map), gobject.g_object_unref
    )
    pango.pango_context_set_round_glyph_positions(context, False)
    pango.pango_context_set_base_dir(context, PANGO_DIRECTION[style["direction"]])
    override = style["font_language_override"]
    name = style["lang"] if override == "normal" else LST_TO_ISO.get(override.lower(), override)
    if name:
        pointer, _ = unicode_to_char_p(name)
        language = pango.pango_language_from_string(pointer)
        pango.pango_context_set_language(context, language)
    else:
        language = pango.pango_language_get_default()
    return context, language, get_font_description(style)


def _deactivate(layout: Any) -> None:
    """Let a line's text stay shaped until it is drawn; what it was part of may go."""
    layout.style = None


def _reactivate(again: Any) -> Any:
    def reactivate(layout: Any, style: Any) -> None:
        second = pango.pango_layout_get_line_readonly(layout.layout, 1)
        if layout.justification_spacing or second != ffi.NULL:
            again(layout, style)

    return reactivate


def _strut(whole: Any) -> Any:
    def strut(style: Any) -> Any:
        struts = style.font_config.strut_layouts
        key = (_key(style), style["line_height"])
        found = struts.get(key)
        if found is None:
            found = struts[key] = whole(style)
        return found

    return strut


def _split(whole: Any) -> Any:
    def split_first_line(
        text: str, style: Any, context: Any, width: float | None, spacing: float,
        is_line_start: bool = True, minimum: bool = False,
    ) -> Any:  # fmt: skip
        if spacing:  # the layout of a justified line is its own
            return whole(text, style, context, width, spacing, is_line_start, minimum)
        lines = _kept(style).lines
        key = (text, _key(style), width, is_line_start, minimum)
        found = lines.get(key)
        if found is None:
            if len(lines) >= MOST_LINES:
                lines.clear()
            rest = (style, context, width, spacing, is_line_start, minimum)
            found = _of_words(text, style, width) or whole(text, *rest)
            lines[key] = found
        return found

    return split_first_line


def _of_words(text: str, style: Any, width: float | None) -> Any:
    """Shape a line that plainly ends between two words, or holds all; None for any other.

    The engine shapes twice as much of a paragraph as a line can hold, and each line once more,
    to see whether its next word would fit without its space.
    """
    if width is None or not _is_plain(style) or width < LEAST_EMS * style["font_size"]:
        return None
    beginning = _beginning(text, width, style["font_size"])
    if SOFT_HYPHEN in beginning or "\n" in beginning:
        return None
    layout = line_break.create_layout(beginning, style, None, width, 0)
    line, resume = layout.get_first_line()
    first, _ = line_break.line_size(line, style)
    if first > width or (resume is None and beginning != text):
        return None
    if resume is not None and not _is_sure(layout, beginning, resume, width - first):
        return None
    return line_break.first_line_metrics(line, beginning, layout, resume, True, style)


def _beginning(text: str, width: float, font_size: float) -> str:
    """Give what a line surely ends in; where that is depends on its next word alone."""
    if width == inf:
        return text
    most = int(width / font_size * CHARACTERS_PER_EM)
    end = text.rfind(" ", 0, most)
    return text if end < 0 or len(text) <= most else text[:end]


def _is_sure(layout: Any, text: str, resume: int, room: float) -> bool:
    """Say whether the next word, which was shaped whole, is too wide for what a line has left."""
    done = len(text.encode()[:resume].decode())
    attributes = pango.pango_layout_get_log_attrs_readonly(layout.layout, ffi.NULL)
    end = line_break.get_next_break_point(attributes[done + 1 : len(text)])
    if end is None:
        return False
    if text[done + end] != " ":
        return True  # the engine does not try it
    return _width(layout, resume, resume + len(text[done : done + end].encode())) > room + SURELY


def _width(layout: Any, start: int, end: int) -> float:
    """Measure what of a layout's second line lies between two bytes of its text, in px."""
    total = 0
    runs = pango.pango_layout_get_line_readonly(layout.layout, 1).runs
    while runs != ffi.NULL:
        item, string = runs.data.item, runs.data.glyphs
        if item.offset < end and start < item.offset + item.length:
            first, last = start - item.offset, end - item.offset
            glyphs, clusters = string.glyphs, string.log_clusters
            for at in range(string.num_glyphs):
                if first <= clusters[at] < last:
                    total += glyphs[at].geometry.width
        runs = runs.next
    return float(total * FROM_UNITS)


def _is_plain(style: Any) -> bool:
    """Say whether lines end between words alone."""
    known = style.__dict__
    plain: bool | None = known.get("_carefold_plain")
    if plain is None:
        plain = known["_carefold_plain"] = (
            style["white_space"] == "normal"
            and style["hyphens"] != "auto"
            and style["letter_spacing"] == "normal"
            and style["word_spacing"] == 0
            and style["word_break"] == "normal"
            and style["font_size"] > 0
        )
    return plain
