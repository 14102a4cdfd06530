"""The styles of one document's elements, from the rules that each matches; known ones are taken.

What the engine does for one document (CSS Cascading and Inheritance, level 4), with a memory that
documents share.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from math import inf
from typing import Any

from weasyprint import css

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
class Cascade:
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
        """Give every element its style, and what stands before and after it."""
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
