"""Options that commands share. A decorator adds a set of them, and hands the command one value for it.

    @options.registry
    @options.filters
    def command(months: options.MonthsOption = 12, *, selection: Selection, records: Records) -> None: ...

Help and completion see the options; the command sees `selection` and `records`. In help, a command's own options
come first, then each set, the decorator nearest to the command first. A new set is one more use of `bundle`.
"""

import functools
import inspect
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, nullcontext
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from tenderwatch.cli import clock, complete
from tenderwatch.cli.context import open_loaded, open_watch, registry_layers
from tenderwatch.cli.output import Output, choose
from tenderwatch.errors import UsageError
from tenderwatch.formats import FORMATS, Format
from tenderwatch.named_tuple import NamedTuple
from tenderwatch.queries.filters import AUDIENCES, Filters, ResolvedFilters
from tenderwatch.registry.load import Loaded
from tenderwatch.registry.model import Registry
from tenderwatch.text import listing

if TYPE_CHECKING:
    from tenderwatch.outlook import Outlook

Command = Callable[..., None]
Completion = Callable[..., list[str]]


class Shared(NamedTuple):
    """An option that a decorator adds: its type with the words of its help, and its default."""

    type: Any
    default: Any = None


def takes(flags: str, metavar: str, about: str, words: Completion | None = None, **more: Any) -> Any:
    """An option that takes a value, by one flag or several with spaces between; `words` completes it."""
    return typer.Option(*flags.split(), metavar=metavar, help=about, autocompletion=words, **more)


def flag(name: str, about: str) -> Any:
    """An option that is on or off."""
    return typer.Option(name, help=about)


def named(metavar: str, about: str, words: Completion | None = None) -> Any:
    """An argument that has no flag."""
    return typer.Argument(metavar=metavar, help=about, autocompletion=words)


def text(flags: str, metavar: str, about: str, words: Completion | None = None, **more: Any) -> Shared:
    """A shared option that takes a text."""
    return Shared(Annotated[str | None, takes(flags, metavar, about, words, **more)])


def words(flags: str, metavar: str, about: str, words: Completion | None = None) -> Shared:
    """A shared option that takes a text and may be repeated."""
    return Shared(Annotated[list[str] | None, takes(flags, metavar, about, words)])


def switch(name: str, about: str) -> Shared:
    """A shared option that is on or off."""
    return Shared(Annotated[bool, flag(name, about)], False)


def bundle(name: str, shared: dict[str, Shared], make: Callable[..., Any]) -> Callable[[Command], Command]:
    """A decorator that gives a command these options, and hands it `make(**options)` under one name."""

    def decorate(command: Command) -> Command:
        signature = inspect.signature(command, eval_str=True)
        own = [parameter for parameter in signature.parameters.values() if parameter.name != name]
        added = [
            inspect.Parameter(key, inspect.Parameter.KEYWORD_ONLY, default=option.default, annotation=option.type)
            for key, option in shared.items()
        ]

        @functools.wraps(command)
        def with_value(**given: Any) -> None:
            value = make(**{key: given.pop(key) for key in shared})
            # A value that is held, such as a locked registry, is let go when the command has ended.
            with value if isinstance(value, AbstractContextManager) else nullcontext():
                command(**given, **{name: value})

        parameters = [*own, *added]
        # typer reads both of these.
        with_value.__signature__ = signature.replace(parameters=parameters)  # type: ignore[attr-defined]
        with_value.__annotations__ = {item.name: item.annotation for item in parameters} | {"return": None}
        return with_value

    return decorate


# --- The registry and the day ---

TodayOption = Annotated[
    str | None,
    typer.Option(
        "--today", envvar="TENDERWATCH_TODAY", metavar="DAY", show_envvar=True,
        help="Day to calculate for, so that any answer can be repeated. Default: today in London.",
    )
]  # fmt: skip
RegistryOption = Annotated[
    str | None,
    typer.Option(
        "--registry", envvar="TENDERWATCH_REGISTRY", metavar="PATH", show_envvar=True,
        help="Registry to read: a YAML file, or a folder of them, or several layers with ; between. "
        "Default: the bundled one.",
    )
]  # fmt: skip


class Records(NamedTuple):
    """Where the registry is, as given (None for the bundled one), and the day to calculate for.

    `today` is the day as it was given, None where it is really today.
    """

    path: str | None
    today: str | None
    day: date

    def open(self) -> Registry:
        """The records that could be read; a warning counts the others. Raises UnreadableError if none could."""
        return self.load().registry

    def look(self, contract_id: str) -> "Outlook":
        """A contract as it stands on the day. Raises UsageError with the nearest ids."""
        from tenderwatch.outlook import look_at
        from tenderwatch.queries.filters.resolving import find_contract

        registry = self.open()
        return look_at(find_contract(registry, contract_id), registry, self.day)

    def load(self) -> Loaded:
        """As `open`, with the faults beside the records."""
        return open_loaded(self.path)

    def inputs(self) -> Iterator[Path]:
        """The files and folders that are read, which no output may replace."""
        yield from (layer.path for layer in registry_layers(self.path))


registry = bundle(
    "records",
    {"today": Shared(TodayOption), "registry": Shared(RegistryOption)},
    lambda today, registry: Records(registry, today, clock.today(today)),
)

# --- Filters ---


class Selection(NamedTuple):
    """The filters as given. `watched` is the watch file's path."""

    filters: Filters
    watched: str | None

    def resolve(self, registry: Registry) -> ResolvedFilters:
        """The filters with names turned into ids. Raises UsageError for a name that nothing has."""
        return self.filters.resolve(registry)

    def inputs(self) -> Iterator[Path]:
        """The watch file, which no output may replace."""
        if self.watched:
            yield Path(self.watched)


