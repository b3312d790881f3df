"""`tenderwatch fetch`: notices from the public services, for `import`."""

from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any

import typer

from tenderwatch.cli import clock, options
from tenderwatch.cli.files import locked
from tenderwatch.cli.options import named, takes
from tenderwatch.cli.progress import Progress
from tenderwatch.cli.streams import say
from tenderwatch.cli.typed import past_day
from tenderwatch.errors import OutsideError, UsageError
from tenderwatch.fetching.services import SERVICES
from tenderwatch.text import count


@options.registry
def command(
    service: Annotated[str, named("|".join(SERVICES), "The service to ask.")],
    since: Annotated[str, takes("--since", "DAY", "The first day of the notices wanted.")],
    output: Annotated[
        str, typer.Option("--output", "-o", metavar="FILE", help="Write the notices to this file, one a line (.jsonl).")
    ],
    until: Annotated[str | None, takes("--until", "DAY", "The last day, included. Default: yesterday.")] = None,
    council: Annotated[
        list[str] | None, takes("--council", "NAME", "Only what this council buys: name, alias or id. May be repeated.")
    ] = None,
    pause: Annotated[
        float | None,
        typer.Option("--pause", min=0, metavar="SECONDS", help="Seconds to wait between requests. Default: 10."),
    ] = None,
    address: Annotated[
        str | None, takes("--address", "URL", "Ask a mirror of the service at this address instead.")
    ] = None,
    *,
    records: options.Records,
) -> None:
    """Fetch notices from Find a Tender or Contracts Finder into a file that `import` reads.

    This command connects to the service that you name and nowhere else; apart from mail, no other uses the network.
    It waits between requests as the services ask, and takes about a minute for each day. A run that was stopped goes
    on where it stopped: run the same command again. The file appears once it is complete.
    """
    from datetime import timedelta

    from tenderwatch.cli.output import one_of
    from tenderwatch.fetching.asking import Patience, asker
    from tenderwatch.fetching.partial import Partial
    from tenderwatch.fetching.walk import walk

    asked = SERVICES[one_of("SERVICE", service, tuple(SERVICES))]
    first = past_day("--since", since, records.day)
    last = past_day("--until", until, records.day) if until else records.day - timedelta(days=1)
    if last < first:
        raise UsageError(f"--since {first} is after the last day, {last}", "give an earlier day, or --until")
    target, home = Path(output), address or asked.address
    if target.suffix.lower() not in (".jsonl", ".ndjson"):
        raise UsageError(f"{target} would hold a notice on each line", "end its name with .jsonl")
    if not target.parent.is_dir():
        raise UsageError(f"there is no folder {target.parent}", "make it first")
    wanted = _wanted(council, records)
    about = {"service": service, "address": home, "until": last.isoformat(), "council": sorted(council or ())}
    wait = asked.pause if pause is None else pause
    patience = Patience(wait, asked.refused, clock.sleep, lambda: clock.moment(None), say)
    with (
        locked(target, str(target)),
        asker(home, patience) as ask,
        Partial(target, about | {"since": first.isoformat()}, first) as partial,
        Progress() as progress,
    ):  # fmt: skip
        days, begun = (last - first).days + 1, partial.progress
        if partial.kept or begun.day > first:
            say(f"going on with {target}: {count(partial.kept, 'notice')} so far")
        say(f"asking {home} for {count((last - begun.day).days + 1, 'day')}")
        met = 0
        try:
            for step in walk(asked, home, ask, begun.day, last, partial.seen, going_on=begun.going_on):
                met += len(step.releases)
                after = step.day if step.following else step.day + timedelta(days=1)
                partial.keep(filter(wanted, step.releases), after, step.following)
                progress.step(f"notices of {step.day}", (step.day - first).days, days)
            partial.finish()
        except OSError as error:
            raise OutsideError(f"cannot write {target}: {error.strerror}", "check the disk and the folder") from None
    left = met - partial.kept if council else 0
    say(f"{count(partial.kept, 'notice')} written to {target}" + (f"; {left} of others left out" if left > 0 else ""))


def _wanted(council: list[str] | None, records: options.Records) -> Callable[[dict[str, Any]], bool]:
    """Whether a release is of the councils asked for; one that names no buyer amends another notice and is kept."""
    if not council:
        return lambda _: True
    from tenderwatch.importers.index import Index
    from tenderwatch.importers.release_parts import buyers_of
    from tenderwatch.queries.filters.resolving import find_authority

    registry = records.open()
    index = Index(registry)
    ids = {name for given in council for name in find_authority(registry, given)}

    def is_wanted(release: dict[str, Any]) -> bool:
        buyers = buyers_of(release)
        return not buyers or any((body := index.authority(buyer)) and body.id in ids for buyer in buyers)

    return is_wanted
