"""Jobs for the tests of the pool: they run in worker processes, which import this file only."""

from __future__ import annotations

import os
import resource
import signal
import tempfile
import time
from pathlib import Path

MARK = "CAREFOLD_TEST_PREPARED"
WARMED = "CAREFOLD_TEST_WARMED"


def double(number: int) -> int:
    return 2 * number


def when(_: int) -> int:
    return time.monotonic_ns()


def prepare() -> None:
    os.environ[MARK] = "yes"


def prepared(_: int) -> str:
    return os.environ.get(MARK, "no")


def whoami(_: int) -> int:
    return os.getpid()


def look_around(_: int) -> tuple[str, int]:
    """Say where a worker's fontconfig file is, and how much memory it may have."""
    return os.environ["FONTCONFIG_FILE"], resource.getrlimit(resource.RLIMIT_AS)[0]


def fail(number: int) -> int:
    if number == 13:
        raise ValueError("thirteen is not wanted")
    if number == 17:
        raise LookupError
    return number


def die(number: int) -> int:
    """Kill the worker over the number 13, always."""
    if number == 13:
        os.kill(os.getpid(), signal.SIGKILL)
    return number


def die_once(job: tuple[int, str]) -> int:
    """Kill the worker over the number 13, the first time."""
    number, folder = job
    flag = Path(folder) / "died"
    if number == 13 and not flag.exists():
        flag.touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return number


def take_a_while(number: int) -> int:
    time.sleep(0.15)
    return number


def take_a_while_and_say_who(_: int) -> int:
    time.sleep(0.15)
    return os.getpid()


def warm() -> None:
    os.environ[WARMED] = prepared(0)


def warmed(_: int) -> str | None:
    time.sleep(0.15)
    return os.environ.get(WARMED)


def hang_at_13(number: int) -> int:
    if number == 13:
        time.sleep(3600)
    return number


def hang(number: int) -> int:
    time.sleep(3600)
    return number


def leave_a_file(_: int) -> str:
    handle, path = tempfile.mkstemp()
    os.close(handle)
    return path
