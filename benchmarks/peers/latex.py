"""LuaLaTeX through pandoc, where both are installed; it keeps words and drops most of the look."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

from benchmarks.measure import Skip

PROGRAMS = ("pandoc", "lualatex")


def version() -> str:
    """Give pandoc's version; raise Skip where a program is missing."""
    _look()
    told = subprocess.run(["pandoc", "--version"], capture_output=True, text=True, check=True)
    return told.stdout.split()[1]


def command(html: Path, out: Path) -> list[str]:
    """Give the command that prints one file; raise Skip where a program is missing."""
    _look()
    return ["pandoc", str(html), "--toc", "--pdf-engine=lualatex", "-o", str(out)]


def _look() -> None:
    missing = [name for name in PROGRAMS if shutil.which(name) is None]
    if missing:
        raise Skip(f"not installed: {', '.join(missing)}")
