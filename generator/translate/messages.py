"""What there is to translate: every text of the content, with an id that lasts.

One message is one paragraph, list item, cell, caption or label, never more and never
less. Its id is the file's id and its place in it. Everything is extracted, for
whatever stage or reader it is meant. Markdown marks and {…} stay in the text.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import takewhile
from math import ceil

from generator.content import markdown, texts
from generator.content.files import Files
from generator.content.model import Topic
from generator.content.reading import Located
from generator.content.source import Loc, Source
from generator.findings import ContentError

CONDITION = "condition"
"""The module of all that stands outside the topics."""
UI = "ui"
"""The module of the templates' own words."""
TAKEN = frozenset({CONDITION, UI, "map", "staging", "needs", "glossary"})
"""Names of files in ids, which a topic cannot have."""

TITLE_MAX = 70
"""Most characters of a topic's title, as in the model."""
LINE = 44
"""Characters of one line of a standard page, about."""
GROWTH = 1.5
"""A translation may always be this much longer than the English."""

_MARKER = re.compile(r"\s*(?:(?:[-*+]|\d{1,9}[.)])\s+)+")
_INDEX = re.compile(r"(?<=[:/])p?\d+(?=/|$)")
_KINDS = {  # a key on the way to a text → what it is, for translators
    "key_message": "key message, printed alone in lists", "head": "heading of a table column",
    "rows": "table cell", "columns": "heading of a diary column",
    "label": "label of lines to write on", "caption": "caption of a picture", "steps": "step",
    "checklist": "box to tick", "questions": "question for a visit",
    "when": "sign that means: call", "say": "sentence to say on the telephone",
}  # fmt: skip
_LINES = {"head": 2, "columns": 2, "rows": 6}
"""Most lines of a cell in its column."""


@dataclass(frozen=True, slots=True)
class Message:
    """One text to translate."""

    context: str
    """Its id, `FILE:PLACE`; gettext's msgctxt."""
    english: str
    kind: str
    """What it is, for translators."""
    file: str
    line: int
    max_length: int | None = None
    """Most characters of its translation; None if it may run on."""
    same_ok: bool = False
    """Whether the translation may be the English itself, as with names."""
    loc: Loc = ()
    """Where it stands in its file."""
    piece: int | None = None
    """Which paragraph or item of the text there, from 0; None: the whole of it."""

    @property
    def shape(self) -> str:
        """The id without its numbers: what it shares with texts beside it that may change places.

        Blocks have no ids of their own, so one that is put in moves all that follow.
        """
        return _INDEX.sub("*", self.context)


@dataclass(frozen=True, slots=True)
class Module:
    """The messages of one catalogue, in the order of the file they come from."""

    name: str
    messages: tuple[Message, ...]


def shape(context: str) -> str:
    """Give an id without its numbers."""
    return _INDEX.sub("*", context)


def of_condition(files: Files) -> list[Module]:
    """Give the modules of a condition: its own, then one a topic, by id.

    Raises ContentError where a topic has a name that ids use already.
    """
    taken = [one for one in files.topics if one.value.id in TAKEN]
    if taken:
        hint = "give the topic another id"
        raise ContentError(
            one.source.finding(
                ("id",), "Y04", f"'{one.value.id}' names other texts in the catalogues", hint
            )
            for one in taken
        )
    topics = sorted(files.topics, key=lambda one: one.value.id)
    own = Module(CONDITION, _distinct(_around(files)))
    return [own, *(Module(one.value.id, _distinct(_topic(one))) for one in topics)]


def of_words(source: Source) -> Module:
    """Give the module of the templates' own words."""
    words = source.value if isinstance(source.value, dict) else {}
    spots = [
        spot
        for key, value in words.items()
        for spot in (
            [_Spot((key, number), "word or line of the layout") for number in range(len(value))]
            if isinstance(value, list)
            else [_Spot((key,), "word or line of the layout")]
        )
    ]
    return Module(UI, _distinct(_read(source, UI, spots)))


def paragraphs(text: str) -> Iterator[tuple[markdown.Piece, str]]:
    """Yield the paragraphs and items of a text as written, each on one line, without its bullet."""
    for piece, own in _lines(text):
        if piece.depth:
            own[0] = _MARKER.sub("", own[0], count=1)
        yield piece, _joined(own)


