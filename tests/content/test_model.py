from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from pydantic import ValidationError

from generator.content.model import KINDS, Authored, Block, Fact, Review, Topic
from generator.content.source import Source
from tests import mini

ONE_OF_EACH: dict[str, Any] = {
    "text": "Rest.",
    "steps": ["Sit.", "Rest."],
    "callout": {"kind": "tip", "text": "Rest."},
    "picture": {"name": "chair", "caption": "A chair."},
    "table": {"head": ["a", "b"], "rows": [["1", "2"]]},
    "checklist": ["Bag", "Keys"],
    "questions": ["Why?"],
    "diary": {"columns": ["Pain"]},
    "write-in": {"label": "Name"},
    "contact": {"level": "now", "when": ["Choking"]},
    "medicines": {"names": ["riluzole"]},
    "organisations": {},
    "legal": {},
}


def topic(**changes: Any) -> Topic:
    value = Source(mini.REST, "rest.yaml").value
    assert isinstance(value, dict)
    return Topic.model_validate(value | changes)


@pytest.mark.parametrize("kind", KINDS)
def test_a_block_knows_its_one_kind_and_gives_its_content(kind: str) -> None:
    block = Block.model_validate({kind: ONE_OF_EACH[kind]})
    assert kind == block.kind
    assert block.content is getattr(block, kind.replace("-", "_"))


def test_there_is_a_sample_of_every_kind() -> None:
    assert list(KINDS) == list(ONE_OF_EACH)


@pytest.mark.parametrize(("one", "other"), [("text", "steps"), ("diary", "write-in")])
def test_a_block_with_two_kinds_is_refused(one: str, other: str) -> None:
    with pytest.raises(ValidationError, match=f"holds {one} and {other}"):
        Block.model_validate({one: ONE_OF_EACH[one], other: ONE_OF_EACH[other]})


def test_write_ins_are_a_list_however_they_are_written() -> None:
    one = Block.model_validate({"write-in": {"label": "Name"}})
    several = Block.model_validate({"write-in": [{"label": "Name"}]})
    assert one.write_in == several.write_in
    assert ["Name"] == [field.label for field in one.write_in or ()]


@pytest.mark.parametrize(
    "written",
    [
        {"status": "reviewed", "due": "2027-01-31"},
        {"status": "reviewed", "reviewer": "A nurse", "due": "2027-01-31"},
        {"status": "reviewed", "reviewed": "2026-01-31", "due": "2027-01-31"},
    ],
)
def test_nothing_is_reviewed_without_a_name_and_a_day(written: dict[str, str]) -> None:
    with pytest.raises(ValidationError, match="needs the reviewer's name and the day"):
        Review.model_validate(written)


def test_a_signed_review_is_taken() -> None:
    review = Review.model_validate(
        {"status": "reviewed", "reviewer": "A nurse", "reviewed": "2026-01-31", "due": "2027-01-31"}
    )
    assert date(2026, 1, 31) == review.reviewed


@pytest.mark.parametrize("name", ["../x", "a/b", "a.b", "A", "-a", "a-", "a--b", "a b", "", "é"])
def test_an_id_cannot_lead_out_of_its_folder(name: str) -> None:
    with pytest.raises(ValidationError):
        topic(id=name)


@pytest.mark.parametrize("code", ["B", "B123", "BB1", "b1", "1B", "B1 "])
def test_a_printed_code_is_a_letter_and_a_number(code: str) -> None:
    if code.strip() == "B1":
        assert "B1" == topic(code=code).code
        return
    with pytest.raises(ValidationError):
        topic(code=code)


@pytest.mark.parametrize("key", ["relevance", "audience", "needs", "sources", "review", "body"])
def test_a_topic_that_does_not_name_its_readers_or_sources_is_refused(key: str) -> None:
    value = Source(mini.REST, "rest.yaml").value
    assert isinstance(value, dict)
    with pytest.raises(ValidationError, match=key):
        Topic.model_validate({name: given for name, given in value.items() if name != key})


@pytest.mark.parametrize("key", ["relevance", "audience", "sources", "body"])
def test_an_empty_list_of_readers_or_sources_is_refused(key: str) -> None:
    with pytest.raises(ValidationError, match="at least 1"):
        topic(**{key: {} if key == "relevance" else []})


def test_content_cannot_be_changed_after_it_is_read() -> None:
    with pytest.raises(ValidationError, match="frozen"):
        topic().title = "Another"  # type: ignore[misc]


def subclasses(kind: type[Authored]) -> list[type[Authored]]:
    return [kind, *(deeper for one in kind.__subclasses__() for deeper in subclasses(one))]


@pytest.mark.parametrize("kind", subclasses(Authored), ids=lambda kind: kind.__name__)
def test_every_kind_of_content_refuses_unknown_keys_and_empty_text(kind: type[Authored]) -> None:
    config = kind.model_config
    assert ("forbid", True, 1, True) == (
        config.get("extra"), config.get("frozen"), config.get("str_min_length"),
        config.get("str_strip_whitespace"),
    )  # fmt: skip


@pytest.mark.parametrize("kind", subclasses(Fact), ids=lambda kind: kind.__name__)
def test_a_regional_fact_names_its_source_and_its_days(kind: type[Fact]) -> None:
    required = {name for name, field in kind.model_fields.items() if field.is_required()}
    assert {"sources", "checked", "expires"} <= required
