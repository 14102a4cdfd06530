"""`booklet completion`: the script that completes commands and options."""

from __future__ import annotations

import click
from click.shell_completion import get_completion_class

SHELLS = ("bash", "zsh", "fish", "powershell")


@click.command("completion")
@click.argument("shell", type=click.Choice(SHELLS))
def command(shell: str) -> None:
    """Print the completion script for SHELL.

    \b
    bash:  booklet completion bash > ~/.local/share/bash-completion/completions/booklet
    zsh:   booklet completion zsh > "${fpath[1]}/_booklet"
    fish:  booklet completion fish > ~/.config/fish/completions/booklet.fish
    """  # noqa: D301 (click wants the \b itself)
    from generator.cli import main

    completion = get_completion_class(shell)
    assert completion is not None
    click.echo(completion(main, {}, "booklet", "_BOOKLET_COMPLETE").source())
