"""Measure building and binding the real ALS booklets; medians, this machine named.

Figures are for comparing on one machine, never for asserting in a test.
"""

from __future__ import annotations

import json
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from generator import booklet
from generator.batch.order import Request, orders
from generator.batch.pool import default_jobs
from generator.batch.profile import load_condition, profile_of
from generator.batch.work import Typesetter, press_workers
from generator.press import bind
from generator.press.furniture import Furniture
from generator.press.store import Store
from generator.project import find_project
from generator.render import theme as themes
from generator.render.html import Renderer, Setting
from generator.select import select

ROOT = Path(__file__).resolve().parents[1]
REPEATS = 7
STAGES = [f"--stage={stage}" for stage in ("1", "2", "3", "4A", "4B")]


def main() -> None:
    """Run every measure, print the table, write build/bench.json."""
    rows = [*_binding(), *_commands()]
    machine = f"{platform.machine()}, {default_jobs()} cores, Python {platform.python_version()}"
    print(f"{machine}; medians of {REPEATS} unless said\n")
    for row in rows:
        print(f"{row['what']:<58} {row['value']:>9.3f} {row['unit']}")
    out = ROOT / "build" / "bench.json"
    out.write_text(json.dumps({"machine": machine, "rows": rows}, indent=1) + "\n")


def _row(what: str, value: float, unit: str) -> dict[str, object]:
    return {"what": what, "value": round(value, 4), "unit": unit}


def _median(work: Callable[[], object], clock: Callable[[], float]) -> float:
    times = []
    for _ in range(REPEATS):
        start = clock()
        work()
        times.append(clock() - start)
    return statistics.median(times)


def _binding() -> list[dict[str, object]]:
    """CPU time of binding from kept sheets, in this process."""
    project = find_project(ROOT)
    library = load_condition(project, "als")
    theme = themes.load(project.templates)
    request = Request("als", stages=("4B",), region="GB")
    order = orders(request, [])[0]
    profile = profile_of(library, order)
    renderer = Renderer(Setting(library, theme, "standard", "en", profile.region))
    plan = booklet.plan("bench", select(library, profile), renderer)
    with tempfile.TemporaryDirectory() as scratch, press_workers(default_jobs()) as workers:
        store = Store(Path(scratch))
        typesetter = Typesetter(store, theme.faces, workers)
        bound = booklet.complete(plan, typesetter.sheets)
        furniture = Furniture(theme, "standard", renderer.setting.paper, right_to_left=False)

        def once() -> bytes:
            return bind.bind(bound.pieces, bound.about, furniture, theme.faces, store)

        data = once()
        pages = sum(piece.sheet.pages for piece in bound.pieces)
        cpu = _median(once, time.process_time)
    return [
        _row(f"bind {pages} pages of {len(bound.pieces)} kept sheets, CPU", cpu * 1000, "ms"),
        _row("size of that booklet", len(data) / 1000, "kB"),
    ]


def _commands() -> list[dict[str, object]]:
    """Wall time of whole commands, each in a process of its own."""
    with tempfile.TemporaryDirectory() as scratch:
        copy = Path(scratch) / "project"
        shutil.copytree(ROOT / "content", copy / "content")
        build = ["build", "als", "--region", "GB", *STAGES]

        def run(*arguments: str) -> None:
            command = [sys.executable, "-m", "generator", *arguments]
            subprocess.run(command, cwd=copy, check=True, capture_output=True)

        start = time.perf_counter()
        run(*build)
        cold = time.perf_counter() - start
        again = _median(lambda: run(*build), time.perf_counter)
        topic = copy / "content" / "als" / "topics" / "mood.yaml"
        topic.write_text(topic.read_text().replace("common", "frequent", 1))
        start = time.perf_counter()
        run(*build)
        edited = time.perf_counter() - start
        return [
            _row("five stage booklets, cold, once", cold, "s"),
            _row("the same again, nothing changed", again, "s"),
            _row("the same after one edited word, once", edited, "s"),
            _row("booklet --help", _median(lambda: run("--help"), time.perf_counter), "s"),
            _row(
                "booklet explain als",
                _median(lambda: run("explain", "als"), time.perf_counter),
                "s",
            ),
            _row("booklet check", _median(lambda: run("check"), time.perf_counter), "s"),
        ]


if __name__ == "__main__":
    main()
