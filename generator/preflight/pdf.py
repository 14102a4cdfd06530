"""A finished PDF → findings. Reads the bytes back, as a printer and a screen reader would."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from typing import Any

import page as page_validation
import pikepdf
import pypdfium2

from generator.findings import Finding
from generator.preflight.expected import Expected
from generator.preflight.passed import Passed
from generator.press.furniture import BLEED_MM, PT_PER_MM


def check_reader(data: bytes, expected: Expected, passed: Passed | None = None) -> list[Finding]:
    """Judge a reader PDF: PDF/UA-1, fonts, boxes, every topic once, true page numbers.

    Content of pages that has `passed` the validator before is not read by it again.
    """
    with pikepdf.open(io.BytesIO(data)) as pdf:
        findings = [
            *_accessible(data, pdf, expected, passed or Passed()),
            *_fonts(pdf, expected),
            *_size(pdf, expected, "/MediaBox"),
            *_topics(pdf, expected),
            *_contents(data, pdf, expected),
        ]
    return sorted(findings)


def check_home(data: bytes, expected: Expected, pages: int) -> list[Finding]:
    """Judge an imposed PDF: paper size, number of sides, duplex."""
    findings: list[Finding] = []
    with pikepdf.open(io.BytesIO(data)) as pdf:
        findings += _fonts(pdf, expected)
        sides = pages // 2 if expected.folded else pages
        if len(pdf.pages) != sides:
            findings.append(_finding(expected, "P20", f"{len(pdf.pages)} sides for {pages} pages"))
        width = expected.width_mm * (2 if expected.folded else 1)
        findings += _size(pdf, expected, "/MediaBox", width)
        if "/Duplex" not in pdf.Root.get("/ViewerPreferences", pikepdf.Dictionary()):
            findings.append(_finding(expected, "P21", "the file does not ask for duplex"))
    return findings


def check_press(data: bytes, expected: Expected) -> list[Finding]:
    """Judge a press PDF: TrimBox, 3 mm of bleed, marks outside it."""
    findings: list[Finding] = []
    with pikepdf.open(io.BytesIO(data)) as pdf:
        findings += [*_fonts(pdf, expected), *_size(pdf, expected, "/TrimBox")]
        bleed = BLEED_MM * PT_PER_MM
        for number, page in enumerate(pdf.pages, start=1):
            trim, outer, media = (
                [float(v) for v in page.obj.get(key, page.obj.MediaBox)]
                for key in ("/TrimBox", "/BleedBox", "/MediaBox")
            )
            grown = [trim[0] - bleed, trim[1] - bleed, trim[2] + bleed, trim[3] + bleed]
            if any(abs(a - b) > 0.1 for a, b in zip(grown, outer, strict=True)):
                findings.append(_finding(expected, "P22", f"page {number} has no 3 mm of bleed"))
            if media[0] >= outer[0] or media[3] <= outer[3]:
                findings.append(_finding(expected, "P22", f"page {number} has no room for marks"))
    return findings


def _accessible(
    data: bytes, pdf: pikepdf.Pdf, expected: Expected, passed: Passed
) -> Iterator[Finding]:
    lighter = passed.lighter(data, pdf)
    verdict = page_validation.validate_pdf_bytes(lighter, profile="ua1")
    if verdict.failures and lighter is not data:  # what is said must be true of the file itself
        verdict = page_validation.validate_pdf_bytes(data, profile="ua1")
    for failure in verdict.failures:
        yield _finding(expected, "P10", f"PDF/UA-1 {failure.rule_id}: {failure.message}")
    if not verdict.failures:
        passed.learn()


def _fonts(pdf: pikepdf.Pdf, expected: Expected) -> Iterator[Finding]:
    seen: dict[tuple[int, int], Any] = {}
    shared: set[tuple[int, int]] = set()  # all pages of a booklet have one dictionary of fonts
    for page in pdf.pages:
        for resources in _resources(page.obj):
            fonts = resources.get("/Font", pikepdf.Dictionary())
            if fonts.is_indirect and fonts.objgen in shared:
                continue
            shared.add(fonts.objgen)
            for font in fonts.values():
                seen.setdefault(font.objgen, font)
    allowed = tuple(name.replace(" ", "-") for name in expected.fonts)
    for font in seen.values():
        name = str(font.BaseFont)[1:]
        if "/FontFile2" not in _descriptor(font):
            yield _finding(expected, "P11", f"font {name} is not embedded")
        if not name.partition("+")[2].startswith(allowed):
            yield _finding(expected, "P11", f"font {name} is not one of ours")


def _descriptor(font: Any) -> Any:
    """Find what a font's file hangs on; a font that the viewer must bring has nothing there."""
    inner = font.DescendantFonts[0] if "/DescendantFonts" in font else font
    return inner.get("/FontDescriptor", pikepdf.Dictionary())


