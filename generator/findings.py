"""What is wrong, where, and what to do about it.

Every fault a user can make becomes a `Finding`; faults are collected and shown
together, and only the command line turns them into text and an exit code.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from enum import IntEnum, StrEnum


class ExitCode(IntEnum):
    """What the command's exit status means; stable interface."""

    DONE = 0
    FINDINGS = 1
    USAGE = 2
    ENVIRONMENT = 3
    INTERRUPTED = 130


class Severity(StrEnum):
    """How much a finding weighs."""

    ERROR = "error"
    """Nothing that holds it is written."""
    WARNING = "warning"
    """Written; fails under `--strict`."""
    REVIEW = "review"
    """A person must look; a program cannot tell."""


@dataclass(frozen=True, order=True, slots=True)
class Finding:
    """One fault: its place, its lasting code, what is wrong, what to do.

    `line` and `column` count from 1; 0 means the whole file. `excerpt` is the
    source line, for the caret; `about` the words meant, for those who accept it.
    """

    file: str
    line: int
    column: int
    code: str
    message: str
    hint: str = ""
    severity: Severity = Severity.ERROR
    excerpt: str = ""
    about: str = field(default="", compare=False)

    def __str__(self) -> str:
        """Give the line that editors and CI can parse, then the hint."""
        place = f"{self.file}:{self.line}:{self.column}" if self.line else self.file
        weight = "" if self.severity is Severity.ERROR else f"{self.severity}: "
        text = f"{place}: {self.code} {weight}{self.message}"
        return f"{text}\n    hint: {self.hint}" if self.hint else text

    def with_caret(self) -> str:
        """Give the finding with its source line and a caret under the place."""
        head, _, hint = str(self).partition("\n")
        parts = [head]
        if self.excerpt.strip():
            shown, column = _clip(self.excerpt, self.column)
            parts += [f"    {shown}", "    " + " " * cells(shown[: column - 1]) + "^"]
        return "\n".join([*parts, hint] if hint else parts)

    def as_dict(self) -> dict[str, object]:
        """Give the finding for `--json`."""
        return {
            "file": self.file,
            "line": self.line,
            "column": self.column,
            "code": self.code,
            "severity": str(self.severity),
            "message": self.message,
            "hint": self.hint,
        }


class ContentError(Exception):
    """Something a person wrote cannot be used; carries everything found."""

    def __init__(self, findings: Iterable[Finding]) -> None:
        self.findings = tuple(sorted(set(findings)))
        super().__init__("\n".join(map(str, self.findings)))


class EnvironmentProblem(Exception):
    """This machine lacks something; `remedy` is the line that mends it."""

    def __init__(self, message: str, remedy: str = "") -> None:
        self.remedy = remedy
        super().__init__(message)


def errors(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Keep the findings that stop what holds them."""
    return tuple(finding for finding in findings if finding.severity is Severity.ERROR)


def hardened(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Raise warnings to errors, as `--strict` does."""
    return tuple(
        replace(finding, severity=Severity.ERROR)
        if finding.severity is Severity.WARNING
        else finding
        for finding in findings
    )


def cells(text: str) -> int:
    """Count the terminal cells of a text: wide letters two, combining marks none."""
    return sum(
        0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1
        for c in text
    )


def _clip(line: str, column: int, width: int = 72) -> tuple[str, int]:
    """Cut a long source line to the part around `column`; give the new column."""
    line = line.replace("\t", " ")
    start = max(0, column - width // 2) if cells(line) > width else 0
    shown = line[start : start + width].rstrip()
    return (shown, column) if not start else ("…" + shown[1:], column - start)
