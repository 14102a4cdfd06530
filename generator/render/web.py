"""A booklet as one web page that needs nothing beside itself and runs no script."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path

from markupsafe import Markup, escape

from generator.booklet import Plan
from generator.content.model import Clinic
from generator.render import shades
from generator.render.document import FIELD_LINK, ITEM, TOPIC_LINK, Asset, Document
from generator.render.face import Face
from generator.render.isolate import bare, isolate

FIELD = re.compile(rf'<a class="(\w+)" href="{FIELD_LINK}[^"]*">(.*?)</a>', re.DOTALL)
"""What the reader PDF lets people fill in: on the web page it is a line or a box to look at.
A page that keeps nothing must not look as if it did."""
MAIN = re.compile(r"<article id=\"([^\"]+)\">(.*?)</article>", re.DOTALL)
TABLE = re.compile(r"<table\b.*?</table>", re.DOTALL)
HEAD_CELL = re.compile(r'<th scope="col">(.*?)</th>', re.DOTALL)
TAG = re.compile(r"<[^>]+>")
NUMBER = re.compile(r'(?<=<p class="number">)[^<]+')
"""The emergency number; there may be two: '112 or 999'."""
ORGANISATION = re.compile(r"(?<=<br />)[^<]+")
WEB_PLACE = re.compile(r"(?:[a-z0-9-]+\.)+[a-z]{2,}(?:/[^\s<>\"]*)?")
TELEPHONE = re.compile(r"\+?[0-9][0-9 ().-]{3,}")
STYLE = re.compile(r"(?<=<style>).*?(?=</style>)", re.DOTALL)
STYLE_HASH = "sha256-of-style"
"""Stands in the template where the style's hash goes: a browser then takes no other style."""
COLOURS = "/* colours */"
FITTING_COLUMNS = 2
"""How many columns of a table fit a phone; a wider one scrolls by itself."""
TABLE_ROLES = {
    "table": "table",
    "thead": "rowgroup",
    "tbody": "rowgroup",
    "tr": "row",
    'th scope="col"': "columnheader",
    'th scope="row"': "rowheader",
    "td": "cell",
}
"""What some browsers forget of a table whose cells a style stacks (opening tag → ARIA role)."""
LARGE = 100_000
"""Bytes of a face; a larger one is cut for the page."""
BASIC = "".join(map(chr, range(0x20, 0x7F)))
"""What styles may put in, such as numbers of steps."""
ICONS = ("call-now", "same-day", "ask", "tip", "carer")


def page(plan: Plan) -> str:
    """Give the page: the same text as on paper, with contents, fonts and pictures inside."""
    renderer = plan.renderer
    articles = list(_articles(plan))
    html = renderer.web_page(
        articles, _parts(plan), draft=plan.is_draft, unrevised=plan.is_unrevised
    )
    html = NUMBER.sub(lambda match: _emergency(match[0]), html)
    html = _with_telephones(html, renderer.setting.clinic)
    html = isolate(html, right_to_left=renderer.right_to_left)  # numbers are links by now
    html = html.replace(COLOURS, shades.rules(renderer.setting.theme.tokens))
    return _sealed(_with_assets(html, plan))


def _documents(plan: Plan) -> list[Document]:
    return [*plan.topics.values(), *plan.back, plan.sources, plan.imprint]


def _articles(plan: Plan) -> Iterator[dict[str, object]]:
    colours = {
        name: part.colour
        for part in plan.renderer.setting.library.map.parts
        for name in part.topics
    }
    urgent = ""
    for document in _documents(plan):
        match = MAIN.search(document.html)
        assert match is not None, document.name
        name, html = match[1], bare(match[2])
        if not urgent and 'class="contact now"' in html:
            urgent = name
        yield {
            "id": name,
            "title": document.title,
            "part": colours.get(name, ""),
            "sign": _sign(document),
            "urgent": name == urgent,
            "html": Markup(_local(html)),
        }


