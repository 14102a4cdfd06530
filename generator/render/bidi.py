"""Runs of the other direction in a line: what has to be read from the left in Arabic or Hebrew.

Arabic and Hebrew lines hold phone numbers, doses, codes and names that run from the left. The
rules of bidirectional text alone turn `5-10 mg` into `mg 10-5` and `≥ 5` into what reads as `≤ 5`.
Here such runs are found in a plain text; `isolate` puts them into isolates on the page. In a
left-to-right text the runs are right-to-left names.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

APART = "\0"
"""Stands for what ends a run: a line break, a picture. No document can hold it."""
ENDS = ("", APART, "\t")
RTL = (
    r"\u0590-\u08ff\u200f\u202b\u202e\ufb1d-\ufdff\ufe70-\ufefc"
    r"\U00010800-\U00010fff\U0001e800-\U0001efff"
)
"""Letters, digits and signs of scripts that run from the right, as the inside of a class."""
LETTERS = (
    r"A-Za-zªµºÀ-ÖØ-öø-\u02b8\u0300-\u0482\u048a-\u058f\u0900-\u1fff"
    r"\u2c00-\u2dff\u3041-\u9fff\uac00-\ud7ff"
)
"""Letters of the other scripts, and the marks on them."""
WORD = re.compile(rf"[{LETTERS}0-9²³¹⁰-₎\u200b\u200e]+")
RTL_WORD = re.compile(rf"[{RTL}]+")
LETTER = re.compile(rf"[{LETTERS}]")
NUMBER = re.compile(r"[0-9]+(?:[.,:/][0-9]+)*")
"""A number by itself is shown right without an isolate."""
SAFE_ALONE = re.compile(rf"[A-Za-z0-9]+|{NUMBER.pattern}[.,:]?")
"""What a paragraph may hold alone without an isolate."""

SPACE = r"[ \n\u00a0\u2009\u202f]"
GAP = re.compile(rf"[,’'\"”»)\]%‰°+*™®′″]*{SPACE}+[‘'\"“«(\[$€£¥#@+~≈≥≤<>=±×−°-]*")
"""What may stand between two words of a run: `B12, B6`, `about (50 mg)`, `38 °C`, `is ≥ 5`."""
SIGN = re.compile(rf"[%°)\]]*{SPACE}+[&+/=×<>≤≥≈±]{SPACE}+")
DASH = re.compile(rf"[%°]*{SPACE}+[-–−]{SPACE}+")
"""A dash with spaces parts sentences, except between numbers."""
SHORTENED = re.compile(r"\b(?:[A-Z]|(?i:Dr|Mr|Mrs|Ms|St|Prof|No|vs|al|approx|ext|Tel))$")
"""Words whose full stop ends no sentence; initials too."""
BEFORE_NUMBER = re.compile(rf"(?<![^\s(\[“\"«])(?:[≥≤<>=±~≈×+−–$€£¥-]{SPACE}?|#)+$")
"""Signs of a number; not the hyphen of a Hebrew prefix (ה-5)."""
BEFORE_WORD = re.compile(r"(?<![^\s(\[“\"«])[@#]$")
AFTER_NUMBER = re.compile(rf"{SPACE}?[%‰°℃℉′″]+|[+*†‡]+")
AFTER_WORD = re.compile(r"[+*™®©†‡]+")
ADDRESS = re.compile(r"://|^www\.")
LAST_NUMBER = re.compile(
    rf"(?<=[{LETTERS}]){SPACE}+[0-9][0-9.,]*$|(?<=[{LETTERS}][0-9]){SPACE}+[0-9]+$"
)
OWN_WORD_NEXT = re.compile(rf"{SPACE}+[{RTL}]")
BRACKETS = {")": "(", "]": "["}

OVERRIDDEN = re.compile("\u202e[^\u202c]*\u202c?")
"""Text that is turned around whatever its letters are: the pseudo-language's."""
LRI, RLI, PDI = "\u2066", "\u2067", "\u2069"


def isolate_text(text: str, *, right_to_left: bool) -> str:
    """Mark the runs of a text that cannot hold elements, with isolate characters."""
    parts, end = [], 0
    for start, stop in runs(text, right_to_left=right_to_left):
        parts += [text[end:start], LRI if right_to_left else RLI, text[start:stop], PDI]
        end = stop
    return "".join([*parts, text[end:]])


def runs(text: str, *, right_to_left: bool) -> Iterator[tuple[int, int]]:
    """Give where the runs of the other direction are in a paragraph of this one."""
    if not right_to_left:
        return _from_the_right(text)
    seen = OVERRIDDEN.sub(lambda match: "\u05d0" * len(match[0]), text)
    if RTL_WORD.search(seen) is None:
        return _whole(seen)
    return (run for run in _from_the_left(seen) if not _is_safe(seen, *run))


