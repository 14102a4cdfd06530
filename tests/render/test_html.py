from __future__ import annotations

import html as html_
import re
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import jinja2
import pytest

from generator.batch.profile import find_clinic
from generator.content.library import Library, load
from generator.content.model import Block
from generator.render.document import NOTES_HERE, Asset, Document, field, with_notes
from generator.render.entries import Entry, PartEntries
from generator.render.html import Renderer
from generator.render.setting import References, Setting, cited
from generator.render.templates import css_string
from generator.select import Chosen
from tests import mini
from tests.mini import edit
from tests.pressroom import project, theme

MEDICINES = """
medicines:
  pill: {{name: A pill, status: {status}, note: It may help., sources: [S2], {dates}}}
  drip: {{name: A drip, status: unknown, note: Ask., sources: [S1], {later}}}
organisations:
  - {{name: {group}, what: They listen., web: example.org, phone: "0100", sources: [S1], {later}}}
"""
LOCAL = "Names and rules where I live"
LEGAL = """
legal:
  - {{name: Living will, note: Your wishes & more., sources: [S2], {later}}}
"""
LATER = "checked: 2026-01-31, expires: 2090-01-31"
EARLIER = "checked: 2025-12-24, expires: 2090-01-31"


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Library:
    """The miniature condition, with medicines and organisations that differ by region."""
    folder = mini.write_project(tmp_path_factory.mktemp("html"))
    neutral, britain = folder / "regions" / "001.yaml", folder / "regions" / "GB.yaml"
    with neutral.open("a") as file:
        file.write(
            MEDICINES.format(status="unknown", group="A world group", dates=LATER, later=LATER)
        )
    with britain.open("a") as file:
        file.write(
            MEDICINES.format(status="approved", group="A British group", dates=EARLIER, later=LATER)
        )
        file.write(LEGAL.format(later=LATER))
    edit(britain, 'number: "999"', 'number: "999", without_speech: "Text 999."')
    return load(folder)


def renderer_for(library: Library, region: str = "GB", edition: str = "standard",
                 language: str = "en", clinic: Any = None) -> Renderer:  # fmt: skip
    return Renderer(Setting(library, theme(), edition, language, region, clinic))


def made(renderer: Renderer, *blocks: dict[str, Any], topic_id: str = "rest",
         references: References | None = None) -> Document:  # fmt: skip
    topic = renderer.setting.library.topics[topic_id]
    chosen = Chosen(topic, "body", "asked for by the test")
    typed = [Block.model_validate(block) for block in blocks]
    return renderer.topic(chosen, typed, references or References())


def body(document: Document) -> str:
    """What stands between the key message and the sources, on one line."""
    match = re.search(r'<p class="key">.*?</p>(.*?)<p class="sources-line">', document.html, re.S)
    assert match is not None
    return re.sub(r">\s+<", "><", " ".join(match[1].split()))


LINES = '<span class="rule"></span>'


def wrapped(label: str, lines: int) -> str:
    """Give ruled lines as one field to fill in."""
    return f'<a class="lines" href="{field("text", label)}">{LINES * lines}</a>'


def cell(label: str) -> str:
    return f'<td><a class="cell" href="{field("text", label)}"></a></td>'


def box(label: str) -> str:
    return f'<a class="box" href="{field("tick", label)}"></a>'


