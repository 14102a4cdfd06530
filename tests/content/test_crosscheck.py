"""One thing is broken in the miniature project; exactly one finding says so."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.content.library import load
from generator.findings import ContentError, Finding, Severity
from tests.mini import edit, write_project


@pytest.fixture
def demo(tmp_path: Path) -> Path:
    return write_project(tmp_path)


def findings(demo: Path) -> tuple[Finding, ...]:
    """Every finding, whether it stops the content or not."""
    try:
        return load(demo, "demo").findings
    except ContentError as error:
        return error.findings


def test_the_miniature_project_has_no_finding(demo: Path) -> None:
    assert () == findings(demo)


@pytest.mark.parametrize(
    ("file", "old", "new", "expected"),
    [
        (
            "condition.yaml", "id: demo", "id: demi",
            "demo/condition.yaml:1:1: L02 'demi' is not the folder's name 'demo'",
        ),
        (
            "needs.yaml", "      - {id: tired, label: Very tired",
            "      - {id: tired, label: T, description: D}\n      - {id: tired, label: Very tired",
            "demo/needs.yaml:5:10: L06 need 'tired' is listed twice",
        ),
        (
            "topics/wishes.yaml", "code: B2", "code: B1",
            "demo/topics/wishes.yaml:2:1: L03 code B1 is also the code of 'rest'",
        ),
        (
            "topics/rest.yaml", "code: B1", "code: C1",
            "demo/topics/rest.yaml:2:1: L03 code C1, but the map has 'rest' in part B",
        ),
        (
            "map.yaml", "[rest, wishes]", "[rest]",
            "demo/topics/wishes.yaml:1:1: L04 'wishes' is in no part of map.yaml",
        ),
        (
            "map.yaml", "[rest, wishes]", "[rest, wishes, reste]",
            "demo/map.yaml:4:73: L04 there is no topic 'reste'",
        ),
        (
            "map.yaml", "[rest, wishes]", "[rest, wishes, rest]",
            "demo/map.yaml:4:73: L04 'rest' stands in the map twice",
        ),
        (
            "map.yaml", "front: [cover", "front: [covr",
            "demo/map.yaml:1:9: L04 there is no page or topic 'covr'",
        ),
        (
            "map.yaml", "required: [call]", "required: [cover]",
            "demo/map.yaml:6:12: L04 there is no page or topic 'cover'",
        ),
        (
            "topics/rest.yaml", '"2": core', '"9": core',
            "demo/topics/rest.yaml:5:27: L07 there is no stage '9'",
        ),
        (
            "staging.yaml", "default: steps", "default: stepps",
            "demo/staging.yaml:1:1: L07 there is no scheme 'stepps'",
        ),
        (
            "staging.yaml", 'At first., selects: ["1"]', "At first.",
            "demo/staging.yaml:15:9: L07 stage 'early' does not say which topics it gives",
        ),
        (
            "staging.yaml", 'selects: ["2", 3A]', 'selects: ["2", 3C]',
            "demo/staging.yaml:16:58: L07 there is no stage '3C'",
        ),
        (
            "staging.yaml", "together: [[3A, 3B]]", "together: [[3A, 3C]]",
            "demo/staging.yaml:10:16: L07 there is no stage '3C'",
        ),
        (
            "topics/rest.yaml", "needs: [tired]", "needs: [tried]",
            "demo/topics/rest.yaml:6:9: L06 there is no need 'tried'",
        ),
        (
            "topics/call.yaml", "sources: [S1]\nreview", "sources: [S1, S9]\nreview",
            "demo/topics/call.yaml:17:15: L05 there is no source 'S9'",
        ),
        (
            "regions/GB.yaml", "sources: [S1]", "sources: [S9]",
            "demo/regions/GB.yaml:5:38: L05 there is no source 'S9'",
        ),
        (
            "regions/GB.yaml", "paper: A4",
            "paper: A4\nlegal:\n  - {name: Will, note: Ask., sources: [S9],"
            " checked: 2026-01-31, expires: 2090-01-31}",
            "demo/regions/GB.yaml:6:40: L05 there is no source 'S9'",
        ),
        (
            "glossary.yaml", "meaning:", "sources: [S9]\n    meaning:",
            "demo/glossary.yaml:4:15: L05 there is no source 'S9'",
        ),
        (
            "topics/call.yaml", "sources: [S1]\nsources", "sources: [S2]\nsources",
            "demo/topics/call.yaml:16:5: L05 'S2' is not in the topic's own sources",
        ),
        (
            "topics/rest.yaml", "name: chair", "name: chairs",
            "demo/topics/rest.yaml:18:15: L08 there is no picture 'chairs' in pictures/",
        ),
        (
            "topics/call.yaml", "[rest](rest)", "[rest](reste)",
            "demo/topics/call.yaml:15:7: L09 there is no topic 'reste'",
        ),
        (
            "topics/call.yaml", "[rest](rest)", "[rest](file:///etc/passwd)",
            "demo/topics/call.yaml:15:7: S13 a link may not lead to 'file:///etc/passwd'",
        ),
        (
            "topics/call.yaml", "[rest](rest)", "[rest](http://example.org)",
            "demo/topics/call.yaml:15:7: S13 a link may not lead to 'http://example.org'",
        ),
        (
            "topics/call.yaml", "[rest](rest)", "[rest](../rest)",
            "demo/topics/call.yaml:15:7: S13 a link may not lead to '../rest'",
        ),
        (
            "topics/call.yaml", "in doubt", "in <b>doubt</b>",
            "demo/topics/call.yaml:15:7: S12 HTML cannot stand in a text",
        ),
        (
            "topics/call.yaml", "{emergency-number}", "{emergency}",
            "demo/topics/call.yaml:15:7: L11 there is nothing to fill in for '{emergency}'",
        ),
        (
            "topics/call.yaml", "title: When", "title: Call {emergency} when",
            "demo/topics/call.yaml:3:1: L11 there is nothing to fill in for '{emergency}'",
        ),
        (
            "topics/rest.yaml", "regions: [GB]", "regions: [FR]",
            "demo/topics/rest.yaml:19:22: L10 there is no region 'FR'",
        ),
        (
            "topics/rest.yaml", '"1": prepare', '"1": core',
            "demo/topics/rest.yaml:25:3: L12 warning: this text is never printed: "
            "no stage is 'prepare'",
        ),
        (
            "topics/wishes.yaml", '"2": opt-in', '"1": prepare, "2": opt-in',
            "demo/topics/wishes.yaml:5:13: L12 warning: 'prepare' at stage 1, "
            "but there is no text for it",
        ),
    ],
)  # fmt: skip
def test_a_name_that_leads_nowhere_is_found_where_it_stands(
    demo: Path, file: str, old: str, new: str, expected: str
) -> None:
    edit(demo / file, old, new)
    (finding,) = findings(demo)
    assert expected == str(finding).partition("\n")[0]


@pytest.mark.parametrize(
    ("file", "old", "new", "expected"),
    [
        (
            "regions/GB.yaml", "region: GB", "region: FR",
            {
                "demo/regions/GB.yaml:1:1: L02 'FR' is not the file's name 'GB'",
                "demo/topics/rest.yaml:19:22: L10 there is no region 'GB'",
            },
        ),
        (
            "sources.yaml", "id: S2", "id: S1",
            {
                "demo/sources.yaml:3:6: L05 source 'S1' is listed twice",
                "demo/topics/wishes.yaml:13:11: L05 there is no source 'S2'",
            },
        ),
        (
            "topics/wishes.yaml", "id: wishes", "id: wish",
            {
                "demo/topics/wishes.yaml:1:1: L02 'wish' is not the file's name 'wishes'",
                "demo/topics/wishes.yaml:1:1: L04 'wish' is in no part of map.yaml",
                "demo/map.yaml:4:65: L04 there is no topic 'wishes'",
            },
        ),
        (
            "topics/wishes.yaml", "  - text:", "  - medicines: {names: [riluzole]}\n  - text:",
            {
                "demo/topics/wishes.yaml:11:25: L10 region 001 says nothing of 'riluzole'",
                "demo/topics/wishes.yaml:11:25: L10 region GB says nothing of 'riluzole'",
            },
        ),
    ],
)  # fmt: skip
def test_one_fault_that_breaks_two_files_is_named_in_both(
    demo: Path, file: str, old: str, new: str, expected: set[str]
) -> None:
    edit(demo / file, old, new)
    assert expected == {str(finding).partition("\n")[0] for finding in findings(demo)}


def test_a_picture_needs_its_drawing(demo: Path) -> None:
    (demo / "pictures/chair.svg").unlink()
    assert ["demo/pictures/chair.yaml:1:1: L08 the drawing chair.svg is missing here"] == [
        str(finding).partition("\n")[0] for finding in findings(demo)
    ]


def test_a_picture_cannot_lead_out_of_its_folder(demo: Path, tmp_path: Path) -> None:
    outside = tmp_path / "secret.svg"
    (demo / "pictures/chair.svg").rename(outside)
    (demo / "pictures/chair.svg").symlink_to(outside)
    assert ["L08"] == [finding.code for finding in findings(demo)]


def test_the_neutral_region_is_never_missing(demo: Path) -> None:
    (demo / "regions/001.yaml").unlink()
    assert ["L10"] == [finding.code for finding in findings(demo)]


@pytest.mark.parametrize(
    ("old", "new", "hint"),
    [
        ("[rest](rest)", "[rest](rests)", "did you mean 'rest'?"),
        ("{emergency-number}", "{emergency}", "did you mean 'emergency-number'?"),
        ("3A: core", "3a: core", "did you mean '3A'?"),
        ('"1": core', '"9": core', "stages are 1, 2, 3A, 3B"),
        ("needs: []", "needs: [tierd]", "did you mean 'tired'?"),
        ("needs: []", "needs: [zzz]", "add it to needs.yaml"),
    ],
)
def test_a_hint_says_what_was_probably_meant(demo: Path, old: str, new: str, hint: str) -> None:
    edit(demo / "topics/call.yaml", old, new)
    assert [hint] == [finding.hint for finding in findings(demo)]


def test_warnings_do_not_stop_the_content_and_errors_do(demo: Path) -> None:
    edit(demo / "topics/rest.yaml", '"1": prepare', '"1": core')
    assert [Severity.WARNING] == [finding.severity for finding in load(demo).findings]
    edit(demo / "topics/rest.yaml", "code: B1", "code: C1")
    with pytest.raises(ContentError) as caught:
        load(demo)
    assert {"L03", "L12"} == {finding.code for finding in caught.value.findings}


def test_faults_of_many_files_come_in_one_run(demo: Path) -> None:
    edit(demo / "map.yaml", "front: [cover", "front: [covr")
    edit(demo / "topics/rest.yaml", "needs: [tired]", "needs: [tried]")
    edit(demo / "topics/call.yaml", "[rest](rest)", "[rest](reste)")
    assert ["L04", "L09", "L06"] == [finding.code for finding in findings(demo)]
