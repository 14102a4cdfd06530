"""A finished web page → findings: every topic once, and nothing needed from outside."""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.findings import Finding
from generator.preflight.expected import Expected

OUTSIDE = re.compile(r"""(?:src=["']|url\(["']?)(?!data:)([^"')]{1,60})""")
"""What a browser would fetch; links that a reader may follow are not."""


def check_html(page: str, expected: Expected) -> Iterator[Finding]:
    """Judge a page: its topics and their places to jump to, and that it stands alone."""
    for topic_id, _ in expected.topics:
        if (found := page.count(f'<article id="{topic_id}">')) != 1:
            yield _finding(expected, "P14", f"topic '{topic_id}' stands {found} times in the page")
    places = set(re.findall(r'id="([^"]+)"', page))
    for target in sorted(set(re.findall(r'href="#([^"]+)"', page)) - places):
        yield _finding(expected, "P14", f"a link leads to '{target}', which is not in the page")
    for address in sorted(set(OUTSIDE.findall(page))):
        yield _finding(expected, "P30", f"the page would fetch '{address}'")


def _finding(expected: Expected, code: str, message: str) -> Finding:
    return Finding(f"{expected.name}.html", 0, 0, code, message)
