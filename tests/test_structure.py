"""Imports point one way; each third-party package stays in its place."""

from __future__ import annotations

import ast
from functools import cache
from pathlib import Path

import pytest

import generator

PROGRAM = Path(generator.__file__).parent
FILES = sorted(PROGRAM.rglob("*.py"))
ORDER = {  # the way of the data: a file imports only what has the same number or a smaller one
    "findings": 0, "codes": 0, "garbage": 0, "project": 0, "files": 0, "content": 1, "select": 2,
    "translate": 3, "render": 3, "press": 4, "booklet": 5, "assembly": 5, "preflight": 5,
    "check": 5, "doctor": 5, "batch": 6, "cli": 7, "__main__": 8, "reference": 8,
}  # fmt: skip
EXCEPTIONS = {("render/web.py", "booklet")}
"""The web page shows a planned booklet: it comes after `booklet`, and nothing before it uses it."""
PLACES = {  # package → where it may be imported
    "yaml": ["content/source.py"],
    "markdown_it": ["content/markdown.py"],
    "jinja2": ["render/"],
    "markupsafe": ["render/"],
    "babel": ["render/"],
    "polib": ["translate/catalogue.py"],
    "weasyprint": ["press/lean/", "press/spare.py", "press/spoken.py", "press/typeset.py"],
    "pydyf": ["press/"],
    "pikepdf": ["press/", "preflight/"],
    "uharfbuzz": ["press/", "render/face.py"],
    "pypdfium2": ["preflight/"],
    "pyphen": ["render/scripts.py", "press/lean/hyphens.py"],
    "segno": ["render/square.py"],
    "page": ["preflight/"],
    "click": ["cli/"],
    "pydantic": ["content/", "render/theme.py", "translate/desk.py", "translate/review.py"],
    "pydantic_core": ["content/"],
    "fsspec": ["files.py"],
    "distributed": ["batch/cluster.py"],
}


def inside(path: Path) -> str:
    return path.relative_to(PROGRAM).as_posix()


@cache
def imports(path: Path) -> frozenset[str]:
    """Every module a file imports, at the top or later; `from a import b` gives a.b."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{inside(path)}: imports are absolute"
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
    return frozenset(found)


def own(path: Path) -> set[str]:
    """The rooms of the program that a file imports from."""
    found = {name.split(".")[1] for name in imports(path) if name.startswith("generator.")}
    return {name for name in found if not name.startswith("__version")}


@pytest.mark.parametrize("path", FILES, ids=inside)
def test_imports_point_backwards_along_the_way_of_the_data(path: Path) -> None:
    room = path.relative_to(PROGRAM).parts[0].removesuffix(".py")
    if room == "__init__":
        assert set() == own(path)
        return
    forward = {other for other in own(path) if ORDER[other] > ORDER[room]}
    assert {other for name, other in EXCEPTIONS if name == inside(path)} == forward


@pytest.mark.parametrize("path", FILES, ids=inside)
def test_third_party_packages_stay_in_their_place(path: Path) -> None:
    packages = {name.split(".")[0] for name in imports(path)} & set(PLACES)
    strays = {p for p in packages if not any(inside(path).startswith(at) for at in PLACES[p])}
    assert set() == strays


@pytest.mark.parametrize("package", PLACES)
def test_every_listed_package_is_used(package: str) -> None:
    users = [inside(p) for p in FILES if package in {name.split(".")[0] for name in imports(p)}]
    assert users


def test_every_declared_dependency_has_a_place() -> None:
    import tomllib

    declared = tomllib.loads((PROGRAM.parent / "pyproject.toml").read_text(encoding="utf-8"))
    names = {
        dependency.split(">")[0].split("=")[0] for dependency in declared["project"]["dependencies"]
    }
    as_imported = {"pyyaml": "yaml", "markdown-it-py": "markdown_it", "page-validation": "page"}
    elsewhere = {"fonttools"}  # only through other packages
    assert set() == {as_imported.get(name, name) for name in names} - set(PLACES) - elsewhere


def test_no_module_imports_itself_through_others() -> None:
    """A cycle would make the order of imports matter."""
    names = {"generator." + inside(p).removesuffix(".py").replace("/", "."): p for p in FILES}
    names = {name.removesuffix(".__init__"): path for name, path in names.items()}

    def leads_to(name: str) -> set[str]:
        wanted = set()
        for imported in imports(names[name]):
            parent = imported.rpartition(".")[0]
            wanted |= {imported if imported in names else parent} & set(names)
        return wanted - {"generator.cli", "generator"}  # commands are loaded when they are used

    edges = {name: leads_to(name) for name in names}
    while free := [name for name, wanted in edges.items() if not wanted & set(edges)]:
        for name in free:
            del edges[name]
    assert {} == edges
