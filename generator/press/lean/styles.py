"""Properties looked up, where the engine works them out as if a rule might set each."""

from __future__ import annotations

from typing import Any

from weasyprint import css

SPECIAL = {"float", "display", "page", "position"} | {
    name for name in css.INITIAL_VALUES if name.startswith("text_decoration_")
}
INHERITED = {name for name in css.INHERITED if name in css.INITIAL_VALUES} - SPECIAL
INITIAL = {
    name: value
    for name, value in css.INITIAL_VALUES.items()
    if name not in css.INITIAL_NOT_COMPUTED and name not in INHERITED and name not in SPECIAL
}
LOGICAL = {
    name: {way: function(block="ttb", inline=way) for way in ("ltr", "rtl")}
    for name, function in css.PHYSICAL_FUNCTIONS.items()
}
PHYSICAL = {
    way: [name for name, ways in LOGICAL.items() if way in ways.values()]
    for ways in LOGICAL.values()
    for way in ways.values()
}
"""Logical name → names of the properties it stands for, by the way the text runs."""


def look_styles_up() -> None:
    """A property that no rule sets is inherited or initial: no more has to be asked.

    Measured: a seventh of a layout went into asking.
    """
    css.ComputedStyle.__init__ = _begin(css.ComputedStyle.__init__)
    css.AnonymousStyle.__init__ = _begin(css.AnonymousStyle.__init__)
    css.ComputedStyle.__missing__ = _computed(css.ComputedStyle.__missing__)
    css.AnonymousStyle.__missing__ = _anonymous(css.AnonymousStyle.__missing__)


def _begin(whole: Any) -> Any:
    """Let a style begin with what is initial and what no rule sets: it is asked for most of it."""

    def begin(style: Any, *of: Any) -> None:
        whole(style, *of)
        style.update(INITIAL)
        for name in getattr(style, "cascaded", ()):
            for one in (name, *PHYSICAL.get(name, ())):
                style.pop(one, None)

    return begin


def _computed(whole: Any) -> Any:
    def missing(style: Any, key: str) -> Any:
        cascaded = style.cascaded
        if key not in cascaded:
            other = LOGICAL.get(key)
            if other is None or other[style["direction"]] not in cascaded:
                if key in INHERITED:
                    parent = style.parent_style
                    if parent is not None:
                        value = style[key] = parent[key]
                        return value
                elif key in INITIAL:
                    value = style[key] = INITIAL[key]
                    return value
        return whole(style, key)

    return missing


def _anonymous(whole: Any) -> Any:
    def missing(style: Any, key: str) -> Any:
        if key in INHERITED:
            value = style[key] = style.parent_style[key]
            return value
        if key in INITIAL:
            value = style[key] = INITIAL[key]
            return value
        return whole(style, key)

    return missing
