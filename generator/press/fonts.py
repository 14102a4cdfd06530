"""One subset of each face for a whole booklet.

WeasyPrint numbers glyphs as the original face does, so every sheet's text fits
any subset that keeps those numbers: one subset with the glyphs of all sheets
replaces one for each. Same glyphs, same bytes.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

import pikepdf
import uharfbuzz
from pikepdf import Array, Dictionary, Name

from generator.press.sheet import Glyphs
from generator.press.store import Store
from generator.render.face import Face

PART = "\u200b"
"""The text of a glyph that is only a part of a letter, as a dot above one: nothing to see. Every
glyph must have a text (ISO 14289-1, 7.21.7); the run's own words say what is written."""


@lru_cache(maxsize=64)
def shaper(path: Path) -> uharfbuzz.Font:
    """Give a font file as HarfBuzz reads it."""
    return uharfbuzz.Font(uharfbuzz.Face(uharfbuzz.Blob.from_file_path(str(path))))


def glyphs_for(face: Face, text: str) -> Glyphs:
    """Give the glyphs that show `text` one by one: for folios and tab letters."""
    font = shaper(face.path)
    scale = 1000 / font.face.upem
    found = {c: font.get_nominal_glyph(ord(c)) for c in set(text)}
    missing = [c for c, glyph in found.items() if glyph is None]
    if missing:
        raise ValueError(f"{face.path.name} lacks {missing}")
    return Glyphs(
        {glyph: round(font.get_glyph_h_advance(glyph) * scale, 3) for glyph in found.values()},
        {glyph: c for c, glyph in found.items()},
    )


def union(parts: Iterable[Glyphs]) -> Glyphs:
    """Join glyph sets; where two sheets read a glyph differently, the plainer text wins."""
    widths: dict[int, float] = {}
    text: dict[int, str] = {}
    for part in parts:
        widths.update(part.widths)
        for glyph, words in part.text.items():
            known = text.setdefault(glyph, words)
            if known != words:
                text[glyph] = min(known, words, key=lambda t: (len(t), t))
    text = {glyph: text.get(glyph) or PART for glyph in widths}
    return Glyphs(dict(sorted(widths.items())), dict(sorted(text.items())))


def subset(face: Face, glyphs: Iterable[int], store: Store | None) -> bytes:
    """Cut a face to some glyphs, keeping their numbers; without a store nothing is kept."""
    wanted = sorted(set(glyphs))
    key = hashlib.sha256(f"{uharfbuzz.__version__} {face.digest} {wanted}".encode()).hexdigest()
    kept = store.get("fonts", key) if store else None
    if kept is not None and hashlib.sha256(kept[32:]).digest() == kept[:32]:
        return kept[32:]
    choice = uharfbuzz.SubsetInput()
    choice.glyph_set.update(wanted)
    choice.flags = (
        uharfbuzz.SubsetFlags.RETAIN_GIDS
        | uharfbuzz.SubsetFlags.NO_HINTING
        | uharfbuzz.SubsetFlags.DESUBROUTINIZE
    )
    for tag in ("GSUB", "GPOS", "GDEF", "kern", "name", "OS/2", "post", "DSIG", "STAT"):
        choice.drop_table_tag_set.add(int.from_bytes(tag.ljust(4).encode(), "big"))
    cut: bytes = uharfbuzz.subset(shaper(face.path).face, choice).blob.data
    if store:
        store.put("fonts", key, hashlib.sha256(cut).digest() + cut)
    return cut


def embed(pdf: pikepdf.Pdf, face: Face, glyphs: Glyphs, store: Store | None) -> pikepdf.Object:
    """Put a face with these glyphs into a PDF as a Type 0 font (ISO 32000-1, 9.7)."""
    program = subset(face, [0, *glyphs.widths], store)
    tag = (
        hashlib.sha256(program)
        .hexdigest()[:6]
        .translate(str.maketrans("0123456789abcdef", "GHIJKLMNOPABCDEF"))
    )
    name = Name(f"/{tag}+{face.resource}")
    metrics = shaper(face.path)
    scale = 1000 / metrics.face.upem
    extents = metrics.get_font_extents("ltr")
    descriptor = Dictionary(
        Type=Name.FontDescriptor,
        FontName=name,
        Flags=4,
        FontBBox=[-1000, -1000, 3000, 2000],
        ItalicAngle=0,
        Ascent=round(extents.ascender * scale),
        Descent=round(extents.descender * scale),
        CapHeight=round(extents.ascender * scale),
        StemV=80 if face.weight < 600 else 140,
        FontFile2=pdf.make_indirect(pikepdf.Stream(pdf, program, Length1=len(program))),
    )
    descendant = Dictionary(
        Type=Name.Font,
        Subtype=Name.CIDFontType2,
        BaseFont=name,
        CIDSystemInfo=Dictionary(Registry=b"Adobe", Ordering=b"Identity", Supplement=0),
        CIDToGIDMap=Name.Identity,
        W=_widths(glyphs.widths),
        FontDescriptor=pdf.make_indirect(descriptor),
    )
    return pdf.make_indirect(
        Dictionary(
            Type=Name.Font,
            Subtype=Name.Type0,
            BaseFont=name,
            Encoding=Name("/Identity-H"),
            DescendantFonts=[pdf.make_indirect(descendant)],
            ToUnicode=pdf.make_indirect(pikepdf.Stream(pdf, _to_unicode(glyphs.text))),
        )
    )


def _widths(widths: dict[int, float]) -> pikepdf.Array:
    """Write widths as runs of consecutive glyphs: `first [w w w]`."""
    runs: list[tuple[int, list[float]]] = []
    for glyph, width in sorted(widths.items()):
        if runs and runs[-1][0] + len(runs[-1][1]) == glyph:
            runs[-1][1].append(width)
        else:
            runs.append((glyph, [width]))
    flat: list[object] = []
    for first, run in runs:
        flat += [first, Array([int(w) if w == int(w) else w for w in run])]
    return Array(flat)


def _to_unicode(text: dict[int, str]) -> bytes:
    rows = [f"<{glyph:04x}> <{words.encode('utf-16-be').hex()}>" for glyph, words in text.items()]
    blocks = [rows[at : at + 100] for at in range(0, len(rows), 100)]
    body = "\n".join(f"{len(b)} beginbfchar\n" + "\n".join(b) + "\nendbfchar" for b in blocks)
    return (
        "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n"
        "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def\n"
        "/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n"
        f"1 begincodespacerange\n<0000> <ffff>\nendcodespacerange\n{body}\n"
        "endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend"
    ).encode()
