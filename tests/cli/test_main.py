from __future__ import annotations

import importlib
import json
from pathlib import Path

import click
import pytest

from generator import __version__
from generator.cli import COMMANDS
from generator.cli.shared import count
from generator.findings import EnvironmentProblem, ExitCode
from tests.cli.conftest import Booklet
from tests.mini import edit


@pytest.mark.parametrize("option", ["-h", "--help"])
def test_help_lists_every_command_in_the_order_people_meet_them(
    booklet: Booklet, option: str
) -> None:
    result = booklet(option)
    listed = result.stdout.partition("Commands:\n")[2].splitlines()
    assert list(COMMANDS) == [
        line.split()[0] for line in listed if line.startswith("  ") and line[2] != " "
    ]
    assert ExitCode.DONE == result.exit_code


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_help_of_its_own(booklet: Booklet, name: str) -> None:
    result = booklet(name, "--help")
    assert result.stdout.startswith(f"Usage: main {name} ")
    assert (ExitCode.DONE, "") == (result.exit_code, result.stderr)


@pytest.mark.parametrize("name", COMMANDS)
def test_a_commands_name_is_that_of_its_file(name: str) -> None:
    command = importlib.import_module(COMMANDS[name][0]).command
    assert (name, f"generator.cli.{name}") == (command.name, COMMANDS[name][0])


@pytest.mark.parametrize("name", COMMANDS)
def test_every_option_says_what_it_does(name: str) -> None:
    command = importlib.import_module(COMMANDS[name][0]).command
    options = [p for p in command.params if isinstance(p, click.Option)]
    assert [] == [option.name for option in options if not option.help]


def test_the_version_is_that_of_the_program(booklet: Booklet) -> None:
    assert f"booklet, version {__version__}\n" == booklet("--version").stdout


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["buidl"], "There is no command 'buidl'. Did you mean 'build'?"),
        (["zzz"], "There is no command 'zzz'."),
        (["build", "dmo"], "There is no condition 'dmo'. Did you mean 'demo'?"),
        (["explain", "zzz"], "There is no condition 'zzz'. There are: demo."),
        (["check", "dmo"], "There is no condition 'dmo'. Did you mean 'demo'?"),
        (["handout", "call", "--condition", "dmo"], "There is no condition 'dmo'. Did you mean"),
        (["build", "--stagee", "2"], "No such option"),
        (["build", "--edition", "huge"], "'huge' is not one of 'standard', 'large', 'giant'."),
        (["build", "--format", "paper"], "'paper' is not one of"),
        (["build", "--audience", "nurse"], "'nurse' is not one of 'patient', 'carer'."),
        (["build", "--jobs", "0"], "0 is not in the range"),
        (["handout"], "Missing argument"),
        (["completion", "tcsh"], "'tcsh' is not one of"),
    ],
)
@pytest.mark.usefixtures("root")
def test_a_wrong_call_is_told_with_a_suggestion(
    booklet: Booklet, arguments: list[str], message: str
) -> None:
    result = booklet(*arguments)
    assert (ExitCode.USAGE, "") == (result.exit_code, result.stdout)
    assert message in result.stderr


@pytest.mark.parametrize("command", ["build", "explain"])
@pytest.mark.parametrize(
    ("option", "value", "message", "hint"),
    [
        ("--stage", "9", "--stage: U01 there is no stage '9'", "steps: 1 2 3A 3B"),
        ("--stage", "erly", "--stage: U01 there is no stage 'erly'", "did you mean 'early'?"),
        ("--since", "9", "--since: U01 there is no stage '9'", "steps: 1 2 3A 3B"),
        ("--region", "GBR", "--region: U01 there is no region 'GBR'", "did you mean 'GB'?"),
        ("--need", "tierd", "--need: U01 there is no need 'tierd'", "did you mean 'tired'?"),
        ("--include", "rst", "--include: U01 there is no topic 'rst'", "did you mean 'rest'?"),
        ("--exclude", "rst", "--exclude: U01 there is no topic 'rst'", "did you mean 'rest'?"),
        ("--opt-in", "wish", "--opt-in: U01 there is no topic 'wish'", "did you mean 'wishes'?"),
    ],
)
def test_a_profile_that_names_what_is_not_there_is_a_wrong_call(
    booklet: Booklet, root: Path, command: str, option: str, value: str, message: str, hint: str
) -> None:
    result = booklet(command, option, value)
    assert (ExitCode.USAGE, "") == (result.exit_code, result.stdout)
    assert message in result.stderr
    assert f"    hint: {hint}" in result.stderr
    assert not (root / "build").exists()


