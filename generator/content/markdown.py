"""The safe subset of Markdown: paragraphs, bold, lists, links; nothing else.

Two parsers look at a text. The strict one knows only the subset, so HTML comes
out escaped and a heading stays a paragraph: nothing a writer types can reach
the page as markup. The open one knows all of CommonMark and serves to say
kindly what will not work.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from html import escape

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline, emphasis
from markdown_it.rules_inline.state_inline import Delimiter
from markdown_it.token import Token

PLACEHOLDER = re.compile(r"\{([a-z][a-z-]*)\}")
"""A value filled in by the program, such as {emergency-number}."""


class _Parser(MarkdownIt):
    def validateLink(self, url: str) -> bool:  # noqa: ARG002, N802
        """Take every target as written; `crosscheck` refuses the wrong ones with their place."""
        return True


def _marks(state: StateInline, silent: bool) -> bool:
    """Read `**` by the spaces beside it alone.

    CommonMark 0.31 (6.2) looks at punctuation too, and so does not see the end of bold words
    that close with a full stop where the next word follows without a space, as in Chinese.
    """
    marks = 2
    if silent or not state.src.startswith("*" * marks, state.pos):
        return emphasis.tokenize(state, silent)
    scanned = state.scanDelims(state.pos, True)
    end = state.pos + scanned.length
    before, after = state.src[state.pos - 1 : state.pos] or " ", state.src[end : end + 1] or " "
    for _ in range(scanned.length):
        state.push("text", "", 0).content = "*"
        state.delimiters.append(
            Delimiter(
                marker=ord("*"), length=scanned.length, token=len(state.tokens) - 1, end=-1,
                open=not after.isspace(), close=not before.isspace(),
            )
        )  # fmt: skip
    state.pos = end
    return True


_strict = _Parser("zero").enable(["emphasis", "list", "link", "newline", "escape", "entity"])
_strict.inline.ruler.at("emphasis", _marks)
_open = _Parser("commonmark", {"html": True}).enable(["table", "strikethrough"])

OUTSIDE = {  # token type → what it is, what to write instead
    "heading_open": ("a heading", "use the block's 'title:'"),
    "html_block": ("HTML", "leave it out; only plain text, **bold**, lists and links"),
    "html_inline": ("HTML", "leave it out; only plain text, **bold**, lists and links"),
    "image": ("an image", "use a 'picture:' block"),
    "fence": ("a code block", "leave it out"),
    "code_block": ("an indented block", "start the line at the left"),
    "code_inline": ("code", "leave out the ` signs"),
    "blockquote_open": ("a quotation mark '>'", "use a 'callout:' block"),
    "hr": ("a line across", "start a new block"),
    "table_open": ("a table", "use a 'table:' block"),
    "em_open": ("italics", "use **bold**, or plain words"),
    "s_open": ("struck-out text", "delete it"),
}


@dataclass(frozen=True, slots=True)
class Link:
    """A link in a text: where it leads, and its line (from 0)."""

    target: str
    line: int

    @property
    def is_external(self) -> bool:
        """Say whether it leads out of the booklet."""
        return self.target.startswith("https://")


# A writer's texts are nearly all of these kinds, and to parse them took a third of reading content.
_WORDS = r"(?:[^\W_]|[ ,.;:'’‘“”?!()/{}–—…%-])*"
_BARE = re.compile(rf"[^\W\d_]{_WORDS}")
"""One line that begins with a letter and holds no mark: it is what it says."""
_BULLET = r" {0,3}(?:(?:[-*+]|\d{1,9}[.)]) )?"
_LINE = rf"{_BULLET}(?:\*\*(?!\*))?[^\W\d_]{_WORDS}(?:\*\*(?!\*){_WORDS})*"
_ALLOWED = re.compile(rf"(?:{_LINE})?(?:\n(?:{_LINE})?)*")
"""Lines of words, some in bold, some behind a bullet or a number: nothing outside the subset."""


def trouble(text: str) -> Iterator[tuple[int, str, str]]:
    """Yield (line from 0, what is not allowed, what to do) for text outside the subset."""
    if _ALLOWED.fullmatch(text):
        return
    for line, token in _flat(_opened(text)):
        if token.type in OUTSIDE:
            what, instead = OUTSIDE[token.type]
            yield line, f"{what} cannot stand in a text", instead


@lru_cache(maxsize=64)  # a text is asked for its faults, then for its links
def _opened(text: str) -> Sequence[Token]:
    return _open.parse(text)


@lru_cache(maxsize=8192)  # asked for again with every booklet that holds the text
def links(text: str) -> tuple[Link, ...]:
    """Give the links of a text, allowed or not."""
    if "[" not in text and "<" not in text:
        return ()
    return tuple(
        Link(str(token.attrs["href"]), line)
        for line, token in _flat(_opened(text))
        if token.type == "link_open"
    )


@dataclass(frozen=True, slots=True)
class Piece:
    """A paragraph or list item: its words without marks, its first line (from 0).

    `depth` counts the lists around it; `item` is the item's number in its list, from 1.
    """

    words: str
    line: int
    depth: int = 0
    item: int = 0


@lru_cache(maxsize=8192)  # asked for again with every language
def pieces(text: str) -> tuple[Piece, ...]:
    """Give the paragraphs and items of a text, in order."""
    return tuple(_pieces(text))


def _pieces(text: str) -> Iterator[Piece]:
    if _BARE.fullmatch(text):
        yield Piece(text, 0)
        return
    counts: list[int] = []
    for token in _strict.parse(text):
        if token.type in ("bullet_list_open", "ordered_list_open"):
            counts.append(0)
        elif token.type in ("bullet_list_close", "ordered_list_close"):
            counts.pop()
        elif token.type == "list_item_open":
            counts[-1] += 1
        elif token.type == "inline":
            words = "".join(
                t.content if t.type == "text" else " "
                for t in token.children or ()
                if t.type in ("text", "softbreak", "hardbreak")
            )
            line = token.map[0] if token.map else 0
            yield Piece(words, line, len(counts), counts[-1] if counts else 0)


def plain(text: str) -> str:
    """Give the words of a text without their marks, one paragraph or item a line."""
    return "\n".join(piece.words for piece in pieces(text))


def to_html(text: str, link: Callable[[str, str], str], *, inline: bool = False) -> str:
    """Turn a text into HTML; `link(target, words)` makes the HTML of each link.

    `words` is the link's own HTML, already escaped; empty where the writer gave none.
    """
    return _html(text, link, inline) if "[" in text else _without_links(text, inline)


@lru_cache(maxsize=8192)  # asked for again with every edition
def _without_links(text: str, inline: bool) -> str:
    return _html(text, lambda _target, words: words, inline)


def _html(text: str, link: Callable[[str, str], str], inline: bool) -> str:
    if inline:
        return _inline(_strict.parseInline(text)[0].children or [], link)
    return "".join(_blocks(_strict.parse(text), link))


def _flat(tokens: Sequence[Token]) -> Iterator[tuple[int, Token]]:
    line = 0
    for token in tokens:
        line = token.map[0] if token.map else line
        yield line, token
        inner = line
        for child in token.children or ():
            yield inner, child
            inner += child.type in ("softbreak", "hardbreak")


def _blocks(tokens: Sequence[Token], link: Callable[[str, str], str]) -> Iterator[str]:
    for token in tokens:
        if token.type == "inline":
            yield _inline(token.children or [], link)
        elif not token.hidden:  # the paragraphs of a tight list are hidden
            start = f' start="{token.attrs["start"]}"' if "start" in token.attrs else ""
            yield f"</{token.tag}>" if token.nesting < 0 else f"<{token.tag}{start}>"


def _inline(tokens: Sequence[Token], link: Callable[[str, str], str]) -> str:
    parts: list[str] = []
    opened: list[tuple[str, int]] = []
    for token in tokens:
        if token.type == "link_open":
            opened.append((str(token.attrs["href"]), len(parts)))
        elif token.type == "link_close":
            target, start = opened.pop()
            words = "".join(parts[start:])
            parts[start:] = [link(target, words)]
        elif token.type in ("strong_open", "strong_close"):
            parts.append("</strong>" if token.nesting < 0 else "<strong>")
        elif token.type == "softbreak":
            parts.append(" ")
        elif token.type == "hardbreak":
            parts.append("<br />")
        else:
            parts.append(escape(token.content, quote=False))
    return "".join(parts)
