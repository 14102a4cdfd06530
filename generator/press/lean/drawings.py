"""Drawings written once: a picture comes with each of a topic's sheets, a sign with every page."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import pydyf
from weasyprint import images, svg
from weasyprint.svg import bounding_box as svg_bounding
from weasyprint.svg import path as svg_path
from weasyprint.svg import shapes as svg_shapes
from weasyprint.svg import utils as svg_utils

MOST_DRAWINGS = 500
"""Drawings that a process keeps, each in one size; some ten kilobytes each."""
STATE = (
    "_current_color", "_current_color_stroke", "_current_alpha", "_current_alpha_stroke",
    "_current_font",
)  # fmt: skip
"""What a stream knows of its graphics state. A drawing begins with knowing nothing, and sets all
that it needs: so it is written in the same way wherever it stands."""
OPACITY = re.compile(rb"/([aA])([\d.]+) gs")
STATE_SET = re.compile(rb"/\S+ gs\b")
RESOURCES = ("XObject", "Pattern", "Shading")


@dataclass(frozen=True, slots=True)
class _Written:
    content: bytes
    after: tuple[Any, ...]
    """The stream's state behind it."""


def draw_once() -> None:
    """Let the engine write a drawing once for each size."""
    _read_once()
    images.SVGImage.draw = _draw(images.SVGImage.draw)


def _draw(whole: Any) -> Any:
    kept: dict[Any, _Written] = {}

    def draw(image: Any, stream: Any, width: float, height: float, style: Any) -> None:
        stamp = image._url_fetcher.stamp(image._base_url)
        key = stamp and (stamp, width, height)
        for name in STATE:
            setattr(stream, name, None)
        if key in kept:
            _replay(stream, kept[key])
            return
        start, resources = len(stream.stream), _counts(stream)
        whole(image, stream, width, height, style)
        content = b"\n".join(pydyf._to_bytes(item) for item in stream.stream[start:])
        plain = len(STATE_SET.findall(content)) == len(OPACITY.findall(content))
        if key and content and plain and resources == _counts(stream):
            if len(kept) >= MOST_DRAWINGS:
                kept.clear()
            kept[key] = _Written(content, tuple(getattr(stream, name) for name in STATE))

    return draw


def _counts(stream: Any) -> list[int]:
    return [len(stream._resources[kind]) for kind in RESOURCES]


def _replay(stream: Any, written: _Written) -> None:
    stream.stream.append(written.content)
    states = stream._resources["ExtGState"]
    for kind, number in OPACITY.findall(written.content):
        name = (kind + number).decode()
        if name not in states:
            what = "CA" if kind == b"A" else "ca"
            states[name] = pydyf.Dictionary({what: float(number)})
    for name, value in zip(STATE, written.after, strict=True):
        setattr(stream, name, value)


def _read_once() -> None:
    """Numbers and colours of drawings are the same words over and over."""
    for name in ("size", "normalize", "color"):
        function = lru_cache(4096)(getattr(svg_utils, name))
        for module in (svg, svg_utils, svg_bounding, svg_path, svg_shapes):
            if hasattr(module, name):
                setattr(module, name, function)
