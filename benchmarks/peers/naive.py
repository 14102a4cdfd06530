"""Plain WeasyPrint: one booklet, one HTML document, one pass. The straightforward way.

Run as a program: `python -m benchmarks.peers.naive PROJECT LANGUAGE STAGE EDITION OUT.pdf [N]`
writes OUT.pdf. With N it then writes N more copies with a name on the cover, in the same
process, and prints the seconds that each took, as JSON.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

import weasyprint

from benchmarks import onepass
from benchmarks.source import Source, Wanted, read


def main(root: str, language: str, stage: str, edition: str, out: str, copies: str = "0") -> None:
    """Write one booklet, then `copies` with a name."""
    source = read(Path(root), Wanted(stage=stage, edition=edition, language=language))
    _write(source, Path(out))
    seconds = []
    for number in range(int(copies)):
        start = time.perf_counter()
        _write(source, Path(out), f"Reader {number}")
        seconds.append(time.perf_counter() - start)
    print(json.dumps(seconds))


def _write(source: Source, out: Path, name: str = "") -> None:
    html = weasyprint.HTML(string=onepass.html(source, name))
    html.write_pdf(out, pdf_variant="pdf/ua-1", pdf_tags=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
