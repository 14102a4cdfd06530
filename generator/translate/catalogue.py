"""Catalogues: gettext PO files, read and written by polib, which is used nowhere else.

polib keeps what others lose: the earlier English (`#|`) and flags of our own. Writing what
was read gives the same bytes. A catalogue is a frozen value with its entries in order.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

import polib

from generator.content.library import PSEUDO
from generator.files import write_whole
from generator.findings import ContentError, Finding
from generator.translate import keeping
from generator.translate.messages import UI, Message, Module

FUZZY = "fuzzy"
MAX_LENGTH = "max-length:"
SAME_OK = "same-ok"
MACHINE = "mt"
"""The flag of a machine's draft; it stays until a person has worked on the text."""
MAX_BYTES = 20_000_000
"""Largest catalogue, in bytes; one of 3,000 messages is about 1,500,000."""

HEADER = """\
Keep what stands in {…}, the ** marks, and where links lead. One text is one paragraph or item.
"#, fuzzy" is not printed: the English has changed, or a person must look."""

_TAG = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*")
_LINE = re.compile(r"\(line (\d+)\)(?:: (.+))?")
_OPEN = re.compile(
    r"""^(?:\#~\|?[ \t]*|\#\|[ \t]*)?(?:msg[a-z_]+(?:\[\d+\])?[ \t]+)?
        "(?:[^"\\\r\n]|\\[^\r\n])*\\?\r?$""",
    re.MULTILINE | re.VERBOSE,
)
"""A line whose quotation mark is never closed; polib would cut off its last letter."""
_WRAP = 0


@dataclass(frozen=True, slots=True)
class Entry:
    """One message and its translation, if it has one."""

    context: str
    english: str
    translation: str = ""
    fuzzy: bool = False
    """Whether a person must look before it is printed."""
    previous: str | None = None
    """The English it was translated from, where that was another."""
    previous_context: str | None = None
    """The message it was copied from."""
    flags: tuple[str, ...] = ()
    comment: str = ""
    """What we tell translators; written again with each update."""
    note: str = ""
    """What translators tell each other; never touched."""
    places: tuple[tuple[str, str], ...] = ()
    """Files and lines where the English stands."""
    line: int = 0
    """Its line in the catalogue."""

    @property
    def current(self) -> bool:
        """Whether it may be printed: translated, and nothing changed since."""
        return bool(self.translation) and not self.fuzzy


FIELDS = tuple(field.name for field in fields(Entry))


@dataclass(frozen=True, slots=True)
class Catalogue:
    """The translation of one module into one language."""

    module: str
    language: str
    entries: tuple[Entry, ...] = ()
    obsolete: tuple[Entry, ...] = ()
    """Translations of English that is no longer there: the translators' memory."""
    header: str = ""
    metadata: Mapping[str, str] = field(default_factory=dict)
    file: str = ""

    def by_context(self) -> dict[str, Entry]:
        """Give the entries by id."""
        return {entry.context: entry for entry in self.entries}

    def finding(self, entry: Entry, code: str, message: str, hint: str = "") -> Finding:
        """Make a finding about an entry."""
        return Finding(self.file, entry.line, 1, code, message, hint, about=entry.english)


