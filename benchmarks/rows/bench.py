"""What all rows share: the scratch project, how often to repeat, how each program is called."""

from __future__ import annotations

import json
import sys
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from benchmarks import onepass
from benchmarks.measure import Broken
from benchmarks.peers import chromium, typst_markup
from benchmarks.process import run
from benchmarks.project import Scratch
from benchmarks.source import Source, Wanted, read

BOOKLET = Wanted()
"""The booklet of the rows about one booklet: the longest, about sixty pages."""
BUILD = ("build", BOOKLET.condition, "--stage", BOOKLET.stage, "--region", BOOKLET.region)


@dataclass(frozen=True)
class Bench:
    """One run of the benchmarks."""

    scratch: Scratch
    folder: Path
    """For the rivals' files."""
    tools: Path
    """For a rival that has to be installed."""
    times: int
    copies: int
    parts: int
    """Into how many parts the rival's matrix is cut; each round does one."""
    share: int
    """How many of those parts are done; what is left out is reckoned."""

    def ours(self, *arguments: str) -> list[str]:
        """Give the command of Carefold."""
        return [sys.executable, "-m", "generator", *arguments]

    def naive(self, wanted: Wanted, out: Path, copies: int = 0) -> list[str]:
        """Give the command of plain WeasyPrint."""
        module = "benchmarks.peers.naive"
        what = (wanted.language, wanted.stage, wanted.edition)
        root = str(self.scratch.root)
        return [sys.executable, "-m", module, root, *what, str(out), str(copies)]

    def typst(self, out: Path, copies: int = 0) -> list[str]:
        """Give the command of Typst."""
        fonts = str(self.source.theme.folder / "fonts")
        what = (str(self.typst_document), fonts, str(out), str(copies))
        return [sys.executable, "-m", "benchmarks.peers.typst", *what]

    def built(self) -> Path:
        """Give the file of the booklet that `BUILD` wrote; raise Broken if it wrote none."""
        for path in (self.scratch.root / "build").rglob("*.pdf"):
            return path
        raise Broken("our booklet was not written")

    def wall(self, command: list[str], cpus: tuple[int, ...] = ()) -> float:
        """Run a command in the scratch project; give its seconds."""
        return run(command, self.scratch.root, cpus=cpus).wall_s

    def each(self, command: list[str]) -> list[float]:
        """Run a program that prints the seconds of each of its copies; give them."""
        seconds: list[float] = json.loads(run(command, self.scratch.root).out)
        return seconds

    @cached_property
    def source(self) -> Source:
        """The booklet of the rows about one booklet."""
        return read(self.scratch.root, BOOKLET)

    @cached_property
    def page(self) -> Path:
        """The booklet as one HTML file."""
        return self._written("booklet.html", onepass.html(self.source))

    @cached_property
    def typst_document(self) -> Path:
        """The booklet as a Typst file."""
        return self._written("booklet.typ", typst_markup.document(self.source))

    @cached_property
    def chromium_page(self) -> Path:
        """The booklet as one HTML file, as Chromium needs it."""
        return self.chromium_copy("")

    def chromium_copy(self, name: str) -> Path:
        """Give the same with a name on the cover."""
        file = f"chromium-{name.replace(' ', '-')}.html"
        return self._written(file, chromium.html(self.source, name))

    def _written(self, name: str, text: str) -> Path:
        path = self.folder / name
        path.write_text(text, encoding="utf-8")
        return path
