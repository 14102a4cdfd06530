"""What was asked for: orders, as values that need no content to be compared."""

from __future__ import annotations

import hashlib
import itertools
from collections.abc import Sequence
from dataclasses import asdict, dataclass

FORMATS = ("reader", "home", "press", "html")


@dataclass(frozen=True, slots=True)
class Request:
    """The options of `booklet build`, as typed; repeated ones make a cross product."""

    condition: str
    stages: tuple[str, ...] = ()
    languages: tuple[str, ...] = ("en",)
    editions: tuple[str, ...] = ("standard",)
    formats: tuple[str, ...] = ("reader",)
    needs: tuple[str, ...] = ()
    region: str = "001"
    audience: str = "patient"
    clinic: str | None = None
    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    opt_in: tuple[str, ...] = ()
    since: str | None = None
    release: bool = False

    def digest(self) -> str:
        """Hash what was asked for."""
        return hashlib.sha256(repr(sorted(asdict(self).items())).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Order:
    """One booklet of a request: one stage, language and edition, in some formats."""

    request: Request
    stage: str
    language: str
    edition: str


def orders(request: Request, stages: Sequence[str]) -> list[Order]:
    """Expand a request; `stages` stand in where it names none."""
    return [
        Order(request, stage, language, edition)
        for language, edition, stage in itertools.product(
            request.languages, request.editions, request.stages or stages
        )
    ]
