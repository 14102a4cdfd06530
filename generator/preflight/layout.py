"""What was measured in a sheet's layout → findings."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from generator.findings import Finding, Severity
from generator.press.sheet import Sheet

MOST_EMPTY = 0.5
"""The share of a page, not the last, that may stay empty before someone should look."""

MISSING = re.compile(r"\.notdef glyph .*\(U\+([0-9A-F]{4,6})\)", re.DOTALL)
"""How the typesetter says that it drew a box, and for which character."""


def check(sheet: Sheet, least_pt: float, language: str) -> Iterator[Finding]:
    """Judge one sheet in a language; `least_pt` is the smallest type its edition allows."""
    facts = sheet.facts
    for message in facts.log:
        if match := MISSING.search(message):
            yield _finding(
                sheet, "P02", f"no typeface of '{language}' has {_named(match[1])}",
                "write it in another way, or add a typeface that has it",
            )  # fmt: skip
        else:
            yield _finding(sheet, "P01", f"the typesetter says: {message}", _hint(message))
    for where in facts.overflows:
        yield _finding(
            sheet,
            "P03",
            f"text runs out of its place, {where}",
            "shorten it, or the longest word in it",
        )
    for where in facts.stranded_headings:
        yield _finding(sheet, "P04", f"a heading stands last, {where}", "shorten the text above it")
    if facts.smallest and facts.smallest < least_pt - 0.01:
        message = f"type of {facts.smallest:g} pt; this edition has at least {least_pt:g} pt"
        yield _finding(sheet, "P05", message, "raise the size in the theme")


def blemishes(sheet: Sheet) -> Iterator[Finding]:
    """Name what is ugly, not harmful: nearly empty pages, lines that the engine breaks early."""
    for number, empty in enumerate(sheet.facts.empty[:-1], start=1):
        if empty > MOST_EMPTY:
            yield Finding(
                f"sheet {sheet.name}", 0, 0, "P07", f"page {number} stands {empty:.0%} empty",
                "a box or picture after it is too tall to fit: move it, or cut the text",
                Severity.WARNING,
            )  # fmt: skip
    for where in sheet.facts.early_breaks:
        yield Finding(
            f"sheet {sheet.name}", 0, 0, "P06", f"a line ends early, {where}",
            "change a word before it", Severity.REVIEW,
        )  # fmt: skip


def _finding(sheet: Sheet, code: str, message: str, hint: str = "") -> Finding:
    return Finding(f"sheet {sheet.name}", 0, 0, code, message, hint)


def _named(code_point: str) -> str:
    """Name a character by sight, where it can be seen, by number and by its Unicode name."""
    character = chr(int(code_point, 16))
    sign = f"'{character}' " if character.isprintable() else ""
    name = unicodedata.name(character, "")
    return f"{sign}(U+{code_point}{', ' if name else ''}{name})"


def _hint(message: str) -> str:
    if "No anchor" in message:
        return "link to a topic by its id"
    return ""
