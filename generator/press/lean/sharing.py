"""Styles computed once for all documents that have them: most sheets are made of the same parts.

The engine shares a style between elements of one document that the same rules match below the same
parent. Here the next document finds it as well, if the rules are of a style sheet that stays. No
style sheet of ours measures by the size of the window, which would differ (a test looks).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from math import inf
from typing import Any

from weasyprint import css

MOST_STYLES = 3000
"""Styles that a process keeps, some kilobytes each; the settings of a language have about 1,200."""
SILENT = (None, "@footnote", "@note-area")
"""Pages, and what of them has no text of a document's own."""
ANCHOR = "-weasy-anchor"
"""What the engine makes of an element's id."""


@dataclass
class Shared:
    """The styles that documents with one font configuration share."""

    styles: dict[Any, Any] = field(default_factory=dict)
    sheets: dict[int, Any] = field(default_factory=dict)
    """Style sheets whose rules are told apart by their identity, and so must stay."""
    known: set[int] = field(default_factory=set)
    """Identities of the styles."""


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
    _Document(style_for, html, sheets, hints, collector, shared).style()


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


@dataclass(frozen=True, slots=True)
class _Rule:
    """A rule that an element matches."""

    sheet: Any
    origin: str
    specificity: Any
    declarations: Any
    layer_order: float
    pseudo_type: str | None

    @property
    def key(self) -> tuple[Any, ...]:
        return id(self.declarations), self.specificity, self.layer_order


@dataclass
class _Document:
    """A document whose elements get their styles, in the order of the tree."""

    style_for: Any
    html: Any
    sheets: Any
    hints: bool
    collector: Any
    shared: Shared
    own_styles: dict[Any, Any] = field(default_factory=dict)
    """Styles that go with the document."""
    bases: dict[Any, Any] = field(default_factory=dict)
    """Styles of elements, without their names: the parents of others."""

    def style(self) -> None:
        root, base_url = self.html.etree_element, self.html.base_url
        own: dict[Any, list[Any]] = {}
        for specificity, element, declarations, _ in css.find_style_attributes(
            root, self.hints, base_url
        ):
            declarations = tuple(declarations)
            if [getattr(one, "name", None) for one in declarations] != [ANCHOR]:
                own.setdefault(element, []).append((specificity, declarations))
        for wrapper in self.html.wrapper_element.iter_subtree():
            element = wrapper.etree_element
            parent = self.bases[wrapper.parent.etree_element] if wrapper.parent else None
            rules = list(self._matched(wrapper))
            plain = [rule for rule in rules if rule.pseudo_type is None]
            style = self._style(parent, own.get(element, ()), plain, None)
            self._set(element, style)
            if len(plain) < len(rules):
                for pseudo in dict.fromkeys(rule.pseudo_type for rule in rules):
                    if pseudo is not None:
                        its = [rule for rule in rules if rule.pseudo_type == pseudo]
                        its_style = self._style(style, (), its, pseudo)
                        self.style_for._computed_styles[element, pseudo] = its_style

    def _set(self, element: Any, style: Any) -> None:
        """Give an element its style; what it alone has, its name, nothing in it inherits."""
        self.bases[element] = style
        if name := (element.tag == "a" and element.get("name")) or element.get("id"):
            style = style.copy()
            style["anchor"] = name
            if self.collector:
                self.collector.collect_anchor(name)
        self.style_for._computed_styles[element, None] = style

    def _matched(self, wrapper: Any) -> Any:
        for sheet, origin, sheet_specificity in self.sheets:
            for specificity, _, pseudo, (declarations, layer) in sheet.matcher.match(wrapper):
                order = inf if layer is None else sheet.layers.index(layer)
                weight = sheet_specificity or specificity
                yield _Rule(sheet, origin, weight, declarations, order, pseudo)

    def _style(
        self, parent: Any, own: Sequence[Any], rules: Sequence[_Rule], pseudo: str | None
    ) -> Any:
        """Give a style that is known, or compute it."""
        shared = self.shared
        stays = (parent is None or id(parent) in shared.known) and all(
            getattr(rule.sheet, "carefold_stays", False) for rule in rules
        )
        styles = shared.styles if stays else self.own_styles
        texts = tuple((s, *(one.serialize() for one in declarations)) for s, declarations in own)
        key = (id(parent), pseudo, texts, tuple([rule.key for rule in rules]))
        style = styles.get(key)
        if style is None:
            style = styles[key] = self._computed(parent, own, rules, pseudo)
            if stays:
                shared.known.add(id(style))
                shared.sheets |= {id(rule.sheet): rule.sheet for rule in rules}
        return style

    def _computed(
        self, parent: Any, own: Sequence[Any], rules: Sequence[_Rule], pseudo: str | None
    ) -> Any:
        cascaded: dict[str, Any] = {}
        base_url = self.html.base_url
        for specificity, declarations in own:
            prepared = css.preprocess_declarations(base_url, declarations)
            _cascade(cascaded, prepared, "author", inf, specificity)
        for rule in rules:
            _cascade(cascaded, rule.declarations, rule.origin, rule.layer_order, rule.specificity)
        style_for = self.style_for
        root_style = (
            css.InitialStyle(style_for.font_config)
            if parent is None
            else style_for._computed_styles[self.html.etree_element, None]
        )
        return css.ComputedStyle(
            parent, cascaded, pseudo, root_style, base_url, style_for.font_config,
            style_for.initial_page_sizes,
        )  # fmt: skip


def _cascade(
    cascaded: dict[str, Any], declarations: Any, origin: str, layer_order: float, specificity: Any
) -> None:
    """Add declarations to what is cascaded, where nothing weighs more."""
    for name, values, importance in declarations:
        precedence = css.declaration_precedence(origin, importance)
        weight = (precedence, layer_order, specificity)
        old = cascaded.get(name)
        if old is None or old[1] <= weight:
            cascaded[name] = values, weight
