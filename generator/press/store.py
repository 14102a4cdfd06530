"""Kept things under the hash of all they depend on; safe with several writers.

A name never changes its meaning, so a reader needs no lock: it finds a whole
file or none. What is damaged is made again, so nothing here is synced to disk.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import re
import secrets
import shutil
import tempfile
import time
from pathlib import Path

from generator.files import Folder, LocalFolder, folder
from generator.findings import EnvironmentProblem
from generator.press.sheet import DamagedSheet, Sheet

DAY = 24 * 3600.0
STALE = 3600.0
"""Seconds after which a half-written file was left by a process that died."""


class Store:
    """A folder of kept sheets, font subsets and assets, on this machine or shared by many.

    Each of its kinds has a folder: `sheets`, `lists` composed of them, `fonts`, `assets`, and
    `passed`, what preflight found.
    """

    def __init__(self, place: Path | str | Folder, scratch: Path | None = None) -> None:
        self.folder = folder(place) if isinstance(place, Path | str) else place
        self.scratch = scratch
        """Where things go for this run when the store cannot be written; made when needed."""

    def with_scratch(self) -> Store:
        """Give the same store with a scratch folder that goes with it to worker processes.

        Used as a context manager it removes the folder at the end of the run.
        """
        name = f"carefold-scratch-{secrets.token_hex(16)}"  # nobody can be there first
        return Store(self.folder, Path(tempfile.gettempdir()) / name)

    def __enter__(self) -> Store:
        return self

    def __exit__(self, *_: object) -> None:
        if self.scratch is not None:
            shutil.rmtree(self.scratch, ignore_errors=True)

    def sheet(self, key: str, *, light: bool = False, kind: str = "sheets") -> Sheet | None:
        """Give a kept sheet, whole or light; None if there is none or it is damaged."""
        data = self.get(kind, key)
        if data is None:
            return None
        try:
            return Sheet.from_bytes(data, light=light)
        except (DamagedSheet, ValueError, KeyError, TypeError):
            return None

    def keep_sheet(self, key: str, sheet: Sheet, *, kind: str = "sheets") -> str:
        """Keep a sheet; see `put`."""
        return self.put(kind, key, sheet.to_bytes())

    def get(self, kind: str, key: str) -> bytes | None:
        """Give kept bytes; None if there are none that can be read.

        Raises EnvironmentProblem if a shared store does not answer: a cluster
        that made everything anew would be no help.
        """
        name = _name(kind, key)
        with contextlib.suppress(OSError):
            data = self.folder.read(name)
            if data is not None:
                self._used(name)
                return data
        with contextlib.suppress(OSError):
            return LocalFolder(self.scratch).read(name) if self.scratch else None
        return None

    def put(self, kind: str, key: str, data: bytes) -> str:
        """Keep bytes; give '', or why the store could not be written.

        That is no reason to stop: they go to the scratch folder, where there is
        one. Raises EnvironmentProblem if that cannot be written either.
        """
        name = _name(kind, key)
        try:
            self.folder.write(name, data, sync=False)
        except (OSError, EnvironmentProblem) as error:
            if self.scratch is not None:
                _keep_aside(self.scratch, name, data)
            return (error.strerror if isinstance(error, OSError) else None) or str(error)
        return ""

    def keep_asset(self, path: Path) -> str:
        """Put a font or picture where every worker finds it; give its digest.

        Raises OSError or EnvironmentProblem if it could not be kept.
        """
        data = path.read_bytes()
        digest = hashlib.sha256(data).hexdigest()
        name = _name("assets", digest)
        if self.folder.digest(name) != digest:
            self.folder.write(name, data, sync=False)
        else:
            self._used(name)
        return digest

    def asset(self, digest: str, name: str) -> Path:
        """Give a kept font or picture as a file of this machine, under its own name.

        Every byte is as it was. Raises EnvironmentProblem if the store does not
        hold it whole.
        """
        if not re.fullmatch(r"[0-9a-f]{64}/[^/\0.][^/\0]*", f"{digest}/{name}"):
            raise ValueError(f"'{digest}/{name}' names no asset")
        local = LocalFolder(_own_folder("carefold-assets"))
        if local.digest(f"{digest}/{name}") != digest:
            data = self.get("assets", digest)
            if data is None or hashlib.sha256(data).hexdigest() != digest:
                raise EnvironmentProblem(
                    f"the store '{self.folder.url}' lacks the asset {name}",
                    "check that all machines use the same store, then run the command again",
                )
            local.write(f"{digest}/{name}", data, sync=False)
        return local.at(f"{digest}/{name}")

    def prune(self, limit_bytes: int) -> int:
        """Remove what was not used for longest until at most `limit_bytes` are kept.

        Gives the bytes removed. A shared store is left alone: other runs use it,
        and the service has rules of its own for the age of files.
        """
        if not isinstance(self.folder, LocalFolder):
            return 0
        self.folder.sweep(STALE)
        kept = sorted(_by_last_use(self.folder))
        total = sum(size for _, size, _ in kept)
        removed = 0
        for _, size, name in kept:
            if total - removed <= limit_bytes:
                break
            with contextlib.suppress(OSError):  # another user's file
                self.folder.remove(name)
                removed += size
        return removed

    def _used(self, name: str) -> None:
        """Let a local file's time tell its last use, to the day: more would cost more writes."""
        if not isinstance(self.folder, LocalFolder):
            return
        path = self.folder.at(name)
        with contextlib.suppress(OSError):  # read-only, or pruned just now
            if time.time() - path.stat().st_mtime > DAY:
                os.utime(path)


def _name(kind: str, key: str) -> str:
    return f"{kind}/{key[:2]}/{key}"


def _keep_aside(scratch: Path, name: str, data: bytes) -> None:
    try:
        scratch.mkdir(mode=0o700, exist_ok=True)
        LocalFolder(scratch).write(name, data, sync=False)
    except OSError as error:
        raise EnvironmentProblem(
            f"neither the store nor {scratch.parent} can be written: {error.strerror or error}",
            "free some space, or set TMPDIR to a folder that has some",
        ) from error


def _by_last_use(files: LocalFolder) -> list[tuple[float, int, str]]:
    """Give (time, size, name) of every kept file; one that vanishes meanwhile is no matter."""
    found = []
    for name in files.names():
        with contextlib.suppress(OSError):
            stat = files.at(name).stat()
            found.append((stat.st_mtime, stat.st_size, name))
    return found


def _own_folder(name: str) -> Path:
    """Give this user's folder in the temporary folder; a fresh one if someone else made it."""
    path = Path(tempfile.gettempdir()) / f"{name}-{os.getuid()}"
    path.mkdir(mode=0o700, exist_ok=True)
    kept = path.lstat()
    if kept.st_uid != os.getuid() or kept.st_mode & 0o077 or path.is_symlink():
        return Path(tempfile.mkdtemp(prefix=f"{name}-"))
    return path
