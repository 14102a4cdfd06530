"""JSON Schemas of the content files, from the models."""

from __future__ import annotations

import json
from typing import Any

from pydantic import BaseModel

from generator.content import batch, house, model

FILES: dict[str, type[BaseModel]] = {
    "accepted": house.Accepted,
    "batch": batch.BatchFile,
    "clinic": model.Clinic,
    "condition": model.Condition,
    "glossary": model.Glossary,
    "map": model.Map,
    "needs": model.Needs,
    "picture": model.PictureText,
    "region": model.Region,
    "sources": model.Sources,
    "staging": model.Staging,
    "topic": model.Topic,
    "words": house.Words,
}


def schemas() -> dict[str, str]:
    """Give the schema of each kind of file as JSON text, by the file's kind."""
    return {name: _text(kind) for name, kind in FILES.items()}


def _text(kind: type[BaseModel]) -> str:
    schema = kind.model_json_schema(by_alias=True)
    _allow_plain_values(schema)
    return json.dumps(schema, indent=1, ensure_ascii=False, sort_keys=True) + "\n"


def _allow_plain_values(part: Any) -> None:
    """Let editors accept `1.0` or `yes` where text is meant: the program reads all as text."""
    if isinstance(part, dict):
        if part.get("type") == "string" and "enum" not in part and "const" not in part:
            part["type"] = ["string", "number", "boolean"]
        for inner in part.values():
            _allow_plain_values(inner)
    elif isinstance(part, list):
        for inner in part:
            _allow_plain_values(inner)
