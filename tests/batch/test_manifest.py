from __future__ import annotations

import hashlib
import json
import multiprocessing
from dataclasses import asdict, replace
from pathlib import Path

import pytest

from generator.batch.manifest import NAME, SCHEMA, File, Manifest, Record, Scope
from generator.files import LocalFolder

SCOPE = Scope("demo", "en")


@pytest.fixture
def folder(tmp_path: Path) -> LocalFolder:
    """A build folder with two booklets and a manifest that answers two requests."""
    manifest = Manifest(LocalFolder(tmp_path))
    add(manifest, "b", "b.pdf")
    add(manifest, "a", "a/a.pdf", "a/a-home.pdf")
    manifest.answered("both", ["a", "b"])
    manifest.answered("one", ["a"])
    manifest.write()
    return LocalFolder(tmp_path)


def add(manifest: Manifest, order: str, *paths: str) -> Record:
    """Write a booklet's files and its record."""
    files = {}
    for format_, path in zip(("reader", "home"), paths, strict=False):
        manifest.folder.write(path, path.encode())
        files[format_] = File(path, hashlib.sha256(path.encode()).hexdigest())
    record = Record(order, SCOPE, "s" * 64, {"rest": "00ff"}, 8, 0.1, files, ["rest"])
    manifest.add(order, record)
    return record


def answered(folder: LocalFolder, request: str) -> list[str] | None:
    """Name the booklets that answer a request, if all their files are whole."""
    manifest = Manifest(folder)
    records = manifest.answer(request)
    whole = records is not None and all(manifest.intact(record) for record in records)
    return [record.name for record in records] if records and whole else None


def test_a_request_is_answered_by_its_booklets_in_their_order(folder: LocalFolder) -> None:
    assert ["a", "b"] == answered(folder, "both")
    assert ["a"] == answered(folder, "one")
    assert None is answered(folder, "other")


def test_records_come_back_as_they_were(folder: LocalFolder) -> None:
    manifest = Manifest(folder)
    finding = {"code": "P03", "line": 2}
    scope = Scope("demo", "es", "example", release=True)
    record = replace(add(manifest, "c", "c.pdf"), scope=scope, draft=False, findings=[finding])
    manifest.add("c", record)
    manifest.write()

    assert record == Manifest(folder).records["c"]
    assert ["c.pdf"] == record.paths()


@pytest.mark.parametrize("data", [None, b"", b"b.pdg", b"b.pdf "], ids=repr)
def test_a_file_that_is_not_what_was_written_answers_nothing(
    folder: LocalFolder, data: bytes | None
) -> None:
    folder.remove("b.pdf")
    if data is not None:
        folder.write("b.pdf", data)
    manifest = Manifest(folder)

    spoilt = list(manifest.spoilt(manifest.records["b"]))

    assert [("missing" if data is None else "damaged", "b.pdf")] == spoilt
    assert None is answered(folder, "both")
    assert ["a"] == answered(folder, "one")


def test_each_spoilt_file_of_a_booklet_is_named(folder: LocalFolder) -> None:
    folder.remove("a/a.pdf")
    folder.write("a/a-home.pdf", b"")
    manifest = Manifest(folder)

    assert [("damaged", "a/a-home.pdf"), ("missing", "a/a.pdf")] == sorted(
        manifest.spoilt(manifest.records["a"])
    )


def test_a_forgotten_booklet_takes_its_answers_along(folder: LocalFolder) -> None:
    manifest = Manifest(folder)
    manifest.forget("b")
    manifest.write()

    again = Manifest(folder)
    assert (["a"], ["one"]) == (list(again.records), list(again.requests))
    assert None is answered(folder, "both")


def test_a_file_that_another_order_wrote_is_no_longer_ones_own(folder: LocalFolder) -> None:
    manifest = Manifest(folder)
    alike, other = manifest.records["b"], manifest.records["a"]
    changed = {"home": replace(other.files["home"], sha256="f" * 64)}
    manifest.add("b and more", alike)
    manifest.add("a once more", replace(other, files=changed))
    manifest.write()

    assert {"b", "b and more", "a once more"} == set(Manifest(folder).records)
    assert None is answered(folder, "both")


def test_what_was_never_recorded_can_be_forgotten(folder: LocalFolder) -> None:
    manifest = Manifest(folder)
    manifest.forget("z")
    manifest.write()

    assert ["a", "b"] == answered(folder, "both")


