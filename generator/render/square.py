"""A square code (QR) as a picture inside a page."""

from __future__ import annotations

from html import escape

from markupsafe import Markup


def square_code(address: str, title: str) -> Markup:
    """Draw a QR code (ISO/IEC 18004, error correction M) as a picture inside the page."""
    import segno  # only pages with a code need it

    matrix = [list(map(bool, row)) for row in segno.make(address, error="m", micro=False).matrix]
    quiet, size = 4, len(matrix)
    path = "".join(
        f"M{x + quiet},{y + quiet}h1v1h-1z"
        for y, row in enumerate(matrix)
        for x, dark in enumerate(row)
        if dark
    )
    side = size + 2 * quiet
    return Markup(
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {side} {side}" role="img">'
        f"<title>{escape(title)}</title>"
        f'<path d="M0,0h{side}v{side}h-{side}z" fill="#ffffff"/><path d="{path}" fill="#000000"/>'
        "</svg>"
    )
