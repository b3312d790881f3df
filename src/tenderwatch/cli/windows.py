"""The time that a question is about: so many months ahead, from one month to another, or between two dates."""

import re
from datetime import date

import typer

from tenderwatch.cli.options import months_ahead
from tenderwatch.dates.arithmetic import clamp_months
from tenderwatch.errors import UsageError

_MONTHS = r"\s*([0-9]{1,9})(?:\s*(?:-|\.\.|to)\s*([0-9]{1,9}))?\s*"


def window(today: date, months: str, ends: str | None, begins: str | None) -> tuple[date | None, date]:
    """The first day asked about, None where whatever has passed counts too, and the last.

    Raises UsageError for months or dates that cannot be read, or that end before they begin.
    """
    if ends is not None:
        if begins is not None:
            raise UsageError("--ends and --from contradict each other", "give one of them")
        return _between(ends)
    first = None
    if begins is not None:
        from tenderwatch.cli.typed import day_of

        first = day_of("--from", begins)
    if months.isascii() and months.isdigit() and len(months) < 10:
        return first, clamp_months(first or today, months_ahead(int(months)))
    match = re.fullmatch(_MONTHS, months)
    if match is None:
        raise UsageError(f"--months: '{months}' is not a number of months", "12 looks a year ahead; 12-18 half a year")
    near, far = months_ahead(int(match[1])), months_ahead(int(match[2] or match[1]))
    if match[2] is None:
        return first, clamp_months(first or today, near)
    if near > far:
        raise UsageError(f"--months: {near} is more than {far}", f"for example: --months {far}-{near}")
    return clamp_months(first or today, near), clamp_months(first or today, far)


def _between(text: str) -> tuple[date, date]:
    from tenderwatch.cli.typed import date_of

    begins, dots, last = text.partition("..")
    first = date_of("--ends", begins)
    until = date_of("--ends", last) if dots else first
    if first.earliest is None or until.latest is None:
        raise UsageError("--ends: an end that is not known is not in any time", "--unknown lists those")
    if until.latest < first.earliest:
        raise UsageError(f"--ends: {begins} lies after {last}", f"for example: --ends {last}..{begins}")
    return first.earliest, until.latest


def was_typed(context: typer.Context, name: str) -> bool:
    """Whether an option was typed, rather than left to its default or a settings file."""
    source = context.get_parameter_source(name)
    return source is not None and source.name == "COMMANDLINE"
