from __future__ import annotations

import os
import resource as limits
import shutil
import subprocess
import sys
import xml.etree.ElementTree as ElementTree
from dataclasses import replace
from pathlib import Path

import pytest

from generator.batch.crew import press_workers
from generator.preflight import layout
from generator.press import keys, stack, typeset
from generator.press.engine import engine
from generator.press.sheet import Sheet
from generator.render.document import Asset, Document
from tests.batch import chores
from tests.pdf_facts import opened, uncompressed
from tests.pressroom import (
    DRAWN,
    NOTES,
    OUTSIDE,
    REACHING,
    Specimens,
    document,
    theme,
    typeset_all,
)

SECRET = Path("/etc/passwd")


@pytest.fixture
def pictured(tmp_path: Path) -> Document:
    """A document with a picture of its own."""
    path = tmp_path / "chair.svg"
    path.write_text("<svg/>")
    return document("rest", "<h1>Rest</h1>", assets=(Asset("asset:pictures/chair.svg", path),))


def test_the_same_document_has_the_same_key(pictured: Document) -> None:
    assert keys.key(pictured) == keys.key(replace(pictured))


@pytest.mark.parametrize(
    "change",
    [
        {"html": "<h1>Other</h1>"},
        {"notes": NOTES},
        {"style": "p { margin: 0 }"},
        {"fonts": ""},
        {"write_line_mm": 11.0},
        {"least_pt": 12.0},
        {"links": (("rest", "Rest better"),)},
        {"assets": ()},
    ],
    ids=lambda change: next(iter(change)),
)
def test_whatever_changes_the_pages_changes_the_key(
    pictured: Document, change: dict[str, object]
) -> None:
    assert keys.key(pictured) != keys.key(replace(pictured, **change))  # type: ignore[arg-type]


def test_a_changed_picture_changes_the_key_and_a_touched_one_does_not(pictured: Document) -> None:
    before = keys.key(pictured)
    picture = pictured.assets[-1].path

    os.utime(picture, (0, 0))
    assert before == keys.key(pictured)

    picture.write_text("<svg> </svg>")
    assert before != keys.key(pictured)


def test_where_a_picture_lies_does_not_matter(pictured: Document, tmp_path: Path) -> None:
    copy = tmp_path / "elsewhere.svg"
    shutil.copy(pictured.assets[-1].path, copy)
    moved = (*pictured.assets[:-1], Asset("asset:pictures/chair.svg", copy))

    assert keys.key(pictured) == keys.key(replace(pictured, assets=moved))


def test_the_engine_is_named_with_all_that_decides_how_pages_look() -> None:
    named = engine()

    for part in ("weasyprint 70.0", "pydyf ", "pikepdf ", "pango ", "harfbuzz "):
        assert part in named


def test_a_sheet_knows_its_pages_and_headings(specimens: Specimens) -> None:
    sheet = specimens.sheets["sections"]

    assert ("sections", "sections") == (sheet.name, sheet.title)
    with opened(sheet.pdf) as pdf:
        assert sheet.pages == len(pdf.pages)
    found = [(heading.level, heading.text) for heading in sheet.headings]
    assert [(1, "Sections"), (2, "First"), (2, "Second"), (2, "Third")] == found
    places = [(heading.page, heading.top) for heading in sheet.headings]
    assert sorted(places) == places
    assert {0, 1} <= {page for page, _ in places}
    assert pytest.approx(15 * 72 / 25.4, abs=0.1) == sheet.headings[0].top


def test_room_at_the_foot_becomes_lines_and_no_new_page(specimens: Specimens) -> None:
    sheet = specimens.sheets["room"]

    assert 1 == sheet.pages
    assert 10 <= sheet.facts.notes_lines
    assert sheet.facts.empty[-1] < 0.15, "the lines fill the page"
    assert "My notes" == sheet.headings[-1].text


def test_a_half_empty_page_gets_some(specimens: Specimens) -> None:
    few, many = (specimens.sheets[name].facts.notes_lines for name in ("half-room", "room"))

    assert 2 <= few < many
    assert 1 == specimens.sheets["half-room"].pages


def test_a_full_page_gets_no_lines(specimens: Specimens) -> None:
    sheet = specimens.sheets["no-room"]

    assert 0 == sheet.facts.notes_lines
    assert sheet.facts.empty[-1] <= stack.NOTES_FROM
    assert ["No room"] == [heading.text for heading in sheet.headings]


