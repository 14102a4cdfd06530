from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from generator.batch.batchfile import read_batch
from generator.batch.order import OUTPUT, Order
from generator.findings import ContentError, Finding
from generator.project import Project
from tests.pressroom import ALL_STAGES, project

HEAD = "booklets:\n  - name: all\n    condition: demo\n"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Project:
    return project(tmp_path_factory.mktemp("batch"))


def orders(made: Project, text: str, names: Sequence[str] = ()) -> tuple[Order, ...]:
    """Write a batch file of one or more sets and expand it."""
    path = made.root / "booklets.yaml"
    path.write_text(text)
    return read_batch(made, path, names).orders


def faults(made: Project, text: str, names: Sequence[str] = ()) -> tuple[Finding, ...]:
    with pytest.raises(ContentError) as caught:
        orders(made, text, names)
    return caught.value.findings


def place(text: str, wanted: str) -> tuple[int, int]:
    """Give line and column, from 1, of a word that stands once in a text."""
    assert 1 == text.count(wanted), wanted
    before = text[: text.index(wanted)]
    return before.count("\n") + 1, len(before) - before.rfind("\n")


def test_a_set_that_says_no_more_means_every_stage_for_anyone(made: Project) -> None:
    assert tuple(Order("demo", stage) for stage in ALL_STAGES) == orders(made, HEAD)


def test_choices_make_the_cross_product(made: Project) -> None:
    text = HEAD + "    stage: [2, 3A+3B]\n    edition: [standard, giant]\n    region: [GB, 001]\n"

    found = [(one.edition, one.region, one.stage) for one in orders(made, text)]

    assert [
        (edition, region, stage)
        for edition in ("standard", "giant")
        for region in ("GB", "001")
        for stage in ("2", "3A+3B")
    ] == found


def test_every_choice_reaches_the_order(made: Project) -> None:
    text = HEAD + (
        "    stage: 3A\n    edition: large\n    region: UK\n    audience: carer\n"
        "    clinic: example\n    format: [home, press]\n    need: tired\n    include: rest\n"
        "    exclude: [wishes]\n    opt-in: wishes\n    since: 2\n"
        "    depth: full\n    release: true\n    draft: true\n"
        "    output: '{set}/{stage}'\n"
    )

    (order,) = orders(made, text)

    assert order == Order(
        "demo", "3A", "en", "large", formats=("home", "press"), needs=("tired",), region="UK",
        audience="carer", clinic="example", include=("rest",), exclude=("wishes",),
        opt_in=("wishes",), since="2", depth="full", release=True, draft=True,
        output="all/{stage}",
    )  # fmt: skip


def test_what_is_left_out_is_not_built(made: Project) -> None:
    text = HEAD + (
        "    edition: [standard, giant]\n"
        "    leave-out:\n      - {stage: [1, 3B], edition: giant}\n      - stage: 3A\n"
    )

    found = [(one.edition, one.stage) for one in orders(made, text)]

    assert [("standard", "1"), ("standard", "2"), ("standard", "3B"), ("giant", "2")] == found


def test_what_comes_besides_takes_the_place_of_the_sets_own(made: Project) -> None:
    text = HEAD + (
        "    stage: [1, 2]\n    format: [reader, home]\n    need: tired\n"
        "    leave-out: [{stage: 1}]\n"
        "    also:\n      - {stage: 3A, region: GB}\n      - {format: html, need: [tired]}\n"
    )

    found = [(one.stage, one.region, one.formats, one.needs) for one in orders(made, text)]

    both = ("reader", "home")
    assert [
        ("2", "001", both, ("tired",)),
        ("3A", "GB", both, ("tired",)),
        ("1", "001", ("html",), ("tired",)),
        ("2", "001", ("html",), ("tired",)),
    ] == found


def test_a_booklet_that_two_sets_name_is_built_once(made: Project) -> None:
    text = (
        HEAD + "    stage: [1, 2]\n    also: [{stage: 2}, {stage: [2, 3A]}]\n"
        "  - {name: more, condition: demo, stage: 1}\n"
    )

    assert ["1", "2", "3A"] == [one.stage for one in orders(made, text)]


def test_sets_are_built_by_name(made: Project) -> None:
    text = HEAD.replace("all", "one") + (
        "    stage: 1\n  - {name: two, condition: demo, stage: 2}\n"
        "  - {name: three, condition: demo, stage: 3A}\n"
    )

    assert ["1", "2", "3A"] == [one.stage for one in orders(made, text)]
    assert ["1", "3A"] == [one.stage for one in orders(made, text, ["three", "one"])]
    assert {Order("demo", "2", output=OUTPUT)} == set(orders(made, text, ["two"]))


def test_a_set_that_is_not_there_is_named_with_the_nearest(made: Project) -> None:
    (near, far) = faults(made, HEAD, ["al", "zz"])

    assert ("--set", "U01", "there is no set 'al'", "did you mean 'all'?") == (
        near.file, near.code, near.message, near.hint,
    )  # fmt: skip
    assert ("there is no set 'zz'", "sets are: all") == (far.message, far.hint)


# A value in a list is shown where it stands; one that stands alone, with its key.
MISSPELT = (
    HEAD
    + """\
    stage: [1, 9]
    language: [en, enn]
    region: GBR
    clinic: exampel
    need: [tierd]
    include: [rset]
    exclude: calll
    opt-in: [whishes]
    since: 77
    output: '{stag}/{name}'
    leave-out:
      - {stage: 8}
    also:
      - {region: Narnia}
  - name: second
    condition: dmo
"""
)
VALUES = {
    "9]": "U01", "enn": "U01", "region: GBR": "U01", "clinic: exampel": "U02", "tierd": "U01",
    "rset": "U01", "exclude: calll": "U01", "whishes": "U01", "since: 77": "U01",
    "output: '{stag}": "U04", "stage: 8}": "U01", "region: Narnia": "U01", "condition: dmo": "U01",
}  # fmt: skip


