"""A web page is refused when it lacks a topic or needs something from outside."""

from __future__ import annotations

import pytest

from generator.preflight.expected import Expected
from generator.preflight.web import check_html

PAGE = (
    '<style>@font-face{src:url(data:font/ttf;base64,AA)}</style><a href="#rest">Rest</a>'
    '<article id="rest"><img src="data:image/svg+xml;base64,AA"></article>'
    '<a href="https://example.org">out</a>'
)
EXPECTED = Expected("demo", [("rest", "Rest well")], 148, 210, folded=True, fonts=["CF"])


def test_a_whole_page_has_no_finding() -> None:
    assert [] == list(check_html(PAGE, EXPECTED))


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ('<article id="rest">', '<article id="rested">', ["P14", "P14"]),
        ("</article>", '</article><article id="rest"></article>', ["P14"]),
        ("#rest", "#falls", ["P14"]),
        ("data:image/svg+xml;base64,AA", "asset:pictures/chair.svg", ["P30"]),
        ("url(data:font/ttf;base64,AA)", "url(https://example.org/a.ttf)", ["P30"]),
    ],
)
def test_each_fault_is_found(old: str, new: str, expected: list[str]) -> None:
    assert old in PAGE
    assert expected == [finding.code for finding in check_html(PAGE.replace(old, new, 1), EXPECTED)]
