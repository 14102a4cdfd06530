from __future__ import annotations

import re
from datetime import date, datetime

import pytest

from generator.render import locale
from generator.render.scripts import script_of

DAY = date(2027, 3, 2)


@pytest.mark.parametrize(
    ("tag", "chain"),
    [
        ("en", []),
        ("en-GB", ["en"]),
        ("pt-BR", ["pt"]),
        ("pt-AO", ["pt-PT", "pt"]),
        ("es-MX", ["es-419", "es"]),
        ("es-ES", ["es"]),
        ("es-419", ["es"]),
        ("zh-Hans", ["zh"]),
        ("zh", ["zh-Hans"]),
        ("zh-CN", ["zh-Hans", "zh"]),
        ("zh-Hant", []),
        ("zh-TW", ["zh-Hant"]),
        ("zh-HK", ["zh-Hant-HK", "zh-Hant"]),
        ("zh-Hant-MO", ["zh-Hant-HK", "zh-Hant"]),
        ("sr-Cyrl", ["sr"]),
        ("sr-Latn", []),
        ("pa-PK", ["pa-Arab"]),
        ("az-Arab", []),
        ("prs", ["fa-AF", "fa"]),
        ("mww", ["hmn"]),
        ("ar-EG", ["ar"]),
        ("ar-u-nu-latn", ["ar"]),
        ("ar-XB", []),  # the pseudo-language stands for none
        ("en-XA", []),
    ],
)
def test_a_translation_is_looked_for_under_near_relatives(tag: str, chain: list[str]) -> None:
    assert chain == list(locale.fallbacks(tag))


@pytest.mark.parametrize("tag", sorted(locale.PARENTS))
def test_no_chain_comes_to_another_script(tag: str) -> None:
    assert {script_of(tag)} == {script_of(one) for one in (tag, *locale.fallbacks(tag))}


@pytest.mark.parametrize(
    ("tag", "in_text", "as_title", "english"),
    [
        ("en", "English", "English", "English"),
        ("es", "español", "Español", "Spanish"),
        ("es-MX", "español de México", "Español de México", "Mexican Spanish"),
        ("pt-BR", "português (Brasil)", "Português (Brasil)", "Brazilian Portuguese"),
        ("ar", "العربية", "العربية", "Arabic"),
        ("hi", "हिन्दी", "हिन्दी", "Hindi"),
        ("zh-Hans", "简体中文", "简体中文", "Simplified Chinese"),
        ("zh-Hant", "繁體中文", "繁體中文", "Traditional Chinese"),
        ("fr", "français", "Français", "French"),
        ("de", "Deutsch", "Deutsch", "German"),
        ("uk", "українська", "Українська", "Ukrainian"),
        ("ka", "ქართული", "ქართული", "Georgian"),  # has capitals, and titles without
        ("zu", "isiZulu", "isiZulu", "Zulu"),
        ("prs", "دری", "دری", "Dari"),
        ("hmn", "Hmoob", "Hmoob", "Hmong"),
        ("ar-XB", "العربية", "العربية", "Arabic"),
        ("qqq", "qqq", "Qqq", "qqq"),
    ],
)
def test_a_language_names_itself_and_has_an_english_name(
    tag: str, in_text: str, as_title: str, english: str
) -> None:
    assert (in_text, as_title, english) == (
        locale.endonym(tag),
        locale.title_name(tag),
        locale.english_name(tag),
    )


@pytest.mark.parametrize("tag", ["ar", "ar-XB", "he", "iw", "fa", "prs", "ur", "ps", "ckb", "yi",
                                 "dv", "pa-PK", "az-Arab"])  # fmt: skip
def test_these_are_written_from_the_right(tag: str) -> None:
    assert locale.is_right_to_left(tag)


@pytest.mark.parametrize("tag", ["en", "es", "hi", "zh-Hant", "pa", "az", "mww", "ku", "qqq"])
def test_these_are_written_from_the_left(tag: str) -> None:
    assert not locale.is_right_to_left(tag)


