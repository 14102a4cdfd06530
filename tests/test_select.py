from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.content.library import Library, load
from generator.content.model import Audience, FirstBooklet, Relevance
from generator.select import (
    Depth,
    Offer,
    Profile,
    ProfileError,
    Selection,
    Stages,
    blocks,
    check_languages,
    region,
    select,
    stages,
)
from tests.mini import edit, write_project

CODES = ("1", "2", "3A", "3B")


@pytest.fixture
def demo(tmp_path: Path) -> Path:
    return write_project(tmp_path)


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Library:
    return load(write_project(tmp_path_factory.mktemp("demo")))


def profile(*codes: str, **more: object) -> Profile:
    return replace(Profile(Stages("+".join(codes), codes)), **more)  # type: ignore[arg-type]


def chosen(selection: Selection) -> list[tuple[str, str]]:
    return [(one.topic.id, one.variant) for one in selection.chosen]


def reasons(selection: Selection) -> dict[str, str]:
    """Why each topic is in or out."""
    inside = {one.topic.id: one.reason for one in selection.chosen}
    return inside | {one.topic.id: one.reason for one in selection.left_out}


def complaint(library: Library, asked: Profile) -> list[tuple[str, str, str]]:
    with pytest.raises(ProfileError) as caught:
        select(library, asked)
    return [(f.file, f.message, f.hint) for f in caught.value.findings]


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        (profile("1"), [("call", "body"), ("rest", "prepare")]),
        (profile("2"), [("call", "body"), ("rest", "body")]),
        (profile("3B"), [("call", "body")]),
        (profile("3B", needs=("tired",)), [("call", "body"), ("rest", "body")]),
        (profile("1", needs=("tired",)), [("call", "body"), ("rest", "body")]),
        (profile("3B", include=("rest",)), [("call", "body"), ("rest", "body")]),
        (profile("2", exclude=("rest",)), [("call", "body")]),
        (profile("2", exclude=("rest",), include=("rest",)), [("call", "body")]),
        (profile("2", exclude=("rest",), needs=("tired",)), [("call", "body")]),
        (
            profile("3B", opt_in=("wishes",)),
            [("call", "body"), ("wishes", "body")],
        ),
        (profile("2", audience=Audience.CARER), [("call", "body"), ("rest", "body")]),
        (
            profile("2", audience=Audience.CARER, opt_in=("wishes",)),
            [("call", "body"), ("rest", "body")],  # not written for carers
        ),
    ],
)
def test_a_profile_gives_its_topics_in_their_variant(
    library: Library, asked: Profile, expected: list[tuple[str, str]]
) -> None:
    assert expected == chosen(select(library, asked))


@pytest.mark.parametrize(
    ("asked", "topic", "expected"),
    [
        (profile("2"), "rest", "core at stage 2"),
        (profile("1"), "rest", "to prepare at stage 1"),
        (profile("3B"), "rest", "reference at stage 3B: on request, by name"),
        (profile("1"), "wishes", "sensitive: only when the reader chooses it (opt-in)"),
        (profile("2"), "wishes", "sensitive: only when the reader chooses it (opt-in)"),
        (profile("2", opt_in=("wishes",)), "wishes", "the reader chose it (opt-in)"),
        (profile("1", needs=("tired",)), "rest", "need: tired"),
        (profile("3B", include=("rest",)), "rest", "asked for by name"),
        (profile("2", exclude=("rest",)), "rest", "excluded by name"),
        (
            profile("2", audience=Audience.CARER),
            "wishes",
            "not written for the audience 'carer'",
        ),
    ],
)
def test_every_topic_has_a_reason(
    library: Library, asked: Profile, topic: str, expected: str
) -> None:
    assert expected == reasons(select(library, asked))[topic]


def test_silence_means_out(demo: Path) -> None:
    edit(demo / "topics/rest.yaml", ", 3B: reference", "")
    assert "not for stage 3B" == reasons(select(load(demo), profile("3B")))["rest"]


