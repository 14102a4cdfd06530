"""What content may say: the types of every file an author writes.

The descriptions are the authors' manual: `booklet schema` puts them into the
JSON Schemas that editors show, and into the reference pages.
"""

from __future__ import annotations

import re
from datetime import date
from enum import StrEnum
from functools import cached_property
from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator
from pydantic_core import PydanticCustomError


def _written_date(value: object) -> object:
    # Lax mode would read the text 86400 as a Unix time; ask for the written form.
    if isinstance(value, str) and not re.fullmatch(r"\d{4}-\d{2}-\d{2}", value):
        raise PydanticCustomError("date_form", "not a date")
    return value


Date = Annotated[date, BeforeValidator(_written_date)]
Slug = Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
"""An id: small letters, digits and single hyphens."""
Markdown = Annotated[str, Field(min_length=1)]
"""Text in the safe subset: paragraphs, bold, lists, links."""

MAX_TEXT = 20_000
"""Longest single text, in characters: parsing hostile Markdown costs the square of its length."""


class Authored(BaseModel):
    """Written by people: an unknown key is refused, an empty text is no text."""

    model_config = ConfigDict(
        extra="forbid",
        frozen=True,
        str_min_length=1,
        str_max_length=MAX_TEXT,
        str_strip_whitespace=True,
    )


class Relevance(StrEnum):
    """What a topic is at a stage."""

    CORE = "core"
    PREPARE = "prepare"
    REFERENCE = "reference"
    OPT_IN = "opt-in"


class Audience(StrEnum):
    """Who reads the booklet."""

    PATIENT = "patient"
    CARER = "carer"


class CalloutKind(StrEnum):
    """What a callout asks of the reader."""

    CALL_NOW = "call-now"
    SAME_DAY = "same-day"
    ASK = "ask"
    TIP = "tip"
    CARER = "carer"


class Callout(Authored):
    """A box that stands out, by shape, border and sign as well as colour."""

    kind: CalloutKind = Field(description="call-now, same-day, ask, tip or carer")
    title: str | None = Field(None, description="A heading; without one the kind's own is used")
    text: Markdown = Field(description="What to say, in the safe Markdown subset")


class PictureUse(Authored):
    """A picture drawn for this project, and its caption."""

    name: Slug = Field(description="The name of a file in pictures/, without .svg")
    caption: str = Field(description="What the picture shows the reader how to do")


class Table(Authored):
    """A small table: short heads, short cells, at most four columns."""

    head: list[str] = Field(description="Column headings", min_length=2, max_length=4)
    rows: list[list[str]] = Field(description="Rows of cells", min_length=1)

    @model_validator(mode="after")
    def _rows_fit(self) -> Self:
        for number, row in enumerate(self.rows, start=1):
            if len(row) != len(self.head):
                raise PydanticCustomError(
                    "table_row",
                    "row {row} has {cells} cells, the head has {head}",
                    {"row": number, "cells": len(row), "head": len(self.head)},
                )
        return self


class Diary(Authored):
    """A table to fill in by hand; the first column is the day."""

    columns: list[str] = Field(
        description="Headings after the day column", min_length=1, max_length=4
    )
    rows: int = Field(7, description="How many rows; 7 gives one week", ge=1, le=31)


class WriteIn(Authored):
    """A label and ruled lines to write on."""

    label: str = Field(description="What to write")
    lines: int = Field(1, description="How many ruled lines", ge=1, le=12)


def _one_or_many(value: object) -> object:
    return [value] if isinstance(value, dict | str) else value


WriteIns = Annotated[
    list[WriteIn], BeforeValidator(_one_or_many, json_schema_input_type=WriteIn | list[WriteIn])
]
"""One labelled field, or a list of them; a list in the program, so that faults are named once."""


class ContactLevel(StrEnum):
    """How soon to call."""

    NOW = "now"
    SAME_DAY = "same-day"
    ROUTINE = "routine"


class Contact(Authored):
    """A box that says when to call and whom; numbers come from region and clinic."""

    level: ContactLevel = Field(description="now, same-day or routine")
    when: list[str] = Field(description="Signs that mean: call", min_length=1, max_length=9)
    say: str | None = Field(None, description="A sentence to say out loud on the telephone")


