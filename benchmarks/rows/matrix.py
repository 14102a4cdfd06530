"""The matrix: 8 languages × 5 stages × 2 editions, cold, unchanged, after one edited word.

Plain WeasyPrint prints each booklet in a process of its own, two at a time. Its matrix is cut
into parts, each a fair sample, and a round does one part after each of our whole builds.
"""

from __future__ import annotations

from collections.abc import Iterator

from benchmarks.measure import in_turn, median
from benchmarks.process import together
from benchmarks.report import Row, attempt, bounded, compared
from benchmarks.rows.bench import Bench

WORKERS = 2
LEAST_COLD = 4
MOST_UNCHANGED_S = 1.0
MOST_UNCHANGED = 1 / 200
MOST_EDITED = 1 / 50
ALL = ("build", "--jobs", str(WORKERS))


def rows(bench: Bench) -> Iterator[Row]:
    """Measure the matrix, then the same work by one worker and by two."""
    figures = in_turn({"cold": lambda: _cold(bench), "naive": _Parts(bench).next_part}, bench.share)
    reckoned = "each measured once" if bench.share == bench.parts else "the rest reckoned"
    note = f"WeasyPrint: {bench.share} of {bench.parts} parts, {reckoned}"
    what = "matrix of 80, cold, 2 workers; WeasyPrint, 2 processes"

    def cold() -> Row:
        whole = median(figures["naive"]) * bench.parts
        return compared(what, median(figures["cold"]), whole, least=LEAST_COLD, note=note)

    yield attempt(what, cold)
    again = in_turn({"unchanged": lambda: bench.wall(bench.ours(*ALL))}, bench.times)
    what_unchanged = "matrix, unchanged; our cold build"
    yield attempt(
        "matrix, unchanged; bar of one second",
        lambda: bounded(
            "matrix, unchanged; bar of one second", median(again["unchanged"]), MOST_UNCHANGED_S,
            most=1,
        ),
    )  # fmt: skip
    yield attempt(
        what_unchanged,
        lambda: bounded(
            what_unchanged, median(again["unchanged"]), median(figures["cold"]),
            most=MOST_UNCHANGED,
        ),
    )  # fmt: skip
    edits = _Edits(bench)
    edited = in_turn({"edited": edits.build_after_one}, bench.times)
    what_edited = "matrix, one word edited; our cold build"
    yield attempt(
        what_edited,
        lambda: bounded(
            what_edited, median(edited["edited"]), median(figures["cold"]), most=MOST_EDITED
        ),
    )
    yield _workers(bench)


def _cold(bench: Bench) -> float:
    bench.scratch.forget()
    return bench.wall(bench.ours(*ALL))


class _Parts:
    """Plain WeasyPrint's matrix, a part at a time."""

    def __init__(self, bench: Bench) -> None:
        self._bench = bench
        self._number = 0

    def next_part(self) -> float:
        bench = self._bench
        part = bench.scratch.matrix()[self._number :: bench.parts]
        self._number = (self._number + 1) % bench.parts
        commands = [
            bench.naive(wanted, bench.folder / f"naive-{number}.pdf")
            for number, wanted in enumerate(part)
        ]
        return together(commands, bench.scratch.root, WORKERS)


class _Edits:
    """Edits another topic each time, and builds."""

    def __init__(self, bench: Bench) -> None:
        self._bench = bench
        self._topics = bench.scratch.topics()
        self._number = 0

    def build_after_one(self) -> float:
        step = len(self._topics) // self._bench.times
        self._bench.scratch.edit(self._topics[self._number * step])
        self._number += 1
        return self._bench.wall(self._bench.ours(*ALL))


def _workers(bench: Bench) -> Row:
    """Compare one worker with two, on one condition's ten booklets."""
    what = "ten booklets, cold: 2 workers; 1 worker"
    build = ("build", "als", "--region", "GB", "--edition", "standard", "--edition", "large")

    def cold(jobs: int) -> float:
        bench.scratch.forget()
        return bench.wall(bench.ours(*build, "--jobs", str(jobs)))

    figures = in_turn({"two": lambda: cold(2), "one": lambda: cold(1)}, bench.times)
    return attempt(what, lambda: compared(what, median(figures["two"]), median(figures["one"])))