def test_sub_stages_that_are_present_together_union(library: Library) -> None:
    one, other, both = (
        select(library, profile(*codes)) for codes in (["3A"], ["3B"], ["3A", "3B"])
    )
    assert one.ids | other.ids == both.ids
    assert "core at stage 3A+3B" == reasons(both)["rest"]  # the stronger of core and reference


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ("core", "prepare", "core"),
        ("prepare", "reference", "prepare"),
        ("reference", "core", "core"),
    ],
)
def test_the_strongest_relevance_wins(
    library: Library, first: str, second: str, expected: str
) -> None:
    rest = library.topics["rest"].model_copy(
        update={"relevance": {"3A": Relevance(first), "3B": Relevance(second)}}
    )
    both = select(replace(library, topics=library.topics | {"rest": rest}), profile("3A", "3B"))
    alone = select(
        replace(
            library,
            topics=library.topics
            | {"rest": rest.model_copy(update={"relevance": {"3A": Relevance(expected)}})},
        ),
        profile("3A"),
    )
    assert chosen(alone) == chosen(both)


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        (
            profile("1", needs=("tird", "zzz")),
            [
                ("--need", "there is no need 'tird'", "did you mean 'tired'?"),
                ("--need", "there is no need 'zzz'", "needs are: tired"),
            ],
        ),
        (
            profile("1", include=("rset",), exclude=("cal",), opt_in=("wish",)),
            [
                ("--exclude", "there is no topic 'cal'", "did you mean 'call'?"),
                ("--include", "there is no topic 'rset'", "did you mean 'rest'?"),
                ("--opt-in", "there is no topic 'wish'", "did you mean 'wishes'?"),
            ],
        ),
        (
            profile("1", exclude=("call",)),
            [("--exclude", "'call' is a safety page and stays in", "")],
        ),
        (
            profile("1", include=("wishes",)),
            [
                (
                    "--include",
                    "'wishes' is sensitive",
                    "if the reader chose it: --opt-in wishes",
                )
            ],
        ),
        (
            profile("1", opt_in=("rest",)),
            [("--opt-in", "'rest' needs no opt-in", "use --include rest")],
        ),
    ],
)
def test_a_profile_that_cannot_be_met_is_refused_with_what_to_do(
    library: Library, asked: Profile, expected: list[tuple[str, str, str]]
) -> None:
    assert expected == complaint(library, asked)


@pytest.mark.parametrize(
    ("asked", "label", "codes"),
    [
        ("1", "1", ("1",)),
        ("3A", "3A", ("3A",)),
        ("3a", "3A", ("3A",)),
        ("3A+3B", "3A+3B", ("3A", "3B")),
        ("3b + 3a", "3A+3B", ("3A", "3B")),
        ("steps:2", "2", ("2",)),
        ("early", "early", ("1",)),
        ("LATE", "late", ("2", "3A")),
        ("phases:late", "phases-late", ("2", "3A")),
    ],
)
def test_a_stage_is_read_as_people_write_it(
    library: Library, asked: str, label: str, codes: tuple[str, ...]
) -> None:
    assert Stages(label, codes) == stages(library, asked)


@pytest.mark.parametrize(
    ("asked", "message", "hint"),
    [
        ("9", "there is no stage '9'", "steps: 1 2 3A 3B, phases: early late"),
        ("erly", "there is no stage 'erly'", "did you mean 'early'?"),
        ("", "there is no stage ''", "steps: 1 2 3A 3B, phases: early late"),
        ("phases:1", "there is no stage 'phases:1'", "did you mean '1'?"),
        ("1+early", "there is no stage '1+early'", "did you mean 'early'?"),
        ("1+2", "'1+2': these stages cannot stand together", "3A+3B"),
        ("early+late", "'early+late': these stages cannot stand together", "give one stage"),
    ],
)
def test_an_unknown_stage_is_refused_with_a_suggestion(
    library: Library, asked: str, message: str, hint: str
) -> None:
    with pytest.raises(ProfileError) as caught:
        stages(library, asked)
    assert [("--stage", message, hint)] == [
        (f.file, f.message, f.hint) for f in caught.value.findings
    ]


def test_stages_stand_together_in_any_order_the_scheme_lists_them(demo: Path) -> None:
    edit(demo / "staging.yaml", "together: [[3A, 3B]]", "together: [[3B, 3A]]")
    edit(demo / "staging.yaml", "code: 3A", "code: 3X")
    edit(demo / "staging.yaml", "code: 3B", "code: 3A")
    edit(demo / "staging.yaml", "code: 3X", "code: 3B")
    assert ("3B", "3A") == stages(load(demo), "3A+3B").codes


@pytest.mark.parametrize(
    ("asked", "expected"), [("GB", "GB"), ("gb", "GB"), ("UK", "GB"), ("world", "001")]
)
def test_a_region_is_read_as_people_write_it(library: Library, asked: str, expected: str) -> None:
    assert expected == region(library, asked)


@pytest.mark.parametrize(
    ("asked", "hint"), [("GBR", "did you mean 'GB'?"), ("France", "regions are 001, GB")]
)
def test_an_unknown_region_is_refused_with_a_suggestion(
    library: Library, asked: str, hint: str
) -> None:
    with pytest.raises(ProfileError) as caught:
        region(library, asked)
    assert [hint] == [finding.hint for finding in caught.value.findings]


