"""A planned booklet into pieces in their order: sheets, lists put together, page numbers, notes.

Nothing is laid out here. An assembly asks for the sheets of documents, and is sent them; then for
the pages that depend on how many there are.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Generator, Iterable, Sequence
from dataclasses import dataclass, replace

from generator import __version__
from generator.booklet import Plan
from generator.press.piece import About, Piece, Tab, page_numbers
from generator.press.sheet import Sheet
from generator.press.stack import Composition, stack
from generator.render import lists
from generator.render.document import Document, items

Typeset = Callable[[Sequence[Document]], list[Sheet]]
"""Gives the sheets of documents, typesetting those that are not kept."""


@dataclass(frozen=True, slots=True)
class Bound:
    """A booklet's pieces in order, and what the file says of itself."""

    pieces: tuple[Piece, ...]
    about: About


Assembly = Generator[list[Document], list[Sheet], Bound]
"""A booklet being put together: asks for sheets of documents, gives the whole at its end."""


def assemble(plan: Plan) -> Assembly:
    """Put a booklet together: ask for the sheets of its documents, then for pages to write on.

    The caller typesets what is asked for, in whatever way, and sends the sheets; of a
    sheet only its name, title, headings and number of pages are looked at, of a list's
    how tall its items are.
    """
    documents = plan.to_typeset()
    sheets = dict(zip((d.name for d in documents), (yield documents), strict=True))
    composed = {listed.name: _stacked(plan, listed, sheets) for listed in plan.lists()}
    sheets |= {name: composition.sheet for name, composition in composed.items()}
    if count := _notes_pages(plan, sheets):
        (sheets["notes"],) = yield [plan.renderer.notes(count)]
    pieces = _in_order(plan, sheets, composed)
    if plan.has_contents:
        pieces = _numbered(pieces)
    return Bound(tuple(pieces), _about(plan))


def _stacked(plan: Plan, listed: Document, sheets: dict[str, Sheet]) -> Composition:
    """Stack the items of one of a booklet's lists, as they stand in the whole list."""
    room = sheets[lists.ROOM] if listed.notes else None
    source = sheets[lists.source_of(listed.name)]
    made = stack(source, room, items(listed.html), plan.renderer.text_area, listed.least_pt)
    return replace(made, sheet=replace(made.sheet, name=listed.name))


def _numbered(pieces: Sequence[Piece]) -> list[Piece]:
    """Write page numbers into the contents; pages for notes are not among their lines."""
    numbers = {name: str(page) for name, page in page_numbers(pieces).items()}
    return [
        replace(piece, composition=piece.composition.numbered(numbers))
        if piece.composition is not None and piece.id == "contents"
        else piece
        for piece in pieces
    ]


def complete(plan: Plan, typeset: Typeset) -> Bound:
    """Put a booklet together at once, with a function that gives the sheets of documents."""
    assembling = assemble(plan)
    try:
        wanted = next(assembling)
        while True:
            wanted = assembling.send(typeset(wanted))
    except StopIteration as finished:
        bound: Bound = finished.value
        return bound


def _in_order(
    plan: Plan, sheets: dict[str, Sheet], composed: dict[str, Composition]
) -> list[Piece]:
    """Put sheets in the map's order: front, parts, back; empty parts vanish."""
    library = plan.renderer.setting.library
    pieces = [_piece(plan, name, sheets, composed) for name in library.map.front if name in sheets]
    placed = {piece.id for piece in pieces}
    for part in library.map.parts:
        for topic_id in part.topics:
            if topic_id in plan.topics and topic_id not in placed:
                pieces.append(_piece(plan, topic_id, sheets, composed))
    back = [name for name in library.map.back if name in sheets]
    return pieces + [_piece(plan, name, sheets, composed) for name in back]


def _piece(
    plan: Plan, name: str, sheets: dict[str, Sheet], composed: dict[str, Composition]
) -> Piece:
    library, words = plan.renderer.setting.library, plan.renderer.words
    if name not in plan.topics:
        label = words("cover-label") if name == "cover" else sheets[name].title
        is_cover = name in ("cover", "back")
        return Piece(name, label, sheets[name], is_cover=is_cover, composition=composed.get(name))
    part = library.part_of(name)
    tokens = plan.renderer.setting.theme.tokens
    index = library.map.parts.index(part)
    tab = Tab(part.letter, tokens.parts[part.colour], index, len(library.map.parts))
    topic = library.topics[name]
    heading = None if name in library.map.front else f"{part.letter}  {part.title}"
    return Piece(name, f"{topic.code}  {topic.title}", sheets[name], tab, heading)


def _notes_pages(plan: Plan, sheets: dict[str, Sheet]) -> int:
    """Count the pages to write on: as many as fill the last paper sheet, and at least one.

    None need be where the map has a page of questions, which leaves room.

    A folded booklet has pages in fours; an office edition is printed on both
    sides, so its pages come in twos.
    """
    others = sum(sheet.pages for sheet in sheets.values())
    setting = plan.renderer.setting
    folded = setting.theme.tokens.editions[setting.edition].page == "booklet"
    least = 0 if "asks" in plan.renderer.setting.library.map.back else 1
    return least + -(others + least) % (4 if folded else 2)


def _about(plan: Plan) -> About:
    setting = plan.renderer.setting
    condition = setting.library.condition
    topics = " ".join(f"{one.topic.id}@{one.topic.version}" for one in plan.selection.chosen)
    return About(
        title=condition.title,
        language=setting.language,
        subject=condition.subtitle,
        cover_label=plan.renderer.words("cover-label"),
        right_to_left=plan.renderer.right_to_left,
        provenance={
            "booklet": plan.name,
            "condition": condition.id,
            "contentVersion": condition.version,
            "contentDate": condition.updated.isoformat(),
            "program": __version__,
            "region": setting.region,
            "state": "draft" if plan.is_draft else "reviewed",
            **(
                {"translation": "unrevised" if plan.is_unrevised else "revised"}
                if setting.library.translation
                else {}
            ),
            "topics": topics,
            "text": _digest(plan.topics.values()),
        },
    )


def _digest(documents: Iterable[Document]) -> str:
    digest = hashlib.sha256()
    for document in documents:
        digest.update(hashlib.sha256(document.html.encode()).digest())
    return digest.hexdigest()
