"""`booklet translate`: catalogues for translators, and what they give back."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from generator.cli.shared import (
    as_json,
    condition_or_only,
    count,
    json_option,
    say,
    show_findings,
)
from generator.findings import ExitCode, errors, hardened
from generator.project import Project, find_project, shown

if TYPE_CHECKING:
    from generator.translate.catalogue import Catalogue
    from generator.translate.desk import Desk
    from generator.translate.status import Progress

Function = TypeVar("Function", bound=Callable[..., Any])

condition_option = click.option(
    "--condition", metavar="CONDITION", help="A condition; all of them by default."
)
languages_argument = click.argument("languages", metavar="[LANGUAGE]...", nargs=-1)
language_argument = click.argument("language", metavar="LANGUAGE")


@click.group("translate")
def command() -> None:
    """Bring content to translators and back.

    LANGUAGE is a tag such as es, pt-BR or zh-Hans. Catalogues are gettext PO files in
    content/CONDITION/locale/LANGUAGE and templates/locale/LANGUAGE.
    """


@command.command("extract")
@condition_option
def extract(condition: str | None) -> None:
    """Write the template (.pot) of each catalogue from the English."""
    from generator.translate import catalogue

    for desk in _desks(condition):
        texts = {
            desk.shelf.template(module.name): catalogue.as_text(catalogue.template(module))
            for module in desk.modules
        }
        _name(catalogue.write(path, text) for path, text in texts.items())
        say(count(sum(len(module.messages) for module in desk.modules), "message"))


@command.command("update")
@languages_argument
@condition_option
def update(languages: tuple[str, ...], condition: str | None) -> None:
    """Bring catalogues to the English as it is now; begin those of a new LANGUAGE.

    What is the same stays, what changed is marked fuzzy, what is no longer used is kept
    as obsolete. Without LANGUAGE: all that there are.
    """
    from generator.translate.update import updated

    for desk in _desks(condition):
        for language in _languages(desk, languages, new=True):
            left_over = desk.shelf.left_over(language, desk.names)
            old = desk.shelf.read(language, [*desk.names, *left_over])
            new = list(updated(desk.modules, old))
            _write(desk, new)
            whole = [entry for one in new for entry in one.entries]
            say(
                f"{desk.folder.name}, {language}: {count(len(whole), 'message')},"
                f" {sum(one.current for one in whole):,} translated,"
                f" {sum(one.fuzzy for one in whole):,} fuzzy"
            )


@command.command("status")
@languages_argument
@condition_option
@json_option
def status(languages: tuple[str, ...], condition: str | None, json_: bool) -> None:
    """Say how far each language is, and the booklets of which stages can be built."""
    found = []
    for name in _conditions(condition):
        found += [(name, progress) for progress in _progress(name, languages)]
    if json_:
        as_json([_facts(name, progress) for name, progress in found])
    elif found:
        _table(found)
    else:
        say("There are no catalogues yet. Begin with: booklet translate update LANGUAGE")


@command.command("check")
@languages_argument
@condition_option
@click.option("--strict", is_flag=True, help="Warnings are errors.")
@json_option
def check(
    languages: tuple[str, ...], condition: str | None, strict: bool, json_: bool
) -> None:  # fmt: skip
    """Hold translations against the English and the rules, without printing them."""
    from generator.translate import gate

    found = []
    for desk in _desks(condition):
        for language in _languages(desk, languages):
            found += gate.findings(desk, language, _glossary(desk, language))
    found = sorted(set(hardened(found) if strict else found))
    if json_:
        as_json([one.as_dict() for one in found])
    else:
        show_findings(found)
        say(count(len(found), "finding"))
    raise SystemExit(ExitCode.FINDINGS if errors(found) else ExitCode.DONE)


@command.command("pseudo")
@condition_option
def pseudo(condition: str | None) -> None:
    """Write en-XA (long, accented, in brackets) and ar-XB (from the right), to try the layout."""
    from generator.translate.pseudo import CHANGES
    from generator.translate.pseudo import pseudo as pseudo_of

    for desk in _desks(condition):
        _write(desk, [pseudo_of(one, tag) for tag in CHANGES for one in desk.modules])


@command.command("sign")
@language_argument
@click.option(
    "--role",
    type=click.Choice(["translator", "reviser", "clinician"]),
    required=True,
    help="As what you answer for it; a reviser is not its translator.",
)
@click.option("--by", "who", metavar="NAME", required=True, help="The name of who signs.")
@click.option("--module", "chosen", metavar="MODULE", multiple=True,
              help="Only this catalogue, such as a topic's id; repeatable.")  # fmt: skip
@condition_option
def sign(
    language: str, role: str, who: str, chosen: tuple[str, ...], condition: str | None
) -> None:
    """Sign the translations that are in force now; any edit cancels a signature."""
    from generator.translate import review
    from generator.translate.catalogue import write
    from generator.translate.desk import entries

    for desk in _desks(condition):
        _known(chosen, desk.names, "catalogue")
        [language] = _languages(desk, (language,))
        catalogues = desk.catalogues(language)
        for folder, names in desk.folders(language).items():
            mine = [name for name in names if not chosen or name in chosen]
            signing = entries(catalogues[name] for name in mine).values()
            whole = entries(catalogues[name] for name in names)
            old = desk.sign_offs(folder).rows
            rows = review.signed(old, whole, signing, review.Role(role), who, date.today())
            if rows or old:
                _name([write(folder / review.FILE, review.as_text(rows))])


@command.command("export")
@language_argument
@click.option("--xliff12", "form", flag_value="xlf", help="XLIFF 1.2.")
@click.option("--csv", "form", flag_value="csv", help="CSV, for spreadsheets.")
@click.option("--output", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE",
              help="Where to write; a file in build/translate by default.")  # fmt: skip
@condition_option
def export(language: str, form: str | None, output: Path | None, condition: str | None) -> None:
    """Write the catalogues of LANGUAGE as one file for an agency that does not take PO."""
    from generator.translate import exchange
    from generator.translate.catalogue import write

    if form is None:
        raise click.UsageError("Say which form: --xliff12 or --csv.")
    project = find_project()
    desks = _desks(condition)
    if output and len(desks) > 1:
        raise click.UsageError("Say which --condition goes into this one file.")
    for desk in desks:
        [language] = _languages(desk, (language,))
        catalogues = list(desk.catalogues(language).values())
        text = (
            exchange.to_csv(catalogues)
            if form == "csv"
            else exchange.to_xliff(catalogues, desk.language)
        )
        name = f"{desk.folder.name}-{language}.{form}"
        path = output or project.build / "translate" / name
        write(path, text)
        click.echo(shown(path))


@command.command("import")
@language_argument
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@condition_option
def import_(language: str, file: Path, condition: str | None) -> None:
    """Take the translations of FILE (XLIFF 1.2 or .csv) into the catalogues of LANGUAGE.

    A row whose English has changed since it went out is refused; the others are taken.
    """
    from generator.translate import exchange

    desks = _desks(condition)
    if len(desks) > 1:
        raise click.UsageError("Say which --condition the file belongs to.")
    desk = desks[0]
    [language] = _languages(desk, (language,))
    rows = exchange.read_rows(file.read_bytes(), shown(file), language)
    changed, refused = exchange.imported(desk.catalogues(language), rows, shown(file))
    _write(desk, changed)
    show_findings(sorted(refused))
    say(f"{count(len(rows), 'row')}, {len(refused):,} refused")
    raise SystemExit(ExitCode.FINDINGS if refused else ExitCode.DONE)


def _conditions(asked: str | None) -> list[str]:
    return condition_or_only(find_project().conditions(), asked)


def _desks(condition: str | None) -> list[Desk]:
    from generator.translate.desk import open_desk

    project: Project = find_project()
    return [open_desk(project, name) for name in _conditions(condition)]


def _languages(
    desk: Desk, asked: tuple[str, ...], *, new: bool = False, pseudo: bool = False
) -> list[str]:
    """Give the languages a command is about; raise a usage error for one that cannot be meant."""
    from generator.content.library import PSEUDO
    from generator.translate.catalogue import is_tag

    spoken = desk.shelf.languages()
    there = [*spoken, *PSEUDO] if pseudo else spoken
    for language in asked:
        if not is_tag(language):
            raise click.UsageError(f"'{language}' is not a language tag, such as es or pt-BR.")
        if language.casefold() == desk.language.casefold():
            raise click.UsageError(f"'{language}' is what the content is written in.")
        if language in PSEUDO and not pseudo:
            raise click.UsageError(f"'{language}' is made by: booklet translate pseudo.")
    if not new:
        _known(asked, there, "language")
    return list(dict.fromkeys(asked)) or spoken


def _known(asked: Iterable[str], there: list[str], noun: str) -> None:
    for name in asked:
        if name not in there:
            raise click.UsageError(
                f"There is no {noun} '{name}'. There are: {', '.join(there) or 'none yet'}."
            )


def _glossary(desk: Desk, language: str) -> Any:
    from generator.translate.checks import glossary

    path = desk.folder / "glossary" / f"{language}.csv"
    return glossary.read(path, desk.shelf.shown(path)) if path.is_file() else None


def _write(desk: Desk, catalogues: Iterable[Catalogue]) -> None:
    _name(desk.shelf.write(one) for one in catalogues)


def _name(paths: Iterable[Path | None]) -> None:
    for path in paths:
        if path:
            click.echo(shown(path))


def _progress(condition: str, asked: tuple[str, ...]) -> Iterator[Progress]:
    from generator.translate.outline import outline, standing

    known = outline(find_project(), condition)
    for language in _languages(known.desk, asked, pseudo=True):
        yield standing(known, language)


def _facts(condition: str, progress: Progress) -> dict[str, Any]:
    from dataclasses import asdict

    return {
        "condition": condition,
        "language": progress.language,
        **asdict(progress.whole),
        "modules": {name: asdict(stand) for name, stand in progress.modules.items()},
        "booklets": [
            {
                "stage": one.stage, "buildable": one.buildable, "messages": one.messages,
                "missing": one.missing, "waits_for": list(one.waits_for),
            }
            for one in progress.booklets
        ],
    }  # fmt: skip


def _table(found: list[tuple[str, Progress]]) -> None:
    columns = f"{'translated':>11}{'fuzzy':>8}{'reviewed':>10}{'words left':>12}  buildable stages"
    click.secho(f"{'condition':<12}{'language':<10}{columns}", bold=True)
    for name, progress in found:
        whole = progress.whole
        ready = [one.stage for one in progress.booklets if one.buildable]
        click.echo(
            f"{name:<12}{progress.language:<10}{_share(whole.translated, whole.messages):>11}"
            f"{whole.fuzzy:>8,}{_share(whole.reviewed, whole.messages):>10}"
            f"{whole.words_left:>12,}  {' '.join(ready) or 'none'}"
        )
        for one in progress.booklets:
            if not one.buildable:
                waits = ", ".join(one.waits_for[:3]) + (" …" if len(one.waits_for) > 3 else "")
                say(f"    stage {one.stage}: {one.missing:,} of {one.messages:,} missing ({waits})")


def _share(part: int, whole: int) -> str:
    """Write a share in whole percent, never 100 while something is missing."""
    return f"{100 * part // whole if whole else 0} %"
