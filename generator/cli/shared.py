"""Options worded once, and how findings are shown."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from typing import Any, TypeVar

import click

from generator.findings import ContentError, EnvironmentProblem, ExitCode, Finding, Severity

Function = TypeVar("Function", bound=Callable[..., Any])

say = partial(click.echo, err=True)
"""Talk goes to stderr; stdout is kept for data."""

COLOURS = {Severity.ERROR: "red", Severity.WARNING: "yellow", Severity.REVIEW: "cyan"}


def report_fault(error: Exception) -> int | None:
    """Show a user's or a machine's fault; give its exit code, None for a programmer's."""
    from generator.select import ProfileError

    if isinstance(error, ContentError):
        show_findings(error.findings)
        if isinstance(error, ProfileError):
            return ExitCode.USAGE
        say(f"{count(len(error.findings), 'problem')}; nothing was written.")
        return ExitCode.FINDINGS
    if isinstance(error, EnvironmentProblem):
        say(f"This machine is not ready: {error}")
        if error.remedy:
            say(f"    mend it: {error.remedy}")
        return ExitCode.ENVIRONMENT
    if isinstance(error, BrokenPipeError):  # the reader, such as `head`, has seen enough
        sys.stdout = open(os.devnull, "w")  # noqa: PTH123, SIM115
        return ExitCode.DONE
    if isinstance(error, OSError):
        say(f"{error.filename or 'a file'}: {error.strerror or error}")
        return ExitCode.ENVIRONMENT
    return None


def show_findings(findings: Iterable[Finding]) -> None:
    """Show findings with their source lines, on stderr."""
    for finding in findings:
        head, _, rest = finding.with_caret().partition("\n")
        place, _, message = head.partition(f": {finding.code} ")
        code = click.style(finding.code, fg=COLOURS[finding.severity], bold=True)
        say(f"{click.style(place, bold=True)}: {code} {message}")
        if rest:
            say(rest)


def as_json(value: object) -> None:
    """Print data as JSON on stdout."""
    click.echo(json.dumps(value, indent=1, ensure_ascii=False))


def count(number: int, noun: str) -> str:
    """Write a number with its noun: `1 booklet`, `3 booklets`."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def profile_options(function: Function) -> Function:
    """Add the options that say who a booklet is for."""
    stage = _many(
        "--stage", "stages", metavar="S", help="A stage: 2, 4A+4B, early, mitos:2; repeatable."
    )
    return stage(reader_options(function))


def reader_options(function: Function) -> Function:
    """Add the options that say who a booklet is for, but for the stage."""
    for option in reversed(_PROFILE):
        function = option(function)
    return function


def _many(*names: str, **more: Any) -> Callable[[Function], Function]:
    return click.option(*names, multiple=True, **more)


EDITIONS = ("standard", "large", "giant")

json_option = click.option("--json", "json_", is_flag=True, help="Data as JSON on stdout.")
clinic_option = click.option(
    "--clinic", metavar="NAME|FILE", help="Letterhead: a name in content/clinics, or a file."
)
region_option = click.option(
    "--region",
    default="001",
    metavar="R",
    show_default=True,
    help="Where the reader lives, such as US or GB; 001 assumes nothing.",
)

_PROFILE: Sequence[Callable[[Any], Any]] = (
    _many("--need", "needs", metavar="N", help="A need the clinician ticked; repeatable."),
    region_option,
    click.option("--audience", type=click.Choice(["patient", "carer"]), default="patient",
                 show_default=True, help="Who reads it."),
    _many("--include", metavar="TOPIC", help="A topic to add by name; repeatable."),
    _many("--exclude", metavar="TOPIC", help="A topic to leave out; repeatable."),
    _many("--opt-in", "opt_in", metavar="TOPIC",
          help="A sensitive topic the reader chose; repeatable."),
    click.option("--depth", type=click.Choice(["short", "usual", "full"]), default="usual",
                 show_default=True, help="How much: key messages, the usual, or everything."),
    click.option("--since", metavar="S", help="Only what is new since this stage."),
)  # fmt: skip


def condition_or_only(conditions: list[str], asked: str | None) -> list[str]:
    """Give the conditions a command is about; raise a usage error for an unknown one."""
    if asked is None:
        if not conditions:
            raise click.UsageError("There is no content here. Run this in a project folder.")
        return conditions
    if asked in conditions:
        return [asked]
    from difflib import get_close_matches

    near = get_close_matches(asked, conditions, n=1)
    hint = f"Did you mean '{near[0]}'?" if near else f"There are: {', '.join(conditions)}."
    raise click.UsageError(f"There is no condition '{asked}'. {hint}")
