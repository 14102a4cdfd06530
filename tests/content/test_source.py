from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.content.source import MAX_BYTES, MAX_DEPTH, MAX_NODES, Loc, Source
from generator.findings import ContentError, Finding

YAML_PIECES = st.lists(
    st.sampled_from([
        "a", "b: ", "- ", "\n", "\n  ", ": ", "[", "]", "{", "}", ", ", "&x ", "*x", "!!str ", "!",
        "|", ">", "'", '"', "#", "---", "...", "?", "%YAML 1.1", "\t", "é", "日", "\u2028",
        "\ufeff", "\x85", "\x00", "<<: ", "~", "\\", "\r\n",
    ]),
    max_size=40,
).map("".join)  # fmt: skip
"""Texts that look like YAML, most of them broken."""


def source(text: str) -> Source:
    return Source(text, "topic.yaml")


def stopped(text: str) -> Finding:
    """The one finding that stops a text."""
    with pytest.raises(ContentError) as caught:
        source(text)
    (finding,) = caught.value.findings
    return finding


def summary(finding: Finding) -> tuple[str, int, int]:
    return finding.code, finding.line, finding.column


@pytest.mark.parametrize(
    "written", ["no", "on", "yes", "true", "18:30", "+44123", "0123", "1.0", "2026-01-31", "1e3"]
)
def test_a_value_stays_what_was_written(written: str) -> None:
    assert {"key": written} == source(f"key: {written}").value


@pytest.mark.parametrize("written", ["", "~", "null", "Null", "NULL"])
def test_nothing_is_none_unless_it_is_quoted(written: str) -> None:
    assert {"key": None} == source(f"key: {written}").value
    assert {"key": written} == source(f'key: "{written}"').value


def test_a_key_stays_what_was_written() -> None:
    assert {"on": "1", "no": "2", "1": "3"} == source("on: 1\nno: 2\n1: 3").value


@pytest.mark.parametrize(
    ("loc", "line", "column"),
    [
        (("title",), 1, 1),
        (("body",), 2, 1),
        (("body", 0), 3, 5),
        (("body", 0, "text"), 3, 5),
        (("body", 1, "steps", 1), 7, 9),
        (("relevance", "2"), 8, 24),
        (("relevance", "9"), 8, 1),  # a missing key: the nearest thing around it
        (("body", 0, "callout", "kind"), 3, 5),
        ((), 1, 1),
    ],
)
def test_every_value_knows_its_place(loc: Loc, line: int, column: int) -> None:
    text = """\
title: Rest
body:
  - text: |
      Rest early.
  - steps:
      - one
      - two
relevance: {"1": core, "2": core}
"""
    place = source(text).place(loc)
    assert (line, column) == (place.line, place.column)


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("a: |\n  one\n  two", 3),
        ("a: |\n\n  one\n  two", 4),  # blank lines before the text are not counted in it
        ("a: >\n  one\n  two", 1),  # lines of folded text are not the lines of the file
        ("a: one", 1),
    ],
)
def test_a_line_of_a_text_is_found_where_its_lines_are_kept(text: str, line: int) -> None:
    finding = source(text).finding(("a",), "S12", "wrong", text_line=1)
    assert line == finding.line
    assert text.splitlines()[line - 1] == finding.excerpt


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a: &x 1\nb: *x", ("S08", 1, 4)),
        ("a: 1\nb: *x", ("S08", 2, 4)),
        ("a: !!python/object 1", ("S08", 1, 4)),
        ("a: !x 1", ("S08", 1, 4)),
        ("!!map {a: 1}", ("S08", 1, 1)),
        ("&x a: 1", ("S08", 1, 1)),
        ("a: [" + "[" * MAX_DEPTH, ("S09", 1, 4 + MAX_DEPTH)),
        ("- x\n" * (MAX_NODES + 1), ("S09", MAX_NODES, 3)),
        ("a: 1\n---\nb: 2", ("S00", 2, 1)),
        ("? [a]\n: b", ("S00", 1, 3)),
        ("a: b: c", ("S00", 1, 5)),
        ("a: 'x", ("S00", 1, 6)),
        ("a:\n\tb: 1", ("S00", 2, 1)),
        ("a: [1", ("S00", 1, 4)),
        ("a: 1\nb: 'x\nc: 3\n", ("S00", 2, 4)),
        ("é: 1\nb: ééé\x00", ("S10", 2, 7)),
        ("\x07", ("S10", 1, 1)),
    ],
)
def test_what_a_content_file_never_needs_stops_at_its_place(
    text: str, expected: tuple[str, int, int]
) -> None:
    assert expected == summary(stopped(text))


