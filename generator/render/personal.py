"""A cover that names a person, and the page that parts one copy from the next.

A person's words go into the HTML of these two documents and nowhere else: not
into their names or titles, and not into what a dataclass shows of itself.
"""

from __future__ import annotations

import math
import re
import unicodedata
from dataclasses import dataclass, replace
from datetime import datetime

from generator.render import locale
from generator.render.document import Document
from generator.render.html import Renderer
from generator.render.theme import MM_PER_PT

DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
MOMENT = re.compile(r"\d{4}-\d{2}-\d{2} \d{2}:\d{2}")

STYLE = re.compile(r"<style>(.*?)</style>", re.DOTALL)
SMALL, CAPITAL = 0.5, 0.66
"""Mean widths of letters, as parts of the type size, a little more than our bold type has."""
LEADING, GAP = 1.35, 0.45
"""Height of a line, and space between paragraphs, in the cover's band: parts of the type size."""


@dataclass(frozen=True, slots=True, repr=False)
class Person:
    """What a cover says of one person; empty text says nothing."""

    ref: str
    """The sender's own reference."""
    name: str = ""
    appointment: str = ""
    """Printed as it is, but `2027-03-12` and `2027-03-12 10:30` are written out."""
    contact: str = ""
    phone: str = ""

    def __repr__(self) -> str:
        """Show that there is someone, not who."""
        return "Person(…)"


def cover(renderer: Renderer, *, draft: bool, person: Person, unrevised: bool = False) -> Document:
    """Make the cover of one person's copy."""
    setting = renderer.setting
    made = renderer.document(
        "cover", "cover", setting.library.condition.title,
        draft=draft, unrevised=unrevised, foot="", cover_art=renderer.cover_art, person=person,
        appointment=written(person.appointment, setting.language, setting.region),
        band_mm=_band_mm(renderer, person),
    )  # fmt: skip
    return _with_style_apart(made)


def banner(renderer: Renderer, person: Person, *, row: int, pages: int, copy_of: str) -> Document:
    """Make the page before one copy in the print room's stream; it names nobody.

    `row` is the copy's row as a spreadsheet counts, `pages` how many pages follow,
    `copy_of` the booklet's code for staff.
    """
    made = renderer.document(
        "banner", "banner", renderer.words("banner-title"),
        ref=person.ref, row=row, pages=pages, copy_of=copy_of,
    )  # fmt: skip
    return _with_style_apart(made)


def written(appointment: str, language: str, region: str) -> str:
    """Write a day, or a day and time, out as readers there do; give other text back.

    Raises ValueError for a day or time that does not exist.
    """
    when = moment(appointment)
    if when is None:
        return appointment
    if not MOMENT.fullmatch(appointment):
        return locale.full_date(when, language, region)
    return locale.full_moment(when, language, region)


def moment(appointment: str) -> datetime | None:
    """Read `2027-03-12` or `2027-03-12 10:30`; None for text of another form.

    Raises ValueError for a day or time that does not exist.
    """
    if DAY.fullmatch(appointment) or MOMENT.fullmatch(appointment):
        return datetime.fromisoformat(appointment)
    return None


def _with_style_apart(document: Document) -> Document:
    """Put a page's own rules behind the shared ones: they hold no person's words.

    Thousands of copies have the same rules, and a worker reads them once.
    Measured: 20 % less time for a copy.
    """
    own = STYLE.search(document.html)
    assert own is not None
    html = document.html.replace(own[0], "", 1)
    return replace(document, html=html, style=f"{document.style}\n{own[1]}")


def _band_mm(renderer: Renderer, person: Person) -> float:
    """Estimate how tall the band at the cover's foot is: words in capitals take more lines."""
    setting = renderer.setting
    e = setting.theme.tokens.editions[setting.edition]
    width = setting.theme.page_size(setting.edition, setting.paper)[0] - 2 * e.margin.side
    clinic, leading = setting.clinic, setting.theme.lines(LEADING)
    lines = [
        (clinic.name if clinic else "", e.h2),
        ((clinic and clinic.strapline) or "", e.body),
        (f"{setting.language_name} · {renderer.words(f'edition-{setting.edition}')}", e.body),
        (f"{renderer.words('person-reference')}: {person.ref}", e.small),
    ]
    text = sum(
        (math.ceil(_ems(words) * pt * MM_PER_PT / width) * leading + GAP) * pt * MM_PER_PT
        for words, pt in lines
        if words
    )
    logo = e.body * 1.1 + 4 if setting.logo else 0
    return round(1 + logo + text + e.margin.side * 0.85, 1)


def _ems(words: str) -> float:
    """Estimate how long words are, as a multiple of the type size."""
    return sum(_em(c) for c in words)


def _em(c: str) -> float:
    if unicodedata.east_asian_width(c) in "WF":
        return 1
    return CAPITAL if c.isupper() or c.isdigit() else SMALL
