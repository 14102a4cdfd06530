"""The booklet that every peer prints: the same topics, words and look, as Carefold selects them.

Content is loaded, selected and turned into HTML by Carefold's own first steps, so that all peers
set the same text. Everything after that (layout, pages, PDF) is the peer's own work.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from generator import booklet
from generator.content.library import load
from generator.project import find_project
from generator.render import theme as themes
from generator.render.document import NOTES_HERE, Document
from generator.render.html import Renderer
from generator.render.setting import Setting
from generator.render.theme import Theme
from generator.select import Profile, region, select, stages
from generator.translate.apply import Translator

STYLE = re.compile(r"<style>(.*?)</style>", re.DOTALL)
BODY = re.compile(r'<body class="([^"]*)">(.*)</body>', re.DOTALL)
PAGE_RULE = re.compile(r"@page\s*(?::first)?\s*\{(?:[^{}]|\{[^{}]*\})*\}")
PART = re.compile(r'<html [^>]*style="--part: ([^"]+)"')
MARGIN_TEXT = r'@%s-center\s*\{\s*content: "([^"]*)";'
CONTENTS_LINE = re.compile(r'(<a href="carefold:([^"]+)">[^<]*</a>) <span class="page">\d+</span>')
NOTES_PAGES = 2
"""Pages to write on. Carefold prints one to four, to fill the last paper; peers do not know."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """One booklet to print."""

    condition: str = "als"
    stage: str = "4B"
    edition: str = "standard"
    region: str = "GB"
    language: str = "en"


@dataclass(frozen=True, slots=True)
class Matter:
    """What one sheet says: its HTML and the words at the page's head and foot."""

    name: str
    look: str
    body: str
    own_style: str
    colour: str
    head: str
    foot: str


@dataclass(frozen=True, slots=True)
class Source:
    """A whole booklet before any layout, in reading order, cover first."""

    title: str
    language: str
    direction: str
    """`ltr` or `rtl`."""
    width_mm: float
    height_mm: float
    style: str
    """What all sheets share."""
    cover_rule: str
    fonts: str
    matters: tuple[Matter, ...]
    assets: dict[str, Path]
    """Name in the HTML → file."""
    theme: Theme
    edition: str


def read(root: Path, wanted: Wanted) -> Source:
    """Load, select and write the HTML of a booklet of the project at `root`.

    Raises ContentError if the content cannot be used.
    """
    plan = _plan(root, wanted)
    documents = {document.name: document for document in _documents(plan)}
    setting, cover = plan.renderer.setting, plan.cover
    width, height = setting.theme.page_size(wanted.edition, setting.paper)
    return Source(
        title=setting.library.condition.title,
        language=setting.language,
        direction="rtl" if plan.renderer.right_to_left else "ltr",
        width_mm=width,
        height_mm=height,
        style=cover.style,
        cover_rule=PAGE_RULE.findall(_style(cover))[-1],
        fonts=cover.fonts,
        matters=tuple(_matter(documents[name]) for name in _order(plan)),
        assets={a.url: a.path for one in documents.values() for a in one.assets},
        theme=setting.theme,
        edition=wanted.edition,
    )


def _plan(root: Path, wanted: Wanted) -> booklet.Plan:
    project = find_project(root)
    english = load(project.content / wanted.condition, f"content/{wanted.condition}")
    library = Translator(project).library(english, wanted.language)
    theme = themes.load(project.templates).for_language(wanted.language)
    profile = Profile(stages(library, wanted.stage), region=region(library, wanted.region))
    setting = Setting(library, theme, wanted.edition, wanted.language, profile.region)
    return booklet.plan("booklet", select(library, profile), Renderer(setting))


def _documents(plan: booklet.Plan) -> Iterator[Document]:
    yield from plan.documents()
    yield plan.renderer.notes(NOTES_PAGES)


def _order(plan: booklet.Plan) -> list[str]:
    map_ = plan.renderer.setting.library.map
    inner = [name for part in map_.parts for name in part.topics if name not in map_.front]
    absent = {name for part in map_.parts for name in part.topics} - set(plan.topics)
    absent |= {"more", "asks", "words"} - {document.name for document in plan.back}
    return [name for name in (*map_.front, *inner, *map_.back) if name not in absent]


def _matter(document: Document) -> Matter:
    style, body = _style(document), BODY.search(document.html)
    colour = PART.search(document.html)
    assert body is not None
    assert colour is not None
    return Matter(
        name=document.name,
        look=body[1],
        body=CONTENTS_LINE.sub(
            r'\1 <a class="page" href="#\2"></a>', body[2].replace(NOTES_HERE, "")
        ),
        own_style=PAGE_RULE.sub("", style).strip(),
        colour=colour[1],
        head=_margin_text(style, "top"),
        foot=_margin_text(style, "bottom"),
    )


def _style(document: Document) -> str:
    style = STYLE.search(document.html)
    assert style is not None
    return style[1]


def _margin_text(style: str, edge: str) -> str:
    """Give the words of a page's head or foot; they are written as CSS escapes."""
    match = re.search(MARGIN_TEXT % edge, style)
    written = match[1] if match else ""
    return re.sub(r"\\([0-9a-f]{6})", lambda m: chr(int(m[1], 16)), written)
