"""What was made, from what: `build/manifest.json`.

One record a booklet, kept under the hash of its order: the hash of all it was
made from, and its files with theirs. Two builds may share a folder: each writes
its own records into what the file says at that moment.
"""

from __future__ import annotations

import contextlib
import fcntl
import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, field
from typing import Any

from generator import __version__
from generator.files import Folder, LocalFolder

SCHEMA = 5
NAME = "manifest.json"


@dataclass(frozen=True, slots=True)
class File:
    """One written file: its path from the build folder, its SHA-256 in hex."""

    path: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Scope:
    """Which content a booklet may depend on; enough to say whether any of it changed."""

    condition: str
    language: str
    clinic: str | None = None
    release: bool = False


@dataclass(frozen=True, slots=True)
class Record:
    """One booklet that was written."""

    name: str
    scope: Scope
    state: str
    """Hash of everything in its scope, with the program."""
    inputs: dict[str, str]
    """What it was made from, part by part: name → short hash."""
    pages: int
    empty: float
    """The share of its topic pages that stands empty, on average, 0 to 1."""
    files: dict[str, File]
    """By format."""
    topics: list[str] = field(default_factory=list)
    draft: bool = True
    findings: list[dict[str, object]] = field(default_factory=list)
    shown: dict[str, Any] = field(default_factory=dict)
    """What the gallery says of it, by the names of `gallery.Shown`."""

    def paths(self) -> list[str]:
        """Name its files."""
        return [file.path for file in self.files.values()]

    @classmethod
    def read(cls, kept: dict[str, object]) -> Record:
        """Make a record of what JSON gave; raise TypeError or KeyError for anything else."""
        values = dict(kept)
        scope, files = values.pop("scope"), values.pop("files")
        assert isinstance(scope, dict)
        assert isinstance(files, dict)
        return cls(
            scope=Scope(**scope),
            files={name: File(**file) for name, file in files.items()},
            **values,  # type: ignore[arg-type]
        )


class Manifest:
    """The records of a build folder, and which orders answer which request."""

    def __init__(self, folder: Folder, name: str = NAME) -> None:
        self.folder = folder
        self.name = name
        self.records, self.requests = self._read()
        self._changed: set[str] = set()
        self._asked: set[str] = set()

    def _read(self) -> tuple[dict[str, Record], dict[str, list[str]]]:
        try:
            kept = json.loads(self.folder.read(self.name) or b"")
            if kept["schema"] != SCHEMA:
                return {}, {}
            records = {order: Record.read(one) for order, one in kept["booklets"].items()}
            return records, dict(kept["requests"])
        except (ValueError, KeyError, TypeError, AttributeError, AssertionError):
            return {}, {}  # no manifest, or one that cannot be used: everything is made again

    def answer(self, request: str) -> list[Record] | None:
        """Give the records that answered a request; None unless there is one for each order."""
        found = [self.records.get(order) for order in self.requests.get(request, ())]
        return [one for one in found if one] if found and all(found) else None

    def intact(self, record: Record) -> bool:
        """Say whether every file of a record is still what was written."""
        return not list(self.spoilt(record))

    def spoilt(self, record: Record) -> Iterator[tuple[str, str]]:
        """Name files that are `missing` or `damaged`."""
        for file in record.files.values():
            digest = self.folder.digest(file.path)
            if digest != file.sha256:
                yield ("damaged" if digest else "missing"), file.path

    def add(self, order: str, record: Record) -> None:
        """Note a booklet that was written, or found to be as it would be made."""
        self.records[order] = record
        self._changed.add(order)

    def forget(self, order: str) -> None:
        """Drop a booklet that could not be made again, or is no longer wanted."""
        self.records.pop(order, None)
        self._changed.add(order)

    def answered(self, request: str, orders: Iterable[str]) -> None:
        """Note that a request was answered in full by some orders."""
        self.requests[request] = list(orders)
        self._asked.add(request)

    def write(self) -> None:
        """Write the manifest whole: what it says now, with this run's changes."""
        if not self._changed and not self._asked:
            return
        with locked(self.folder):
            records, requests = self._read()
            for order in self._changed:
                records.pop(order, None)
            made = {o: self.records[o] for o in self._changed if o in self.records}
            records = _not_overwritten(records, made) | made
            requests |= {name: self.requests[name] for name in self._asked}
            requests = {
                name: orders
                for name, orders in requests.items()
                if all(order in records for order in orders)
            }
            document = {
                "schema": SCHEMA,
                "program": __version__,
                "booklets": {order: asdict(one) for order, one in records.items()},
                "requests": requests,
            }
            text = json.dumps(document, indent=1, ensure_ascii=False, sort_keys=True)
            self.folder.write(self.name, text.encode())


def _not_overwritten(records: dict[str, Record], made: dict[str, Record]) -> dict[str, Record]:
    """Give the records whose files are still theirs, after some were made by other orders."""
    written = {file.path: file for one in made.values() for file in one.files.values()}
    return {
        order: one
        for order, one in records.items()
        if all(written.get(file.path, file) == file for file in one.files.values())
    }


@contextlib.contextmanager
def locked(folder: Folder) -> Iterator[None]:
    """Keep other builds of this machine from writing a manifest in the folder meanwhile.

    Far away there are no locks: builds that share such a folder are shards, and
    each shard has a manifest of its own.
    """
    if not isinstance(folder, LocalFolder):
        yield
        return
    folder.path.mkdir(parents=True, exist_ok=True)
    with (folder.path / ".manifest.lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
