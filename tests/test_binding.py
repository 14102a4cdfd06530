"""Binding equals one pass: the real booklets, bound and laid out whole, say the same.

For every stage the same documents are made into a booklet twice: typeset one by one and
bound, and joined into one HTML file that WeasyPrint lays out once (`tests/one_pass.py`).
Text, structure, page count and places are compared as facts.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

import pytest

import generator
from generator import booklet
from generator.assembly import complete
from generator.batch.crew import press_workers
from generator.batch.jobs import SheetJob
from generator.batch.order import Order
from generator.batch.profile import load_condition, profile_of
from generator.batch.work import typeset_sheet
from generator.batch.workers import Workers
from generator.content.library import Library
from generator.press import bind, keys
from generator.press.compose import compose
from generator.press.furniture import Furniture
from generator.press.piece import Piece, page_numbers
from generator.press.sheet import Sheet
from generator.press.store import Store
from generator.project import Project
from generator.render.document import Document, with_notes
from generator.render.html import Renderer
from generator.render.setting import Setting
from generator.select import select
from tests.pdf_facts import Element, contents, destinations, opened, pages_as_read, structure
from tests.pressroom import theme

ROOT = Path(generator.__file__).parents[1]
STAGES = ("1", "2", "3", "4A", "4B")
PROCESSES = 2
WHOLE = ("Art", "Part")
"""Types that only hold a document or a page together; binding makes one of each document."""


@dataclass(frozen=True)
class Bound:
    """A booklet as the program makes it, and the HTML of its documents in their order."""

    pdf: bytes
    htmls: tuple[str, ...]
    topics: tuple[str, ...]


@dataclass(frozen=True)
class Pair:
    """One stage's booklet, bound, and in one pass."""

    bound: Bound
    one_pass: bytes
    places: dict[str, int]
    """Where each document starts in the one pass, by its id; pages from 1."""

    @cached_property
    def both(self) -> tuple[list[Element | str], list[Element | str]]:
        with opened(self.bound.pdf) as bound, opened(self.one_pass) as one:
            pages = [element.kids for element in structure(one)]  # a wrapper a document and page
            return (
                list(_unwrapped(structure(bound))),
                list(_unwrapped([part for page in pages for part in page])),
            )


def _unwrapped(parts: Sequence[Element | str]) -> Iterator[Element | str]:
    for part in parts:
        if isinstance(part, Element) and part.type == "Div" and not part.kids:
            continue  # a line between the contents' parts: it holds nothing, and is not made
        if isinstance(part, Element) and part.type in WHOLE:
            yield from _unwrapped(part.kids)
        else:
            yield part


@pytest.fixture(scope="module")
def library() -> Library:
    return load_condition(Project(ROOT, ROOT / "content"), "als")


@pytest.fixture(scope="module")
def pairs(
    library: Library, tmp_path_factory: pytest.TempPathFactory, shared_store: Path
) -> dict[str, Pair]:
    folder = tmp_path_factory.mktemp("one-pass")
    renderer = Renderer(Setting(library, theme(), "standard", "en", "GB"))
    bound = _bind_all(library, renderer, Store(shared_store))
    _lay_out_whole({stage: one.htmls for stage, one in bound.items()}, renderer, library, folder)
    return {
        stage: Pair(
            bound[stage],
            (folder / f"{stage}.pdf").read_bytes(),
            json.loads((folder / f"{stage}.json").read_text()),
        )
        for stage in STAGES
    }


def _bind_all(library: Library, renderer: Renderer, store: Store) -> dict[str, Bound]:
    furniture = Furniture(theme(), "standard", "A4", right_to_left=False)
    plans = {}
    for stage in STAGES:
        profile = profile_of(library, Order("als", stage, region="GB"))
        plans[stage] = booklet.plan(f"als-{stage}", select(library, profile), renderer)
    made = {}
    with press_workers(PROCESSES) as workers:
        _typeset(workers, store, [one for plan in plans.values() for one in plan.to_typeset()])
        for stage, plan in plans.items():
            seen = {document.name: document for document in plan.documents()}

            def sheets(
                documents: Sequence[Document], seen: dict[str, Document] = seen
            ) -> list[Sheet]:
                seen |= {document.name: document for document in documents}
                return _typeset(workers, store, documents)

            whole = complete(plan, sheets)
            pieces = [_composed(piece, plan, sheets) for piece in whole.pieces]
            starts = page_numbers(pieces)
            made[stage] = Bound(
                bind.bind(pieces, whole.about, furniture, theme().faces, store),
                tuple(
                    _numbered(_whole(seen[piece.id], piece.sheet.facts.notes_lines), starts)
                    for piece in pieces
                ),
                tuple(plan.topics),
            )
    return made


