"""A mail merge's list looked through before anything is printed: every fault, and what it asks for.

Memory does not grow with the list but for twelve bytes a row. What is said of a fault names row
and column, never what is in them.
"""

from __future__ import annotations

import os
import unicodedata
from array import array
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import lru_cache
from hashlib import blake2b
from pathlib import Path

from generator.batch.order import Order
from generator.batch.profile import profile_of
from generator.batch.recipients import order_of
from generator.batch.rows import (
    COLUMNS,
    MISSING,
    PRINTED,
    Record,
    Table,
    is_empty,
    items_of,
    records,
    table_of,
    wrong_count,
)
from generator.content.library import Library
from generator.content.model import Audience
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

REFUSED = {
    "include": ("is sensitive", "if the reader chose it, name it in the column opt_in"),
    "exclude": ("is a safety page and stays in", "take it out of the cell"),
    "opt_in": ("needs no opt-in", "name it in the column include"),
}
"""Why a topic that exists cannot stand in a column, and what to do."""
SHOWN = 200
"""Findings that are listed; of more only the number is told."""
JOINERS = "\u200c\u200d"
"""Signs without width that belong to the spelling of some languages."""


@dataclass(frozen=True, slots=True)
class Summary:
    """What a list that can be used asks for."""

    rows: int
    orders: list[tuple[Order, int]]
    """Each different booklet, in the order first met, and the number of its copies."""


def check(path: Path, defaults: Order, library: Library, project: Project) -> Summary:
    """Look through a whole list; say what it asks for.

    Raises ContentError with all that is wrong in it, ProfileError where `defaults`
    name what does not exist.
    """
    looking = _Check(shown(path), defaults, library, project)
    rows = records(path)
    table, findings = table_of(next(rows, None), looking.file, needs_stage=not defaults.stage)
    looking.found.add(*findings)
    if table:
        looking.through(table, rows)
    if looking.found.kept:
        raise ContentError(looking.found.all())
    return Summary(looking.rows, list(looking.orders.items()))


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

    def through(self, table: Table, records: Iterable[Record]) -> None:
        """Look at all rows, then at what no row shows alone."""
        encoding_told = False
        for row, cells in records:
            if isinstance(cells, Finding):
                if cells.code != "M01" or not encoding_told:  # the first such row stands for all
                    self.found.add(cells)
                encoding_told |= cells.code == "M01"
            elif fault := wrong_count(table, self.file, row, cells):
                self.found.add(fault)
            elif not is_empty(cells):
                self.look(row, table, table.values(cells))
        for first, again in self._refs.twice():
            message = f"'ref' is the same as in row {first}"
            hint = "give every row a reference of its own; take out a row that is there twice"
            column = table.places["ref"] + 1
            self.found.add(Finding(self.file, again, column, "M09", message, hint))
        if not self.rows and not self.found.kept:
            message, hint = "there is no row under the header", "add a row for each copy"
            self.found.add(Finding(self.file, 0, 0, "M07", message, hint))

    def look(self, row: int, table: Table, values: dict[str, str]) -> None:
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
        order = order_of(table.options(values), self.defaults)
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
        items = items_of(name, value)
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
