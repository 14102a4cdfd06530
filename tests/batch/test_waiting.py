from __future__ import annotations

from collections.abc import Hashable

import pytest

from generator.batch.waiting import Task, Waiting


def queued(*jobs: tuple[str, Hashable, int, int]) -> Waiting:
    """Queue jobs: (name, setting, rank, size)."""
    waiting = Waiting()
    for name, setting, rank, size in jobs:
        waiting.add(Task(print, name, setting), rank=rank, size=size)
    return waiting


def test_the_urgent_goes_first_then_the_large_then_what_came_first() -> None:
    waiting = queued(("d", "x", 1, 3), ("b", "x", 1, 9), ("c", "x", 1, 9), ("a", "x", 0, 1))
    assert ["a", "b", "c", "d"] == [waiting.take().job for _ in range(4)]
    assert 0 == len(waiting)


def test_a_worker_takes_its_own_setting_first() -> None:
    waiting = queued(("large", "x", 1, 9), ("own", "y", 1, 1))
    assert "own" == waiting.take("y").job
    assert "large" == waiting.take("y").job


def test_what_is_urgent_goes_before_its_own() -> None:
    waiting = queued(("own", "y", 1, 9), ("urgent", "x", 0, 1))
    assert "urgent" == waiting.take("y").job


def test_what_another_holds_is_left_to_it_as_long_as_there_is_other_work() -> None:
    waiting = queued(("urgent", "held", 0, 9), ("free", "x", 1, 1))
    assert "free" == waiting.take("y", {"held"}).job
    assert "urgent" == waiting.take("y", {"held"}).job


def test_then_it_takes_a_setting_like_its_own_and_last_one_like_those_of_others() -> None:
    settings = [("es", "large"), ("de", "standard"), ("ar", "large"), ("ar", "standard")]
    waiting = queued(*((f"{a} {b}", (a, b), 1, 1) for a, b in settings))

    taken = [waiting.take(("ar", "standard"), {("es", "standard")}).job for _ in settings]

    assert ["ar standard", "ar large", "de standard", "es large"] == taken


def test_nothing_is_no_task() -> None:
    waiting = queued(("a", "x", 0, 0))
    waiting.clear()
    assert 0 == len(waiting)
    with pytest.raises(IndexError):
        waiting.take()
