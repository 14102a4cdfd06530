from __future__ import annotations

import hashlib
import io
from collections.abc import Callable, Iterator
from dataclasses import replace

import page as page_validation
import pikepdf
import pypdfium2
import pytest
from pikepdf import Array, Dictionary, Name

from generator.press import leaf
from generator.press.leaf import Leaf
from generator.press.personal import Body, personalise
from generator.press.sheet import Sheet
from generator.render import personal
from generator.render.document import Document
from generator.render.personal import Person
from tests.pdf_facts import (
    destinations,
    elements_in,
    kids,
    links,
    opened,
    outline,
    pages_as_read,
    structure,
    uncompressed,
)
from tests.pressroom import Made, theme, typeset_all

ANNA = Person(
    "QX-771904", "Annabella Quillfeather", "Fridays at Zanzibar House", "Nurse Xylophia",
    "020 7946 0958",
)  # fmt: skip
STRANGE = "ČŽŐж"
"""Letters that no page of the body has."""
IVAN = Person("QX-771905", f"{STRANGE} Vasko")
PEOPLE = {"anna": ANNA, "ivan": IVAN}
WORDS = (ANNA.ref, ANNA.name, ANNA.appointment, ANNA.contact, ANNA.phone)

Cover = Callable[[str], Leaf]


@pytest.fixture(scope="module")
def sheets(mini_made: Made, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Sheet]:
    plan = mini_made.plan

    def cover(name: str, person: Person) -> Document:
        made = personal.cover(plan.renderer, draft=plan.is_draft, person=person)
        return replace(made, name=name)

    documents = [cover(name, person) for name, person in PEOPLE.items()]
    return typeset_all(documents, tmp_path_factory.mktemp("covers")).sheets


@pytest.fixture(scope="module")
def covers(sheets: dict[str, Sheet]) -> Cover:
    """Give a leaf that nothing has used yet."""
    return lambda name: next(leaf.leaves(sheets[name], 1))


@pytest.fixture(scope="module")
def copies(mini_reader: bytes, covers: Cover) -> dict[str, bytes]:
    body = Body.of(mini_reader)
    return {name: personalise(body, covers(name), theme().faces) for name in PEOPLE}


@pytest.fixture(scope="module")
def copy(copies: dict[str, bytes]) -> bytes:
    return copies["anna"]


def test_a_copy_is_the_body_and_a_revision_that_costs_one_page(
    mini_reader: bytes, copies: dict[str, bytes]
) -> None:
    for copy in copies.values():
        assert copy.startswith(mini_reader)
        assert 0 < len(copy) - len(mini_reader) < 30_000
        assert 1 == copy[len(mini_reader) :].count(b"%%EOF")


@pytest.mark.parametrize("name", PEOPLE)
def test_a_copy_is_a_sound_and_accessible_file(copies: dict[str, bytes], name: str) -> None:
    assert [] == list(page_validation.validate_pdf_bytes(copies[name], profile="ua1").failures)
    with opened(copies[name]) as pdf:
        assert [] == pdf.check_pdf_syntax()


def test_a_person_is_named_on_the_first_page_and_in_the_structure(
    mini_reader: bytes, copy: bytes
) -> None:
    before, after = pages_as_read(mini_reader), pages_as_read(copy)
    assert len(before) == len(after)
    with opened(copy) as pdf:
        cover, *_ = structure(pdf)
    for words in WORDS:
        assert words in after[0]
        assert words not in before[0]
        assert words.replace(" ", "") in cover.text()


def test_only_the_cover_is_another(mini_reader: bytes, copy: bytes) -> None:
    assert pages_as_read(mini_reader)[1:] == pages_as_read(copy)[1:]
    with opened(mini_reader) as before, opened(copy) as after:
        assert structure(before)[1:] == structure(after)[1:]
        assert structure(before)[0] != structure(after)[0]
    pixels = [drawn(data, (0, 1, 3, 11)) for data in (mini_reader, copy)]
    assert [False, True, True, True] == [a == b for a, b in zip(*pixels, strict=True)]


def drawn(data: bytes, pages: tuple[int, ...]) -> list[bytes]:
    document = pypdfium2.PdfDocument(data)
    try:
        return [document[at].render().to_pil().tobytes() for at in pages]
    finally:
        document.close()


def test_every_way_into_the_booklet_leads_where_it_did(mini_reader: bytes, copy: bytes) -> None:
    with opened(mini_reader) as before, opened(copy) as after:
        assert outline(before) == outline(after)
        assert 1 == destinations(after)["cover"]
        assert destinations(before) == destinations(after)
        labels = [[str(page.label) for page in pdf.pages] for pdf in (before, after)]
        assert "Cover" == labels[0][0]
        assert labels[0] == labels[1]
        ends = [[str(one.annotation.get("/Dest")) for one in links(pdf)] for pdf in (before, after)]
        assert len(ends[0]) > 5
        assert ends[0] == ends[1]


def test_the_structure_of_the_cover_is_joined_both_ways(copy: bytes) -> None:
    with opened(copy) as pdf:
        document = pdf.Root.StructTreeRoot.K[0]
        cover = document.K[0]
        assert document.objgen == cover.P.objgen
        page = pdf.pages[0].obj
        row = list(pdf.Root.StructTreeRoot.ParentTree.Nums)[2 * int(page.StructParents) + 1]
        owners = [cover, *elements_in(cover)]
        assert {page.objgen} == {one.Pg.objgen for one in owners if "/Pg" in one}
        held = [(one.objgen, kid) for one in owners for kid in kids(one) if isinstance(kid, int)]
        assert held
        assert all(owner == row[number].objgen for owner, number in held)
        assert len(held) == len(list(row))


