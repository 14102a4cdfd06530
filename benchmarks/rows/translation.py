"""Catalogues: bringing 3,000 messages up to date, and saying how far all languages are."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from benchmarks.measure import in_turn, median
from benchmarks.report import Row, attempt, bounded
from benchmarks.rows.bench import Bench
from generator.translate.catalogue import Catalogue, as_text, read, write
from generator.translate.messages import Message, Module
from generator.translate.update import memory_of, merge

MESSAGES = 3000
MOST_UPDATE_S = 0.5
MOST_STATUS_S = 1.0


def rows(bench: Bench) -> Iterator[Row]:
    """Measure both."""
    work = _Update(bench.folder / "rest.po")
    figures = in_turn(
        {
            "update": work.seconds,
            "status": lambda: bench.wall(bench.ours("translate", "status")),
        },
        bench.times,
    )
    for name, what, most in (
        ("update", f"update of {MESSAGES:,} messages, a third changed; bar", MOST_UPDATE_S),
        ("status", "booklet translate status, eight languages; bar", MOST_STATUS_S),
    ):
        yield attempt(what, lambda w=what, n=name, m=most: bounded(  # type: ignore[misc]
            w, median(figures[n]), m, most=1
        ))  # fmt: skip


class _Update:
    """One catalogue of many messages, read, merged and written again."""

    def __init__(self, path: Path) -> None:
        self._path = path
        old = [f"Paragraph {n}. " + "Ask your team what helps. " * 4 for n in range(MESSAGES)]
        self._english = Module("rest", tuple(map(_message, old, range(MESSAGES))))
        third = MESSAGES // 3
        new = [text + " Not." if n < third else text for n, text in enumerate(old)]
        self._edited = Module("rest", tuple(map(_message, new, range(MESSAGES))))

    def seconds(self) -> float:
        """Bring it up to date once; give the seconds."""
        first = merge(self._english, Catalogue("rest", "es"), {})
        told = tuple(replace(one, translation=f"Dicho: {one.english}") for one in first.entries)
        write(self._path, as_text(replace(first, entries=told)))
        start = time.perf_counter()
        held = read(self._path, self._path.name, "es")
        write(self._path, as_text(merge(self._edited, held, memory_of([held]))))
        return time.perf_counter() - start


def _message(text: str, number: int) -> Message:
    return Message(f"rest:body/{number + 1}/text/p1", text, "paragraph", "rest.yaml", number + 1)
