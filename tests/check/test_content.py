from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from generator.check import content
from generator.check.content import Figures, Report
from generator.findings import Finding, Severity
from generator.project import Project
from tests.mini import edit, write_project


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Project:
    write_project(tmp_path)
    monkeypatch.chdir(tmp_path)
    return Project(tmp_path, tmp_path / "content")


def codes(report: Report) -> set[str]:
    return {finding.code for finding in report}


def test_the_findings_of_every_rule_come_together_in_order(project: Project) -> None:
    demo = project.content / "demo"
    rest = demo / "topics/rest.yaml"
    edit(rest, '"1": prepare', '"1": core')  # crosscheck
    edit(rest, "Ask your team what helps.", " ".join(["Rest."] * 5))
    edit(rest, "You need rest too.", "Ask for an MRI or an EMG at 50 mg a day.")
    edit(rest, "What helps", "Some of the things that may help you here")
    edit(demo / "topics/call.yaml", "due: 2090", "due: 2020")
    edit(demo / "topics/call.yaml", "Call early.", "Call " + "very " * 21 + "early.")
    edit(demo / "topics/wishes.yaml", "Say what matters to you.", "Your wishes")
    edit(demo / "pictures/chair.yaml", "A chair with two arms, seen from the side.", "A chair.")
    (demo / "words.yaml").write_text("call: {parts: [B]}\n", encoding="utf-8")
    found = content.check(project, "demo")
    assert {
        "L12", "C10", "C11", "C13", "C14", "C16", "C20", "W01", "W03", "W05", "W06", "W10",
    } == codes(found)  # fmt: skip
    assert sorted(found.findings) == list(found)
    assert {"content/demo/topics/call.yaml"} == {f.file for f in found if f.code == "W01"}


def test_good_content_waits_for_people_only(project: Project) -> None:
    found = content.check(project, "demo")
    assert {"C10", "C11"} == codes(found)
    assert {Severity.REVIEW} == {finding.severity for finding in found}


def test_a_file_that_cannot_be_read_does_not_hide_the_findings_of_others(
    project: Project,
) -> None:
    demo = project.content / "demo"
    edit(demo / "topics/rest.yaml", "code: B1", "code: b")
    edit(demo / "topics/call.yaml", "Call early.", "Call " + "very " * 21 + "early.")
    found = content.check(project, "demo")
    assert {"S14", "W01", "C10", "C11"} == codes(found)  # and the chair is not called unused


def test_without_the_files_all_others_lean_on_only_form_is_checked(project: Project) -> None:
    (project.content / "demo/map.yaml").unlink()
    edit(project.content / "demo/topics/rest.yaml", "code: B1", "code: b")
    assert ["L01", "S14"] == [finding.code for finding in content.check(project, "demo")]


@pytest.mark.parametrize("name", ["words.yaml", "accepted.yaml"])
def test_faults_of_the_house_rules_are_found_too(project: Project, name: str) -> None:
    (project.content / "demo" / name).write_text("wrods: []\n", encoding="utf-8")
    found = [f for f in content.check(project, "demo") if f.severity is Severity.ERROR]
    assert {f"content/demo/{name}"} == {finding.file for finding in found}
    assert "S01" in {finding.code for finding in found}


def test_accepted_findings_are_kept_apart(project: Project) -> None:
    (project.content / "demo/accepted.yaml").write_text(
        "accepted:\n"
        "  - {code: C11, file: topics/*.yaml, reason: Drafts, by: A nurse, date: 2026-01-31}\n"
        "  - {code: C17, file: pictures/*, reason: Old, by: A nurse, date: 2026-01-31}\n",
        encoding="utf-8",
    )
    found = content.check(project, "demo")
    assert {"C10", "C18"} == codes(found)
    assert ["C11"] * 3 == [finding.code for finding, _ in found.accepted]
    assert {"Drafts"} == {entry.reason for _, entry in found.accepted}


def test_the_day_can_be_set(project: Project) -> None:
    assert "C20" in codes(content.check(project, "demo", date(2091, 1, 1)))


def test_topics_that_are_long_enough_have_a_figure(project: Project) -> None:
    assert () == content.check(project, "demo").readings
    edit(
        project.content / "demo/topics/rest.yaml",
        "You need rest too.", "|\n" + "      Sit down for small jobs and rest.\n\n" * 20,
    )  # fmt: skip
    (figures,) = content.check(project, "demo").readings
    ((file, value),) = figures.topics
    assert ("content/demo/topics/rest.yaml", figures.mean) == (file, value)
    assert ("demo", "Flesch-Kincaid grade") == (figures.condition, figures.formula)


def test_letterheads_are_checked_by_themselves(project: Project) -> None:
    assert () == content.check_letterheads(project).findings
    edit(project.content / "clinics/example.yaml", "name: ", "nmae: ")
    (finding,) = content.check_letterheads(project)
    assert ("content/clinics/example.yaml", "S01") == (finding.file, finding.code)


def test_reports_are_joined_and_parted_by_file() -> None:
    one, two = (Finding(f"content/{name}.yaml", 1, 1, "C10", "m") for name in "ba")
    figures = Figures("demo", "a formula", (("content/a.yaml", 2.0), ("content/b.yaml", 5.0)))
    both = content.joined([Report((one,), readings=(figures,)), Report((two,))])
    assert (two, one) == both.findings
    only = both.only(lambda file: file == "content/b.yaml")
    assert ((one,), (5.0,)) == (only.findings, tuple(figures.mean for figures in only.readings))
    assert 3.5 == figures.mean
    assert () == both.only(lambda _: False).readings
