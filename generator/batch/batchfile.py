"""A batch file into orders: every value checked at its place before anything is made."""

from __future__ import annotations

import itertools
import re
import string
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from generator.batch.order import ALL, OUTPUT, Order
from generator.batch.profile import find_clinic, load_condition
from generator.content.batch import AXES, Axes, BatchFile, BookletSet, Choices
from generator.content.library import Library
from generator.content.reading import Located, near, read
from generator.content.source import Loc, Source
from generator.findings import ContentError, Finding
from generator.project import Project, shown
from generator.select import Profile, ProfileError, Stages, check, check_languages, region, stages

OPTION = re.compile(r"--([a-z-]+) (?=\S)")
"""An option with its value, in a hint for the command line."""
FIELDS = ("condition", "set", *AXES, "name")
"""What an output template may name."""
DEFAULTS: dict[str, list[str | None]] = {
    "language": ["en"],
    "edition": ["standard"],
    "region": ["001"],
    "audience": ["patient"],
    "clinic": [None],
}


@dataclass(frozen=True)
class Batch:
    """The orders of a batch file, and the libraries they were checked against."""

    orders: tuple[Order, ...]
    libraries: dict[str, Library]


def read_batch(
    project: Project,
    path: Path,
    names: Sequence[str] = (),
    trusted: frozenset[str] = frozenset(),
) -> Batch:
    """Read a batch file, or only its sets called `names`.

    `trusted` names conditions against which this very file was checked before, and
    which are as they were then: they are not read again unless it takes them to
    know their stages or languages.

    Raises ContentError with everything that is wrong in the file, and in the
    content that it names.
    """
    located = read(BatchFile, path, shown(path))
    source = located.source
    _check_names(located, names)
    staged = {
        set_.condition
        for set_ in located.value.booklets
        if not set_.stage or any(ALL in (one.language or ()) for one in (set_, *set_.also))
    }
    trusted -= staged
    libraries = _libraries(project, located, trusted)
    orders: dict[str, Order] = {}
    for number, set_ in enumerate(located.value.booklets):
        library = libraries.get(set_.condition)
        if names and set_.name not in names:
            continue
        if library is not None:
            _Checker(project, library, source).check(("booklets", number), set_)
        elif set_.condition not in trusted:
            continue
        for order in _expanded(set_, library):
            orders.setdefault(order.digest(), order)
    if source.findings:
        raise ContentError(source.findings)
    return Batch(tuple(orders.values()), libraries)


def _check_names(located: Located[BatchFile], names: Sequence[str]) -> None:
    known = [set_.name for set_ in located.value.booklets]
    for number, name in enumerate(known):
        if name in known[:number]:
            loc = ("booklets", number, "name")
            located.source.report(loc, "S02", f"two sets are called '{name}'", "rename one")
    unknown = [name for name in names if name not in known]
    if unknown:
        raise ProfileError(
            Finding("--set", 0, 0, "U01", f"there is no set '{name}'",
                    near(name, known) or f"sets are: {', '.join(known)}")
            for name in unknown
        )  # fmt: skip


def _libraries(
    project: Project, located: Located[BatchFile], trusted: frozenset[str]
) -> dict[str, Library]:
    """Load the conditions that the file names, but for the trusted ones.

    Raises ContentError for what is wrong in them.
    """
    libraries: dict[str, Library] = {}
    findings: list[Finding] = []
    for number, set_ in enumerate(located.value.booklets):
        name, known = set_.condition, project.conditions()
        if name in trusted:
            continue
        if name not in known:
            message = f"there is no condition '{name}'"
            hint = near(name, known) or f"conditions are: {', '.join(known)}"
            located.source.report(("booklets", number, "condition"), "U01", message, hint)
        elif name not in libraries:
            try:
                libraries[name] = load_condition(project, name)
            except ContentError as error:
                findings += error.findings
    if findings:
        raise ContentError([*findings, *located.source.findings])
    return libraries


