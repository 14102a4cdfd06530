"""What `booklet build` was asked for, and where its results go: options, or a batch file."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from generator.batch.manifest import Manifest
from generator.batch.order import Request
from generator.cli.shared import say
from generator.files import Folder, LocalFolder
from generator.project import Project, shown

if TYPE_CHECKING:  # loaded when something must be made
    from generator.batch.order import Order
    from generator.batch.run import Wanted
    from generator.batch.shard import Shard
    from generator.content.library import Library


@dataclass(frozen=True)
class Place:
    """Where results and sheets go, and which part of the work is this process's."""

    project: Project
    folder: Folder
    store: str | Path
    shard: Shard | None

    def manifest(self) -> Manifest:
        """Open the manifest; each shard has its own."""
        if self.shard is None:
            return Manifest(self.folder)
        return Manifest(self.folder, f"manifest-{self.shard.index}-of-{self.shard.count}.json")

    def shown(self, path: str) -> str:
        """Name a file as people should see it."""
        if isinstance(self.folder, LocalFolder):
            return shown(self.folder.path / path)
        return f"{self.folder.url}/{path}"


@dataclass(frozen=True)
class Options:
    """Booklets asked for by options."""

    project: Project
    conditions: list[str]
    options: dict[str, Any]

    def digest(self) -> str:
        """Hash what was asked for."""
        requests = (request.digest() for request in self._requests())
        return _hash(*requests, *_languages(self.project))

    def wanted(self, request: str, _trusted: frozenset[str] = frozenset()) -> Wanted:
        """Expand the options into orders; raise ContentError for content that is unusable."""
        from generator.batch.profile import load_conditions
        from generator.batch.run import Wanted

        libraries = load_conditions(self.project, self.conditions)
        made = [order for one in self._requests() for order in _orders(one, libraries)]
        return Wanted(tuple(made), request, libraries)

    def _requests(self) -> list[Request]:
        return [Request(condition=name, **self.options) for name in self.conditions]


@dataclass(frozen=True)
class Batch:
    """Booklets asked for by a batch file."""

    project: Project
    path: Path
    sets: tuple[str, ...]

    def digest(self) -> str:
        """Hash what was asked for."""
        written = hashlib.sha256(self.path.read_bytes()).hexdigest()
        return _hash(written, *self.sets, *_languages(self.project))

    def wanted(self, request: str, trusted: frozenset[str] = frozenset()) -> Wanted:
        """Expand the file into orders; raise ContentError for all that is wrong in it."""
        from generator.batch.batchfile import read_batch
        from generator.batch.run import Wanted

        batch = read_batch(self.project, self.path, self.sets, trusted)
        if any(order.region == "001" for order in batch.orders):
            say("A set names no region: its pages assume no country.")
        return Wanted(batch.orders, request, batch.libraries)


Asked = Options | Batch


def _languages(project: Project) -> list[str]:
    """Name what there are catalogues in: `all` asks for another set when one is added."""
    return sorted({str(path.parent) for path in project.content.glob("*/locale/*/condition.po")})


def _orders(request: Request, libraries: dict[str, Library]) -> list[Order]:
    from generator.batch.order import orders

    library = libraries[request.condition]
    stages = [stage.code for stage in library.scheme.stages]
    return orders(request, stages, library.spoken)


def _hash(*parts: str) -> str:
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()
