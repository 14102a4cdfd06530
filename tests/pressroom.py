"""Small things to typeset, and the miniature project built: what the tests of the press share."""

from __future__ import annotations

import contextlib
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

from generator.batch import run
from generator.batch.crew import press_workers
from generator.batch.jobs import SheetJob
from generator.batch.manifest import Manifest
from generator.batch.order import Order, Request, orders
from generator.batch.plan import Planned, Planner
from generator.batch.run import Wanted
from generator.batch.schedule import Listener
from generator.batch.work import typeset_sheet
from generator.batch.workers import Workers
from generator.booklet import Plan
from generator.files import LocalFolder
from generator.press import keys
from generator.press.sheet import LayoutFacts, Sheet, Strip
from generator.press.store import Store
from generator.project import Project, supplied
from generator.render import theme as themes
from generator.render.document import NOTES_HERE, Asset, Document, items
from generator.render.theme import Theme
from tests import mini

TEMPLATES = supplied("templates")
FOLDER_MARK, USER_MARK = "zq-folder", "zq-user"
"""Words that stand in the paths and the environment of a build, and in none of its outputs."""

CHAIR = Path("content") / "demo" / "pictures" / "chair.svg"
NOTES = '<section class="notes"><h2>My notes</h2><span class="rule"></span></section>'
STYLE = """
@page { size: 148mm 210mm; margin: 15mm 14mm 17mm }
html { font: 13pt/1.38 "CF Atkinson" }
body, h1, h2, p { margin: 0 }
h1 { font-size: 23pt } h2 { font-size: 15pt; break-after: avoid }
.rule { display: block; height: 10mm; border-bottom: 1pt solid #888; box-sizing: border-box }
.notes { break-inside: avoid }
"""
EARLY = (  # sentences that WeasyPrint 70.0 breaks early at some widths
    "when at team feel or <strong>ask</strong> your nurse",
    "Breathing may feel weak at night and in the morning. Ask <strong>your team</strong> about it.",
    "Ask your family when you feel weak or tired about <strong>breathing</strong> and rest.",
)
WIDTHS_MM = range(40, 112)
OUTSIDE = "file:///etc/passwd"
REACHING = {  # ways for a document to ask for a file that is not its own: body, style
    "picture": (f'<p><img alt="A" src="{OUTSIDE}" /></p>', ""),
    "picture-of-the-net": ('<p><img alt="A" src="http://127.0.0.1:9/a.png" /></p>', ""),
    "picture-without-scheme": ('<p><img alt="A" src="pictures/other.svg" /></p>', ""),
    "picture-as-data": ('<p><img alt="A" src="data:image/svg+xml,%3Csvg/%3E" /></p>', ""),
    "picture-not-listed": ('<p><img alt="A" src="asset:pictures/other.svg" /></p>', ""),
    "object": (f'<p><object data="{OUTSIDE}"></object></p>', ""),
    "embed": (f'<p><embed src="{OUTSIDE}" /></p>', ""),
    "background": ("<p>A</p>", f"p {{ background: url({OUTSIDE}) }}"),
    "content": ("<p>A</p>", f"p::before {{ content: url({OUTSIDE}) }}"),
    "list-image": ("<ul><li>A</li></ul>", f"li {{ list-style-image: url({OUTSIDE}) }}"),
    "page-background": ("<p>A</p>", f"@page {{ background: url({OUTSIDE}) }}"),
    "font": (
        "<p>A</p>",
        f"@font-face {{ font-family: X; src: url({OUTSIDE}) }} p {{ font: 9pt X }}",
    ),
    "style-sheet": (f'<link rel="stylesheet" href="{OUTSIDE}" /><p>A</p>', ""),
    "imported-style": (f"<style>@import url({OUTSIDE});</style><p>A</p>", ""),
    "attachment": (f'<p><a rel="attachment" href="{OUTSIDE}">A</a></p>', ""),
    "linked-attachment": (f'<link rel="attachment" href="{OUTSIDE}" /><p>A</p>', ""),
}
DRAWN = {  # the same from inside a drawing that the document does list
    "svg-image": f'<image href="{OUTSIDE}" width="9" height="9"/>',
    "svg-style": f"<style>@import url({OUTSIDE});</style><rect width='3' height='3'/>",
    "svg-use": f'<use href="{OUTSIDE}#a"/>',
}
ENTITY = f'<!DOCTYPE svg [<!ENTITY e SYSTEM "{OUTSIDE}">]>'


