"""The versions that decide how pages look, found without loading the typesetter."""

from __future__ import annotations

import ctypes
import importlib.metadata
from functools import lru_cache

from generator.findings import EnvironmentProblem

LIBRARIES = "libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"


@lru_cache(maxsize=1)
def engine() -> str:
    """Name the versions that decide how pages look."""
    names = ("weasyprint", "pydyf", "tinycss2", "tinyhtml5", "pikepdf")
    found = [f"{name} {importlib.metadata.version(name)}" for name in names]
    return ", ".join([*found, f"pango {pango_version()}", f"harfbuzz {harfbuzz_version()}"])


@lru_cache(maxsize=1)
def pango_version() -> str:
    """Ask the system library for its version, without loading WeasyPrint."""
    try:
        library = ctypes.CDLL("libpango-1.0.so.0")
    except OSError as error:
        raise EnvironmentProblem(
            "the system library Pango is missing", f"sudo apt-get install {LIBRARIES}"
        ) from error
    library.pango_version_string.restype = ctypes.c_char_p
    return str(library.pango_version_string().decode())


@lru_cache(maxsize=1)
def harfbuzz_version() -> str:
    """Ask HarfBuzz for its version."""
    library = ctypes.CDLL("libharfbuzz.so.0")
    library.hb_version_string.restype = ctypes.c_char_p
    return str(library.hb_version_string().decode())
