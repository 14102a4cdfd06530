from __future__ import annotations

import errno
import hashlib
import os
import pickle
import time
import uuid
from collections.abc import Callable
from pathlib import Path

import pytest

from generator.files import LocalFolder, folder
from generator.findings import EnvironmentProblem
from generator.press.sheet import LayoutFacts, Sheet
from generator.press.store import DAY, Store

SHEET = Sheet("rest", "Rest", 1, (), {}, LayoutFacts(), b"%PDF-")
KEY = hashlib.sha256(b"rest").hexdigest()
KEYS = [hashlib.sha256(str(n).encode()).hexdigest() for n in range(4)]


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "store")


@pytest.fixture(autouse=True)
def _a_temporary_folder_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "tmp").mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "tmp"))


def kept_file(store: Store) -> Path:
    (name,) = store.folder.names()
    assert isinstance(store.folder, LocalFolder)
    return store.folder.at(name)


@pytest.mark.parametrize("place", ["local", "far away"])
def test_what_is_kept_is_found_and_nothing_else(tmp_path: Path, place: str) -> None:
    store = Store(tmp_path if place == "local" else f"memory://{uuid.uuid4()}/store")

    assert "" == store.keep_sheet(KEY, SHEET)

    assert SHEET == store.sheet(KEY)
    assert None is store.sheet(KEY[::-1])
    assert None is store.get("fonts", KEY)


@pytest.mark.parametrize(
    "damage",
    [
        lambda data: data[:-1],
        lambda data: data[:0],
        lambda data: data[:40] + bytes([data[40] ^ 8]) + data[41:],
        lambda data: b"\0" * len(data),
    ],
    ids=["truncated", "empty", "bit flipped", "zeros"],
)
def test_a_damaged_sheet_counts_as_none(store: Store, damage: Callable[[bytes], bytes]) -> None:
    store.keep_sheet(KEY, SHEET)
    path = kept_file(store)
    path.write_bytes(damage(path.read_bytes()))

    assert None is store.sheet(KEY)

    store.keep_sheet(KEY, SHEET)
    assert SHEET == store.sheet(KEY)


def test_a_sheet_of_an_older_form_counts_as_none(store: Store) -> None:
    older = SHEET.to_bytes().replace(b'"notes_lines"', b'"notes_count"')
    head = len(b"carefold sheet 1\n")
    body = older[head + 32 :]
    store.put("sheets", KEY, older[:head] + hashlib.sha256(body).digest() + body)

    assert None is store.sheet(KEY)


def test_a_folder_in_a_files_place_counts_as_none(store: Store, tmp_path: Path) -> None:
    (tmp_path / "store" / "sheets" / KEY[:2] / KEY).mkdir(parents=True)

    assert None is store.sheet(KEY)