def _resources(page: Any) -> Iterator[Any]:
    yield page.Resources
    for form in page.Resources.get("/XObject", pikepdf.Dictionary()).values():
        if "/Resources" in form:
            yield form.Resources


def _size(
    pdf: pikepdf.Pdf, expected: Expected, box: str, width_mm: float | None = None
) -> Iterator[Finding]:
    wide, high = width_mm or expected.width_mm, expected.height_mm
    for number, page in enumerate(pdf.pages, start=1):
        left, bottom, right, top = (
            float(side) / PT_PER_MM for side in page.obj.get(box, page.obj.MediaBox)
        )
        if abs(right - left - wide) > 0.15 or abs(top - bottom - high) > 0.15:
            size = f"{right - left:.1f} × {top - bottom:.1f} mm"
            yield _finding(expected, "P12", f"page {number} is {size}, not {wide:g} × {high:g} mm")
    if expected.folded and box != "/TrimBox" and width_mm is None and len(pdf.pages) % 4:
        yield _finding(expected, "P13", f"{len(pdf.pages)} pages do not fold into paper sheets")


def _topics(pdf: pikepdf.Pdf, expected: Expected) -> Iterator[Finding]:
    """Every selected topic is there once: its heading in the structure, its destination."""
    headings = [text for level, text in _headings(pdf) if level == "/H1"]
    names = list(pdf.Root.Names.Dests.Names)[::2]
    targets = [str(name) for name in names]
    for topic_id, title in expected.topics:
        found = headings.count(_squeezed(title))
        if found != 1:
            yield _finding(
                expected, "P14", f"topic '{topic_id}' stands {found} times in the booklet"
            )
        if targets.count(topic_id) != 1:
            yield _finding(expected, "P14", f"no place to jump to for topic '{topic_id}'")


HOLDERS = {"/Document", "/Part", "/Art", "/Sect", "/Div", "/NonStruct"}
"""Elements that can hold a topic's heading; lists, tables and paragraphs cannot."""


def _headings(pdf: pikepdf.Pdf) -> Iterator[tuple[str, str]]:
    """Yield (type, text) of the headings, the text read through their marked content."""
    elements = list(_first_level(pdf.Root.StructTreeRoot.K[0]))
    marks = [
        [int(kid) for kid in one.K if not isinstance(kid, pikepdf.Dictionary)] for one in elements
    ]
    pages = {one.Pg.objgen: one.Pg for one in elements}
    wanted: dict[tuple[int, int], set[int]] = {number: set() for number in pages}
    for one, some in zip(elements, marks, strict=True):
        wanted[one.Pg.objgen].update(some)
    cmaps: dict[str, dict[str, str]] = {}
    texts = {
        number: dict(_marked_text(page, wanted[number], cmaps)) for number, page in pages.items()
    }
    for one, some in zip(elements, marks, strict=True):
        here = texts[one.Pg.objgen]
        yield str(one.S), _squeezed("".join(here.get(mark, "") for mark in some))


def _first_level(element: Any) -> Iterator[Any]:
    kids = element.get("/K", pikepdf.Array())
    for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
        if isinstance(kid, pikepdf.Dictionary):
            type_ = str(kid.get("/S", ""))
            if type_ == "/H1":
                yield kid
            elif type_ in HOLDERS:
                yield from _first_level(kid)


MARKED = re.compile(rb"<</MCID (\d+)(?:/ActualText <feff([0-9a-f]+)>)?>>\s*BDC(.*?)EMC", re.DOTALL)
SHOWN = re.compile(rb"/(\S+) [\d.]+ Tf|<([0-9a-fA-F]+)>")


