"""What was asked for, read against the content."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from generator.batch.order import Order
from generator.content.library import Library, load, load_clinic
from generator.content.model import Audience, Clinic
from generator.findings import ContentError, Finding
from generator.project import Project, shown
from generator.select import Depth, Profile, region, stages

PNG = b"\x89PNG\r\n"


def load_condition(project: Project, condition: str) -> Library:
    """Load a condition's content; raise ContentError with all that is wrong in it."""
    folder = project.content / condition
    return load(folder, shown(folder))


def load_conditions(project: Project, names: Sequence[str]) -> dict[str, Library]:
    """Load several conditions; raise ContentError with all that is wrong in any of them."""
    libraries: dict[str, Library] = {}
    findings: list[Finding] = []
    for name in names:
        try:
            libraries[name] = load_condition(project, name)
        except ContentError as error:
            findings += error.findings
    if findings:
        raise ContentError(findings)
    return libraries


def profile_of(library: Library, order: Order) -> Profile:
    """Read an order's options; raise ProfileError where they name what does not exist."""
    return Profile(
        stages=stages(library, order.stage),
        region=region(library, order.region),
        audience=Audience(order.audience),
        needs=order.needs,
        opt_in=order.opt_in,
        include=order.include,
        exclude=order.exclude,
        since=stages(library, order.since, "--since") if order.since else None,
        depth=Depth(order.depth),
    )


def find_clinic(project: Project, asked: str | None) -> tuple[Clinic | None, Path | None]:
    """Load a letterhead and its logo by name or file; raise ContentError if one is missing."""
    if asked is None:
        return None, None
    path = Path(asked) if asked.endswith(".yaml") else project.content / "clinics" / f"{asked}.yaml"
    if not path.is_file():
        names = sorted(p.stem for p in (project.content / "clinics").glob("*.yaml"))
        hint = (
            f"letterheads are: {', '.join(names)}" if names else "write content/clinics/NAME.yaml"
        )
        raise ContentError([Finding("--clinic", 0, 0, "U02", f"no letterhead '{asked}'", hint)])
    clinic = load_clinic(path, shown(path))
    logo = path.parent / clinic.logo if clinic.logo else None
    if logo and not (logo.is_file() and logo.read_bytes().startswith(PNG)):
        message, hint = f"'{clinic.logo}' is not a PNG file beside it", "put the file there"
        raise ContentError([Finding(shown(path), 0, 0, "L08", message, hint)])
    return clinic, logo


def clinic_name(asked: str | None) -> str:
    """Give the part of a file name that says whose letterhead it bears."""
    return Path(asked).stem if asked else ""
