from __future__ import annotations

from pathlib import Path

import pytest

from generator.project import Project, find_project, shown, supplied
from tests.mini import write_project


@pytest.fixture
def root(tmp_path: Path) -> Path:
    write_project(tmp_path)
    return tmp_path


def test_a_project_is_found_from_any_folder_in_it(root: Path) -> None:
    deep = root / "content" / "demo" / "topics"
    assert Project(root, root / "content") == find_project(deep)


def test_the_folder_people_stand_in_is_where_the_search_starts(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(root / "content")
    assert root == find_project().root


def test_without_a_project_the_supplied_content_is_used_and_results_stay_here(
    tmp_path: Path,
) -> None:
    project = find_project(tmp_path)
    assert (tmp_path / "build", ["als"]) == (project.build, project.conditions())


def test_a_content_folder_without_a_condition_is_no_project(tmp_path: Path) -> None:
    (tmp_path / "content" / "notes").mkdir(parents=True)
    assert supplied("content") == find_project(tmp_path).content


def test_only_folders_with_a_condition_file_are_conditions(root: Path) -> None:
    assert ["demo"] == find_project(root).conditions()  # `clinics` is none


def test_sheets_are_kept_in_the_project_unless_the_environment_says_where(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("CAREFOLD_CACHE", raising=False)
    assert str(root / ".cache") == find_project(root).store
    monkeypatch.setenv("CAREFOLD_CACHE", "/elsewhere")
    assert "/elsewhere" == find_project(root).store


def test_files_are_named_from_where_people_stand(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = root / "content" / "demo" / "map.yaml"
    monkeypatch.chdir(root)
    assert "content/demo/map.yaml" == shown(path)
    monkeypatch.chdir(root / "content" / "clinics")
    assert str(path) == shown(path)
