"""What the build folder holds, told to the gallery page and kept in the manifest."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from generator.batch.manifest import NAME, Manifest, Record, locked
from generator.batch.order import FORMATS
from generator.batch.plan import Planned
from generator.batch.profile import clinic_name
from generator.project import Project
from generator.render import locale

GALLERY = "index.html"


def shown(planned: Planned) -> dict[str, Any]:
    """Say of a booklet what the gallery needs, but for its pages and files."""
    renderer, profile, order = planned.renderer, planned.selection.profile, planned.order
    setting, translation = renderer.setting, renderer.setting.library.translation
    english = translation.english if translation else setting.library
    others = [
        "for carers" if order.audience == "carer" else "",
        {"short": "short", "full": "in full"}.get(order.depth, ""),
        f"new since stage {order.since}" if order.since else "",
        clinic_name(order.clinic),
        ", ".join((*order.needs, *order.include, *order.opt_in)),
        f"without {', '.join(order.exclude)}" if order.exclude else "",
    ]
    messages = len(translation.messages) if translation else 1
    return {
        "condition": english.condition.title,
        "stage": profile.stages.label,
        "language": setting.language,
        "language_name": setting.language_name,
        "language_in_english": locale.english_name(setting.language),
        "edition": setting.edition,
        "region": english.regions[setting.region].name,
        "others": "; ".join(filter(None, others)),
        "translated": 1 - (len(translation.gaps) / messages if translation else 0),
        "revised": 1 - (len(translation.unrevised) / messages if translation else 0),
        "is_translation": translation is not None,
        "right_to_left": renderer.right_to_left,
    }


def write(project: Project, manifest: Manifest) -> None:
    """Write `index.html`, which shows every booklet of the build folder, if it would change.

    A folder without a booklet has none. A shard knows a part of the booklets only, and leaves it.
    """
    is_bare = not manifest.records and not manifest.folder.digest(GALLERY)
    if manifest.name != NAME or is_bare:
        return
    with locked(manifest.folder):
        latest = Manifest(manifest.folder)  # another build may have added to it
        if latest.records:
            _write(project, latest)
        else:
            manifest.folder.remove(GALLERY)


def _write(project: Project, manifest: Manifest) -> None:
    from generator.render import gallery

    booklets = [
        gallery.Shown(
            **record.shown, pages=record.pages, is_draft=record.draft,
            files={name: record.files[name].path for name in FORMATS if name in record.files},
        )
        for record in _each_once(manifest.records.values())
        if record.shown
    ]  # fmt: skip
    data = gallery.page(project.templates, booklets).encode()
    if manifest.folder.digest(GALLERY) != hashlib.sha256(data).hexdigest():
        manifest.folder.write(GALLERY, data)


def _each_once(records: Iterable[Record]) -> Iterable[Record]:
    """Give one record for each booklet: other orders may have asked for more of its formats."""
    by_file: dict[str, Record] = {}
    for record in records:
        whole = record
        for path in record.paths():
            if path in by_file:
                whole = replace(whole, files=by_file[path].files | whole.files)
        by_file |= dict.fromkeys(whole.paths(), whole)
    return {id(record): record for record in by_file.values()}.values()
