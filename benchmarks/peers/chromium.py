"""Chromium's print-to-PDF: of a file by its command line, or many copies in one browser.

Further copies go through the DevTools protocol on a pipe: one running browser, one new page a
copy, as a server that prints with a browser would. Chromium knows neither `target-counter` nor
named strings: its contents page has no page numbers and its pages no running heads. It shrinks
a document in which anything is wider than the narrowest text, so the cover keeps to the margins.
"""

from __future__ import annotations

import base64
import json
import os
import re
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Any, BinaryIO

from benchmarks import onepass
from benchmarks.measure import Skip
from benchmarks.source import Source

NAMES = ("chromium", "chromium-browser", "google-chrome")
QUIET = ("--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage")
PRINT = {
    "preferCSSPageSize": True,
    "printBackground": True,
    "generateTaggedPDF": True,
    "generateDocumentOutline": True,
    "transferMode": "ReturnAsBase64",
}
CHUNK = 1 << 16


def program() -> str:
    """Find the browser; raise Skip where there is none."""
    for name in NAMES:
        if found := shutil.which(name):
            return found
    raise Skip("Chromium is not installed")


def version() -> str:
    """Give the version's number."""
    told = subprocess.run([program(), "--version"], capture_output=True, text=True, check=True)
    match = re.search(r"[\d.]+", told.stdout)
    return match[0] if match else told.stdout.strip()


def command(html: Path, out: Path, profile: Path) -> list[str]:
    """Give the command that prints one file; `profile` is the browser's own folder."""
    return [
        program(), *QUIET, f"--user-data-dir={profile}", "--no-pdf-header-footer",
        "--export-tagged-pdf", "--generate-pdf-document-outline", f"--print-to-pdf={out}",
        html.as_uri(),
    ]  # fmt: skip


def html(source: Source, name: str = "") -> str:
    """Write the one-pass document so that Chromium prints it at its full size."""
    margin = source.theme.tokens.editions[source.edition].margin
    width = source.width_mm - 2 * margin.side
    height = source.height_mm - margin.top - margin.bottom
    cover = (
        f"@page :first {{ margin: {margin.top}mm {margin.side}mm {margin.bottom}mm }}"
        f".cover main {{ width: {width}mm; height: {height}mm; overflow: hidden }}"
        ".cover .foot { left: 0; right: 0; bottom: 0 }"
    )
    return onepass.html(source, name).replace("</style>", f"{cover}</style>", 1)


def copies(pages: Sequence[Path], out: Path) -> list[float]:
    """Print pages one after another in one browser; give the seconds each took."""
    seconds = []
    with _browser() as browser:
        for page in pages:
            start = time.perf_counter()
            out.write_bytes(browser.print(page))
            seconds.append(time.perf_counter() - start)
    return seconds


@contextmanager
def _browser() -> Iterator[_Pipe]:
    with tempfile.TemporaryDirectory() as profile:
        call = [program(), *QUIET, f"--user-data-dir={profile}", "--remote-debugging-pipe"]
        with _Pipe(call) as pipe:
            yield pipe


class _Pipe:
    """A browser that is told what to do on descriptor 3 and answers on descriptor 4."""

    def __init__(self, call: Sequence[str]) -> None:
        hears, says = os.pipe(), os.pipe()
        # The browser wants these two numbers, so a shell puts the pipes there.
        place = f'exec "$0" "$@" 3<&{hears[0]} 4>&{says[1]}'
        self._process = subprocess.Popen(
            ["bash", "-c", place, *call], pass_fds=(hears[0], says[1]), stderr=subprocess.DEVNULL
        )
        os.close(hears[0])
        os.close(says[1])
        self._to: BinaryIO = os.fdopen(hears[1], "wb")
        self._from = says[0]
        self._heard = bytearray()
        self._number = 0
        self._events: set[str] = set()

    def __enter__(self) -> _Pipe:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:  # fmt: skip
        if kind is None:
            self._ask("Browser.close")
        else:
            self._process.terminate()
        self._process.wait(timeout=20)
        self._to.close()
        os.close(self._from)

    def print(self, page: Path) -> bytes:
        """Open a page, print it, close it."""
        target = self._ask("Target.createTarget", url="about:blank")["targetId"]
        session = self._ask("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        self._ask("Page.enable", session)
        self._events.clear()
        self._ask("Page.navigate", session, url=page.as_uri())
        while "Page.loadEventFired" not in self._events:
            self._hear()
        data = self._ask("Page.printToPDF", session, **PRINT)["data"]
        self._ask("Target.closeTarget", targetId=target)
        return base64.b64decode(data)

    def _ask(self, method: str, session: str = "", **params: Any) -> Any:
        self._number += 1
        message: dict[str, Any] = {"id": self._number, "method": method, "params": params}
        if session:
            message["sessionId"] = session
        self._to.write(json.dumps(message).encode() + b"\0")
        self._to.flush()
        while (answer := self._hear()).get("id") != self._number:
            pass
        if "error" in answer:
            raise Skip(f"Chromium: {answer['error'].get('message', method)}")
        return answer["result"]

    def _hear(self) -> dict[str, Any]:
        """Wait for the next message; events are also kept by name."""
        while b"\0" not in self._heard:
            part = os.read(self._from, CHUNK)
            if not part:
                raise Skip("Chromium ended before it answered")
            self._heard += part
        raw, _, self._heard = self._heard.partition(b"\0")
        message: dict[str, Any] = json.loads(raw)
        self._events.add(message.get("method", ""))
        return message
