"""Preflight fails: each way a file can be wrong, made on purpose."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name

from generator.batch.run import expectation
from generator.findings import Finding
from generator.preflight import pdf as preflight
from generator.preflight.expected import Expected
from generator.press.fonts import glyphs_for
from tests.pdf_facts import destinations, elements, opened
from tests.pressroom import Made, theme

Break = Callable[[pikepdf.Pdf], None]


@pytest.fixture(scope="module")
def expected(mini_made: Made) -> Expected:
    return expectation(mini_made.plan, theme())


def broken(data: bytes, *breaks: Break) -> bytes:
    with opened(data) as pdf:
        for break_ in breaks:
            break_(pdf)
        buffer = io.BytesIO()
        pdf.save(buffer, deterministic_id=True)
    return buffer.getvalue()


def codes(findings: list[Finding]) -> set[str]:
    return {finding.code for finding in findings}


def said(findings: list[Finding], code: str) -> str:
    return " | ".join(finding.message for finding in findings if finding.code == code)


def a_font(pdf: pikepdf.Pdf) -> pikepdf.Object:
    font: pikepdf.Object = pdf.pages[1].Resources.Font["/CF-Atkinson-700"]
    return font


def drop_a_font_file(pdf: pikepdf.Pdf) -> None:
    del a_font(pdf).DescendantFonts[0].FontDescriptor.FontFile2


def rename_a_font(pdf: pikepdf.Pdf) -> None:
    a_font(pdf).BaseFont = Name("/ABCDEF+DejaVu-Sans")


def add_a_font_of_the_viewer(pdf: pikepdf.Pdf) -> None:
    font = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)
    pdf.pages[1].Resources.Font["/F1"] = pdf.make_indirect(font)


def add_a_font_in_a_drawing(pdf: pikepdf.Pdf) -> None:
    form = pdf.make_stream(b"")
    font = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)
    form.Resources = Dictionary(Font=Dictionary(F1=pdf.make_indirect(font)))
    pdf.pages[1].Resources.XObject = Dictionary(X=form)


def resize_a_page(pdf: pikepdf.Pdf) -> None:
    pdf.pages[3].obj.MediaBox = Array([0, 0, 400, 595.28])


def drop_a_destination(pdf: pikepdf.Pdf) -> None:
    names: list[Any] = list(pdf.Root.Names.Dests.Names)
    at = names.index("rest")
    pdf.Root.Names.Dests.Names = Array([*names[:at], *names[at + 2 :]])


def drop_all_destinations(pdf: pikepdf.Pdf) -> None:
    pdf.Root.Names.Dests.Names = Array([])


def drop_the_last_page(pdf: pikepdf.Pdf) -> None:
    del pdf.pages[-1]


def drop_the_identification(pdf: pikepdf.Pdf) -> None:
    packet = pdf.Root.Metadata.read_bytes()
    pdf.Root.Metadata.write(packet.replace(b"<pdfuaid:part>1</pdfuaid:part>", b""))


def drop_the_language(pdf: pikepdf.Pdf) -> None:
    del pdf.Root.Lang


def drop_a_topics_heading(pdf: pikepdf.Pdf) -> None:
    _of_the_cover, first, *_ = elements(pdf, "H1")
    first.S = Name.P


def change_a_number_in_the_contents(topic: str, said_instead: int | None) -> Break:
    """Print another number beside a topic, or none: its glyphs are swapped in the page's stream."""
    bold = next(face for face in theme().faces if face.weight == 700)
    glyph_of = {text: glyph for glyph, text in glyphs_for(bold, "0123456789").text.items()}

    def code(number: int | None) -> bytes:
        digits = "" if number is None else str(number)
        return b"<" + "".join(f"{glyph_of[c]:04x}" for c in digits).encode() + b">"

    def change(pdf: pikepdf.Pdf) -> None:
        places = destinations(pdf)
        page = pdf.pages[places["contents"] - 1]
        text = page.obj.Contents[0].read_bytes()
        old = code(places[topic])
        assert 1 == text.count(old), "the number stands once in the contents"
        page.obj.Contents[0].write(text.replace(old, code(said_instead)))

    return change


def drop_the_links_of_the_contents(pdf: pikepdf.Pdf) -> None:
    del pdf.pages[destinations(pdf)["contents"] - 1].obj.Annots


def test_a_sound_booklet_passes(mini_reader: bytes, expected: Expected) -> None:
    assert [] == preflight.check_reader(mini_reader, expected)
    assert [] == preflight.check_reader(broken(mini_reader), expected)


@pytest.mark.parametrize(
    ("break_", "code", "words"),
    [
        (drop_a_font_file, "P11", "CF-Atkinson-700 is not embedded"),
        (rename_a_font, "P11", "ABCDEF+DejaVu-Sans is not one of ours"),
        (add_a_font_of_the_viewer, "P11", "font Helvetica is not embedded"),
        (add_a_font_in_a_drawing, "P11", "font Helvetica is not one of ours"),
        (resize_a_page, "P12", "page 4 is 141.1 × 210.0 mm, not 148 × 210 mm"),
        (drop_the_last_page, "P13", "11 pages do not fold"),
        (drop_a_destination, "P14", "no place to jump to for topic 'rest'"),
        (drop_all_destinations, "P15", "the booklet has no contents page"),
        (drop_a_topics_heading, "P14", "topic 'call' stands 0 times"),
        (drop_the_identification, "P10", "PDF/UA-1"),
        (drop_the_language, "P10", "PDF/UA-1"),
        (change_a_number_in_the_contents("rest", 9), "P15", "but 'rest' is on page 4"),
        (drop_the_links_of_the_contents, "P15", "the contents do not lead to topic 'call'"),
    ],
    ids=lambda value: getattr(value, "__name__", ""),
)
def test_a_broken_booklet_is_found_out(
    mini_reader: bytes, expected: Expected, break_: Break, code: str, words: str
) -> None:
    data = broken(mini_reader, break_)

    findings = preflight.check_reader(data, expected)

    assert code in codes(findings)
    assert words in said(findings, code)
    assert {expected.name} == {finding.file for finding in findings}


