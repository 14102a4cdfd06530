"""Placeholders, links, marks, scripts, invisible signs, glyphs and lengths."""

from __future__ import annotations

import unicodedata

import pytest

from generator.findings import Finding, Severity
from generator.translate import checks
from generator.translate.checks import Glossary, Pair, Place


def found(english: str, translation: str, language: str = "es") -> list[Finding]:
    return list(checks.findings([Pair("demo:p1", english, translation, language)]))


def codes(english: str, translation: str, language: str = "es") -> list[str]:
    return [one.code for one in found(english, translation, language) if one.code != "X19"]


def test_a_finding_says_its_place_and_its_words() -> None:
    pair = Pair("demo:p1", "Call {number}.", "Llame.", "es", place=Place("es/demo.po", 12))
    (finding,) = checks.findings([pair])
    assert ("es/demo.po", 12, 1) == (finding.file, finding.line, finding.column)
    assert "Llame." == finding.about
    assert "{number} is missing" == finding.message


@pytest.mark.parametrize(
    "translation",
    ["Llame al {número}.", "Llame al {Number}.", "Llame.", "Llame al {number} o al {number}.",
     "Llame al ｛number｝.", "Llame al {number}}."],
)  # fmt: skip
def test_a_broken_placeholder_is_an_error(translation: str) -> None:
    findings = found("Call {number}.", translation)
    assert {"X01"} == {one.code for one in findings}
    assert {Severity.ERROR} == {one.severity for one in findings}


def test_placeholders_may_change_their_order() -> None:
    assert [] == codes("{a} of {b}", "{b}: {a}")


@pytest.mark.parametrize(
    "translation",
    ["Vea [Dolor](topic:dolor).", "Vea Dolor.", "Vea [Dolor](topic:pain) [y](topic:falls)."],
)
def test_a_changed_link_is_an_error(translation: str) -> None:
    assert {"X05"} == set(codes("See [Pain](topic:pain).", translation))


@pytest.mark.parametrize(
    ("translation", "severity"),
    [
        ("Siempre despacio.", Severity.WARNING),
        ("**Siempre** muy **despacio**.", Severity.WARNING),
        ("**Siempre despacio.", Severity.ERROR),
        ("** Siempre** despacio.", Severity.ERROR),
    ],
)
def test_lost_and_broken_bold_is_found(translation: str, severity: Severity) -> None:
    (finding,) = found("**Always** slowly.", translation)
    assert ("X06", severity) == (finding.code, finding.severity)


def test_bold_may_close_after_a_chinese_stop() -> None:
    assert [] == codes("**Wait.** Then go.", "**请等待。**然后走。", "zh-Hans")
    assert ["X06"] == codes("**Wait.** Then go.", "**请等待。然后走。", "zh-Hans")


@pytest.mark.parametrize(
    "translation",
    ["Descanse <b>mucho</b>.", "Descanse.\n\nMucho.", "- Descanse mucho.", "`Descanse` mucho."],
)
def test_markup_that_was_added_is_an_error(translation: str) -> None:
    assert ["X07"] == codes("Rest a lot.", translation)


@pytest.mark.parametrize(
    ("english", "severity"),
    [("Rest as much as you can", Severity.ERROR), ("Hospital", Severity.REVIEW)],
)
def test_english_that_was_left_is_an_error_or_looked_at(english: str, severity: Severity) -> None:
    (finding,) = found(english, english)
    assert ("X08", severity) == (finding.code, finding.severity)


@pytest.mark.parametrize("english", ["NIV", "C9orf72", "{code}", "https://example.org", "(2)"])
def test_names_and_figures_may_stay(english: str) -> None:
    assert [] == codes(english, english)


def test_what_is_marked_as_the_same_may_stay() -> None:
    pair = Pair("demo:p1", "Atkinson Hyperlegible Next", "Atkinson Hyperlegible Next", "ar",
                same_ok=True)  # fmt: skip
    assert () == checks.findings([pair])


@pytest.mark.parametrize(
    ("english", "translation", "language"),
    [
        ("Rest.", "Descanse", "es"),
        ("Rest", "Descanse.", "es"),
        ("Bring this:", "Traiga esto.", "es"),
        ("Rest.", "آرام کریں؟", "ur"),
        ("Can you?", "Μπορείτε.", "el"),
        ("(See **here**.)", "(Vea **aquí**)", "es"),
    ],
)
def test_another_ending_is_found(english: str, translation: str, language: str) -> None:
    assert ["X09"] == codes(english, translation, language)


