"""Styles computed once for all documents that have them: most sheets are made of the same parts.

The engine shares a style between elements of one document that the same rules match below the same
parent. Here the next document finds it as well, if the rules are of a style sheet that stays. No
style sheet of ours measures by the size of the window, which would differ (a test looks).
"""

from __future__ import annotations

from typing import Any

from weasyprint import css

from generator.press.lean.cascade import Cascade, Shared

MOST_STYLES = 3000
"""Styles that a process keeps, some kilobytes each; the settings of a language have about 1,200."""
SILENT = (None, "@footnote", "@note-area")
"""Pages, and what of them has no text of a document's own."""


def share_styles() -> None:
    """Let documents share styles, and pages within one."""
    css.StyleFor.__init__ = _style_elements
    css.StyleFor.set_computed_styles = _style_pages(css.StyleFor.set_computed_styles)


def stay(sheet: Any) -> Any:
    """Mark a style sheet as one that further documents will have."""
    sheet.carefold_stays = True
    return sheet


def _style_elements(
    style_for: Any, html: Any, sheets: Any, hints: bool, font_config: Any, collector: Any
) -> None:
    style_for._cascaded_styles = {}
    style_for._computed_styles = {}
    style_for._sheets, style_for.font_config = sheets, font_config
    style_for.initial_page_sizes = {"box": None, "area": None}
    style_for.carefold_pages = {}
    shared = font_config.__dict__.setdefault("_carefold_shared", Shared())
    if len(shared.styles) > MOST_STYLES:
        shared = font_config.__dict__["_carefold_shared"] = Shared()
    style_for.carefold_shared = shared
    Cascade(style_for, html, sheets, hints, collector, shared).style()


def _style_pages(whole: Any) -> Any:
    """Let pages have the style of others with the same values, and parts of them that say nothing.

    Values are told apart by their identity: a style that is kept keeps its own.
    """

    def set_computed_styles(
        style_for: Any, element: Any, parent: Any, root: Any = None, pseudo_type: str | None = None,
        base_url: Any = None, target_collector: Any = None,
    ) -> None:  # fmt: skip
        computed = style_for._computed_styles
        cascaded = style_for._cascaded_styles.get((element, pseudo_type), {})
        values = frozenset((name, id(value)) for name, (value, _) in cascaded.items())
        key = (id(computed[parent, None]), pseudo_type, values)
        known = style_for.carefold_pages
        if pseudo_type in SILENT:
            known = style_for.carefold_shared.styles
        if key not in known:
            whole(style_for, element, parent, root, pseudo_type, base_url, target_collector)
            known[key] = computed[element, pseudo_type]
        computed[element, pseudo_type] = known[key]

    return set_computed_styles
