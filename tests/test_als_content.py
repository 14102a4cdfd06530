"""The ALS content: it holds what a release must cover, and nothing that could do harm."""

from __future__ import annotations

import html
import os
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest
import yaml

from generator import booklet
from generator.batch.manifest import Record
from generator.batch.order import Request, orders
from generator.batch.run import Wanted
from generator.check import content
from generator.check.readability import words_of
from generator.content import markdown, texts
from generator.content.library import Library, load
from generator.content.model import Audience, CalloutKind, Relevance
from generator.findings import Severity
from generator.project import Project, supplied
from generator.render.html import Renderer
from generator.render.setting import Setting
from generator.select import Depth, Offer, Profile, ProfileError, Stages, blocks, select, stages
from tests.pressroom import build, theme

CONTENT = supplied("content")
CODES = ("1", "2", "3", "4A", "4B")
TOPICS = sorted(path.stem for path in (CONTENT / "als" / "topics").glob("*.yaml"))

LETTERS = {
    "C": Relevance.CORE, "P": Relevance.PREPARE, "R": Relevance.REFERENCE, "O": Relevance.OPT_IN,
    "-": None,
}  # fmt: skip
PLANNED = """
how-to-use          C C C C C
when-to-call        C C C C C
emergency-sheet     C C C C C
what-als-is         C R R R R  new-diagnosis
causes              C R R - -
risk-factors        R R R - -
genes               C C R R R  family-history sod1
tests-diagnosis     C R - - -  second-opinion
course-timing       O O O O O
your-team           C C C C C
riluzole            C C R R R  on-riluzole
edaravone           R R R - -  on-edaravone
tofersen            C C C R R  sod1
unproven-drugs      R R R R R
trials              C C R R R  trials
pain                C C C C C  pain
back-pain           P C C C C  back-pain falls
cramps              C C C R R  cramps
stiffness           R C C C C  stiffness
moving              C C C C C
falls               C C C R R  falls legs
hands-dressing      P C C C C  arms
walking-wheelchair  P P C C C  legs
home-changes        P C C R R  stairs
bed-skin            P P C C C  bed-care
fatigue-sleep       C C C C C
speech              C C C R R  speech
aac                 P P C C C  speech
saliva              R R C C C  saliva
swallowing          P C C C C  swallowing
weight-food         C C C C C  weight-loss
feeding-tube        P P C - C  swallowing weight-loss
tube-living         - - - C R  feeding-tube
breathing           C C C C C
niv                 P P C P C  niv morning-headache
niv-living          - - - R C  niv
cough-assist        - P C C C  weak-cough
tracheostomy        O O O O O
mood                C C C C C
laughing-crying     R R R R R  emotional-lability
thinking-behaviour  O O O O O
family              C C C C C  children
intimacy            R R R R R  intimacy
carers              P C C C C  carer
work-driving-money  C C R R R  working driving
constipation-bladder R R R C C constipation
swelling-clots      R R R C C  leg-swelling
travel              R R R R R  travel
infection-surgery   C C C C C
complementary       R R R R R  complementary
planning-ahead      P P C C C  planning
legal-papers        P P C C C  planning
palliative-care     P P C C C
hospice             O O O O O
stopping-support    O O O O O
bereavement         O O O O O
organisations       C C C C C
"""
"""Topic; what it is at stages 1, 2, 3, 4A, 4B; needs that make it core at any of them."""
UNPLANNED = {"about-me", "my-records", "my-diary", "symptoms", "als-medicines"}
"""Pages to write on, and overviews that lead to the others."""
SENSITIVE = {
    "course-timing", "tracheostomy", "thinking-behaviour", "hospice", "stopping-support",
    "bereavement",
}  # fmt: skip

