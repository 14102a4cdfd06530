"""The reference of content files, `docs/reference/content.md`, from the models' JSON Schemas.

The descriptions in `model` are the text; `WORDS` speaks where a key has none there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from generator.content.crosscheck import PAGES, PLACEHOLDERS
from generator.content.markdown import OUTSIDE
from generator.content.model import MAX_TEXT, Block
from generator.content.schema import FILES

PLACES = {  # kind of file → where it stands, in the order people meet them
    "topic": "content/CONDITION/topics/ID.yaml",
    "condition": "content/CONDITION/condition.yaml",
    "map": "content/CONDITION/map.yaml",
    "staging": "content/CONDITION/staging.yaml",
    "needs": "content/CONDITION/needs.yaml",
    "glossary": "content/CONDITION/glossary.yaml",
    "sources": "content/CONDITION/sources.yaml",
    "region": "content/CONDITION/regions/REGION.yaml",
    "picture": "content/CONDITION/pictures/NAME.yaml",
    "words": "content/CONDITION/words.yaml",
    "accepted": "content/CONDITION/accepted.yaml",
    "clinic": "content/clinics/NAME.yaml",
    "batch": "booklets.yaml",
}
PATTERNS = {  # pattern → in words
    r"^[a-z0-9]+(-[a-z0-9]+)*$": "id",
    r"^[A-Z]\d{1,2}$": "a letter and a number, such as `C2`",
    r"^[A-Z]$": "one capital letter",
    r"^[A-Z]\d\d$": "a finding's code, such as `C10`",
    r"^\d+(\.\d+)*$": "numbers and dots, such as `1.2`",
    r"^[A-Za-z0-9]+$": "letters and digits",
    r"^[A-Za-z][A-Za-z0-9-]*$": "a letter, then letters, digits and hyphens",
    r"^[A-Z0-9]{2,3}$": "two or three capital letters or digits",
    r"^[A-Za-z0-9_-]+\.png$": "the name of a PNG file",
    r"^https://[^\s]+$": "an address that begins with `https://`",
}
WORDS = {  # key, or Model.key → what it is, where the model has no description of its own
    "icd-10": "ICD-10",
    "icd-10-cm": "ICD-10-CM, used in the United States",
    "icd-11": "ICD-11",
    "snomed-ct": "SNOMED CT",
    "mesh": "MeSH",
    "orpha": "Orphanet",
    "Map.parts": "The parts, in order",
    "letter": "Stands on the thumb tab and begins the code of each topic in the part",
    "Part.title": "The part's heading in the contents",
    "Part.topics": "Its topics, in order",
    "default": "The scheme whose stages topics name",
    "schemes": "All schemes",
    "Scheme.id": "What people type before a colon, as in `mitos:2`",
    "Scheme.name": "The scheme's name",
    "stages": "The stages, in order",
    "groups": "The groups, in order",
    "NeedGroup.title": "The heading over the group",
    "NeedGroup.needs": "The needs in it",
    "Need.id": "What people type after `--need`, and what topics name",
    "label": "The words beside the box to tick",
    "Need.description": "When to tick it",
    "terms": "The words, in order",
    "term": "The word as the list shows it",
    "meaning": "What it means, in plain words",
    "Sources.sources": "The sources, in order",
    "Reference.id": "What topics and facts name, such as `G1`",
    "cite": "Author, title, place and year",
    "doi": "DOI, without an address before it",
    "Reference.web": "Where it can be read, without https://",
    "Region.name": "The region's name in the imprint and in tables",
    "paper": "The paper of the region; a standard page is half of it",
    "emergency": "How to call an ambulance",
    "Region.organisations": "Groups that help there",
    "Region.medicines": "Key → what is true of that medicine there",
    "Region.legal": "What written wishes, and the person who speaks for you, are called there",
    "sources": "Ids from sources.yaml",
    "verify": "`true`: nobody has checked it against its source yet",
    "Organisation.name": "Its own name",
    "what": "What it does for readers",
    "web": "Web address, without https://",
    "phone": "Telephone number, in quotes",
    "Medicine.name": "The medicine's plain name",
    "LegalName.name": "The name in the law there",
    "status": "Whether it is approved there",
    "note": "What a reader should know of it, in a sentence or two",
    "PictureText.title": "A short name",
    "PictureText.description": "What the picture shows: the text read aloud in its place",
    "Clinic.name": "As patients say it on the telephone",
    "strapline": "One line under the name",
    "address": "Where to write or come to",
    "contacts": "Whom to call",
    "feedback": "How readers can say what should change",
    "urgent": "For help that cannot wait",
    "same-day": "For signs that need a call today",
    "routine": "For everything else",
    "BatchFile.booklets": "The sets",
    "ClinicContact.name": "The team or desk that answers, not a person, who may leave",
    "hours": "When somebody answers, in words",
}
INTRODUCTION = """\
# Content files

<!-- Written by `make docs` from generator/content/model.py. Change it there. -->

Every key of every file an author writes. A key that is not listed here is refused, and so are a
key given twice, an empty text, YAML anchors, aliases and tags. All values are read as text first:
`no`, `18:30` and `+44 20` stay as written. A text has at most {longest:,} characters. An **id** is
made of small letters, digits and single hyphens. Dates are written `2027-01-31`.

