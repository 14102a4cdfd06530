"""What the checks know of each language: script, number signs, words for no and for numbers.

Words are lower case; `*` at the end is any ending. A language that is not listed is checked by
the rules that need no list, and a finding says which ones could not be used.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Any

LETTER = (
    r"\w\u0300-\u036f\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed"
    r"\u0900-\u0963\u0966-\u0dff\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u200c\u200d"
)
"""What a word is made of, as the inside of a class: Indic vowel signs are no `\\w` of Python."""


@dataclass(frozen=True, slots=True)
class Language:
    """One language, or one country's way with it.

    `negative` are words that say no; `near` words that may carry an English no without being one
    (avoid, impossible, at most); `never_mind` phrases that hold such a word and say nothing.
    """

    scripts: tuple[str, ...]
    decimal: str = ""
    """The decimal sign; empty: not known, both readings of a sign count."""
    spaced: bool = True
    """Whether words stand apart, so that a word can be looked for by itself."""
    stops: str = "."
    """Signs that end a statement; empty: the language has none."""
    asks: str = "?"
    negative: tuple[str, ...] = ()
    near: tuple[str, ...] = ()
    never_mind: tuple[str, ...] = ()
    numbers: dict[int, str] = field(default_factory=dict)
    """Words that may stand for a figure, with spaces between them."""


LANGUAGES: dict[str, Language] = {
    "en": Language(
        ("LATIN",),
        decimal=".",
        negative=(
            "not", "cannot", "never", "no", "none", "nothing", "nobody", "nowhere", "neither",
            "nor", "without", "*n't",
        ),
        near=(
            "unless", "until", "avoid*", "stop*", "refus*", "rarely", "seldom", "hardly", "few",
            "fewer", "little", "less", "least", "only", "before", "lack*", "fail*", "free", "*less",
            "miss*", "absent", "deny", "denies", "too", "fear*", "afraid", "worr*", "otherwise",
            "except", "but", "different*", "non", "unab*", "unsaf*", "unus*", "unknown", "unwell",
            "unclear", "unlikely", "uncomfort*", "unneces*", "unplan*", "unexp*", "untreat*",
            "uncertain", "imposs*", "inab*", "incap*", "insuff*", "incomplete", "irreg*", "disab*",
            "disc*", "disa*", "instead", "rather", "prevent*", "keep", "whatever", "any",
            "anything", "anyone", "ever", "than", "loose", "loss", "lose*", "lost", "hard",
            "difficult*", "trouble", "off", "still", "whether", "wrong", "leave", "empty",
            "forbid*", "ban", "banned", "limit*", "unpro*", "unnotic*",
            "against", "on their own", "despite", "though", "although", "always",
            "over-the-counter", "private", "alone", "out of",
        ),
        never_mind=(
            "whether or not", "or not", "not only", "not just", "no matter", "not until",
            "not hesitate", "don't hesitate",
        ),
        numbers={
            1: "one once first single a an each every per",
            2: "two twice second both couple pair",
            3: "three third", 4: "four fourth", 5: "five fifth", 6: "six sixth",
            7: "seven seventh", 8: "eight eighth", 9: "nine ninth", 10: "ten tenth",
        },
    ),
    "es": Language(
        ("LATIN",),
        decimal=",",
        negative=(
            "no", "nunca", "jamás", "sin", "ni", "ningún", "ningun*", "nada", "nadie", "tampoco",
        ),
        near=(
            "evit*", "imposible*", "incapa*", "insuficiente*", "insegur*", "innecesari*",
            "en lugar de", "en vez de", "máxim*", "excepto",
            "salvo", "prohib*", "impid*", "impedi*", "falta*", "rechaz*", "poco", "poca",
            "apenas", "a más tardar",
            "dud*",
        ),
        never_mind=("sin embargo", "no obstante", "sin duda", "nada más", "un poco"),
        numbers={
            1: "un uno una primer primero primera", 2: "dos ambos ambas segundo segunda",
            3: "tres tercer tercero tercera", 4: "cuatro cuarto cuarta", 5: "cinco quinto quinta",
            6: "seis sexto sexta", 7: "siete séptimo séptima", 8: "ocho octavo octava",
            9: "nueve noveno novena", 10: "diez décimo décima",
        },
    ),
    "ar": Language(
        ("ARABIC",),
        decimal=".",
        stops=".۔",
        asks="؟?",
        negative=(
            "لا", "ولا", "فلا", "لم", "ولم", "فلم", "لن", "ولن", "فلن", "ليس", "ليست", "ليسوا",
            "لست", "وليس", "وليست", "أليس", "بدون", "وبدون", "دون", "ودون", "بلا", "وبلا", "ألا",
            "وألا", "لئلا", "عدم", "بعدم", "وعدم", "لعدم", "غير", "وغير", "بغير", "لستم",
            "لسنا", "فليس", "فليست", "وإلا",
        ),
        near=(
            "تجنب*", "وتجنب*", "يتجنب*", "بتجنب*", "امتنع*", "الامتناع", "ممنوع*", "يمنع*",
            "يحظر", "محظور*", "مستحيل*", "تعذر*", "يتعذر", "نادر*", "بدلا", "سوى", "الأكثر",
            "أقصى", "كحد", "ما لم", "احذر*", "إياك",
            "شك", "الشك", "متردد*", "رفض*", "ترفض*", "يرفض*", "يخفى",
        ),
        never_mind=(
            "لا بد", "لا بأس", "لا يزال", "لا تزال", "لا سيما", "لا يزالون", "على غير", "إن لم",
            "غير ذلك", "غير الباضع*", "غير الغازي*", "غير جراحي*",
        ),
        numbers={
            1: "واحد واحدة الأول الأولى مرة",
            2: "اثنان اثنين اثنتان اثنتين الثاني الثانية يومان يومين "
            "مرتان مرتين ساعتان ساعتين أسبوعان أسبوعين شهران شهرين سنتان سنتين عامان عامين "
            "قرصان قرصين حبتان حبتين ملعقتان ملعقتين كوبان كوبين لتران لترين دقيقتان دقيقتين "
            "شخصان شخصين جرعتان جرعتين كلا كلتا",
            3: "ثلاث ثلاثة الثالث الثالثة", 4: "أربع أربعة الرابع الرابعة",
            5: "خمس خمسة الخامس الخامسة", 6: "ست ستة السادس السادسة",
            7: "سبع سبعة السابع السابعة", 8: "ثمان ثماني ثمانية الثامن الثامنة",
            9: "تسع تسعة التاسع التاسعة", 10: "عشر عشرة العاشر العاشرة",
        },
    ),
    "hi": Language(
        ("DEVANAGARI",),
        decimal=".",
        stops="।.",
        negative=("नहीं", "नही", "न", "ना", "मत", "बिना", "बगैर", "बग़ैर", "कभी नहीं"),
        near=(
            "बचें", "बचिए", "बचना", "बचाव", "टालें", "परहेज़", "परहेज", "असंभव", "असमर्थ",
            "मना", "वर्जित", "अलावा", "बजाय", "अधिकतम", "रहित", "मुक्त", "अनुचित", "असुरक्षित",
            "अपर्याप्त", "शक", "संदेह", "बेपरवाह", "बेजान", "बेमन", "बेकाबू", "नाकाम", "छोड़ें",
            "ख़ाली",
        ),
        never_mind=("न केवल", "न सिर्फ़", "न सिर्फ", "न कि"),
        numbers={
            1: "एक पहला पहली पहले", 2: "दो दोनों दूसरा दूसरी दूसरे", 3: "तीन तीनों तीसरा तीसरी तीसरे",
            4: "चार चौथा चौथी चौथे", 5: "पाँच पांच पाँचवाँ पांचवां", 6: "छह छः छ: छठा छठी",
            7: "सात सातवाँ सातवां", 8: "आठ आठवाँ आठवां", 9: "नौ नौवाँ नौवां", 10: "दस दसवाँ दसवां",
        },
    ),
    "zh": Language(
        ("CJK",),
        decimal=".",
        spaced=False,
        stops="。.",
        asks="？?",
        negative=(
            "不", "没", "沒", "勿", "别", "別", "无", "無", "非", "未", "莫", "否", "禁止",
        ),
        near=(
            "疑问", "疑問", "怀疑", "懷疑", "不同", "不适", "不適", "不良", "不安",
            "不便", "避免", "防止", "拒绝", "拒絕", "最多", "至多", "禁", "缺",
            "除非", "不足", "不管", "不得不", "难以", "難以", "否则", "否則", "不舒服",
            "忌", "不受影响", "不做心肺复苏",
        ),
        never_mind=(
            "非常", "特别", "特別", "别人", "別人", "级别", "区别", "分别", "识别", "性别",
            "个别", "类别", "別的", "别的", "告别", "是否", "无论", "無論", "不过", "不過",
            "不久", "差不多", "无创", "無創", "并非只", "是不是", "能不能", "会不会", "要不要",
            "有没有", "可不可以", "无力", "無力", "无障碍", "非处方", "不只",
            "未來", "不斷", "未来", "不断", "不仅", "非甾体", "差别", "别处", "大不列颠", "时不时",
        ),
        numbers={
            1: "一", 2: "二 两 兩", 3: "三", 4: "四", 5: "五", 6: "六",
            7: "七", 8: "八", 9: "九", 10: "十",
        },
    ),
    "fr": Language(
        ("LATIN",),
        decimal=",",
        negative=(
            "ne", "n'*", "pas", "jamais", "sans", "aucun", "aucune", "rien", "ni", "non", "nulle",
        ),
        near=(
            "évit*", "impossible*", "incapable*", "insuffisant*", "sauf", "au plus",
            "interdi*", "empêch*", "au lieu de", "peu", "maxim*", "hors",
            "refus*", "inutile*", "impropre*", "dout*",
        ),
        never_mind=(
            "n'importe", "pas à pas", "sans doute", "un peu", "non invasive", "non-invasive",
        ),
        numbers={
            1: "un une premier première", 2: "deux deuxième second seconde", 3: "trois troisième",
            4: "quatre quatrième", 5: "cinq cinquième", 6: "six sixième", 7: "sept septième",
            8: "huit huitième", 9: "neuf neuvième", 10: "dix dixième",
        },
    ),
    "de": Language(
        ("LATIN",),
        decimal=",",
        negative=(
            "nicht", "nichts", "nie", "niemals", "kein", "keine", "keinen", "keinem", "keiner",
            "keines", "keins", "ohne", "niemand*", "weder", "noch nie", "nein", "nirgends",
            "keinesfalls", "keineswegs",
        ),
        near=(
            "vermeid*", "*los", "*lose", "*losen", "*loser", "*loses", "*frei", "*freie", "*freien",
            "statt", "anstatt", "höchstens", "spätestens", "maximal", "verboten", "zu wenig",
            "kaum", "selten", "verzicht*", "unterlass*", "außer", "unsicher*", "unmöglich*",
            "unnötig*", "unwohl", "ungeeignet*", "unbekannt*", "ungesund*", "unwirksam*",
            "unzureichend*",
            "unverändert*", "unangenehm*", "unklar*", "zweif*", "*unfähig*",
        ),
        never_mind=("nicht nur", "nicht zuletzt", "ohne weiteres", "ohnehin"),
        numbers={
            1: "ein eine einen einem einer eines eins einmal erste ersten erster erstes",
            2: "zwei zwo zweimal beide beiden zweite zweiten zweiter",
            3: "drei dreimal dritte dritten dritter", 4: "vier viermal vierte vierten",
            5: "fünf fünfmal fünfte fünften", 6: "sechs sechsmal sechste sechsten",
            7: "sieben siebenmal siebte siebten", 8: "acht achtmal achte achten",
            9: "neun neunmal neunte neunten", 10: "zehn zehnmal zehnte zehnten",
        },
    ),
    "pt": Language(
        ("LATIN",),
        decimal=",",
        negative=(
            "não", "nunca", "jamais", "sem", "nem", "nenhum", "nenhuma", "nada", "ninguém",
            "tampouco",
        ),
        near=(
            "evit*", "impossív*", "incapaz*", "insuficiente*", "insegur*", "exceto",
            "em vez de", "máxim*", "proib*", "imped*", "falta*", "recus*",
            "pouco", "pouca", "salvo", "desnecessári*",
            "dúvida*",
        ),
        never_mind=("sem dúvida", "um pouco", "não obstante"),
        numbers={
            1: "um uma primeiro primeira", 2: "dois duas ambos ambas segundo segunda",
            3: "três terceiro terceira", 4: "quatro quarto quarta", 5: "cinco quinto quinta",
            6: "seis sexto sexta", 7: "sete sétimo sétima", 8: "oito oitavo oitava",
            9: "nove nono nona", 10: "dez décimo décima",
        },
    ),
    "uk": Language(
        ("CYRILLIC",),
        decimal=",",
        negative=(
            "не", "ні", "ані", "без", "ніколи", "ніхто", "нікого", "нікому", "нічого", "ніщо",
            "нічим", "жоден", "жодн*", "немає", "нема", "ніде", "нікуди", "ніяк*",
        ),
        near=(
            "уника*", "уникн*", "заборон*", "неможлив*", "недостатн*", "незручн*",
            "невідом*", "непотрібн*", "небажан*", "неприйнятн*", "нездатн*", "неефективн*",
            "небезпечн*", "крім", "окрім", "замість", "щонайбільше", "максимум", "рідко",
            "обмеж*", "відмов*", "нездуж*", "сумнів*",
        ),
        never_mind=("не лише", "не тільки"),
        numbers={
            1: "один одна одне одну одного одній одним перший перша перше першу першого першої",
            2: "два дві двох двічі двома двоє другий друга друге другої",
            3: "три трьох тричі трьома третій третя третє третьої", 4: "чотири чотирьох четвертий",
            5: "п'ять п'яти п'ятий", 6: "шість шести шостий", 7: "сім семи сьомий",
            8: "вісім восьми восьмий", 9: "дев'ять дев'яти дев'ятий", 10: "десять десяти десятий",
        },
    ),
}  # fmt: skip

_POINT_IN_SPANISH = (
    "es-419", "es-MX", "es-US", "es-PR", "es-DO", "es-GT", "es-HN", "es-NI", "es-PA", "es-PE",
    "es-SV",
)  # fmt: skip
_SCRIPTS = {  # languages of which only the script is known
    "LATIN": "af bs ca cs cy da et eu fi fil ga gl hr ht hu id is it lt lv ms mt nl no nb nn pl ro "
    "sk sl so sq sv sw tl tr vi yo zu",
    "CYRILLIC": "be bg kk ky mk mn ru sr tg",
    "ARABIC": "ckb fa ku ps ur",
    "DEVANAGARI": "mr ne",
    "HEBREW": "he yi",
    "GREEK": "el",
    "BENGALI": "as bn",
    "TAMIL": "ta", "TELUGU": "te", "GUJARATI": "gu", "GURMUKHI": "pa", "KANNADA": "kn",
    "MALAYALAM": "ml", "SINHALA": "si", "THAI": "th", "LAO": "lo", "KHMER": "km",
    "MYANMAR": "my", "ETHIOPIC": "am ti", "GEORGIAN": "ka", "ARMENIAN": "hy", "HANGUL": "ko",
    "CJK": "ja yue",
}  # fmt: skip
_BY_TAG = {  # script subtag → script, when the tag itself says it
    "Latn": "LATIN", "Cyrl": "CYRILLIC", "Arab": "ARABIC", "Deva": "DEVANAGARI", "Hans": "CJK",
    "Hant": "CJK", "Guru": "GURMUKHI", "Beng": "BENGALI", "Grek": "GREEK", "Hebr": "HEBREW",
}  # fmt: skip
_MORE_SCRIPTS = {"ja": ("CJK", "HIRAGANA", "KATAKANA"), "ko": ("HANGUL", "CJK")}
_STOPS = {"th": "", "lo": "", "ja": "。.", "my": "။", "km": "។.", "am": "።", "ti": "።", "hy": "։:",
          "ur": "۔.", "ne": "।.", "mr": ".।", "bn": "।.", "pa": "।.", "as": "।."}  # fmt: skip
_ASKS = {"el": ";\u037e?", "fa": "؟?", "ur": "؟?", "ps": "؟?", "ckb": "؟?",
         "ja": "？?か。", "hy": "՞?", "am": "?፧", "ti": "?፧", "th": "?",
         "km": "?។", "my": "။?"}  # fmt: skip
_UNSPACED = frozenset({"ja", "th", "lo", "km", "my", "yue"})


@lru_cache
def of(tag: str) -> Language:
    """Give what is known of a language by its BCP 47 tag; of the script alone, if no more is."""
    base, *rest = tag.split("-")
    if base in LANGUAGES:
        known = LANGUAGES[base]
        written = next((_BY_TAG[part] for part in rest if part in _BY_TAG), known.scripts[0])
        if written != known.scripts[0]:
            return Language((written,))
        return replace(known, decimal=".") if tag in _POINT_IN_SPANISH else known
    listed = next((name for name, tags in _SCRIPTS.items() if base in tags.split()), "")
    script = next((_BY_TAG[part] for part in rest if part in _BY_TAG), listed)
    return Language(
        _MORE_SCRIPTS.get(base, (script,) if script else ()),
        spaced=base not in _UNSPACED,
        stops=_STOPS.get(base, "."),
        asks=_ASKS.get(base, "?"),
    )


_ALPHABETS = {"uk": "абвгґдеєжзиіїйклмнопрстуфхцчшщьюя"}
"""Alphabets whose order is not that of Unicode's numbers."""


