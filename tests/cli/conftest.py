"""The command as people call it, in a miniature project."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from generator.cli import main
from tests.mini import write_project

Booklet = Callable[..., Result]
"""`booklet("build", "--stage", "2")`: what the command answers."""


@pytest.fixture(autouse=True)
def _no_colour_is_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.delenv("FORCE_COLOR", raising=False)


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with the miniature project, to stand in."""
    write_project(tmp_path)
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def booklet() -> Booklet:
    """Call the command; an exception that would be a traceback fails the test."""
    return lambda *arguments: CliRunner().invoke(main, arguments, catch_exceptions=False)
