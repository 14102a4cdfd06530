"""X03, X04: a no of the English is said in the translation, and none is added."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

from generator.findings import Finding, Severity
from generator.translate import languages
from generator.translate.checks.pair import Known, Pair, words_of

SENTENCE = re.compile(r"(?<=[.!?؟۔।])[\"'”’»)\]]*\s+|(?<=[。！？])|\n{2,}")
NUMBER_SIGN = re.compile(r"\bNo\.\s?(?=\d)")
"""The short form of number."""
UNWRITTEN = re.compile("[\u0640\u064b-\u0652\u0670\u200b\u200e\u200f]")
"""Arabic vowel signs and lengthening, and invisible signs: they may stand in any word."""


def check(pair: Pair, _known: Known) -> Iterator[Finding]:
    """Count the sentences that say no on both sides."""
    spoken = languages.of(pair.language)
    if not spoken.negative:
        return
    english, translation = _plain(pair.english), _plain(pair.translation)
    ours = [_says_no(one, "en") for one in _sentences(NUMBER_SIGN.sub("", english))]
    theirs = [_may_say_no(one, pair.language) for one in _sentences(translation)]
    if any(ours) and not any(theirs):
        yield pair.finding(
            "X03", "the English says no, and the translation has no word for it",
            "look whether 'not', 'never' or 'without' was lost",
        )  # fmt: skip
    elif sum(ours) > sum(theirs) and len(ours) == len(theirs):
        yield pair.finding(
            "X03", f"{sum(ours)} sentences of the English say no, {sum(theirs)} here do",
            "look whether 'not', 'never' or 'without' was lost", Severity.WARNING,
        )  # fmt: skip
    elif not _may_say_no(english, "en", whole=True) and _says_no(translation, pair.language):
        yield pair.finding(
            "X04", "the translation says no, and the English does not",
            "look whether the meaning was turned round", Severity.REVIEW,
        )  # fmt: skip


def _plain(text: str) -> str:
    text = unicodedata.normalize("NFC", words_of(text))
    return UNWRITTEN.sub("", re.sub("[’ʼ]", "'", text))


def _sentences(text: str) -> list[str]:
    return [one for one in SENTENCE.split(text) if one and one.strip()]


@lru_cache
def _patterns(tag: str) -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    spoken = languages.of(tag)
    lists = (spoken.negative, spoken.near, spoken.never_mind)
    one, two, three = (languages.any_of(words, spaced=spoken.spaced) for words in lists)
    return one, two, three


def _says_no(text: str, tag: str) -> bool:
    """Say whether a plain word for no is there; where words do not stand apart, not inside one."""
    negative, near, never_mind = _patterns(tag)
    rest = never_mind.sub(" ", text)
    if not languages.of(tag).spaced:
        rest = near.sub(" ", rest)
    return negative.search(rest) is not None


def _may_say_no(text: str, tag: str, *, whole: bool = False) -> bool:
    """Say whether anything is there that can carry a no; `whole`: set phrases count as well."""
    negative, near, never_mind = _patterns(tag)
    rest = text if whole else never_mind.sub(" ", text)
    return negative.search(rest) is not None or near.search(rest) is not None
