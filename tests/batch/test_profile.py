from __future__ import annotations

from pathlib import Path

import pytest

from generator.batch.order import Order
from generator.batch.profile import clinic_name, find_clinic, load_condition, profile_of
from generator.content.model import Audience
from generator.findings import ContentError
from generator.project import Project
from generator.select import Profile, ProfileError, Stages
from tests.mini import CLINIC, edit
from tests.pressroom import project

PNG = b"\x89PNG\r\n\x1a\n"


@pytest.fixture
def made(tmp_path: Path) -> Project:
    return project(tmp_path)


def test_an_order_becomes_a_profile_in_the_contents_own_words(made: Project) -> None:
    order = Order(
        "demo", "3b+3a", needs=("tired",), region="uk", audience="carer", exclude=("rest",),
        since="early",
    )  # fmt: skip

    profile = profile_of(load_condition(made, "demo"), order)

    assert (
        Profile(
            stages=Stages("3A+3B", ("3A", "3B")),
            region="GB",
            audience=Audience.CARER,
            needs=("tired",),
            exclude=("rest",),
            since=Stages("early", ("1",)),
        )
        == profile
    )


@pytest.mark.parametrize(
    ("order", "option"),
    [
        (Order("demo", "7"), "--stage"),
        (Order("demo", "1", region="Narnia"), "--region"),
        (Order("demo", "1", since="7"), "--since"),
    ],
)
def test_an_option_that_means_nothing_is_named(made: Project, order: Order, option: str) -> None:
    with pytest.raises(ProfileError) as caught:
        profile_of(load_condition(made, "demo"), order)

    assert [(option, "U01")] == [(f.file, f.code) for f in caught.value.findings]


def test_no_letterhead_is_asked_for(made: Project) -> None:
    assert (None, None) == find_clinic(made, None)
    assert "" == clinic_name(None)


def test_a_letterhead_is_found_by_name_and_by_file(made: Project, tmp_path: Path) -> None:
    own = tmp_path / "own.yaml"
    own.write_text(CLINIC.replace("A clinic for tests", "Our own"))

    by_name, by_file = find_clinic(made, "example")[0], find_clinic(made, str(own))[0]

    assert by_name is not None
    assert by_file is not None
    assert ("A clinic for tests", "Our own") == (by_name.name, by_file.name)
    assert ("example", "own") == (clinic_name("example"), clinic_name(str(own)))


@pytest.mark.parametrize("asked", ["exmaple", "no-such-file.yaml"])
def test_a_letterhead_that_is_not_there_is_named_with_those_that_are(
    made: Project, asked: str
) -> None:
    with pytest.raises(ContentError) as caught:
        find_clinic(made, asked)

    (finding,) = caught.value.findings
    assert ("--clinic", "U02", f"no letterhead '{asked}'") == (
        finding.file,
        finding.code,
        finding.message,
    )
    assert "example" in finding.hint


@pytest.mark.parametrize(("data", "found"), [(PNG, True), (b"<svg/>", False), (None, False)])
def test_a_logo_is_a_png_beside_its_letterhead(
    made: Project, data: bytes | None, found: bool
) -> None:
    folder = made.content / "clinics"
    edit(folder / "example.yaml", "contacts:", "logo: logo.png\ncontacts:")
    if data is not None:
        (folder / "logo.png").write_bytes(data)

    if found:
        assert folder / "logo.png" == find_clinic(made, "example")[1]
        return
    with pytest.raises(ContentError) as caught:
        find_clinic(made, "example")
    assert ["L08"] == [finding.code for finding in caught.value.findings]
