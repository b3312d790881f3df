"""`tenderwatch export` and `convert`: the registry, or a file that can be imported, in the formats that others read."""

from __future__ import annotations

import re
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tenderwatch.cli import clock, options
from tenderwatch.cli.context import file_target
from tenderwatch.cli.files import write_atomically
from tenderwatch.cli.options import named, takes
from tenderwatch.cli.output import one_of, refuse_input
from tenderwatch.cli.streams import say, say_written
from tenderwatch.errors import UnreadableError, UsageError
from tenderwatch.exporters import EXPORTS, Tally, Wanted, export
from tenderwatch.exporters.carried import lost
from tenderwatch.labels.label import label
from tenderwatch.labels.records import KEY
from tenderwatch.queries.select import Listing
from tenderwatch.text import count, listing, plural

if TYPE_CHECKING:
    from tenderwatch.importers.run import Import
    from tenderwatch.registry.model import Registry

OcidPrefixOption = Annotated[
    str | None,
    takes("--ocid-prefix", "PREFIX", "For ocds: your council's registered prefix, for contracts without an OCID."),
]
# The exports that hold contracts: the others describe what holds them.
_HOLDING = {name: export for name, export in EXPORTS.items() if export.contracts}
_MOST_NAMED = 5
# With no registry, nothing is the same or changed.
_OUTCOMES = ("new", "doubtful", "set aside", "rejected")


@options.registry
@options.filters
def command(
    what: Annotated[str, typer.Argument(metavar="WHAT", help=f"What to write: {', '.join(EXPORTS)}.")],
    output: Annotated[str, typer.Option("--output", "-o", metavar="FILE", help="Write to this file.")],
    ocid_prefix: OcidPrefixOption = None,
    year: options.YearOption = None,
    *,
    selection: options.Selection,
    records: options.Records,
) -> None:
    """Write the registry in a format that other programs read: open contracting, a council's register, a database.

    What a format cannot carry is counted, with the reason. A date that is not known to the day is in no field for days.
    """  # fmt: skip
    what = one_of("WHAT", what, tuple(EXPORTS))
    target = _export_target("export", what, output)
    options.refuse_year(what, year)
    prefix = _ocid_prefix_of(ocid_prefix)
    registry = records.open()
    refuse_input(target, [*records.inputs(), *selection.inputs()])
    wanted = Listing(registry, records.day, selection.resolve(registry))
    _put_export(what, target, Wanted(wanted, prefix, year))


def convert(
    source: Annotated[str, named("FILE-IN", "The file to read, as import reads it; - for standard input.")],
    output: Annotated[str, named("FILE-OUT", "The file to write, as export writes it.")],
    from_: Annotated[
        str | None, takes("--from", "KIND", "What is read, as for import --as. Default: recognised by its content.")
    ] = None,
    to: Annotated[
        str | None, takes("--to", "KIND", f"What is written: {', '.join(_HOLDING)}. Default: by the ending.")
    ] = None,
    lead: options.LeadOption = None,
    map_: options.MapOption = None,
    sheet: options.SheetOption = "",
    heading: options.HeadingOption = 0,
    ocid_prefix: OcidPrefixOption = None,
    year: options.YearOption = None,
    rejects: options.RejectsOption = None,
    strict: options.StrictOption = False,
    today: options.TodayOption = None,
) -> None:
    """Turn notices, a register or an export into another format. No registry is read or changed.

    Every row is accounted for, as by import; what the new format cannot carry is counted, as by export.
    """
    from tenderwatch.cli.importing import Wanted as WantedImport
    from tenderwatch.cli.importing import layout_of, put_rejects, read_alone, side_file
    from tenderwatch.importers.reading import KINDS
    from tenderwatch.importers.run import Choice
    from tenderwatch.queries.filters import Filters

    known = one_of("--from", from_, KINDS) if from_ is not None else None
    what = _wanted(to, output)
    target = _export_target("convert", what, output)
    options.refuse_year(what, year)
    prefix, day = _ocid_prefix_of(ocid_prefix), clock.today(today)
    mapping, rejected = side_file("--map", map_), side_file("--rejects", rejects)
    layout = layout_of(sheet, heading, lead, mapping)
    read = [Path(source)] if source != "-" else []
    for file in filter(None, (target, rejected)):
        refuse_input(file, read)
    if rejected == target:
        raise UsageError(f"{target} cannot hold the rejected rows as well", "name another file with --rejects")
    try:
        result, registry = read_alone(WantedImport((source,), known, layout, lambda _: Choice(), day, None, mapping))
    except UnreadableError as error:  # what import calls ⟨as⟩
        raise UnreadableError(*(text.replace("⟨as⟩", "⟨from⟩") for text in (str(error), error.hint))) from None
    _put_export(what, target, Wanted(Listing(registry, day, Filters().resolve(registry)), prefix, year))
    _say_what_is_lost(what, registry)
    _say_what_became(result, source)
    put_rejects(rejected, result)
    if strict and result.rejects:
        raise typer.Exit(1)


