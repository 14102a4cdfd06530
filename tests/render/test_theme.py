from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from generator.findings import ContentError
from generator.render import theme as themes
from tests.mini import edit
from tests.pressroom import TEMPLATES

EDITIONS = themes.EDITIONS


@pytest.fixture
def templates(tmp_path: Path) -> Path:
    """A folder with a copy of the theme file, and nothing else."""
    (tmp_path / "themes").mkdir()
    shutil.copy(TEMPLATES / "themes" / "default.yaml", tmp_path / "themes")
    return tmp_path


@pytest.mark.parametrize(
    ("one", "other", "ratio"),
    [
        ("#000000", "#ffffff", 21.0),
        ("#ffffff", "#000000", 21.0),
        ("#777777", "#777777", 1.0),
        ("#767676", "#ffffff", 4.54),  # the palest grey that WCAG's 4.5 allows on white
        ("#ff0000", "#ffffff", 4.0),
        ("#0000ff", "#ffffff", 8.59),
    ],
)
def test_contrast_is_that_of_wcag(one: str, other: str, ratio: float) -> None:
    assert ratio == pytest.approx(themes.contrast(one, other), abs=0.01)


def test_colours_too_close_are_found_where_the_pair_stands(templates: Path) -> None:
    file = templates / "themes" / "default.yaml"
    edit(file, 'muted: "#44555c"', 'muted: "#8899a0"')
    pair = "- {text: muted,"
    line = next(n for n, text in enumerate(file.read_text().splitlines(), 1) if pair in text)

    with pytest.raises(ContentError) as caught:
        themes.load(templates)

    found = [(f.file, f.line, f.code, f.message) for f in caught.value.findings]
    message = "muted on paper has contrast 3.0, less than 7"
    assert [("templates/themes/default.yaml", line, "T01", message)] == found


def test_every_part_colour_is_judged(templates: Path) -> None:
    file = templates / "themes" / "default.yaml"
    edit(file, 'teal: "#0b5563"', 'teal: "#66aabb"')
    edit(file, 'brown: "#6b3a1e"', 'brown: "#bb8866"')

    with pytest.raises(ContentError) as caught:
        themes.load(templates)

    assert ["brown", "teal"] == [f.message.split()[0] for f in caught.value.findings]


def test_an_unknown_key_is_refused(templates: Path) -> None:
    edit(templates / "themes" / "default.yaml", "leading: 1.38", "leeding: 1.38")

    with pytest.raises(ContentError) as caught:
        themes.load(templates)

    assert {"S01"} == {finding.code for finding in caught.value.findings}


def test_the_theme_pairs_every_text_colour_with_a_ground() -> None:
    tokens = themes.load(TEMPLATES).tokens
    texts = {"ink", "deep", "alarm", "today", "carer", "muted", "parts"}

    assert set() == texts - {pair.text for pair in tokens.contrast}
    assert 4.5 <= min(pair.least for pair in tokens.contrast)


@pytest.mark.parametrize(
    ("edition", "paper", "size"),
    [
        ("standard", "A4", (148, 210)),
        ("standard", "Letter", (139.7, 215.9)),
        ("large", "A4", (210, 297)),
        ("large", "Letter", (215.9, 279.4)),
        ("giant", "A4", (210, 297)),
    ],
)
def test_pages_are_cut_from_the_paper_of_the_region(
    edition: str, paper: str, size: tuple[float, float]
) -> None:
    assert size == themes.load(TEMPLATES).page_size(edition, paper)


@pytest.mark.parametrize(("edition", "least_pt"), [("standard", 10), ("large", 18), ("giant", 24)])
def test_an_edition_keeps_its_promise_of_type_size(edition: str, least_pt: float) -> None:
    tokens = themes.load(TEMPLATES).tokens.editions[edition]

    assert least_pt <= tokens.least
    assert tokens.least <= min(tokens.body, tokens.small, tokens.h1, tokens.h2)
    assert max(12, least_pt) <= tokens.body


def test_every_family_is_private_and_has_a_whole_regular_and_a_whole_bold_file() -> None:
    theme = themes.load(TEMPLATES)
    families = [files.family for files in theme.tokens.fonts.values()]

    assert [(name, weight) for name in families for weight in (400, 700)] == [
        (face.family, face.weight) for face in theme.faces
    ]
    assert all(name.startswith("CF ") for name in families)
    for face in theme.faces:
        assert face.data.startswith(b"\x00\x01\x00\x00"), face.path.name
        assert (face.path.parent / "OFL.txt").is_file(), f"{face.path.name} has no licence"
    assert len(theme.faces) == len({face.digest for face in theme.faces}), "one file, two weights"


