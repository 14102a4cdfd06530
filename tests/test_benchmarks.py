"""What the benchmarks compare with says the same as the booklet; their arithmetic holds."""

from __future__ import annotations

import re
from functools import lru_cache
from html import unescape
from pathlib import Path

import pytest
import yaml

from benchmarks import onepass
from benchmarks.measure import Skip, drift, in_turn, median, pace
from benchmarks.peers import nameline, typst_markup
from benchmarks.project import CONDITION, EDITED, EDITIONS, LANGUAGES, STAGES, Scratch, make
from benchmarks.source import Source, Wanted, read

ROOT = Path(__file__).resolve().parents[1]


@lru_cache(maxsize=1)
def source() -> Source:
    return read(ROOT, Wanted())


@pytest.fixture(scope="module")
def scratch(tmp_path_factory: pytest.TempPathFactory) -> Scratch:
    return make(tmp_path_factory.mktemp("bench") / "project", ROOT / "content")


def test_one_pass_has_every_sheet_its_style_and_its_files() -> None:
    html = onepass.html(source())

    assert [m.name for m in source().matters] == [
        m.name for m in source().matters if f'id="{m.name}"' in html or m.name == "cover"
    ]
    assert ".callout" in html
    assert "asset:" not in html
    assert "carefold:" not in html
    assert all(path.is_file() for path in source().assets.values())


def test_one_pass_contents_name_pages_of_sheets_that_are_there() -> None:
    html = onepass.html(source())
    targets = re.findall(r'<a class="page" href="#([^"]+)">', html)

    assert targets
    assert set() == {target for target in targets if f'id="{target}"' not in html}


def test_a_name_goes_on_the_cover_in_both() -> None:
    text = typst_markup.document(source())

    assert "Ann &amp; Bo" in onepass.html(source(), "Ann & Bo")
    assert '#let name = "Ann \\"Bo\\""' in nameline.named(text, 'Ann "Bo"')


def test_typst_gets_all_the_words() -> None:
    """Every word of the HTML, in order, stands in the markup."""
    for matter in source().matters[1:]:
        written = typst_markup.Writer(source()).sheet(matter).replace("\\", "")
        place = 0
        for word in unescape(re.sub(r"<[^>]+>", " ", matter.body)).split():
            found = written.find(word, place)
            assert found >= 0, f"{matter.name}: {word}"
            place = found + len(word)


def test_typst_signs_are_escaped() -> None:
    assert r"1\. \#a \[b\] \*c\* \$d\_e" == typst_markup.escape("1. #a [b] *c* $d_e")


def test_the_matrix_is_what_the_batch_file_says(scratch: Scratch) -> None:
    sets = yaml.safe_load((scratch.root / "booklets.yaml").read_text(encoding="utf-8"))["booklets"]
    listed = {
        (language, stage, edition)
        for s in sets
        for language in s["language"]
        for stage in s["stage"]
        for edition in s["edition"]
    }

    assert 8 == len(LANGUAGES)
    assert len(LANGUAGES) * len(STAGES) * len(EDITIONS) == len(listed)
    assert listed == {(b.language, b.stage, b.edition) for b in scratch.matrix()}


def test_one_pass_is_set_in_the_language_and_its_direction() -> None:
    arabic = read(ROOT, Wanted(stage="1", language="ar"))

    html = onepass.html(arabic)

    assert '<html lang="ar" dir="rtl">' in html
    assert "CF Naskh" in arabic.fonts
    assert re.search("[\u0621-\u064a]{4,}", html)


def test_every_topic_can_be_edited_by_one_word(scratch: Scratch) -> None:
    folder = scratch.root / "content" / CONDITION / "locale" / EDITED
    for topic in scratch.topics():
        before = (folder / f"{topic}.po").read_text(encoding="utf-8").split()
        scratch.edit(topic)
        after = (folder / f"{topic}.po").read_text(encoding="utf-8").split()

        assert 1 == sum(one != other for one, other in zip(before, after, strict=True))


def test_rivals_take_turns_and_one_that_cannot_is_left_out() -> None:
    order: list[str] = []

    def turn(name: str) -> float:
        order.append(name)
        if name == "b":
            raise Skip("not here")
        return len(order)

    figures = in_turn({"a": lambda: turn("a"), "b": lambda: turn("b"), "c": lambda: turn("c")}, 3)

    assert ["a", "b", "c", "a", "c", "a", "c"] == order
    assert 4 == median(figures["a"])
    with pytest.raises(Skip, match="not here"):
        median(figures["b"])


def test_pace_and_drift_of_moments() -> None:
    steady = [float(n) for n in range(100)]
    slowing = [*steady, *(100 + 2.0 * n for n in range(1, 101))]

    assert 1 == pace(steady)
    assert 1 == drift(steady, 50)
    assert 2 == drift(slowing, 50)
    with pytest.raises(Skip):
        pace([1.0])
