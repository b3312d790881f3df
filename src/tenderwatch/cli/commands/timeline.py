"""`tenderwatch timeline`: terms, options and windows on a time axis, for the terminal or as SVG or PNG."""

import shutil
from datetime import date
from typing import Annotated, get_args

from tenderwatch.cli import complete, options
from tenderwatch.cli.context import speaks_utf8
from tenderwatch.cli.options import flag, named, takes
from tenderwatch.cli.output import Output, one_of
from tenderwatch.cli.typed import date_of
from tenderwatch.dates import When
from tenderwatch.errors import UsageError
from tenderwatch.formats import Format
from tenderwatch.queries.filters import Filters
from tenderwatch.queries.select import full_agenda
from tenderwatch.registry.model import Registry
from tenderwatch.timeline.chart import Drawing, Group, Timeline, drawing_of, timeline_of

_SVG = Format("svg", "", "image/svg+xml", (".svg",))
_PNG = Format("png", "", "image/png", (".png",), binary=True)
# The widths that can be asked for: columns of text, or pixels.
_WIDTHS = {"plain": (40, 1000), "svg": (320, 4000), "png": (320, 4000)}


@options.registry
@options.filters
@options.output(_SVG, _PNG, only=("plain",), usual="plain")
def command(
    contract_id: Annotated[
        str | None, named("[ID]", "One contract only, with each option on a line of its own.", complete.ids)
    ] = None,
    from_: Annotated[str | None, takes("--from", "DATE", "First day shown. Default: a year ago.")] = None,
    to: Annotated[
        str | None,
        takes("--to", "DATE", "Last day shown. Default: the last that a bar reaches, at most ten years ahead."),
    ] = None,
    group: Annotated[str, takes("--group", "council|service", "What the headings are.")] = "council",
    width: Annotated[
        int | None, takes("--width", "NUMBER", "Columns of text (40 or more), or pixels of SVG (320 or more).")
    ] = None,
    ascii_: Annotated[
        bool | None, flag("--ascii/--no-ascii", "Draw with ASCII alone, or not. ASCII where the locale has no UTF-8.")
    ] = None,
    *,
    output: Output,
    selection: options.Selection,
    records: options.Records,
) -> None:
    """Draw terms, options and renewal windows on a time axis.

    A date known only to the month or year is drawn over all of it; an end that nobody has stated is left open.
    Contracts without any date are counted.
    """
    form = output.format.name
    wide = _width(width, form)
    span = (_bound("--from", from_), _bound("--to", to))
    by: Group = one_of("--group", group, get_args(Group))
    found: Timeline | Drawing
    if contract_id is not None:
        if any(span) or any(selection.filters):
            raise UsageError("one contract is drawn whole", "leave out --from, --to and the filters, or the id")
        found = drawing_of(records.look(contract_id))
    else:
        found = _timeline(records.open(), records.day, selection.filters, span, by)
    output.put_drawing(_drawn(found, form, wide, ascii_), records, selection)


def _drawn(found: Timeline | Drawing, form: str, width: int | None, ascii_only: bool | None) -> bytes:
    if form == "plain":
        return _text(found, width, ascii_only).encode()
    svg = _svg(found, width)
    if form == "svg":
        return svg.encode()
    from tenderwatch.timeline.png import png_of

    return png_of(svg)


def _timeline(
    registry: Registry, day: date, chosen: Filters, span: tuple[When | None, When | None], group: Group
) -> Timeline:
    filters = chosen.resolve(registry)
    first, last = span[0].earliest if span[0] else None, span[1].latest if span[1] else None
    if first and last and first > last:
        raise UsageError(f"--from {first} lies after --to {last}", "exchange the two")
    agenda = full_agenda(registry, day, filters)
    return timeline_of(agenda, group=group, first=first, last=last, services=filters.service)


def _width(given: int | None, form: str) -> int | None:
    least, most = _WIDTHS[form]
    if given is not None and not least <= given <= most:
        unit = "columns" if form == "plain" else "pixels"
        raise UsageError(f"--width: {given} is not between {least} and {most} {unit}", "leave it out for the usual one")
    return given


def _bound(flag: str, text: str | None) -> When | None:
    """A day, month, year or the like: the span begins with its first day and ends with its last."""
    if text is None:
        return None
    when = date_of(flag, text)
    if not when.known:
        raise UsageError(f"{flag}: the day has to be known", "give a date, a month or a year")
    return when


def _svg(found: Timeline | Drawing, width: int | None) -> str:
    if isinstance(found, Drawing):
        from tenderwatch.timeline.svg_contract import drawing_svg

        return drawing_svg(found, width=width or 520, headed=True)
    from tenderwatch.timeline.svg import timeline_svg

    return timeline_svg(found, width=width or 960)


def _text(found: Timeline | Drawing, width: int | None, ascii_only: bool | None) -> str:
    from tenderwatch.timeline.text import LEAST, render, render_one

    columns = width or max(shutil.get_terminal_size().columns, LEAST)
    plain = not speaks_utf8() if ascii_only is None else ascii_only
    if isinstance(found, Drawing):
        return render_one(found, columns, ascii_only=plain)
    return render(found, columns, ascii_only=plain)
