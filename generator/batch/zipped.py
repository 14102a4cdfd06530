"""Copies in one ZIP file, written as they come: whole when it has its name, or not there."""

from __future__ import annotations

import contextlib
import os
import tempfile
import zipfile
from pathlib import Path
from types import TracebackType

from generator.files import PART

LIST = "copies.csv"
"""Says which file is which row; the sender's own list says who that is."""
STAMP = (1980, 1, 1, 0, 0, 0)
"""The earliest time a ZIP can say: the same copies give the same bytes."""


class Zip:
    """A ZIP file under way; it gets its name at the end of the block."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._whole = True

    def __enter__(self) -> Zip:
        handle, self._temporary = tempfile.mkstemp(dir=self.path.parent, prefix=PART)
        self._file = os.fdopen(handle, "wb")  # only its owner may read it
        self._zip = zipfile.ZipFile(self._file, "w", zipfile.ZIP_STORED, allowZip64=True)
        self._list = tempfile.TemporaryFile("w+", encoding="utf-8")
        self._list.write("row,file,sha256\n")
        return self

    def add(self, name: str, data: bytes, row: int, sha256: str) -> None:
        """Add a copy; PDF is compressed already."""
        self._zip.writestr(_entry(name), data)
        self._list.write(f"{row},{name},{sha256}\n")

    def give_up(self) -> None:
        """Leave no file: a ZIP that lacks some copies would be taken for all of them."""
        self._whole = False

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        try:
            if kind is None and self._whole:
                self._finish()
        finally:
            with contextlib.suppress(OSError):  # it may have to write, and nothing depends on it
                self._zip.close()
            self._list.close()
            self._file.close()
            with contextlib.suppress(OSError):
                Path(self._temporary).unlink()

    def _finish(self) -> None:
        self._list.seek(0)
        self._zip.writestr(_entry(LIST), self._list.read())
        self._zip.close()
        self._file.flush()
        os.fsync(self._file.fileno())
        Path(self._temporary).replace(self.path)


def _entry(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, STAMP)
    entry.external_attr = 0o600 << 16
    return entry
