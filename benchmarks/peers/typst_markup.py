"""The booklet as a Typst document: the same words, one Typst function for each kind of block.

The source is the HTML of each sheet, so that nothing is worded twice. `booklet.typ`, beside this
file, says how each function looks.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path

from fontTools.ttLib import TTFont

from benchmarks.peers.nameline import NAMELESS
from benchmarks.source import Matter, Source

LOOK = Path(__file__).with_name("booklet.typ")
SPECIAL = re.compile(r"[\\#$*_`<>@~\-=+/\[\]\"'.:]")
"""Signs that mean something to Typst; a full stop does after a number."""
VOID = frozenset({"img", "br", "meta"})
KINDS = ("call-now", "same-day", "now", "carer", "tip", "ask", "routine")
ICONS = ("call-now", "same-day", "carer", "tip", "ask")

ART = ("asset:art/", "asset:condition/")


@dataclass(slots=True)
class Node:
    """An element of a sheet's HTML."""

    tag: str
    attributes: dict[str, str]
    children: list[Node | str] = field(default_factory=list)

    @property
    def classes(self) -> list[str]:
        """The words of its class."""
        return self.attributes.get("class", "").split()

    def elements(self) -> Iterator[Node]:
        """Yield its own elements, without the text between them."""
        return (child for child in self.children if isinstance(child, Node))

    def all(self, tag: str) -> Iterator[Node]:
        """Yield all elements of a tag inside it, in order."""
        for child in self.elements():
            if child.tag == tag:
                yield child
            yield from child.all(tag)

    def text(self) -> str:
        """Give its words."""
        parts = (c if isinstance(c, str) else c.text() for c in self.children)
        return " ".join("".join(parts).split())


