"""What `booklet check` was asked to look at: conditions, folders or single files."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from generator.content.reading import nearest
from generator.project import Project, find_project

CLINICS = "clinics"


class NoTarget(Exception):
    """Nothing that can be checked has this name; the message says what has."""


@dataclass(frozen=True)
class Target:
    """A condition, or the letterheads, of a project; of all its files or of some."""

    project: Project
    name: str
    paths: tuple[Path, ...] = ()

    def holds(self, file: str) -> bool:
        """Say whether a file, named as findings name it, is one of those that were asked for."""
        path = Path(file).resolve()
        return not self.paths or any(path.is_relative_to(one) for one in self.paths)


def targets(project: Project, asked: Iterable[str]) -> list[Target]:
    """Find what was asked for; without names, all of it. Raise NoTarget for what is not there."""
    found: dict[tuple[Path, str], Target] = {}
    for target in (one for name in asked for one in _named(project, name)):
        key = (target.project.root, target.name)
        before = found.get(key)
        if before is None or not target.paths:
            found[key] = target
        elif before.paths:
            found[key] = Target(target.project, target.name, before.paths + target.paths)
    return list(found.values()) or _all(project)


def _all(project: Project) -> list[Target]:
    names = project.conditions()
    if (project.content / CLINICS).is_dir():
        names = [*names, CLINICS]
    return [Target(project, name) for name in names]


def _named(project: Project, name: str) -> list[Target]:
    if name in project.conditions():
        return [Target(project, name)]
    path = Path(name).resolve()
    if not path.exists():
        known = project.conditions()
        if meant := nearest(name, known):
            raise NoTarget(f"There is no condition '{name}'. Did you mean '{meant}'?")
        raise NoTarget(
            f"There is no condition and no file '{name}'. There are: {', '.join(known)}."
        )
    around = find_project(path if path.is_dir() else path.parent)
    if around.content.is_relative_to(path):
        return _all(around)
    names = [target.name for target in _all(around)]
    inside = path.relative_to(around.content).parts if path.is_relative_to(around.content) else ()
    if not inside or inside[0] not in names:
        raise NoTarget(f"'{name}' is no part of the content in {around.content}")
    return [Target(around, inside[0], (path,) if len(inside) > 1 else ())]
