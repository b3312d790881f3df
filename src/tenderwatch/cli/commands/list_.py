"""`tenderwatch list`: every contract, or those that the filters keep."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from tenderwatch.cli import clock, options
from tenderwatch.cli.answer import answer, one_of
from tenderwatch.cli.context import open_registry
from tenderwatch.queries.agenda import SORTS, full_agenda


def command(
    council: options.CouncilOption = None,
    lead: options.LeadOption = None,
    service: options.ServiceOption = None,
    portal: options.PortalOption = None,
    provider: options.ProviderOption = None,
    kind: options.KindOption = None,
    status: options.StatusOption = None,
    text: options.TextOption = None,
    watch: options.WatchOption = None,
    sort: Annotated[str, typer.Option("--sort", metavar="|".join(SORTS), help="The order of the rows.")] = "end",
    format_: options.FormatOption = None,
    verbose: options.VerboseOption = False,
    today: options.TodayOption = None,
    registry: options.RegistryOption = None,
) -> None:
    """List every contract in the registry, with its status on the day."""
    day = clock.today(today)
    records = open_registry(registry)
    chosen = options.gather(
        council=council, lead=lead, service=service, portal=portal,
        provider=provider, kind=kind, status=status, text=text, watch=watch,
    )  # fmt: skip
    filters = chosen.resolve(records)
    agenda = full_agenda(records, day, filters, sort=one_of("--sort", sort, tuple(SORTS)))
    sys.stdout.write(answer(agenda, format_, verbose=verbose))
