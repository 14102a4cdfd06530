"""What a finished booklet must hold: said by the selection, not by the binding."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Expected:
    """What a booklet must hold, from the selection and not from the binding."""

    name: str
    topics: Sequence[tuple[str, str]]
    """(id, title) of every selected topic."""
    width_mm: float
    height_mm: float
    folded: bool
    fonts: Sequence[str]
    """The private family names; no other font may be in the file."""
    has_contents: bool = True