@dataclass(frozen=True, slots=True)
class Shelf:
    """Where the catalogues of a condition stand, and those of the templates' words."""

    condition: Path
    """`content/<condition>/locale`."""
    templates: Path
    """`templates/locale`."""
    root: Path
    """From where files are named."""
    kept: Path | None = None
    """Where catalogues that were read are kept, in a form that is read ten times faster."""

    def languages(self) -> list[str]:
        """Name the languages that the condition has catalogues in, without the pseudo ones."""
        found = {path.parent.name for path in self.condition.glob("*/*.po")}
        return sorted(found - set(PSEUDO))

    def folder(self, language: str, module: str) -> Path:
        """Find the folder of a catalogue."""
        return (self.templates if module == UI else self.condition) / language

    def path(self, language: str, module: str) -> Path:
        """Find the file of a catalogue."""
        return self.folder(language, module) / f"{module}.po"

    def template(self, module: str) -> Path:
        """Find the file of a template, which stands beside the languages."""
        return (self.templates if module == UI else self.condition) / f"{module}.pot"

    def shown(self, path: Path) -> str:
        """Name a file from the project's folder."""
        return (
            path.relative_to(self.root).as_posix() if path.is_relative_to(self.root) else path.name
        )

    def read(self, language: str, modules: Iterable[str]) -> dict[str, Catalogue]:
        """Read catalogues, empty ones where there is no file.

        Raises ContentError with all that is wrong in all of them.
        """
        found: dict[str, Catalogue] = {}
        findings: list[Finding] = []
        for module in modules:
            path = self.path(language, module)
            try:
                found[module] = read(path, self.shown(path), language, self.kept)
            except FileNotFoundError:
                found[module] = Catalogue(module, language, file=self.shown(path))
            except ContentError as error:
                findings += error.findings
        if findings:
            raise ContentError(findings)
        return found

    def left_over(self, language: str, modules: Iterable[str]) -> list[str]:
        """Name catalogues whose topic is gone."""
        found = {path.stem for path in (self.condition / language).glob("*.po")}
        return sorted(found - set(modules))

    def write(self, catalogue: Catalogue) -> Path | None:
        """Write a catalogue whole; give its path, None if it says the same already."""
        return write(self.path(catalogue.language, catalogue.module), as_text(catalogue))


def is_tag(language: str) -> bool:
    """Say whether a text has the form of a language tag, and so can name a folder."""
    return bool(_TAG.fullmatch(language))


def write(path: Path, text: str) -> Path | None:
    """Write a file whole if it would change; give its path if it did."""
    data = text.encode()
    if path.is_file() and path.read_bytes() == data:
        return None
    path.parent.mkdir(parents=True, exist_ok=True)
    write_whole(path, data)
    return path


def read(path: Path, shown_as: str, language: str, kept: Path | None = None) -> Catalogue:
    """Read a PO file; raise ContentError if it is none, FileNotFoundError if it is not there.

    `kept` is a folder in which its entries are looked for, and kept, under the file's hash.
    """
    if path.stat().st_size > MAX_BYTES:
        raise _fault(shown_as, 0, f"larger than {MAX_BYTES // 1_000_000} MB")
    data = path.read_bytes()
    known = keeping.recall(kept, data)
    if known is None:
        catalogue = _parsed(path, data, shown_as, language)
        keeping.keep(kept, data, _rows(catalogue))
        return catalogue
    entries, obsolete, header, metadata = known
    return Catalogue(
        path.stem, language, tuple(map(_row, entries)), tuple(map(_row, obsolete)),
        header, metadata, shown_as,
    )  # fmt: skip


def _rows(catalogue: Catalogue) -> list[Any]:
    entries = [[getattr(one, name) for name in FIELDS] for one in catalogue.entries]
    obsolete = [[getattr(one, name) for name in FIELDS] for one in catalogue.obsolete]
    return [entries, obsolete, catalogue.header, dict(catalogue.metadata)]


def _row(values: list[Any]) -> Entry:
    (context, english, translation, fuzzy, previous, earlier, flags, comment, note, places,
     line) = values  # fmt: skip
    where = tuple((file, number) for file, number in places)
    return Entry(
        context, english, translation, fuzzy, previous, earlier, tuple(flags), comment, note, where,
        line,
    )  # fmt: skip


