from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.content import markdown
from generator.content.markdown import (
    OUTSIDE,
    PLACEHOLDER,
    Piece,
    links,
    pieces,
    plain,
    to_html,
    trouble,
)

MARKDOWN = st.lists(
    st.sampled_from([
        "<script>", "</script>", "<", ">", "&", "&lt;", "&#60;", "&#x3c;script>", "<b onclick=x>",
        "[", "](", ")", "](javascript:x)", "(<script>)", "![", "**", "*", "_", "`", "```", "\\",
        "\\<", "- ", "1. ", "# ", "> ", "    ", "\n", "\n\n", "|", "---", "a", "é", '"', "'",
        "<!--", "-->", "<![CDATA[", "]]>", "<?", "?>", "http://x", "\t", "\x00", "\r",
    ]),
    max_size=30,
).map("".join)  # fmt: skip
ALLOWED = {"p", "strong", "ul", "ol", "li", "br", "x-link"}


def link(target: str, words: str) -> str:
    """Stand in for the program's own link: the target is its business, the words are not."""
    del target
    return f"<x-link>{words}</x-link>"


def html(text: str) -> str:
    return to_html(text, link)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Rest.", "<p>Rest.</p>"),
        ("Rest\nwell.", "<p>Rest well.</p>"),
        ("Rest.\n\nWell.", "<p>Rest.</p><p>Well.</p>"),
        ("Rest **early**.", "<p>Rest <strong>early</strong>.</p>"),
        ("- a\n- b", "<ul><li>a</li><li>b</li></ul>"),
        ("1. a\n2. b", "<ol><li>a</li><li>b</li></ol>"),
        ("3. a", '<ol start="3"><li>a</li></ol>'),
        ("See [rest](rest).", "<p>See <x-link>rest</x-link>.</p>"),
        ("See [**rest**](rest).", "<p>See <x-link><strong>rest</strong></x-link>.</p>"),
        ("See [](rest).", "<p>See <x-link></x-link>.</p>"),
        ("a & b < c", "<p>a &amp; b &lt; c</p>"),
        ("&amp; \\* \\<", "<p>&amp; * &lt;</p>"),
        ("a\\\nb", "<p>a<br />b</p>"),
    ],
)
def test_the_safe_subset_becomes_html(text: str, expected: str) -> None:
    assert expected == html(text)


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "<b>x</b>",
        "a <img src=x onerror=y> b",
        "&lt;script&gt;",
        "![x](file:///etc/passwd)",
        "# Heading",
        "> quote",
        "    code",
        "`code`",
        "<https://example.org>",
        "|a|\n|-|\n|b|",
    ],
)
def test_what_is_outside_the_subset_comes_out_as_words(text: str) -> None:
    assert set(re.findall(r"<([^>]*)>", html(text))) <= {"p", "/p"} | {"x-link", "/x-link"}


@pytest.mark.parametrize("inline", [True, False])
@settings(deadline=None, max_examples=500)
@given(text=st.one_of(st.text(), MARKDOWN))
def test_nothing_a_writer_types_reaches_the_page_as_markup(inline: bool, text: str) -> None:
    written = to_html(text, link, inline=inline)
    assert "<script" not in written.lower()
    found = _Tags()
    found.feed(written)
    assert found.names <= ALLOWED
    assert found.attributes <= {"start"}
    bare = re.sub(r'</?(?:p|strong|ul|ol|li|br|x-link)(?: start="\d+")?(?: /)?>', "", written)
    assert "<" not in bare


class _Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.names: set[str] = set()
        self.attributes: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.names.add(tag)
        self.attributes |= {name for name, _ in attrs}


@pytest.mark.parametrize(
    ("text", "line", "what"),
    [
        ("# Heading", 0, "a heading"),
        ("a\n\n<div>x</div>", 2, "HTML"),
        ("a\nb <b>c</b>", 1, "HTML"),
        ("a ![x](y)", 0, "an image"),
        ("```\nx\n```", 0, "a code block"),
        ("a\n\n    x", 2, "an indented block"),
        ("a `x`", 0, "code"),
        ("> x", 0, "a quotation mark '>'"),
        ("a\n\n---", 2, "a line across"),
        ("|a|\n|-|\n|b|", 0, "a table"),
        ("a *b*", 0, "italics"),
        ("a ~~b~~", 0, "struck-out text"),
        ("- a\n- b\n- `c`", 2, "code"),
    ],
)
def test_what_is_outside_the_subset_is_told_with_its_line_and_what_to_do(
    text: str, line: int, what: str
) -> None:
    at, message, instead = next(trouble(text))
    assert (line, f"{what} cannot stand in a text") == (at, message)
    assert instead


