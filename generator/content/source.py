"""YAML as located text: a value stays what was written, and knows its place.

PyYAML's own typing is left out on purpose: it reads the language code `no` as
False, the key `on` as True, `18:30` as 1110, drops the plus of a telephone
number, and lets the last of two equal keys win. The parser's events are read
directly, so that aliases, tags, depth and size are refused before anything
grows from them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NoReturn

import yaml

from generator.findings import ContentError, Finding, Severity

Loc = tuple[str | int, ...]
"""A path into a file's value, as pydantic gives it: keys and list positions."""

MAX_BYTES = 1_000_000
"""Largest content file, in bytes; a topic is about 5,000."""
MAX_DEPTH = 24
MAX_NODES = 50_000
NULLS = frozenset({"", "~", "null", "Null", "NULL"})
UNSEEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffe\uffff]")
"""Control signs, which no page can hold (XML 1.0, 2.2, and its advice)."""

_Parser = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a value starts (counted from 1) and how its text was written."""

    line: int
    column: int
    style: str = ""


class Source:
    """One content file: its plain `value`, its places, the findings made about it."""

    def __init__(self, text: str, file: str) -> None:
        self.file = file
        self.lines = text.splitlines()
        self.findings: list[Finding] = []
        self.places: dict[Loc, Place] = {(): Place(1, 1)}
        self.value: object = _Composer(self, text).compose()

    @classmethod
    def read(cls, path: Path, shown_as: str) -> Source:
        """Read a file; raise ContentError if it is too large, not UTF-8 or not YAML."""
        if path.stat().st_size > MAX_BYTES:
            message = f"the file is larger than {MAX_BYTES // 1000:,} kB"
            hint = "split it into several topics, or look for pasted data"
            raise ContentError([Finding(shown_as, 1, 1, "S09", message, hint)])
        data = path.read_bytes()
        try:
            text = data.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            before = data[: error.start]
            line, column = before.count(b"\n") + 1, error.start - before.rfind(b"\n")
            hint = "save the file as UTF-8 in your editor"
            raise ContentError(
                [Finding(shown_as, line, column, "S10", "not UTF-8 text", hint)]
            ) from error
        return cls(text, shown_as)

    def place(self, loc: Loc) -> Place:
        """Find where `loc` stands, or the nearest thing around it."""
        path: Loc = ()
        for part in loc:  # a missing key has no place, nor has pydantic's own marking
            path = (*path, part) if (*path, part) in self.places else path
        return self.places[path]

    def finding(
        self,
        loc: Loc,
        code: str,
        message: str,
        hint: str = "",
        *,
        severity: Severity = Severity.ERROR,
        text_line: int | None = None,
    ) -> Finding:
        """Make a finding at `loc`; `text_line` counts lines inside a `|` text from 0."""
        place = self.place(loc)
        line, column = place.line, place.column
        if text_line is not None and place.style == "|":
            line += 1 + text_line
            line += self._blank_lines_from(place.line + 1)  # the model strips them
            column = len(self._line(line)) - len(self._line(line).lstrip()) + 1
        return Finding(self.file, line, column, code, message, hint, severity, self._line(line))

    def report(self, loc: Loc, code: str, message: str, hint: str = "") -> None:
        """Keep a finding about `loc`."""
        self.findings.append(self.finding(loc, code, message, hint))

    def _blank_lines_from(self, number: int) -> int:
        count = 0
        while number + count <= len(self.lines) and not self._line(number + count).strip():
            count += 1
        return count

    def _line(self, number: int) -> str:
        return self.lines[number - 1] if 0 < number <= len(self.lines) else ""


class _Composer:
    """Turns YAML events into plain values; the source keeps places and findings."""

    def __init__(self, source: Source, text: str) -> None:
        self.source = source
        self.text = text
        self.nodes = 0

    def compose(self) -> object:
        try:
            events = yaml.parse(self.text, Loader=_Parser)
            value = self._document(events)
        except yaml.MarkedYAMLError as error:
            mark = error.problem_mark or error.context_mark
            if mark and mark.line >= len(self.source.lines):  # what was never closed stands earlier
                mark = error.context_mark or mark
            self._stop(
                mark, "S00", f"not YAML: {error.problem or error.context}", _yaml_hint(error)
            )
        except yaml.reader.ReaderError as error:
            wrong = yaml.reader.Reader.NON_PRINTABLE.search(self.text)  # the error counts bytes
            before = self.text[: wrong.start()] if wrong else ""
            line, column = before.count("\n") + 1, len(before) - before.rfind("\n")
            finding = Finding(
                self.source.file, line, column, "S10", "a character that cannot be printed",
                "delete it and type the text again",
            )  # fmt: skip
            raise ContentError([finding]) from error
        return value

    def _document(self, events: Iterator[yaml.Event]) -> object:
        value: object = None
        documents = 0
        for event in events:
            if isinstance(event, yaml.DocumentStartEvent):
                documents += 1
                if documents > 1:
                    self._stop(event.start_mark, "S00", "a second document in one file",
                               "delete the line '---'")  # fmt: skip
            elif not isinstance(
                event, yaml.StreamStartEvent | yaml.StreamEndEvent | yaml.DocumentEndEvent
            ):
                value = self._node((), event, events)
        return value

    def _node(self, loc: Loc, event: yaml.Event, events: Iterator[yaml.Event]) -> object:
        self._check(loc, event)
        mark: Any = event.start_mark
        style = getattr(event, "style", None) or ""
        self.source.places.setdefault(loc, Place(mark.line + 1, mark.column + 1, style))
        if isinstance(event, yaml.ScalarEvent):
            if unseen := UNSEEN.search(event.value):
                message = f"a sign that cannot be printed (U+{ord(unseen[0]):04X})"
                self.source.report(loc, "S18", message, "delete it, and type the text again")
            plain = event.implicit[0]
            return None if plain and event.value in NULLS else event.value
        if isinstance(event, yaml.SequenceStartEvent):
            return self._sequence(loc, events)
        return self._mapping(loc, events)

    def _sequence(self, loc: Loc, events: Iterator[yaml.Event]) -> list[object]:
        values: list[object] = []
        for event in events:
            if isinstance(event, yaml.SequenceEndEvent):
                break
            values.append(self._node((*loc, len(values)), event, events))
        return values

    def _mapping(self, loc: Loc, events: Iterator[yaml.Event]) -> dict[str, object]:
        values: dict[str, object] = {}
        for event in events:
            if isinstance(event, yaml.MappingEndEvent):
                break
            self._check(loc, event)
            mark: Any = event.start_mark
            if not isinstance(event, yaml.ScalarEvent):
                self._stop(mark, "S00", "a key must be a word, not a list or mapping")
            name = str(event.value)
            here = (*loc, name)
            if name in values:
                place = Place(mark.line + 1, mark.column + 1)
                kept, self.source.places[here] = self.source.places[here], place
                self.source.report(here, "S02", f"'{name}' is given twice", "delete one of the two")
                self.source.places[here] = kept
                self._node((*here, "", "twice"), next(events), events)
                continue
            value = next(events)
            style = getattr(value, "style", None) or ""
            # A key's own place is the better one to show, with the style of its value.
            self.source.places[here] = Place(mark.line + 1, mark.column + 1, style)
            values[name] = self._node(here, value, events)
        return values

    def _check(self, loc: Loc, event: yaml.Event) -> None:
        """Refuse what a content file never needs and an attacker may."""
        mark: Any = event.start_mark
        self.nodes += 1
        if isinstance(event, yaml.AliasEvent):
            self._stop(mark, "S08", f"alias '*{event.anchor}' is not allowed",
                       "write the text out again")  # fmt: skip
        if anchor := getattr(event, "anchor", None):
            self._stop(mark, "S08", f"anchor '&{anchor}' is not allowed",
                       "put the text in quotes if it should start with &")  # fmt: skip
        if tag := getattr(event, "tag", None):
            self._stop(mark, "S08", f"tag '{tag}' is not allowed",
                       "put the text in quotes if it should start with !")  # fmt: skip
        if len(loc) > MAX_DEPTH:
            self._stop(mark, "S09", f"nested deeper than {MAX_DEPTH} levels", "check the brackets")
        if self.nodes > MAX_NODES:
            self._stop(mark, "S09", f"more than {MAX_NODES:,} values in one file", "split the file")

    def _stop(self, mark: Any, code: str, message: str, hint: str = "") -> NoReturn:
        line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
        lines = self.source.lines
        excerpt = lines[line - 1] if line <= len(lines) else ""
        finding = Finding(self.source.file, line, column, code, message, hint, excerpt=excerpt)
        raise ContentError([*self.source.findings, finding])


def _yaml_hint(error: yaml.MarkedYAMLError) -> str:
    problem = f"{error.problem} {error.context}"
    if "mapping values are not allowed" in problem:
        return "put text that holds a colon and a space in quotes"
    if "tab" in problem or "\\t" in problem:
        return "use spaces, not tabs, at the start of a line"
    if re.search("block end|block mapping|simple key", problem):
        return "check that this line starts in the same column as its neighbours"
    return "look at this line and the one above it: quotes, brackets, indentation"