MUST = {  # what every booklet must say → the ways it is said, of which one must be there
    "when to call, and whom": ["Now: emergency 999 If you cannot speak"],
    "whom to call on the same day": ["Today: call your team"],
    "care with oxygen": [
        "Take care with oxygen. Without breathing support it can harm me",
    ],
    "it is not never oxygen": ["This is not “no oxygen”."],
    "NIV is not CPAP": ["NIV is not CPAP. CPAP does not do the work of weak breathing muscles."],
    "red flags of numbness": [
        "Numb between the legs, or new trouble with bladder or bowel control (not from ALS)"
    ],
    "red flags of the back": ["back pain with fever"],
    "palliative care from diagnosis": [
        "from diagnosis, alongside treatment", "Palliative care from the start",
    ],
    "exercise does not rebuild": ["cannot bring back muscle that has lost its nerve"],
    "nothing you did": ["Nothing you did or did not do is known to have caused"],
}  # fmt: skip

EDITIONS = tuple(theme().tokens.editions)
FIRST_PAGES = 40
"""A first booklet, at stage 1, in the size that folds."""
SHORT_PAGES = 12
MOST_EMPTY = 0.25
EASIEST_GRADE = 7.0
WHOLE = "CAREFOLD_TEST_ALL"
"""Set to try every booklet; without it the first stage of each edition is tried."""

FORBIDDEN = {
    "telephone number": r"(?<!\d)\+?\d[\d ()./-]{5,}\d(?!\d)",
    "emergency number": r"(?<!\d)(911|999|112|111|000|988)(?!\d)",
    "dose": r"\d\s?(mg|mcg|µg|g|ml|micrograms?|milligrams?|units?|tablets?)\b",
    "percent": r"%|\bper ?cent\b",
    "bedridden": r"\bbed-?ridden\b",
    "suffering": r"\bsuffer(s|ed|ing|er|ers)?\b",
    "victim": r"\bvictims?\b",
    "a fifth stage": r"\bstage (5|five)\b",
    "strengthening": r"\bstrengthen(s|ed|ing)?\b",
    "brief's muscle": r"\binvoluntary\b",
    "a time to live": r"\b(life expectancy|years? to live|months? to live|prognosis)\b",
    "a battle": r"\b(battl(e|es|ing)|los(e|ing) the fight)\b",
    "wheelchair-bound": r"\b(wheelchair-?bound|confined to)\b",
}

RED_FLAGS = {  # words that must stand in the call-now box on back pain, long and short
    "numb between the legs": r"numbness.*between your legs.*(genitals|back passage)",
    "bladder and bowel": r"new trouble.*urine or stools",
    "quick weakness": r"both legs weak(er)? or numb (with)?in hours or days",
    "after a fall": r"after a fall or knock.*hip or groin pain",
    "a leg that gives": r"leg that cannot take weight",
    "infection": r"back pain with fever, .*very ill",
    "heart and lungs": r"chest or upper back pain",
    "clot": r"swollen leg",
}


@pytest.fixture(scope="module")
def als() -> Library:
    return load(CONTENT / "als", "content/als")


def flat(text: str) -> str:
    return re.sub(r"\s+", " ", text)


def words(library: Library, topic: str, part: str = "all") -> str:
    """The words of a topic, on one line; `part` is all, body, prepare or carer."""
    one = library.topics[topic]
    if part == "all":
        return flat(words_of(one))
    body = one.body if part == "body" else getattr(one.variants, part)
    return flat(" ".join(markdown.plain(text.text) for text in texts.of_blocks((), body)))


def all_words(library: Library) -> Iterator[tuple[str, str]]:
    """Everything a reader may see, with where it stands."""
    for name in library.topics:
        yield name, flat(words_of(library.topics[name]))
    for term in library.terms:
        yield f"glossary: {term.term}", f"{term.term}. {term.meaning}"
    for need in (need for group in library.needs.groups for need in group.needs):
        yield f"need: {need.id}", f"{need.label}. {need.description}"
    for scheme in library.staging.schemes:
        for stage in scheme.stages:
            yield f"stage: {stage.code}", f"{stage.name}. {stage.description}"
    for name, picture in library.pictures.items():
        yield f"picture: {name}", f"{picture.title}. {picture.description}"
    condition = library.condition
    yield "condition", " ".join([condition.title, condition.subtitle, condition.purpose,
                                 condition.intended_use, condition.feedback])  # fmt: skip


