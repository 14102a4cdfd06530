"""What the build folder holds, told to the gallery page and kept in the manifest."""

from __future__ import annotations

import hashlib
from typing import Any

from generator.batch.manifest import NAME, Manifest, locked
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
            files={format_: file.path for format_, file in record.files.items()},
        )
        for record in manifest.records.values()
        if record.shown
    ]  # fmt: skip
    data = gallery.page(project.templates, booklets).encode()
    if manifest.folder.digest(GALLERY) != hashlib.sha256(data).hexdigest():
        manifest.folder.write(GALLERY, data)
