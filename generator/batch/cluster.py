"""The same jobs on the workers of a Dask cluster, which somebody else started.

Dask gives the work of a worker that dies to the others. A job that its workers
died over is tried once more when nothing else is under way, so that no job is
blamed for what ran beside it. A worker that would not make the same pages, byte
for byte, is refused: before the first job, or when it joins later.
"""

from __future__ import annotations

import contextlib
import hashlib
import importlib.metadata
import ipaddress
import itertools
import os
import platform
import secrets
import time
from collections.abc import Callable, Hashable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Executor, Future, wait
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from generator import __version__
from generator.batch.current import LIBRARIES
from generator.batch.pool import MAX_SECONDS, Done, Job, Result, Workers
from generator.batch.waiting import Task
from generator.findings import EnvironmentProblem
from generator.press.engine import engine
from generator.project import supplied

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
PLAIN = "CAREFOLD_CLUSTER_PLAIN"
"""Set to 1 by who answers for the network between client and cluster."""
TLS = "DASK_DISTRIBUTED__COMM__TLS__"
"""How the variables begin that name the certificates, as Dask's own tools want them."""
CONNECT_SECONDS = 15
COUNT_EVERY_SECONDS = 5
"""Workers come and go; to ask for each job would take longer than some jobs."""
WORKER_COMMAND = "dask worker ADDRESS --nthreads 1 --no-dashboard"
Facts = tuple[tuple[str, str], ...]


class UnlikeWorker(EnvironmentProblem):
    """A worker would make other pages than this machine."""


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
        self.address = _safe(address)
        self._client: Any = None
        self._pool: Executor | None = None
        self._running: dict[Future[Any], tuple[Task, float]] = {}
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
        for _ in range(self.count):
            pool.submit(_do, _alone, work, self.prepare, self._facts)

    def do(self, work: Callable[[Job], Result], jobs: Iterable[Job]) -> Iterator[Done[Job, Result]]:
        """Do jobs in their order; take them from the iterable only as they can be done."""
        self._started()  # how many can be done at once is known only then
        yield from super().do(work, jobs)

    def ready(self) -> Iterator[Done[Any, Any]]:
        """Yield what is done by now and keep the workers busy; wait for nothing."""
        with self._noticing():
            self._fill()
            if any(future.done() for future in self._running):
                yield from self._collect()
                self._fill()

    def results(self) -> Iterator[Done[Any, Any]]:
        """Yield each job as it is done, in any order; jobs may be added meanwhile."""
        with self._noticing():
            while self._waiting or self._suspects or self._running:
                self._fill()
                yield from self._collect()

    @contextlib.contextmanager
    def _noticing(self) -> Iterator[None]:
        try:
            yield
        except (OSError, distributed.client.ClosedClientError) as error:
            raise self._lost() from error

    def _depth(self) -> int:
        """Say how many jobs are under way at once: two for each worker, so that none waits."""
        now = time.monotonic()
        if self._client is not None and now - self._counted > COUNT_EVERY_SECONDS:
            self.count = max(1, len(self._client.nthreads()))
            self._counted = now
        return 2 * self.count

    def _fill(self) -> None:
        if not self._waiting:
            if self._suspects and not self._running:
                self._submit(self._suspects.pop())
            return
        depth = self._depth()
        while self._waiting and len(self._running) < depth:
            task = self._waiting.take(self._setting)  # so that workers need few at a time
            self._setting = task.setting
            self._submit(task)

    def _submit(self, task: Task) -> None:
        key = f"carefold-{self._run}-{next(self._serial)}"
        pool: Any = self._started()  # Dask's `submit` takes a key too
        future = pool.submit(_do, task.work, task.job, self.prepare, self._facts, key=key)
        self._running[future] = (task, time.monotonic())
        self._keys[future] = key

    def _collect(self) -> Iterator[Done[Any, Any]]:
        if not self._running:
            return
        oldest = min(self._running, key=lambda future: self._running[future][1])
        left = self._running[oldest][1] + self.seconds - time.monotonic()
        ended, _ = wait(self._running, timeout=max(0.0, left), return_when=FIRST_COMPLETED)
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
        self._running = {future: (task, now) for future, (task, _) in self._running.items()}

    def _lost(self) -> EnvironmentProblem:
        return EnvironmentProblem(
            f"the scheduler at {self.address} went away",
            "start it again and repeat the command: what was done is kept",
        )

    def _take(self, future: Future[Any]) -> Task:
        del self._keys[future]
        task, _ = self._running.pop(future)
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
        self._depth()
        executor: Executor = self._client.get_executor(pure=False)
        return executor

    def _end(self) -> None:
        """Leave the cluster; its workers are not ours to end."""
        if self._client is not None:
            for future in self._running:
                future.cancel()
            self._client.close()
        self._client = self._pool = None
        self._running.clear()
        self._keys.clear()


