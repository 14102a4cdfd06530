"""Is it all there already? Answered without reading content or loading the press."""

from __future__ import annotations

import hashlib
import importlib.metadata
from collections.abc import Sequence
from datetime import date
from functools import cached_property
from pathlib import Path

from generator import __version__
from generator.batch.manifest import Manifest, Record, Scope
from generator.press.engine import engine
from generator.project import Project

LIBRARIES = (
    "weasyprint", "pydyf", "pikepdf", "jinja2", "markdown-it-py", "babel", "uharfbuzz", "pydantic",
    "pyyaml", "page-validation",
)  # fmt: skip


class States:
    """Hashes of all that booklets may depend on, each file read once."""

    def __init__(self, project: Project) -> None:
        self.project = project
        self._known: dict[Scope, str] = {}
        self._trees: dict[Path, str] = {}

    @cached_property
    def program(self) -> str:
        """Hash of the program, the look, and the libraries that decide how files come out."""
        digest = hashlib.sha256(f"{__version__} {engine()}\n".encode())
        for name in LIBRARIES:
            digest.update(f"{name} {importlib.metadata.version(name)}\n".encode())
        digest.update(_tree(Path(__file__).resolve().parents[1], "*.py").encode())
        return digest.hexdigest()

    def _without_languages(self, folder: Path) -> str:
        """Hash a folder but for its catalogues: most of it is the same for every language."""
        return self._hashed(folder, but=(folder / "locale",))

    def _hashed(self, folder: Path, but: Sequence[Path] = ()) -> str:
        if folder not in self._trees:
            self._trees[folder] = _tree(folder, but=but)
        return self._trees[folder]

    def of(self, scope: Scope) -> str:
        """Hash everything in a scope."""
        if scope not in self._known:
            content, look = self.project.content / scope.condition, self.project.templates
            parts = [self.program, self._without_languages(look), self._without_languages(content)]
            parts += [self._hashed(one / "locale" / scope.language) for one in (look, content)]
            parts.append(str(self._fills_from(content, scope.language)))
            if scope.clinic:
                parts += [file_digest(path) for path in self._letterhead(scope.clinic)]
            if scope.release:
                parts.append(str(date.today()))  # facts and reviews expire
            self._known[scope] = hashlib.sha256("\n".join(parts).encode()).hexdigest()
        return self._known[scope]

    def _fills_from(self, content: Path, language: str) -> list[str]:
        """Hash the catalogues that may stand in for a language's: where it says so, all of them."""
        if not (content / "locale" / language / "language.yaml").is_file():
            return []
        near = sorted(path for path in (content / "locale").glob("*") if path.is_dir())
        return [self._hashed(path) for path in near]

    def _letterhead(self, asked: str) -> list[Path]:
        named = self.project.content / "clinics" / f"{asked}.yaml"
        path = Path(asked) if asked.endswith(".yaml") else named
        return [path, *sorted(path.parent.glob("*.png"))]  # its logo is one of them


def current(states: States, manifest: Manifest, request: str) -> list[Record] | None:
    """Give the booklets of a request that was answered before, if all are as they would be made."""
    records = manifest.answer(request)
    if records is None:
        return None
    alike = all(record.state == states.of(record.scope) for record in records)
    return records if alike and all(manifest.intact(record) for record in records) else None


def untouched(states: States, manifest: Manifest, request: str) -> frozenset[str]:
    """Name the conditions of which nothing changed since a request was answered."""
    records = manifest.answer(request) or []
    touched = {r.scope.condition for r in records if r.state != states.of(r.scope)}
    return frozenset(record.scope.condition for record in records) - touched


def file_digest(path: Path) -> str:
    """Give the SHA-256 of a file, in hex; '' if it is not there."""
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError:
        return ""


def _tree(folder: Path, pattern: str = "*", but: Sequence[Path] = ()) -> str:
    digest = hashlib.sha256()
    for path in _files(folder, pattern, but):
        digest.update(f"{path.relative_to(folder)} {file_digest(path)}\n".encode())
    return digest.hexdigest()


def _files(folder: Path, pattern: str, but: Sequence[Path]) -> list[Path]:
    return sorted(
        path
        for path in folder.rglob(pattern)
        if path.is_file()
        and "__pycache__" not in path.parts
        and not any(path.is_relative_to(other) for other in but)
    )
