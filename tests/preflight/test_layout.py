from __future__ import annotations

from dataclasses import replace

import pytest

from generator.findings import Severity
from generator.preflight import layout
from generator.press.sheet import LayoutFacts, Sheet
from tests.pressroom import Specimens

FACTS = LayoutFacts(smallest=10.0, empty=(0.1, 0.2))
SHEET = Sheet("rest", "Rest", 2, (), {}, FACTS, b"")


def sheet(**facts: object) -> Sheet:
    return replace(SHEET, facts=replace(FACTS, **facts))  # type: ignore[arg-type]


def test_a_sound_sheet_has_no_finding() -> None:
    assert [] == [*layout.check(SHEET, 10, "en"), *layout.blemishes(SHEET)]


@pytest.mark.parametrize(
    ("facts", "code", "words"),
    [
        ({"log": ("Ignored `colour:red`",)}, "P01", "the typesetter says: Ignored `colour:red`"),
        (
            {"log": ('.notdef glyph rendered for …: "漢" (U+6F22)',)},
            "P02",
            "no typeface of 'en' has '漢' (U+6F22, CJK UNIFIED IDEOGRAPH-6F22)",
        ),
        (
            {"log": ('.notdef glyph rendered for …: "\n" (U+000A)',)},
            "P02",
            "no typeface of 'en' has (U+000A)",
        ),
        ({"overflows": ("page 2: 'mmm'",)}, "P03", "page 2: 'mmm'"),
        ({"stranded_headings": ("page 1: 'Sleep'",)}, "P04", "page 1: 'Sleep'"),
        ({"smallest": 9.9}, "P05", "type of 9.9 pt; this edition has at least 10 pt"),
    ],
)
def test_each_fault_stops_the_booklet_and_names_the_sheet(
    facts: dict[str, object], code: str, words: str
) -> None:
    (finding,) = layout.check(sheet(**facts), 10, "en")

    assert (code, "sheet rest", Severity.ERROR) == (finding.code, finding.file, finding.severity)
    assert words in finding.message


@pytest.mark.parametrize(
    ("facts", "code", "severity"),
    [
        ({"early_breaks": ("page 1: 'a' / 'b'",)}, "P06", Severity.REVIEW),
        ({"empty": (0.7, 0.1)}, "P07", Severity.WARNING),
    ],
)
def test_each_blemish_is_named_and_stops_nothing(
    facts: dict[str, object], code: str, severity: Severity
) -> None:
    (finding,) = layout.blemishes(sheet(**facts))

    assert (code, severity) == (finding.code, finding.severity)
    assert [] == list(layout.check(sheet(**facts), 10, "en"))


@pytest.mark.parametrize("empty", [(), (0.9,), (0.5, 0.9), (0.1, 0.5, 1.0)])
def test_a_last_page_may_be_empty(empty: tuple[float, ...]) -> None:
    assert [] == list(layout.blemishes(sheet(empty=empty)))


@pytest.mark.parametrize(("smallest", "least", "found"), [(10, 10, 0), (0, 10, 0), (17.9, 18, 1)])
def test_type_size_is_judged_by_the_edition(smallest: float, least: float, found: int) -> None:
    assert found == len(list(layout.check(sheet(smallest=smallest), least, "en")))


def test_all_faults_are_told_at_once() -> None:
    facts = sheet(log=("a", "b"), overflows=("c",), stranded_headings=("d",), smallest=1.0)

    assert ["P01", "P01", "P03", "P04", "P05"] == [f.code for f in layout.check(facts, 10, "en")]


@pytest.mark.parametrize(
    ("name", "codes"),
    [
        ("inline", []),
        ("table", []),
        ("room", []),
        ("style-fault", ["P01"]),
        ("missing-glyph", ["P02"]),
        ("wide-word", ["P03"]),
        ("wide-cell", ["P03"]),
        ("stranded", ["P04"]),
        ("small", ["P05"]),
    ],
)
def test_what_the_engine_really_does_becomes_the_finding(
    specimens: Specimens, name: str, codes: list[str]
) -> None:
    findings = list(layout.check(specimens.sheets[name], 10, "en"))

    assert codes == sorted({finding.code for finding in findings})


def test_a_missing_glyph_is_named_with_its_code_point(specimens: Specimens) -> None:
    (finding,) = layout.check(specimens.sheets["missing-glyph"], 10, "en")

    message = "no typeface of 'en' has '\U00013000' (U+13000, EGYPTIAN HIEROGLYPH A001)"
    assert ("P02", "sheet missing-glyph", message) == (finding.code, finding.file, finding.message)


def test_lines_that_the_engine_breaks_early_are_for_someone_to_look_at(
    specimens: Specimens,
) -> None:
    early = {f.code for f in layout.blemishes(specimens.sheets["early"])}
    not_early = {f.code for f in layout.blemishes(specimens.sheets["not-early"])}

    assert ({"P06"}, set()) == (early, not_early)
