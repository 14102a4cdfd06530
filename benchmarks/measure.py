"""How figures are compared: rivals take turns, medians, growth.

Rivals take turns (A B A B …), so that a slow minute of the machine hits both.
"""

from __future__ import annotations

import statistics
from collections.abc import Callable, Mapping, Sequence


class Skip(Exception):
    """Something cannot be measured here; the words say why."""


class Broken(Skip):
    """A program that is here failed; the words are its last."""


Figures = list[float] | Skip
"""What came out for a rival, or why nothing did."""


def in_turn(rivals: Mapping[str, Callable[[], float]], times: int) -> dict[str, Figures]:
    """Let rivals take turns; give each one's figures, or why it has none."""
    figures: dict[str, Figures] = {name: [] for name in rivals}
    for _ in range(times):
        for name, work in rivals.items():
            found = figures[name]
            if isinstance(found, Skip):
                continue
            try:
                found.append(work())
            except Skip as reason:
                figures[name] = reason
    return figures


def median(figures: Figures) -> float:
    """Give the middle one; raise Skip where there are no figures."""
    if isinstance(figures, Skip):
        raise figures
    return statistics.median(figures)


def pace(moments: Sequence[float]) -> float:
    """Give the seconds from one moment to the next, on average.

    Raises Skip with fewer than two moments.
    """
    if len(moments) < 2:
        raise Skip("fewer than two copies were written")
    ordered = sorted(moments)
    return (ordered[-1] - ordered[0]) / (len(ordered) - 1)


def drift(moments: Sequence[float], part: int) -> float:
    """Give the pace of the last `part` moments against that of the first `part`; 1 is steady."""
    ordered = sorted(moments)
    return pace(ordered[-part:]) / pace(ordered[:part])
