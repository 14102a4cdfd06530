"""Faults of a machine, set up in worker processes, which import this file only."""

from __future__ import annotations

import errno
import os
from pathlib import Path
from typing import Any

from generator import files
from generator.press.typeset import prepare_process

write_whole = files.write_whole


def full_disk(folder: Path, room: int) -> None:
    """Set a worker up whose disk has room for some files in a folder and no more."""
    prepare_process()
    written: list[Path] = []

    def write(path: Path, data: bytes, **how: Any) -> None:
        if path.is_relative_to(folder):
            if len(written) == room:
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
            written.append(path)
        write_whole(path, data, **how)

    files.write_whole = write


def read_only(folder: Path) -> None:
    """Set a worker up that may read a folder and not write it."""
    full_disk(folder, 0)
