from __future__ import annotations

from pathlib import Path

import pytest

from generator.findings import ContentError
from generator.translate import checks
from generator.translate.checks import Glossary, Pair, glossary

HEAD = "term,preferred,forbidden,keep\n"


def written(tmp_path: Path, rows: str) -> Glossary:
    path = tmp_path / "es.csv"
    path.write_text(HEAD + rows, encoding="utf-8")
    return glossary.read(path, "glossary/es.csv")


def codes(terms: Glossary, english: str, translation: str, language: str = "es") -> list[str]:
    pair = Pair("demo:p1", english, translation, language)
    return [one.code for one in checks.findings([pair], terms)]


def test_a_glossary_is_read(tmp_path: Path) -> None:
    terms = written(tmp_path, 'carer,cuidador,"vigilante*|guardia, el",\nriluzole,,,yes\n').terms
    assert ("carer", "cuidador", ("vigilante*", "guardia, el"), False) == (
        terms[0].term, terms[0].preferred, terms[0].forbidden, terms[0].keep,
    )  # fmt: skip
    assert terms[1].keep


@pytest.mark.parametrize(
    ("rows", "line", "said"),
    [
        (",x,,\n", 2, "no term"),
        ("a,,,\nA,,,\n", 3, "twice"),
        ("a,,,perhaps\n", 2, "keep"),
        ("a,b,c,yes,more\n", 2, "more cells"),
    ],
)
def test_a_faulty_row_is_named(tmp_path: Path, rows: str, line: int, said: str) -> None:
    with pytest.raises(ContentError) as caught:
        written(tmp_path, rows)
    (finding,) = caught.value.findings
    assert ("glossary/es.csv", line, "X18") == (finding.file, finding.line, finding.code)
    assert said in finding.message


@pytest.mark.parametrize("data", [b"word,other\n", b"", b"term\xff\n"])
def test_a_file_that_is_no_glossary_is_refused(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "es.csv"
    path.write_bytes(data)
    with pytest.raises(ContentError) as caught:
        glossary.read(path, "glossary/es.csv")
    assert ["X18"] == [finding.code for finding in caught.value.findings]


def test_a_forbidden_word_is_an_error_where_its_term_stands(tmp_path: Path) -> None:
    terms = written(tmp_path, "carer,cuidador,vigilante*,\n")
    assert ["X14"] == codes(terms, "Ask your carers", "Pregunte a sus Vigilantes")
    assert [] == codes(terms, "Ask your carer", "Pregunte a su cuidador")
    assert [] == codes(terms, "Ask the guard", "Pregunte al vigilante")


def test_a_forbidden_word_is_found_inside_chinese(tmp_path: Path) -> None:
    terms = written(tmp_path, "carer,照护者,看守,\n")
    assert ["X14"] == codes(terms, "Ask your carer", "请问您的看守人", "zh-Hans")


def test_a_kept_term_stays_as_it_is(tmp_path: Path) -> None:
    terms = written(tmp_path, "riluzole,,,yes\n")
    assert ["X15"] == codes(terms, "Riluzole may help", "El riluzol puede ayudar")
    assert [] == codes(terms, "Riluzole may help", "El riluzole puede ayudar")