class Medicines(Authored):
    """A table of medicines with what the region file says of each."""

    names: list[Slug] = Field(description="Keys of medicines in the region files", min_length=1)


class Organisations(Authored):
    """The organisations of the region."""

    lines: int = Field(2, description="Lines left for local groups", ge=0, le=6)


class LegalNames(Authored):
    """What the region calls written wishes, and the person who speaks for you."""

    lines: int = Field(1, description="Lines left for local names and rules", ge=0, le=6)


class Only(Authored):
    """Limits one block to some regions or audiences."""

    regions: list[str] | None = Field(None, description="Region codes", min_length=1)
    audiences: list[Audience] | None = Field(None, description="patient, carer", min_length=1)


class Block(Authored):
    """One piece of a topic: exactly one kind of content, with an optional heading."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)

    title: str | None = Field(None, description="A heading above this block", min_length=1)
    only: Only | None = Field(None, description="Print this block for some readers only")
    sources: list[str] = Field([], description="Ids of the sources for the claims in this block")

    text: Markdown | None = Field(None, description="Paragraphs, bold, lists, links")
    steps: list[str] | None = Field(None, description="Numbered actions", min_length=2)
    callout: Callout | None = Field(None, description="A box that stands out")
    picture: PictureUse | None = Field(None, description="A picture and its caption")
    table: Table | None = Field(None, description="A small table")
    checklist: list[str] | None = Field(None, description="Boxes to tick", min_length=2)
    questions: list[str] | None = Field(
        None, description="Questions for the next visit", min_length=1
    )
    diary: Diary | None = Field(None, description="A table to fill in by hand")
    write_in: WriteIns | None = Field(
        None, alias="write-in", description="Labelled lines to write on"
    )
    contact: Contact | None = Field(None, description="When to call and whom")
    medicines: Medicines | None = Field(None, description="Medicines and their state here")
    organisations: Organisations | None = Field(None, description="Who else can help, here")
    legal: LegalNames | None = Field(None, description="Legal names of written wishes, here")

    @cached_property
    def kind(self) -> str:
        """Name the one kind of content this block holds, as written in YAML."""
        return next(name for name in KINDS if getattr(self, _field(name)) is not None)

    @property
    def content(self) -> Any:
        """Give that content."""
        return getattr(self, _field(self.kind))

    @model_validator(mode="after")
    def _exactly_one(self) -> Self:
        given = [name for name in KINDS if getattr(self, _field(name)) is not None]
        if len(given) != 1:
            raise PydanticCustomError(
                "block_kind",
                "a block must hold one kind of content; this one holds {given}",
                {"given": " and ".join(given) or "none"},
            )
        return self


def _field(kind: str) -> str:
    return kind.replace("-", "_")


KINDS = (
    "text", "steps", "callout", "picture", "table", "checklist", "questions", "diary",
    "write-in", "contact", "medicines", "organisations", "legal",
)  # fmt: skip


class Variants(Authored):
    """Bodies that take the place of the main one."""

    prepare: list[Block] | None = Field(
        None, description="Short, forward-looking text where the topic is `prepare`", min_length=1
    )
    carer: list[Block] | None = Field(
        None, description="Text for a carer's booklet, where it differs as a whole", min_length=1
    )


class Review(Authored):
    """Whether a named clinician has signed the text, and when it is looked at again."""

    status: Literal["draft", "reviewed"] = Field(description="draft until a clinician signs")
    reviewer: str | None = Field(None, description="Name and role of who signed")
    reviewed: Date | None = Field(None, description="The day it was signed")
    due: Date = Field(description="The day it must be looked at again")

    @model_validator(mode="after")
    def _signed_by_someone(self) -> Self:
        if self.status == "reviewed" and not (self.reviewer and self.reviewed):
            raise PydanticCustomError(
                "review_unsigned", "'reviewed' needs the reviewer's name and the day"
            )
        return self


class Topic(Authored):
    """One self-contained piece of advice, in one file."""

    id: Slug = Field(description="The file's name without .yaml; never changes")
    code: Annotated[str, Field(pattern=r"^[A-Z]\d{1,2}$")] = Field(
        description="Printed code: part letter and number, such as C2"
    )
    title: str = Field(description="At most about 45 characters", max_length=70)
    key_message: str = Field(description="The one thing to remember, in one or two sentences")
    relevance: dict[str, Relevance] = Field(
        description="Stage code → core, prepare, reference or opt-in; a stage left out: not there",
        min_length=1,
    )
    needs: list[Slug] = Field(description="Needs that make this topic core at any stage")
    audience: list[Audience] = Field(description="patient, carer or both", min_length=1)
    version: str = Field(description="Printed on each sheet", pattern=r"^\d+(\.\d+)*$")
    updated: Date = Field(description="The day this text last changed")
    body: list[Block] = Field(description="The blocks, in order", min_length=1)
    variants: Variants = Field(Variants(), description="Bodies for `prepare` or carers")
    sources: list[str] = Field(description="Ids from sources.yaml", min_length=1)
    review: Review = Field(description="Sign-off by a named clinician")


class Codes(Authored):
    """Codes by which health records know the condition."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)

    icd_10: str | None = Field(None, alias="icd-10")
    icd_10_cm: str | None = Field(None, alias="icd-10-cm")
    icd_11: str | None = Field(None, alias="icd-11")
    snomed_ct: str | None = Field(None, alias="snomed-ct")
    mesh: str | None = None
    orpha: str | None = None


