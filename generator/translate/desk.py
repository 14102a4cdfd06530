"""A translator's desk: a condition's messages, and the catalogues that belong to them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from pydantic import Field

from generator.content.files import Files, read_files
from generator.content.library import Library, checked, load
from generator.content.model import Authored
from generator.content.reading import read
from generator.content.source import Source
from generator.findings import ContentError, errors
from generator.project import Project
from generator.translate.catalogue import Catalogue, Entry, Shelf
from generator.translate.messages import UI, Module, of_condition, of_words
from generator.translate.review import Role, SignOffs, read_sign_offs

FILE = "language.yaml"


class LanguageFile(Authored):
    """`locale/<language>/language.yaml`: what is true of one language's catalogues."""

    fills_from: list[str] = Field(
        alias="fills-from",
        min_length=1,
        description="Languages whose texts stand in where this one has none: pt for pt-BR",
    )


@dataclass(frozen=True)
class Desk:
    """One condition's English, and where its translations are."""

    folder: Path
    shown_as: str
    shelf: Shelf
    modules: tuple[Module, ...]
    language: str
    """The language that the content is written in."""
    files: Files | None = None
    """The files that the messages come from; None for a desk that was kept."""

    @cached_property
    def library(self) -> Library:
        """The content, cross-checked; raises ContentError where it cannot be printed."""
        if self.files is None:
            return load(self.folder, self.shown_as)
        return checked(self.files, self.folder, [])

    @property
    def names(self) -> list[str]:
        """The names of all modules."""
        return [module.name for module in self.modules]

    @property
    def templates(self) -> Path:
        """The folder of the look, whose words are translated too."""
        return self.shelf.templates.parent

    def catalogues(self, language: str) -> dict[str, Catalogue]:
        """Read the catalogues of a language, empty ones where there is no file."""
        return self.shelf.read(language, self.names)

    def fills_from(self, language: str) -> list[str]:
        """Name the languages whose texts stand in where this one has none, the nearest first.

        Its `language.yaml` says so, or there are none. Raises ContentError for one that its readers
        would not take for their own.
        """
        path = self.folder / "locale" / language / FILE
        if not path.is_file():
            return []
        from generator.render.locale import fallbacks  # Babel's data: few languages ask for it

        located = read(LanguageFile, path, self.shelf.shown(path))
        asked, near = located.value.fills_from, fallbacks(language)
        for number, tag in enumerate(asked):
            if tag not in near:
                hint = f"it may be: {', '.join(near)}" if near else "no language stands in for it"
                message = f"'{tag}' cannot stand in for '{language}'"
                located.source.report(("fills-from", number), "Y13", message, hint)
        if located.source.findings:
            raise ContentError(located.source.findings)
        return asked

    def folders(self, language: str) -> dict[Path, list[str]]:
        """Give the two folders of a language, each with its modules."""
        own = [name for name in self.names if name != UI]
        return {
            self.shelf.folder(language, own[0]): own,
            self.shelf.folder(language, UI): [UI],
        }

    def sign_offs(self, folder: Path) -> SignOffs:
        """Read the sign-offs of one of a language's folders."""
        return read_sign_offs(folder, self.shelf.shown(folder))

    def signed(
        self, language: str, catalogues: Mapping[str, Catalogue]
    ) -> dict[str, dict[Role, set[str]]]:
        """Give, for each message of a language, who signed what it is now, by role."""
        held = entries(catalogues.values())
        return {
            message: who
            for folder in self.folders(language)
            for message, who in self.sign_offs(folder).of(held).items()
        }


def entries(catalogues: Iterable[Catalogue]) -> dict[str, Entry]:
    """Give the entries of several catalogues by id."""
    return {one.context: one for catalogue in catalogues for one in catalogue.entries}


def open_desk(project: Project, condition: str) -> Desk:
    """Read a condition's English; raise ContentError with all that cannot be read."""
    folder = project.content / condition
    return _desk(project, folder, _files(folder, _shown_as(project, folder)))


def desk_of(project: Project, library: Library) -> Desk:
    """Give the desk of a library that was loaded."""
    assert library.files is not None, "only a library that was read from files has messages"
    return _desk(project, library.folder, library.files)


def recalled(
    project: Project, condition: str, language: str, modules: tuple[Module, ...]
) -> Desk:  # fmt: skip
    """Give a desk whose messages are known, without reading the English."""
    folder = project.content / condition
    return Desk(folder, _shown_as(project, folder), _shelf(project, folder), modules, language)


def _desk(project: Project, folder: Path, files: Files) -> Desk:
    words = Source.read(project.templates / "words.yaml", "templates/words.yaml")
    # Files are named from the project's folder, wherever the command is called.
    return Desk(
        folder=folder,
        shown_as=_shown_as(project, folder),
        shelf=_shelf(project, folder),
        modules=(*of_condition(files), of_words(words)),
        language=files.condition.value.language,
        files=files,
    )


def _shelf(project: Project, folder: Path) -> Shelf:
    locale, root = project.templates / "locale", project.content.parent
    return Shelf(folder / "locale", locale, root, kept(project))


def kept(project: Project) -> Path | None:
    """Give the folder for what was read; none where sheets are kept elsewhere than on a disk."""
    return None if "://" in project.store else Path(project.store) / "catalogues"


def _shown_as(project: Project, folder: Path) -> str:
    return folder.relative_to(project.content.parent).as_posix()


def _files(folder: Path, shown_as: str) -> Files:
    files, findings = read_files(folder, shown_as)
    if files is None or errors(findings):
        raise ContentError(findings)
    return files