@pytest.mark.parametrize(
    ("english", "translation", "language"),
    [
        ("Rest.", "¡Descanse!", "es"),
        ("Rest.", "พักผ่อน", "th"),
        ("Rest.", "آرام کریں۔", "ur"),
        ("Can you?", "Μπορείτε;", "el"),
        ("Say “I rest.”", "说“我休息。”", "zh-Hans"),
        ("Try this:", "试试这个：", "zh-Hans"),
        ("Can you?", "できますか。", "ja"),
    ],
)
def test_each_script_has_its_own_signs(english: str, translation: str, language: str) -> None:
    assert [] == codes(english, translation, language)


@pytest.mark.parametrize(
    ("translation", "language"),
    [
        ("Отдыхайте больше", "es"),
        ("Descanse mucho", "uk"),
        ("aaram karein bahut", "hi"),
        ("Istarih kathiran", "ar"),
        ("Xiuxi hen duo", "zh-Hans"),
        ("Одмарајте се", "sr-Latn"),
    ],
)
def test_the_wrong_script_is_an_error(translation: str, language: str) -> None:
    assert ["X10"] == codes("Rest a lot", translation, language)


def test_kept_terms_and_short_forms_are_not_letters_of_a_script() -> None:
    glossary = Glossary((checks.Term("riluzole", keep=True), checks.Term("edaravone", keep=True)))
    pair = Pair("demo:p1", "riluzole, edaravone or ALS", "riluzole أو edaravone أو ALS", "ar")
    assert () == checks.findings([pair], glossary)
    assert ["X10"] == [one.code for one in checks.findings([pair])]


@pytest.mark.parametrize("sign", ["\u200e", "\u200f", "\u061c", "\u202a", "\u202b", "\u202e"])
def test_signs_of_direction_are_errors(sign: str) -> None:
    assert ["X11"] == codes("Rest a lot", f"استرح{sign} كثيرًا", "ar")


@pytest.mark.parametrize("broken", ["\u2066ALS", "ALS\u2069", "\u2069ALS\u2066"])
def test_isolates_close(broken: str) -> None:
    assert [] == codes("Rest with ALS", "استرح مع \u2066ALS\u2069", "ar")
    assert ["X11"] == codes("Rest with ALS", f"استرح مع {broken}", "ar")


def test_letters_are_composed() -> None:
    apart = unicodedata.normalize("NFD", "Respiración")
    (finding,) = found("Breathing", apart)
    assert "X12" == finding.code
    assert "ó" in finding.hint


@pytest.mark.parametrize(
    ("translation", "language"),
    [
        ("هذا **مريض**ة جدًا", "ar"),
        ("ل**لمريض** جدًا", "ar"),
        ("यह **बीमा**री है", "hi"),
        ("ให้**หย**ุดทันที", "th"),
    ],
)
def test_bold_inside_a_joined_word_is_an_error(translation: str, language: str) -> None:
    assert ["X13"] == codes("It is **very** so", translation, language)


@pytest.mark.parametrize(
    ("translation", "language"),
    [
        ("هذا **مريض** جدًا", "ar"),
        ("و**الدواء** جدًا", "ar"),
        ("यह **NIV**का है", "hi"),
        ("यह **बीमारी** है", "hi"),
        ("ให้**หยุด**ทันที", "th"),
        ("请**马上**停药", "zh-Hans"),
        ("das Wort**teil**", "de"),
    ],
)
def test_bold_that_cuts_no_joined_letters_is_fine(translation: str, language: str) -> None:
    assert [] == codes("It is **very** so", translation, language)


def test_every_character_is_drawn() -> None:
    pair = Pair("demo:p1", "Tick ☐ this", "Marque ☐ este\u00a0≥ {code}", "es")
    drawn = set("Marque este")
    (finding,) = (one for one in checks.findings([pair], drawn=drawn) if one.code == "X16")
    assert "'≥' (U+2265), '☐' (U+2610)" in finding.message
    assert "X16" not in [f.code for f in checks.findings([pair], drawn=drawn | {"☐", "≥"})]
    assert "X16" not in [one.code for one in checks.findings([pair])]


@pytest.mark.parametrize(
    ("translation", "language", "fits"),
    [
        ("Descanso", "es", True),
        ("Descansos", "es", False),
        ("**Descanso**", "es", True),
        ("休息休息", "zh-Hans", True),
        ("休息休息吧", "zh-Hans", False),
        ("मेडिकल", "hi", True),
    ],
)
def test_labels_fit(translation: str, language: str, fits: bool) -> None:
    pair = Pair("demo:p1", "Rest", translation, language, max_length=8)
    assert fits is ("X17" not in [one.code for one in checks.findings([pair])])
