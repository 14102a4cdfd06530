"""Numbers and names as bytes: the engine asks some thousand times a page what kind a value is."""

from __future__ import annotations

from typing import Any

import pydyf


def write_values_fast() -> None:
    """Let the engine write values by their type, the commonest first."""
    whole = pydyf._to_bytes
    written = {float: _float, int: _int, str: _str}

    def to_bytes(item: Any) -> Any:
        kind = type(item)
        return item if kind is bytes else written.get(kind, whole)(item)

    pydyf._to_bytes = to_bytes


def _float(item: float) -> bytes:
    return b"%d" % item if item.is_integer() else (b"%f" % item).rstrip(b"0")


def _int(item: int) -> bytes:
    return b"%d" % item


def _str(item: str) -> bytes:
    return item.encode("ascii")
