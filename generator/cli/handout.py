"""`booklet handout`: one or a few sheets alone, with the letterhead."""

from __future__ import annotations

from pathlib import Path

import click

from generator.batch.order import Order
from generator.cli.shared import (
    EDITIONS,
    clinic_option,
    condition_or_only,
    count,
    region_option,
    say,
    show_findings,
)
from generator.project import find_project, shown


@click.command("handout")
@click.argument("topics", nargs=-1, required=True, metavar="TOPIC…")
@click.option("--condition", metavar="C", help="Needed only where there are several.")
@region_option
@click.option("--language", default="en", metavar="L", show_default=True, help="A BCP 47 tag.")
@click.option(
    "--edition",
    type=click.Choice(EDITIONS),
    default="standard",
    show_default=True,
    help="Size of print.",
)
@clinic_option
@click.option(
    "--output",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Where to write; build/CONDITION/handouts/ by default.",
)
def command(topics: tuple[str, ...], condition: str | None, region: str, language: str,
            edition: str, clinic: str | None, output: Path | None) -> None:  # fmt: skip
    """Print the sheets of TOPIC… alone: an id such as back-pain, or a code such as C2."""
    project = find_project()
    name, *others = condition_or_only(project.conditions(), condition)
    if others:
        raise click.UsageError("There are several conditions here: name one with --condition.")
    from generator.batch import handout

    order = Order(name, "", language, edition, region=region, clinic=clinic)
    path, pages, findings = handout.make(project, order, topics, output)
    show_findings(findings)
    click.echo(shown(path))
    say(f"{count(len(topics), 'sheet')}, {count(pages, 'page')}.")
