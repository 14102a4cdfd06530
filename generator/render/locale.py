"""How a language and a country write dates, name themselves, and go on to a near relative.

Babel knows most; tables here hold what it does not know or would get wrong. Dates are Gregorian
with the month in words and Latin digits, and never in another language: where Babel does not know
one, a date is written 2027-03-12 and days are numbers.

Day names are asked for as they stand in dates: Babel mixes up those that stand alone, once Urdu
was loaded.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from functools import lru_cache
from typing import Literal

import babel
import babel.dates
import babel.lists

from generator.render.scripts import SAME_AS, script_of

RIGHT_TO_LEFT = frozenset({"Adlm", "Arab", "Hebr", "Mand", "Nkoo", "Rohg", "Samr", "Syrc", "Thaa"})
"""Scripts."""
FROM_ANOTHER = frozenset({"ht"})
"""Languages for which Babel writes months and days of another one: Haitian ones are French."""
NAMES = {  # tag → its name for itself, its English name: what Babel has not, or has otherwise
    "hmn": ("Hmoob", "Hmong"),
    "mww": ("Hmoob Dawb", "White Hmong"),
    "prs": ("دری", "Dari"),
    "rom": ("Romani", "Romani"),
}
CASED = frozenset({"Armn", "Cyrl", "Grek", "Latn"})
"""Scripts that begin a title with a capital; Georgian has capitals and does not."""
WORLD = {"en": "en_001"}
"""The form of a language for readers of no country in particular: the day before the month."""
ARABIC_COMMA = "ar ckb dv fa ks pnb prs ps sd ug ur"
HAN_COMMA = "ja yue zh"
ETHIOPIC_COMMA = "am ti"
COMMAS = {
    base: sign
    for bases, sign in ((ARABIC_COMMA, "، "), (HAN_COMMA, "、"), (ETHIOPIC_COMMA, "፣ "))
    for base in bases.split()
}
SEMICOLONS = {
    base: sign
    for bases, sign in ((ARABIC_COMMA, "؛ "), (HAN_COMMA, "；"), (ETHIOPIC_COMMA, "፤ "))
    for base in bases.split()
}

LATIN_AMERICA = "AR BO BR BZ CL CO CR CU DO EC GT HN MX NI PA PE PR PY SV US UY VE"
LIKE_PORTUGAL = "AO CH CV GQ GW LU MO MZ ST TL"
PARENTS = {  # tag → the nearest relative that its readers read; others lose their last part
    **{f"es-{country}": "es-419" for country in LATIN_AMERICA.split()},
    **{f"pt-{country}": "pt-PT" for country in LIKE_PORTUGAL.split()},
    "mww": "hmn",
    "nb": "no",
    "no": "nb",
    "pa-PK": "pa-Arab",
    "prs": "fa-AF",
    "zh": "zh-Hans",
    "zh-CN": "zh-Hans",
    "zh-HK": "zh-Hant-HK",
    "zh-MO": "zh-Hant-HK",
    "zh-SG": "zh-Hans",
    "zh-TW": "zh-Hant",
    "zh-Hant-MO": "zh-Hant-HK",
}
PSEUDO = frozenset({"XA", "XB"})


@lru_cache
def fallbacks(tag: str) -> tuple[str, ...]:
    """Give the tags to look for a translation under after a tag's own, the nearest first.

    A chain never goes on to another script: traditional Chinese has no simplified in it.
    """
    chain: list[str] = []
    current, script = tag, script_of(tag)
    while parent := PARENTS.get(current) or _shortened(current):
        if parent in (tag, *chain) or script_of(parent) != script:
            break
        chain.append(parent)
        current = parent
    return tuple(chain)


def _shortened(tag: str) -> str:
    """Take the last part off a tag, or all that begins with a single letter (ar-u-nu-latn)."""
    parts = tag.split("-")
    if parts[-1] in PSEUDO:
        return ""
    single = next((at for at, part in enumerate(parts) if len(part) == 1), len(parts) - 1)
    return "-".join(parts[:single])


def is_right_to_left(tag: str) -> bool:
    """Say whether a language is written from the right."""
    return script_of(tag) in RIGHT_TO_LEFT


@lru_cache
def endonym(tag: str) -> str:
    """Give a language's name for itself, as it stands in a sentence; the tag if nobody knows."""
    if tag in NAMES:
        return NAMES[tag][0]
    locale = _parsed_longest(tag)
    if locale is None:
        return english_name(tag)
    return str(locale.languages.get(str(locale)) or locale.get_display_name())


def title_name(tag: str) -> str:
    """Give a language's name for itself as a line of its own: Español, but ქართული and isiZulu."""
    name = endonym(tag)
    if script_of(tag) not in CASED or not name.split(" ")[0].islower():
        return name
    return name[:1].upper() + name[1:]


