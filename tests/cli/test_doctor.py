from __future__ import annotations

import json
from pathlib import Path

import pytest

from generator import doctor
from generator.findings import ExitCode
from tests.cli.conftest import Booklet

pytestmark = pytest.mark.usefixtures("root")


def test_a_machine_that_lacks_nothing_is_told_so(booklet: Booklet) -> None:
    result = booklet("doctor")
    assert ExitCode.DONE == result.exit_code
    assert {"ok"} == {line.split()[0] for line in result.stdout.splitlines()}


def test_what_is_missing_comes_with_the_line_that_mends_it(
    booklet: Booklet, monkeypatch: pytest.MonkeyPatch
) -> None:
    missing = doctor.Examined("Pango", False, "not found", "install it")
    monkeypatch.setattr(doctor, "examine", lambda: [missing])
    result = booklet("doctor")
    assert (ExitCode.ENVIRONMENT, "MISS Pango: not found\n     mend it: install it\n") == (
        result.exit_code,
        result.stdout,
    )


def test_the_same_as_data(booklet: Booklet, monkeypatch: pytest.MonkeyPatch) -> None:
    missing = doctor.Examined("Pango", False, "not found", "install it")
    monkeypatch.setattr(doctor, "examine", lambda: [missing])
    expected = [{"what": "Pango", "ok": False, "found": "not found", "mend": "install it"}]
    assert expected == json.loads(booklet("doctor", "--json").stdout)


def test_a_store_that_cannot_be_written_is_found(
    booklet: Booklet, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (root / "file").write_text("", encoding="utf-8")
    monkeypatch.setenv("CAREFOLD_CACHE", str(root / "file"))
    result = booklet("doctor")
    assert ExitCode.ENVIRONMENT == result.exit_code
    assert ["Store of sheets"] == [
        line.removeprefix("MISS ").partition(":")[0]
        for line in result.stdout.splitlines()
        if line.startswith("MISS")
    ]