def at(library: Library, *codes: str, **more: object) -> Profile:
    asked = stages(library, "+".join(codes))
    return replace(Profile(asked), **more)  # type: ignore[arg-type]


def test_the_content_has_no_error_and_no_warning_but_that_time_passes() -> None:
    found = content.check(Project(CONTENT.parent, CONTENT), "als")
    assert [] == [
        str(finding)
        for finding in found
        if finding.severity is not Severity.REVIEW and finding.code != "C20"
    ]


def test_nothing_was_out_of_date_when_the_content_was_last_changed(als: Library) -> None:
    found = content.check(Project(CONTENT.parent, CONTENT), "als", als.condition.updated)
    assert [] == [str(finding) for finding in found if finding.code == "C20"]


@pytest.mark.parametrize("what", FORBIDDEN)
def test_nothing_that_could_harm_or_hurt_is_said(als: Library, what: str) -> None:
    pattern = re.compile(FORBIDDEN[what], re.IGNORECASE)
    assert [] == [(where, found[0]) for where, text in all_words(als)
                  if (found := pattern.search(text))]  # fmt: skip


@pytest.mark.parametrize(
    ("what", "sample"),
    [
        ("telephone number", "Call 0808 802 6262."),
        ("telephone number", "Call +1 (800) 555-0100."),
        ("emergency number", "Call 999 now."),
        ("dose", "Take 50 mg."),
        ("dose", "Take 2 tablets."),
        ("percent", "10% of people"),
        ("suffering", "people who suffer"),
        ("a fifth stage", "In Stage 5"),
        ("strengthening", "It strengthens muscles."),
    ],
)
def test_the_search_for_harm_finds_it(what: str, sample: str) -> None:
    assert re.search(FORBIDDEN[what], sample, re.IGNORECASE)


def test_numbers_of_clinics_and_ambulances_come_from_region_and_clinic_only(als: Library) -> None:
    assert als.regions["001"].emergency.number is None
    assert [] == [
        medicine.name
        for medicine in als.regions["001"].medicines.values()
        if medicine.status != "unknown"
    ]
    assert all(region.emergency.number for code, region in als.regions.items() if code != "001")


# Seven things that must be said


@pytest.mark.parametrize(
    ("topic", "part"), [("emergency-sheet", "body"), ("niv", "body"), ("niv", "prepare")]
)
def test_care_with_oxygen_is_asked_for_and_never_no_oxygen(
    als: Library, topic: str, part: str
) -> None:
    text = words(als, topic, part)
    assert re.search(r"take care with oxygen", text, re.IGNORECASE)
    assert re.search(
        r"without (NIV|breathing support)[^.]* can (be harmful|harm)", text, re.IGNORECASE
    )
    if part == "body":
        assert re.search(r"This is not “(no|never) oxygen”", text)


@pytest.mark.parametrize("part", ["body", "prepare"])
def test_niv_is_not_cpap(als: Library, part: str) -> None:
    titles = [block.title for block in (als.topics["niv"].body if part == "body"
                                        else als.topics["niv"].variants.prepare or [])]  # fmt: skip
    assert "NIV is not CPAP" in titles
    assert "Do not just stop it" in words(als, "niv", part)


@pytest.mark.parametrize("part", ["body", "prepare"])
@pytest.mark.parametrize("flag", RED_FLAGS)
def test_the_red_flags_of_back_pain_stand_in_a_call_now_box(
    als: Library, part: str, flag: str
) -> None:
    topic = als.topics["back-pain"]
    body = topic.body if part == "body" else topic.variants.prepare or []
    boxes = [b.callout for b in body if b.callout and b.callout.kind is CalloutKind.CALL_NOW]
    text = flat(" ".join(markdown.plain(box.text) for box in boxes))
    assert "Call {emergency-number}" in text
    assert re.search(RED_FLAGS[flag], text)