@pytest.mark.parametrize(
    ("block", "facts"),
    [
        (
            {"title": "A heading", "text": "One **bold** word.\n\n- first\n- second"},
            ["<h2>A heading</h2>", "<p>One <strong>bold</strong> word.</p>",
             "<ul><li>first</li><li>second</li></ul>"],
        ),
        ({"text": "1 < 2 & <b>no</b>"}, ["<p>1 &lt; 2 &amp; &lt;b&gt;no&lt;/b&gt;</p>"]),
        (
            {"steps": ["Stand **up**", "Sit"]},
            ['<ol class="steps"><li>Stand <strong>up</strong></li><li>Sit</li></ol>'],
        ),
        (
            {"callout": {"kind": "call-now", "text": "At once."}},
            ['<section class="callout call-now"><h2>Call now</h2><p>At once.</p></section>'],
        ),
        (
            {"callout": {"kind": "same-day", "title": "Today, {condition}", "text": "Soon."}},
            ['<section class="callout same-day"><h2>Today, Demo</h2><p>Soon.</p></section>'],
        ),
        ({"callout": {"kind": "ask", "text": "x"}}, ["<h2>Ask your team</h2>"]),
        ({"callout": {"kind": "tip", "text": "x"}}, ["<h2>Good to know</h2>"]),
        ({"callout": {"kind": "carer", "text": "x"}}, ["<h2>For carers</h2>"]),
        (
            {"picture": {"name": "chair", "caption": "A chair & more."}},
            ['<figure><img src="asset:pictures/chair.svg"'
             ' alt="A chair with two arms, seen from the side." />'
             "<figcaption>A chair &amp; more.</figcaption></figure>"],
        ),
        (
            {"table": {"head": ["When", "What"], "rows": [["Morning", "**Rest**"]]}},
            ['<thead><tr><th scope="col">When</th><th scope="col">What</th></tr></thead>',
             '<tr><th scope="row">Morning</th><td><strong>Rest</strong></td></tr>'],
        ),
        (
            {"checklist": ["One", "Two"]},
            [f'<ul class="checks"><li>{box("One")}One</li><li>{box("Two")}Two</li></ul>'],
        ),
        (
            {"questions": ["Why?"]},
            ["<h2>Ask at your next visit</h2>", '<ol class="asks"><li>Why?</li></ol>'],
        ),
        (
            {"diary": {"columns": ["Sleep"], "rows": 7}},
            ['<th scope="col">Day</th><th scope="col">Sleep</th>',
             f'<th scope="row">Mon</th>{cell("Mon, Sleep")}',
             f'<th scope="row">Sun</th>{cell("Sun, Sleep")}'],
        ),
        (
            {"diary": {"columns": ["Sleep", "Food"], "rows": 2}},
            [f'<tr><th scope="row">1</th>{cell("1, Sleep")}{cell("1, Food")}</tr>',
             '<th scope="row">2</th>'],
        ),
        (
            {"write-in": {"label": "My wish", "lines": 3}},
            [f'<div class="field"><p class="label">My wish</p>{wrapped("My wish", 3)}</div>'],
        ),
        (
            {"write-in": [{"label": "A"}, {"label": "B", "lines": 2}]},
            [f'<p class="label">A</p>{wrapped("A", 1)}</div>',
             f'<p class="label">B</p>{wrapped("B", 2)}</div>'],
        ),
        (
            {"contact": {"level": "now", "when": ["You choke"], "say": "I cannot breathe"}},
            ['<section class="contact now"><h2>Now: emergency</h2><p class="number">999</p>',
             "<strong>If you cannot speak:</strong> Text 999.", "<li>You choke</li>",
             "<strong>Say this:</strong> “I cannot breathe”"],
        ),
        (
            {"contact": {"level": "same-day", "when": ["A fever"]}},
            ['<section class="contact same-day"><h2>Today: call your team</h2>',
             "Telephone", "<li>A fever</li>"],
        ),
        (
            {"contact": {"level": "routine", "when": ["You worry"]}},
            ["<h2>This week: tell your team</h2>"],
        ),
        (
            {"medicines": {"names": ["pill", "drip"]}},
            ['<th scope="col">In United Kingdom</th>',
             '<th scope="row">A pill</th><td><strong>Approved.</strong> It may help.</td>',
             '<th scope="row">A drip</th><td><strong>Ask your team.</strong> Ask.</td>',
             "Looked up 24 December 2025."],
        ),
        (
            {"organisations": {"lines": 2}},
            ["<li><strong>A British group.</strong> They listen.<br />example.org<br />0100</li>",
             f'<p class="label">Groups near you</p>{wrapped("Groups near you", 2)}</div>'],
        ),
        (
            {"title": "Names here", "legal": {"lines": 2}},
            ['<h2>Names here</h2><ul class="legal">'
             "<li><strong>Living will.</strong> Your wishes &amp; more.</li></ul>",
             f'<p class="label">{LOCAL}</p>{wrapped(LOCAL, 2)}</div>'],
        ),
    ],
    ids=lambda value: next(k for k in value if k != "title") if isinstance(value, dict) else "",
)  # fmt: skip
def test_a_block_becomes_what_its_kind_says(
    library: Library, block: dict[str, Any], facts: list[str]
) -> None:
    page = body(made(renderer_for(library), block))

    assert [] == [fact for fact in facts if fact not in page], page


