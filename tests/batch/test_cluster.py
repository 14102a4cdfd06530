from __future__ import annotations

import os
import signal
import ssl
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import dask
import distributed
import pytest
import trustme

from generator.batch import alike, cluster
from generator.batch.address import PLAIN
from generator.batch.alike import UnlikeWorker
from generator.batch.cluster import Cluster
from generator.batch.workers import Done
from generator.findings import EnvironmentProblem
from tests.batch import chores

ROOT = Path(__file__).resolve().parents[2]
QUIET = {"DASK_LOGGING__DISTRIBUTED": "critical"}
PLAIN_DASK: Any = distributed


class Farm:
    """A scheduler and workers on this machine, as an operator starts them."""

    def __init__(self, folder: Path, tls: dict[str, str]) -> None:
        self.folder = folder
        self.environ = {
            **os.environ,
            **QUIET,
            **{f"{cluster.TLS}{name}": value for name, value in tls.items()},
            "DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES": "1",
        }
        self.workers: list[subprocess.Popen[bytes]] = []
        place = folder / "scheduler.json"
        self.scheduler = self._start(
            "scheduler", "--host", "127.0.0.1", "--port", "0", "--scheduler-file", str(place),
            "--protocol", "tls" if tls else "tcp",
        )  # fmt: skip
        wait_until(place.is_file)
        self.place = str(place)

    def worker(self, threads: int = 1, *, bare: bool = False) -> subprocess.Popen[bytes]:
        """Start a worker; a bare one finds Dask but not Carefold."""
        worker = self._start(
            "worker", "--scheduler-file", self.place, "--nthreads", str(threads),
            "--local-directory", str(self.folder), "--host", "127.0.0.1", bare=bare,
        )  # fmt: skip
        self.workers.append(worker)
        return worker

    def address(self) -> str:
        with PLAIN_DASK.Client(scheduler_file=self.place, set_as_default=False) as client:
            return str(client.scheduler.address)

    def wait_for(self, count: int) -> None:
        with PLAIN_DASK.Client(scheduler_file=self.place, set_as_default=False) as client:
            wait_until(lambda: len(client.nthreads()) == count)

    def end(self) -> None:
        for process in (*self.workers, self.scheduler):
            kill(process)

    def _start(self, *arguments: str, bare: bool = False) -> subprocess.Popen[bytes]:
        python = [sys.executable, *(["-S"] if bare else []), "-m", "dask"]
        command = [*python, *arguments, "--no-dashboard", "--dashboard-address", "127.0.0.1:0"]
        packages = str(Path(distributed.__file__).parents[1])
        environ = self.environ | {"PYTHONPATH": packages if bare else str(ROOT)}
        with (self.folder / f"{arguments[0]}.log").open("ab") as log:
            return subprocess.Popen(
                command, env=environ, cwd=self.folder, stdout=log, stderr=log,
                start_new_session=True,
            )  # fmt: skip


def kill(process: subprocess.Popen[bytes]) -> None:
    """End a process and its children as a power cut would."""
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def wait_until(true: Any) -> None:
    for _ in range(600):
        if true():
            return
        time.sleep(0.05)
    pytest.fail("it did not come about within 30 seconds")


def certificates(folder: Path) -> dict[str, str]:
    """Make an authority, and one certificate for each part of the cluster."""
    authority = trustme.CA()
    authority.cert_pem.write_to_path(str(folder / "ca.pem"))
    named = {"CA_FILE": str(folder / "ca.pem")}
    for part in ("SCHEDULER", "WORKER", "CLIENT"):
        issued = authority.issue_cert("127.0.0.1")
        issued.cert_chain_pems[0].write_to_path(str(folder / f"{part}.pem"))
        issued.private_key_pem.write_to_path(str(folder / f"{part}.key"))
        named |= {
            f"{part}__CERT": str(folder / f"{part}.pem"),
            f"{part}__KEY": str(folder / f"{part}.key"),
        }
    return named


def client_settings(tls: dict[str, str]) -> dict[str, str]:
    """Give Dask's settings as the environment variables would."""
    return {
        "distributed.comm.tls." + name.replace("__", ".").replace("_", "-").lower(): value
        for name, value in tls.items()
    }


