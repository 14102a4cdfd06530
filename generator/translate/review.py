"""Sign-offs: who answers for a translation, kept beside the catalogues in review.yaml.

A PO file cannot say "approved". A sign-off holds a hash of id, English and translation,
so that any edit on either side cancels it by itself.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Annotated

from pydantic import Field

from generator.content.model import Authored, Date
from generator.content.reading import read
from generator.content.source import Source
from generator.findings import Finding, Severity
from generator.translate.catalogue import Entry

FILE = "review.yaml"
HEAD = """\
# Who answers for which translation. `booklet translate sign` writes it. Any edit of the
# English or of the translation cancels a line; it is left out at the next signing.
"""


class Role(StrEnum):
    """As what somebody signs."""

    TRANSLATOR = "translator"
    REVISER = "reviser"
    """A second person, who has compared the translation with the English."""
    CLINICIAN = "clinician"


class SignOff(Authored):
    """One person's word for one translation."""

    id: str = Field(description="The message's id")
    hash: Annotated[str, Field(pattern=r"^[0-9a-f]{16}$")] = Field(
        description="Of id, English and translation"
    )
    role: Role = Field(description="translator, reviser or clinician")
    who: str = Field(description="Name of who signs")
    date: Date = Field(description="The day")


class Review(Authored):
    """All sign-offs of a folder of catalogues."""

    signed: list[SignOff]


@dataclass(frozen=True)
class SignOffs:
    """The sign-offs of one folder, and where they stand."""

    rows: tuple[SignOff, ...] = ()
    source: Source | None = None

    def of(self, entries: Mapping[str, Entry]) -> dict[str, dict[Role, set[str]]]:
        """Give, for each message, who signed what it is now, by role."""
        valid: dict[str, dict[Role, set[str]]] = {}
        for row in self.rows:
            if _holds(row, entries):
                valid.setdefault(row.id, {}).setdefault(row.role, set()).add(row.who)
        return valid

    def findings(self, entries: Mapping[str, Entry]) -> Iterator[Finding]:
        """Yield what is wrong: sign-offs of what has changed, revisers of their own work."""
        valid = self.of(entries)
        assert self.source is not None or not self.rows
        for number, row in enumerate(self.rows):
            if self.source is None:
                break
            loc = ("signed", number)
            if not _holds(row, entries):
                message = f"what {row.who} signed as {row.role} has changed: {row.id}"
                hint = "let it be read and signed again"
                yield self.source.finding(loc, "Y05", message, hint, severity=Severity.WARNING)
            elif row.role is Role.REVISER and _alone(valid[row.id], row.who):
                message = f"{row.who} revised their own translation: {row.id}"
                hint = "let a second person compare it with the English"
                yield self.source.finding(loc, "Y06", message, hint)


def _holds(row: SignOff, entries: Mapping[str, Entry]) -> bool:
    entry = entries.get(row.id)
    return entry is not None and entry.current and digest(entry) == row.hash


def _alone(signed: Mapping[Role, set[str]], who: str) -> bool:
    return who in signed.get(Role.TRANSLATOR, set())


def digest(entry: Entry) -> str:
    """Give the hash that a sign-off holds."""
    text = json.dumps([entry.context, entry.english, entry.translation], ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def is_reviewed(signed: Mapping[Role, set[str]]) -> bool:
    """Say whether a translator signed, and as reviser somebody else."""
    translators = signed.get(Role.TRANSLATOR, set())
    return bool(translators) and bool(signed.get(Role.REVISER, set()) - translators)


def read_sign_offs(folder: Path, shown_as: str) -> SignOffs:
    """Read a folder's sign-offs, none if there is no file; raise ContentError if it is wrong."""
    path = folder / FILE
    if not path.is_file():
        return SignOffs()
    located = read(Review, path, f"{shown_as}/{FILE}")
    return SignOffs(tuple(located.value.signed), located.source)


def signed(
    rows: Sequence[SignOff], entries: Mapping[str, Entry], chosen: Iterable[Entry], role: Role,
    who: str, day: date,
) -> list[SignOff]:  # fmt: skip
    """Add one person's word for some translations; leave out what no longer holds."""
    kept = {(row.id, row.role, row.who): row for row in rows if _holds(row, entries)}
    for entry in chosen:
        if entry.current and (entry.context, role, who) not in kept:
            row = SignOff(id=entry.context, hash=digest(entry), role=role, who=who, date=day)
            kept[entry.context, role, who] = row
    return sorted(kept.values(), key=lambda row: (row.id, row.role, row.who))


def as_text(rows: Iterable[SignOff]) -> str:
    """Write sign-offs as review.yaml, a line each, so that changes are easy to read."""
    lines = [
        f"  - {{id: {_quoted(row.id)}, hash: {_quoted(row.hash)}, role: {row.role},"
        f" who: {_quoted(row.who)}, date: {row.date.isoformat()}}}"
        for row in rows
    ]
    return HEAD + ("signed:\n" + "\n".join(lines) if lines else "signed: []") + "\n"


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
