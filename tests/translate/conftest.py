"""A miniature project with templates of its own, so that nothing is written into the real ones."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator import project
from generator.project import find_project
from generator.translate.desk import Desk, open_desk
from tests.mini import write_project
from tests.pressroom import TEMPLATES

WORDS = """\
contents-title: In this booklet
see-sheet: "({code})"
week-columns: [How I slept, What helped]
"""


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with the miniature project, to stand in."""
    write_project(tmp_path)
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates/words.yaml").write_text(WORDS, encoding="utf-8")
    for name in ("themes", "fonts"):
        (tmp_path / "templates" / name).symlink_to(TEMPLATES / name)
    monkeypatch.setattr(project, "supplied", lambda name: tmp_path / name)
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def desk(root: Path) -> Desk:
    """The desk of the condition `demo`."""
    return open_desk(find_project(root), "demo")
