"""Worker processes behind one small wrapper: longest first, recycled, retried, reported.

Jobs wait here, not in the pool, so that what is urgent or long goes first and
memory stays small. A process that dies takes its pool with it
(`BrokenProcessPool`): what was under way is tried again, each job alone; a job
that dies twice is reported by name and the others go on. Workers are replaced
after some jobs: the typesetting engine grows by a little with each.
(`max_tasks_per_child` would do that, but hangs on Python 3.11: CPython 115634.)
"""

from __future__ import annotations

import heapq
import itertools
import multiprocessing
import os
import shutil
import signal
import tempfile
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Executor, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from multiprocessing import connection
from typing import Any, Generic, TypeVar

Job = TypeVar("Job")
Result = TypeVar("Result")

RECYCLE_AFTER = 400
"""Jobs a worker does, on average, before it is replaced."""
MAX_SECONDS = 300.0
"""Wall time after which a job counts as hung."""


@dataclass(frozen=True, slots=True)
class Done(Generic[Job, Result]):
    """A job that came back: with a result, or with the reason it has none."""

    job: Job
    result: Result | None
    failure: str = ""


@dataclass(frozen=True, slots=True)
class _Task:
    work: Callable[[Any], Any]
    job: Any
    tries: int = 0


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
        self._waiting: list[tuple[int, int, int, _Task]] = []
        self._suspects: list[_Task] = []
        self._running: dict[Future[Any], tuple[_Task, float]] = {}
        self._serial = itertools.count()
        self._pool: Executor | None = None
        self._folder: str | None = None
        self._given = 0

    def __enter__(self) -> Workers:
        return self

    def __exit__(self, *_: object) -> None:
        self._waiting.clear()
        self._end(kill=True)  # done, or interrupted: what they do now nobody waits for

    def warm(self, work: Callable[[], object], count: int | None = None) -> None:
        """Start processes and let some (all) do `work`, such as imports, without waiting."""
        pool = self._started()
        for _ in range(self.count if count is None else min(count, self.count)):
            pool.submit(work)

    def add(self, work: Callable[[Job], Any], job: Job, *, rank: int = 0, size: int = 0) -> None:
        """Queue a job; lower ranks go first, larger ones first among equals."""
        heapq.heappush(self._waiting, (rank, -size, next(self._serial), _Task(work, job)))

    def ready(self) -> Iterator[Done[Any, Any]]:
        """Yield what is done by now and keep the workers busy; wait for nothing."""
        self._fill()
        if any(future.done() for future in self._running):
            yield from self._collect()
            self._fill()

    def results(self) -> Iterator[Done[Any, Any]]:
        """Yield each job as it is done, in any order; jobs may be added meanwhile."""
        while self._waiting or self._suspects or self._running:
            self._fill()
            yield from self._collect()

    def do(self, work: Callable[[Job], Result], jobs: Iterable[Job]) -> Iterator[Done[Job, Result]]:
        """Do jobs in their order; take them from the iterable only as they can be done."""
        source = iter(jobs)
        window = self._depth()
        for job in itertools.islice(source, window):
            self.add(work, job)
        for done in self.results():
            for job in itertools.islice(source, 1):
                self.add(work, job)
            yield done

    def _depth(self) -> int:
        """Say how many jobs are under way at once: one waits, so that no worker has to."""
        return self.count + 1

    def _fill(self) -> None:
        if self._suspects:  # one at a time, so that the one that kills is known
            if not self._running:
                self._submit(self._suspects.pop())
            return
        if self._given >= RECYCLE_AFTER * self.count:
            if self._running:
                return
            self._end()
        while self._waiting and len(self._running) < self._depth():
            self._submit(heapq.heappop(self._waiting)[-1])
            if self._suspects:
                return

    def _submit(self, task: _Task) -> None:
        try:
            future = self._started().submit(task.work, task.job)
        except BrokenProcessPool:  # a worker died: just now, or while it had nothing to do
            if self._running:
                self._suspects.append(task)
                return
            self._end()
            future = self._started().submit(task.work, task.job)
        self._running[future] = (task, time.monotonic())
        self._given += 1

    def _collect(self) -> Iterator[Done[Any, Any]]:
        """Wait for a job to end, and yield all that did."""
        if not self._running:
            return
        oldest = min(started for _, started in self._running.values())
        left = oldest + self.seconds - time.monotonic()
        ended, _ = wait(self._running, timeout=max(0.0, left), return_when=FIRST_COMPLETED)
        if not ended:
            self._kill()  # something hangs: every running job comes back as broken
            ended, _ = wait(self._running)
        broken = False
        for future in ended:
            task, _ = self._running.pop(future)
            error = future.exception()
            if isinstance(error, BrokenProcessPool):
                broken = True
                yield from self._again(task)
            elif error is not None:
                yield Done(task.job, None, str(error) or type(error).__name__)
            else:
                yield Done(task.job, future.result())
        if broken:
            yield from self._after_a_death()

    def _again(self, task: _Task) -> Iterator[Done[Any, Any]]:
        if task.tries:
            yield Done(task.job, None, "the worker died or hung twice over it")
        else:
            self._suspects.append(_Task(task.work, task.job, task.tries + 1))

    def _after_a_death(self) -> Iterator[Done[Any, Any]]:
        """Take back all that was under way when a worker died, and begin with new ones."""
        for future in list(self._running):
            task, _ = self._running.pop(future)
            if isinstance(future.exception(), BrokenProcessPool):
                yield from self._again(task)
            else:
                yield Done(task.job, future.result())
        self._end()

    def _started(self) -> Executor:
        if self._pool is None:
            self._pool = self._start()
            self._given = 0
        return self._pool

    def _start(self) -> Executor:
        context = multiprocessing.get_context("spawn")  # a fork after Pango may crash
        # What workers put into temporary files goes with them, however they end.
        self._folder = tempfile.mkdtemp(prefix="carefold-workers-")
        settings = (self._folder, self.prepare)
        return ProcessPoolExecutor(self.count, context, _set_up, settings)

    def _end(self, *, kill: bool = False) -> None:
        if self._pool is not None:
            if kill:
                self._kill()
            self._pool.shutdown(wait=True, cancel_futures=True)
            self._pool = None
            self._given = 0
            self._running.clear()
        if self._folder is not None:
            shutil.rmtree(self._folder, ignore_errors=True)
            self._folder = None

    def _kill(self) -> None:
        for process in list((getattr(self._pool, "_processes", None) or {}).values()):
            process.kill()


def _set_up(folder: str, prepare: Callable[[], None] | None) -> None:
    """Set a worker up: it leaves Ctrl-C to its parent, and ends when the parent is gone."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    tempfile.tempdir = folder
    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=_end_with, args=(parent.sentinel, folder), daemon=True).start()
    if prepare is not None:
        prepare()


def _end_with(sentinel: int, folder: str) -> None:
    connection.wait([sentinel])
    shutil.rmtree(folder, ignore_errors=True)
    os._exit(1)  # a killed parent cannot say goodbye; half-done work is in memory only
