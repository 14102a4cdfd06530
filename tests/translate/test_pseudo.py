from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.content import markdown
from generator.translate.desk import Desk
from generator.translate.pseudo import CHANGES, END, OVERRIDE, long_text, pseudo, turned

KEPT = ["{emergency-number}", "](when-to-call)", "**", "[", "https://example.org/a", "\\*"]
WORDS = st.text(alphabet="abcdefgh ABCD,.", min_size=1, max_size=30)
PIECES = st.lists(st.one_of(WORDS, st.sampled_from(KEPT)), min_size=1, max_size=8).map("".join)


@pytest.mark.parametrize(
    ("english", "expected"),
    [
        ("Day", "‹Ðåý›"),
        ("Call {emergency-number} now.", "‹Çåļļ {emergency-number} ñöŵ. one two›"),
        ("See **the** [rest](rest-well).", "‹Šéé **ţĥé** [ŕéšţ](rest-well). one two›"),
    ],
)
def test_long_text_keeps_what_a_translator_keeps(english: str, expected: str) -> None:
    assert expected == long_text(english)


@pytest.mark.parametrize("length", [20, 60, 200, 900])
def test_text_grows_by_a_third_and_short_words_more(length: int) -> None:
    assert 1.3 <= len(long_text("abcd " * (length // 5))) / length <= 1.36
    assert 2 * len("My notes") == len(long_text("My notes"))


def test_it_never_outgrows_its_place() -> None:
    assert 44 >= len(long_text("A heading that is long as it is, so", 44))


@given(PIECES)
def test_placeholders_marks_and_links_come_through(text: str) -> None:
    for change in CHANGES.values():
        found = change(text, None)
        for kept in KEPT:
            assert text.count(kept) == found.count(kept)


def test_links_lead_where_they_led() -> None:
    english = "Read [your **rights**](legal) and [more](https://example.org/legal)."
    for change in CHANGES.values():
        assert ["legal", "https://example.org/legal"] == [
            link.target for link in markdown.links(change(english, None))
        ]


def test_each_word_is_turned_around() -> None:
    assert f"{OVERRIDE}Call{END} {{number}} {OVERRIDE}now.{END}" == turned("Call {number} now.")


def test_every_message_is_translated_and_none_is_left_plain(desk: Desk) -> None:
    for module in desk.modules:
        entries = pseudo(module, "en-XA").entries
        assert len(module.messages) == len(entries)
        assert all(re.fullmatch("‹.*›", one.translation, re.DOTALL) for one in entries)
        assert all(one.current for one in entries)
        assert all(OVERRIDE in one.translation for one in pseudo(module, "ar-XB").entries
                   if re.sub(r"\{[^}]*\}|\W", "", one.english))  # fmt: skip