def facts() -> Facts:
    """Name all that decides how pages come out on this machine, with its version or hash."""
    try:
        named = (part.partition(" ") for part in engine().split(", "))
        versions = {name: version for name, _, version in named}
    except EnvironmentProblem:
        versions = {"pango": "missing"}
    found = {
        "carefold": __version__,
        "python": ".".join(platform.python_version_tuple()[:2]),
        "the program's files": _tree(Path(__file__).resolve().parents[1], "*.py"),
        "the templates": _tree(supplied("templates"), "*"),
        **versions,
        **{name: importlib.metadata.version(name) for name in (*LIBRARIES, "distributed")},
    }
    return tuple(sorted(found.items()))


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
    _refuse_unlike(platform.node(), facts(), wanted)
    _refuse_threads(platform.node(), dask.get_worker().state.nthreads)
    if prepare is not None:
        prepare()


def _compare(client: Any, wanted: Facts) -> None:
    for address, threads in client.nthreads().items():
        _refuse_threads(address, threads)
    for address, found in client.run(_introduce, on_error="return").items():
        if isinstance(found, BaseException):
            raise UnlikeWorker(
                f"the worker {address} cannot run Carefold: {found}",
                f"install carefold {__version__} there, with the same packages",
            ) from found
        host, its_facts = found
        _refuse_unlike(host, its_facts, wanted)


def _introduce() -> tuple[str, Facts]:
    return platform.node(), facts()


def _refuse_unlike(host: str, found: Facts, wanted: Facts) -> None:
    has = dict(found)
    differences = [
        f"{name} is {_short(has.get(name, 'missing'))}, here {_short(value)}"
        for name, value in wanted
        if has.get(name) != value
    ]
    if differences:
        raise UnlikeWorker(
            f"the worker on {host} would make other pages: {'; '.join(differences)}",
            "install the same on all machines, best from one container image, "
            "and start the workers again",
        )


def _refuse_threads(host: str, threads: int) -> None:
    if threads != 1:
        raise UnlikeWorker(
            f"the worker on {host} runs {threads} threads; the typesetter bears one a process",
            f"start it with: {WORKER_COMMAND} --nworkers {threads}",
        )


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


def _safe(address: str) -> str:
    """Give an address with its scheme; raise EnvironmentProblem if others could use it."""
    full = address if "://" in address else f"tcp://{address}"
    try:
        parts = urlsplit(full)
        usable = parts.scheme in ("tls", "tcp") and parts.hostname and parts.port
    except ValueError:
        usable = None
    if not usable:
        raise EnvironmentProblem(f"'{address}' is no scheduler's address", "write tls://HOST:PORT")
    if parts.scheme == "tcp" and not _is_loopback(str(parts.hostname)) and not _is_private():
        raise EnvironmentProblem(
            f"{full} is neither encrypted nor authenticated: whoever reaches a port of the "
            "cluster runs code on its machines and on this one",
            f"use tls://, or set {PLAIN}=1 if nobody else can reach that network",
        )
    return full


def _is_private() -> bool:
    return os.environ.get(PLAIN) == "1"


def _is_loopback(host: str) -> bool:
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _short(value: str) -> str:
    return value[:12]


def _tree(folder: Path, pattern: str) -> str:
    """Hash the files under a folder, with their names."""
    digest = hashlib.sha256()
    for path in sorted(folder.rglob(pattern)):
        if path.is_file():
            digest.update(f"{path.relative_to(folder)}\n".encode())
            digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()
