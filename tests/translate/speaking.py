"""Catalogues for tests: every message said in another way, that is easy to know again."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from generator.project import Project
from generator.translate.catalogue import Entry
from generator.translate.desk import open_desk
from generator.translate.messages import UI
from generator.translate.update import updated

KEPT = re.compile(r"(\{[^}]*\}|\]\([^)]*\))")


def said(english: str) -> str:
    """Say a text in another way: its words in capitals, what must stay as it is."""
    return "".join(part if KEPT.fullmatch(part) else part.upper() for part in KEPT.split(english))


def speak(
    project: Project, language: str, say: Callable[[Entry], Entry] | None = None,
    *, condition: str = "demo",
) -> None:  # fmt: skip
    """Write a condition's catalogues of a language; those of the layout stay as they are."""
    say = say or (lambda one: replace(one, translation=said(one.english)))
    desk = open_desk(project, condition)
    for catalogue in updated(desk.modules, desk.shelf.read(language, desk.names)):
        if catalogue.module != UI:
            desk.shelf.write(replace(catalogue, entries=tuple(map(say, catalogue.entries))))