def with_paragraphs(text: str, words: Mapping[int, str]) -> str:
    """Put words in place of paragraphs and items, by number from 0; bullets stay as they are."""
    lines: list[str | None] = [*text.splitlines()]
    for number, (piece, own) in enumerate(_lines(text)):
        if number in words:
            marker = _MARKER.match(own[0]) if piece.depth else None
            indent = len(own[0]) - len(own[0].lstrip())
            end = piece.line + len(own)
            lines[piece.line : end] = [None] * len(own)
            lines[piece.line] = _set(marker[0] if marker else " " * indent, words[number])
    return "\n".join(line for line in lines if line is not None)


def _lines(text: str) -> Iterator[tuple[markdown.Piece, list[str]]]:
    """Yield the paragraphs and items of a text, each with its own lines."""
    lines = text.splitlines()
    found = list(markdown.pieces(text))
    ends = [piece.line for piece in found[1:]] + [len(lines)]
    for piece, end in zip(found, ends, strict=True):
        yield piece, list(takewhile(str.strip, lines[piece.line : end]))


def _set(marker: str, words: str) -> str:
    """Write a paragraph behind its bullet; what only looks like a bullet is words all the same."""
    if looks := _MARKER.match(words):
        words = _escaped(looks[0]) + words[looks.end() :]
    return marker + words.replace("\n", "\n" + " " * len(marker))


def _escaped(marker: str) -> str:
    return re.sub(r"([-*+.)])(?=\s)", r"\\\1", marker)


def _joined(lines: list[str]) -> str:
    """Join the lines of a paragraph; keep a break that the writer asked for."""
    breaks = [line.endswith(("  ", "\\")) for line in lines[:-1]] + [False]
    parts = [
        line.strip().rstrip("\\") + ("\\\n" if broken else " ")
        for line, broken in zip(lines, breaks, strict=True)
    ]
    return "".join(parts).strip()


def _distinct(messages: Iterable[Message]) -> tuple[Message, ...]:
    """Give ids that would stand twice a number, so that none is lost."""
    seen: Counter[str] = Counter()
    result = []
    for message in messages:
        seen[message.context] += 1
        again = seen[message.context]
        result.append(
            message if again == 1 else replace(message, context=f"{message.context}~{again}")
        )
    return tuple(result)


def _topic(located: Located[Topic]) -> Iterator[Message]:
    source, topic = located.source, located.value
    found = list(texts.of_topic(topic))
    columns = Counter(
        text.loc[:-1] for text in found if text.loc[-2:-1] in (("head",), ("columns",))
    )
    for text in found:
        kind = _kind(text.loc)
        limit = _limit(text, columns)
        here = Message(
            f"{topic.id}:{_place(text.loc)}", text.text, kind, source.file,
            source.place(text.loc).line, limit, loc=text.loc,
        )  # fmt: skip
        if text.markup is not texts.Markup.BLOCK:
            yield replace(here, english=" ".join(text.text.split()))
            continue
        for number, (piece, words) in enumerate(paragraphs(text.text)):
            line = source.finding(text.loc, "", "", text_line=piece.line).line
            yield replace(
                here, context=f"{here.context}/p{number + 1}", english=words, line=line,
                kind="list item" if piece.depth else "paragraph", piece=number,
            )  # fmt: skip


def _kind(loc: Loc) -> str:
    if loc == ("title",):
        return "title of the topic"
    if loc[-1] == "title":
        return "heading"
    return next((_KINDS[str(part)] for part in reversed(loc) if part in _KINDS), "paragraph")


