"""W02: how hard a whole topic reads, by the formula of its language.

A formula sees the length of sentences and words, not sense: a good figure proves little, a bad one
warns. So it judges whole topics only. Words that are explained, names, abbreviations and what the
program fills in count as one plain word of one syllable: one disease name moves a short text by
several school years and says nothing of its plainness. Headings and items count as sentences, as
the NHS asks; cells of tables and labels are no sentences and are left out.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from generator.check import syllables
from generator.check.said import PROSE, Role, Subject, Written, any_of
from generator.check.sentences import WORD, sentences
from generator.content import markdown, texts
from generator.content.files import Files
from generator.content.model import Topic
from generator.findings import Finding, Severity

LEAST_WORDS = 100
"""Fewer words than this give no figure worth having."""
ABBREVIATION = re.compile(r"\b(?:[A-Z]{2,}s?\d*|[A-Za-z]+\d[A-Za-z0-9]*)\b")
MASK = "word"
"""The one-syllable word that stands for a masked one."""


@dataclass(frozen=True, slots=True)
class Reading:
    """The counts of a text."""

    words: int = 0
    sentences: int = 0
    syllables: int = 0
    short: int = 0
    """Words of one syllable."""
    many: int = 0
    """Words of three syllables or more."""
    long: int = 0
    """Words of more than six letters."""

    @property
    def sentence_length(self) -> float:
        """Words in a sentence, on average."""
        return self.words / self.sentences

    @property
    def word_length(self) -> float:
        """Syllables in a word, on average."""
        return self.syllables / self.words

    def share(self, number: int) -> float:
        """Give a number of words in 100 words."""
        return 100 * number / self.words


@dataclass(frozen=True, slots=True)
class Formula:
    """A published formula, and where its scale begins to shut readers out."""

    name: str
    value: Callable[[Reading], float]
    look: float
    """From here a person should look."""
    hard: float
    """From here it is too hard."""

    def is_beyond(self, value: float, limit: float) -> bool:
        """Say whether a value is on the hard side of a limit; some scales go down."""
        return value > limit if self.hard > self.look else value < limit


def kincaid(r: Reading) -> float:
    """Flesch-Kincaid grade, US school years: Kincaid, Fishburne, Rogers and Chissom 1975."""
    return 0.39 * r.sentence_length + 11.8 * r.word_length - 15.59


def szigriszt(r: Reading) -> float:
    """Szigriszt-Pazos 1993, read on the INFLESZ scale of Barrio-Cantalejo et al. 2008.

    It mends the earlier formula of Fernández Huerta 1959, and was tried on texts for patients:
    55 to 65 is normal, under 55 hard.
    """
    return 206.835 - 62.3 * r.word_length - r.sentence_length


def kandel_moles(r: Reading) -> float:
    """Kandel and Moles 1958, for French; read like Flesch's scale."""
    return 207 - 1.015 * r.sentence_length - 73.6 * r.word_length


def wiener(r: Reading) -> float:
    """Erste Wiener Sachtextformel, school years 4 to 15: Bamberger and Vanecek 1984."""
    return (
        0.1935 * r.share(r.many) + 0.1672 * r.sentence_length
        + 0.1297 * r.share(r.long) - 0.0327 * r.share(r.short) - 0.875
    )  # fmt: skip


def martins(r: Reading) -> float:
    """Flesch's scale for Portuguese: Martins, Ghiraldelo, Nunes and Oliveira 1996."""
    return 248.835 - 1.015 * r.sentence_length - 84.6 * r.word_length


FORMULAS = {  # language → formula; a language without a sound published one is not judged
    "en": Formula("Flesch-Kincaid grade", kincaid, look=7, hard=8),
    "es": Formula("INFLESZ", szigriszt, look=65, hard=55),
    "fr": Formula("Kandel-Moles score", kandel_moles, look=70, hard=60),
    "de": Formula("Wiener Sachtextformel", wiener, look=7, hard=9),
    "pt": Formula("Flesch-Martins score", martins, look=75, hard=50),
}


def check(subject: Subject) -> Iterator[Finding]:
    """Judge every topic that is long enough."""
    return judged(subject, figures(subject))


def figures(subject: Subject) -> list[tuple[Written, float]]:
    """Give every topic that can be judged with its figure; none where no formula is sound."""
    spoken = language(subject.files)
    formula = FORMULAS.get(spoken)
    if formula is None:
        return []
    mask = masker(subject)
    found = []
    for written in subject.topics:
        prose = "\n".join(
            said.words for said in written.said if said.role in PROSE or said.role is Role.HEADING
        )
        reading = measure(mask(prose), spoken)
        if reading.words >= LEAST_WORDS:
            found.append((written, round(formula.value(reading), 2)))
    return found


def judged(subject: Subject, found: list[tuple[Written, float]]) -> Iterator[Finding]:
    """Say which figures are on the hard side of the formula's limits."""
    for written, value in found:
        formula = FORMULAS[language(subject.files)]
        if formula.is_beyond(value, formula.look):
            hard = formula.is_beyond(value, formula.hard)
            limit = formula.hard if hard else formula.look
            yield written.finding(
                (), "W02", f"{formula.name} {value:.1f}; the limit is {limit:g}",
                "shorter sentences, shorter words",
                Severity.WARNING if hard else Severity.REVIEW,
            )  # fmt: skip


def language(files: Files) -> str:
    """Give the language the topics are written in, without its region."""
    return files.condition.value.language.split("-")[0]


def words_of(topic: Topic) -> str:
    """Give all words of a topic, one paragraph, item, heading or cell a line."""
    return "\n".join(
        text.text if text.markup is texts.Markup.PLAIN else markdown.plain(text.text)
        for text in texts.of_topic(topic)
    )


def measure(text: str, spoken: str = "en") -> Reading:
    """Count a text in one of the languages of `FORMULAS`."""
    parts = sentences(text)
    words = [word for part in parts for word in WORD.findall(part)]
    counts = [syllables.count(word, spoken) for word in words]
    return Reading(
        words=len(words),
        sentences=len(parts),
        syllables=sum(counts),
        short=sum(count == 1 for count in counts),
        many=sum(count >= 3 for count in counts),
        long=sum(len(word) > 6 for word in words),
    )


def masker(subject: Subject) -> Masker:
    """Make the masker of a condition's explained words and names."""
    medicines = [m.name for r in subject.files.regions for m in r.value.medicines.values()]
    return Masker([*subject.glossary_forms, *medicines])


class Masker:
    """Puts a one-syllable word in the place of explained words, names and abbreviations."""

    def __init__(self, forms: list[str]) -> None:
        self._pattern = any_of(forms)

    def __call__(self, text: str) -> str:
        """Mask a text."""
        text = markdown.PLACEHOLDER.sub(MASK, text)
        return ABBREVIATION.sub(MASK, self._pattern.sub(MASK, text))
