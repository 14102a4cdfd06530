"""Every script typeset: in its own typefaces, shaped, with no line over another or out of place."""

from __future__ import annotations

import io
from functools import lru_cache
from pathlib import Path

import pikepdf
import pytest
import uharfbuzz

from generator.batch.crew import press_workers
from generator.batch.jobs import SheetJob
from generator.batch.work import typeset_sheet
from generator.preflight import layout
from generator.press import bind, keys
from generator.press.furniture import Furniture
from generator.press.piece import About, Piece, Tab
from generator.press.sheet import Sheet
from generator.press.store import Store
from generator.render.face import Face
from tests.languages import ALSO, SAMPLES, main_face
from tests.scripts import renderer, sheet

SCRIPTS = ("en", "uk", "el", "ar", "he", "hi", "bn", "ta", "th", "am", "zh-Hans")
"""A language for each script that the theme has, and `vi` for Latin with many accents."""
LANGUAGES = (*SCRIPTS, "vi")
TIGHT = 1.05
"""The least line height that a style asks for in Latin script."""


@pytest.fixture(scope="module")
def sheets(shared_store: Path) -> dict[str, Sheet]:
    store = Store(shared_store)
    documents = [sheet(one) for one in LANGUAGES] + [sheet("ar", "giant"), sheet("hi", "giant")]
    jobs = [SheetJob(keys.key(one), one, one.faces, store) for one in documents]
    with press_workers(1) as workers:
        done = list(workers.do(typeset_sheet, jobs))
    assert [] == [one.failure for one in done if one.failure]
    kept = [store.sheet(job.key) for job in jobs]
    names = [*LANGUAGES, "ar giant", "hi giant"]
    return {name: one for name, one in zip(names, kept, strict=True) if one}


def bound(language: str, one: Sheet, store: Path) -> pikepdf.Pdf:
    made = renderer(language)
    look, from_right = made.setting.theme, made.right_to_left
    data = bind.bind(
        [Piece(language, language, one, Tab("A", "#0b5563", 0, 3))],
        About(language, language, "x", {}, right_to_left=from_right),
        Furniture(look, "standard", "A4", right_to_left=from_right),
        look.faces,
        Store(store),
    )
    return pikepdf.open(io.BytesIO(data))


@pytest.mark.parametrize("name", [*LANGUAGES, "ar giant", "hi giant"])
def test_nothing_overflows_and_no_glyph_is_missing(sheets: dict[str, Sheet], name: str) -> None:
    language, _, edition = name.partition(" ")
    least = renderer(language).setting.theme.tokens.editions[edition or "standard"].least

    assert [] == [str(one) for one in layout.check(sheets[name], least, language)]


@pytest.mark.parametrize("language", LANGUAGES)
def test_only_the_typefaces_of_the_language_are_embedded(
    sheets: dict[str, Sheet], shared_store: Path, language: str
) -> None:
    own = {face.resource for face in renderer(language).setting.theme.faces}

    with bound(language, sheets[language], shared_store) as pdf:
        names = {
            str(font.BaseFont).partition("+")[2]
            for page in pdf.pages
            for font in page.Resources.Font.values()
        }

    assert {face.resource for face in faces(language)} <= names <= own


@lru_cache
def font(face: Face) -> uharfbuzz.Font:
    return uharfbuzz.Font(uharfbuzz.Face(face.data))


def faces(language: str) -> list[Face]:
    """The regular and the bold face that a language is set in."""
    theme = renderer(language).setting.theme
    return [main_face(theme, language, weight) for weight in (400, 700)]


def shaped(face: Face, text: str) -> list[tuple[int, int, int, int]]:
    """Give (glyph, cluster, top, bottom) of each glyph, in units of the face."""
    buffer = uharfbuzz.Buffer()
    buffer.add_str(text)
    buffer.guess_segment_properties()
    uharfbuzz.shape(font(face), buffer)
    found = []
    for info, position in zip(buffer.glyph_infos, buffer.glyph_positions, strict=True):
        extents = font(face).get_glyph_extents(info.codepoint)
        top = position.y_offset + extents.y_bearing
        found.append((info.codepoint, info.cluster, top, top + extents.height))
    return found


@pytest.mark.parametrize("language", SAMPLES)
def test_lines_never_touch_even_where_they_stand_closest(language: str) -> None:
    tightest = renderer(language).setting.theme.lines(TIGHT)
    if renderer(language).setting.theme.script.leading == 1 and language not in ("vi", "yo"):
        tightest = max(tightest, 1.16)  # capitals with accents over descenders: as Latin always is
    for face in faces(language):
        ink = [g for word in (SAMPLES[language] + ALSO).split() for g in shaped(face, word) if g[0]]
        height = max(g[2] for g in ink) - min(g[3] for g in ink)
        assert height / font(face).face.upem <= tightest


@pytest.mark.parametrize("face", faces("ar"), ids=["regular", "bold"])
def test_arabic_letters_join(face: Face) -> None:
    dots = shaped(face, "ب")[0][0]
    joined = [glyph for glyph, *_ in shaped(face, "ببب") if glyph != dots]
    alone = shaped(face, "ب")[1][0]

    assert 3 == len(set(joined)), "beginning, middle and end differ"
    assert alone not in joined
    assert [shaped(face, c)[0][0] for c in "ال"] != [glyph for glyph, *_ in shaped(face, "لا")]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("hi", "क्ष"), ("hi", "कि"), ("hi", "र्म"), ("hi", "त्र"),
        ("bn", "ক্ষ"), ("bn", "কো"), ("ta", "கொ"), ("ta", "ஸ்ரீ"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("weight", [0, 1], ids=["regular", "bold"])
def test_a_syllable_is_shaped_as_one(language: str, text: str, weight: int) -> None:
    glyphs = shaped(faces(language)[weight], text)

    assert 1 == len({cluster for _, cluster, *_ in glyphs})
    nominal = [font(faces(language)[weight]).get_nominal_glyph(ord(c)) for c in text]
    assert nominal != [glyph for glyph, *_ in glyphs], "letters would stand one by one"


@pytest.mark.parametrize("weight", [0, 1], ids=["regular", "bold"])
def test_a_thai_tone_stands_higher_over_a_vowel(weight: int) -> None:
    face = faces("th")[weight]
    over_letter = shaped(face, "ก่")[-1]
    over_vowel = shaped(face, "กี่")[-1]

    assert over_letter[2] < over_vowel[2] or over_letter[0] != over_vowel[0]


def test_a_dot_goes_into_the_hebrew_letter() -> None:
    face = faces("he")[0]

    assert 1 == len({cluster for _, cluster, *_ in shaped(face, "שּׁ")})


@pytest.mark.parametrize("language", LANGUAGES)
def test_bold_draws_other_shapes(language: str) -> None:
    widths = []
    for face in faces(language):
        glyphs = {glyph for glyph, *_ in shaped(face, SAMPLES[language]) if glyph}
        extents = [font(face).get_glyph_extents(glyph) for glyph in sorted(glyphs)]
        widths.append(sum(one.width for one in extents) / len(glyphs))

    regular, bold = widths
    assert regular * 1.02 < bold
