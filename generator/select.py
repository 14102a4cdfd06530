"""Which topics a reader gets: profile + library → topics with reasons.

A pure table look-up: the same profile always gives the same booklet. Silence
means out: a topic must name its readers, because advice meant for another stage
could do harm. Nothing is computed about the person.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from generator.content.library import NEUTRAL_REGION, Library
from generator.content.model import Audience, Block, Relevance, Topic
from generator.content.reading import near
from generator.findings import ContentError, Finding

TOPICS_HINT = "booklet explain lists topics and their codes"
STRENGTH = (Relevance.OPT_IN, Relevance.CORE, Relevance.PREPARE, Relevance.REFERENCE)
"""When several sub-stages are present, the first of these wins."""


class Depth(StrEnum):
    """How much a booklet holds."""

    SHORT = "short"
    """The safety pages, and the key message of each topic."""
    USUAL = "usual"
    """What the map says for a first booklet, at its stages; else everything for the stage."""
    FULL = "full"
    """Everything for the stage."""


class Offer(StrEnum):
    """Why a topic that is not printed is named, with its code, for readers to ask for."""

    NOW = "now"
    LATER = "later"
    OTHER = "other"


class ProfileError(ContentError):
    """A profile names something that does not exist; `file` of a finding is the option."""


@dataclass(frozen=True, slots=True)
class Stages:
    """The stage a clinician chose, as asked for and as stages of the default scheme."""

    label: str
    codes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Profile:
    """Everything the selection looks at."""

    stages: Stages
    region: str = NEUTRAL_REGION
    audience: Audience = Audience.PATIENT
    needs: tuple[str, ...] = ()
    opt_in: tuple[str, ...] = ()
    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    since: Stages | None = None
    depth: Depth = Depth.USUAL


@dataclass(frozen=True, slots=True)
class Chosen:
    """A topic that is in, in which variant, and why."""

    topic: Topic
    variant: str
    """`body`, `prepare` or `carer`."""
    reason: str
    by_stage: bool = False
    """Whether the stage alone speaks for it: no need, no choice by name."""


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A topic that is out, and why."""

    topic: Topic
    reason: str
    offer: Offer | None = None


@dataclass(frozen=True, slots=True)
class Selection:
    """What one booklet holds and what was left out, both in the map's order."""

    profile: Profile
    chosen: tuple[Chosen, ...]
    left_out: tuple[LeftOut, ...]
    held: frozenset[str] = frozenset()
    """Topics the reader has from an earlier booklet (`--since`)."""

    @property
    def ids(self) -> frozenset[str]:
        """The ids of the topics that are in."""
        return frozenset(chosen.topic.id for chosen in self.chosen)

    def offered(self, offer: Offer) -> list[Topic]:
        """Give the topics that are named, not printed."""
        return [one.topic for one in self.left_out if one.offer is offer]


def select(library: Library, profile: Profile) -> Selection:
    """Pick the topics of a booklet; raise ProfileError where the profile cannot be met."""
    check(library, profile)
    chosen: list[Chosen] = []
    left_out: list[LeftOut] = []
    for topic in library.in_order():
        verdict = _at_depth(library, _judge(topic, profile), profile)
        (chosen if isinstance(verdict, Chosen) else left_out).append(verdict)  # type: ignore[arg-type]
    if profile.since is None:
        return Selection(profile, tuple(chosen), tuple(left_out))
    return _only_new(library, profile, chosen, left_out)


def stages(library: Library, asked: str, option: str = "--stage") -> Stages:
    """Read a stage as people write it: `2`, `4A+4B`, `early`, `mitos:1`.

    Raises ProfileError for a stage that is in no scheme, or sub-stages that
    cannot be present together.
    """
    scheme_id, _, rest = asked.rpartition(":")
    parts = [part.strip() for part in rest.split("+")]
    schemes = [
        scheme
        for scheme in sorted(library.staging.schemes, key=lambda s: s.id != library.staging.default)
        if scheme_id in ("", scheme.id)
    ]
    for scheme in schemes:
        known = {stage.code.casefold(): stage for stage in scheme.stages}
        found = [known.get(part.casefold()) for part in parts]
        if not all(found):
            continue
        named = [stage for stage in scheme.stages if stage in found]
        codes = [stage.code for stage in named]
        if len(codes) > 1 and set(codes) not in [set(pair) for pair in scheme.together]:
            hint = ", ".join("+".join(pair) for pair in scheme.together) or "give one stage"
            raise _profile_error(option, f"'{asked}': these stages cannot stand together", hint)
        default = scheme.id == library.staging.default
        label = "+".join(codes) if default or not scheme_id else f"{scheme.id}-{'+'.join(codes)}"
        selects = [code for stage in named for code in stage.selects or [stage.code]]
        order = [stage.code for stage in library.scheme.stages]
        return Stages(label, tuple(code for code in order if code in selects))
    all_codes = [stage.code for scheme in library.staging.schemes for stage in scheme.stages]
    listed = ", ".join(
        f"{scheme.id}: {' '.join(stage.code for stage in scheme.stages)}"
        for scheme in library.staging.schemes
    )
    raise _profile_error(option, f"there is no stage '{asked}'", near(rest, all_codes) or listed)


