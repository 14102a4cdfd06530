from __future__ import annotations

from pathlib import Path

import pytest

from generator.check.targets import NoTarget, Target, targets
from generator.project import Project, find_project
from tests.mini import write_project


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    write_project(tmp_path)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def asked(*names: str) -> list[tuple[str, list[str]]]:
    """Give the name and the paths, from where we stand, of what is looked at."""
    return [
        (one.name, [str(path.relative_to(Path.cwd())) for path in one.paths])
        for one in targets(find_project(), names)
    ]


ALL: list[tuple[str, list[str]]] = [("demo", []), ("clinics", [])]
REST, CALL = "content/demo/topics/rest.yaml", "content/demo/topics/call.yaml"


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        ([], ALL),
        (["."], ALL),
        (["content"], ALL),
        (["demo"], [("demo", [])]),
        (["content/demo"], [("demo", [])]),
        (["content/demo/"], [("demo", [])]),
        ([REST], [("demo", [REST])]),
        ([REST, CALL], [("demo", [REST, CALL])]),
        (["content/demo/topics"], [("demo", ["content/demo/topics"])]),
        ([REST, "demo"], [("demo", [])]),
        (["demo", REST], [("demo", [])]),
        ([REST, "content/clinics"], [("demo", [REST]), ("clinics", [])]),
    ],
)
@pytest.mark.usefixtures("root")
def test_names_folders_and_files_are_found(
    names: list[str], expected: list[tuple[str, list[str]]]
) -> None:
    assert expected == asked(*names)


def test_a_file_is_found_from_wherever_one_stands(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(root / "content/demo/topics")
    assert [("demo", ["rest.yaml"])] == asked("rest.yaml")


def test_another_project_can_be_looked_at(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    elsewhere = root / "elsewhere"
    elsewhere.mkdir()
    monkeypatch.chdir(elsewhere)
    other = Project(root / "none", root / "none")
    (target,) = targets(other, [str(root / REST)])
    assert (root, "demo") == (target.project.root, target.name)


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("dmo", "There is no condition 'dmo'. Did you mean 'demo'?"),
        ("x/y.yaml", "There is no condition and no file 'x/y.yaml'. There are: demo."),
        ("notes.txt", "'notes.txt' is no part of the content in "),
        ("content/other", "'content/other' is no part of the content in "),
    ],
)
def test_what_is_not_there_is_told(root: Path, name: str, message: str) -> None:
    (root / "notes.txt").touch()
    (root / "content/other").mkdir()
    with pytest.raises(NoTarget) as caught:
        asked(name)
    assert str(caught.value).startswith(message)


def test_only_what_lies_in_the_paths_is_held(root: Path) -> None:
    project = find_project()
    target = Target(project, "demo", (root / "content/demo/topics",))
    assert target.holds(REST)
    assert not target.holds("content/demo/map.yaml")
    assert Target(project, "demo").holds("content/demo/map.yaml")
