"""A booklet as one web page that needs nothing beside itself."""

from __future__ import annotations

import base64
import re
from pathlib import Path

from markupsafe import Markup

from generator.booklet import Plan
from generator.render.html import TOPIC_LINK, Asset

MAIN = re.compile(r"<article id=\"([^\"]+)\">(.*?)</article>", re.DOTALL)


def page(plan: Plan) -> str:
    """Give the page: the same text as on paper, with contents, fonts and pictures inside."""
    renderer = plan.renderer
    articles: list[dict[str, object]] = []
    assets: dict[str, Asset] = {}
    documents = [*plan.topics.values(), plan.words, plan.sources, plan.imprint]
    for document in documents:
        if document is None:
            continue
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
    return html.replace(f'href="{TOPIC_LINK}', 'href="#').replace("<!--notes-->", "")


def _with_assets(html: str, assets: dict[str, Asset], plan: Plan) -> str:
    for face in plan.renderer.setting.theme.faces:
        html = html.replace(f"url({face.url})", f"url({_data_url(face.path, 'font/ttf')})")
    for name in ("call-now", "same-day", "ask", "tip", "carer"):
        icon = plan.renderer.setting.theme.folder / "icons" / f"{name}.svg"
        html = html.replace(f"url(asset:icons/{name}.svg)", f'url("{_data_url(icon)}")')
    for url, asset in assets.items():
        if url.startswith("asset:pictures/"):
            html = html.replace(f'src="{url}"', f'src="{_data_url(asset.path)}"')
    return html


def _data_url(path: Path, kind: str = "image/svg+xml") -> str:
    return f"data:{kind};base64,{base64.b64encode(path.read_bytes()).decode()}"
