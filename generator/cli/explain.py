"""`booklet explain`: why each topic is in or out; or what a finding's code means."""

from __future__ import annotations

import re
from typing import Any

import click

from generator.cli.shared import as_json, condition_or_only, json_option, profile_options, say
from generator.findings import ExitCode
from generator.project import find_project


@click.command("explain")
@click.argument("subject", metavar="[CONDITION|CODE]", required=False)
@profile_options
@json_option
def command(subject: str | None, json_: bool, **options: Any) -> None:
    """Say for every topic of CONDITION why it is in or out; or explain a finding's CODE."""
    if subject and re.fullmatch(r"[A-Z]\d\d", subject):
        raise SystemExit(_code(subject))
    project = find_project()
    results = []
    for name in condition_or_only(project.conditions(), subject):
        results += _selections(project, name, options)
    if json_:
        as_json(results)
    else:
        for number, result in enumerate(results):
            if number:
                click.echo()
            _print(result)


def _selections(project: Any, name: str, options: dict[str, Any]) -> list[dict[str, Any]]:
    from generator.batch.order import Request, orders
    from generator.batch.profile import load_condition, profile_of
    from generator.select import select

    library = load_condition(project, name)
    request = Request(condition=name, **options)
    found = []
    for order in orders(request, [stage.code for stage in library.scheme.stages]):
        selection = select(library, profile_of(library, order))
        found.append(
            {
                "condition": name,
                "stage": selection.profile.stages.label,
                "region": selection.profile.region,
                "in": [_topic(one.topic, one.reason, one.variant) for one in selection.chosen],
                "out": [_topic(one.topic, one.reason) for one in selection.left_out],
            }
        )
    return found


def _topic(topic: Any, reason: str, variant: str = "") -> dict[str, str]:
    facts = {"code": topic.code, "id": topic.id, "title": topic.title, "reason": reason}
    return facts | ({"variant": variant} if variant else {})


def _print(result: dict[str, Any]) -> None:
    head = f"{result['condition']}, stage {result['stage']}, region {result['region']}"
    click.secho(f"{head}: {len(result['in'])} topics in, {len(result['out'])} out", bold=True)
    for heading, sign in (("in", "+"), ("out", "-")):
        for topic in result[heading]:
            short = " (short text)" if topic.get("variant") == "prepare" else ""
            click.echo(f"  {sign} {topic['code']:<4}{topic['id']:<18} {topic['reason']}{short}")


def _code(code: str) -> int:
    from generator.codes import CODES

    if code not in CODES:
        say(f"There is no code {code}. Codes are: {', '.join(sorted(CODES))}.")
        return ExitCode.USAGE
    click.echo(CODES[code].page(code))
    return ExitCode.DONE
