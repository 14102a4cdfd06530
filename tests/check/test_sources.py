from __future__ import annotations

from pathlib import Path

import pytest

from generator.check import sources
from tests.check.looking import found, subject_of
from tests.mini import edit


def test_unread_sources_and_unsigned_texts_are_listed_for_people(demo: Path) -> None:
    edit(
        demo / "topics/call.yaml",
        "status: draft, reviewer: null, reviewed: null",
        "status: reviewed, reviewer: A nurse, reviewed: 2026-02-01",
    )
    listed = list(sources.check(subject_of(demo)))
    assert {"review"} == {finding.severity for finding in listed}
    assert [
        ("demo/topics/rest.yaml", "C11"),
        ("demo/topics/wishes.yaml", "C10"),
        ("demo/topics/wishes.yaml", "C11"),
    ] == sorted((finding.file, finding.code) for finding in listed)
    (unread,) = [finding for finding in listed if finding.code == "C10"]
    assert unread.message.endswith(": S2")
    assert "sources: [S2]" == unread.excerpt


def test_so_are_facts_of_a_region(demo: Path) -> None:
    edit(demo / "regions/GB.yaml", "sources: [S1]", "sources: [S1], verify: true")
    (finding,) = [f for f in sources.check(subject_of(demo)) if "regions" in f.file]
    assert ("C10", 5) == (finding.code, finding.line)


@pytest.mark.parametrize("kind", ["text", "steps", "table", "contact", "callout"])
def test_each_block_that_claims_names_its_source(demo: Path, kind: str) -> None:
    block = {
        "text": "You need rest too.",
        "steps": "[Sit, Rest]",
        "table": "{head: [A, B], rows: [[Sit, Rest]]}",
        "contact": "{level: now, when: [You fall]}",
        "callout": "{kind: tip, text: Rest.}",
    }[kind]
    rest = demo / "topics/rest.yaml"
    text = rest.read_text(encoding="utf-8").replace(
        "sources: [S1]\nreview", "sources: [S1, S2]\nreview"
    )
    start, end = text.index("  - only: {regions"), text.index("  - questions")
    rest.write_text(text[:start] + f"  - {kind}: {block}\n" + text[end:], encoding="utf-8")
    claims = [one for one in found(sources.check, demo) if one[0] == "C15"]
    assert [("C15", "warning", f"this {kind} block names no source"),
            ("C15", "warning", "this text block names no source")] == claims  # fmt: skip


def test_a_single_source_of_a_topic_stands_for_its_blocks(demo: Path) -> None:
    assert "C15" not in {code for code, _, _ in found(sources.check, demo)}