@pytest.mark.parametrize("name", ["inline", "table", "sections", "room", "half-room"])
def test_the_engine_says_nothing_of_sound_documents(specimens: Specimens, name: str) -> None:
    assert () == specimens.sheets[name].facts.log


def test_what_the_engine_says_of_a_shared_style_is_said_of_every_sheet_with_it(
    tmp_path: Path,
) -> None:
    faulty = [
        replace(document(name, f"<h1>{name}</h1>"), style="p { colour: red } h1 { color: red }")
        for name in ("One", "Two")
    ]
    plain = document("Three", "<h1>Three</h1>")

    made = typeset_all([*faulty, plain], tmp_path).sheets

    logs = [made[name].facts.log for name in ("One", "Two", "Three")]
    assert logs[0] == logs[1]
    assert ["colour" in line for line in logs[0]] == [True]
    assert () == logs[2]
    assert ["1 0 0 rg" in drawn(made[name]) for name in ("One", "Two", "Three")] == [
        True, True, False,
    ]  # fmt: skip


def drawn(sheet: Sheet) -> str:
    return uncompressed(sheet.pdf).decode("latin-1")


def test_a_documents_own_rules_win_over_the_shared_style(tmp_path: Path) -> None:
    own = document("Own", "<h1>Own</h1>", "h1 { color: #00f }")

    made = typeset_all([replace(own, style="article h1 { color: red }")], tmp_path).sheets["Own"]

    assert "0 0 1 rg" in drawn(made)
    assert "1 0 0 rg" not in drawn(made)


def test_a_document_that_breaks_the_engine_is_reported_and_the_others_are_made(
    specimens: Specimens,
) -> None:
    assert "RecursionError" in specimens.failures["deep"]
    assert "inline" in specimens.sheets


@pytest.mark.parametrize("name", REACHING)
def test_a_file_that_is_not_the_documents_own_is_never_fetched(
    specimens: Specimens, name: str
) -> None:
    asked = "asset:pictures/other.svg" if name == "picture-not-listed" else ""

    assert name not in specimens.sheets
    assert "is not part of the document" in specimens.failures[name]
    assert asked in specimens.failures[name]


@pytest.mark.parametrize("name", [*DRAWN, "svg-entity"])
def test_a_drawing_brings_nothing_in(specimens: Specimens, name: str) -> None:
    sheet = specimens.sheets[name]
    first_line = SECRET.read_bytes().splitlines()[0]

    assert first_line not in uncompressed(sheet.pdf)
    assert OUTSIDE.encode() not in uncompressed(sheet.pdf)
    if name != "svg-use":  # the engine does not even ask for it
        assert ["P01"] == [finding.code for finding in layout.check(sheet, 10, "en")]


def test_only_workers_load_the_engine(specimens: Specimens) -> None:
    assert specimens.failures  # which came back as exceptions, and brought no module along
    assert "weasyprint" not in sys.modules


def test_no_font_of_the_machine_gets_in(specimens: Specimens) -> None:
    ours = {f"{face.family.replace(' ', '-')}-{face.weight}" for face in theme().faces}
    sheet = specimens.sheets["system-fonts"]

    assert set(sheet.faces) <= ours
    assert {"N", "a", "m", "e", "s"} <= {t for g in sheet.faces.values() for t in g.text.values()}


def test_a_worker_sees_no_font_folder_and_has_limits() -> None:
    with press_workers(1) as workers:
        (done,) = workers.do(chores.look_around, [0])
        assert done.result is not None, done.failure
        config, memory = done.result
        tree = ElementTree.parse(config)  # it goes with the worker

    assert [] == tree.findall("dir")
    assert [] == tree.findall("include")
    assert typeset.MAX_MEMORY == memory


