"""How hard a topic reads: sentence length, and the Flesch-Kincaid grade of the whole.

Grade = 0.39 · words/sentence + 11.8 · syllables/word - 15.59 (Kincaid et al. 1975).
Explained words, names and abbreviations are masked first, as a two-syllable word:
one disease name moves a short text by several grades and says nothing of its
plainness. Only whole topics are judged; bullets and headings count as sentences.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from generator.content import markdown, texts
from generator.content.library import Library
from generator.content.model import Topic
from generator.findings import Finding, Severity

LONG_SENTENCE = 20
TOO_LONG_SENTENCE = 25
AIM_GRADE = 6.0
MOST_GRADE = 8.0
LEAST_WORDS = 60
"""Fewer words than this give no grade worth having."""

ENDS = re.compile(r"(?<=[.!?…])[\"”’)]*\s+|\n+")
WORD = re.compile(r"[A-Za-zÀ-ÿ0-9]+(?:['’-][A-Za-zÀ-ÿ0-9]+)*")
ABBREVIATION = re.compile(r"\b(?:[A-Z]{2,}\d*|[A-Za-z]+\d[A-Za-z0-9]*|[A-Z]\d{1,2})\b")
VOWELS = re.compile(r"[aeiouyà-ÿ]+")
MASK = "motive"
"""The two-syllable word that stands for a masked one."""
KNOWN = {  # where the vowel groups mislead
    "every": 2, "people": 2, "business": 2, "being": 2, "doing": 2, "going": 2, "trying": 2,
    "idea": 3, "area": 3, "science": 2, "quiet": 2, "diet": 2, "being's": 2, "muscles": 2,
    "comfortable": 3, "vegetable": 3, "chocolate": 2, "evening": 2, "different": 2, "family": 3,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Reading:
    """The measures of a text."""

    words: int
    sentences: int
    grade: float


def check(library: Library, folder: str) -> Iterator[Finding]:
    """Judge every topic written in English; other languages have formulas of their own."""
    if not library.condition.language.startswith("en"):
        return
    mask = masker(library)
    for topic in library.topics.values():
        where = f"{folder}/topics/{topic.id}.yaml"
        reading = measure(mask(words_of(topic)))
        if reading.grade > MOST_GRADE and reading.words >= LEAST_WORDS:
            yield Finding(
                where, 0, 0, "W02", f"reading grade {reading.grade:.1f}; at most {MOST_GRADE:g}",
                "shorter sentences, shorter words", Severity.WARNING,
            )  # fmt: skip
        for sentence in sentences(words_of(topic)):
            length = len(WORD.findall(sentence))
            if length > LONG_SENTENCE:
                severity = Severity.ERROR if length > TOO_LONG_SENTENCE else Severity.WARNING
                yield Finding(
                    where, 0, 0, "W01", f"a sentence of {length} words: '{sentence[:48]}…'",
                    "make two of it", severity,
                )  # fmt: skip


def words_of(topic: Topic) -> str:
    """Give the words of a topic, one paragraph, item or heading a line."""
    return "\n".join(
        text.text if text.markup is texts.Markup.PLAIN else markdown.plain(text.text)
        for text in texts.of_topic(topic)
    )


def measure(text: str) -> Reading:
    """Measure a text."""
    parts = sentences(text)
    words = [word for part in parts for word in WORD.findall(part)]
    if not words:
        return Reading(0, 0, 0.0)
    syllables_in_all = sum(map(syllables, words))
    grade = 0.39 * len(words) / len(parts) + 11.8 * syllables_in_all / len(words) - 15.59
    return Reading(len(words), len(parts), round(grade, 2))


def sentences(text: str) -> list[str]:
    """Cut a text into sentences; every line ends one."""
    return [part.strip() for part in ENDS.split(text) if WORD.search(part)]


def syllables(word: str) -> int:
    """Count the syllables of an English word by its vowel groups."""
    word = word.lower()
    if word in KNOWN:
        return KNOWN[word]
    if word.isdigit():
        return 1
    groups = len(VOWELS.findall(word))
    is_silent = re.search(r"[^aeiouy]e$|[^aeiouytd]ed$|[^aeiouyscxzg](?<!sh)(?<!tch)es$", word)
    if is_silent and groups > 1 and not re.search(r"[^aeiouy]le$", word):
        groups -= 1
    return max(1, groups)


def masker(library: Library) -> Masker:
    """Make the masker of a library's explained words and names."""
    forms = [form for term in library.terms for form in term.forms]
    forms += [medicine.name for r in library.regions.values() for medicine in r.medicines.values()]
    return Masker(forms)


class Masker:
    """Replaces explained words, names and abbreviations by a two-syllable word."""

    def __init__(self, forms: list[str]) -> None:
        either = "|".join(sorted({re.escape(form) for form in forms}, key=len, reverse=True))
        self._pattern = re.compile(rf"(?<!\w)(?:{either})(?!\w)", re.IGNORECASE)

    def __call__(self, text: str) -> str:
        """Mask a text."""
        return ABBREVIATION.sub(MASK, self._pattern.sub(MASK, text))
