"""The catalogues after the English has changed: what is the same stays, what changed is fuzzy.

Messages are matched by id and by English that is letter for letter the same, never by
likeness: "may eat" and "may not eat" are nearly the same text.
"""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from generator.translate.catalogue import (
    MACHINE,
    MAX_LENGTH,
    SAME_OK,
    Catalogue,
    Entry,
    described,
)
from generator.translate.messages import Message, Module, shape


def merge(module: Module, old: Catalogue, memory: Mapping[str, Entry]) -> Catalogue:
    """Bring a catalogue to the English of its module.

    In this order, for each message:

    1. same id, same English: untouched;
    2. same English at another number of the same kind of place: moved, its state kept;
    3. same id, other English: translation kept as fuzzy, with the English it was made from;
    4. same English elsewhere (`memory`): copied as fuzzy, with the id it was made for;
    5. else empty.

    A message that comes back after it was obsolete counts as 1. Translations that are no
    longer used become obsolete and are kept.
    """
    active = old.by_context()
    found: dict[str, Entry] = {}
    used: set[str] = set()
    for message in module.messages:
        entry = active.get(message.context)
        if entry and entry.english == message.english:
            found[message.context] = entry
            used.add(entry.context)
    _move(module.messages, old.entries, found, used)
    retired = {(entry.context, entry.english): entry for entry in old.obsolete}
    for message in module.messages:
        if message.context in found:
            continue
        back = retired.pop((message.context, message.english), None)
        changed = active.get(message.context)
        if back:
            found[message.context] = back
        elif changed and changed.translation and changed.context not in used:
            used.add(changed.context)
            found[message.context] = _changed(changed)
        elif message.english in memory:
            found[message.context] = _copied(memory[message.english])
    unused = [entry for entry in old.entries if entry.context not in used and entry.translation]
    return replace(
        old,
        entries=tuple(_told(message, found.get(message.context)) for message in module.messages),
        obsolete=tuple(_obsolete([*retired.values(), *unused])),
    )


def memory_of(catalogues: Iterable[Catalogue]) -> dict[str, Entry]:
    """Give, for each English text, a translation that is in force; obsolete ones come last."""
    memory: dict[str, Entry] = {}
    whole = list(catalogues)
    for entries in (*(one.entries for one in whole), *(one.obsolete for one in whole)):
        for entry in entries:
            if entry.current:
                memory.setdefault(entry.english, entry)
    return memory


def updated(modules: Sequence[Module], old: Mapping[str, Catalogue]) -> Iterator[Catalogue]:
    """Yield all catalogues of a language, brought up to date.

    `old` may hold catalogues whose topic is gone: all they have becomes obsolete.
    """
    memory = memory_of(old.values())
    known = {module.name: module for module in modules}
    for name, catalogue in old.items():
        yield merge(known.get(name, Module(name, ())), catalogue, memory)


def _move(
    messages: Sequence[Message], old: Sequence[Entry], found: dict[str, Entry], used: set[str]
) -> None:
    """Find entries whose English now stands under another number."""
    free: defaultdict[tuple[str, str], deque[Entry]] = defaultdict(deque)
    for entry in old:
        if entry.context not in used:
            free[shape(entry.context), entry.english].append(entry)
    for message in messages:
        waiting = free.get((message.shape, message.english))
        if message.context not in found and waiting:
            entry = waiting.popleft()
            used.add(entry.context)
            found[message.context] = entry


def _changed(entry: Entry) -> Entry:
    previous = entry.previous if entry.fuzzy and entry.previous is not None else entry.english
    return replace(entry, fuzzy=True, previous=previous, flags=_lasting(entry, MACHINE))


def _copied(entry: Entry) -> Entry:
    flags = _lasting(entry, MACHINE)
    return Entry("", "", entry.translation, fuzzy=True, previous_context=entry.context, flags=flags)


def _lasting(entry: Entry, *kept: str) -> tuple[str, ...]:
    return tuple(flag for flag in entry.flags if flag in kept)


def _told(message: Message, found: Entry | None) -> Entry:
    """Give a message the translation that was found for it; write anew what we tell translators."""
    fresh = described(message)
    if found is None:
        return fresh
    theirs = [
        flag
        for flag in found.flags
        if not flag.startswith(MAX_LENGTH) and flag not in fresh.flags
        and not (flag == SAME_OK and not found.translation)
    ]  # fmt: skip
    return replace(
        fresh, translation=found.translation, fuzzy=found.fuzzy, previous=found.previous,
        previous_context=found.previous_context, note=found.note, flags=(*fresh.flags, *theirs),
    )  # fmt: skip


def _obsolete(entries: Iterable[Entry]) -> Iterator[Entry]:
    """Give entries as they are kept: the newest of those with one id and English."""
    newest = {(entry.context, entry.english): entry for entry in entries}
    for entry in newest.values():
        yield replace(
            entry, previous=None, previous_context=None, comment="", places=(),
            flags=_lasting(entry, MACHINE),
        )  # fmt: skip
