"""What was asked for: orders, as values that need no content to be compared."""

from __future__ import annotations

import hashlib
import itertools
from collections.abc import Sequence
from dataclasses import astuple, dataclass, fields
from typing import Any

FORMATS = ("reader", "home", "press", "html")
OUTPUT = "{condition}/stage-{stage}/{language}/{name}"
"""Where a booklet's file goes in the build folder, without its ending."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Choices:
    """What is chosen beside stage, language and edition."""

    formats: tuple[str, ...] = ("reader",)
    needs: tuple[str, ...] = ()
    region: str = "001"
    audience: str = "patient"
    clinic: str | None = None
    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    opt_in: tuple[str, ...] = ()
    since: str | None = None
    depth: str = "usual"
    release: bool = False
    draft: bool = False
    """Whether it is made, and marked, though texts of its language are missing."""
    output: str = OUTPUT

    def digest(self) -> str:
        """Hash what was asked for."""
        return hashlib.sha256(repr(astuple(self)).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Order(Choices):
    """One booklet: one stage, language and edition, in some formats."""

    condition: str
    stage: str
    language: str = "en"
    edition: str = "standard"


@dataclass(frozen=True, slots=True)
class Request(Choices):
    """The options of `booklet build`, as typed; repeated ones make a cross product."""

    condition: str
    stages: tuple[str, ...] = ()
    languages: tuple[str, ...] = ("en",)
    editions: tuple[str, ...] = ("standard",)


ALL = "all"
"""In place of a language: every one that the content is in."""


def orders(request: Request, stages: Sequence[str], languages: Sequence[str] = ()) -> list[Order]:
    """Expand a request; `stages` stand in where it names none, `languages` for `all`."""
    asked = languages if ALL in request.languages else request.languages
    axes = (asked, request.editions, request.stages or stages)
    choices: dict[str, Any] = {one.name: getattr(request, one.name) for one in fields(Choices)}
    return [
        Order(request.condition, stage, language, edition, **choices)
        for language, edition, stage in itertools.product(*axes)
    ]
