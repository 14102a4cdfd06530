"""The reference of commands, `docs/reference/commands.md`, from their own `--help`."""

from __future__ import annotations

from collections.abc import Iterator

import click

from generator.cli import main
from generator.findings import ExitCode

WIDTH = 88
INTRODUCTION = """\
# Commands

<!-- Written by `make docs` from the commands' help. Change it in generator/cli/. -->

Results go to stdout: paths, data, `--json`. Talk and findings go to stderr. Repeated options make
the cross product: two stages and three editions are six booklets.
"""
EXITS = {
    ExitCode.DONE: "done",
    ExitCode.FINDINGS: "content or pages must be mended; what was refused is named",
    ExitCode.USAGE: "the command or its options make no sense",
    ExitCode.ENVIRONMENT: "this machine lacks something: `booklet doctor`",
    ExitCode.INTERRUPTED: "interrupted; every file that was written is whole",
}
VARIABLES = {
    "CAREFOLD_CACHE": "where typeset sheets are kept; `.cache` in the project without it",
    "NO_COLOR": "any value: no colours",
    "FORCE_COLOR": "any value: colours even where there is no terminal",
}


def reference() -> str:
    """Give the whole page."""
    parts = [INTRODUCTION]
    parts += [f"## {path}\n\n```text\n{text}\n```\n" for path, text in _pages(main, None)]
    parts += ["## Exit codes\n", "| code | meaning |\n|---|---|"]
    parts += [f"| {int(code)} | {meaning} |" for code, meaning in EXITS.items()]
    parts += ["\n## Environment variables\n", "| name | meaning |\n|---|---|"]
    parts += [f"| `{name}` | {meaning} |" for name, meaning in VARIABLES.items()]
    return "\n".join(parts) + "\n"


def commands() -> Iterator[tuple[str, click.Command]]:
    """Yield every command with the words that call it."""
    for context in _contexts(main, None):
        yield context.command_path, context.command


def _pages(command: click.Command, parent: click.Context | None) -> Iterator[tuple[str, str]]:
    for context in _contexts(command, parent):
        yield context.command_path, context.get_help()


def _contexts(command: click.Command, parent: click.Context | None) -> Iterator[click.Context]:
    name = "booklet" if parent is None else command.name
    context = command.make_context(
        name, [], parent=parent, resilient_parsing=True, terminal_width=WIDTH
    )
    yield context
    if isinstance(command, click.Group):
        for name in command.list_commands(context):
            if inner := command.get_command(context, name):
                yield from _contexts(inner, context)
