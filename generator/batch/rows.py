"""The rows and columns of a mail merge's list, as they stand in its file.

Read a row at a time, whatever is in it (CSV, RFC 4180). What is said of a fault names row and
column, never what is in them.
"""

from __future__ import annotations

import csv
import itertools
import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

from generator.content.reading import near, nearest
from generator.findings import Finding
from generator.project import shown


@dataclass(frozen=True, slots=True)
class Column:
    """A column the list may have."""

    about: str
    names: str = ""
    """What a value of an option names, with its article; '' for words to print."""
    longest: int = 0
    """Most characters, of words to print."""
    many: bool = False
    """Whether a cell may hold several values, with `;` or spaces between them."""


COLUMNS: dict[str, Column] = {
    "ref": Column("Your own reference, once in the list: on the cover, small", longest=40),
    "name": Column("Who the copy is for", longest=80),
    "appointment": Column(
        "The next visit: any words, or 2027-03-12, or 2027-03-12 10:30", longest=80
    ),
    "contact": Column("Whom to call: a desk, a role or a name", longest=80),
    "phone": Column("The number to call", longest=40),
    "stage": Column("As --stage", "a stage"),
    "language": Column("As --language", "a language of the text"),
    "edition": Column("As --edition", "an edition"),
    "region": Column("As --region", "a region"),
    "audience": Column("As --audience", "an audience"),
    "needs": Column("As --need", "a need", many=True),
    "include": Column("As --include", "a topic", many=True),
    "exclude": Column("As --exclude", "a topic", many=True),
    "opt_in": Column("As --opt-in", "a topic", many=True),
    "since": Column("As --since", "a stage"),
    "clinic": Column("As --clinic, a name only", "a letterhead"),
}
"""All columns, by name. `ref` is required, and `stage` where the command names none."""
PRINTED = tuple(name for name, column in COLUMNS.items() if column.longest)
OPTIONS = tuple(name for name, column in COLUMNS.items() if column.names)
SPELT_SMALL = ("edition", "audience", "needs", "include", "exclude", "opt_in")
"""Options whose values are all small letters: spreadsheets like to begin with a capital."""
KNOWN_COLUMNS = f"columns are: {', '.join(COLUMNS)}"
MISSING = {
    "ref": "give every row a reference of your own, which no other row has",
    "stage": "add the column, or name one stage for all with --stage",
}
ROW_LIMIT = 20_000
"""Most characters of one row: a quote that is never closed must not swallow the list."""
UNDECODABLE = re.compile("[\udc80-\udcff]")
"""What `surrogateescape` puts for bytes that are not UTF-8."""

Record = tuple[int, "list[str] | Finding"]
"""A row's number with its cells, or with the reason they cannot be read."""


class _RowTooLong(Exception):
    """A row has more characters than any row can need."""


class _Lines:
    """The lines of a file, counted so that no row can fill the memory."""

    def __init__(self, file: TextIO) -> None:
        self._file = file
        self.spent = 0
        self.undecodable = False

    def next_row(self) -> None:
        self.spent, self.undecodable = 0, False

    def __iter__(self) -> _Lines:
        return self

    def __next__(self) -> str:
        line = self._file.readline(ROW_LIMIT - self.spent + 1)
        if not line:
            raise StopIteration
        self.spent += len(line)
        if self.spent > ROW_LIMIT:
            raise _RowTooLong
        self.undecodable |= not line.isascii() and bool(UNDECODABLE.search(line))
        return line


def records(path: Path) -> Iterator[Record]:
    """Yield every row of a file; stop after one whose end cannot be known."""
    file = shown(path)
    with path.open(encoding="utf-8-sig", errors="surrogateescape", newline="") as text:
        lines = _Lines(text)
        reader = csv.reader(lines, strict=True)
        for row in itertools.count(1):
            lines.next_row()
            before = reader.line_num
            try:
                cells = next(reader)
            except StopIteration:
                return
            except _RowTooLong:
                yield row, _too_long(file, row)
                return
            except csv.Error as error:
                yield row, _broken(file, row, str(error))
                if reader.line_num != before + 1:  # the next line may be the middle of a cell
                    return
            else:
                yield row, _not_utf8(file, row) if lines.undecodable else cells


