"""Workers for the press, started before there is anything to do.

Loading the typesetter takes a worker most of a second. So workers are called
first, and load while this process reads the content and plans.
"""

from __future__ import annotations

from generator.batch.pool import Pool
from generator.batch.workers import Workers
from generator.garbage import look_seldom


def press_workers(count: int) -> Workers:
    """Give worker processes that are set up to typeset."""
    return Pool(count, prepare)


def prepare() -> None:
    """Set a worker up."""
    look_seldom()
    from generator.press import typeset

    typeset.prepare_process()


def call(workers: Workers) -> None:
    """Let workers load what they will need, while nothing is there to be done.

    All load the typesetter: after an edit each has a page to typeset before it binds.
    """
    workers.warm(load)


def load() -> None:
    """Load what typesetting, binding and preflight need."""
    import generator.batch.binding
    import generator.batch.work  # noqa: F401
    from generator.press import typeset

    typeset.load_engine()
