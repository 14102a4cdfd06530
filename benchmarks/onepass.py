"""One booklet as one HTML document, for every peer that sets HTML and CSS.

Contents get their page numbers from `target-counter`, running heads and feet are named
strings, and the number of the page stands in its corner: plain CSS for paged media.
"""

from __future__ import annotations

import re
from html import escape

from benchmarks.source import Matter, Source
from generator.render.templates import css_string

RUNNING = """
@page {
  @top-center { content: string(head, first-except); color: var(--part) }
  @bottom-center { content: string(foot) }
  @bottom-right-corner { content: counter(page) }
}
"""
CONTENTS = """
.contents a.page { position: absolute; inset-inline-end: 0; top: 0; font-weight: 700 }
.contents a.page::after { content: target-counter(attr(href), page) }
"""
NAME_LINE = '<div class="rule"></div>'


def html(source: Source, name: str = "") -> str:
    """Write the document; `name` goes on the cover, on the line left for it."""
    own = dict.fromkeys(matter.own_style for matter in source.matters)
    deep = f":root {{ --part: {source.theme.tokens.colours['deep']} }}"
    style = "\n".join(
        [source.fonts, deep, source.style, RUNNING, _cover_rule(source), *own, CONTENTS]
    )
    bodies = "".join(_section(matter) for matter in source.matters)
    if name:
        line = f'<p class="known">{escape(name)}</p>'
        bodies = bodies.replace(NAME_LINE, line, 1)
    text = (
        f'<!DOCTYPE html><html lang="{source.language}" dir="{source.direction}">'
        '<head><meta charset="utf-8">'
        f"<title>{escape(source.title)}</title><style>{style}</style></head>"
        f"<body>{bodies}</body></html>"
    )
    text = text.replace('href="carefold:', 'href="#')
    return re.sub(r"asset:[\w./-]+", lambda m: source.assets[m[0]].as_uri(), text)


def _section(matter: Matter) -> str:
    running = f"string-set: head {_css(matter.head)}, foot {_css(matter.foot)}"
    body = matter.body.replace("<h1", f"<h1 style='{running}'", 1)
    look = f'class="{matter.look}" style="--part: {matter.colour}; break-before: page"'
    return f"<div {look}>{body}</div>"


def _css(text: str) -> str:
    return str(css_string(text))


def _cover_rule(source: Source) -> str:
    rule = source.cover_rule.replace("@page", "@page :first")
    corners = ("top-center", "bottom-center", "bottom-right-corner")
    empty = " ".join(f"@{corner} {{ content: none }}" for corner in corners)
    return f"{rule.removesuffix('}')} {empty} }}"