def test_nothing_kept_is_synced(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    synced: list[int] = []
    monkeypatch.setattr(os, "fsync", synced.append)

    store.keep_sheet(KEY, SHEET)

    assert [] == synced


@pytest.fixture
def unwritable(tmp_path: Path) -> Path:
    (tmp_path / "file").write_text("not a folder")
    return tmp_path / "file"


def test_a_store_that_cannot_be_written_is_no_reason_to_stop(unwritable: Path) -> None:
    store = Store(unwritable)

    assert "Not a directory" == store.keep_sheet(KEY, SHEET)

    assert None is store.sheet(KEY)


def test_what_cannot_be_kept_is_found_by_the_other_processes_of_the_run(
    unwritable: Path, tmp_path: Path
) -> None:
    with Store(unwritable).with_scratch() as store:
        assert store.scratch is not None
        assert not store.scratch.exists()
        worker: Store = pickle.loads(pickle.dumps(store))
        other: Store = pickle.loads(pickle.dumps(store))

        assert "Not a directory" == worker.keep_sheet(KEY, SHEET)

        assert SHEET == other.sheet(KEY)
        assert 0o700 == store.scratch.stat().st_mode & 0o777
        assert None is Store(unwritable).with_scratch().sheet(KEY)
    assert [] == list((tmp_path / "tmp").iterdir())


def test_a_store_that_can_be_written_needs_no_scratch(tmp_path: Path) -> None:
    with Store(tmp_path / "store").with_scratch() as store:
        store.keep_sheet(KEY, SHEET)
        assert SHEET == store.sheet(KEY)
        assert [] == list((tmp_path / "tmp").iterdir())


def test_no_place_at_all_is_a_reason_to_stop(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(Path, "replace", full)

    with (
        Store(tmp_path / "store").with_scratch() as store,
        pytest.raises(EnvironmentProblem, match="No space left") as caught,
    ):
        store.keep_sheet(KEY, SHEET)

    assert "TMPDIR" in caught.value.remedy


def test_a_shared_store_that_does_not_answer_is_no_empty_store(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def away(*_: object, **__: object) -> None:
        raise ConnectionError("nobody there")

    monkeypatch.setattr("fsspec.implementations.memory.MemoryFileSystem.cat_file", away)

    with pytest.raises(EnvironmentProblem, match="cannot be read: nobody there"):
        Store("memory://away/store").get("sheets", KEY)


@pytest.mark.parametrize(("age", "written"), [(DAY / 2, False), (2 * DAY, True)])
def test_a_files_time_tells_its_last_use_to_the_day(
    store: Store, age: float, written: bool
) -> None:
    store.put("fonts", KEY, b"1")
    before = time.time() - age
    os.utime(kept_file(store), (before, before))

    store.get("fonts", KEY)

    assert written is (kept_file(store).stat().st_mtime > before + 1)


def test_what_was_not_used_for_longest_is_removed_first(store: Store, tmp_path: Path) -> None:
    for age, key in zip((40, 10, 30, 20), KEYS, strict=True):
        store.put("fonts", key, b"x" * 100)
        path = tmp_path / "store" / "fonts" / key[:2] / key
        os.utime(path, (time.time() - age * DAY,) * 2)
    store.get("fonts", KEYS[0])  # the oldest, but in use

    assert 200 == store.prune(200)

    assert [True, True, False, False] == [store.get("fonts", key) is not None for key in KEYS]
    assert 0 == store.prune(200)


def test_pruning_takes_what_a_killed_process_left_half_written(store: Store) -> None:
    store.put("fonts", KEY, b"1")
    part = kept_file(store).with_name(".part-abc")
    part.write_bytes(b"half")
    os.utime(part, (time.time() - DAY,) * 2)

    store.prune(1 << 30)

    assert not part.exists()
    assert b"1" == store.get("fonts", KEY)


def test_a_shared_store_is_not_pruned() -> None:
    store = Store(f"memory://{uuid.uuid4()}/store")
    store.put("fonts", KEY, b"1")

    assert 0 == store.prune(0)
    assert b"1" == store.get("fonts", KEY)


@pytest.fixture
def font(tmp_path: Path) -> Path:
    path = tmp_path / "Some Font.ttf"
    path.write_bytes(b"glyphs")
    return path


def test_an_asset_is_found_by_its_content_on_another_machine(font: Path) -> None:
    place = f"memory://{uuid.uuid4()}/store"
    digest = Store(place).keep_asset(font)
    font.unlink()

    path = Store(place).asset(digest, "Some Font.ttf")

    assert hashlib.sha256(b"glyphs").hexdigest() == digest
    assert ("Some Font.ttf", b"glyphs") == (path.name, path.read_bytes())
    assert 0o700 == path.parents[1].stat().st_mode & 0o777


def test_an_asset_is_fetched_once(font: Path) -> None:
    place = f"memory://{uuid.uuid4()}/store"
    digest = Store(place).keep_asset(font)
    first = Store(place).asset(digest, "Some Font.ttf")
    (name,) = folder(place).names()
    folder(place).remove(name)

    assert first == Store(place).asset(digest, "Some Font.ttf")


def test_a_damaged_asset_is_fetched_again_and_never_given(font: Path, store: Store) -> None:
    digest = store.keep_asset(font)
    local = store.asset(digest, "Some Font.ttf")
    local.write_bytes(b"glyph")
    assert b"glyphs" == store.asset(digest, "Some Font.ttf").read_bytes()

    kept_file(store).write_bytes(b"glyph")
    local.unlink()
    with pytest.raises(EnvironmentProblem, match="lacks the asset") as caught:
        store.asset(digest, "Some Font.ttf")
    assert "same store" in caught.value.remedy

    store.keep_asset(font)
    assert b"glyphs" == store.asset(digest, "Some Font.ttf").read_bytes()


def test_an_asset_that_is_in_use_counts_as_used(font: Path, store: Store) -> None:
    store.keep_asset(font)
    os.utime(kept_file(store), (time.time() - 2 * DAY,) * 2)

    store.keep_asset(font)

    assert time.time() - kept_file(store).stat().st_mtime < DAY


def test_the_local_copy_is_never_put_where_others_may_write(
    font: Path, store: Store, tmp_path: Path
) -> None:
    open_to_all = tmp_path / "tmp" / f"carefold-assets-{os.getuid()}"
    open_to_all.mkdir()
    open_to_all.chmod(0o777)

    path = store.asset(store.keep_asset(font), font.name)

    assert open_to_all not in path.parents
    assert 0o700 == path.parents[1].stat().st_mode & 0o777


@pytest.mark.parametrize(
    ("digest", "name"),
    [("../" + "a" * 61, "a.ttf"), (KEY, "../x"), (KEY, ".."), (KEY, "a/b"), (KEY, ""), ("", "a")],
)
def test_what_names_no_asset_is_refused(store: Store, digest: str, name: str) -> None:
    with pytest.raises(ValueError, match="names no asset"):
        store.asset(digest, name)
