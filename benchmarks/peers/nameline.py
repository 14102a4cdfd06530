"""The one line of the Typst document that differs from copy to copy.

It stands apart so that the program that runs Typst loads nothing else: its start is timed.
"""

from __future__ import annotations

import json

NAMELESS = '#let name = ""\n'
"""The first line of a document."""


def named(text: str, name: str) -> str:
    """Put a name on the cover of a document."""
    return text.replace(NAMELESS, f"#let name = {json.dumps(name, ensure_ascii=False)}\n", 1)