def _selection(*, watch: str | None = None, **chosen: list[str] | None) -> Selection:
    """Raises UnreadableError for a watch file that cannot be used."""
    watched = open_watch(watch) if watch else None
    return Selection(Filters(**{name: tuple(words or ()) for name, words in chosen.items()}, watch=watched), watch)


_FILTERS = {
    "council": words(
        "--council", "NAME", "Only contracts of this council, as lead or partner: name, alias or id. May be repeated.",
        complete.councils,
    ),
    "lead": words("--lead", "NAME", "Only contracts this council leads.", complete.councils),
    "region": words(
        "--region", "NAME", "Only contracts of councils in this region of England: 'North East'.",
        complete.regions,
    ),
    "service": words(
        "--service", "WORDS", "Only this service, or part of its name.", complete.services
    ),
    "portal": words(
        "--portal", "NAME", "Only contracts on this portal, or on one it replaced.", complete.portals
    ),
    "provider": words("--provider", "NAME", "Only contracts held by this provider, or part of its name."),
    "kind": words(
        "--kind", "KIND", "Only this kind: contract, framework, dps, ...", complete.kinds
    ),
    "department": words(
        "--department", "NAME", "Only this department, or part of its name.", complete.departments
    ),
    "cpv": words("--cpv", "CODE", "Only this CPV code, or those that begin with it: 853."),
    "status": words(
        "--status", "STATUS", "Only this status: running, unconfirmed, planned, ...", complete.statuses
    ),
    "text": words(
        "--text", "WORDS", "Only contracts with these words in title, services, providers, notes or sources."
    ),
    "watch": text(
        "--watch", "FILE", "Only what this file names: lists of contracts, councils, services and words."
    ),
}  # fmt: skip
filters = bundle("selection", _FILTERS, _selection)
some_filters = bundle("selection", {name: _FILTERS[name] for name in ("council", "service")}, _selection)

# --- The answer's format and file ---


def output(
    *more: Format, only: tuple[str, ...] = tuple(FORMATS), usual: str | None = None, verbose: bool = False
) -> Callable[[Command], Command]:
    """Adds --format and --output, for the formats named in `only` and for `more`; with `verbose` that option too.

    Without a format or a file, it is the `usual` one: a table on a terminal and plain text elsewhere if None.
    """
    known = {**{name: FORMATS[name] for name in only}, **{form.name: form for form in more}}
    names = listing(known, "or")
    default = usual or "a table on a terminal, plain elsewhere"
    shared = {
        "format_": text(
            "--format", "FORMAT", f"{names}. Default: by the ending of the file; else {default}.",
            _completed(tuple(known)),
        ),
        "output": text("-o --output", "FILE", "Write to this file. Default: standard output."),
        "no_pager": switch("--no-pager", "Print a long answer at once. A file or a pipe is never paged."),
    }  # fmt: skip
    if len(known) == 1:
        del shared["format_"]
    if verbose:
        shared["verbose"] = switch("--verbose", "In JSON, name every record left out.")

    def make(*, output: str | None, no_pager: bool, format_: str | None = None, verbose: bool = False) -> Output:
        return choose(format_, output, known, usual)._replace(verbose=verbose, paged=not no_pager)

    return bundle("output", shared, make)


def _completed(words: tuple[str, ...]) -> Callable[[str], list[str]]:
    return lambda incomplete: complete.fitting(words, incomplete)


# --- Options of their own ---

IdArgument = Annotated[str, named("ID", "The contract's id.", complete.ids)]
MonthsOption = Annotated[int, takes("--months", "NUMBER", "How far to look ahead, in calendar months.")]
YearOption = Annotated[
    int | None,
    takes(
        "--year",
        "YEAR",
        "For pipeline: the notice that begins with 1 April of this year. Default: the next to publish.",
    ),
]
LeadOption = Annotated[
    str | None, takes("--lead", "NAME", "Whose register it is, where no column says so.", complete.councils)
]
MapOption = Annotated[
    str | None,
    takes("--map", "FILE", "A TOML file that says what the columns hold. If there is none, it is written."),
]
SheetOption = Annotated[str, takes("--sheet", "NAME", "The sheet of a workbook.")]
HeadingOption = Annotated[int, typer.Option("--heading", metavar="ROW", min=0, help="The row of the headings.")]
RejectsOption = Annotated[str | None, takes("--rejects", "FILE", "Write rejected rows to this CSV file.")]
StrictOption = Annotated[bool, flag("--strict", "Exit 1 if any row is rejected.")]
AudienceOption = Annotated[
    str,
    takes(
        "--for",
        "|".join(AUDIENCES),
        "Whose dates: tenders and ends for a provider; decisions, steps and ends for a commissioner.",
    ),
]
AlarmOption = Annotated[
    str | None, takes("--alarm", "LENGTH", "Remind this long before each date: 14d, 2w. Some programs ignore it.")
]
BandsOption = Annotated[bool, flag("--bands", "Show spans of over 31 days in full, not on their first day.")]

MOST_MONTHS = 600


def months_ahead(given: int) -> int:
    """The months of --months. Raises UsageError for a number that no calendar answers to."""
    if not 0 <= given <= MOST_MONTHS:
        raise UsageError(f"--months: {given} is not between 0 and {MOST_MONTHS}", "12 looks a year ahead")
    return given


def refuse_year(kind: str, year: int | None) -> None:
    """Raises UsageError where --year is given for anything but a pipeline."""
    if year is not None and kind != "pipeline":
        raise UsageError(f"--year is for pipeline, not for {kind}", "remove --year")
