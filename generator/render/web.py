"""A booklet as one web page that needs nothing beside itself."""

from __future__ import annotations

import base64
import re
from pathlib import Path

from markupsafe import Markup

from generator.booklet import Plan
from generator.render.document import FIELD_LINK, TOPIC_LINK, Asset
from generator.render.face import Face

FIELD = re.compile(rf'<a class="(\w+)" href="{FIELD_LINK}[^"]*">(.*?)</a>', re.DOTALL)
"""What the reader PDF lets people fill in: on the web page it is a line or a box to look at."""
MAIN = re.compile(r"<article id=\"([^\"]+)\">(.*?)</article>", re.DOTALL)


def page(plan: Plan) -> str:
    """Give the page: the same text as on paper, with contents, fonts and pictures inside."""
    renderer = plan.renderer
    articles: list[dict[str, object]] = []
    assets: dict[str, Asset] = {}
    documents = [*plan.topics.values(), *plan.back, plan.sources, plan.imprint]
    for document in documents:
        assets |= {asset.url: asset for asset in document.assets}
        match = MAIN.search(document.html)
        assert match is not None, document.name
        articles.append({"id": match[1], "title": document.title, "html": Markup(_local(match[2]))})
    html = renderer.web_page(plan.is_draft, articles, _parts(plan))
    return _with_assets(html, assets, plan)


def _parts(plan: Plan) -> list[dict[str, object]]:
    library = plan.renderer.setting.library
    parts = []
    for part in library.map.parts:
        topics = [library.topics[name] for name in part.topics if name in plan.topics]
        if topics:
            parts.append({"part": part, "topics": topics})
    return parts


def _local(html: str) -> str:
    """Point links into the page, and set headings one level down: the page has its own first."""
    for level in (2, 1):
        html = re.sub(rf"(</?)h{level}\b", rf"\1h{level + 1}", html)
    html = FIELD.sub(r'<span class="\1">\2</span>', html)
    return html.replace(f'href="{TOPIC_LINK}', 'href="#').replace("<!--notes-->", "")


def _with_assets(html: str, assets: dict[str, Asset], plan: Plan) -> str:
    for rule in plan.renderer.fonts.splitlines():
        face = next(face for face in plan.renderer.setting.theme.faces if face.url in rule)
        inside = rule.replace(face.url, _data_url(face.path, "font/ttf"))
        html = html.replace(rule, inside if face in _needed(plan, html) else "")
    for name in ("call-now", "same-day", "ask", "tip", "carer"):
        icon = plan.renderer.setting.theme.folder / "icons" / f"{name}.svg"
        html = html.replace(f"url(asset:icons/{name}.svg)", f'url("{_data_url(icon)}")')
    for url, asset in assets.items():
        if url.startswith("asset:pictures/"):
            html = html.replace(f'src="{url}"', f'src="{_data_url(asset.path)}"')
    return html


def _needed(plan: Plan, html: str) -> list[Face]:
    """Give the first family, and the next ones only if they show what it cannot."""
    faces = list(plan.renderer.setting.theme.faces)
    needed: list[Face] = []
    missing = {c for c in html if not c.isspace()}
    for face in faces:
        if needed and face.family != needed[0].family and not missing:
            break
        needed.append(face)
        missing -= set(map(chr, face.characters))
    return needed


def _data_url(path: Path, kind: str = "image/svg+xml") -> str:
    return f"data:{kind};base64,{base64.b64encode(path.read_bytes()).decode()}"
