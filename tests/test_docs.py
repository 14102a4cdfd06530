"""The documents are complete, current, and lead somewhere."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from pydantic import BaseModel

from generator import reference
from generator.cli.reference import commands
from generator.codes import CODES, GROUPS
from generator.content.model import KINDS, Topic
from generator.content.reading import typed
from generator.content.reference import PLACES
from generator.content.schema import FILES
from generator.content.source import Source

ROOT = Path(__file__).resolve().parents[1]
PAGES = sorted(
    [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), ROOT / "build" / "README.md"]
)  # fmt: skip
FENCE = re.compile(r"^ *```(\w*)\n(.*?)^ *```$", re.DOTALL | re.MULTILINE)
LINK = re.compile(r"!?\[[^]]*\]\(([^)\s]+)\)")


def text_of(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def fences(kind: str) -> Iterator[tuple[str, str]]:
    """Yield (page, text) of the samples of a kind."""
    for path in PAGES:
        for found, text in FENCE.findall(text_of(path)):
            if found == kind:
                yield path.name, text


def anchors(text: str) -> set[str]:
    """Name the places that links into a page can lead to, as GitHub names them."""
    headings = re.findall(r"^#+ (.+)$", FENCE.sub("", text), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def options(command: click.Command) -> set[str]:
    named = {name for p in command.params for name in (*p.opts, *p.secondary_opts)}
    return {name for name in named if name.startswith("-")}


@pytest.mark.parametrize("name", reference.PAGES)
def test_a_generated_page_is_current(name: str) -> None:
    assert reference.PAGES[name]() == text_of(reference.FOLDER / name), "run: make docs"


def test_every_command_and_option_is_in_the_reference() -> None:
    page = text_of(reference.FOLDER / "commands.md")
    for path, command in commands():
        section = page.partition(f"## {path}\n")[2].partition("\n## ")[0]
        assert section, path
        missing = {name for name in options(command) if not re.search(rf"{name}\b", section)}
        assert missing == set(), path


def test_every_kind_of_file_and_key_is_explained() -> None:
    page = text_of(reference.FOLDER / "content.md")
    assert set(FILES) == set(PLACES)
    assert all(f"`{place}`" in page for place in PLACES.values())
    assert re.findall(r"^\| `.+` \| +\|.*$", page, re.MULTILINE) == []


def test_every_code_is_explained_in_its_group() -> None:
    page = text_of(reference.FOLDER / "codes.md")
    assert {name[0] for name in CODES} == set(GROUPS)
    assert list(CODES) == re.findall(r"^### (\w+)$", page, re.MULTILINE)


def test_the_sample_topic_shows_every_kind_of_block() -> None:
    samples = [text for page, text in fences("yaml") if page == "add-a-topic.md"]
    topic = typed(Topic, Source(samples[0], "sample")).value
    assert set(KINDS) == {block.kind for block in topic.body}


def model_of(place: str) -> type[BaseModel]:
    """Find the model of a file by where it stands."""
    for kind, pattern in PLACES.items():
        if re.fullmatch(re.sub(r"[A-Z]{2,}", r"[\\w-]+", pattern), place):
            return FILES[kind]
    raise LookupError(place)


@pytest.mark.parametrize(
    ("page", "sample"), [(p, s) for p, s in fences("yaml") if s.startswith("# content/")]
)
def test_a_sample_file_is_accepted(page: str, sample: str) -> None:
    place = sample.partition("\n")[0].removeprefix("# ")
    typed(model_of(place), Source(sample, page))


@pytest.mark.parametrize("page", PAGES, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_link_leads_to_a_file_and_heading(page: Path) -> None:
    prose = re.sub(r"`[^`]+`", "", FENCE.sub("", text_of(page)))
    for target in LINK.findall(prose):
        if re.match(r"\w+://", target):
            continue
        name, _, anchor = target.partition("#")
        leads_to = page.parent / name if name else page
        assert leads_to.is_file(), target
        assert not anchor or anchor in anchors(text_of(leads_to)), target


def test_every_command_line_in_the_documents_can_be_typed() -> None:
    known = {path: options(command) for path, command in commands()}
    samples = [line.strip() for _, text in fences("sh") for line in text.splitlines()]
    inline = re.findall(r"`(booklet [^`]+)`", "\n".join(map(text_of, PAGES)))
    lines = [line for line in samples + inline if line.startswith("booklet ")]
    assert len(lines) > 20
    for line in lines:
        _, name, *rest = shlex.split(line, comments=True)
        assert f"booklet {name}" in known or name.startswith("-"), line
        given = {word.partition("=")[0] for word in rest if word.startswith("--")}
        inner = f"booklet {name} {rest[0]}" if rest else ""  # a command of a command
        assert given <= known.get(inner, known.get(f"booklet {name}", given)), line
