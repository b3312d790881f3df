"""`tenderwatch due`: what runs out or must be decided, and by when."""

import re
from datetime import date
from typing import Annotated

import typer

from tenderwatch.answers.board import GROUPS, own_rows
from tenderwatch.answers.due import Detail, due_answer
from tenderwatch.cli import options
from tenderwatch.cli.options import flag, takes
from tenderwatch.cli.output import Output, one_of
from tenderwatch.dates.arithmetic import clamp_months
from tenderwatch.errors import EXIT_FINDINGS, UsageError
from tenderwatch.queries.select import SORTS, due_agenda
from tenderwatch.text import capital

# The groups in which a row gives the exit code 1.
EXIT_ON = {"decide": GROUPS[:1], "coming": GROUPS[:2], "any": GROUPS}


@options.registry
@options.filters
@options.output(verbose=True)
def command(
    context: typer.Context,
    months: Annotated[
        str, takes("--months", "NUMBER|FROM-TO", "How far to look ahead, in calendar months: 12, or 12-18.")
    ] = "12",
    ends: Annotated[
        str | None, takes("--ends", "DATE|DATE..DATE", "Only ends in this time: 2027-12..2028-05, 2027/28, ...")
    ] = None,
    from_: Annotated[str | None, takes("--from", "DAY", "Start on this day, and leave out earlier dates.")] = None,
    by: Annotated[str | None, takes("--by", "any|end", "any: every date that needs attention; end: only ends.")] = None,
    group: Annotated[
        list[str] | None, takes("--group", "|".join(GROUPS), "Only this group of the board. May be repeated.")
    ] = None,
    sort: Annotated[
        str | None, takes("--sort", "|".join(SORTS), "The order of the rows. Default: most urgent first.")
    ] = None,
    brief: Annotated[bool, flag("--brief", "One line a contract, with its id.")] = False,
    long: Annotated[bool, flag("--long", "Every reason, who else buys, and the age of the evidence.")] = False,
    unknown: Annotated[bool, flag("--unknown", "Contracts whose end is not known, and where to find it out.")] = False,
    exit_code: Annotated[
        bool, flag("--exit-code", "Exit with 1 when anything is to decide or coming; see --exit-on.")
    ] = False,
    exit_on: Annotated[
        str | None,
        takes(
            "--exit-on",
            "|".join(EXIT_ON),
            "Exit with 1 for this group and more urgent ones. Default of --exit-code: coming.",
        ),
    ] = None,
    *,
    output: Output,
    selection: options.Selection,
    records: options.Records,
) -> None:
    """Show what to act on: what must be decided now, what is coming, which awards are awaited, what had no news.

    A date known to the month counts from its first day, so that warnings come early. Records that are not shown
    are counted.
    """  # fmt: skip
    if brief and long:
        raise UsageError("--brief and --long contradict each other", "give one of them")
    if ends and _was_typed(context, "months"):
        raise UsageError("--ends and --months contradict each other", "give one of them")
    since, horizon = _window(records.day, months, ends, from_)
    which = one_of("--by", by or ("end" if ends else "any"), ("any", "end"))
    if ends and which != "end":
        raise UsageError("--ends and --by any contradict each other", "--ends asks about ends alone: remove --by")
    order = one_of("--sort", sort or "when", tuple(SORTS))
    counted = EXIT_ON[one_of("--exit-on", exit_on or "coming", tuple(EXIT_ON))] if exit_code or exit_on else ()
    groups = frozenset(one_of("--group", name, GROUPS) for name in group or ())
    registry = records.open()
    agenda = due_agenda(
        registry, records.day, horizon, selection.resolve(registry), by=which, sort=order, since=since,
        groups=groups, as_sheet=output.format.as_sheet and not unknown,
    )  # fmt: skip
    detail: Detail = "brief" if brief else "long" if long else "board"
    asked = capital(selection.filters.asked.removeprefix("council "))
    if unknown:
        by_date = {"--exit-code or --exit-on": counted, "--ends": ends, "--from": from_, "--group": group}
        if typed := [flag for flag, value in by_date.items() if value]:
            raise UsageError("--unknown lists contracts that have no date", f"remove {typed[0]}")
        from tenderwatch.answers.unknown import unknown_answer

        output.put(unknown_answer(agenda, asked, verbose=output.verbose), records, selection)
        return
    output.put(
        due_answer(
            agenda, verbose=output.verbose, detail=detail, asked=asked, sorted_by=sort, ends_alone=which == "end"
        ),
        records,
        selection,
    )
    if counted and any(row.outlook.group in counted for row in own_rows(agenda).rows):
        raise typer.Exit(EXIT_FINDINGS)


_MONTHS = r"\s*([0-9]{1,9})(?:\s*(?:-|\.\.|to)\s*([0-9]{1,9}))?\s*"


def _window(today: date, months: str, ends: str | None, begins: str | None) -> tuple[date | None, date]:
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
        return first, clamp_months(first or today, options.months_ahead(int(months)))
    match = re.fullmatch(_MONTHS, months)
    if match is None:
        raise UsageError(f"--months: '{months}' is not a number of months", "12 looks a year ahead; 12-18 half a year")
    near, far = options.months_ahead(int(match[1])), options.months_ahead(int(match[2] or match[1]))
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
        raise UsageError("--ends: an unknown end has no date to search by", "--unknown lists those")
    if until.latest < first.earliest:
        raise UsageError(f"--ends: {begins} lies after {last}", f"for example: --ends {last}..{begins}")
    return first.earliest, until.latest


def _was_typed(context: typer.Context, name: str) -> bool:
    """Whether an option was typed, rather than left to its default or a settings file."""
    source = context.get_parameter_source(name)
    return source is not None and source.name == "COMMANDLINE"
