"""What a build needs of a machine, looked for one by one."""

from __future__ import annotations

import ctypes
import importlib.metadata
import shutil
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from generator.files import LocalFolder, folder
from generator.findings import ContentError, EnvironmentProblem
from generator.press.engine import LIBRARIES, harfbuzz_version, pango_version
from generator.project import find_project, shown
from generator.render import fontlock, theme
from generator.translate.checks import glyphs
from generator.translate.desk import Desk, open_desk

APT = f"sudo apt-get install {LIBRARIES}"
PIP = "python -m pip install --upgrade carefold"
LEAST_FREE = 200 << 20
"""Bytes of disk that a build of one condition may want."""


@dataclass(frozen=True, slots=True)
class Examined:
    """One thing that was looked for."""

    what: str
    ok: bool
    found: str
    mend: str = ""


def examine() -> list[Examined]:
    """Look for everything; never raise."""
    checks: list[tuple[str, Callable[[], str], str]] = [
        ("Python 3.11 or newer", _python, "install Python 3.11 or newer from python.org"),
        ("WeasyPrint 70.0", lambda: _version("weasyprint", "70.0"), PIP),
        ("pikepdf", lambda: _version("pikepdf"), PIP),
        ("Pango", pango_version, _install()),
        ("HarfBuzz", harfbuzz_version, _install()),
        ("HarfBuzz subsetting", _subset, _install()),
        ("Fonts", _fonts, "python -m pip install --force-reinstall carefold"),
        ("Content", _content, "run booklet in a project folder, or install Carefold again"),
        ("Folder for results", lambda: _writable(find_project().build),
         "make the folder writable, or give --output DIR"),
        ("Store of sheets", lambda: _store(find_project().store),
         "make the folder writable, or set CAREFOLD_CACHE to one that is"),
        ("Temporary folder", lambda: _writable(Path(tempfile.gettempdir())),
         "set TMPDIR to a folder that can be written"),
        ("UTF-8", _utf8, "export LANG=C.UTF-8"),
    ]  # fmt: skip
    return [_look(*check) for check in [*checks, *_languages()]]


def _look(what: str, find: Callable[[], str], mend: str) -> Examined:
    try:
        return Examined(what, True, find())
    except EnvironmentProblem as problem:
        return Examined(what, False, str(problem), problem.remedy or mend)
    except (OSError, ContentError, importlib.metadata.PackageNotFoundError) as error:
        return Examined(what, False, str(error).splitlines()[0] or type(error).__name__, mend)


def _python() -> str:
    return sys.version.split()[0]


def _version(package: str, wanted: str = "") -> str:
    found = importlib.metadata.version(package)
    if wanted and found != wanted:
        raise EnvironmentProblem(f"found {found}; pages may differ")
    return found


def _subset() -> str:
    ctypes.CDLL("libharfbuzz-subset.so.0")
    return "found"


def _fonts() -> str:
    look = theme.load(find_project().templates)
    for face in look.faces:
        if fault := fontlock.fault(look, face):
            raise EnvironmentProblem(fault)
    return f"{len(look.faces)} files, each as fonts.yaml says"


def _languages() -> list[tuple[str, Callable[[], str], str]]:
    """Look at the typefaces of every language that something was translated into."""
    try:
        project = find_project()
        desks = [open_desk(project, name) for name in project.conditions()]
    except ContentError:  # the check of content says so
        return []
    languages = sorted({one for desk in desks for one in desk.shelf.languages()})
    mend = "write them in another way, or install Carefold again"
    return [(f"Typefaces of {one}", partial(_typefaces, desks, one), mend) for one in languages]


def _typefaces(desks: list[Desk], language: str) -> str:
    """Say which they are; raise EnvironmentProblem if one is not whole, or has not enough."""
    look = theme.load(find_project().templates).for_language(language)
    for face in look.faces:
        if fault := fontlock.fault(look, face):
            raise EnvironmentProblem(fault)
    text = "".join(
        entry.translation
        for desk in desks
        for catalogue in desk.catalogues(language).values()
        for entry in catalogue.entries
        if entry.current
    )
    if missing := glyphs.undrawn(text, look.drawn):
        raise EnvironmentProblem(f"no typeface has {glyphs.listed(missing)}")
    names = [files.name for files in look.tokens.fonts.values()]
    return f"{', '.join(names)}; they draw all that is translated"


def _content() -> str:
    project = find_project()
    if not project.conditions():
        raise EnvironmentProblem("no condition found")
    return f"{', '.join(project.conditions())} in {shown(project.content)}"


def _writable(folder: Path) -> str:
    place = folder
    while not place.exists():
        place = place.parent
    with tempfile.TemporaryFile(dir=place):
        pass
    free = shutil.disk_usage(place).free
    if free < LEAST_FREE:
        raise EnvironmentProblem(f"only {free >> 20} MB free in {place}", "make room on the disk")
    return str(folder)


def _store(place: str) -> str:
    files = folder(place)
    if isinstance(files, LocalFolder):
        return _writable(files.path)
    files.read("doctor")  # raises EnvironmentProblem where the service does not answer
    return f"{files.url} answers"


def _utf8() -> str:
    encoding = sys.getfilesystemencoding()
    if encoding.lower().replace("-", "") != "utf8":
        raise EnvironmentProblem(f"files are named in {encoding}")
    return encoding


def _install() -> str:
    """Give the install line of this system."""
    if shutil.which("apt-get"):
        return APT
    if shutil.which("dnf"):
        return "sudo dnf install pango"
    if shutil.which("brew"):
        return "brew install pango"
    return "install the Pango library with your system's packages"
