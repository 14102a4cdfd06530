"""Sheets printed alone: the sheet a nurse hands over, with the clinic's letterhead."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path

from generator.assembly import Assembly, Bound
from generator.batch import pool
from generator.batch.crew import press_workers
from generator.batch.jobs import BindJob, BoundFiles, Keys
from generator.batch.order import Order
from generator.batch.plan import Planner
from generator.batch.profile import clinic_name
from generator.batch.refused import untranslated
from generator.batch.schedule import Booklet, Schedule
from generator.content.library import Library
from generator.content.model import Topic
from generator.content.reading import near
from generator.files import LocalFolder
from generator.findings import ContentError, EnvironmentProblem, Finding, errors
from generator.preflight.expected import Expected
from generator.press.furniture import Furniture
from generator.press.piece import About, Piece, Tab
from generator.press.sheet import Sheet
from generator.press.store import Store
from generator.project import Project
from generator.render.document import Document
from generator.render.html import Renderer
from generator.render.setting import References
from generator.select import (
    TOPICS_HINT,
    Chosen,
    Profile,
    ProfileError,
    Stages,
    blocks,
    region,
)

MOST_CODES = 12
"""Codes of sheets in a file's name; of more stands a hash, as names have an end."""


def make(
    project: Project, order: Order, asked: Sequence[str], output: Path | None
) -> tuple[Path, int, list[Finding]]:
    """Write one PDF of some topics; give its path, its pages, and what to look at.

    Raises ProfileError for a topic that does not exist, ContentError if preflight
    refuses the pages, EnvironmentProblem if the file cannot be written.
    """
    planner = Planner(project)
    library = planner.library_for(order)
    topics = _topics(library, asked)
    profile = Profile(Stages("", ()), region(library, order.region))
    renderer = planner.renderer(order, profile)
    name = _name(order, profile, topics)
    folder = project.build / order.condition / "handouts"
    path = output or folder / f"{name}.pdf"
    with (
        Store(project.store).with_scratch() as store,
        press_workers(min(len(topics), pool.default_jobs())) as workers,
    ):

        def job(bound: Bound, keys: Keys) -> BindJob:
            return _job(name, topics, renderer, bound, keys, store, path)

        schedule: Schedule[None] = Schedule(workers, store)
        documents = _documents(topics, renderer, profile)
        refusal = untranslated(library, documents, whole=False)
        assembling = _assembly(documents, topics, renderer)
        ((_, bound),) = schedule.run([Booklet(None, assembling, job, refusal)])
    return path, _pages(bound), bound.findings


def _pages(bound: BoundFiles) -> int:
    if bound.trouble:
        raise EnvironmentProblem(bound.trouble)
    if errors(bound.findings):
        raise ContentError(bound.findings)
    return bound.pages


def _assembly(documents: list[Document], topics: Sequence[Topic], renderer: Renderer) -> Assembly:
    sheets = yield documents
    library, tokens = renderer.setting.library, renderer.setting.theme.tokens
    pieces = []
    for topic, sheet in zip(topics, sheets, strict=True):
        part = library.part_of(topic.id)
        index = library.map.parts.index(part)
        tab = Tab(part.letter, tokens.parts[part.colour], index, len(library.map.parts))
        pieces.append(_piece(topic, sheet, tab))
    about = About(
        title=", ".join(topic.title for topic in topics),
        language=renderer.setting.language,
        subject=library.condition.title,
        provenance={"topics": " ".join(f"{t.id}@{t.version}" for t in topics)},
        right_to_left=renderer.right_to_left,
    )
    return Bound(tuple(pieces), about)


def _piece(topic: Topic, sheet: Sheet, tab: Tab) -> Piece:
    return Piece(topic.id, f"{topic.code}  {topic.title}", sheet, tab)


def _documents(topics: Sequence[Topic], renderer: Renderer, profile: Profile) -> list[Document]:
    """Make the topics' documents; the first bears the letterhead."""
    references = References(frozenset(topic.id for topic in topics))
    documents = []
    for number, topic in enumerate(topics):
        chosen = Chosen(topic, "body", "asked for by name")
        printed = blocks(chosen, profile)
        documents.append(renderer.topic(chosen, printed, references, alone=number == 0))
    return documents


def _job(
    name: str,
    topics: Sequence[Topic],
    renderer: Renderer,
    bound: Bound,
    keys: Keys,
    store: Store,
    path: Path,
) -> BindJob:
    setting, theme = renderer.setting, renderer.setting.theme
    width, height = setting.theme.page_size(setting.edition, setting.paper)
    expected = Expected(
        name, [(t.id, t.title) for t in topics], width, height, folded=False,
        fonts=[files.family for files in setting.theme.tokens.fonts.values()], has_contents=False,
    )  # fmt: skip
    return BindJob(
        name, bound.pieces, keys, bound.about,
        Furniture(theme, setting.edition, setting.paper, right_to_left=bound.about.right_to_left),
        theme.faces, theme.tokens.editions[setting.edition].least,
        expected, store, LocalFolder(path.parent), {"reader": path.name},
    )  # fmt: skip


def _name(order: Order, profile: Profile, topics: Sequence[Topic]) -> str:
    codes = [topic.code for topic in topics]
    if len(codes) > MOST_CODES:
        rest = hashlib.sha256(" ".join(codes).encode()).hexdigest()[:6]
        codes = [*codes[:MOST_CODES], rest]
    where = [
        part for part in (profile.region, clinic_name(order.clinic)) if part not in ("001", "")
    ]
    return "-".join([order.condition, *codes, order.language, order.edition, *where])


def _topics(library: Library, asked: Sequence[str]) -> list[Topic]:
    by_name = dict(library.topics) | {t.code.lower(): t for t in library.topics.values()}
    unknown = [
        Finding(
            "TOPIC", 0, 0, "U01", f"there is no topic '{name}'",
            near(name, list(by_name)) or TOPICS_HINT,
        )
        for name in asked
        if name.lower() not in by_name
    ]  # fmt: skip
    if unknown:
        raise ProfileError(unknown)
    named = (by_name[name.lower()] for name in asked)
    return list({topic.id: topic for topic in named}.values())  # by code and by id: once
