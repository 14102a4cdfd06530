"""`booklet check`: everything about the content that can be known without printing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from generator.cli.shared import as_json, count, json_option, say, show_findings
from generator.findings import ExitCode, Finding, Severity, errors, hardened
from generator.project import find_project

if TYPE_CHECKING:
    from generator.check.content import Report

HOW_TO_ACCEPT = "docs/how-to/accept-a-finding.md"


@click.command("check")
@click.argument("paths", metavar="[PATH]...", nargs=-1)
@click.option(
    "--strict", is_flag=True, help="Warnings are errors, and reviews must be mended or accepted."
)
@click.option("--reviews", is_flag=True, help="List also what only a person can judge.")
@click.option("--accepted", is_flag=True, help="List what was accepted, by whom and why.")
@click.option(
    "--format",
    "format_",
    type=click.Choice(["text", "json", "github"]),
    default="text",
    show_default=True,
    help="For people, programs, or annotations in a pull request.",
)
@json_option
def command(
    paths: tuple[str, ...], strict: bool, reviews: bool, accepted: bool, format_: str, json_: bool
) -> None:
    """Check all content, or the conditions, folders and files at PATH.

    PATH is a condition's name, its folder, or a file in it. --format json lists the findings;
    --json gives the whole report: findings, accepted findings, reading figures.
    """
    report = _look(paths)
    findings = sorted(hardened(report.findings) if strict else report.findings)
    if json_:
        as_json(_whole(report, findings))
    elif format_ == "json":
        as_json([finding.as_dict() for finding in findings])
    elif format_ == "github":
        _annotate(findings)
    else:
        _show(report, findings, reviews=reviews or strict, accepted=accepted)
    failed = findings if strict else errors(findings)
    if strict and failed and not errors(failed) and format_ == "text" and not json_:
        say(f"Under --strict somebody mends or accepts each review: {HOW_TO_ACCEPT}")
    raise SystemExit(ExitCode.FINDINGS if failed else ExitCode.DONE)


def _look(paths: tuple[str, ...]) -> Report:
    from generator.check import content
    from generator.check.targets import CLINICS, NoTarget, targets

    try:
        asked = targets(find_project(), paths)
    except NoTarget as error:
        raise click.UsageError(str(error)) from None
    if not asked:
        raise click.UsageError("There is no content here. Run this in a project folder.")
    reports = []
    for target in asked:
        if target.name == CLINICS:
            report = content.check_letterheads(target.project)
        else:
            report = content.check(target.project, target.name)
        reports.append(report.only(target.holds) if target.paths else report)
    return content.joined(reports)


def _annotate(findings: Iterable[Finding]) -> None:
    for f in findings:
        level = {Severity.ERROR: "error", Severity.WARNING: "warning"}.get(f.severity, "notice")
        text = f"{f.code} {f.message}. {f.hint}".replace("%", "%25").replace("\n", "%0A")
        click.echo(f"::{level} file={f.file},line={max(1, f.line)},col={max(1, f.column)}::{text}")


def _show(report: Report, findings: list[Finding], *, reviews: bool, accepted: bool) -> None:
    show_findings(f for f in findings if reviews or f.severity is not Severity.REVIEW)
    if accepted:
        _show_accepted(report)
    if not reviews:
        _name_waiting(findings)
    for figures in report.readings:
        say(
            f"{figures.formula} of {figures.condition}: {figures.mean:.1f} on average,"
            f" {count(len(figures.topics), 'topic')} long enough to judge"
        )
    weights = [count(sum(f.severity is one for f in findings), str(one)) for one in Severity]
    taken = [f"{len(report.accepted):,} accepted"] if report.accepted else []
    say(", ".join(weights + taken))


def _name_waiting(findings: list[Finding]) -> None:
    waiting = Counter(f.code for f in findings if f.severity is Severity.REVIEW)
    if waiting:
        codes = ", ".join(f"{code} ({number})" for code, number in sorted(waiting.items()))
        say(f"For people to look at: {codes}. --reviews lists them; explain CODE says why.")


def _show_accepted(report: Report) -> None:
    by_entry: dict[Any, list[Finding]] = {}
    for finding, entry in report.accepted:
        by_entry.setdefault(entry, []).append(finding)
    for entry, findings in by_entry.items():
        what = f"{entry.code} in {entry.file}"
        say(f"Accepted: {what}, {count(len(findings), 'finding')}: {entry.reason}")
        say(f"    by {entry.by}, {entry.date}")
        for finding in findings:
            say(f"    {str(finding).partition(chr(10))[0]}")


def _whole(report: Report, findings: list[Finding]) -> dict[str, Any]:
    return {
        "findings": [finding.as_dict() for finding in findings],
        "accepted": [
            finding.as_dict()
            | {"reason": entry.reason, "by": entry.by, "date": entry.date.isoformat()}
            for finding, entry in report.accepted
        ],
        "reading": [
            {
                "condition": one.condition,
                "formula": one.formula,
                "mean": one.mean,
                "topics": {Path(file).stem: value for file, value in one.topics},
            }
            for one in report.readings
        ],
    }
