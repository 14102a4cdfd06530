"""A request into files: what is missing is typeset, the rest is bound, checked, written.

One booklet's findings stop that booklet and no other.
"""

from __future__ import annotations

import contextlib
import hashlib
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from generator import booklet
from generator.batch.current import content_state
from generator.batch.manifest import Manifest, Record
from generator.batch.order import Order, Request, orders
from generator.batch.profile import clinic_name, find_clinic, load_condition, profile_of
from generator.batch.work import Listener, Typesetter, press_workers
from generator.check.release import release_findings
from generator.findings import ContentError, Finding, errors
from generator.preflight import layout
from generator.preflight import pdf as preflight
from generator.preflight.web import check_html
from generator.press import bind, impose, prepress
from generator.press.furniture import Furniture
from generator.press.store import Store, write_whole
from generator.project import Project
from generator.render import theme as themes
from generator.render import web
from generator.render.html import Renderer, Setting
from generator.render.theme import Theme
from generator.select import ProfileError, check_languages, select

ENDINGS = {"reader": ".pdf", "home": "-home.pdf", "press": "-press.pdf", "html": ".html"}


@dataclass
class Report:
    """What a run did."""

    written: list[Record] = field(default_factory=list)
    refused: dict[str, list[Finding]] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    """Warnings and reviews about content and pages that were written all the same."""
    stale: list[str] = field(default_factory=list)
    """Files of refused booklets that an earlier run left: not what this content says."""
    typeset: int = 0


def build(
    project: Project,
    request: Request,
    *,
    jobs: int,
    output: Path | None = None,
    force: bool = False,
    listener: Listener | None = None,
) -> Report:
    """Build what a request asks for.

    Raises ContentError if the content itself cannot be used, ProfileError if the
    request names what does not exist, EnvironmentProblem if this machine cannot.
    """
    folder = output or project.build
    state = content_state(project, request)
    manifest = Manifest(folder)
    run = _Run(project, request, jobs, folder, manifest, state, listener or Listener(), force)
    return run.go()


