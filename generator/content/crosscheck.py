"""What one file says of another: every name must lead somewhere.

Each rule takes everything that was read and yields findings; `RULES` is the list.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from pydantic import BaseModel

from generator.content import markdown, texts
from generator.content.files import Files
from generator.content.model import Block, Fact, Relevance, Topic
from generator.content.reading import Located, near
from generator.content.source import Loc
from generator.findings import Finding, Severity

PLACEHOLDERS = frozenset({"emergency-number", "condition"})
PAGES = frozenset(
    {"cover", "contents", "more", "asks", "notes", "words", "sources", "imprint", "back"}
)
"""Pages the program makes; every other name in the map's front and back is a topic."""


def all_findings(files: Files, folder: Path) -> list[Finding]:
    """Apply every rule; keep all findings."""
    return [finding for rule in RULES for finding in rule(files, folder)]


def ids_fit_files(files: Files, folder: Path) -> Iterator[Finding]:
    """A file's name is the id inside it, so that people find it."""
    condition = files.condition
    if condition.value.id != folder.name:
        yield condition.source.finding(
            ("id",), "L02", f"'{condition.value.id}' is not the folder's name '{folder.name}'"
        )
    named: list[tuple[Located[BaseModel], str, str]] = [
        *((t, "id", t.value.id) for t in files.topics),
        *((r, "region", r.value.region) for r in files.regions),
    ]
    for located, key, name in named:
        stem = Path(located.source.file).stem
        if name != stem:
            yield located.source.finding(
                (key,), "L02", f"'{name}' is not the file's name '{stem}'",
                "rename the file, or mend the id",
            )  # fmt: skip


def codes_are_single(files: Files, _folder: Path) -> Iterator[Finding]:
    """A printed code names one topic, in the part of its letter."""
    seen: dict[str, str] = {}
    letters = {topic_id: part.letter for part in files.map.value.parts for topic_id in part.topics}
    for topic in files.topics:
        code, name = topic.value.code, topic.value.id
        if code in seen:
            yield topic.source.finding(
                ("code",), "L03", f"code {code} is also the code of '{seen[code]}'",
                "give one of them a free number",
            )  # fmt: skip
        seen.setdefault(code, name)
        if letters.get(name, code[0]) != code[0]:
            yield topic.source.finding(
                ("code",), "L03", f"code {code}, but the map has '{name}' in part {letters[name]}"
            )


def map_and_topics_agree(files: Files, _folder: Path) -> Iterator[Finding]:
    """Each topic stands in the map once; the map names only topics there are."""
    known = files.topic_names()
    source, map_ = files.map.source, files.map.value
    seen: set[str] = set()
    for part_number, part in enumerate(map_.parts):
        for number, name in enumerate(part.topics):
            loc: Loc = ("parts", part_number, "topics", number)
            if name not in known:
                yield source.finding(loc, "L04", f"there is no topic '{name}'", near(name, known))
            if name in seen:
                yield source.finding(loc, "L04", f"'{name}' stands in the map twice")
            seen.add(name)
    for key in ("front", "back", "required"):
        allowed = [*known, *PAGES] if key != "required" else known
        for number, name in enumerate(getattr(map_, key)):
            if name not in allowed:
                yield source.finding(
                    (key, number), "L04", f"there is no page or topic '{name}'", near(name, allowed)
                )
    for topic in files.topics:
        if topic.value.id not in seen:
            yield topic.source.finding(
                ("id",), "L04", f"'{topic.value.id}' is in no part of map.yaml",
                "add it to the topics of its part",
            )  # fmt: skip


def stages_are_known(files: Files, _folder: Path) -> Iterator[Finding]:
    """Topics and other schemes name stages of the default scheme only."""
    source, staging = files.staging.source, files.staging.value
    default = next((s for s in staging.schemes if s.id == staging.default), None)
    if default is None:
        ids = [scheme.id for scheme in staging.schemes]
        yield source.finding(
            ("default",),
            "L07",
            f"there is no scheme '{staging.default}'",
            near(staging.default, ids),
        )
        return
    codes = [stage.code for stage in default.stages]
    allowed = f"stages are {', '.join(codes)}"
    for topic in files.topics:
        for code in topic.value.relevance:
            if code not in codes:
                yield topic.source.finding(
                    ("relevance", code), "L07", f"there is no stage '{code}'",
                    near(code, codes) or allowed,
                )  # fmt: skip
    for number, scheme in enumerate(staging.schemes):
        yield from _scheme_findings(files, number, codes)
        for at, pair in enumerate(scheme.together):
            for code in pair:
                if code not in [stage.code for stage in scheme.stages]:
                    yield source.finding(
                        ("schemes", number, "together", at), "L07", f"there is no stage '{code}'"
                    )


