from __future__ import annotations

import io
from pathlib import Path

import pikepdf
import pytest
from fontTools.ttLib import TTFont

from generator.files import LocalFolder
from generator.press import fonts
from generator.press.sheet import Glyphs
from generator.press.store import Store
from generator.render.face import Face
from tests.pdf_facts import to_unicode
from tests.pressroom import theme

TEXT = "Rest well, 24 h"


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path)


@pytest.fixture
def bold() -> Face:
    return next(face for face in theme().faces if face.weight == 700)


def test_pages_name_a_face_by_family_and_weight(bold: Face) -> None:
    assert "CF-Atkinson-700" == bold.resource


def test_glyphs_are_those_of_the_file_spaces_included(bold: Face) -> None:
    font = TTFont(io.BytesIO(bold.data))
    cmap, widths = font.getBestCmap(), font["hmtx"]
    scale = 1000 / font["head"].unitsPerEm

    glyphs = fonts.glyphs_for(bold, TEXT)

    expected = {font.getGlyphID(cmap[ord(c)]): (c, widths[cmap[ord(c)]][0] * scale) for c in TEXT}
    assert {glyph: text for glyph, (text, _) in expected.items()} == glyphs.text
    assert {g: pytest.approx(w, abs=0.001) for g, (_, w) in expected.items()} == glyphs.widths


def test_a_character_that_a_face_lacks_is_named(bold: Face) -> None:
    with pytest.raises(ValueError, match=f"{bold.path.stem}[.]ttf lacks"):
        fonts.glyphs_for(bold, "A\U00013000")


def test_a_union_holds_every_glyph_once_and_the_plainer_text() -> None:
    one = Glyphs({9: 600.0, 3: 250.0}, {9: "fi", 3: " "})
    other = Glyphs({5: 500.0, 9: 600.0}, {5: "e", 9: "ﬁ"})

    joined = fonts.union([one, other])

    assert Glyphs({3: 250.0, 5: 500.0, 9: 600.0}, {3: " ", 5: "e", 9: "ﬁ"}) == joined
    assert list(joined.widths) == sorted(joined.widths)
    assert joined == fonts.union([other, one])


def test_a_subset_keeps_numbers_outlines_and_drops_the_rest(bold: Face, store: Store) -> None:
    whole = TTFont(io.BytesIO(bold.data))
    wanted = sorted(fonts.glyphs_for(bold, TEXT).widths)

    cut = TTFont(io.BytesIO(fonts.subset(bold, wanted, store)))

    for glyph in wanted:
        name = whole.getGlyphName(glyph)
        assert whole["hmtx"][name] == cut["hmtx"][cut.getGlyphName(glyph)]
        assert len(whole["glyf"][name].getCoordinates(whole["glyf"])[0]) == len(
            cut["glyf"][cut.getGlyphName(glyph)].getCoordinates(cut["glyf"])[0]
        )
    unwanted = whole.getGlyphID(whole.getBestCmap()[ord("Z")])
    assert 0 != whole["glyf"][whole.getGlyphName(unwanted)].numberOfContours
    assert 0 == cut["glyf"][cut.getGlyphName(unwanted)].numberOfContours
    assert {"GSUB", "GPOS", "name", "post"} & set(whole.keys())
    assert set() == {"GSUB", "GPOS", "name", "post"} & set(cut.keys())


def test_the_same_glyphs_give_the_same_bytes_in_any_order_kept_or_not(
    bold: Face, tmp_path: Path
) -> None:
    wanted = list(fonts.glyphs_for(bold, TEXT).widths)
    one, other = Store(tmp_path / "one"), Store(tmp_path / "other")

    first = fonts.subset(bold, wanted, one)

    assert first == fonts.subset(bold, wanted[::-1], one)
    assert first == fonts.subset(bold, wanted, other)


def test_a_damaged_kept_subset_is_cut_again(bold: Face, store: Store) -> None:
    wanted = [0, *fonts.glyphs_for(bold, TEXT).widths]
    first = fonts.subset(bold, wanted, store)
    assert isinstance(store.folder, LocalFolder)
    (path,) = map(store.folder.at, store.folder.names())
    data = path.read_bytes()
    path.write_bytes(data[:100] + bytes([data[100] ^ 1]) + data[101:])

    assert first == fonts.subset(bold, wanted, store)
    assert data == path.read_bytes()


def test_an_embedded_face_says_width_and_text_of_every_glyph(bold: Face, store: Store) -> None:
    pdf = pikepdf.new()
    glyphs = fonts.glyphs_for(bold, TEXT)

    font = fonts.embed(pdf, bold, glyphs, store)

    descendant = font.DescendantFonts[0]
    runs = list(descendant.W)
    widths = {
        int(first) + offset: float(width)
        for first, run in zip(runs[::2], runs[1::2], strict=True)
        for offset, width in enumerate(run)
    }
    assert {glyph: pytest.approx(width) for glyph, width in glyphs.widths.items()} == widths
    assert {f"{glyph:04x}": text for glyph, text in glyphs.text.items()} == to_unicode(font)
    tag, _, name = str(font.BaseFont)[1:].partition("+")
    assert (6, True, "CF-Atkinson-700") == (len(tag), tag.isalpha() and tag.isupper(), name)
    program = descendant.FontDescriptor.FontFile2
    assert len(program.read_bytes()) == int(program.Length1)


def test_text_of_more_than_a_hundred_glyphs_is_written_in_full(bold: Face, store: Store) -> None:
    letters = "".join(chr(c) for c in range(0x20, 0x7F)) + "ÀÁÂÃÄÅÇÈÉÊËÌÍÎÏÑÒÓÔÕÖ"
    glyphs = fonts.glyphs_for(bold, letters)

    pdf = pikepdf.new()
    font = fonts.embed(pdf, bold, glyphs, store)

    assert len(set(letters)) == len(to_unicode(font))
    assert 2 == font.ToUnicode.read_bytes().count(b"endbfchar")