def _marked_text(
    page: Any, wanted: set[int], cmaps: dict[str, dict[str, str]]
) -> Iterator[tuple[int, str]]:
    """Yield the texts of a page's marked content, by its ids; a heading is among the first."""
    streams = page.Contents if isinstance(page.Contents, pikepdf.Array) else [page.Contents]
    content = b"\n".join(stream.read_bytes() for stream in streams)
    left = set(wanted)
    for match in MARKED.finditer(content):
        mark = int(match[1])
        if mark not in left:
            continue
        left.remove(mark)
        if match[2]:  # it says its own text
            yield mark, bytes.fromhex(match[2].decode()).decode("utf-16-be")
        else:
            yield mark, "".join(_shown(page, match[3], cmaps))
        if not left:
            return


def _shown(page: Any, content: bytes, cmaps: dict[str, dict[str, str]]) -> Iterator[str]:
    cmap: dict[str, str] = {}
    for shown in SHOWN.finditer(content):
        if shown[1]:
            cmap = _cmap(page, shown[1].decode(), cmaps)
        else:
            code = shown[2].decode().lower()
            yield from (cmap.get(code[at : at + 4], "\ufffd") for at in range(0, len(code), 4))


def _cmap(page: Any, name: str, cmaps: dict[str, dict[str, str]]) -> dict[str, str]:
    if name not in cmaps:
        text = page.Resources.Font[f"/{name}"].ToUnicode.read_bytes().decode()
        pairs = re.findall(r"<([0-9a-f]{4})> <([0-9a-f]+)>", text)
        cmaps[name] = {code: bytes.fromhex(words).decode("utf-16-be") for code, words in pairs}
    return cmaps[name]


def _contents(data: bytes, pdf: pikepdf.Pdf, expected: Expected) -> Iterator[Finding]:
    """The number printed beside each line of the contents is the page its link leads to."""
    places = _destinations(pdf)
    if "contents" not in places:
        if expected.has_contents:
            yield _finding(expected, "P15", "the booklet has no contents page")
        return
    document = pypdfium2.PdfDocument(data)
    mirrored = "/Direction" in pdf.Root.get("/ViewerPreferences", pikepdf.Dictionary())
    seen: set[str] = set()
    first = places["contents"]
    last = min((p for name, p in places.items() if p > first), default=first + 1)
    for index in range(first, last):
        text_page = document[index].get_textpage()
        width = float(pdf.pages[index].obj.MediaBox[2])
        for annotation in pdf.pages[index].obj.get("/Annots", ()):
            target = str(annotation.get("/Dest", ""))
            if target not in places or target in seen:
                continue
            seen.add(target)
            _, low, _, high = (float(v) for v in annotation.Rect)
            row = text_page.get_text_bounded(0, low, width, high)
            # Not the one in a code such as B1. Where a title takes two lines, no space is read
            # between the first line's end and the number.
            numbers = re.findall(r"\b\d+\b|\d+$", row.rstrip())
            printed = numbers[-1:]
            if mirrored:  # letters come out of order, and a number may stand among them
                printed = re.findall(r"(?<![A-Z\d])\d+(?![A-Z\d])", row)
            if str(places[target] + 1) not in printed:
                said, true = " ".join(row.split()), places[target] + 1
                message = f"the contents say '{said}', but '{target}' is on page {true}"
                yield _finding(expected, "P15", message)
    for topic_id, _ in expected.topics:
        if topic_id not in seen:
            yield _finding(expected, "P15", f"the contents do not lead to topic '{topic_id}'")


def _destinations(pdf: pikepdf.Pdf) -> dict[str, int]:
    pages = {page.obj.objgen: number for number, page in enumerate(pdf.pages)}
    names = list(pdf.Root.Names.Dests.Names)
    return {
        str(name): pages[where[0].objgen]
        for name, where in zip(names[::2], names[1::2], strict=True)
        if where[0].objgen in pages
    }


def _squeezed(text: str) -> str:
    """Drop space and hyphens: a line break in a heading leaves no space, and may add a hyphen."""
    return re.sub("[\\s\u00ad\u2010-]", "", text)


def _finding(expected: Expected, code: str, message: str, hint: str = "") -> Finding:
    return Finding(expected.name, 0, 0, code, message, hint)