def _parsed(path: Path, data: bytes, shown_as: str, language: str) -> Catalogue:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise _fault(shown_as, data[: error.start].count(b"\n") + 1, "not UTF-8 text") from None
    if cut := _OPEN.search(text):
        line = text.count("\n", 0, cut.start()) + 1
        raise _fault(shown_as, line, "a quotation mark is not closed")
    try:
        # The path, not the text: polib would cut that at characters that only look like line ends.
        file = polib.pofile(str(path), encoding="utf-8", wrapwidth=_WRAP)
    except OSError as error:
        found = _LINE.search(str(error))
        if not found:
            raise
        raise _fault(shown_as, int(found[1]), found[2] or "not a line of a PO file") from None
    entries = [_entry(one) for one in file if not one.obsolete]
    _refuse_doubles(entries, shown_as)
    return Catalogue(
        path.stem, language, tuple(entries), tuple(_entry(one) for one in file if one.obsolete),
        file.header, dict(file.metadata), shown_as,
    )  # fmt: skip


def _fault(shown_as: str, line: int, message: str) -> ContentError:
    hint = "open it in a PO editor, or take the last good version"
    return ContentError([Finding(shown_as, line, 1 if line else 0, "Y01", message, hint)])


def _refuse_doubles(entries: list[Entry], shown_as: str) -> None:
    seen: dict[str, int] = {}
    findings = []
    for entry in entries:
        if entry.context in seen:
            message = f"'{entry.context}' stands in line {seen[entry.context]} already"
            findings.append(Finding(shown_as, entry.line, 1, "Y02", message, "delete one of them"))
        seen.setdefault(entry.context, entry.line)
    if findings:
        raise ContentError(findings)


def _entry(one: polib.POEntry) -> Entry:
    return Entry(
        context=one.msgctxt or "", english=one.msgid, translation=one.msgstr,
        fuzzy=FUZZY in one.flags, previous=one.previous_msgid,
        previous_context=one.previous_msgctxt,
        flags=tuple(flag for flag in one.flags if flag != FUZZY), comment=one.comment,
        note=one.tcomment, places=tuple(one.occurrences), line=one.linenum or 0,
    )  # fmt: skip


def as_text(catalogue: Catalogue) -> str:
    """Write a catalogue as a PO file: entries in order, obsolete ones last, one fixed width."""
    file = polib.POFile(wrapwidth=_WRAP)
    file.header = catalogue.header or HEADER
    file.metadata = {
        "Project-Id-Version": f"carefold {catalogue.module}",
        **catalogue.metadata,
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
    }
    if catalogue.language:
        file.metadata["Language"] = catalogue.language
    for entries, obsolete in ((catalogue.entries, False), (catalogue.obsolete, True)):
        for entry in entries:
            file.append(_written(entry, obsolete=obsolete))
    return str(file)


def _written(entry: Entry, *, obsolete: bool) -> polib.POEntry:
    # Readers skip the earlier English of an obsolete entry, so it is not written there.
    return polib.POEntry(
        msgctxt=entry.context, msgid=entry.english, msgstr=entry.translation,
        flags=[*([FUZZY] if entry.fuzzy else []), *entry.flags],
        previous_msgid=None if obsolete else entry.previous,
        previous_msgctxt=None if obsolete else entry.previous_context,
        comment="" if obsolete else entry.comment, tcomment=entry.note,
        occurrences=[] if obsolete else list(entry.places), obsolete=obsolete,
    )  # fmt: skip


def described(message: Message) -> Entry:
    """Make an entry without a translation: what we tell translators of a message."""
    comment = message.kind
    flags = []
    if message.max_length:
        comment += f", at most {message.max_length} characters"
        flags.append(f"{MAX_LENGTH}{message.max_length}")
    if message.same_ok:
        flags.append(SAME_OK)
    return Entry(
        message.context, message.english, comment=comment, flags=tuple(flags),
        places=((message.file, str(message.line)),),
    )  # fmt: skip


def template(module: Module) -> Catalogue:
    """Give a module's catalogue without translations: the POT file."""
    return Catalogue(module.name, "", tuple(described(one) for one in module.messages))
