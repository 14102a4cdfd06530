"""X02: the same figures on both sides, in whatever digits and with whatever signs.

5 mg that become 50 mg are the worst that a translation can do. A word may stand for a figure, and
a figure for a word, only where the language lists the word.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

from generator.findings import Finding
from generator.translate import languages
from generator.translate.checks.pair import Known, Pair, words_of

FIGURE = re.compile(r"\d+(?:[.,'\u066b\u066c]\d+|(?<!\d{4}) \d{3}(?![\d]))*")
SIGNS = re.compile(r"[.,' \u066b\u066c]")
AFTERNOON = re.compile(r"(\d{1,2})(?:[:.]\d\d)? ?p\.?m\b")
MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)  # fmt: skip
MORE_WORDS = {
    "eleven": "11", "twelve": "12", "thirteen": "13", "fourteen": "14", "fifteen": "15",
    "sixteen": "16", "seventeen": "17", "eighteen": "18", "nineteen": "19", "twenty": "20",
    "thirty": "30", "forty": "40", "fifty": "50", "sixty": "60", "hundred": "100",
}  # fmt: skip
HALVES = frozenset({"0.5", "1", "2", "30"})
"""Figures that may stand for half: 0.5, 1/2, 30 minutes."""
WORDS_OF_TEN = "一二两兩三四五六七八九十百千万〇零"
SAID = re.compile(  # a Chinese number of one sign; not the 一 of 一些, 一定, 一样 and the like
    rf"(?<![{WORDS_OF_TEN}])(?!一[些定般样樣起直旦切边邊面点點])[{WORDS_OF_TEN}](?![{WORDS_OF_TEN}])"
)


def check(pair: Pair, _known: Known) -> Iterator[Finding]:
    """Match each figure with one of the other side, then with a word."""
    ours = [_on_the_clock(one, pair.english) for one in figures(pair.english, "en")]
    theirs = figures(pair.translation, pair.language)
    for mine in list(ours):
        if twin := next((other for other in theirs if mine & other), None):
            ours.remove(mine)
            theirs.remove(twin)
    said = _said(pair.translation, pair.language)
    lost = [_shown(one) for one in ours if not one & said]
    english_words = _said(pair.english, "en") | _english_only(pair.english)
    added = [_shown(one) for one in theirs if not one & english_words]
    if lost or added:
        parts = [f"{', '.join(lost)} of the English is missing"] if lost else []
        parts += [f"{', '.join(added)} is not in the English"] if added else []
        yield pair.finding(
            "X02", "; ".join(parts), "write the same figures, with this language's signs"
        )


def figures(text: str, tag: str) -> list[frozenset[str]]:
    """Give each figure of a text, in order, as all that it can mean in this language.

    A figure that can mean one thing only has one meaning; 7 and 07 are the same.
    """
    decimal = languages.of(tag).decimal
    return [
        meaning
        for written in FIGURE.findall(_western(text))
        for meaning in _meanings(written, decimal)
    ]


def _western(text: str) -> str:
    """Turn all digits to 0-9, all spaces to plain ones, and leave placeholders out."""
    text = unicodedata.normalize("NFKC", words_of(text.replace("，", "， ")))
    text = re.sub(r"[’\u02bc]", "'", text)
    return "".join(str(unicodedata.decimal(one)) if one.isdecimal() else one for one in text)


def _meanings(written: str, decimal: str) -> Iterator[frozenset[str]]:
    """Give what one written figure means, or several where its sign only lists them."""
    written = written.replace("\u066b", decimal or ".").replace("\u066c", "")
    signs = SIGNS.findall(written)
    parts = SIGNS.split(written)
    if not signs:
        yield _values(written)
    elif not decimal and len(signs) == 1 and len(parts[1]) == 3:
        yield _values("".join(parts)) | _values(".".join(parts))
    elif _is_decimal(signs, parts, decimal):
        yield _values("".join(parts[:-1]) + "." + parts[-1])
    elif len(parts[-1]) == 3 and all(len(part) in (2, 3) for part in parts[1:]):
        yield _values("".join(parts))
    else:  # dates, versions, lists
        yield from map(_values, parts)


def _is_decimal(signs: list[str], parts: list[str], decimal: str) -> bool:
    """Say whether the last sign is the decimal one; a point before one or two digits always is."""
    last = signs[-1]
    if signs.count(last) > 1 or last in " '":
        return False
    if last == decimal or (not decimal and last in ",."):
        return True
    return last == "." and len(parts[-1]) != 3


def _values(figure: str) -> frozenset[str]:
    whole, _, part = figure.partition(".")
    whole = whole[1:] if len(whole) == 2 and whole[0] == "0" else whole
    part = part.rstrip("0")
    return frozenset({f"{whole}.{part}" if part else whole})


@lru_cache
def _number_words(tag: str) -> tuple[tuple[re.Pattern[str], str], ...]:
    return tuple(
        (languages.any_of(tuple(words.split())), str(number))
        for number, words in languages.of(tag).numbers.items()
    )


def _said(text: str, tag: str) -> frozenset[str]:
    """Give the figures that the words of a text may stand for."""
    text = re.sub("[’ʼ]", "'", unicodedata.normalize("NFC", words_of(text)))
    spoken = languages.of(tag)
    if not spoken.spaced:
        signs = set(SAID.findall(text))
        return frozenset(str(n) for n, words in spoken.numbers.items() if signs & set(words))
    return frozenset(number for pattern, number in _number_words(tag) if pattern.search(text))


def _english_only(text: str) -> frozenset[str]:
    """Give figures that other languages write for English words: months, half."""
    words = re.findall(r"[A-Za-z]+", text)
    months = {str(MONTHS.index(word) + 1) for word in words if word in MONTHS}
    more = {MORE_WORDS[word.lower()] for word in words if word.lower() in MORE_WORDS}
    return frozenset(months | more | (HALVES if "half" in text.casefold() else frozenset()))


def _on_the_clock(figure: frozenset[str], english: str) -> frozenset[str]:
    """Let 6 pm be 18 as well."""
    hours = {hour: str(int(hour) + 12) for hour in AFTERNOON.findall(english)}
    return figure | {hours[one] for one in figure if one in hours}


def _shown(meanings: frozenset[str]) -> str:
    return " or ".join(sorted(meanings))
