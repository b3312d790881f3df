"""`tenderwatch export`: the registry in the formats that others read."""

from typing import Annotated

import typer

from tenderwatch.cli import options
from tenderwatch.cli.exporting import OcidPrefixOption, export_target, ocid_prefix_of, put_export
from tenderwatch.cli.output import one_of, refuse_input
from tenderwatch.exporters import EXPORTS, Wanted
from tenderwatch.queries.select import Listing


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
    target = export_target("export", what, output)
    options.refuse_year(what, year)
    prefix = ocid_prefix_of(ocid_prefix)
    registry = records.open()
    refuse_input(target, [*records.inputs(), *selection.inputs()])
    listing = Listing(registry, records.day, selection.resolve(registry))
    put_export(what, target, Wanted(listing, prefix, year))
