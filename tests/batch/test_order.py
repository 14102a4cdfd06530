from __future__ import annotations

from dataclasses import fields, replace
from typing import Any

import pytest

from generator.batch.order import OUTPUT, Order, Request, orders

REQUEST = Request("demo")
ORDER = Order("demo", "2")


def test_repeated_options_make_the_cross_product() -> None:
    request = replace(REQUEST, stages=("1", "2"), languages=("en", "es"), editions=("large",))

    assert [
        Order("demo", "1", "en", "large"),
        Order("demo", "2", "en", "large"),
        Order("demo", "1", "es", "large"),
        Order("demo", "2", "es", "large"),
    ] == orders(request, ["1", "2", "3A"])


def test_without_a_stage_all_stages_are_meant() -> None:
    made = orders(replace(REQUEST, editions=("standard", "giant")), ["1", "3A"])

    expected = [("1", "standard"), ("3A", "standard"), ("1", "giant"), ("3A", "giant")]
    assert expected == [(order.stage, order.edition) for order in made]


def test_every_choice_of_a_request_reaches_its_orders() -> None:
    request = Request(
        "demo", ("2",), ("es",), ("giant",), formats=("home", "press"), needs=("tired",),
        region="GB", audience="carer", clinic="example", include=("rest",), exclude=("call",),
        opt_in=("wishes",), since="1", depth="short", release=True, draft=True,
        output="{stage}/{name}",
    )  # fmt: skip

    (order,) = orders(request, [])

    assert ("2", "es", "giant") == (order.stage, order.language, order.edition)
    alike = {field.name for field in fields(Order)} & {field.name for field in fields(Request)}
    assert 14 == len(alike)
    assert [] == [name for name in alike if getattr(order, name) != getattr(request, name)]


@pytest.mark.parametrize(
    ("asked", "name"),
    [(asked, field.name) for asked in (REQUEST, ORDER) for field in fields(asked)],
)
def test_every_choice_makes_another_hash(asked: Request | Order, name: str) -> None:
    value = getattr(asked, name)
    other: Any = ("x",) if isinstance(value, tuple) else "x"
    if isinstance(value, bool):
        other = not value

    assert asked.digest() != replace(asked, **{name: other}).digest()


def test_the_same_choices_make_the_same_hash() -> None:
    assert REQUEST.digest() == Request("demo").digest()
    assert ORDER.digest() == Order("demo", "2", "en", output=OUTPUT).digest()
