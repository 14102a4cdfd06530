"""The look as data: tokens, editions, papers, fonts, read from themes/*.yaml."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field

from generator.content.model import Authored, Slug
from generator.content.reading import near, typed
from generator.content.source import Source
from generator.findings import ContentError, Finding
from generator.render.face import Face
from generator.render.scripts import can_hyphenate, script_of

EDITIONS = ("standard", "large", "giant")
MM_PER_PT = 25.4 / 72


class Margin(Authored):
    """Page margins in mm; the same inside and outside, so a sheet fits any page side."""

    top: float
    bottom: float
    side: float


class Edition(Authored):
    """The typography of one edition; never a scaled copy of another."""

    page: Literal["booklet", "office"]
    body: float = Field(description="Body type, pt")
    leading: float = Field(description="Line height as a multiple of the type size")
    small: float = Field(description="Notes, captions, footers, pt")
    least: float = Field(description="No type is smaller, pt; preflight checks it")
    h1: float
    h2: float
    margin: Margin
    write_line: float = Field(alias="write-line", description="Pitch of lines to write on, mm")
    diary_row: float = Field(alias="diary-row", description="Height of a diary row, mm")
    tab: float = Field(description="Width of the thumb tab, mm")


class Pair(Authored):
    """A text colour, its grounds, and the least contrast between them."""

    text: str
    on: list[str]
    least: float


class PaperSizes(Authored):
    """Page sizes cut from one paper: (width, height) in mm."""

    office: list[float] = Field(min_length=2, max_length=2)
    booklet: list[float] = Field(min_length=2, max_length=2)


class FontFiles(Authored):
    """One face family: a private name, its makers' name, and one whole TTF per weight."""

    family: str
    name: str
    regular: str
    bold: str


class Script(Authored):
    """How a script is set: its typefaces and the room that its lines need."""

    fonts: list[str] = Field(
        min_length=1, description="Names of `fonts`; later ones fill what the first has not"
    )
    leading: float = Field(
        1.0, description="How many times as far apart its lines stand as an edition says"
    )
    tightest: float = Field(
        0.0, description="Lines never stand closer, as a multiple of the type size"
    )
    hyphens: bool = Field(False, description="Whether long words may be divided in narrow places")


class Manner(Authored):
    """What one language does otherwise than others of its script."""

    fonts: list[str] | None = None
    tightest: float | None = None
    hyphens: bool | None = None


Colour = Annotated[str, Field(pattern=r"^#[0-9a-fA-F]{6}$")]


class ThemeFile(Authored):
    """A themes/*.yaml file."""

    name: str
    colours: dict[str, Colour]
    parts: dict[str, Colour]
    contrast: list[Pair]
    editions: dict[str, Edition]
    papers: dict[str, PaperSizes]
    fonts: dict[str, FontFiles]
    scripts: dict[str, Script]
    languages: dict[str, Manner] = Field({}, description="By BCP 47 tag, without region")


class Differences(Authored):
    """A theme that is another one but for some colours."""

    name: str
    extends: Slug = Field(description="The theme it differs from")
    colours: dict[str, Colour] = Field({}, description="Colours in place of its own")
    parts: dict[str, Colour] = Field({}, description="Colours of parts in place of its own")


LATIN = Script(fonts=["latin"])


