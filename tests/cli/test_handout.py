from __future__ import annotations

from pathlib import Path

import pytest

from generator.findings import ExitCode
from tests.cli.conftest import Booklet


def test_a_sheet_is_printed_by_its_code_or_id(
    booklet: Booklet, root: Path, shared_store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CAREFOLD_CACHE", str(shared_store))
    by_code = booklet("handout", "a1", "--region", "GB")
    path = Path(by_code.stdout.strip())
    assert (ExitCode.DONE, "build/demo/handouts") == (by_code.exit_code, path.parent.as_posix())
    assert "1 sheet, 1 page.\n" == by_code.stderr
    first = (root / path).read_bytes()
    by_id = booklet("handout", "call", "--region", "GB", "--output", "mine.pdf")
    assert (ExitCode.DONE, "mine.pdf\n") == (by_id.exit_code, by_id.stdout)
    assert first == (root / "mine.pdf").read_bytes()


@pytest.mark.parametrize(
    ("arguments", "message", "hint"),
    [
        (["cal"], "TOPIC: U01 there is no topic 'cal'", "did you mean 'call'?"),
        (
            ["A9"],
            "TOPIC: U01 there is no topic 'A9'",
            "booklet explain lists topics and their codes",
        ),
        (["../call"], "TOPIC: U01 there is no topic '../call'", "did you mean 'call'?"),
        (
            ["call", "--language", "fr"],
            "--language: U01 there is no text in 'fr'",
            "languages are: en",
        ),
        (
            ["call", "--region", "GBR"],
            "--region: U01 there is no region 'GBR'",
            "did you mean 'GB'?",
        ),
    ],
)
def test_what_is_not_there_is_told_with_a_suggestion(
    booklet: Booklet, root: Path, arguments: list[str], message: str, hint: str
) -> None:
    result = booklet("handout", *arguments)
    assert (ExitCode.USAGE, "") == (result.exit_code, result.stdout)
    assert message in result.stderr
    assert f"    hint: {hint}" in result.stderr
    assert not (root / "build").exists()


def test_with_several_conditions_one_is_named(booklet: Booklet, root: Path) -> None:
    (root / "content/other").mkdir()
    (root / "content/other/condition.yaml").write_text("id: other\n", encoding="utf-8")
    result = booklet("handout", "call")
    assert (ExitCode.USAGE, "") == (result.exit_code, result.stdout)
    assert "name one with --condition" in result.stderr
