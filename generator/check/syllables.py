"""How many syllables a word has, by its spelling, in the languages whose reading formulas ask.

Every language starts from its vowels. English then adds what is spoken apart (`di-et`) and drops
what is written and not spoken (`home`); where British dictionaries know two counts, the usual
spoken one is taken. Numbers and abbreviations count as one.
"""

from __future__ import annotations

import re
from functools import lru_cache

PART = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")


def count(word: str, language: str = "en") -> int:
    """Count the syllables of a word; the parts of a hyphenated word are added up."""
    return sum(_part(part.lower(), language) for part in PART.findall(word)) or 1


@lru_cache(maxsize=16_384)
def _part(word: str, language: str) -> int:
    return max(1, COUNTERS[language](word))


# English

APART = [  # one syllable more
    r"[aeiou]ing",  # go-ing, be-ing
    r"(?<![ct])ia(?!ge)|(?<=[ct])ia(?![ln]|$)",  # di-ary, but spe-cial and car-riage
    r"io(?![nu])",  # peri-od
    r"(?<![tscgxnlh])ion|(?<![tscgxn])iou(?!r)",  # previ-ous, but ac-tion and behav-iour
    r"iu|uou|(?<![gt])eou|eos?$|oea",  # medi-um, vide-o
    r"(?<!^[tp])iers?$|iest$|iet|(?<![ctfg])(?<!fr)ien",  # easi-er, qui-et, cli-ent, but friend
    r"(?<!g)ua(?!de)|(?<!g)ue(?=n[ct]|l$|t$)",  # usu-al, flu-ent, cru-el
    r"[^aeiou]y[aeiou]",  # cry-ing
    r"(?:s|th)ms?$",  # spas-m
    r"[sd]n['’]t$",  # did-n't
    r"^(?:idea|area|crea[^mks]|react|reass|reali[st]|theatr|nausea|pancrea|scien|poe[mt]|ruin"
    r"|fluid|suici|genuin|coord|coop|recipe|lions?$)",
]
UNSPOKEN = [  # one syllable less
    r"[^aeiouylr]e$|[aeiouy]le$|(?<![bct])re$",  # home, while, care, but ta-ble and cen-tre
    r"(?:[^aeiouylrsxzcgh]|th)es$|[aeiouy]les$|(?<![bct])res$",  # homes, but nois-es, mus-cles
    r"(?<!dr)(?<=[^aeiouytdl])ed$|[aeiouyl]led$",  # helped, called, but need-ed and han-dled
    r"(?<=[^aeiouytdl])ed(?=ly$|ness$)",  # tired-ness
    r"[aeiouy][lnrs]?[^aeiouy]e(?=(?:ly|ty|ful|fully|less|ments?|ness|some|thing|times?|where|one|body|fore"
    r"|long)$)(?<!^ele)",  # hope-less, some-times, but el-e-ment
    r"(?<!r)gues?$",  # fatigue
    r"^(?:(?:head|tooth|stomach|back|)aches|every|busi|evening|comfortab|vegetab|choco|differen|several|favourit"
    r"|timetab)",
]
_APART = [re.compile(pattern) for pattern in APART]
_UNSPOKEN = [re.compile(pattern) for pattern in UNSPOKEN]
_GROUP = re.compile(r"[aeiouyà-ÿ]+")
_HISSES = re.compile(r"(?:[sxz]|ch|sh|[csgz]e)['’]s$")


def _english(word: str) -> int:
    number = 1 if _HISSES.search(word) else 0  # the nurs-es' and the nurse's
    word = re.sub(r"['’]s$", "", word).replace("qu", "q")
    word = re.sub(r"(?:(?<=[aeiou])|^)y(?=[aeiou])", "j", word)  # the y of player is a consonant
    number += len(_GROUP.findall(word))
    number += sum(len(pattern.findall(word)) for pattern in _APART)
    return number - sum(1 for pattern in _UNSPOKEN if pattern.search(word))


# Spanish and Portuguese: strong vowels each make a syllable, weak ones lean on a neighbour

_SPANISH = re.compile(r"[aeoáéíóú]|(?<![aeoáéíóú])[iuüy]+(?![aeoáéíóúiuüy])")
_PORTUGUESE = re.compile(r"[aeoáâàãéêíóôõú]|(?<![aeoáâàãéêíóôõú])[iuü]+(?![aeoáâàãéêíóôõúiu])")


def _spanish(word: str) -> int:
    return len(_SPANISH.findall(re.sub(r"([qg])u(?=[eiéí])", r"\1", word)))


def _portuguese(word: str) -> int:
    word = re.sub(r"([qg])u(?=[eiéíê])", r"\1", word)
    word = re.sub(r"(?<=ã)[oe]|(?<=õ)e", "", word)  # mão, põe: one syllable
    word = re.sub(r"i(?=nh)", "í", word)  # ra-i-nha
    if word.isascii():  # without an accent the last vowels part: di-a, energi-a
        word = re.sub(r"([^aeiou])i(?=[ao]s?$)", r"\1í", word)
        word = re.sub(r"([^aeiouqg])u(?=[ao]s?$)", r"\1ú", word)
    return len(_PORTUGUESE.findall(word))


# French and German

_FRENCH = re.compile(r"ï|ë|é(?=[aoâôu])|[aeiouyàâèéêîôöùûüœæ]+?(?=é[aoâô])|[aeiouyàâèéêîôöùûüœæ]+")
_GERMAN = re.compile(r"aa|ai|au|ay|äu|ee|ei|eu|ey|ie|oo|oi|[aeiouyäöüàéè]")


def _french(word: str) -> int:
    word = re.sub(r"['’]", "", word)  # l'air is one
    word = re.sub(r"(?<=[gq])u(?=e(?:s|nt)?$)", "", word)
    return len(_FRENCH.findall(re.sub(r"(?<=[^aeiouyéèêàâîôû])e(?:s|nt)?$", _mute, word)))


def _mute(found: re.Match[str]) -> str:
    """Drop a last e that is not spoken; -ent is spoken in moment, and kept."""
    return found[0] if found[0] == "ent" else ""


def _german(word: str) -> int:
    return len(_GERMAN.findall(word.replace("qu", "q")))


COUNTERS = {
    "en": _english, "es": _spanish, "pt": _portuguese, "fr": _french, "de": _german,
}  # fmt: skip