@lru_cache(maxsize=1)
def theme() -> Theme:
    return themes.load(TEMPLATES).for_language("en")


def fonts() -> str:
    return "".join(
        f'@font-face{{font-family:"{face.family}";font-weight:{face.weight};src:url({face.url})}}\n'
        for face in theme().faces
    )


def document(name: str, body: str, style: str = "", *, notes: str = "",
             assets: tuple[Asset, ...] = ()) -> Document:  # fmt: skip
    """Make a document with a plain look."""
    html = (
        f'<!DOCTYPE html><html lang="en"><head><meta charset="utf-8" /><title>{name}</title>'
        f'<style>{STYLE}{style}</style></head><body><article id="{name}">{body}{NOTES_HERE}'
        "</article></body></html>"
    )
    faces = tuple(Asset(face.url, face.path) for face in theme().faces)
    return Document(
        name,
        name,
        "en",
        html,
        (*faces, *assets),
        fonts(),
        notes,
        links=(("rest", "Rest well"),),
        faces=theme().faces,
    )


def blank(document: Document, pages: int = 1, area: float = 0.0) -> Sheet:
    """Stand in for a document's sheet.

    Of a list, as many items as it has pages are as tall as the text area, the rest flat.
    """
    sheet = Sheet(document.name, document.title, pages, (), {}, LayoutFacts(), b"")
    if not document.is_list:
        return sheet
    strips = [
        Strip(name, height=area if at < pages else 0.0)
        for at, name in enumerate(items(document.html))
    ]
    return replace(sheet, pages=0, strips=tuple(strips))


def sweep(sentences: tuple[str, ...]) -> str:
    """Set sentences in columns of many widths."""
    return "<h1>Sweep</h1>" + "".join(
        f'<p style="width: {width}mm">{sentence}</p>'
        for sentence in sentences
        for width in WIDTHS_MM
    )


def plain(sentence: str) -> str:
    return sentence.replace("<strong>", "").replace("</strong>", "")


def specimens() -> dict[str, Document]:
    """Make the documents that tests of the press look at, by name."""
    table = (
        '<table><thead><tr><th scope="col">Day</th><th scope="col" colspan="2">Rest</th></tr>'
        '</thead><tbody><tr><th scope="row">Monday</th><td>long</td><td>good</td></tr></tbody>'
        "</table>"
    )
    words = "<p>" + "Rest early in the day, and often. " * 30 + "</p>"
    made = [
        document(
            "inline",
            '<h1>Inline</h1><p>Rest <strong>early</strong> in the day, see <a href="carefold:rest">'
            '<strong>Rest</strong></a> and <a href="https://example.org/a">a page</a>.</p>'
            "<ul><li>One</li><li>Two, <strong>bold</strong></li></ul>",
            '@page { @top-center { content: "Running head" } @bottom-center { content: "Foot" } }',
        ),
        document(
            "drawing",
            '<h1>Drawing</h1><svg xmlns="http://www.w3.org/2000/svg" width="30" height="30">'
            '<title>A box</title><g opacity="0.5"><rect width="20" height="20"/></g></svg>',
        ),
        document("table", f"<h1>Table</h1>{table}"),
        document(
            "sections",
            f"<h1>Sections</h1><h2>First</h2>{words}<h2>Second</h2>{words}<h2>Third</h2>{words}",
        ),
        document("room", "<h1>Room</h1><p>Short.</p>", notes=NOTES),
        document("half-room", f"<h1>Half</h1><p>{'Rest early in the day. ' * 22}</p>", notes=NOTES),
        document("no-room", f"<h1>No room</h1>{words}<p>And rest.</p>", notes=NOTES),
        document("wide-word", f"<h1>Wide</h1><p>{'m' * 80}</p>"),
        document(
            "wide-cell",
            f'<h1>Cell</h1><table style="width: 100%; table-layout: fixed"><tr><td>{"m" * 20}</td>'
            "<td>b</td><td>c</td></tr></table>",
        ),
        document("small", '<h1>Small</h1><p style="font-size: 7pt">Too small to read.</p>'),
        document(
            "stranded",
            '<h1>Top</h1><p>Text.</p><div style="height: 150mm"></div><h2>Left alone</h2>'
            '<p style="break-before: page">Its text.</p>',
        ),
        document("style-fault", "<h1>Style</h1>", "p { colour: red }"),
        document("missing-glyph", "<h1>Glyph</h1><p>No font has \U00013000.</p>"),
        document(
            "system-fonts",
            '<h1>Fonts</h1><p style="font-family: DejaVu Sans, Liberation Serif">Names.</p>'
            '<p style="font-family: serif">Kinds.</p><p style="font-family: monospace">Code.</p>',
        ),
        document("early", sweep(EARLY)),
        document("early-from-the-right", f'<div dir="rtl">{sweep(EARLY)}</div>'),
        document("not-early", sweep(tuple(plain(sentence) for sentence in EARLY))),
        document("deep", f"<h1>Deep</h1>{'<div>' * 600}x{'</div>' * 600}"),
    ]
    return {one.name: one for one in made}