@pytest.mark.parametrize(
    ("tag", "region", "day", "month"),
    [
        ("en", "001", "2 March 2027", "Mar 2027"),
        ("en", "GB", "2 March 2027", "Mar 2027"),
        ("en", "FR", "2 March 2027", "Mar 2027"),
        ("en", "US", "March 2, 2027", "Mar 2027"),
        ("es", "001", "2 de marzo de 2027", "mar 2027"),
        ("ar", "001", "2 مارس 2027", "مارس 2027"),
        ("ar", "GB", "2 مارس 2027", "مارس 2027"),
        ("hi", "IN", "2 मार्च 2027", "मार्च 2027"),
        ("zh-Hans", "CN", "2027年3月2日", "2027年3月"),
        ("fr", "001", "2 mars 2027", "mars 2027"),
        ("de", "001", "2. März 2027", "März 2027"),
        ("pt-BR", "001", "2 de março de 2027", "mar. de 2027"),
        ("uk", "001", "2 березня 2027\u00a0р.", "бер. 2027\u00a0р."),
        ("fa", "001", "2 مارس 2027", "مارس 2027"),
        ("ht", "001", "2027-03-02", "2027-03"),  # Babel has French months for it
        ("hmn", "001", "2027-03-02", "2027-03"),
    ],
)
def test_dates_have_their_month_in_words_and_latin_digits(
    tag: str, region: str, day: str, month: str
) -> None:
    assert (day, month) == (locale.long_date(DAY, tag, region), locale.month(DAY, tag, region))


MANY = [
    "ur", "fa", "my", "ne", "mr", "bn", "th", "km", "am", "ti", "ar", "ckb", "ps", "he", "ja", "ko",
    "pl", "ru", "vi", "ka", "tr", "el", "so", "sw",
]  # fmt: skip


def test_no_language_brings_other_digits_or_the_days_of_another() -> None:
    days: dict[str, tuple[str, ...]] = {}
    for tag in [*MANY, *reversed(MANY)]:
        written = [locale.long_date(DAY, tag), locale.full_date(DAY, tag), locale.month(DAY, tag)]
        assert all("2027" in one for one in written), tag
        assert [] == re.findall(r"(?![0-9])\d", "".join(written)), tag
        assert days.setdefault(tag, locale.weekdays(tag)) == locale.weekdays(tag), tag
    assert len(MANY) == len(set(days.values())), "each has its own"
    assert ("월", "화", "수", "목", "금", "토", "일") == days["ko"]


@pytest.mark.parametrize(
    ("tag", "region", "first"),
    [
        ("en", "001", "Mon"), ("en", "GB", "Mon"), ("en", "US", "Sun"), ("ar", "001", "الاثنين"),
        ("ar", "EG", "السبت"), ("ar", "US", "الأحد"), ("he", "IL", "יום א׳"), ("fa", "IR", "شنبه"),
        ("hi", "IN", "रवि"), ("pt-BR", "BR", "dom."), ("pt-BR", "001", "seg."),
        ("zh-Hans", "CN", "周一"), ("hmn", "US", "1"), ("en", "QQ", "Mon"),
    ],
)  # fmt: skip
def test_the_first_day_of_a_week_is_the_regions(tag: str, region: str, first: str) -> None:
    names = locale.weekdays(tag, region)

    assert first == names[0]
    assert 7 == len(set(names))


def test_lists_have_the_signs_of_the_language() -> None:
    assert ["A, B", "A، B", "A、B", "A, B"] == [
        locale.commas(["A", "B"], tag) for tag in ("en", "ar-EG", "zh-Hant", "he")
    ]
    assert ["A; B", "A؛ B", "A；B"] == [
        locale.semicolons(["A", "B"], tag) for tag in ("es", "ur", "ja")
    ]
    assert ["A, B and C", "A, B y C", "A وB وC", "A、B和C", "A, B, C"] == [
        locale.together(["A", "B", "C"], tag) for tag in ("en", "es", "ar", "zh-Hans", "hmn")
    ]
    assert ["", "A"] == [locale.together(words, "ar") for words in ([], ["A"])]


def test_a_moment_has_a_day_and_a_time() -> None:
    when = datetime(2027, 3, 2, 15, 5)

    assert [
        "Tuesday, 2 March 2027, 15:05",
        "الثلاثاء، 2 مارس 2027، 3:05 م",
        "2027年3月2日星期二 15:05",
        "2027-03-02 15:05",
    ] == [
        locale.full_moment(when, tag, region)
        for tag, region in (("en", "GB"), ("ar", "001"), ("zh-Hans", "CN"), ("hmn", "US"))
    ]
