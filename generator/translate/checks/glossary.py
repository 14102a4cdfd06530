"""A language's glossary: terms to keep as they are, and words that may not stand for a term."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from generator.findings import ContentError, Finding

COLUMNS = ("term", "preferred", "forbidden", "keep")
YES = frozenset({"yes", "x", "1", "true"})
NO = frozenset({"", "no", "0", "false"})


@dataclass(frozen=True)
class Term:
    """One row: an English term, what to write for it, what not, or that it stays English."""

    term: str
    preferred: str = ""
    forbidden: tuple[str, ...] = ()
    keep: bool = False

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """Find the term in English, singular or plural, small or capital."""
        return re.compile(rf"(?<!\w){re.escape(self.term)}(?:e?s)?(?!\w)", re.IGNORECASE)


@dataclass(frozen=True)
class Glossary:
    """All rows of one language."""

    terms: tuple[Term, ...] = ()

    @cached_property
    def kept(self) -> re.Pattern[str]:
        """Find every term that stays as it is, the longest first."""
        names = sorted((re.escape(t.term) for t in self.terms if t.keep), key=len, reverse=True)
        return re.compile(rf"(?<![A-Za-z0-9])(?:{'|'.join(names) or '(?!)'})", re.IGNORECASE)


def read(path: Path, shown_as: str) -> Glossary:
    """Read `content/<condition>/glossary/<language>.csv`; raise ContentError with all faults.

    Forbidden words stand in one cell, with `|` between them; `*` at the end is any ending.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        raise ContentError([_fault(shown_as, 1, "is not UTF-8 text", "save it as UTF-8")]) from None
    rows = csv.DictReader(text.splitlines(), restkey="", restval="")
    if tuple(rows.fieldnames or ()) != COLUMNS:
        hint = f"the first line is: {','.join(COLUMNS)}"
        raise ContentError([_fault(shown_as, 1, "has other columns", hint)])
    terms: dict[str, Term] = {}
    faults: list[Finding] = []
    for row in rows:
        line = rows.line_num
        faults += [_fault(shown_as, line, *why) for why in _wrong(row, terms)]
        term = _term(row)
        terms[term.term.casefold()] = term
    if faults:
        raise ContentError(faults)
    return Glossary(tuple(terms.values()))


def _wrong(row: dict[str, str], terms: dict[str, Term]) -> Iterator[tuple[str, str]]:
    if "" in row:
        yield (
            "has more cells than columns",
            'put quotation marks around a cell with a comma: "a, b"',
        )
    if not row["term"].strip():
        yield "has no term in this row", "write the English term, or delete the row"
    elif row["term"].strip().casefold() in terms:
        yield f"has '{row['term'].strip()}' twice", "keep one row for each term"
    if row["keep"].strip().lower() not in YES | NO:
        yield f"has '{row['keep']}' under keep", "write yes, or leave it empty"


def _term(row: dict[str, str]) -> Term:
    forbidden = tuple(word.strip() for word in row["forbidden"].split("|") if word.strip())
    keep = row["keep"].strip().lower() in YES
    return Term(row["term"].strip(), row["preferred"].strip(), forbidden, keep)


def _fault(file: str, line: int, what: str, hint: str) -> Finding:
    return Finding(file, line, 1, "X18", f"the glossary {what}", hint)
