from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.translate.catalogue import Catalogue, Entry, described
from generator.translate.messages import Message, Module
from generator.translate.update import memory_of, merge, updated


def module_of(paragraphs: list[str], name: str = "rest") -> Module:
    """A topic with one text of some paragraphs."""
    return Module(
        name,
        tuple(
            Message(f"{name}:body/1/text/p{n}", text, "paragraph", "rest.yaml", n)
            for n, text in enumerate(paragraphs, start=1)
        ),
    )


def translated(module: Module) -> Catalogue:
    """Its catalogue, all translated: a translation is its English in capitals."""
    entries = (replace(described(one), translation=one.english.upper()) for one in module.messages)
    return Catalogue(module.name, "es", tuple(entries))


def merged(old: list[str], new: list[str]) -> Catalogue:
    before = translated(module_of(old))
    return merge(module_of(new), before, memory_of([before]))


def states(catalogue: Catalogue) -> list[tuple[str, str, bool, str | None]]:
    return [(one.english, one.translation, one.fuzzy, one.previous) for one in catalogue.entries]


@pytest.mark.parametrize(
    ("new", "expected"),
    [
        pytest.param(["a", "b", "c"], [("a", "A", False, None), ("b", "B", False, None),
                                       ("c", "C", False, None)], id="the same"),
        pytest.param(["a", "x", "c"], [("a", "A", False, None), ("x", "B", True, "b"),
                                       ("c", "C", False, None)], id="edited"),
        pytest.param(["x", "a", "b", "c"], [("x", "", False, None), ("a", "A", False, None),
                                            ("b", "B", False, None), ("c", "C", False, None)],
                     id="put in before"),
        pytest.param(["a", "c"], [("a", "A", False, None), ("c", "C", False, None)], id="deleted"),
        pytest.param(["c", "a", "b"], [("c", "C", False, None), ("a", "A", False, None),
                                       ("b", "B", False, None)], id="moved"),
        pytest.param(["a", "b", "c", "a"], [("a", "A", False, None), ("b", "B", False, None),
                                            ("c", "C", False, None), ("a", "A", True, None)],
                     id="said twice"),
    ],
)  # fmt: skip
def test_what_is_the_same_stays_and_what_changed_is_fuzzy(
    new: list[str], expected: list[tuple[str, str, bool, str | None]]
) -> None:
    assert expected == states(merged(["a", "b", "c"], new))


def test_a_small_word_is_enough() -> None:
    found = merged(["You may eat bananas."], ["You may not eat bananas."]).entries[0]
    assert found.fuzzy
    assert not found.current
    assert ("YOU MAY EAT BANANAS.", "You may eat bananas.") == (found.translation, found.previous)


def test_the_english_it_was_made_from_outlasts_further_edits() -> None:
    once = merged(["a"], ["b"])
    twice = merge(module_of(["c"]), once, {})
    assert [("c", "A", True, "a")] == states(twice)


def test_english_that_changes_back_is_still_looked_at() -> None:
    once = merged(["a"], ["b"])
    back = merge(module_of(["a"]), once, {})
    assert [("a", "A", True, "a")] == states(back)


def test_a_text_that_is_translated_elsewhere_is_copied_as_fuzzy() -> None:
    other = translated(module_of(["Call your team."], "call"))
    empty = Catalogue("rest", "es", file="rest.po")
    found = list(
        updated(
            [module_of(["Call your team."], "call"), module_of(["Call your team."])],
            {"call": other, "rest": empty},
        )
    )[1].entries[0]
    assert ("CALL YOUR TEAM.", True) == (found.translation, found.fuzzy)
    assert "call:body/1/text/p1" == found.previous_context


def test_what_nobody_answers_for_is_not_copied() -> None:
    fuzzy = replace(translated(module_of(["a"], "call")).entries[0], fuzzy=True)
    assert {} == memory_of([Catalogue("call", "es", (fuzzy,))])


def test_a_deleted_text_is_remembered_and_comes_back_as_it_was() -> None:
    gone = merged(["a", "b"], ["a"])
    assert [("rest:body/1/text/p2", "b", "B")] == [
        (one.context, one.english, one.translation) for one in gone.obsolete
    ]
    back = merge(module_of(["a", "b"]), gone, {})
    assert ([("a", "A", False, None), ("b", "B", False, None)], ()) == (states(back), back.obsolete)


def test_the_catalogue_of_a_topic_that_is_gone_is_kept_as_memory() -> None:
    old = translated(module_of(["a"], "gone"))
    [found] = updated([], {"gone": old})
    assert () == found.entries
    assert ["A"] == [one.translation for one in found.obsolete]


def test_limits_comments_and_places_are_written_again_and_notes_are_kept() -> None:
    old = Entry(
        "rest:title", "Rest", "Descanso", flags=("max-length:9", "same-ok", "mt"),
        comment="old words", note="Mine.", places=(("old.yaml", "1"),),
    )  # fmt: skip
    message = Message("rest:title", "Rest", "title of the topic", "new.yaml", 3, 70)
    found = merge(Module("rest", (message,)), Catalogue("rest", "es", (old,)), {}).entries[0]
    assert ("max-length:70", "same-ok", "mt") == found.flags
    assert "title of the topic, at most 70 characters" == found.comment
    assert (("new.yaml", "3"),) == found.places
    assert "Mine." == found.note


TEXTS = st.lists(
    st.integers(0, 99).map(lambda n: f"Text number {n}."), min_size=1, max_size=8, unique=True
)


@given(old=TEXTS, where=st.integers(0, 8))
def test_inserting_a_paragraph_leaves_the_others_alone(old: list[str], where: int) -> None:
    new = [*old[:where], "A new one.", *old[where:]]
    found = merged(old, new)
    assert [(t, t.upper(), False) if t != "A new one." else (t, "", False) for t in new] == [
        (one.english, one.translation, one.fuzzy) for one in found.entries
    ]
    assert () == found.obsolete


@given(old=TEXTS, where=st.integers(0, 7))
def test_deleting_a_paragraph_leaves_the_others_alone(old: list[str], where: int) -> None:
    where %= len(old)
    found = merged(old, old[:where] + old[where + 1 :])
    assert all(one.current for one in found.entries)
    assert [old[where]] == [one.english for one in found.obsolete]


@given(st.data())
def test_changing_the_order_makes_nothing_fuzzy(data: st.DataObject) -> None:
    old = data.draw(TEXTS)
    new = data.draw(st.permutations(old))
    found = merged(old, new)
    assert [(text, text.upper(), False, None) for text in new] == states(found)
    assert () == found.obsolete


@given(old=TEXTS, where=st.integers(0, 7))
def test_editing_a_paragraph_makes_it_alone_fuzzy(old: list[str], where: int) -> None:
    where %= len(old)
    new = [*old[:where], f"Not {old[where]}", *old[where + 1 :]]
    found = merged(old, new)
    assert [where] == [n for n, one in enumerate(found.entries) if not one.current]
    assert (old[where].upper(), old[where]) == (
        found.entries[where].translation, found.entries[where].previous
    )  # fmt: skip


@given(old=TEXTS, new=TEXTS)
def test_no_translation_in_force_is_of_other_english_and_none_is_lost(
    old: list[str], new: list[str]
) -> None:
    found = merged(old, new)
    for entry in found.entries:
        assert not entry.current or entry.translation == entry.english.upper()
    kept = {one.translation for one in (*found.entries, *found.obsolete)}
    assert {text.upper() for text in old} <= kept
    assert found == merge(module_of(new), found, memory_of([found]))
