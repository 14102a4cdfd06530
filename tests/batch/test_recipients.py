from __future__ import annotations

import multiprocessing
import resource
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest

from generator.batch import recipients, screening
from generator.batch.order import Order
from generator.batch.profile import load_condition
from generator.batch.recipients import Recipient
from generator.batch.rows import COLUMNS
from generator.batch.screening import Summary
from generator.content.library import Library
from generator.content.model import Relevance
from generator.findings import ContentError, Finding
from generator.project import Project
from tests.pressroom import project as write_project

DEFAULTS = Order("demo", "", region="GB", formats=("home",))
STAGED = replace(DEFAULTS, stage="2")
MARK = "Zaphod"
"""Stands in cells that are wrong, and in nothing that is said of them."""

Checked = Callable[..., Summary]
Refused = Callable[..., list[str]]


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Project:
    return write_project(tmp_path_factory.mktemp("recipients"))


@pytest.fixture(scope="module")
def library(project: Project) -> Library:
    return load_condition(project, "demo")


@pytest.fixture
def written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str | bytes], Path]:
    def write(text: str | bytes) -> Path:
        monkeypatch.chdir(tmp_path)
        path = tmp_path / "people.csv"
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return path

    return write


@pytest.fixture
def checked(written: Callable[[str | bytes], Path], project: Project, library: Library) -> Checked:
    def check(text: str | bytes, defaults: Order = DEFAULTS) -> Summary:
        return screening.check(written(text), defaults, library, project)

    return check


@pytest.fixture
def refused(checked: Checked) -> Refused:
    """Give the findings of a list as `row:column code message (hint)`."""

    def refuse(text: str | bytes, defaults: Order = DEFAULTS) -> list[str]:
        with pytest.raises(ContentError) as caught:
            checked(text, defaults)
        assert {"people.csv"} == {finding.file for finding in caught.value.findings}
        return [f"{f.line}:{f.column} {f.code} {f.message} ({f.hint})" for f in error(caught)]

    return refuse


def error(caught: pytest.ExceptionInfo[ContentError]) -> tuple[Finding, ...]:
    return caught.value.findings


def facts(person: Recipient) -> tuple[str, ...]:
    return person.ref, person.name, person.appointment, person.contact, person.phone


def test_a_row_becomes_an_order_and_the_words_of_a_cover(
    written: Callable[[str], Path],
) -> None:
    path = written(
        "ref,name,appointment,contact,phone,stage,edition,needs,opt-in\n"
        'A1,"Example, Anna",2027-03-12,A nurse,+44 20 7946 0000,2,Large,tired,wishes\n'
    )

    (person,) = recipients.read(path, DEFAULTS)

    assert 2 == person.row
    assert ("A1", "Example, Anna", "2027-03-12", "A nurse", "+44 20 7946 0000") == facts(person)
    wanted = replace(DEFAULTS, stage="2", edition="large", needs=("tired",), opt_in=("wishes",))
    assert wanted == person.order


def test_an_empty_cell_takes_what_the_command_says(written: Callable[[str], Path]) -> None:
    defaults = replace(DEFAULTS, stage="1", needs=("tired",))
    people = recipients.read(written("ref,stage,needs\nA1,,\nA2,2,;\n"), defaults)
    assert [defaults, replace(defaults, stage="2")] == [person.order for person in people]


def test_lists_in_a_cell_are_parted_by_semicolons_or_spaces_in_any_order(
    written: Callable[[str], Path],
) -> None:
    path = written("ref,include\nA1,rest;call\nA2,Call  rest\nA3,call; rest;call\n")
    assert {("call", "rest")} == {one.order.include for one in recipients.read(path, STAGED)}


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_line_ends_and_byte_order_marks_make_no_difference(
    written: Callable[[str], Path], end: str, mark: str
) -> None:
    path = written(mark + end.join([" Ref ,NAME", "A1, Zoe\u0308 ", ""]))
    assert [("A1", "Zoë", "", "", "")] == [facts(p) for p in recipients.read(path, STAGED)]


def test_rows_are_counted_as_a_spreadsheet_counts(written: Callable[[str], Path]) -> None:
    path = written('ref,name\nA1,"two\nlines"\n\n, \nA2,\n')
    assert [2, 5] == [person.row for person in recipients.read(path, STAGED)]


