from __future__ import annotations

import base64
import hashlib
import itertools
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

from generator.batch.order import Order
from generator.render import web
from tests import mini
from tests.pressroom import Made, mini_plan, project


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
    assert [] == [t for t in targets if not t.startswith(("#", "https://", "tel:"))]


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
    assert 1 == len(page.named("main"))
    labels = [attributes["aria-label"] for attributes in page.named("nav")]
    assert ["In this booklet", "When to call"] == labels
    assert "#main" == page.named("a")[0]["href"]
    meaningful = [image for image in page.named("img") if image.get("class") != "sign"]
    assert meaningful
    assert all(image.get("alt") for image in meaningful)


def test_the_policy_admits_this_style_and_no_other(text: str, page: Page) -> None:
    (policy,) = (
        attributes["content"]
        for attributes in page.named("meta")
        if attributes.get("http-equiv") == "Content-Security-Policy"
    )
    style = text.partition("<style>")[2].partition("</style>")[0]
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()

    assert policy.startswith("default-src 'none'; ")
    assert f"style-src 'sha256-{digest}';" in policy
    assert "unsafe" not in policy
    assert [] == [tag for tag, attributes in page.tags if "style" in attributes]


def test_help_comes_before_all_else(text: str) -> None:
    assert text.index('href="tel:999"') < text.index('id="contents"') < text.index("<article")
    assert text.index('class="button" href="#call"') < text.index('id="contents"')


def made_with(root: Path, old: str, new: str, file: str = "regions/GB.yaml") -> str:
    """Give the page of the miniature condition after one edit."""
    made = project(root)
    mini.edit(made.content / "demo" / file, old, new)
    return web.page(mini_plan(made, Order("demo", "2", region="GB")))


def test_two_emergency_numbers_are_two_links(tmp_path: Path) -> None:
    text = made_with(tmp_path, 'number: "999"', 'number: "112 or 999"')

    assert 2 == text.count('<a href="tel:112">112</a> or <a href="tel:999">999</a>')


def test_without_a_number_there_is_a_line_for_it(tmp_path: Path) -> None:
    text = made_with(tmp_path, 'number: "999"', "number: null")

    assert 'href="tel:' not in text
    assert "Emergency number where you live" in text.partition("<nav")[0]


@pytest.mark.parametrize(
    ("phone", "link"),
    [
        ("020 7946 0000", '<a href="tel:02079460000">020 7946 0000</a>'),
        ("+44 (0)20 7946 0000", '<a href="tel:+442079460000">+44 (0)20 7946 0000</a>'),
        ("020 7946 0000, extension 5", "020 7946 0000, extension 5"),
        ("ask at the desk", "ask at the desk"),
    ],
)
def test_a_clinics_number_is_a_link_if_it_is_one_number(
    tmp_path: Path, phone: str, link: str
) -> None:
    made = project(tmp_path)
    mini.edit(
        made.content / "clinics" / "example.yaml",
        "urgent: {phone: null}",
        f'urgent: {{name: Desk, phone: "{phone}"}}',
    )
    text = web.page(mini_plan(made, Order("demo", "2", region="GB", clinic="example")))

    assert f'<span class="label">Desk:</span> {link}</p>' in text


def test_tables_fit_or_scroll() -> None:
    head = "".join(f'<th scope="col">{name}</th>' for name in ("A", "B &amp; C"))
    narrow = f'<table class="facts"><thead><tr>{head}</tr></thead></table>'
    wide = narrow.replace("</tr>", '<th scope="col">D</th></tr>')

    assert 'role="columnheader"' in web._fitted(narrow)
    assert "tabindex" not in web._fitted(narrow)
    assert 'tabindex="0" aria-label="A, B &amp; C, D"' in web._fitted(wide)
    assert wide in web._fitted(wide)


def test_a_topic_has_its_sign_and_its_parts_colour(tmp_path: Path) -> None:
    made = project(tmp_path)
    icons = made.content / "demo" / "icons"
    icons.mkdir()
    (icons / "rest.svg").write_text(mini.CHAIR, encoding="utf-8")
    page = Page(web.page(mini_plan(made, Order("demo", "2", region="GB"))))

    (sign,) = (image for image in page.named("img") if image.get("class") == "sign")
    assert "" == sign["alt"]
    assert {"id": "rest", "class": "part-plum"} in page.named("article")


def test_a_draft_says_so(text: str) -> None:
    assert "Draft: not clinically reviewed" in text


def test_from_the_right_numbers_are_links_inside_isolates(tmp_path: Path) -> None:
    made = project(tmp_path)
    mini.edit(made.content / "demo" / "condition.yaml", "language: en", "language: ar")
    mini.edit(made.content / "demo" / "regions" / "GB.yaml", '"999"', '"112 or 999"')
    text = web.page(mini_plan(made, Order("demo", "2", language="ar", region="GB")))

    links = '<a href="tel:112">112</a> or <a href="tel:999">999</a>'
    assert 2 == text.count(f'<p class="number"><bdi dir="ltr">{links}</bdi></p>')
    assert '<html lang="ar" dir="rtl">' in text
    assert text.count("<bdi ") == text.count("</bdi>")