@lru_cache
def sort_key(tag: str) -> Callable[[str], Any]:
    """Give the key that puts words in the order of a language's dictionaries, as far as we know it.

    Marks on letters count only between words that are otherwise alike. Common Chinese signs go
    by their sound: so does GB 2312, whose numbers GB 18030 keeps. An Arabic article is passed over.
    """
    base = tag.split("-")[0]
    alphabet = {letter: f"{at:02}" for at, letter in enumerate(_ALPHABETS.get(base, ""), start=10)}

    def bare(word: str) -> str:
        folded = word.casefold()
        if base == "ar":
            folded = folded.removeprefix("ال")
        if alphabet:
            return "".join(alphabet.get(letter, letter) for letter in folded)
        apart = unicodedata.normalize("NFD", folded)
        return "".join(sign for sign in apart if not "\u0300" <= sign <= "\u036f")

    if tag in ("zh", "zh-Hans", "zh-CN", "zh-SG"):
        return lambda word: (not word[:1].isascii(), word.casefold().encode("gb18030"))
    return lambda word: (bare(word), word)


@lru_cache(maxsize=8192)
def any_of(words: tuple[str, ...], *, spaced: bool = True) -> re.Pattern[str]:
    """Find any of these words, whole ones only where words stand apart; `*` is any letters.

    Latin words stand apart in every language: VA is not in DVA.
    """
    longest_first = sorted(words, key=len, reverse=True)
    if spaced:
        pattern = _apart("|".join(map(_inner, longest_first)) or "(?!)", LETTER)
    else:
        pattern = "|".join(map(_word_among_others, longest_first)) or "(?!)"
    return re.compile(pattern, re.IGNORECASE)


def _word_among_others(word: str) -> str:
    return _apart(_inner(word), "A-Za-z0-9") if word.isascii() else _inner(word)


def _apart(inner: str, letters: str) -> str:
    # Letters are of either case as they are: folding their large class takes re most of its time.
    return rf"(?-i:(?<![{letters}]))(?:{inner})(?-i:(?![{letters}]))"


def _inner(word: str) -> str:
    return re.escape(word).replace(r"\*", f"(?-i:[{LETTER}]*)").replace(r"\ ", r"\s+")
