"""A drawing as PNG, for papers and slides that take no SVG: in the colours of paper, twice as fine as on a screen."""

from __future__ import annotations

from tenderwatch.errors import OutsideError, UsageError
from tenderwatch.timeline.svg_style import plain_svg

_ZOOM = 2
# Letters that machines have: on Windows, on a Mac, on Linux. The library takes no other than the one it is given.
_FONTS = ("Arial", "Helvetica", "DejaVu Sans", "Liberation Sans", "Noto Sans", "Segoe UI", "FreeSans")
_PROBE = '<svg xmlns="http://www.w3.org/2000/svg" width="20" height="20"><text y="16">{}</text></svg>'


def png_of(svg: str) -> bytes:
    """The same drawing as an image. Raises UsageError where the library that draws it is not installed.

    Without a font the library leaves all letters out and says nothing: then it is an OutsideError.
    """
    try:
        from resvg_py import svg_to_bytes
    except ImportError:
        said = "the format png needs a library that is not installed"
        raise UsageError(said, "install it with: pip install 'tenderwatch[png]', or draw it as svg") from None

    def drawn(text: str, family: str, zoom: float = 1) -> bytes:
        return bytes(svg_to_bytes(svg_string=text, zoom=zoom, font_family=family, sans_serif_family=family))

    for family in _FONTS:
        if drawn(_PROBE.format("M"), family) != drawn(_PROBE.format(""), family):
            return drawn(plain_svg(svg), family, _ZOOM)
    hint = f"install one of {', '.join(_FONTS)}, or draw it as svg"
    raise OutsideError("no font was found to write the words of the drawing with", hint)
