from __future__ import annotations

from pathlib import Path

import pytest
from pydantic import BaseModel

from generator.content.model import Map, Region, Topic
from generator.content.reading import WORDS, near, read, typed
from generator.content.source import Source
from generator.findings import ContentError, Finding
from tests import mini

QUESTIONS = "questions: [What may I leave undone?]"


def faults(text: str, model: type[BaseModel] = Topic) -> tuple[Finding, ...]:
    with pytest.raises(ContentError) as caught:
        typed(model, Source(text, "f.yaml"))
    return caught.value.findings


def broken(old: str, new: str, text: str = mini.REST) -> str:
    assert old in text
    return text.replace(old, new, 1)


@pytest.mark.parametrize(
    ("old", "new", "code", "message"),
    [
        ("sources: [S1]\n  -", "sorces: [S1]\n  -", "S01", "unknown key 'sorces'"),
        ("code: B1\n", "", "S03", "'code' is missing"),
        ("title: Rest well", "title:", "S04", "'title' must be text"),
        ("title: Rest well", "title: {a: b}", "S04", "'title' must be text"),
        ("title: Rest well", 'title: "  "', "S04", "'title' must not be empty"),
        ("title: Rest well", f"title: {'x' * 71}", "S04", "'title' is longer than 70 characters"),
        ("Rest before", "x" * 20_001, "S04", "'key_message' is longer than 20000 characters"),
        (QUESTIONS, "steps: [one]", "S05", "'steps' must list at least 2"),
        (QUESTIONS, "questions: one", "S05", "'questions' must be a list"),
        (QUESTIONS, "callout: one", "S05", "'callout' must hold 'name: value' lines"),
        ("needs: [tired]", "needs:", "S05", "'needs' must be a list"),
        (
            "variants:\n  prepare:\n    - text: ", "variants:\n  prepare: ",
            "S05", "'prepare' must be a list",
        ),
        (
            '{"1": prepare, "2": core, 3A: core, 3B: reference}', "core",
            "S05", "'relevance' must be a list of 'name: value' lines",
        ),
        ('"2": core', '"2": coree', "S06", "unknown value 'coree'"),
        ("[patient, carer]", "[nurse]", "S06", "unknown value 'nurse'"),
        ("status: draft", "status: final", "S06", "unknown value 'final'"),
        ("updated: 2026-01-31", "updated: 1.1.26", "S07", "'1.1.26' is not a date like 2027-01-31"),
        ("updated: 2026-01-31", "updated: 86400", "S07", "'86400' is not a date like 2027-01-31"),
        ("2026-01-31", "2026-02-31", "S07", "'2026-02-31' is not a date like 2027-01-31"),
        ("updated: 2026-01-31", "updated:", "S07", "'updated' must be a date like 2027-01-31"),
        ("code: B1", "code: rest", "S14", "'rest' has not the form of 'code'"),
        ("needs: [tired]", "needs: [Tired!]", "S14", "'Tired!' has not the form of 'needs'"),
        ("name: chair", "name: ../../x", "S14", "'../../x' has not the form of 'name'"),
        (QUESTIONS, "diary: {columns: [a], rows: x}", "S14", "'x' is not a whole number"),
        (QUESTIONS, "diary: {columns: [a], rows: 0}", "S14", "'rows' must be at least 1"),
        (QUESTIONS, "diary: {columns: [a], rows: 32}", "S14", "'rows' must be at most 31"),
        (QUESTIONS, "write-in: {label: a, lines: 99}", "S14", "'lines' must be at most 12"),
        (QUESTIONS, "write-in: [{label: a, lines: 99}]", "S14", "'lines' must be at most 12"),
        (QUESTIONS, "write-in: a", "S05", "'write-in' must hold 'name: value' lines"),
        (
            QUESTIONS, f"{QUESTIONS}\n    text: a",
            "S15", "a block must hold one kind of content; this one holds text and questions",
        ),
        (
            QUESTIONS, "title: alone",
            "S15", "a block must hold one kind of content; this one holds none",
        ),
        (
            QUESTIONS, "table: {head: [a, b], rows: [[a, b], [c]]}",
            "S16", "row 2 has 1 cells, the head has 2",
        ),
        (
            "status: draft", "status: reviewed",
            "S17", "'reviewed' needs the reviewer's name and the day",
        ),
    ],
)  # fmt: skip
def test_a_fault_is_named_once_in_a_writers_words_with_what_to_do(
    old: str, new: str, code: str, message: str
) -> None:
    findings = faults(broken(old, new))
    assert [(code, message)] == [(finding.code, finding.message) for finding in findings]
    assert all(finding.hint and finding.line and finding.column for finding in findings)


