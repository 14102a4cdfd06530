from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from generator.findings import ExitCode
from generator.project import Project
from tests.cli.conftest import Booklet
from tests.mini import edit

REST = "content/demo/topics/rest.yaml"


def accept(root: Path) -> None:
    """Let all that waits for people in the miniature project stand."""
    (root / "content/demo/accepted.yaml").write_text(
        "accepted:\n"
        "  - {code: C10, file: topics/*.yaml, reason: Unread, by: A nurse, date: 2026-01-31}\n"
        "  - {code: C11, file: topics/*.yaml, reason: Drafts, by: A nurse, date: 2026-01-31}\n",
        encoding="utf-8",
    )


def lengthen(root: Path) -> None:
    """Make one topic long enough to judge."""
    text = "|\n" + "      Sit down for small jobs and rest.\n\n" * 20
    edit(root / REST, "You need rest too.", text)


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
    assert 4 == len(re.findall(r": C1[01] review: ", result.stderr))
    assert ExitCode.DONE == result.exit_code


def test_strict_makes_warnings_count(booklet: Booklet, root: Path) -> None:
    edit(root / REST, '"1": prepare', '"1": core')
    relaxed, strict = booklet("check"), booklet("check", "--strict")
    assert (ExitCode.DONE, ExitCode.FINDINGS) == (relaxed.exit_code, strict.exit_code)
    assert f"{REST}:25:3: L12 warning: this text is never printed" in relaxed.stderr
    assert "0 errors, 1 warning, 4 reviews" in relaxed.stderr
    assert "1 error, 0 warnings, 4 reviews" in strict.stderr


@pytest.mark.usefixtures("root")
def test_strict_asks_that_reviews_are_mended_or_accepted(booklet: Booklet) -> None:
    result = booklet("check", "--strict")
    assert ExitCode.FINDINGS == result.exit_code
    assert 4 == len(re.findall(r": C1[01] review: ", result.stderr))
    assert "mends or accepts each review: docs/how-to/accept-a-finding.md" in result.stderr


def test_what_is_accepted_is_counted_and_passes_strict(booklet: Booklet, root: Path) -> None:
    accept(root)
    result = booklet("check", "--strict")
    assert (ExitCode.DONE, "0 errors, 0 warnings, 0 reviews, 4 accepted\n") == (
        result.exit_code, result.stderr,
    )  # fmt: skip


def test_what_is_accepted_can_be_listed_with_its_reason(booklet: Booklet, root: Path) -> None:
    accept(root)
    lines = booklet("check", "--accepted").stderr.splitlines()
    assert [
        "Accepted: C11 in topics/*.yaml, 3 findings: Drafts",
        "    by A nurse, 2026-01-31",
        "    content/demo/topics/call.yaml:18:10: C11 review: no named clinician has signed it",
    ] == lines[:3]


def test_a_stale_acceptance_fails_under_strict(booklet: Booklet, root: Path) -> None:
    accept(root)
    edit(root / "content/demo/sources.yaml", "verify: true, ", "")
    relaxed, strict = booklet("check"), booklet("check", "--strict")
    assert (ExitCode.DONE, ExitCode.FINDINGS) == (relaxed.exit_code, strict.exit_code)
    assert "content/demo/accepted.yaml:2:5: C18 warning: there is no C10" in relaxed.stderr


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        (["content/demo/topics/wishes.yaml"], "0 errors, 0 warnings, 2 reviews"),
        (["content/demo/topics"], "0 errors, 0 warnings, 4 reviews"),
        (["content/demo/map.yaml", "content/clinics"], "0 errors, 0 warnings, 0 reviews"),
        (["content/demo/map.yaml", "demo"], "0 errors, 0 warnings, 4 reviews"),
    ],
)
@pytest.mark.usefixtures("root")
def test_only_what_was_asked_for_is_told(booklet: Booklet, names: list[str], expected: str) -> None:
    assert expected == booklet("check", *names).stderr.splitlines()[-1]


@pytest.mark.usefixtures("root")
def test_what_is_not_there_is_a_wrong_call(booklet: Booklet) -> None:
    result = booklet("check", "content/demo/topics/rset.yaml")
    assert (ExitCode.USAGE, "") == (result.exit_code, result.stdout)
    assert "There is no condition and no file 'content/demo/topics/rset.yaml'" in result.stderr


def test_a_folder_without_content_is_a_wrong_call(
    booklet: Booklet, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    empty = Project(root / "empty", root / "empty")
    monkeypatch.setattr("generator.cli.check.find_project", lambda: empty)
    result = booklet("check")
    assert (ExitCode.USAGE, True) == (
        result.exit_code, "There is no content here." in result.stderr
    )  # fmt: skip


def test_the_mean_of_the_reading_figures_is_told(booklet: Booklet, root: Path) -> None:
    lengthen(root)
    lines = booklet("check").stderr.splitlines()
    (line,) = [line for line in lines if line.startswith("Flesch-Kincaid grade of demo: ")]
    assert line.endswith(" on average, 1 topic long enough to judge")


def test_the_whole_report_as_json(booklet: Booklet, root: Path) -> None:
    accept(root)
    lengthen(root)
    edit(root / REST, '"1": prepare', '"1": core')
    result = booklet("check", "--json")
    report = json.loads(result.stdout)
    assert ["L12"] == [one["code"] for one in report["findings"]]
    assert 4 == len(report["accepted"])
    assert {"A nurse"} == {one["by"] for one in report["accepted"]}
    (reading,) = report["reading"]
    assert {"rest": reading["mean"]} == reading["topics"]
    assert ("demo", "Flesch-Kincaid grade") == (reading["condition"], reading["formula"])
    assert "" == result.stderr


def test_a_finding_shows_its_line_a_caret_and_a_hint(booklet: Booklet, root: Path) -> None:
    edit(root / REST, "needs: [tired]", "needs: [tierd]")
    result = booklet("check")
    assert [
        f"{REST}:6:9: L06 there is no need 'tierd'",
        "    needs: [tierd]",
        "            ^",
        "    hint: did you mean 'tired'?",
        "For people to look at: C10 (1), C11 (3). --reviews lists them; explain CODE says why.",
        "1 error, 0 warnings, 4 reviews",
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
    ] == [one for one in json.loads(result.stdout) if one["severity"] != "review"]
    assert (ExitCode.FINDINGS, "") == (result.exit_code, result.stderr)


def test_a_pull_request_gets_annotations(booklet: Booklet, root: Path) -> None:
    edit(root / REST, "needs: [tired]", "needs: ['100% tierd']")
    result = booklet("check", "--format", "github")
    (line,) = [line for line in result.stdout.splitlines() if line.startswith("::error")]
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
