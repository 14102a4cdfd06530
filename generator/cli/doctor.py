"""`booklet doctor`: what this machine lacks, and the line that mends it."""

from __future__ import annotations

import click

from generator.cli.shared import as_json, json_option
from generator.findings import ExitCode


@click.command("doctor")
@json_option
def command(json_: bool) -> None:
    """Look for everything a build needs; say what is missing and how to mend it."""
    from generator.doctor import examine

    results = examine()
    if json_:
        as_json([{"what": r.what, "ok": r.ok, "found": r.found, "mend": r.mend} for r in results])
    else:
        for r in results:
            sign = (
                click.style("ok  ", fg="green")
                if r.ok
                else click.style("MISS", fg="red", bold=True)
            )
            click.echo(f"{sign} {r.what}: {r.found}")
            if not r.ok:
                click.echo(f"     mend it: {r.mend}")
    raise SystemExit(ExitCode.DONE if all(r.ok for r in results) else ExitCode.ENVIRONMENT)
