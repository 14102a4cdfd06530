from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pikepdf
import pytest

from generator.batch import work
from generator.batch.jobs import BindJob
from generator.press import keys
from generator.press.compose import compose
from generator.press.piece import Piece
from generator.press.sheet import Sheet
from generator.press.stack import Composition, stack
from generator.press.store import Store
from generator.render.document import HEAD, Document, Paper, field
from tests.pressroom import Specimens, document, theme, typeset_all

PAPER = Paper.of(148, 210, 15, 17)
STYLE = """
@page { size: 148mm 3000mm; @top-center { content: "Running head"; font: 9pt "CF Atkinson" } }
h2, .entry { margin: 0 } h2 { margin-top: 4mm; border-bottom: 1pt solid #0a0; break-after: avoid }
ul { margin: 0; padding: 0; list-style: none } li { position: relative; margin-top: 2mm }
li .page { position: absolute; right: 0; top: 0; font-weight: 700 }
.box { position: absolute; right: 20mm; top: 0; width: 5mm; height: 5mm; border: 1pt solid #000 }
"""


def entry(name: str) -> str:
    tick = f'<a class="box" href="{field("tick", f"Tick {name}")}"></a>'
    link = f'<a href="carefold:rest">Go to {name}</a>'
    return f'<li data-strip="{name}">{tick}{link} <span class="page">000</span></li>'


BODY = (
    '<h1 data-strip="title">All items</h1><h2 data-strip="h-one">First</h2>'
    f"<ul>{''.join(map(entry, 'abc'))}</ul>"
    f'<h2 data-strip="h-two">Second</h2><ul>{"".join(map(entry, "de"))}</ul>'
)
REFUSED = {  # what cannot be cut
    "twice": '<h1 data-strip="t">T</h1><p data-strip="a">A</p><p data-strip="a">A</p>',
    "no-number": '<h1 data-strip="t">T</h1><p data-strip="a"><span class="page">12</span></p>',
    "two-numbers": '<p data-strip="a"><span class="page">000</span> and <b>000</b></p>',
    "see-through": '<p data-strip="a" style="color: rgb(0 0 0 / 40%)">A</p>',
    "loose-text": '<h1 data-strip="t">T</h1><p>Not an item.</p><p data-strip="a">A</p>',
    "drawing": '<p data-strip="a">A<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9">'
    '<g opacity="0.5"><rect width="5" height="5"/></g></svg></p>',
}  # fmt: skip


def listed(name: str, body: str) -> Document:
    return replace(document(name, body, STYLE), is_list=True)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Specimens:
    lists = [listed("all", BODY), *(listed(name, body) for name, body in REFUSED.items())]
    return typeset_all(lists, tmp_path_factory.mktemp("lists"))


@pytest.fixture(scope="module")
def source(made: Specimens) -> Sheet:
    return made.sheets["all"]


def composed(source: Sheet, *wanted: str, mirrored: bool = False, **numbers: str) -> Sheet:
    plan = stack(source, None, wanted, PAPER, 12).numbered(numbers)
    return compose(plan, [source], theme().faces, right_to_left=mirrored)


def opened(sheet: Sheet) -> pikepdf.Pdf:
    return pikepdf.open(io.BytesIO(sheet.pdf))


def test_a_list_is_cut_into_its_items_and_its_running_head(source: Sheet) -> None:
    names = ["title", "h-one", "a", "b", "c", "h-two", "d", "e", HEAD]

    assert names == [strip.id for strip in source.strips]
    assert (0, b"") == (source.pages, source.pdf)
    by_name = {strip.id: strip for strip in source.strips}
    assert [True, False] == [by_name[name].with_next for name in ("h-one", "a")]
    assert by_name["a"].within == by_name["b"].within != by_name["d"].within
    assert "Running" not in by_name["title"].content


@pytest.mark.parametrize("name", REFUSED)
def test_what_a_strip_cannot_hold_is_refused(made: Specimens, name: str) -> None:
    assert name in made.failures


def test_items_of_one_list_share_an_element_and_others_do_not(source: Sheet) -> None:
    with opened(composed(source, "title", "h-one", "a", "c", "d", "h-two", "b")) as pdf:
        top = pdf.Root.StructTreeRoot.K[0]
        kinds = [str(kid.S) for kid in top.K]
        held = [len(kid.K) for kid in top.K]

    assert ["/H1", "/H2", "/L", "/L", "/H2", "/L"] == kinds
    assert [1, 1, 2, 1, 1, 1] == held


