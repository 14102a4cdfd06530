from __future__ import annotations

import json
from pathlib import Path

import pytest

from generator.findings import ExitCode
from tests.cli.conftest import Booklet
from tests.mini import edit

REST = "content/demo/topics/rest.yaml"


def test_good_content_passes_and_says_what_waits_for_people(booklet: Booklet, root: Path) -> None:
    result = booklet("check")
    assert root == Path.cwd()
    assert (ExitCode.DONE, "") == (result.exit_code, result.stdout)
    assert [
        "For people to look at: C10 (1), C11 (3). --reviews lists them; explain CODE says why.",
        "0 errors, 0 warnings, 4 reviews",
    ] == result.stderr.splitlines()


@pytest.mark.usefixtures("root")
def test_reviews_are_listed_when_asked_for(booklet: Booklet) -> None:
    result = booklet("check", "demo", "--reviews")
    assert 4 == result.stderr.count(" review: ")
    assert ExitCode.DONE == result.exit_code


def test_strict_makes_warnings_count(booklet: Booklet, root: Path) -> None:
    edit(root / REST, '"1": prepare', '"1": core')
    relaxed, strict = booklet("check"), booklet("check", "--strict")
    assert (ExitCode.DONE, ExitCode.FINDINGS) == (relaxed.exit_code, strict.exit_code)
    assert f"{REST}:25:3: L12 warning: this text is never printed" in relaxed.stderr
    assert "0 errors, 1 warning, 4 reviews" in relaxed.stderr
    assert "1 error, 0 warnings, 4 reviews" in strict.stderr


def test_a_finding_shows_its_line_a_caret_and_a_hint(booklet: Booklet, root: Path) -> None:
    edit(root / REST, "needs: [tired]", "needs: [tierd]")
    result = booklet("check")
    assert [
        f"{REST}:6:9: L06 there is no need 'tierd'",
        "    needs: [tierd]",
        "            ^",
        "    hint: did you mean 'tired'?",
        "1 error, 0 warnings, 0 reviews",
    ] == result.stderr.splitlines()
    assert (ExitCode.FINDINGS, "") == (result.exit_code, result.stdout)


def test_programs_get_every_finding_as_json(booklet: Booklet, root: Path) -> None:
    edit(root / REST, "needs: [tired]", "needs: [tierd]")
    result = booklet("check", "--format", "json")
    assert [
        {
            "file": REST,
            "line": 6,
            "column": 9,
            "code": "L06",
            "severity": "error",
            "message": "there is no need 'tierd'",
            "hint": "did you mean 'tired'?",
        }
    ] == json.loads(result.stdout)
    assert (ExitCode.FINDINGS, "") == (result.exit_code, result.stderr)


def test_a_pull_request_gets_annotations(booklet: Booklet, root: Path) -> None:
    edit(root / REST, "needs: [tired]", "needs: ['100% tierd']")
    result = booklet("check", "--format", "github")
    (line,) = result.stdout.splitlines()
    assert line.startswith(f"::error file={REST},line=6,col=9::S14 '100%25 tierd' has not")


def test_every_condition_is_checked(booklet: Booklet, root: Path) -> None:
    second = root / "content/other"
    second.mkdir()
    (second / "condition.yaml").write_text("id: other\n", encoding="utf-8")
    edit(root / REST, "needs: [tired]", "needs: [tierd]")
    found = json.loads(booklet("check", "--format", "json").stdout)
    assert {"content/demo", "content/other"} == {
        "/".join(one["file"].split("/")[:2]) for one in found
    }
