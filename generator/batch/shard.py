"""One share of the booklets for each of several machines that know nothing of each other.

A booklet's share follows from its order alone, so a run that is repeated finds
what it made before.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from generator.findings import Finding
from generator.select import ProfileError

Place = tuple[int, int | None]
"""An index from 1, and the number of shards where the scheduler says it."""


@dataclass(frozen=True, slots=True)
class Shard:
    """One of `count` shares; `index` counts from 1."""

    index: int
    count: int

    def holds(self, digest: str) -> bool:
        """Say whether the order with this digest belongs to this share."""
        number = int.from_bytes(hashlib.sha256(digest.encode()).digest()[:8], "big")
        return number % self.count == self.index - 1


def read_shard(text: str, environ: Mapping[str, str]) -> Shard:
    """Read `3/8`, `auto` or `auto/8`; with `auto` the index comes from the scheduler.

    Raises ProfileError where the share cannot be known for sure: one that is
    guessed could leave booklets unmade.
    """
    found = re.fullmatch(r"(auto|\d{1,6})(?:/(\d{1,6}))?", text)
    if not found or text.isdigit():
        raise _refused(f"'{text}' names no shard", "write 3/8, auto or auto/8")
    said = int(found[2]) if found[2] else None
    index, count = _from_scheduler(environ, said) if found[1] == "auto" else (int(found[1]), said)
    if count is None:
        raise _refused("this scheduler does not say how many shards there are", "write auto/8")
    if not 1 <= index <= count:
        raise _refused(
            f"there is no shard {index} of {count}", f"shards are 1/{count} to {count}/{count}"
        )
    return Shard(index, count)


def _from_scheduler(environ: Mapping[str, str], said: int | None) -> Place:
    for variable, place in SCHEDULERS.items():
        if variable in environ:
            try:
                return place(environ, said)
            except (KeyError, ValueError) as error:
                raise _refused(
                    f"{variable} is set, but not as its scheduler sets it: {error}",
                    "write the shard out: 3/8",
                ) from error
    raise _refused("no array job's index is set here", f"write 3/8, or set {', '.join(SCHEDULERS)}")


def _slurm(environ: Mapping[str, str], said: int | None) -> Place:
    """Read `--array=1-8`; where the number is said, some of them may be run again alone."""
    task, least, most, count = (
        int(environ[f"SLURM_ARRAY_TASK_{name}"]) for name in ("ID", "MIN", "MAX", "COUNT")
    )
    if said is not None:
        return task, said
    if most - least + 1 != count:  # such as --array=2,5,7: which share is whose?
        raise _refused("the array's indices have gaps", "use --array=1-8, or say how many: auto/8")
    return task - least + 1, count


def _kubernetes(environ: Mapping[str, str], said: int | None) -> Place:
    return int(environ["JOB_COMPLETION_INDEX"]) + 1, said


def _aws_batch(environ: Mapping[str, str], said: int | None) -> Place:
    size = environ.get("AWS_BATCH_JOB_ARRAY_SIZE")
    if size and said and int(size) != said:
        raise _refused(f"the array has {size} jobs, not {said}", "write auto")
    return int(environ["AWS_BATCH_JOB_ARRAY_INDEX"]) + 1, int(size) if size else said


SCHEDULERS: dict[str, Callable[[Mapping[str, str], int | None], Place]] = {
    "SLURM_ARRAY_TASK_ID": _slurm,
    "JOB_COMPLETION_INDEX": _kubernetes,
    "AWS_BATCH_JOB_ARRAY_INDEX": _aws_batch,
}
"""The variable that tells each scheduler, and how to read the share from the rest."""


def _refused(message: str, hint: str) -> ProfileError:
    return ProfileError([Finding("--shard", 0, 0, "U01", message, hint)])
