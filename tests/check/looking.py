"""How the tests of the rules look at the miniature project."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

from generator.check.said import Subject
from generator.content.files import read_files
from generator.content.house import Words
from generator.content.reading import typed
from generator.content.source import Source
from generator.findings import Finding
from tests.mini import edit

Rule = Callable[[Subject], Iterator[Finding]]
WISH = "text: You may write down what you would want."
"""The one sentence of the topic `wishes`, to be written anew."""
REST_BODY = "body:\n  - text: |\n      Rest **early** in the day, and often."


def subject_of(demo: Path, words: str = "", today: date | None = None) -> Subject:
    """Give the miniature condition as the rules see it, with house rules of its own."""
    files, findings = read_files(demo, "demo")
    assert files is not None, findings
    house = typed(Words, Source(words, "demo/words.yaml")).value if words else Words()
    return Subject(files, house, today or date(2026, 2, 1))


def found(rule: Rule, demo: Path, words: str = "") -> list[tuple[str, str, str]]:
    """Give (code, severity, message) of what a rule finds."""
    return [(f.code, str(f.severity), f.message) for f in rule(subject_of(demo, words))]


def codes(rule: Rule, demo: Path, words: str = "") -> list[str]:
    """Give the codes of what a rule finds, in order."""
    return [code for code, _, _ in found(rule, demo, words)]


def wish(demo: Path, *lines: str) -> None:
    """Write the text of the topic `wishes` anew, as Markdown."""
    text = "\n".join(f"        {line}" for line in lines)
    edit(demo / "topics/wishes.yaml", f"  - {WISH}", f"  - text: |\n{text}")
