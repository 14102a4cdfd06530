"""The same jobs on the workers of a Dask cluster, which somebody else started.

Dask gives the work of a worker that dies to the others. A job that its workers
died over is tried once more when nothing else is under way, so that no job is
blamed for what ran beside it. A worker that would not make the same pages, byte
for byte, is refused: before the first job, or when it joins later.
"""

from __future__ import annotations

import contextlib
import itertools
import platform
import secrets
import time
from collections.abc import Callable, Hashable, Iterator
from concurrent.futures import FIRST_COMPLETED, Executor, Future, wait
from dataclasses import replace
from functools import lru_cache
from typing import Any

from generator import __version__
from generator.batch.address import safe
from generator.batch.alike import (
    WORKER_COMMAND,
    Facts,
    UnlikeWorker,
    facts,
    refuse_threads,
    refuse_unlike,
)
from generator.batch.waiting import Task
from generator.batch.workers import MAX_SECONDS, Done, Workers
from generator.findings import EnvironmentProblem

try:
    import distributed
    from distributed.scheduler import KilledWorker
except ImportError as error:
    raise EnvironmentProblem(
        "a cluster needs packages that are not installed",
        "python -m pip install 'carefold[cluster]'",
    ) from error

dask: Any = distributed
"""Dask without its types, which cover a part of it only."""
TLS = "DASK_DISTRIBUTED__COMM__TLS__"
"""How the variables begin that name the certificates, as Dask's own tools want them."""
CONNECT_SECONDS = 15
COUNT_EVERY_SECONDS = 5
"""Workers come and go; to ask for each job would take longer than some jobs."""


class Cluster(Workers):
    """The workers behind a scheduler's address; one job each at a time.

    Raises EnvironmentProblem when it is made with an address that cannot be used
    safely, and at the first job if the cluster cannot be reached or differs.
    """

    def __init__(
        self,
        address: str,
        prepare: Callable[[], None] | None = None,
        seconds: float = MAX_SECONDS,
    ) -> None:
        super().__init__(1, prepare, seconds)
        self.address = safe(address)
        self._client: Any = None
        self._pool: Executor | None = None
        self._tasks: dict[Future[Any], tuple[Task, float]] = {}
        self._serial = itertools.count()
        self._setting: Hashable = None
        self._keys: dict[Future[Any], str] = {}
        self._facts: Facts = ()
        self._run = secrets.token_hex(8)
        self._counted = 0.0

    def __exit__(self, *_: object) -> None:
        self._waiting.clear()
        self._end()

    def warm(self, work: Callable[[], object]) -> None:
        """Let workers do some `work`, such as imports, once they are prepared; do not wait."""
        pool = self._started()
        for _ in range(self._present()):
            pool.submit(_do, _alone, work, self.prepare, self._facts)

    def ready(self) -> Iterator[Done[Any, Any]]:
        """Yield what is done by now and keep the workers busy; wait for nothing."""
        with self._noticing():
            yield from super().ready()

    def results(self) -> Iterator[Done[Any, Any]]:
        """Yield each job as it is done, in any order; jobs may be added meanwhile."""
        with self._noticing():
            yield from super().results()

    @contextlib.contextmanager
    def _noticing(self) -> Iterator[None]:
        try:
            yield
        except (OSError, distributed.client.ClosedClientError) as error:
            raise self._lost() from error

    def _running(self) -> list[Future[Any]]:
        return list(self._tasks)

    def _depth(self) -> int:
        """Say how many jobs are under way at once: two for each worker, so that none waits."""
        return 2 * self._present()

    def _present(self) -> int:
        """Count the workers that are there now."""
        self._started()
        now = time.monotonic()
        if now - self._counted > COUNT_EVERY_SECONDS:
            self.count = max(1, len(self._client.nthreads()))
            self._counted = now
        return self.count

    def _fill(self) -> None:
        if not self._waiting:
            if self._suspects and not self._tasks:
                self._submit(self._suspects.pop())
            return
        depth = self._depth()
        while self._waiting and len(self._tasks) < depth:
            task = self._waiting.take(self._setting)  # so that workers need few at a time
            self._setting = task.setting
            self._submit(task)

    def _submit(self, task: Task) -> None:
        key = f"carefold-{self._run}-{next(self._serial)}"
        pool: Any = self._started()  # Dask's `submit` takes a key too
        future = pool.submit(_do, task.work, task.job, self.prepare, self._facts, key=key)
        self._tasks[future] = (task, time.monotonic())
        self._keys[future] = key

    def _collect(self) -> Iterator[Done[Any, Any]]:
        oldest = min(self._tasks, key=lambda future: self._tasks[future][1])
        left = self._tasks[oldest][1] + self.seconds - time.monotonic()
        ended, _ = wait(self._tasks, timeout=max(0.0, left), return_when=FIRST_COMPLETED)
        if not ended:
            yield from self._overdue(oldest)
        for future in ended:
            yield from self._ended(future)

    def _ended(self, future: Future[Any]) -> Iterator[Done[Any, Any]]:
        task = self._take(future)
        if future.cancelled():
            raise self._lost()
        error = future.exception()
        if isinstance(error, UnlikeWorker):
            raise error
        if isinstance(error, KilledWorker) and not task.tries:
            self._suspects.append(replace(task, tries=task.tries + 1))
        elif isinstance(error, KilledWorker):
            yield Done(task.job, None, "the workers died over it")
        elif error is not None:
            yield Done(task.job, None, str(error) or type(error).__name__)
        else:
            yield Done(task.job, future.result())

    def _overdue(self, future: Future[Any]) -> Iterator[Done[Any, Any]]:
        """End a job that hangs, with its worker; one that only waits is left to wait."""
        holders = [
            worker
            for worker, keys in self._client.processing().items()
            if self._keys[future] in keys
        ]
        if not holders and not self._client.nthreads():
            raise EnvironmentProblem(
                f"no worker of the cluster at {self.address} is left",
                f"start some ({WORKER_COMMAND}) and repeat the command: what was done is kept",
            )
        if holders:
            task = self._take(future)
            future.cancel()
            self._client.restart_workers(holders, raise_for_error=False)
            yield Done(task.job, None, f"it did not end in {self.seconds:g} seconds")
        now = time.monotonic()  # the others may have waited behind it
        self._tasks = {future: (task, now) for future, (task, _) in self._tasks.items()}

    def _lost(self) -> EnvironmentProblem:
        return EnvironmentProblem(
            f"the scheduler at {self.address} went away",
            "start it again and repeat the command: what was done is kept",
        )

    def _take(self, future: Future[Any]) -> Task:
        del self._keys[future]
        task, _ = self._tasks.pop(future)
        return task

    def _started(self) -> Executor:
        if self._pool is None:
            self._pool = self._start()
        return self._pool

    def _start(self) -> Executor:
        try:
            self._client = _connect(self.address)
            self._facts = facts()
            _compare(self._client, self._facts)
        except BaseException:
            self._end()
            raise
        executor: Executor = self._client.get_executor(pure=False)
        return executor

    def _end(self) -> None:
        """Leave the cluster; its workers are not ours to end."""
        if self._client is not None:
            for future in self._tasks:
                future.cancel()
            self._client.close()
        self._client = self._pool = None
        self._tasks.clear()
        self._keys.clear()


