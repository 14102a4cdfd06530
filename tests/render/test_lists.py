from __future__ import annotations

import re
from pathlib import Path

import pytest

import generator
from generator import booklet
from generator.batch.order import Order
from generator.batch.profile import load_condition, profile_of
from generator.content.library import Library
from generator.project import Project
from generator.render import lists
from generator.render.document import items
from generator.render.html import Renderer
from generator.render.setting import Setting
from generator.select import select
from tests.pressroom import theme

ROOT = Path(generator.__file__).parents[1]
ITEM = re.compile(
    r'data-strip="([^"]*)"[^>]*>(.*?)(?=<(?:li|p|h2|div|header)[^>]* data-strip|</article)',
    re.DOTALL,
)
OUTER = re.compile(r"</?(?:ul|section)[^>]*>|<!--notes-->|\s+")


@pytest.fixture(scope="module")
def library() -> Library:
    return load_condition(Project(ROOT, ROOT / "content"), "als")


def words_of(html: str) -> dict[str, str]:
    """Give each item's HTML, without what holds several items together."""
    return {name: OUTER.sub(" ", text).strip() for name, text in ITEM.findall(html)}


@pytest.mark.parametrize("depth", ["short", "usual", "full"])
@pytest.mark.parametrize("stage", ["1", "2", "3", "4A+4B"])
def test_every_item_of_a_booklet_stands_in_the_whole_list_in_the_same_words(
    library: Library, stage: str, depth: str
) -> None:
    renderer = Renderer(Setting(library, theme(), "standard", "en", "GB"))
    profile = profile_of(library, Order("als", stage, region="GB", depth=depth))
    plan = booklet.plan("als", select(library, profile), renderer)

    for listed in plan.lists():
        whole = words_of(lists.whole(renderer, listed.name, short=depth == "short").html)
        own = words_of(listed.html)
        assert items(listed.html)
        assert {name: whole.get(name) for name in own} == own


def test_a_list_reads_alike_whatever_else_is_in_the_booklet(library: Library) -> None:
    renderer = Renderer(Setting(library, theme(), "standard", "en", "GB"))

    page = renderer._linker(None)("falls", "")

    assert '<strong>Falls</strong> <span class="ref">(D2)</span>' == page


def test_a_whole_list_is_made_once(library: Library) -> None:
    renderer = Renderer(Setting(library, theme(), "standard", "en", "GB"))

    assert lists.whole(renderer, "words").html is lists.whole(renderer, "words").html
    assert lists.whole(renderer, "more").html != lists.whole(renderer, "more", short=True).html
    with pytest.raises(KeyError):
        lists.whole(renderer, "cover")
