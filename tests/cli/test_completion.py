from __future__ import annotations

import shutil
import subprocess

import pytest
from click.shell_completion import BashComplete

from generator.cli import COMMANDS, main
from generator.cli.completion import SHELLS
from generator.findings import ExitCode
from tests.cli.conftest import Booklet


@pytest.mark.parametrize("shell", SHELLS)
def test_there_is_a_script_for_the_shell(booklet: Booklet, shell: str) -> None:
    result = booklet("completion", shell)
    assert (ExitCode.DONE, "") == (result.exit_code, result.stderr)
    assert "booklet" in result.stdout
    assert f"{shell}_complete" in result.stdout


@pytest.mark.skipif(not shutil.which("bash"), reason="needs bash")
def test_the_script_for_bash_is_bash(booklet: Booklet) -> None:
    script = booklet("completion", "bash").stdout
    subprocess.run(["bash", "-n"], input=script, text=True, check=True)


@pytest.mark.parametrize(
    ("arguments", "incomplete", "expected"),
    [
        ([], "", list(COMMANDS)),
        ([], "b", ["build"]),
        (["build"], "--st", ["--stage", "--store"]),
        (["build", "--edition"], "", ["standard", "large", "giant"]),
        (["completion"], "", list(SHELLS)),
    ],
)
def test_commands_options_and_values_are_completed(
    arguments: list[str], incomplete: str, expected: list[str]
) -> None:
    completer = BashComplete(main, {}, "booklet", "_BOOKLET_COMPLETE")
    assert expected == [item.value for item in completer.get_completions(arguments, incomplete)]
