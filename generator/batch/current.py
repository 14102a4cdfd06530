"""Is it all there already? Answered without reading content or loading the press."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from generator.batch.manifest import Manifest, Record, state_of
from generator.batch.order import Request
from generator.project import Project


def content_state(project: Project, request: Request) -> str:
    """Hash everything a request's booklets may depend on, its options apart."""
    places = [
        project.content / request.condition,
        project.content / "clinics",
        project.templates,
        Path(__file__).resolve().parents[1],  # the program itself
    ]
    if request.clinic and Path(request.clinic).is_file():
        beside = Path(request.clinic).parent.glob("*.png")  # its logo is one of them
        places += [Path(request.clinic), *sorted(beside)]
    today = f" {date.today()}" if request.release else ""
    return state_of(places) + today


def current(project: Project, request: Request, folder: Path) -> list[Record] | None:
    """Give the files of a request that was answered before, if every one is as it would be made."""
    manifest = Manifest(folder)
    digest = request.digest()
    if digest not in manifest.answers:
        return None
    return manifest.answer(digest, content_state(project, request))