def test_a_summary_counts_each_booklet(checked: Checked) -> None:
    summary = checked("ref,stage,needs\nA,2,\nB,1,tired\nC,2,\n")
    two, one = replace(DEFAULTS, stage="2"), replace(DEFAULTS, stage="1", needs=("tired",))
    assert Summary(3, [(two, 2), (one, 1)]) == summary


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", "0:0 M07 the list is empty"),
        ("ref,stage\n", "0:0 M07 there is no row"),
        ("ref,stage\n,\n\n", "0:0 M07 there is no row"),
        ("ref;stage\nA;2\n", "1:1 M02 no commas"),
        ("ref\tstage\nA\t2\n", "1:1 M02 no commas"),
        ("stage\n2\n", "1:1 M06 there is no column 'ref'"),
        ("ref\nA\n", "1:1 M06 there is no column 'stage'"),
        ("ref,stage,Stage\nA,2,2\n", "1:3 M05 column 3 is 'stage' again"),
        ("ref,stage,Zaphod\nA,2,x\n", "1:3 M04 column 3 has no name known here (columns are: ref,"),
        ("refs,stage\nA,2\n", "1:1 M04 column 1 has no name known here (did you mean 'ref'?)"),
        ("ref,stage,\nA,2,\n", "1:3 M04 column 3 has no name known here (delete the column)"),
        ("ref,stage\nA,2,Zaphod\n", "2:1 M03 the row has 3 cells, and the header 2"),
        ("ref,stage\nZaphod\n", "2:1 M03 the row has 1 cells"),
        ('ref,stage\nA,2\n"Zaphod,2\nC,2\n', "3:1 M02 a double quote is opened and never closed"),
        ('ref,stage\n"Zap"hod,2\n', "2:1 M02 a double quote stands in the wrong place"),
        ("ref,stage\n,2\n", "2:1 M08 'ref' is empty"),
        ("ref,stage\nA,\n", "2:2 M08 'stage' is empty"),
        ("stage,ref\n2,Zaphod\n1,B\n2,Zaphod\n", "4:2 M09 'ref' is the same as in row 2"),
        ("ref,stage\nA,Zaphod\n", "2:2 M10 'stage' does not name a stage (stages are steps: 1 2"),
        ("ref,stage\nA,1+2\n", "2:2 M10 'stage' does not name a stage (stages are"),
        ("ref,stage,since\nA,2,Zaphod\n", "2:3 M10 'since' does not name a stage"),
        ("ref,stage,language\nA,2,zq\n", "2:3 M10 'language' does not name a language of the text"),
        ("ref,stage,edition\nA,2,Zaphod\n", "2:3 M10 'edition' does not name an edition (one of:"),
        ("ref,stage,region\nA,2,Zaphod\n", "2:3 M10 'region' does not name a region (one of: 001,"),
        ("ref,stage,audience\nA,2,Zaphod\n", "2:3 M10 'audience' does not name an audience (one"),
        ("ref,stage,clinic\nA,2,Zaphod\n", "2:3 M10 'clinic' does not name a letterhead (one of:"),
        ("ref,stage,clinic\nA,2,clinics/example.yaml\n", "2:3 M10 'clinic' does not name"),
        ("ref,stage,needs\nA,2,tired;Zaphod\n", "2:3 M10 value 2 of 'needs' does not name a need"),
        ("ref,stage,include\nA,2,Zaphod\n", "2:3 M10 'include' does not name a topic (booklet"),
        ("ref,stage,include\nA,2,wishes\n", "2:3 M10 'include' is sensitive (if the reader"),
        ("ref,stage,exclude\nA,2,call\n", "2:3 M10 'exclude' is a safety page and stays in"),
        ("ref,stage,opt_in\nA,2,rest\n", "2:3 M10 'opt_in' needs no opt-in (name it in the column"),
        (f"ref,stage,name\nA,2,{'Zaphod ' * 12}\n", "2:3 M11 'name' has more than 80 characters"),
        (f"ref,stage\n{'Z' * 41},2\n", "2:1 M11 'ref' has more than 40 characters"),
        ('ref,stage,name\nA,2,"Zaphod\nB"\n', "2:3 M12 'name' holds a line break or a sign"),
        ("ref,stage,phone\nA,2,Zaphod\u202e\n", "2:3 M12 'phone' holds a line break or a sign"),
        ("ref,stage,name\nA,2,Zaphod \U00013000\n", "2:3 M12 'name' holds a character that no"),
        ("ref,stage,appointment\nA,2,2027-02-30\n", "2:3 M13 'appointment' is no day or time"),
        ("ref,stage,appointment\nA,2,2027-02-03 24:30\n", "2:3 M13 'appointment' is no day or"),
    ],
)  # fmt: skip
def test_a_fault_is_found_where_it_is_and_not_quoted(
    refused: Refused, text: str, found: str
) -> None:
    findings = refused(text)
    assert [found] == [one[: len(found)] for one in findings]
    assert "Zaphod" not in findings[0]
    assert "zaphod" not in findings[0]