@pytest.mark.parametrize(
    ("old", "new", "line", "column"),
    [
        ("sources: [S1]\n  -", "sorces: [S1]\n  -", 16, 5),
        ('"2": core', '"2": coree', 5, 27),
        ("needs: [tired]", "needs: [Tired!]", 6, 9),
        ("name: chair", "name: ../../x", 18, 15),
        ("code: B1\n", "", 1, 1),  # a missing key: the mapping that lacks it
    ],
)
def test_a_fault_stands_where_the_writer_wrote_it(
    old: str, new: str, line: int, column: int
) -> None:
    (finding,) = faults(broken(old, new))
    assert (line, column) == (finding.line, finding.column)


@pytest.mark.parametrize(
    ("model", "text", "old", "new", "hint"),
    [
        (Topic, mini.REST, "title: Rest", "titel: Rest", "did you mean 'title'?"),
        (Topic, mini.REST, "kind: tip", "kind: tipp", "did you mean 'tip'?"),
        (Topic, mini.REST, "caption:", "captoin:", "did you mean 'caption'?"),
        (Topic, mini.WISHES, "lines: 3", "line: 3", "did you mean 'lines'?"),
        (Topic, mini.REST, "name: chair,", "zzz: x, name: chair,", "known keys: caption, name"),
        (Topic, mini.REST, "only: {regions", "only: {region", "did you mean 'regions'?"),
        (Map, mini.MAP, "letter: A", "leter: A", "did you mean 'letter'?"),
        (Region, mini.BRITAIN, "expires:", "expire:", "did you mean 'expires'?"),
        (Region, mini.BRITAIN, "paper: A4", "paper: A3", "one of: A4, Letter"),
    ],
)
def test_a_hint_suggests_what_was_probably_meant(
    model: type[BaseModel], text: str, old: str, new: str, hint: str
) -> None:
    assert hint in [finding.hint for finding in faults(broken(old, new, text), model)]


def test_all_faults_of_a_file_come_in_one_run() -> None:
    text = mini.REST.replace("title: Rest", "titel: Rest").replace("code: B1", "code: b")
    text = text.replace('version: "1.0"\n', "") + "id: x\n"
    assert {"S01", "S02", "S03", "S14"} == {finding.code for finding in faults(text)}


def test_a_misspelt_key_is_not_called_missing_too() -> None:
    assert ["S01"] == [finding.code for finding in faults(broken("title: Rest", "titel: Rest"))]
    both = faults(broken("title: Rest", "zzz: Rest"))
    assert ["S01", "S03"] == sorted(finding.code for finding in both)


@pytest.mark.parametrize(
    ("old", "new"),
    [("code: B1", f"code: {'x' * 9_000}"), ("code:", f"? {'x' * 9_000}\n: 1\ncode:")],
)
def test_a_pasted_text_does_not_fill_the_screen(old: str, new: str) -> None:
    assert all(len(str(finding)) < 400 for finding in faults(broken(old, new)))


def test_a_key_given_twice_is_refused_though_all_else_is_right() -> None:
    assert ["S02"] == [finding.code for finding in faults(mini.REST + "code: B1\n")]


@pytest.mark.parametrize("text", ["", "# nothing here\n", "null"])
def test_an_empty_file_says_so(text: str) -> None:
    assert [("S03", "the file is empty")] == [(f.code, f.message) for f in faults(text)]


@pytest.mark.parametrize("text", ["hello", "[1, 2]", "- a"])
def test_a_file_that_is_no_mapping_says_so(text: str) -> None:
    assert [("S05", "'file' must hold 'name: value' lines")] == [
        (f.code, f.message) for f in faults(text)
    ]


def test_a_right_file_gives_its_value_and_its_source(tmp_path: Path) -> None:
    path = tmp_path / "rest.yaml"
    path.write_text(mini.REST, encoding="utf-8")
    located = read(Topic, path, "topics/rest.yaml")
    assert "Rest well" == located.value.title
    assert "topics/rest.yaml" == located.source.file


@pytest.mark.parametrize(
    ("wrong", "known", "hint"),
    [
        ("titel", ["title", "text"], "did you mean 'title'?"),
        ("NIV", ["niv"], "did you mean 'niv'?"),
        ("4a", ["4A", "4B"], "did you mean '4A'?"),
        ("xyz", ["title"], ""),
        ("xyz", [], ""),
    ],
)
def test_near_words_are_suggested_and_far_ones_are_not(
    wrong: str, known: list[str], hint: str
) -> None:
    assert hint == near(wrong, known)


def test_our_words_name_only_what_pydantic_gives() -> None:
    for code, words in WORDS.values():
        assert words.format_map(_Anything())
        assert code.startswith("S")


class _Anything(dict[str, str]):
    NAMES = frozenset({"key", "input", "msg", "max_length", "min_length", "ge", "le"})

    def __missing__(self, key: str) -> str:
        assert key in self.NAMES
        return key
