from __future__ import annotations

import re
from typing import Any

import pytest

from generator.batch.crew import press_workers
from generator.press.sheet import Sheet
from generator.press.typeset import TypesetError, typeset
from tests.pdf_facts import opened
from tests.press.plainly import typeset_plainly
from tests.pressroom import Specimens, document, theme
from tests.pressroom import specimens as documents
from tests.scripts import sheet

ALIKE = (
    "inline", "table", "sections", "small", "drawing", "wide-word", "early", "not-early",
    "stranded", "no-room",
)  # fmt: skip
LANGUAGES = ("de", "ar", "hi", "zh-Hans", "th")
"""Hyphens; letters from the right, above each other, without spaces."""
SAID = re.compile(rb"/ActualText <[0-9a-f]+>")
"""The words of runs are written by us alone."""


@pytest.fixture(scope="module")
def plainly_made() -> dict[str, bytes]:
    """What the engine makes of some specimens when nothing is left out."""
    with press_workers(1) as workers:
        made = list(workers.do(typeset_plainly, [(documents()[n], theme().faces) for n in ALIKE]))
    return {done.job[0].name: done.result or b"" for done in made}


@pytest.mark.parametrize("name", ALIKE)
def test_what_is_left_out_changes_no_page(
    specimens: Specimens, plainly_made: dict[str, bytes], name: str
) -> None:
    assert contents(plainly_made[name]) == contents(specimens.sheets[name].pdf)


@pytest.fixture(scope="module")
def plain_scripts() -> dict[str, bytes]:
    """What the engine makes of a sheet with every part of the style in some languages."""
    jobs = [(sheet(language), sheet(language).faces) for language in LANGUAGES]
    with press_workers(1) as workers:
        made = list(workers.do(typeset_plainly, jobs))
    assert [] == [done.failure for done in made if done.failure]
    return {done.job[0].name: done.result or b"" for done in made}


@pytest.fixture(scope="module")
def lean_scripts() -> dict[str, bytes]:
    """The same from one process that has made all of them before."""
    with press_workers(1) as workers:
        (done,) = workers.do(typeset_twice, [LANGUAGES])
    assert done.result is not None, done.failure
    return done.result


def typeset_twice(languages: tuple[str, ...]) -> dict[str, bytes]:
    documents = [sheet(language) for language in (*languages, *languages)]
    return {one.name: Sheet.from_bytes(typeset(one, one.faces)).pdf for one in documents}


@pytest.mark.parametrize("language", LANGUAGES)
def test_nor_does_it_change_one_in_another_script(
    plain_scripts: dict[str, bytes], lean_scripts: dict[str, bytes], language: str
) -> None:
    plain, lean = contents(plain_scripts[language]), contents(lean_scripts[language])

    assert plain == [(SAID.sub(b"", content), shape) for content, shape in lean]


def contents(data: bytes) -> list[tuple[bytes, str]]:
    """Give each page's content, and all structure as text."""
    with opened(data) as pdf:
        shape = repr_of(pdf.Root.StructTreeRoot.K[0])
        return [(page.Contents.read_bytes(), shape) for page in pdf.pages]


def repr_of(element: Any) -> str:
    kids = [repr_of(kid) if hasattr(kid, "get") else str(kid) for kid in element.get("/K", [])]
    return f"{element.get('/S')}({element.get('/A')} {' '.join(kids)})"


def test_a_document_that_is_not_well_formed_is_refused_with_its_place() -> None:
    broken = document("broken", "<h1>Broken</h1><p>One<br>two</p>")

    with press_workers(1) as workers:
        (done,) = workers.do(try_typeset, [broken])

    assert done.result is not None
    assert done.result.startswith("ParseError: mismatched tag: line")


def try_typeset(job: Any) -> str:
    try:
        typeset(job, theme().faces)
    except TypesetError as error:
        return str(error)
    return ""