def test_organisations_without_lines_leave_none(library: Library) -> None:
    page = body(made(renderer_for(library), {"organisations": {"lines": 0}}))

    assert LINES not in page


def test_a_region_without_legal_names_says_so_and_leaves_lines(library: Library) -> None:
    page = body(made(renderer_for(library, "001"), {"legal": {}}))

    assert page.startswith("<p>Papers like these have other names and rules in each country.")
    assert page.endswith(f'<p class="label">{LOCAL}</p>{wrapped(LOCAL, 1)}</div>')
    assert "Living will" not in page


def test_legal_names_without_lines_leave_none(library: Library) -> None:
    assert LINES not in body(made(renderer_for(library), {"legal": {"lines": 0}}))


@pytest.mark.parametrize(
    ("region", "said", "unsaid"),
    [
        ("GB", ["Call 999 now", '<p class="number">999</p>', "A British group",
                "In United Kingdom"],
         ["A world group", "Emergency number where you live"]),
        ("001", ["Call your emergency number now", "Emergency number where you live",
                 "A world group", "In your country"],
         ["999", "A British group", "United Kingdom", "Approved"]),
    ],
)  # fmt: skip
def test_a_region_gives_its_own_facts_and_no_other(
    library: Library, region: str, said: list[str], unsaid: list[str]
) -> None:
    page = body(
        made(
            renderer_for(library, region),
            {"text": "Call {emergency-number} now."},
            {"contact": {"level": "now", "when": ["You choke"]}},
            {"medicines": {"names": ["pill"]}},
            {"organisations": {}},
        )
    )

    assert [] == [words for words in said if words not in page], page
    assert [] == [words for words in unsaid if words in page], page


@pytest.mark.parametrize(
    ("references", "shown"),
    [
        (
            References(present=frozenset({"rest"})),
            '<a href="carefold:rest">to rest</a> <span class="ref">(B1)</span>',
        ),
        (
            References(held=frozenset({"rest"})),
            '<strong>to rest</strong> <span class="ask-ref">(B1, in your folder)</span>',
        ),
        (
            References(),
            '<strong>to rest</strong> <span class="ask-ref">(ask for sheet B1)</span>',
        ),
    ],
    ids=["in this booklet", "in the folder", "absent"],
)
def test_a_reference_says_where_the_sheet_is(
    library: Library, references: References, shown: str
) -> None:
    renderer = renderer_for(library)
    document = made(
        renderer, {"text": "How [to rest](rest)."}, topic_id="call", references=references
    )

    assert f"<p>How {shown}.</p>" in document.html


def test_a_link_without_words_gets_the_title_and_one_outwards_its_address(
    library: Library,
) -> None:
    present = References(present=frozenset({"rest"}))
    text = {"text": "See [](rest), [](https://example.org/a?b=1&c=2)."}

    page = made(renderer_for(library), text, topic_id="call", references=present).html

    assert '<a href="carefold:rest">Rest well</a>' in page
    assert '<a href="https://example.org/a?b=1&amp;c=2">example.org/a?b=1&amp;c=2</a>' in page