def region(library: Library, asked: str) -> str:
    """Read a region as people write it (`UK` is `GB`); raise ProfileError if unknown."""
    names = {region.region: region.region for region in library.regions.values()}
    names |= {alias: region.region for region in library.regions.values() for alias in region.also}
    folded = {name.casefold(): code for name, code in names.items()}
    if asked.casefold() in folded:
        return folded[asked.casefold()]
    hint = near(asked, list(names)) or f"regions are {', '.join(sorted(library.regions))}"
    raise _profile_error("--region", f"there is no region '{asked}'", hint)


def check_languages(library: Library, asked: Sequence[str]) -> None:
    """Raise ProfileError for a language that the content is not written in nor translated to."""
    known = library.languages
    unknown = [tag for tag in asked if tag not in known]
    if unknown:
        raise ProfileError(
            _finding("--language", f"there is no text in '{tag}'", _languages_hint(tag, known))
            for tag in unknown
        )


def _languages_hint(tag: str, known: Sequence[str]) -> str:
    return near(tag, list(known)) or f"languages are: {', '.join(known)}"


def blocks(chosen: Chosen, profile: Profile) -> list[Block]:
    """Give the blocks of a chosen topic that are for this region and audience."""
    topic = chosen.topic
    body = getattr(topic.variants, chosen.variant) if chosen.variant != "body" else topic.body
    return [block for block in body if _is_for(block, profile)]


def check(library: Library, profile: Profile) -> None:
    """Raise ProfileError with every name in the profile that cannot be used."""
    findings = list(_profile_findings(library, profile))
    if findings:
        raise ProfileError(findings)


def _profile_findings(library: Library, profile: Profile) -> Iterator[Finding]:
    topics, needs = list(library.topics), library.need_ids()
    needs_hint = f"needs are: {', '.join(needs)}"
    yield from _unknown("--need", "need", profile.needs, needs, needs_hint)
    yield from _unknown("--include", "topic", profile.include, topics, TOPICS_HINT)
    yield from _unknown("--exclude", "topic", profile.exclude, topics, TOPICS_HINT)
    yield from _unknown("--opt-in", "topic", profile.opt_in, topics, TOPICS_HINT)
    for name in profile.exclude:
        if name in library.map.required:
            yield _finding("--exclude", f"'{name}' is a safety page and stays in", "")
    for name in profile.include:
        if name in library.topics and _is_sensitive(library.topics[name]):
            yield _finding(
                "--include", f"'{name}' is sensitive", f"if the reader chose it: --opt-in {name}"
            )
    for name in profile.opt_in:
        if name in library.topics and not _is_sensitive(library.topics[name]):
            yield _finding("--opt-in", f"'{name}' needs no opt-in", f"use --include {name}")


def _unknown(
    option: str, what: str, asked: Sequence[str], names: list[str], hint: str
) -> Iterator[Finding]:
    for name in asked:
        if name not in names:
            yield _finding(option, f"there is no {what} '{name}'", near(name, names) or hint)


