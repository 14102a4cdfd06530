"""Drawings read and written once: pictures come with each of a topic's sheets, signs with pages."""

from __future__ import annotations

import re
from collections.abc import Iterable
from copy import copy
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import pydyf
from weasyprint import images, svg
from weasyprint.svg import bounding_box as svg_bounding
from weasyprint.svg import defs as svg_defs
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

_read: dict[Any, Any] = {}
"""Plain drawings as the engine reads them, by their files' stamps."""


@dataclass(frozen=True, slots=True)
class _Written:
    content: bytes
    after: tuple[Any, ...]
    """The stream's state behind it."""


def draw_once() -> None:
    """Let the engine write a drawing once for each size."""
    _read_once()
    images.SVGImage.draw = _draw(images.SVGImage.draw)


def known(urls: Iterable[str], fetcher: Any) -> dict[str, Any]:
    """Give those drawings of a document that were read before, for the engine's cache.

    They know nothing of a document. That saves reading them, and leaves no circle between them
    and the document's boxes: these go as soon as they are done with, and looking for garbage,
    which took 4 % of a sheet's CPU, finds hardly any.
    """
    found = ((url, _read.get(fetcher.stamp(url))) for url in urls)
    return {url: image for url, image in found if image}


def _draw(whole: Any) -> Any:
    kept: dict[Any, _Written] = {}

    def draw(image: Any, stream: Any, width: float, height: float, style: Any) -> None:
        fetcher = image._url_fetcher
        stamp = fetcher.stamp(image._base_url) if fetcher else image.carefold_stamp
        key = stamp and (stamp, width, height)
        for name in STATE:
            setattr(stream, name, None)
        if key in kept:
            _replay(stream, kept[key])
            return
        start, resources = len(stream.stream), _counts(stream)
        whole(image, stream, width, height, style)
        content = b"\n".join(pydyf._to_bytes(item) for item in stream.stream[start:])
        if key and _is_plain(content) and resources == _counts(stream):
            if len(kept) >= MOST_DRAWINGS:
                kept.clear()
                _read.clear()
            kept[key] = _Written(content, tuple(getattr(stream, name) for name in STATE))
            _read[stamp] = _of_nobody(image, stamp)

    return draw


def _of_nobody(image: Any, stamp: Any) -> Any:
    """Let a drawing forget whose it was: fonts and pages would stay as long as it is kept."""
    image.carefold_stamp = stamp
    image._context = image._url_fetcher = None
    drawn = image._svg
    drawn.context = drawn.stream = drawn.url_fetcher = drawn.font_config = None
    return image


def _is_plain(content: bytes) -> bool:
    """Say whether a drawing needs nothing but opacity, no font above all, of its document."""
    states = len(STATE_SET.findall(content))
    return bool(content) and b" Tf" not in content and states == len(OPACITY.findall(content))


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
    for name, keep in (("size", _keep), ("normalize", _keep), ("color", _keep_copies)):
        function = keep(getattr(svg_utils, name))
        for module in (svg, svg_utils, svg_bounding, svg_path, svg_shapes, svg_defs):
            if hasattr(module, name):
                setattr(module, name, function)


def _keep(function: Any) -> Any:
    return lru_cache(4096)(function)


def _keep_copies(function: Any) -> Any:
    """Keep what a function gives, but give copies: the engine sets a colour's opacity in it."""
    kept = _keep(function)
    return lambda string: copy(kept(string))
