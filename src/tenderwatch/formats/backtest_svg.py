"""A backtest as a picture: for each group the share that each band held, with its 95 % interval."""

from __future__ import annotations

from xml.sax.saxutils import escape

from tenderwatch.answers.backtest import NOTE, summary
from tenderwatch.labels.standing import BACKTEST_GROUP
from tenderwatch.queries.backtest.result import Backtest, Rate, rate_text
from tenderwatch.text import fold

WIDTH = 720
_LEFT, _RIGHT, _TOP, _ROW = 230, 170, 84, 52
# What each band is meant to hold.
_MEANT = {"likely": 0.5, "possible": 0.9}
_STYLE = (
    "text{font:13px sans-serif;fill:#222}.s{font-size:11px;fill:#555}.b{fill:#fff}.g{stroke:#ccc}.m{stroke:#555;"
    "stroke-dasharray:3 3}.likely{fill:#1f5f8b;stroke:#1f5f8b}.possible{fill:#8a5a00;stroke:#8a5a00}"
    "@media(prefers-color-scheme:dark){text{fill:#eee}.s{fill:#bbb}.b{fill:#1a1a1a}.g{stroke:#444}.m{stroke:#aaa}"
    ".likely{fill:#7cc0ec;stroke:#7cc0ec}.possible{fill:#e6b450;stroke:#e6b450}}"
)


def render(result: Backtest) -> str:
    """The whole SVG document; what it shows is also in its description, for those who cannot see it."""
    foot = _TOP + _ROW * len(result.groups)
    notes = fold(NOTE, 105)
    high = foot + 44 + 16 * len(notes)
    said = "; ".join(
        f"{BACKTEST_GROUP[group.name]}: likely {rate_text(group.likely.rate)}, "
        f"possible {rate_text(group.possible.rate)}"
        for group in result.groups
    )
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {high}" width="{WIDTH}" height="{high}" '
        f'role="img" aria-labelledby="title desc">',
        '<title id="title">How often tender windows came true</title>',
        f'<desc id="desc">{escape(said)}</desc>',
        f"<style>{_STYLE}</style>",
        f'<rect class="b" width="{WIDTH}" height="{high}"/>',
        _text(16, 24, "How often tender windows came true"),
        *(_text(16, 44 + 16 * place, line, "s") for place, line in enumerate(fold(summary(result), 105))),
    ]
    for tenth in range(0, 11, 2):
        x = _x(tenth / 10)
        parts.append(f'<line class="g" x1="{x}" y1="{_TOP}" x2="{x}" y2="{foot}"/>')
        parts.append(_text(x, foot + 16, f"{tenth * 10} %", "s", "middle"))
    parts += [
        f'<line class="m" x1="{_x(meant)}" y1="{_TOP}" x2="{_x(meant)}" y2="{foot}"/>' for meant in _MEANT.values()
    ]
    for place, group in enumerate(result.groups):
        y = _TOP + _ROW * place + 18
        for step, line in enumerate(fold(f"{BACKTEST_GROUP[group.name]} ({group.size})", 32)):
            parts.append(_text(16, y + 15 * step, line))
        parts += _bar("likely", group.likely.rate, y - 4)
        parts += _bar("possible", group.possible.rate, y + 16)
    parts += [_text(16, foot + 38 + 16 * place, line, "s") for place, line in enumerate(notes)]
    return "\n".join([*parts, "</svg>"]) + "\n"


def _x(share: float) -> float:
    return round(_LEFT + share * (WIDTH - _LEFT - _RIGHT), 1)


def _bar(band: str, rate: Rate, y: float) -> list[str]:
    """The interval as a line, the share as a dot, and both in words."""
    return [
        f'<line class="{band}" x1="{_x(rate.low)}" y1="{y}" x2="{_x(rate.high)}" y2="{y}" stroke-width="2"/>',
        f'<circle class="{band}" cx="{_x(rate.share)}" cy="{y}" r="4"/>',
        _text(WIDTH - _RIGHT + 12, y + 4, f"{band} {rate_text(rate)}", "s"),
    ]


def _text(x: float, y: float, words: str, kind: str = "", anchor: str = "") -> str:
    named = f' class="{kind}"' if kind else ""
    anchored = f' text-anchor="{anchor}"' if anchor else ""
    return f'<text x="{x}" y="{y}"{named}{anchored}>{escape(words)}</text>'
