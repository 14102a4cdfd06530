"""Cut a face down to the characters that `fonts.yaml` lists for it; the cut files lie beside this.

    python templates/fonts/cut.py noto-sans-sc FOLDER

FOLDER holds the whole files of the upstream release that `fonts.yaml` names, under the names it
gives. Only Chinese is cut: its whole files have 10 MB each. The same files, the same list of
characters and the fontTools named there give the same bytes: the last step says whether they are
those of `fonts.yaml`.
"""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Iterator
from pathlib import Path

import yaml
from fontTools import subset
from fontTools.ttLib import TTFont

HERE = Path(__file__).resolve().parent
FEATURES = ["ccmp", "kern", "liga", "locl", "mark"]
"""What horizontal lines of text use; the rest is for vertical lines and for choice by hand."""
UNUSED = ["BASE", "DSIG", "STAT", "gasp", "prep", "vhea", "vmtx"]


def characters(family: Path) -> set[int]:
    """Give the code points to keep: the listed ideographs, and all signs that text may need."""
    listed = {ord(one) for one in (family / "characters.txt").read_text("utf-8") if one > " "}
    return listed | set(_signs())


def _signs() -> Iterator[int]:
    for row in range(0xA1, 0xAA):  # the signs of GB 2312, rows 1 to 9
        for cell in range(0xA1, 0xFF):
            yield from map(ord, bytes([row, cell]).decode("gb2312", "ignore"))
    for first, last in (
        (0x20, 0x17F),  # Latin, with the accents of Europe
        (0x2000, 0x206F),  # dashes, quotes, dots
        (0x20A0, 0x20BF),  # currencies
        (0x2100, 0x2193),  # ℃, №, ½, Ⅳ, arrows
        (0x2200, 0x22A5),  # ≤, ≥, ≈
        (0x2460, 0x24FF),  # ①
        (0x25A0, 0x27BF),  # ■, ○, ☆, ✓
        (0x3000, 0x303F),  # Chinese punctuation
        (0xFF00, 0xFFEF),  # full width
    ):
        yield from range(first, last + 1)


def cut(source: Path, keep: set[int], target: Path) -> None:
    """Write a face with these characters and without hints, everything else as it was."""
    options = subset.Options()
    options.layout_features = FEATURES
    options.drop_tables += UNUSED
    options.hinting = False
    options.name_IDs = ["*"]
    options.notdef_outline = True
    options.glyph_names = False
    with TTFont(source, recalcTimestamp=False) as font:
        subsetter = subset.Subsetter(options)
        subsetter.populate(unicodes=keep)
        subsetter.subset(font)
        font.save(target)


def main(name: str, folder: Path) -> int:
    """Cut the files of a family; say which are as `fonts.yaml` has them."""
    entry = yaml.safe_load((HERE / "fonts.yaml").read_text("utf-8"))[name]
    keep = characters(HERE / name)
    differing = 0
    for file, about in entry["files"].items():
        if _hash(folder / about["whole"]) != about["whole-sha256"]:
            sys.exit(f"{about['whole']} is not the file that fonts.yaml names")
        cut(folder / about["whole"], keep, HERE / name / file)
        found = _hash(HERE / name / file)
        differing += found != about["sha256"]
        print(f"{file}: {found}{'' if found == about['sha256'] else ', not as in fonts.yaml'}")
    return differing


def _hash(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    sys.exit(main(sys.argv[1], Path(sys.argv[2])))