@dataclass(frozen=True)
class Theme:
    """A theme, checked, with its folder and its font files, regular and bold.

    One that was read has all faces; `for_language` gives the look of one language, with its
    faces, its fonts and its line heights alone.
    """

    folder: Path
    tokens: ThemeFile
    faces: tuple[Face, ...] = ()
    language: str = ""
    """BCP 47 tag; empty: that of no language."""
    script: Script = field(default=LATIN)

    def page_size(self, edition: str, paper: str) -> tuple[float, float]:
        """Give (width, height) in mm of an edition's page."""
        sizes = self.tokens.papers[paper]
        width, height = getattr(sizes, self.tokens.editions[edition].page)
        return width, height

    def for_language(self, language: str) -> Theme:
        """Give the look of one language: every face that is known is a candidate for any glyph.

        Raises ContentError where the theme has no typefaces for its script.
        """
        if self.language == language:
            return self
        assert not self.language, "line heights would grow twice"
        script = self._script(language)
        fonts = {name: self.tokens.fonts[name] for name in script.fonts}
        editions = {
            name: edition.model_copy(update={"leading": lines_of(script, edition.leading)})
            for name, edition in self.tokens.editions.items()
        }
        tokens = self.tokens.model_copy(update={"fonts": fonts, "editions": editions})
        faces = tuple(
            face for files in fonts.values() for face in self.faces if face.family == files.family
        )
        return replace(self, tokens=tokens, faces=faces, language=language, script=script)

    def lines(self, height: float) -> float:
        """Give the line height for text that stands `height` type sizes apart in Latin script."""
        return lines_of(self.script, height)

    @cached_property
    def drawn(self) -> frozenset[str]:
        """Every character that its faces draw, regular and bold: a finding names any other."""
        weights: dict[int, set[int]] = {}
        for face in self.faces:
            weights.setdefault(face.weight, set()).update(face.characters)
        return frozenset(map(chr, set.intersection(*weights.values())))

    def _script(self, language: str) -> Script:
        name = script_of(language)
        script = self.tokens.scripts.get(name)
        if script is None:
            message = f"the theme has no typefaces for '{language}', whose script is {name}"
            hint = f"scripts it has: {', '.join(sorted(self.tokens.scripts))}"
            file = f"templates/themes/{self.tokens.name}.yaml"
            raise ContentError([Finding(file, 0, 0, "T03", message, hint)])
        manner = self.tokens.languages.get(language.split("-")[0], Manner())
        own = script.model_copy(update=manner.model_dump(exclude_none=True))
        return own.model_copy(update={"hyphens": own.hyphens and can_hyphenate(language)})


def lines_of(script: Script, height: float) -> float:
    """Give a line height in a script, from that in Latin script; both as multiples of the size."""
    grown = height if script.leading == 1 else round(height * script.leading, 3)
    return max(grown, script.tightest)


def load(templates: Path, name: str = "default", seen: tuple[str, ...] = ()) -> Theme:
    """Load a theme; `seen` names those that differ from it.

    Raises ContentError for a fault or a pair of colours too close.
    """
    source = _source(templates, name)
    if isinstance(source.value, dict) and "extends" in source.value:
        differences = typed(Differences, source).value
        if differences.extends in (*seen, name):
            message = f"it comes back to itself through '{differences.extends}'"
            raise ContentError([source.finding(("extends",), "T02", message, "extend default")])
        base = load(templates, differences.extends, (*seen, name)).tokens
        tokens = _with(base, differences, source)
    else:
        tokens = typed(ThemeFile, source).value
    findings = list(_contrast_findings(tokens, source))
    if findings:
        raise ContentError(findings)
    return Theme(templates, tokens, tuple(_faces(templates, tokens)))


def _source(templates: Path, name: str) -> Source:
    path = templates / "themes" / f"{name}.yaml"
    if not path.is_file():
        known = sorted(one.stem for one in path.parent.glob("*.yaml"))
        hint = near(name, known) or f"themes are: {', '.join(known)}"
        finding = Finding(f"templates/themes/{name}.yaml", 0, 0, "T02", f"no theme '{name}'", hint)
        raise ContentError([finding])
    return Source.read(path, f"templates/themes/{path.name}")


def _with(base: ThemeFile, differences: Differences, source: Source) -> ThemeFile:
    """Give a theme with some colours changed; raise ContentError for one it does not have."""
    findings = [
        source.finding((key, name), "T02", f"there is no colour '{name}'", near(name, list(known)))
        for key, known, given in (
            ("colours", base.colours, differences.colours),
            ("parts", base.parts, differences.parts),
        )
        for name in given
        if name not in known
    ]
    if findings:
        raise ContentError(findings)
    changed = {
        "name": differences.name,
        "colours": base.colours | differences.colours,
        "parts": base.parts | differences.parts,
    }
    return base.model_copy(update=changed)


def _faces(templates: Path, tokens: ThemeFile) -> Iterator[Face]:
    for files in tokens.fonts.values():
        for weight, name in ((400, files.regular), (700, files.bold)):
            yield Face(files.family, weight, templates / name)


def contrast(one: str, other: str) -> float:
    """Give the contrast ratio of two #rrggbb colours (WCAG 2.2, relative luminance)."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (
        c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _contrast_findings(tokens: ThemeFile, source: Source) -> Iterator[Finding]:
    for number, pair in enumerate(tokens.contrast):
        texts = tokens.parts if pair.text == "parts" else {pair.text: tokens.colours[pair.text]}
        for name, colour in texts.items():
            for ground in pair.on:
                ratio = contrast(colour, tokens.colours[ground])
                if ratio < pair.least:
                    yield source.finding(
                        ("contrast", number), "T01",
                        f"{name} on {ground} has contrast {ratio:.1f}, less than {pair.least:g}",
                        "choose a darker text or a paler ground",
                    )  # fmt: skip
