"""`booklet schema`: the JSON Schemas that editors complete and check with."""

from __future__ import annotations

from pathlib import Path

import click

from generator.cli.shared import say


@click.command("schema")
@click.option(
    "--output",
    type=click.Path(file_okay=False, path_type=Path),
    metavar="DIR",
    help="Where to write; content/schema by default.",
)
@click.option("--check", "check_", is_flag=True, help="Only say whether the files are current.")
def command(output: Path | None, check_: bool) -> None:  # fmt: skip
    """Write the JSON Schemas of all content files."""
    from generator.content.schema import schemas
    from generator.files import write_whole
    from generator.project import find_project, shown

    folder = output or find_project().content / "schema"
    stale = []
    for name, text in schemas().items():
        path = folder / f"{name}.json"
        if not path.is_file() or path.read_text(encoding="utf-8") != text:
            stale.append(path)
            if not check_:
                write_whole(path, text.encode())
                click.echo(shown(path))
    if check_ and stale:
        say(f"Not current: {', '.join(path.name for path in stale)}. Run booklet schema.")
        raise SystemExit(1)
