"""The scratch project: the real content in its languages, the matrix, rows for personal copies."""

from __future__ import annotations

import csv
import re
import shutil
from dataclasses import dataclass
from pathlib import Path

import yaml

from benchmarks.source import Wanted

STAGES = ("1", "2", "3", "4A", "4B")
EDITIONS = ("standard", "large")
LANGUAGES = ("en", "ar", "de", "es", "fr", "hi", "uk", "zh-Hans")
"""Five scripts, two directions."""
EDITED = "es"
"""A translation is edited: an edit of the English would take all others out of print."""
REGION = "GB"
CONDITION = "als"
HEADER = ("ref", "name", "appointment", "stage", "language", "edition")
KEY_MESSAGE = re.compile(r'(?ms)^msgctxt "[^"\n]+:key_message"$.*?^msgstr ')
WORD = re.compile(r"\b([a-z]{2,}([a-z])(?!\2)[a-z])\b")
"""A word whose last two letters differ."""


@dataclass(frozen=True)
class Scratch:
    """A project folder that may be changed, with a store of its own."""

    root: Path

    def matrix(self) -> list[Wanted]:
        """List the booklets of the matrix, near ones far apart, so that any part is typical."""
        booklets = [
            Wanted(CONDITION, stage, edition, REGION, language)
            for edition in EDITIONS
            for stage in STAGES
            for language in LANGUAGES
        ]
        return sorted(booklets, key=lambda b: (b.stage + b.edition, b.language))

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
        """Change one word of a topic's translation: two of its letters change places."""
        path = self.root / "content" / CONDITION / "locale" / EDITED / f"{topic}.po"
        text = path.read_text(encoding="utf-8")
        message = KEY_MESSAGE.search(text)
        assert message is not None
        word = WORD.search(text, message.end())
        assert word is not None
        at = word.end() - 2
        edited = text[:at] + text[at + 1] + text[at] + text[at + 2 :]
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
    sets = [
        {
            "name": "matrix", "condition": CONDITION, "language": list(LANGUAGES),
            "stage": list(STAGES), "edition": list(EDITIONS), "region": REGION,
        }
    ]  # fmt: skip
    batch = yaml.safe_dump({"booklets": sets}, sort_keys=False)
    (folder / "booklets.yaml").write_text(batch, encoding="utf-8")
    return scratch