def move_rest_to_page_one(pdf: pikepdf.Pdf) -> None:
    names: list[Any] = list(pdf.Root.Names.Dests.Names)
    names[names.index("rest") + 1][0] = pdf.pages[0].obj
    pdf.Root.Names.Dests.Names = Array(names)


@pytest.mark.parametrize("printed", [4, None], ids=["another number", "no number"])
def test_the_number_in_a_sheets_code_is_not_taken_for_its_page(
    mini_reader: bytes, expected: Expected, printed: int | None
) -> None:
    """`B1` stands in the same row: it must not hide that the number is wrong or missing."""
    change = change_a_number_in_the_contents("rest", printed)

    findings = preflight.check_reader(broken(mini_reader, change, move_rest_to_page_one), expected)

    assert "'rest' is on page 1" in said(findings, "P15")


def test_a_topic_that_is_not_there_is_missed(mini_reader: bytes, expected: Expected) -> None:
    more = replace(expected, topics=[*expected.topics, ("sleep", "Sleep well")])

    findings = preflight.check_reader(mini_reader, more)

    assert {"P14", "P15"} == codes(findings)
    assert "topic 'sleep' stands 0 times" in said(findings, "P14")


def test_a_topic_that_is_there_twice_is_found(mini_reader: bytes, expected: Expected) -> None:
    def double(pdf: pikepdf.Pdf) -> None:
        document = pdf.Root.StructTreeRoot.K[0]
        document.K = Array([*document.K, list(document.K)[1]])

    findings = preflight.check_reader(broken(mini_reader, double), expected)

    assert "topic 'call' stands 2 times" in said(findings, "P14")


def test_an_office_edition_need_not_fold(mini_reader: bytes, expected: Expected) -> None:
    data = broken(mini_reader, drop_the_last_page)

    assert "P13" not in codes(preflight.check_reader(data, replace(expected, folded=False)))


def test_a_sound_imposed_file_passes(mini_made: Made, expected: Expected) -> None:
    assert [] == preflight.check_home(mini_made.read("home"), expected, 12)


def drop_duplex(pdf: pikepdf.Pdf) -> None:
    del pdf.Root.ViewerPreferences.Duplex


def drop_the_preferences(pdf: pikepdf.Pdf) -> None:
    del pdf.Root.ViewerPreferences


def narrow_a_side(pdf: pikepdf.Pdf) -> None:
    pdf.pages[2].obj.MediaBox = Array([0, 0, 419.53, 595.28])


@pytest.mark.parametrize(
    ("break_", "code", "words"),
    [
        (drop_the_last_page, "P20", "5 sides for 12 pages"),
        (drop_duplex, "P21", "does not ask for duplex"),
        (drop_the_preferences, "P21", "does not ask for duplex"),
        (narrow_a_side, "P12", "page 3 is 148.0 × 210.0 mm, not 296 × 210 mm"),
    ],
    ids=lambda value: getattr(value, "__name__", ""),
)
def test_a_broken_imposed_file_is_found_out(
    mini_made: Made, expected: Expected, break_: Break, code: str, words: str
) -> None:
    findings = preflight.check_home(broken(mini_made.read("home"), break_), expected, 12)

    assert {code} == codes(findings)
    assert words in said(findings, code)


def test_fonts_are_looked_for_inside_imposed_pages(mini_made: Made, expected: Expected) -> None:
    def rename(pdf: pikepdf.Pdf) -> None:
        for item in pdf.objects:
            if isinstance(item, Dictionary) and item.get("/Type") == "/Font":
                item.BaseFont = Name("/ABCDEF+Other")

    findings = preflight.check_home(broken(mini_made.read("home"), rename), expected, 12)

    assert "P11" in codes(findings)


def test_a_sound_press_file_passes(mini_made: Made, expected: Expected) -> None:
    assert [] == preflight.check_press(mini_made.read("press"), expected)


def shrink(key: str, by: float) -> Break:
    def change(pdf: pikepdf.Pdf) -> None:
        left, bottom, right, top = (float(v) for v in pdf.pages[4].obj[key])
        pdf.pages[4].obj[key] = Array([left + by, bottom + by, right - by, top - by])

    return change


def drop_a_box(key: str) -> Break:
    def change(pdf: pikepdf.Pdf) -> None:
        del pdf.pages[4].obj[key]

    return change


@pytest.mark.parametrize(
    ("break_", "code", "words"),
    [
        (shrink("/BleedBox", 4), "P22", "page 5 has no 3 mm of bleed"),
        (shrink("/MediaBox", 23), "P22", "page 5 has no room for marks"),
        (shrink("/TrimBox", 5), "P12", "page 5 is 144.5 × 206.5 mm"),
        (drop_a_box("/BleedBox"), "P22", "page 5 has no 3 mm of bleed"),
        (drop_a_box("/TrimBox"), "P12", "page 5"),
    ],
    ids=["bleed", "marks", "trim", "no bleed box", "no trim box"],
)
def test_a_broken_press_file_is_found_out(
    mini_made: Made, expected: Expected, break_: Break, code: str, words: str
) -> None:
    findings = preflight.check_press(broken(mini_made.read("press"), break_), expected)

    assert code in codes(findings)
    assert words in said(findings, code)
