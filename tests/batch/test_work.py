from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from generator.batch.crew import press_workers
from generator.batch.jobs import SheetJob
from generator.batch.work import _empty, typeset_sheet
from generator.batch.workers import Workers
from generator.press import keys
from generator.press.piece import Piece, Tab
from generator.press.sheet import LayoutFacts, Sheet
from generator.press.store import Store
from generator.render.document import Asset, Document
from tests import mini
from tests.pressroom import Specimens, specimens, theme
from tests.pressroom import document as pictured

SOUND, BROKEN = (specimens()[name] for name in ("table", "deep"))


@pytest.fixture(scope="module")
def workers() -> Iterator[Workers]:
    with press_workers(1) as started:
        yield started


def job(document: Document, store: Path) -> SheetJob:
    return SheetJob(keys.key(document), document, theme().faces, Store(store))


def test_a_typeset_sheet_is_kept_whole_and_comes_back_without_its_pages(
    specimens: Specimens, tmp_path: Path, workers: Workers
) -> None:
    (done,) = workers.do(typeset_sheet, [job(SOUND, tmp_path)])

    whole = specimens.sheets["table"]
    assert whole == Store(tmp_path).sheet(keys.key(SOUND))
    assert replace(whole, pdf=b"", faces={}) == done.result
    assert whole.pdf
    assert whole.faces


def test_a_light_sheet_still_says_what_planning_asks(specimens: Specimens) -> None:
    whole = specimens.sheets["sections"]
    kept = Sheet.from_bytes(whole.to_bytes(), light=True)

    assert (whole.name, whole.title, whole.pages, whole.headings) == (
        kept.name, kept.title, kept.pages, kept.headings,
    )  # fmt: skip
    assert len(kept.to_bytes()) < len(whole.to_bytes()) / 4


def test_what_cannot_be_typeset_says_why_and_nothing_is_kept(
    tmp_path: Path, workers: Workers
) -> None:
    done = {d.job.document.name: d for d in workers.do(
        typeset_sheet, [job(BROKEN, tmp_path), job(SOUND, tmp_path)]
    )}  # fmt: skip

    assert (None, True) == (done["deep"].result, "RecursionError" in done["deep"].failure)
    assert done["table"].result is not None
    assert None is Store(tmp_path).sheet(keys.key(BROKEN))


def test_a_worker_that_lacks_fonts_and_pictures_takes_them_from_the_store(
    tmp_path: Path, workers: Workers
) -> None:
    here = tmp_path / "here"
    here.mkdir()
    chair = tmp_path / "chair.svg"
    chair.write_text(mini.CHAIR)
    body = '<h1>A chair</h1><p><img alt="A chair" src="asset:pictures/chair.svg" /></p>'
    document = pictured("chair", body, assets=(Asset("asset:pictures/chair.svg", chair),))
    plain = job(document, tmp_path / "plain")
    (expected,) = workers.do(typeset_sheet, [plain])
    moved = [replace(one, path=_copy(one.path, here)) for one in document.assets]
    faces = tuple(replace(face, path=_copy(face.path, here)) for face in theme().faces)
    away = replace(document, assets=tuple(moved))
    store = Store(tmp_path / "store")
    shipped = {path: store.keep_asset(path) for path in here.iterdir()}
    sent = SheetJob(keys.key(away), away, faces, store, shipped)
    shutil.rmtree(here)

    (lacking,) = workers.do(typeset_sheet, [replace(sent, shipped={})])
    (done,) = workers.do(typeset_sheet, [sent])

    assert (None, "") == (lacking.result, expected.failure + done.failure)
    assert plain.store.sheet(plain.key) == store.sheet(sent.key)


def _copy(path: Path, folder: Path) -> Path:
    return Path(shutil.copy(path, folder))


def test_the_empty_share_counts_topic_pages_only() -> None:
    blank = Sheet("a", "A", 1, (), {}, LayoutFacts(), b"")
    half, full = (
        replace(blank, facts=LayoutFacts(empty=shares)) for shares in ((0.5, 0.1), (0.9,))
    )
    tab = Tab("A", "#000000", 0, 8)

    assert 0.3 == _empty([Piece("a", "A", half, tab), Piece("cover", "C", full)])
    assert 0.0 == _empty([Piece("cover", "C", full)])
