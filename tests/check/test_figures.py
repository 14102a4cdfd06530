from __future__ import annotations

from pathlib import Path

import pytest

from generator.check import figures
from tests.check.looking import found, subject_of, wish
from tests.mini import edit


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Take 50 mg twice a day.", "W10"),
        ("Take 0.5mg.", "W10"),
        ("Drink 200 ml an hour.", "W10"),
        ("Take two tablets a day.", "W10"),
        ("Take 2 drops under the tongue each night.", "W10"),
        ("Oxygen at 2 litres per minute.", "W10"),
        ("Oxygen at 2 l/min.", "W10"),
        ("A pressure of 12 cmH2O.", "W10"),
        ("IDDSI level 4 food.", "W10"),
        ("NIV is offered when FVC is under 50.", "W11"),
        ("when the vital capacity falls below 80", "W11"),
        ("Your ALSFRS-R tells more.", "W11"),
        ("a score of 24", "W11"),
        ("About 10% of people", "W12"),
        ("About 10 % of people", "W12"),
        ("ten per cent of people", "W12"),
        ("People live for 3 to 5 years.", "W13"),
        ("Most people die within two years.", "W13"),
        ("She has six months to live.", "W13"),
        ("He lived with ALS for ten years.", "W13"),
        ("Death comes within a few days.", "W13"),
        ("It adds three months of survival of 12 months.", "W13"),
        ("Your life expectancy is shorter.", "W13"),
        ("Stage 2 usually lasts long.", "W13"),
        ("At stage 5", "W14"),
        ("in Stage five", "W14"),
        ("Call 0808 802 6262.", "W15"),
        ("Call +1 (800) 555-0100.", "W15"),
        ("Call 999 now.", "W15"),
    ],
)
def test_figures_that_a_booklet_must_not_give_are_found(demo: Path, text: str, code: str) -> None:
    wish(demo, text)
    severity = "warning" if code == "W12" else "error"
    assert [(code, severity)] == [one[:2] for one in found(figures.check, demo)]


@pytest.mark.parametrize(
    "text",
    [
        "About 1 in 10 people have it.",
        "Rest for 10 minutes, 3 times a day.",
        "Weigh yourself once a month.",
        "Blood tests come each month for the first 3 months.",
        "Some people live longer with it.",
        "Eat 6 small meals a day.",
        "Pain from 0 to 10.",
        "You need two pillows and one chair.",
        "Tablets can be crushed. Ask first.",
        "Two people help you at home.",
        "Stage 3A, stage 3 and stage 2 have it.",
        "Call {emergency-number} now.",
        "Since 2026 this is so, and 10,000 people agree.",
        "Approved in 2023-2024.",
        "In the first 12 months after a death, grief is strong.",
        "Grief after a death can last two years.",
        "If you live alone, a nurse can visit every two weeks.",
        "Looked up on 2026-11-22, and on 22/11/2026.",
        "Live at home. Visits come every 2 weeks.",
        "Sit up at 30 degrees.",
        "Sign the form in front of 2 people.",
    ],
)
def test_plain_numbers_may_stand(demo: Path, text: str) -> None:
    wish(demo, text)
    assert [] == found(figures.check, demo)


def test_any_stage_of_any_scheme_may_be_named_and_no_other(demo: Path) -> None:
    wish(demo, "At stage 1, stage 3b and stage 4.")
    ((code, severity, message),) = found(figures.check, demo)
    assert ("W14", "error", "'stage 4' is no stage of this condition") == (code, severity, message)


def test_numbers_to_call_belong_in_the_regions(demo: Path) -> None:
    edit(demo / "regions/GB.yaml", 'number: "999"', 'number: "999", without_speech: Text 999')
    assert [] == found(figures.check, demo)


def test_doses_do_not_belong_there_either(demo: Path) -> None:
    edit(demo / "glossary.yaml", "who are ill.", "who are ill. Take 5 mg.")
    edit(demo / "pictures/chair.yaml", "from the side.", "from the side, 10 %.")
    assert [("W10", "demo/glossary.yaml"), ("W12", "demo/pictures/chair.yaml")] == [
        (finding.code, finding.file) for finding in figures.check(subject_of(demo))
    ]
