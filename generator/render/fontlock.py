"""Whether the font files are those that `fonts.yaml`, their lock, names by hash."""

from __future__ import annotations

from typing import Any

from generator.content.source import Source
from generator.render.face import Face
from generator.render.theme import Theme

LOCK = "fonts/fonts.yaml"


def hashes(theme: Theme) -> dict[str, str]:
    """Give the SHA-256 of every font file, by its path in the templates."""
    lock: Any = Source.read(theme.folder / LOCK, f"templates/{LOCK}").value
    return {
        f"fonts/{folder}/{name}": str(about["sha256"])
        for folder, family in lock.items()
        for name, about in family["files"].items()
    }


def fault(theme: Theme, face: Face) -> str:
    """Say what is wrong with a font file; '' if it is whole. Raises OSError if it is not there."""
    if not face.data.startswith(b"\x00\x01\x00\x00"):
        return f"{face.path.name} is not a TrueType file"
    known = {theme.folder / path: digest for path, digest in hashes(theme).items()}
    if face.path not in known:
        return f"{face.path.name} is not in {LOCK}"
    if face.digest != known[face.path]:
        return f"{face.path.name} is not the file that {LOCK} names"
    return ""
