"""A font file as pages use it: a private family name, a weight, the file."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path


@dataclass(frozen=True)
class Face:
    """One font file as the pages use it."""

    family: str
    weight: int
    path: Path

    @property
    def url(self) -> str:
        """The name under which style sheets ask for it."""
        return f"asset:fonts/{self.path.name}"

    @property
    def resource(self) -> str:
        """Its name on pages: `CF-Atkinson-700`."""
        return f"{self.family.replace(' ', '-')}-{self.weight}"

    @cached_property
    def data(self) -> bytes:
        """The whole font file."""
        return self.path.read_bytes()

    @cached_property
    def characters(self) -> frozenset[int]:
        """The code points it has glyphs for."""
        from fontTools.ttLib import TTFont  # only preflight of text asks; the press never does

        with TTFont(self.path, lazy=True) as font:
            return frozenset(font.getBestCmap())

    def cut(self, text: str) -> bytes:
        """Give the file with no more glyphs than a text takes, however it is shaped and sized."""
        import uharfbuzz  # only the web page asks

        choice = uharfbuzz.SubsetInput()
        choice.unicode_set.update(map(ord, text))
        return bytes(uharfbuzz.subset(uharfbuzz.Face(self.data), choice).blob.data)

    @cached_property
    def digest(self) -> str:
        """SHA-256 of the file, in hex."""
        return hashlib.sha256(self.data).hexdigest()

    def __getstate__(self) -> dict[str, object]:
        """Travel to other processes without the file's bytes, which they can read."""
        return {"family": self.family, "weight": self.weight, "path": self.path}