def test_exercise_cannot_bring_back_muscle(als: Library) -> None:
    assert "Exercise cannot bring back muscle that has lost its nerve" in words(als, "moving")


def test_palliative_care_starts_at_diagnosis(als: Library) -> None:
    assert "from the day of diagnosis, alongside treatment" in (
        als.topics["palliative-care"].key_message
    )
    for code in CODES:
        assert "palliative-care" in select(als, at(als, code, depth=Depth.FULL)).ids
        usual = select(als, at(als, code))
        assert als.topics["palliative-care"] in (
            *(one.topic for one in usual.chosen), *usual.offered(Offer.LATER)
        )  # fmt: skip


def test_nobody_is_to_blame(als: Library) -> None:
    assert (
        "Nothing you did or did not do is known to have caused this."
        == als.topics["causes"].key_message
    )


@pytest.mark.parametrize("audience", list(Audience))
@pytest.mark.parametrize("code", CODES)
def test_the_safety_pages_are_in_every_booklet(als: Library, code: str, audience: Audience) -> None:
    assert {"when-to-call", "emergency-sheet"} == set(als.map.required)
    assert set(als.map.required) <= select(als, at(als, code, audience=audience)).ids
    assert "when-to-call" in als.map.front


# Who gets what


@pytest.mark.parametrize("audience", list(Audience))
def test_4a_and_4b_together_give_the_union(als: Library, audience: Audience) -> None:
    first, second, both = (
        select(als, at(als, *codes, audience=audience)) for codes in (["4A"], ["4B"], ["4A", "4B"])
    )
    assert first.ids | second.ids == both.ids
    full = {
        one.topic.id for part in (first, second) for one in part.chosen if one.variant == "body"
    }
    assert full == {one.topic.id for one in both.chosen if one.variant == "body"}


@pytest.mark.parametrize("topic", ["mood", "palliative-care", "niv"])
def test_what_is_made_opt_in_is_chosen_by_no_stage_and_no_need(als: Library, topic: str) -> None:
    sensitive = als.topics[topic].model_copy(
        update={"relevance": dict.fromkeys(CODES, Relevance.OPT_IN)}
    )
    library = replace(als, topics=als.topics | {topic: sensitive})
    for code in CODES:
        assert topic not in select(library, at(library, code, needs=tuple(als.need_ids()))).ids
    assert topic in select(library, at(library, "1", opt_in=(topic,))).ids


@pytest.mark.parametrize("need", sorted(
    re.findall(r"{id: ([a-z0-9-]+)", (CONTENT / "als" / "needs.yaml").read_text(encoding="utf-8"))
))  # fmt: skip
def test_a_need_gives_a_full_topic_at_every_stage(als: Library, need: str) -> None:
    meant = {topic.id for topic in als.in_order() if need in topic.needs}
    assert meant
    for code in CODES:
        for audience in Audience:
            for_them = {name for name in meant if audience in als.topics[name].audience}
            chosen = select(als, at(als, code, needs=(need,), audience=audience)).chosen
            full = {one.topic.id for one in chosen if one.variant != "prepare"}
            assert for_them <= full


@pytest.mark.parametrize("topic", TOPICS)
def test_a_printed_topic_is_never_empty(als: Library, topic: str) -> None:
    for code in CODES:
        for region in als.regions:
            for audience in Audience:
                profile = at(als, code, region=region, audience=audience)
                chosen = [one for one in select(als, profile).chosen if one.topic.id == topic]
                assert all(blocks(one, profile) for one in chosen)