@pytest.mark.parametrize("command", [["build"], ["explain"], ["handout", "rest"]])
def test_faults_of_the_content_go_to_stderr_and_nothing_to_stdout(
    booklet: Booklet, root: Path, command: list[str]
) -> None:
    edit(root / "content/demo/topics/rest.yaml", "code: B1", "code: b")
    result = booklet(*command)
    assert (ExitCode.FINDINGS, "") == (result.exit_code, result.stdout)
    assert "content/demo/topics/rest.yaml:2:1: S14 " in result.stderr
    assert "1 problem; nothing was written." in result.stderr


@pytest.mark.parametrize(
    ("fault", "code", "said"),
    [
        (
            EnvironmentProblem("no Pango", "install it"),
            ExitCode.ENVIRONMENT,
            "This machine is not ready: no Pango\n    mend it: install it\n",
        ),
        (
            OSError(28, "No space left on device", "build/a.pdf"),
            ExitCode.ENVIRONMENT,
            "build/a.pdf: No space left on device\n",
        ),
        (
            KeyboardInterrupt(),
            ExitCode.INTERRUPTED,
            "Interrupted. What was finished is whole; run again for the rest.\n",
        ),
    ],
)
@pytest.mark.usefixtures("root")
def test_a_fault_of_the_machine_is_told_without_a_traceback(
    booklet: Booklet, monkeypatch: pytest.MonkeyPatch, fault: BaseException, code: int, said: str
) -> None:
    def failing(*_: object) -> None:
        raise fault

    monkeypatch.setattr("generator.check.content.check", failing)
    result = booklet("check")
    assert (code, "") == (result.exit_code, result.stdout)
    assert result.stderr.endswith(said)


@pytest.mark.usefixtures("root")
def test_a_fault_of_the_program_is_not_hidden(
    booklet: Booklet, monkeypatch: pytest.MonkeyPatch
) -> None:
    def failing(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("generator.check.content.check", failing)
    with pytest.raises(ZeroDivisionError):
        booklet("check")


@pytest.mark.parametrize(
    ("environment", "coloured"),
    [
        ({}, False),  # not a terminal
        ({"FORCE_COLOR": "1"}, True),
        ({"NO_COLOR": "1"}, False),
        ({"NO_COLOR": "1", "FORCE_COLOR": "1"}, False),
        ({"NO_COLOR": "", "FORCE_COLOR": "1"}, True),  # an empty NO_COLOR asks for nothing
    ],
)
def test_colour_is_as_the_environment_asks(
    booklet: Booklet,
    root: Path,
    monkeypatch: pytest.MonkeyPatch,
    environment: dict[str, str],
    coloured: bool,
) -> None:
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    edit(root / "content/demo/topics/rest.yaml", "code: B1", "code: b")
    assert coloured is ("\x1b[" in booklet("check").stderr)


def test_json_is_never_coloured(
    booklet: Booklet, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    edit(root / "content/demo/topics/rest.yaml", "code: B1", "code: b")
    found = json.loads(booklet("check", "--format", "json").stdout)
    assert ["S14"] == [one["code"] for one in found if one["severity"] == "error"]


@pytest.mark.parametrize(
    ("number", "words"), [(0, "0 sheets"), (1, "1 sheet"), (2, "2 sheets"), (1200, "1,200 sheets")]
)
def test_numbers_agree_with_their_noun(number: int, words: str) -> None:
    assert words == count(number, "sheet")
