"""A document into a sheet: with `lean`, `spare`, `spoken` and `written` all that knows WeasyPrint.

Runs in worker processes. Nothing of the machine gets in: the fontconfig file has
no folders, fonts come as files under private names, the fetcher serves only the
document's own assets, and what the engine logs becomes a finding.
"""

from __future__ import annotations

import contextlib
import ctypes.util
import gc
import importlib
import logging
import os
import resource as limits
import sys
import tempfile
import types
import warnings
from collections.abc import Callable, Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

from generator.files import write_whole
from generator.press import measure, strips
from generator.press.sheet import LayoutFacts, Sheet
from generator.press.spare import Ruling, Spare
from generator.press.tidy import tidy
from generator.press.written import VERSION, Written
from generator.render.document import Document, close, loosened, with_notes
from generator.render.face import Face

BOXES = ('class="callout', 'class="contact', 'class="questions')
LOOSE_FROM = 1 / 2
"""A page, not the last, that is emptier than this waits for a box that does not fit: the sheet
is laid out again, close, and if that does not help with boxes that run on over pages."""
KINDS = {".svg": "image/svg+xml", ".png": "image/png", ".ttf": "font/ttf"}
UNUSED = ("fontTools.subset", "fontTools.varLib.instancer")
"""What WeasyPrint imports for variable fonts and where HarfBuzz has no subsetter: nearly half of
what importing it costs each worker (0.9 to 1.1 s of CPU; without them 0.45 to 0.6)."""
MOST_FONTS = 2
"""Sets of fonts that a process keeps, one a language, with all that was made for each (some 50 MB);
a worker stays with one language as long as it can."""
MOST_STYLES = 100
"""Styles that a process keeps; a run has a few for each setting."""
MOST_GARBAGE = 100_000
"""Objects made since garbage was last looked for, before it is again even while a layout grows:
that finds nothing, and took 8 % of the CPU for the sheets of ten booklets."""
SHEETS_TO_LOOK = 20
"""Sheets after which garbage is looked for: between two of them there is little to look through.
Without it thousands of copies made a worker grow by a quarter before `MOST_GARBAGE` was there."""
MAX_SECONDS = 120
"""CPU time for one sheet; a sheet takes about 0.3."""
MAX_MEMORY = 4 << 30
"""Address space of a worker, in bytes."""


class TypesetError(Exception):
    """A document could not be typeset; the text says why."""


def prepare_process() -> None:
    """Set a worker process up before WeasyPrint is imported in it."""
    folder = Path(tempfile.gettempdir()) / f"carefold-fontconfig-{os.getuid()}"
    folder.mkdir(exist_ok=True, mode=0o700)
    kept = folder.stat()
    if kept.st_uid != os.getuid() or kept.st_mode & 0o077:  # someone else was here first
        folder = Path(tempfile.mkdtemp(prefix="carefold-fontconfig-"))
    config = folder / "fonts.conf"
    rules = (
        '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd">'
        f"<fontconfig><cachedir>{folder}</cachedir></fontconfig>"
    )
    write_whole(config, rules.encode())  # another worker may be reading it
    os.environ["FONTCONFIG_FILE"] = str(config)
    warnings.filterwarnings("ignore", message="No fonts configured")  # that is the intent
    for name in UNUSED:
        sys.modules.setdefault(name, _Later(name))
    limits.setrlimit(limits.RLIMIT_AS, (MAX_MEMORY, MAX_MEMORY))


def load_engine() -> None:
    """Load WeasyPrint, in a process that was set up; it takes about half a second."""
    with _libraries_by_name():
        importlib.import_module("weasyprint")


@contextlib.contextmanager
def _libraries_by_name() -> Iterator[None]:
    """Let system libraries be found by the names that Linux knows them by.

    The engine tries each library's names on every system; for those of another one Python
    asks ldconfig, gcc and ld, some fifty processes in all: 0.2 s each time.
    """
    find = ctypes.util.find_library
    if sys.platform == "linux":
        ctypes.util.find_library = _found_by_nobody
    try:
        yield
    finally:
        ctypes.util.find_library = find


def _found_by_nobody(name: str) -> str | None:  # noqa: ARG001
    return None