def _judge(topic: Topic, profile: Profile) -> Chosen | LeftOut:
    """Give one topic its verdict; the first rule that speaks decides."""
    relevance = _relevance(topic, profile.stages.codes)
    at = f"at stage {profile.stages.label}"
    needs = [need for need in topic.needs if need in profile.needs]
    if topic.id in profile.exclude:
        return LeftOut(topic, "excluded by name")
    if profile.audience not in topic.audience:
        return LeftOut(topic, f"not written for the audience '{profile.audience}'")
    if _is_sensitive(topic):
        if topic.id in profile.opt_in:
            return _in(topic, profile, "the reader chose it (opt-in)")
        return LeftOut(topic, "sensitive: only when the reader chooses it (opt-in)")
    if topic.id in profile.include:
        return _in(topic, profile, "asked for by name")
    if needs:
        return _in(topic, profile, f"need: {', '.join(needs)}")
    if relevance is Relevance.CORE:
        return _in(topic, profile, f"core {at}", by_stage=True)
    if relevance is Relevance.PREPARE:
        return _in(topic, profile, f"to prepare {at}", by_stage=True, prepare=True)
    if relevance is Relevance.REFERENCE:
        return LeftOut(topic, f"reference {at}: on request, by name", Offer.OTHER)
    return LeftOut(topic, f"not for stage {profile.stages.label}")


def _at_depth(library: Library, verdict: Chosen | LeftOut, profile: Profile) -> Chosen | LeftOut:
    """Hold a verdict against the depth: what is more than that is only named."""
    if isinstance(verdict, LeftOut) or verdict.topic.id in library.map.required:
        return verdict
    offer = Offer.LATER if verdict.variant == "prepare" else Offer.NOW
    if profile.depth is Depth.SHORT:
        reason = f"{verdict.reason}; a short booklet gives its key message"
        return LeftOut(verdict.topic, reason, offer)
    first = library.map.first
    is_first = first is not None and set(profile.stages.codes) <= set(first.stages)
    if profile.depth is Depth.FULL or not is_first or not verdict.by_stage:
        return verdict
    if first is not None and verdict.topic.id in first.topics:
        return verdict
    reason = f"{verdict.reason}; a first booklet names it (--depth full prints it)"
    return LeftOut(verdict.topic, reason, offer)


def _in(
    topic: Topic, profile: Profile, reason: str, *, by_stage: bool = False, prepare: bool = False
) -> Chosen:
    variant = "body"
    if profile.audience is Audience.CARER and topic.variants.carer:
        variant = "carer"
    elif prepare and topic.variants.prepare:
        variant = "prepare"
    return Chosen(topic, variant, reason, by_stage)


def _relevance(topic: Topic, codes: Sequence[str]) -> Relevance | None:
    """Give the strongest relevance over the sub-stages that are present: their union."""
    present = [topic.relevance[code] for code in codes if code in topic.relevance]
    return next((relevance for relevance in STRENGTH if relevance in present), None)


def _is_sensitive(topic: Topic) -> bool:
    return Relevance.OPT_IN in topic.relevance.values()


def _is_for(block: Block, profile: Profile) -> bool:
    only = block.only
    return only is None or (
        (only.regions is None or profile.region in only.regions)
        and (only.audiences is None or profile.audience in only.audiences)
    )


def _only_new(
    library: Library, profile: Profile, chosen: list[Chosen], left_out: list[LeftOut]
) -> Selection:
    """Leave out what the reader already holds in the same wording; keep the safety pages."""
    assert profile.since is not None
    before = replace(profile, stages=profile.since, since=None)
    earlier = {
        verdict.topic.id: verdict.variant
        for topic in library.in_order()
        if isinstance(verdict := _at_depth(library, _judge(topic, before), before), Chosen)
    }
    new: list[Chosen] = []
    held: list[Chosen] = []
    for one in chosen:
        same = earlier.get(one.topic.id) == one.variant
        (held if same and one.topic.id not in library.map.required else new).append(one)
    reason = f"already in the booklet for stage {profile.since.label}"
    # What was printed then and is on request now, the reader has: no need to offer it.
    kept = frozenset(one.topic.id for one in left_out if one.offer and one.topic.id in earlier)
    left_out = [
        replace(one, offer=None, reason=reason) if one.topic.id in kept else one for one in left_out
    ]
    out = [*left_out, *(LeftOut(one.topic, reason) for one in held)]
    order = [topic.id for topic in library.in_order()]
    out.sort(key=lambda one: order.index(one.topic.id))
    return Selection(profile, tuple(new), tuple(out), kept | {one.topic.id for one in held})


def _finding(option: str, message: str, hint: str) -> Finding:
    return Finding(option, 0, 0, "U01", message, hint)


def _profile_error(option: str, message: str, hint: str) -> ProfileError:
    return ProfileError([_finding(option, message, hint)])
