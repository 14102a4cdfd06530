"""Starting up: the commands that people wait for, beside Python doing nothing."""

from __future__ import annotations

import sys
from collections.abc import Iterator

from benchmarks.measure import in_turn, median
from benchmarks.report import Row, attempt, bounded, compared
from benchmarks.rows.bench import Bench

COMMANDS = {
    "--help": ("--help",),
    "explain als --stage 2": ("explain", "als", "--stage", "2"),
    "check als": ("check", "als"),
}
MOST_HELP_S = 0.2


def rows(bench: Bench) -> Iterator[Row]:
    """Measure whole commands."""
    nothing = [sys.executable, "-c", "pass"]
    figures = in_turn(
        {
            "nothing": lambda: bench.wall(nothing),
            **{
                name: lambda a=arguments: bench.wall(bench.ours(*a))  # type: ignore[misc]
                for name, arguments in COMMANDS.items()
            },
        },
        2 * bench.times,
    )
    for name in COMMANDS:
        what = f"booklet {name}; Python doing nothing"
        yield attempt(what, lambda w=what, n=name: compared(  # type: ignore[misc]
            w, median(figures[n]), median(figures["nothing"])
        ))  # fmt: skip
    what = "booklet --help; bar of 0.2 s"
    yield attempt(what, lambda: bounded(what, median(figures["--help"]), MOST_HELP_S, most=1))
