"""`booklet check`: everything wrong with the content, in one run."""

from __future__ import annotations

from collections import Counter

import click

from generator.cli.shared import as_json, condition_or_only, count, say, show_findings
from generator.findings import ContentError, ExitCode, Finding, Severity, errors, hardened
from generator.project import find_project


@click.command("check")
@click.argument("condition", required=False)
@click.option("--strict", is_flag=True, help="Warnings count as errors.")
@click.option("--reviews", is_flag=True, help="List also what only a person can judge.")
@click.option(
    "--format",
    "format_",
    type=click.Choice(["text", "json", "github"]),
    default="text",
    show_default=True,
    help="For people, programs, or annotations in a pull request.",
)
def command(condition: str | None, strict: bool, reviews: bool, format_: str) -> None:  # fmt: skip
    """Check the content of CONDITION, or of all conditions."""
    from generator.check import content

    project = find_project()
    names = condition_or_only(project.conditions(), condition)
    findings: list[Finding] = []
    for name in names:
        try:
            findings += content.check(project, name)
        except ContentError as error:
            findings += error.findings
    findings = sorted(hardened(findings) if strict else findings)
    hidden = not reviews and format_ == "text"
    _print([f for f in findings if not (hidden and f.severity is Severity.REVIEW)], format_)
    if format_ == "text":
        if hidden and (
            waiting := Counter(f.code for f in findings if f.severity is Severity.REVIEW)
        ):
            codes = ", ".join(f"{code} ({number})" for code, number in sorted(waiting.items()))
            say(f"For people to look at: {codes}. --reviews lists them; explain CODE says why.")
        weights = {s: sum(f.severity is s for f in findings) for s in Severity}
        say(", ".join(count(number, str(severity)) for severity, number in weights.items()))
    raise SystemExit(ExitCode.FINDINGS if errors(findings) else ExitCode.DONE)


def _print(findings: list[Finding], format_: str) -> None:
    if format_ == "json":
        as_json([finding.as_dict() for finding in findings])
    elif format_ == "github":
        for f in findings:
            level = "error" if f.severity is Severity.ERROR else "warning"
            text = f"{f.code} {f.message}. {f.hint}".replace("%", "%25").replace("\n", "%0A")
            click.echo(
                f"::{level} file={f.file},line={max(1, f.line)},col={max(1, f.column)}::{text}"
            )
    else:
        show_findings(findings)
