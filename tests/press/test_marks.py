"""What marked content says: its number, and words only where its glyphs do not say them."""

from __future__ import annotations

from typing import Any

import pydyf
import pytest

from generator.press.marks import Words, mended
from generator.press.sheet import Glyphs

SHOWN = ["BT", b"/hash 9 Tf", b"[<0001>-3<0002>] TJ", "ET"]
FACES = {b"hash": (b"f", Glyphs({1: 500, 2: 500}, {1: "a", 2: "b"}))}


def content(
    words: str, *, shown: list[Any] = SHOWN, owned: set[int] | None = None,
    faces: dict[bytes, tuple[bytes, Glyphs]] = FACES,
) -> bytes:  # fmt: skip
    """Mend a page with one mark, numbered 4; give it without what closes its state."""
    said = pydyf.Dictionary({"MCID": 4, "ActualText": Words(words)})
    made = mended(["/Span", said, b"BDC", *shown, b"EMC"], {4} if owned is None else owned, faces)
    assert made.startswith(b"q\n")
    assert made.endswith(b"\nQ\n")
    return made[2:-3]


def marked(properties: bytes, shown: bytes = b"[<0001>-3<0002>] TJ") -> bytes:
    return b"/Span\n%s\nBDC\nBT\n/f 9 Tf\n%s\nET\nEMC" % (properties, shown)


def said(words: str) -> bytes:
    return b"<</MCID 4/ActualText <feff%s>>>" % words.encode("utf-16-be").hex().encode()


@pytest.mark.parametrize("words", ["ab", "a b", "ab ", "a\u00adb", "ab-"])
def test_words_that_glyphs_say_are_dropped(words: str) -> None:
    assert marked(b"<</MCID 4>>") == content(words)


@pytest.mark.parametrize("words", ["ac", "ba", "abc", "a\u0323b"])
def test_words_that_glyphs_do_not_say_stay(words: str) -> None:
    assert marked(said(words)) == content(words)


def test_words_of_a_script_that_joins_its_letters_stay() -> None:
    faces = {b"hash": (b"f", Glyphs({1: 500, 2: 500}, {1: "क", 2: "ष"}))}

    assert marked(said("कष")) == content("कष", faces=faces), "another sheet may read it otherwise"


def test_words_of_raised_glyphs_stay() -> None:
    shown = [*SHOWN[:2], b"2 Ts", *SHOWN[2:]]

    assert said("ab") in content("ab", shown=shown)


def test_a_mark_that_no_element_owns_is_an_artifact() -> None:
    made = content("ab", owned={3})

    assert b"/Artifact <</Type /Pagination>> BDC\nBT" == made[: made.index(b"BT") + 2]
    assert b"MCID" not in made


def test_strings_between_which_nothing_moves_are_one() -> None:
    shown = [*SHOWN[:2], b"[<0001>0<0002>] TJ", "ET"]

    assert marked(b"<</MCID 4>>", b"[<00010002>] TJ") == content("ab", shown=shown)