def _composed(
    piece: Piece, plan: booklet.Plan, sheets: Callable[[Sequence[Document]], list[Sheet]]
) -> Piece:
    """Put a list together."""
    if piece.composition is None:
        return piece
    whole = {document.name: document for document in plan.to_typeset()}
    sources = sheets([whole[name] for name in piece.sources])
    made = compose(piece.composition, sources, theme().faces, right_to_left=False)
    return replace(piece, sheet=made)


def _numbered(html: str, starts: dict[str, int]) -> str:
    """Write page numbers into the contents, for the one pass."""
    line = r'(<a href="carefold:([\w-]+)">[^<]*</a> <span class="page">)000'
    return re.sub(line, lambda found: f"{found[1]}{starts[found[2]]}", html)


def _typeset(workers: Workers, store: Store, documents: Sequence[Document]) -> list[Sheet]:
    """Give the sheets of documents, typesetting those that are not kept."""
    by_key = {keys.key(document): document for document in documents}
    jobs = [
        SheetJob(key, document, theme().faces, store)
        for key, document in by_key.items()
        if store.sheet(key) is None
    ]
    assert [] == [done.failure for done in workers.do(typeset_sheet, jobs) if done.failure]
    kept = [store.sheet(keys.key(document)) for document in documents]
    return [sheet for sheet in kept if sheet is not None]


def _whole(document: Document, lines: int) -> str:
    """Give a document's HTML with its notes, and all its style in it."""
    html = with_notes(document, lines)
    assert 1 == html.count("<style>")
    return html.replace("<style>", f"<style>{document.style}")


def _lay_out_whole(
    books: dict[str, tuple[str, ...]], renderer: Renderer, library: Library, folder: Path
) -> None:
    """Lay every booklet out in one pass, in processes that share nothing with the press."""
    templates = theme().folder
    assets = {face.url: str(face.path) for face in theme().faces}
    for kind, place in (
        ("icons", templates / "icons"),
        ("art", templates / "art"),
        ("pictures", library.folder / "pictures"),
    ):
        assets |= {f"asset:{kind}/{path.name}": str(path) for path in place.glob("*.svg")}
    running = []
    for number in range(PROCESSES):
        share = {stage: books[stage] for stage in STAGES[number::PROCESSES]}
        job = folder / f"job-{number}.json"
        job.write_text(json.dumps({"books": share, "assets": assets, "fonts": renderer.fonts}))
        command = [sys.executable, "-m", "tests.one_pass", str(job)]
        running.append(subprocess.Popen(command, cwd=ROOT))
    assert [0] * PROCESSES == [process.wait() for process in running]


@pytest.fixture(params=STAGES)
def pair(request: pytest.FixtureRequest, pairs: dict[str, Pair]) -> Pair:
    return pairs[request.param]


def test_every_kings_stage_is_compared(library: Library) -> None:
    assert "kings" == library.scheme.id
    assert STAGES == tuple(stage.code for stage in library.scheme.stages)


def test_it_has_as_many_pages(pair: Pair) -> None:
    with opened(pair.bound.pdf) as bound, opened(pair.one_pass) as one:
        assert len(one.pages) == len(bound.pages)


def test_each_page_shows_the_same_words(pair: Pair) -> None:
    """The engine draws some words of a list later than others; the structure has the order."""
    one = pages_as_read(pair.one_pass)
    bound = pages_as_read(pair.bound.pdf, first_stream_only=True)

    assert [sorted(page.split()) for page in one] == [sorted(page.split()) for page in bound]


def test_the_structure_is_the_same_with_all_its_text(pair: Pair) -> None:
    bound, one = pair.both

    assert len(bound) > 100
    assert _lines(one) == _lines(bound)


def _lines(parts: Sequence[Element | str]) -> list[str]:
    """Give the structure as lines; what the engine calls a link may be a field of a form."""
    lines: list[str] = []
    before = ""
    for part in parts:
        found = part.lines() if isinstance(part, Element) else [part]
        # The engine begins a list anew on the next page; a list that is put together goes on.
        lines += found[1:] if found[0] == before == "L" else found
        before = found[0]
    return [line.replace("Form", "Link") if line.strip() == "Form" else line for line in lines]


def test_every_document_starts_on_the_same_page(pair: Pair) -> None:
    with opened(pair.bound.pdf) as pdf:
        bound = destinations(pdf)
        assert 1 == bound.pop("cover")

    assert {name: pair.places[name] for name in bound} == bound


def test_each_topic_starts_on_the_page_that_the_contents_print(pair: Pair) -> None:
    with opened(pair.bound.pdf) as pdf:
        printed = dict(contents(pdf))

    assert set(pair.bound.topics) <= set(printed)
    assert {name: pair.places[name] for name in printed} == printed
