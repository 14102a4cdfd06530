"""What is read, copied and searched are the words, not the glyphs that stand for them."""

from __future__ import annotations

import io
from pathlib import Path

import pikepdf
import pypdfium2
import pytest

from generator.batch.crew import press_workers
from generator.batch.jobs import SheetJob
from generator.batch.work import typeset_sheet
from generator.preflight import pdf as preflight
from generator.preflight.expected import Expected
from generator.press import bind, keys
from generator.press.fonts import PART
from generator.press.furniture import Furniture
from generator.press.piece import About, Piece, Tab
from generator.press.sheet import Glyphs
from generator.press.store import Store
from generator.press.words import characters, true_texts
from generator.render.document import Document
from tests.languages import ALSO, SAMPLES
from tests.scripts import renderer, sheet

READ = ("en", "vi", "uk", "el", "hi", "ne", "bn", "ta", "th", "am", "zh-Hans")
"""Languages whose words another program reads whole; those from the right it turns round."""


@pytest.fixture(scope="module")
def books(shared_store: Path) -> dict[str, bytes]:
    """A booklet of one sheet in every language, its contents page the sheet itself."""
    store = Store(shared_store)
    jobs = {one: _job(sheet(one), store) for one in SAMPLES}
    with press_workers(2) as workers:
        assert [] == [d.failure for d in workers.do(typeset_sheet, jobs.values()) if d.failure]
    return {language: _bound(language, job, store) for language, job in jobs.items()}


def _job(document: Document, store: Store) -> SheetJob:
    return SheetJob(keys.key(document), document, document.faces, store)


def _bound(language: str, job: SheetJob, store: Store) -> bytes:
    look, from_right = renderer(language).setting.theme, renderer(language).right_to_left
    kept = store.sheet(job.key)
    assert kept
    return bind.bind(
        [Piece(language, language, kept, Tab("A", "#0b5563", 0, 3))],
        About(language, language, "x", {}, right_to_left=from_right),
        Furniture(look, "standard", "A4", right_to_left=from_right),
        look.faces,
        store,
    )


@pytest.mark.parametrize("language", SAMPLES)
def test_a_heading_is_found_in_every_script(books: dict[str, bytes], language: str) -> None:
    title = SAMPLES[language] + ALSO
    fonts = [one.family for one in renderer(language).setting.theme.tokens.fonts.values()]
    expected = Expected(language, [(language, title)], 148, 210, False, fonts, has_contents=False)

    found = preflight.check_reader(books[language], expected)

    assert {"P15"} >= {one.code for one in found}, found  # it has no contents


@pytest.mark.parametrize("language", SAMPLES)
def test_another_heading_is_not_taken_for_it(books: dict[str, bytes], language: str) -> None:
    title = SAMPLES[language] + ALSO + SAMPLES[language][0]
    expected = Expected(language, [(language, title)], 148, 210, False, [], has_contents=False)

    assert "P14" in {one.code for one in preflight.check_reader(books[language], expected)}


@pytest.mark.parametrize("language", READ)
def test_other_programs_read_the_words(books: dict[str, bytes], language: str) -> None:
    text = pypdfium2.PdfDocument(books[language])[0].get_textpage().get_text_range()

    words = SAMPLES[language].split()
    read = "".join(text.split())
    assert [] == [one for one in words if one not in read]


@pytest.mark.parametrize("language", SAMPLES)
def test_every_glyph_has_a_character(books: dict[str, bytes], language: str) -> None:
    with pikepdf.open(io.BytesIO(books[language])) as pdf:
        for font in pdf.pages[0].Resources.Font.values():
            said = font.ToUnicode.read_bytes().count(b"> <") - 1  # its range of codes
            first = [int(n) for n in font.DescendantFonts[0].W if not isinstance(n, pikepdf.Array)]
            widths = sum(len(n) for n in font.DescendantFonts[0].W if isinstance(n, pikepdf.Array))
            assert widths - (0 in first) <= said + 1


def test_english_needs_no_words_beside_its_glyphs(books: dict[str, bytes]) -> None:
    with pikepdf.open(io.BytesIO(books["en"])) as pdf:
        assert not any(b"ActualText" in _content(page) for page in pdf.pages)
    with pikepdf.open(io.BytesIO(books["hi"])) as pdf:
        assert all(b"ActualText" in _content(page) for page in pdf.pages)


def _content(page: pikepdf.Page) -> bytes:
    contents = page.Contents
    streams = contents if isinstance(contents, pikepdf.Array) else [contents]
    return b"".join(stream.read_bytes() for stream in streams)


def test_a_face_knows_its_characters_better_than_the_engine() -> None:
    face = renderer("vi").setting.theme.faces[0]
    alone = {next(iter(texts)): glyph for glyph, texts in characters(face.path).items()}
    o, dot = alone["o"], alone["\u0323"]

    made = true_texts(Glyphs({o: 600, dot: 0, 60000: 1}, {dot: "ọ"}), face.path)

    assert {o: "o", dot: "\u0323", 60000: PART} == made.text