@pytest.fixture(scope="module")
def tls(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    return certificates(tmp_path_factory.mktemp("certificates"))


@pytest.fixture(scope="module")
def farm(tmp_path_factory: pytest.TempPathFactory, tls: dict[str, str]) -> Iterator[Farm]:
    """Two workers behind TLS; the client's settings hold for the module."""
    with dask.config.set(client_settings(tls)):
        farm = Farm(tmp_path_factory.mktemp("farm"), tls)
        try:
            farm.worker()
            farm.worker()
            farm.wait_for(2)
            yield farm
        finally:
            farm.end()


@pytest.fixture
def address(farm: Farm) -> str:
    farm.wait_for(2)  # a worker that died over the last test's job is back
    address = farm.address()
    assert address.startswith("tls://127.0.0.1:")
    return address


def test_jobs_come_back_from_workers_that_are_prepared(address: str) -> None:
    with Cluster(address, chores.prepare) as workers:
        workers.warm(chores.warm)
        doubled = list(workers.do(chores.double, range(20)))
        prepared = {one.result for one in workers.do(chores.prepared, range(6))}
        warmed = {one.result for one in workers.do(chores.warmed, range(6))}
        processes = {one.result for one in workers.do(chores.take_a_while_and_say_who, range(6))}

    assert 2 == workers.count
    assert [(n, 2 * n, "") for n in range(20)] == sorted(
        (done.job, done.result, done.failure) for done in doubled
    )
    assert {"yes"} == prepared
    assert "yes" in warmed
    assert "no" not in warmed, "what is warmed needs to be prepared first"
    assert 2 == len(processes)
    assert os.getpid() not in processes
    assert chores.MARK not in os.environ


def test_no_worker_has_to_wait_for_its_next_job(address: str) -> None:
    with Cluster(address) as workers:
        done = workers.do(chores.take_a_while, range(12))
        next(done)
        assert isinstance(workers, Cluster)
        under_way = len(workers._running())
        rest = list(done)

    assert under_way >= 3
    assert 11 == len(rest)


def test_urgent_jobs_go_first_then_large_ones(address: str) -> None:
    with Cluster(address) as workers:
        for size in range(12):
            workers.add(chores.take_a_while, size, rank=1, size=size)
        workers.add(chores.take_a_while, 99, rank=0)
        order = [done.job for done in workers.results()]

    assert {99, 11} == set(order[:2])
    assert {0, 1, 2, 3} >= set(order[-2:])


def test_a_job_that_fails_says_why_and_stops_no_other(address: str) -> None:
    with Cluster(address) as workers:
        done = {one.job: one for one in workers.do(chores.fail, [1, 13, 17, 2])}

    assert {
        1: Done(1, 1),
        13: Done(13, None, "thirteen is not wanted"),
        17: Done(17, None, "LookupError"),
        2: Done(2, 2),
    } == done


def test_a_worker_that_dies_mid_run_costs_nothing_but_time(farm: Farm, address: str) -> None:
    with Cluster(address) as workers:
        done = []
        for one in workers.do(chores.take_a_while, range(30)):
            done.append(one)
            if len(done) == 5:
                kill(farm.workers[0])

    assert [Done(n, n) for n in range(30)] == sorted(done, key=lambda one: one.job)
    farm.worker()


def test_a_job_that_kills_its_workers_is_named_and_the_others_are_done(address: str) -> None:
    with Cluster(address) as workers:
        done = {one.job: one for one in workers.do(chores.die, [1, 13, 2, 3, 4, 5])}

    assert {
        13: Done(13, None, "the workers died over it"),
        **{n: Done(n, n) for n in (1, 2, 3, 4, 5)},
    } == done


def test_a_job_that_never_ends_is_named_and_its_worker_replaced(address: str) -> None:
    with Cluster(address, seconds=2) as workers:
        done = {one.job: one for one in workers.do(chores.hang_at_13, [13, *range(4)])}

    assert {
        13: Done(13, None, "it did not end in 2 seconds"),
        **{n: Done(n, n) for n in range(4)},
    } == done


def test_a_worker_that_would_make_other_pages_is_refused(
    address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = dict(alike.facts())
    other = tuple(sorted({**here, "pango": "9.9.9"}.items()))
    monkeypatch.setattr(cluster, "facts", lambda: other)

    with (
        Cluster(address) as workers,
        pytest.raises(UnlikeWorker, match=rf"pango is {here['pango']}, here 9.9.9$"),
    ):
        list(workers.do(chores.double, [1]))


def test_one_that_joins_later_is_refused_too(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    other = tuple(sorted({**dict(alike.facts()), "pango": "9.9.9"}.items()))
    monkeypatch.setattr(cluster, "facts", lambda: other)
    monkeypatch.setattr(cluster, "_compare", lambda *_: None)

    with Cluster(address) as workers, pytest.raises(UnlikeWorker, match=r"here 9\.9\.9$") as caught:
        list(workers.do(chores.double, [1]))

    assert "container image" in caught.value.remedy


def test_a_worker_with_several_threads_is_refused(farm: Farm, address: str) -> None:
    two = farm.worker(threads=2)
    farm.wait_for(3)

    with Cluster(address) as workers, pytest.raises(UnlikeWorker, match="runs 2 threads") as caught:
        list(workers.do(chores.double, [1]))
    kill(two)

    assert "--nthreads 1 --no-dashboard --nworkers 2" in caught.value.remedy


def test_a_worker_without_carefold_is_refused(farm: Farm, address: str) -> None:
    bare = farm.worker(bare=True)
    farm.wait_for(3)

    with Cluster(address) as workers, pytest.raises(UnlikeWorker, match="cannot run Carefold"):
        list(workers.do(chores.double, [1]))
    kill(bare)


def test_who_has_no_certificate_is_told_so(address: str) -> None:
    nothing = {f"distributed.comm.tls.{name}": None for name in ("ca-file", "client.cert")}

    with (
        dask.config.set(nothing),
        Cluster(address) as workers,
        pytest.raises(EnvironmentProblem, match="no certificates are named") as caught,
    ):
        list(workers.do(chores.double, [1]))

    assert "DASK_DISTRIBUTED__COMM__TLS__CA_FILE" in caught.value.remedy


def test_who_has_a_certificate_of_another_authority_is_kept_out(
    address: str, tmp_path: Path, tls: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    strange = certificates(tmp_path) | {"CA_FILE": tls["CA_FILE"]}
    monkeypatch.setattr(cluster, "CONNECT_SECONDS", 3)

    with (
        dask.config.set(client_settings(strange)),
        Cluster(address) as workers,
        pytest.raises(EnvironmentProblem, match="cannot be reached"),
    ):
        list(workers.do(chores.double, [1]))


def test_a_scheduler_that_goes_away_ends_the_run_with_words(tmp_path: Path) -> None:
    farm = Farm(tmp_path, {})
    try:
        address = farm.address()
        assert address.startswith("tcp://127.0.0.1:")
        farm.worker()
        with Cluster(address) as workers:
            done = workers.do(chores.take_a_while, range(30))
            assert Done(0, 0) == next(done)
            kill(farm.scheduler)
            with pytest.raises(EnvironmentProblem, match="went away"):
                list(done)
    finally:
        farm.end()


def test_a_scheduler_without_workers_is_not_waited_for_long(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cluster, "CONNECT_SECONDS", 1)
    farm = Farm(tmp_path, {})
    try:
        with (
            Cluster(farm.address()) as workers,
            pytest.raises(EnvironmentProblem, match="has no workers"),
        ):
            list(workers.do(chores.double, [1]))
    finally:
        farm.end()


@pytest.mark.parametrize("address", ["tcp://192.0.2.7:8786", "farm.example:8786"])
def test_an_open_address_is_refused_and_says_why(
    address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv(PLAIN, raising=False)

    with pytest.raises(EnvironmentProblem, match="whoever reaches a port") as caught:
        Cluster(address)

    assert "CAREFOLD_CLUSTER_PLAIN=1" in caught.value.remedy


@pytest.mark.parametrize(
    ("address", "plain"),
    [
        ("tls://192.0.2.7:8786", ""),
        ("tcp://127.0.0.1:8786", ""),
        ("tcp://[::1]:8786", ""),
        ("tcp://localhost:8786", ""),
        ("tcp://192.0.2.7:8786", "1"),
    ],
)
def test_an_address_nobody_else_can_use_is_taken(
    address: str, plain: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(PLAIN, plain)
    assert address == Cluster(address).address


@pytest.mark.parametrize("address", ["", "farm", "ws://farm:1", "tls://farm", "tls://farm:port"])
def test_what_is_no_address_is_refused(address: str) -> None:
    with pytest.raises(EnvironmentProblem, match="is no scheduler's address"):
        Cluster(address)


def test_a_file_that_is_no_certificate_is_told(
    tmp_path: Path, tls: dict[str, str], address: str
) -> None:
    (tmp_path / "ca.pem").write_text("not a certificate")
    wrong = client_settings(tls | {"CA_FILE": str(tmp_path / "ca.pem")})

    with (
        dask.config.set(wrong),
        Cluster(address) as workers,
        pytest.raises(EnvironmentProblem, match="cannot be reached") as caught,
    ):
        list(workers.do(chores.double, [1]))

    assert isinstance(caught.value.__cause__, ssl.SSLError)