@lru_cache
def english_name(tag: str) -> str:
    """Give a language's English name; the tag if nobody knows."""
    if tag in NAMES:
        return NAMES[tag][1]
    english, locale = babel.Locale("en"), _parsed_longest(tag)
    known = english.languages.get(str(locale or tag.split("-")[0]))
    return str(known or (locale and locale.get_display_name("en")) or tag)


def long_date(day: date, tag: str, region: str = "001") -> str:
    """Write a day with its month in words, as readers in a region do."""
    return _date(day, "long", tag, region)


def full_date(day: date, tag: str, region: str = "001") -> str:
    """Write a day with its name and its month in words."""
    return _date(day, "full", tag, region)


def full_moment(moment: datetime, tag: str, region: str = "001") -> str:
    """Write a day with its name and its month in words, and a time."""
    locale, day = _locale(tag, region), full_date(moment, tag, region)
    if locale is None:
        return f"{day} {moment:%H:%M}"
    clock = _spaced(babel.dates.format_time(moment.time(), "short", locale=locale))
    return f"{day} {clock}" if tag.split("-")[0] in HAN_COMMA.split() else commas([day, clock], tag)


def month(day: date, tag: str, region: str = "001") -> str:
    """Write a month, shortened, and its year."""
    locale = _locale(tag, region)
    if locale is None:
        return f"{day:%Y-%m}"
    return _spaced(babel.dates.format_skeleton("yMMM", day, locale=locale))


def _date(day: date, form: Literal["long", "full"], tag: str, region: str) -> str:
    locale = _locale(tag, region)
    if locale is None:
        return f"{day:%Y-%m-%d}"
    return _spaced(babel.dates.format_date(day, form, locale=locale))


def _spaced(text: str) -> str:
    """Use the no-break space that every typeface has."""
    return text.replace("\u202f", "\u00a0")


def weekdays(tag: str, region: str = "001") -> tuple[str, ...]:
    """Give the seven short names of days, from the day with which a week begins in a region."""
    first, locale = _first_day(region), _locale(tag, region)
    if locale is None:
        return tuple("1234567")
    names = babel.dates.get_day_names("abbreviated", locale=locale)
    return tuple(str(names[(first + number) % 7]) for number in range(7))


def commas(words: Sequence[str], tag: str) -> str:
    """List words with the comma of a language between them."""
    return COMMAS.get(tag.split("-")[0], ", ").join(words)


def semicolons(words: Sequence[str], tag: str) -> str:
    """List phrases with the semicolon of a language between them."""
    return SEMICOLONS.get(tag.split("-")[0], "; ").join(words)


def together(words: Sequence[str], tag: str, region: str = "001") -> str:
    """List words as a sentence does: A, B and C."""
    locale = _locale(tag, region)
    return commas(words, tag) if locale is None else babel.lists.format_list(words, locale=locale)


@lru_cache
def _first_day(region: str) -> int:
    """Give the day with which weeks begin, 0 for Monday; of no region, that is Monday."""
    try:
        return int(babel.Locale.parse(f"und_{region}").first_week_day)
    except (babel.UnknownLocaleError, ValueError):
        return 0


@lru_cache
def _locale(tag: str, region: str) -> babel.Locale | None:
    """Give what Babel knows of a language, in a region if it knows that; None: nothing at all.

    A region that a tag says itself counts.
    """
    base, script, said = _parts(tag)
    if base in FROM_ANOTHER:
        return None
    language = f"{base}_{script}" if script else base
    territory = said or ("" if region == "001" else region)
    tries = [f"{language}_{territory}"] if territory else []
    tries += [WORLD.get(language, language), language, base]
    return next((found for one in tries if (found := _parsed(one))), None)


def _parsed_longest(tag: str) -> babel.Locale | None:
    """Give what Babel knows of as much of a tag as it knows."""
    base, script, said = _parts(tag)
    tries = [(base, script, said), (base, script), (base, said), (base,)]
    return next((found for one in tries if (found := _parsed("_".join(filter(None, one))))), None)


def _parts(tag: str) -> tuple[str, str, str]:
    """Give language, script and region of a tag, '' for what it does not say."""
    base, *rest = tag.split("-")
    script = next((part.title() for part in rest if len(part) == 4 and part.isalpha()), "")
    said = next((part.upper() for part in rest if _is_region(part)), "")
    return SAME_AS.get(base, base), script, said or ("AF" if base == "prs" else "")


def _is_region(part: str) -> bool:
    return (len(part) == 2 and part.isalpha()) or (len(part) == 3 and part.isdigit())


def _parsed(identifier: str) -> babel.Locale | None:
    try:
        return babel.Locale.parse(identifier)
    except (babel.UnknownLocaleError, ValueError):
        return None
