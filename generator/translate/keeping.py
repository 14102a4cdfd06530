"""What was read from a file before, kept as JSON under the hash of that file.

A catalogue of 2,600 messages takes a quarter of a second to read; a build in eight languages would
wait two seconds before it began. What is kept can be thrown away at any time.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
from pathlib import Path
from typing import Any

from generator.files import write_whole

FORMAT = 1
"""Raised whenever what is kept changes its form."""
SIZE = hashlib.sha256().digest_size


def recall(folder: Path | None, data: bytes) -> Any:
    """Give what was kept of a file's bytes; None if there is nothing that is as it was written."""
    if folder is None:
        return None
    with contextlib.suppress(OSError, ValueError):
        kept = _path(folder, data).read_bytes()
        if hashlib.sha256(kept[SIZE:]).digest() == kept[:SIZE]:
            return json.loads(kept[SIZE:])
    return None


def keep(folder: Path | None, data: bytes, value: object) -> None:
    """Keep what was read of a file's bytes; a folder that cannot be written is no matter."""
    if folder is None:
        return
    body = json.dumps(value, ensure_ascii=False).encode()
    with contextlib.suppress(OSError):
        write_whole(_path(folder, data), hashlib.sha256(body).digest() + body, sync=False)


def _path(folder: Path, data: bytes) -> Path:
    digest = hashlib.sha256(b"%d\n%s" % (FORMAT, data)).hexdigest()
    return folder / digest[:2] / digest
