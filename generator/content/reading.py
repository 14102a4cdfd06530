"""One content file into one typed value, with every fault in a writer's words."""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import Any, Generic, TypeVar, get_args

from pydantic import BaseModel, ValidationError

from generator.content.source import Loc, Source
from generator.findings import ContentError

Model = TypeVar("Model", bound=BaseModel)
Model_co = TypeVar("Model_co", bound=BaseModel, covariant=True)

WORDS = {  # pydantic's error type: our lasting code, our words
    "missing": ("S03", "'{key}' is missing"),
    "extra_forbidden": ("S01", "unknown key '{key}'"),
    "string_type": ("S04", "'{key}' must be text"),
    "string_too_short": ("S04", "'{key}' must not be empty"),
    "string_too_long": ("S04", "'{key}' is longer than {max_length} characters"),
    "string_pattern_mismatch": ("S14", "'{input}' has not the form of '{key}'"),
    "too_short": ("S05", "'{key}' must list at least {min_length}"),
    "too_long": ("S05", "'{key}' must list at most {max_length}"),
    "list_type": ("S05", "'{key}' must be a list"),
    "dict_type": ("S05", "'{key}' must be a list of 'name: value' lines"),
    "model_type": ("S05", "'{key}' must hold 'name: value' lines"),
    "model_attributes_type": ("S05", "'{key}' must hold 'name: value' lines"),
    "literal_error": ("S06", "unknown value '{input}'"),
    "enum": ("S06", "unknown value '{input}'"),
    "date_form": ("S07", "'{input}' is not a date like 2027-01-31"),
    "date_from_datetime_parsing": ("S07", "'{input}' is not a date like 2027-01-31"),
    "date_parsing": ("S07", "'{input}' is not a date like 2027-01-31"),
    "date_type": ("S07", "'{key}' must be a date like 2027-01-31"),
    "date_from_datetime_inexact": ("S07", "'{input}' is not a date like 2027-01-31"),
    "int_parsing": ("S14", "'{input}' is not a whole number"),
    "int_type": ("S14", "'{key}' must be a whole number"),
    "bool_parsing": ("S14", "'{input}' is not true or false"),
    "greater_than_equal": ("S14", "'{key}' must be at least {ge}"),
    "less_than_equal": ("S14", "'{key}' must be at most {le}"),
    "block_kind": ("S15", "{msg}"),
    "table_row": ("S16", "{msg}"),
    "review_unsigned": ("S17", "{msg}"),
    "accepted_text": ("S03", "{msg}"),
}
HINTS = {  # what to do, where nothing nearer can be said
    "missing": "add it, as in a neighbouring file",
    "string_type": "write plain words after the colon",
    "string_too_short": "write the text, or take the line away",
    "string_too_long": "say it in fewer words, or split it",
    "too_short": "add to the list",
    "too_long": "take some away",
    "list_type": "put it in [brackets], or start each line with '- '",
    "dict_type": "write one 'name: value' on each line",
    "model_type": "write one 'name: value' on each line",
    "model_attributes_type": "write one 'name: value' on each line",
    "date_form": "write year-month-day",
    "date_from_datetime_parsing": "write year-month-day",
    "date_parsing": "write year-month-day",
    "date_type": "write year-month-day",
    "date_from_datetime_inexact": "write year-month-day",
    "int_parsing": "use digits only",
    "int_type": "use digits only",
    "bool_parsing": "write true or false",
    "greater_than_equal": "use a larger number",
    "less_than_equal": "use a smaller number",
    "block_kind": "start a new '- ' block for each kind of content",
    "table_row": "give each row one cell for each heading",
    "review_unsigned": "name who signed and the day, or write 'status: draft'",
    "accepted_text": "copy a piece of the text that may stand",
}
PATTERN_HINTS = {
    r"^[a-z0-9]+(-[a-z0-9]+)*$": "use small letters, digits and single hyphens",
    r"^[A-Z]\d{1,2}$": "use a part letter and a number, such as C2",
    r"^\d+(\.\d+)*$": "use numbers and dots, such as 1.2",
    r"^[A-Za-z0-9_-]+\.png$": "give the name of a PNG file beside this one, such as logo.png",
}


@dataclass(frozen=True, slots=True)
class Located(Generic[Model_co]):
    """A typed value together with the source it was read from."""

    value: Model_co
    source: Source


def read(model: type[Model], path: Path, shown_as: str) -> Located[Model]:
    """Read one content file; raise ContentError with all that is wrong in it."""
    return typed(model, Source.read(path, shown_as))


def typed(model: type[Model], source: Source) -> Located[Model]:
    """Give a source its type; raise ContentError with all that is wrong in it."""
    if source.value is None:
        source.report((), "S03", "the file is empty", "copy a neighbour and change it")
        raise ContentError(source.findings)
    try:
        content = model.model_validate(source.value)
    except ValidationError as error:
        faults: list[dict[str, Any]] = [dict(fault) for fault in error.errors()]
        misspelt = {
            (*fault["loc"][:-1], nearest(str(fault["loc"][-1]), keys_around(fault["loc"], model)))
            for fault in faults
            if fault["type"] == "extra_forbidden"
        }
        for fault in faults:
            if fault["type"] != "missing" or fault["loc"] not in misspelt:
                source.report(fault["loc"], *explain(fault, model))
        raise ContentError(source.findings) from None
    if source.findings:
        raise ContentError(source.findings)
    return Located(content, source)


def explain(fault: dict[str, Any], model: type[BaseModel]) -> tuple[str, str, str]:
    """Put one of pydantic's complaints as code, message and hint."""
    loc: Loc = fault["loc"]
    key = next((part for part in loc[::-1] if isinstance(part, str)), "file")
    context = fault.get("ctx", {})
    code, words = WORDS.get(fault["type"], ("S99", "{msg}"))
    given = fault["input"] if isinstance(fault["input"], str) else ""
    shown = {"key": shortened(key), "input": shortened(given), "msg": fault["msg"], **context}
    message = words.format_map(shown)
    if fault["type"] == "extra_forbidden":
        known = keys_around(loc, model)
        return code, message, near(key, known) or f"known keys: {', '.join(sorted(known))}"
    if expected := re.findall("'(.+?)'", str(context.get("expected", ""))):
        return code, message, near(given, expected) or f"one of: {', '.join(expected)}"
    hint = PATTERN_HINTS.get(str(context.get("pattern", ""))) or HINTS.get(fault["type"], "")
    return code, message, hint


def shortened(text: str, width: int = 60) -> str:
    """Cut a text that would fill the screen."""
    return text if len(text) <= width else f"{text[: width - 1]}…"


def near(wrong: str, known: list[str]) -> str:
    """Suggest the known word that a writer probably meant; '' when none is near."""
    word = nearest(wrong, known)
    return f"did you mean '{word}'?" if word else ""


def nearest(wrong: str, known: list[str]) -> str:
    """Find the known word that is most like another; '' when none is near."""
    folded = {word.casefold(): word for word in known}
    match = get_close_matches(wrong.casefold(), list(folded), n=1)
    return folded[match[0]] if match else ""


def keys_around(loc: Loc, hint: Any) -> list[str]:
    """Name the keys that may stand in the mapping where `loc` ends."""
    if not (isinstance(hint, type) and issubclass(hint, BaseModel)):
        return [key for part in get_args(hint) for key in keys_around(loc, part)]
    fields = {field.alias or name: field for name, field in hint.model_fields.items()}
    for depth, part in enumerate(loc[:-1], start=1):
        if part in fields:
            return keys_around(loc[depth:], fields[str(part)].annotation)
    return list(fields)