def _sign(document: Document) -> str:
    """Give the topic's own small drawing; '' where it has none."""
    for asset in document.assets:
        if asset.url.startswith("asset:signs/"):
            return _data_url(asset.path)
    return ""


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
    html = TABLE.sub(lambda match: _fitted(match[0]), html)
    if 'class="organisations"' in html:
        html = ORGANISATION.sub(lambda match: _contact(match[0]), html)
    html = ITEM.sub("", html).replace("<!--notes-->", "")
    return html.replace(f'href="{TOPIC_LINK}', 'href="#').strip()


def _fitted(table: str) -> str:
    """Make a table fit a phone: few columns may be stacked; many scroll, by keyboard too."""
    heads = [unescape(TAG.sub("", cell)).strip() for cell in HEAD_CELL.findall(table)]
    if len(heads) <= FITTING_COLUMNS:
        for tag, role in TABLE_ROLES.items():
            table = re.sub(rf"<{tag}(?=[ >])", rf'\g<0> role="{role}"', table)
        return table
    label = escape(", ".join(heads))
    return f'<div class="wide" role="group" tabindex="0" aria-label="{label}">{table}</div>'


def _emergency(text: str) -> str:
    return re.sub(r"[0-9]{2,}", r'<a href="tel:\g<0>">\g<0></a>', text)


def _contact(text: str) -> str:
    """Make a link of an address or a telephone number; leave anything else as it is."""
    if WEB_PLACE.fullmatch(text):
        return f'<a href="https://{text}">{text}</a>'
    return _telephone(text)


def _telephone(text: str) -> str:
    if not TELEPHONE.fullmatch(text):
        return text
    # In +44 (0)20 the nought is only dialled inside the country.
    dialled = text.replace("(0)", "") if text.startswith("+") else text
    return f'<a href="tel:{re.sub(r"[^0-9+]", "", dialled)}">{text}</a>'


def _with_telephones(html: str, clinic: Clinic | None) -> str:
    """Make links of the clinic's numbers where they stand behind their names."""
    if clinic is None:
        return html
    contacts = clinic.contacts
    phones = {one.phone for one in (contacts.urgent, contacts.same_day, contacts.routine)}
    for phone in sorted(filter(None, phones)):
        known = rf"(?<=</span> ){re.escape(phone)}(?=</p>| \()"
        html = re.sub(known, lambda match: _telephone(match[0]), html)
    return html


def _with_assets(html: str, plan: Plan) -> str:
    assets = {asset.url: asset for one in _documents(plan) for asset in one.assets}
    for rule in plan.renderer.fonts.splitlines():
        face = next(face for face in plan.renderer.setting.theme.faces if face.url in rule)
        inside = rule.replace(face.url, _font_url(face, html))
        html = html.replace(rule, inside if face in _needed(plan, html) else "")
    for name in ICONS:
        icon = plan.renderer.setting.theme.folder / "icons" / f"{name}.svg"
        html = html.replace(f"url(asset:icons/{name}.svg)", f'url("{_data_url(icon)}")')
    return _with_pictures(html, assets)


def _with_pictures(html: str, assets: dict[str, Asset]) -> str:
    for url, asset in assets.items():
        if url.startswith("asset:pictures/"):
            html = html.replace(f'src="{url}"', f'src="{_data_url(asset.path)}"')
    return html


def _sealed(html: str) -> str:
    """Write the style's hash into the policy; nothing in the style may change after this."""
    style = STYLE.search(html)
    assert style is not None
    digest = base64.b64encode(hashlib.sha256(style[0].encode()).digest()).decode()
    return html.replace(STYLE_HASH, f"sha256-{digest}", 1)


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


def _font_url(face: Face, html: str) -> str:
    """Put a face into the page: a large one only as far as the page shows it."""
    data = face.data
    if len(data) > LARGE:
        shown = set(unescape(html)) | set(BASIC)
        data = face.cut("".join(sorted(shown)))
    return _url_of(data, "font/ttf")


def _data_url(path: Path) -> str:
    return _url_of(path.read_bytes(), "image/svg+xml")


def _url_of(data: bytes, kind: str) -> str:
    return f"data:{kind};base64,{base64.b64encode(data).decode()}"
