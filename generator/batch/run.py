"""Orders into files: what is up to date stays, the rest is planned, made, recorded.

One booklet's findings stop that booklet and no other.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from generator import booklet
from generator.assembly import Bound, assemble
from generator.batch import gallery, refused
from generator.batch.current import States
from generator.batch.jobs import BindJob, BoundFiles, Keys
from generator.batch.manifest import Manifest, Record
from generator.batch.order import Order
from generator.batch.plan import Planned, Planner, Verdict, judge, scope_of
from generator.batch.schedule import Booklet, Listener, Schedule
from generator.batch.workers import Workers
from generator.content.library import Library
from generator.files import Folder, LocalFolder
from generator.findings import Finding, errors
from generator.preflight.expected import Expected
from generator.press.furniture import Furniture
from generator.press.store import STALE, Store
from generator.project import Project
from generator.render.theme import Theme

KEPT_BYTES = 2 << 30
"""How large a local store may grow; a sheet has some 20,000 bytes."""
GROWN = 50
"""Sheets typeset in one run after which the store's size is looked at."""


@dataclass(frozen=True)
class Wanted:
    """What a run is to make, and where."""

    orders: tuple[Order, ...]
    request: str
    """Hash under which the manifest keeps the answer."""
    libraries: dict[str, Library] = field(default_factory=dict)
    """Those that were loaded already."""
    states: States | None = None
    """What all depends on, where that was looked at already."""


@dataclass
class Report:
    """What a run did."""

    written: list[Record] = field(default_factory=list)
    current: list[Record] = field(default_factory=list)
    """Booklets that were as they would be made."""
    refused: dict[str, list[Finding]] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    """Warnings and reviews about content and pages that were written all the same."""
    stale: list[str] = field(default_factory=list)
    """Files of refused booklets that an earlier run left: not what this content says."""
    troubles: list[str] = field(default_factory=list)
    """What this machine could not do, such as write to a full disk."""
    typeset: int = 0


def plan(
    project: Project, wanted: Wanted, manifest: Manifest, *, force: bool = False
) -> list[Verdict]:
    """Say of each booklet whether it would be made, and why.

    Raises ContentError if content cannot be used, ProfileError if an order names
    what does not exist.
    """
    sieve = _Sieve(project, wanted, manifest, force)
    verdicts = {order.digest(): verdict for order, verdict in sieve.decided()}
    return [verdicts[order.digest()] for order in wanted.orders]


def build(
    project: Project,
    wanted: Wanted,
    manifest: Manifest,
    workers: Workers,
    store: Store,
    *,
    force: bool = False,
    ships: bool = False,
    listener: Listener | None = None,
) -> Report:
    """Build what is wanted and not up to date.

    `ships` puts fonts and pictures into the store, for workers on other machines.

    Raises ContentError if the content itself cannot be used, ProfileError if an
    order names what does not exist, EnvironmentProblem if this machine cannot.
    """
    sieve = _Sieve(project, wanted, manifest, force)
    run = _Run(sieve, workers, store, listener or Listener(), ships)
    try:
        return run.go()
    finally:
        manifest.write()  # what is finished counts, however the run ends
        gallery.write(project, manifest)


class _Sieve:
    """Parts orders that are up to date from those to be made, looking no closer than it must."""

    def __init__(self, project: Project, wanted: Wanted, manifest: Manifest, force: bool) -> None:
        self.project, self.wanted, self.manifest, self.force = project, wanted, manifest, force
        self.states = wanted.states or States(project)
        self.digests = {order: order.digest() for order in wanted.orders}
        self.unsure = [order for order in wanted.orders if force or not self._unchanged(order)]
        unsure = set(self.unsure)
        self.sure = [order for order in wanted.orders if order not in unsure]

    def _unchanged(self, order: Order) -> bool:
        """Say whether nothing changed that a booklet may depend on, and its files are whole."""
        record = self.manifest.records.get(self.digests[order])
        if record is None or record.state != self.states.of(scope_of(order)):
            return False
        return set(record.files) == set(order.formats) and self.manifest.intact(record)

    def planner(self) -> Planner:
        """Give a planner for what is not sure."""
        return Planner(self.project, dict(self.wanted.libraries), self.states)

    def decided(self) -> list[tuple[Order, Verdict]]:
        """Judge every order."""
        verdicts = []
        for order in self.sure:
            record = self.manifest.records[self.digests[order]]
            verdicts.append((order, Verdict(record.name, record.paths())))
        if self.unsure:
            planned = self.planner().plan_all(self.unsure)
            verdicts += [(one.order, self.judged(one)) for one in planned]
        return verdicts

    def judged(self, planned: Planned) -> Verdict:
        """Judge a planned booklet."""
        record = self.manifest.records.get(self.digests[planned.order])
        verdict = judge(planned, record, self.manifest)
        if self.force and not verdict.reasons:
            return replace(verdict, reasons=["forced"])
        return verdict


