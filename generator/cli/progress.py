"""How far the work is: a bar with the time left on a terminal, now and then a line elsewhere."""

from __future__ import annotations

import sys
import time
from types import TracebackType
from typing import Any

import click

LINE_EVERY = 10.0
"""Seconds between lines where there is no terminal, such as a CI log."""


class Progress:
    """Shows steps done of all steps known; failures get a line each, at once."""

    def __init__(self, what: str) -> None:
        self.what = what
        self.done = 0
        self.all = 0
        self._bar: Any = None
        self._started = self._last = time.monotonic()

    def __enter__(self) -> Progress:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._bar is not None:
            self._bar.__exit__(kind, error, trace)

    def total(self, more: int) -> None:
        """Hear that there is more to do."""
        self.all += more
        if not sys.stderr.isatty():
            return
        if self._bar is None:
            self._bar = click.progressbar(
                length=self.all, label=self.what, file=sys.stderr, show_pos=True, show_eta=True
            )
            self._bar.__enter__()
        self._bar.length = self.all

    def step(self, _what: str) -> None:
        """Hear that something is done."""
        self.done += 1
        if self._bar is not None:
            self._bar.update(1)
        elif time.monotonic() - self._last > LINE_EVERY:
            self._last = time.monotonic()
            click.echo(self.line(self._last), err=True)

    def line(self, now: float) -> str:
        """Say how far it is and how long the rest will take, if all goes on as it went."""
        so_far = f"{self.what}: {self.done:,} of {self.all:,}"
        if not self.done:
            return so_far
        left = (now - self._started) / self.done * (self.all - self.done)
        return f"{so_far}, about {_spoken(left)} left"

    def failure(self, line: str) -> None:
        """Say at once what failed; the bar goes on below."""
        if self._bar is not None:
            click.echo("\r\x1b[K", nl=False, err=True)
        click.echo(line, err=True)
        if self._bar is not None:
            self._bar.render_progress()


def _spoken(seconds: float) -> str:
    if seconds < 90:
        return f"{seconds:.0f} s"
    minutes = seconds / 60
    return f"{minutes:.0f} min" if minutes < 90 else f"{minutes / 60:.1f} h"
