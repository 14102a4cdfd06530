"""The scratch project: real content, pseudo-languages, the matrix, rows for personal copies."""

from __future__ import annotations

import csv
import re
import shutil
from dataclasses import dataclass
from pathlib import Path

import yaml

from benchmarks import pseudo
from benchmarks.source import Wanted

STAGES = ("1", "2", "3", "4A", "4B")
EDITIONS = ("standard", "large")
LANGUAGES = 8
REGION = "GB"
CONDITION = "als"
HEADER = ("ref", "name", "appointment", "stage", "language", "edition")
KEY_WORD = re.compile(r"(?m)^(key_message: .*?)\b([a-z]{2,}([a-z])(?!\3)[a-z])\b")
"""A word of a key message whose last two letters differ."""


@dataclass(frozen=True)
class Scratch:
    """A project folder that may be changed, with a store of its own."""

    root: Path

    @property
    def conditions(self) -> list[str]:
        """Name the conditions: the real one, then the pseudo-languages."""
        return [CONDITION, *(f"{CONDITION}-x{n}" for n in range(1, LANGUAGES))]

    def matrix(self) -> list[Wanted]:
        """List the booklets of the matrix, near ones far apart, so that any part is typical."""
        booklets = [
            Wanted(condition, stage, edition, REGION)
            for edition in EDITIONS
            for stage in STAGES
            for condition in self.conditions
        ]
        return sorted(booklets, key=lambda b: (b.stage + b.edition, b.condition))

    def forget(self) -> None:
        """Go back to a first run: no kept sheet, no result."""
        shutil.rmtree(self.root / ".cache", ignore_errors=True)
        self.forget_results()

    def forget_results(self) -> None:
        """Remove results, and keep the sheets."""
        shutil.rmtree(self.root / "build", ignore_errors=True)

    def topics(self) -> list[str]:
        """Name the topics, in the order of their files."""
        return sorted(p.stem for p in (self.root / "content" / CONDITION / "topics").glob("*.yaml"))

    def edit(self, topic: str) -> None:
        """Change one word of a topic, in one language: two of its letters change places."""
        path = self.root / "content" / CONDITION / "topics" / f"{topic}.yaml"
        text = path.read_text(encoding="utf-8")
        edited = KEY_WORD.sub(lambda m: m[1] + m[2][:-2] + m[2][-1] + m[2][-2], text, count=1)
        assert edited != text
        path.write_text(edited, encoding="utf-8")

    def rows(self, count: int) -> Path:
        """Write a list of made-up readers, all at one stage; give its place."""
        path = self.root / f"readers-{count}.csv"
        with path.open("w", newline="", encoding="utf-8") as file:
            writer = csv.writer(file)
            writer.writerow(HEADER)
            for n in range(count):
                writer.writerow((f"R{n:06}", f"Reader {n}", "", "4B", "en", "standard"))
        return path


def make(folder: Path, content: Path) -> Scratch:
    """Copy a project's content and add what the benchmarks need."""
    scratch = Scratch(folder)
    shutil.copytree(content, folder / "content")
    for language, condition in enumerate(scratch.conditions[1:]):
        target = folder / "content" / condition
        shutil.copytree(content / CONDITION, target, ignore=shutil.ignore_patterns("locale"))
        pseudo.translate(target, condition, language)
    sets = [
        {
            "name": condition, "condition": condition, "stage": list(STAGES),
            "edition": list(EDITIONS), "region": REGION,
        }
        for condition in scratch.conditions
    ]  # fmt: skip
    batch = yaml.safe_dump({"booklets": sets}, sort_keys=False)
    (folder / "booklets.yaml").write_text(batch, encoding="utf-8")
    return scratch
