"""Typst, in one process: the first booklet, then further copies from the same compiler.

Run as a program: `python -m benchmarks.peers.typst FILE.typ FONTS OUT.pdf [N]` writes OUT.pdf,
then N copies with a name on the cover, and prints the seconds that each took, as JSON. The name
is written into the text in memory: `sys_inputs` would make Typst forget all it has laid out, and
a copy would take four times as long.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

import typst

from benchmarks.peers.nameline import named

STANDARD: typst.PDFStandard = "ua-1"


def main(document: str, fonts: str, out: str, copies: str = "0") -> None:
    """Write one booklet, then `copies` with a name."""
    text = Path(document).read_text(encoding="utf-8")
    compiler = typst.Compiler(root="/", font_paths=[fonts], ignore_system_fonts=True)
    _write(compiler, text, Path(out))
    seconds = []
    for number in range(int(copies)):
        start = time.perf_counter()
        _write(compiler, named(text, f"Reader {number}"), Path(out))
        seconds.append(time.perf_counter() - start)
    print(json.dumps(seconds))


def _write(compiler: typst.Compiler, text: str, out: Path) -> None:
    data = compiler.compile(text.encode(), format="pdf", pdf_standards=STANDARD)
    assert isinstance(data, bytes)
    out.write_bytes(data)


if __name__ == "__main__":
    main(*sys.argv[1:])
