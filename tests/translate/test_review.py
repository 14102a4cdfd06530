from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from generator.findings import ContentError
from generator.translate.catalogue import Entry
from generator.translate.review import (
    Role,
    SignOff,
    SignOffs,
    as_text,
    digest,
    is_reviewed,
    read_sign_offs,
    signed,
)

DAY = date(2026, 11, 23)
EAT = Entry("food:body/1/text/p1", "You may eat.", "Puede comer.")
REST = Entry("food:title", 'Rest: "well"', "Descanse «bien»: sí")
ENTRIES = {one.context: one for one in (EAT, REST)}


def by(rows: list[SignOff], role: Role, who: str) -> list[SignOff]:
    return signed(rows, ENTRIES, ENTRIES.values(), role, who, DAY)


def saved(folder: Path, rows: list[SignOff]) -> SignOffs:
    (folder / "review.yaml").write_text(as_text(rows), encoding="utf-8")
    return read_sign_offs(folder, "es")


def test_sign_offs_are_read_as_they_were_written(tmp_path: Path) -> None:
    rows = by(by([], Role.TRANSLATOR, "Ana: 'la \"traductora\"'"), Role.CLINICIAN, "Dr. Ruiz # 2")
    assert tuple(rows) == saved(tmp_path, rows).rows
    assert () == saved(tmp_path, []).rows
    assert () == read_sign_offs(tmp_path / "none", "es").rows


@pytest.mark.parametrize(
    "edited",
    [
        replace(EAT, english="You may not eat."),
        replace(EAT, translation="No puede comer."),
        replace(EAT, context="food:body/2/text/p1"),
        replace(EAT, fuzzy=True),
    ],
    ids=["English", "translation", "id", "fuzzy"],
)
def test_any_edit_cancels_a_sign_off(tmp_path: Path, edited: Entry) -> None:
    offs = saved(tmp_path, by([], Role.TRANSLATOR, "Ana"))
    assert set(ENTRIES) == set(offs.of(ENTRIES))
    after = {one.context: one for one in (edited, REST)}
    assert {REST.context} == set(offs.of(after))
    assert [("Y05", "es/review.yaml")] == [(one.code, one.file) for one in offs.findings(after)]
    assert [REST.context] == [
        row.id for row in signed(list(offs.rows), after, [], Role.REVISER, "B", DAY)
    ]


def test_reviewed_takes_a_translator_and_another_person(tmp_path: Path) -> None:
    translated = by([], Role.TRANSLATOR, "Ana")
    assert not is_reviewed(saved(tmp_path, translated).of(ENTRIES)[EAT.context])
    alone = saved(tmp_path, by(translated, Role.REVISER, "Ana"))
    assert not is_reviewed(alone.of(ENTRIES)[EAT.context])
    assert ["Y06", "Y06"] == [one.code for one in alone.findings(ENTRIES)]
    both = saved(tmp_path, by(translated, Role.REVISER, "Luz"))
    assert is_reviewed(both.of(ENTRIES)[EAT.context])
    assert [] == list(both.findings(ENTRIES))
    assert not is_reviewed(saved(tmp_path, by([], Role.REVISER, "Luz")).of(ENTRIES)[EAT.context])


def test_nobody_signs_what_is_not_in_force() -> None:
    fuzzy = replace(EAT, fuzzy=True)
    empty = replace(REST, translation="")
    entries = {one.context: one for one in (fuzzy, empty)}
    assert [] == signed([], entries, entries.values(), Role.REVISER, "Luz", DAY)


def test_signing_twice_keeps_the_first_day() -> None:
    rows = by([], Role.REVISER, "Luz")
    assert rows == signed(rows, ENTRIES, ENTRIES.values(), Role.REVISER, "Luz", date(2027, 1, 1))


def test_a_hash_tells_its_parts_apart() -> None:
    assert digest(Entry("a", "bc", "d")) != digest(Entry("a", "b", "cd"))


def test_a_wrong_line_is_named(tmp_path: Path) -> None:
    text = as_text(by([], Role.REVISER, "Luz")).replace("role: reviser", "role: boss", 1)
    (tmp_path / "review.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(ContentError) as caught:
        read_sign_offs(tmp_path, "es")
    assert [("S06", 4)] == [(one.code, one.line) for one in caught.value.findings]
