from __future__ import annotations

import pyphen
import pytest

from generator.batch.crew import press_workers

LANGUAGES = ("de", "en_GB", "uk", "hu")
"""Hungarian has patterns that change letters, which are read as before."""
WORDS = {
    "de": ("Krankenversicherung", "Speiseröhre", "Donaudampfschiff"),
    "en_GB": ("physiotherapist", "communication", "swallowing"),
    "uk": ("харчування", "дихання", "фізіотерапевт"),
    "hu": ("asszonnyal", "légzéstámogatás"),
}


def hyphened(language: str) -> list[str]:
    patterns = pyphen.Pyphen(lang=language, cache=False)
    return [patterns.inserted(word) for word in WORDS[language]]


def hyphened_late(language: str) -> list[str]:
    from generator.press.lean.hyphens import read_patterns_late

    read_patterns_late()
    return hyphened(language)


@pytest.mark.parametrize("language", LANGUAGES)
def test_patterns_read_late_part_words_as_they_did(language: str) -> None:
    with press_workers(1) as workers:
        (late,) = workers.do(hyphened_late, [language])

    plain = hyphened(language)
    assert plain == late.result
    assert any("-" in word for word in plain)
