"""How often Python looks for garbage.

A command, and a worker that loads, make objects that stay to the end: to look through them time
and again took a tenth of planning ten booklets.
"""

from __future__ import annotations

import gc

MOST = 100_000
"""Objects made since garbage was last looked for, before it is again."""


def look_seldom() -> None:
    """Look for garbage a hundred times more seldom than Python does by itself."""
    gc.set_threshold(MOST, 20, 100)
