"""Typefaces by language: every one whole, the right ones and no others, no character without."""

from __future__ import annotations

import hashlib
import unicodedata
from functools import lru_cache
from typing import Any

import pytest
import uharfbuzz
import yaml

from generator.findings import ContentError
from generator.press.furniture import CHARACTERS
from generator.render import theme as themes
from generator.render.scripts import can_hyphenate, script_of
from generator.render.theme import Theme
from tests.languages import ALSO, SAMPLES, main_face
from tests.pressroom import TEMPLATES

FONTS = TEMPLATES / "fonts"
LOCK: dict[str, Any] = yaml.safe_load((FONTS / "fonts.yaml").read_text("utf-8"))
UNSEEN = {"Cf", "Zs", "Cc"}


@lru_cache
def theme(language: str) -> Theme:
    return themes.load(TEMPLATES).for_language(language)


def drawn(language: str, weight: int) -> set[str]:
    faces = theme(language).faces
    return {chr(c) for face in faces if face.weight == weight for c in face.characters}


@pytest.mark.parametrize("language", SAMPLES)
def test_every_character_is_drawn_regular_and_bold(language: str) -> None:
    text = {c for c in SAMPLES[language] + ALSO if unicodedata.category(c) not in UNSEEN}

    assert [] == sorted(text - drawn(language, 400))
    assert [] == sorted(text - drawn(language, 700))


@pytest.mark.parametrize("language", SAMPLES)
def test_no_word_is_set_in_two_typefaces(language: str) -> None:
    faces = [face for face in theme(language).faces if face.weight == 400]
    for word in SAMPLES[language].split():
        letters = [c for c in word if unicodedata.category(c)[0] in "LMN"]
        drawing = [next(f.family for f in faces if ord(c) in f.characters) for c in letters]
        assert 1 >= len(set(drawing)), word


@pytest.mark.parametrize("language", SAMPLES)
def test_the_first_bold_face_has_what_page_numbers_and_tabs_need(language: str) -> None:
    face = next(face for face in theme(language).faces if face.weight == 700)

    assert set(map(ord, CHARACTERS)) <= face.characters


@pytest.mark.parametrize(
    ("language", "families"),
    [
        ("en", ["CF Atkinson", "CF Noto"]),
        ("uk", ["CF Noto", "CF Atkinson"]),
        ("vi", ["CF Noto", "CF Atkinson"]),
        ("ar", ["CF Atkinson", "CF Naskh", "CF Noto"]),
        ("zh-Hans", ["CF Han", "CF Noto", "CF Atkinson"]),
    ],
)
def test_a_language_has_its_own_typefaces_and_no_others(language: str, families: list[str]) -> None:
    made = theme(language)

    assert families == [files.family for files in made.tokens.fonts.values()]
    assert [(f, w) for f in families for w in (400, 700)] == [
        (face.family, face.weight) for face in made.faces
    ]


def test_the_lock_names_every_file_with_its_hash() -> None:
    files = {
        path: about for family, entry in LOCK.items() for path, about in entry["files"].items()
    }
    found = {path.name: path for path in FONTS.rglob("*.ttf")}

    assert sorted(files) == sorted(found)
    for name, path in found.items():
        assert hashlib.sha256(path.read_bytes()).hexdigest() == files[name]["sha256"], name


def test_the_lock_and_the_theme_name_families_alike() -> None:
    fonts = themes.load(TEMPLATES).tokens.fonts.values()
    locked = {
        (entry["family"], entry["name"]): {f"fonts/{folder}/{file}" for file in entry["files"]}
        for folder, entry in LOCK.items()
    }

    assert locked == {(one.family, one.name): {one.regular, one.bold} for one in fonts}
    assert {"OFL-1.1"} == {entry["licence"] for entry in LOCK.values()}


