"""The list of a mail merge: who gets which copy, read row by row and never quoted.

The list is looked through once before anything is printed, and read a second
time for printing, a row at a time: memory does not grow with it but for twelve
bytes a row. What is said of a fault names row and column, never what is in them.
"""

from __future__ import annotations

import csv
import itertools
import os
import re
import unicodedata
from array import array
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from hashlib import blake2b
from pathlib import Path
from typing import TextIO

from generator.batch.order import Order
from generator.batch.profile import profile_of
from generator.content.library import Library
from generator.content.model import Audience
from generator.content.reading import near, nearest
from generator.findings import ContentError, Finding
from generator.project import Project, shown
from generator.render import theme as themes
from generator.render.personal import moment
from generator.render.theme import EDITIONS, Theme
from generator.select import (
    Profile,
    ProfileError,
    Stages,
    check_languages,
    region,
    select,
    stages,
)
from generator.select import check as check_profile


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
REFUSED = {
    "include": ("is sensitive", "if the reader chose it, name it in the column opt_in"),
    "exclude": ("is a safety page and stays in", "take it out of the cell"),
    "opt_in": ("needs no opt-in", "name it in the column include"),
}
"""Why a topic that exists cannot stand in a column, and what to do."""
KNOWN_COLUMNS = f"columns are: {', '.join(COLUMNS)}"
MISSING = {
    "ref": "give every row a reference of your own, which no other row has",
    "stage": "add the column, or name one stage for all with --stage",
}
SHOWN = 200
"""Findings that are listed; of more only the number is told."""
ROW_LIMIT = 20_000
"""Most characters of one row: a quote that is never closed must not swallow the list."""
JOINERS = "\u200c\u200d"
"""Signs without width that belong to the spelling of some languages."""
UNDECODABLE = re.compile("[\udc80-\udcff]")
"""What `surrogateescape` puts for bytes that are not UTF-8."""


@dataclass(frozen=True, slots=True, repr=False)
class Recipient:
    """One row of the list: the booklet it asks for, and what its cover says of a person."""

    row: int
    """As a spreadsheet counts: the header is row 1."""
    order: Order
    ref: str
    name: str = ""
    appointment: str = ""
    contact: str = ""
    phone: str = ""

    def __repr__(self) -> str:
        """Show the row and nothing of the person, whatever prints this."""
        return f"Recipient(row={self.row})"


@dataclass(frozen=True, slots=True)
class Summary:
    """What a list that can be used asks for."""

    rows: int
    orders: list[tuple[Order, int]]
    """Each different booklet, in the order first met, and the number of its copies."""


def read(path: Path, defaults: Order) -> Iterator[Recipient]:
    """Yield the people of a list that was checked; an empty cell takes its value from `defaults`.

    Values are not looked at again. Raises ContentError where rows cannot be told
    apart, as when the file has changed since the check.
    """
    file = shown(path)
    records = _records(path)
    table, findings = _table(next(records, None), file, defaults)
    if findings or table is None:
        raise ContentError(findings)
    for row, cells in records:
        if isinstance(cells, Finding):
            raise ContentError([cells])
        if fault := _wrong_count(table, file, row, cells):
            raise ContentError([fault])
        if not _is_empty(cells):
            values = table.values(cells)
            order = _order(table.options(values), defaults)
            yield Recipient(row, order, *(values.get(name, "") for name in PRINTED))


def check(path: Path, defaults: Order, library: Library, project: Project) -> Summary:
    """Look through a whole list; say what it asks for.

    Raises ContentError with all that is wrong in it, ProfileError where `defaults`
    name what does not exist.
    """
    looking = _Check(shown(path), defaults, library, project)
    records = _records(path)
    table, findings = _table(next(records, None), looking.file, defaults)
    looking.found.add(*findings)
    if table:
        looking.through(table, records)
    if looking.found.kept:
        raise ContentError(looking.found.all())
    return Summary(looking.rows, list(looking.orders.items()))


# --- rows and columns -----------------------------------------------------------------------------

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


def _records(path: Path) -> Iterator[Record]:
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
class _Table:
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


def _table(first: Record | None, file: str, defaults: Order) -> tuple[_Table | None, list[Finding]]:
    """Read the header; None if the rows below it cannot be told apart."""
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
        if name not in places and name not in meant and not (name == "stage" and defaults.stage):
            findings.append(
                Finding(file, 1, 1, "M06", f"there is no column '{name}'", MISSING[name])
            )
    return _Table(len(cells), places), findings


def _wrong_count(table: _Table, file: str, row: int, cells: Sequence[str]) -> Finding | None:
    """Say that a row has more or fewer cells than the header; an empty row has none."""
    if len(cells) == table.width or _is_empty(cells):
        return None
    message = f"the row has {len(cells)} cells, and the header {table.width}"
    hint = "a cell with a comma in it needs double quotes around it"
    return Finding(file, row, 1, "M03", message, hint)


