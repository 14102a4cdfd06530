"""Pseudo-languages: a condition's words made different and a little longer, the rest kept.

They stand in for translations that are not there yet. Each word always becomes the same word, so
that the glossary finds its terms; ids, codes, links, placeholders, addresses, numbers and
abbreviations stay as they are.
"""

from __future__ import annotations

import re
import zlib
from pathlib import Path
from typing import Any

import yaml

VOWELS = "aeiou"
ALPHABETS = ("àèìòù", "áéíóú", "âêîôû", "äëïöü", "eioua", "íóúáé", "òùàèì")
"""What the vowels become, one row a pseudo-language."""
LONGER_EVERY = len(ALPHABETS)
LONG_WORD = 5
SPOKEN = frozenset(
    {
        "title", "subtitle", "key_message", "text", "steps", "caption", "head", "rows",
        "checklist", "questions", "columns", "label", "when", "say", "term", "forms", "meaning",
        "description", "what", "note", "without_speech", "purpose",
    }
)  # fmt: skip
"""The keys whose texts a reader sees; `rows` is a number in a diary."""
KEPT = re.compile(
    r"\{[^}]*\}|\]\([^)]*\)|https?://\S+|\b[\w-]+(?:\.[\w-]+)+|\b\w*\d\w*\b|\b[A-Z]{2,}s?\b"
)
WORD = re.compile(r"[A-Za-z]+")
FOLDERS = ("", "topics", "pictures", "regions")
SILENT = ("sources.yaml", "staging.yaml", "needs.yaml")
"""Files that print no sentence of their own."""


class _Dumper(yaml.SafeDumper):
    """Writes every text plainly: the content is read as text, whatever it looks like."""

    yaml_implicit_resolvers: dict[str, Any] = {}  # noqa: RUF012 (PyYAML's own way)


def speak(text: str, language: int) -> str:
    """Say a text in a pseudo-language, numbered from 0."""
    parts, end = [], 0
    for kept in KEPT.finditer(text):
        parts += [_words(text[end : kept.start()], language), kept[0]]
        end = kept.end()
    return "".join([*parts, _words(text[end:], language)])


def translate(folder: Path, condition: str, language: int) -> None:
    """Put the content in a folder, a copy of a condition's, into a pseudo-language."""
    for inner in FOLDERS:
        for path in sorted((folder / inner).glob("*.yaml")):
            if path.name not in SILENT:
                _rewrite(path, language)
    path = folder / "condition.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(re.sub(r"(?m)^id: .*$", f"id: {condition}", text), encoding="utf-8")


def _rewrite(path: Path, language: int) -> None:
    text = path.read_text(encoding="utf-8")
    comments = "".join(line for line in text.splitlines(True) if line.startswith("#"))
    value = _spoken(yaml.load(text, yaml.BaseLoader), language, aloud=False)
    dumped = yaml.dump(value, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=1000)
    path.write_text(comments + dumped, encoding="utf-8")


def _spoken(value: Any, language: int, *, aloud: bool) -> Any:
    if isinstance(value, dict):
        return {k: _spoken(v, language, aloud=k in SPOKEN) for k, v in value.items()}
    if isinstance(value, list):
        return [_spoken(item, language, aloud=aloud) for item in value]
    return speak(value, language) if aloud and value != "null" else value


def _words(text: str, language: int) -> str:
    return WORD.sub(lambda match: _word(match[0], language), text)


def _word(word: str, language: int) -> str:
    vowels = VOWELS + VOWELS.upper()
    table = str.maketrans(vowels, ALPHABETS[language] + ALPHABETS[language].upper())
    said = word.translate(table)
    chosen = zlib.crc32(word.lower().encode()) % LONGER_EVERY < language
    last = max((said.rfind(vowel) for vowel in ALPHABETS[language]), default=-1)
    if chosen and len(word) >= LONG_WORD and last >= 0:
        return said[: last + 1] + said[last:]
    return said
