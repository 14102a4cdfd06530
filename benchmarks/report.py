"""Rows, the table, the JSON: what was measured, against whom, and whether a bar was met."""

from __future__ import annotations

import json
import os
import platform
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import psutil

from benchmarks.measure import Broken, Skip

WIDTH = 62


@dataclass(frozen=True, slots=True)
class Row:
    """One line: Carefold's figure, a rival's figure of the same run, their ratio."""

    what: str
    ours: float | None = None
    rival: float | None = None
    unit: str = "s"
    ratio: float | None = None
    """The rival's figure over ours, unless the bar says otherwise."""
    bar: str = ""
    passed: bool | None = None
    note: str = ""

    @property
    def verdict(self) -> str:
        """PASS, FAIL, or nothing where no bar is set."""
        return {True: "PASS", False: "FAIL", None: ""}[self.passed]


def compared(
    what: str, ours: float, rival: float, *, least: float = 0, unit: str = "s", note: str = ""
) -> Row:
    """Make a row of two figures; `least` is how many times smaller ours must be, 0 for no bar."""
    ratio = rival / ours
    bar = f"≥ {least:g} ×" if least else ""
    return Row(what, ours, rival, unit, ratio, bar, ratio >= least if least else None, note)


def bounded(
    what: str, ours: float, rival: float, *, most: float, unit: str = "s", note: str = ""
) -> Row:
    """Make a row of two figures whose bar is the most that ours may be of the rival's."""
    share = ours / rival
    return Row(what, ours, rival, unit, share, f"≤ {most:.3g} of it", share <= most, note)


def attempt(what: str, make: Callable[[], Row]) -> Row:
    """Make a row, or one that says why there is none; a program that broke is a FAIL."""
    try:
        return make()
    except Broken as reason:
        return Row(what, passed=False, note=f"broken: {reason}")
    except Skip as reason:
        return Row(what, note=f"skipped: {reason}")


def line(row: Row) -> str:
    """Write a row of the table."""
    figures = [f"{row.ours:10.3f}" if row.ours is not None else " " * 10]
    figures.append(f"{row.rival:10.3f}" if row.rival is not None else " " * 10)
    ratio = f"{row.ratio:9.3f}" if row.ratio is not None else " " * 9
    parts = [f"{row.what:<{WIDTH}}", *figures, f"{row.unit:<3}", ratio, f"{row.bar:<14}"]
    return " ".join([*parts, f"{row.verdict:<4}", row.note]).rstrip()


def heading() -> str:
    """Write the head of the table."""
    heads = f"{'ours':>10} {'rival':>10}     {'ratio':>9} {'bar':<14}"
    return f"{'':<{WIDTH}} {heads}"


def machine() -> dict[str, object]:
    """Name the machine: processor, cores, memory, system, Python."""
    return {
        "processor": _processor(),
        "cores": len(os.sched_getaffinity(0)),
        "memory GB": round(psutil.virtual_memory().total / 1e9, 1),
        "system": platform.platform(),
        "python": platform.python_version(),
    }


def _processor() -> str:
    path = Path("/proc/cpuinfo")
    lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.processor() or platform.machine()


def write(path: Path, about: dict[str, object], rows: Sequence[Row]) -> None:
    """Write everything as JSON."""
    data = about | {"rows": [asdict(row) for row in rows]}
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(data, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
