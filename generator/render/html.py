"""Content and theme into HTML documents, one a sheet; and what each document needs.

A document is everything its pages depend on, and nothing else: its text is the
key under which the typeset sheet is kept. Templates are strict: a value that is
missing stops the build rather than leaving a hole.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from html import escape
from typing import Any

import jinja2
from markupsafe import Markup

from generator import __version__
from generator.content import markdown, texts
from generator.content.model import Block, Reference, Term, Topic
from generator.render import locale, standing, wide
from generator.render.bidi import isolate_text
from generator.render.document import (
    LIST_HEIGHT_MM,
    STAND_IN,
    TOPIC_LINK,
    Asset,
    Document,
    Paper,
    field,
)
from generator.render.entries import Ask, Entry, Offered, PartEntries
from generator.render.isolate import isolate
from generator.render.setting import References, Setting, Words, cited
from generator.render.square import square_code
from generator.render.templates import css_string, environment
from generator.select import Chosen

LOGO = "asset:clinic/logo.png"
ASSET = re.compile(r"asset:[^\s\"')]+")


@dataclass(frozen=True)
class Renderer:
    """Makes the documents of one setting."""

    setting: Setting
    _memory: dict[object, tuple[Sequence[Block], Document]] = dataclasses.field(
        default_factory=dict, compare=False, repr=False
    )

    @property
    def words(self) -> Words:
        """The templates' words."""
        return self.setting.words

    @property
    def right_to_left(self) -> bool:
        """Whether the language is written from the right."""
        return self.setting.right_to_left

    @cached_property
    def _jinja(self) -> jinja2.Environment:
        env = environment(self.setting.theme.folder)
        env.filters |= {
            "in_margin": self._in_margin,
            "long_date": self.long_date,
            "commas": self._commas,
            "together": self._together,
            "fill": self._fill,
            "markdown": self._markdown,
            "inline": self._inline,
            "phrases": partial(wide.phrases, language=self.setting.language),
        }
        env.globals |= self._globals()
        return env

    def _globals(self) -> dict[str, object]:
        setting, tokens = self.setting, self.setting.theme.tokens
        region = setting.library.regions[setting.region]
        width, height = setting.theme.page_size(setting.edition, setting.paper)
        family = ", ".join(f'"{files.family}"' for files in tokens.fonts.values())
        return {
            "t": self.words,
            "t_list": self.words.listed,
            "english": setting.english_words,
            "language": setting.language,
            "direction": "rtl" if self.right_to_left else "ltr",
            "language_name": setting.language_name,
            "language_in_text": locale.endonym(setting.language),
            "language_in_english": locale.english_name(setting.language),
            "translation": setting.library.translation,
            "badges": partial(standing.badges, setting),
            "edition_name": setting.edition,
            "lines": setting.theme.lines,
            "hyphens": setting.theme.script.hyphens,
            "e": tokens.editions[setting.edition],
            "c": tokens.colours,
            "family": Markup(family),
            "width": width,
            "height": height,
            "condition": setting.library.condition,
            "emergency": region.emergency,
            "region_name": setting.region_name,
            "local_organisations": region.organisations,
            "local_legal": region.legal,
            "clinic": setting.clinic,
            "logo": setting.logo is not None,
            "whom": self._whom,
            "here": lambda names: [region.medicines[name] for name in names],
            "oldest": lambda names: min(region.medicines[name].checked for name in names),
            "describe": lambda name: setting.library.pictures[name].description,
            "is_flipped": self._is_flipped,
            "fields": texts.write_ins,
            "field": field,
            "weekday": self._weekday,
            "colour_of": lambda name: tokens.parts[name],
        }

    @cached_property
    def fonts(self) -> str:
        """The @font-face rules; one FontConfiguration serves all documents that share them."""
        return "".join(
            f'@font-face{{font-family:"{face.family}";font-weight:{face.weight};src:url({face.url})}}\n'
            for face in self.setting.theme.faces
        )

    @cached_property
    def style(self) -> str:
        """The style of all documents of the setting."""
        return self._jinja.get_template("styles/sheet.css.j2").render()

    def remembered(self, key: object, make: Callable[[], Document]) -> Document:
        """Give a document that was made before, or make it."""
        if key not in self._memory:
            self._memory[key] = (), make()
        return self._memory[key][1]

    def topic(
        self,
        chosen: Chosen,
        blocks: Sequence[Block],
        references: References,
        *,
        alone: bool = False,
    ) -> Document:
        """Make a topic's document; `alone` adds the clinic's letterhead, for a handout."""
        topic = chosen.topic
        near = _links(blocks, topic)
        # The identities of blocks say which they are; they are kept, so that none is used again.
        seen = (near & references.present, near & references.held)
        key = (topic.id, tuple(map(id, blocks)), seen, alone)
        if key not in self._memory:
            part = self.setting.library.part_of(topic.id)
            document = self.document(
                "sheet", topic.id, topic.title,
                references=references,
                topic=topic,
                blocks=blocks,
                sources=cited(topic, blocks, self.setting),
                part_colour=self.setting.theme.tokens.parts[part.colour],
                head=f"{topic.code}  {topic.title}",
                foot=standing.foot(self.setting, topic, blocks),
                icon=self._icon(topic.id),
                unrevised=bool(standing.marks(self.setting, ("ui", topic.id))),
                alone=alone,
                with_notes=True,
            )  # fmt: skip
            self._memory[key] = tuple(blocks), document
        return self._memory[key][1]

    @property
    def cover_art(self) -> str:
        """The condition's own quiet motif, where it has one."""
        own = self.setting.library.folder / "cover.svg"
        return "asset:condition/cover.svg" if own.is_file() else "asset:art/hills.svg"

    def cover(self, *, draft: bool, where: str = "", unrevised: bool = False) -> Document:
        """Make the cover; its art reaches into the bleed.

        `where` says where the reader is, in the words of the staging; printed only
        for a clinic that wants it.
        """
        return self.document(
            "cover",
            "cover",
            self.setting.library.condition.title,
            draft=draft,
            unrevised=unrevised,
            foot="",
            cover_art=self.cover_art,
            where=where if self.setting.clinic and self.setting.clinic.stage_on_cover else "",
        )

    def contents(
        self, parts: Sequence[PartEntries], back: Sequence[Entry], *, is_list: bool = False
    ) -> Document:
        """Make the contents page; its page numbers are written when a booklet is bound.

        As a list (`is_list`), here and below, it is laid out to be cut into its items.
        """
        return self.document(
            "contents", "contents", self.words("contents-title"), parts=parts, back=back,
            example=next(iter(self.setting.library.in_order())).code, number=STAND_IN,
            with_notes=True, is_list=is_list,
        )  # fmt: skip

    def room(self) -> Document:
        """Make frames of lines, one of each height: what fills a page that a list leaves empty."""
        e = self.setting.theme.tokens.editions[self.setting.edition]
        _, height = self.setting.theme.page_size(self.setting.edition, self.setting.paper)
        most = int((height - e.margin.top - e.margin.bottom) / e.write_line)
        return self.document("room", "room", self.words("my-notes"), most=most, is_list=True)

    @cached_property
    def text_area(self) -> Paper:
        """The page of this setting and its text area."""
        e = self.setting.theme.tokens.editions[self.setting.edition]
        width, height = self.setting.theme.page_size(self.setting.edition, self.setting.paper)
        return Paper.of(width, height, e.margin.top, e.margin.bottom)

    def notes(self, count: int) -> Document:
        """Make `count` pages to write on: notes, a week, questions, and notes again."""
        kinds = ["notes", "week", "questions", "notes", "notes"]
        e = self.setting.theme.tokens.editions[self.setting.edition]
        _, height = self.setting.theme.page_size(self.setting.edition, self.setting.paper)
        room = height - e.margin.top - e.margin.bottom
        grown = self.setting.theme.lines(1)
        opening = 2.2 * e.h1 * grown * 25.4 / 72 + 2.2 * e.body * e.leading * 25.4 / 72 + 6
        return self.document(
            "notes", "notes", self.words("notes-title"),
            pages=kinds[:count],
            line_count=int((room - opening) / e.write_line),
            question_count=int((room - opening) / (2 * e.write_line + e.body * 0.75 * grown)),
            row_mm=round((room - opening - 2 * e.small * 0.55 * grown) / 7.4, 1),
        )  # fmt: skip

    def _icon(self, topic_id: str) -> str:
        """Give the topic's sign, one of its own for right-to-left; '' where none is drawn."""
        folder = self.setting.library.folder / "icons"
        names = [f"{topic_id}.rtl.svg"] if self.right_to_left else []
        found = (one for one in [*names, f"{topic_id}.svg"] if (folder / one).is_file())
        return next((f"asset:signs/{name}" for name in found), "")

    def _is_flipped(self, picture: str) -> bool:
        return self.right_to_left and self.setting.library.pictures[picture].flip

    def more(self, groups: Sequence[Offered], *, short: bool, is_list: bool = False) -> Document:
        """Make the pages that name what else there is; in a short booklet, its main part."""
        kind = "short" if short else "more"
        title = self.words(f"{kind}-title")
        return self.document(
            "more", "more", title, groups=groups, intro=self.words(f"{kind}-intro"),
            head=title, with_notes=True, is_list=is_list,
        )  # fmt: skip

    def asks(self, asks: Sequence[Ask], *, is_list: bool = False) -> Document:
        """Make the page of questions for the next visit."""
        title = self.words("asks-title")
        return self.document(
            "asks", "asks", title, asks=asks, head=title, with_notes=True, is_list=is_list
        )

    def explained(self, terms: Sequence[Term], *, is_list: bool = False) -> Document:
        """Make the pages that explain words."""
        title = self.words("words-title")
        return self.document(
            "words", "words", title, terms=terms, head=title, with_notes=True, is_list=is_list
        )

    def sources(self, references: Sequence[Reference], *, is_list: bool = False) -> Document:
        """Make the pages that list sources."""
        title = self.words("sources-title")
        return self.document(
            "sources", "sources", title, listed=references, head=title, is_list=is_list
        )

    def imprint(
        self, *, draft: bool, due: object, staff_code: str, english_code: str = "",
        unrevised: bool = False,
    ) -> Document:  # fmt: skip
        """Make the imprint: what this is, its state, its edition."""
        return self.document(
            "imprint", "imprint", self.words("imprint-title"), draft=draft, due=due,
            staff_code=staff_code, english_code=english_code, program_version=__version__,
            unrevised=unrevised, type_names=self._commas(self.setting.type_names),
        )  # fmt: skip

    def back(self, say: str = "") -> Document:
        """Make the back cover: whom to call, what to say, and the clinic's square code."""
        clinic, contacts = self.setting.clinic, None
        if clinic is not None:
            contacts = clinic.contacts
        people = [
            (level.replace("_", "-"), getattr(contacts, level, None))
            for level in ("urgent", "same_day", "routine")
        ]
        code = square_code(clinic.qr, self.words("back-scan")) if clinic and clinic.qr else ""
        return self.document(
            "back", "back", self.words("back-title"), people=people, code=code, say=say, foot="",
        )  # fmt: skip

    def web_page(
        self, articles: Sequence[object], parts: Sequence[object], *, draft: bool, unrevised: bool
    ) -> str:
        """Make the web page of a booklet; pictures and fonts are put in afterwards."""
        return self._jinja.get_template("web.html.j2").render(
            draft=draft,
            unrevised=unrevised,
            articles=articles,
            parts=parts,
            fonts=Markup(self.fonts),
        )

    def reference_text(self, target: str, references: References) -> str:
        """Say where a reader finds another sheet: here, in the folder, or from the team."""
        code = self.setting.library.topics[target].code
        if target in references.present:
            return self.words("see-sheet", code=code)
        if target in references.held:
            return self.words("in-your-folder", code=code)
        return self.words("ask-for-sheet", code=code)

    def long_date(self, day: Any) -> str:
        """Write a date with its month in words."""
        return locale.long_date(day, self.setting.language, self.setting.region)

    def document(
        self, template: str, name: str, title: str, *, references: References | None = None,
        with_notes: bool = False, is_list: bool = False, **values: Any,
    ) -> Document:  # fmt: skip
        """Fill a page's template in; `with_notes` where lines for notes may fill its foot."""
        tokens = self.setting.theme.tokens
        e = tokens.editions[self.setting.edition]
        env = self._jinja
        values = {
            "linker": self._linker(references),
            "is_list": is_list,
            "list_height": LIST_HEIGHT_MM,
            "title": title,
            "head": "",
            "foot": standing.bare_foot(self.setting),
            "part_colour": tokens.colours["deep"],
            **values,
        }
        page = env.get_template(f"pages/{template}.html.j2").render(values)
        html = self._isolated(wide.closed_up(page, self.setting.language))
        notes = ""
        if with_notes and not is_list:
            written = env.get_template("notes.html.j2").render(values | {"lines": 1})
            notes = self._isolated(written.strip())
        return Document(
            name=name,
            title=title,
            language=self.setting.language,
            html=html,
            assets=tuple(self._assets(html)),
            fonts=self.fonts,
            notes=notes,
            style=self.style,
            least_pt=e.least,
            write_line_mm=e.write_line,
            links=tuple(self._link_titles(html)),
            faces=self.setting.theme.faces,
            is_list=is_list,
        )

    def _isolated(self, html: str) -> str:
        return isolate(html, right_to_left=self.right_to_left)

    def _in_margin(self, text: str) -> Markup:
        """Write a text for a margin of the page, where no element can be."""
        return css_string(isolate_text(text, right_to_left=self.right_to_left))

    def _link_titles(self, html: str) -> Iterator[tuple[str, str]]:
        topics = self.setting.library.topics
        for target in sorted(set(re.findall(f'href="{TOPIC_LINK}([^"]+)"', html))):
            name = topics[target].title if target in topics else self.words(f"{target}-title")
            yield target, name

    @cached_property
    def _files(self) -> tuple[Asset, ...]:
        """Every picture there is; each document is given those that it names."""
        theme, pictures = self.setting.theme.folder, self.setting.library.folder / "pictures"
        content = self.setting.library.folder
        folders = (
            ("icons", theme / "icons"),
            ("art", theme / "art"),
            ("pictures", pictures),
            ("signs", content / "icons"),
            ("condition", content),
        )
        logo = (Asset(LOGO, self.setting.logo),) if self.setting.logo else ()
        drawings = (
            Asset(f"asset:{kind}/{path.name}", path)
            for kind, folder in folders
            for path in sorted(folder.glob("*.svg"))
        )
        return (*logo, *drawings)

    def _assets(self, html: str) -> Iterator[Asset]:
        for face in self.setting.theme.faces:
            yield Asset(face.url, face.path)
        named = set(ASSET.findall(self.style + html))
        yield from (asset for asset in self._files if asset.url in named)

    def _linker(self, references: References | None) -> Any:
        """Give what writes links; without references they read alike wherever they stand."""

        def link(target: str, words: str) -> str:
            if target.startswith("https://"):
                shown = words or escape(target.removeprefix("https://"))
                return f'<a href="{escape(target)}">{shown}</a>'
            words = words or escape(self.setting.library.topics[target].title)
            if references is None:
                code = self.setting.library.topics[target].code
                where = escape(self.words("see-sheet", code=code))
                return f'<strong>{words}</strong> <span class="ref">{where}</span>'
            where = escape(self.reference_text(target, references))
            if target in references.present:
                return (
                    f'<a href="{TOPIC_LINK}{target}">{words}</a> <span class="ref">{where}</span>'
                )
            return f'<strong>{words}</strong> <span class="ask-ref">{where}</span>'

        return link

    def _fill(self, text: str) -> str:
        region = self.setting.library.regions[self.setting.region]
        values = {
            "emergency-number": region.emergency.number or self.words("your-emergency-number"),
            "condition": self.setting.library.condition.name,
        }
        return markdown.PLACEHOLDER.sub(lambda match: values[match[1]], text)

    @jinja2.pass_context
    def _markdown(self, context: jinja2.runtime.Context, text: str) -> Markup:
        return Markup(markdown.to_html(self._fill(text), context["linker"]))

    @jinja2.pass_context
    def _inline(self, context: jinja2.runtime.Context, text: str) -> Markup:
        return Markup(markdown.to_html(self._fill(text), context["linker"], inline=True))

    def _whom(self, level: str) -> object:
        if self.setting.clinic is None:
            return None
        contacts = self.setting.clinic.contacts
        return contacts.same_day if level == "same-day" else contacts.routine

    def _weekday(self, number: int) -> str:
        return locale.weekdays(self.setting.language, self.setting.region)[number]

    def _commas(self, words: Sequence[str]) -> str:
        return locale.commas(words, self.setting.language)

    def _together(self, words: Sequence[str]) -> str:
        return locale.together(words, self.setting.language, self.setting.region)


def _links(blocks: Sequence[Block], topic: Topic) -> frozenset[str]:
    written = [text.text for text in texts.of_blocks((), list(blocks))] + [topic.key_message]
    return frozenset(
        link.target for text in written for link in markdown.links(text) if not link.is_external
    )
