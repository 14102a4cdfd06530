"""The pseudo-languages in print: nothing came past the translators, and nothing is too narrow."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from html import unescape
from pathlib import Path

import pytest

from generator import project
from generator.batch.order import Order, Request, orders
from generator.batch.plan import Planner
from generator.batch.run import Wanted
from generator.content.library import PSEUDO
from generator.project import Project
from generator.render.document import Document
from generator.translate.desk import open_desk
from generator.translate.pseudo import pseudo
from tests import pressroom

ROOT = Path(__file__).resolve().parents[1]
ENGLISH = re.compile(r'<(\w+)[^>]*\blang="en"[^>]*>.*?</\1>', re.DOTALL)
SEEN = re.compile(r'(?:alt|title|aria-label)="([^"]*)"')
BRACKETED = re.compile("‹[^‹›]*›")
WORD = re.compile(r"[^\W\d_][\w.'-]*")
PLAIN = re.compile(
    r"[A-H]\d{1,2}|English|Mon|Tue|Wed|Thu|Fri|Sat|Sun|[\w-]+(\.[\w-]+)+|[A-Z]+(-[A-Z]+)*-?\d*"
)
"""Codes of sheets and sources, the language's name and day names, which Babel gives, addresses."""


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Project]:
    """A copy of the real content with catalogues in both pseudo-languages."""
    root = tmp_path_factory.mktemp("pseudo")
    shutil.copytree(ROOT / "content", root / "content", ignore=shutil.ignore_patterns("locale"))
    no_fonts = shutil.ignore_patterns("locale", "fonts")
    shutil.copytree(ROOT / "templates", root / "templates", ignore=no_fonts)
    (root / "templates/fonts").symlink_to(ROOT / "templates/fonts")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(project, "supplied", lambda name: root / name)
        found = Project(root, root / "content")
        desk = open_desk(found, "als")
        for language in PSEUDO:
            for module in desk.modules:
                desk.shelf.write(pseudo(module, language))
        yield found


def unbracketed(document: Document) -> list[str]:
    """Name the words of a page, seen or read aloud, that stand outside the brackets."""
    body = document.html[document.html.index("<body") :]
    body = ENGLISH.sub(" ", body)
    text = unescape(re.sub(r"<[^>]+>", "", body) + "\n" + "\n".join(SEEN.findall(body)))
    while (inner := BRACKETED.sub(" ", text)) != text:
        text = inner
    return [word for word in WORD.findall(text) if not PLAIN.fullmatch(word)]


@pytest.mark.parametrize("stage", ["1", "2", "3", "4A", "4B"])
def test_no_word_came_past_the_translators(made: Project, stage: str) -> None:
    order = Order("als", stage, language="en-XA", region="GB")
    plan = Planner(made).plan(order).plan
    pages = [*plan.documents(), plan.renderer.notes(5)]
    assert {} == {one.name: words for one in pages if (words := unbracketed(one))}


@pytest.mark.parametrize("language", PSEUDO)
def test_long_and_mirrored_texts_have_room(made: Project, language: str) -> None:
    request = Request("als", stages=("1",), languages=(language,), region="GB")
    report = pressroom.build(made, Wanted(tuple(orders(request, [])), request.digest()))
    assert {} == report.refused
    assert 1 == len(report.written)