def _is_empty(cells: Sequence[str]) -> bool:
    """Say whether a row is one of those that spreadsheets leave between and below."""
    return not "".join(cells).strip()


def _plain(cell: str) -> str:
    return cell.strip() if cell.isascii() else unicodedata.normalize("NFC", cell.strip())


@lru_cache(maxsize=256)
def _order(options: tuple[str, ...], defaults: Order) -> Order:
    """Give the booklet that a row's options ask for; the same options, the same order."""
    given: dict[str, str | tuple[str, ...]] = {}
    for name, value in zip(OPTIONS, options, strict=True):
        if items := _items(name, value):
            given[name] = tuple(sorted(set(items))) if COLUMNS[name].many else items[0]
    return replace(defaults, **given)  # type: ignore[arg-type]


def _items(name: str, value: str) -> list[str]:
    """Give the values in a cell, in their order."""
    value = value.casefold() if name in SPELT_SMALL else value
    items = re.split(r"[;\s]+", value) if COLUMNS[name].many else [value]
    return [item for item in items if item]


# --- what can be wrong in a row -------------------------------------------------------------------


@dataclass
class _Found:
    """Findings, up to a number; the rest are counted."""

    file: str
    kept: list[Finding] = field(default_factory=list)
    dropped: int = 0
    last_row: int = 0

    def add(self, *findings: Finding) -> None:
        """Take findings in."""
        for finding in findings:
            self.last_row = max(self.last_row, finding.line)
            if len(self.kept) < SHOWN:
                self.kept.append(finding)
            else:
                self.dropped += 1

    def all(self) -> list[Finding]:
        """Give what was kept, and one finding for all the rest."""
        if not self.dropped:
            return self.kept
        message = f"and {self.dropped:,} more, not shown"
        more = Finding(
            self.file, self.last_row, len(COLUMNS), "M15", message, "mend these, and try again"
        )
        return [*self.kept, more]


class _Refs:
    """Finds references given twice and keeps none: hashes under a key of this run, with rows."""

    def __init__(self) -> None:
        self._key = os.urandom(16)
        self._shelves = [(array("Q"), array("I")) for _ in range(256)]

    def add(self, ref: str, row: int) -> None:
        """Note a row's reference."""
        digest = blake2b(ref.encode(errors="surrogatepass"), digest_size=8, key=self._key).digest()
        hashes, rows = self._shelves[digest[0]]
        hashes.append(int.from_bytes(digest, "big"))
        rows.append(row)

    def twice(self) -> Iterator[tuple[int, int]]:
        """Yield (first row, later row) of every reference that comes again."""
        for hashes, rows in self._shelves:  # small shelves: sorting one needs little memory
            order = sorted(range(len(hashes)), key=hashes.__getitem__)
            first = -1
            for at in order:
                if first >= 0 and hashes[at] == hashes[first]:
                    yield rows[first], rows[at]
                else:
                    first = at