def test_nothing_is_printed_in_a_language_it_is_not_written_in(library: Library) -> None:
    check_languages(library, ["en"])
    with pytest.raises(ProfileError) as caught:
        check_languages(library, ["en", "zz", "fr"])
    assert ["there is no text in 'fr'", "there is no text in 'zz'"] == [
        finding.message for finding in caught.value.findings
    ]


@pytest.mark.parametrize(
    ("asked", "kinds"),
    [
        (profile("2"), ["text", "picture", "questions"]),
        (profile("2", region="GB"), ["text", "picture", "callout", "questions"]),
        (profile("2", audience=Audience.CARER), ["text", "picture", "text", "questions"]),
        (
            profile("2", region="GB", audience=Audience.CARER),
            ["text", "picture", "callout", "text", "questions"],
        ),
        (profile("1"), ["text"]),
    ],
)
def test_blocks_are_for_this_region_and_audience(
    library: Library, asked: Profile, kinds: list[str]
) -> None:
    rest = next(one for one in select(library, asked).chosen if one.topic.id == "rest")
    assert kinds == [block.kind for block in blocks(rest, asked)]


def test_a_carers_text_goes_before_the_short_one(demo: Path) -> None:
    edit(demo / "topics/rest.yaml", "variants:", "variants:\n  carer:\n    - text: Help with rest.")
    selection = select(load(demo), profile("1", audience=Audience.CARER))
    assert ("rest", "carer") in chosen(selection)


@pytest.mark.parametrize(
    ("now", "since", "new", "held"),
    [
        (
            "2",
            "1",
            [("call", "body"), ("rest", "body")],
            frozenset(),
        ),  # the short text before, now all
        (
            "3A",
            "2",
            [("call", "body")],
            frozenset({"rest"}),
        ),  # the same text; the safety page stays
        ("1", "2", [("call", "body"), ("rest", "prepare")], frozenset()),
        ("2", "2", [("call", "body")], frozenset({"rest"})),
    ],
)
def test_since_gives_only_what_is_new_and_the_safety_pages(
    library: Library, now: str, since: str, new: list[tuple[str, str]], held: frozenset[str]
) -> None:
    selection = select(library, profile(now, since=Stages(since, (since,))))
    assert (new, held) == (chosen(selection), selection.held)
    for name in held:
        assert f"already in the booklet for stage {since}" == reasons(selection)[name]


PROFILES = st.builds(
    lambda codes, needs, audience, opt_in, include, exclude, since, depth: Profile(
        Stages("+".join(codes), codes),
        needs=needs,
        audience=audience,
        opt_in=opt_in,
        include=include,
        exclude=exclude,
        since=since and Stages("+".join(since), since),
        depth=depth,
    ),
    codes=st.sampled_from([("1",), ("2",), ("3A",), ("3B",), ("3A", "3B")]),
    needs=st.sampled_from([(), ("tired",)]),
    audience=st.sampled_from(list(Audience)),
    opt_in=st.sampled_from([(), ("wishes",)]),
    include=st.sampled_from([(), ("rest",), ("call",)]),
    exclude=st.sampled_from([(), ("rest",), ("wishes",)]),
    since=st.sampled_from([None, ("1",), ("2",), ("3A", "3B")]),
    depth=st.sampled_from(list(Depth)),
)
RELEVANCE = st.dictionaries(st.sampled_from(CODES), st.sampled_from(list(Relevance)), min_size=1)


@settings(deadline=None)
@given(asked=PROFILES, relevance=RELEVANCE)
def test_no_topic_is_lost_doubled_or_moved(
    library: Library, asked: Profile, relevance: dict[str, Relevance]
) -> None:
    rest = library.topics["rest"].model_copy(update={"relevance": relevance})
    changed = replace(library, topics=library.topics | {"rest": rest})
    try:
        selection = select(changed, asked)
    except ProfileError:
        return  # an option that does not fit this topic's relevance
    order = [topic.id for topic in changed.in_order()]
    inside = [one.topic.id for one in selection.chosen]
    outside = [one.topic.id for one in selection.left_out]
    assert order == sorted([*inside, *outside], key=order.index)
    assert inside == sorted(inside, key=order.index)
    assert outside == sorted(outside, key=order.index)
    assert selection == select(changed, asked)
    assert all(reasons(selection).values())


@settings(deadline=None)
@given(asked=PROFILES)
def test_a_sensitive_topic_is_in_only_when_the_reader_chose_it(
    library: Library, asked: Profile
) -> None:
    if "wishes" in select(library, asked).ids:
        assert "wishes" in asked.opt_in


