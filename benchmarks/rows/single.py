"""One booklet: cold, warm, unchanged; against every rival; and the size of its file."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pikepdf

from benchmarks.measure import Figures, Skip, in_turn, median
from benchmarks.peers import chromium, latex, vivliostyle
from benchmarks.report import Row, attempt, bounded, compared
from benchmarks.rows.bench import BOOKLET, BUILD, Bench

ONE_CORE = (0,)
MOST_ON_ONE_CORE = 1.15
MOST_SIZE = 1.2
PAGES_APART = 0.1
"""Booklets further apart than this in pages are not the same booklet: something was lost."""
FILES = {
    "WeasyPrint in one pass": "naive",
    "Typst": "typst",
    "Chromium": "chromium",
    "Vivliostyle": "vivliostyle",
}
"""Rivals that set the same look, and the names of their files."""


def rows(bench: Bench) -> Iterator[Row]:
    """Measure one booklet."""
    out = bench.folder / "naive.pdf"
    naive = bench.naive(BOOKLET, out)
    pinned = in_turn(
        {
            "ours": lambda: _cold(bench, ONE_CORE),
            "naive": lambda: bench.wall(naive, ONE_CORE),
        },
        bench.times,
    )
    yield attempt(
        "one booklet, cold, one core; WeasyPrint in one pass",
        lambda: bounded(
            "one booklet, cold, one core; WeasyPrint in one pass",
            median(pinned["ours"]), median(pinned["naive"]), most=MOST_ON_ONE_CORE,
        ),
    )  # fmt: skip
    free = in_turn(_rivals(bench, naive), bench.times)
    yield from _against(free)
    yield from (_pages(bench, rival) for rival in FILES)
    yield attempt(
        "size of its file; WeasyPrint in one pass, tagged",
        lambda: bounded(
            "size of its file; WeasyPrint in one pass, tagged", _kilobytes(bench.built()),
            _kilobytes(out), most=MOST_SIZE, unit="kB",
        ),
    )  # fmt: skip


def _cold(bench: Bench, cpus: tuple[int, ...] = ()) -> float:
    bench.scratch.forget()
    return bench.wall(bench.ours(*BUILD), cpus)


def _warm(bench: Bench) -> float:
    bench.scratch.forget_results()
    return bench.wall(bench.ours(*BUILD))


def _chromium(bench: Bench) -> float:
    profile = bench.folder / "profile"
    shutil.rmtree(profile, ignore_errors=True)
    out = bench.folder / "chromium.pdf"
    return bench.wall(chromium.command(bench.chromium_page, out, profile))


def _rivals(bench: Bench, naive: list[str]) -> dict[str, Callable[[], float]]:
    """List who takes turns; what is prepared for a rival is not timed."""

    def out(name: str) -> Path:
        return bench.folder / f"{name}.pdf"

    return {
        "cold": lambda: _cold(bench),
        "warm": lambda: _warm(bench),
        "unchanged": lambda: bench.wall(bench.ours(*BUILD)),
        "WeasyPrint in one pass": lambda: bench.wall(naive),
        "Typst": lambda: bench.wall(bench.typst(out("typst"))),
        "Chromium": lambda: _chromium(bench),
        "Vivliostyle": lambda: bench.wall(
            vivliostyle.command(bench.tools, bench.page, out("vivliostyle"))
        ),
        "LuaLaTeX through pandoc": lambda: bench.wall(latex.command(bench.page, out("latex"))),
    }


def _against(figures: dict[str, Figures]) -> Iterator[Row]:
    ours = [name for name in figures if name in ("cold", "warm", "unchanged")]
    for state in ours:
        for rival in figures:
            if rival in ours:
                continue
            bar = 1.0 if state == "cold" and rival.startswith("WeasyPrint") else 0.0
            what = f"one booklet, {state}; {rival}"
            yield attempt(what, lambda w=what, s=state, r=rival, b=bar: compared(  # type: ignore[misc]
                w, median(figures[s]), median(figures[r]), least=b
            ))  # fmt: skip


def _pages(bench: Bench, rival: str) -> Row:
    """Show that a rival printed the same booklet: about as many pages."""
    what = f"pages; {rival}"

    def counted() -> Row:
        path = bench.folder / f"{FILES[rival]}.pdf"
        if not path.exists():
            raise Skip("it made no file")
        ours, theirs = (_count(file) for file in (bench.built(), path))
        close = abs(theirs / ours - 1) <= PAGES_APART
        return Row(what, ours, theirs, "pp", theirs / ours, f"± {PAGES_APART:.0%}", close)

    return attempt(what, counted)


def _count(path: Path) -> int:
    with pikepdf.open(path) as pdf:
        return len(pdf.pages)


def _kilobytes(path: Path) -> float:
    return path.stat().st_size / 1000