def test_every_mark_has_its_owner_and_every_link_its_element(source: Sheet) -> None:
    with opened(composed(source, "title", "h-one", "a", "b", a="3", b="4")) as pdf:
        rows = list(pdf.Root.StructTreeRoot.ParentTree.Nums)
        (page,) = pdf.pages
        marks = page.Contents.read_bytes().count(b"/MCID")
        annotations = list(page.Annots)

        assert marks == len(rows[1])
        assert all("/S" in owner for owner in rows[1])
        owners = dict(zip(rows[::2], rows[1::2], strict=True))
        kinds = [str(owners[one.StructParent].S) for one in annotations]
        assert ["/Form", "/Link"] * 2 == kinds
        assert ["rest", "rest"] == [str(one.Dest) for one in annotations if "/Dest" in one]
        assert ["Rest well"] * 2 == [str(one.Contents) for one in annotations if "/Dest" in one]
        assert ["Tick a", "Tick b"] == [str(one.TU) for one in annotations if "/TU" in one]


@pytest.mark.parametrize(("mirrored", "at"), [(False, "right"), (True, "left")])
def test_numbers_are_written_at_the_end_of_the_line(source: Sheet, mirrored: bool, at: str) -> None:
    right, left = [], []
    for number in ("7", "42", "128"):
        sheet = composed(source, "title", "a", mirrored=mirrored, a=number)
        with opened(sheet) as pdf:
            content = pdf.pages[0].Contents.read_bytes().decode()
        before, _, _ = content.rpartition(" Tj")
        x = float(before.rpartition(" Tm")[0].split()[-2])
        codes = before.rpartition("<")[2].rstrip(">")
        bold = sheet.faces["CF-Atkinson-700"]
        glyphs = [int(codes[n : n + 4], 16) for n in range(0, len(codes), 4)]
        assert number == "".join(bold.text[glyph] for glyph in glyphs)
        left.append(round(x, 1))
        strip = next(strip for strip in source.strips if strip.id == "a")
        assert strip.stamp is not None
        right.append(round(x + sum(bold.widths[g] for g in glyphs) * strip.stamp.size / 1000, 1))

    assert 1 == len(set(right if at == "right" else left))
    assert 3 == len(set(left if at == "right" else right))


def test_a_composition_shows_what_it_needs_of_each_face_and_no_more(source: Sheet) -> None:
    few = composed(source, "title")

    assert set("All items") == set("".join(t for f in few.faces.values() for t in f.text.values()))
    with opened(few) as pdf:
        assert "/Annots" not in pdf.pages[0]


def test_the_same_strips_give_the_same_bytes_kept_or_not(source: Sheet) -> None:
    kept = Sheet.from_bytes(source.to_bytes())

    assert kept == source
    assert composed(source, "title", "a", a="5").pdf == composed(kept, "title", "a", a="5").pdf


def test_light_strips_say_where_they_would_stand(source: Sheet) -> None:
    light = Sheet.from_bytes(source.to_bytes(), light=True)

    def standing(sheet: Sheet) -> Composition:
        return stack(sheet, None, ["title", "h-one", "a"], PAPER, 12)

    assert standing(source) == standing(light)
    assert [""] * len(light.strips) == [strip.content for strip in light.strips]
    assert HEAD in {strip.id for strip in light.strips}


def test_a_composition_is_known_by_all_that_shows(source: Sheet) -> None:
    faces = theme().faces
    plan = stack(source, None, ["title", "h-one", "a"], PAPER, 12)
    other = stack(source, None, ["title", "h-one", "b"], PAPER, 12)

    def key(made_of: Composition, *sources: str, mirrored: bool = False, first: int = 0) -> str:
        return keys.composition_key(made_of, sources, faces[first:], right_to_left=mirrored)

    assert key(plan, "k") == key(stack(source, None, ["title", "h-one", "a"], PAPER, 12), "k")
    found = {
        key(plan, "k"), key(other, "k"), key(plan.numbered({"a": "7"}), "k"), key(plan, "another"),
        key(plan, "k", mirrored=True), key(plan, "k", first=1),
        key(replace(plan, typed_pt=13), "k"),
    }  # fmt: skip
    assert 7 == len(found)


def test_a_list_is_composed_once(
    source: Sheet, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store, calls = Store(tmp_path), []
    store.keep_sheet("a" * 64, source)
    plan = stack(source, None, ["title", "h-one", "a"], PAPER, 12)
    piece = Piece("all", "All", plan.sheet, composition=plan)
    job = cast(
        BindJob,
        SimpleNamespace(
            keys={"all": "a" * 64}, faces=theme().faces, store=store, anew=False,
            about=SimpleNamespace(right_to_left=False),
        ),
    )  # fmt: skip

    def counted(*args: Any, **options: Any) -> Sheet:
        calls.append(args)
        return compose(*args, **options)

    monkeypatch.setattr("generator.press.compose.compose", counted)
    first, second = work._made(job, piece), work._made(job, piece)

    assert first == second == composed(source, "title", "h-one", "a")
    assert 1 == len(calls)
    job.anew = True  # type: ignore[misc]
    assert first == work._made(job, piece)
    assert 2 == len(calls)
