from __future__ import annotations

from pathlib import Path

import pytest

from generator.translate import catalogue, keeping

DATA = b'msgctxt "a"\nmsgid "One."\nmsgstr "Uno."\n'


def test_what_was_kept_is_given_back_and_nothing_else(tmp_path: Path) -> None:
    keeping.keep(tmp_path, DATA, [["a", 1, None]])
    assert [["a", 1, None]] == keeping.recall(tmp_path, DATA)
    assert keeping.recall(tmp_path, DATA + b" ") is None
    assert keeping.recall(None, DATA) is None


def test_a_damaged_file_counts_as_none(tmp_path: Path) -> None:
    keeping.keep(tmp_path, DATA, ["x"])
    (path,) = (one for one in tmp_path.rglob("*") if one.is_file())
    path.write_bytes(path.read_bytes()[:-1])
    assert keeping.recall(tmp_path, DATA) is None


def test_a_folder_that_cannot_be_made_is_no_matter(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    keeping.keep(tmp_path / "file", DATA, ["x"])
    assert keeping.recall(tmp_path / "file", DATA) is None


def test_a_catalogue_is_the_same_from_its_file_and_from_what_was_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "rest.po"
    path.write_text(
        'msgid ""\nmsgstr ""\n"Language: es\\n"\n\n'
        '# a note\n#. step\n#: content/rest.yaml:3\n#, fuzzy, max-length:40\n#| msgid "Old."\n'
        'msgctxt "rest:title"\nmsgid "One."\nmsgstr "Uno."\n\n'
        '#~ msgctxt "rest:gone"\n#~ msgid "Two."\n#~ msgstr "Dos."\n',
        encoding="utf-8",
    )
    first = catalogue.read(path, "rest.po", "es", tmp_path / "kept")
    monkeypatch.setattr(catalogue, "_parsed", lambda *_: pytest.fail("the file was read again"))
    second = catalogue.read(path, "rest.po", "es", tmp_path / "kept")

    assert first == second
    assert ("fuzzy", "Old.") == (
        "fuzzy" if second.entries[0].fuzzy else "",
        first.entries[0].previous,
    )
    assert catalogue.as_text(first) == catalogue.as_text(second)
