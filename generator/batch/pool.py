"""Worker processes of this machine: longest first, recycled, retried, reported.

Jobs wait here, not in a pool, so that what is urgent or long goes first, a worker stays with
what it knows, and memory stays small. Each worker is a pool of one process: one that dies takes
no other along (`BrokenProcessPool`). What it had been given is tried again, each job alone; a job
that dies twice is reported by name and the others go on. Workers are replaced after some jobs:
the typesetting engine grows by a little with each. (`max_tasks_per_child` would do that, but
hangs on Python 3.11: CPython 115634.)
"""

from __future__ import annotations

import multiprocessing
import os
import shutil
import signal
import tempfile
import threading
import time
from collections.abc import Callable, Hashable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from dataclasses import replace
from multiprocessing import connection
from typing import Any

from generator.batch.waiting import Task
from generator.batch.workers import MAX_SECONDS, Done, Workers

RECYCLE_AFTER = 1000
"""Jobs a worker does before it is replaced."""
AHEAD = 2
"""Jobs that a worker holds, the one under way included, so that it need not wait for its next."""


def default_jobs() -> int:
    """Give the number of processes this machine can run at once."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


class Pool(Workers):
    """Worker processes of this machine; started when first needed, ended with the block."""

    def __init__(
        self, count: int, prepare: Callable[[], None] | None = None, seconds: float = MAX_SECONDS
    ) -> None:
        super().__init__(count, prepare, seconds)
        self._workers = [_Worker(prepare) for _ in range(self.count)]

    def __exit__(self, *_: object) -> None:
        self._waiting.clear()
        for worker in self._workers:  # done, or interrupted: what they do now nobody waits for
            worker.kill()
        for worker in self._workers:
            worker.end()

    def warm(self, work: Callable[[], object]) -> None:
        """Start all processes and let each do `work`, such as imports, without waiting."""
        for worker in self._workers:
            worker.warm(work)

    def _depth(self) -> int:
        return AHEAD * self.count

    def _running(self) -> list[Future[Any]]:
        return [future for worker in self._workers for future in worker.running]

    def _fill(self) -> None:
        """Give every worker its next jobs: first one each, then one more where many wait."""
        for held in range(AHEAD):
            for worker in self._workers:
                if len(worker.running) == held and not worker.is_full:
                    self._give(worker)

    def _give(self, worker: _Worker) -> None:
        if self._suspects and not worker.running:  # alone: if it dies again, nothing else did it
            worker.take(self._suspects.pop(), alone=True)
        elif len(self._waiting) >= (self.count if worker.running else 1):
            others = {one.setting for one in self._workers if one is not worker}
            worker.take(self._waiting.take(worker.setting, others - {None}))

    def _collect(self) -> Iterator[Done[Any, Any]]:
        busy = [worker for worker in self._workers if worker.running]
        left = min(worker.since for worker in busy) + self.seconds - time.monotonic()
        futures = [future for worker in busy for future in worker.running]
        ended, _ = wait(futures, timeout=max(0.0, left), return_when=FIRST_COMPLETED)
        if not ended:
            for worker in busy:  # it hangs: its jobs come back as broken
                if worker.since + self.seconds <= time.monotonic():
                    worker.kill()
            ended, _ = wait(futures, return_when=FIRST_COMPLETED)
        for worker in busy:
            for task, future in worker.ended():
                yield from self._came_back(task, future)

    def _came_back(self, task: Task, future: Future[Any]) -> Iterator[Done[Any, Any]]:
        error = future.exception()
        if not isinstance(error, BrokenProcessPool):
            failure = "" if error is None else str(error) or type(error).__name__
            yield Done(task.job, None if error else future.result(), failure)
        elif task.tries:
            yield Done(task.job, None, "the worker died or hung twice over it")
        else:
            self._suspects.append(replace(task, tries=task.tries + 1))


class _Worker:
    """One process, started when first needed: what it was given, in order."""

    def __init__(self, prepare: Callable[[], None] | None) -> None:
        self.prepare = prepare
        self.running: dict[Future[Any], Task] = {}
        self.since = 0.0
        """When it began what it does now, on the monotonic clock."""
        self.setting: Hashable = None
        self._pool: ProcessPoolExecutor | None = None
        self._folder = ""
        self._given = 0
        self._is_alone = False

    @property
    def is_started(self) -> bool:
        return self._pool is not None

    @property
    def is_full(self) -> bool:
        """Say whether it must do what it has before it is given more."""
        return bool(self.running) and (
            self._is_alone or len(self.running) >= AHEAD or self._given >= RECYCLE_AFTER
        )

    def warm(self, work: Callable[[], object]) -> None:
        self._started().submit(work)

    def take(self, task: Task, *, alone: bool = False) -> None:
        """Take a task; nothing else is under way here if it is to be `alone`, or comes after."""
        if self._given >= RECYCLE_AFTER:
            self.end()
        try:
            future = self._started().submit(task.work, task.job)
        except BrokenProcessPool:  # it died while it had nothing to do, or just now
            if self.running:
                future = _lost()
            else:
                self.end()
                future = self._started().submit(task.work, task.job)
        if not self.running:
            self.since = time.monotonic()
        self.running[future] = task
        self.setting = task.setting
        self._is_alone = alone
        self._given += 1

    def ended(self) -> list[tuple[Task, Future[Any]]]:
        """Give the tasks that are done or lost; a process that is gone is replaced."""
        found = [(task, future) for future, task in self.running.items() if future.done()]
        if any(isinstance(future.exception(), BrokenProcessPool) for _, future in found):
            wait(self.running)  # what else it held is lost too
            found = [(task, future) for future, task in self.running.items()]
            self.running.clear()
            self.end()
        for _, future in found:
            self.running.pop(future, None)
        if found:
            self.since = time.monotonic()
        return found

    def kill(self) -> None:
        for process in list((getattr(self._pool, "_processes", None) or {}).values()):
            process.kill()

    def end(self) -> None:
        """End the process when it has done what it does; the next job starts another."""
        if self._pool is not None:
            self._pool.shutdown(wait=True, cancel_futures=True)
            self._pool = None
            self._given = 0
            self.running.clear()
        if self._folder:
            shutil.rmtree(self._folder, ignore_errors=True)
            self._folder = ""

    def _started(self) -> ProcessPoolExecutor:
        if self._pool is None:
            context = multiprocessing.get_context("spawn")  # a fork after Pango may crash
            # What it puts into temporary files goes with it, however it ends.
            self._folder = tempfile.mkdtemp(prefix="carefold-workers-")
            settings = (self._folder, self.prepare)
            self._pool = ProcessPoolExecutor(1, context, _set_up, settings)
        return self._pool


def _lost() -> Future[Any]:
    """Give the future of a job that was handed to a process that is gone."""
    future: Future[Any] = Future()
    future.set_exception(BrokenProcessPool())
    return future


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
