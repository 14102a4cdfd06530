"""Each fault gives its own finding, and no other."""

from __future__ import annotations

import pytest

from generator.findings import Severity
from generator.translate import checks
from generator.translate.checks import Pair
from tests.translate.checks.good import ENGLISH, GOOD

DOSE = "Take 5 mg a day."
CRUSH = "Do not crush the tablets."
ASK = "What is causing my pain?"

LOST_NO = {  # a no is lost: the same sentence turned round
    "es": "Triture los comprimidos.",
    "ar": "اسحق الأقراص.",
    "hi": "गोलियों को पीसें।",
    "zh-Hans": "请压碎药片。",
    "fr": "Écrasez les comprimés.",
    "de": "Zerkleinern Sie die Tabletten.",
    "pt-BR": "Triture os comprimidos.",
    "uk": "Подрібнюйте таблетки.",
}
STOP = "**Never** stop baclofen suddenly."
STOPPED = {  # words for stopping are no words for no
    "es": "**Deje** de tomar baclofeno de golpe.",
    "ar": "**توقف** عن باكلوفين فجأة.",
    "hi": "बैक्लोफ़ेन **अचानक** बंद करें।",
    "zh-Hans": "请**突然**停止使用巴氯芬。",
    "fr": "**Arrêtez** le baclofène d’un coup.",
    "de": "**Hören** Sie plötzlich mit Baclofen auf.",
    "pt-BR": "**Pare** de tomar baclofeno de repente.",
    "uk": "**Припиніть** приймати баклофен раптово.",
}
WITH_NO = {language: (translations[1], translations[9]) for language, translations in GOOD.items()}
TOO_MUCH = {
    "es": "Tome 50 mg al día.",
    "ar": "تناول ٥٠ مغم في اليوم.",
    "hi": "दिन में ५० mg लें।",
    "zh-Hans": "每天５０毫克。",
    "fr": "Prenez 50 mg par jour.",
    "de": "Nehmen Sie 50 mg am Tag.",
    "pt-BR": "Tome 50 mg por dia.",
    "uk": "Приймайте 50 мг на день.",
}
NO_QUESTION = {
    "es": "¿Qué me causa el dolor",
    "ar": "ما سبب ألمي.",
    "hi": "मेरे दर्द का कारण क्या है।",
    "zh-Hans": "我的疼痛是什么引起的。",
    "fr": "Qu’est-ce qui cause ma douleur",
    "de": "Woher kommen meine Schmerzen.",
    "pt-BR": "O que causa a minha dor.",
    "uk": "Що спричиняє мій біль",
}


def codes(english: str, translation: str, language: str) -> list[tuple[str, Severity]]:
    found = checks.findings([Pair("demo:p1", english, translation, language)])
    return [(one.code, one.severity) for one in found]


@pytest.mark.parametrize("language", GOOD)
def test_a_lost_no_is_an_error(language: str) -> None:
    assert [("X03", Severity.ERROR)] == codes(CRUSH, LOST_NO[language], language)


@pytest.mark.parametrize("language", GOOD)
def test_a_no_that_is_lost_beside_stop_is_an_error(language: str) -> None:
    assert [("X03", Severity.ERROR)] == codes(STOP, STOPPED[language], language)


@pytest.mark.parametrize("language", GOOD)
def test_an_added_no_is_looked_at(language: str) -> None:
    for translation in WITH_NO[language]:
        english = "Crush the tablets." if translation[-1] in ".।。" else "Crush the tablets"
        assert [("X04", Severity.REVIEW)] == codes(english, translation, language)


@pytest.mark.parametrize("language", GOOD)
def test_a_tenfold_dose_is_an_error(language: str) -> None:
    assert [("X02", Severity.ERROR)] == codes(DOSE, TOO_MUCH[language], language)


@pytest.mark.parametrize("language", GOOD)
def test_a_question_that_asks_no_more_is_found(language: str) -> None:
    assert [("X09", Severity.WARNING)] == codes(ASK, NO_QUESTION[language], language)


@pytest.mark.parametrize("language", GOOD)
def test_every_good_sentence_under_another_is_found(language: str) -> None:
    """The rules tell sentences apart: one that went to the wrong place does not pass unseen."""
    wrong = zip(ENGLISH[:7], GOOD[language][1:8], strict=True)
    assert all(codes(english, translation, language) for english, translation in wrong)


