from __future__ import annotations

from pathlib import Path

import pytest

from generator.findings import ContentError
from generator.project import find_project
from generator.translate.desk import Desk, open_desk
from generator.translate.messages import Message, paragraphs, shape, with_paragraphs
from tests.mini import edit


def found(desk: Desk) -> dict[str, Message]:
    return {one.context: one for module in desk.modules for one in module.messages}


def test_every_text_of_a_topic_is_a_message_whoever_it_is_for(desk: Desk) -> None:
    rest = next(module for module in desk.modules if module.name == "rest")
    assert [
        ("rest:title", "Rest well"),
        ("rest:key_message", "Rest before you are tired."),
        ("rest:body/1/text/p1", "Rest **early** in the day, and often."),
        ("rest:body/1/text/p2", "Sit down for small jobs."),
        ("rest:body/1/text/p3", "Ask for help with big ones."),
        ("rest:body/2/title", "What helps"),
        ("rest:body/2/picture/caption", "A chair with arms is easier to leave."),
        ("rest:body/3/callout/text/p1", "Ask your nurse for a chair."),
        ("rest:body/4/text/p1", "You need rest too."),
        ("rest:body/5/questions/1", "What may I leave undone?"),
        ("rest:variants/prepare/1/text/p1",
         "You may tire sooner one day. Ask your team what helps."),
    ] == [(one.context, one.english) for one in rest.messages]  # fmt: skip


def test_modules_are_the_condition_each_topic_and_the_templates_words(desk: Desk) -> None:
    assert ["condition", "call", "rest", "wishes", "ui"] == desk.names


@pytest.mark.parametrize(
    ("context", "english"),
    [
        ("condition:title", "Living with Demo"),
        ("map:parts/B/title", "Day by day"),
        ("needs:tired/label", "Very tired"),
        ("needs:groups/1/title", "Day by day"),
        ("staging:steps/3A/name", "Three A"),
        ("glossary:Nurse/meaning", "A person who is trained to care for people who are ill."),
        ("glossary:Nurse/forms", "nurse; nurses"),
        ("picture.chair:description", "A chair with two arms, seen from the side."),
        ("region.GB:name", "United Kingdom"),
        ("ui:see-sheet", "({code})"),
        ("ui:week-columns/2", "What helped"),
        ("call:body/2/text/p1",
         "Call {emergency-number} if you are in doubt. Your nurse can help with [rest](rest)."),
    ],
)  # fmt: skip
def test_what_stands_around_the_topics_is_there_by_lasting_ids(
    desk: Desk, context: str, english: str
) -> None:
    assert english == found(desk)[context].english


def test_every_message_stands_where_it_says(desk: Desk, root: Path) -> None:
    for message in found(desk).values():
        lines = (root / message.file).read_text(encoding="utf-8").splitlines()
        here = " ".join(lines[message.line - 1 : message.line + 3])
        assert message.english.partition("; ")[0][:20].split()[0] in here, message


def test_ids_are_given_once(desk: Desk, root: Path) -> None:
    again = "      - {id: tired, label: Tired again, description: Twice.}\n"
    edit(root / "content/demo/needs.yaml", "      - {id: tired", f"{again}      - {{id: tired")
    contexts = [
        one.context
        for module in open_desk(find_project(root), "demo").modules
        for one in module.messages
    ]
    assert len(contexts) == len(set(contexts))
    assert {"needs:tired/label", "needs:tired/label~2"} <= set(contexts)
    assert len(contexts) == len(found(desk)) + 1


def test_a_topic_cannot_have_a_name_that_ids_use(root: Path) -> None:
    folder = root / "content/demo/topics"
    edit(folder / "wishes.yaml", "id: wishes", "id: needs")
    with pytest.raises(ContentError) as caught:
        open_desk(find_project(root), "demo")
    assert ["content/demo/topics/wishes.yaml:1:1: Y04"] == [
        str(one)[:40] for one in caught.value.findings
    ]


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("One line.", ["One line."]),
        ("Two\nlines.", ["Two lines."]),
        ("One.\n\nTwo.", ["One.", "Two."]),
        ("- **One**\n- two\n  more\n\nEnd.", ["**One**", "two more", "End."]),
        ("1. One\n2. [two](b)", ["One", "[two](b)"]),
        ("- one\n  - inner\n- two", ["one", "inner", "two"]),
        ("- one\n\n  its second paragraph\n- two", ["one", "its second paragraph", "two"]),
        ("A break\\\nhere.", ["A break\\\nhere."]),
        ("A break  \nhere.", ["A break\\\nhere."]),
        ("5 - 3 is no list.", ["5 - 3 is no list."]),
    ],
)
def test_a_text_is_cut_into_paragraphs_and_items_as_written(text: str, pieces: list[str]) -> None:
    assert pieces == [words for _, words in paragraphs(text)]


def test_narrow_places_have_a_limit_that_leaves_room_to_grow(root: Path) -> None:
    edit(root / "content/demo/topics/rest.yaml", "  - questions: [What may I leave undone?]",
         "  - table: {head: [What, A heading of a column that is far longer than others are], "
         "rows: [[a, b]]}\n  - diary: {columns: [Sleep]}")  # fmt: skip
    messages = found(open_desk(find_project(root), "demo"))
    assert 44 == messages["rest:body/5/table/head/1"].max_length
    assert 84 == messages["rest:body/5/table/head/2"].max_length
    assert 132 == messages["rest:body/5/table/rows/1/1"].max_length
    assert 44 == messages["rest:body/6/diary/columns/1"].max_length
    assert 70 == messages["rest:title"].max_length
    assert 88 == messages["wishes:body/2/write-in/1/label"].max_length
    assert messages["rest:key_message"].max_length is None


@pytest.mark.parametrize(
    ("context", "without_numbers"),
    [
        ("rest:body/12/text/p3", "rest:body/*/text/*"),
        ("region.001:name", "region.001:name"),
        ("mitos2:title", "mitos2:title"),
        ("ui:week-columns/2", "ui:week-columns/*"),
    ],
)
def test_a_shape_is_an_id_without_its_numbers(context: str, without_numbers: str) -> None:
    assert without_numbers == shape(context)


def test_bold_words_stay_bold_where_a_translation_is_put_in() -> None:
    assert "- **Bold** word\n- 2\\. end" == with_paragraphs(
        "- One\n- Two", {0: "**Bold** word", 1: "2. end"}
    )
