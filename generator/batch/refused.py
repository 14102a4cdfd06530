"""Why a booklet must not be made: texts that are not translated, or not fit for release."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from generator import booklet
from generator.batch.plan import Planned, listed
from generator.check.release import release_findings, unrevised
from generator.content.library import Library
from generator.findings import Finding, errors
from generator.render.document import Document


def refusal(planned: Planned) -> list[Finding]:
    """Say why a booklet must not be made: texts not translated, or not fit for release."""
    library = planned.renderer.setting.library
    found = untranslated(library, planned.plan.documents())
    if planned.order.release:
        found += release_findings(library, planned.selection, date.today())
        if planned.plan.is_unrevised:
            found += unrevised(library)
    return list(errors(found))


DRAFT_HINT = "translate them, or print a marked draft with --draft"


def untranslated(
    library: Library, documents: Iterable[Document], *, whole: bool = True
) -> list[Finding]:
    """Say which of the messages that documents print are not translated, by catalogue.

    Of a `whole` booklet, or of sheets that are handed out alone, which are never drafts.
    """
    lacking: dict[str, list[str]] = {}
    translation = library.translation
    for message in booklet.missing(library, documents, whole=whole):
        assert translation is not None
        lacking.setdefault(translation.files[message], []).append(message)
    return [
        Finding(
            file, 0, 0, "Y12",
            f"{len(messages):,} of its texts that are printed "
            f"{'is' if len(messages) == 1 else 'are'} not translated: {listed(messages, 3)}",
            DRAFT_HINT if whole else "translate them",
        )
        for file, messages in lacking.items()
    ]  # fmt: skip
