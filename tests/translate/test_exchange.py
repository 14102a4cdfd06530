from __future__ import annotations

import csv
import io
import xml.etree.ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.findings import ContentError
from generator.translate.catalogue import Catalogue, Entry
from generator.translate.exchange import imported, read_rows, to_csv, to_xliff

ENTRIES = (
    Entry("rest:title", "Rest", "Descanso", flags=("max-length:70",), comment="title"),
    Entry("rest:body/1/text/p1", 'Sit, "early" & <often>.', comment="paragraph"),
    Entry("rest:body/1/text/p2", "You may not eat.", "Puede comer.", fuzzy=True,
          previous="You may eat.", flags=("mt",)),
)  # fmt: skip
REST = Catalogue("rest", "es", ENTRIES)
NS = {"x": "urn:oasis:names:tc:xliff:document:1.2"}


def written(form: str, catalogue: Catalogue = REST) -> bytes:
    text = to_csv([catalogue]) if form == "csv" else to_xliff([catalogue], "en")
    return text.encode()


def taken(data: bytes, form: str) -> tuple[list[Catalogue], list[tuple[str, int]]]:
    rows = read_rows(data, f"back.{form}", "es")
    changed, findings = imported({"rest": REST}, rows, f"back.{form}")
    return changed, [(one.code, one.line) for one in findings]


@pytest.mark.parametrize("form", ["csv", "xlf"])
def test_what_comes_back_untouched_changes_nothing(form: str) -> None:
    assert ([], []) == taken(written(form), form)


TEXT = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff")
).filter(str.strip)


@pytest.mark.parametrize("form", ["csv", "xlf"])
@given(text=TEXT)
def test_a_translation_comes_back_letter_for_letter(form: str, text: str) -> None:
    full = Catalogue("rest", "es", (Entry("rest:title", "Rest", text),))
    rows = read_rows(written(form, full), f"back.{form}", "es")
    assert [("rest", "rest:title", "Rest", text, False)] == [
        (one.module, one.id, one.english, one.translation, one.fuzzy) for one in rows
    ]


def test_xliff_names_units_by_the_messages_ids() -> None:
    root = ET.fromstring(written("xlf"))
    assert [one.context for one in ENTRIES] == [
        one.get("id") for one in root.findall(".//x:trans-unit", NS)
    ]
    states = [one.get("state") for one in root.findall(".//x:target", NS)]
    assert ["translated", "needs-review-translation"] == states
    about = root.find("x:file", NS)
    assert about is not None
    assert ("rest", "en", "es") == tuple(
        about.get(key) for key in ("original", "source-language", "target-language")
    )
    assert "translated from: You may eat." in [one.text for one in root.findall(".//x:note", NS)]


def test_xliff_takes_new_translations_and_leaves_what_nobody_worked_on() -> None:
    text = written("xlf").decode()
    target = "<target>Siéntese <g id='1'>antes</g>.</target>"
    other = "<alt-trans><source>No</source><target>No</target></alt-trans>"
    text = text.replace("</source>\n    <note", f"</source>\n{target}{other}<note", 1)
    [found], findings = taken(text.encode(), "xlf")
    assert [] == findings
    assert ["Descanso", "Siéntese antes.", "Puede comer."] == [o.translation for o in found.entries]
    assert [True, True, False] == [one.current for one in found.entries]


@pytest.mark.parametrize("form", ["csv", "xlf"])
def test_a_person_who_answers_for_a_fuzzy_text_puts_it_in_force(form: str) -> None:
    state = "needs-review-translation" if form == "xlf" else "fuzzy"
    text = (
        written(form)
        .decode()
        .replace("Puede comer.", "No puede comer.")
        .replace(state, "translated")
    )
    [found], _ = taken(text.encode(), form)
    entry = found.entries[2]
    assert ("No puede comer.", True, None, ()) == (
        entry.translation, entry.current, entry.previous, entry.flags
    )  # fmt: skip


@pytest.mark.parametrize(("form", "line"), [("csv", 2), ("xlf", 5)])
def test_a_row_whose_english_has_changed_is_refused(form: str, line: int) -> None:
    text = written(form).decode()
    text = text.replace(",Rest,", ",Rest more,").replace("<source>Rest<", "<source>Rest more<")
    text = text.replace("Descanso", "Descanse más")
    assert ([], [("Y08", line)]) == taken(text.encode(), form)


def rows_of(*rows: tuple[str, str, str, str]) -> bytes:
    out = io.StringIO()
    write = csv.writer(out)
    write.writerow(["module", "id", "english", "translation", "state"])
    write.writerows([*row, ""] for row in rows)
    return out.getvalue().encode()


def test_unknown_and_doubled_rows_are_refused_and_the_others_taken() -> None:
    data = rows_of(
        ("rest", "rest:none", "Rest", "Nada"),
        ("call", "rest:title", "Rest", "Nada"),
        ("rest", "rest:title", "Rest", "Reposo"),
        ("rest", "rest:title", "Rest", "Otra"),
        ("rest", "rest:body/1/text/p1", 'Sit,\n"early" & <often>.', "Siéntese."),
        ("rest", "rest:body/1/text/p2", "You may not eat.", "  "),
    )
    [found], findings = taken(data, "csv")
    assert [("Y10", 2), ("Y10", 3), ("Y09", 5)] == findings
    assert ["Reposo", "Siéntese.", "Puede comer."] == [o.translation for o in found.entries]


@pytest.mark.parametrize(
    ("name", "data", "line"),
    [
        ("a.xlf", b"<xliff", 1),
        ("a.xlf", b"", 1),
        ("a.xlf", b"<html/>", 1),
        ("a.xlf", b"<xliff version='2.0' xmlns='urn:oasis:names:tc:xliff:document:2.0'/>", 1),
        ("a.xlf", b"<!DOCTYPE x [<!ENTITY a 'b'>]>\n<x>&a;</x>", 1),
        ("a.xlf", b"<?xml version='1.0'?>\n\xff", 2),
        ("a.csv", b"module,id\nrest,rest:title\n", 1),
        ("a.csv", b"", 1),
        ("a.csv", b'module,id,english,translation,state\n"rest"x,y\n', 2),
    ],
)
def test_a_file_that_cannot_be_read_is_named(name: str, data: bytes, line: int) -> None:
    with pytest.raises(ContentError) as caught:
        read_rows(data, name, "es")
    assert [("Y07", name, line)] == [
        (one.code, one.file, one.line) for one in caught.value.findings
    ]


def test_a_file_of_another_language_is_refused() -> None:
    with pytest.raises(ContentError) as caught:
        read_rows(written("xlf"), "a.xlf", "fr")
    assert ["Y07"] == [one.code for one in caught.value.findings]


def test_what_xml_cannot_hold_is_named() -> None:
    bad = Catalogue("rest", "es", (Entry("rest:title", "Rest", "a\x0bb", line=4),), file="rest.po")
    with pytest.raises(ContentError) as caught:
        to_xliff([bad], "en")
    assert [("Y11", "rest.po", 4)] == [
        (one.code, one.file, one.line) for one in caught.value.findings
    ]
