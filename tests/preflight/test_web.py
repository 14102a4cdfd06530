"""A web page is refused when it lacks a topic, leads nowhere, or needs something from outside."""

from __future__ import annotations

import base64
import hashlib

import pytest

from generator.preflight.expected import Expected
from generator.preflight.web import check_html

STYLE = "@font-face{src:url(data:font/ttf;base64,AA)}"
HASH = base64.b64encode(hashlib.sha256(STYLE.encode()).digest()).decode()
PAGE = (
    '<meta http-equiv="Content-Security-Policy" '
    f"content=\"default-src 'none'; style-src 'sha256-{HASH}'\">"
    f'<style>{STYLE}</style><a href="#rest">Rest</a><a href="tel:+44999">999</a>'
    '<article id="rest" class="part-teal"><img src="data:image/svg+xml;base64,AA" '
    'alt="A person on one = two legs">javascript: url(a) is text here</article>'
    '<a href="https://example.org">out</a>'
)
EXPECTED = Expected("demo", [("rest", "Rest well")], 148, 210, folded=True, fonts=["CF"])


def test_a_whole_page_has_no_finding() -> None:
    assert [] == list(check_html(PAGE, EXPECTED))


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ('<article id="rest"', '<article id="rested"', ["P14", "P14"]),
        ("</article>", '</article><article id="rest"></article>', ["P14", "P14"]),
        ("#rest", "#falls", ["P14"]),
        ("tel:+44999", "tel:call us", ["P14"]),
        ("tel:+44999", "carefold:rest", ["P14"]),
        ("https://example.org", "javascript:alert(1)", ["P14"]),
        ("data:image/svg+xml;base64,AA", "asset:pictures/chair.svg", ["P30"]),
        ("url(data:font/ttf;base64,AA)", "url(https://example.org/a.ttf)", ["P30", "P30"]),
        ("@font-face", "@import 'a.css';@font-face", ["P30", "P30"]),
        ("<style>", '<link rel="stylesheet" href="a.css"><style>', ["P30"]),
        ("<img ", '<img style="background: url(a.png)" ', ["P30"]),
        ("<img ", '<img onerror="a()" ', ["P30"]),
        ("</article>", "<script>a()</script></article>", ["P30"]),
        ("default-src 'none'", "default-src *", ["P30"]),
        ("Content-Security-Policy", "refresh", ["P30"]),
        (HASH, HASH[::-1], ["P30"]),
    ],
)
def test_each_fault_is_found(old: str, new: str, expected: list[str]) -> None:
    assert old in PAGE
    assert expected == [finding.code for finding in check_html(PAGE.replace(old, new, 1), EXPECTED)]
