from __future__ import annotations

import hashlib
import pickle
import re
import stat
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from generator.batch.copying import (
    CopiesJob,
    CopyJob,
    Made,
    VolumeJob,
    make_copies,
    make_volume,
)
from generator.batch.crew import press_workers
from generator.batch.workers import Workers
from generator.content.library import load_clinic
from generator.files import LocalFolder
from generator.press import typeset
from generator.press.typeset import TypesetError
from generator.render import personal
from generator.render.document import Document
from generator.render.html import Renderer
from generator.render.personal import Person
from tests.pdf_facts import pages_as_read
from tests.pressroom import Made as Built
from tests.pressroom import theme

PEOPLE = {row: Person(f"R-{row}", f"Annabella Quill {row}", "Fridays") for row in (2, 3, 4, 5)}
TOO_MUCH = Person(
    "QX-2027-0000-0000-0000-0000-0000-0000001",
    "Maximiliana Featherstonehaugh-Cholmondeley and Bartholomew van der Westhuizen Jr",
    "Tuesday 30 September 2027 at 10:30, neurology clinic, level 3, Riverside centre.",
    "Your specialist nurse or, when nobody answers, the secretary of the clinic here.",
    "+44 (0) 20 7946 0000 extension 12345678.",
)
"""Everything as long as a list may have it; in giant print, under a long letterhead, too much."""
DOES_NOT_FIT = "the words do not fit the page"


class Desk:
    """Makes jobs for people, as a merge does."""

    def __init__(self, built: Built) -> None:
        self.built = built
        self.body = built.project.build / built.report.written[0].files["reader"].path
        setting = built.plan.renderer.setting
        clinic = load_clinic(built.project.content / "clinics" / "example.yaml")
        long = clinic.model_copy(
            update={"name": "A clinic for tests " * 6, "strapline": "The team"}
        )
        self.renderer = built.plan.renderer
        self.giant = Renderer(replace(setting, edition="giant", clinic=long))

    def copy(self, row: int, person: Person, *, giant: bool = False,
             folder: Path | None = None) -> CopyJob:  # fmt: skip
        renderer = self.giant if giant else self.renderer
        return CopyJob(
            row=row,
            cover=personal.cover(renderer, draft=True, person=person),
            body=self.body,
            name=f"{row:06}.pdf",
            faces=theme().faces,
            least_pt=theme().tokens.editions["giant" if giant else "standard"].least,
            folder=LocalFolder(folder) if folder else None,
        )

    def banner(self, row: int, person: Person) -> Document:
        return personal.banner(self.renderer, person, row=row, pages=12, copy_of="demo-2")

    def volume(self, copies: list[CopyJob], folder: Path) -> VolumeJob:
        banners = tuple(self.banner(one.row, PEOPLE.get(one.row, TOO_MUCH)) for one in copies)
        return VolumeJob(1, tuple(copies), banners, "copies-0001.pdf", LocalFolder(folder))


@pytest.fixture(scope="module")
def desk(mini_made: Built) -> Desk:
    return Desk(mini_made)


@pytest.fixture(scope="module")
def workers() -> Iterator[Workers]:
    with press_workers(1) as started:
        yield started


def made_by(workers: Workers, work: Any, job: CopiesJob | VolumeJob) -> tuple[Made, ...]:
    (done,) = workers.do(work, [job])
    assert done.result is not None, done.failure
    result: tuple[Made, ...] = done.result
    return result


def people(desk: Desk, *, giant: bool = False) -> list[CopyJob]:
    return [desk.copy(row, person, giant=giant) for row, person in PEOPLE.items()]


def test_each_row_gets_its_own_person(desk: Desk, workers: Workers) -> None:
    made = made_by(workers, make_copies, CopiesJob(tuple(people(desk))))
    assert [(row,) for row in PEOPLE] == [one.rows for one in made]
    for person, one in zip(PEOPLE.values(), made, strict=True):
        assert person.name in pages_as_read(one.data)[0]
        assert hashlib.sha256(one.data).hexdigest() == one.sha256
        assert ((), "") == (one.faults, one.trouble)


