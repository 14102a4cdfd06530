"""Some documents as one: a single HTML file, laid out once. The truth for binding.

Run as a program, so that the engine's settings stay out of the tests:
`python -m tests.one_pass JOB.json` writes, beside the job and for each book in it, NAME.pdf
and NAME.json (anchor → page, from 1). It shares nothing with `generator.press`.
"""

from __future__ import annotations

import json
import os
import re
import sys
import warnings
from collections.abc import Sequence
from pathlib import Path
from typing import Any

STYLE = re.compile(r"<style>(.*?)</style>", re.DOTALL)
BODY = re.compile(r'<body class="([^"]*)">(.*)</body>', re.DOTALL)
PAGE_RULE = re.compile(r"@page\s*(?::first)?\s*\{(?:[^{}]|\{[^{}]*\})*\}")
CONTENT = r"@%s-center\s*\{\s*content: (\"[^\"]*\");"
COLOUR = re.compile(r"#[0-9a-fA-F]{3,6}\b")


def join(htmls: Sequence[str]) -> str:
    """Make one HTML text of several, a cover first; each starts a page.

    Running heads and feet become running strings. (Named pages would do as well, but
    they alone make WeasyPrint 70.0 break some pages elsewhere.)
    """
    styles: dict[str, None] = {}
    bodies: list[str] = []
    for html in htmls:
        style, body = STYLE.search(html), BODY.search(html)
        assert style is not None
        assert body is not None
        # Part colours decide nothing about the layout: without them the rules are alike.
        styles[COLOUR.sub("#000", PAGE_RULE.sub("", style[1]))] = None
        running = (
            f"string-set: head {_content(style[1], 'top')}, foot {_content(style[1], 'bottom')}"
        )
        content = body[2].replace("<h1", f"<h1 style='{running}'", 1)
        bodies.append(f'<div class="{body[1]}" style="break-before: page">{content}</div>')
    css = "\n".join([_page_rules(htmls), *styles])
    return (
        '<!DOCTYPE html><html lang="en" dir="ltr"><head><meta charset="utf-8"><title>One</title>'
        f"<style>{css}</style></head><body>{''.join(bodies)}</body></html>"
    )


def _content(style: str, edge: str) -> str:
    match = re.search(CONTENT % edge, style)
    return match[1] if match else '""'


def _page_rules(htmls: Sequence[str]) -> str:
    """Take the page that all share, with running head and foot, and the cover's for the first."""
    shared = PAGE_RULE.findall(htmls[0])[0]
    cover = PAGE_RULE.findall(htmls[0])[-1].replace("@page", "@page :first")
    running = (
        "@page { @top-center { content: string(head, first-except); }"
        " @bottom-center { content: string(foot); } }"
    )
    return f"{shared}\n{running}\n{cover}"


def main(path: Path) -> None:
    folder = path.parent
    config = path.with_suffix(".conf")
    config.write_text("<?xml version='1.0'?><fontconfig></fontconfig>")
    os.environ["FONTCONFIG_FILE"] = str(config)
    warnings.simplefilter("ignore")
    import weasyprint
    from weasyprint.text.fonts import FontConfiguration
    from weasyprint.urls import URLFetcher, URLFetcherResponse

    job: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))

    class Assets(URLFetcher):  # type: ignore[misc]
        def fetch(self, url: str, headers: object = None) -> Any:  # noqa: ARG002
            kind = "image/svg+xml" if url.endswith(".svg") else "font/ttf"
            data = Path(job["assets"][url]).read_bytes()
            return URLFetcherResponse(url, data, {"Content-Type": kind})

    fetcher, fonts = Assets(), FontConfiguration()
    css = weasyprint.CSS(
        string=job["fonts"], font_config=fonts, url_fetcher=fetcher, base_url="asset:"
    )
    for name, htmls in job["books"].items():
        source = weasyprint.HTML(string=join(htmls), base_url="asset:", url_fetcher=fetcher)
        document = source.render(
            stylesheets=[css], font_config=fonts, pdf_variant="pdf/ua-1", pdf_tags=True
        )
        document.write_pdf(folder / f"{name}.pdf", pdf_variant="pdf/ua-1", pdf_tags=True)
        places: dict[str, int] = {}
        for number, page in enumerate(document.pages, start=1):
            for anchor in page.anchors:
                places.setdefault(anchor, number)
        (folder / f"{name}.json").write_text(json.dumps(places), encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
