from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

import generator
from generator.codes import CODES

PROGRAM = Path(generator.__file__).parent


def used_codes() -> set[str]:
    """Every text of the program that has the form of a code."""
    return {
        node.value
        for path in PROGRAM.rglob("*.py")
        if path.name != "codes.py"
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and re.fullmatch(r"[A-Z]\d\d", node.value)
    }


def test_every_code_is_explained_and_every_explanation_is_used() -> None:
    assert sorted(used_codes()) == sorted(CODES)


@pytest.mark.parametrize("code", CODES)
def test_a_code_has_a_title_and_says_why_it_matters(code: str) -> None:
    explained = CODES[code]
    assert explained.title
    assert explained.why.endswith((".", ")."))
    assert not explained.title.endswith(".")


@pytest.mark.parametrize("code", [code for code in CODES if CODES[code].wrong])
def test_what_is_wrong_stands_beside_what_is_right(code: str) -> None:
    assert CODES[code].right
    assert CODES[code].right != CODES[code].wrong


def test_a_page_shows_code_reason_and_examples() -> None:
    page = CODES["S01"].page("S01")
    assert [
        "S01  An unknown key",
        "",
        CODES["S01"].why,
        "",
        "wrong:",
        "    titel: Breathing",
        "right:",
        "    title: Breathing",
    ] == page.splitlines()
