"""Sheets printed alone: the sheet a nurse hands over, with the clinic's letterhead."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from generator.batch import pool
from generator.batch.order import Request
from generator.batch.profile import clinic_name, find_clinic, load_condition
from generator.batch.work import Typesetter, press_workers
from generator.content.library import Library
from generator.content.model import Topic
from generator.content.reading import near
from generator.findings import ContentError, Finding, errors
from generator.preflight import layout
from generator.preflight import pdf as preflight
from generator.press import bind
from generator.press.furniture import Furniture, Tab
from generator.press.store import Store, write_whole
from generator.project import Project
from generator.render import theme as themes
from generator.render.html import References, Renderer, Setting
from generator.select import Chosen, Profile, ProfileError, Stages, blocks, check_languages, region


def make(
    project: Project, request: Request, asked: Sequence[str], output: Path | None
) -> tuple[Path, int, list[Finding]]:
    """Write one PDF of some topics; give its path, its pages, and what to look at.

    Raises ProfileError for a topic that does not exist, ContentError if preflight
    refuses the pages.
    """
    library = load_condition(project, request.condition)
    check_languages(library, request.languages)
    topics = _topics(library, asked)
    theme = themes.load(project.templates)
    edition, language = request.editions[0], request.languages[0]
    code = region(library, request.region)
    clinic, logo = find_clinic(project, request.clinic)
    setting = Setting(library, theme, edition, language, code, clinic, logo)
    renderer = Renderer(setting)
    references = References(frozenset(topic.id for topic in topics))
    profile = Profile(Stages("", ()), code)
    documents = []
    for number, topic in enumerate(topics):
        chosen = Chosen(topic, "body", "asked for by name")
        documents.append(
            renderer.topic(chosen, blocks(chosen, profile), references, alone=number == 0)
        )
    store = Store(project.store)
    with press_workers(min(len(documents), pool.default_jobs())) as workers:
        sheets = Typesetter(store, theme.faces, workers).sheets(documents)
    tokens = theme.tokens
    findings = [f for sheet in sheets for f in layout.check(sheet, tokens.editions[edition].least)]
    pieces = []
    for topic, sheet in zip(topics, sheets, strict=True):
        part = library.part_of(topic.id)
        index = library.map.parts.index(part)
        tab = Tab(part.letter, tokens.parts[part.colour], index, len(library.map.parts))
        pieces.append(bind.Piece(topic.id, f"{topic.code}  {topic.title}", sheet, tab))
    about = bind.About(
        title=", ".join(topic.title for topic in topics),
        language=language,
        subject=library.condition.title,
        provenance={"topics": " ".join(f"{t.id}@{t.version}" for t in topics)},
        right_to_left=renderer.right_to_left,
    )
    furniture = Furniture(theme, edition, setting.paper, right_to_left=renderer.right_to_left)
    data = bind.bind(pieces, about, furniture, theme.faces, store)
    width, height = theme.page_size(edition, setting.paper)
    codes = [topic.code for topic in topics]
    where = [part for part in (code, clinic_name(request.clinic)) if part not in ("001", "")]
    name = "-".join([request.condition, *codes, language, edition, *where])
    findings += preflight.check_reader(
        data,
        preflight.Expected(
            name, [(t.id, t.title) for t in topics], width, height, folded=False,
            fonts=[files.family for files in tokens.fonts.values()], has_contents=False,
        ),
    )  # fmt: skip
    if errors(findings):
        raise ContentError(findings)
    path = output or project.build / request.condition / "handouts" / f"{name}.pdf"
    write_whole(path, data)
    return path, sum(sheet.pages for sheet in sheets), findings


def _topics(library: Library, asked: Sequence[str]) -> list[Topic]:
    by_name = dict(library.topics) | {t.code.lower(): t for t in library.topics.values()}
    unknown = [
        Finding(
            "TOPIC", 0, 0, "U01", f"there is no topic '{name}'",
            near(name, list(by_name)) or "booklet explain lists topics and their codes",
        )
        for name in asked
        if name.lower() not in by_name
    ]  # fmt: skip
    if unknown:
        raise ProfileError(unknown)
    return [by_name[name.lower()] for name in asked]
