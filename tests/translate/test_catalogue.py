from __future__ import annotations

import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from generator.findings import ContentError
from generator.translate.catalogue import (
    HEADER,
    Catalogue,
    Entry,
    as_text,
    is_tag,
    read,
    template,
    write,
)
from generator.translate.desk import Desk

ODD = "\u00a0\u200b\u2066\u2069\u2028\u0085\u001c \\\"'\n\r\tå漢字ع😀-{}*[]()#~|%"
TEXT = st.text(st.sampled_from(ODD) | st.characters(codec="utf-8", exclude_categories=["Cs"]))
LONG = st.lists(TEXT, max_size=12).map(" ".join)


def saved(path: Path, catalogue: Catalogue) -> Catalogue:
    path.write_bytes(as_text(catalogue).encode())
    return read(path, "es/rest.po", "es")


def plain(entry: Entry) -> Entry:
    return replace(entry, line=0)


@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(english=LONG.filter(bool), translation=LONG, previous=st.none() | LONG, retired=LONG)
def test_what_is_written_is_read_again_letter_for_letter(
    tmp_path: Path, english: str, translation: str, previous: str | None, retired: str
) -> None:
    entry = Entry(
        "rest:body/1/text/p1", english, translation, fuzzy=previous is not None,
        previous=previous, flags=("max-length:40", "mt"), comment="paragraph", note="A note.",
        places=(("content/demo/topics/rest.yaml", "12"),),
    )  # fmt: skip
    old = Entry("rest:title", english, retired, flags=("mt",))
    first = saved(tmp_path / "rest.po", Catalogue("rest", "es", (entry,), (old,)))
    assert [entry] == [plain(one) for one in first.entries]
    assert [old] == [plain(one) for one in first.obsolete]
    assert as_text(first) == as_text(saved(tmp_path / "rest.po", first))


def test_a_header_and_notes_of_translators_are_kept(tmp_path: Path) -> None:
    path = tmp_path / "rest.po"
    given_ = Catalogue(
        "rest", "es", (Entry("rest:title", "Rest", "Descansar", note="Not 'dormir'."),),
        header="By hand", metadata={"Last-Translator": "A name", "X-Tool": "An editor"},
    )  # fmt: skip
    found = saved(path, given_)
    assert "By hand" == found.header
    assert ("A name", "An editor", "es") == tuple(
        found.metadata[key] for key in ("Last-Translator", "X-Tool", "Language")
    )
    assert "Not 'dormir'." == found.entries[0].note
    assert HEADER == saved(path, Catalogue("rest", "es")).header


@pytest.mark.parametrize(
    ("broken", "line"),
    [
        (b'msgid ""\nmsgstr ""\n\nmsgctxt "a:b"\nmsgid "A\nmsgstr ""\n', 5),
        (b'msgid "A "quoted" word"\nmsgstr ""\n', 1),
        (b'msgctxt "a:b"\nmsgid ""\n"A long\n"text"\nmsgstr ""\n', 3),
        (b'msgid "A"\nmsgstr "B\\"\n', 2),
        (b"no catalogue\n", 1),
        (b'msgid ""\nmsgstr ""\n\nmsgid "A"\nmsgstr "\xff"\n', 5),
    ],
)
def test_a_broken_file_is_named_with_its_line(tmp_path: Path, broken: bytes, line: int) -> None:
    path = tmp_path / "rest.po"
    path.write_bytes(broken)
    with pytest.raises(ContentError) as caught:
        read(path, "es/rest.po", "es")
    assert [("Y01", line)] == [(one.code, one.line) for one in caught.value.findings]


def test_an_id_that_stands_twice_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "rest.po"
    twice = Catalogue("rest", "es", (Entry("a:b", "A", "Á"), Entry("a:b", "B", "Be")))
    with pytest.raises(ContentError) as caught:
        saved(path, twice)
    assert ["Y02"] == [one.code for one in caught.value.findings]


def test_all_broken_files_are_named_at_once(desk: Desk) -> None:
    for module in ("rest", "call"):
        path = desk.shelf.path("es", module)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("nothing\n", encoding="utf-8")
    with pytest.raises(ContentError) as caught:
        desk.catalogues("es")
    assert ["content/demo/locale/es/call.po", "content/demo/locale/es/rest.po"] == [
        one.file for one in caught.value.findings
    ]


def test_an_unchanged_file_is_not_written(tmp_path: Path) -> None:
    path = tmp_path / "new" / "file.po"
    assert path == write(path, "text")
    assert write(path, "text") is None
    assert path == write(path, "other")


def test_the_template_says_what_a_text_is_and_how_long_it_may_be(desk: Desk) -> None:
    rest = next(module for module in desk.modules if module.name == "rest")
    text = as_text(template(rest))
    assert "#. title of the topic, at most 70 characters\n" in text
    assert "#: content/demo/topics/rest.yaml:3\n" in text
    assert '#, max-length:70\nmsgctxt "rest:title"\nmsgid "Rest well"\nmsgstr ""\n' in text
    assert "Creation-Date" not in text


@pytest.mark.skipif(not shutil.which("msgfmt"), reason="GNU gettext is not here")
def test_gettext_reads_what_is_written(tmp_path: Path, desk: Desk) -> None:
    for module in desk.modules:
        catalogue = template(module)
        (tmp_path / "one.po").write_text(as_text(replace(catalogue, language="es")), "utf-8")
        done = subprocess.run(
            ["msgfmt", "-c", "-o", "/dev/null", "one.po"], cwd=tmp_path, capture_output=True,
            check=False,
        )  # fmt: skip
        assert 0 == done.returncode, done.stderr


@pytest.mark.parametrize("tag", ["es", "pt-BR", "zh-Hans", "es-419", "hmn"])
def test_language_tags_can_name_folders(tag: str) -> None:
    assert is_tag(tag)


@pytest.mark.parametrize("tag", ["", "..", "../es", "es/mx", "e", "español", "es_MX", "es\n"])
def test_what_is_no_tag_cannot(tag: str) -> None:
    assert not is_tag(tag)
