"""Under which name a sheet is kept: found without loading the typesetter."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

from generator.press.engine import engine
from generator.press.stack import Composition
from generator.render.document import Document
from generator.render.face import Face

FORMAT = 15
"""Raised whenever the making of sheets changes, so that kept ones are made again."""


def key(document: Document) -> str:
    """Give the name under which a document's sheet is kept: the hash of all it depends on."""
    digest = hashlib.sha256(f"{FORMAT} {engine()}\n".encode())
    values = (document.write_line_mm, document.least_pt, document.links, document.is_list)
    for part in (document.html, document.notes, repr(values)):
        digest.update(hashlib.sha256(part.encode()).digest())
    for part in (document.style, document.fonts):
        digest.update(_digest(part))
    for asset in document.assets:
        digest.update(f"{asset.url} {_file_digest(asset.path, _stamp(asset.path))}\n".encode())
    return digest.hexdigest()


def composition_key(
    made_of: Composition, sources: Sequence[str], faces: Sequence[Face], *, right_to_left: bool
) -> str:
    """Give the name under which a composed list is kept; `sources` are the keys of its sheets."""
    digests = [face.digest for face in faces]
    parts = (FORMAT, engine(), made_of, list(sources), digests, right_to_left)
    return hashlib.sha256(repr(parts).encode()).hexdigest()


@lru_cache(maxsize=64)  # all documents of a setting share their style
def _digest(text: str) -> bytes:
    return hashlib.sha256(text.encode()).digest()


def _stamp(path: Path) -> tuple[int, int]:
    stat = path.stat()
    return stat.st_mtime_ns, stat.st_size


@lru_cache(maxsize=512)
def _file_digest(path: Path, _stamp: tuple[int, int]) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
