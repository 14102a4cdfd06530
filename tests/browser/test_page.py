"""The web page as people meet it: on a phone, by night, by keyboard, enlarged, on paper."""

from __future__ import annotations

import io
from importlib.resources import files as inside
from typing import Any

import pypdfium2
import pytest
from playwright.sync_api import Browser, Page

from tests.browser.conftest import Files, Opened

AXE = (inside("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8")
RULES = {  # beyond what axe looks at by itself: contrast of 7 and not 4.5, room between targets
    "rules": {
        "color-contrast": {"enabled": False},
        "color-contrast-enhanced": {"enabled": True},
        "target-size": {"enabled": True},
    },
    "resultTypes": ["violations"],
}
WIDTHS = (320, 390, 1280)
TALL_WINDOW = 844
LEAST_TARGET, LEAST_TYPE, LONGEST_LINE = 44, 18, 70

TEXT_SIZES = """() => {
  const sizes = new Set(), texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) if (texts.currentNode.data.trim())
    sizes.add(parseFloat(getComputedStyle(texts.currentNode.parentElement).fontSize));
  return [...sizes];
}"""
LINES = """() => [...document.querySelectorAll('main p, main li, .notice')].flatMap(el => {
  const lines = {}, texts = document.createTreeWalker(el, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) for (let at = 0; at < texts.currentNode.length; at++) {
    const one = document.createRange();
    one.setStart(texts.currentNode, at); one.setEnd(texts.currentNode, at + 1);
    const box = one.getClientRects()[0];
    if (box && box.width) {
      const line = Math.round(box.bottom / 6);
      lines[line] = (lines[line] || '') + texts.currentNode.data[at];
    }
  }
  return Object.values(lines);
})"""
SMALL = """least => [...document.querySelectorAll('a, summary, [tabindex="0"]')]
  .filter(el => el.checkVisibility() && !el.matches('.skip'))
  .filter(el => el.getBoundingClientRect().height < least).map(el => el.outerHTML)"""
GLIMPSE = """name => {
  const style = getComputedStyle(document.querySelector(name));
  return [style.borderTopWidth, style.borderTopStyle, style.borderLeftWidth,
          style.borderLeftStyle, style.borderRadius].join(' ');
}"""


def faults(page: Page) -> list[str]:
    """What axe-core finds, one line a fault."""
    page.evaluate(AXE)
    found: dict[str, Any] = page.evaluate("rules => axe.run(document, rules)", RULES)
    assert found["passes"], "axe looked at nothing"
    return [
        f"{fault['id']}: {node['html'][:120]}"
        for fault in found["violations"]
        for node in fault["nodes"]
    ]


def box(page: Page, name: str) -> dict[str, float]:
    """Where an element stands in the window, px."""
    found: dict[str, float] = page.evaluate(
        "name => document.querySelector(name).getBoundingClientRect().toJSON()", name
    )
    return found


@pytest.mark.parametrize(
    ("name", "width", "scheme"),
    [
        ("kinds", 320, "light"), ("kinds", 320, "dark"), ("kinds", 1280, "light"),
        ("kinds", 1280, "dark"), ("als", 320, "light"), ("als", 1280, "dark"),
    ],
)  # fmt: skip
def test_axe_finds_nothing(opened: Opened, name: str, width: int, scheme: str) -> None:
    assert [] == faults(opened(name, width, scheme))


def test_axe_would_find_pale_text_and_a_picture_without_words(opened: Opened) -> None:
    page = opened("kinds")
    page.add_style_tag(content="main p { color: #6a6a6a }")
    page.evaluate("document.querySelector('figure img').removeAttribute('alt')")

    assert {"color-contrast-enhanced", "image-alt"} <= {
        one.partition(":")[0] for one in faults(page)
    }


@pytest.mark.parametrize("name", ["kinds", "als", "giant"])
def test_the_page_asks_for_nothing_and_its_policy_lets_it_work(
    chromium: Browser, files: Files, name: str
) -> None:
    asked: list[str] = []
    said: list[str] = []
    with chromium.new_context() as context:  # the policy counts here
        page = context.new_page()
        page.on("request", lambda request: asked.append(request.url))
        page.on("console", lambda message: said.append(message.text))
        page.goto(files.url(name))
        faces = page.evaluate("[...document.fonts].filter(f => f.status == 'loaded').length")
        shown = page.evaluate("[...document.images].every(image => image.naturalWidth > 0)")

    assert [files.url(name)] == [url for url in asked if not url.startswith("data:")]
    assert [] == said
    assert 2 <= faces
    assert shown


def test_the_policy_keeps_out_what_is_not_the_pages_own(chromium: Browser, files: Files) -> None:
    said: list[str] = []
    with chromium.new_context() as context:
        page = context.new_page()
        page.on("console", lambda message: said.append(message.text))
        page.goto(files.url("kinds"))
        page.evaluate(
            """() => { for (const [tag, key, value] of [
                ['style', 'textContent', 'body { display: none }'],
                ['img', 'src', 'https://example.org/a.png'],
                ['script', 'textContent', 'document.body.id = "ran"'],
            ]) {
                const el = document.createElement(tag);
                el[key] = value;
                document.body.append(el);
            } }"""
        )
        for _ in range(200):  # what was kept out is said a moment later
            if len(said) >= 3:
                break
            page.wait_for_timeout(50)

        assert page.is_visible("h1")
        assert "" == page.evaluate("document.body.id")
    assert 3 == len([text for text in said if "Content Security Policy" in text]), said


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("name", ["kinds", "als", "giant"])
def test_nothing_scrolls_sideways(opened: Opened, name: str, width: int) -> None:
    page = opened(name, width)

    assert width == page.evaluate("document.documentElement.scrollWidth")
    cut = page.evaluate(
        """() => [...document.querySelectorAll('body *')].filter(el => !el.closest('.wide, .skip')
            && el.checkVisibility() && el.getBoundingClientRect().right > innerWidth + 1)
            .map(el => el.outerHTML.slice(0, 120))"""
    )
    assert [] == cut


@pytest.mark.parametrize("width", WIDTHS)
def test_type_and_targets_are_large(opened: Opened, width: int) -> None:
    for name in ("kinds", "als"):
        page = opened(name, width)
        assert LEAST_TYPE <= min(page.evaluate(TEXT_SIZES))
        assert [] == page.evaluate(SMALL, LEAST_TARGET)


def test_type_follows_the_edition(opened: Opened) -> None:
    assert 32 == min(opened("giant").evaluate(TEXT_SIZES))  # 24 pt


@pytest.mark.parametrize("width", [800, 1280])
def test_lines_are_short_enough_to_follow(opened: Opened, width: int) -> None:
    lines: list[str] = opened("als", width).evaluate(LINES)

    assert 500 < len(lines)
    assert [] == [line for line in lines if len(line.strip()) > LONGEST_LINE]


def test_people_may_space_text_out(opened: Opened) -> None:
    page = opened("kinds", 320)
    page.add_style_tag(
        content="* { line-height: 1.5 !important; letter-spacing: .12em !important;"
        " word-spacing: .16em !important } p { margin-bottom: 2em !important }"
    )

    assert 320 == page.evaluate("document.documentElement.scrollWidth")


def test_help_stays_at_hand_and_covers_nothing(opened: Opened) -> None:
    page = opened("kinds", 390)
    assert TALL_WINDOW == pytest.approx(box(page, ".call-bar")["bottom"])
    for at in range(page.locator("main a").count()):
        link = page.locator("main a").nth(at)
        if link.is_visible():
            link.focus()
            place = link.bounding_box()
            assert place is not None
            assert place["y"] + place["height"] <= box(page, ".call-bar")["top"]
    page.evaluate("scrollTo(0, document.documentElement.scrollHeight)")
    assert box(page, "article:last-child")["bottom"] <= box(page, ".call-bar")["top"]
    page.click(".call-bar a")
    assert page.url.endswith("#call")


def test_help_is_not_in_the_way_where_the_window_is_low(opened: Opened) -> None:
    page = opened("kinds", 390)
    page.set_viewport_size({"width": 640, "height": 320})

    assert 320 < box(page, ".call-bar")["top"]
    assert page.is_visible(".help .button")


def test_numbers_can_be_called(opened: Opened) -> None:
    page = opened("kinds")
    numbers = {link.get_attribute("href") for link in page.locator("a[href^='tel:']").all()}

    assert {"tel:999", "tel:+442079460000", "tel:02079460001", "tel:08000000000"} == numbers
    assert "tel:999" == page.locator(".help a").first.get_attribute("href")
    assert 1 == page.locator("a[href='https://help.example.org/als']").count()
    assert 0 == opened("giant").locator("a[href^='tel:']").count()  # no region, no number


def test_the_list_is_folded_on_a_phone_and_open_beside_the_text(opened: Opened) -> None:
    page = opened("kinds", 390)
    first = "#contents a[href='#rest']"
    assert not page.is_visible(first)
    page.locator("#rest .back a:visible").click()
    assert page.is_visible(first)
    assert page.locator(first).bounding_box()
    page.locator("summary").click()
    assert not page.is_visible(first)

    page = opened("kinds", 1280)
    assert not page.is_visible("summary")
    assert page.is_visible("#beside a[href='#rest']")
    page.locator("#rest .back a:visible").click()
    assert page.url.endswith("#beside")


@pytest.mark.parametrize("width", [390, 1280])
def test_the_keyboard_reaches_the_text_first(opened: Opened, width: int) -> None:
    page = opened("kinds", width)
    page.keyboard.press("Tab")
    assert 0 <= box(page, ".skip")["left"] < width
    page.keyboard.press("Enter")
    assert "main" == page.evaluate("document.activeElement.id")
    page.keyboard.press("Tab")
    inside_main = "document.querySelector('main').contains(document.activeElement)"
    assert page.evaluate(inside_main)
    style = page.evaluate("getComputedStyle(document.activeElement).outline")
    assert "solid 3px" in style


def test_a_wide_table_scrolls_by_itself_and_by_keyboard(opened: Opened) -> None:
    page = opened("kinds", 320)
    table = page.locator(".wide").first
    assert "Who, What, When, Where" == table.get_attribute("aria-label")
    table.focus()
    page.keyboard.press("ArrowRight")
    page.wait_for_function("document.activeElement.scrollLeft > 0", timeout=20_000)

    assert 0 == page.evaluate("scrollX")


def test_callouts_differ_without_colour(opened: Opened) -> None:
    kinds = ["call-now", "same-day", "ask", "tip", "carer"]
    for scheme in ("light", "dark"):
        page = opened("kinds", 390, scheme)
        looks = {page.evaluate(GLIMPSE, f".callout.{kind}") for kind in kinds}
        assert len(kinds) == len(looks)


def test_by_night_the_page_is_dark_and_pictures_keep_their_ground(opened: Opened) -> None:
    ground = "name => getComputedStyle(document.querySelector(name)).backgroundColor"
    day, night = (
        {name: opened("als", 390, scheme).evaluate(ground, name) for name in ("html", "figure img")}
        for scheme in ("light", "dark")
    )

    assert "rgb(255, 255, 255)" == day["html"] != night["html"]
    assert night["figure img"] == day["figure img"] == "rgb(230, 241, 242)"


def test_nothing_moves(opened: Opened) -> None:
    page = opened("als")
    style = page.evaluate("document.querySelector('style').textContent")

    assert not [
        word for word in ("animation", "transition", "smooth", "keyframes") if word in style
    ]


def test_it_prints_well(opened: Opened) -> None:
    page = opened("kinds", 1280, "dark")
    page.emulate_media(media="print", color_scheme="dark")
    printed = pypdfium2.PdfDocument(io.BytesIO(page.pdf(format="A4")))
    text = "".join(sheet.get_textpage().get_text_range() for sheet in printed)

    assert "Every kind of block" in text
    assert "999" in text
    assert "Draft: not clinically reviewed" in text
    for absent in ("Back to the contents", "Skip to the text", "In this booklet"):
        assert absent not in text
    assert "rgb(255, 255, 255)" == page.evaluate(
        "getComputedStyle(document.documentElement).backgroundColor"
    )
    kept = "[...document.querySelectorAll('.callout, .contact, figure, tr')]"
    assert page.evaluate(f"{kept}.every(el => getComputedStyle(el).breakInside == 'avoid')")
    assert page.evaluate("[...document.querySelectorAll('.wide')].every("
                         "el => el.scrollWidth <= el.clientWidth)")  # fmt: skip