def typeset(document: Document, faces: tuple[Face, ...]) -> bytes:
    """Typeset a document; give the sheet's bytes as they are kept.

    Raises TypesetError when the engine cannot make pages of it.
    """
    press = _press(document.fonts, tuple(face.path for face in faces))
    with _limited_time():
        data = _sheet(press, document, faces).to_bytes()
    press.sheets += 1
    if press.sheets % SHEETS_TO_LOOK == 0:
        gc.collect(1)  # what was made since it was last looked for
    return data


def _sheet(press: _Press, document: Document, faces: tuple[Face, ...]) -> Sheet:
    try:
        rendered, lines = press.lay_out(document)
        headings = measure.headings(rendered)
        press.speak(rendered)
        where = strips.places(rendered) if document.is_list else []
        written = press.write(rendered)
    except press.fatal as error:  # a BaseException, so that nothing swallows it
        raise TypesetError(str(error)) from error
    except Exception as error:
        raise TypesetError(f"{type(error).__name__}: {error}") from error
    facts = measure.facts(rendered, tuple(press.log), lines)
    if document.is_list:
        return _list(document, faces, written, where, facts)
    pdf, glyphs = tidy(written, faces, dict(document.links), document.least_pt)
    return Sheet(
        name=document.name,
        title=document.title,
        pages=len(rendered.pages),
        headings=headings,
        faces=glyphs,
        facts=facts,
        pdf=pdf,
    )


def _list(
    document: Document,
    faces: tuple[Face, ...],
    written: Written,
    where: list[strips.Place],
    facts: LayoutFacts,
) -> Sheet:
    """Make a sheet of strips; it has no pages."""
    try:
        cut = strips.cut(written, faces, where, dict(document.links))
    except strips.CutError as error:
        raise TypesetError(str(error)) from error
    facts = LayoutFacts(smallest=facts.smallest, log=facts.log)  # the rest is the items' own
    return Sheet(document.name, document.title, 0, (), cut.glyphs, facts, b"", cut.strips)


class _Press:
    """WeasyPrint with one set of fonts; a set is loaded once a process."""

    def __init__(self, fonts: str, files: tuple[Path, ...]) -> None:
        import weasyprint  # a second of CPU: only workers pay it
        from weasyprint.text.fonts import FontConfiguration
        from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

        from generator.press import lean
        from generator.press.written import write

        press = self

        class Assets(URLFetcher):  # type: ignore[misc]
            """Serves what the document lists, and nothing else."""

            def fetch(self, url: str, headers: object = None) -> Any:  # noqa: ARG002
                path = press.assets.get(url)
                if path is None:
                    raise FatalURLFetchingError(f"'{url}' is not part of the document")
                kind = {"Content-Type": KINDS[path.suffix]}
                return URLFetcherResponse(url, path.read_bytes(), kind)

            def stamp(self, url: str) -> tuple[str, int, int] | None:
                """Tell a file from others, and from what it was before; None for no file."""
                path = press.assets.get(url)
                if path is None:
                    return None
                state = path.stat()
                return str(path), state.st_mtime_ns, state.st_size

        self.weasyprint = weasyprint
        self.spare = _adapted()
        self.parsed = lean.Parsed
        self.write = write
        self.stay = lean.stay
        self.drawings = lean.known
        self.fatal = FatalURLFetchingError
        self.assets: dict[str, Path] = {f"asset:fonts/{path.name}": path for path in files}
        self.log: list[str] = []
        self.sheets = 0
        """How many it made."""
        self._styles: dict[str, tuple[Any, tuple[str, ...]]] = {}
        self.fetcher = Assets(allowed_protocols=["asset"], allow_redirects=False)
        self.font_config = FontConfiguration()
        handler = _Collect(self.log)
        logger = logging.getLogger("weasyprint")
        logger.handlers = [handler]
        logger.setLevel(logging.WARNING)
        logger.propagate = False
        self._css(fonts)  # which makes them known to the configuration
        _freeze()

    def lay_out(self, document: Document) -> tuple[Any, int]:
        """Lay a document out; give the lines for notes that its last page had room for, too.

        It is set so that the least stands empty before boxes. What is set close keeps its boxes
        whole, to be read at one look: that helps three in four of the sheets that need it. In
        the others boxes run on as well.
        """
        self.log.clear()
        self.assets = {asset.url: asset.path for asset in document.assets}
        style, faults = self._style(document.style)
        self.log += faults
        best = self._render(document, style)
        least = _torn(best[0]) if any(box in document.html for box in BOXES) else 0.0
        for way in (close(document), loosened(close(document)), loosened(document)):
            if least:
                anew = self._render(way, style)
                if (torn := _torn(anew[0])) < least:
                    best, least = anew, torn
        return best

    def speak(self, rendered: Any) -> None:
        """Let the runs of complex scripts say their own words."""
        from generator.press import spoken

        for boxes in measure.contents(rendered):
            spoken.note_lines(boxes)

    def _render(self, document: Document, style: Any) -> tuple[Any, int]:
        self.spare.ruling = _ruling(document) if document.notes else None
        html = with_notes(document, 1 if document.notes else 0)
        rendered = self.parsed(html, self.fetcher).render(
            stylesheets=[style],
            font_config=self.font_config,
            cache=self.drawings(self.assets, self.fetcher),
            pdf_version=VERSION,
            pdf_tags=True,
        )
        if not document.notes:
            return rendered, 0
        self.spare.clear(rendered)
        return rendered, self.spare.count

    def _style(self, text: str) -> tuple[Any, tuple[str, ...]]:
        """Read a style, and what the engine says of it; one that documents share, once.

        Measured: 12 % less CPU for the sheets of ten booklets.
        """
        if text not in self._styles:
            if len(self._styles) >= MOST_STYLES:
                self._styles.clear()
            before = len(self.log)
            style = self.stay(self._css(text))
            self._styles[text] = style, tuple(self.log[before:])
            del self.log[before:]
        return self._styles[text]

    def _css(self, text: str) -> Any:
        return self.weasyprint.CSS(
            string=text, font_config=self.font_config, url_fetcher=self.fetcher, base_url="asset:"
        )