def _scheme_findings(files: Files, number: int, codes: list[str]) -> Iterator[Finding]:
    source, staging = files.staging.source, files.staging.value
    scheme = staging.schemes[number]
    for at, stage in enumerate(scheme.stages):
        loc: Loc = ("schemes", number, "stages", at)
        if scheme.id != staging.default and not stage.selects:
            yield source.finding(
                loc, "L07", f"stage '{stage.code}' does not say which topics it gives",
                "add 'selects:' with stages of the default scheme",
            )  # fmt: skip
        for code in stage.selects or ():
            if code not in codes:
                yield source.finding(
                    (*loc, "selects"), "L07", f"there is no stage '{code}'", near(code, codes)
                )


def choices_are_single(files: Files, _folder: Path) -> Iterator[Finding]:
    """A stage or need that stands twice could mean two things."""
    seen: set[str] = set()
    for number, group in enumerate(files.needs.value.groups):
        for at, need in enumerate(group.needs):
            if need.id in seen:
                loc: Loc = ("groups", number, "needs", at, "id")
                yield files.needs.source.finding(
                    loc, "L06", f"need '{need.id}' is listed twice", "delete one of the two"
                )
            seen.add(need.id)
    for number, scheme in enumerate(files.staging.value.schemes):
        codes: set[str] = set()
        for at, stage in enumerate(scheme.stages):
            if stage.code in codes:
                yield files.staging.source.finding(
                    ("schemes", number, "stages", at, "code"), "L07",
                    f"stage '{stage.code}' is listed twice", "delete one of the two",
                )  # fmt: skip
            codes.add(stage.code)


def needs_are_known(files: Files, _folder: Path) -> Iterator[Finding]:
    """Topics name needs that a clinician can tick."""
    known = [need.id for group in files.needs.value.groups for need in group.needs]
    for topic in files.topics:
        for number, name in enumerate(topic.value.needs):
            if name not in known:
                yield topic.source.finding(
                    ("needs", number), "L06", f"there is no need '{name}'",
                    near(name, known) or "add it to needs.yaml",
                )  # fmt: skip


def sources_are_known(files: Files, _folder: Path) -> Iterator[Finding]:
    """Every claim's source is in sources.yaml, and the topic lists all its blocks cite."""
    known = [reference.id for reference in files.sources.value.sources]
    seen: set[str] = set()
    for number, name in enumerate(known):
        if name in seen:
            yield files.sources.source.finding(
                ("sources", number, "id"), "L05", f"source '{name}' is listed twice"
            )
        seen.add(name)
    for located, loc, ids in _citations(files):
        for number, name in enumerate(ids):
            if name not in seen:
                yield located.source.finding(
                    (*loc, "sources", number), "L05", f"there is no source '{name}'",
                    near(name, known) or "add it to sources.yaml",
                )  # fmt: skip
    for topic in files.topics:
        for loc, block in blocks(topic.value):
            for name in block.sources:
                if name in seen and name not in topic.value.sources:
                    yield topic.source.finding(
                        (*loc, "sources"), "L05", f"'{name}' is not in the topic's own sources",
                        "add it to the list at the end of the file",
                    )  # fmt: skip


def _citations(files: Files) -> Iterator[tuple[Located[BaseModel], Loc, list[str]]]:
    for topic in files.topics:
        yield topic, (), topic.value.sources
        for loc, block in blocks(topic.value):
            yield topic, loc, block.sources
    for region in files.regions:
        facts: list[tuple[Loc, Fact]] = [(("emergency",), region.value.emergency)]
        facts += [(("organisations", n), o) for n, o in enumerate(region.value.organisations)]
        facts += [(("medicines", key), m) for key, m in region.value.medicines.items()]
        facts += [(("legal", n), paper) for n, paper in enumerate(region.value.legal)]
        for loc, fact in facts:
            yield region, loc, fact.sources
    for number, term in enumerate(files.glossary.value.terms):
        yield files.glossary, ("terms", number), term.sources


def pictures_are_there(files: Files, folder: Path) -> Iterator[Finding]:
    """A picture is a drawing in pictures/ with its words beside it."""
    known = sorted(files.pictures)
    for topic in files.topics:
        for loc, block in blocks(topic.value):
            if block.picture and block.picture.name not in known:
                yield topic.source.finding(
                    (*loc, "picture", "name"), "L08",
                    f"there is no picture '{block.picture.name}' in pictures/",
                    near(block.picture.name, known) or "pictures need NAME.svg and NAME.yaml",
                )  # fmt: skip
    for name, words in files.pictures.items():
        svg = folder / "pictures" / f"{name}.svg"
        if not svg.is_file() or svg.resolve().parent != (folder / "pictures").resolve():
            yield words.source.finding((), "L08", f"the drawing {name}.svg is missing here")


