"""Web pages in a real browser: the miniature condition with every kind of block, and ALS."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from generator.batch.order import Order
from generator.project import Project, supplied
from generator.render import web
from tests import mini
from tests.pressroom import mini_plan, project

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
TALL = {320: 568, 390: 844, 1280: 800}
"""Width of a window → its height, px."""

KINDS = """\
id: kinds
code: B3
title: Every kind of block
key_message: Look at all of them, as with [rest](rest).
relevance: {"2": core}
needs: []
audience: [patient, carer]
version: "1.0"
updated: 2026-01-31
body:
  - title: Words
    text: |
      See [rest](rest) and [the web](https://example.org/a). A long word:
      pneumonoultramicroscopicsilicovolcanoconiosis.

      - One
      - Two, **bold**
  - title: One after the other
    steps: [Sit down., Breathe out., Call.]
  - callout: {kind: call-now, text: You cannot breathe.}
  - callout: {kind: same-day, text: You have a fever.}
  - callout: {kind: ask, text: Ask about your mask.}
  - callout: {kind: tip, text: Rest early.}
  - callout: {kind: carer, text: You need rest too.}
  - title: Seen from the side
    picture: {name: chair, caption: A chair with arms.}
  - title: Two columns
    table:
      head: [Who, What they help with]
      rows: [[Physiotherapist, Moving and falls], [Occupational therapist, Daily tasks]]
  - title: Four columns
    table:
      head: [Who, What, When, Where]
      rows: [[Physiotherapist, Moving, Weekdays, Rehabilitation]]
  - title: Pack this
    checklist: [Mask, Battery]
  - questions: [What helps?, Who calls?]
  - title: My week
    diary: {columns: [Where, Pain 0 to 10, What helped], rows: 7}
  - title: About me
    write-in: {label: What matters to me, lines: 3}
  - contact: {level: now, when: [You choke], say: I cannot speak.}
  - contact: {level: same-day, when: [You have a fever]}
  - contact: {level: routine, when: [You have a question]}
  - medicines: {names: [calmin]}
  - organisations: {lines: 2}
  - legal: {lines: 1}
sources: [S1]
review: {status: draft, reviewer: null, reviewed: null, due: 2090-01-31}
"""
DATED = "sources: [S1], checked: 2026-01-31, expires: 2090-01-31"
MEDICINE = f"medicines: {{calmin: {{name: Calmin, status: approved, note: Ask., {DATED}}}}}\n"
FACTS = f"""\
organisations:
  - {{name: Help, what: Answers., web: help.example.org/als, phone: 0800 000 0000, {DATED}}}
legal:
  - {{name: A paper, note: Says what you want., {DATED}}}
{MEDICINE}"""
CLINIC = """\
name: A clinic for tests
strapline: Open on weekdays
contacts:
  urgent: {name: Night desk, phone: "+44 (0)20 7946 0000", hours: "8 pm to 8 am"}
  same-day: {name: Nurse, phone: 020 7946 0001}
  routine: {name: Office, phone: "020 7946 0002, extension 5"}
"""


def kinds_project(root: Path) -> Project:
    """Write the miniature project with a topic that holds every kind of block."""
    made = project(root)
    demo = made.content / "demo"
    (demo / "topics" / "kinds.yaml").write_text(KINDS, encoding="utf-8")
    mini.edit(demo / "map.yaml", "topics: [rest, wishes]", "topics: [rest, wishes, kinds]")
    for region, facts in (("GB", FACTS), ("001", MEDICINE)):
        with (demo / "regions" / f"{region}.yaml").open("a", encoding="utf-8") as file:
            file.write(facts)
    (made.content / "clinics" / "called.yaml").write_text(CLINIC, encoding="utf-8")
    return made


@dataclass(frozen=True)
class Files:
    """Finished pages, by name."""

    folder: Path

    def url(self, name: str) -> str:
        return (self.folder / f"{name}.html").as_uri()


@pytest.fixture(scope="session")
def files(tmp_path_factory: pytest.TempPathFactory) -> Files:
    folder = tmp_path_factory.mktemp("pages")
    kinds = kinds_project(folder / "kinds")
    als = Project(folder, supplied("content"))
    orders = {
        "kinds": (kinds, Order("demo", "2", region="GB", clinic="called", opt_in=("wishes",))),
        "giant": (kinds, Order("demo", "2", edition="giant")),
        "als": (als, Order("als", "2", region="GB")),
    }
    for name, (made, order) in orders.items():
        text = web.page(mini_plan(made, order))
        (folder / f"{name}.html").write_text(text, encoding="utf-8")
    return Files(folder)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    path = next(filter(None, map(shutil.which, NAMES)), None)
    if path is None:
        pytest.skip("no Chromium on this machine (Debian: apt-get install chromium)")
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=path)
        yield browser
        browser.close()


Opened = Callable[..., Page]


@pytest.fixture(scope="module")
def opened(chromium: Browser, files: Files) -> Iterator[Opened]:
    """Open pages by name in one window of a given width, by day or by night."""
    with chromium.new_context(offline=True, bypass_csp=True) as context:
        window = context.new_page()

        def open_page(name: str, width: int = 390, scheme: str = "light", at: str = "") -> Page:
            window.set_viewport_size({"width": width, "height": TALL.get(width, 800)})
            window.emulate_media(
                color_scheme="dark" if scheme == "dark" else "light", media="screen"
            )
            window.goto("about:blank")
            window.goto(files.url(name) + at)
            return window

        yield open_page