@pytest.mark.parametrize("language", GOOD)
def test_english_that_was_left_is_found(language: str) -> None:
    found = {code for code, _ in codes(ENGLISH[12], ENGLISH[12], language)}
    assert "X08" in found
    assert ("X10" in found) is (language in {"ar", "hi", "zh-Hans", "uk"})


@pytest.mark.parametrize("language", GOOD)
def test_a_pair_without_translation_is_not_judged(language: str) -> None:
    assert [] == codes(CRUSH, "", language)


@pytest.mark.parametrize(
    ("language", "english", "translation"),
    [
        ("es", "Take 1,500 mg.", "Tome 1,500 mg."),  # read as one and a half
        ("es-MX", "Take 2.5 mg.", "Tome 25 mg."),
        ("de", "Take 2.5 mg.", "Nehmen Sie 2.500 mg."),
        ("fr", "Take 10,000 units.", "Prenez 1 000 unités."),
        ("ar", "Take 2.5 mg.", "تناول ٢٥ مغم."),
        ("ar", "Rest for 3 days.", "استرح يومين."),
        ("hi", "About 100,000 people", "लगभग 10,000 लोग"),
        ("zh-Hans", "Take 3 tablets.", "服用五片。"),
        ("es", "Take three tablets.", "Tome 5 comprimidos."),
        ("es", "Take 3 tablets.", "Tome cinco comprimidos."),
        ("uk", "Within 24 hours", "Протягом 48 годин"),
        ("de", "You may take one.", "Sie dürfen 5 nehmen."),
        ("es", "Call 0800 123 456.", "Llame al 0800 123 457."),
        ("sw", "Take 5 mg.", "Chukua 50 mg."),
    ],
)
def test_other_figures_are_found(language: str, english: str, translation: str) -> None:
    assert "X02" in [code for code, _ in codes(english, translation, language)]


@pytest.mark.parametrize(
    ("language", "english", "translation"),
    [
        ("pl", "About 1,500 people", "Około 1.500 osób"),
        ("pl", "Take 2.5 mg.", "Weź 2,5 mg."),
        ("es", "At 7:30", "A las 07:30"),
        ("hi", "About 100,000 people", "लगभग 1,00,000 लोग"),
        ("fa", "About 1,500 people", "حدود ۱٬۵۰۰ نفر"),
        ("es", "CO2 and B12", "CO₂ y B12"),
        ("es", "Half an hour", "30 minutos"),
        ("zh-Hans", "Steps 1, 2, 3", "第1，2，3步"),
    ],
)
def test_the_same_figures_written_otherwise_are_the_same(
    language: str, english: str, translation: str
) -> None:
    assert "X02" not in [code for code, _ in codes(english, translation, language)]


def test_one_lost_no_of_two_is_a_warning() -> None:
    english = "Do not crush it. Do not chew it."
    assert [("X03", Severity.WARNING)] == codes(english, "No lo triture. Mastíquelo.", "es")


def test_an_arabic_no_under_vowel_signs_is_seen() -> None:
    assert [] == codes(CRUSH, "لَا تَسحق الأقراص.", "ar")


def test_a_vowel_sign_is_part_of_its_word_in_hindi() -> None:
    """न is no; नी, ने, नमक hold it and are not."""
    assert [("X03", Severity.ERROR)] == codes(CRUSH, "आपने पानी में गोलियाँ पीसनी हैं।", "hi")


@pytest.mark.parametrize("phrase", ["这非常重要。", "请特别小心。", "请识别和区别。", "手臂无力。"])
def test_a_chinese_sign_of_no_inside_another_word_is_none(phrase: str) -> None:
    assert [("X03", Severity.ERROR)] == codes("It is not important.", phrase, "zh-Hans")


def test_an_unlisted_language_is_named_once() -> None:
    pairs = [Pair(f"demo:p{n}", CRUSH, "Usiponde vidonge.", "sw") for n in range(3)]
    assert [("X19", Severity.REVIEW)] == [(f.code, f.severity) for f in checks.findings(pairs)]
