"""A list laid out once, cut into strips: one an item, to be put together for each booklet.

The pages that list things (contents, words, sources, questions, sheets to ask for) differ from
booklet to booklet by which items they have, not by how an item looks. So all items of a setting
are laid out once, on a page as tall as they need. Here that page is cut: what each item draws,
what it is in the structure, where its links are. `compose` stacks them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from generator.press.sheet import Glyphs, Strip
from generator.press.strips.content import ListPage
from generator.press.strips.places import CutError, Place, places
from generator.press.strips.structure import Structure
from generator.press.tidy import mend_pages
from generator.press.written import Written
from generator.render.face import Face

__all__ = ["Cut", "CutError", "Place", "cut", "places"]


@dataclass(frozen=True, slots=True)
class Cut:
    """A list's strips, and what they use of each face."""

    strips: tuple[Strip, ...]
    glyphs: dict[str, Glyphs]


def cut(
    written: Written, faces: Sequence[Face], where: Sequence[Place], titles: dict[str, str]
) -> Cut:
    """Cut a list's PDF at its items; raise CutError for what a strip cannot hold.

    `titles` names the sheets that links lead to, for people who hear them.
    """
    glyphs = mend_pages(written, faces)
    pages = [ListPage(written, number, where, glyphs) for number in range(len(written.pages))]
    grown = [page.strip(place) for page in pages for place in page.places]
    grown += pages[0].margins()
    by_id = {one.id: one for one in grown}
    tree = Structure(written, pages, titles)
    tree.walk(written.at(written.root["K"][0]), ())
    return Cut(tuple(tree.finished(by_id)), glyphs)
