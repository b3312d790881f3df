"""How the SVG looks: colours for light and dark, and a pattern for each ink, so that colour is never the only sign.

Everything is inside the file: custom properties that follow `prefers-color-scheme`, no script, no outside request.
The names begin with `tw-`, as a page may hold the drawing inline.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from tenderwatch.timeline.segments import Ink

# For text a contrast of at least 4.5 with the paper, for shapes of at least 3 (WCAG 2.2, 1.4.3 and 1.4.11).
LIGHT = {
    "paper": "#ffffff", "text": "#0b0c0c", "soft": "#505a5f", "grid": "#d5d8da",
    "term": "#1d70b8", "used": "#00703c", "shut": "#6f777b", "today": "#c8321d", "tender": "#54319f",
}  # fmt: skip
DARK = {
    "paper": "#14171a", "text": "#f3f2f1", "soft": "#b1b4b6", "grid": "#3a4045",
    "term": "#5ea6e0", "used": "#6cc592", "shut": "#9aa1a5", "today": "#ff8a75", "tender": "#c1a6f2",
}  # fmt: skip

INK_CLASS: dict[Ink, str] = {
    "initial": "i",
    "planned": "n",
    "open-ended": "o",
    "exercised": "e",
    "authorised": "a",
    "permitted": "p",
    "undecided": "k",
    "declined": "d",
    "uncertain": "u",
    "open": "q",
}
# Patterns as lines on a tile of so many pixels; drawn in the colour named.
_PATTERNS = {
    "o": (12, '<path d="M0 0h12v12H0z" fill="var(--tw-term)"/><path d="M3 2l5 4-5 4" class="o1"/>'),
    "e": (6, '<path d="M0 0h6v6H0z" fill="var(--tw-used)"/><path d="M0 3h6" stroke="var(--tw-paper)"/>'),
    "a": (5, '<path d="M0 5L5 0M-1 1l2-2M4 6l2-2" stroke="var(--tw-used)" stroke-width="2.2"/>'),
    "p": (7, '<path d="M0 7L7 0M-1 1l2-2M6 8l2-2" stroke="var(--tw-term)" stroke-width="1.1"/>'),
    "k": (5, '<path d="M2.5 0v5" stroke="var(--tw-term)"/>'),
    "d": (8, '<path d="M0 0l8 8M0 8l8-8" stroke="var(--tw-shut)"/>'),
    "u": (4, '<path d="M0 0h2v2H0zM2 2h2v2H2z" fill="var(--tw-soft)"/>'),
    "w": (4, '<path d="M1 0v4" stroke="var(--tw-tender)" stroke-width="2"/>'),
}  # fmt: skip
_RULES = {
    "i": "fill:var(--tw-term)",
    "o": "fill:url(#tw-o)",
    "n": "fill:none;stroke:var(--tw-term);stroke-width:1.5",
    "o1": "fill:none;stroke:var(--tw-paper)",
    "e": "fill:url(#tw-e)",
    "a": "fill:url(#tw-a);stroke:var(--tw-used)",
    "p": "fill:url(#tw-p);stroke:var(--tw-term)",
    "k": "fill:url(#tw-k);stroke:var(--tw-term);stroke-dasharray:3 2",
    "d": "fill:url(#tw-d);stroke:var(--tw-shut);stroke-dasharray:3 2",
    "u": "fill:url(#tw-u)",
    "q": "fill:none;stroke:var(--tw-soft);stroke-width:2;stroke-dasharray:1 5;stroke-linecap:round",
    "r": "fill:none;stroke:var(--tw-soft);stroke-width:1.5",
    "w": "fill:url(#tw-w)",
    "m": "fill:var(--tw-tender)",
    "x": "fill:none;stroke:var(--tw-text);stroke-width:2",
    "c": "fill:var(--tw-text)",
    "t": "fill:none;stroke:var(--tw-text);stroke-width:1.5",
    "g": "fill:none;stroke:var(--tw-grid)",
    "y": "fill:none;stroke:var(--tw-today);stroke-width:1.5;stroke-dasharray:6 2",
    "b": "fill:var(--tw-paper)",
    "h": "font-weight:700",
}


def style(size: int, small: int) -> str:
    """The style sheet of a drawing: the heights of its text, and of what is said in passing, in pixels."""
    light, dark = (";".join(f"--tw-{name}:{value}" for name, value in palette.items()) for palette in (LIGHT, DARK))
    rules = "".join(f".tw .{name}{{{rule}}}" for name, rule in _RULES.items())
    return (
        f".tw{{{light};font:{size}px system-ui,sans-serif}}"
        f"@media(prefers-color-scheme:dark){{.tw{{{dark}}}}}"
        f".tw text{{fill:var(--tw-text)}}{rules}.tw .s,.tw .s text{{fill:var(--tw-soft);font-size:{small}px}}"
    )


def patterns(used: Iterable[str]) -> str:
    """The definitions of the patterns that the classes used need."""
    found = (
        f'<pattern id="tw-{name}" width="{tile}" height="{tile}" patternUnits="userSpaceOnUse">{drawing}</pattern>'
        for name, (tile, drawing) in _PATTERNS.items()
        if name in used
    )
    return f"<defs>{''.join(found)}</defs>"


_VARIABLES = re.compile(r"--tw-[a-z]+:#[0-9a-f]{6};?")
_DARK_RULE = re.compile(r"@media\(prefers-color-scheme:dark\)\{[^{}]*\{[^{}]*\}\}")
_LETTERS = re.compile(r"font:([0-9]+px) system-ui,sans-serif")


def plain_svg(svg: str) -> str:
    """A drawing without what only browsers understand: variables, dark colours, the letters of the system."""
    svg = _VARIABLES.sub("", _DARK_RULE.sub("", svg))
    for name, colour in LIGHT.items():
        svg = svg.replace(f"var(--tw-{name})", colour)
    return _LETTERS.sub(r"font-size:\1;font-family:sans-serif", svg)
