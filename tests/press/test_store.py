from __future__ import annotations

import errno
import hashlib
import os
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest

from generator.press.sheet import LayoutFacts, Sheet
from generator.press.store import Store, write_whole

SHEET = Sheet("rest", "Rest", 1, (), {}, LayoutFacts(), b"%PDF-")
KEY = hashlib.sha256(b"rest").hexdigest()


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "store")


def kept_file(store: Store) -> Path:
    (path,) = (path for path in store.folder.rglob("*") if path.is_file())
    return path


def test_what_is_kept_is_found_and_nothing_else(store: Store) -> None:
    store.keep_sheet(KEY, SHEET)

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


def test_a_store_that_cannot_be_written_is_no_reason_to_stop(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("not a folder")
    store = Store(tmp_path / "file")

    store.keep_sheet(KEY, SHEET)

    assert None is store.sheet(KEY)


def test_a_folder_in_a_files_place_counts_as_none(store: Store) -> None:
    (store.folder / "sheets" / KEY[:2] / KEY).mkdir(parents=True)

    assert None is store.sheet(KEY)


def test_a_file_is_written_whole_readable_by_all_and_alone(tmp_path: Path) -> None:
    path = tmp_path / "a" / "b" / "c.pdf"

    write_whole(path, b"first")
    write_whole(path, b"second")

    assert b"second" == path.read_bytes()
    assert 0o644 == path.stat().st_mode & 0o777
    assert [path] == list(path.parent.iterdir())


@pytest.mark.parametrize("where", ["fsync", "mkstemp", "replace"])
def test_a_full_disk_leaves_the_old_file_and_no_part_of_the_new(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, where: str
) -> None:
    path = tmp_path / "booklet.pdf"
    write_whole(path, b"old")

    def full(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    owner = {"fsync": os, "mkstemp": tempfile, "replace": Path}[where]
    monkeypatch.setattr(owner, where, full)

    with pytest.raises(OSError, match="No space left"):
        write_whole(path, b"new")

    assert b"old" == path.read_bytes()
    assert [path] == list(tmp_path.iterdir())
