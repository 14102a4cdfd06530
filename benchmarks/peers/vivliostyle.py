"""Vivliostyle's command line, which lays the one-pass document out in Chromium.

Where npm is, it is installed once into a folder of results; it brings hundreds of packages, so
nothing of it belongs to the project.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path

from benchmarks.measure import Skip
from benchmarks.peers import chromium

PACKAGE = "@vivliostyle/cli"
PATIENCE_S = 300


def installed(folder: Path) -> Path:
    """Give the program, installing it into `folder` first; raise Skip where that fails."""
    program = folder / "node_modules" / ".bin" / "vivliostyle"
    if program.exists():
        return program
    if shutil.which("npm") is None:
        raise Skip("npm is not installed")
    folder.mkdir(parents=True, exist_ok=True)
    call = ["npm", "install", "--no-audit", "--no-fund", "--no-save", "--prefix", ".", PACKAGE]
    own_browser = {**os.environ, "PUPPETEER_SKIP_DOWNLOAD": "1"}
    try:
        subprocess.run(
            call, cwd=folder, env=own_browser, check=True, capture_output=True, timeout=PATIENCE_S
        )
    except (subprocess.CalledProcessError, subprocess.TimeoutExpired) as error:
        raise Skip(f"npm could not install {PACKAGE}") from error
    return program


def version(folder: Path) -> str:
    """Give the version of the installed package."""
    package = installed(folder).parents[1] / PACKAGE / "package.json"
    return str(json.loads(package.read_text(encoding="utf-8"))["version"])


def command(folder: Path, html: Path, out: Path) -> list[str]:
    """Give the command that prints one file."""
    browser = chromium.program()
    return [
        str(installed(folder)), "build", str(html), "-d", "-o", str(out),
        "--executable-browser", browser,
    ]  # fmt: skip
