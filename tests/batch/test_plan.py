"""Why booklets are made again, without a page laid out: the records are as a run writes them."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest

from generator.batch import run
from generator.batch.current import States, current
from generator.batch.manifest import File, Manifest, Record
from generator.batch.order import Request
from generator.batch.plan import Planner, judge
from generator.batch.pool import Pool
from generator.files import LocalFolder
from generator.findings import ContentError
from generator.project import Project
from generator.select import ProfileError
from tests import pressroom
from tests.mini import edit
from tests.pressroom import project, wanted

REQUEST = Request("demo", stages=("1", "2"), formats=("reader", "home", "press", "html"))
ONE, TWO = "demo-stage-1-en-standard", "demo-stage-2-en-standard"


class Idle(Pool):
    """Workers that are given nothing to do."""

    def warm(self, work: Callable[[], object]) -> None:
        """Let the work wait until there is a job."""

    def add(self, work: Callable[[Any], Any], job: Any, **how: object) -> None:
        raise AssertionError(f"{work} of {job} was asked for: {how}")


@dataclass(frozen=True)
class Planned:
    """A project whose booklets are all recorded as built, and what a build would do now."""

    project: Project

    @property
    def manifest(self) -> Manifest:
        return Manifest(LocalFolder(self.project.build))

    def reasons(self, request: Request = REQUEST, *, force: bool = False) -> dict[str, list[str]]:
        verdicts = run.plan(self.project, wanted(request), self.manifest, force=force)
        return {verdict.name: verdict.reasons for verdict in verdicts}

    def topic(self, name: str) -> Path:
        return self.project.content / "demo" / "topics" / f"{name}.yaml"

    def record(self, request: Request = REQUEST) -> None:
        """Write the records and files of a request, as a run would."""
        manifest, states = self.manifest, States(self.project)
        for one in Planner(self.project).plan_all(wanted(request).orders):
            files = {}
            for format_, path in one.paths.items():
                manifest.folder.write(path, path.encode())
                files[format_] = File(path, hashlib.sha256(path.encode()).hexdigest())
            state = states.of(one.scope)
            record = Record(one.plan.name, one.scope, state, one.inputs, 12, 0.1, files)
            manifest.add(one.order.digest(), record)
        manifest.write()


@pytest.fixture
def made(tmp_path: Path) -> Planned:
    made = Planned(project(tmp_path))
    made.record()
    return made


def test_what_was_never_built_is_to_be_built(tmp_path: Path) -> None:
    made = Planned(project(tmp_path))

    assert {ONE: ["not built yet"], TWO: ["not built yet"]} == made.reasons()


def test_a_built_booklet_is_up_to_date_in_the_order_asked_for(made: Planned) -> None:
    assert [(ONE, []), (TWO, [])] == list(made.reasons().items())
    turned = replace(REQUEST, stages=("2", "1"))
    assert [(TWO, []), (ONE, [])] == list(made.reasons(turned).items())


def test_other_options_make_another_booklet(made: Planned) -> None:
    assert {f"{ONE}-GB": ["not built yet"]} == made.reasons(
        replace(REQUEST, stages=("1",), region="GB")
    )


def test_force_makes_what_is_up_to_date(made: Planned) -> None:
    assert {ONE: ["forced"], TWO: ["forced"]} == made.reasons(force=True)


def test_the_sheet_that_changed_is_named_in_the_booklets_that_hold_it(made: Planned) -> None:
    edit(made.topic("rest"), "and often.", "and daily.")  # stage 1 prints another text

    assert {ONE: [], TWO: ["changed: rest"]} == made.reasons()


def test_of_many_sheets_that_changed_some_are_named(made: Planned) -> None:
    edit(made.project.content / "demo" / "condition.yaml", 'version: "1.0"', 'version: "1.1"')

    for (reason,) in made.reasons().values():
        assert reason.startswith("changed: ")
        assert 4 >= len(reason.removeprefix("changed: ").split(" and ")[0].split(", "))
        assert "binding" in reason or reason.endswith(" more")


def test_another_order_of_the_topics_shows_in_the_binding(made: Planned) -> None:
    edit(made.project.content / "demo" / "map.yaml", "title: Day by day", "title: Each day")

    assert {"changed: binding, contents"} == {
        reason for why in made.reasons().values() for reason in why
    }


@pytest.mark.parametrize("format_", ["reader", "home", "press", "html"])
def test_a_lost_or_damaged_file_is_named(made: Planned, format_: str) -> None:
    first, second = (record.files[format_].path for record in made.manifest.records.values())
    (made.project.build / first).unlink()
    (made.project.build / second).write_bytes(b"something else")

    said = {reason for why in made.reasons().values() for reason in why}

    assert {f"missing: {first}", f"damaged: {second}"} == said


def test_another_program_makes_everything_again(
    made: Planned, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("generator.batch.current.__version__", "99.0")

    assert {ONE: ["changed: the program"], TWO: ["changed: the program"]} == made.reasons()


def test_all_reasons_are_said(made: Planned) -> None:
    edit(made.topic("rest"), "and often.", "and daily.")
    (record,) = (one for one in made.manifest.records.values() if one.name == TWO)
    (made.project.build / record.files["home"].path).unlink()

    path = f"demo/stage-2/en/{TWO}-home.pdf"
    assert ["changed: rest", f"missing: {path}"] == made.reasons()[TWO]


def test_other_places_for_the_files_are_a_reason(made: Planned) -> None:
    (planned, _) = Planner(made.project).plan_all(wanted(REQUEST).orders)
    record = made.manifest.records[planned.order.digest()]
    moved = replace(planned, paths={**planned.paths, "home": "elsewhere.pdf"})

    assert [] == judge(planned, record, made.manifest).reasons
    assert ["other files were asked for"] == judge(moved, record, made.manifest).reasons


@pytest.mark.parametrize("request_", [REQUEST, replace(REQUEST, region="GB")])
def test_a_plan_writes_nothing(made: Planned, request_: Request) -> None:
    edit(made.topic("rest"), "and often.", "and daily.")
    before = _snapshot(made.project.root)

    assert made.reasons(request_)

    assert before == _snapshot(made.project.root)


def _snapshot(root: Path) -> dict[str, tuple[int, bytes]]:
    return {
        path.relative_to(root).as_posix(): (
            path.stat().st_mtime_ns, path.read_bytes() if path.is_file() else b"",
        )
        for path in sorted(root.rglob("*"))
    }  # fmt: skip


def test_a_topic_that_a_booklet_does_not_hold_leaves_it_up_to_date(made: Planned) -> None:
    before = {path: path.read_bytes() for path in made.project.build.rglob("*.*") if path.is_file()}
    states = {record.state for record in made.manifest.records.values()}
    edit(made.topic("wishes"), "what you would want", "what you want")  # only for those who ask
    assert {ONE: [], TWO: []} == made.reasons()

    report = pressroom.build(made.project, wanted(REQUEST), workers=Idle(1))

    assert ([], {ONE, TWO}) == (report.written, {record.name for record in report.current})
    changed = {path for path, data in before.items() if data != path.read_bytes()}
    assert {made.project.build / "manifest.json"} == changed
    again = {record.state for record in made.manifest.records.values()}
    assert 1 == len(again)
    assert states.isdisjoint(again)
    # The quick answer holds again: the next run need not look so closely.
    assert None is not current(States(made.project), made.manifest, wanted(REQUEST).request)


def test_two_booklets_may_not_be_written_to_one_file(made: Planned) -> None:
    request = replace(REQUEST, formats=("reader", "html"), output="{condition}/{language}")

    with pytest.raises(ContentError) as caught:
        made.reasons(request)

    message = f"{ONE} and {TWO} would both be written to it"
    assert [("demo/en.html", "U05", message), ("demo/en.pdf", "U05", message)] == [
        (one.file, one.code, one.message) for one in caught.value.findings
    ]


def test_the_endings_of_two_formats_may_collide_too(made: Planned) -> None:
    orders = [
        replace(wanted(REQUEST).orders[0], formats=("home",), output="a"),
        replace(wanted(REQUEST).orders[1], formats=("reader",), output="a-home"),
    ]

    with pytest.raises(ContentError) as caught:
        Planner(made.project).plan_all(orders)

    assert [("a-home.pdf", "U05")] == [(one.file, one.code) for one in caught.value.findings]


def test_a_template_names_files_by_what_is_in_them(made: Planned) -> None:
    template = "{condition}/{region}/{audience}/{clinic}/{edition}-{language}-{stage}"
    order = replace(
        wanted(REQUEST).orders[0], stage="3B+3A", region="uk", edition="large", output=template
    )

    bare, lettered = Planner(made.project).plan_all([order, replace(order, clinic="example")])

    assert "demo/GB/patient/no-clinic/large-en-3A-3B-home.pdf" == bare.paths["home"]
    assert "demo/GB/patient/example/large-en-3A-3B.html" == lettered.paths["html"]


def test_everything_that_is_wrong_with_orders_is_said_at_once(made: Planned) -> None:
    good = wanted(REQUEST).orders[0]
    bad = [replace(good, stage="9"), replace(good, needs=("x",)), replace(good, language="zz")]

    with pytest.raises(ProfileError) as caught:
        Planner(made.project).plan_all([*bad, good])

    assert ["--language", "--need", "--stage"] == [one.file for one in caught.value.findings]


def test_content_that_cannot_be_used_is_no_fault_of_the_options(made: Planned) -> None:
    order = replace(wanted(REQUEST).orders[0], clinic="exampel")

    with pytest.raises(ContentError) as caught:
        Planner(made.project).plan_all([order])

    assert not isinstance(caught.value, ProfileError)
    assert ["U02"] == [one.code for one in caught.value.findings]
