from __future__ import annotations

from pathlib import Path

from generator.check.said import Role
from tests.check.looking import subject_of, wish
from tests.mini import edit


def test_every_piece_of_a_topic_has_its_role_and_line(demo: Path) -> None:
    (rest,) = [one for one in subject_of(demo).topics if one.topic.id == "rest"]
    assert [
        (Role.TITLE, "Rest well"),
        (Role.MESSAGE, "Rest before you are tired."),
        (Role.PARAGRAPH, "Rest early in the day, and often."),
        (Role.ITEM, "Sit down for small jobs."),
        (Role.ITEM, "Ask for help with big ones."),
        (Role.HEADING, "What helps"),
        (Role.CAPTION, "A chair with arms is easier to leave."),
        (Role.PARAGRAPH, "Ask your nurse for a chair."),
        (Role.PARAGRAPH, "You need rest too."),
        (Role.ITEM, "What may I leave undone?"),
        (Role.PARAGRAPH, "You may tire sooner one day. Ask your team what helps."),
    ] == [(one.role, one.words) for one in rest.said]
    item = rest.said[4]
    place = item.finding("W01", "message", "hint")
    assert ("demo/topics/rest.yaml", "- Ask for help with big ones.") == (
        place.file, place.excerpt.strip(),
    )  # fmt: skip
    assert place.about == item.words


def test_a_body_is_read_with_title_and_key_message_and_without_the_others(demo: Path) -> None:
    (rest,) = [one for one in subject_of(demo).topics if one.topic.id == "rest"]
    body, prepare = rest.printed()
    assert body[:2] == prepare[:2]
    assert {one.loc[0] for one in body} == {"title", "key_message", "body"}
    assert ["You may tire sooner one day. Ask your team what helps."] == [
        one.words for one in prepare[2:]
    ]


def test_other_files_speak_too(demo: Path) -> None:
    edit(demo / "regions/GB.yaml", 'number: "999"', 'number: "999", without_speech: Text it')
    notes = {(one.source.file, one.loc[-1]): one.words for one in subject_of(demo).notes}
    assert "Text it" == notes["demo/regions/GB.yaml", "without_speech"]
    assert (
        "A person who is trained to care for people who are ill."
        == (notes["demo/glossary.yaml", "meaning"])
    )
    assert (
        "A chair with two arms, seen from the side."
        == (notes["demo/pictures/chair.yaml", "description"])
    )
    assert "Very tired" == notes["demo/needs.yaml", "label"]
    assert ("demo/sources.yaml", "cite") not in notes


def test_lists_know_their_depth_and_number(demo: Path) -> None:
    wish(demo, "First:", "", "- one", "- two", "  - under two")
    (wishes,) = [one for one in subject_of(demo).topics if one.topic.id == "wishes"]
    said = [(one.words, one.depth, one.item) for one in wishes.said if one.loc[0] == "body"]
    assert [("First:", 0, 0), ("one", 1, 1), ("two", 1, 2), ("under two", 2, 1)] == said[:4]
