"""What a layout made goes when it is done with; what little is left does not gather."""

from __future__ import annotations

import gc
from pathlib import Path

from generator.batch.crew import press_workers
from generator.press.typeset import SHEETS_TO_LOOK
from generator.render.document import Document
from tests.press.test_drawings import DRAWINGS, shown, typeset_all
from tests.pressroom import document


def garbage_of(documents: list[Document]) -> int:
    """Count what only looking for garbage finds when the last of some documents was typeset."""
    *before, last = documents
    typeset_all(before)
    gc.collect()
    gc.disable()
    typeset_all([last])
    return gc.collect()


def test_what_a_layout_made_goes_without_looking_for_garbage(tmp_path: Path) -> None:
    words = "Rest early in the day, and ask your team. " * 60
    once = shown("once", tmp_path, DRAWINGS["plain"], "9mm 20mm")
    long = document("long", f"<h1>Long</h1><p>{words}</p>")

    with press_workers(1) as workers:
        jobs = [[once, once, once], [long, long, long]]
        found = [done.result for done in workers.do(garbage_of, jobs)]

    assert len(found) == 2
    assert all(count is not None and count < 300 for count in found), found


def waiting_after(document: Document) -> int:
    """Count what was made and not looked through after some sheets."""
    typeset_all([document])
    gc.collect()
    for _ in range(SHEETS_TO_LOOK - 1):
        typeset_all([document])
    return gc.get_count()[0]


def test_the_little_that_is_left_does_not_gather() -> None:
    with press_workers(1) as workers:
        (done,) = workers.do(waiting_after, [document("short", "<h1>Short</h1><p>Rest.</p>")])

    assert done.result is not None, done.failure
    assert done.result < 50
