from __future__ import annotations

import hashlib
import json
import os
from dataclasses import replace
from pathlib import Path

import pytest

from generator.batch.manifest import NAME, SCHEMA, Manifest, Record, file_digest, state_of

STATE = "s" * 64


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A build folder with two files and a manifest that answers two requests."""
    manifest = Manifest(tmp_path)
    records = [_write(tmp_path, "b.pdf", b"two"), _write(tmp_path, "a/a.pdf", b"one")]
    for record in records:
        manifest.add(record)
    manifest.answered("both", records)
    manifest.answered("one", records[1:])
    manifest.write()
    return tmp_path


def _write(folder: Path, path: str, data: bytes) -> Record:
    (folder / path).parent.mkdir(exist_ok=True)
    (folder / path).write_bytes(data)
    digest = hashlib.sha256(data).hexdigest()
    return Record(path, "booklet", "reader", STATE, digest, 8, topics=["rest"])


def answered(folder: Path, request: str, state: str = STATE) -> list[str] | None:
    records = Manifest(folder).answer(request, state)
    return None if records is None else [record.path for record in records]


def test_a_request_is_answered_by_its_files(folder: Path) -> None:
    assert ["a/a.pdf", "b.pdf"] == answered(folder, "both")
    assert ["a/a.pdf"] == answered(folder, "one")


def test_records_come_back_as_they_were(folder: Path) -> None:
    record = _write(folder, "b.pdf", b"two")

    assert record == Manifest(folder).records["b.pdf"]


@pytest.mark.parametrize(
    ("request_", "state"), [("other", STATE), ("both", "t" * 64)], ids=["request", "state"]
)
def test_another_request_or_content_is_not_answered(
    folder: Path, request_: str, state: str
) -> None:
    assert None is answered(folder, request_, state)


@pytest.mark.parametrize("data", [None, b"", b"twp", b"two "], ids=repr)
def test_a_file_that_is_not_what_was_written_answers_nothing(
    folder: Path, data: bytes | None
) -> None:
    (folder / "b.pdf").unlink()
    if data is not None:
        (folder / "b.pdf").write_bytes(data)

    assert None is answered(folder, "both")
    assert ["a/a.pdf"] == answered(folder, "one")


def test_a_forgotten_file_takes_its_answers_along(folder: Path) -> None:
    manifest = Manifest(folder)
    manifest.forget("b.pdf")
    manifest.write()

    assert ["one"] == list(Manifest(folder).answers)
    assert None is answered(folder, "both")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "not json",
        "[]",
        "{}",
        json.dumps({"schema": SCHEMA + 1, "files": [], "answers": {}}),
        json.dumps({"schema": SCHEMA, "files": [{"path": "x", "colour": "red"}], "answers": {}}),
        json.dumps({"schema": SCHEMA, "files": 7, "answers": {}}),
    ],
)
def test_a_manifest_that_cannot_be_used_counts_as_none(folder: Path, text: str) -> None:
    (folder / NAME).write_text(text)

    assert {} == Manifest(folder).records
    assert None is answered(folder, "both")


def test_a_manifest_that_is_not_text_counts_as_none(folder: Path) -> None:
    (folder / NAME).write_bytes(b"\xff\xfe\x00")

    assert {} == Manifest(folder).records


def test_the_same_records_are_written_alike_in_any_order(folder: Path, tmp_path: Path) -> None:
    before = (folder / NAME).read_bytes()
    manifest = Manifest(tmp_path)
    manifest.records = dict(reversed(manifest.records.items()))
    manifest.answers = dict(reversed(manifest.answers.items()))

    manifest.write()

    assert before == (folder / NAME).read_bytes()
    assert ["a/a.pdf", "b.pdf"] == [one["path"] for one in json.loads(before)["files"]]


def test_a_state_is_that_of_names_and_bytes_and_not_of_times(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "rest.yaml").write_text("Rest.")
    state = state_of([tmp_path])

    os.utime(tmp_path / "a" / "rest.yaml", (0, 0))
    (tmp_path / "__pycache__").mkdir()
    (tmp_path / "__pycache__" / "x.pyc").write_bytes(b"x")
    assert state == state_of([tmp_path])

    (tmp_path / "a" / "rest.yaml").write_text("Rest!")
    changed = state_of([tmp_path])
    (tmp_path / "a" / "rest.yaml").rename(tmp_path / "a" / "sleep.yaml")
    moved = state_of([tmp_path])
    assert 3 == len({state, changed, moved})


def test_a_single_file_has_a_state_too(tmp_path: Path) -> None:
    (tmp_path / "clinic.yaml").write_text("A")
    state = state_of([tmp_path / "clinic.yaml"])
    (tmp_path / "clinic.yaml").write_text("B")

    assert state != state_of([tmp_path / "clinic.yaml"])


def test_a_file_that_is_not_there_has_no_digest(tmp_path: Path) -> None:
    assert "" == file_digest(tmp_path / "none")
    assert "" == file_digest(tmp_path)


def test_a_record_bears_no_place_outside_the_build_folder(folder: Path) -> None:
    assert str(folder) not in (folder / NAME).read_text()
    assert replace(Manifest(folder).records["b.pdf"], path="b.pdf").path == "b.pdf"
