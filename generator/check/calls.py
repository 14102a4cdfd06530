"""C14: topics about a symptom or a treatment that do not say when to call."""

from __future__ import annotations

from collections.abc import Iterator

from generator.check.said import Subject
from generator.content import markdown, texts
from generator.content.crosscheck import blocks
from generator.content.files import Files
from generator.content.house import Words
from generator.content.model import CalloutKind, Topic
from generator.content.reading import Located, near
from generator.findings import Finding

URGENT = (CalloutKind.CALL_NOW, CalloutKind.SAME_DAY)


def check(subject: Subject) -> Iterator[Finding]:
    """Ask it of the topics that words.yaml names by part or need."""
    rule = subject.words.call
    signposts = {one.topic.id for one in subject.topics if _has_contacts(one.topic)}
    for written in subject.topics:
        topic = written.topic
        is_asked = topic.code[0] in rule.parts or not set(rule.needs).isdisjoint(topic.needs)
        if is_asked and topic.id not in signposts and not _says_when(topic, signposts):
            links = "".join(f", or link to [{name}]({name})" for name in sorted(signposts))
            yield written.finding(
                ("title",), "C14", "nothing here says when to call",
                f"add a callout 'call-now' or 'same-day'{links}",
            )  # fmt: skip


def names_are_known(words: Located[Words], files: Files) -> Iterator[Finding]:
    """Parts and needs in words.yaml are those of the map and of needs.yaml."""
    letters = [part.letter for part in files.map.value.parts]
    needs = [need.id for group in files.needs.value.groups for need in group.needs]
    for number, letter in enumerate(words.value.call.parts):
        if letter not in letters:
            yield words.source.finding(
                ("call", "parts", number), "L04", f"there is no part '{letter}' in the map",
                f"parts are {', '.join(letters)}",
            )  # fmt: skip
    for number, need in enumerate(words.value.call.needs):
        if need not in needs:
            yield words.source.finding(
                ("call", "needs", number), "L06", f"there is no need '{need}'",
                near(need, needs) or "add it to needs.yaml",
            )  # fmt: skip


def _has_contacts(topic: Topic) -> bool:
    return any(block.contact for _, block in blocks(topic))


def _says_when(topic: Topic, signposts: set[str]) -> bool:
    if any(block.callout and block.callout.kind in URGENT for _, block in blocks(topic)):
        return True
    return any(
        link.target in signposts
        for text in texts.of_topic(topic)
        if text.markup is not texts.Markup.PLAIN
        for link in markdown.links(text.text)
    )
