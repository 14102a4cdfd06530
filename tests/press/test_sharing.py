"""Documents that share styles: the order in which they are made changes none of them."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import pytest

from generator.batch.crew import press_workers
from generator.press.sheet import Sheet
from generator.press.typeset import typeset
from generator.project import supplied
from tests.pdf_facts import links, opened
from tests.pressroom import document, theme

STYLE = "p { color: #123 } .note { font-weight: 700 } p::before { content: '» ' }"
COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
PAGES = {
    "plain": ("<h1>Plain</h1><p>One</p><p class='note'>Two</p>", ""),
    "other": ("<h1>Other</h1><p>One</p><div><p class='note'>Two</p></div>", ""),
    "own-style": ("<h1>Own</h1><p>One</p><p class='note'>Two</p>", "p { color: #a00 }"),
    "inline": ("<h1>Inline</h1><p style='color: #0a0'>One</p><p lang='ar'>Two</p>", ""),
    "anchored": ("<h1>Here</h1><p id='here'>One</p><p><a href='#here'>Two</a></p>", ""),
    "named": ("<h1>There</h1><p><a name='there'>One</a></p><p><a href='#there'>Two</a></p>", ""),
    "spaced": ("<h1>Spaced</h1><p style=' color: #0a0; font-weight: 700 '>One</p>", ""),
}


def made(names: list[str]) -> dict[str, bytes]:
    """Typeset documents in one process, one after the other."""
    with press_workers(1) as workers:
        (done,) = workers.do(typeset_all, [names])
    assert done.result is not None, done.failure
    return done.result


def typeset_all(names: list[str]) -> dict[str, Any]:
    documents = {
        name: replace(document(name, body, own), style=STYLE) for name, (body, own) in PAGES.items()
    }
    return {name: typeset(documents[name], theme().faces) for name in names}


@pytest.fixture(scope="module")
def in_order() -> dict[str, bytes]:
    return made(list(PAGES))


@pytest.mark.parametrize("shift", range(1, len(PAGES)))
def test_what_was_made_before_changes_no_byte(in_order: dict[str, bytes], shift: int) -> None:
    names = list(PAGES)

    assert in_order == made([*names[shift:], *names[:shift]])


@pytest.mark.parametrize(("name", "anchor"), [("anchored", "here"), ("named", "there")])
def test_links_lead_to_elements_that_share_their_style(name: str, anchor: str) -> None:
    with opened(Sheet.from_bytes(made([name])[name]).pdf) as pdf:
        assert [anchor] == [str(link.annotation.Dest) for link in links(pdf)]


@pytest.mark.parametrize(
    "what",
    [
        pytest.param(r"[\d}]\s*(vw|vh|vi|vb|vmin|vmax)\b", id="measures by the window"),
        pytest.param(r"[;{\s]page\s*:\s*[a-z]", id="names pages"),
        pytest.param(r"@(?!(top|bottom)-center)(top|bottom|left|right)-", id="fills other margins"),
    ],
)
def test_no_style_sheet_has_what_the_lean_engine_leaves_out(what: str) -> None:
    folder = supplied("templates")
    sheets = [folder / "page.html.j2", folder / "styles" / "sheet.css.j2"]
    sheets += (folder / "pages").glob("*.j2")

    texts = {path.name: path.read_text(encoding="utf-8") for path in sheets}
    rules = {name: COMMENT.sub("", text) for name, text in texts.items()}
    assert [] == [name for name, text in rules.items() if re.search(what, text)]
