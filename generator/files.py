"""A folder of whole files, here or far away.

Whoever reads finds all of a file or none of it, and a name never leads out of
its folder. Far away means an object store behind fsspec; local folders need no
package for it.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import re
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any, Protocol
from urllib.parse import unquote, urlsplit

from generator.findings import EnvironmentProblem

PACKAGES = {
    "s3": "'carefold[cluster]'",
    "memory": "'carefold[cluster]'",
    "gs": "gcsfs",
    "abfs": "adlfs",
}
"""Services that put a file whole or not at all, and the package each needs."""
PART = ".part-"
"""How the name of a file begins that is still being written."""


class Folder(Protocol):
    """Files by name; `a/b.pdf` is a name. A worker process makes it again at no cost."""

    @property
    def url(self) -> str:
        """Where the folder is."""

    def read(self, name: str) -> bytes | None:
        """Give a file's bytes; None if there is none."""

    def write(self, name: str, data: bytes, *, sync: bool = True) -> None:
        """Write a file whole or not at all; with `sync` it outlasts a power cut."""

    def remove(self, name: str) -> None:
        """Remove a file, if it is there."""

    def names(self, under: str = "") -> list[str]:
        """Give the names of all files, or of those in the folder `under`, sorted."""

    def digest(self, name: str) -> str:
        """Give a file's SHA-256 in hex; '' if there is none."""


@dataclass(frozen=True, slots=True)
class LocalFolder:
    """A folder of this machine; a failure is an OSError."""

    path: Path

    @property
    def url(self) -> str:
        """Where the folder is: a path."""
        return str(self.path)

    def read(self, name: str) -> bytes | None:
        """Give a file's bytes; None if there is none."""
        try:
            return self.at(name).read_bytes()
        except (FileNotFoundError, IsADirectoryError, NotADirectoryError):
            return None

    def write(self, name: str, data: bytes, *, sync: bool = True, mode: int = 0o644) -> None:
        """Write a file whole or not at all."""
        write_whole(self.at(name), data, sync=sync, mode=mode)

    def remove(self, name: str) -> None:
        """Remove a file, if it is there."""
        with contextlib.suppress(FileNotFoundError, NotADirectoryError):
            self.at(name).unlink()

    def names(self, under: str = "") -> list[str]:
        """Give the names of all whole files, or of those in the folder `under`, sorted."""
        top = self.at(under) if under else self.path
        found = (path for path in top.rglob("*") if path.is_file())
        return sorted(
            path.relative_to(self.path).as_posix()
            for path in found
            if not path.name.startswith(PART)
        )

    def digest(self, name: str) -> str:
        """Give a file's SHA-256 in hex; '' if there is none."""
        try:
            with self.at(name).open("rb") as file:
                return hashlib.file_digest(file, "sha256").hexdigest()
        except (FileNotFoundError, IsADirectoryError, NotADirectoryError):
            return ""

    def sweep(self, older_than_seconds: float) -> int:
        """Remove what killed processes left half written; give the number of files.

        The age spares files that another process is writing at this moment.
        """
        before = time.time() - older_than_seconds
        swept = 0
        for path in self.path.rglob(f"{PART}*"):
            with contextlib.suppress(OSError):  # its writer was only slow, and is done
                if path.stat().st_mtime < before:
                    path.unlink()
                    swept += 1
        return swept

    def at(self, name: str) -> Path:
        """Give the path of a file; raise ValueError for a name that leaves the folder."""
        return self.path / _inside(name)


