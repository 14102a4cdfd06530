"""Exchange with agencies that do not take PO: XLIFF 1.2 and CSV, out and in again.

A row goes by its id and its English. What comes back for English that has changed since is
refused: it would be a translation of something else.
"""

from __future__ import annotations

import csv
import io
import re
import xml.etree.ElementTree as ET
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from xml.parsers import expat

from generator.findings import ContentError, Finding
from generator.translate.catalogue import MACHINE, MAX_LENGTH, Catalogue, Entry

NAMESPACE = "urn:oasis:names:tc:xliff:document:1.2"
XML = "{http://www.w3.org/XML/1998/namespace}"
COLUMNS = ("module", "id", "what", "english", "translation", "state", "most characters")
MAX_BYTES = 50_000_000
UNSURE = frozenset({"new", "needs-translation", "needs-review-translation", "needs-adaptation",
                    "needs-l10n", "needs-review-adaptation", "needs-review-l10n"})  # fmt: skip
"""States of XLIFF in which nobody answers for the target."""

_UNWRITABLE = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True, slots=True)
class Row:
    """One translation that came back."""

    module: str
    id: str
    english: str
    translation: str
    fuzzy: bool
    line: int


def to_xliff(catalogues: Sequence[Catalogue], source_language: str) -> str:
    """Write catalogues as XLIFF 1.2, one `file` a module; the id of a unit is the message's id.

    Raises ContentError for a character that XML cannot hold.
    """
    _refuse_unwritable(catalogues)
    ET.register_namespace("", NAMESPACE)
    root = ET.Element(_tag("xliff"), {"version": "1.2"})
    for catalogue in catalogues:
        about = {
            "original": catalogue.module, "source-language": source_language,
            "target-language": catalogue.language, "datatype": "plaintext",
        }  # fmt: skip
        body = ET.SubElement(ET.SubElement(root, _tag("file"), about), _tag("body"))
        for entry in catalogue.entries:
            _unit(body, entry)
    ET.indent(root, " ")
    return ET.tostring(root, encoding="unicode", xml_declaration=False).join(
        ('<?xml version="1.0" encoding="UTF-8"?>\n', "\n")
    )


def _unit(body: ET.Element, entry: Entry) -> None:
    most = _most(entry)
    size = {"maxwidth": most, "size-unit": "char"} if most else {}
    unit = ET.SubElement(body, _tag("trans-unit"), {"id": entry.context, **size})
    unit.set(f"{XML}space", "preserve")
    ET.SubElement(unit, _tag("source")).text = entry.english
    if entry.translation:
        state = "needs-review-translation" if entry.fuzzy else "translated"
        ET.SubElement(unit, _tag("target"), {"state": state}).text = entry.translation
    if entry.comment:
        ET.SubElement(unit, _tag("note"), {"from": "developer"}).text = entry.comment
    if entry.fuzzy and entry.previous:
        note = ET.SubElement(unit, _tag("note"), {"from": "developer"})
        note.text = f"translated from: {entry.previous}"


def to_csv(catalogues: Iterable[Catalogue]) -> str:
    """Write catalogues as CSV (RFC 4180), one message a row; spreadsheets open it as UTF-8."""
    out = io.StringIO()
    out.write("\ufeff")
    rows = csv.writer(out)
    rows.writerow(COLUMNS)
    for catalogue in catalogues:
        for one in catalogue.entries:
            rows.writerow(
                (catalogue.module, one.context, one.comment, one.english, one.translation,
                 _state(one), _most(one))
            )  # fmt: skip
    return out.getvalue()


def read_rows(data: bytes, file: str, language: str) -> list[Row]:
    """Read what came back, XLIFF or CSV by the file's ending.

    Raises ContentError if it is neither, or XLIFF of another language.
    """
    if len(data) > MAX_BYTES:
        raise _fault(file, 0, f"larger than {MAX_BYTES // 1_000_000} MB", "send it in parts")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise _fault(file, line, "not UTF-8 text", "save it as UTF-8") from None
    if file.casefold().endswith(".csv"):
        return list(_csv_rows(text, file))
    return _xliff_rows(text, file, language)


def _csv_rows(text: str, file: str) -> Iterator[Row]:
    rows = csv.DictReader(io.StringIO(text, newline=""), strict=True)
    needed = COLUMNS[:2] + COLUMNS[3:6]
    try:
        lacking = [name for name in needed if name not in (rows.fieldnames or ())]
        if lacking:
            hint = f"the first line is: {','.join(COLUMNS)}"
            raise _fault(file, 1, f"a column is missing: {', '.join(lacking)}", hint)
        before = rows.line_num
        for row in rows:
            values = {name: row[name] or "" for name in needed}
            yield Row(
                values["module"], values["id"], _lines(values["english"]),
                _lines(values["translation"]), values["state"].strip().casefold() == "fuzzy",
                before + 1,
            )  # fmt: skip
            before = rows.line_num
    except csv.Error as error:
        line, hint = rows.line_num + 1, "export it again"
        raise _fault(file, line, f"not proper CSV: {error}", hint) from None


