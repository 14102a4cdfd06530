from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from generator.check.release import release_findings
from generator.content.library import load
from generator.select import Profile, Stages, select
from tests.mini import edit, write_project

TODAY = date(2026, 2, 1)
SIGNED = "status: reviewed, reviewer: A nurse, reviewed: 2026-01-31"
UNSIGNED = "status: draft, reviewer: null, reviewed: null"


@pytest.fixture
def signed(tmp_path: Path) -> Path:
    demo = write_project(tmp_path)
    for name in ("call", "rest", "wishes"):
        edit(demo / f"topics/{name}.yaml", UNSIGNED, SIGNED)
    return demo


def refusals(demo: Path, today: date = TODAY, *, opt_in: tuple[str, ...] = ()) -> list[str]:
    library = load(demo)
    selection = select(library, Profile(Stages("2", ("2",)), region="GB", opt_in=opt_in))
    found = release_findings(library, selection, today)
    assert all(finding.hint for finding in found)
    return [f"{finding.code} {finding.file}" for finding in found]


def test_signed_current_and_sourced_text_may_be_released(signed: Path) -> None:
    assert [] == refusals(signed)


def test_a_draft_is_refused(signed: Path) -> None:
    edit(signed / "topics/rest.yaml", SIGNED, UNSIGNED)
    assert ["R01 topic rest"] == refusals(signed)


def test_an_overdue_review_is_refused(signed: Path) -> None:
    edit(signed / "topics/rest.yaml", "due: 2090-01-31", "due: 2026-01-31")
    assert ["R02 topic rest"] == refusals(signed)
    assert [] == refusals(signed, date(2026, 1, 31))


def test_an_expired_fact_of_the_readers_region_is_refused(signed: Path) -> None:
    edit(signed / "regions/GB.yaml", "expires: 2090-01-31", "expires: 2026-01-31")
    assert ["R03 region GB"] == refusals(signed)


@pytest.mark.parametrize(
    ("fact", "expected"),
    [("expires: 2026-01-31", ["R03 region GB"]), ("expires: 2026-02-01", []),
     ("verify: true, expires: 2090-01-31", ["R04 region GB"])],
)  # fmt: skip
def test_a_legal_name_that_is_expired_or_unread_is_refused(
    signed: Path, fact: str, expected: list[str]
) -> None:
    edit(
        signed / "regions/GB.yaml",
        "paper: A4",
        "paper: A4\nlegal:\n"
        f"  - {{name: A will, note: Ask., sources: [S1], checked: 2025-01-31, {fact}}}",
    )
    assert expected == refusals(signed)


def test_another_regions_facts_do_not_matter(signed: Path) -> None:
    edit(signed / "regions/001.yaml", "expires: 2090-01-31", "expires: 2026-01-31")
    assert [] == refusals(signed)


def test_an_unread_source_is_refused_where_it_is_printed(signed: Path) -> None:
    assert ["R04 topic wishes"] == refusals(signed, opt_in=("wishes",))


def test_all_reasons_come_in_one_run(signed: Path) -> None:
    edit(signed / "topics/rest.yaml", SIGNED, UNSIGNED)
    assert [
        "R02 topic call", "R01 topic rest", "R02 topic rest", "R03 region GB",
    ] == refusals(signed, date(2091, 1, 1))  # fmt: skip
