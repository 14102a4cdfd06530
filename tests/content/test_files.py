from __future__ import annotations

from pathlib import Path

import pytest

from generator.content.files import read_files
from tests.mini import edit, write_project


@pytest.fixture
def demo(tmp_path: Path) -> Path:
    return write_project(tmp_path)


def test_every_file_of_a_condition_is_read_with_its_place(demo: Path) -> None:
    files, findings = read_files(demo, "demo")
    assert [] == findings
    assert files is not None
    assert ["call", "rest", "wishes"] == [topic.value.id for topic in files.topics]
    assert ["001", "GB"] == [region.value.region for region in files.regions]
    assert ["chair"] == list(files.pictures)
    assert "demo/topics/call.yaml" == files.topics[0].source.file


@pytest.mark.parametrize("name", ["condition", "staging", "map", "needs", "glossary", "sources"])
def test_a_missing_file_is_named_and_stops_what_leans_on_it(demo: Path, name: str) -> None:
    (demo / f"{name}.yaml").unlink()
    files, findings = read_files(demo, "demo")
    assert files is None
    assert [(f"demo/{name}.yaml", "L01")] == [(f.file, f.code) for f in findings]


def test_every_file_is_read_though_one_is_broken(demo: Path) -> None:
    edit(demo / "map.yaml", "front:", "frnt:")
    edit(demo / "topics/call.yaml", "code: A1", "code: a")
    edit(demo / "regions/GB.yaml", "paper: A4", "paper: A5")
    files, findings = read_files(demo, "demo")
    assert files is None
    assert {"demo/map.yaml", "demo/topics/call.yaml", "demo/regions/GB.yaml"} == {
        finding.file for finding in findings
    }


def test_a_broken_topic_leaves_the_others(demo: Path) -> None:
    edit(demo / "topics/call.yaml", "code: A1", "code: a")
    files, findings = read_files(demo, "demo")
    assert files is not None
    assert ["rest", "wishes"] == [topic.value.id for topic in files.topics]
    assert ["S14"] == [finding.code for finding in findings]