def test_an_alias_bomb_stops_before_it_grows() -> None:
    bomb = "a: &a [x, x]\n" + "".join(
        f"{new}: &{new} [{', '.join([f'*{old}'] * 9)}]\n"
        for old, new in zip("abcdefgh", "bcdefghi", strict=True)
    )
    assert ("S08", 1, 4) == summary(stopped(bomb))


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("a: *x", "alias '*x' is not allowed"),
        ("a: &x 1", "anchor '&x' is not allowed"),
        ("a: !x 1", "tag '!x' is not allowed"),
    ],
)
def test_what_is_not_allowed_is_named_as_it_was_written(text: str, message: str) -> None:
    assert message == stopped(text).message


@pytest.mark.parametrize("text", ["a: b: c", "a:\n\tb: 1", "a: 1\n b: 2", "a: [1"])
def test_a_fault_of_yaml_comes_with_its_line_and_a_hint(text: str) -> None:
    finding = stopped(text)
    assert finding.hint
    assert text.splitlines()[finding.line - 1] == finding.excerpt


def test_a_key_given_twice_is_found_where_it_stands_again_and_the_first_counts() -> None:
    read = source("a: 1\nb: {c: 1}\nb: {c: [2]}\nd: 4\n")
    assert {"a": "1", "b": {"c": "1"}, "d": "4"} == read.value
    assert [("S02", 3, 1)] == [summary(finding) for finding in read.findings]
    assert 2 == read.place(("b", "c")).line


def test_every_key_given_twice_is_found_in_one_run() -> None:
    assert [2, 3] == [finding.line for finding in source("a: 1\na: 2\na: 3").findings]


def test_a_file_of_another_encoding_is_refused_with_the_place(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    path.write_bytes("title: Rest\nwhat: café".encode("latin-1"))
    with pytest.raises(ContentError) as caught:
        Source.read(path, "shown.yaml")
    (finding,) = caught.value.findings
    assert ("shown.yaml", "S10", 2, 10) == (finding.file, *summary(finding))


def test_a_byte_order_mark_is_not_text(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    path.write_bytes(b"\xef\xbb\xbfa: 1")
    assert {"a": "1"} == Source.read(path, "a.yaml").value


def test_a_large_file_is_refused_unread(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    path.write_bytes(b"\xff" * (MAX_BYTES + 1))  # not UTF-8 either: nobody looked
    with pytest.raises(ContentError) as caught:
        Source.read(path, "a.yaml")
    assert [("S09", 1, 1)] == [summary(finding) for finding in caught.value.findings]


@settings(deadline=None, max_examples=500)
@given(st.one_of(st.text(), YAML_PIECES))
def test_any_text_gives_a_value_or_findings_with_a_place(text: str) -> None:
    read: Source | None = None
    findings: tuple[Finding, ...] = ()
    try:
        read = source(text)
    except ContentError as error:
        findings = error.findings
    assert (read is None) == bool(findings)
    assert all(0 < f.line <= len(text.splitlines()) + 1 and f.column > 0 for f in findings)
    if read is not None:
        assert_plain(read.value)


def assert_plain(value: object) -> None:
    if isinstance(value, dict):
        assert all(isinstance(key, str) for key in value)
        for inner in value.values():
            assert_plain(inner)
    elif isinstance(value, list):
        for inner in value:
            assert_plain(inner)
    else:
        assert value is None or isinstance(value, str)


@pytest.mark.parametrize("sign", ["\\x07", "\\x00", "\\x0b", "\\x85", "\\uFFFE"])
def test_a_sign_that_no_page_can_hold_is_found_where_it_stands(tmp_path: Path, sign: str) -> None:
    path = tmp_path / "a.yaml"
    path.write_text(f'one: fine\ntwo: "Pain {sign} here"\n')

    source = Source.read(path, "a.yaml")

    assert [("S18", 2, 1)] == [(f.code, f.line, f.column) for f in source.findings]
