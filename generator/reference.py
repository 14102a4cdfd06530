"""Write the generated reference pages: `make docs`, or `python -m generator.reference`."""

from __future__ import annotations

from pathlib import Path

from generator import codes
from generator.cli import reference as commands
from generator.content import reference as content
from generator.files import write_whole

FOLDER = Path(__file__).resolve().parents[1] / "docs" / "reference"
PAGES = {
    "content.md": content.reference,
    "commands.md": commands.reference,
    "codes.md": codes.reference,
}


def main() -> None:
    """Write every page whose text has changed."""
    for name, page in PAGES.items():
        path, text = FOLDER / name, page()
        if not path.is_file() or path.read_text(encoding="utf-8") != text:
            write_whole(path, text.encode())
            print(path)


if __name__ == "__main__":
    main()