def test_no_style_asks_for_part_of_a_font() -> None:
    # Two files under one name draw wrong letters in the engine, with unicode-range too.
    styles = [*TEMPLATES.rglob("*.j2"), *TEMPLATES.rglob("*.css")]

    assert [] == [path.name for path in styles if "unicode-range" in path.read_text()]


def other(templates: Path, text: str) -> Path:
    """Write a theme that differs from the default one."""
    path = templates / "themes" / "other.yaml"
    path.write_text("name: other\nextends: default\n" + text)
    return path


def test_a_theme_is_another_one_but_for_some_colours(templates: Path) -> None:
    other(templates, 'colours: {deep: "#1d3f72"}\nparts: {teal: "#203040"}\n')
    base, made = themes.load(templates).tokens, themes.load(templates, "other").tokens

    assert made.colours == base.colours | {"deep": "#1d3f72"}
    assert made.parts == base.parts | {"teal": "#203040"}
    changed = {"name", "colours", "parts"}
    assert "other" == made.name
    assert base.model_dump(exclude=changed) == made.model_dump(exclude=changed)


def test_a_theme_may_differ_from_one_that_differs(templates: Path) -> None:
    other(templates, 'colours: {deep: "#1d3f72"}\n')
    third = templates / "themes" / "third.yaml"
    third.write_text('name: third\nextends: other\ncolours: {ink: "#000000"}\n')

    colours = themes.load(templates, "third").tokens.colours

    assert ("#1d3f72", "#000000") == (colours["deep"], colours["ink"])


@pytest.mark.parametrize(
    ("text", "line", "message", "hint"),
    [
        ('colours: {deap: "#1d3f72"}', 3, "there is no colour 'deap'", "did you mean 'deep'?"),
        ('parts: {teel: "#1d3f72"}', 3, "there is no colour 'teel'", "did you mean 'teal'?"),
        (
            'colours: {teal: "#1d3f72"}',
            3,
            "there is no colour 'teal'",
            "",
        ),  # a part's, not a text's
    ],
)
def test_a_colour_that_the_other_theme_has_not_is_refused(
    templates: Path, text: str, line: int, message: str, hint: str
) -> None:
    other(templates, text)

    with pytest.raises(ContentError) as caught:
        themes.load(templates, "other")

    (found,) = caught.value.findings
    assert ("templates/themes/other.yaml", line, "T02", message) == (
        found.file, found.line, found.code, found.message,
    )  # fmt: skip
    assert hint == found.hint


def test_colours_of_a_clinic_are_held_to_the_same_contrast(templates: Path) -> None:
    other(templates, 'colours: {deep: "#7799bb"}\n')

    with pytest.raises(ContentError) as caught:
        themes.load(templates, "other")

    assert {"T01"} == {finding.code for finding in caught.value.findings}
    assert all(f.message.startswith("deep on ") for f in caught.value.findings)


@pytest.mark.parametrize("name", ["defalt", "extends"])
def test_an_unknown_theme_is_refused_with_those_there_are(templates: Path, name: str) -> None:
    (templates / "themes" / "extends.yaml").write_text("name: extends\nextends: defalt\n")

    with pytest.raises(ContentError) as caught:
        themes.load(templates, name)

    (found,) = caught.value.findings
    assert ("T02", "no theme 'defalt'") == (found.code, found.message)
    assert "did you mean 'default'?" == found.hint


def test_a_theme_by_differences_changes_colours_and_nothing_else(templates: Path) -> None:
    other(templates, "fonts: {}\n")

    with pytest.raises(ContentError) as caught:
        themes.load(templates, "other")

    assert {"S01"} == {finding.code for finding in caught.value.findings}


def test_every_theme_that_comes_along_can_be_used() -> None:
    names = sorted(path.stem for path in (TEMPLATES / "themes").glob("*.yaml"))

    assert {"default", "harbour"} <= set(names)
    assert names == [themes.load(TEMPLATES, name).tokens.name for name in names]


def test_themes_that_differ_from_each_other_are_refused(templates: Path) -> None:
    other(templates, "")
    third = templates / "themes" / "third.yaml"
    third.write_text("name: third\nextends: other\n")
    (templates / "themes" / "other.yaml").write_text("name: other\nextends: third\n")

    with pytest.raises(ContentError) as caught:
        themes.load(templates, "third")

    (finding,) = caught.value.findings
    assert ("T02", 2) == (finding.code, finding.line)
    assert "comes back to itself" in finding.message


@pytest.mark.parametrize("colour", ["blue", "#123", "#11223344"])
def test_a_colour_has_six_digits(templates: Path, colour: str) -> None:
    other(templates, f'colours: {{deep: "{colour}"}}\n')

    with pytest.raises(ContentError):
        themes.load(templates, "other")