class _Checker:
    """Holds every value of a set against the content; findings bear the value's own place."""

    def __init__(self, project: Project, library: Library, source: Source) -> None:
        self.source = source
        nobody = Stages("", ())
        self._tests: dict[str, Callable[[str], object]] = {
            "stage": lambda value: stages(library, value),
            "since": lambda value: stages(library, value, "--since"),
            "region": lambda value: region(library, value),
            "language": lambda value: check_languages(library, [value] if value != ALL else []),
            "clinic": lambda value: find_clinic(project, value),
            "need": lambda value: check(library, Profile(nobody, needs=(value,))),
            "include": lambda value: check(library, Profile(nobody, include=(value,))),
            "exclude": lambda value: check(library, Profile(nobody, exclude=(value,))),
            "opt_in": lambda value: check(library, Profile(nobody, opt_in=(value,))),
            "output": _check_output,
        }

    def check(self, loc: Loc, set_: BookletSet) -> None:
        """Check a set with all that it leaves out and adds."""
        self._choices(loc, set_)
        for name, parts in (("leave-out", set_.leave_out), ("also", set_.also)):
            for number, part in enumerate(parts):
                self._choices((*loc, name, number), part)
        wanted = list(_crossed(set_))
        for number, axes in enumerate(set_.leave_out):
            if not any(_matches(axes, values) for values in wanted):
                self.source.report(
                    (*loc, "leave-out", number), "U03", "this leaves nothing out",
                    "no booklet of the set has all these values",
                )  # fmt: skip

    def _choices(self, loc: Loc, choices: Axes) -> None:
        for key, test in self._tests.items():
            given = getattr(choices, key, None)
            written = [given] if isinstance(given, str) else given or []
            for number, value in enumerate(written):
                place: Loc = (*loc, key.replace("_", "-"), number)
                if value in written[:number]:
                    self.source.report(place, "S02", f"'{value}' is listed twice", "delete one")
                try:
                    test(value)
                except ContentError as error:
                    for finding in error.findings:
                        hint = OPTION.sub(r"\1: ", finding.hint)
                        self.source.report(place, finding.code, finding.message, hint)


def _check_output(template: str) -> None:
    """Raise ContentError for a template that names what there is not, or leaves the folder."""
    names: list[str] = []
    try:
        names = [
            name + (f"!{conversion}" if conversion else "") + (f":{spec}" if spec else "")
            for _, name, spec, conversion in string.Formatter().parse(template)
            if name is not None
        ]
        message = ""
    except ValueError:
        message = "a bracket is not closed"
    unknown = [name for name in names if name not in FIELDS]
    if unknown:
        message = f"an output cannot be named by '{{{unknown[0]}}}'"
    elif template.startswith(("/", "\\")) or ".." in template or ":" in template:
        message = "an output must stay in the build folder"
    elif template != str(PurePosixPath(template)):
        message = f"write it without detours: {PurePosixPath(template)}"
    if message:
        hint = f"use {' '.join(f'{{{name}}}' for name in FIELDS)}"
        raise ContentError([Finding("output", 0, 0, "U04", message, hint)])


def _expanded(set_: BookletSet, library: Library | None) -> Iterator[Order]:
    for choices in (set_, *(_with(set_, more) for more in set_.also)):
        for values in _crossed(choices, library):
            if choices is set_ and any(_matches(axes, values) for axes in set_.leave_out):
                continue
            yield _order(set_, choices, values)


def _with(set_: BookletSet, more: Choices) -> BookletSet:
    """Give a set with some choices in place of its own."""
    return set_.model_copy(update=more.model_dump(exclude_unset=True, exclude_none=True))


def _crossed(set_: BookletSet, library: Library | None = None) -> Iterator[dict[str, str | None]]:
    all_stages = [stage.code for stage in library.scheme.stages] if library else ["*"]
    unsaid: dict[str, list[str | None]] = {"stage": [*all_stages], **DEFAULTS}
    asked = {name: getattr(set_, name) or unsaid[name] for name in AXES}
    if ALL in asked["language"]:
        asked["language"] = [*library.spoken] if library else ["*"]
    axes = [asked[name] for name in AXES]
    for values in itertools.product(*axes):
        yield dict(zip(AXES, values, strict=True))


def _matches(axes: Axes, values: dict[str, str | None]) -> bool:
    asked = axes.model_dump(exclude_none=True)
    return all(values[name] in ("*", *wanted) for name, wanted in asked.items())


def _order(set_: BookletSet, choices: BookletSet, values: dict[str, str | None]) -> Order:
    return Order(
        condition=set_.condition,
        stage=values["stage"] or "",
        language=values["language"] or "en",
        edition=values["edition"] or "standard",
        formats=tuple(choices.format or ("reader",)),
        needs=tuple(choices.need or ()),
        region=values["region"] or "001",
        audience=values["audience"] or "patient",
        clinic=values["clinic"],
        include=tuple(choices.include or ()),
        exclude=tuple(choices.exclude or ()),
        opt_in=tuple(choices.opt_in or ()),
        since=choices.since,
        depth=choices.depth or "usual",
        release=bool(choices.release),
        draft=bool(choices.draft),
        output=(choices.output or OUTPUT).replace("{set}", set_.name),
    )
