"""The miniature condition, to break one thing at a time."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.mini import write_project


@pytest.fixture
def demo(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of the condition; findings name its files from here, as `demo/…`."""
    folder = write_project(tmp_path)
    monkeypatch.chdir(folder.parent)
    return folder