def test_a_module_that_is_put_off_is_there_when_it_is_called(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delitem(sys.modules, "colorsys", raising=False)
    later = typeset._Later("colorsys")
    monkeypatch.setitem(sys.modules, "colorsys", later)
    from colorsys import rgb_to_hsv  # as WeasyPrint imports

    assert later is sys.modules["colorsys"]
    assert (0.0, 0.0, 1.0) == rgb_to_hsv(1, 1, 1)
    assert later is not sys.modules["colorsys"]
    assert (0.0, 0.0, 0.5) == rgb_to_hsv(0.5, 0.5, 0.5)


def test_a_sheet_has_its_time_and_the_worker_its_own_limit_again() -> None:
    before, hard = limits.getrlimit(limits.RLIMIT_CPU)

    with typeset._limited_time():
        during, _ = limits.getrlimit(limits.RLIMIT_CPU)

    used = sum(limits.getrusage(limits.RUSAGE_SELF)[:2])
    assert during <= used + typeset.MAX_SECONDS
    assert limits.RLIM_INFINITY != during
    assert (before, hard) == limits.getrlimit(limits.RLIMIT_CPU)


def test_a_lower_limit_of_the_machine_stays() -> None:
    before, hard = limits.getrlimit(limits.RLIMIT_CPU)
    used = int(sum(limits.getrusage(limits.RUSAGE_SELF)[:2]))
    limits.setrlimit(limits.RLIMIT_CPU, (used + 60, hard))
    try:
        with typeset._limited_time():
            assert (used + 60, hard) == limits.getrlimit(limits.RLIMIT_CPU)
    finally:
        limits.setrlimit(limits.RLIMIT_CPU, (before, hard))


def test_a_sheet_holds_no_font(specimens: Specimens) -> None:
    with opened(specimens.sheets["inline"].pdf) as pdf:
        assert [0] == [len(page.Resources.Font) for page in pdf.pages]


@pytest.mark.parametrize("name", ["inline", "drawing"])
def test_not_even_its_drawings_hold_one(specimens: Specimens, name: str) -> None:
    plain = uncompressed(specimens.sheets[name].pdf)

    assert (name == "drawing") == (b"/Form" in plain)
    assert b"FontFile" not in plain


def test_a_sheet_is_kept_as_it_was_made(specimens: Specimens) -> None:
    sheet = specimens.sheets["table"]

    assert sheet == Sheet.from_bytes(sheet.to_bytes())


BOX = (
    "section { break-inside: avoid; border: 1pt solid } .loose section { break-inside: auto }"
    ".close { line-height: 1.2 } body { line-height: 1.5 }"
)


@pytest.mark.parametrize(
    ("lines", "pages"),
    [(34, 2), (25, 1), (4, 1)],
    ids=["too tall for what is there", "not if set close", "it fits"],
)
def test_a_box_that_would_leave_half_a_page_empty_is_set_close_or_runs_on(
    tmp_path: Path, lines: int, pages: int
) -> None:
    box = "".join(f"<p>Line {n}</p>" for n in range(lines))
    one = document(
        "Box", f'<h1>Box</h1><p>Before.</p><section class="callout">{box}</section>', BOX
    )
    whole = replace(one, html=one.html.replace("<body>", '<body class="standard">'))

    kept, mended = (typeset_all([made], tmp_path).sheets["Box"] for made in (one, whole))

    assert pages == mended.pages
    assert all(share < 0.5 for share in mended.facts.empty[:-1])
    if lines > 10:  # the document that cannot be set another way shows what would have been
        assert kept.facts.empty[0] > 0.5


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere libraries are looked for in folders")
def test_loading_the_engine_starts_no_other_program() -> None:
    loaded = (
        "import subprocess\n"
        "def start(*_, **__): raise SystemExit('another program was started')\n"
        "subprocess.Popen.__init__ = start\n"
        "from generator.press import typeset\n"
        "typeset.prepare_process(); typeset.load_engine()\n"
    )

    done = subprocess.run([sys.executable, "-c", loaded], capture_output=True)

    assert (0, b"") == (done.returncode, done.stderr)


FONTS_COME_AND_GO = """
import weakref
from dataclasses import replace
from generator.press import typeset
from tests.pressroom import document
typeset.prepare_process()
typeset.load_engine()
one = document("one", "<p>Some words.</p>")
refs = []
for number in range(5):
    other = replace(one, fonts=f"{one.fonts}/* {number} */")
    typeset.typeset(other, other.faces)
    press = typeset._press(other.fonts, tuple(face.path for face in other.faces))
    refs.append(weakref.ref(press.font_config))
print(sum(ref() is not None for ref in refs))
"""


def test_fonts_of_other_languages_are_let_go() -> None:
    done = subprocess.run(
        [sys.executable, "-c", FONTS_COME_AND_GO], capture_output=True, text=True, check=True
    )

    assert typeset.MOST_FONTS < 4
    assert int(done.stdout) <= typeset.MOST_FONTS + 1, "the last that went goes with the next"