def test_references_elsewhere_leave_a_document_as_it_is(library: Library) -> None:
    renderer = renderer_for(library)
    blocks = [Block.model_validate({"text": "See [rest](rest)."})]
    chosen = Chosen(library.topics["call"], "body", "")

    def with_present(*names: str) -> str:
        return renderer.topic(chosen, blocks, References(present=frozenset(names))).html

    assert with_present("rest") == with_present("rest", "wishes")
    assert with_present("rest") != with_present("wishes")


def test_an_undefined_value_stops_the_page(library: Library) -> None:
    renderer = renderer_for(library)

    with pytest.raises(jinja2.UndefinedError):
        renderer.document("words", "words", "Words")  # without its terms


def test_unknown_words_stop_the_page(library: Library) -> None:
    with pytest.raises(KeyError, match="call-nwo-title"):
        renderer_for(library).words("call-nwo-title")


@pytest.mark.parametrize(
    "text",
    ['a"b', "a\\b", "a\nb", "}</style><script>", "é ✓ 漢", "/* x */", "url(file:///x)", ""],
)
def test_css_string_gives_back_what_was_put_in_and_holds_no_syntax(text: str) -> None:
    written = str(css_string(text))
    inside = written[1:-1]

    assert ('"', '"') == (written[0], written[-1])
    assert re.fullmatch(r"(?:[A-Za-z0-9]|\\[0-9a-f]{6})*", inside)
    assert text == re.sub(r"\\([0-9a-f]{6})", lambda match: chr(int(match[1], 16)), inside)


def test_titles_with_every_kind_of_sign_reach_the_page_as_text(
    tmp_path: Path,
) -> None:
    folder = mini.write_project(tmp_path)
    wicked = """'Rest & "sleep" </style><b>'"""
    edit(folder / "topics" / "rest.yaml", "title: Rest well", f"title: {wicked}")
    renderer = renderer_for(load(folder))

    page = made(renderer, {"text": "x"}).html

    assert 1 == page.count("</style>")
    assert "<b>" not in page
    assert html_.escape("""Rest & "sleep" </style><b>""").replace("&quot;", "&#34;") in page


def test_notes_take_the_place_that_a_page_keeps_for_them(library: Library) -> None:
    document = made(renderer_for(library), {"text": "x"})

    assert 1 == document.html.count(NOTES_HERE)
    assert [0, 1, 5] == [with_notes(document, n).count(LINES) for n in (0, 1, 5)]
    assert "<h2>My notes</h2>" in with_notes(document, 2)
    assert NOTES_HERE not in with_notes(document, 0)


@pytest.mark.parametrize("edition", ["standard", "large", "giant"])
def test_pages_to_write_on_come_as_many_as_asked_for(library: Library, edition: str) -> None:
    renderer = renderer_for(library, edition=edition)

    counts = [renderer.notes(count).html.count("<article") for count in (1, 2, 3, 4)]

    assert [1, 2, 3, 4] == counts


def test_a_document_lists_the_assets_it_shows_and_no_other(library: Library) -> None:
    renderer = renderer_for(library)

    with_picture = made(renderer, {"picture": {"name": "chair", "caption": "A chair."}})
    without = made(renderer, {"text": "x"})

    def pictures(document: Document) -> list[str]:
        return [asset.url for asset in document.assets if "pictures/" in asset.url]

    assert (["asset:pictures/chair.svg"], []) == (pictures(with_picture), pictures(without))
    used = set(
        re.findall(r"asset:[\w./-]+", with_picture.html + with_picture.fonts + with_picture.style)
    )
    assert used == {asset.url for asset in with_picture.assets}
    assert Asset("x", with_picture.assets[0].path).digest() == theme().faces[0].digest


