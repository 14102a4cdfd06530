"""Orders into plans: which files each booklet gives, what it is made of, and why it is due."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from generator import booklet
from generator.batch.current import States
from generator.batch.manifest import Manifest, Record, Scope
from generator.batch.order import Order
from generator.batch.profile import clinic_name, find_clinic, load_condition, profile_of
from generator.content.library import Library
from generator.content.model import Clinic
from generator.findings import ContentError, Finding
from generator.press.keys import key
from generator.project import Project
from generator.render import theme as themes
from generator.render.html import Renderer
from generator.render.setting import Setting
from generator.select import Profile, ProfileError, Selection, check_languages, select

if TYPE_CHECKING:
    from generator.translate.apply import Translator

WEB_TEMPLATES = ("web.html.j2", "styles/web.css.j2")
"""What decides how the web page looks, and no sheet."""
ENDINGS = {"reader": ".pdf", "home": "-home.pdf", "press": "-press.pdf", "html": ".html"}


@dataclass(frozen=True)
class Planned:
    """One booklet before anything is laid out; its text is rendered when first asked for."""

    order: Order
    name: str
    selection: Selection
    renderer: Renderer
    paths: dict[str, str]
    """By format, from the build folder."""
    program: str
    """Short hash of the program that makes it."""

    @property
    def scope(self) -> Scope:
        """Say which content it may depend on."""
        return scope_of(self.order)

    @cached_property
    def plan(self) -> booklet.Plan:
        """Render what it is made of."""
        return booklet.plan(self.name, self.selection, self.renderer)

    @cached_property
    def inputs(self) -> dict[str, str]:
        """Say what it will be made from: part → short hash."""
        inputs = {document.name: key(document)[:16] for document in self.plan.documents()}
        library, setting = self.renderer.setting.library, self.renderer.setting
        # Names, order and colours of the parts are put on at binding, by no document.
        colours = (setting.theme.tokens.parts, setting.theme.tokens.colours)
        binding = (
            self.name, library.map, library.condition, setting.edition, setting.paper, colours,
        )  # fmt: skip
        if "html" in self.paths:
            inputs["the web page"] = _digest_of(
                setting.theme.folder / name for name in WEB_TEMPLATES
            )
        inputs["binding"] = hashlib.sha256(repr(binding).encode()).hexdigest()[:16]
        inputs["the program"] = self.program
        return inputs


@dataclass(frozen=True)
class Verdict:
    """Whether a booklet must be made, and why; none of the reasons means up to date."""

    name: str
    paths: list[str]
    reasons: list[str] = field(default_factory=list)


def _digest_of(files: Iterable[Path]) -> str:
    return hashlib.sha256(b"".join(path.read_bytes() for path in files)).hexdigest()[:16]


def scope_of(order: Order) -> Scope:
    """Say which content an order may depend on."""
    return Scope(order.condition, order.language, order.clinic, order.release)


class Planner:
    """Plans booklets; content, themes and texts are read once for all."""

    def __init__(
        self,
        project: Project,
        libraries: dict[str, Library] | None = None,
        states: States | None = None,
    ) -> None:
        self.project = project
        self.theme = themes.load(project.templates)
        self._themes = {"default": self.theme}
        self.program = (states or States(project)).program[:16]
        self._libraries = libraries if libraries is not None else {}
        self._translator: Translator | None = None
        self._renderers: dict[tuple[object, ...], Renderer] = {}

    def plan_all(self, orders: Iterable[Order]) -> list[Planned]:
        """Plan orders; raise ContentError with what is wrong in any of them."""
        planned: list[Planned] = []
        findings: list[Finding] = []
        kind: type[ContentError] = ProfileError
        for order in orders:
            try:
                planned.append(self.plan(order))
            except ContentError as error:
                findings += error.findings
                kind = kind if isinstance(error, ProfileError) else ContentError
        findings += _collisions(planned)
        if findings:
            raise kind(findings)
        return planned

    def plan(self, order: Order) -> Planned:
        """Plan one booklet; raise ContentError if content or order cannot be used."""
        library = self.library_for(order)
        profile = profile_of(library, order)
        renderer = self.renderer(order, profile)
        clinic = clinic_name(order.clinic)
        name = booklet.stem(library.condition.id, order.language, order.edition, profile, clinic)
        selection = select(library, profile)
        if not selection.chosen:
            message = f"no topic is for this reader at stage {profile.stages.label}"
            hint = "booklet explain, with the same options, says why"
            raise ProfileError([Finding("--stage", 0, 0, "U01", message, hint)])
        paths = {
            format_: _path(order, profile, name) + ENDINGS[format_] for format_ in order.formats
        }
        return Planned(order, name, selection, renderer, paths, self.program)

    def library(self, condition: str) -> Library:
        """Load a condition's content, once."""
        if condition not in self._libraries:
            self._libraries[condition] = load_condition(self.project, condition)
        return self._libraries[condition]

    def library_for(self, order: Order) -> Library:
        """Give an order's content in its language; raise ProfileError if there is none."""
        english = self.library(order.condition)
        check_languages(english, [order.language])
        if order.language == english.condition.language:
            return english
        if self._translator is None:
            from generator.translate.apply import Translator  # reads catalogues: 0.1 s to load

            self._translator = Translator(self.project)
        return self._translator.library(english, order.language, draft=order.draft)

    def _theme(self, clinic: Clinic | None) -> themes.Theme:
        """Give the clinic's own look, or the default."""
        name = (clinic and clinic.theme) or "default"
        if name not in self._themes:
            self._themes[name] = themes.load(self.project.templates, name)
        return self._themes[name]

    def renderer(self, order: Order, profile: Profile) -> Renderer:
        """Give what makes documents for an order; orders of one setting share it."""
        key = (
            order.condition, order.edition, order.language, order.draft, profile.region,
            order.clinic,
        )  # fmt: skip
        if key not in self._renderers:
            clinic, logo = find_clinic(self.project, order.clinic)
            theme = self._theme(clinic).for_language(order.language)
            self._renderers[key] = Renderer(
                Setting(
                    self.library_for(order), theme, order.edition,
                    order.language, profile.region, clinic, logo,
                )
            )  # fmt: skip
        return self._renderers[key]


