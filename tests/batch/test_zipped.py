from __future__ import annotations

import hashlib
import stat
import zipfile
from pathlib import Path

import pytest

from generator.batch.zipped import LIST, Zip

pytestmark = pytest.mark.filterwarnings("error")  # an archive that nobody closed is one

FILES = {"000004-b.pdf": b"%PDF four", "000002-a.pdf": b"%PDF two", "000003-c.pdf": b"%PDF three"}
"""In an order that is not the names'."""


def fill(archive: Zip) -> None:
    for name, data in FILES.items():
        archive.add(name, data, int(name[:6]), hashlib.sha256(data).hexdigest())


def zipped(path: Path) -> bytes:
    with Zip(path) as archive:
        fill(archive)
    return path.read_bytes()


def test_files_stand_in_the_order_they_came_and_a_list_behind_them(tmp_path: Path) -> None:
    path = tmp_path / "copies.zip"
    zipped(path)
    with zipfile.ZipFile(path) as archive:
        assert archive.testzip() is None
        assert [*FILES, LIST] == archive.namelist()
        assert FILES == {name: archive.read(name) for name in FILES}
        rows = archive.read(LIST).decode().splitlines()
    expected = [f"{int(n[:6])},{n},{hashlib.sha256(d).hexdigest()}" for n, d in FILES.items()]
    assert ["row,file,sha256", *expected] == rows


def test_the_same_copies_give_the_same_bytes(tmp_path: Path) -> None:
    assert zipped(tmp_path / "one.zip") == zipped(tmp_path / "two.zip")


def test_only_its_owner_may_read_an_archive_and_what_is_in_it(tmp_path: Path) -> None:
    path = tmp_path / "copies.zip"
    zipped(path)
    assert 0o600 == stat.S_IMODE(path.stat().st_mode)
    with zipfile.ZipFile(path) as archive:
        assert {0o600} == {entry.external_attr >> 16 & 0o777 for entry in archive.infolist()}


def test_an_archive_has_its_name_only_when_it_is_whole(tmp_path: Path) -> None:
    path = tmp_path / "copies.zip"
    with Zip(path) as archive:
        fill(archive)
        assert not path.exists()
        (part,) = tmp_path.iterdir()
        assert 0o600 == stat.S_IMODE(part.stat().st_mode)  # while it is written, too
    assert [path] == list(tmp_path.iterdir())


def break_off(archive: Zip) -> None:
    fill(archive)
    raise OSError("the disk is full")


def test_what_is_broken_off_leaves_nothing_new(tmp_path: Path) -> None:
    path = tmp_path / "copies.zip"
    path.write_bytes(b"an earlier one")
    with pytest.raises(OSError, match="the disk is full"), Zip(path) as archive:
        break_off(archive)
    assert [path] == list(tmp_path.iterdir())
    assert b"an earlier one" == path.read_bytes()


def test_what_lacks_a_copy_is_given_up(tmp_path: Path) -> None:
    path = tmp_path / "copies.zip"
    with Zip(path) as archive:
        fill(archive)
        archive.give_up()
    assert [] == list(tmp_path.iterdir())
