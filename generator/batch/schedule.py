"""Sheets first, then bindings as their sheets arrive.

Every booklet asks for sheets of documents (`assembly.assemble`). What is kept is
taken from the store; the rest is typeset once for all booklets that want it,
the longest first. When its last sheet is there a booklet asks for more, or is
bound at once: its pages are complete long before the last sheet of the run.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Generic, TypeVar

from generator.assembly import Assembly, Bound
from generator.batch.jobs import BindJob, BoundFiles, Keys, SheetJob
from generator.batch.work import bind_booklet, typeset_sheet
from generator.batch.workers import Done, Workers
from generator.findings import Finding
from generator.press import keys
from generator.press.sheet import Sheet
from generator.press.store import Store
from generator.render.document import Document

Owner = TypeVar("Owner")

NUMBERED, BIND, SHEET = range(3)
"""Ranks: what lets a booklet be bound goes before what begins another."""


@dataclass
class Listener:
    """Hears how the work goes; the command line shows it."""

    on_total: Callable[[int], None] = lambda _more: None
    on_step: Callable[[str], None] = lambda _what: None
    on_failure: Callable[[str], None] = lambda _line: None


@dataclass(eq=False)
class Booklet(Generic[Owner]):
    """A booklet on its way: whose it is, and what it still waits for."""

    owner: Owner
    assembling: Assembly
    job: Callable[[Bound, Keys], BindJob]
    """Makes the binding's job of the pieces and the keys of the sheets."""
    refusal: list[Finding] = field(default_factory=list)
    """Why it must not be made at all."""
    wanted: list[Document] = field(default_factory=list)
    missing: set[str] = field(default_factory=set)
    keys: dict[str, str] = field(default_factory=dict)
    """Key of the sheet, by the name of its document."""
    is_numbered: bool = False


@dataclass
class Schedule(Generic[Owner]):
    """Drives booklets to their end with some workers."""

    workers: Workers
    store: Store
    listener: Listener = field(default_factory=Listener)
    force: bool = False
    ships: bool = False
    """Whether workers on other machines need fonts and pictures from the store."""
    typeset: int = 0
    """How many sheets were typeset, not taken from the store."""

    def __post_init__(self) -> None:
        self._sheets: dict[str, Sheet] = {}
        self._broken: dict[str, str] = {}
        self._waiting: dict[str, list[Booklet[Owner]]] = {}
        self._binding: dict[int, Booklet[Owner]] = {}
        self._assets: dict[Path, str] = {}
        self._refused: list[tuple[Owner, BoundFiles]] = []

    def run(self, booklets: Iterable[Booklet[Owner]]) -> Iterator[tuple[Owner, BoundFiles]]:
        """Make booklets; yield each when it is written or refused.

        They may be planned as they are taken: workers begin with the first.
        """
        for one in booklets:
            self.listener.on_total(1)
            if one.refusal:
                self._refuse(one, one.refusal)
            else:
                self._ask(one, next(one.assembling))
            yield from self._take(self.workers.ready())
        yield from self._take(self.workers.results())

    def _take(self, results: Iterator[Done[Any, Any]]) -> Iterator[tuple[Owner, BoundFiles]]:
        yield from self._take_refused()
        for done in results:
            if isinstance(done.job, SheetJob):
                self._arrived(done)
            else:
                yield self._bound(done)
            yield from self._take_refused()

    def _take_refused(self) -> Iterator[tuple[Owner, BoundFiles]]:
        while self._refused:
            yield self._refused.pop()

    def _ask(self, one: Booklet[Owner], documents: list[Document]) -> None:
        """Note what a booklet wants; queue what nobody has asked for yet."""
        one.wanted = documents
        for document in documents:
            key = keys.key(document)
            one.keys[document.name] = key
            if not self._has(key):
                one.missing.add(key)
                if key not in self._waiting:
                    self._queue(key, document, NUMBERED if one.is_numbered else SHEET)
                self._waiting.setdefault(key, []).append(one)
        if not one.missing:
            self._go_on(one)

    def _queue(self, key: str, document: Document, rank: int) -> None:
        self.listener.on_total(1)
        paths = [one.path for one in document.assets] + [face.path for face in document.faces]
        shipped = {path: self._shipped(path) for path in paths} if self.ships else {}
        job = SheetJob(key, document, document.faces, self.store, shipped)
        size, setting = len(document.html), _setting(document)
        self.workers.add(typeset_sheet, job, rank=rank, size=size, setting=setting)

    def _shipped(self, path: Path) -> str:
        if path not in self._assets:
            self._assets[path] = self.store.keep_asset(path)
        return self._assets[path]

    def _has(self, key: str) -> bool:
        if key in self._sheets or key in self._broken:
            return True
        kept = None if self.force else self.store.sheet(key, light=True)
        if kept:
            self._sheets[key] = kept
        return kept is not None

    def _arrived(self, done: Done[SheetJob, Sheet]) -> None:
        key = done.job.key
        if done.result is None:
            self._broken[key] = done.failure
            self.listener.on_failure(f"sheet {done.job.document.name}: {done.failure}")
        else:
            self._sheets[key] = done.result
            self.typeset += 1
        self.listener.on_step(done.job.document.name)
        for one in self._waiting.pop(key, ()):
            one.missing.discard(key)
            if not one.missing:
                self._go_on(one)

    def _go_on(self, one: Booklet[Owner]) -> None:
        """Send a booklet the sheets it asked for: it asks for more, or can be bound."""
        failed = [d for d in one.wanted if one.keys[d.name] in self._broken]
        if failed:
            self._refuse(one, [_broken(d.name, self._broken[one.keys[d.name]]) for d in failed])
            return
        try:
            one.is_numbered = True
            more = one.assembling.send([self._sheets[one.keys[d.name]] for d in one.wanted])
        except StopIteration as finished:
            bound: Bound = finished.value
            job = one.job(bound, one.keys)
            if self.ships:
                job = replace(job, shipped={f.path: self._shipped(f.path) for f in job.faces})
            self._binding[id(job)] = one
            self.workers.add(bind_booklet, job, rank=BIND, setting=_setting(one.wanted[0]))
            return
        self._ask(one, more)

    def _bound(self, done: Done[BindJob, BoundFiles]) -> tuple[Owner, BoundFiles]:
        one = self._binding.pop(id(done.job))
        self.listener.on_step(done.job.name)
        if done.result is None:
            self.listener.on_failure(f"{done.job.name}: {done.failure}")
            hint = "run it again; if it fails again, booklet doctor"
            lost = Finding(done.job.name, 0, 0, "B02", f"could not be bound: {done.failure}", hint)
            return one.owner, BoundFiles(findings=[lost])
        return one.owner, done.result

    def _refuse(self, one: Booklet[Owner], findings: list[Finding]) -> None:
        self.listener.on_step("")
        self._refused.append((one.owner, BoundFiles(findings=findings)))


def _setting(document: Document) -> Hashable:
    """Say what a document has in common with others, so that a worker knows it already."""
    return (document.language, document.style)


def _broken(name: str, failure: str) -> Finding:
    return Finding(
        f"sheet {name}", 0, 0, "B01", f"could not be typeset: {failure}",
        "run booklet check; then look for very long words or tables",
    )  # fmt: skip
