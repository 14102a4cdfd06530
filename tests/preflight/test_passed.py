"""What passed is not read again, and nothing that is wrong gets by for it."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import page as page_validation
import pikepdf
import pytest
from pikepdf import Array, Name

from generator.preflight import passed as room
from generator.preflight import pdf as preflight
from generator.preflight.expected import Expected
from generator.preflight.passed import Passed
from generator.press.store import Store
from tests.pdf_facts import elements, opened
from tests.preflight.test_pdf import broken, codes, expected

__all__ = ["expected"]  # a fixture

Break = Callable[[pikepdf.Pdf], None]
READ: list[int] = []


@pytest.fixture(autouse=True)
def unknown(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each test begins in a process that knows nothing; how much the validator reads is noted."""
    monkeypatch.setattr(room, "_known", {})
    real = page_validation.validate_pdf_bytes

    def validate(data: bytes, *, profile: str) -> object:
        with pikepdf.open(io.BytesIO(data)) as pdf:
            READ.append(sum(len(page.obj.Contents[0].read_bytes()) for page in rest(pdf)))
        return real(data, profile=profile)

    monkeypatch.setattr(page_validation, "validate_pdf_bytes", validate)
    READ.clear()


def rest(pdf: pikepdf.Pdf) -> list[pikepdf.Page]:
    return [page for page in pdf.pages if isinstance(page.obj.Contents, Array)]


def kept(data: bytes, *breaks: Break) -> bytes:
    """Break a file, and leave the streams of its pages as they are."""
    with opened(data) as pdf:
        for break_ in breaks:
            break_(pdf)
        buffer = io.BytesIO()
        pdf.save(buffer, compress_streams=False, deterministic_id=True)
    return buffer.getvalue()


def test_what_passed_is_shown_as_its_marks_alone(mini_reader: bytes, expected: Expected) -> None:
    for _ in range(2):
        assert [] == preflight.check_reader(mini_reader, expected)
    first, second = READ
    assert second < first / 3


def test_a_page_that_changed_is_read_and_no_other(mini_reader: bytes, expected: Expected) -> None:
    preflight.check_reader(mini_reader, expected)
    changed = kept(mini_reader, lambda pdf: write(pdf, 3, b"% another\n"))
    assert [] == preflight.check_reader(changed, expected)
    with opened(mini_reader) as pdf:
        page = len(pdf.pages[3].obj.Contents[0].read_bytes())
    preflight.check_reader(mini_reader, expected)
    assert page / 2 < READ[1] - READ[2] < page + 20


def write(pdf: pikepdf.Pdf, at: int, more: bytes, *, behind: bool = False) -> None:
    content = pdf.pages[at].obj.Contents[0]
    words = content.read_bytes()
    content.write(words + b"\n" + more if behind else more + words)


def add_words_without_a_mark(pdf: pikepdf.Pdf) -> None:
    write(pdf, 3, b"BT /CF-Atkinson-700 9 Tf <0024> Tj ET", behind=True)


def take_a_page_out_of_the_structure(pdf: pikepdf.Pdf) -> None:
    pdf.Root.StructTreeRoot.ParentTree.Nums = Array([])


def skip_a_level_of_headings(pdf: pikepdf.Pdf) -> None:
    elements(pdf, "H2")[0].S = Name.H4


def spoil_the_widths(pdf: pikepdf.Pdf) -> None:
    font = pdf.pages[1].Resources.Font["/CF-Atkinson-400"].DescendantFonts[0]
    for run in list(font.W)[1::2]:
        for at, width in enumerate(run):
            run[at] = float(width) + 300


def leave_out_what_glyphs_say(pdf: pikepdf.Pdf) -> None:
    del pdf.pages[1].Resources.Font["/CF-Atkinson-400"].ToUnicode


def another_face(pdf: pikepdf.Pdf) -> None:
    fonts = pdf.pages[1].Resources.Font
    bold = fonts["/CF-Atkinson-700"].DescendantFonts[0].FontDescriptor.FontFile2
    fonts["/CF-Atkinson-400"].DescendantFonts[0].FontDescriptor.FontFile2 = bold


@pytest.mark.parametrize(
    "fault",
    [
        add_words_without_a_mark, take_a_page_out_of_the_structure, skip_a_level_of_headings,
        spoil_the_widths, leave_out_what_glyphs_say, another_face,
    ],
)  # fmt: skip
def test_a_fault_is_found_after_all_pages_passed(
    mini_reader: bytes, expected: Expected, fault: Break
) -> None:
    faulty = kept(mini_reader, fault)
    alone = preflight.check_reader(faulty, expected)
    assert "P10" in codes(alone), "the validator sees it in the whole file"
    preflight.check_reader(mini_reader, expected)
    READ.clear()
    assert alone == preflight.check_reader(faulty, expected)
    assert READ[0] < READ[1], "it was seen in the lighter file, and told from the whole one"


def test_a_page_of_a_file_that_failed_has_not_passed(
    mini_reader: bytes, expected: Expected
) -> None:
    faulty = kept(mini_reader, add_words_without_a_mark)
    for _ in range(2):
        assert "P10" in codes(preflight.check_reader(faulty, expected))
    assert READ[0] == READ[1]


def test_what_cannot_be_told_apart_is_always_read(mini_reader: bytes, expected: Expected) -> None:
    words = b"/Artifact BMC\nBT /CF-Atkinson-700 9 Tf (EMC) Tj ET\nEMC"

    def write_in_brackets(pdf: pikepdf.Pdf) -> None:
        for page in rest(pdf):
            write(pdf, pdf.pages.index(page), words, behind=True)

    odd = kept(mini_reader, write_in_brackets)
    for _ in range(2):
        preflight.check_reader(odd, expected)
    assert READ[0] == READ[1] > 0


def test_it_is_known_in_the_next_process(
    mini_reader: bytes, expected: Expected, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = Store(tmp_path)
    for _ in range(2):
        monkeypatch.setattr(room, "_known", {})
        assert [] == preflight.check_reader(mini_reader, expected, Passed(store, "a"))
    assert READ[1] < READ[0] / 3
    monkeypatch.setattr(room, "_known", {})
    preflight.check_reader(mini_reader, expected, Passed(store, "b"))
    assert READ[2] == READ[0], "another booklet's is not looked at"


def test_what_is_kept_and_damaged_is_not_believed(
    mini_reader: bytes, expected: Expected, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    preflight.check_reader(mini_reader, expected, Passed(Store(tmp_path), "a"))
    (file,) = [path for path in tmp_path.rglob("*") if path.is_file()]
    data = bytearray(file.read_bytes())
    data[-3] ^= 1
    file.write_bytes(data)
    monkeypatch.setattr(room, "_known", {})
    assert [] == preflight.check_reader(mini_reader, expected, Passed(Store(tmp_path), "a"))
    assert READ[0] == READ[1]


def test_made_anew_is_read_anew(mini_reader: bytes, expected: Expected, tmp_path: Path) -> None:
    for _ in range(2):
        passed = Passed(Store(tmp_path), "a", anew=True)
        assert [] == preflight.check_reader(mini_reader, expected, passed)
    assert READ[0] == READ[1]


def test_a_file_written_again_is_another(mini_reader: bytes, expected: Expected) -> None:
    preflight.check_reader(mini_reader, expected)
    assert [] == preflight.check_reader(broken(mini_reader), expected)
