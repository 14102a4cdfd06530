"""Documents into sheets: kept ones are taken, the others typeset in workers, largest first."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import partial

from generator.batch import pool
from generator.findings import ContentError, Finding
from generator.press import typeset
from generator.press.sheet import Sheet
from generator.press.store import Store
from generator.render.html import Document
from generator.render.theme import Face


@dataclass
class Listener:
    """Hears how the work goes; the command line shows it."""

    on_total: Callable[[int], None] = lambda _more: None
    on_step: Callable[[str], None] = lambda _what: None


@dataclass
class Typesetter:
    """Gives the sheets of documents, each typeset at most once."""

    store: Store
    faces: tuple[Face, ...]
    workers: pool.Workers
    listener: Listener = field(default_factory=Listener)
    force: bool = False
    made: int = 0
    """How many sheets were typeset, not taken from the store."""

    def __post_init__(self) -> None:
        self._sheets: dict[str, Sheet] = {}
        self._broken: dict[str, str] = {}

    def prepare(self, documents: Iterable[Document]) -> None:
        """Typeset what is neither known nor kept; what fails is remembered."""
        wanted = {typeset.key(document): document for document in documents}
        todo = [item for item in wanted.items() if not self._has(item[0])]
        todo.sort(key=lambda item: -len(item[1].html))
        if not todo:
            return
        self.listener.on_total(len(todo))
        work = partial(_typeset, faces=self.faces)
        for done in self.workers.do(work, todo):
            key, document = done.job
            if done.result is None:
                self._broken[key] = done.failure
            else:
                self._sheets[key] = Sheet.from_bytes(done.result)
                self.store.put("sheets", key, done.result)
                self.made += 1
            self.listener.on_step(document.name)

    def sheets(self, documents: Sequence[Document]) -> list[Sheet]:
        """Give the sheets of documents; raise ContentError naming those that failed."""
        self.prepare(documents)
        keys = [typeset.key(document) for document in documents]
        failed = [
            Finding(f"sheet {d.name}", 0, 0, "B01", f"could not be typeset: {self._broken[key]}",
                    "run booklet check; then look for very long words or tables")
            for key, d in zip(keys, documents, strict=True)
            if key in self._broken
        ]  # fmt: skip
        if failed:
            raise ContentError(failed)
        return [self._sheets[key] for key in keys]

    def _has(self, key: str) -> bool:
        if key in self._sheets or key in self._broken:
            return True
        kept = None if self.force else self.store.sheet(key)
        if kept:
            self._sheets[key] = kept
        return kept is not None


def press_workers(count: int) -> pool.Workers:
    """Give worker processes that are set up to typeset."""
    return pool.Workers(count, typeset.prepare_process)


def _typeset(job: tuple[str, Document], faces: tuple[Face, ...]) -> bytes:
    return typeset.typeset(job[1], faces)
