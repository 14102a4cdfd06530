"""Every run of the other direction in a document, in an element that isolates it.

The engine lays each inline box by itself, from the line's own side: in Arabic a name with a bold
middle, `co-<b>amox</b>iclav`, falls apart. So a finished document is gone through once, and each
run, through whatever bold words and links stand in it, gets one `<bdi dir="ltr">` around it all.
`dir` is always said: the engine does not guess. What stands apart on the page (an element with a
class, a line break, a picture) ends a run.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from html import escape, unescape

from generator.render import bidi

TOKEN = re.compile(r"<(style|script|title|svg)\b[^>]*>.*?</\1>|<!--.*?-->|<[^>]*>|[^<]+", re.DOTALL)
TAG = re.compile(r"<(/?)([a-z][a-z0-9]*)([^>]*?)(/?)>")
DIRECTION = re.compile(r'\bdir="(ltr|rtl)"')
OURS = re.compile(r'<bdi dir="(?:ltr|rtl)">|</bdi>')
INLINE = frozenset({"a", "abbr", "b", "br", "em", "i", "img", "span", "strong", "sub", "sup"})
APART = frozenset({"br", "img", "span"})
"""Inline elements that end a run; so does any other with a class."""
VOID = frozenset({"br", "col", "hr", "img", "input", "link", "meta"})


def isolate(html: str, *, right_to_left: bool) -> str:
    """Put every run of the other direction in a `bdi`; the text itself stays as it is.

    An element that says its own `dir` is taken by that.
    """
    if not right_to_left and not bidi.RTL_WORD.search(html):
        return html
    parts: list[str] = []
    line: list[str] = []
    outside = [(right_to_left, True)]  # direction, whether a line ends where the element does
    for match in TOKEN.finditer(html):
        token = match[0]
        tag = TAG.fullmatch(token)
        if _goes_on(tag, outside) if tag else not token.startswith("<"):
            line.append(token)
        else:
            parts += [*_isolated(line, right_to_left=outside[-1][0]), token]
            line = []
        if tag and not _is_void(tag):
            _step(tag, outside)
    return "".join([*parts, *_isolated(line, right_to_left=right_to_left)])


def bare(html: str) -> str:
    """Take the isolates out again."""
    return OURS.sub("", html)


def _is_void(tag: re.Match[str]) -> bool:
    return bool(tag[4]) or tag[2] in VOID


def _goes_on(tag: re.Match[str], outside: Sequence[tuple[bool, bool]]) -> bool:
    """Say whether a line of text goes on through a tag."""
    if tag[1]:
        return not outside[-1][1]
    return tag[2] in INLINE and not DIRECTION.search(tag[3])


def _step(tag: re.Match[str], outside: list[tuple[bool, bool]]) -> None:
    if tag[1]:
        outside.pop()
    else:
        said = DIRECTION.search(tag[3])
        outside.append((said[1] == "rtl" if said else outside[-1][0], not _goes_on(tag, outside)))


@dataclass
class _Element:
    """An inline element as a span of its line's text; one that is not closed there has no end."""

    start: int
    end: float = float("inf")

    def is_inside(self, start: int, end: int) -> bool:
        """Say whether a run can be put around it."""
        return start <= self.start < self.end <= end

    def cut(self, start: int, end: int) -> int | None:
        """Say where a run that is partly in the element has to be cut."""
        if self.start < start < self.end < end:
            return int(self.end)
        return self.start if start < self.start < end < self.end else None


@dataclass
class _Line:
    """A line's text, and the tags in it: place → (tag, its element, whether it closes it)."""

    text: str = ""
    tags: dict[int, list[tuple[str, _Element, bool]]] = field(default_factory=dict)
    elements: list[_Element] = field(default_factory=list)

    def add(self, tag: str, element: _Element, *, closes: bool) -> None:
        self.tags.setdefault(len(self.text), []).append((tag, element, closes))


def _isolated(tokens: Sequence[str], *, right_to_left: bool) -> list[str]:
    line = _read(tokens)
    runs = [
        piece
        for start, end in bidi.runs(line.text, right_to_left=right_to_left)
        for piece in _pieces(line, start, end)
    ]
    if not runs:
        return list(tokens)
    opening = f'<bdi dir="{"ltr" if right_to_left else "rtl"}">'
    tags = {place: [tag for tag, _, _ in found] for place, found in line.tags.items()}
    for start, end in reversed(runs):
        tags.setdefault(end, []).insert(_after_last_inside(line, start, end), "</bdi>")
        tags.setdefault(start, []).insert(_before_first_inside(line, start, end), opening)
    return list(_written(line.text, tags))


def _read(tokens: Sequence[str]) -> _Line:
    line = _Line()
    opened: list[tuple[_Element, bool]] = []
    for token in tokens:
        tag = TAG.fullmatch(token)
        if tag is None:
            line.text += unescape(token)
            continue
        if tag[1]:
            if not opened:  # it began before the line
                line.elements.append(_Element(-1))
                opened.append((line.elements[-1], False))
            element, apart = opened.pop()
            line.text += bidi.APART * apart
            element.end = len(line.text)
            line.add(token, element, closes=True)
            continue
        element = _Element(len(line.text))
        apart = tag[2] in APART or "class=" in tag[3]
        line.add(token, element, closes=False)
        line.elements.append(element)
        line.text += bidi.APART * apart
        if not _is_void(tag):
            opened.append((element, apart))
    return line


def _pieces(line: _Line, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Cut a run where it goes over the border of a bold word or a link."""
    cuts = {element.cut(start, end) for element in line.elements} - {None}
    places = [start, *sorted(cut for cut in cuts if cut is not None), end]
    for first, last in itertools.pairwise(places):
        words = line.text[first:last]
        first += len(words) - len(words.lstrip())
        last -= len(words) - len(words.rstrip())
        if len(places) == 2 or not bidi.NUMBER.fullmatch(words.strip()):
            yield first, last


def _before_first_inside(line: _Line, start: int, end: int) -> int:
    found = line.tags.get(start, [])
    inside = (
        at for at, (_, one, closes) in enumerate(found) if not closes and one.is_inside(start, end)
    )
    return next(inside, len(found))


def _after_last_inside(line: _Line, start: int, end: int) -> int:
    found = line.tags.get(end, [])
    return max(
        (
            at + 1
            for at, (_, one, closes) in enumerate(found)
            if closes and one.is_inside(start, end)
        ),
        default=0,
    )


def _written(text: str, tags: Mapping[int, Sequence[str]]) -> Iterator[str]:
    done = 0
    for place in sorted(tags):
        yield _escaped(text[done:place])
        yield from tags[place]
        done = place
    yield _escaped(text[done:])


def _escaped(text: str) -> str:
    return escape(text.replace(bidi.APART, ""), quote=False)
