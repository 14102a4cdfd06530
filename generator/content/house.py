"""The house rules of a condition: words to avoid or explain, and findings that were accepted."""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from generator.content.model import Authored, Date, Slug


class Avoided(Authored):
    """A word that hurts, blames, promises too much or means nothing to a reader."""

    word: str = Field(description="A word or phrase, in small letters; `suffer*` takes any ending")
    instead: str = Field(description="What to write")
    reason: str = Field(description="What it does to a reader")
    unless: list[str] = Field([], description="Phrases around it that are meant well: `no cure`")
    severity: Literal["warning", "review"] = Field(
        "warning", description="`review` where only a person can tell"
    )


class Hard(Authored):
    """A medical word that may stand only where it is explained."""

    word: str = Field(description="The word, in small letters; `dysphagi*` takes any ending")
    plain: str = Field(description="The plain words for it")


class CallRule(Authored):
    """Which topics must say when to call: those about a symptom or a treatment."""

    parts: list[Annotated[str, Field(pattern=r"^[A-Z]$")]] = Field(
        [], description="Letters of parts whose topics must"
    )
    needs: list[Slug] = Field([], description="Needs whose topics must, in any part")


class Words(Authored):
    """How this condition is spoken of."""

    avoid: list[Avoided] = Field([], description="Words not to use, each with a better one")
    explain: list[Hard] = Field([], description="Medical words to explain where they are used")
    known: list[str] = Field([], description="Abbreviations that every reader knows")
    call: CallRule = Field(CallRule(), description="Which topics must say when to call")


class Acceptance(Authored):
    """One finding, or a kind of finding, that someone has looked at and lets stand."""

    code: Annotated[str, Field(pattern=r"^[A-Z]\d\d$")] = Field(description="The finding's code")
    file: str = Field(
        description="Its file inside the condition's folder; `topics/*.yaml` for many"
    )
    text: str | None = Field(
        None,
        description="A piece of the accepted text: when that changes, the finding is back. "
        "Needed for codes that begin with W or X",
    )
    reason: str = Field(description="Why it may stand")
    by: str = Field(description="Name or role of the one who answers for it")
    date: Date = Field(description="The day it was accepted")

    @model_validator(mode="after")
    def _words_are_named(self) -> Self:
        if self.code.startswith(("W", "X")) and self.text is None:
            raise PydanticCustomError(
                "accepted_text", "'text' is missing: which words are accepted?"
            )
        return self


class Accepted(Authored):
    """Findings that are not shown, because someone answers for them."""

    accepted: list[Acceptance] = Field(description="The findings", min_length=1)
