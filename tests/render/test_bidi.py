from __future__ import annotations

import pytest

from generator.render.bidi import isolate_text, runs

CASES = [  # with the runs in ⟨…⟩
    # telephone numbers
    "اتصل ⟨020 7946 0958⟩ الآن",
    "اتصل ⟨+44 20 7946 0958⟩.",
    "⟨+44 (0)20 7946 0958⟩ أو ⟨(020) 7946 0958⟩ مساء",
    "⟨Tel. 020 1234⟩ نهارا",
    "⟨555-1234⟩ نهارا",
    # doses, units, signs
    "خذ ⟨5 mg⟩ مرتين",
    "خذ ⟨5-10 mg⟩ أو ⟨5 – 10 mg⟩ مرتين",
    "حرارة ⟨38°C⟩ أو ⟨38.5 °C⟩",
    "درجة ⟨-5⟩ اليوم، ثم ⟨−3⟩",
    "إذا كان ⟨≥ 5⟩ أيام أو ⟨≤3⟩",
    "أقل من ⟨< 5 mg⟩ يوميا، ⟨> 2⟩",
    "نحو ⟨50%⟩ من الناس، ⟨50% - 60%⟩ أحيانا، ⟨5 %⟩ نادرا",
    "سعره ⟨$50⟩ أو ⟨€ 50⟩",
    "بين ⟨10-15⟩ مرة، و⟨18+⟩ سنة",
    "خذ ⟨H₂O⟩ و⟨5 × 3 cm⟩",
    # names and codes
    "خذ ⟨co-amoxiclav⟩ مرة",
    "مع ⟨Vitamin B12, B6⟩.",
    "الأدوية ⟨A, B and C⟩ معا",
    "اسأل عن الورقة ⟨E3⟩.",
    "(⟨E3⟩، في ملفك)",
    "التصلب (⟨ALS⟩) هو",
    "التصلب ⟨ALS (MND)⟩ هو",
    "⟨King's College Hospital⟩ في لندن",
    "قال ⟨Dr. Smith⟩ ذلك",
    "لغة ⟨C++⟩ هنا",
    "انظر ⟨https://example.org/a?b=c&d=e/⟩ للمزيد، أو ⟨p@example.org⟩",
    "⟨Riluzole (50 mg. Daily)⟩ دواء",
    # what belongs to the line and not to the run
    "يوضع ⟨NIV⟩ 5 ساعات",
    "⟨Riluzole⟩ 50 ملغ",
    "⟨ALS⟩ (⟨5 mg⟩ يوميا) هو",
    "هو ⟨ALS⟩. ⟨5 mg⟩ بعد الأكل",
    "جملة – ⟨NIV⟩ – جملة",
    "الاسم: ⟨NIV⟩; ثم",
    "ال-⟨ALS⟩ مرض",
    "ה-⟨ALS⟩ וגם ב-5 ימים",
    # shown right as they are
    "الرقم 112 أو 999",
    "الخطوات 1, 2, 3",
    "في 12 مارس 2027، الساعة 10:30، 2.5 ملغ",
    "من ٥-١٠ ملغ",
    # a paragraph without a word of the language is a run, with its full stop
    "⟨I have ALS. I cannot speak.⟩",
    "⟨(ALS)⟩",
    "⟨-5⟩",
    "⟨≥ 5⟩",
    "⟨5-10 mg⟩",
    "112",
    "C2",
]


@pytest.mark.parametrize("marked", CASES)
def test_every_run_from_the_left_is_found_and_nothing_else(marked: str) -> None:
    text = marked.replace("⟨", "").replace("⟩", "")

    assert marked == bracketed(text, right_to_left=True)


def bracketed(text: str, *, right_to_left: bool) -> str:
    end, parts = 0, []
    for start, stop in runs(text, right_to_left=right_to_left):
        parts += [text[end:start], "⟨", text[start:stop], "⟩"]
        end = stop
    return "".join([*parts, text[end:]])


@pytest.mark.parametrize(
    "marked",
    [
        "Call ⟨جمعية مرضى 5 التصلب⟩ now, or ⟨האגודה⟩ (Israel).",
        "⟨العربية⟩ (Arabic)",
        "Nothing here: 5-10 mg.",
    ],
)
def test_names_from_the_right_are_found_in_a_line_from_the_left(marked: str) -> None:
    text = marked.replace("⟨", "").replace("⟩", "")

    assert marked == bracketed(text, right_to_left=False)


def test_the_pseudo_language_runs_from_the_right_whatever_its_letters_are() -> None:
    assert [] == list(runs("\u202eCall\u202c \u202e5 mg\u202c", right_to_left=True))


def test_a_line_break_or_a_tab_ends_a_run() -> None:
    assert "دواء ⟨ALS⟩\0⟨A-1⟩\t⟨5 mg⟩" == bracketed("دواء ALS\0A-1\t5 mg", right_to_left=True)


def test_a_word_alone_between_two_ends_is_shown_right_as_it_is() -> None:
    assert "C2\tدواء" == bracketed("C2\tدواء", right_to_left=True)


def test_where_no_element_can_be_runs_get_isolate_characters() -> None:
    assert "\u2066C2\u2069  آلام و\u2066NIV\u2069" == isolate_text(
        "C2  آلام وNIV", right_to_left=True
    )
    assert "Ask \u2067جمعية\u2069." == isolate_text("Ask جمعية.", right_to_left=False)
    assert "C2  Pain" == isolate_text("C2  Pain", right_to_left=False)
