"""Worker processes behind one small wrapper: recycled, retried, reported.

A process that dies takes its pool with it (`BrokenProcessPool`), so what was
under way is tried again, each job alone; a job that dies twice is reported by
name and the others go on. Workers are replaced after some jobs: the typesetting
engine grows by a little with each.
"""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from typing import Generic, TypeVar

Job = TypeVar("Job")
Result = TypeVar("Result")

RECYCLE_AFTER = 200
"""Jobs a worker does, on average, before it is replaced."""
MAX_SECONDS = 300.0
"""Wall time after which workers that give nothing back count as hung."""


@dataclass(frozen=True, slots=True)
class Done(Generic[Job, Result]):
    """A job that came back: with a result, or with the reason it has none."""

    job: Job
    result: Result | None
    failure: str = ""


def default_jobs() -> int:
    """Give the number of processes this machine can run at once."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


class Workers:
    """Some processes that do jobs; started when first needed, ended with the block."""

    def __init__(
        self, count: int, prepare: Callable[[], None] | None = None, seconds: float = MAX_SECONDS
    ) -> None:
        self.count = max(1, count)
        self.prepare = prepare
        self.seconds = seconds
        self._pool: ProcessPoolExecutor | None = None
        self._given = 0

    def __enter__(self) -> Workers:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        self._end(kill=kind is not None)  # interrupted: end the workers rather than wait

    def do(self, work: Callable[[Job], Result], jobs: Sequence[Job]) -> Iterator[Done[Job, Result]]:
        """Do jobs; yield each as it is done, in any order."""
        waiting = list(jobs)
        while waiting:
            batch = max(1, RECYCLE_AFTER * self.count - self._given)
            now, waiting = waiting[:batch], waiting[batch:]
            lost: list[Job] = []
            yield from self._round(work, now, lost)
            for job in lost:  # one at a time, so that the one that kills is known
                again: list[Job] = []
                yield from self._round(work, [job], again)
                if again:
                    yield Done(job, None, "the worker died or hung twice over it")
            if self._given >= RECYCLE_AFTER * self.count:
                self._end()

    def _round(
        self, work: Callable[[Job], Result], jobs: Sequence[Job], lost: list[Job]
    ) -> Iterator[Done[Job, Result]]:
        pending: dict[Future[Result], Job] = {}
        for job in jobs:
            try:
                pending[self._started().submit(work, job)] = job
            except BrokenProcessPool:  # a worker died: just now, or while it had nothing to do
                if pending:
                    lost.append(job)
                    continue
                self._end()
                pending[self._started().submit(work, job)] = job
        pool = self._started()
        self._given += len(jobs)
        while pending:
            try:
                future = next(as_completed(pending, timeout=self.seconds))
            except TimeoutError:
                _kill(pool)
                continue
            job = pending.pop(future)
            error = future.exception()
            if isinstance(error, BrokenProcessPool):
                lost.append(job)
            elif error is not None:
                yield Done(job, None, str(error) or type(error).__name__)
            else:
                yield Done(job, future.result())
        if lost:
            self._end()

    def _started(self) -> ProcessPoolExecutor:
        if self._pool is None:
            context = multiprocessing.get_context("spawn")  # a fork after Pango may crash
            self._pool = ProcessPoolExecutor(self.count, context, self.prepare)
            self._given = 0
        return self._pool

    def _end(self, *, kill: bool = False) -> None:
        if self._pool is not None:
            if kill:
                _kill(self._pool)
            self._pool.shutdown(wait=True, cancel_futures=True)
            self._pool = None
            self._given = 0


def _kill(pool: ProcessPoolExecutor) -> None:
    for process in list((pool._processes or {}).values()):
        process.kill()
