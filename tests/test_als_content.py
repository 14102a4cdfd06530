"""The ALS content: it holds what a release must cover, and nothing that could do harm."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

import pytest

from generator.check import content, dates
from generator.check.readability import words_of
from generator.content import markdown, texts
from generator.content.library import Library, load
from generator.content.model import Audience, CalloutKind, Relevance
from generator.findings import Severity
from generator.project import Project, supplied
from generator.select import Profile, Stages, blocks, select, stages

CONTENT = supplied("content")
CODES = ("1", "2", "3", "4A", "4B")
TOPICS = sorted(path.stem for path in (CONTENT / "als" / "topics").glob("*.yaml"))

COVERED = {  # what every release must cover → the topic, and patterns of the correction
    "muscles affected": ("what-als-is", "muscles you move at will", "breathing", "not paralysed"),
    "what is spared": ("what-als-is", "eyes", "bladder and bowel control"),
    "inheritance": ("genes", "1 in 10", "no family history", "offer it to everyone"),
    "causes": ("causes", "nobody knows the cause", "links? seen in studies"),
    "one person's cause": ("risk-factors", "cannot explain why one person has ALS"),
    "toxins": ("risk-factors", "No metal or toxin is known to have caused your ALS"),
    "immune system": ("risk-factors", "not treated as an autoimmune disease"),
    "military service": ("risk-factors", "Military service A small link"),
    "the right of US veterans": ("risk-factors", "90 days", "Claim early"),
    "lead": ("risk-factors", "Lead A link"),
    "mercury": ("risk-factors", "Not shown to raise risk", "chelation"),
    "age": ("risk-factors", "rises with age"),
    "physical activity": ("risk-factors", "not seem to protect", "no reason to fear activity"),
    "smoking": ("risk-factors", "Smoking A weak link"),
    "alcohol": ("risk-factors", "Alcohol Not settled"),
    "diabetes": ("risk-factors", "lower risk, not higher"),
    "hypertension": ("risk-factors", "High blood pressure No good evidence", "Keep taking"),
    "viral infection": ("risk-factors", "No virus is an accepted cause"),
    "kidney and liver": ("risk-factors", "Kidney or liver disease No good evidence"),
    "not infectious": ("causes", "ALS is not infectious"),
    "onset": ("symptoms", "about 7 in 10", "about a quarter", "a few in breathing"),
    "spread": ("symptoms", "any order", "differs hugely", "Not everyone gets every symptom"),
    "speech": ("speech", "Not everyone .*loses their speech", "banking", "call alarm"),
    "swallowing": ("swallowing", "saliva", "mucus", "choking"),
    "breathing": ("breathing", "at night", "headache", "cough", "oxygen"),
    "cramps": ("cramps", "stretch", "warm", "quinine", "warn against it"),
    "twitching": ("cramps", "harmless", "no treatment"),
    "weight loss": ("weight-food", "warning in itself", "do not diet"),
    "cognition and behaviour": ("symptoms", "thinking or behaviour"),
    "what the list of symptoms lacked": (
        "symptoms", "stiffness", "thick mucus", "laugh or cry", "broken sleep", "headache",
        "constipation", "pain", "swollen feet", "weak cough", "neck",
    ),
    "palliative care": ("palliative-care", "start at diagnosis", "alongside", "Hospice .* later"),
    "physical therapy": ("moving", "keep your joints moving", "save energy", "looks safe"),
    "medicines": ("als-medicines", "No medicine can cure ALS yet", "None was approved when we"),
    "riluzole": ("als-medicines", "little longer", "not feel it working", "liver", "blood count"),
    "edaravone": ("als-medicines", "chosen", "earlier", "by mouth every day,.*not help"),
    "tofersen": ("als-medicines", "only for ALS with a change in the SOD1 gene", "missed its"),
    "other medicine names": ("als-medicines", "withdrawn", "Japan only", "not the same"),
    "nutritional support": (
        "weight-food", "dietitian", "speech and language therapist", "early", "You can say yes, no",
    ),
    "respiratory support": ("niv", "bilevel", "BiPAP", "NIV is not CPAP", "Do not just stop it"),
    "cough assist": ("breathing", "Cough machine"),
    "emotional support": ("mood", "can be helped", "pseudobulbar affect", "talking therapy"),
    "children": ("family", "Talking with children"),
    "closeness": ("family", "closeness"),
    "carers": ("carers", "You matter too", "breaks"),
    "spiritual care": ("mood", "spiritual care"),
    "back pain": ("back-pain", "rarely the direct cause", "needs its own check"),
    "advance care planning": ("planning-ahead", "advance decision", "change your mind"),
    "emergency information": ("emergency-sheet", "ambulance"),
    "trials": ("als-medicines", "Trials", "Never pay"),
}  # fmt: skip

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

UNANSWERED = {"driving", "working"}
"""Needs that can be ticked and whose topics are still to be written."""

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
    found = dates.check(als, "content/als", als.condition.updated)
    assert [] == [str(finding) for finding in found if finding.code == "C20"]


@pytest.mark.parametrize("subject", COVERED)
def test_a_release_covers_the_subject_with_its_correction(als: Library, subject: str) -> None:
    topic, *patterns = COVERED[subject]
    text = words(als, topic)
    assert [] == [one for one in patterns if not re.search(one, text, re.IGNORECASE)]


def test_every_topic_is_covered_by_a_subject_or_leads_through_the_booklet(als: Library) -> None:
    signposts = {"how-to-use", "when-to-call", "your-team", "organisations"}
    general = {"pain", "fatigue-sleep", "falls"}
    assert set(als.topics) == {topic for topic, *_ in COVERED.values()} | signposts | general


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
    assert "can start at diagnosis, alongside" in als.topics["palliative-care"].key_message
    for code in CODES:
        assert "palliative-care" in select(als, at(als, code)).ids


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
    assert (need in UNANSWERED) == (meant == set())
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