@pytest.mark.parametrize("asked", ["early", "middle", "late", *(f"mitos:{n}" for n in range(5))])
def test_every_other_scheme_gives_stages_of_the_first(als: Library, asked: str) -> None:
    found: Stages = stages(als, asked)
    assert found.codes
    assert set(found.codes) <= set(CODES)
    assert select(als, Profile(found)).chosen


# The plan: which topic for whom


def planned() -> Iterator[tuple[str, dict[str, Relevance], list[str]]]:
    """Yield (topic, relevance by stage, needs) of the plan."""
    for line in PLANNED.strip().splitlines():
        topic, *letters = line.split()
        relevance = {code: LETTERS[one] for code, one in zip(CODES, letters[:5], strict=True)}
        yield topic, {code: one for code, one in relevance.items() if one}, letters[5:]


def test_the_plan_names_every_topic_once(als: Library) -> None:
    names = [topic for topic, *_ in planned()]
    assert len(set(names)) == len(names)
    assert not UNPLANNED & set(names)
    assert set(als.topics) == UNPLANNED | set(names)
    assert 62 == len(als.topics)


@pytest.mark.parametrize(("name", "relevance", "needs"), list(planned()))
def test_a_topic_is_for_the_readers_of_the_plan(
    als: Library, name: str, relevance: dict[str, Relevance], needs: list[str]
) -> None:
    topic = als.topics[name]
    assert topic.relevance == relevance
    assert set(needs) <= set(topic.needs)


def test_what_is_sensitive_is_as_planned(als: Library) -> None:
    by_plan = {name for name, at_stage, _ in planned() if Relevance.OPT_IN in at_stage.values()}
    marked = {t.id for t in als.in_order() if Relevance.OPT_IN in t.relevance.values()}
    assert SENSITIVE == by_plan == marked


@pytest.mark.parametrize("audience", list(Audience))
@pytest.mark.parametrize("depth", list(Depth))
@pytest.mark.parametrize("code", CODES)
def test_nothing_sensitive_prints_or_is_named_without_the_choice(
    als: Library, code: str, depth: Depth, audience: Audience
) -> None:
    every_need = tuple(als.need_ids())
    for needs in ((), every_need):
        made = select(als, at(als, code, needs=needs, depth=depth, audience=audience))
        named = {topic.id for offer in Offer for topic in made.offered(offer)}
        assert set() == SENSITIVE & (made.ids | named)
    for topic in SENSITIVE:
        with pytest.raises(ProfileError):
            select(als, at(als, code, include=(topic,), depth=depth, audience=audience))


@pytest.mark.parametrize("name", sorted(SENSITIVE))
def test_the_choice_prints_what_is_sensitive(als: Library, name: str) -> None:
    for audience in als.topics[name].audience:
        for code in CODES:
            assert name in select(als, at(als, code, opt_in=(name,), audience=audience)).ids


# What every booklet says


@pytest.fixture(scope="module")
def said(als: Library) -> Callable[[str, Depth], str]:
    """Give all words of a booklet for the United Kingdom as they are printed, on one line."""

    def words_printed(code: str, depth: Depth) -> str:
        setting = Setting(als, theme(), "standard", "en", "GB")
        selection = select(als, at(als, code, region="GB", depth=depth))
        documents = booklet.plan("als", selection, Renderer(setting)).documents()
        bodies = (re.sub(r"(?s)<head>.*?</head>|<style.*?</style>", "", d.html) for d in documents)
        return flat(html.unescape(re.sub(r"<[^>]+>", " ", " ".join(bodies))))

    return cache(words_printed)


def musts() -> Iterator[tuple[str, str, Depth]]:
    for depth in Depth:
        for code in CODES:
            for what in MUST:
                yield what, code, depth


@pytest.mark.parametrize(("what", "code", "depth"), list(musts()))
def test_every_booklet_says_what_must_be_said(
    said: Callable[[str, Depth], str], what: str, code: str, depth: Depth
) -> None:
    text = said(code, depth)
    assert any(piece in text for piece in MUST[what])


