"""W06, W07: abbreviations and medical words that nothing explains where they are first used.

The glossary explains. So does the text: in brackets on either side (`a scan of the brain (MRI)`),
in quotation marks, or with words that name or define (`this is called …`, `… is a …`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.check.said import PROSE, Role, Said, Subject
from generator.check.wording import any_pattern, pattern_of
from generator.content.house import Hard
from generator.findings import Finding

ABBREVIATION = re.compile(r"(?<![\w-])(?=[A-Z0-9]*[A-Z][0-9]*[A-Z])([A-Z][A-Z0-9]+)(?=s?(?!-?\w))")
"""Two capitals or more; a name such as `AB-123` is no short form."""
NAMED = re.compile(
    r"\([^()]*$|[“\"‘][^”\"’]*$"
    r"|\b(?:called|named|known as|short for|means?) (?:an? |the )?$",
    re.IGNORECASE,
)  # what may stand before
DEFINED = re.compile(
    r"\w*[”\"’]?(?:,? (?:or|and) \w+)?\s*"
    r"(?:\(|:\s|(?:is|are) (?:an?|the|when)\b|means?\b|stands? for\b)"
)  # what may stand behind


def check(subject: Subject) -> Iterator[Finding]:
    """Look at the first use of each such word in everything that prints together."""
    known = {*subject.words.known, *ABBREVIATION.findall(" ".join(subject.glossary_forms))}
    hard = [(pattern_of(one.word), one) for one in subject.words.explain]
    either = any_pattern([one.word for _, one in hard])
    for written in subject.topics:
        running = [one for one in written.said if one.role in PROSE or one.role is Role.CELL]
        short = {one for one in running if ABBREVIATION.search(one.words)}
        medical = {one for one in running if either.search(one.words.lower())}
        found: dict[Finding, None] = {}  # a key message prints with each body: once is enough
        for printed in written.printed():
            found.update(dict.fromkeys(_abbreviations(_kept(printed, short), known)))
            found.update(dict.fromkeys(_hard_words(_kept(printed, medical), hard, subject)))
        yield from found


def _kept(printed: list[Said], among: set[Said]) -> list[Said]:
    return [one for one in printed if one in among]


def _abbreviations(running: list[Said], known: set[str]) -> Iterator[Finding]:
    seen = set(known)
    for said in running:
        for match in ABBREVIATION.finditer(said.words):
            if match[1] not in seen and not _is_explained(said, match):
                yield said.finding(
                    "W06", f"'{match[1]}' is not explained here",
                    "write it out, with the short form in brackets; or add it to glossary.yaml",
                )  # fmt: skip
            seen.add(match[1])


def _hard_words(
    running: list[Said], hard: list[tuple[re.Pattern[str], Hard]], subject: Subject
) -> Iterator[Finding]:
    for pattern, one in hard:
        first = next(((s, m) for s in running for m in pattern.finditer(s.words)), None)
        if first is None:
            continue
        said, match = first
        in_glossary = any(
            form.start() <= match.start() and match.end() <= form.end()
            for form in subject.glossary.finditer(said.words)
        )
        if not in_glossary and not _is_explained(said, match):
            yield said.finding(
                "W07", f"'{match[0]}' is not explained here",
                f"write: {one.plain}; the medical word may follow in brackets",
            )  # fmt: skip


def _is_explained(said: Said, match: re.Match[str]) -> bool:
    before, after = said.words[: match.start()], said.words[match.end() :]
    return bool(NAMED.search(before) or DEFINED.match(after))
