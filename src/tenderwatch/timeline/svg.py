"""Many contracts on one axis as SVG: a picture with a name, each bar with its own title, light and dark."""

from collections.abc import Callable

from tenderwatch.named_tuple import NamedTuple
from tenderwatch.timeline.axis import Axis
from tenderwatch.timeline.bars import Bar
from tenderwatch.timeline.chart import Timeline
from tenderwatch.timeline.svg_frame import axis_labels, document, grid_svg, legend_svg, text_svg, today_svg
from tenderwatch.timeline.svg_shapes import (
    cut,
    cuts_svg,
    fold,
    marks_svg,
    number,
    paths_svg,
    pieces_svg,
    safe,
    ticks_svg,
    windows_svg,
)

SIZE, SMALL = 13, 11
_MARGIN = 10
# Heights: a row with its bar and what stands under it, a row with its bar alone, a heading, a line of years.
_ROW, _COMPACT_ROW, _BAR, _HEAD, _YEARS = 32, 20, 12, 28, 20
# A compact drawing narrower than this has the names above the bars: beside them there is no room for a name.
_NARROW, _NAME = 480, 17


class _Page(NamedTuple):
    """How the rows are laid out."""

    axis: Axis
    left: int
    width: int
    compact: bool
    href: Callable[[str], str] | None

    @property
    def lift(self) -> int:
        """How far below the top of its row a bar begins."""
        return _NAME if _is_narrow(self.width, compact=self.compact) else 0

    @property
    def row(self) -> int:
        return _COMPACT_ROW + self.lift if self.compact else _ROW


def _is_narrow(width: int, *, compact: bool) -> bool:
    return compact and width < _NARROW


def timeline_svg(
    timeline: Timeline,
    *,
    width: int = 960,
    title: str = "When care contracts end",
    href: Callable[[str], str] | None = None,
    compact: bool = False,
) -> str:
    """A timeline as one SVG element, for a file or within a page. The same timeline gives the same text.

    `width` is in pixels, and scales to any size. `href` gives the address of a contract's page by its id: each
    bar is then a link. With `compact` a row is one line of some 300 bytes, without windows; the end that is read
    beside it is in its title.
    """
    left = _MARGIN if _is_narrow(width, compact=compact) else width * 36 // 100
    axis = Axis(timeline.first, timeline.last, width - left - _MARGIN)
    years = f'<defs><g id="tw-years" class="s">{axis_labels(axis, left, 0, SMALL)}</g></defs>'
    page = _Page(axis, left, width, compact, href)
    body, spans, classes, height = _groups(timeline, page)
    head, top = _heading(timeline, title, width)
    if timeline.contracts:
        today = axis.shows(timeline.today, timeline.today)
        legend, top = legend_svg(classes, width=width, top=top, size=SMALL, today=today)
        head += legend
    foot = fold(timeline.account, SMALL, width - 2 * _MARGIN) if timeline.account else []
    below = "".join(text_svg(line, _MARGIN, height + 14 + 15 * n, name="s") for n, line in enumerate(foot, start=1))
    grid = grid_svg(axis, left, [(top - _YEARS, bottom) for top, bottom in spans], SMALL)
    now = today_svg(axis, left, spans, timeline.today)
    return document(
        title=title,
        about=f"{timeline.heading} {timeline.account}".strip(),
        width=width,
        height=top + height + 15 * len(foot) + 24,
        size=SIZE,
        small=SMALL,
        body=f'{years}{head}<g transform="translate(0 {number(top)})">{grid}{body}{now}{below}</g>',
        classes=classes,
    )


def _heading(timeline: Timeline, title: str, width: int) -> tuple[str, float]:
    room = width - 2 * _MARGIN
    names = fold(title, SIZE + 4, room)
    text = "".join(
        text_svg(line, _MARGIN, 4 + 21 * n, name="h", size=SIZE + 4) for n, line in enumerate(names, start=1)
    )
    top = 6 + 21 * len(names)
    lines = fold(timeline.heading, SIZE, room)
    text += "".join(text_svg(line, _MARGIN, top + 17 * n) for n, line in enumerate(lines, start=1))
    return text, top + 17 * len(lines) + 14


def _groups(timeline: Timeline, page: _Page) -> tuple[str, list[tuple[float, float]], set[str], int]:
    """Every group with its bars: the text, from where to where the grid stands, the classes used, and the height."""
    out, spans, classes, top = "", list[tuple[float, float]](), set[str](), 0
    for heading, bars in timeline.groups:
        counted = f" ({len(bars)})"
        out += text_svg(cut(heading, SIZE, page.width - 80) + counted, _MARGIN, top + 20, name="h")
        top += _HEAD + _YEARS
        out += f'<use class="s" href="#tw-years" y="{top - 8}"/>'
        spans.append((top - 2, top + page.row * len(bars) - 2))
        for bar in bars:
            paths = _paths(bar, page, top)
            classes.update(paths)
            out += _row(bar, paths, page, top)
            top += page.row
    return out, spans, classes, top


def _paths(bar: Bar, page: _Page, top: int) -> dict[str, str]:
    """What is drawn for a bar, by class, in the order in which it is drawn."""
    axis, left, _, compact, _ = page
    top += page.lift
    found = {
        **pieces_svg(bar.pieces, axis, left, top + 1, _BAR),
        "t": ticks_svg(bar.ends, axis, left, top - 1, _BAR + 4),
        "c": cuts_svg(bar.pieces, axis, left, top + 1, _BAR),
        **({} if compact else windows_svg(bar.windows, axis, left, top + 17)),
        "m": marks_svg((mark.when for mark in bar.marks), axis, left, top + (4 if compact else 17)),
    }
    return {name: path for name, path in found.items() if path}


def _row(bar: Bar, paths: dict[str, str], page: _Page, top: int) -> str:
    room = (page.width if page.lift else page.left) - 2 * _MARGIN
    says = f'<tspan class="s" x="{_MARGIN}" dy="13">{safe(cut(bar.says, SMALL, room))}</tspan>'
    name = safe(cut(bar.title, SIZE, room))
    label = f'<text x="{_MARGIN}" y="{top + 11}">{name}{"" if page.compact else says}</text>'
    words = f"{bar.title}: {bar.says}" if page.compact else bar.words
    row = f"<g><title>{safe(words)}</title>{label}{paths_svg(paths)}</g>"
    return f'<a href="{safe(page.href(bar.id))}">{row}</a>' if page.href else row
