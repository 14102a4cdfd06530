from __future__ import annotations

import hashlib
import json
import os
import re
import subprocess
import sys
from functools import partial
from pathlib import Path

import pytest

from generator.batch.pool import Pool
from generator.findings import ExitCode
from tests.batch import troubles
from tests.cli.conftest import Booklet
from tests.mini import edit
from tests.pdf_facts import pages_as_read

LIST = """\
ref,name,appointment,contact,phone,stage,edition,needs
QX-771904,Annabella Quillfeather,Fridays at Zanzibar House,Nurse Xylophia,020 7946 0958,2,,tired
QX-771905,Bartholomew Vanderquist,2027-03-12 10:30,,,1,large,
QX-771906,Cassiopeia Wintermute,,,,2,,tired
"""
PRIVATE = (
    "QX-7719", "Annabella", "Quillfeather", "Zanzibar", "Xylophia", "7946 0958", "Bartholomew",
    "Vanderquist", "2027-03-12", "Cassiopeia", "Wintermute", "Featherstonehaugh", "Riverside",
)  # fmt: skip
"""Words of people that stand nowhere but on their covers."""
TOO_MUCH = (
    "QX-771907-0000-0000-0000-0000-0000-0001,Maximiliana Featherstonehaugh-Cholmondeley and "
    'Bartholomew van der Westhuizen Jr,"Tuesday 30 September 2027 at 10:30, neurology clinic, '
    'level 3, Riverside centre.","Your specialist nurse or, when nobody answers, the secretary '
    'of the clinic here.",+44 (0) 20 7946 0000 extension 12345678.,2,giant,tired\n'
)
"""A row as long as a list may have it: too much for giant print under a long letterhead."""

MERGE = ("merge", "people.csv", "--region", "GB")


@pytest.fixture
def people(root: Path, shared_store: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("CAREFOLD_CACHE", str(shared_store))
    path = root / "people.csv"
    path.write_text(LIST, encoding="utf-8")
    return path


def made(root: Path) -> list[str]:
    """Name what a command has made."""
    return sorted(path.name for path in root.iterdir() if path.name not in ("content", ".cache"))


# --- looked at, not made --------------------------------------------------------------------------


def test_a_dry_run_says_what_a_list_asks_for_and_writes_nothing(
    booklet: Booklet, root: Path, people: Path
) -> None:
    result = booklet(*MERGE, "--dry-run")
    assert ExitCode.DONE == result.exit_code
    assert (
        "      2  stage 2, en, standard, GB, needs tired\n      1  stage 1, en, large, GB\n"
    ) == result.stdout
    assert "3 rows, 2 different booklets.\n" == result.stderr
    assert [people.name] == made(root)


def test_a_dry_run_tells_a_program_the_same(booklet: Booklet, root: Path, people: Path) -> None:
    result = booklet(*MERGE, "--dry-run", "--json")
    assert ExitCode.DONE == result.exit_code
    common = {"language": "en", "region": "GB"}
    assert {
        "rows": 3,
        "booklets": [
            {"stage": "2", "edition": "standard", "needs": ["tired"], "copies": 2} | common,
            {"stage": "1", "edition": "large", "needs": [], "copies": 1} | common,
        ],
    } == json.loads(result.stdout)
    assert [people.name] == made(root)


def test_options_say_what_rows_leave_open(booklet: Booklet, people: Path) -> None:
    people.write_text("ref,edition\nA-1,\nA-2,large\n", encoding="utf-8")
    result = booklet(*MERGE, "--stage", "3A", "--edition", "giant", "--dry-run")
    assert "      1  stage 3A, en, giant, GB\n      1  stage 3A, en, large, GB\n" == result.stdout


# --- asked for in a wrong way ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--zip", "a.zip", "--output", "b"], "--zip makes one file whole"),
        (["--zip", "a.zip", "--stream"], "--zip makes one file whole"),
        (["--zip", "a.zip", "--resume"], "--zip makes one file whole"),
        (["--stage", "9"], "there is no stage '9'"),
        (["--region", "GBR"], "--region: U01 there is no region 'GBR'"),
        (["--stream", "--volume", "501"], "501 is not in the range 1<=x<=500"),
        (["--format", "press"], "'press' is not one of 'reader', 'home'"),
        (["--condition", "dema"], "Did you mean 'demo'?"),
    ],
)
def test_a_wrong_call_is_told_and_makes_nothing(
    booklet: Booklet, root: Path, people: Path, arguments: list[str], message: str
) -> None:
    result = booklet(*MERGE, *arguments)
    assert (ExitCode.USAGE, "") == (result.exit_code, result.stdout)
    assert message in result.stderr
    assert [people.name] == made(root)


