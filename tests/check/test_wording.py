from __future__ import annotations

from pathlib import Path

import pytest

from generator.check import wording
from generator.check.wording import pattern_of
from generator.content.house import Words
from generator.content.reading import read
from generator.project import supplied
from tests.check.looking import found, subject_of, wish
from tests.mini import edit

WORDS = """\
avoid:
  - {word: "suffer*", instead: have, reason: it tells people how they feel}
  - {word: "cure*", instead: say what it does, reason: hope sells, unless: [no cure, "not a cure"]}
  - {word: bed-bound, instead: in bed, reason: it is seldom true, severity: review}
  - {word: don't worry, instead: say what helps, reason: nobody can}
"""


@pytest.mark.parametrize(
    ("phrase", "text", "is_found"),
    [
        ("suffer*", "Suffering is", True),
        ("suffer", "suffering", False),
        ("cure", "a secure chair", False),
        ("the patient", "The  patient", True),
        ("the patient", "the patience", False),
        ("bed-bound", "bed bound", True),
        ("bed-bound", "bedbound", True),
        ("don't worry", "Don’t worry", True),
        ("fail* treatment", "who failed treatment", True),
        ("a.b", "a-b", False),
    ],
)
def test_a_word_is_found_as_authors_write_it(phrase: str, text: str, is_found: bool) -> None:
    assert is_found is bool(pattern_of(phrase).search(text))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Some suffer more.", [("warning", "'suffer': it tells people how they feel")]),
        ("It is bedbound.", [("review", "'bedbound': it is seldom true")]),
        ("Don’t worry.", [("warning", "'Don’t worry': nobody can")]),
        ("There is no cure, and this is not a cure.", []),
        ("There is no cure. This cures it.", [("warning", "'cures': hope sells")]),
        ("This is secure.", []),
    ],
)
def test_listed_words_are_found_unless_meant_well(
    demo: Path, text: str, expected: list[tuple[str, str]]
) -> None:
    wish(demo, text)
    assert [("W08", *one) for one in expected] == found(wording.check, demo, WORDS)


def test_the_hint_gives_the_better_word(demo: Path) -> None:
    wish(demo, "Some suffer more.")
    (finding,) = wording.check(subject_of(demo, WORDS))
    assert ("write: have", "Some suffer more.") == (finding.hint, finding.about)


@pytest.mark.parametrize(
    ("file", "old"),
    [
        ("glossary.yaml", "meaning: A person"),
        ("pictures/chair.yaml", "description: A chair"),
        ("needs.yaml", "description: Tiredness"),
        ("staging.yaml", "description: The first"),
        ("topics/rest.yaml", "title: What"),
    ],
)
def test_every_file_that_speaks_to_readers_is_looked_at(demo: Path, file: str, old: str) -> None:
    edit(demo / file, old, old.replace(": ", ": Suffering "))
    assert [("W08", f"demo/{file}")] == [
        (finding.code, finding.file) for finding in wording.check(subject_of(demo, WORDS))
    ]


def test_without_house_rules_no_word_is_avoided(demo: Path) -> None:
    wish(demo, "Some suffer more.")
    assert [] == found(wording.check, demo)


HOUSE = read(Words, supplied("content") / "als/words.yaml", "words.yaml").value


@pytest.mark.parametrize(
    "text",
    [
        "The patient should rest", "ALS sufferers", "a victim of ALS", "a burden to others",
        "He is bedridden", "losing the battle", "for better compliance", "a miracle cure",
        "Physiotherapy strengthens weak muscles", "a wheelchair-bound man",
    ],
)  # fmt: skip
def test_the_words_that_hurt_most_are_on_our_list(demo: Path, text: str) -> None:
    wish(demo, f"{text}.")
    files = subject_of(demo).files
    subject = subject_of(demo)
    assert list(wording.check(type(subject)(files, HOUSE)))


@pytest.mark.parametrize(
    "text",
    [
        "No medicine can cure ALS yet.", "It is not a cure.", "Your muscles weaken.",
        "Take care with oxygen. This is not “never oxygen”.", "Rest is your right.",
        "Be kind to yourself.",
    ],
)  # fmt: skip
def test_honest_words_are_not(demo: Path, text: str) -> None:
    wish(demo, text)
    subject = subject_of(demo)
    assert [] == list(wording.check(type(subject)(subject.files, HOUSE)))