def test_documents_of_a_setting_share_their_style_and_keep_what_is_their_own(
    library: Library,
) -> None:
    renderer = renderer_for(library)
    one = made(renderer, {"text": "x"})
    other = renderer.explained([])

    assert one.style is other.style
    assert f"content: {css_string('B1  Rest well')}" in one.html
    assert "content: " not in one.style.partition("html {")[0]
    assert f"--part: {theme().tokens.parts['plum']}" in one.html
    assert f"--part: {theme().tokens.colours['deep']}" in other.html
    assert "var(--part)" in one.style


def test_contents_name_sheet_and_code_and_leave_room_for_the_page(library: Library) -> None:
    entries = (Entry("rest", "Rest & sleep", "B1"),)
    part = PartEntries("B", "Day by day", "plum", entries)

    page = renderer_for(library).contents([part], [Entry("words", "Words explained")]).html

    assert (
        '<span class="code">B1&#9;</span><a href="carefold:rest">Rest &amp; sleep</a>'
        ' <span class="page">000</span>' in page
    )
    assert '<a href="carefold:words">Words explained</a> <span class="page">000</span>' in page
    assert "such as A1." in page


@pytest.mark.parametrize(("draft", "said"), [(True, True), (False, False)])
def test_cover_and_imprint_say_draft_when_it_is_one(
    library: Library, draft: bool, said: bool
) -> None:
    renderer = renderer_for(library)
    cover = renderer.cover(draft=draft).html
    imprint = renderer.imprint(draft=draft, due=date(2090, 1, 31), staff_code="demo-1").html

    assert said == ("Draft: not clinically reviewed" in cover)
    assert said == ("This is a draft." in imprint)
    assert said != ("The next review is due by 31 January 2090." in imprint)
    assert "If today is after 31 January 2090" in imprint
    assert "Code for staff: demo-1" in imprint


def test_every_sheet_bears_its_code_version_month_state_and_language(library: Library) -> None:
    page = made(renderer_for(library), {"text": "x"}).html

    for text in ("B1 · version 1.0 · Jan 2026 · draft · English", "B1  Rest well"):
        assert f"content: {css_string(text)};" in page


def test_the_letterhead_stands_on_a_sheet_alone_and_its_numbers_in_the_boxes(
    tmp_path: Path,
) -> None:
    project_ = project(tmp_path)
    clinic_file = project_.content / "clinics" / "example.yaml"
    edit(clinic_file, "same-day: {phone: null}", "same-day: {name: The desk, phone: '0200'}")
    clinic, _ = find_clinic(project_, "example")
    renderer = renderer_for(load(project_.content / "demo"), clinic=clinic)
    topic = renderer.setting.library.topics["call"]
    box = [Block.model_validate({"contact": {"level": "same-day", "when": ["A fever"]}})]

    alone = renderer.topic(Chosen(topic, "body", ""), box, References(), alone=True)
    bound = renderer.topic(Chosen(topic, "body", ""), box, References())

    letterhead = '<p class="clinic">A clinic for tests</p>'
    assert (True, False) == (letterhead in alone.html, letterhead in bound.html)
    assert "The desk" in body(bound)
    assert "0200" in body(bound)


@pytest.mark.parametrize(
    ("language", "direction", "name"),
    [("en", "ltr", "English"), ("es", "ltr", "Español"), ("ar", "rtl", "العربية")],
)
def test_language_gives_direction_and_its_own_name(
    library: Library, language: str, direction: str, name: str
) -> None:
    renderer = renderer_for(library, language=language)

    assert name == renderer.setting.language_name
    assert f'<html lang="{language}" dir="{direction}" ' in made(renderer, {"text": "x"}).html


