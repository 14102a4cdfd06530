"""A sheet with every component of the style, its words in one language: for tests of the press."""

from __future__ import annotations

from functools import lru_cache

from generator.content.library import load
from generator.project import supplied
from generator.render import theme as themes
from generator.render.document import Asset, Document
from generator.render.html import Renderer
from generator.render.setting import Setting
from tests.languages import ALSO, SAMPLES
from tests.pressroom import TEMPLATES

CONTENT = supplied("content") / "als"


@lru_cache
def renderer(language: str, edition: str = "standard") -> Renderer:
    """Make what makes documents in a language; their words stay English."""
    theme = themes.load(TEMPLATES).for_language(language)
    return Renderer(Setting(load(CONTENT, "content/als"), theme, edition, language, "001"))


def sheet(language: str, edition: str = "standard") -> Document:
    """Make a sheet of a language's sample."""
    made = renderer(language, edition)
    text = SAMPLES[language] + ALSO
    short = SAMPLES[language][:28].rsplit(" ", 1)[0]
    days = "".join(f'<tr><th scope="row">{made._weekday(n)}</th><td></td></tr>' for n in range(7))
    paragraph = f"<p>{text} <strong>{text}</strong></p>"
    items = f"<li>{text}</li><li><strong>{short}</strong> {short}</li>"
    head = "".join(f'<th scope="col">{short}</th>' for _ in range(2))
    row = f'<tr><th scope="row">{short}</th><td>{text}</td></tr>'
    body = f"""
<header class="opening"><p class="code">A1</p><h1>{text}</h1></header><p class="key">{text}</p>
{paragraph}<h2>{text}</h2>{paragraph}<ul>{items}</ul><ol class="steps">{items}</ol>
<section class="callout call-now"><h2>{short}</h2><p>{text}</p></section>
<section class="contact now"><h2>{short}</h2><p class="number">112</p><ul>{items}</ul></section>
<table class="facts"><thead><tr>{head}</tr></thead><tbody>{row}{row}</tbody></table>
<section class="questions"><h2>{short}</h2><ol class="asks">{items}</ol></section>
<ul class="checks"><li><a class="box"></a>{text}</li><li><a class="box"></a>{short}</li></ul>
<table class="diary"><thead><tr><th scope="col">1</th><th scope="col">{short}</th></tr></thead>
<tbody>{days}</tbody></table>
<div class="field"><p class="label">{text}</p><span class="rule"></span></div>
<p class="sources-line">{text}</p>"""
    direction = "rtl" if made.right_to_left else "ltr"
    html = (
        f'<!DOCTYPE html><html lang="{language}" dir="{direction}"><head><meta charset="utf-8" />'
        f"<title>{language}</title><style>:root {{ --part: #0b5563; }}</style></head>"
        f'<body class="{edition}"><article id="{language}">{body}</article></body></html>'
    )
    faces = made.setting.theme.faces
    assets = [Asset(face.url, face.path) for face in faces]
    icons = [asset for asset in made._files if asset.url in made.style]
    return Document(
        language, language, language, html, (*assets, *icons), made.fonts, style=made.style,
        least_pt=made.setting.theme.tokens.editions[edition].least, faces=faces,
    )  # fmt: skip
