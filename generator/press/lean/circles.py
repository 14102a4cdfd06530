"""Objects that go as soon as they are done with, where a circle kept them until it was looked for.

All that a layout made hung on two small circles. Looking for garbage took 4 % of a sheet's CPU;
without them it finds hardly any. (The third, through drawings, is broken where these are kept.)
"""

from __future__ import annotations

from functools import partial
from typing import Any

from weasyprint import layout


def break_circles() -> None:
    """Let a layout's context not hold itself."""
    layout.LayoutContext.get_image_from_uri = property(_images, _set_images)


def _images(context: Any) -> Any:
    """Give what fetches pictures for a context: the engine asks it for its context too."""
    return partial(context.carefold_images, context=context)


def _set_images(context: Any, images: Any) -> None:
    kept = {name: value for name, value in images.keywords.items() if name != "context"}
    context.carefold_images = partial(images.func, *images.args, **kept)
