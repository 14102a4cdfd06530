"""Patterns for hyphens read when a word asks for them: German has 78,000, a table asks for some."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pyphen

DIGITS = dict.fromkeys(map(ord, "0123456789"))


class Patterns(dict[str, Any]):
    """Patterns by their letters; one is a line of the file until it is asked for."""

    def get(self, key: str, default: Any = None) -> Any:
        """Give where a pattern's values begin, and its values."""
        found = super().get(key, default)
        if isinstance(found, str):
            found = self[key] = _values(found)
        return found


def read_patterns_late() -> None:
    """Let the engine read a language's patterns in a tenth of the time."""
    whole = pyphen.HyphDict.__init__

    def read(hyphens: Any, path: Path) -> None:
        with path.open("rb") as file:
            encoding = file.readline().decode().strip()
        if encoding.lower() == "microsoft-cp1251":
            encoding = "cp1251"
        hyphens.patterns = Patterns()
        for line in path.read_text(encoding).split("\n")[1:]:
            pattern = line.strip()
            if not pattern or pattern.startswith(pyphen.ignored):
                continue
            if "/" in pattern or "^^" in pattern:
                whole(hyphens, path)
                return
            letters = pattern.translate(DIGITS)
            if len(letters) + pattern.count("0") < len(pattern):  # not zeros alone
                hyphens.patterns[letters] = pattern
        hyphens.cache = {}
        hyphens.maxlen = max(map(len, hyphens.patterns))

    pyphen.HyphDict.__init__ = read


def _values(pattern: str) -> tuple[int, tuple[int, ...]]:
    values = [int(digit or "0") for digit, _ in pyphen.parse(pattern)]
    used = [at for at, value in enumerate(values) if value]
    return used[0], tuple(values[used[0] : used[-1] + 1])
