"""Every language that comes along: complete, sound, and the same bytes again.

A short booklet is built in each; with CAREFOLD_TEST_ALL set, all stages in three editions, and all
of them a second time with another store.
"""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

import pytest

from generator.batch import run
from generator.batch.crew import press_workers
from generator.batch.jobs import SheetJob
from generator.batch.order import ALL, Order, Request, orders
from generator.batch.plan import Planner
from generator.batch.work import typeset_sheet
from generator.content.library import load
from generator.findings import errors
from generator.press import keys
from generator.press.sheet import Sheet
from generator.press.store import Store
from generator.project import Project
from generator.render import lists
from generator.translate import checks, gate
from generator.translate.desk import Desk, open_desk
from tests import pressroom

ROOT = Path(__file__).resolve().parents[1]
PROJECT = Project(ROOT, ROOT / "content")
WHOLE = "CAREFOLD_TEST_ALL"
SPOKEN = load(ROOT / "content/als").spoken[1:]
REQUEST = Request("als", languages=(ALL,), editions=("standard", "large", "giant"))
STAGES = ("1", "2", "3", "4A", "4B")


@pytest.fixture(scope="module")
def desk() -> Desk:
    return open_desk(PROJECT, "als")


def build(folder: Path, request: Request) -> run.Report:
    """Build in a folder and a store of its own, the content and the look of this project."""
    project = Project(folder, ROOT / "content")
    asked = orders(request, STAGES, SPOKEN)
    with press_workers(2) as workers:
        wanted = run.Wanted(tuple(asked), request.digest())
        return pressroom.build(project, wanted, workers=workers)


def hashes(report: run.Report) -> dict[str, str]:
    return {file.path: file.sha256 for one in report.written for file in one.files.values()}


def test_the_languages_are_those_that_the_readme_names() -> None:
    assert ["ar", "de", "es", "fr", "hi", "pt-BR", "uk", "zh-Hans"] == SPOKEN


@pytest.mark.parametrize("language", SPOKEN)
def test_a_language_is_complete_and_no_check_finds_an_error(desk: Desk, language: str) -> None:
    path = desk.folder / "glossary" / f"{language}.csv"
    glossary = checks.glossary.read(path, path.name)
    catalogues = desk.catalogues(language)

    assert [] == list(errors(gate.findings(desk, language, glossary)))
    missing = [
        entry.context for one in catalogues.values() for entry in one.entries if not entry.current
    ]
    assert [] == missing
    assert sum(len(module.messages) for module in desk.modules) == sum(
        len(one.entries) for one in catalogues.values()
    )


@pytest.mark.timeout(1800)
def test_every_language_is_printed_and_the_same_bytes_again(tmp_path: Path) -> None:
    request = REQUEST
    if WHOLE not in os.environ:
        request = replace(REQUEST, stages=("1",), editions=("standard",), depth="short")
    first = build(tmp_path / "one", request)

    assert {} == first.refused
    assert len(orders(request, STAGES, SPOKEN)) == len(first.written)
    assert {True} == {record.shown["is_translation"] for record in first.written}
    if WHOLE in os.environ:
        assert hashes(first) == hashes(build(tmp_path / "two", request))


@pytest.fixture(scope="module")
def giant_contents(shared_store: Path) -> dict[str, Sheet]:
    """The contents of all topics in giant print, where lines are shortest, in every language."""
    planner, store = Planner(PROJECT), Store(shared_store)
    jobs = {}
    for language in SPOKEN:
        plan = planner.plan(Order("als", "4B", language, "giant", region="US")).plan
        document = lists.whole(plan.renderer, "contents")
        jobs[language] = SheetJob(keys.key(document), document, document.faces, store)
    with press_workers(2) as workers:
        assert [] == [d.failure for d in workers.do(typeset_sheet, jobs.values()) if d.failure]
    kept = {language: store.sheet(job.key) for language, job in jobs.items()}
    return {language: sheet for language, sheet in kept.items() if sheet}


@pytest.mark.parametrize("language", SPOKEN)
def test_titles_have_room_in_giant_print(giant_contents: dict[str, Sheet], language: str) -> None:
    strips = giant_contents[language].strips

    assert len(strips) > 50
    assert {} == {strip.id: strip.overflows for strip in strips if strip.overflows}
