"""Whether another machine's worker would make the same pages, byte for byte, as this one."""

from __future__ import annotations

import hashlib
import importlib.metadata
import platform
from pathlib import Path

from generator import __version__
from generator.batch.current import LIBRARIES
from generator.findings import EnvironmentProblem
from generator.press.engine import engine
from generator.project import supplied

WORKER_COMMAND = "dask worker ADDRESS --nthreads 1 --no-dashboard"
Facts = tuple[tuple[str, str], ...]


class UnlikeWorker(EnvironmentProblem):
    """A worker would make other pages than this machine."""


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


def refuse_unlike(host: str, found: Facts, wanted: Facts) -> None:
    """Raise UnlikeWorker for a host that differs from what is `wanted`."""
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


def refuse_threads(host: str, threads: int) -> None:
    """Raise UnlikeWorker for a worker that would typeset in several threads."""
    if threads != 1:
        raise UnlikeWorker(
            f"the worker on {host} runs {threads} threads; the typesetter bears one a process",
            f"start it with: {WORKER_COMMAND} --nworkers {threads}",
        )


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