**Markdown** here is a safe part of it: paragraphs, `**bold**`, lists, and links. A link leads to a
topic by its id, `[breathing](breathing)`, or to an `https://` address. Not allowed:
{outside}.

**Filled in by the program**: {placeholders}.

**Pages the program makes**, for `front` and `back` of the map: {pages}.

`booklet schema` writes these rules as JSON Schemas, with which editors complete and check.
"""


def reference() -> str:
    """Give the whole page."""
    outside = sorted({what for what, _ in OUTSIDE.values()})
    parts = [
        INTRODUCTION.format(
            longest=MAX_TEXT,
            outside=", ".join(outside),
            placeholders=", ".join(f"`{{{name}}}`" for name in sorted(PLACEHOLDERS)),
            pages=", ".join(f"`{name}`" for name in sorted(PAGES)),
        )
    ]
    seen: set[str] = set()
    for kind, place in PLACES.items():
        schema = FILES[kind].model_json_schema(by_alias=True)
        parts += [f"## {_title(schema['title'])}\n", f"`{place}`\n", *_object(schema)]
        for name in _named(schema):
            definition = schema["$defs"][name]
            if name not in seen and "properties" in definition:
                parts += [f"### {_title(name)}\n", *_object(definition)]
            seen.add(name)
    return "\n".join(parts).rstrip() + "\n"


def _title(name: str) -> str:
    """Write a model's name as words: `ClinicContact` → `Clinic contact`."""
    words = "".join(f" {c.lower()}" if c.isupper() else c for c in name).strip()
    return words[:1].upper() + words[1:]


def _named(schema: dict[str, Any]) -> list[str]:
    """Name the definitions a schema leans on, in the order it mentions them."""
    found: list[str] = []

    def walk(part: Any) -> None:
        if isinstance(part, dict):
            name = str(part.get("$ref", "")).rpartition("/")[2]
            if name and name not in found:
                found.append(name)
                walk(schema["$defs"][name])
            for key, inner in part.items():
                if key != "$defs":
                    walk(inner)
        elif isinstance(part, list):
            for inner in part:
                walk(inner)

    walk(schema["properties"])
    return found


def _object(schema: dict[str, Any]) -> Iterator[str]:
    yield f"{schema['description'].strip()}\n"
    if schema["title"] == Block.__name__:
        yield "`title`, `only` and `sources` go with any kind; each other key is a kind of block.\n"
    yield "| key | what it is | form |\n|---|---|---|"
    required = schema.get("required", ())
    for key, value in schema["properties"].items():
        form = _form(value)
        default = value.get("default")
        if key in required:
            form = f"**needed**; {form}"
        elif default is None:
            form = form.removesuffix(" or `null`")
        elif default and not isinstance(default, dict):
            form = f"{form}; without it: `{default}`"
        words = value.get("description") or _words(schema["title"], key)
        yield f"| `{key}` | {words} | {_cell(form)} |"
    yield ""


def _words(model: str, key: str) -> str:
    return WORDS.get(f"{model}.{key}") or WORDS.get(key, "")


def _form(value: dict[str, Any]) -> str:
    """Say in words what may stand after a key."""
    if "$ref" in value:
        return _reference(value["$ref"])
    if "anyOf" in value:
        return " or ".join(dict.fromkeys(_form(one) for one in value["anyOf"]))
    if "enum" in value or "const" in value:
        return ", ".join(f"`{one}`" for one in value.get("enum", [value.get("const")]))
    return _FORMS[value["type"]](value) if "type" in value else "anything"


def _reference(ref: str) -> str:
    name = ref.rpartition("/")[2]
    choices = _CHOICES.get(name)
    if choices:
        return ", ".join(f"`{one}`" for one in choices)
    title = _title(name)
    return f"[{title.lower()}](#{title.lower().replace(' ', '-')})"


def _text(value: dict[str, Any]) -> str:
    if value.get("format") == "date":
        return "date"
    if "pattern" in value:
        return PATTERNS[value["pattern"]]
    return _limited("text", value.get("minLength", 0), value.get("maxLength"), "characters")


def _list(value: dict[str, Any]) -> str:
    most = value.get("maxItems")
    return f"{_limited('list', value.get('minItems', 0), most, '')} of: {_form(value['items'])}"


def _number(value: dict[str, Any]) -> str:
    return _limited("whole number", value.get("minimum", 0), value.get("maximum"), "")


def _mapping(value: dict[str, Any]) -> str:
    return f"`name: value` lines; each value: {_form(value['additionalProperties'])}"


def _limited(form: str, least: int, most: int | None, unit: str) -> str:
    limits = [f"at least {least}"] if least > 1 else []
    limits += [f"at most {most} {unit}".strip()] if most not in (None, MAX_TEXT) else []
    return f"{form} ({', '.join(limits)})" if limits else form


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


def _choices() -> dict[str, list[str]]:
    """Give the values of the lists of words that the models share."""
    found: dict[str, list[str]] = {}
    for kind in FILES.values():
        for name, definition in kind.model_json_schema().get("$defs", {}).items():
            if "enum" in definition:
                found[name] = definition["enum"]
    return found


_FORMS: dict[str, Callable[[dict[str, Any]], str]] = {
    "string": _text,
    "array": _list,
    "integer": _number,
    "object": _mapping,
    "boolean": lambda _value: "`true` or `false`",
    "null": lambda _value: "`null`",
}
_CHOICES = _choices()
