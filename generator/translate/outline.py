"""A condition's English as `status` needs it, kept: its messages, and which booklet prints which.

To read, check and select takes most of a second; while nothing has changed, what came of it is
read back in a hundredth of that.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from generator.project import Project
from generator.translate import desk as desks
from generator.translate import keeping
from generator.translate.desk import Desk
from generator.translate.messages import Message, Module
from generator.translate.status import editions

FIELDS = ("context", "english", "kind", "file", "line", "max_length", "same_ok")
PROGRAM = Path(__file__).resolve().parents[1]


@dataclass(frozen=True, slots=True)
class Outline:
    """A desk, and the messages that the booklet of each stage prints."""

    desk: Desk
    printed: dict[str, frozenset[str]]


def outline(project: Project, condition: str) -> Outline:
    """Give a condition's outline; raise ContentError for English that cannot be printed."""
    place = desks.kept(project)
    state = _state(project, condition)
    held = keeping.recall(place, state)
    if held is not None:
        language, modules, printed = held
        desk = desks.recalled(project, condition, language, tuple(map(_module, modules)))
        return Outline(desk, {stage: frozenset(ids) for stage, ids in printed.items()})
    desk = desks.open_desk(project, condition)
    made = editions(desk.library, desk.modules)
    rows = [
        [module.name, [[getattr(one, name) for name in FIELDS] for one in module.messages]]
        for module in desk.modules
    ]
    stages = {stage: sorted(ids) for stage, ids in made.items()}
    keeping.keep(place, state, [desk.language, rows, stages])
    return Outline(desk, made)


def _module(row: list[Any]) -> Module:
    name, messages = row
    return Module(name, tuple(Message(*values) for values in messages))


def _state(project: Project, condition: str) -> bytes:
    """Hash all that an outline depends on: the English, the layout's words, the program."""
    digest = hashlib.sha256()
    for path in _files(project, condition):
        digest.update(f"{path.name} {hashlib.sha256(path.read_bytes()).hexdigest()}\n".encode())
    return b"outline " + digest.digest()


def _files(project: Project, condition: str) -> Iterator[Path]:
    folder = project.content / condition
    yield project.templates / "words.yaml"
    yield from sorted(folder.glob("*.yaml"))
    for inner in ("topics", "regions", "pictures"):
        yield from sorted((folder / inner).glob("*.yaml"))
    yield from sorted(PROGRAM.rglob("*.py"))
