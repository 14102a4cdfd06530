"""`make bench`: the same real booklet through Carefold and its rivals, side by side in one run.

Prints a table and writes build/bench.json. Figures are for comparing on one machine, never for
asserting in a test. README.md, beside this file, says what the rows mean.
"""

from __future__ import annotations

import argparse
import os
import tempfile
from collections.abc import Callable, Iterator
from importlib.metadata import version
from pathlib import Path

from benchmarks import project, report
from benchmarks.measure import Skip
from benchmarks.peers import chromium, latex, vivliostyle
from benchmarks.rows import copies, matrix, single, startup, translation
from benchmarks.rows.bench import Bench

ROOT = Path(__file__).resolve().parents[1]
ROWS: dict[str, Callable[[Bench], Iterator[report.Row]]] = {
    "startup": startup.rows,
    "translation": translation.rows,
    "single": single.rows,
    "copies": copies.rows,
    "matrix": matrix.rows,
}
TOOLS = ROOT / "build" / "peers"


def main() -> None:
    """Run what is asked for."""
    options = _options()
    # Every program started from here finds the benchmarks, and keeps its sheets in the scratch.
    os.environ["PYTHONPATH"] = str(ROOT)
    os.environ.pop("CAREFOLD_CACHE", None)
    about = {"machine": report.machine(), "versions": _versions(), "quick": options.quick}
    for name, value in {**report.machine(), **_versions()}.items():
        print(f"{name}: {value}")
    times = 3 if options.quick else 5
    print(f"medians of {times}{' (quick: too few to rely on)' if options.quick else ''}\n")
    print(report.heading())
    rows = []
    with tempfile.TemporaryDirectory(prefix="carefold-bench-") as place:
        bench = _bench(Path(place), options, times)
        for name in options.only or ROWS:
            for row in ROWS[name](bench):
                print(report.line(row), flush=True)
                rows.append(row)
    report.write(ROOT / "build" / "bench.json", about, rows)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="fewer repeats and copies")
    parser.add_argument("--only", action="append", choices=ROWS, help="these rows; repeatable")
    parser.add_argument("--copies", type=int, metavar="N", help="the most copies; 10,000")
    return parser.parse_args()


def _bench(place: Path, options: argparse.Namespace, times: int) -> Bench:
    folder = place / "rivals"
    folder.mkdir()
    return Bench(
        scratch=project.make(place / "project", ROOT / "content"),
        folder=folder,
        tools=TOOLS,
        times=times,
        copies=options.copies or (200 if options.quick else 10_000),
        parts=20 if options.quick else 5,
        share=1 if options.quick else 5,
    )


def _versions() -> dict[str, str]:
    told: dict[str, Callable[[], str]] = {
        "WeasyPrint": lambda: version("weasyprint"),
        "Typst": lambda: version("typst"),
        "Chromium": chromium.version,
        "Vivliostyle": lambda: vivliostyle.version(TOOLS),
        "pandoc": latex.version,
    }
    versions = {}
    for name, tell in told.items():
        try:
            versions[name] = tell()
        except Skip as reason:
            versions[name] = str(reason)
    return versions


if __name__ == "__main__":
    main()
