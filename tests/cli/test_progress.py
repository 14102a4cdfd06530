from __future__ import annotations

import sys

import pytest

from generator.cli import progress
from generator.cli.progress import LINE_EVERY, Progress


class Clock:
    """Time that passes when it is told to."""

    now = 1000.0

    def monotonic(self) -> float:
        return self.now


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr(progress, "time", clock)
    return clock


Said = pytest.CaptureFixture[str]


def test_without_a_terminal_there_is_a_line_now_and_then(clock: Clock, capsys: Said) -> None:
    with Progress("Sheets") as shown:
        shown.total(1000)
        shown.total(500)
        for _ in range(100):
            clock.now += 0.5
            shown.step("rest")

    said = capsys.readouterr()
    assert "" == said.out
    lines = said.err.splitlines()
    assert 4 == len(lines)  # 50 s, one after each 10
    assert "Sheets: 21 of 1,500, about 12 min left" == lines[0]
    assert "Sheets: 84 of 1,500, about 12 min left" == lines[-1]


def test_quick_work_says_nothing_on_the_way(clock: Clock, capsys: Said) -> None:
    with Progress("Sheets") as shown:
        shown.total(5)
        for _ in range(5):
            clock.now += LINE_EVERY / 5
            shown.step("rest")

    assert ("", "") == capsys.readouterr()


@pytest.mark.parametrize(
    ("seconds", "left"),
    [(1, "9 s"), (9.9, "89 s"), (10.1, "2 min"), (580, "87 min"), (600, "1.5 h"), (0, "0 s")],
)
def test_the_time_left_is_said_in_a_fitting_unit(clock: Clock, seconds: float, left: str) -> None:
    shown = Progress("Sheets")
    shown.total(10)
    shown.step("rest")

    assert f"Sheets: 1 of 10, about {left} left" == shown.line(clock.now + seconds)


@pytest.mark.usefixtures("clock")
def test_before_the_first_step_there_is_a_line_too() -> None:
    shown = Progress("Sheets")
    shown.total(3)

    assert "Sheets: 0 of 3" == shown.line(Clock.now)


@pytest.mark.usefixtures("clock")
def test_a_failure_is_said_at_once(capsys: Said) -> None:
    with Progress("Sheets") as shown:
        shown.total(3)
        shown.failure("sheet rest: too long")
        assert "sheet rest: too long\n" == capsys.readouterr().err


@pytest.mark.usefixtures("clock")
def test_on_a_terminal_a_bar_grows_and_failures_stand_above_it(
    capsys: Said, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)

    with Progress("Sheets") as shown:
        shown.total(2)
        shown.total(2)
        shown.step("rest")
        shown.failure("sheet call: too long")
        shown.step("call")

    text = capsys.readouterr().err
    assert "1/4" in text
    assert "2/4" in text
    assert "\r\x1b[Ksheet call: too long\n" in text
    assert text.endswith("\n")
