"""A pair, what every rule looks at: one English message and its translation."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from generator.findings import Finding, Severity
from generator.translate.checks.glossary import Glossary

PLACEHOLDER = re.compile(r"\{[A-Za-z][\w-]*\}")
"""A value that the program fills in: {emergency-number}, {date}."""
_LINK = re.compile(r"\[([^\]]*)\]\([^)]*\)")


class Place(NamedTuple):
    """Where a message stands: its file as shown to people, its line from 1 (0: the whole file)."""

    file: str
    line: int = 0


NOWHERE = Place("")


@dataclass(frozen=True, slots=True)
class Pair:
    """One message in two languages.

    `language` is a BCP 47 tag, `max_length` counts narrow letters (a wide one, such as a Chinese
    one, counts two). `same_ok` says that the translation may be the English itself.
    """

    context: str
    english: str
    translation: str
    language: str
    max_length: int | None = None
    place: Place = NOWHERE
    same_ok: bool = False

    def finding(
        self, code: str, message: str, hint: str, severity: Severity = Severity.ERROR
    ) -> Finding:
        """Make a finding about this message."""
        file, line = self.place
        return Finding(
            file, line, 1 if line else 0, code, message, hint, severity, about=self.translation
        )


@dataclass(frozen=True, slots=True)
class Known:
    """What else the rules hold a pair against; `glyphs` is all that the faces can draw."""

    glossary: Glossary
    glyphs: frozenset[str] | None = None


@lru_cache(maxsize=1024)
def words_of(text: str) -> str:
    """Give a text without placeholders, marks and the targets of links."""
    return _LINK.sub(r"\1", PLACEHOLDER.sub(" ", text)).replace("**", "")
