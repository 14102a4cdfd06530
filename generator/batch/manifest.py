"""What was made, from what: `build/manifest.json`.

A booklet is up to date when its record was made by the same program from the
same content, theme and options, and its file is still what was written.
"""

from __future__ import annotations

import hashlib
import importlib.metadata
import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from pathlib import Path

from generator import __version__
from generator.press.engine import engine
from generator.press.store import write_whole

SCHEMA = 1
NAME = "manifest.json"
LIBRARIES = (
    "weasyprint", "pydyf", "pikepdf", "jinja2", "markdown-it-py", "babel", "uharfbuzz", "pydantic",
    "pyyaml", "page-validation",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Record:
    """One written file."""

    path: str
    """From the build folder."""
    booklet: str
    format: str
    state: str
    """Hash of the content, theme and program it was made from."""
    sha256: str
    pages: int
    topics: list[str] = field(default_factory=list)
    draft: bool = True
    findings: list[dict[str, object]] = field(default_factory=list)


class Manifest:
    """The records of a build folder, and which files answered which request."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.records: dict[str, Record] = {}
        self.answers: dict[str, list[str]] = {}
        try:
            kept = json.loads((folder / NAME).read_text(encoding="utf-8"))
            if kept["schema"] == SCHEMA:
                self.records = {one["path"]: Record(**one) for one in kept["files"]}
                self.answers = dict(kept["answers"])
        except (OSError, ValueError, KeyError, TypeError):
            pass  # no manifest, or one that cannot be used: everything is made again

    def answer(self, request: str, state: str) -> list[Record] | None:
        """Give the files that answer a request; None unless each is still as it would be made."""
        records = [self.records.get(path) for path in self.answers.get(request, ())]
        found = [record for record in records if record and self._is_current(record, state)]
        return found if found and len(found) == len(records) else None

    def _is_current(self, record: Record, state: str) -> bool:
        return record.state == state and file_digest(self.folder / record.path) == record.sha256

    def add(self, record: Record) -> None:
        """Note a written file."""
        self.records[record.path] = record

    def answered(self, request: str, records: Iterable[Record]) -> None:
        """Note that a request was answered in full by some files."""
        self.answers[request] = sorted(record.path for record in records)

    def forget(self, path: str) -> None:
        """Drop a file that could not be made again."""
        self.records.pop(path, None)

    def write(self) -> None:
        """Write the manifest whole, in the order of paths."""
        files = [asdict(record) for _, record in sorted(self.records.items())]
        answers = {
            request: paths
            for request, paths in self.answers.items()
            if all(path in self.records for path in paths)
        }
        document = {
            "schema": SCHEMA, "program": __version__, "files": files, "answers": answers,
        }  # fmt: skip
        text = json.dumps(document, indent=1, ensure_ascii=False, sort_keys=True)
        write_whole(self.folder / NAME, text.encode())


def file_digest(path: Path) -> str:
    """Give the SHA-256 of a file, in hex; '' if it is not there."""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return ""


def state_of(folders: Iterable[Path]) -> str:
    """Hash every file under some folders, with the versions of program and libraries."""
    digest = hashlib.sha256(f"{__version__} {engine()}\n".encode())
    for name in LIBRARIES:
        digest.update(f"{name} {importlib.metadata.version(name)}\n".encode())
    for folder in folders:
        files = [folder] if folder.is_file() else sorted(folder.rglob("*"))
        for path in files:
            if path.is_file() and "__pycache__" not in path.parts:
                digest.update(f"{path.relative_to(folder)} {file_digest(path)}\n".encode())
    return digest.hexdigest()
