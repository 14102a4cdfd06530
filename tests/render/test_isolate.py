from __future__ import annotations

import ctypes
import re
import xml.etree.ElementTree as ElementTree

import pypdfium2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.batch.crew import press_workers
from generator.render.isolate import bare, isolate
from tests.pressroom import STYLE, fonts, theme

LTR, RTL, END = '<bdi dir="ltr">', '<bdi dir="rtl">', "</bdi>"


@pytest.mark.parametrize(
    ("html", "isolated"),
    [
        ("<p>خذ co-<b>amox</b>iclav مرة</p>", "<p>خذ ⟨co-<b>amox</b>iclav⟩ مرة</p>"),
        ("<td><b>Vitamin</b> <i>B12</i></td>", "<td>⟨<b>Vitamin</b> <i>B12</i>⟩</td>"),
        ("<p>مع <b>Vitamin</b> <i>B12</i>.</p>", "<p>مع ⟨<b>Vitamin</b> <i>B12</i>⟩.</p>"),
        ("<p>دواء <a href=\"x\">ALS</a> هنا</p>", "<p>دواء ⟨<a href=\"x\">ALS</a>⟩ هنا</p>"),
        # over the border of a bold word or a link: one on each side
        ("<p><b>خذ ALS</b> 50 mg ليلا</p>", "<p><b>خذ ⟨ALS⟩</b> ⟨50 mg⟩ ليلا</p>"),
        ("<p>50 mg <b>ALS مرة</b></p>", "<p>⟨50 mg⟩ <b>⟨ALS⟩ مرة</b></p>"),
        ("<p><b>خذ ALS</b> 50</p>", "<p><b>خذ ⟨ALS⟩</b> 50</p>"),
        # what stands apart ends a run
        ("<p>دواء ALS<br />NIV</p>", "<p>دواء ⟨ALS⟩<br />NIV</p>"),
        (
            '<p>دواء ALS <span class="ref">(E3)</span> هو</p>',
            '<p>دواء ⟨ALS⟩ <span class="ref">(⟨E3⟩)</span> هو</p>',
        ),
        (
            '<li><span class="code">C2\t</span><a href="x">ALS مرض</a>'
            ' <span class="page">7</span></li>',
            '<li><span class="code">C2\t</span><a href="x">⟨ALS⟩ مرض</a>'
            ' <span class="page">7</span></li>',
        ),
        ("<p>دواء</p><p>5 mg</p>", "<p>دواء</p><p>⟨5 mg⟩</p>"),
        ("<p>الاسم: <bdi>Anna B. Example</bdi></p>", "<p>الاسم: <bdi>⟨Anna B. Example⟩</bdi></p>"),
        # signs of HTML
        ("<p>أقل من &lt; 5 &amp; 6 ملغ</p>", "<p>أقل من ⟨&lt; 5 &amp; 6⟩ ملغ</p>"),
        # left alone
        ("<style>p { color: red }</style>", "<style>p { color: red }</style>"),
        ("<title>ALS 5 mg</title>", "<title>ALS 5 mg</title>"),
        ("<!--notes--><p>112</p>", "<!--notes--><p>112</p>"),
        ('<img alt="5 mg of it" />', '<img alt="5 mg of it" />'),
        (
            '<p lang="en" dir="ltr">Smith J. Title. 2020.</p><p>5 mg</p>',
            '<p lang="en" dir="ltr">Smith J. Title. 2020.</p><p>⟨5 mg⟩</p>',
        ),
        ("<p>خذ <bdi dir=\"ltr\">5 mg</bdi> مرة</p>", "<p>خذ <bdi dir=\"ltr\">5 mg</bdi> مرة</p>"),
    ],
)  # fmt: skip
def test_each_run_gets_one_isolate_around_the_elements_in_it(html: str, isolated: str) -> None:
    expected = isolated.replace("⟨", LTR).replace("⟩", END)

    assert expected == isolate(html, right_to_left=True)


def test_names_from_the_right_are_isolated_where_text_runs_from_the_left() -> None:
    html = "<p>Call <b>جمعية</b> مرضى now</p><p>5 mg</p>"

    assert f"<p>Call {RTL}<b>جمعية</b> مرضى{END} now</p><p>5 mg</p>" == isolate(
        html, right_to_left=False
    )
    assert "<p>Call 5-10 mg</p>" == isolate("<p>Call 5-10 mg</p>", right_to_left=False)


