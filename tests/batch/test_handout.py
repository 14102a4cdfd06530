from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from generator.batch import handout
from generator.batch.order import Order
from generator.content.library import load
from generator.findings import ContentError
from generator.project import supplied
from generator.select import Profile, ProfileError, Stages
from tests.mini import edit
from tests.pdf_facts import destinations, opened, outline, pages_as_read
from tests.pressroom import project
from tests.translate.speaking import said, speak


def test_a_handout_is_named_by_its_sheets_region_and_letterhead(handed_out: Path) -> None:
    assert "demo-B1-A1-en-standard-GB-example.pdf" == handed_out.name
    assert "handouts" == handed_out.parent.name


def test_many_sheets_have_a_name_that_a_disk_takes() -> None:
    library = load(supplied("content") / "als")
    topics, order = list(library.in_order()), Order("als", "")
    profile = Profile(Stages("", ()), "001")

    first, second = (handout._name(order, profile, some) for some in (topics, topics[:-1]))

    assert len(topics) > 50
    assert max(len(first), len(second)) < 100
    assert first != second


def test_sheets_stand_in_the_order_they_were_asked_for(handed_out: Path) -> None:
    with opened(handed_out.read_bytes()) as pdf:
        starts = destinations(pdf)

        assert ["rest", "call"] == sorted(starts, key=lambda name: starts[name])
        assert [1, starts["call"]] == sorted(starts.values())
        assert {"B1  Rest well", "A1  When to call"} == {
            label for depth, label, _ in outline(pdf) if depth == 0
        }


def test_a_sheet_that_is_named_twice_is_printed_once(tmp_path: Path, shared_store: Path) -> None:
    made = project(tmp_path, shared_store)

    path, _, _ = handout.make(made, Order("demo", ""), ["rest", "b1", "rest"], None)

    assert "demo-B1-en-standard.pdf" == path.name
    with opened(path.read_bytes()) as pdf:
        assert ["rest"] == list(destinations(pdf))


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


def test_a_handout_is_never_half_in_another_language(tmp_path: Path, shared_store: Path) -> None:
    made = project(tmp_path, shared_store)
    lacking = ("rest:key_message", "wishes:title", "map:parts/B/title")
    speak(made, "es", lambda one: replace(one, translation="")
          if one.context in lacking else replace(one, translation=said(one.english)))  # fmt: skip
    order = Order("demo", "", "es", region="GB")

    path, pages, _ = handout.make(made, order, ["call"], None)
    with pytest.raises(ContentError) as caught:
        handout.make(made, order, ["call", "rest"], None)

    assert (True, 1) == (path.exists(), pages)
    (finding,) = caught.value.findings
    assert ("Y12", "translate them") == (finding.code, finding.hint)
    assert "rest:key_message" in finding.message
