"""A condition's English as `status` needs it, kept: its messages, and which booklet prints which.

To read, check and select takes most of a second; while nothing has changed, what came of it is
read back in a hundredth of that.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from generator.project import Project
from generator.translate import desk as desks
from generator.translate import keeping
from generator.translate.desk import Desk
from generator.translate.messages import Message, Module
from generator.translate.status import Booklet, Progress, Stand, editions, progress

FIELDS = ("context", "english", "kind", "file", "line", "max_length", "same_ok")
PROGRAM = Path(__file__).resolve().parents[1]


@dataclass(frozen=True, slots=True)
class Outline:
    """A desk, and the messages that the booklet of each stage prints."""

    desk: Desk
    printed: dict[str, frozenset[str]]
    state: bytes
    """Hash of all that it depends on."""
    place: Path | None
    """Where what is found out is kept."""


def standing(known: Outline, language: str) -> Progress:
    """Say how far a language is; kept until a catalogue or a signature changes.

    Raises ContentError for a catalogue that cannot be read.
    """
    digest = hashlib.sha256()
    for folder in known.desk.folders(language):
        for path in sorted(folder.glob("*.*")):
            digest.update(f"{path.name} {hashlib.sha256(path.read_bytes()).hexdigest()}\n".encode())
    state = b"progress " + known.state + digest.digest()
    held = keeping.recall(known.place, state)
    if held is not None:
        modules = {name: Stand(**one) for name, one in held["modules"].items()}
        booklets = (Booklet(**{**one, "waits_for": tuple(one["waits_for"])})
                    for one in held["booklets"])  # fmt: skip
        return Progress(language, modules, tuple(booklets))
    desk, catalogues = known.desk, known.desk.catalogues(language)
    signed = desk.signed(language, catalogues)
    made = progress(language, desk.modules, catalogues, signed, known.printed)
    keeping.keep(known.place, state, asdict(made))
    return made


def outline(project: Project, condition: str) -> Outline:
    """Give a condition's outline; raise ContentError for English that cannot be printed."""
    place = desks.kept(project)
    state = _state(project, condition)
    held = keeping.recall(place, state)
    if held is not None:
        language, modules, printed = held
        desk = desks.recalled(project, condition, language, tuple(map(_module, modules)))
        stages = {stage: frozenset(ids) for stage, ids in printed.items()}
        return Outline(desk, stages, state, place)
    desk = desks.open_desk(project, condition)
    made = editions(desk.library, desk.modules)
    rows = [
        [module.name, [[getattr(one, name) for name in FIELDS] for one in module.messages]]
        for module in desk.modules
    ]
    sorted_ids = {stage: sorted(ids) for stage, ids in made.items()}
    keeping.keep(place, state, [desk.language, rows, sorted_ids])
    return Outline(desk, made, state, place)


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
