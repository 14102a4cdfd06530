from __future__ import annotations

from dataclasses import replace

import pytest

from generator.content import accepted
from generator.content.house import Acceptance, Accepted
from generator.content.reading import Located, typed
from generator.content.source import Source
from generator.findings import ContentError, Finding, Severity

LONG = Finding(
    "content/demo/topics/rest.yaml", 9, 7, "W01", "a sentence of 21 words: 'Rest…'",
    severity=Severity.WARNING, excerpt="  Rest",
    about="Rest and  rest until you are well.",
)  # fmt: skip
DRAFT = Finding(
    "content/demo/topics/rest.yaml", 3, 1, "C11", "not signed", severity=Severity.REVIEW
)
WHY = "reason: It must stand, by: A nurse, date: 2026-01-31"


def file_of(*entries: str) -> Located[Accepted]:
    text = "accepted:\n" + "".join(f"  - {{{entry}, {WHY}}}\n" for entry in entries)
    return typed(Accepted, Source(text, "content/demo/accepted.yaml"))


def sorted_out(
    findings: list[Finding], *entries: str, whole: bool = True
) -> tuple[list[str], list[str]]:
    """Give the codes that stand open, and those that were accepted."""
    still, taken = accepted.sort_out(findings, file_of(*entries), "content/demo", whole=whole)
    return [finding.code for finding in still], [finding.code for finding, _ in taken]


@pytest.mark.parametrize(
    ("entry", "fits"),
    [
        ("code: W01, file: topics/rest.yaml, text: until you ARE", True),
        ("code: W01, file: topics/rest.yaml, text: rest until", True),  # other spaces
        ("code: W01, file: 'topics/*.yaml', text: until you", True),
        ("code: W01, file: topics/rest.yaml, text: of 21 words", True),  # in the message
        ("code: W01, file: topics/rest.yaml, text: of 22 words", False),
        ("code: W01, file: topics/call.yaml, text: until you", False),
        ("code: W01, file: rest.yaml, text: until you", False),
        ("code: W02, file: topics/rest.yaml, text: until you", False),
    ],
)
def test_code_file_and_words_must_fit(entry: str, fits: bool) -> None:
    (one,) = file_of(entry).value.accepted
    assert fits is accepted.fits(one, LONG, "content/demo")


def test_what_is_accepted_is_taken_out_with_its_reason() -> None:
    file = file_of("code: W01, file: topics/rest.yaml, text: until you")
    still, taken = accepted.sort_out([LONG, DRAFT], file, "content/demo", whole=True)
    assert ((DRAFT,), ((LONG, file.value.accepted[0]),)) == (still, taken)


def test_one_entry_may_cover_a_kind_of_finding() -> None:
    other = replace(DRAFT, file="content/demo/topics/call.yaml")
    assert ([], ["C11", "C11"]) == sorted_out([DRAFT, other], "code: C11, file: topics/*.yaml")


def test_when_the_words_change_the_finding_is_back_and_the_entry_is_stale() -> None:
    entry = "code: W01, file: topics/rest.yaml, text: until you are tired"
    still, taken = accepted.sort_out([LONG], file_of(entry), "content/demo", whole=True)
    assert ["C18", "W01"] == [finding.code for finding in still]
    assert () == taken
    stale = still[0]
    assert ("content/demo/accepted.yaml", 2, Severity.WARNING) == (
        stale.file, stale.line, stale.severity,
    )  # fmt: skip
    assert stale.message == "there is no W01 like this in topics/rest.yaml"


def test_an_error_cannot_be_accepted() -> None:
    wrong = replace(LONG, severity=Severity.ERROR)
    entry = "code: W01, file: topics/rest.yaml, text: until you"
    assert (["W01"], []) == sorted_out([wrong], entry)


def test_nothing_is_stale_when_not_all_was_found() -> None:
    assert ([], []) == sorted_out([], "code: C11, file: topics/*.yaml", whole=False)


@pytest.mark.parametrize(("code", "expected"), [("C21", []), ("C20", []), ("C10", ["C18"])])
def test_what_comes_and_goes_with_the_calendar_is_never_stale(
    code: str, expected: list[str]
) -> None:
    assert (expected, []) == sorted_out([], f"code: {code}, file: topics/*.yaml")


def test_without_a_file_nothing_is_accepted() -> None:
    assert ((DRAFT, LONG), ()) == accepted.sort_out([LONG, DRAFT], None, "demo", whole=True)


@pytest.mark.parametrize(
    ("text", "code", "line"),
    [
        (f"accepted:\n  - {{code: W01, file: x, {WHY}}}\n", "S03", 2),
        (f"accepted:\n  - {{code: w1, file: x, {WHY}}}\n", "S14", 2),
        ("accepted:\n  - {code: C10, file: x, by: A nurse, date: 2026-01-31}\n", "S03", 2),
        ("accepted:\n  - {code: C10, file: x, reason: So, date: 2026-01-31}\n", "S03", 2),
        (f"accepted:\n  - code: C10\n    file: x\n    {WHY[:23]}\n    by: A\n    date: 31/1/26\n",
         "S07", 6),
        ("accepted: []\n", "S05", 1),
    ],
)  # fmt: skip
def test_an_entry_without_reason_name_or_words_is_refused(text: str, code: str, line: int) -> None:
    with pytest.raises(ContentError) as caught:
        typed(Accepted, Source(text, "accepted.yaml"))
    assert [(code, line)] == [(finding.code, finding.line) for finding in caught.value.findings]


def test_a_name_and_a_day_are_kept() -> None:
    (one,) = file_of("code: C11, file: topics/*.yaml").value.accepted
    assert isinstance(one, Acceptance)
    assert ("A nurse", "2026-01-31", None) == (one.by, one.date.isoformat(), one.text)