def _limit(text: texts.Text, columns: Counter[Loc]) -> int | None:
    """Give the most characters of a text that stands in a narrow place."""
    least = ceil(GROWTH * len(text.text))
    if text.loc == ("title",):
        return max(TITLE_MAX, least)
    for key, lines in _LINES.items():
        if key in text.loc:
            table = text.loc[: text.loc.index(key)]
            count = columns[(*table, "head")] or columns[(*table, "columns")] + 1  # the day
            return max(lines * LINE // count, least)
    if text.loc[-1] == "label":
        return max(2 * LINE, least)
    return None


def _place(loc: Loc) -> str:
    """Write a place as people count: from 1."""
    return "/".join(str(part + 1) if isinstance(part, int) else part for part in loc)


@dataclass(frozen=True, slots=True)
class _Spot:
    """Where a text stands in a file that is no topic."""

    loc: Loc
    kind: str
    place: str = ""
    """A place that lasts longer than numbers do; the loc's own if empty."""
    same_ok: bool = False


def _read(source: Source, file: str, spots: Iterable[_Spot]) -> Iterator[Message]:
    for spot in spots:
        text = _value(source.value, spot.loc)
        if text:
            place = spot.place or _place(spot.loc)
            line = source.place(spot.loc).line
            yield Message(
                f"{file}:{place}", text, spot.kind, source.file, line, same_ok=spot.same_ok,
                loc=spot.loc,
            )  # fmt: skip


def _value(value: object, loc: Loc) -> str:
    for part in loc:
        if isinstance(value, dict):
            value = value.get(str(part))
        elif isinstance(value, list) and isinstance(part, int):
            value = value[part]
    if isinstance(value, list):
        return "; ".join(str(one).strip() for one in value)
    return " ".join(value.split()) if isinstance(value, str) else ""


def _around(files: Files) -> Iterator[Message]:
    """Yield the messages of all files but the topics."""
    yield from _read(files.condition.source, "condition", _CONDITION)
    yield from _read(files.map.source, "map", _map(files))
    yield from _read(files.staging.source, "staging", _staging(files))
    yield from _read(files.needs.source, "needs", _needs(files))
    yield from _read(files.glossary.source, "glossary", _glossary(files))
    for name, picture in files.pictures.items():
        yield from _read(picture.source, f"picture.{name}", _PICTURE)
    for located in files.regions:
        region = located.value
        yield from _read(located.source, f"region.{region.region}", _region(located.source))


_CONDITION = (
    _Spot(("name",), "short name of the condition", same_ok=True),
    _Spot(("full_name",), "full name of the condition"),
    _Spot(("title",), "title of the booklet"),
    _Spot(("subtitle",), "line under the title"),
    _Spot(("purpose",), "who the booklet is for"),
    _Spot(("intended_use",), "what the booklet is and is not"),
    _Spot(("publisher",), "who publishes the text", same_ok=True),
    _Spot(("funding",), "who paid", same_ok=True),
    _Spot(("conflicts",), "conflicts of interest"),
    _Spot(("feedback",), "how readers can say what should change"),
    _Spot(("other_formats",), "how to ask for another format"),
)

_PICTURE = (
    _Spot(("title",), "name of a picture"),
    _Spot(("description",), "what a picture shows, for those who do not see it"),
)


def _map(files: Files) -> Iterator[_Spot]:
    for number, part in enumerate(files.map.value.parts):
        yield _Spot(("parts", number, "title"), "title of a part", f"parts/{part.letter}/title")


def _staging(files: Files) -> Iterator[_Spot]:
    for number, scheme in enumerate(files.staging.value.schemes):
        here: Loc = ("schemes", number)
        yield _Spot((*here, "name"), "name of a staging scheme", f"{scheme.id}/name", same_ok=True)
        for step, stage in enumerate(scheme.stages):
            loc = (*here, "stages", step, "name")
            yield _Spot(loc, "name of a stage", f"{scheme.id}/{stage.code}/name")


def _needs(files: Files) -> Iterator[_Spot]:
    for number, group in enumerate(files.needs.value.groups):
        here: Loc = ("groups", number)
        yield _Spot((*here, "title"), "heading over needs")
        for step, need in enumerate(group.needs):
            yield _Spot((*here, "needs", step, "label"), "name of a need", f"{need.id}/label")


def _glossary(files: Files) -> Iterator[_Spot]:
    for number, term in enumerate(files.glossary.value.terms):
        here: Loc = ("terms", number)
        yield _Spot((*here, "term"), "word that is explained", f"{term.term}/term", same_ok=True)
        kind = "every form that the word has in a text, with '; ' between"
        yield _Spot((*here, "forms"), kind, f"{term.term}/forms", same_ok=True)
        yield _Spot((*here, "meaning"), "what the word means", f"{term.term}/meaning")


def _region(source: Source) -> Iterator[_Spot]:
    region = source.value if isinstance(source.value, dict) else {}
    yield _Spot(("name",), "name of a region", same_ok=True)
    if re.search(r"[^\W\d]", str(region.get("emergency", {}).get("number") or "")):
        yield _Spot(("emergency", "number"), "emergency numbers, with words between them")
    yield _Spot(("emergency", "without_speech"), "how to call without speech")
    for number, one in enumerate(region.get("organisations") or []):
        place = f"organisations/{one['name']}/what"
        yield _Spot(("organisations", number, "what"), "what a group does", place)
    for key in region.get("medicines") or {}:
        yield _Spot(("medicines", key, "name"), "name of a medicine", same_ok=True)
        yield _Spot(("medicines", key, "note"), "what is true of a medicine here")
    for number, one in enumerate(region.get("legal") or []):
        place = f"legal/{one['name']}"
        yield _Spot(("legal", number, "name"), "name in law; may stay as it is",
                    f"{place}/name", same_ok=True)  # fmt: skip
        yield _Spot(("legal", number, "note"), "what a name in law means", f"{place}/note")
