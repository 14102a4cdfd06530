"""The checks of a condition's content, one after another."""

from __future__ import annotations

from generator.check import dates, readability, sources
from generator.content.library import load
from generator.findings import Finding
from generator.project import Project, shown


def check(project: Project, condition: str) -> list[Finding]:
    """Give all findings about a condition; ContentError if it cannot even be loaded."""
    folder = project.content / condition
    library = load(folder, shown(folder))
    return sorted(
        [
            *library.findings,
            *sources.check(library, shown(folder)),
            *dates.check(library, shown(folder)),
            *readability.check(library, shown(folder)),
        ]
    )