def test_an_element_that_began_before_a_line_is_closed_outside_its_runs() -> None:
    made = isolate("<li><b><bdi></bdi>\u05d0</b>\u05d0</li>", right_to_left=False)

    assert f"<li><b><bdi></bdi>{RTL}\u05d0{END}</b>{RTL}\u05d0{END}</li>" == made


TEXTS = st.text(alphabet="ab 5-.,(+%<&\u05d0\u0628\u060c", max_size=12)
TREES = st.recursive(
    TEXTS.map(lambda text: text.replace("&", "&amp;").replace("<", "&lt;")),
    lambda inner: st.tuples(
        st.sampled_from(["b", "a", 'span class="ref"', "span", "bdi", 'p dir="ltr"', "li"]),
        st.lists(inner, max_size=4),
    ).map(lambda made: f"<{made[0]}>{''.join(made[1])}</{made[0].split()[0]}>"),
    max_leaves=12,
)


@settings(deadline=None)
@given(st.lists(TREES, max_size=5), st.booleans())
def test_any_document_stays_well_formed_and_keeps_its_words(
    pieces: list[str], right_to_left: bool
) -> None:
    html = f"<div>{''.join(pieces)}</div>"

    made = isolate(html, right_to_left=right_to_left)

    assert words(html) == words(made)
    assert [e.tag for e in tree(html).iter() if e.tag != "bdi"] == [
        e.tag for e in tree(made).iter() if e.tag != "bdi"
    ]


def tree(html: str) -> ElementTree.Element:
    return ElementTree.fromstring(html)


def words(html: str) -> str:
    return "".join(tree(html).itertext())


def test_isolates_can_be_taken_out_again() -> None:
    html = "<p>خذ <b>5 mg</b> أو 10-20 mg</p>"

    assert html == bare(isolate(html, right_to_left=True))


LINES = [  # what a page shows, from the left, of what is not Arabic
    ("co-<b>amox</b>iclav", "co-amoxiclav"),
    ("خذ co-<b>amox</b>iclav مرة", "co-amoxiclav"),
    ("<b>Vitamin</b> <i>B12</i>", "VitaminB12"),
    ("020 7946 0958", "02079460958"),
    ("اتصل 020 7946 0958 الآن", "02079460958"),
    ("اتصل +44 20 7946 0958 الآن", "+442079460958"),
    ("5-10 mg", "5-10mg"),
    ("خذ 5-10 mg مرتين", "5-10mg"),
    ("38°C", "38°C"),
    ("حرارة 38°C اليوم", "38°C"),
    ("5 mg", "5mg"),
    ("-5", "-5"),
    ("درجة -5 اليوم", "-5"),
    ("≥ 5", "≥5"),
    ("إذا ≥ 5 أيام", "≤5"),  # PDFium says signs mirrored in such a line; the order counts
    ("الأدوية A, B and C معا", "A,BandC"),
]


def test_pages_show_runs_as_they_are_read() -> None:
    body = "".join(f"<p>{html}</p>" for html, _ in LINES)

    with press_workers(1) as workers:
        one, other = (
            done.result for done in workers.do(laid_out, [isolate(body, right_to_left=True), body])
        )

    assert [line for _, line in LINES] == from_the_left(one or b"")
    assert "mg5-10" in "".join(from_the_left(other or b"")), "the engine does it by itself now"


def laid_out(body: str) -> bytes:
    """Lay lines out that run from the right; a job for a worker."""
    import weasyprint
    from weasyprint.text.fonts import FontConfiguration

    config = FontConfiguration()
    rules = fonts()
    for face in theme().faces:
        rules = rules.replace(face.url, face.path.as_uri())
    style = weasyprint.CSS(string=rules + STYLE, font_config=config)
    page = weasyprint.HTML(string=f'<html lang="ar" dir="rtl"><body>{body}</body></html>')
    data: bytes = page.write_pdf(stylesheets=[style], font_config=config)
    return data


def from_the_left(data: bytes) -> list[str]:
    """Give the visible characters of each line that are not Arabic, by their place."""
    document = pypdfium2.PdfDocument(data)
    rows: dict[int, list[tuple[float, str]]] = {}
    for page in document:
        text = page.get_textpage()
        for at in range(text.count_chars()):
            sign = text.get_text_range(at, 1)
            x, y = ctypes.c_double(), ctypes.c_double()
            pypdfium2.raw.FPDFText_GetCharOrigin(text, at, x, y)
            if re.fullmatch(r"[!-~°≥≤]", sign):
                rows.setdefault(-round(y.value / 2), []).append((x.value, sign))
    document.close()
    return ["".join(sign for _, sign in sorted(row)) for _, row in sorted(rows.items())]