@pytest.mark.parametrize(
    ("blocks", "ids"),
    [
        ([{"text": "x"}], ["S1"]),  # the topic's own
        ([{"text": "x", "sources": ["S2"]}], ["S2"]),
        ([{"text": "x", "sources": ["S2"]}, {"medicines": {"names": ["drip"]}}], ["S1", "S2"]),
        ([{"text": "x", "sources": ["S2"]}, {"organisations": {}}], ["S1", "S2"]),
        ([{"text": "x", "sources": ["S1"]}, {"legal": {}}], ["S1", "S2"]),
        ([{"text": "x", "sources": ["S2"]},
          {"contact": {"level": "now", "when": ["y"]}}], ["S1", "S2"]),
        ([{"text": "x", "sources": ["S2"]},
          {"contact": {"level": "routine", "when": ["y"]}}], ["S2"]),
    ],
)  # fmt: skip
def test_a_sheet_cites_what_its_blocks_and_its_regional_facts_rest_on(
    library: Library, blocks: list[dict[str, Any]], ids: list[str]
) -> None:
    typed = [Block.model_validate(block) for block in blocks]

    assert ids == cited(library.topics["rest"], typed, renderer_for(library).setting)


def test_in_a_language_from_the_right_every_run_from_the_left_is_isolated(
    library: Library,
) -> None:
    renderer = renderer_for(library, language="ar")
    blocks: list[dict[str, Any]] = [
        {"title": "نحو 5 mg", "text": "خذ **5-10** mg مرتين"},
        {"table": {"head": ["متى", "كم"], "rows": [["صباحا", "5 mg"], ["مساء", "≥ 5"]]}},
        {"checklist": ["خذ co-**amox**iclav الآن", "ثم نم"]},
        {"write-in": {"label": "هاتف NIV:", "lines": 1}},
    ]
    document = made(renderer, *blocks)

    text = body(document).replace('<bdi dir="ltr">', "⟨").replace("</bdi>", "⟩")
    assert "<h2>نحو ⟨5 mg⟩</h2><p>خذ ⟨<strong>5-10</strong> mg⟩ مرتين</p>" in text
    assert "<td>⟨5 mg⟩</td>" in text
    assert "<td>⟨≥ 5⟩</td>" in text
    assert "خذ ⟨co-<strong>amox</strong>iclav⟩ الآن</li>" in text
    assert '<p class="label">هاتف ⟨NIV⟩:</p>' in text
    assert '<p class="sources-line">⟨Sources: S1 (list: end of the booklet)⟩</p>' in (
        document.html.replace('<bdi dir="ltr">', "⟨").replace("</bdi>", "⟩")
    )
    assert str(css_string("\u2066B1  Rest well\u2069")) in document.html, "the running head"
    assert '<section class="notes"><h2><bdi dir="ltr">My notes</bdi></h2>' in document.notes


def test_sources_are_english_from_the_left_in_every_booklet(library: Library) -> None:
    listed = list(library.sources.values())
    html = renderer_for(library, language="ar").sources(listed).html

    for line in re.findall(r'<p class="source.*', html):
        assert line.startswith('<p class="source" lang="en" dir="ltr" data-strip="source S')
        assert "<bdi" not in line


@pytest.mark.parametrize(
    ("language", "flip", "mirrored"),
    [("ar", True, True), ("ar", False, False), ("en", True, False)],
)
def test_a_picture_that_is_read_in_order_is_mirrored_from_the_right(
    library: Library, language: str, flip: bool, mirrored: bool
) -> None:
    chair = library.pictures["chair"].model_copy(update={"flip": flip})
    renderer = renderer_for(replace(library, pictures={"chair": chair}), language=language)
    html = body(made(renderer, {"picture": {"name": "chair", "caption": "Sit."}}))

    assert mirrored == ('side." class="flipped" />' in html)
    assert (language == "ar") == ("figure .flipped { transform: scaleX(-1); }" in renderer.style)


def test_a_title_without_spaces_breaks_between_its_phrases(library: Library) -> None:
    condition = library.condition.model_copy(update={"title": "面对它，过好每一天"})
    chinese = replace(library, condition=condition)

    cover = renderer_for(chinese, language="zh-Hans").cover(draft=True).html
    english = renderer_for(library).cover(draft=True).html

    assert (
        '<h1><span class="phrase">面对它，</span><span class="phrase">过好每一天</span></h1>'
        in cover
    )
    assert '<span class="phrase">' not in english