@dataclass(frozen=True, slots=True)
class RemoteFolder:
    """A folder of an object store; a failure is an EnvironmentProblem.

    Keys and endpoints come from the service's and fsspec's own settings, never
    from here.
    """

    url: str

    def read(self, name: str) -> bytes | None:
        """Give a file's bytes; None if there is none."""
        inside = _inside(name)
        with self._service("read") as (files, top):
            try:
                data: bytes = files.cat_file(f"{top}/{inside}")
            except (FileNotFoundError, IsADirectoryError):
                return None
            return data

    def write(self, name: str, data: bytes, *, sync: bool = True) -> None:  # noqa: ARG002
        """Put a file in one go: the service shows all of it or nothing."""
        inside = _inside(name)
        with self._service("written") as (files, top):
            files.pipe_file(f"{top}/{inside}", data)

    def remove(self, name: str) -> None:
        """Remove a file, if it is there."""
        inside = _inside(name)
        with self._service("changed") as (files, top), contextlib.suppress(FileNotFoundError):
            files.rm_file(f"{top}/{inside}")

    def names(self, under: str = "") -> list[str]:
        """Give the names of all files, or of those in the folder `under`, sorted."""
        inside = f"/{_inside(under)}" if under else ""
        with self._service("read") as (files, top):
            files.invalidate_cache()  # other machines write too
            found = files.find(f"{top}{inside}")
            return sorted(path.removeprefix(f"{top}/") for path in found)

    def digest(self, name: str) -> str:
        """Give a file's SHA-256 in hex, from its bytes; '' if there is none."""
        data = self.read(name)
        return "" if data is None else hashlib.sha256(data).hexdigest()

    @contextlib.contextmanager
    def _service(self, done: str) -> Iterator[tuple[Any, str]]:
        """Give the service and the folder's path in it; say in words what fails."""
        scheme = urlsplit(self.url).scheme
        try:
            # Only remote folders pay for this import.
            from fsspec.core import url_to_fs  # type: ignore[import-untyped]

            files, top = url_to_fs(self.url)  # fsspec keeps one per process
            yield files, top.rstrip("/")
        except ImportError as error:
            raise EnvironmentProblem(
                f"'{self.url}' needs a package that is not installed",
                f"python -m pip install {PACKAGES[scheme]}",
            ) from error
        except Exception as error:  # services have their own kinds, of no common class
            raise EnvironmentProblem(
                f"'{self.url}' cannot be {done}: {error or type(error).__name__}",
                "check that it exists, the access keys, and the endpoint "
                f"(FSSPEC_{scheme.upper()}_ENDPOINT_URL)",
            ) from error


def folder(place: str | Path) -> Folder:
    """Give the folder at a path or URL; raise EnvironmentProblem for one that cannot be used."""
    text = str(place)
    found = re.match(r"([A-Za-z][A-Za-z0-9+.:-]+)://", text)
    if isinstance(place, Path) or not found:
        return LocalFolder(Path(place))
    parts = urlsplit(text)
    if found[1] == "file" and parts.netloc in ("", "localhost"):
        return LocalFolder(Path(unquote(parts.path)))
    if found[1] not in PACKAGES:
        known = ", ".join(f"{scheme}://" for scheme in ("file", *PACKAGES))
        raise EnvironmentProblem(f"'{found[1]}://' is no folder Carefold can use", f"use {known}")
    if parts.password:
        raise EnvironmentProblem(
            f"an address of '{found[1]}://' holds a password, which would be shown and recorded",
            "give it in the environment, as the service's own tools want it",
        )
    return RemoteFolder(text.rstrip("/"))


def write_whole(path: Path, data: bytes, *, sync: bool = True, mode: int = 0o644) -> None:
    """Write a file whole or not at all: temporary file, fsync, rename.

    Without `sync` a power cut may leave an empty file: only for what is verified
    when it is read.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=PART)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            if sync:
                os.fsync(file.fileno())
                _let_go(file.fileno())
        Path(temporary).chmod(mode)
        Path(temporary).replace(path)
    except BaseException:
        with contextlib.suppress(OSError):
            Path(temporary).unlink()
        raise


def _let_go(descriptor: int) -> None:
    """Keep no copy in memory of what is on the disk: thousands of files would push all else out.

    It also keeps a long run's pace: memory that was never used before costs the kernel time.
    """
    if hasattr(os, "posix_fadvise"):
        os.posix_fadvise(descriptor, 0, 0, os.POSIX_FADV_DONTNEED)


def _inside(name: str) -> str:
    """Give a name back; raise ValueError unless it stays in its folder."""
    path = PurePosixPath(name)
    if not name or path.is_absolute() or ".." in path.parts or "\0" in name or str(path) != name:
        raise ValueError(f"'{name}' is no name inside a folder")
    return name
