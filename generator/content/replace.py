"""A content value with other texts in the places of some of its own."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from pydantic import BaseModel

from generator.content.source import Loc

Value = TypeVar("Value")
Tree = dict[Any, Any]
"""New texts by the way to them: keys and numbers, then the text."""


def with_texts(value: Value, texts: Mapping[Loc, str]) -> Value:
    """Give a value with new texts, each at its place as the file's keys name it.

    What holds none of them is the same object as before. A list of words takes one text,
    with '; ' between the words.
    """
    tree: Tree = {}
    for loc, text in texts.items():
        _plant(tree, loc, text)
    result: Value = _with(value, tree)
    return result


def text_at(value: object, loc: Loc) -> str:
    """Give the text at a place."""
    for key in loc:
        if isinstance(value, BaseModel):
            value = getattr(value, _field(value, str(key)))
        else:
            value = value[key]  # type: ignore[index]
    return str(value)


def _plant(tree: Tree, loc: Loc, text: str) -> None:
    *way, last = loc
    for key in way:
        tree = tree.setdefault(key, {})
    tree[last] = text


def _with(value: Any, tree: Tree | str) -> Any:
    if isinstance(tree, str):
        return [one.strip() for one in tree.split(";")] if isinstance(value, list) else tree
    if not tree:
        return value
    if isinstance(value, BaseModel):
        fields = {_field(value, str(key)): part for key, part in tree.items()}
        update = {name: _with(getattr(value, name), part) for name, part in fields.items()}
        return value.model_copy(update=update)
    if isinstance(value, Mapping):
        return {key: _with(one, tree.get(key, {})) for key, one in value.items()}
    return type(value)(_with(one, tree.get(number, {})) for number, one in enumerate(value))


def _field(value: BaseModel, key: str) -> str:
    """Give the name of a model's field by its key in the file."""
    fields = type(value).model_fields
    if key in fields:
        return key
    return next(name for name, field in fields.items() if field.alias == key)