class _Xliff:
    """Reads XLIFF 1.2 as it comes by, so that each unit knows its line."""

    def __init__(self, file: str, language: str) -> None:
        self.file = file
        self.language = language
        self.rows: list[Row] = []
        self.path: list[str] = []
        self.module = ""
        self.unit = Row("", "", "", "", fuzzy=False, line=0)
        self.parser = expat.ParserCreate(namespace_separator=" ")
        self.parser.buffer_text = True
        self.parser.StartElementHandler = self.start
        self.parser.EndElementHandler = self.end
        self.parser.CharacterDataHandler = self.text
        self.parser.StartDoctypeDeclHandler = self.doctype

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """Note what begins: a module, a unit, the state of its target."""
        space, _, name = tag.rpartition(" ")
        line = self.parser.CurrentLineNumber
        if not self.path and (space, name) != (NAMESPACE, "xliff"):
            raise _fault(self.file, line, "not XLIFF 1.2", "ask for XLIFF 1.2, as it was sent")
        self.path.append(name)
        if name == "file":
            self.module = attributes.get("original", "")
            target = attributes.get("target-language", "")
            if target.casefold() != self.language.casefold():
                message = f"the file is in '{target}', not in '{self.language}'"
                raise _fault(self.file, line, message, "name the language of the file")
        elif name == "trans-unit":
            self.unit = Row(self.module, attributes.get("id", ""), "", "", fuzzy=False, line=line)
        elif self.path[-2:] == ["trans-unit", "target"]:
            self.unit = replace(self.unit, fuzzy=attributes.get("state") in UNSURE)

    def end(self, _tag: str) -> None:
        """Keep a unit that is complete."""
        if self.path.pop() == "trans-unit":
            self.rows.append(self.unit)

    def text(self, text: str) -> None:
        """Take the text of a unit; marks that a tool put around it fall away."""
        if "alt-trans" in self.path or "trans-unit" not in self.path:
            return
        if "source" in self.path:
            self.unit = replace(self.unit, english=self.unit.english + text)
        elif "target" in self.path:
            self.unit = replace(self.unit, translation=self.unit.translation + text)

    def doctype(self, *_declared: object) -> None:
        """Refuse what could make the file grow without end."""
        line = self.parser.CurrentLineNumber
        hint = "ask for plain XLIFF 1.2"
        raise _fault(self.file, line, "a document type is not allowed", hint)


def _xliff_rows(text: str, file: str, language: str) -> list[Row]:
    reader = _Xliff(file, language)
    try:
        reader.parser.Parse(text.encode(), True)
    except expat.ExpatError as error:
        hint = "ask for XLIFF 1.2, as it was sent"
        raise _fault(file, error.lineno, "not XML", hint) from None
    return reader.rows


def imported(
    catalogues: Mapping[str, Catalogue], rows: Iterable[Row], file: str
) -> tuple[list[Catalogue], list[Finding]]:
    """Put what came back into catalogues; give those that changed, and the rows refused.

    Only translations are touched. A row without one is passed over. What nobody has worked
    on (fuzzy when it went out, the same when it came back) stays fuzzy.
    """
    entries = {(name, one.context): one for name, c in catalogues.items() for one in c.entries}
    seen: set[tuple[str, str]] = set()
    changed: dict[tuple[str, str], Entry] = {}
    findings: list[Finding] = []
    for row in rows:
        key = (row.module, row.id)
        refusal = _refusal(row, entries.get(key), again=key in seen)
        seen.add(key)
        if refusal:
            findings.append(Finding(file, row.line, 1 if row.line else 0, *refusal))
        elif row.translation.strip():
            changed[key] = _taken(entries[key], row)
    result = []
    for name, catalogue in catalogues.items():
        new = tuple(changed.get((name, one.context), one) for one in catalogue.entries)
        if new != catalogue.entries:
            result.append(replace(catalogue, entries=new))
    return result, findings


def _refusal(row: Row, entry: Entry | None, *, again: bool) -> tuple[str, str, str] | None:
    """Say why a row cannot be taken: code, message, hint; None if it can."""
    if again:
        return "Y09", f"'{row.id}' stands twice", "keep one of the rows"
    if entry is None:
        return "Y10", f"there is no message '{row.id}' in '{row.module}'", "export again"
    if _plain(row.english) != _plain(entry.english):
        hint = "export again, and translate the English as it is now"
        return "Y08", f"the English of '{row.id}' has changed since it went out", hint
    return None


def _taken(entry: Entry, row: Row) -> Entry:
    if row.fuzzy:
        fuzzy = replace(entry, translation=row.translation, fuzzy=True)
        return entry if row.translation == entry.translation else fuzzy
    flags = tuple(flag for flag in entry.flags if flag != MACHINE)
    return replace(
        entry, translation=row.translation, fuzzy=False, previous=None, previous_context=None,
        flags=flags,
    )  # fmt: skip


def _refuse_unwritable(catalogues: Iterable[Catalogue]) -> None:
    findings = [
        catalogue.finding(
            entry,
            "Y11",
            f"a character that cannot be sent: U+{ord(found[0]):04X}",
            "delete it from the translation",
        )
        for catalogue in catalogues
        for entry in catalogue.entries
        if (found := _UNWRITABLE.search(entry.translation))
    ]
    if findings:
        raise ContentError(findings)


def _state(entry: Entry) -> str:
    return ("fuzzy" if entry.fuzzy else "translated") if entry.translation else "empty"


def _most(entry: Entry) -> str:
    return next((f.removeprefix(MAX_LENGTH) for f in entry.flags if f.startswith(MAX_LENGTH)), "")


def _tag(name: str) -> str:
    return f"{{{NAMESPACE}}}{name}"


def _lines(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _plain(text: str) -> str:
    """Give a text as it is compared: tools may wrap lines, and nothing else."""
    return " ".join(text.split())


def _fault(file: str, line: int, message: str, hint: str) -> ContentError:
    return ContentError([Finding(file, line, 1 if line else 0, "Y07", message, hint)])
