"""Colours of the web page, by day and by night: the theme's own, moved until text can be read.

Print needs one set of colours; a screen has two grounds, and more text stands on tints. So
each colour is made darker or lighter, in its own hue, until its contrast with them is enough.
"""

from __future__ import annotations

import colorsys
from collections.abc import Sequence
from dataclasses import dataclass

from generator.render.theme import ThemeFile, contrast

TEXT = 7.0
"""Least contrast of text (WCAG 2.2, 1.4.6)."""
LINES = 3.0
"""Least contrast of lines and boxes (WCAG 2.2, 1.4.11)."""
NIGHT_PAPER, NIGHT_INK = "#10191d", "#eef3f3"
NIGHT_TINT = 0.3
"""How much of a colour its tint holds by night; the rest is the ground."""
DARKER, LIGHTER = 0.0, 1.0
"""Lightness that colours move towards."""
SOFT = 0.55
"""The most saturation of a colour that is made lighter: more glares on a dark ground."""
ACCENTS = {"deep": "tint", "alarm": "alarm-tint", "today": "today-tint", "carer": "carer-tint"}
"""Colour of text → the tint it stands on, beside the paper."""


@dataclass(frozen=True, slots=True)
class Shades:
    """One set of colours: by their names in style sheets, and of the parts."""

    colours: dict[str, str]
    parts: dict[str, str]


def by_day(tokens: ThemeFile) -> Shades:
    """Give the theme's colours on its paper."""
    return _shades(tokens, dict(tokens.colours), DARKER)


def by_night(tokens: ThemeFile) -> Shades:
    """Give the theme's colours on a dark ground."""
    own = tokens.colours
    grounds = {"paper": NIGHT_PAPER, "ink": NIGHT_INK}
    tints = {tint: mixed(own[name], NIGHT_PAPER, NIGHT_TINT) for name, tint in ACCENTS.items()}
    return _shades(tokens, {**own, **grounds, **tints}, LIGHTER)


def rules(tokens: ThemeFile) -> str:
    """Write both sets as CSS; what is printed is always the one by day."""
    day, night = (_declared(shades) for shades in (by_day(tokens), by_night(tokens)))
    return f"{day}\n@media screen and (prefers-color-scheme: dark) {{\n{night}\n}}"


def mixed(one: str, other: str, share: float) -> str:
    """Mix two #rrggbb colours; `share` (0 to 1) is how much there is of the first."""
    pairs = ((int(one[at : at + 2], 16), int(other[at : at + 2], 16)) for at in (1, 3, 5))
    return "#" + "".join(f"{round(a * share + b * (1 - share)):02x}" for a, b in pairs)


def readable(colour: str, grounds: Sequence[str], least: float, towards: float) -> str:
    """Move a colour's lightness towards 0 or 1 until it has `least` contrast on all grounds."""
    red, green, blue = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    hue, lightness, saturation = colorsys.rgb_to_hls(red, green, blue)
    if towards == LIGHTER:
        saturation = min(saturation, SOFT)
    moved = colour
    for percent in range(2, 101, 2):
        if all(contrast(moved, ground) >= least for ground in grounds):
            break
        nearer = lightness + (towards - lightness) * percent / 100
        channels = colorsys.hls_to_rgb(hue, nearer, saturation)
        moved = "#" + "".join(f"{round(255 * channel):02x}" for channel in channels)
    return moved


def _shades(tokens: ThemeFile, colours: dict[str, str], towards: float) -> Shades:
    paper, tint = colours["paper"], colours["tint"]
    for name, ground in ACCENTS.items():
        colours[name] = readable(colours[name], [paper, colours[ground]], TEXT, towards)
    colours["muted"] = readable(colours["muted"], [paper, tint], TEXT, towards)
    colours["line"] = readable(colours["line"], [paper], LINES, towards)
    parts = {
        name: readable(colour, [paper, tint], TEXT, towards)
        for name, colour in tokens.parts.items()
    }
    return Shades(colours, parts)


def _declared(shades: Shades) -> str:
    values = "; ".join(f"--{name}: {value}" for name, value in shades.colours.items())
    parts = "".join(
        f"\n.part-{name} {{ --part: {value}; }}" for name, value in shades.parts.items()
    )
    return f":root {{ {values}; }}{parts}"