def test_rows_of_other_editions_between_them_change_no_byte(desk: Desk, workers: Workers) -> None:
    plain = people(desk)
    mixed = [
        plain[0], desk.copy(7, PEOPLE[2], giant=True), *plain[1:],
        desk.copy(8, PEOPLE[3], giant=True),
    ]  # fmt: skip
    alone = [made_by(workers, make_copies, CopiesJob((one,)))[0] for one in plain]
    made = made_by(workers, make_copies, CopiesJob(tuple(mixed)))
    assert [2, 7, 3, 4, 5, 8] == [one.rows[0] for one in made]
    assert alone == [one for one in made if one.rows[0] < 7]


def test_one_cover_that_is_too_full_fails_alone(desk: Desk, workers: Workers) -> None:
    good = people(desk, giant=True)
    bad = desk.copy(9, TOO_MUCH, giant=True)
    expected = made_by(workers, make_copies, CopiesJob(tuple(good)))
    assert [(row,) for row in PEOPLE] == [one.rows for one in expected]
    for at in (0, 2, 4):
        mixed = [*good[:at], bad, *good[at:]]
        made = list(made_by(workers, make_copies, CopiesJob(tuple(mixed))))
        assert Made(faults=((9, DOES_NOT_FIT),)) == made.pop(at)
        assert list(expected) == made


def test_a_file_that_would_lack_a_copy_is_not_written(
    desk: Desk, workers: Workers, tmp_path: Path
) -> None:
    good = people(desk)
    bad = desk.copy(9, TOO_MUCH, giant=True)
    made = made_by(workers, make_volume, desk.volume([*good, bad], tmp_path))
    assert (Made(faults=((9, DOES_NOT_FIT),)),) == made
    assert [] == list(tmp_path.iterdir())

    (whole,) = made_by(workers, make_volume, desk.volume(good, tmp_path))
    assert tuple(PEOPLE) == whole.rows
    data = (tmp_path / "copies-0001.pdf").read_bytes()
    assert (hashlib.sha256(data).hexdigest(), b"") == (whole.sha256, whole.data)
    refs = [re.findall(r"R-\d", page)[0] for page in pages_as_read(data) if "R-" in page]
    assert [ref for person in PEOPLE.values() for ref in (person.ref,) * 2] == refs


def test_files_are_for_their_owner_only(desk: Desk, workers: Workers, tmp_path: Path) -> None:
    job = CopiesJob((desk.copy(2, PEOPLE[2], folder=tmp_path),))
    (made,) = made_by(workers, make_copies, job)
    (path,) = tmp_path.iterdir()
    assert ("000002.pdf", 0o600) == (path.name, stat.S_IMODE(path.stat().st_mode))
    assert (hashlib.sha256(path.read_bytes()).hexdigest(), b"") == (made.sha256, made.data)


def test_a_disk_that_cannot_be_written_is_a_trouble_of_the_machine(
    desk: Desk, workers: Workers, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("no folder")
    job = CopiesJob((desk.copy(2, PEOPLE[2], folder=tmp_path / "file"),))
    (made,) = made_by(workers, make_copies, job)
    assert ((), ()) == (made.rows, made.faults)
    assert made.trouble.startswith("000002.pdf: ")
    assert "Quill" not in made.trouble


# --- nothing is quoted ----------------------------------------------------------------------------


@pytest.mark.parametrize("kind", [TypesetError, ValueError, RuntimeError, KeyError])
def test_a_failure_that_quotes_a_person_is_told_by_its_row_alone(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, kind: type[Exception]
) -> None:
    def quoting(document: Document, faces: object) -> bytes:  # noqa: ARG001
        raise kind(document.html)

    monkeypatch.setattr(typeset, "typeset", quoting)
    made = make_copies(CopiesJob(tuple(people(desk))))
    assert [((row, "the page could not be typeset"),) for row in PEOPLE] == [m.faults for m in made]
    assert "Quill" not in repr(made)


def test_a_job_shows_rows_and_no_words(desk: Desk, tmp_path: Path) -> None:
    copies = people(desk)
    jobs = [copies[0], CopiesJob(tuple(copies)), desk.volume(copies, tmp_path)]
    assert ["CopyJob(row=2)", "CopiesJob(4 rows)", "VolumeJob(number=1)"] == [
        repr(job) for job in jobs
    ]
    assert b"Quill" in pickle.dumps(jobs[0])  # it holds them all the same


def test_what_was_made_shows_no_pages() -> None:
    assert "PDF" not in repr(Made((2,), data=b"%PDF"))
