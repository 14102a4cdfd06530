"""Jobs that wait: which of them a worker should do next."""

from __future__ import annotations

import heapq
import itertools
from collections.abc import Callable, Collection, Hashable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Task:
    """A job, what is to be done with it, and what it has in common with others."""

    work: Callable[[Any], Any]
    job: Any
    setting: Hashable = None
    """Of a tuple, the first part is what it costs a worker most to change."""
    tries: int = 0
    """How often a worker died over it."""


class Waiting:
    """Jobs by their settings: in each, lower ranks go first, larger ones first among equals."""

    def __init__(self) -> None:
        self._tasks: dict[Hashable, list[tuple[int, int, int, Task]]] = {}
        self._serial = itertools.count()
        self._count = 0

    def __len__(self) -> int:
        return self._count

    def add(self, task: Task, *, rank: int, size: int) -> None:
        """Queue a task."""
        entry = (rank, -size, next(self._serial), task)
        heapq.heappush(self._tasks.setdefault(task.setting, []), entry)
        self._count += 1

    def take(self, own: Hashable = None, held: Collection[Hashable] = ()) -> Task:
        """Take what goes next.

        A worker that stays with its `own` setting knows its styles and lines already, and with
        one like it the fonts; what others `held` they do themselves, and it takes that only when
        nothing else is left. Raises IndexError if nothing waits.
        """
        if not self._tasks:
            raise IndexError("no task waits")
        others = {_first(setting) for setting in held}

        def place(setting: Hashable) -> tuple[bool, int, bool, bool, bool, int, int]:
            rank, size, serial, _ = self._tasks[setting][0]
            first = _first(setting)
            far = setting != own, first in others, first != _first(own)
            return (setting in held, rank, *far, size, serial)

        setting = min(self._tasks, key=place)
        task = heapq.heappop(self._tasks[setting])[-1]
        if not self._tasks[setting]:
            del self._tasks[setting]
        self._count -= 1
        return task

    def clear(self) -> None:
        """Forget all."""
        self._tasks.clear()
        self._count = 0


def _first(setting: Hashable) -> Hashable:
    return setting[0] if isinstance(setting, tuple) else setting
