"""What `translate check` holds against catalogues: the English, the rules, the sign-offs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from generator.content import accepted
from generator.content.house import Accepted
from generator.content.reading import Located, read
from generator.findings import ContentError, Finding, Severity
from generator.render import theme
from generator.translate import checks
from generator.translate.catalogue import SAME_OK, Catalogue
from generator.translate.desk import Desk, entries
from generator.translate.messages import Module

GUESSES = frozenset({"X02", "X03", "X08", "X10"})
"""Rules that compare words: an error of theirs may be false, and someone may answer for it."""


def findings(desk: Desk, language: str, glossary: checks.Glossary | None) -> list[Finding]:
    """Give all that is wrong with one language; raise ContentError if a file cannot be read."""
    catalogues = desk.catalogues(language)
    found: list[Finding] = []
    for module in desk.modules:
        found += _behind(module, catalogues[module.name])
    drawn = None
    try:
        drawn = theme.load(desk.templates).for_language(language).drawn
    except ContentError as error:  # no typefaces: nobody can print it
        found += error.findings
    found += checks.findings(list(_pairs(desk, catalogues)), glossary, drawn)
    for folder, names in desk.folders(language).items():
        held = entries(catalogues[name] for name in names)
        found += desk.sign_offs(folder).findings(held)
    still, _ = accepted.sort_out(
        found, _acceptances(desk, language), desk.shown_as, whole=True, guesses=GUESSES
    )
    return list(still)


def _acceptances(desk: Desk, language: str) -> Located[Accepted] | None:
    """Read what someone lets stand: `locale/<language>/accepted.yaml`, if there is one."""
    path = desk.folder / "locale" / language / "accepted.yaml"
    return read(Accepted, path, desk.shelf.shown(path)) if path.is_file() else None


def _behind(module: Module, catalogue: Catalogue) -> Iterator[Finding]:
    """Say whether the English has changed since a catalogue was brought up to date."""
    english = {message.context: message.english for message in module.messages}
    held = {entry.context: entry.english for entry in catalogue.entries}
    changed = sum(held.get(one) != english.get(one) for one in english.keys() | held.keys())
    if changed:
        message = f"{changed:,} of {len(english):,} messages are not those of the English now"
        hint = f"run: booklet translate update {catalogue.language}"
        yield Finding(catalogue.file, 0, 0, "Y03", message, hint, Severity.WARNING)


def _pairs(desk: Desk, catalogues: Mapping[str, Catalogue]) -> Iterator[checks.Pair]:
    """Yield what could be printed; what is fuzzy is not, and its English may be another."""
    for module in desk.modules:
        catalogue = catalogues[module.name]
        limits = {message.context: message.max_length for message in module.messages}
        for entry in catalogue.entries:
            if entry.current:
                yield checks.Pair(
                    entry.context, entry.english, entry.translation, catalogue.language,
                    limits.get(entry.context), checks.Place(catalogue.file, entry.line),
                    SAME_OK in entry.flags,
                )  # fmt: skip
