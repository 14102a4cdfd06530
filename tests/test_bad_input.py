"""What should never be written by anyone: each gets one finding, and nothing is made of it."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner

from generator.cli import main
from tests.mini import edit, write_project

Break = Callable[[Path], object]
"""Breaks one thing in the condition's folder."""


def replaced(file: str, old: str, new: str) -> Break:
    return lambda demo: edit(demo / file, old, new)


def with_bytes(file: str, old: bytes, new: bytes) -> Break:
    def change(demo: Path) -> None:
        path = demo / file
        data = path.read_bytes()
        assert old in data
        path.write_bytes(data.replace(old, new, 1))

    return change


BOMB = "key_message: &a [x, x, x]\nb: &b [*a, *a, *a, *a]\nc: [*b, *b, *b, *b]"
REST, CALL = "topics/rest.yaml", "topics/call.yaml"
CASES = {
    "unknown-key": (
        replaced(REST, "title: Rest", "titel: Rest"),
        f"{REST}:3:1: S01", "did you mean 'title'?",
    ),
    "wrong-stage": (
        replaced(REST, '"2": core', "4A: core"),
        f"{REST}:5:27: L07", "stages are 1, 2, 3A, 3B",
    ),
    "missing-source": (
        replaced(REST, "sources: [S1]\nreview", "sources: [S1, S7]\nreview"),
        f"{REST}:27:15: L05", "add it to sources.yaml",
    ),
    "duplicate-code": (
        replaced("topics/wishes.yaml", "code: B2", "code: B1"),
        "topics/wishes.yaml:2:1: L03", "give one of them a free number",
    ),
    "alias-bomb": (
        replaced(REST, "key_message: Rest before you are tired.", BOMB),
        f"{REST}:4:14: S08", "put the text in quotes if it should start with &",
    ),
    "ten-megabytes": (
        replaced(REST, "Rest before", "x" * 10_000_000),
        f"{REST}:1:1: S09", "split it into several topics, or look for pasted data",
    ),
    "long-scalar": (
        replaced(REST, "Rest before", "x" * 900_000),
        f"{REST}:4:1: S04", "say it in fewer words, or split it",
    ),
    "invalid-utf-8": (
        with_bytes(REST, b"Rest before", b"Rest \xff before"),
        f"{REST}:4:19: S10", "save the file as UTF-8 in your editor",
    ),
    "picture-outside": (
        replaced(REST, "name: chair", "name: ../../x"),
        f"{REST}:18:15: S14", "use small letters, digits and single hyphens",
    ),
    "script": (
        replaced(CALL, "in doubt", "in <script>alert(1)</script> doubt"),
        f"{CALL}:15:7: S12", "leave it out; only plain text, **bold**, lists and links",
    ),
    "file-of-this-machine": (
        replaced(CALL, "(rest)", "(file:///etc/passwd)"),
        f"{CALL}:15:7: S13", "link to a topic's id, or to an https:// address",
    ),
    "javascript-link": (
        replaced(CALL, "(rest)", "(javascript:alert)"),
        f"{CALL}:15:7: S13", "link to a topic's id, or to an https:// address",
    ),
    "python-tag": (
        replaced(REST, "title: Rest well", "title: !!python/object/apply:os.system [id]"),
        f"{REST}:3:8: S08", "put the text in quotes if it should start with !",
    ),
    "deep-brackets": (
        replaced(REST, "needs: [tired]", "needs: " + "[" * 5000),
        f"{REST}:6:32: S09", "check the brackets",
    ),
    "control-character": (
        with_bytes(REST, b"Rest before", b"Rest \x1b[31m before"),
        f"{REST}:4:19: S10", "delete it and type the text again",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_bad_input_gets_one_finding_and_nothing_is_written(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    spoil, place, hint = CASES[name]
    spoil(write_project(tmp_path))
    before = sorted(tmp_path.rglob("*"))
    monkeypatch.chdir(tmp_path)
    result = CliRunner().invoke(main, ["build", "demo", "--region", "GB"], catch_exceptions=False)
    findings = re.findall(r"^(\S+: [A-Z]\d\d) ", result.stderr, re.MULTILINE)
    assert [f"content/demo/{place}"] == findings, result.stderr
    assert f"    hint: {hint}\n1 problem; nothing was written.\n" in result.stderr
    assert (1, "") == (result.exit_code, result.stdout)
    assert before == sorted(tmp_path.rglob("*"))
