"""A batch file as typed data: named sets of booklets, each a cross product of choices."""

from __future__ import annotations

from typing import Annotated, Any, Literal, get_args

from pydantic import BeforeValidator, Field, WithJsonSchema

from generator.content.model import Authored, Slug


def _listed(value: Any) -> Any:
    return [value] if isinstance(value, str) else value


def _one_or_many(*values: str) -> WithJsonSchema:
    one: dict[str, Any] = {"type": "string", "enum": list(values)} if values else {"type": "string"}
    return WithJsonSchema({"anyOf": [one, {"type": "array", "items": one, "minItems": 1}]})


Edition = Literal["standard", "large", "giant"]
Format = Literal["reader", "home", "press", "html"]
Audience = Literal["patient", "carer"]

AsList = BeforeValidator(_listed)
Some = Field(min_length=1)
Words = Annotated[list[str], AsList, Some, _one_or_many()]
Editions = Annotated[list[Edition], AsList, Some, _one_or_many(*get_args(Edition))]
Formats = Annotated[list[Format], AsList, Some, _one_or_many(*get_args(Format))]
Audiences = Annotated[list[Audience], AsList, Some, _one_or_many(*get_args(Audience))]

AXES = ("language", "edition", "region", "audience", "clinic", "stage")
"""Choices that multiply: each value of one with each of the others."""


class Axes(Authored):
    """Choices that multiply."""

    stage: Words | None = Field(None, description="Stages: 2, 4A+4B, early; none means all")
    language: Words | None = Field(None, description="BCP 47 tags, or all; en if none is given")
    edition: Editions | None = Field(None, description="Sizes of print; standard if none is given")
    region: Words | None = Field(None, description="Where the readers live; 001 assumes nothing")
    audience: Audiences | None = Field(None, description="Who reads it; patient if none is given")
    clinic: Words | None = Field(None, description="Letterheads: names in content/clinics")


class Choices(Axes):
    """What a booklet can be asked for, as the options of `booklet build` have it."""

    format: Formats | None = Field(None, description="What each booklet is for; reader if none")
    need: Words | None = Field(None, description="Needs that all booklets of the set serve")
    include: Words | None = Field(None, description="Topics to add")
    exclude: Words | None = Field(None, description="Topics to leave out")
    opt_in: Words | None = Field(None, alias="opt-in", description="Sensitive topics chosen")
    since: str | None = Field(None, description="Only what is new since this stage")
    depth: Literal["short", "usual", "full"] | None = Field(
        None, description="How much each holds; usual if none is given"
    )
    release: bool | None = Field(None, description="Refuse drafts and what is out of date")
    draft: bool | None = Field(
        None, description="Build what is not wholly translated too, marked on each page"
    )
    output: str | None = Field(
        None,
        description="Path in the build folder, without its ending, of {condition} {set} {stage}"
        " {language} {edition} {region} {audience} {clinic} {name}",
    )


class BookletSet(Choices):
    """A named set: a cross product, less what is left out, with what comes besides."""

    name: Slug = Field(description="To build this set alone: booklet build --set NAME")
    condition: str = Field(description="A folder of content, such as als")
    leave_out: list[Axes] = Field(
        default=[], alias="leave-out", description="Combinations of the set not to build"
    )
    also: list[Choices] = Field(
        default=[], description="The set once more, with these choices in place of its own"
    )


class BatchFile(Authored):
    """`booklets.yaml`: what to build, as sets."""

    booklets: list[BookletSet] = Field(min_length=1)