class _Check:
    """Looks at rows one by one."""

    def __init__(self, file: str, defaults: Order, library: Library, project: Project) -> None:
        self.file = file
        self.defaults = defaults
        self.library = library
        self.found = _Found(file)
        self.rows = 0
        self.orders: dict[Order, int] = {}
        self._refs = _Refs()
        self._theme = themes.load(project.templates)
        self._printable = lru_cache(self._printable_in)
        self._clinics = sorted(path.stem for path in (project.content / "clinics").glob("*.yaml"))
        self._refusal = lru_cache(maxsize=1024)(self._judge)

    def through(self, table: _Table, records: Iterable[Record]) -> None:
        """Look at all rows, then at what no row shows alone."""
        encoding_told = False
        for row, cells in records:
            if isinstance(cells, Finding):
                if cells.code != "M01" or not encoding_told:  # the first such row stands for all
                    self.found.add(cells)
                encoding_told |= cells.code == "M01"
            elif fault := _wrong_count(table, self.file, row, cells):
                self.found.add(fault)
            elif not _is_empty(cells):
                self.look(row, table, table.values(cells))
        for first, again in self._refs.twice():
            message = f"'ref' is the same as in row {first}"
            hint = "give every row a reference of its own; take out a row that is there twice"
            column = table.places["ref"] + 1
            self.found.add(Finding(self.file, again, column, "M09", message, hint))
        if not self.rows and not self.found.kept:
            message, hint = "there is no row under the header", "add a row for each copy"
            self.found.add(Finding(self.file, 0, 0, "M07", message, hint))

    def look(self, row: int, table: _Table, values: dict[str, str]) -> None:
        """Look at one row's cells, and count the booklet it asks for."""
        self.rows += 1
        faults = [
            Finding(self.file, row, table.places[name] + 1, *fault)
            for name, value in values.items()
            for fault in (
                self._printed(name, value, self._printable(values.get("language", "")))
                if name in PRINTED
                else self._option(name, value)
            )
        ]
        if values.get("ref"):
            self._refs.add(values["ref"], row)
        order = _order(table.options(values), self.defaults)
        if not faults and order.stage and order not in self.orders:
            faults += self._nobody(row, order)
        if not faults:
            self.orders[order] = self.orders.get(order, 0) + 1
        self.found.add(*faults)

    def _printable_in(self, language: str) -> frozenset[str]:
        """Give what can be printed in a row's language; in the usual one, where it is at fault."""
        if not language or self._refusal("language", language):
            language = self.defaults.language
        return _printable(self._theme.for_language(language))

    def _printed(
        self, name: str, value: str, printable: frozenset[str]
    ) -> Iterator[tuple[str, str, str]]:
        """Yield (code, message, hint) for words that cannot be printed."""
        if name == "ref" and not value:
            yield "M08", "'ref' is empty", MISSING["ref"]
        if len(value) > (longest := COLUMNS[name].longest):
            yield "M11", f"'{name}' has more than {longest} characters", "shorten it"
        if not printable.issuperset(value):
            yield self._unprintable(name, value, printable)
        if name == "appointment" and not _exists(value):
            yield "M13", f"'{name}' is no day or time that exists", "write it as 2027-03-12 10:30"

    def _unprintable(
        self, name: str, value: str, printable: frozenset[str]
    ) -> tuple[str, str, str]:
        strange = {unicodedata.category(c) for c in value if c not in printable}
        if strange & {"Cc", "Cf", "Zl", "Zp"}:
            message = f"'{name}' holds a line break or a sign that cannot be seen"
            return "M12", message, "type the cell again, on one line"
        message = f"'{name}' holds a character that no font here has"
        return "M12", message, "write it another way; no copy is printed with a gap"

    def _option(self, name: str, value: str) -> Iterator[tuple[str, str, str]]:
        """Yield (code, message, hint) for what an option's cell names in vain."""
        if not value:
            if name == "stage" and not self.defaults.stage:
                yield "M08", "'stage' is empty", "fill it in, or name one for all with --stage"
            return
        items = _items(name, value)
        for number, item in enumerate(items, start=1):
            if refusal := self._refusal(name, item):
                which = f"value {number} of '{name}'" if len(items) > 1 else f"'{name}'"
                yield "M10", f"{which} {refusal[0]}", refusal[1]

    def _judge(self, name: str, item: str) -> tuple[str, str] | None:
        """Say why a value cannot be used, and what to do; None if it can."""
        try:
            self._try(name, item)
        except ValueError:
            return f"does not name {COLUMNS[name].names}", self._values(name)
        except ProfileError as error:
            if name in REFUSED and item in self.library.topics:
                return REFUSED[name]
            hint = error.findings[0].hint if name == "language" else self._values(name)
            return f"does not name {COLUMNS[name].names}", hint
        return None

    def _try(self, name: str, item: str) -> None:
        """Raise ProfileError or ValueError for a value that cannot be used."""
        match name:
            case "stage" | "since":
                stages(self.library, item)
            case "language":
                check_languages(self.library, [item])
            case "region":
                region(self.library, item)
            case "audience":
                Audience(item)
            case "edition":
                EDITIONS.index(item)
            case "clinic":  # a file, as on the command line, would let the list reach the disk
                self._clinics.index(item)
            case _:
                chosen = {name: (item,)}
                check_profile(self.library, replace(NOBODY, **chosen))  # type: ignore[arg-type]

    def _values(self, name: str) -> str:
        """List what can stand in a column."""
        match COLUMNS[name].names:
            case "a stage":
                schemes = self.library.staging.schemes
                codes = [f"{one.id}: {' '.join(s.code for s in one.stages)}" for one in schemes]
                pairs = ["+".join(pair) for one in schemes for pair in one.together]
                return "stages are " + ", ".join([*codes, *pairs])
            case "a topic":
                return "booklet explain lists topics"
        values = {
            "edition": EDITIONS,
            "region": sorted(self.library.regions),
            "audience": list(Audience),
            "needs": self.library.need_ids(),
            "clinic": self._clinics,
        }[name]
        return f"one of: {', '.join(values)}" if values else "write content/clinics/NAME.yaml"

    def _nobody(self, row: int, order: Order) -> Iterator[Finding]:
        """Yield a finding for a booklet that would be empty."""
        if not select(self.library, profile_of(self.library, order)).chosen:
            message = "no topic is for the reader of this row"
            hint = "booklet explain, with the same options, says why"
            yield Finding(self.file, row, 1, "M14", message, hint)


NOBODY = Profile(Stages("", ()))


def _exists(appointment: str) -> bool:
    """Say whether a day and time written in figures is one; other words may say anything."""
    try:
        moment(appointment)
    except ValueError:
        return False
    return True


def _printable(theme: Theme) -> frozenset[str]:
    """Give the characters that can be printed, regular and bold, and be seen."""
    unseen = {"Cc", "Cf", "Cs", "Zl", "Zp"}
    return frozenset(
        c for c in theme.drawn if c in JOINERS or unicodedata.category(c) not in unseen
    )
