"""The command line: parse, call the program, print. No decisions here.

Commands live in one thin file each and are imported when they are used, so that
`--help` and completion answer at once.
"""

from __future__ import annotations

import importlib
import os
import sys
from typing import Any

import click

from generator.garbage import look_seldom

COMMANDS = {  # name → (module, one line of help)
    "build": ("generator.cli.build", "Build booklets, one a stage, language and edition."),
    "handout": ("generator.cli.handout", "Print one or a few sheets alone."),
    "merge": ("generator.cli.merge", "Make a copy for each row of a list, name on the cover."),
    "check": ("generator.cli.check", "Check the content without printing it."),
    "explain": ("generator.cli.explain", "Say why each topic is in or out, or explain a code."),
    "translate": ("generator.cli.translate", "Bring content to translators and back."),
    "doctor": ("generator.cli.doctor", "Say what this machine lacks, and how to mend it."),
    "schema": ("generator.cli.schema", "Write the JSON Schemas that editors use."),
    "completion": ("generator.cli.completion", "Print the completion script for a shell."),
}


class Commands(click.Group):
    """Loads a command when it is used; turns findings into text and exit codes."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        """Name the commands in the order people meet them."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:  # noqa: ARG002
        """Import the file of one command."""
        if name not in COMMANDS:
            return None
        command = importlib.import_module(COMMANDS[name][0]).command
        assert isinstance(command, click.Command)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        """List the commands from the table above, importing none."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, text) for name, (_, text) in COMMANDS.items()])

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Suggest the command that was probably meant."""
        name = args[0] if args else ""
        if name not in COMMANDS and not name.startswith("-"):
            from difflib import get_close_matches

            near = get_close_matches(name, COMMANDS, n=1)
            hint = f" Did you mean '{near[0]}'?" if near else ""
            raise click.UsageError(f"There is no command '{name}'.{hint}", ctx)
        return super().resolve_command(ctx, args)

    def invoke(self, ctx: click.Context) -> Any:
        """Run a command; faults of people and machines never show a traceback."""
        look_seldom()
        try:
            return super().invoke(ctx)
        except KeyboardInterrupt:
            click.echo("Interrupted. What was finished is whole; run again for the rest.", err=True)
            ctx.exit(130)
        except (click.ClickException, click.Abort, click.exceptions.Exit):
            raise  # help, and wrong calls: click's own to tell
        except Exception as error:
            from generator.cli.shared import report_fault

            code = report_fault(error)
            if code is None:
                raise
            ctx.exit(code)


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(None, "-V", "--version", package_name="carefold", prog_name="booklet")
@click.pass_context
def main(ctx: click.Context) -> None:
    """Make printable patient booklets, tailored by disease stage.

    \b
    booklet build als --stage 2            the booklet for stage 2
    booklet explain als --stage 2          why each topic is in or out
    booklet check                          everything wrong with the content

    Carefold selects text that clinicians approve, by options a clinician chose.
    It assesses, calculates and advises nothing.
    """  # noqa: D301 (click wants the \b itself)
    if os.environ.get("NO_COLOR"):
        ctx.color = False
    elif os.environ.get("FORCE_COLOR"):
        ctx.color = True
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")
