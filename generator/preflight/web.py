"""A finished web page → findings: topics whole, links alive, nothing from outside, no script."""

from __future__ import annotations

import base64
import hashlib
import re
from collections import Counter
from collections.abc import Iterator
from html.parser import HTMLParser

from generator.findings import Finding
from generator.preflight.expected import Expected

FETCHED = {"src", "srcset", "data", "poster", "background"}
"""Attributes whose address a browser fetches by itself."""
STYLE_ADDRESS = re.compile(r"""(?:url\(|@import)\s*["']?(?!data:)([^"')]{1,60})""")
FOLLOWED = re.compile(r"#.+|https://\S+|tel:\+?[0-9]{2,15}")
"""Where a link may lead: into the page, to the web, to a telephone."""


class _Page(HTMLParser):
    """What a browser would make of a page: places, links, addresses it fetches, scripts, style."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.articles: Counter[str] = Counter()
        self.places: Counter[str] = Counter()
        self.links: set[str] = set()
        self.fetched: set[str] = set()
        self.scripts: set[str] = set()
        self.styles: list[str] = []
        self.policy = ""
        self._in_style = False
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self._in_style = tag == "style"
        if "id" in given:
            self.places[given["id"]] += 1
            self.articles[given["id"]] += tag == "article"
        if tag == "a":
            self.links.add(given.get("href", ""))
        elif "href" in given:
            self.fetched.add(given["href"])
        if tag == "script":
            self.scripts.add("script")
        self.scripts |= {name for name in given if name.startswith("on")}
        self.fetched |= {given[name] for name in FETCHED & given.keys()}
        self.fetched |= set(STYLE_ADDRESS.findall(given.get("style", "")))
        if given.get("http-equiv") == "Content-Security-Policy":
            self.policy = given.get("content", "")

    def handle_endtag(self, tag: str) -> None:
        self._in_style = self._in_style and tag != "style"

    def handle_data(self, data: str) -> None:
        if self._in_style:
            self.styles.append(data)
            self.fetched |= set(STYLE_ADDRESS.findall(data))


def check_html(page: str, expected: Expected) -> Iterator[Finding]:
    """Judge a page: its topics and their places to jump to, and that it stands alone."""
    seen = _Page(page)
    for topic_id, _ in expected.topics:
        if (found := seen.articles[topic_id]) != 1:
            yield _finding(expected, "P14", f"topic '{topic_id}' stands {found} times in the page")
    yield from _dead_links(seen, expected)
    for address in sorted(seen.fetched):
        if not address.startswith("data:"):
            yield _finding(expected, "P30", f"the page would fetch '{address[:60]}'")
    for name in sorted(seen.scripts):
        yield _finding(expected, "P30", f"the page would run a script: '{name}'")
    yield from _weak_policy(seen, expected)


def _dead_links(seen: _Page, expected: Expected) -> Iterator[Finding]:
    for target in sorted(seen.links):
        if not FOLLOWED.fullmatch(target):
            yield _finding(expected, "P14", f"a link leads to '{target}', which opens nothing")
        elif target.startswith("#") and seen.places[target[1:]] != 1:
            times = seen.places[target[1:]] or "no"
            yield _finding(
                expected, "P14", f"a link leads to '{target[1:]}', which is in {times} places"
            )


def _weak_policy(seen: _Page, expected: Expected) -> Iterator[Finding]:
    """Find a policy that lets something in, or that keeps the page's own style out."""
    if not seen.policy.startswith("default-src 'none';"):
        yield _finding(expected, "P30", "no policy keeps the page from fetching")
        return
    for style in seen.styles:
        digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
        if f"'sha256-{digest}'" not in seen.policy:
            yield _finding(expected, "P30", "the policy does not admit the page's own style")


def _finding(expected: Expected, code: str, message: str) -> Finding:
    return Finding(f"{expected.name}.html", 0, 0, code, message)
