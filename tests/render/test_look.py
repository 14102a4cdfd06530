"""The back cover and its square code, signs, cover art, and a clinic's own colours."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pypdfium2
import pytest

from generator.batch.order import Order
from generator.booklet import Plan
from generator.content.library import load_clinic
from generator.findings import ContentError
from generator.press import keys
from generator.project import Project
from generator.render.document import Document
from generator.render.entries import Ask, Offered
from generator.render.square import square_code
from tests import pressroom
from tests.mini import edit
from tests.pressroom import mini_plan, theme, typeset_all

ADDRESS = "https://example.org/als"
LINE = '<div class="rule"></div>'
BACK = "back: [notes, words, sources, imprint]"
DRAWING = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path d="M0,0h9"/></svg>'
MASKS: list[Callable[[int, int], bool]] = [  # ISO/IEC 18004, table 10: which modules are turned
    lambda i, j: (i + j) % 2 == 0,
    lambda i, _: i % 2 == 0,
    lambda _, j: j % 3 == 0,
    lambda i, j: (i + j) % 3 == 0,
    lambda i, j: (i // 2 + j // 3) % 2 == 0,
    lambda i, j: (i * j) % 2 + (i * j) % 3 == 0,
    lambda i, j: ((i * j) % 2 + (i * j) % 3) % 2 == 0,
    lambda i, j: ((i + j) % 2 + (i * j) % 3) % 2 == 0,
]


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """The miniature project, its map with a back cover."""
    made = pressroom.project(tmp_path)
    edit(tmp_path / "content/demo/map.yaml", BACK, BACK.replace("imprint", "imprint, back"))
    return made


def planned(project: Project, stage: str = "2", region: str = "GB", **more: str) -> Plan:
    return mini_plan(project, Order("demo", stage, region=region, **more))  # type: ignore[arg-type]


def letterhead(project: Project, lines: str, old: str = "contacts:") -> None:
    """Put lines into the letterhead `example`."""
    edit(project.content / "clinics/example.yaml", old, lines)


def back(project: Project, **more: str) -> str:
    """The back cover on one line."""
    (document,) = planned(project, **more).covers
    main = document.html.partition("<article")[2]
    return re.sub(r">\s+<", "><", " ".join(main.split()))


def urls(document: Document) -> set[str]:
    return {asset.url for asset in document.assets if not asset.url.endswith(".ttf")}


def modules(svg: str) -> list[list[bool]]:
    """The dark and light squares of a drawn code, with the quiet ground around them."""
    side = int(re.findall(r'viewBox="0 0 (\d+) \1"', svg)[0])
    dark = {(int(x), int(y)) for x, y in re.findall(r"M(\d+),(\d+)h1v1h-1z", svg)}
    return [[(x, y) in dark for x in range(side)] for y in range(side)]


def bare(rows: list[list[bool]], quiet: int = 4) -> list[list[bool]]:
    return [row[quiet:-quiet] for row in rows[quiet:-quiet]]


def said(rows: list[list[bool]]) -> tuple[str, str]:
    """Read a small square code as a telephone does: its level of correction, and its words."""
    size = len(rows)
    kept = [*range(6), 7, 8]
    bits = [rows[8][x] for x in kept] + [rows[y][8] for y in kept[:-1][::-1]]
    form = int("".join(str(int(bit)) for bit in bits), 2) ^ 0b101010000010010
    level, turned = "MLHQ"[form >> 13], MASKS[form >> 10 & 7]

    def is_data(y: int, x: int) -> bool:
        corner = (y < 9 and (x < 9 or x >= size - 8)) or (y >= size - 8 and x < 9)
        aligning = size > 21 and size - 9 <= y < size - 4 and size - 9 <= x < size - 4
        return not (corner or aligning or 6 in (y, x))

    found = ""
    pairs = [(x, x - 1) for x in [*range(size - 1, 6, -2), 5, 3, 1]]
    for number, pair in enumerate(pairs):
        for y in range(size) if number % 2 else range(size - 1, -1, -1):
            found += "".join(str(int(rows[y][x] ^ turned(y, x))) for x in pair if is_data(y, x))
    assert found[:4] == "0100", "the code does not hold bytes"
    count = int(found[4:12], 2)
    return level, bytes(int(found[at : at + 8], 2) for at in range(12, 12 + 8 * count, 8)).decode()


@pytest.mark.parametrize(
    "address", ["https://a.io/b", ADDRESS, "https://clinic.example/a?b=1&c=2#d"]
)
def test_a_square_code_says_the_address_and_bears_some_damage(address: str) -> None:
    level, found = said(bare(modules(square_code(address, "More"))))

    assert (address, True) == (found, level in "MQH")


def test_a_square_code_has_a_quiet_white_ground_and_a_name() -> None:
    svg = str(square_code(ADDRESS, 'More & "more"'))
    rows = modules(svg)

    rim = [*rows[:4], *rows[-4:], *(row[:4] for row in rows), *(row[-4:] for row in rows)]
    assert not any(dark for row in rim for dark in row)
    assert all(rows[4][4:11])  # the code begins right behind the ground
    assert f'<path d="M0,0h{len(rows)}v{len(rows)}h-{len(rows)}z" fill="#ffffff"/>' in svg
    assert "<title>More &amp; &#34;more&#34;</title>" in svg.replace("&quot;", "&#34;")


def test_the_square_code_on_the_printed_page_can_be_read(project: Project, tmp_path: Path) -> None:
    letterhead(project, f"qr: {ADDRESS}\ncontacts:")
    (document,) = planned(project, clinic="example").covers
    page = typeset_all([document], tmp_path / "store").sheets["back"].pdf

    assert ADDRESS == said(scanned(page))[1]


def scanned(data: bytes) -> list[list[bool]]:
    """Look at a page's picture: the squares of the code, which alone is quite black."""
    document = pypdfium2.PdfDocument(data)
    try:
        picture = document[0].render(scale=6).to_pil().convert("L")
    finally:
        document.close()
    left, top, right, bottom = picture.point(lambda value: 255 * (value < 3)).getbbox()
    step = (right - left) / 25  # an address of 23 letters makes a code of 25 squares
    assert step == pytest.approx((bottom - top) / 25, abs=0.2)
    middle = [(n + 0.5) * step for n in range(25)]
    return [[picture.getpixel((left + x, top + y)) < 128 for x in middle] for y in middle]