def links_lead_somewhere(files: Files, _folder: Path) -> Iterator[Finding]:
    """Links name topics or https addresses; text keeps to the subset and known placeholders."""
    known = files.topic_names()
    for topic in files.topics:
        for text in texts.of_topic(topic.value):
            yield from _text_findings(topic, text, known)


def _text_findings(topic: Located[Topic], text: texts.Text, known: list[str]) -> Iterator[Finding]:
    source = topic.source
    if text.markup is not texts.Markup.PLAIN:
        for line, what, instead in markdown.trouble(text.text):
            yield source.finding(text.loc, "S12", what, instead, text_line=line)
        for link in markdown.links(text.text):
            if link.is_external or link.target in known:
                continue
            local = markdown.PLACEHOLDER.sub("", link.target)
            if ":" in local or "/" in local or "." in local:
                yield source.finding(
                    text.loc, "S13", f"a link may not lead to '{link.target}'",
                    "link to a topic's id, or to an https:// address", text_line=link.line,
                )  # fmt: skip
            else:
                yield source.finding(
                    text.loc, "L09", f"there is no topic '{link.target}'",
                    near(link.target, known), text_line=link.line,
                )  # fmt: skip
    for match in markdown.PLACEHOLDER.finditer(text.text):
        if match[1] not in PLACEHOLDERS:
            line = text.text.count("\n", 0, match.start())
            yield source.finding(
                text.loc, "L11", f"there is nothing to fill in for '{match[0]}'",
                near(match[1], sorted(PLACEHOLDERS)), text_line=line,
            )  # fmt: skip


def regions_are_known(files: Files, _folder: Path) -> Iterator[Finding]:
    """Blocks are limited to regions there are; medicines are known in each region."""
    known = [region.value.region for region in files.regions]
    if "001" not in known:
        yield Finding(
            files.condition.source.file, 0, 0, "L10", "regions/001.yaml is missing",
            "the neutral region is used where none is named",
        )  # fmt: skip
    for topic in files.topics:
        for loc, block in blocks(topic.value):
            for number, name in enumerate(block.only.regions or () if block.only else ()):
                if name not in known:
                    yield topic.source.finding(
                        (*loc, "only", "regions", number), "L10", f"there is no region '{name}'",
                        near(name, known) or f"regions are {', '.join(known)}",
                    )  # fmt: skip
            for number, name in enumerate(block.medicines.names if block.medicines else ()):
                for region in files.regions:
                    if name not in region.value.medicines:
                        yield topic.source.finding(
                            (*loc, "medicines", "names", number), "L10",
                            f"region {region.value.region} says nothing of '{name}'",
                            near(name, sorted(region.value.medicines))
                            or "add it to that region's medicines",
                        )  # fmt: skip


def prepare_has_its_own_text(files: Files, _folder: Path) -> Iterator[Finding]:
    """Where a topic is `prepare` it is short and looks ahead, so it needs a body of its own."""
    for topic in files.topics:
        stages = [c for c, r in topic.value.relevance.items() if r is Relevance.PREPARE]
        if stages and topic.value.variants.prepare is None:
            yield topic.source.finding(
                ("relevance", stages[0]), "L12",
                f"'prepare' at stage {stages[0]}, but there is no text for it",
                "write 'variants: prepare:', one short page that looks ahead",
                severity=Severity.WARNING,
            )  # fmt: skip
        if stages == [] and topic.value.variants.prepare is not None:
            yield topic.source.finding(
                ("variants", "prepare"), "L12", "this text is never printed: no stage is 'prepare'",
                severity=Severity.WARNING,
            )  # fmt: skip


def blocks(topic: Topic) -> Iterator[tuple[Loc, Block]]:
    """Yield the blocks of a topic, of all its variants, with their places."""
    for number, block in enumerate(topic.body):
        yield ("body", number), block
    for name in ("prepare", "carer"):
        for number, block in enumerate(getattr(topic.variants, name) or ()):
            yield ("variants", name, number), block


RULES: list[Callable[[Files, Path], Iterator[Finding]]] = [
    ids_fit_files,
    codes_are_single,
    map_and_topics_agree,
    stages_are_known,
    choices_are_single,
    needs_are_known,
    sources_are_known,
    pictures_are_there,
    links_lead_somewhere,
    regions_are_known,
    prepare_has_its_own_text,
]