def usable(**other: object) -> dict[str, object]:
    """Give what a sound manifest holds, with something else in one place."""
    record = asdict(Record("a", SCOPE, "s", {}, 8, 0.1, {"reader": File("a.pdf", "00")}))
    sound = {"schema": SCHEMA, "booklets": {"a": record}, "requests": {}}
    return sound | other


@pytest.mark.parametrize(
    "text",
    [
        "",
        "not json",
        "[]",
        "{}",
        "null",
        json.dumps(usable())[:-9],
        json.dumps(usable(schema=SCHEMA + 1)),
        json.dumps(usable(schema=1)),
        json.dumps(usable(booklets=7)),
        json.dumps(usable(booklets={"a": {}})),
        json.dumps(usable(booklets={"a": {"scope": {}, "files": {}}})),
        json.dumps(usable(booklets={"a": {"scope": [], "files": {}}})),
        json.dumps(usable(requests=7)),
        json.dumps(usable()).replace('"pages"', '"sides"'),
        json.dumps(usable()).replace('"language"', '"tongue"'),
        json.dumps(usable()).replace('"sha256"', '"md5"'),
    ],
)
def test_a_manifest_that_cannot_be_used_counts_as_none(folder: LocalFolder, text: str) -> None:
    folder.write(NAME, text.encode())

    manifest = Manifest(folder)

    assert ({}, {}) == (manifest.records, manifest.requests)
    assert None is answered(folder, "both")


def test_a_sound_manifest_written_by_hand_is_used(folder: LocalFolder) -> None:
    folder.write(NAME, json.dumps(usable()).encode())

    assert ["a"] == list(Manifest(folder).records)


def test_a_manifest_that_is_not_text_counts_as_none(folder: LocalFolder) -> None:
    folder.write(NAME, b"\xff\xfe\x00")

    assert {} == Manifest(folder).records


def test_an_unusable_manifest_is_replaced_whole(folder: LocalFolder) -> None:
    folder.write(NAME, json.dumps(usable(schema=1)).encode())
    manifest = Manifest(folder)
    add(manifest, "c", "c.pdf")
    manifest.write()

    assert ["c"] == list(Manifest(folder).records)


def test_the_same_records_are_written_alike_in_any_order(folder: LocalFolder) -> None:
    before = folder.read(NAME)
    folder.remove(NAME)
    manifest = Manifest(folder)
    manifest.answered("one", ["a"])
    add(manifest, "a", "a/a.pdf", "a/a-home.pdf")
    add(manifest, "b", "b.pdf")
    manifest.answered("both", ["a", "b"])

    manifest.write()

    assert before == folder.read(NAME)


def test_without_a_change_nothing_is_written(tmp_path: Path) -> None:
    Manifest(LocalFolder(tmp_path / "none")).write()

    assert not (tmp_path / "none").exists()


def test_a_record_bears_no_place_outside_the_build_folder(folder: LocalFolder) -> None:
    assert str(folder.path).encode() not in (folder.read(NAME) or b"")


def test_a_shard_keeps_a_manifest_of_its_own(folder: LocalFolder) -> None:
    shard = Manifest(folder, "manifest-1-of-2.json")
    assert {} == shard.records
    add(shard, "c", "c.pdf")
    shard.write()

    assert ["c"] == list(Manifest(folder, "manifest-1-of-2.json").records)
    assert {"a", "b"} == set(Manifest(folder).records)


def test_two_builds_in_one_folder_keep_the_records_of_both(folder: LocalFolder) -> None:
    one, other = Manifest(folder), Manifest(folder)
    add(one, "c", "c.pdf")
    one.answered("c", ["c"])
    add(other, "d", "d.pdf")
    other.forget("b")

    one.write()
    other.write()

    assert {"a", "c", "d"} == set(Manifest(folder).records)
    assert ["c"] == answered(folder, "c")


def _add_some(path: Path, who: str, number: int) -> None:
    for one in range(number):
        manifest = Manifest(LocalFolder(path))
        add(manifest, f"{who}-{one}", f"{who}-{one}.pdf")
        manifest.write()


def test_processes_that_write_all_the_time_lose_no_record(tmp_path: Path) -> None:
    spawn = multiprocessing.get_context("spawn")
    processes = [spawn.Process(target=_add_some, args=(tmp_path, who, 25)) for who in "abc"]
    for process in processes:
        process.start()
    for process in processes:
        process.join(60)

    assert [0, 0, 0] == [process.exitcode for process in processes]
    assert 75 == len(Manifest(LocalFolder(tmp_path)).records)
