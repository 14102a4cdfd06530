from __future__ import annotations

import itertools
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

from generator.batch import pool
from generator.batch.pool import Pool
from generator.batch.workers import Done
from tests.batch import chores

ROOT = Path(__file__).resolve().parents[2]
DIED = "the worker died or hung twice over it"


def test_every_job_comes_back_once() -> None:
    with Pool(2) as workers:
        done = list(workers.do(chores.double, range(20)))

    assert {(n, 2 * n, "") for n in range(20)} == {(d.job, d.result, d.failure) for d in done}
    assert 20 == len(done)


def test_no_process_is_started_for_no_job() -> None:
    with Pool(2) as workers:
        assert [] == list(workers.do(chores.double, []))
        assert not workers._workers[0].is_started


def test_a_worker_is_prepared_before_its_first_job() -> None:
    with Pool(1, chores.prepare) as workers:
        assert [Done(1, "yes")] == list(workers.do(chores.prepared, [1]))
    assert chores.MARK not in os.environ


def test_a_job_that_fails_says_why_and_stops_no_other() -> None:
    with Pool(1) as workers:
        done = {one.job: one for one in workers.do(chores.fail, [1, 13, 17, 2])}

    assert {
        1: Done(1, 1),
        13: Done(13, None, "thirteen is not wanted"),
        17: Done(17, None, "LookupError"),
        2: Done(2, 2),
    } == done


def test_a_worker_that_is_killed_once_costs_nothing(tmp_path: Path) -> None:
    jobs = [(number, str(tmp_path)) for number in (1, 2, 13, 3, 4)]

    with Pool(2) as workers:
        done = list(workers.do(chores.die_once, jobs))

    assert (tmp_path / "died").exists()
    assert [1, 2, 3, 4, 13] == sorted(one.result or 0 for one in done)


def test_a_job_that_kills_every_worker_is_named_and_the_others_are_done() -> None:
    with Pool(2) as workers:
        done = {one.job: one for one in workers.do(chores.die, [1, 13, 2, 3])}
        again = list(workers.do(chores.double, [4]))

    assert {1: Done(1, 1), 2: Done(2, 2), 3: Done(3, 3), 13: Done(13, None, DIED)} == done
    assert [Done(4, 8)] == again


def test_a_job_that_never_ends_is_ended() -> None:
    with Pool(1, seconds=1.5) as workers:
        assert [Done(1, None, DIED)] == list(workers.do(chores.hang, [1]))


def test_a_worker_killed_while_it_waits_is_replaced() -> None:
    with Pool(1) as workers:
        (first,) = workers.do(chores.whoami, [0])
        assert first.result is not None
        os.kill(first.result, signal.SIGKILL)
        _wait_until_noticed(workers)

        (second,) = workers.do(chores.whoami, [0])

    assert second.result not in (None, first.result)


def _wait_until_noticed(workers: Pool) -> None:
    (worker,) = workers._workers
    assert worker.is_started
    for _ in range(600):
        if getattr(worker._pool, "_broken", False):
            return
        time.sleep(0.05)
    pytest.fail("the pool never noticed that its worker was gone")


def test_workers_are_replaced_after_some_jobs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pool, "RECYCLE_AFTER", 2)

    with Pool(1) as workers:
        processes = [one.result for one in workers.do(chores.whoami, range(5))]

    assert 5 == len(processes)
    assert 3 == len(set(processes))


def test_an_interrupted_run_leaves_no_process_behind() -> None:
    workers = Pool(1)
    (done,) = workers.do(chores.whoami, [0])
    assert done.result is not None

    workers.__exit__(KeyboardInterrupt, None, None)

    with pytest.raises(ProcessLookupError):
        os.kill(done.result, 0)


def test_one_process_a_core_is_the_default() -> None:
    assert len(os.sched_getaffinity(0)) == pool.default_jobs()
    assert 1 == Pool(0).count


def in_time(results: Iterable[Done[int, int]]) -> list[int]:
    """Name jobs in the order in which they were done; results may come in another."""
    return [one.job for one in sorted(results, key=lambda one: one.result or 0)]


def test_what_is_urgent_goes_first_and_then_what_is_long() -> None:
    with Pool(1) as workers:
        for size in (3, 9, 5, 9):
            workers.add(chores.when, size, rank=2, size=size)
        workers.add(chores.when, 1, rank=0)
        workers.add(chores.when, 2, rank=1, size=99)

        assert [1, 2, 9, 9, 5, 3] == in_time(workers.results())