@dataclass
class _Run:
    sieve: _Sieve
    workers: Workers
    store: Store
    listener: Listener
    ships: bool

    def go(self) -> Report:
        self.report = Report()
        sieve, manifest = self.sieve, self.sieve.manifest
        for order in sieve.sure:
            self.report.current.append(manifest.records[sieve.digests[order]])
        if sieve.unsure:
            self._make()
        if not self.report.refused and not self.report.troubles:
            manifest.answered(sieve.wanted.request, sieve.digests.values())
        return self.report

    def _make(self) -> None:
        planner = self.sieve.planner()
        planned = planner.plan_all(self.sieve.unsure)
        for condition in sorted({one.order.condition for one in planned}):
            self.report.findings += planner.library(condition).findings
        due = (self._booklet(one) for one in planned if self._is_due(one))
        schedule: Schedule[Planned] = Schedule(
            self.workers, self.store, self.listener, self.sieve.force, self.ships
        )
        for one, bound in schedule.run(due):
            self._ended(one, bound)
        self.report.typeset = schedule.typeset
        if schedule.typeset > GROWN:
            self.store.prune(KEPT_BYTES)
        self.report.written.sort(key=lambda record: record.paths())

    def _is_due(self, planned: Planned) -> bool:
        """Say whether a booklet must be made; note anew one whose parts are all as they were."""
        if self.sieve.judged(planned).reasons or refused.refusal(planned):
            return True
        digest = self.sieve.digests[planned.order]
        record = replace(
            self.sieve.manifest.records[digest], state=self.sieve.states.of(planned.scope)
        )
        self.sieve.manifest.add(digest, record)
        self.report.current.append(record)
        return False

    def _booklet(self, planned: Planned) -> Booklet[Planned]:
        def job(bound: Bound, keys: Keys) -> BindJob:
            made = bind_job(planned, bound, keys, self.store, self.sieve.manifest.folder)
            return replace(made, anew=self.sieve.force)

        return Booklet(planned, assemble(planned.plan), job, refused.refusal(planned))

    def _ended(self, planned: Planned, bound: BoundFiles) -> None:
        """Record a booklet that was written, or note why there is none."""
        stops = list(errors(bound.findings))
        self.report.findings += [f for f in bound.findings if f not in stops]
        digest = self.sieve.digests[planned.order]
        if bound.trouble:
            self.report.troubles.append(bound.trouble)
            self.listener.on_failure(bound.trouble)
            return
        if stops:
            self._refuse(planned, stops)
            return
        record = Record(
            name=planned.name,
            scope=planned.scope,
            state=self.sieve.states.of(planned.scope),
            inputs=planned.inputs,
            pages=bound.pages,
            empty=bound.empty,
            files=bound.files,
            topics=[one.topic.id for one in planned.plan.selection.chosen],
            draft=planned.plan.is_draft,
            findings=[finding.as_dict() for finding in bound.findings],
            shown=gallery.shown(planned),
        )
        self.sieve.manifest.add(digest, record)
        self.report.written.append(record)

    def _refuse(self, planned: Planned, findings: list[Finding]) -> None:
        manifest = self.sieve.manifest
        self.report.refused[planned.name] = findings
        self.listener.on_failure(f"{planned.name} was refused: {findings[0]}".split("\n")[0])
        manifest.forget(self.sieve.digests[planned.order])
        self.report.stale += [p for p in planned.paths.values() if manifest.folder.digest(p)]


def bind_job(
    planned: Planned,
    bound: Bound,
    keys: Keys,
    store: Store,
    folder: Folder,
) -> BindJob:
    """Say all that binding a booklet needs."""
    page = ""
    if "html" in planned.paths:
        from generator.render import web  # only this format needs it

        page = web.page(planned.plan)
    setting = planned.plan.renderer.setting
    theme = setting.theme
    return BindJob(
        name=planned.plan.name,
        pieces=bound.pieces,
        keys=keys,
        about=bound.about,
        furniture=Furniture(
            theme, setting.edition, setting.paper, right_to_left=bound.about.right_to_left
        ),
        faces=theme.faces,
        least_pt=theme.tokens.editions[setting.edition].least,
        expected=expectation(planned.plan, theme),
        store=store,
        folder=folder,
        paths=planned.paths,
        page=page,
    )


def expectation(plan: booklet.Plan, theme: Theme) -> Expected:
    """Say what preflight must find, from the selection."""
    setting = plan.renderer.setting
    width, height = theme.page_size(setting.edition, setting.paper)
    return Expected(
        name=plan.name,
        topics=[(one.topic.id, one.topic.title) for one in plan.selection.chosen],
        width_mm=width,
        height_mm=height,
        folded=theme.tokens.editions[setting.edition].page == "booklet",
        fonts=[files.family for files in theme.tokens.fonts.values()],
        has_contents=plan.has_contents,
    )


def prune(manifest: Manifest, orders: Sequence[Order]) -> list[str]:
    """Remove the files of booklets that no order asks for; give their paths.

    Only what the manifest says this program wrote is ever removed.
    """
    wanted = {order.digest() for order in orders}
    kept = {
        path
        for digest, record in manifest.records.items()
        if digest in wanted
        for path in record.paths()
    }
    removed: list[str] = []
    for digest, record in list(manifest.records.items()):
        if digest not in wanted:
            for path in record.paths():
                if path not in kept:
                    manifest.folder.remove(path)
                    removed.append(path)
            manifest.forget(digest)
    manifest.write()
    if isinstance(manifest.folder, LocalFolder):
        manifest.folder.sweep(STALE)  # what killed processes left half written
    return sorted(set(removed))  # two orders may have had one file
