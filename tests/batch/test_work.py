from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from generator.batch.pool import Workers
from generator.batch.work import Listener, Typesetter, press_workers
from generator.findings import ContentError
from generator.press import typeset
from generator.press.store import Store
from tests.pressroom import Specimens, specimens, theme

SOUND, OTHER, BROKEN = (specimens()[name] for name in ("table", "small", "deep"))


@pytest.fixture(scope="module")
def workers() -> Iterator[Workers]:
    with press_workers(1) as started:
        yield started


def typesetter(store: Path, workers: Workers, *, force: bool = False,
               heard: list[str] | None = None) -> Typesetter:  # fmt: skip
    steps = [] if heard is None else heard
    listener = Listener(on_total=lambda more: steps.append(f"{more} to do"), on_step=steps.append)
    return Typesetter(Store(store), theme().faces, workers, listener, force)


def test_what_is_kept_is_not_typeset(
    specimens: Specimens, shared_store: Path, workers: Workers
) -> None:
    heard: list[str] = []
    made = typesetter(shared_store, workers, heard=heard)

    assert [specimens.sheets["table"]] == made.sheets([SOUND])
    assert (0, []) == (made.made, heard)


def test_each_document_is_typeset_once_and_kept(tmp_path: Path, workers: Workers) -> None:
    heard: list[str] = []
    made = typesetter(tmp_path, workers, heard=heard)

    made.prepare([OTHER, SOUND, OTHER])
    sheets = made.sheets([SOUND, OTHER, SOUND])

    assert ["table", "small", "table"] == [sheet.name for sheet in sheets]
    assert 2 == made.made
    assert ["2 to do", "small", "table"] == [heard[0], *sorted(heard[1:])]
    assert sheets[0] == Store(tmp_path).sheet(typeset.key(SOUND))


def test_force_typesets_what_is_kept_and_finds_it_the_same(
    specimens: Specimens, shared_store: Path, workers: Workers
) -> None:
    made = typesetter(shared_store, workers, force=True)

    assert [specimens.sheets["small"]] == made.sheets([OTHER])
    assert 1 == made.made


def test_what_cannot_be_typeset_is_tried_once_and_named(tmp_path: Path, workers: Workers) -> None:
    heard: list[str] = []
    made = typesetter(tmp_path, workers, heard=heard)
    made.prepare([BROKEN, SOUND])

    for _ in range(2):
        with pytest.raises(ContentError) as caught:
            made.sheets([SOUND, BROKEN])
        (finding,) = caught.value.findings
        assert ("sheet deep", "B01") == (finding.file, finding.code)
        assert "RecursionError" in finding.message

    assert 1 == heard.count("deep")
    assert ["table"] == [sheet.name for sheet in made.sheets([SOUND])]