def test_every_misspelt_value_is_found_in_one_run_where_it_stands(made: Project) -> None:
    found = {(one.line, one.column): one.code for one in faults(made, MISSPELT)}

    assert {place(MISSPELT, value): code for value, code in VALUES.items()} == {
        where: code for where, code in found.items() if code != "U03"
    }
    assert [place(MISSPELT, "{stage: 8}")] == [at for at, code in found.items() if code == "U03"]


def test_findings_bear_the_files_own_name_and_say_what_was_meant(made: Project) -> None:
    findings = faults(made, MISSPELT)

    assert {str(made.root / "booklets.yaml")} == {one.file for one in findings}
    hints = {one.message: one.hint for one in findings}
    assert "did you mean 'rest'?" == hints["there is no topic 'rset'"]
    assert "did you mean 'demo'?" == hints["there is no condition 'dmo'"]
    assert "letterheads are: example" == hints["no letterhead 'exampel'"]


def test_what_to_do_is_said_as_a_file_says_it(made: Project) -> None:
    (sensitive,) = faults(made, HEAD + "    include: wishes\n")
    (usual,) = faults(made, HEAD + "    opt-in: rest\n")

    assert "if the reader chose it: opt-in: wishes" == sensitive.hint
    assert "use include: rest" == usual.hint


MISFORMED = (
    HEAD
    + """\
    edition: [standard, gaint]
    format: hme
    audience: [carers]
    regoin: GB
    release: perhaps
    also:
      - {editoin: large}
"""
)


def test_every_value_and_key_that_no_file_may_have_is_found_in_one_run(made: Project) -> None:
    found = {(one.line, one.column): (one.code, one.hint) for one in faults(made, MISFORMED)}

    assert {
        place(MISFORMED, "gaint"): ("S06", "did you mean 'giant'?"),
        place(MISFORMED, "format: hme"): ("S06", "did you mean 'home'?"),
        place(MISFORMED, "carers"): ("S06", "did you mean 'carer'?"),
        place(MISFORMED, "regoin"): ("S01", "did you mean 'region'?"),
        place(MISFORMED, "release: perhaps"): ("S14", "write true or false"),
        place(MISFORMED, "editoin"): ("S01", "did you mean 'edition'?"),
    } == found


@pytest.mark.parametrize(
    "keys", ["    leave-out: [{stage: 3A}]\n", "    leave-out: [{region: US}]\n"]
)
def test_a_leave_out_that_matches_nothing_is_found(made: Project, keys: str) -> None:
    text = HEAD + "    stage: [1, 2]\n    region: GB\n" + keys

    codes = [(one.code, one.line, one.message) for one in faults(made, text)]

    assert ("U03", 6, "this leaves nothing out") in codes


@pytest.mark.parametrize(
    "template",
    [
        "/{name}", "../{name}", "{stage}/../../{name}", "C:{name}", "\\\\{name}", "{nmae}", "{}",
        "{0}", "{name.__class__}", "{name[0]}", "{name", "name}", "{name!r}", "{name:>9}",
        "{name!x}", "./{name}", "a//{name}", "{name}/",
    ],
)  # fmt: skip
def test_an_output_that_cannot_be_a_path_in_the_folder_is_found(
    made: Project, template: str
) -> None:
    text = HEAD + f"    output: '{template}'\n"

    (finding,) = faults(made, text)

    assert ("U04", 4, 5) == (finding.code, finding.line, finding.column)


def test_one_name_for_two_sets_and_one_value_twice_are_found(made: Project) -> None:
    text = HEAD + "    stage: [1, 2, 1]\n  - {name: all, condition: demo}\n"

    assert [("S02", 4, 19), ("S02", 5, 6)] == [
        (one.code, one.line, one.column) for one in faults(made, text)
    ]


def test_a_fault_in_the_content_is_told_with_those_of_the_file(tmp_path: Path) -> None:
    spoilt = project(tmp_path)
    (spoilt.content / "demo" / "topics" / "rest.yaml").write_text("id: rest\n")

    files = {
        Path(one.file).name for one in faults(spoilt, HEAD + "  - {name: b, condition: dmo}\n")
    }

    assert {"rest.yaml", "booklets.yaml"} == files


@pytest.mark.parametrize("text", ["", "booklets: []\n", "booklets: {}\n", "sets: []\n"])
def test_a_file_that_names_no_booklet_is_refused(made: Project, text: str) -> None:
    assert {finding.code[0] for finding in faults(made, text)} == {"S"}


TRUSTED = frozenset({"demo"})


def test_a_trusted_condition_is_not_read_again(tmp_path: Path) -> None:
    made = project(tmp_path)
    (made.content / "demo" / "topics" / "rest.yaml").write_text("not: a topic\n")
    path = made.root / "booklets.yaml"
    path.write_text(HEAD + "    stage: [1, 2]\n")

    batch = read_batch(made, path, trusted=TRUSTED)

    assert ({}, ["1", "2"]) == (batch.libraries, [order.stage for order in batch.orders])


def test_a_trusted_condition_is_read_where_a_set_leaves_its_stages_open(tmp_path: Path) -> None:
    made = project(tmp_path)
    path = made.root / "booklets.yaml"
    path.write_text(HEAD)

    batch = read_batch(made, path, trusted=TRUSTED)

    assert ["demo"] == list(batch.libraries)
    assert len(ALL_STAGES) == len(batch.orders)