def judge(planned: Planned, record: Record | None, manifest: Manifest) -> Verdict:
    """Say whether a planned booklet must be made, and why."""
    paths = list(planned.paths.values())
    if record is None:
        return Verdict(planned.name, paths, ["not built yet"])
    written = {format_: file.path for format_, file in record.files.items()}
    reasons = [] if planned.paths == written else ["other files were asked for"]
    changed = [
        name
        for name in {**record.inputs, **planned.inputs}
        if record.inputs.get(name) != planned.inputs.get(name)
    ]
    if changed:
        reasons.append(f"changed: {listed(changed)}")
    reasons += [f"{what}: {path}" for what, path in manifest.spoilt(record)]
    return Verdict(planned.name, paths, reasons)


def listed(names: Sequence[str], most: int = 4) -> str:
    """Write the first of some names, and how many more there are."""
    shown = ", ".join(names[:most])
    return shown if len(names) <= most else f"{shown} and {len(names) - most} more"


def _path(order: Order, profile: Profile, name: str) -> str:
    return order.output.format(
        condition=order.condition,
        stage=profile.stages.label.replace("+", "-"),
        language=order.language,
        edition=order.edition,
        region=profile.region,
        audience=order.audience,
        clinic=clinic_name(order.clinic) or "no-clinic",
        name=name,
    )


def _collisions(planned: Sequence[Planned]) -> Iterator[Finding]:
    """Two booklets may not be written to one file."""
    owners: dict[str, str] = {}
    for one in planned:
        for path in one.paths.values():
            if path in owners:
                message = f"{owners[path]} and {one.name} would both be written to it"
                hint = "let {name}, or what tells them apart, stand in the set's output"
                yield Finding(path, 0, 0, "U05", message, hint)
            owners[path] = one.name
