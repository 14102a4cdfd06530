from __future__ import annotations

import os
import signal
import time
from pathlib import Path

import pytest

from generator.batch import pool
from generator.batch.pool import Done, Workers
from tests.batch import chores

DIED = "the worker died or hung twice over it"


def test_every_job_comes_back_once() -> None:
    with Workers(2) as workers:
        done = list(workers.do(chores.double, range(20)))

    assert {(n, 2 * n, "") for n in range(20)} == {(d.job, d.result, d.failure) for d in done}
    assert 20 == len(done)


def test_no_process_is_started_for_no_job() -> None:
    with Workers(2) as workers:
        assert [] == list(workers.do(chores.double, []))
        assert None is workers._pool


def test_a_worker_is_prepared_before_its_first_job() -> None:
    with Workers(1, chores.prepare) as workers:
        assert [Done(1, "yes")] == list(workers.do(chores.prepared, [1]))
    assert chores.MARK not in os.environ


def test_a_job_that_fails_says_why_and_stops_no_other() -> None:
    with Workers(1) as workers:
        done = {one.job: one for one in workers.do(chores.fail, [1, 13, 17, 2])}

    assert {
        1: Done(1, 1),
        13: Done(13, None, "thirteen is not wanted"),
        17: Done(17, None, "LookupError"),
        2: Done(2, 2),
    } == done


def test_a_worker_that_is_killed_once_costs_nothing(tmp_path: Path) -> None:
    jobs = [(number, str(tmp_path)) for number in (1, 2, 13, 3, 4)]

    with Workers(2) as workers:
        done = list(workers.do(chores.die_once, jobs))

    assert (tmp_path / "died").exists()
    assert [1, 2, 3, 4, 13] == sorted(one.result or 0 for one in done)


def test_a_job_that_kills_every_worker_is_named_and_the_others_are_done() -> None:
    with Workers(2) as workers:
        done = {one.job: one for one in workers.do(chores.die, [1, 13, 2, 3])}
        again = list(workers.do(chores.double, [4]))

    assert {1: Done(1, 1), 2: Done(2, 2), 3: Done(3, 3), 13: Done(13, None, DIED)} == done
    assert [Done(4, 8)] == again


def test_a_job_that_never_ends_is_ended() -> None:
    with Workers(1, seconds=1.5) as workers:
        assert [Done(1, None, DIED)] == list(workers.do(chores.hang, [1]))


def test_a_worker_killed_while_it_waits_is_replaced() -> None:
    with Workers(1) as workers:
        (first,) = workers.do(chores.whoami, [0])
        assert first.result is not None
        os.kill(first.result, signal.SIGKILL)
        _wait_until_noticed(workers)

        (second,) = workers.do(chores.whoami, [0])

    assert second.result not in (None, first.result)


def _wait_until_noticed(workers: Workers) -> None:
    assert workers._pool is not None
    for _ in range(600):
        if getattr(workers._pool, "_broken", False):
            return
        time.sleep(0.05)
    pytest.fail("the pool never noticed that its worker was gone")


def test_workers_are_replaced_after_some_jobs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pool, "RECYCLE_AFTER", 2)

    with Workers(1) as workers:
        processes = [one.result for one in workers.do(chores.whoami, range(5))]

    assert 5 == len(processes)
    assert 3 == len(set(processes))


def test_an_interrupted_run_leaves_no_process_behind() -> None:
    workers = Workers(1)
    (done,) = workers.do(chores.whoami, [0])
    assert done.result is not None

    workers.__exit__(KeyboardInterrupt, None, None)

    with pytest.raises(ProcessLookupError):
        os.kill(done.result, 0)


def test_one_process_a_core_is_the_default() -> None:
    assert len(os.sched_getaffinity(0)) == pool.default_jobs()
    assert 1 == Workers(0).count
