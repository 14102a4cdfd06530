from __future__ import annotations

from pathlib import Path

from generator.check import sources
from generator.content.library import load
from generator.findings import Severity
from tests.mini import edit, write_project


def test_unread_sources_and_unsigned_texts_are_listed_for_people(tmp_path: Path) -> None:
    demo = write_project(tmp_path)
    edit(
        demo / "topics/call.yaml",
        "status: draft, reviewer: null, reviewed: null",
        "status: reviewed, reviewer: A nurse, reviewed: 2026-02-01",
    )
    found = list(sources.check(load(demo), "demo"))
    assert {Severity.REVIEW} == {finding.severity for finding in found}
    assert [
        ("demo/topics/rest.yaml", "C11"),
        ("demo/topics/wishes.yaml", "C10"),
        ("demo/topics/wishes.yaml", "C11"),
    ] == sorted((finding.file, finding.code) for finding in found)
    (unread,) = [finding for finding in found if finding.code == "C10"]
    assert unread.message.endswith(": S2")
