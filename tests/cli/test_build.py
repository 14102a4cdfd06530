"""`booklet build` as a person runs it: a process of its own, one small booklet, built once."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess

import pytest

from generator.batch.current import file_digest
from generator.findings import ExitCode
from tests.cli.conftest import Booklet
from tests.mini import edit, write_project

ORDER = ("build", "demo", "--stage", "3B", "--region", "UK")
OUTPUT = "build/demo/stage-3B/en/demo-stage-3B-en-standard-GB.pdf"
HEAVY = ("pydantic", "weasyprint", "pikepdf", "jinja2", "yaml", "markdown_it", "babel", "page")
"""Packages that take long to import."""
IMPORTS = """
import atexit, sys
atexit.register(lambda: print("imported:", *sorted({name.split(".")[0] for name in sys.modules})))
from generator.cli import main
main()
"""

Run = Callable[..., "CompletedProcess[str]"]


def process(*arguments: str, cwd: Path, store: Path) -> CompletedProcess[str]:
    environment = os.environ | {"CAREFOLD_CACHE": str(store), "PYTHONUTF8": "1"}
    return subprocess.run(
        [sys.executable, *arguments], cwd=cwd, env=environment, text=True, capture_output=True,
        check=False,
    )  # fmt: skip


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("project")
    write_project(root)
    return root


@pytest.fixture(scope="module")
def run(project: Path, shared_store: Path) -> Run:
    """Run the command as a module."""
    return lambda *arguments: process(
        "-m", "generator", *arguments, cwd=project, store=shared_store
    )


@pytest.fixture(scope="module")
def built(run: Run) -> CompletedProcess[str]:
    """What the command said when it built the booklet for the first time."""
    return run(*ORDER)


def imported(result: CompletedProcess[str]) -> set[str]:
    """Which of the heavy packages a command imported."""
    last = result.stdout.splitlines()[-1]
    assert last.startswith("imported:"), result.stderr
    return set(HEAVY) & set(last.split())


def test_paths_go_to_stdout_and_talk_to_stderr(built: CompletedProcess[str], project: Path) -> None:
    assert (ExitCode.DONE, f"{OUTPUT}\n") == (built.returncode, built.stdout), built.stderr
    assert (project / OUTPUT).read_bytes().startswith(b"%PDF-")
    talk = built.stderr.splitlines()
    assert re.fullmatch(r"1 file written, \d+ sheets? typeset, \d+\.\d s\.", talk[0])
    assert re.fullmatch(r"8 pages; topic pages stand \d+% empty on average\.", talk[1])
    assert ["Draft: no clinician has signed this content; the booklets say so."] == talk[2:]


def test_only_the_booklet_and_the_manifest_are_written(
    built: CompletedProcess[str], project: Path
) -> None:
    assert built.stdout
    files = [path for path in (project / "build").rglob("*") if path.is_file()]
    assert {OUTPUT, "build/index.html", "build/manifest.json", "build/.manifest.lock"} == {
        path.relative_to(project).as_posix() for path in files
    }


@pytest.mark.usefixtures("built")
def test_a_booklet_that_is_current_is_named_and_left_alone(run: Run, project: Path) -> None:
    before = (project / OUTPUT).stat()
    again = run(*ORDER)
    assert (ExitCode.DONE, f"{OUTPUT}\n", "1 file up to date.\n") == (
        again.returncode, again.stdout, again.stderr,
    )  # fmt: skip
    assert before.st_mtime_ns == (project / OUTPUT).stat().st_mtime_ns


@pytest.mark.usefixtures("built")
def test_a_build_that_is_current_imports_no_press(project: Path, shared_store: Path) -> None:
    result = process("-c", IMPORTS, *ORDER, cwd=project, store=shared_store)
    assert result.stdout.startswith(OUTPUT)
    assert set() == imported(result)


@pytest.mark.parametrize("arguments", [["--help"], ["build", "--help"], ["--version"], []])
def test_help_imports_nothing_heavy(
    project: Path, shared_store: Path, arguments: list[str]
) -> None:
    result = process("-c", IMPORTS, *arguments, cwd=project, store=shared_store)
    assert set() == imported(result)


def test_completion_imports_nothing_heavy(project: Path, shared_store: Path) -> None:
    asking = IMPORTS.replace("import main", "import main; import os; os.environ.update(A)").replace(
        "import atexit",
        "A = {'_BOOKLET_COMPLETE': 'bash_complete', 'COMP_WORDS': 'booklet build --st', "
        "'COMP_CWORD': '2'}\nimport atexit",
    ).replace("main()\n", "main(prog_name='booklet')\n")  # fmt: skip
    result = process("-c", asking, cwd=project, store=shared_store)
    assert result.stdout.startswith("plain,--stage\n")
    assert set() == imported(result)


def test_what_is_imported_late_is_seen_by_these_tests(project: Path, shared_store: Path) -> None:
    result = process("-c", IMPORTS, "explain", cwd=project, store=shared_store)
    assert {"pydantic", "yaml", "markdown_it"} == imported(result)


@pytest.mark.usefixtures("built")
def test_data_about_a_current_booklet(run: Run, project: Path) -> None:
    answer = json.loads(run(*ORDER, "--json").stdout)
    assert ([], {}, [], 0) == (
        answer["written"], answer["refused"], answer["findings"], answer["typeset"],
    )  # fmt: skip
    (record,) = answer["current"]
    assert OUTPUT == record["path"]
    assert file_digest(project / OUTPUT) == record["sha256"]
    assert 0 == record["pages"] % 4


@pytest.mark.usefixtures("built")
def test_a_damaged_booklet_is_made_again_the_same(run: Run, project: Path) -> None:
    before = (project / OUTPUT).read_bytes()
    (project / OUTPUT).write_bytes(before[:-100])
    answer = json.loads(run(*ORDER, "--json").stdout)
    assert ([], 0) == (answer["current"], answer["typeset"])
    assert [file_digest(project / OUTPUT)] == [record["sha256"] for record in answer["written"]]
    assert before == (project / OUTPUT).read_bytes()


@pytest.mark.usefixtures("built")
def test_a_release_of_unsigned_text_is_refused(run: Run, project: Path) -> None:
    result = run(*ORDER, "--release", "--output", "released")
    assert (ExitCode.FINDINGS, "") == (result.returncode, result.stdout)
    assert "demo-stage-3B-en-standard-GB was refused:" in result.stderr
    assert "topic call: R01 no named clinician has signed this text" in result.stderr
    assert "0 files written, 1 refused" in result.stderr
    assert [] == list((project / "released").rglob("*.pdf"))


def test_a_refusal_is_data_too(run: Run) -> None:
    result = run(*ORDER, "--release", "--output", "released", "--json")
    answer = json.loads(result.stdout)
    assert (ExitCode.FINDINGS, []) == (result.returncode, answer["written"])
    assert {"demo-stage-3B-en-standard-GB": ["R01"]} == {
        name: [finding["code"] for finding in findings]
        for name, findings in answer["refused"].items()
    }


def test_without_a_region_the_pages_say_that_they_assume_none(booklet: Booklet, root: Path) -> None:
    result = booklet("build", "--stage", "9")
    assert result.stderr.startswith("No --region given: pages assume no country")
    assert not (root / "build").exists()


@pytest.mark.parametrize(
    ("language", "hint"),
    [
        ("zz", "languages are: en"), ("fr", "languages are: en"), ("", "languages are: en"),
        ("EN", "did you mean 'en'?"), ("../en", "languages are: en"),
    ],
)  # fmt: skip
def test_a_language_that_nothing_is_written_in_is_refused(
    booklet: Booklet, root: Path, language: str, hint: str
) -> None:
    result = booklet("build", "--language", language)
    assert (ExitCode.USAGE, "") == (result.exit_code, result.stdout)
    assert f"--language: U01 there is no text in '{language}'" in result.stderr
    assert f"    hint: {hint}" in result.stderr
    assert not (root / "build").exists()


def test_a_booklet_without_topics_is_refused(booklet: Booklet, root: Path) -> None:
    edit(root / "content/demo/topics/call.yaml", ", 3B: core", "")
    result = booklet("build", "--stage", "3B")
    assert (ExitCode.USAGE, "") == (result.exit_code, result.stdout)
    assert "U01 no topic is for this reader at stage 3B" in result.stderr


@pytest.mark.parametrize("clinic", ["exampel", "../../../etc/passwd", "missing.yaml"])
def test_an_unknown_letterhead_is_told_with_those_there_are(
    booklet: Booklet, root: Path, clinic: str
) -> None:
    result = booklet("build", "--clinic", clinic)
    assert "" == result.stdout
    assert f"--clinic: U02 no letterhead '{clinic}'" in result.stderr
    assert "    hint: letterheads are: example" in result.stderr
    assert not (root / "build").exists()
    assert ExitCode.DONE != result.exit_code


def test_a_short_booklet_has_a_name_of_its_own(booklet: Booklet, root: Path) -> None:
    paths = {
        depth: json.loads(
            booklet("build", "--stage", "2", "--depth", depth, "--plan", "--json").stdout
        )[0]["paths"]
        for depth in ("short", "usual", "full")
    }

    name = "demo/stage-2/en/demo-stage-2-en-standard"
    assert [[f"{name}-short.pdf"], [f"{name}.pdf"], [f"{name}-full.pdf"]] == list(paths.values())
    assert not (root / "build").exists()


def test_an_unknown_depth_is_refused_with_those_there_are(booklet: Booklet, root: Path) -> None:
    result = booklet("build", "--depth", "long")

    assert (ExitCode.USAGE, "") == (result.exit_code, result.stdout)
    assert "'short', 'usual', 'full'" in result.stderr
    assert not (root / "build").exists()


def test_a_theme_that_cannot_be_used_builds_nothing(booklet: Booklet, root: Path) -> None:
    edit(root / "content/clinics/example.yaml", "contacts:", "theme: harbor\ncontacts:")
    result = booklet("build", "--stage", "2", "--clinic", "example", "--plan")

    assert (ExitCode.FINDINGS, "") == (result.exit_code, result.stdout)
    assert "templates/themes/harbor.yaml: T02 no theme 'harbor'" in result.stderr
    assert "    hint: did you mean 'harbour'?" in result.stderr
