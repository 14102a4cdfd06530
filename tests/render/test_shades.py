"""Colours of the web page can be read, by day and by night, in every theme."""

from __future__ import annotations

import pytest

from generator.render import shades
from generator.render import theme as themes
from generator.render.theme import contrast
from tests.pressroom import TEMPLATES, theme

THEMES = sorted(path.stem for path in (TEMPLATES / "themes").glob("*.yaml"))
GROUNDS = {
    "ink": ["paper", "tint", "alarm-tint", "today-tint", "carer-tint"],
    "deep": ["paper", "tint"],
    "muted": ["paper", "tint"],
    "alarm": ["paper", "alarm-tint"],
    "today": ["paper", "today-tint"],
    "carer": ["paper", "carer-tint"],
}


@pytest.mark.parametrize("name", THEMES)
def test_text_and_lines_stand_out(name: str) -> None:
    tokens = themes.load(TEMPLATES, name).tokens
    for one in (shades.by_day(tokens), shades.by_night(tokens)):
        seen = one.colours
        for text, grounds in GROUNDS.items():
            assert 7 <= min(contrast(seen[text], seen[ground]) for ground in grounds), text
        for part, colour in one.parts.items():
            assert 7 <= min(contrast(colour, seen[ground]) for ground in ("paper", "tint")), part
        assert 3 <= contrast(seen["line"], seen["paper"])


def test_what_can_be_read_already_stays_as_it_is() -> None:
    day = shades.by_day(theme().tokens)

    assert theme().tokens.colours["deep"] == day.colours["deep"]
    assert theme().tokens.parts == day.parts


def test_colours_keep_their_hue_by_night() -> None:
    night = shades.by_night(theme().tokens).colours
    red, green, blue = (int(night["alarm"][at : at + 2], 16) for at in (1, 3, 5))

    assert red > green
    assert red > blue


def test_a_colour_moves_no_further_than_it_must() -> None:
    moved = shades.readable("#777777", ["#ffffff"], 7, shades.DARKER)

    assert 7 <= contrast(moved, "#ffffff") < 7.5


def test_colours_mix_by_share() -> None:
    assert "#400000" == shades.mixed("#800000", "#000000", 0.5)
    assert "#123456" == shades.mixed("#123456", "#ffffff", 1)


def test_only_screens_are_dark() -> None:
    day, _, night = shades.rules(theme().tokens).partition("@media screen")

    assert "--paper: #ffffff" in day
    assert night.startswith(" and (prefers-color-scheme: dark)")
    assert shades.NIGHT_PAPER in night
