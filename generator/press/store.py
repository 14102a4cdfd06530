"""Kept things under the hash of all they depend on; safe with several writers.

A name never changes its meaning, so a reader needs no lock: it finds a whole
file or none. What is damaged is made again.
"""

from __future__ import annotations

import contextlib
import os
import tempfile
from pathlib import Path

from generator.press.sheet import DamagedSheet, Sheet


class Store:
    """A folder of kept sheets and font subsets."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def sheet(self, key: str) -> Sheet | None:
        """Give a kept sheet; None if there is none or it is damaged."""
        data = self.get("sheets", key)
        if data is None:
            return None
        try:
            return Sheet.from_bytes(data)
        except (DamagedSheet, ValueError, KeyError, TypeError):
            return None

    def keep_sheet(self, key: str, sheet: Sheet) -> None:
        """Keep a sheet."""
        self.put("sheets", key, sheet.to_bytes())

    def get(self, kind: str, key: str) -> bytes | None:
        """Give kept bytes; None if there are none that can be read."""
        try:
            return self._path(kind, key).read_bytes()
        except OSError:
            return None

    def put(self, kind: str, key: str, data: bytes) -> None:
        """Keep bytes; a store that cannot be written to is no reason to stop."""
        with contextlib.suppress(OSError):
            write_whole(self._path(kind, key), data)

    def _path(self, kind: str, key: str) -> Path:
        return self.folder / kind / key[:2] / key


def write_whole(path: Path, data: bytes) -> None:
    """Write a file whole or not at all: temporary file, fsync, rename."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=".part-")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        Path(temporary).chmod(0o644)
        Path(temporary).replace(path)
    except BaseException:
        with contextlib.suppress(OSError):
            Path(temporary).unlink()
        raise