def _too_long(file: str, row: int) -> Finding:
    message = f"the row has more than {ROW_LIMIT:,} characters; what follows was not read"
    return Finding(file, row, 1, "M02", message, "look for a double quote that is never closed")


def _broken(file: str, row: int, error: str) -> Finding:
    if error == "unexpected end of data":
        message = "a double quote is opened and never closed; what follows was not read"
        return Finding(file, row, 1, "M02", message, "close it at the end of its cell")
    return Finding(
        file, row, 1, "M02", "a double quote stands in the wrong place",
        'put quotes around the whole cell, and write a quote inside it twice: ""',
    )  # fmt: skip


def _not_utf8(file: str, row: int) -> Finding:
    hint = "save the list as CSV UTF-8; then look at letters with accents"
    return Finding(file, row, 1, "M01", "the list is not UTF-8 here, nor perhaps later", hint)


@dataclass(frozen=True, slots=True)
class Table:
    """Which column stands where."""

    width: int
    places: dict[str, int]
    """Column → place, from 0."""

    def values(self, cells: Sequence[str]) -> dict[str, str]:
        """Give the cells by column, without spaces around them, accents in one piece."""
        return {name: _plain(cells[place]) for name, place in self.places.items()}

    def options(self, values: dict[str, str]) -> tuple[str, ...]:
        """Give the cells of the options, in the order of OPTIONS."""
        return tuple(values.get(name, "") for name in OPTIONS)


def table_of(
    first: Record | None, file: str, *, needs_stage: bool
) -> tuple[Table | None, list[Finding]]:
    """Read the header; None if the rows below it cannot be told apart.

    `needs_stage` where nothing but the list can say a stage.
    """
    if first is None:
        return None, [Finding(file, 0, 0, "M07", "the list is empty", KNOWN_COLUMNS)]
    _, cells = first
    if isinstance(cells, Finding):
        return None, [cells]
    if len(cells) == 1 and re.search(r"[;\t]", cells[0]):
        message, hint = "no commas between the columns", "save the list as CSV, comma-separated"
        return None, [Finding(file, 1, 1, "M02", message, hint)]
    places: dict[str, int] = {}
    findings = []
    meant = set()
    for number, cell in enumerate(cells, start=1):
        name = _plain(cell).casefold().replace("-", "_")
        if name not in COLUMNS:
            known = list(COLUMNS)
            hint = near(name, known) or (KNOWN_COLUMNS if name else "delete the column")
            findings.append(
                Finding(file, 1, number, "M04", f"column {number} has no name known here", hint)
            )
            meant.add(nearest(name, known))
        elif name in places:
            message = f"column {number} is '{name}' again"
            findings.append(Finding(file, 1, number, "M05", message, "keep one of the two"))
        else:
            places[name] = number - 1
    for name in ("ref", "stage"):
        if name not in places and name not in meant and (needs_stage or name == "ref"):
            findings.append(
                Finding(file, 1, 1, "M06", f"there is no column '{name}'", MISSING[name])
            )
    return Table(len(cells), places), findings


def wrong_count(table: Table, file: str, row: int, cells: Sequence[str]) -> Finding | None:
    """Say that a row has more or fewer cells than the header; an empty row has none."""
    if len(cells) == table.width or is_empty(cells):
        return None
    message = f"the row has {len(cells)} cells, and the header {table.width}"
    hint = "a cell with a comma in it needs double quotes around it"
    return Finding(file, row, 1, "M03", message, hint)


def is_empty(cells: Sequence[str]) -> bool:
    """Say whether a row is one of those that spreadsheets leave between and below."""
    return not "".join(cells).strip()


def _plain(cell: str) -> str:
    return cell.strip() if cell.isascii() else unicodedata.normalize("NFC", cell.strip())


def items_of(name: str, value: str) -> list[str]:
    """Give the values in a cell, in their order."""
    value = value.casefold() if name in SPELT_SMALL else value
    items = re.split(r"[;\s]+", value) if COLUMNS[name].many else [value]
    return [item for item in items if item]