def test_letters_that_no_page_of_the_body_has_come_with_the_cover(
    mini_reader: bytes, copies: dict[str, bytes]
) -> None:
    assert set(STRANGE).isdisjoint("".join(pages_as_read(mini_reader)))
    assert IVAN.name in pages_as_read(copies["ivan"])[0]
    with opened(copies["ivan"]) as pdf:
        faces = pdf.pages[0].Resources.Font
        for face in faces.values():
            assert len(face.DescendantFonts[0].FontDescriptor.FontFile2.read_bytes()) > 500
        maps = b"".join(face.ToUnicode.read_bytes() for face in faces.values()).lower()
    assert all(f"<{ord(letter):04x}>".encode() in maps for letter in STRANGE)


def test_the_same_person_gives_the_same_bytes_and_another_does_not(
    mini_reader: bytes, covers: Cover, copies: dict[str, bytes]
) -> None:
    body = Body.of(mini_reader)
    again = [personalise(body, covers("anna"), theme().faces) for _ in range(2)]
    assert [copies["anna"]] * 2 == again
    assert copies["anna"] != copies["ivan"]
    assert sorted(body.page_entries) == list(body.page_entries)  # a set's order is a process's own


def test_copies_have_identifiers_of_their_own_and_share_the_bodys(
    mini_reader: bytes, copies: dict[str, bytes]
) -> None:
    ids = []
    for data in (mini_reader, *copies.values()):
        with opened(data) as pdf:
            ids.append([bytes(part) for part in pdf.trailer.ID])
    assert 1 == len({first for first, _ in ids})
    assert 3 == len({second for _, second in ids})


# --- a person is on the page and nowhere else -----------------------------------------------------


def strings(pdf: pikepdf.Pdf) -> Iterator[bytes]:
    """Yield every string outside content: all objects, and what a reader shows of the file."""
    for one in [*pdf.objects, pdf.trailer]:
        yield from _strings(one)
    for stream in (one for one in pdf.objects if isinstance(one, pikepdf.Stream)):
        if stream.get("/Type") == Name.Metadata:
            yield stream.read_bytes()


def _strings(value: object) -> Iterator[bytes]:
    if isinstance(value, pikepdf.String):
        yield bytes(value)
        yield str(value).encode()
    elif isinstance(value, Array):
        for one in value:
            yield from _strings(one)
    elif isinstance(value, Dictionary | pikepdf.Stream):
        entries = value.stream_dict if isinstance(value, pikepdf.Stream) else value
        for key, one in entries.items():
            yield key.encode()
            if isinstance(one, Name):
                yield str(one).encode()
            elif not isinstance(one, Dictionary) or not one.is_indirect:
                yield from _strings(one)


def spellings(words: str) -> set[bytes]:
    """Give the ways in which words could stand in a file."""
    plain = [words.encode(), words.encode("utf-16-be"), words.encode("utf-16-le")]
    return {*plain, *(one.hex().encode() for one in plain)}


PARTS = sorted({part for words in WORDS for part in (words, *words.split()) if len(part) > 4})


def test_no_string_of_the_file_says_who_it_is_for(copy: bytes) -> None:
    with opened(copy) as pdf:
        found = b"\n".join(strings(pdf))
    assert b"Living with Demo" in found  # title, XMP and outline are among them
    assert b"When to call" in found
    assert [] == [part for part in PARTS if any(one in found for one in spellings(part))]


def test_a_name_stands_in_a_file_as_shapes_of_letters_only(mini_reader: bytes, copy: bytes) -> None:
    plain = uncompressed(copy)
    assert any(one in plain for one in spellings("Living with Demo"))
    for data in (copy, copy[len(mini_reader) :], plain):
        found = data.lower()
        assert [] == [p for p in PARTS if any(one.lower() in found for one in spellings(p))]


@pytest.mark.parametrize("kind", ["md5", "sha1", "sha256", "sha512", "blake2b", "blake2s"])
def test_nothing_in_a_copy_is_a_hash_of_a_persons_words(copy: bytes, kind: str) -> None:
    with opened(copy) as pdf:
        found = b"\n".join(strings(pdf)) + copy
    for words in (*WORDS, "\n".join(WORDS), ",".join(WORDS)):
        digest = hashlib.new(kind, words.encode()).digest()
        assert digest[:8] not in found
        assert digest.hex()[:16].encode() not in found.lower()


# --- what is no body ------------------------------------------------------------------------------

Spoil = Callable[[pikepdf.Pdf], None]


def link_the_cover(pdf: pikepdf.Pdf) -> None:
    pdf.pages[0].obj.Annots = pdf.pages[1].obj.Annots


def begin_with_notes(pdf: pikepdf.Pdf) -> None:
    del pdf.pages[: destinations(pdf)["notes"] - 1]


@pytest.mark.parametrize("spoil", [link_the_cover, begin_with_notes])
def test_a_body_begins_with_a_cover_without_links(mini_reader: bytes, spoil: Spoil) -> None:
    with opened(mini_reader) as pdf:
        spoil(pdf)
        buffer = io.BytesIO()
        pdf.save(buffer, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    with pytest.raises(ValueError, match="does not begin with a cover without links"):
        Body.of(buffer.getvalue())


def test_a_file_without_structure_is_no_body(mini_made: Made) -> None:
    with pytest.raises(ValueError, match="does not begin with a cover without links"):
        Body.of(mini_made.read("home"))


def test_a_file_with_something_behind_its_end_is_no_body(mini_reader: bytes) -> None:
    with pytest.raises(ValueError, match="does not end as a PDF does"):
        Body.of(mini_reader + b"more")