@dataclass
class _Run:
    project: Project
    request: Request
    jobs: int
    folder: Path
    manifest: Manifest
    state: str
    listener: Listener
    force: bool

    def go(self) -> Report:
        self.report = Report()
        self.library = load_condition(self.project, self.request.condition)
        self.report.findings += self.library.findings
        check_languages(self.library, self.request.languages)
        self.theme = themes.load(self.project.templates)
        self.clinic, self.logo = find_clinic(self.project, self.request.clinic)
        self.store = Store(self.project.store)
        self.renderers: dict[tuple[str, str], Renderer] = {}
        wanted = orders(self.request, [stage.code for stage in self.library.scheme.stages])
        plans = [(order, self._plan(order)) for order in wanted]
        with press_workers(self.jobs) as workers:
            self.typesetter = Typesetter(
                self.store, self.theme.faces, workers, self.listener, self.force
            )
            self._typeset([plan for _, plan in plans])
            for order, plan in plans:
                self._finish(order, plan)
        self.report.typeset = self.typesetter.made
        if not self.report.refused:
            self.manifest.answered(self.request.digest(), self.report.written)
        self.manifest.write()
        return self.report

    def _plan(self, order: Order) -> booklet.Plan:
        profile = profile_of(self.library, order)
        renderer = self._renderer(order, profile.region)
        name = booklet.stem(
            self.library.condition.id, order.language, order.edition, profile,
            clinic_name(self.request.clinic),
        )  # fmt: skip
        selection = select(self.library, profile)
        if not selection.chosen:
            message = f"no topic is for this reader at stage {profile.stages.label}"
            hint = "booklet explain, with the same options, says why"
            raise ProfileError([Finding("--stage", 0, 0, "U01", message, hint)])
        return booklet.plan(name, selection, renderer)

    def _renderer(self, order: Order, region_code: str) -> Renderer:
        key = (order.language, order.edition)
        if key not in self.renderers:
            self.renderers[key] = Renderer(
                Setting(
                    self.library,
                    self.theme,
                    order.edition,
                    order.language,
                    region_code,
                    self.clinic,
                    self.logo,
                )
            )
        return self.renderers[key]

    def _typeset(self, plans: list[booklet.Plan]) -> None:
        """Typeset all that the plans name, then what depends on page numbers, each in one go."""
        prepare = self.typesetter.prepare
        prepare(document for plan in plans for document in plan.documents())
        guesses = []
        for plan in plans:
            with contextlib.suppress(ContentError):  # a broken sheet is reported by its booklet
                guesses += booklet.numbered(plan, self.typesetter.sheets)
        prepare(guesses)

    def _finish(self, order: Order, plan: booklet.Plan) -> None:
        """Bind, check and write one booklet in all its formats; refuse it on any error."""
        try:
            outputs, pages, findings = self._outputs(order, plan)
        except ContentError as error:
            self._refuse(order, plan, list(error.findings))
            return
        self.report.findings += [f for f in findings if f not in errors(findings)]
        if stops := errors(findings):
            self._refuse(order, plan, list(stops))
            return
        for format_, data in outputs.items():
            path = self._path(order, plan, format_)
            write_whole(self.folder / path, data)
            record = Record(
                path=path,
                booklet=plan.name,
                format=format_,
                state=self.state,
                sha256=hashlib.sha256(data).hexdigest(),
                pages=pages,
                topics=[one.topic.id for one in plan.selection.chosen],
                draft=plan.is_draft,
                findings=[finding.as_dict() for finding in findings],
            )
            self.manifest.add(record)
            self.report.written.append(record)

    def _outputs(
        self, order: Order, plan: booklet.Plan
    ) -> tuple[dict[str, bytes], int, list[Finding]]:
        findings: list[Finding] = []
        if self.request.release:
            findings += release_findings(self.library, plan.selection, date.today())
        bound = booklet.complete(plan, self.typesetter.sheets)
        edition = self.theme.tokens.editions[order.edition]
        for piece in bound.pieces:
            findings += layout.check(piece.sheet, edition.least)
            findings += layout.blemishes(piece.sheet)
        if errors(findings):
            raise ContentError(findings)
        setting = plan.renderer.setting
        furniture = Furniture(
            self.theme, order.edition, setting.paper, right_to_left=plan.renderer.right_to_left
        )
        pages = sum(piece.sheet.pages for piece in bound.pieces)
        expected = expectation(plan, self.theme)
        outputs: dict[str, bytes] = {}
        binding = (bound.pieces, bound.about, furniture, self.theme.faces, self.store)
        reader = bind.bind(*binding)
        findings += preflight.check_reader(reader, expected)
        for format_ in self.request.formats:
            if format_ == "reader":
                outputs[format_] = reader
            elif format_ == "home":
                outputs[format_] = impose.home(
                    reader, folded=expected.folded, right_to_left=plan.renderer.right_to_left
                )
                findings += preflight.check_home(outputs[format_], expected, pages)
            elif format_ == "press":
                outputs[format_] = prepress.press(bind.bind(*binding, bleed=True))
                findings += preflight.check_press(outputs[format_], expected)
            else:
                page = web.page(plan)
                findings += check_html(page, expected)
                outputs[format_] = page.encode()
        return outputs, pages, findings

    def _refuse(self, order: Order, plan: booklet.Plan, findings: list[Finding]) -> None:
        self.report.refused[plan.name] = findings
        for format_ in self.request.formats:
            path = self._path(order, plan, format_)
            self.manifest.forget(path)
            if (self.folder / path).exists():
                self.report.stale.append(path)

    def _path(self, order: Order, plan: booklet.Plan, format_: str) -> str:
        stage = plan.selection.profile.stages.label.replace("+", "-")
        folder = f"{self.library.condition.id}/stage-{stage}/{order.language}"
        return f"{folder}/{plan.name}{ENDINGS[format_]}"


def expectation(plan: booklet.Plan, theme: Theme) -> preflight.Expected:
    """Say what preflight must find, from the selection."""
    setting = plan.renderer.setting
    width, height = theme.page_size(setting.edition, setting.paper)
    return preflight.Expected(
        name=plan.name,
        topics=[(one.topic.id, one.topic.title) for one in plan.selection.chosen],
        width_mm=width,
        height_mm=height,
        folded=theme.tokens.editions[setting.edition].page == "booklet",
        fonts=[files.family for files in theme.tokens.fonts.values()],
    )