def reaching(folder: Path) -> dict[str, Document]:
    """Make documents that each ask for a file that is not theirs; drawings go to `folder`."""
    made = [document(name, f"<h1>A</h1>{b}", style) for name, (b, style) in REACHING.items()]
    drawings = {name: ("", inside) for name, inside in DRAWN.items()}
    drawings["svg-entity"] = (ENTITY, "<text>&e;</text>")
    for name, (head, inside) in drawings.items():
        path = folder / f"{name}.svg"
        path.write_text(
            f'{head}<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 10">{inside}</svg>'
        )
        url = f"asset:pictures/{path.name}"
        body = f'<h1>A</h1><p><img alt="A" src="{url}" /></p>'
        made.append(document(name, body, assets=(Asset(url, path),)))
    return {one.name: one for one in made}


@dataclass(frozen=True)
class Specimens:
    """What became of each specimen: a sheet, or the reason there is none."""

    sheets: dict[str, Sheet]
    failures: dict[str, str]


def typeset_all(documents: list[Document], place: Path) -> Specimens:
    """Typeset documents in one worker process, where they are not kept."""
    store = Store(place)
    jobs = {one.name: SheetJob(keys.key(one), one, theme().faces, store) for one in documents}
    with press_workers(1) as workers:
        missing = [job for job in jobs.values() if store.sheet(job.key) is None]
        done = list(workers.do(typeset_sheet, missing))
    kept = {name: store.sheet(job.key) for name, job in jobs.items()}
    return Specimens(
        {name: sheet for name, sheet in kept.items() if sheet},
        {one.job.document.name: one.failure for one in done if one.failure},
    )


def project(root: Path, store: Path | None = None) -> Project:
    """Write the miniature project, with a store of its own or a shared one."""
    mini.write_project(root)
    if store is not None:
        store.mkdir(parents=True, exist_ok=True)
        (root / ".cache").symlink_to(store)
    return Project(root, root / "content")


ALL_STAGES = ("1", "2", "3A", "3B")
"""Of the miniature condition."""


def wanted(*requests: Request) -> Wanted:
    """Say what a build of requests for the miniature condition is to make."""
    asked = tuple(order for request in requests for order in orders(request, ALL_STAGES))
    return Wanted(asked, " ".join(request.digest() for request in requests))


def build(project_: Project, wanted_: Wanted, *, workers: Workers | None = None,
          force: bool = False, listener: Listener | None = None) -> run.Report:  # fmt: skip
    """Build in a project's own folder, with a worker process of its own where none is given."""
    manifest = Manifest(LocalFolder(project_.build))
    with contextlib.ExitStack() as stack:
        working = workers or stack.enter_context(press_workers(1))
        store = stack.enter_context(Store(project_.store).with_scratch())
        return run.build(
            project_, wanted_, manifest, working, store, force=force, listener=listener
        )


def planned(project_: Project, order: Order) -> Planned:
    """Plan a booklet; nothing is rendered yet."""
    return Planner(project_).plan(order)


def mini_plan(project_: Project, order: Order) -> Plan:
    """Plan a booklet."""
    return planned(project_, order).plan


@dataclass(frozen=True)
class Made:
    """The miniature booklet, built in all formats."""

    project: Project
    report: run.Report
    plan: Plan

    def read(self, format_: str) -> bytes:
        """Give a format's file."""
        (record,) = self.report.written
        return (self.project.build / record.files[format_].path).read_bytes()


REQUEST = Request(
    "demo", stages=("2",), formats=("reader", "home", "press", "html"), region="GB",
    opt_in=("wishes",),
)  # fmt: skip


def make_mini(root: Path, store: Path, jobs: int = 2) -> Made:
    """Build the miniature booklet of stage 2 in all formats."""
    made, asked = project(root, store), wanted(REQUEST)
    with press_workers(jobs) as workers:
        report = build(made, asked, workers=workers)
    return Made(made, report, mini_plan(made, asked.orders[0]))
