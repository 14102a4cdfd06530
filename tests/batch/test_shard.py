from __future__ import annotations

import hashlib
from collections import Counter

import pytest

from generator.batch.shard import Shard, read_shard
from generator.select import ProfileError

DIGESTS = [hashlib.sha256(str(n).encode()).hexdigest() for n in range(2000)]


def slurm(task: int, least: int, most: int, count: int) -> dict[str, str]:
    values = {"ID": task, "MIN": least, "MAX": most, "COUNT": count}
    return {f"SLURM_ARRAY_TASK_{name}": str(value) for name, value in values.items()}


KUBERNETES = {"JOB_COMPLETION_INDEX": "2"}
AWS = {"AWS_BATCH_JOB_ARRAY_INDEX": "7", "AWS_BATCH_JOB_ARRAY_SIZE": "8"}


@pytest.mark.parametrize("count", [1, 2, 7, 8])
def test_every_order_belongs_to_one_share_and_shares_are_alike(count: int) -> None:
    shards = [Shard(index, count) for index in range(1, count + 1)]

    holders = [[shard.index for shard in shards if shard.holds(digest)] for digest in DIGESTS]

    assert {1} == {len(found) for found in holders}
    sizes = Counter(found[0] for found in holders)
    assert count == len(sizes)
    assert max(sizes.values()) < 1.3 * len(DIGESTS) / count


def test_a_share_is_the_same_in_every_process_and_release() -> None:
    assert [7, 5, 4, 2, 8] == [
        next(i for i in range(1, 9) if Shard(i, 8).holds(digest)) for digest in DIGESTS[:5]
    ]


@pytest.mark.parametrize(
    ("text", "environ", "shard"),
    [
        ("3/8", {}, Shard(3, 8)),
        ("1/1", {}, Shard(1, 1)),
        ("auto", slurm(1, 1, 8, 8), Shard(1, 8)),
        ("auto", slurm(7, 0, 7, 8), Shard(8, 8)),
        ("auto/8", slurm(3, 3, 3, 1), Shard(3, 8)),
        ("auto/8", slurm(7, 2, 7, 2), Shard(7, 8)),
        ("auto/8", KUBERNETES, Shard(3, 8)),
        ("auto", AWS, Shard(8, 8)),
        ("auto/8", AWS, Shard(8, 8)),
        ("auto/8", {"AWS_BATCH_JOB_ARRAY_INDEX": "0"}, Shard(1, 8)),
    ],
)
def test_a_shard_is_read_as_typed_or_from_the_scheduler(
    text: str, environ: dict[str, str], shard: Shard
) -> None:
    assert shard == read_shard(text, environ)


@pytest.mark.parametrize(
    ("text", "environ", "message"),
    [
        ("", {}, "'' names no shard"),
        ("3", {}, "'3' names no shard"),
        ("3/8/9", {}, "'3/8/9' names no shard"),
        ("-1/8", {}, "'-1/8' names no shard"),
        ("some", {}, "'some' names no shard"),
        ("0/8", {}, "there is no shard 0 of 8"),
        ("9/8", {}, "there is no shard 9 of 8"),
        ("1/0", {}, "there is no shard 1 of 0"),
        ("auto", {}, "no array job's index is set here"),
        ("auto", KUBERNETES, "this scheduler does not say how many shards there are"),
        ("auto/2", KUBERNETES, "there is no shard 3 of 2"),
        ("auto", slurm(5, 2, 7, 3), "the array's indices have gaps"),
        ("auto/8", slurm(0, 0, 7, 8), "there is no shard 0 of 8"),
        ("auto/4", AWS, "the array has 8 jobs, not 4"),
        (
            "auto",
            {"SLURM_ARRAY_TASK_ID": "1"},
            "SLURM_ARRAY_TASK_ID is set, but not as its scheduler sets it: 'SLURM_ARRAY_TASK_MIN'",
        ),
        (
            "auto/8",
            {"JOB_COMPLETION_INDEX": "x"},
            "JOB_COMPLETION_INDEX is set, but not as its scheduler sets it: "
            "invalid literal for int() with base 10: 'x'",
        ),
    ],
)
def test_a_shard_that_cannot_be_known_is_refused(
    text: str, environ: dict[str, str], message: str
) -> None:
    with pytest.raises(ProfileError) as caught:
        read_shard(text, environ)

    (finding,) = caught.value.findings
    assert ("--shard", "U01", message) == (finding.file, finding.code, finding.message)
    assert finding.hint