def _do(
    work: Callable[[Any], Any], job: Any, prepare: Callable[[], None] | None, wanted: Facts
) -> Any:
    """Do a job in a worker, after the worker was compared and prepared once."""
    _ready(prepare, wanted)
    return work(job)


def _alone(work: Callable[[], object]) -> None:
    work()


@lru_cache(maxsize=4)
def _ready(prepare: Callable[[], None] | None, wanted: Facts) -> None:
    """Compare and prepare this process: it may have joined when the first jobs were done."""
    refuse_unlike(platform.node(), facts(), wanted)
    refuse_threads(platform.node(), dask.get_worker().state.nthreads)
    if prepare is not None:
        prepare()


def _compare(client: Any, wanted: Facts) -> None:
    for address, threads in client.nthreads().items():
        refuse_threads(address, threads)
    for address, found in client.run(_introduce, on_error="return").items():
        if isinstance(found, BaseException):
            raise UnlikeWorker(
                f"the worker {address} cannot run Carefold: {found}",
                f"install carefold {__version__} there, with the same packages",
            ) from found
        host, its_facts = found
        refuse_unlike(host, its_facts, wanted)


def _introduce() -> tuple[str, Facts]:
    return platform.node(), facts()


def _connect(address: str) -> Any:
    """Reach the scheduler, and wait for a first worker."""
    try:
        security = dask.Security(require_encryption=address.startswith("tls:"))
        if address.startswith("tls:") and not security.get_connection_args("client")["ssl_context"]:
            raise EnvironmentProblem(
                "no certificates are named for the cluster",
                f"set {TLS}CA_FILE, {TLS}CLIENT__CERT and {TLS}CLIENT__KEY",
            )
        client = dask.Client(
            address, security=security, timeout=CONNECT_SECONDS, set_as_default=False
        )
    except (OSError, ValueError) as error:  # ssl.SSLError is an OSError
        raise EnvironmentProblem(
            f"the scheduler at {address} cannot be reached: {error}",
            "check that it runs, its address, and that its certificate is from the same authority",
        ) from error
    try:
        client.wait_for_workers(1, timeout=CONNECT_SECONDS)
    except TimeoutError as error:
        client.close()
        raise EnvironmentProblem(
            f"the scheduler at {address} has no workers", f"start some: {WORKER_COMMAND}"
        ) from error
    return client
