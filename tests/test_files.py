from __future__ import annotations

import errno
import hashlib
import os
import pickle
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path

import fsspec.config  # type: ignore[import-untyped]
import pytest
from fsspec.registry import _registry  # type: ignore[import-untyped]

from generator import files
from generator.files import Folder, LocalFolder, RemoteFolder, folder, write_whole
from generator.findings import EnvironmentProblem

OUTSIDE = ["", "..", "../a", "a/../../b", "/etc/passwd", "a//b", "a/", "./a", "a\0b"]


@pytest.fixture(scope="module")
def s3() -> Iterator[str]:
    """A stand-in for S3 on loopback, in a process of its own; gives its address."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = subprocess.Popen(
        [sys.executable, "-m", "moto.server", "-H", "127.0.0.1", "-p", str(port)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        address = f"http://127.0.0.1:{port}"
        wait_for(address)
        yield address
    finally:
        server.kill()
        server.wait()


def wait_for(address: str) -> None:
    for _ in range(300):
        try:
            urllib.request.urlopen(f"{address}/moto-api/", timeout=1)
        except (urllib.error.URLError, OSError):
            time.sleep(0.1)
        else:
            return
    pytest.fail("the stand-in for S3 did not start")


@pytest.fixture
def bucket(s3: str, monkeypatch: pytest.MonkeyPatch) -> str:
    """A bucket of its own for each test, reached by the settings a user would make."""
    for name, value in {"ACCESS_KEY_ID": "test", "SECRET_ACCESS_KEY": "test"}.items():
        monkeypatch.setenv(f"AWS_{name}", value)
    settings: dict[str, dict[str, str]] = {}
    fsspec.config.set_conf_env(settings, {"FSSPEC_S3_ENDPOINT_URL": s3})
    monkeypatch.setitem(fsspec.config.conf, "s3", settings["s3"])
    name = f"bucket-{uuid.uuid4()}"
    request = urllib.request.Request(f"{s3}/{name}", method="PUT")
    urllib.request.urlopen(request, timeout=10)
    return name


@pytest.fixture(params=["local", "file", "memory", "s3"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Folder:
    """The same folder, of each kind."""
    if request.param == "s3":
        return folder(f"s3://{request.getfixturevalue('bucket')}/build/")
    return folder(
        {
            "local": str(tmp_path / "a folder"),
            "file": (tmp_path / "a folder").as_uri(),
            "memory": f"memory://{uuid.uuid4()}/build",
        }[request.param]
    )


def test_what_is_written_is_read_listed_and_removed(place: Folder) -> None:
    assert None is place.read("a/one.pdf")
    assert "" == place.digest("a/one.pdf")
    assert [] == place.names()

    place.write("a/one.pdf", b"first")
    place.write("a/one.pdf", b"one")
    place.write("b/two words.pdf", b"two", sync=False)
    place.write("ab.json", b"")

    assert b"one" == place.read("a/one.pdf")
    assert b"" == place.read("ab.json")
    assert hashlib.sha256(b"one").hexdigest() == place.digest("a/one.pdf")
    assert ["a/one.pdf", "ab.json", "b/two words.pdf"] == place.names()
    assert ["a/one.pdf"] == place.names("a")
    assert [] == place.names("c")

    place.remove("a/one.pdf")
    place.remove("a/one.pdf")
    assert None is place.read("a/one.pdf")
    assert ["ab.json", "b/two words.pdf"] == place.names()


def test_a_folder_goes_to_another_process(place: Folder) -> None:
    place.write("a", b"1")

    again: Folder = pickle.loads(pickle.dumps(place))

    assert place.url == again.url
    assert b"1" == again.read("a")


@pytest.mark.parametrize("name", OUTSIDE)
@pytest.mark.parametrize("place", [LocalFolder(Path("build")), RemoteFolder("s3://bucket/build")])
def test_a_name_never_leaves_its_folder(place: Folder, name: str) -> None:
    for use in (place.read, place.remove, place.digest, lambda name: place.write(name, b"")):
        with pytest.raises(ValueError, match="no name inside a folder"):
            use(name)
    if name:
        with pytest.raises(ValueError, match="no name inside a folder"):
            place.names(name)


def test_a_change_by_another_machine_is_seen(bucket: str, s3: str) -> None:
    place = folder(f"s3://{bucket}/build")
    place.write("a", b"old")
    assert (b"old", ["a"]) == (place.read("a"), place.names())

    other = fsspec.filesystem("s3", endpoint_url=s3, skip_instance_cache=True)
    for name in "ab":
        other.pipe_file(f"{bucket}/build/{name}", b"new")

    assert (b"new", ["a", "b"]) == (place.read("a"), place.names())


@pytest.mark.usefixtures("bucket")
def test_a_bucket_that_does_not_exist_is_told_when_written() -> None:
    place = folder("s3://no-such-bucket/build")

    with pytest.raises(EnvironmentProblem, match="'s3://no-such-bucket/build' cannot be written"):
        place.write("a", b"")


def test_a_service_that_does_not_answer_is_told(
    monkeypatch: pytest.MonkeyPatch, bucket: str
) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        nobody = f"http://127.0.0.1:{free.getsockname()[1]}"
    settings = {
        "endpoint_url": nobody,
        "config_kwargs": {"retries": {"total_max_attempts": 1}, "connect_timeout": 1},
    }
    monkeypatch.setitem(fsspec.config.conf, "s3", settings)
    monkeypatch.setattr("s3fs.core.S3FileSystem.retries", 1)

    with pytest.raises(EnvironmentProblem, match="cannot be read") as caught:
        folder(f"s3://{bucket}/build").read("a")

    assert "FSSPEC_S3_ENDPOINT_URL" in caught.value.remedy


@pytest.mark.parametrize(
    ("place", "package"), [("s3://b/x", "'carefold[cluster]'"), ("gs://b/x", "gcsfs")]
)
def test_a_missing_package_is_named(
    place: str, package: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in ("s3fs", "gcsfs"):
        monkeypatch.setitem(sys.modules, module, None)
    monkeypatch.delitem(_registry, "s3", raising=False)

    with pytest.raises(EnvironmentProblem, match="a package that is not installed") as caught:
        folder(place).read("a")

    assert f"python -m pip install {package}" == caught.value.remedy


@pytest.mark.parametrize(
    ("place", "path"),
    [
        ("build", "build"),
        ("a:b", "a:b"),
        ("file:///srv/a%20b", "/srv/a b"),
        ("file://localhost/srv", "/srv"),
        (Path("s3://odd/but/a/path"), "s3:/odd/but/a/path"),
    ],
)
def test_a_path_is_a_local_folder(place: str | Path, path: str) -> None:
    assert LocalFolder(Path(path)) == folder(place)


def test_a_local_folder_needs_no_package() -> None:
    code = (
        "import sys\nfrom generator.files import folder\n"
        "folder(sys.argv[1]).write('a', b'1')\nassert 'fsspec' not in sys.modules"
    )
    with tempfile.TemporaryDirectory() as place:
        subprocess.run([sys.executable, "-c", code, place], check=True)


@pytest.mark.parametrize("place", ["http://a.example/b", "sftp://a/b", "simplecache::s3://b/x"])
def test_a_service_that_could_show_half_a_file_is_refused(place: str) -> None:
    with pytest.raises(EnvironmentProblem, match="is no folder Carefold can use"):
        folder(place)


def test_a_password_in_an_address_is_refused_and_not_repeated() -> None:
    with pytest.raises(EnvironmentProblem, match="holds a password") as caught:
        folder("s3://key:hush@bucket/build")

    assert "hush" not in str(caught.value) + caught.value.remedy


def test_an_address_says_where_files_are() -> None:
    assert "s3://b/x" == folder("s3://b/x/").url == RemoteFolder("s3://b/x").url
    assert "/srv/x" == folder("/srv/x").url


def test_what_is_half_written_is_neither_listed_nor_kept_for_long(tmp_path: Path) -> None:
    place = LocalFolder(tmp_path)
    place.write("a/whole", b"1")
    for name, age in (("old", 7200), ("new", 60)):
        part = tmp_path / "a" / f"{files.PART}{name}"
        part.write_bytes(b"half")
        os.utime(part, (time.time() - age,) * 2)

    assert ["a/whole"] == place.names()
    assert 1 == place.sweep(3600)
    assert {"whole", f"{files.PART}new"} == {path.name for path in (tmp_path / "a").iterdir()}


def test_a_file_is_written_whole_readable_by_all_and_alone(tmp_path: Path) -> None:
    path = tmp_path / "a" / "b" / "c.pdf"

    write_whole(path, b"first")
    write_whole(path, b"second")

    assert b"second" == path.read_bytes()
    assert 0o644 == path.stat().st_mode & 0o777
    assert [path] == list(path.parent.iterdir())


@pytest.mark.parametrize(("sync", "times"), [(True, 1), (False, 0)])
def test_only_what_must_outlast_a_power_cut_is_synced(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, sync: bool, times: int
) -> None:
    synced: list[int] = []
    monkeypatch.setattr(os, "fsync", synced.append)

    LocalFolder(tmp_path).write("a", b"1", sync=sync)

    assert times == len(synced)


@pytest.mark.skipif(not hasattr(os, "posix_fadvise"), reason="this system has no such advice")
@pytest.mark.parametrize(("sync", "times"), [(True, 1), (False, 0)])
def test_what_is_on_the_disk_is_not_kept_in_memory_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, sync: bool, times: int
) -> None:
    done: list[str] = []
    monkeypatch.setattr(os, "fsync", lambda _: done.append("synced"))
    monkeypatch.setattr(os, "posix_fadvise", lambda *asked: done.append(f"advised {asked[3]}"))

    LocalFolder(tmp_path).write("a", b"1", sync=sync)

    assert ["synced", f"advised {os.POSIX_FADV_DONTNEED}"] * times == done


def full(*_: object, **__: object) -> None:
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


@pytest.mark.parametrize(
    "break_",
    [
        lambda patch: patch.setattr(os, "fsync", full),
        lambda patch: patch.setattr(tempfile, "mkstemp", full),
        lambda patch: patch.setattr(Path, "replace", full),
    ],
    ids=["fsync", "mkstemp", "replace"],
)
def test_a_full_disk_leaves_the_old_file_and_no_part_of_the_new(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    break_: Callable[[pytest.MonkeyPatch], None],
) -> None:
    path = tmp_path / "booklet.pdf"
    write_whole(path, b"old")
    break_(monkeypatch)

    with pytest.raises(OSError, match="No space left"):
        write_whole(path, b"new")

    assert b"old" == path.read_bytes()
    assert [path] == list(tmp_path.iterdir())
