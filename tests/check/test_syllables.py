from __future__ import annotations

import pytest

from generator.check.syllables import count

COUNTED = {  # by hand, with a dictionary
    "en": {
        1: "rest nurse helped the I hours chairs aches moved tubes home clothes friend eyes tongue",
        2: "doctor little table muscles people breathing changes washes stretches noses needed "
        "being crying quiet centre handled hopeless safety spasm didn't nurse's every patient",
        3: "idea family saliva dementia behaviour period diary easier usual swallowing "
        "element somebody suicide",
        4: "dietitian diagnosis anxiety medication experience situation usually",
        5: "organisations electricity humidifier",
        6: "physiotherapist",
    },
    "es": {
        1: "que muy bien hoy",
        2: "días guía tubo leer ciudad país",
        3: "oído músculo",
        4: "ayudará aéreo respiración",
        5: "alimentación",
    },
    "fr": {
        1: "vous air eau aide muscle",
        2: "théâtre soignant moment fatigue personnes",
        3: "médecin respirer maladie",
    },
    "de": {
        1: "quer Bein",
        2: "Muskel Häuser schlucken Atmung",
        3: "Beatmung Ernährung Nation",
    },
    "pt": {
        1: "mão não que",
        2: "dia rua água muito",
        3: "saída rainha coração músculos história",
        4: "energia respiração",
    },
}


@pytest.mark.parametrize(
    ("language", "word", "expected"),
    [
        (language, word, number)
        for language, groups in COUNTED.items()
        for number, words in groups.items()
        for word in words.split()
    ],
)
def test_syllables_are_counted_as_spoken(language: str, word: str, expected: int) -> None:
    assert expected == count(word, language)