def test_equals_are_done_in_the_order_they_came() -> None:
    with Pool(1) as workers:
        for number in range(8):
            workers.add(chores.when, number, size=5)

        assert list(range(8)) == in_time(workers.results())


def test_a_job_may_bring_others_and_the_urgent_overtake_those_that_wait() -> None:
    with Pool(1) as workers:
        for number in range(1, 6):
            workers.add(chores.when, number, rank=1)
        results = workers.results()
        done = [next(results)]
        workers.add(chores.when, 100, rank=0)
        done += results

    order = in_time(done)
    assert [1, 2, 3, 4, 5] == [job for job in order if job != 100]
    assert order.index(100) < 5  # what was under way already went on before it


def test_a_worker_stays_with_what_it_knows() -> None:
    with Pool(2) as workers:
        for number in range(40):
            workers.add(chores.take_a_while_and_say_who, number, setting="ab"[number % 2])
        done = {one.job: one.result for one in workers.results()}

    by_setting = [[done[number] for number in range(first, 40, 2)] for first in (0, 1)]
    strays = [sum(one != most(some) for one in some) for some in by_setting]
    assert most(by_setting[0]) != most(by_setting[1])
    assert max(strays) <= 8, "but for the first and the last ones"


def most(processes: list[int | None]) -> int | None:
    return max(set(processes), key=processes.count)


def test_no_worker_is_idle_for_the_sake_of_a_setting() -> None:
    with Pool(2) as workers:
        for number in range(20):
            workers.add(chores.take_a_while_and_say_who, number, setting="all alike")
        processes = [one.result for one in workers.results()]

    assert all(5 <= processes.count(one) for one in set(processes))
    assert 2 == len(set(processes))


def test_one_that_dies_takes_no_other_along(tmp_path: Path) -> None:
    with Pool(2) as workers:
        before = {one.result for one in workers.do(chores.take_a_while_and_say_who, range(8))}
        list(workers.do(chores.die_once, [(13, str(tmp_path))]))
        after = {one.result for one in workers.do(chores.take_a_while_and_say_who, range(8))}

    assert 2 == len(before) == len(after)
    assert 1 == len(before & after)


def test_jobs_are_taken_only_as_they_can_be_done() -> None:
    taken: list[int] = []

    def endless() -> Iterator[int]:
        for number in itertools.count():
            taken.append(number)
            yield number

    with Pool(2) as workers:
        done = list(itertools.islice(workers.do(chores.double, endless()), 20))

    assert 20 == len({one.job for one in done})
    assert 20 <= len(taken) <= 20 + 2 * workers.count + 2


def test_a_job_that_hangs_is_named_and_the_others_are_done() -> None:
    with Pool(2, seconds=2) as workers:
        done = {one.job: one for one in workers.do(chores.hang_at_13, [1, 13, 2, 3])}

    assert {1: Done(1, 1), 2: Done(2, 2), 3: Done(3, 3), 13: Done(13, None, DIED)} == done


def test_jobs_that_wait_are_forgotten_at_the_end() -> None:
    with Pool(1) as workers:
        workers.add(chores.double, 1)

    assert [] == list(workers.results())


@pytest.mark.parametrize("end", [signal.SIGKILL, signal.SIGINT], ids=["killed", "interrupted"])
def test_no_worker_outlives_its_run(end: signal.Signals) -> None:
    run = subprocess.Popen(
        [sys.executable, "-m", "tests.batch.parent"], cwd=ROOT, text=True,
        stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, start_new_session=True,
    )  # fmt: skip
    with run:
        assert run.stdout is not None
        workers = [int(one) for one in run.stdout.readline().split()]
        assert workers
        assert all(map(lives, workers))

        if end is signal.SIGKILL:
            run.kill()
        else:
            os.killpg(run.pid, end)  # as a terminal does: to the run and to its workers
        run.wait(20)

        deadline = time.monotonic() + 20
        while any(map(lives, workers)) and time.monotonic() < deadline:
            time.sleep(0.05)
    left = [worker for worker in workers if lives(worker)]
    for worker in left:
        os.kill(worker, signal.SIGKILL)
    assert [] == left


def lives(process: int) -> bool:
    """Say whether a process runs; one that ended and that nobody buried does not."""
    try:
        stat = Path(f"/proc/{process}/stat").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return False
    return stat.rpartition(")")[2].split()[0] not in "ZX"


def test_what_workers_put_into_temporary_files_goes_with_them() -> None:
    with Pool(2) as workers:
        (done,) = workers.do(chores.leave_a_file, [1])
        assert done.result is not None
        assert Path(done.result).is_file()

    assert not Path(done.result).parent.exists()