class Condition(Authored):
    """A disease with content of its own."""

    id: Slug = Field(description="The folder's name")
    name: str = Field(description="Short name, as used in text")
    full_name: str = Field(description="Full name with its synonyms")
    language: str = Field(description="BCP 47 tag of the language the topics are written in")
    title: str = Field(description="The booklet's title, on the cover")
    subtitle: str = Field(description="A line under the title")
    purpose: str = Field(description="Who this is for and what it helps with, one sentence")
    intended_use: str = Field(description="What the booklet is and is not; printed in the imprint")
    version: str = Field(description="Edition of the whole content", pattern=r"^\d+(\.\d+)*$")
    updated: Date = Field(description="Date of that edition")
    codes: Codes = Field(description="ICD, SNOMED CT and other codes")
    publisher: str = Field(description="Who publishes the text")
    funding: str = Field(description="Who paid; 'none' is an answer")
    conflicts: str = Field(description="Conflicts of interest; 'none declared' is an answer")
    feedback: str = Field(description="How readers can say what should change")
    other_formats: str = Field(description="How to ask for another format or language")


class Stage(Authored):
    """One stage of a scheme, in words a clinician can choose by."""

    code: str = Field(description="As typed and printed for staff", pattern=r"^[A-Za-z0-9]+$")
    name: str = Field(description="A plain name")
    description: str = Field(description="How to recognise it")
    selects: list[str] | None = Field(
        None, description="Stages of the default scheme whose topics it gives", min_length=1
    )


class Scheme(Authored):
    """An ordered list of stages."""

    id: Slug
    name: str
    note: str | None = Field(None, description="How to use the scheme")
    basis: str | None = Field(None, description="What `selects` rests on")
    sources: list[str] = []
    stages: list[Stage] = Field(min_length=1)
    together: list[list[str]] = Field([], description="Sub-stages that can be present at once")


class Staging(Authored):
    """The staging schemes of a condition; topics name stages of the default one."""

    default: Slug
    schemes: list[Scheme] = Field(min_length=1)


class Need(Authored):
    """A symptom, treatment or circumstance that a clinician can tick."""

    id: Slug
    label: str
    description: str


class NeedGroup(Authored):
    """Needs under one heading."""

    title: str
    needs: list[Need] = Field(min_length=1)


class Needs(Authored):
    """All needs, grouped."""

    groups: list[NeedGroup] = Field(min_length=1)


class Part(Authored):
    """A part of the booklet: letter, title, colour, topics in order."""

    letter: Annotated[str, Field(pattern=r"^[A-Z]$")]
    title: str
    colour: Slug = Field(description="A part colour of the theme")
    topics: list[Slug] = Field(min_length=1)


class FirstBooklet(Authored):
    """What a first booklet prints of the topics that its stage speaks for; it names the others."""

    stages: list[str] = Field(description="Stages at which a booklet is a first one", min_length=1)
    topics: list[Slug] = Field(description="The topics it prints", min_length=1)


