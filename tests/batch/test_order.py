from __future__ import annotations

from dataclasses import fields, replace
from typing import Any

import pytest

from generator.batch.order import Order, Request, orders

REQUEST = Request("demo")


def test_repeated_options_make_the_cross_product() -> None:
    request = replace(REQUEST, stages=("1", "2"), languages=("en", "es"), editions=("large",))

    assert [
        Order(request, "1", "en", "large"),
        Order(request, "2", "en", "large"),
        Order(request, "1", "es", "large"),
        Order(request, "2", "es", "large"),
    ] == orders(request, ["1", "2", "3A"])


def test_without_a_stage_all_stages_are_meant() -> None:
    made = orders(replace(REQUEST, editions=("standard", "giant")), ["1", "3A"])

    expected = [("1", "standard"), ("3A", "standard"), ("1", "giant"), ("3A", "giant")]
    assert expected == [(order.stage, order.edition) for order in made]


@pytest.mark.parametrize("name", [field.name for field in fields(Request)])
def test_every_option_makes_another_request(name: str) -> None:
    value = getattr(REQUEST, name)
    other: Any = ("x",) if isinstance(value, tuple) else "x"
    if isinstance(value, bool):
        other = not value

    assert REQUEST.digest() != replace(REQUEST, **{name: other}).digest()


def test_the_same_options_make_the_same_request() -> None:
    assert REQUEST.digest() == Request("demo").digest()