def test_every_kind_of_trouble_has_a_sample_above() -> None:
    marks = test_what_is_outside_the_subset_is_told_with_its_line_and_what_to_do.pytestmark  # type: ignore[attr-defined]
    assert {what for what, _ in OUTSIDE.values()} == {case[2] for case in marks[0].args[1]}


@pytest.mark.parametrize(
    "text", ["Rest **early**.", "- a\n- b", "1. a", "[a](rest)", "a\n\nb", "2*3"]
)
def test_the_safe_subset_is_no_trouble(text: str) -> None:
    assert [] == list(trouble(text))


@pytest.mark.parametrize(
    "target",
    ["rest", "https://example.org", "file:///etc/passwd", "javascript:x", "../x", "data:x"],
)
def test_links_are_found_allowed_or_not(target: str) -> None:
    (found,) = links(f"a\n\nb\n[words]({target})")
    assert (target, 3) == (found.target, found.line)
    assert target.startswith("https://") is found.is_external


def test_plain_words_lose_their_marks_and_keep_their_lines() -> None:
    assert "Rest early, see rest.\na\nb c" == plain(
        "Rest **early**, see [rest](rest).\n\n- a\n- b\n  c"
    )


def test_pieces_know_their_line_list_and_number() -> None:
    assert [
        Piece("One two.", 0),
        Piece("a", 3, depth=1, item=1),
        Piece("b c", 4, depth=1, item=2),
        Piece("under", 6, depth=2, item=1),
        Piece("d", 7, depth=1, item=3),
        Piece("first", 9, depth=1, item=1),
    ] == list(pieces("One\n**two**.\n\n- a\n- b\n  c\n  - under\n- d\n\n1. first\n"))


@given(st.text("aZé0 .,:;!?()-–—/%'’“”{}…", min_size=1).map(str.strip))
@settings(max_examples=300)
def test_one_bare_line_is_what_it_says(text: str) -> None:
    bare = f"A{text}"
    assert [Piece(bare, 0)] == list(pieces(bare))
    # bold text takes the long way; its words and its line are the same
    assert [Piece(bare, 0), Piece("b", 2)] == list(pieces(f"{bare}\n\n**b**"))
    assert [] == list(trouble(bare))
    assert () == links(bare)
    assert [] == list(trouble(f"{bare}\n\n**b**"))


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Call {emergency-number}.", ["emergency-number"]),
        ("{a}{b}", ["a", "b"]),
        ("{A} { a } {} {1}", []),
    ],
)
def test_placeholders_are_words_in_braces(text: str, names: list[str]) -> None:
    assert names == PLACEHOLDER.findall(text)


PLAIN_LINES = st.lists(
    st.sampled_from([
        "- ", "* ", "1. ", "12) ", "**", "*", "\n", "\n\n", " ", "   ", "    ", "word", "Éa", "3",
        "¿Qué?", "-", "---", "(a)", "=", "===", "{condition}", ". ", "_", "#", "—", "%",
    ]),
    max_size=14,
).map("".join)  # fmt: skip


@given(PLAIN_LINES)
@settings(max_examples=500, deadline=None)
def test_what_is_passed_over_as_plain_lines_has_nothing_outside_the_subset(text: str) -> None:
    parsed = [token.type for _, token in markdown._flat(markdown._open.parse(text))]

    assert bool(list(trouble(text))) == any(type_ in OUTSIDE for type_ in parsed)


@given(MARKDOWN)
@settings(max_examples=300, deadline=None)
def test_no_link_is_passed_over(text: str) -> None:
    parsed = [token for _, token in markdown._flat(markdown._open.parse(text))]

    assert len(links(text)) == sum(token.type == "link_open" for token in parsed)
