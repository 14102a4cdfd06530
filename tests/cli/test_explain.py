from __future__ import annotations

import json
from pathlib import Path

import pytest

from generator.codes import CODES
from generator.findings import ExitCode
from tests.cli.conftest import Booklet

pytestmark = pytest.mark.usefixtures("root")


def test_every_topic_has_its_reason_in_or_out(booklet: Booklet) -> None:
    result = booklet("explain", "demo", "--stage", "1", "--region", "UK")
    assert [
        "demo, stage 1, region GB: 2 topics in, 1 out",
        "  + A1  call               core at stage 1",
        "  + B1  rest               to prepare at stage 1 (short text)",
        "  - B2  wishes             sensitive: only when the reader chooses it (opt-in)",
    ] == result.stdout.splitlines()
    assert (ExitCode.DONE, "") == (result.exit_code, result.stderr)


def test_without_a_stage_every_stage_is_explained(booklet: Booklet) -> None:
    heads = [line for line in booklet("explain").stdout.splitlines() if line.startswith("demo")]
    assert ["1", "2", "3A", "3B"] == [head.split()[2].rstrip(",") for head in heads]


def test_the_selection_as_data(booklet: Booklet) -> None:
    (result,) = json.loads(
        booklet("explain", "--stage", "3B+3A", "--need", "tired", "--json").stdout
    )
    assert ("demo", "3A+3B", "001") == (result["condition"], result["stage"], result["region"])
    assert [("call", "core at stage 3A+3B", "body"), ("rest", "need: tired", "body")] == [
        (topic["id"], topic["reason"], topic["variant"]) for topic in result["in"]
    ]
    assert [{"code", "id", "title", "reason"}] == [set(topic) for topic in result["out"]]


@pytest.mark.parametrize("code", CODES)
def test_a_code_is_explained(booklet: Booklet, code: str) -> None:
    result = booklet("explain", code)
    assert (ExitCode.DONE, CODES[code].page(code) + "\n") == (result.exit_code, result.stdout)


def test_an_unknown_code_is_a_wrong_call(booklet: Booklet) -> None:
    result = booklet("explain", "Z99")
    assert (ExitCode.USAGE, "") == (result.exit_code, result.stdout)
    assert "There is no code Z99." in result.stderr


def test_nothing_is_written(booklet: Booklet) -> None:
    before = sorted(Path.cwd().rglob("*"))
    booklet("explain")
    assert before == sorted(Path.cwd().rglob("*"))