def test_a_list_that_is_not_there_is_a_wrong_call(booklet: Booklet, root: Path) -> None:
    result = booklet("merge", "nobody.csv")
    assert ExitCode.USAGE == result.exit_code
    assert "'nobody.csv' does not exist" in result.stderr
    assert [] == made(root)


def test_with_several_conditions_one_is_named(booklet: Booklet, root: Path, people: Path) -> None:
    (root / "content/other").mkdir()
    (root / "content/other/condition.yaml").write_text("id: other\n", encoding="utf-8")
    result = booklet(*MERGE, "--dry-run")
    assert (ExitCode.USAGE, "") == (result.exit_code, result.stdout)
    assert "There are several conditions here: name one with --condition." in result.stderr
    assert ExitCode.DONE == booklet(*MERGE, "--dry-run", "--condition", "demo").exit_code
    assert [people.name] == made(root)


def test_the_only_condition_need_not_be_named_even_outside_a_project(
    booklet: Booklet, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "people.csv").write_text("ref,stage\nA-1,2\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    result = booklet(*MERGE, "--dry-run")
    assert ExitCode.DONE == result.exit_code, result.stderr
    assert "      1  stage 2, en, standard, GB\n" == result.stdout
    assert ["people.csv"] == made(tmp_path)


@pytest.mark.parametrize("more", [[], ["--dry-run"], ["--zip", "a.zip"], ["--stream"]])
def test_faults_of_a_list_are_told_by_row_and_nothing_is_made(
    booklet: Booklet, root: Path, people: Path, more: list[str]
) -> None:
    edit(people, ",2,,tired", ",Wintermute,,tired")
    edit(people, "QX-771906", "QX-771905")
    result = booklet(*MERGE, *more)
    assert (ExitCode.FINDINGS, "") == (result.exit_code, result.stdout)
    assert "people.csv:2:6: M10 'stage' does not name a stage\n" in result.stderr
    assert "people.csv:4:1: M09 'ref' is the same as in row 3\n" in result.stderr
    assert [] == [word for word in PRIVATE if word in result.stderr]
    assert [people.name] == made(root)


# --- made -----------------------------------------------------------------------------------------


def spelt(words: str) -> list[bytes]:
    return [words.encode(), words.encode("utf-16-be"), words.encode("utf-16-le")]


def hashes(words: str) -> list[bytes]:
    return [
        hashlib.new(kind, words.encode()).hexdigest().encode()
        for kind in ("md5", "sha1", "sha256", "sha512", "blake2b", "blake2s")
    ]


def test_people_are_named_on_their_covers_and_nowhere_else(root: Path) -> None:
    """A real run, with a row that fails: all it leaves, all it says."""
    edit(root / "content/clinics/example.yaml", "name: A clinic for tests", LONG_LETTERHEAD)
    (root / "people.csv").write_text(LIST + TOO_MUCH, encoding="utf-8")
    temporary = root / "tmp"
    temporary.mkdir()
    run = subprocess.run(
        [sys.executable, "-m", "generator", *MERGE, "--clinic", "example", "--jobs", "1"],
        cwd=root, capture_output=True, timeout=60, check=False,
        env=os.environ | {"TMPDIR": str(temporary), "CAREFOLD_CACHE": str(root / "store")},
    )  # fmt: skip

    assert ExitCode.FINDINGS == run.returncode, run.stderr.decode()
    assert b"build/demo/copies\n" == run.stdout
    said = run.stderr.decode()
    assert "people.csv:5:1: M16 no copy: the words do not fit the page\n" in said
    assert "3 of 4 copies made" in said
    copies = sorted((root / "build/demo/copies").glob("*.pdf"))
    assert [2, 3, 4] == [int(path.name[:6]) for path in copies]
    covers = " ".join(pages_as_read(path.read_bytes())[0] for path in copies)
    assert all(word in covers for word in PRIVATE[:8])

    files = [path for path in root.rglob("*") if path.is_file() and path.name != "people.csv"]
    assert {"merge.json", *(path.name for path in copies)} <= {path.name for path in files}
    assert len(list((root / "store").rglob("*"))) > 10  # sheets, fonts
    assert list(temporary.iterdir())  # it was used, and is looked through below
    assert [] == list(temporary.glob("carefold-bodies-*"))
    places = {path.relative_to(root).as_posix(): path.read_bytes() for path in files}
    places |= {"names": "\n".join(places).encode(), "stdout": run.stdout, "stderr": run.stderr}
    rows = (LIST + TOO_MUCH).splitlines()[1:]
    cells = {cell for row in rows for cell in (row, *row.split(",")) if len(cell) > 7}
    banned = [one for word in PRIVATE for one in spelt(word)]
    banned += [one for words in cells for one in hashes(words)]
    banned.append(hashlib.sha256((LIST + TOO_MUCH).encode()).hexdigest().encode())
    assert [] == [(place, one) for place, data in places.items() for one in banned if one in data]


LONG_LETTERHEAD = f'name: "{"A clinic for tests " * 6}"\nstrapline: The team'


def test_a_merge_says_where_the_copies_are(booklet: Booklet, root: Path, people: Path) -> None:
    result = booklet(*MERGE, "--output", "mine", "--jobs", "1")
    assert (ExitCode.DONE, "mine\n") == (result.exit_code, result.stdout)
    assert re.fullmatch(r"3 of 3 copies made, [\d.]+ s\.\n", result.stderr)
    assert ["mine", people.name] == made(root)

    again = booklet(*MERGE, "--output", "mine", "--jobs", "1")
    assert (ExitCode.FINDINGS, "") == (again.exit_code, again.stdout)
    assert "mine: M18 the folder is not empty" in again.stderr

    resumed = booklet(*MERGE, "--output", "mine", "--jobs", "1", "--resume", "--json")
    assert ExitCode.DONE == resumed.exit_code
    assert {
        "output": "mine", "rows": 3, "copies": 0, "skipped": 3, "files": 0, "faults": [],
        "troubles": [],
    } == json.loads(resumed.stdout)  # fmt: skip
    assert resumed.stderr.startswith("0 of 3 copies made, 3 were there already, ")


def test_a_full_disk_is_the_machines_fault(
    booklet: Booklet, root: Path, people: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    prepare = partial(troubles.full_disk, root / "build", 1)
    monkeypatch.setattr("generator.batch.crew.press_workers", lambda _: Pool(1, prepare))
    result = booklet(*MERGE)
    assert ExitCode.ENVIRONMENT == result.exit_code
    assert "No space left on device" in result.stderr
    assert "1 of 3 copies made" in result.stderr
    names = [path.name for path in (root / "build/demo/copies").iterdir()]
    assert ["000002-demo-stage-2-en-standard-GB", "merge"] == sorted(
        re.sub(r"(-[0-9a-f]{6})?\.\w+$", "", name) for name in names
    )
    assert people.is_file()


def test_drafts_are_not_released(booklet: Booklet, root: Path, people: Path) -> None:
    result = booklet(*MERGE, "--release", "--jobs", "1")
    assert (ExitCode.FINDINGS, "") == (result.exit_code, result.stdout)
    assert "topic call: R01 no named clinician has signed this text\n" in result.stderr
    assert result.stderr.endswith("problems; nothing was written.\n")
    assert [people.name] == made(root)