def _is_safe(text: str, start: int, end: int) -> bool:
    """Say whether a run is shown right as it is: a number, or a word alone between two ends."""
    before, after = text[:start].rstrip(" \n"), text[end:].lstrip(" \n")
    alone = before[-1:] in ENDS and after[:1] in ENDS
    return bool((SAFE_ALONE if alone else NUMBER).fullmatch(text, start, end))


def _whole(text: str) -> Iterator[tuple[int, int]]:
    """A paragraph of the other direction alone is a run with its brackets and full stop."""
    for match in re.finditer(rf"[^{APART}\t]+", text):
        stripped = match[0].strip()
        if WORD.search(stripped) and not SAFE_ALONE.fullmatch(stripped):
            start = match.start() + match[0].index(stripped)
            yield start, start + len(stripped)


def _from_the_right(text: str) -> Iterator[tuple[int, int]]:
    start = end = -1
    for match in RTL_WORD.finditer(text):
        gap = text[end : match.start()]
        if start < 0 or APART in gap or "\t" in gap or LETTER.search(gap):
            if start >= 0:
                yield start, end
            start = match.start()
        end = match.end()
    if start >= 0:
        yield start, end


def _from_the_left(text: str) -> Iterator[tuple[int, int]]:
    closes = _brackets(text)
    start = end = -1
    for match in WORD.finditer(text):
        if start >= 0 and _joins(text, closes, (start, end), match):
            end = match.end()
            continue
        if start >= 0:
            yield from _grown(text, closes, start, end)
        start, end = match.span()
    if start >= 0:
        yield from _grown(text, closes, start, end)


def _brackets(text: str) -> dict[int, int]:
    """Give the pairs of brackets (opening → closing) that hold no word of the line's own."""
    pairs: dict[int, int] = {}
    opened: list[int] = []
    for at, sign in enumerate(text):
        if sign in BRACKETS.values():
            opened.append(at)
        elif sign in BRACKETS and opened and text[opened[-1]] == BRACKETS[sign]:
            first = opened.pop()
            if not RTL_WORD.search(text, first, at):
                pairs[first] = at
    return pairs


def _joins(text: str, closes: dict[int, int], run: tuple[int, int], word: re.Match[str]) -> bool:
    """Say whether the next word belongs to the run before it."""
    start, end = run
    gap = text[end : word.start()]
    if RTL_WORD.search(gap) or APART in gap or "\t" in gap:
        return False
    if any(start <= first < end and word.start() < last for first, last in closes.items()):
        return True  # in a bracket of the run
    if not _is_balanced(text, closes, start, (end, word.start())):
        return False
    before, after = text[end - 1], word[0][0]
    numbers = before.isdigit() and after.isdigit()
    if not re.search(SPACE, gap):
        return True
    if GAP.fullmatch(gap):
        return not (numbers and "," in gap)  # 1, 2, 3 are counted from the right
    if DASH.fullmatch(gap):
        return numbers
    return bool(SIGN.fullmatch(gap)) or (
        gap.strip() == "." and bool(SHORTENED.search(text, 0, end))
    )


def _is_balanced(text: str, closes: dict[int, int], start: int, gap: tuple[int, int]) -> bool:
    """Say whether each bracket in a gap has its partner in the run, or where it can be taken in."""
    opens = {last: first for first, last in closes.items()}
    return all(
        at in closes or opens.get(at, -2) >= start - 1 for at in range(*gap) if text[at] in "()[]"
    )


def _grown(text: str, closes: dict[int, int], start: int, end: int) -> Iterator[tuple[int, int]]:
    """Take in what belongs to a run at its ends; leave a number to the word that follows it."""
    last = LAST_NUMBER.search(text, start, end)
    if last and OWN_WORD_NEXT.match(text, end):
        yield from _grown(text, closes, start, last.start())
        return
    for first, close in closes.items():
        if start <= first < end <= close:
            end = close + 1
        elif first == start - 1 and close < end:
            start = first
    before = (BEFORE_NUMBER if text[start].isdigit() else BEFORE_WORD).search(text, 0, start)
    start = before.start() if before else start
    after = (AFTER_NUMBER if text[end - 1].isdigit() else AFTER_WORD).match(text, end)
    end = after.end() if after else end
    if text[end : end + 1] == "/" and ADDRESS.search(text[start:end]):
        end += 1
    yield start, end