# Words and facts


def test_every_block_that_needs_a_source_names_one_that_is_listed(als: Library) -> None:
    for topic in als.in_order():
        every = [topic.body, topic.variants.prepare or [], topic.variants.carer or []]
        used = {source for body in every for block in body for source in block.sources}
        assert used, topic.id
        assert used == set(topic.sources) <= set(als.sources), topic.id


def test_the_topics_read_easily_on_average() -> None:
    (figures,) = content.check(Project(CONTENT.parent, CONTENT), "als").readings
    assert len(figures.topics) >= 55
    assert figures.mean <= EASIEST_GRADE


def test_no_number_to_call_stands_without_the_day_it_was_looked_up() -> None:
    regions = [path.read_text(encoding="utf-8") for path in (CONTENT / "als/regions").glob("*")]
    facts = [
        fact
        for text in regions
        for fact in facts_of(yaml.safe_load(text))
        if re.search(FORBIDDEN["telephone number"], str(fact.get("phone") or ""))
        or fact.get("number")
    ]
    assert len(facts) >= 10
    assert [] == [fact for fact in facts if not (fact.get("checked") and fact.get("expires"))]


def facts_of(value: object) -> Iterator[dict[str, object]]:
    """Yield every mapping in a file."""
    if isinstance(value, dict):
        yield value
    children = value.values() if isinstance(value, dict) else value
    if isinstance(children, Iterable) and not isinstance(children, str):
        for child in children:
            yield from facts_of(child)


# Pages


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory, shared_store: Path) -> Project:
    """The content as supplied, with results and kept sheets elsewhere."""
    root = tmp_path_factory.mktemp("als")
    shared_store.mkdir(parents=True, exist_ok=True)
    (root / ".cache").symlink_to(shared_store)
    return Project(root, CONTENT)


def made(project: Project, *requests: Request) -> list[Record]:
    """Build booklets; none may be refused."""
    asked = tuple(order for request in requests for order in orders(request, CODES))
    report = build(project, Wanted(asked, " ".join(one.digest() for one in requests)))
    assert {} == report.refused
    assert [] == [str(one) for one in report.findings if one.severity is Severity.ERROR]
    return [*report.written, *report.current]


@pytest.fixture(scope="module")
def some(project: Project) -> dict[str, Record]:
    """Build, for the United Kingdom, a first booklet in each size, and all the short ones."""
    records = made(
        project,
        Request("als", region="GB", stages=("1",), editions=EDITIONS),
        Request("als", region="GB", depth="short"),
    )
    return {one.name: one for one in records}


def test_a_first_booklet_can_be_read_in_one_go(some: dict[str, Record]) -> None:
    assert some["als-stage-1-en-standard-GB"].pages <= FIRST_PAGES


@pytest.mark.parametrize("edition", EDITIONS)
def test_a_first_booklet_is_well_filled_in_every_size(
    some: dict[str, Record], edition: str
) -> None:
    assert 0 < some[f"als-stage-1-en-{edition}-GB"].empty <= MOST_EMPTY


@pytest.mark.parametrize("code", CODES)
def test_a_short_booklet_is_short(some: dict[str, Record], code: str) -> None:
    assert some[f"als-stage-{code}-en-standard-GB-short"].pages <= SHORT_PAGES


@pytest.mark.skipif(WHOLE not in os.environ, reason=f"{WHOLE} is not set")
@pytest.mark.parametrize("depth", list(Depth))
@pytest.mark.parametrize("edition", EDITIONS)
def test_every_booklet_can_be_made_and_is_well_filled(
    project: Project, edition: str, depth: Depth
) -> None:
    booklets = made(project, Request("als", region="GB", editions=(edition,), depth=depth))
    assert len(CODES) == len(booklets)
    mean = sum(one.empty * one.pages for one in booklets) / sum(one.pages for one in booklets)
    assert 0 < mean <= MOST_EMPTY
