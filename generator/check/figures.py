"""W10 to W15: figures that a general booklet must not give.

Doses, settings and thresholds belong to one person and one prescriber. How long people live, and
how far a stage goes, is asked for before it is told. Numbers of clinics come from the clinic.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from generator.check.said import Said, Subject
from generator.findings import Finding, Severity

NUMBER = (
    r"(?:\d[\d.,]*|one|two|three|four|five|six|seven|eight|nine|ten|twelve|half an?|a few|several)"
)
TIME = r"(?:hours?|days?|weeks?|months?|years?)"
SPAN = rf"{NUMBER}(?: (?:to|or|and) {NUMBER})? (?:more |extra )?{TIME}\b"
TESTS = (
    r"(?:FVC|SVC|VC|MIP|MEP|SNIP|SpO2|PaCO2|pCO2|BMI|vital capacity|oxygen (?:level|saturation))"
)


@dataclass(frozen=True, slots=True)
class Figure:
    """One kind of figure: how it looks, and why it may not stand there."""

    code: str
    pattern: re.Pattern[str]
    what: str
    hint: str
    severity: Severity = Severity.ERROR


def _pattern(text: str) -> re.Pattern[str]:
    return re.compile(text, re.IGNORECASE)


FIGURES = [
    Figure(
        "W10",
        _pattern(
            rf"\b{NUMBER}\s?(?:mg|mcg|µg|μg|ng|mls?|cc|millilit(?:re|er)s?|(?:milli|micro)grams?"
            r"|(?:milli)?grams?|kcal|calories)\b"
            rf"|\b{NUMBER}\s(?:tablets?|capsules?|drops?|puffs?|sachets?|patches|units?) "
            r"(?:\w+ ){0,4}?(?:a|per|each|every|once|twice|daily|at)\b"
            r"|\d\s?(?:lit(?:re|er)s?|l)\s?(?:/|per |a )\s?min(?:ute)?|\d\s?lpm\b|\d\s?cm\s?H2O"
            r"|\bIDDSI\b|\blevel \d (?:thick|drink|food|fluid)"
        ),
        "a dose or setting",
        "give the medicine's name and say who decides how much",
    ),
    Figure(
        "W11",
        _pattern(
            rf"\b{TESTS}\b[^.;]{{0,40}}?\d|\d\s?%?\s?(?:of )?(?:\w+ )?{TESTS}\b|\bALSFRS\b"
            r"|\bscores? (?:of |is |was |(?:under|over|below|above|at least) )\d"
        ),
        "a test result or score",
        "say what the reader notices; the team knows its limits",
    ),
    Figure(
        "W12",
        _pattern(r"\d\s?%|\bper ?cent(?:age)?s?\b"),
        "a percentage",
        "write '1 in 10', or 'about half'",
        Severity.WARNING,
    ),
    Figure(
        "W13",
        _pattern(
            r"\blife expectancy\b|\bprognosis\b|\bsurviv(?:al|es?|ed|ing)\b[^.;]{0,30}?\d"
            rf"|\b{NUMBER} (?:more )?{TIME} (?:left )?to live\b"
            r"|\b(?:lives?|lived|living|surviv\w+) (?:with (?:it|this|ALS|MND) )?"
            rf"(?:(?:for|about|around|up to|only|another|an extra|between|longer by) )*{SPAN}"
            r"|\b(?:dies?|died|dying|death)\b(?: \w+){0,3}? (?:with)?in (?:\w+ ){0,2}?"
            rf"{SPAN}"
            rf"|\b{TIME} (?:of|from|after) (?:onset|diagnosis) to death\b"
            rf"|\bstages? \w+ (?:usually |often )?(?:lasts?|takes?)\b"
        ),
        "how long people live, or how long a stage lasts",
        "leave it out; say that it differs, and who will talk about it",
    ),
    Figure(
        "W15",
        _pattern(
            r"(?<![\d,.+/-])(?!(?:19|20)\d\d[-–/](?:19|20)?\d\d|\d{1,2}[./-]\d{1,2}[./-]\d{4})"
            r"\+?\d(?:[ ()./-]{0,2}\d){6,14}(?!\d)|(?<![\d,.])(?:911|999|112|000)(?!\d)"
        ),
        "a telephone number",
        "write {emergency-number}; other numbers stand in regions/ or on the letterhead",
    ),
]
STAGE = _pattern(r"\bstages? (\d\w?|one|two|three|four|five|six|V|VI)\b")
WORDS = {"one": "1", "two": "2", "three": "3", "four": "4", "five": "5", "six": "6", "v": "5",
         "vi": "6"}  # fmt: skip


def check(subject: Subject) -> Iterator[Finding]:
    """Look for such figures in everything a reader may see."""
    codes = [
        stage.code for scheme in subject.files.staging.value.schemes for stage in scheme.stages
    ]
    for said in subject.everything():
        yield from _figures(said)
        for match in STAGE.finditer(said.words):
            name = WORDS.get(match[1].lower(), match[1].upper())
            if not any(code.upper().startswith(name) for code in codes):
                yield said.finding(
                    "W14", f"'{match[0]}' is no stage of this condition",
                    f"stages are {', '.join(codes)}", Severity.ERROR,
                )  # fmt: skip


def _figures(said: Said) -> Iterator[Finding]:
    for figure in FIGURES:
        if figure.code == "W15" and "/regions/" in said.source.file:
            continue  # where numbers belong
        if match := figure.pattern.search(said.words):
            yield said.finding(
                figure.code, f"'{match[0]}': {figure.what}", figure.hint, figure.severity
            )