def test_the_back_cover_says_whom_to_call(project: Project) -> None:
    letterhead(
        project, 'same-day: {name: The nurse, phone: "0100 200", hours: By day}',
        "same-day: {phone: null}",
    )  # fmt: skip
    page = back(project, clinic="example")

    assert '<p class="number">999</p>' in page
    nurse = '<p class="name">The nurse</p><p class="phone">0100 200</p><p>By day</p>'
    assert f'<div class="who">{nurse}</div>' in page
    for name in ("My team, out of hours", "My contact person"):
        assert f'<div class="who"><p class="name">{name}</p>{LINE}</div>' in page
    assert "svg" not in page


def test_without_country_and_clinic_the_back_cover_has_lines_and_no_number(
    project: Project,
) -> None:
    page = back(project, region="001")

    assert 4 == page.count(LINE)
    assert "Emergency number where you live" in page
    assert 'class="number"' not in page
    assert 'class="phone"' not in page


def test_the_back_cover_shows_the_address_that_its_code_leads_to(project: Project) -> None:
    letterhead(project, f"qr: {ADDRESS}\ncontacts:")
    page = back(project, clinic="example")

    assert ADDRESS == said(bare(modules(page)))[1]
    assert "<p>example.org/als</p>" in page


def test_a_map_without_a_back_cover_has_none(tmp_path: Path) -> None:
    assert () == planned(pressroom.project(tmp_path)).covers


@pytest.mark.parametrize(
    "address",
    ["http://example.org", "example.org", "tel:999", "https://a b", "https://" + "a" * 300],
)
def test_an_address_that_a_telephone_should_not_open_is_refused(
    project: Project, address: str
) -> None:
    letterhead(project, f'qr: "{address}"\ncontacts:')

    with pytest.raises(ContentError) as caught:
        load_clinic(project.content / "clinics/example.yaml")

    ((code, line, message),) = [(f.code, f.line, f.message) for f in caught.value.findings]
    assert 2 == line
    assert "'qr'" in message
    assert code == ("S04" if len(address) > 300 else "S14")


def test_a_letterhead_can_have_colours_of_its_own(project: Project) -> None:
    before = planned(project, clinic="example")
    letterhead(project, "theme: harbour\ncontacts:")
    after = planned(project, clinic="example")

    deep = theme().tokens.colours["deep"]
    assert (deep in before.cover.html, "#1d3f72" in before.cover.html) == (True, False)
    assert (deep in after.cover.html, "#1d3f72" in after.cover.html) == (False, True)
    assert deep in planned(project).cover.html  # without the letterhead the usual look


