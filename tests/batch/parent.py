"""A run that hangs, to be killed: `python -m tests.batch.parent` says who its workers are."""

from __future__ import annotations

from generator.batch.pool import Pool
from tests.batch import chores


def main() -> None:
    with Pool(2) as workers:
        seen = {one.result for one in workers.do(chores.take_a_while_and_say_who, range(6))}
        print(*seen, flush=True)
        list(workers.do(chores.hang, [1, 2]))


if __name__ == "__main__":
    main()
