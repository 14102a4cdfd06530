from __future__ import annotations

import pydyf
from hypothesis import given
from hypothesis import strategies as st

from generator.batch.crew import press_workers

NAMES = st.text(st.characters(max_codepoint=126, min_codepoint=32))
VALUES = st.one_of(
    st.floats(allow_nan=False, allow_infinity=False, width=32), st.integers(), st.booleans(),
    st.none(), NAMES, st.binary(max_size=9),
)  # fmt: skip


def written_fast(values: list[object]) -> list[bytes]:
    from generator.press.lean.values import write_values_fast

    write_values_fast()
    return [pydyf._to_bytes(value) for value in values]


def test_values_are_written_as_the_engine_writes_them() -> None:
    values: list[object] = [0.0, -0.0, 1e-9, -1e-9, 12.5, 1e20, b"x", "/Art", pydyf.Array([1, 2.5])]

    @given(st.lists(VALUES))
    def gather(more: list[object]) -> None:
        values.extend(more)

    gather()
    plain = [pydyf._to_bytes(value) for value in values]

    with press_workers(1) as workers:
        (fast,) = workers.do(written_fast, [values])

    assert plain == fast.result, fast.failure
