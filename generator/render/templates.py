"""The environment that templates are filled in: strict, escaped, compiled once for all runs."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

import jinja2
from markupsafe import Markup


def environment(folder: Path) -> jinja2.Environment:
    """Give an environment for a folder's templates; a value that is missing stops them."""
    return jinja2.Environment(
        loader=jinja2.FileSystemLoader(folder),
        undefined=jinja2.StrictUndefined,
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        bytecode_cache=_compiled(),
        auto_reload=False,  # a run uses the templates as they were at its start
    )


@lru_cache(maxsize=1)
def _compiled() -> jinja2.BytecodeCache | None:
    """Keep compiled templates in the user's temporary folder: compiling takes 0.3 s a setting.

    None where there is no such folder that this user alone can write.
    """
    try:
        return jinja2.FileSystemBytecodeCache()
    except (OSError, RuntimeError):
        return None


def css_string(text: str) -> Markup:
    """Write any text as a CSS string; everything but letters and digits is escaped."""
    safe = "".join(c if c.isalnum() and c.isascii() else f"\\{ord(c):06x}" for c in text)
    return Markup(f'"{safe}"')
