from __future__ import annotations

from pathlib import Path

import pytest

from generator.content.library import Library, load, load_clinic
from generator.findings import ContentError
from tests.mini import edit, write_project


@pytest.fixture
def demo(tmp_path: Path) -> Path:
    return write_project(tmp_path)


@pytest.fixture
def library(demo: Path) -> Library:
    return load(demo)


def test_everything_is_found_by_its_id(library: Library) -> None:
    assert "Rest well" == library.topics["rest"].title
    assert "United Kingdom" == library.regions["GB"].name
    assert "A chair" == library.pictures["chair"].title
    assert "A book of tests, 2026." == library.sources["S1"].cite
    assert ["tired"] == library.need_ids()
    assert ["Nurse"] == [term.term for term in library.terms]


def test_the_scheme_is_the_one_that_topics_name(library: Library) -> None:
    assert ["1", "2", "3A", "3B"] == [stage.code for stage in library.scheme.stages]


def test_topics_come_in_the_order_of_the_map(demo: Path) -> None:
    edit(demo / "map.yaml", "[rest, wishes]", "[wishes, rest]")
    assert ["call", "wishes", "rest"] == [topic.id for topic in load(demo).in_order()]


def test_a_topic_knows_its_part(library: Library) -> None:
    assert {"call": "A", "rest": "B", "wishes": "B"} == {
        name: library.part_of(name).letter for name in library.topics
    }


def test_content_with_an_error_is_not_loaded_at_all(demo: Path) -> None:
    edit(demo / "topics/wishes.yaml", "code: B2", "code: B1")
    with pytest.raises(ContentError):
        load(demo)


def test_a_letterhead_is_read_with_its_faults(demo: Path) -> None:
    path = demo.parent / "clinics/example.yaml"
    assert "A clinic for tests" == load_clinic(path).name
    edit(path, "same-day:", "sameday:")
    with pytest.raises(ContentError) as caught:
        load_clinic(path, "clinics/example.yaml")
    assert [("S01", "did you mean 'same-day'?")] == [
        (finding.code, finding.hint) for finding in caught.value.findings
    ]
