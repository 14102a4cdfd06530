"""Personalised copies: what one more costs, and how time and memory grow up to thousands.

One more copy is the pace inside a run, so starting up counts for nobody. Ours come from one
worker; Typst and Chromium may use all cores.
"""

from __future__ import annotations

import shutil
import statistics
from collections.abc import Iterator, Sequence
from pathlib import Path

from benchmarks.measure import Broken, Skip, drift, in_turn, median, pace
from benchmarks.peers import chromium
from benchmarks.process import Usage, run
from benchmarks.report import Row, attempt, bounded, compared
from benchmarks.rows.bench import BOOKLET, Bench

OURS, NAIVE, TYPST, CHROMIUM = 100, 2, 10, 5
"""Copies each program makes in a round."""
LEAST_NAIVE, LEAST_TYPST, LEAST_CHROMIUM = 30, 1, 20
EDGE = 1000
"""How many first and last copies are compared."""
MOST_DRIFT, MOST_MEMORY = 1.10, 1.15
ROOM_PER_COPY = 400_000
"""Bytes of disk kept ready for a copy."""


def rows(bench: Bench) -> Iterator[Row]:
    """Measure personal copies."""
    figures = in_turn(
        {
            "ours": lambda: pace(_moments(bench, OURS, 1)),
            "two": lambda: pace(_moments(bench, OURS, 2)),
            "Typst": lambda: _later(bench.each(bench.typst(bench.folder / "copy.pdf", TYPST))),
            "Chromium": lambda: _chromium(bench),
            "WeasyPrint": lambda: _later(
                bench.each(bench.naive(BOOKLET, bench.folder / "copy.pdf", NAIVE))
            ),
        },
        bench.times,
    )
    for rival, least in (
        ("Typst", LEAST_TYPST), ("Chromium", LEAST_CHROMIUM), ("WeasyPrint", LEAST_NAIVE)
    ):  # fmt: skip
        what = f"one more personal copy, 1 worker; {rival}"
        yield attempt(what, lambda w=what, r=rival, b=least: compared(  # type: ignore[misc]
            w, median(figures["ours"]) * 1000, median(figures[r]) * 1000, least=b, unit="ms"
        ))  # fmt: skip
    what = "one more personal copy, 2 workers; 1 worker"
    yield attempt(
        what,
        lambda: compared(
            what, median(figures["two"]) * 1000, median(figures["ours"]) * 1000, unit="ms"
        ),
    )
    yield from _growth(bench)


def _later(seconds: list[float]) -> float:
    """Leave the first out: it may still warm something up."""
    return statistics.median(seconds[1:])


def _chromium(bench: Bench) -> float:
    pages = [bench.chromium_copy(f"Reader {number}") for number in range(CHROMIUM)]
    return _later(chromium.copies(pages, bench.folder / "copy.pdf"))


def _merge(bench: Bench, count: int, jobs: int) -> tuple[Usage, list[float]]:
    """Make copies; give what it cost and the moment each file was written."""
    output = bench.folder / "copies"
    shutil.rmtree(output, ignore_errors=True)
    if shutil.disk_usage(bench.folder).free < count * ROOM_PER_COPY:
        raise Skip(f"too little disk for {count} copies")
    command = bench.ours(
        "merge", str(bench.scratch.rows(count)), "--condition", BOOKLET.condition,
        "--region", BOOKLET.region, "--output", str(output), "--jobs", str(jobs),
    )  # fmt: skip
    try:
        usage = run(command, bench.scratch.root, every_s=1.0 if count > EDGE else 0.05)
        moments = sorted(path.stat().st_mtime for path in _files(output))
    finally:
        shutil.rmtree(output, ignore_errors=True)
    if len(moments) != count:
        raise Broken(f"{len(moments)} files came of {count} rows")
    return usage, moments


def _files(folder: Path) -> Iterator[Path]:
    return folder.rglob("*.pdf")


def _moments(bench: Bench, count: int, jobs: int) -> list[float]:
    return _merge(bench, count, jobs)[1]


def _growth(bench: Bench) -> Iterator[Row]:
    """Show whole runs of more and more copies, by two workers, from kept sheets."""
    count = 1
    while count < bench.copies:
        yield _one_size(bench, count)
        count *= 10
    yield from _largest(bench)


def _one_size(bench: Bench, count: int) -> Row:
    what = f"{count:,} {'copy' if count == 1 else 'copies'}, 2 workers, whole run"

    def measured() -> Row:
        usage, _ = _merge(bench, count, 2)
        return _size_row(what, usage, "once")

    return attempt(what, measured)


def _size_row(what: str, usage: Usage, times: str) -> Row:
    note = f"largest process {usage.peak_mb():.0f} MB, processor time {usage.cpu_s:.1f} s; {times}"
    return Row(what, ours=usage.wall_s, note=note)


def _largest(bench: Bench) -> Iterator[Row]:
    """Make the most copies several times: a machine with neighbours has slow minutes."""
    what = f"{bench.copies:,} copies, 2 workers, whole run"
    runs: list[tuple[Usage, list[float]]] = []

    def measured() -> Row:
        runs.extend(_merge(bench, bench.copies, 2) for _ in range(bench.times))
        ordered = sorted((usage for usage, _ in runs), key=lambda one: one.wall_s)
        return _size_row(what, ordered[len(ordered) // 2], f"median of {len(ordered)}")

    yield attempt(what, measured)
    if runs and bench.copies >= 2 * EDGE:
        yield from _steady(runs)


def _steady(runs: Sequence[tuple[Usage, list[float]]]) -> Iterator[Row]:
    """Compare the end of long runs with their beginning, in pace and memory."""
    change = median([drift(moments, EDGE) for _, moments in runs])
    last = median([pace(moments[-EDGE:]) * EDGE for _, moments in runs])
    first = median([pace(moments[:EDGE]) * EDGE for _, moments in runs])
    yield Row(
        f"last {EDGE:,} of them; first {EDGE:,}", last, first, "s", change, f"≤ {MOST_DRIFT} of it",
        change <= MOST_DRIFT,
        note="each run's own: " + ", ".join(f"{drift(m, EDGE):.3f}" for _, m in runs),
    )  # fmt: skip
    yield bounded(
        f"largest process, all of them; at {EDGE:,}",
        median([usage.peak_mb() for usage, _ in runs]),
        median([usage.peak_mb(moments[EDGE - 1]) for usage, moments in runs]),
        most=MOST_MEMORY, unit="MB",
    )  # fmt: skip
