"""A job for the tests of `lean`: a document as the engine itself would lay it out."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from generator.press.tidy import tidy
from generator.press.written import write
from generator.render.document import Document, with_notes
from generator.render.face import Face


def typeset_plainly(job: tuple[Document, tuple[Face, ...]]) -> bytes:
    """Give a sheet's PDF, made with nothing left out."""
    import weasyprint
    from weasyprint.text.fonts import FontConfiguration
    from weasyprint.urls import URLFetcher, URLFetcherResponse

    document, faces = job
    files: dict[str, Path] = {asset.url: asset.path for asset in document.assets}

    class Assets(URLFetcher):  # type: ignore[misc]
        def fetch(self, url: str, headers: object = None) -> Any:  # noqa: ARG002
            return URLFetcherResponse(url, files[url].read_bytes())

    config = FontConfiguration()
    fetcher = Assets(allowed_protocols=["asset"])
    styles = [
        weasyprint.CSS(string=text, font_config=config, url_fetcher=fetcher, base_url="asset:")
        for text in (document.fonts, document.style)
    ]
    page = weasyprint.HTML(string=with_notes(document, 0), base_url="asset:", url_fetcher=fetcher)
    rendered = page.render(
        stylesheets=styles, font_config=config, pdf_variant="pdf/ua-1", pdf_tags=True
    )
    return tidy(write(rendered), faces, dict(document.links))[0]
