"""Small things to typeset, and the miniature project built: what the tests of the press share."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from generator.batch import run
from generator.batch.order import Order, Request
from generator.batch.profile import load_condition, profile_of
from generator.batch.work import Typesetter, press_workers
from generator.booklet import Plan, plan, stem
from generator.findings import ContentError
from generator.press.sheet import Sheet
from generator.press.store import Store
from generator.project import Project, supplied
from generator.render import theme as themes
from generator.render.html import NOTES_HERE, Asset, Document, Renderer, Setting
from generator.render.theme import Theme
from generator.select import select
from tests import mini

TEMPLATES = supplied("templates")
FOLDER_MARK, USER_MARK = "zq-folder", "zq-user"
"""Words that stand in the paths and the environment of a build, and in none of its outputs."""

CHAIR = Path("content") / "demo" / "pictures" / "chair.svg"
NOTES = '<section class="notes"><h2>My notes</h2><div class="rule"></div></section>'
STYLE = """
@page { size: 148mm 210mm; margin: 15mm 14mm 17mm }
html { font: 13pt/1.38 "CF Atkinson" }
body, h1, h2, p { margin: 0 }
h1 { font-size: 23pt } h2 { font-size: 15pt; break-after: avoid }
.rule { height: 10mm; border-bottom: 1pt solid #888; box-sizing: border-box }
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
    "picture": (f'<p><img alt="A" src="{OUTSIDE}"></p>', ""),
    "picture-of-the-net": ('<p><img alt="A" src="http://127.0.0.1:9/a.png"></p>', ""),
    "picture-without-scheme": ('<p><img alt="A" src="pictures/other.svg"></p>', ""),
    "picture-as-data": ('<p><img alt="A" src="data:image/svg+xml,%3Csvg/%3E"></p>', ""),
    "picture-not-listed": ('<p><img alt="A" src="asset:pictures/other.svg"></p>', ""),
    "object": (f'<p><object data="{OUTSIDE}"></object></p>', ""),
    "embed": (f'<p><embed src="{OUTSIDE}"></p>', ""),
    "background": ("<p>A</p>", f"p {{ background: url({OUTSIDE}) }}"),
    "content": ("<p>A</p>", f"p::before {{ content: url({OUTSIDE}) }}"),
    "list-image": ("<ul><li>A</li></ul>", f"li {{ list-style-image: url({OUTSIDE}) }}"),
    "page-background": ("<p>A</p>", f"@page {{ background: url({OUTSIDE}) }}"),
    "font": (
        "<p>A</p>",
        f"@font-face {{ font-family: X; src: url({OUTSIDE}) }} p {{ font: 9pt X }}",
    ),
    "style-sheet": (f'<link rel="stylesheet" href="{OUTSIDE}"><p>A</p>', ""),
    "imported-style": (f"<style>@import url({OUTSIDE});</style><p>A</p>", ""),
    "attachment": (f'<p><a rel="attachment" href="{OUTSIDE}">A</a></p>', ""),
    "linked-attachment": (f'<link rel="attachment" href="{OUTSIDE}"><p>A</p>', ""),
}
DRAWN = {  # the same from inside a drawing that the document does list
    "svg-image": f'<image href="{OUTSIDE}" width="9" height="9"/>',
    "svg-style": f"<style>@import url({OUTSIDE});</style><rect width='3' height='3'/>",
    "svg-use": f'<use href="{OUTSIDE}#a"/>',
}
ENTITY = f'<!DOCTYPE svg [<!ENTITY e SYSTEM "{OUTSIDE}">]>'


@lru_cache(maxsize=1)
def theme() -> Theme:
    return themes.load(TEMPLATES)


def fonts() -> str:
    return "".join(
        f'@font-face{{font-family:"{face.family}";font-weight:{face.weight};src:url({face.url})}}\n'
        for face in theme().faces
    )


def document(name: str, body: str, style: str = "", *, notes: str = "",
             assets: tuple[Asset, ...] = ()) -> Document:  # fmt: skip
    """Make a document with a plain look."""
    html = (
        f'<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>{name}</title>'
        f'<style>{STYLE}{style}</style></head><body><article id="{name}">{body}{NOTES_HERE}'
        "</article></body></html>"
    )
    faces = tuple(Asset(face.url, face.path) for face in theme().faces)
    return Document(
        name, name, "en", html, (*faces, *assets), fonts(), notes, links=(("rest", "Rest well"),)
    )


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
        body = f'<h1>A</h1><p><img alt="A" src="{url}"></p>'
        made.append(document(name, body, assets=(Asset(url, path),)))
    return {one.name: one for one in made}


@dataclass(frozen=True)
class Specimens:
    """What became of each specimen: a sheet, or the reason there is none."""

    sheets: dict[str, Sheet]
    failures: dict[str, str]


def typeset_all(documents: list[Document], store: Path) -> Specimens:
    """Typeset documents in one worker process."""
    sheets: dict[str, Sheet] = {}
    failures: dict[str, str] = {}
    with press_workers(1) as workers:
        typesetter = Typesetter(Store(store), theme().faces, workers)
        typesetter.prepare(documents)
        for one in documents:
            try:
                sheets[one.name] = typesetter.sheets([one])[0]
            except ContentError as error:
                failures[one.name] = str(error)
    return Specimens(sheets, failures)


def project(root: Path, store: Path | None = None) -> Project:
    """Write the miniature project, with a store of its own or a shared one."""
    mini.write_project(root)
    if store is not None:
        store.mkdir(parents=True, exist_ok=True)
        (root / ".cache").symlink_to(store)
    return Project(root, root / "content")


def mini_plan(project_: Project, request: Request) -> Plan:
    """Plan the booklet of a request's first stage."""
    library = load_condition(project_, request.condition)
    order = Order(request, request.stages[0], request.languages[0], request.editions[0])
    profile = profile_of(library, order)
    setting = Setting(library, theme(), order.edition, order.language, profile.region)
    name = stem(request.condition, order.language, order.edition, profile)
    return plan(name, select(library, profile), Renderer(setting))


@dataclass(frozen=True)
class Made:
    """The miniature booklet, built in all formats."""

    project: Project
    request: Request
    report: run.Report
    plan: Plan

    def read(self, format_: str) -> bytes:
        """Give a format's file."""
        record = next(one for one in self.report.written if one.format == format_)
        return (self.project.build / record.path).read_bytes()


REQUEST = Request(
    "demo", stages=("2",), formats=("reader", "home", "press", "html"), region="GB",
    opt_in=("wishes",),
)  # fmt: skip


def make_mini(root: Path, store: Path, jobs: int = 2) -> Made:
    """Build the miniature booklet of stage 2 in all formats."""
    made = project(root, store)
    report = run.build(made, REQUEST, jobs=jobs)
    return Made(made, REQUEST, report, mini_plan(made, REQUEST))
