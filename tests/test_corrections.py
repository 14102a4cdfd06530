"""What the page of corrections promises stands in the topics, with sources, and is printed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from generator.content import markdown, texts
from generator.content.library import load
from generator.content.model import Audience, Block, Relevance, Topic
from generator.project import supplied
from generator.select import Depth, Profile, blocks, select, stages

PAGE = Path(__file__).resolve().parents[1] / "docs" / "explanation" / "corrections.md"
ALS = load(supplied("content") / "als", "content/als")
LONGEST = 12
"""Words in a piece."""
REGIONS = ("GB", "US")
"""Where what is printed for one country only is looked for."""

IDS = [f"C{number}" for number in range(1, 30)]
SUBJECTS = {  # what no edition may lack → the corrections that go with it
    "Muscles affected": "C2",
    "Inheritance": "C3",
    "Causes in general, toxins": "C4 C15",
    "Immune system": "C5",
    "Military service": "C7",
    "Lead": "C6",
    "Mercury": "C6",
    "Age": "",
    "Physical activity": "C8",
    "Smoking": "C9",
    "Alcohol": "C10",
    "Diabetes": "C11",
    "High blood pressure": "C12",
    "Virus infections": "C13",
    "Kidney and liver disease": "C14",
    "Onset": "C16",
    "Spread": "",
    "Speech": "C29",
    "Swallowing": "C17",
    "Breathing": "C17 C26",
    "Cramps": "",
    "Twitching": "",
    "Weight loss": "",
    "Thinking and behaviour": "C18",
    "Symptoms often left out": "C17",
    "Palliative care": "C19",
    "Physiotherapy": "C20",
    "Medicines, overall": "C21",
    "Riluzole": "C23",
    "Edaravone": "C22",
    "Tofersen": "C21",
    "Other names of medicines": "C21",
    "Food and feeding tubes": "C24",
    "Breathing support: BiPAP, CPAP, NIV": "C25",
    "Help for mood, family and carers": "C27 C28",
    "Back pain": "C1",
}


@dataclass(frozen=True)
class Row:
    """A piece that stands in the first topic, and where else its subject is spoken of."""

    name: str
    corrections: tuple[str, ...]
    said: str
    piece: str
    topics: tuple[str, ...]

    def __str__(self) -> str:
        return f"{self.name} {self.topics[0]}"


def cells(section: str) -> Iterator[list[str]]:
    """Yield the rows of the table under a heading, without its head."""
    text = PAGE.read_text(encoding="utf-8").partition(f"\n## {section}\n")[2].partition("\n## ")[0]
    lines = [line for line in text.splitlines() if line.startswith("|")]
    for line in lines[2:]:
        yield [cell.strip() for cell in line.strip("|").split("|")]


CORRECTIONS = [
    Row(id_, (id_,), said, piece, (topic,)) for id_, said, piece, topic in cells("The corrections")
]
COVERED = [
    Row(subject, tuple(re.findall(r"C\d+", ids)), "", piece, tuple(topics.split(", ")))
    for subject, ids, topics, piece in cells("What every edition covers")
]


def flat(text: str) -> str:
    """Put a text on one line, without its marks."""
    return re.sub(r"\s+", " ", markdown.plain(text)).strip()


def holding(piece: str, among: Iterable[Block]) -> list[Block]:
    """Find the blocks that hold a piece."""
    return [
        block
        for block in among
        if any(piece in flat(text.text) for text in texts.of_blocks((), [block]))
    ]


def written(topic: Topic) -> list[Block]:
    """List the blocks of a topic, those of its variants too."""
    return [*topic.body, *(topic.variants.prepare or []), *(topic.variants.carer or [])]


def profiles(topic: Topic) -> Iterator[Profile]:
    """Yield readers who can get a topic: by stage, by choice where it is sensitive, by name."""
    sensitive = Relevance.OPT_IN in topic.relevance.values()
    for code in topic.relevance:
        for region in REGIONS:
            for audience in topic.audience:
                reader = Profile(stages(ALS, code), region, audience, depth=Depth.FULL)
                if sensitive:
                    yield Profile(reader.stages, region, audience, opt_in=(topic.id,))
                else:
                    yield reader
                    yield Profile(reader.stages, region, audience, include=(topic.id,))


def printed(topic: Topic) -> Iterator[Block]:
    """Yield the blocks of a topic that some booklet prints."""
    for profile in profiles(topic):
        for one in select(ALS, profile).chosen:
            if one.topic.id == topic.id:
                yield from blocks(one, profile)


def test_every_correction_has_a_row_and_its_first_says_what_is_often_said() -> None:
    assert IDS == list(dict.fromkeys(row.name for row in CORRECTIONS))
    first = {row.name: row.said for row in reversed(CORRECTIONS)}
    assert [] == [name for name, said in first.items() if not said]


def test_every_subject_has_a_line_with_its_corrections() -> None:
    assert list(SUBJECTS) == [row.name for row in COVERED]
    assert SUBJECTS == {row.name: " ".join(row.corrections) for row in COVERED}


def test_every_correction_belongs_to_a_subject() -> None:
    assert set(IDS) == {name for row in COVERED for name in row.corrections}


@pytest.mark.parametrize("row", [*CORRECTIONS, *COVERED], ids=str)
def test_the_piece_stands_in_its_topic_on_a_block_with_sources(row: Row) -> None:
    assert 1 <= len(row.piece.split()) <= LONGEST
    topic = ALS.topics[row.topics[0]]
    if row.piece in flat(topic.key_message):
        assert topic.sources
        return
    found = holding(row.piece, written(topic))
    assert found, f"'{row.piece}' is not in {topic.id}"
    assert all(block.sources for block in found)


@pytest.mark.parametrize("row", [*CORRECTIONS, *COVERED], ids=str)
def test_some_booklet_prints_the_piece(row: Row) -> None:
    topic = ALS.topics[row.topics[0]]
    seen = list(printed(topic))
    assert seen
    assert row.piece in flat(topic.key_message) or holding(row.piece, seen)


@pytest.mark.parametrize("row", COVERED, ids=str)
def test_some_booklet_prints_every_topic_named(row: Row) -> None:
    assert len(set(row.topics)) == len(row.topics)
    assert [] == [name for name in row.topics if not any(printed(ALS.topics[name]))]


def test_no_booklet_for_patients_prints_what_is_for_carers_only() -> None:
    for_carers = [one for one in ALS.topics.values() if one.audience == [Audience.CARER]]
    assert ["bereavement"] == [one.id for one in for_carers]
    assert {Audience.CARER} == {profile.audience for profile in profiles(for_carers[0])}