class Map(Authored):
    """The booklet map: parts in order, what stands before and after them."""

    front: list[Slug] = Field(
        description="Cover, contents, and topics that stand before the parts", min_length=1
    )
    parts: list[Part] = Field(min_length=1)
    back: list[Slug] = Field(description="more, asks, notes, words, sources, imprint, back")
    first: FirstBooklet | None = Field(
        None, description="What a first booklet prints; without it, all that its stage speaks for"
    )
    required: list[Slug] = Field([], description="Topics that no profile may leave out")


class Term(Authored):
    """A word explained."""

    term: str
    forms: list[str] = Field(description="How it may stand in a text", min_length=1)
    meaning: str
    sources: list[str] = []


class Glossary(Authored):
    """Words explained."""

    terms: list[Term]


class Reference(Authored):
    """A source: where a claim comes from and how far it was read."""

    id: str = Field(pattern=r"^[A-Za-z][A-Za-z0-9-]*$")
    cite: str
    doi: str | None = None
    web: str | None = None
    read: str = Field(description="Which part was read; 'not read' where none")
    verify: bool = Field(False, description="Rests on memory in part: someone must read it")
    checked: Date = Field(description="When the source was last looked at")


class Sources(Authored):
    """All sources of a condition."""

    sources: list[Reference] = Field(min_length=1)


class Fact(Authored):
    """Something true in one region for a time, with its source."""

    sources: list[str] = Field(min_length=1)
    verify: bool = False
    checked: Date = Field(description="When someone last looked it up")
    expires: Date = Field(description="After this day it must be looked up again")


class Emergency(Fact):
    """How to call an ambulance."""

    number: str | None = Field(description="null prints a line to write it on")
    without_speech: str | None = Field(None, description="How a person without speech can call")


class Organisation(Fact):
    """A group that helps."""

    name: str
    what: str
    web: str | None = None
    phone: str | None = None


class Medicine(Fact):
    """A medicine and its state in a region."""

    name: str
    status: Literal[
        "approved", "conditional", "decision-pending", "not-approved", "withdrawn", "unknown"
    ]
    note: str


class LegalName(Fact):
    """What one paper, or the person it names, is called in the law of a region."""

    name: str
    note: str


class Region(Authored):
    """What differs by region."""

    region: str = Field(
        description="BCP 47 region: US, GB, 001 for none", pattern=r"^[A-Z0-9]{2,3}$"
    )
    also: list[str] = Field([], description="Other names people type")
    name: str
    paper: Literal["A4", "Letter"]
    emergency: Emergency
    organisations: list[Organisation] = []
    medicines: dict[str, Medicine] = {}
    legal: list[LegalName] = []


class ClinicContact(Authored):
    """Whom to call at the clinic."""

    name: str | None = None
    phone: str | None = Field(None, description="null prints a line to write it on")
    hours: str | None = None


class ClinicContacts(Authored):
    """The three ways to reach the clinic."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)

    urgent: ClinicContact
    same_day: ClinicContact = Field(alias="same-day")
    routine: ClinicContact


class Clinic(Authored):
    """A letterhead."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)

    name: str
    strapline: str | None = None
    address: str | None = None
    web: str | None = None
    logo: str | None = Field(
        None, description="A PNG file beside this one", pattern=r"^[A-Za-z0-9_-]+\.png$"
    )
    contacts: ClinicContacts
    feedback: str | None = None
    qr: str | None = Field(
        None,
        description="The address that the square code on the back cover leads to",
        pattern=r"^https://[^\s]+$",
        max_length=300,
    )
    theme: Slug | None = Field(None, description="A theme of templates/themes; default if none")
    stage_on_cover: bool = Field(
        default=False,
        alias="stage-on-cover",
        description="Say on the cover where the reader is; only where the team explains it",
    )


class PictureText(Authored):
    """A picture's name and description, for those who do not see it, and which way it faces."""

    title: str
    description: str
    flip: bool = Field(
        default=False,
        description="Show it mirrored in right-to-left booklets: its steps or arrows are in order."
        " Never for clocks, ticks, letters, graphs, or the left and right of a body",
    )