def test_a_short_booklet_has_the_safety_pages_and_names_the_rest(library: Library) -> None:
    found = select(library, profile("2", depth=Depth.SHORT))

    assert [("call", "body")] == chosen(found)
    assert ["rest"] == [topic.id for topic in found.offered(Offer.NOW)]
    assert [] == found.offered(Offer.LATER)


def test_a_first_booklet_names_what_it_does_not_print(library: Library) -> None:
    first = FirstBooklet(stages=["1"], topics=["call"])
    shorter = replace(library, map=library.map.model_copy(update={"first": first}))

    usual, full = (
        select(shorter, profile("1", depth=depth)) for depth in (Depth.USUAL, Depth.FULL)
    )

    assert [("call", "body")] == chosen(usual)
    assert ["rest"] == [topic.id for topic in usual.offered(Offer.LATER)]
    assert "--depth full" in reasons(usual)["rest"]
    assert [("call", "body"), ("rest", "prepare")] == chosen(full)
    assert [("call", "body"), ("rest", "body")] == chosen(select(shorter, profile("2")))


def test_a_need_prints_what_a_first_booklet_would_only_name(library: Library) -> None:
    first = FirstBooklet(stages=["1"], topics=["call"])
    shorter = replace(library, map=library.map.model_copy(update={"first": first}))

    assert "rest" in select(shorter, profile("1", needs=("tired",))).ids
    assert "rest" in select(shorter, profile("1", include=("rest",))).ids


def test_a_sensitive_topic_is_never_offered(library: Library) -> None:
    for depth in Depth:
        found = select(library, profile("2", depth=depth))
        assert "wishes" not in [topic.id for offer in Offer for topic in found.offered(offer)]


def test_what_a_first_booklet_only_named_is_new_later(library: Library) -> None:
    first = FirstBooklet(stages=["2"], topics=["call"])
    shorter = replace(library, map=library.map.model_copy(update={"first": first}))

    later = select(shorter, profile("3A", since=Stages("2", ("2",))))

    assert "rest" in later.ids


@settings(deadline=None)
@given(asked=PROFILES, first=st.none() | st.sampled_from(CODES))
def test_depth_takes_away_and_never_a_safety_page(
    library: Library, asked: Profile, first: str | None
) -> None:
    shorter = replace(
        library,
        map=library.map.model_copy(
            update={"first": first and FirstBooklet(stages=[first], topics=["call"])}
        ),
    )
    short, usual, full = (
        select(shorter, replace(asked, since=None, depth=depth)) for depth in Depth
    )

    assert set(library.map.required) <= short.ids <= usual.ids <= full.ids
    for less in (short, usual):  # what is not printed is named
        named = {topic.id for offer in Offer for topic in less.offered(offer)}
        assert full.ids - less.ids <= named


def test_sub_stages_make_a_first_booklet_only_if_all_are_first(library: Library) -> None:
    first = FirstBooklet(stages=["3A"], topics=["call"])
    shorter = replace(library, map=library.map.model_copy(update={"first": first}))

    assert "rest" not in select(shorter, profile("3A")).ids
    assert "rest" in select(shorter, profile("3A", "3B")).ids


def test_what_is_there_on_request_only_is_offered_at_every_depth(library: Library) -> None:
    for depth in Depth:
        found = select(library, profile("3B", depth=depth))
        assert ["rest"] == [topic.id for topic in found.offered(Offer.OTHER)]


def test_what_was_left_out_by_name_or_for_another_reader_is_not_offered(library: Library) -> None:
    for asked in (
        profile("2", exclude=("rest",), depth=Depth.SHORT),
        profile("2", audience=Audience.CARER, opt_in=("wishes",), include=("rest",)),
    ):
        found = select(library, asked)
        assert [] == [topic.id for offer in Offer for topic in found.offered(offer)]


def test_a_short_booklet_gives_only_the_message_of_what_was_asked_for(library: Library) -> None:
    found = select(library, profile("3B", include=("rest",), depth=Depth.SHORT))

    assert [("call", "body")] == chosen(found)
    assert ["rest"] == [topic.id for topic in found.offered(Offer.NOW)]
    assert "asked for by name; a short booklet gives its key message" == reasons(found)["rest"]


def test_what_was_printed_and_is_now_on_request_is_in_the_folder(library: Library) -> None:
    found = select(library, profile("3B", since=Stages("2", ("2",))))

    assert "rest" in found.held
    assert [] == found.offered(Offer.OTHER)
    assert "already in the booklet for stage 2" == reasons(found)["rest"]
