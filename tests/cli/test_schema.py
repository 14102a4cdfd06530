from __future__ import annotations

from pathlib import Path

import pytest

from generator.content.schema import schemas
from generator.findings import ExitCode
from tests.cli.conftest import Booklet


@pytest.mark.parametrize("arguments", [[], ["--output", "elsewhere"]])
def test_schemas_are_written_and_named(booklet: Booklet, root: Path, arguments: list[str]) -> None:
    folder = root / (arguments[1] if arguments else "content/schema")
    result = booklet("schema", *arguments)
    assert ExitCode.DONE == result.exit_code
    assert schemas() == {p.stem: p.read_text(encoding="utf-8") for p in folder.iterdir()}
    assert sorted(path.name for path in folder.iterdir()) == [
        Path(line).name for line in result.stdout.splitlines()
    ]


@pytest.mark.usefixtures("root")
def test_current_schemas_are_left_alone(booklet: Booklet) -> None:
    booklet("schema")
    assert (ExitCode.DONE, "") == ((again := booklet("schema")).exit_code, again.stdout)
    assert ExitCode.DONE == booklet("schema", "--check").exit_code


def test_check_names_what_is_stale_and_writes_nothing(booklet: Booklet, root: Path) -> None:
    booklet("schema")
    stale = root / "content/schema/topic.json"
    stale.write_text("{}", encoding="utf-8")
    (root / "content/schema/map.json").unlink()
    result = booklet("schema", "--check")
    assert (ExitCode.FINDINGS, "") == (result.exit_code, result.stdout)
    assert "Not current: map.json, topic.json." in result.stderr
    assert "{}" == stale.read_text(encoding="utf-8")


def test_a_folder_that_cannot_be_made_is_the_machines_fault(booklet: Booklet, root: Path) -> None:
    (root / "file").write_text("", encoding="utf-8")
    result = booklet("schema", "--output", "file/inside")
    assert (ExitCode.ENVIRONMENT, "") == (result.exit_code, result.stdout)
    assert result.stderr.startswith("file/inside")
