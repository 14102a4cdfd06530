from __future__ import annotations

from dataclasses import replace

from generator.render.gallery import Shown, grids, page
from tests.pressroom import TEMPLATES

ENGLISH = Shown(
    condition="Living <well>", stage="2", language="en", language_name="English",
    language_in_english="English", edition="standard", region="GB", others="", pages=40,
    is_draft=True, translated=1, revised=1, is_translation=False, right_to_left=False,
    files={"reader": "als/stage-2/en/a b.pdf", "html": "als/stage-2/en/a.html"},
)  # fmt: skip
ARABIC = replace(
    ENGLISH, language="ar", language_name="العربية", language_in_english="Arabic",
    translated=0.999, revised=0, is_translation=True, right_to_left=True,
)  # fmt: skip


def test_languages_go_down_stages_across_and_the_original_is_first() -> None:
    booklets = [ARABIC, replace(ENGLISH, stage="1"), replace(ENGLISH, edition="large"), ENGLISH]
    (grid,) = grids(booklets)

    assert ["1", "2"] == grid.stages
    assert ["en", "ar"] == [row.first.language for row in grid.rows]
    english, arabic = grid.rows
    assert [["standard"], ["standard", "large"]] == [
        [one.edition for one in cell] for cell in english.cells
    ]
    assert [0, 1] == [len(cell) for cell in arabic.cells]


def test_other_regions_and_readers_have_grids_of_their_own() -> None:
    made = grids([ENGLISH, replace(ENGLISH, region="US"), replace(ENGLISH, others="for carers")])
    assert [("GB", ""), ("GB", "for carers"), ("US", "")] == [(g.region, g.others) for g in made]


def test_the_page_links_every_file_and_says_how_far_a_language_is() -> None:
    html = page(TEMPLATES, [ENGLISH, ARABIC])

    assert 'href="als/stage-2/en/a%20b.pdf"' in html
    assert "Standard, web page" in html
    assert "Living &lt;well&gt;" in html
    assert '<bdi lang="ar" dir="rtl">العربية</bdi>' in html
    assert "99 % translated" in html  # never 100 while something is missing
    assert "not yet revised" in html


def test_an_empty_folder_says_so() -> None:
    assert "Nothing has been built yet." in page(TEMPLATES, [])
