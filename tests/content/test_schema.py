from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest

from generator.content import model
from generator.content.model import KINDS
from generator.content.schema import FILES, schemas


@pytest.fixture(scope="module")
def topic() -> dict[str, Any]:
    return dict(json.loads(schemas()["topic"]))


def mappings(part: object) -> Iterator[dict[str, Any]]:
    if isinstance(part, dict):
        yield part
        for inner in part.values():
            yield from mappings(inner)
    elif isinstance(part, list):
        for inner in part:
            yield from mappings(inner)


def test_there_is_a_schema_for_every_kind_of_file() -> None:
    assert {
        "accepted", "batch", "clinic", "condition", "glossary", "map", "needs", "picture", "region",
        "sources", "staging", "topic", "words",
    } == set(schemas())  # fmt: skip


@pytest.mark.parametrize("name", FILES)
def test_a_schema_refuses_unknown_keys_as_the_program_does(name: str) -> None:
    objects = [part for part in mappings(json.loads(schemas()[name])) if "properties" in part]
    assert objects
    assert {False} == {part.get("additionalProperties") for part in objects}


@pytest.mark.parametrize("name", FILES)
def test_a_schema_says_what_it_is_for(name: str) -> None:
    assert json.loads(schemas()[name])["description"]


def test_keys_stand_in_a_schema_as_they_are_written(topic: dict[str, Any]) -> None:
    block = topic["$defs"]["Block"]["properties"]
    assert set(KINDS) <= set(block)
    assert "write_in" not in block


def test_every_key_of_a_topic_is_explained(topic: dict[str, Any]) -> None:
    keys = topic["properties"] | topic["$defs"]["Block"]["properties"]
    assert [] == [name for name, key in keys.items() if not key.get("description")]


def test_editors_take_what_the_program_takes(topic: dict[str, Any]) -> None:
    """`version: 1.0` is a number to an editor, and text to the program."""
    assert ["string", "number", "boolean"] == topic["properties"]["version"]["type"]
    field = topic["$defs"]["Block"]["properties"]["write-in"]["anyOf"]
    assert ["#/$defs/WriteIn", "array", "null"] == [
        part.get("$ref", part.get("type")) for part in field
    ]


def test_listed_values_stay_listed(topic: dict[str, Any]) -> None:
    assert [str(kind) for kind in model.CalloutKind] == topic["$defs"]["CalloutKind"]["enum"]


def test_the_same_models_give_the_same_text() -> None:
    assert schemas() == schemas()
    assert all(text.endswith("}\n") for text in schemas().values())
