"""The options that commands share, each said once."""

from __future__ import annotations

from typing import Annotated

import typer

from tenderwatch.cli import complete
from tenderwatch.cli.context import open_watch
from tenderwatch.errors import UsageError
from tenderwatch.queries.filters import AUDIENCES, Filters

RegistryOption = Annotated[
    str | None,
    typer.Option(
        "--registry", envvar="TENDERWATCH_REGISTRY", metavar="PATH", show_envvar=True,
        help="Registry to read: a YAML file, or a folder of them. The bundled one if left out.",
    ),
]  # fmt: skip
TodayOption = Annotated[
    str | None,
    typer.Option(
        "--today", envvar="TENDERWATCH_TODAY", metavar="YYYY-MM-DD", show_envvar=True,
        help="Day to reckon from, so that any answer can be repeated. Today in London if left out.",
    ),
]  # fmt: skip
FormatOption = Annotated[
    str | None,
    typer.Option(
        "--format", metavar="FORMAT", autocompletion=complete.formats,
        help="table, plain, tsv, csv, json or md. A table on a terminal, plain otherwise.",
    ),
]  # fmt: skip
MonthsOption = Annotated[
    int, typer.Option("--months", metavar="NUMBER", help="How far to look ahead, in calendar months.")
]
CouncilOption = Annotated[
    list[str] | None,
    typer.Option(
        "--council", metavar="NAME", autocompletion=complete.councils,
        help="Only contracts of this council, as lead or partner: name, alias or id. May be repeated.",
    ),
]  # fmt: skip
LeadOption = Annotated[
    list[str] | None,
    typer.Option("--lead", metavar="NAME", autocompletion=complete.councils, help="Only contracts this council leads."),
]
ServiceOption = Annotated[
    list[str] | None,
    typer.Option(
        "--service",
        metavar="WORDS",
        autocompletion=complete.services,
        help="Only this service, or part of its name.",
    ),
]
PortalOption = Annotated[
    list[str] | None,
    typer.Option(
        "--portal",
        metavar="NAME",
        autocompletion=complete.portals,
        help="Only contracts on this portal, or on one it replaced.",
    ),
]
ProviderOption = Annotated[
    list[str] | None,
    typer.Option("--provider", metavar="NAME", help="Only contracts held by this provider, or part of its name."),
]
KindOption = Annotated[
    list[str] | None,
    typer.Option(
        "--kind",
        metavar="KIND",
        autocompletion=complete.kinds,
        help="Only this kind: contract, framework, dps, ...",
    ),
]
StatusOption = Annotated[
    list[str] | None,
    typer.Option(
        "--status",
        metavar="STATUS",
        autocompletion=complete.statuses,
        help="Only this status: running, unconfirmed, planned, ...",
    ),
]
TextOption = Annotated[
    list[str] | None,
    typer.Option(
        "--text",
        metavar="WORDS",
        help="Only contracts with these words in title, services, providers or notes.",
    ),
]
WatchOption = Annotated[
    str | None,
    typer.Option(
        "--watch",
        metavar="FILE",
        help="Only what this file names: lists of contracts, councils, services and words.",
    ),
]
AudienceOption = Annotated[
    str,
    typer.Option(
        "--for",
        metavar="|".join(AUDIENCES),
        help="Whose dates: tenders and ends for a provider; decisions, steps and ends for a commissioner.",
    ),
]
VerboseOption = Annotated[
    bool, typer.Option("--verbose", help="In JSON, name every record left out instead of counting them.")
]

# --- Of the commands that change a registry ---

EditedRegistryOption = Annotated[
    str | None,
    typer.Option(
        "--registry", envvar="TENDERWATCH_REGISTRY", metavar="PATH", show_envvar=True,
        help="Registry to change: a YAML file, or a folder of them. In a checkout, its data/ if left out.",
    ),
]  # fmt: skip
DryRunOption = Annotated[bool, typer.Option("--dry-run", help="Show the difference and write nothing.")]
KeepEditionOption = Annotated[
    bool, typer.Option("--keep-edition", help="Leave the registry's edition as it is, instead of moving it to the day.")
]
SourceOption = Annotated[
    str | None, typer.Option("--source", metavar="ID", autocompletion=complete.sources, help="The source that says so.")
]
PlaceOption = Annotated[
    str | None, typer.Option("--place", metavar="TEXT", help="Where in the source: page, item, paragraph, row.")
]
NewSourceOption = Annotated[
    list[str] | None,
    typer.Option(
        "--new-source", metavar="KEY=VALUE",
        help="Describe a source that the registry does not have yet: title=, publisher=, strength=; also url=, "
        "published=, read= (today if left out). Repeat for each.",
    ),
]  # fmt: skip


MOST_MONTHS = 600


def months_ahead(given: int) -> int:
    """The months of --months. Raises UsageError for a number that no calendar answers to."""
    if not 0 <= given <= MOST_MONTHS:
        raise UsageError(f"--months: {given} is not between 0 and {MOST_MONTHS}", "12 looks a year ahead")
    return given


def gather(*, watch: str | None = None, **chosen: list[str] | None) -> Filters:
    """The filter options of a command as one value. Raises UnreadableError for a watch file that cannot be used."""
    watched = open_watch(watch) if watch else None
    return Filters(**{name: tuple(words or ()) for name, words in chosen.items()}, watch=watched)