class _Later(types.ModuleType):
    """A module that is imported when something of it is called, not before."""

    def __getattr__(self, name: str) -> Callable[..., Any]:
        if name.startswith("__"):
            raise AttributeError(name)

        def call(*args: Any, **options: Any) -> Any:
            if sys.modules.get(self.__name__) is self:
                del sys.modules[self.__name__]
            return getattr(importlib.import_module(self.__name__), name)(*args, **options)

        return call


class _Collect(logging.Handler):
    def __init__(self, log: list[str]) -> None:
        super().__init__(logging.WARNING)
        self._log = log

    def emit(self, record: logging.LogRecord) -> None:
        self._log.append(record.getMessage())


@lru_cache(maxsize=1)
def _adapted() -> Spare:
    """Adapt the engine, once a process."""
    from generator.press import lean, spoken

    lean.make_lean()
    spoken.let_runs_speak()
    spare = Spare()
    spare.watch()
    return spare


def _freeze() -> None:
    """Set aside what is loaded: no use in looking through it again and again, as it stays.

    But for what belongs to fonts that were dropped; that is looked for when there are new ones.
    """
    if gc.get_freeze_count():
        gc.unfreeze()
        gc.collect()
    gc.freeze()
    gc.set_threshold(MOST_GARBAGE, 1, 1)


@lru_cache(maxsize=MOST_FONTS)
def _press(fonts: str, files: tuple[Path, ...]) -> _Press:
    return _Press(fonts, files)


def _torn(rendered: Any) -> float:
    """Say how many pages stand empty where more than half of one does; the last does not count."""
    rooms = measure.rooms(rendered)[:-1]
    return sum(room.empty for room in rooms if room.empty > LOOSE_FROM)


def _ruling(document: Document) -> Ruling:
    frame_mm = 5 + 2.4 + 4 + 7.5 * document.least_pt / 10
    return Ruling(document.write_line_mm, frame_mm)


@contextlib.contextmanager
def _limited_time() -> Iterator[None]:
    """Bound the CPU time of one sheet; a worker that lives on has its old limit again."""
    used = limits.getrusage(limits.RUSAGE_SELF)
    before, hard = limits.getrlimit(limits.RLIMIT_CPU)
    seconds = int(used.ru_utime + used.ru_stime) + MAX_SECONDS
    given = [limit for limit in (before, hard) if limit != limits.RLIM_INFINITY]
    limits.setrlimit(limits.RLIMIT_CPU, (min([seconds, *given]), hard))
    try:
        yield
    finally:
        limits.setrlimit(limits.RLIMIT_CPU, (before, hard))