def _say_what_is_lost(what: str, registry: Registry) -> None:
    """What the export has no place for, and what of it comes back only in part."""
    nowhere, partly = lost(what, registry.contracts)
    if nowhere:
        named = listing(f"{label(KEY, key)} ({number:,})" for key, number in nowhere.items())
        say(f"{what} has no place for: {named}")
    if partly:
        say(f"and carries in part: {listing(label(KEY, key) for key in partly)}")


def _say_what_became(result: Import, source: str) -> None:
    """What became of each row, which of them did not come through, and whether there is more to look at."""
    account = result.account
    outcomes = {"converted" if outcome == "new" else outcome: account.counts[outcome] for outcome in _OUTCOMES}
    say(f"{count(account.rows, 'row')}: {', '.join(f'{number:,} {outcome}' for outcome, number in outcomes.items())}")
    for reject in islice(result.rejects, _MOST_NAMED):
        say(f"  rejected: {reject.place}: {reject.reason}")
    if (more := len(result.rejects) - _MOST_NAMED) > 0:
        say(f"  and {more:,} more: --rejects FILE lists {plural(more, 'it', 'them')}")
    for match in islice((match for match in result.matches if match.outcome == "doubtful"), _MOST_NAMED):
        say(f"  left out: {match.proposal.places[-1]}: {match.by}")
    number = sum(len(match.proposal.remarks) for match in result.matches)
    number += sum(len(opened.all_remarks) for _, opened in result.opened)
    if number:
        them = plural(number, "it", "them")
        say(f"{count(number, 'remark')} on how it was read: `tenderwatch import {source}` lists {them}")


def _wanted(to: str | None, output: str) -> str:
    """What is to be written: as asked for, else the one export whose files end so. Raises UsageError."""
    if to is not None:
        return str(one_of("--to", to, tuple(_HOLDING)))
    ending = Path(output).suffix.lower()
    fitting = [name for name, export in _HOLDING.items() if ending in export.writers]
    if len(fitting) > 1:
        raise UsageError(f"{output} can be {listing(fitting, 'or')}", f"say which with --to {fitting[0]}")
    if not fitting:
        endings = dict.fromkeys(ending for export in _HOLDING.values() for ending in export.writers)
        raise UsageError(f"the ending of {output} is of no export", f"end it with {listing(endings, 'or')}")
    return fitting[0]


def _export_target(command: str, what: str, output: str) -> Path:
    """The file to write. Raises UsageError for standard output, or an ending that is another format's."""
    target = file_target(output)
    if target is None:
        raise UsageError(f"{command} writes a file, not to standard output", "name a file")
    endings = EXPORTS[what].writers
    if target.suffix.lower() not in endings:
        raise UsageError(f"the ending of {target} does not fit {what}", f"end it with {' or '.join(endings)}")
    return target


def _ocid_prefix_of(given: str | None) -> str:
    """The prefix as given; nothing where none is. Raises UsageError where it is none."""
    if given is not None and not re.fullmatch(r"ocds-[a-z0-9]{6}", given):
        hint = "it begins with ocds- and has six letters or digits; the Open Contracting Partnership gives it out"
        raise UsageError(f"--ocid-prefix: '{given}' is no prefix of open contracting", hint)
    return given or ""


def _put_export(what: str, target: Path, wanted: Wanted) -> None:
    """Write the contracts, whole or not at all, and say what became of them."""
    tally = Tally()
    changed = write_atomically(target, export(what, target.suffix.lower(), wanted, tally))
    if EXPORTS[what].contracts:
        say_written(count(tally.written, "contract"), target, changed=changed)
    else:
        say(f"written to {target}" if changed else f"unchanged: {target}")
    for why, number in tally.left_out.items():
        say(f"{count(number, 'contract')} left out: {why}")
    for remark in tally.remarks:
        say(remark)
