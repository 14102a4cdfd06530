"""Whole programs as they run: wall time, processor time, memory.

Memory is the largest resident size that any one process of the program's tree had.
"""

from __future__ import annotations

import os
import subprocess
import threading
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import inf
from pathlib import Path

import psutil

from benchmarks.measure import Broken

LAST_WORDS = 200
"""Characters of a failed program's talk that a row repeats."""


@dataclass(frozen=True, slots=True)
class Usage:
    """What one run cost."""

    wall_s: float
    cpu_s: float
    """Of the process and all its children, from the system's own count."""
    sizes: tuple[tuple[float, float], ...]
    """(moment, resident MB of the largest process of the tree), sampled."""
    out: str

    def peak_mb(self, until: float = inf) -> float:
        """Give the largest size any process had, up to a moment of the clock."""
        return max((size for moment, size in self.sizes if moment <= until), default=0.0)


def run(
    command: Sequence[str],
    cwd: Path,
    *,
    cpus: Iterable[int] = (),
    every_s: float = 0.05,
) -> Usage:
    """Run a program to its end, on some processors only if `cpus` names any.

    Raises Broken with its last words if it fails.
    """
    before = os.times()
    start = time.perf_counter()
    pinned = ("taskset", "-c", ",".join(map(str, cpus))) if cpus else ()
    process = subprocess.Popen(
        [*pinned, *command], cwd=cwd, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        env=installed(),
    )  # fmt: skip
    with _Sampler(process.pid, every_s) as sampler:
        out, err = process.communicate()
    wall = time.perf_counter() - start
    after = os.times()
    if process.returncode:
        said = " ".join((err.strip() or out.strip()).split())[-LAST_WORDS:]
        raise Broken(f"{Path(command[0]).name} ended with {process.returncode}: {said}")
    cpu = (after.children_user + after.children_system) - (
        before.children_user + before.children_system
    )
    return Usage(wall, cpu, tuple(sampler.sizes), out)


def together(commands: Sequence[Sequence[str]], cwd: Path, at_once: int) -> float:
    """Run programs, some at once; give the seconds until the last has ended.

    Raises Broken if one fails.
    """
    start = time.perf_counter()
    waiting, running = list(commands), list[subprocess.Popen[bytes]]()
    try:
        while waiting or running:
            while waiting and len(running) < at_once:
                running.append(_start(waiting.pop(0), cwd))
            os.waitid(os.P_ALL, 0, os.WEXITED | os.WNOWAIT)
            for process in [one for one in running if one.poll() is not None]:
                running.remove(process)
                if process.returncode:
                    raise Broken(f"{process.args!r} ended with {process.returncode}")
    finally:
        for process in running:
            process.kill()
            process.wait()
    return time.perf_counter() - start


def _start(command: Sequence[str], cwd: Path) -> subprocess.Popen[bytes]:
    quiet = subprocess.DEVNULL
    return subprocess.Popen(command, cwd=cwd, stdout=quiet, stderr=quiet, env=installed())


def installed() -> dict[str, str]:
    """Give an environment in which Python programs are compiled once, as installed ones are."""
    return {name: v for name, v in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}


class _Sampler:
    """Looks at a process and its children again and again; keeps the largest size seen."""

    def __init__(self, pid: int, every_s: float) -> None:
        self.sizes: list[tuple[float, float]] = []
        self._pid = pid
        self._every_s = every_s
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)

    def __enter__(self) -> _Sampler:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join()

    def _watch(self) -> None:
        while not self._over.wait(self._every_s):
            self.sizes.append((time.time(), _largest_mb(self._pid)))


def _largest_mb(pid: int) -> float:
    """Give the resident size in MB of the largest process of a tree; 0 when it has ended."""
    sizes = [0.0]
    try:
        root = psutil.Process(pid)
        for process in (root, *root.children(recursive=True)):
            sizes.append(process.memory_info().rss / 1e6)
    except psutil.Error:
        pass
    return max(sizes)
