from __future__ import annotations

import itertools
import re
from html.parser import HTMLParser

import pytest

from generator.render import web
from tests.pressroom import Made


class Page(HTMLParser):
    """Tags with their attributes, in order."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str]]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, {name: value or "" for name, value in attrs}))

    def named(self, *tags: str) -> list[dict[str, str]]:
        return [attributes for tag, attributes in self.tags if tag in tags]


@pytest.fixture(scope="module")
def text(mini_made: Made) -> str:
    return mini_made.read("html").decode()


@pytest.fixture(scope="module")
def page(text: str) -> Page:
    return Page(text)


def test_the_page_is_what_the_plan_gives(mini_made: Made, text: str) -> None:
    assert text == web.page(mini_made.plan)


def test_nothing_is_fetched(text: str, page: Page) -> None:
    sources = [attributes["src"] for attributes in page.named("img", "script", "iframe", "source")]
    styles = re.findall(r"url\(([^)]*)\)", text)

    assert {"data"} == {address.strip("'\"").partition(":")[0] for address in sources + styles}
    assert [] == page.named("link", "script", "iframe", "object", "embed")
    assert "asset:" not in text
    assert "@import" not in text


def test_fonts_and_pictures_are_inside(text: str) -> None:
    assert 2 <= text.count("data:font/ttf;base64,")
    assert 1 <= text.count("data:image/svg+xml;base64,")


def test_every_link_leads_somewhere(page: Page) -> None:
    ids = [attributes["id"] for _, attributes in page.tags if "id" in attributes]
    targets = [attributes["href"] for attributes in page.named("a")]
    inside = {target[1:] for target in targets if target.startswith("#")}

    assert len(ids) == len(set(ids)), "an id is given twice"
    assert set() == inside - set(ids)
    assert [] == [t for t in targets if not t.startswith(("#", "https://"))]


def test_every_topic_is_there_once_and_in_the_contents(mini_made: Made, page: Page) -> None:
    articles = [attributes["id"] for attributes in page.named("article")]
    contents = [attributes["href"] for attributes in page.named("a")]

    for topic_id in mini_made.plan.topics:
        assert 1 == articles.count(topic_id)
        assert f"#{topic_id}" in contents


def test_headings_go_down_one_step_at_a_time(page: Page) -> None:
    levels = [int(tag[1]) for tag, _ in page.tags if re.fullmatch(r"h[1-6]", tag)]

    assert 1 == levels.count(1)
    steps = [after - before for before, after in itertools.pairwise(levels)]
    assert max(steps) <= 1, levels


def test_language_landmarks_and_skip_link_are_given(page: Page) -> None:
    assert [{"lang": "en", "dir": "ltr"}] == page.named("html")
    assert 1 == len(page.named("main")) == len(page.named("nav"))
    assert "#main" == page.named("a")[0]["href"]
    assert all(attributes.get("alt") for attributes in page.named("img"))


def test_a_draft_says_so(text: str) -> None:
    assert "Draft: not clinically reviewed" in text