class _Tree(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.open = [Node("root", {})]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        node = Node(tag, {name: value or "" for name, value in attrs})
        self.open[-1].children.append(node)
        if tag not in VOID:
            self.open.append(node)

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID:
            self.open.pop()

    def handle_data(self, data: str) -> None:
        self.open[-1].children.append(data)


def tree(html: str) -> Node:
    """Read well-formed HTML."""
    reader = _Tree()
    reader.feed(html)
    reader.close()
    return reader.open[0]


def document(source: Source) -> str:
    """Write the Typst document of a booklet; files in it are named from the root of the disk."""
    writer = Writer(source)
    parts = [_settings(source), LOOK.read_text(encoding="utf-8")]
    parts += [writer.sheet(matter) for matter in source.matters]
    return NAMELESS + "\n".join(parts)


def _settings(source: Source) -> str:
    tokens = source.theme.tokens
    e = tokens.editions[source.edition]
    lengths = {
        "body": f"{e.body}pt", "h1": f"{e.h1}pt", "h2": f"{e.h2}pt", "small": f"{e.small}pt",
        "leading": f"{e.leading - 0.75:.2f}em", "side": f"{e.margin.side}mm",
        "write-line": f"{e.write_line}mm", "diary-row": f"{e.diary_row}mm",
        "sign": f"{e.body * 0.72:.1f}mm", "code": f"{e.body * 0.82:.1f}mm",
        "fonts": f"({', '.join(map(_string, _families(source)))},)",
    }  # fmt: skip
    colours = {name: f'rgb("{value}")' for name, value in tokens.colours.items()}
    margin = f"top: {e.margin.top}mm, bottom: {e.margin.bottom}mm, x: {e.margin.side}mm"
    return "\n".join(
        [
            f"#let e = ({_pairs(lengths)})",
            f"#let c = ({_pairs(colours)})",
            f"#set document(title: {_string(source.title)})",
            f'#set text(lang: "{source.language.partition("-")[0]}")',
            f"#set page(width: {source.width_mm}mm, height: {source.height_mm}mm, "
            f"margin: ({margin}))",
        ]
    )


def _families(source: Source) -> list[str]:
    """Name the fonts as their files do; the theme's own names for them are private."""
    names: dict[str, None] = {}
    for face in source.theme.faces:
        with TTFont(face.path, lazy=True) as font:
            names[str(font["name"].getBestFamilyName())] = None
    return list(names)


def _pairs(values: dict[str, str]) -> str:
    return ", ".join(f"{name}: {value}" for name, value in values.items())


def _string(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def escape(text: str) -> str:
    return SPECIAL.sub(lambda match: f"\\{match[0]}", re.sub(r"\s+", " ", text))


class Writer:
    """Writes elements as Typst; each rule takes a node and gives markup."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self._name = ""
        self._rules: dict[str, Callable[[Node], str]] = {
            "header": self._opening, "p": self._paragraph, "h1": self._inside, "h2": self._heading,
            "ul": self._list, "ol": self._steps, "section": self._section, "figure": self._figure,
            "table": self._table, "div": self._division, "strong": self._strong, "a": self._link,
            "br": self._break, "article": self._article,
        }  # fmt: skip

    def sheet(self, matter: Matter) -> str:
        self._name = matter.name
        root = tree(matter.body)
        if matter.name == "cover":
            return self._cover(root)
        colour = f'rgb("{matter.colour}")'
        words = f"{_string(matter.head)}, {_string(matter.foot)}"
        return f"#sheet({_string(matter.name)}, {colour}, {words})[{self._inside(root)}]"

    def _inside(self, node: Node) -> str:
        return "".join(
            escape(child) if isinstance(child, str) else self._write(child)
            for child in node.children
        )

    def _write(self, node: Node) -> str:
        return self._rules.get(node.tag, self._inside)(node)

    def _article(self, node: Node) -> str:
        first = "" if node.attributes.get("id") else "#pagebreak(weak: true)"
        if not first:
            self._name = node.attributes["id"]
        return first + self._inside(node)

    def _cover(self, root: Node) -> str:
        found = {name: p for p in root.all("p") for name in p.classes}
        foot = [p.text() for p in root.all("p")][-1]
        title = next(root.all("h1")).text()
        art = next(str(path) for url, path in self._source.assets.items() if url.startswith(ART))
        words = [
            found["badge"].text() if "badge" in found else "", title, found["subtitle"].text(),
            found["label"].text(), art, foot,
        ]  # fmt: skip
        return f"#cover({', '.join(map(_string, words))})"

    def _opening(self, node: Node) -> str:
        code = next((f"[{self._inside(p)}]" for p in node.all("p")), "none")
        title = self._inside(next(node.all("h1")))
        self._name, name = f"{self._name}-more", self._name
        return f"#opening({_string(name)}, {code}, [{title}])"

    def _paragraph(self, node: Node) -> str:
        for name, function in (
            ("key", "key"), ("number", "number"), ("sources-line", "note"), ("aside", "note")
        ):  # fmt: skip
            if name in node.classes:
                return f"#{function}[{self._inside(node)}]\n\n"
        words = self._inside(node)
        return f"#strong[{words}]\n\n" if "label" in node.classes else f"{words}\n\n"

    def _heading(self, node: Node) -> str:
        return f"#heading(level: 2)[{self._inside(node)}]"

    def _strong(self, node: Node) -> str:
        return f"#strong[{self._inside(node)}]"

    def _break(self, _node: Node) -> str:
        return "#linebreak();"

    def _link(self, node: Node) -> str:
        target, words = node.attributes["href"], self._inside(node)
        if "page" in node.classes:
            return f"#page-of({_string(target.removeprefix('#'))});"
        if target.startswith("carefold:"):
            return f"#link(label({_string(target.removeprefix('carefold:'))}))[{words}]"
        return f"#link({_string(target)})[{words}]"

    def _list(self, node: Node) -> str:
        if "entries" in node.classes:
            return "".join(self._entry(item) for item in node.elements())
        function = "checks" if "checks" in node.classes else "list"
        return self._items(function, node)

    def _steps(self, node: Node) -> str:
        return self._items("steps" if node.classes else "enum", node)

    def _items(self, function: str, node: Node) -> str:
        return f"#{function}({''.join(f'[{self._inside(i)}],' for i in node.elements())})\n\n"

    def _entry(self, item: Node) -> str:
        code = next((span.text() for span in item.all("span") if "code" in span.classes), "")
        title, page = item.all("a")
        return f"#entry([{escape(code)}], [{self._link(title)}], [{self._link(page)}])"

    def _section(self, node: Node) -> str:
        kind = next((name for name in KINDS if name in node.classes), "")
        if kind:
            icon = "none"
            if "callout" in node.classes and kind in ICONS:
                icon = _string(str(self._source.assets[f"asset:icons/{kind}.svg"]))
            return f"#box-of({_string(kind)}, {icon})[{self._inside(node)}]"
        return f"#block[{self._inside(node)}]"

    def _figure(self, node: Node) -> str:
        image, caption = next(node.all("img")), next(node.all("figcaption"))
        file = str(self._source.assets[image.attributes["src"]])
        alt = image.attributes["alt"]
        return f"#picture({_string(file)}, {_string(alt)})[{self._inside(caption)}]"

    def _table(self, node: Node) -> str:
        head, *rows = list(node.all("tr"))
        heads = "".join(f"[{self._inside(cell)}]," for cell in head.elements())
        cells = "".join(
            f"[#strong[{self._inside(cell)}]]," if cell.tag == "th" else f"[{self._inside(cell)}],"
            for row in rows
            for cell in row.elements()
        )
        count = len(list(head.elements()))
        if "diary" in node.classes:
            return f"#diary((19%, {'1fr, ' * (count - 1)}), {len(rows)}, ({heads}), {cells})\n\n"
        return f"#facts((34%, {'1fr, ' * (count - 1)}), ({heads}), {cells})\n\n"

    def _division(self, node: Node) -> str:
        if "rule" in node.classes:
            return "#rule()"
        if "line" in node.classes:
            return f"#field[{self._inside(node)}#rule()]"
        return f"#field[{self._inside(node)}]" if "field" in node.classes else self._inside(node)
