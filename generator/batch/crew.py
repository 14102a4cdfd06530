"""Workers for the press, started before there is anything to do.

Loading the typesetter takes a worker most of a second. So workers are called
first, and load while this process reads the content and plans.
"""

from __future__ import annotations

from generator.batch.pool import Workers
from generator.garbage import look_seldom


def press_workers(count: int) -> Workers:
    """Give worker processes that are set up to typeset."""
    return Workers(count, prepare)


def prepare() -> None:
    """Set a worker up."""
    look_seldom()
    from generator.press import typeset

    typeset.prepare_process()


def call(workers: Workers, *, all_typeset: bool) -> None:
    """Let workers load what they will need: the typesetter, or most of them the binding alone."""
    workers.warm(load_typesetter, workers.count if all_typeset else 1)
    if not all_typeset:
        workers.warm(load_binding, workers.count - 1)


def load_typesetter() -> None:
    """Load what typesetting and binding need."""
    from generator.press import typeset

    typeset.load_engine()
    load_binding()


def load_binding() -> None:
    """Load what binding and preflight need."""
    import generator.batch.binding
    import generator.batch.work  # noqa: F401
