"""A line's glyphs written to a page: read from memory at once, not one struct member at a time."""

from __future__ import annotations

import re
from typing import Any

from weasyprint.draw import text as drawing
from weasyprint.text.ffi import FROM_UNITS, ffi, pango

MEMBERS = 5
"""Integers of a PangoGlyphInfo: glyph, width, x and y offset, attributes."""
WIDTH, X, Y = 1, 2, 3
FIRST_SPECIAL = 0x0FFFFFFF
"""PANGO_GLYPH_EMPTY; above it are glyphs that no font has."""
LEAST_SIZE = 1e-6
RIGHT_SIZES = 14802
"""Pango before 1.48.2 gives a wrong size (gitlab.gnome.org/GNOME/pango/-/issues/530)."""

PARAGRAPHS = re.compile("[\n\r\u2029]")
"""What ends a paragraph: only then must Pango be told that a line is one, and shape it anew."""

Run = tuple[Any, Any, list[int]]
"""A run of glyphs in one font: Pango's item, its glyphs, and their members."""


def write_glyphs_at_once() -> None:
    """Let the engine write plain lines faster, and all others as it does."""
    whole = drawing.draw_first_line

    def draw(stream: Any, box: Any, overflow: Any, ellipsis: Any, matrix: Any) -> Any:
        if overflow == "ellipsis" or ellipsis != "none" or box.style["font_size"] < LEAST_SIZE:
            return whole(stream, box, overflow, ellipsis, matrix)
        if not box.text.strip():
            return []
        if PARAGRAPHS.search(box.pango_layout.text):
            return whole(stream, box, overflow, ellipsis, matrix)
        runs = _runs(box.pango_layout.get_first_line()[0])
        fonts = [stream.add_font(item.analysis.font) for item, _, _ in runs or ()]
        if runs is None or any(f.bitmap or f.svg or f.png or f.colr for f, _ in fonts):
            return whole(stream, box, overflow, ellipsis, matrix)
        stream.set_text_matrix(*matrix.values)
        _write(stream, box, runs, fonts)
        return []

    drawing.draw_first_line = draw


def _runs(line: Any) -> list[Run] | None:
    """List a line's runs; None if any has a glyph that no font has."""
    runs = []
    run = line.runs[0]
    while run != ffi.NULL:
        string = run.data.glyphs
        size = string.num_glyphs * MEMBERS
        members = memoryview(ffi.buffer(string.glyphs, size * 4)).cast("i").tolist()
        if max(members[::MEMBERS], default=0) >= FIRST_SPECIAL:
            return None
        runs.append((run.data.item, string, members))
        run = run.next
    return runs


def _write(stream: Any, box: Any, runs: list[Run], fonts: list[tuple[Any, float]]) -> None:
    """Write runs, with what moves glyphs from where their widths would put them."""
    shown: list[str] = []
    before = None
    for (item, string, members), (font, size) in zip(runs, fonts, strict=True):
        if item.analysis.font != before:
            before = item.analysis.font
            if pango.pango_version() < RIGHT_SIZES:
                size = box.style["font_size"]
            if shown:
                stream.show_text("".join(shown))
            shown = []
            stream.set_font_size(font.hash, size)
        shown = _glyphs(stream, box, (item, string, members), font, size, shown)
    stream.show_text("".join(shown))


def _glyphs(stream: Any, box: Any, run: Run, font: Any, size: float, shown: list[str]) -> list[str]:
    """Show a run's glyphs, beginning with what is shown already; give what is still to be."""
    item, string, members = run
    widths, texts = font.widths, font.to_unicode
    shown.append("<")
    for at in range(0, len(members), MEMBERS):
        glyph, width, offset = members[at], members[at + WIDTH], members[at + X] / size
        if glyph not in texts:
            texts[glyph] = _text(box, item, string, at // MEMBERS)
        if members[at + Y]:
            _show(stream, _closed(shown))
            stream.set_text_rise(-members[at + Y] / 1000)
            stream.show_text(f"{-offset if offset else ''}<{glyph:04x}>")
            stream.set_text_rise(0)
            shown = ["<"]
        else:
            if offset:
                shown.append(f">{-offset}<")
            shown.append(f"{glyph:04x}")
        if glyph not in widths:
            pango.pango_font_get_glyph_extents(
                item.analysis.font, glyph, stream.ink_rect, stream.logical_rect
            )
            widths[glyph] = round(stream.logical_rect.width * 1000 * FROM_UNITS / size)
        kerning = widths[glyph] + offset - width * 1000 * FROM_UNITS / size
        if kerning:
            shown.append(f">{int(kerning)}<")
    return _closed(shown)


def _closed(shown: list[str]) -> list[str]:
    """Close the last string, or leave it out if nothing is in it."""
    if shown[-1].endswith("<"):
        return [*shown[:-1], shown[-1][:-1]]
    return [*shown, ">"]


def _show(stream: Any, shown: list[str]) -> None:
    text = "".join(shown)
    if text:
        stream.show_text(text)


def _text(box: Any, item: Any, string: Any, at: int) -> str:
    """Give the characters that a glyph stands for."""
    clusters, count = string.log_clusters, string.num_glyphs
    if item.analysis.level % 2:  # from right to left
        end = item.length if at == 0 else clusters[at - 1]
    else:
        end = item.length if at == count - 1 else clusters[at + 1]
    whole: bytes = box.pango_layout.text.encode()
    return whole[item.offset + clusters[at] : item.offset + end].decode()