def test_the_chinese_typeface_has_all_characters_of_its_list_and_of_gb_2312() -> None:
    listed = set((FONTS / "noto-sans-sc" / "characters.txt").read_text("utf-8").replace("\n", ""))
    both = drawn("zh-Hans", 400) & drawn("zh-Hans", 700)
    rows = [bytes([row, cell]) for row in range(0xA1, 0xF8) for cell in range(0xA1, 0xFF)]
    hanzi = {c for pair in rows if (c := pair.decode("gb2312", "ignore")) >= "\u4e00"}
    ideographs = {c for c in hanzi if unicodedata.category(c) == "Lo"}

    assert 6763 == len(ideographs)
    assert 8230 == len(listed)
    assert ideographs <= listed <= both
    assert set("。，、；：？！“”‘’（）《》〈〉【】—…·￥％０１２ＡＢ①②") <= both


@pytest.mark.parametrize("language", ["zh-Hant", "zh-TW", "ja", "ko", "km", "my"])
def test_a_language_without_typefaces_is_refused(language: str) -> None:
    with pytest.raises(ContentError) as caught:
        theme(language)

    (finding,) = caught.value.findings
    assert ("T03", f"'{language}'") == (finding.code, finding.message.split()[6].rstrip(","))


@pytest.mark.parametrize(
    ("language", "script"),
    [
        ("en", "Latn"), ("en-XA", "Latn"), ("ar", "Arab"), ("ar-XB", "Arab"), ("uk", "Cyrl"),
        ("zh", "Hans"), ("zh-CN", "Hans"), ("zh-TW", "Hant"), ("zh-Hant", "Hant"),
        ("sr", "Cyrl"), ("sr-Latn", "Latn"), ("pa", "Guru"), ("pa-PK", "Arab"), ("hmn", "Latn"),
        ("es-419", "Latn"), ("qqq", "Latn"),
    ],
)  # fmt: skip
def test_the_script_of_a_language_is_that_of_its_tag(language: str, script: str) -> None:
    assert script == script_of(language)


@pytest.mark.parametrize("edition", themes.EDITIONS)
def test_lines_stand_as_far_apart_as_a_script_needs(edition: str) -> None:
    latin = themes.load(TEMPLATES).tokens.editions[edition]

    assert latin == theme("en").tokens.editions[edition] == theme("uk").tokens.editions[edition]
    assert 1.16 == theme("en").lines(1.16)
    for language in ("ar", "hi", "th", "zh-Hans"):
        made = theme(language)
        assert latin.leading * 1.1 < made.tokens.editions[edition].leading < latin.leading * 1.25
        assert made.script.tightest <= made.lines(1.05)


def test_words_are_divided_only_where_a_dictionary_says_where() -> None:
    divided = {language for language in SAMPLES if theme(language).script.hyphens}

    assert {"es", "fr", "de", "it", "pt-BR", "pl", "uk", "ru", "el"} == divided
    assert all(can_hyphenate(language) for language in divided)


@pytest.mark.parametrize("language", ["ar", "hi", "zh-Hans"])
def test_a_face_cut_for_a_page_shapes_its_text_as_the_whole_one_does(language: str) -> None:
    face, text = main_face(theme(language), language), SAMPLES[language]

    cut = face.cut(text)

    assert len(cut) < len(face.data) / 3
    assert _outlines(face.data, text) == _outlines(cut, text)


def _outlines(data: bytes, text: str) -> list[tuple[int, int, int]]:
    """Give place and size of what each glyph draws."""
    font, buffer = uharfbuzz.Font(uharfbuzz.Face(data)), uharfbuzz.Buffer()
    buffer.add_str(text)
    buffer.guess_segment_properties()
    uharfbuzz.shape(font, buffer)
    extents = [font.get_glyph_extents(info.codepoint) for info in buffer.glyph_infos]
    shown = zip(buffer.glyph_positions, extents, strict=True)
    return [(place.x_advance, box.width, box.height) for place, box in shown]
