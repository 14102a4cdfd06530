"""How a text stands: draft or reviewed, revised or not; covers, feet and the imprint say so."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from generator.content.model import Block, Topic
from generator.render import locale
from generator.render.setting import Setting


def badges(setting: Setting, *, draft: bool, unrevised: bool) -> list[tuple[str, str]]:
    """Say what is still to be done to a text, each with its language; in English too."""
    names = []
    translation = setting.library.translation
    if translation and translation.is_draft:
        names.append("gap-badge")
    if draft:
        names.append("draft-badge")
    if translation and unrevised:
        names.append("unrevised-badge")
    if not names:
        return []
    found = [(setting.language, " · ".join(map(setting.words, names)))]
    if translation:
        source = translation.english.condition.language
        found.append((source, " · ".join(map(setting.english_words, names))))
    return found


def marks(setting: Setting, files: Iterable[str]) -> list[str]:
    """Say in a page's foot what is still to be done to its translation."""
    translation = setting.library.translation
    if translation is None:
        return []
    if translation.is_draft:
        return [setting.words("gap-badge")]
    return [setting.words("unrevised-badge")] if translation.is_unrevised(files) else []


def bare_foot(setting: Setting) -> str:
    """Give the foot of pages that belong to no topic: nothing, if nothing is to be done."""
    todo = marks(setting, ("ui", "condition", "glossary"))
    return " · ".join([setting.language_name, *todo]) if todo else ""


def foot(setting: Setting, topic: Topic, blocks: Sequence[Block]) -> str:
    """Give the foot of a sheet: which text, of when, in what state; short where room is small."""
    month = locale.month(topic.updated, setting.language, setting.region)
    pictures = [f"picture.{block.picture.name}" for block in blocks if block.picture]
    todo = marks(setting, ("ui", topic.id, *pictures))
    is_giant = setting.edition == "giant"
    is_short = is_giant or todo
    version = topic.version if is_short else setting.words("version", version=topic.version)
    language = setting.language if is_giant else setting.language_name
    parts = [topic.code, version, month, setting.words(topic.review.status), language, *todo]
    return " · ".join(parts)
