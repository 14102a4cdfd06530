"""Where things are: content, templates, results, the store."""

from __future__ import annotations

import os
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from generator.findings import EnvironmentProblem

_PACKAGE = Path(__file__).resolve().parent


def supplied(name: str) -> Path:
    """Find `content` or `templates` as supplied: inside the wheel, or beside the checkout."""
    for place in (_PACKAGE / "data" / name, _PACKAGE.parent / name):
        if place.is_dir():
            return place
    raise EnvironmentProblem(
        f"the folder '{name}' that belongs to Carefold is missing",
        "install Carefold again: python -m pip install --force-reinstall carefold",
    )


@dataclass(frozen=True)
class Project:
    """A folder that holds content; results go to `build/` in it."""

    root: Path
    content: Path

    @cached_property
    def templates(self) -> Path:
        """Jinja templates, styles and fonts."""
        return supplied("templates")

    @property
    def build(self) -> Path:
        """Where booklets are written."""
        return self.root / "build"

    @property
    def store(self) -> str:
        """Where typeset sheets are kept, path or URL: `$CAREFOLD_CACHE`, else `.cache` here."""
        return os.environ.get("CAREFOLD_CACHE") or str(self.root / ".cache")

    def conditions(self) -> list[str]:
        """Name the conditions that have content."""
        return sorted(path.parent.name for path in self.content.glob("*/condition.yaml"))


def shown(path: Path) -> str:
    """Name a file as people should see it: from the folder they stand in."""
    try:
        return str(path.resolve().relative_to(Path.cwd()))
    except ValueError:
        return str(path)


def find_project(start: Path | None = None) -> Project:
    """Find the project around a folder by walking up; else use the supplied content.

    A project is a folder with `content/<condition>/condition.yaml` in it. Without
    one, results go to `build/` in the folder the user stands in.
    """
    here = (start or Path.cwd()).resolve()
    for folder in (here, *here.parents):
        if any((folder / "content").glob("*/condition.yaml")):
            return Project(folder, folder / "content")
    return Project(here, supplied("content"))
