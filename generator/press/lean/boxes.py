"""What the engine asks of every box again and again, and a style alone can answer."""

from __future__ import annotations

from math import inf
from typing import Any

from weasyprint.css.functions import check_math
from weasyprint.formatting_structure import boxes
from weasyprint.layout import (
    absolute,
    background,
    block,
    column,
    grid,
    inline,
    page,
    percent,
    table,
)
from weasyprint.layout import float as floats

SIDES = ("top", "right", "bottom", "left")
CORNERS = ("top_left", "top_right", "bottom_right", "bottom_left")
LENGTHS = (
    *(f"margin_{side}" for side in SIDES), *(f"padding_{side}" for side in SIDES),
    "width", "height", "min_width", "min_height", "max_width", "max_height",
)  # fmt: skip
NO_LENGTHS: dict[str, Any] = {
    **dict.fromkeys(LENGTHS, 0), "max_width": inf, "max_height": inf,
    **{f"border_{side}_width": 0 for side in SIDES},
}  # fmt: skip
NO_PAGE_NAMES = "", ""
NO_GROUND: dict[str, Any] = {
    "background": None,
    **{f"border_{corner}_radius": (0, 0) for corner in CORNERS},
}


def ask_styles() -> None:
    """Let boxes take from their style what it can say for good."""
    boxes.Box.page_values = boxes.ParentBox.page_values = _page_values
    boxes.Box.is_in_normal_flow = _is_in_normal_flow(boxes.Box.is_in_normal_flow)
    avoid = _avoid(floats.avoid_collisions)
    floats.avoid_collisions = block.avoid_collisions = inline.avoid_collisions = avoid
    background.layout_box_backgrounds = _ground(background.layout_box_backgrounds)
    resolve = _resolve(percent.resolve_percentages)
    for module in (inline, page, floats, grid, absolute, block, column, table):
        module.resolve_percentages = resolve


def _page_values(_box: Any) -> tuple[str, str]:
    """No style names pages: what the engine would find by asking all that is in a box."""
    return NO_PAGE_NAMES


def _is_in_normal_flow(whole: Any) -> Any:
    def is_in_normal_flow(box: Any) -> bool:
        style = box.style
        if style["float"] == "none" and style["position"] == "static":
            return True
        return bool(whole(box))

    return is_in_normal_flow


def _avoid(whole: Any) -> Any:
    """Most lines have no float beside them."""

    def avoid(context: Any, box: Any, containing_block: Any, outer: bool = True) -> Any:
        if not isinstance(box, boxes.LineBox) or context.excluded_shapes or _has_margins(box):
            return whole(context, box, containing_block, outer)
        left = containing_block.content_box_x()
        right = left + containing_block.width
        start = right if containing_block.style["direction"] == "rtl" else left
        return start, box.position_y, right - left

    return avoid


def _has_margins(box: Any) -> bool:
    return bool(box.margin_left or box.margin_right or box.margin_top)


def _resolve(whole: Any) -> Any:
    """Most lengths are px or auto: they are the same whatever the box is in."""

    def resolve(box: Any, containing_block: Any) -> None:
        style = box.style
        known = style.__dict__
        if "_carefold_lengths" not in known:
            if isinstance(box, boxes.MarginBox) and not box.is_generated:
                box.__dict__.update(NO_LENGTHS)
                return
            known["_carefold_lengths"] = _lengths(style)
        lengths = known["_carefold_lengths"]
        if lengths is None or isinstance(box, boxes.PageBox):
            whole(box, containing_block)
        else:
            box.__dict__.update(lengths)

    return resolve


def _lengths(style: Any) -> dict[str, Any] | None:
    """Give the used values of a style's lengths, or None if they depend on something."""
    if style["border_collapse"] == "collapse" or style["box_sizing"] != "content-box":
        return None
    lengths = {}
    for name in LENGTHS:
        value = style[name]
        if value is None or value == "auto":
            lengths[name] = 0 if name in ("min_width", "min_height") else value
        elif check_math(value) or value.unit != "px":
            return None
        else:
            lengths[name] = value.value
    for side in SIDES:
        lengths[f"border_{side}_width"] = style[f"border_{side}_width"]
    return lengths


def _ground(whole: Any) -> Any:
    """Most boxes have no ground, no shadow and no round corners."""

    def lay(of: Any, box: Any, fetch: Any, layout_children: bool = True, style: Any = None) -> None:
        if style is not None or box is of or not isinstance(box, boxes.Box) or not _bare(box.style):
            whole(of, box, fetch, layout_children, style)
            return
        box.__dict__.update(NO_GROUND)
        if layout_children:
            for child in box.all_children():
                lay(of, child, fetch)

    return lay


def _bare(style: Any) -> bool:
    known = style.__dict__
    bare: bool | None = known.get("_carefold_bare")
    if bare is None:
        colour = style["background_color"]
        colour = style["color"] if colour == "currentcolor" else colour
        bare = known["_carefold_bare"] = (
            colour.alpha == 0
            and style["visibility"] != "hidden"
            and all(kind == "none" for kind, _ in style["background_image"])
            and not style["box_shadow"]
            and style["border_image_source"][0] == style["mask_border_source"][0] == "none"
            and all((0, "px") in style[f"border_{corner}_radius"] for corner in CORNERS)
        )
    return bare
