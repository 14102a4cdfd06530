"""Pages whose content the validator has passed: it need not read the same words again.

A booklet shares most of its pages with others, and after an edit nearly all with itself. What
PDF/UA asks of the content of one page depends on nothing else in the file, but for two things:
its marks must fit the structure, and its glyphs must be in the fonts (ISO 14289-1, 7.1 and
7.21). So a page that has passed, byte for byte, is shown to the validator as its marks and the
pictures it draws, and the glyphs of all such pages once. All else it reads as it is written.
"""

from __future__ import annotations

import hashlib
import json
import re
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import page as page_validation
import pikepdf

from generator.press.revision import Ends, revision
from generator.press.store import Store

FORMAT = 1
"""Raised whenever what is kept of a page changes."""
MOST_KNOWN = 2000
"""Pages that a process remembers; each takes some 2,000 bytes."""

GLYPHS = re.compile(rb"<([0-9a-f]+)>(?!>)")
"""Glyphs shown; in a dictionary, such as what a mark says, stands text."""
OPERANDS = {b"BDC": 2, b"BMC": 1, b"EMC": 0, b" Do": 0}
"""How many lines before its own the operands of an operator take that stands alone in its line."""
UNREADABLE = (b"(", b"BI")
"""What shows words in brackets, or a picture among the words: anything could stand in them."""


@dataclass(frozen=True, slots=True)
class Page:
    """What the validator must still be shown of a page."""

    marks: str
    """The operators that mark content, and those that draw pictures."""
    shown: dict[str, str]
    """Font → its glyphs on this page, a letter of UTF-16 each."""


_known: dict[str, Page] = {}
"""By the digest of the content: it passes in any file that has its marks and its glyphs."""


class Passed:
    """The pages of one booklet that passed, in this run or the last that made it.

    `anew` believes nothing of it: the validator reads all.
    """

    def __init__(self, store: Store | None = None, name: str = "", *, anew: bool = False) -> None:
        self._store = store
        self._anew = anew
        text = f"{FORMAT} {page_validation.__version__} {name}"
        self._key = hashlib.sha256(text.encode()).hexdigest()
        self._kept = dict(self._read())
        self._pages: list[tuple[Any, str]] = []
        """The pages of the file that was shown: content, digest."""

    def lighter(self, data: bytes, pdf: pikepdf.Pdf) -> bytes:
        """Give a file in which pages that passed say no more than they must; `pdf` is the same."""
        self._pages = list(_contents(pdf))
        objects: dict[int, bytes] = {}
        shown: dict[str, set[str]] = {}
        for content, digest in () if self._anew else self._pages:
            if found := _known.get(digest) or self._kept.get(digest):
                objects[content.objgen[0]] = _stream(found, shown)
        return data + revision(Ends.of(data, pdf), objects) if objects else data

    def learn(self) -> None:
        """Note that all pages of that file passed."""
        passed = {}
        if len(_known) > MOST_KNOWN:
            _known.clear()
        for content, digest in self._pages:
            found = _known.get(digest) or self._kept.get(digest) or _page(content.read_bytes())
            if found:
                passed[digest] = _known[digest] = found
        if passed != self._kept and self._store:
            self._store.put("passed", self._key, _written(passed))

    def _read(self) -> Iterator[tuple[str, Page]]:
        data = self._store.get("passed", self._key) if self._store else None
        if data is None or hashlib.sha256(data[32:]).digest() != data[:32]:
            return
        for digest, (marks, shown) in json.loads(zlib.decompress(data[32:])).items():
            yield digest, Page(marks, shown)


def _written(pages: dict[str, Page]) -> bytes:
    values = {digest: (page.marks, page.shown) for digest, page in pages.items()}
    data = zlib.compress(json.dumps(values).encode(), 1)
    return hashlib.sha256(data).digest() + data


def _contents(pdf: pikepdf.Pdf) -> Iterator[tuple[Any, str]]:
    """Yield the content that each page's sheet brought, and its digest; furniture comes after."""
    for page in pdf.pages:
        content = page.obj.Contents
        if isinstance(content, pikepdf.Array):
            content = content[0]
        yield content, hashlib.sha256(content.read_raw_bytes()).hexdigest()


def _page(content: bytes) -> Page | None:
    """Take from a page's content what must still be shown; None if it cannot be told apart.

    The engine writes an operand a line. Were this ever taken apart wrongly, the validator would
    fail what it is shown, and read the whole.
    """
    if any(sign in content for sign in UNREADABLE):
        return None
    codes: dict[str, list[bytes]] = {}
    before, *parts = content.split(b" Tf")
    for part in parts:
        font = before[before.rfind(b"/") + 1 :].partition(b" ")[0].decode("latin-1")
        codes.setdefault(font, []).extend(GLYPHS.findall(part))
        before = part
    marks = b"\n".join(_marks(content.split(b"\n"))).decode("latin-1")
    return Page(marks, {font: _distinct(b"".join(some)) for font, some in codes.items()})


def _marks(lines: Sequence[bytes]) -> Iterator[bytes]:
    """Yield the operators that mark content and draw pictures, with their operands."""
    for at in [at for at, line in enumerate(lines) if line[-3:] in OPERANDS]:
        line = lines[at]
        alone = OPERANDS[line[-3:]] if len(line) == 3 else 0
        yield from lines[at - alone : at + 1]


def _distinct(codes: bytes) -> str:
    text = bytes.fromhex(codes.decode()).decode("utf-16-be", "surrogatepass")
    return "".join(sorted(set(text)))


def _stream(page: Page, shown: dict[str, set[str]]) -> bytes:
    """Write a page's content: its marks, and the glyphs that were not `shown` before."""
    lines = [page.marks.encode("latin-1"), b"/Artifact BMC"]
    for font, glyphs in page.shown.items():
        before = shown.setdefault(font, set())
        if more := [glyph for glyph in glyphs if glyph not in before]:
            before.update(more)
            codes = "".join(more).encode("utf-16-be", "surrogatepass").hex().encode()
            lines.append(b"BT /%s 10 Tf <%s> Tj ET" % (font.encode("latin-1"), codes))
    content = b"\n".join([*lines, b"EMC"])
    return b"<</Length %d>>\nstream\n%s\nendstream" % (len(content), content)
