from __future__ import annotations

from pathlib import Path

import pytest

from generator.check import content
from generator.findings import ContentError
from generator.project import Project
from tests.mini import edit, write_project


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Project:
    write_project(tmp_path)
    monkeypatch.chdir(tmp_path)
    return Project(tmp_path, tmp_path / "content")


def test_the_findings_of_every_check_come_together_in_order(project: Project) -> None:
    demo = project.content / "demo"
    edit(demo / "topics/rest.yaml", '"1": prepare', '"1": core')  # crosscheck
    edit(demo / "topics/call.yaml", "due: 2090", "due: 2020")  # dates
    edit(demo / "topics/call.yaml", "Call early.", "Call " + "very " * 21 + "early.")  # readability
    found = content.check(project, "demo")
    assert {"L12", "C20", "W01", "C10", "C11"} == {finding.code for finding in found}
    assert sorted(found) == found
    assert {"content/demo/topics/call.yaml"} == {f.file for f in found if f.code == "W01"}


def test_content_that_cannot_be_loaded_stops_the_check(project: Project) -> None:
    edit(project.content / "demo/topics/rest.yaml", "code: B1", "code: b")
    with pytest.raises(ContentError) as caught:
        content.check(project, "demo")
    assert ["S14"] == [finding.code for finding in caught.value.findings]
