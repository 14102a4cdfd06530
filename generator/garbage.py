"""How often Python looks for garbage.

A command, and a worker that loads, make objects that stay to the end: to look through them time
and again took a tenth of planning ten booklets, and at the very end, when all goes anyway, 0.13 s.
"""

from __future__ import annotations

import atexit
import gc

MOST = 100_000
"""Objects made since garbage was last looked for, before it is again."""


def look_seldom() -> None:
    """Look for garbage a hundred times more seldom than Python does by itself; never at the end."""
    gc.set_threshold(MOST, 20, 100)
    atexit.register(gc.freeze)
