from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from generator.project import find_project
from generator.translate import desk as desks
from generator.translate.catalogue import Catalogue, described
from generator.translate.desk import Desk, open_desk
from generator.translate.outline import Outline, outline
from generator.translate.review import Role
from generator.translate.status import Progress, editions, group, progress
from tests.mini import edit

SIGNED = {Role.TRANSLATOR: {"Ana"}, Role.REVISER: {"Luz"}}


def translated(desk: Desk) -> dict[str, Catalogue]:
    return {
        module.name: Catalogue(
            module.name, "es",
            tuple(replace(described(one), translation="x") for one in module.messages),
        )
        for module in desk.modules
    }  # fmt: skip


def without(catalogues: Mapping[str, Catalogue], context: str) -> dict[str, Catalogue]:
    """Make one message fuzzy."""
    return {
        name: replace(
            one,
            entries=tuple(replace(e, fuzzy=e.fuzzy or e.context == context) for e in one.entries),
        )
        for name, one in catalogues.items()
    }


def judged(desk: Desk, catalogues: Mapping[str, Catalogue]) -> Progress:
    return progress("es", desk.modules, catalogues, {}, editions(desk.library, desk.modules))


def refused(desk: Desk, context: str) -> set[str]:
    """The stages whose booklet waits for one message."""
    found = judged(desk, without(translated(desk), context))
    return {one.stage for one in found.booklets if not one.buildable}


ALL = {"1", "2", "3A", "3B"}


@pytest.mark.parametrize(
    ("context", "stages"),
    [
        ("condition:title", ALL),
        ("map:parts/A/title", ALL),
        ("ui:contents-title", ALL),
        ("region.001:name", ALL),
        ("call:body/1/contact/when/1", ALL),
        ("glossary:Nurse/meaning", ALL),
        ("rest:title", ALL),
        ("rest:key_message", ALL),  # at 3B it is offered
        ("rest:body/1/text/p2", {"2", "3A"}),
        ("rest:variants/prepare/1/text/p1", {"1"}),
        ("picture.chair:title", {"2", "3A"}),
        ("rest:body/3/callout/text/p1", set()),  # another region's
        ("rest:body/4/text/p1", set()),  # a carer's
        ("region.GB:name", set()),
        ("needs:tired/label", set()),
        ("wishes:body/1/text/p1", set()),  # nobody chose it
    ],
)
def test_a_booklet_waits_for_what_it_prints_and_no_more(
    desk: Desk, context: str, stages: set[str]
) -> None:
    assert stages == refused(desk, context)


def test_everything_translated_makes_every_booklet_buildable(desk: Desk) -> None:
    found = judged(desk, translated(desk))
    assert ALL == {one.stage for one in found.booklets if one.buildable}
    assert (found.whole.messages, 0, 0) == (
        found.whole.translated, found.whole.fuzzy, found.whole.words_left
    )  # fmt: skip


def test_nothing_translated_leaves_all_words(desk: Desk) -> None:
    empty = {name: Catalogue(name, "es") for name in desk.names}
    found = judged(desk, empty)
    assert [] == [one for one in found.booklets if one.buildable]
    words = sum(len(one.english.split()) for module in desk.modules for one in module.messages)
    assert (0, 0, words) == (found.whole.translated, found.whole.fuzzy, found.whole.words_left)


def test_a_booklet_says_what_it_waits_for(desk: Desk) -> None:
    found = judged(desk, without(translated(desk), "rest:body/1/text/p2"))
    [first] = [one for one in found.booklets if one.stage == "2"]
    assert (1, ("rest",)) == (first.missing, first.waits_for)


def test_english_edited_after_the_last_update_is_no_longer_translated(
    desk: Desk, root: Path
) -> None:
    catalogues = translated(desk)
    edit(root / "content/demo/topics/rest.yaml", "Rest before you", "Do not rest before you")
    found = judged(open_desk(find_project(root), "demo"), catalogues)
    assert (1, 7) == (found.whole.fuzzy, found.whole.words_left)
    assert ALL == {one.stage for one in found.booklets if not one.buildable}


def test_reviewed_counts_only_what_is_in_force(desk: Desk) -> None:
    signed = {
        "rest:title": SIGNED,
        "rest:key_message": SIGNED,
        "call:title": {Role.CLINICIAN: {"B"}},
    }
    catalogues = without(translated(desk), "rest:key_message")
    found = progress("es", desk.modules, catalogues, signed, {})
    assert (1, 0) == (found.modules["rest"].reviewed, found.modules["call"].reviewed)
    assert 1 == found.whole.reviewed


@pytest.mark.parametrize(
    ("context", "name"),
    [
        ("rest:body/12/text/p3", "rest:body/12"),
        ("rest:variants/prepare/1/text/p1", "rest:variants/prepare/1"),
        ("rest:title", "rest:title"),
        ("glossary:in/out/term", "glossary:in/out"),
        ("staging:steps/3A/name", "staging:steps"),
        ("picture.chair:title", "picture.chair"),
        ("ui:week-columns/2", "ui"),
    ],
)
def test_what_is_printed_together(context: str, name: str) -> None:
    assert name == group(context)


def test_a_term_that_only_hides_in_other_words_is_not_waited_for(root: Path) -> None:
    edit(root / "content/demo/glossary.yaml", "forms: [nurse, nurses]", "forms: [Nurs, ear]")
    assert set() == refused(open_desk(find_project(root), "demo"), "glossary:Nurse/meaning")
    edit(root / "content/demo/glossary.yaml", "forms: [Nurs, ear]", "forms: [EARLY]")
    assert ALL == refused(open_desk(find_project(root), "demo"), "glossary:Nurse/meaning")


def test_an_outline_is_kept_until_the_english_changes(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    project = find_project(root)
    first = outline(project, "demo")
    opened = desks.open_desk
    monkeypatch.setattr(desks, "open_desk", lambda *_: pytest.fail("the English was read again"))
    kept = outline(project, "demo")
    monkeypatch.setattr(desks, "open_desk", opened)
    edit(root / "content/demo/topics/rest.yaml", "and often.", "and daily.")
    edited = outline(project, "demo")

    def english(one: Outline) -> list[tuple[str, str]]:
        return [(m.context, m.english) for module in one.desk.modules for m in module.messages]

    assert english(first) == english(kept) != english(edited)
    assert first.printed == kept.printed
    assert first.desk.folders("es") == kept.desk.folders("es")
    assert "Rest **early** in the day, and daily." in dict(english(edited)).values()
