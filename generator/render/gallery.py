"""`build/index.html`: what is in the build folder, for the person who opens it.

For staff, in English. A grid for each condition, region and readers: languages down, stages across.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from generator.render.templates import environment

FORMATS = {"reader": "PDF", "home": "to fold", "press": "for print shops", "html": "web page"}
EDITIONS = ("standard", "large", "giant")


@dataclass(frozen=True, slots=True)
class Shown:
    """One booklet, as the gallery shows it."""

    condition: str
    """Its title, in English."""
    stage: str
    language: str
    """Its tag."""
    language_name: str
    """Its own name for itself."""
    language_in_english: str
    edition: str
    region: str
    others: str
    """What else tells it apart: readers, depth, letterhead, needs; often empty."""
    pages: int
    is_draft: bool
    translated: float
    """The share of its language's messages that are translated, 0 to 1; 1 for the original."""
    revised: float
    """The share that a second person has signed."""
    is_translation: bool
    right_to_left: bool
    files: dict[str, str]
    """By format: its path from the build folder."""


@dataclass(frozen=True, slots=True)
class Row:
    """One language of a grid."""

    first: Shown
    """Any of its booklets: it knows the language."""
    cells: list[list[Shown]]
    """For each stage, its booklets by edition."""


@dataclass(frozen=True, slots=True)
class Grid:
    """The booklets of one condition for one kind of reader."""

    condition: str
    region: str
    others: str
    stages: list[str]
    rows: list[Row]


def page(templates: Path, booklets: Iterable[Shown]) -> str:
    """Give the gallery's HTML."""
    booklets = list(booklets)
    return (
        environment(templates)
        .get_template("gallery.html.j2")
        .render(grids=grids(booklets), formats=FORMATS, count=len(booklets))
    )


def grids(booklets: Sequence[Shown]) -> list[Grid]:
    """Order booklets into grids; the language that a text was written in comes first."""
    groups: defaultdict[tuple[str, str, str], list[Shown]] = defaultdict(list)
    for one in booklets:
        groups[one.condition, one.region, one.others].append(one)
    return [
        Grid(*key, stages=(stages := _stages(group)), rows=list(_rows(group, stages)))
        for key, group in sorted(groups.items())
    ]


def _stages(group: Sequence[Shown]) -> list[str]:
    return sorted({one.stage for one in group})


def _rows(group: Sequence[Shown], stages: Sequence[str]) -> Iterable[Row]:
    languages: defaultdict[str, list[Shown]] = defaultdict(list)
    for one in sorted(group, key=lambda one: (one.is_translation, one.language)):
        languages[one.language].append(one)
    for booklets in languages.values():
        cells = [
            sorted(
                (one for one in booklets if one.stage == stage),
                key=lambda one: EDITIONS.index(one.edition),
            )
            for stage in stages
        ]
        yield Row(booklets[0], cells)
