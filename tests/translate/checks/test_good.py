"""Good translations give no finding: a check that cries wolf is not read."""

from __future__ import annotations

import pytest

from generator.translate import checks
from generator.translate.checks import Pair
from tests.translate.checks.good import ENGLISH, GOOD, MORE


@pytest.mark.parametrize(
    ("language", "english", "translation"),
    [
        (language, english, translation)
        for language, translations in GOOD.items()
        for english, translation in zip(ENGLISH, translations, strict=True)
    ]
    + list(MORE),
)
def test_a_good_translation_gives_no_finding(language: str, english: str, translation: str) -> None:
    assert () == checks.findings([Pair("demo:p1", english, translation, language)])