def test_a_letterhead_with_an_unknown_theme_is_told_the_nearest(project: Project) -> None:
    letterhead(project, "theme: harbor\ncontacts:")

    with pytest.raises(ContentError) as caught:
        planned(project, clinic="example")

    (finding,) = caught.value.findings
    assert ("T02", "no theme 'harbor'") == (finding.code, finding.message)
    assert "did you mean 'harbour'?" == finding.hint


@pytest.mark.parametrize(
    ("stage", "where"),
    [("2", "Two"), ("3A+3B", "Three A; Three B"), ("late", "Two; Three A")],
)
def test_the_cover_says_where_a_reader_is_only_for_a_clinic_that_wants_it(
    project: Project, stage: str, where: str
) -> None:
    plain = [planned(project, stage), planned(project, stage, clinic="example")]
    letterhead(project, "stage-on-cover: true\ncontacts:")
    told = planned(project, stage, clinic="example").cover.html

    assert not ["x" for plan in plain if "Where you are now" in plan.cover.html]
    assert f"<strong>Where you are now:</strong> {where}</p>" in told


def test_a_topic_shows_its_sign_where_one_is_drawn(project: Project) -> None:
    sign = project.content / "demo/icons/rest.svg"
    sign.parent.mkdir()
    sign.write_text(DRAWING)
    topics = planned(project).topics

    assert {"asset:signs/rest.svg"} == {url for url in urls(topics["rest"]) if "signs" in url}
    assert "url(asset:signs/rest.svg)" in topics["rest"].html
    assert "asset:signs" not in topics["call"].html


def test_a_sign_has_a_drawing_of_its_own_for_pages_from_the_right(project: Project) -> None:
    folder = project.content / "demo/icons"
    folder.mkdir()
    for name in ("rest.svg", "rest.rtl.svg", "call.svg"):
        (folder / name).write_text(DRAWING)
    edit(project.content / "demo/condition.yaml", "language: en", "language: ar")
    topics = mini_plan(project, Order("demo", "2", language="ar")).topics

    assert "url(asset:signs/rest.rtl.svg) no-repeat left" in topics["rest"].html
    assert "url(asset:signs/call.svg)" in topics["call"].html


def test_another_sign_makes_another_sheet_of_its_topic_alone(project: Project) -> None:
    sign = project.content / "demo/icons/rest.svg"
    sign.parent.mkdir()
    sign.write_text(DRAWING)
    before = {name: keys.key(one) for name, one in planned(project).topics.items()}
    sign.write_text(DRAWING.replace("h9", "h8"))
    after = {name: keys.key(one) for name, one in planned(project).topics.items()}

    assert ["rest"] == [name for name in before if before[name] != after[name]]


def test_a_condition_has_its_own_cover_art_or_the_usual_one(project: Project) -> None:
    usual = urls(planned(project).cover)
    (project.content / "demo/cover.svg").write_text(DRAWING)
    own = urls(planned(project).cover)

    assert {"asset:art/hills.svg"} == usual - own
    assert {"asset:condition/cover.svg"} == own - usual


def test_sheets_to_ask_for_have_code_title_and_message(project: Project) -> None:
    plan = planned(project)
    library = plan.renderer.setting.library
    rest, wishes = library.topics["rest"], library.topics["wishes"]
    groups = [
        Offered("now", "For now", (rest,), True),
        Offered("other", "Also there", (wishes,), False),
    ]

    page = plan.renderer.more(groups, short=False).html

    assert '<span class="code">B1</span> &#160;Rest well' in page
    assert "Rest before you are tired." in page
    assert '<span class="code">B2&#9;</span>Your wishes</li>' in page
    assert wishes.key_message not in page
    assert page.index(">For now</h2>") < page.index(">Also there</h2>")


@pytest.mark.parametrize(
    ("short", "title"), [(False, "More sheets for you"), (True, "The main points")]
)
def test_the_page_of_sheets_is_the_main_part_of_a_short_booklet(
    project: Project, short: bool, title: str
) -> None:
    document = planned(project).renderer.more([], short=short)

    assert ("more", title) == (document.name, document.title)
    assert f"<h1>{title}</h1>" in document.html


def test_questions_for_the_visit_have_a_box_and_the_code_of_their_sheet(project: Project) -> None:
    page = planned(project).renderer.asks([Ask("May I **rest**?", "B1")]).html

    box = '<a class="box" href="carefold-field:tick:May%20I%20rest%3F"></a>'
    words = 'May I <strong>rest</strong>? <span class="ref">(B1)</span>'
    assert f'<li data-strip="ask B1 May I **rest**?">{box}{words}</li>' in page
