from __future__ import annotations

from pathlib import Path

import pytest

from generator.batch import handout
from generator.batch.order import Order
from generator.findings import ContentError
from generator.select import ProfileError
from tests.mini import edit
from tests.pdf_facts import destinations, opened, outline, pages_as_read
from tests.pressroom import project


def test_a_handout_is_named_by_its_sheets_region_and_letterhead(handed_out: Path) -> None:
    assert "demo-B1-A1-en-standard-GB-example.pdf" == handed_out.name
    assert "handouts" == handed_out.parent.name


def test_sheets_stand_in_the_order_they_were_asked_for(handed_out: Path) -> None:
    with opened(handed_out.read_bytes()) as pdf:
        starts = destinations(pdf)

        assert ["rest", "call"] == sorted(starts, key=lambda name: starts[name])
        assert [1, starts["call"]] == sorted(starts.values())
        assert {"B1  Rest well", "A1  When to call"} == {
            label for depth, label, _ in outline(pdf) if depth == 0
        }


def test_the_letterhead_stands_on_the_first_sheet_only(handed_out: Path) -> None:
    first, *others = pages_as_read(handed_out.read_bytes())

    assert "A clinic for tests" in first
    assert "A clinic for tests" not in " ".join(others)


def test_a_draft_says_so_and_a_sheet_beside_it_is_a_jump_away(handed_out: Path) -> None:
    text = " ".join(pages_as_read(handed_out.read_bytes()))

    assert "draft" in text.casefold()
    assert "999" in text
    assert "with rest (B1)" in text


def test_a_topic_that_does_not_exist_is_named_with_the_nearest(tmp_path: Path) -> None:
    made = project(tmp_path)

    with pytest.raises(ProfileError) as caught:
        handout.make(made, Order("demo", ""), ["rset", "B1", "Z9"], None)

    assert ["there is no topic 'Z9'", "there is no topic 'rset'"] == [
        finding.message for finding in caught.value.findings
    ]
    assert "rest" in caught.value.findings[-1].hint
    assert not made.build.exists()


def test_a_handout_with_a_fault_is_not_written(tmp_path: Path, shared_store: Path) -> None:
    made = project(tmp_path, shared_store)
    edit(made.content / "demo" / "topics" / "wishes.yaml", "what you would want", "m" * 90)
    path = tmp_path / "out.pdf"

    with pytest.raises(ContentError) as caught:
        handout.make(made, Order("demo", ""), ["wishes"], path)

    assert {"P03"} == {finding.code for finding in caught.value.findings}
    assert not path.exists()
