"""What does jobs, here or on other machines: the one small interface that all else knows."""

from __future__ import annotations

import itertools
from abc import ABC, abstractmethod
from collections.abc import Callable, Hashable, Iterable, Iterator
from concurrent.futures import Future
from dataclasses import dataclass
from typing import Any, Generic, Self, TypeVar

from generator.batch.waiting import Task, Waiting

Job = TypeVar("Job")
Result = TypeVar("Result")

MAX_SECONDS = 300.0
"""Wall time after which a job counts as hung."""


@dataclass(frozen=True, slots=True)
class Done(Generic[Job, Result]):
    """A job that came back: with a result, or with the reason it has none."""

    job: Job
    result: Result | None
    failure: str = ""


class Workers(ABC):
    """Some workers that do jobs; what is under way when the block ends nobody waits for."""

    def __init__(
        self, count: int, prepare: Callable[[], None] | None = None, seconds: float = MAX_SECONDS
    ) -> None:
        self.count = max(1, count)
        self.prepare = prepare
        self.seconds = seconds
        self._waiting = Waiting()
        self._suspects: list[Task] = []
        """What a worker died with: each is tried once more, alone."""

    def __enter__(self) -> Self:
        return self

    @abstractmethod
    def __exit__(self, *_: object) -> None:
        """Forget what waits, and leave."""

    @abstractmethod
    def warm(self, work: Callable[[], object]) -> None:
        """Let workers do some `work`, such as imports, before there are jobs; do not wait."""

    def add(
        self,
        work: Callable[[Job], Any],
        job: Job,
        *,
        rank: int = 0,
        size: int = 0,
        setting: Hashable = None,
    ) -> None:
        """Queue a job; lower ranks go first, larger ones first among equals.

        Jobs of one `setting` go to one worker as long as others have enough to do.
        """
        self._waiting.add(Task(work, job, setting), rank=rank, size=size)

    def ready(self) -> Iterator[Done[Any, Any]]:
        """Yield what is done by now and keep the workers busy; wait for nothing."""
        self._fill()
        if any(future.done() for future in self._running()):
            yield from self._collect()
            self._fill()

    def results(self) -> Iterator[Done[Any, Any]]:
        """Yield each job as it is done, in any order; jobs may be added meanwhile."""
        while self._waiting or self._suspects or self._running():
            self._fill()
            if self._running():
                yield from self._collect()

    def do(self, work: Callable[[Job], Result], jobs: Iterable[Job]) -> Iterator[Done[Job, Result]]:
        """Do jobs in their order; take them from the iterable only as they can be done."""
        source = iter(jobs)
        for job in itertools.islice(source, self._depth()):
            self.add(work, job)
        for done in self.results():
            for job in itertools.islice(source, 1):
                self.add(work, job)
            yield done

    @abstractmethod
    def _depth(self) -> int:
        """Say how many jobs may be under way at once."""

    @abstractmethod
    def _running(self) -> list[Future[Any]]:
        """Give what is under way."""

    @abstractmethod
    def _fill(self) -> None:
        """Give workers what they can take of what waits."""

    @abstractmethod
    def _collect(self) -> Iterator[Done[Any, Any]]:
        """Wait until something that is under way ends, and yield all that did."""