@pytest.mark.parametrize("encoding", ["latin-1", "utf-16"])
def test_another_encoding_is_told_once(refused: Refused, encoding: str) -> None:
    text = "ref,stage,name\nA,2,Ann\nB,2,Zoë\nC,2,Zoë\nD,9,Ann\n"
    told = [one[:8] for one in refused(text.encode(encoding))]
    assert {"latin-1": ["3:1 M01 ", "5:2 M10 "], "utf-16": ["1:1 M01 "]}[encoding] == told


def test_all_faults_are_found_in_one_run(refused: Refused) -> None:
    text = 'ref,stage,name\n"A"x,2,\nB,9,\n,2,\tAnn\tB\nC,2\nD,2,Ann\nD,2,Ben\n'
    found = ["2:1 M02", "3:2 M10", "4:1 M08", "4:3 M12", "5:1 M03", "7:1 M09"]
    assert found == [one[:7] for one in refused(text)]


def test_a_booklet_without_a_topic_is_told_with_its_row(
    written: Callable[[str], Path], project: Project, library: Library
) -> None:
    only = {"relevance": {"1": Relevance.CORE}, "needs": []}
    early = {name: topic.model_copy(update=only) for name, topic in library.topics.items()}
    path = written("ref,stage\nA,1\nB,2\n")

    with pytest.raises(ContentError) as caught:
        screening.check(path, DEFAULTS, replace(library, topics=early), project)

    assert [(3, "M14")] == [(one.line, one.code) for one in error(caught)]


def test_of_very_many_faults_the_number_is_told(refused: Refused) -> None:
    rows = "".join(f"A{number},9\n" for number in range(1000))
    findings = refused(f"ref,stage\n{rows}")
    assert screening.SHOWN + 1 == len(findings)
    assert findings[0].startswith("2:2 M10")
    assert findings[-1].startswith("1001:")
    assert "M15 and 800 more" in findings[-1]


@pytest.mark.parametrize(
    "row", ['"' + "never closed,2\n" * 20_000, '"\n",' * 20_000, "x" * 20_001],
    ids=["quote", "lines", "line"],
)  # fmt: skip
def test_no_row_can_fill_the_memory(refused: Refused, row: str) -> None:
    findings = refused(f"ref,stage\nA,2\n{row}")
    assert ["3:1 M02 the row has more than 20,000 characters"] == [one[:47] for one in findings]


def test_names_of_other_alphabets_that_the_fonts_hold_are_taken(checked: Checked) -> None:
    assert 3 == checked("ref,stage,name\nA,2,Łukasz Nguyễn\nB,2,Ελένη\nC,2,Юлия\n").rows


def test_a_recipient_shows_no_person(written: Callable[[str], Path]) -> None:
    path = written(f"ref,name,contact,phone,appointment\n{MARK},{MARK},{MARK},{MARK},{MARK}\n")
    (person,) = recipients.read(path, STAGED)
    assert ["Recipient(row=2)"] * 2 == [repr(person), str(person)]


@pytest.mark.parametrize("late", ['A2,"x"y\n', "A2\n"])
def test_a_list_that_has_changed_is_not_read_on(written: Callable[[str], Path], late: str) -> None:
    people = recipients.read(written(f"ref,name\nA1,\n{late}"), STAGED)
    assert "A1" == next(people).ref
    with pytest.raises(ContentError):
        next(people)


def test_a_list_without_a_usable_header_is_not_read(written: Callable[[str], Path]) -> None:
    with pytest.raises(ContentError):
        next(recipients.read(written("name\nAnn\n"), DEFAULTS))


def growth(path: Path, rows: int, folder: Path) -> int:
    """Give the bytes by which a process grows that has its content and reads a list."""
    order = Order("demo", "", region="GB", formats=("home",))
    project = Project(folder, folder / "content")
    library = load_condition(project, "demo")
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    assert rows == sum(1 for _ in recipients.read(path, order))
    assert rows == screening.check(path, order, library, project).rows
    return (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) * 1024


def test_a_long_list_needs_no_more_memory_than_a_short_one(
    written: Callable[[str], Path], project: Project
) -> None:
    lines = (f'R{n},"Ex, Zoë {n}",2027-03-12,{n % 2 + 1},tired\n' for n in range(100_000))
    path = written("ref,name,appointment,stage,needs\n" + "".join(lines))

    with ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as own:
        assert own.submit(growth, path, 100_000, project.root).result() < 8e6


def test_every_column_is_in_the_page_on_personalised_copies() -> None:
    page = Path(__file__).parents[2] / "docs" / "how-to" / "personalised-copies.md"
    rows = [line.split("|")[1].strip() for line in page.read_text("utf-8").splitlines()
            if line.startswith("| `")]  # fmt: skip
    assert [f"`{name}`" for name in COLUMNS] == rows
