"""The people of a mail merge: who gets which copy, read row by row and never quoted."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

from generator.batch.order import Order
from generator.batch.rows import (
    COLUMNS,
    OPTIONS,
    PRINTED,
    is_empty,
    items_of,
    records,
    table_of,
    wrong_count,
)
from generator.findings import ContentError, Finding
from generator.project import shown


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


def read(path: Path, defaults: Order) -> Iterator[Recipient]:
    """Yield the people of a list that was checked; an empty cell takes its value from `defaults`.

    Values are not looked at again. Raises ContentError where rows cannot be told
    apart, as when the file has changed since the check.
    """
    file = shown(path)
    rows = records(path)
    table, findings = table_of(next(rows, None), file, needs_stage=not defaults.stage)
    if findings or table is None:
        raise ContentError(findings)
    for row, cells in rows:
        if isinstance(cells, Finding):
            raise ContentError([cells])
        if fault := wrong_count(table, file, row, cells):
            raise ContentError([fault])
        if not is_empty(cells):
            values = table.values(cells)
            order = order_of(table.options(values), defaults)
            yield Recipient(row, order, *(values.get(name, "") for name in PRINTED))


@lru_cache(maxsize=256)
def order_of(options: tuple[str, ...], defaults: Order) -> Order:
    """Give the booklet that a row's options ask for; the same options, the same order."""
    given: dict[str, str | tuple[str, ...]] = {}
    for name, value in zip(OPTIONS, options, strict=True):
        if items := items_of(name, value):
            given[name] = tuple(sorted(set(items))) if COLUMNS[name].many else items[0]
    return replace(defaults, **given)  # type: ignore[arg-type]
