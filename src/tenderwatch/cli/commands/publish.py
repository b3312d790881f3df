"""`tenderwatch publish`: a folder of calendars, pages and data, ready for any static host."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from tenderwatch.cli import options
from tenderwatch.cli.context import open_watch
from tenderwatch.cli.feeds import alarm_days, base_address, refuse_faults
from tenderwatch.cli.files import locked
from tenderwatch.cli.options import flag, named, takes
from tenderwatch.cli.progress import Progress
from tenderwatch.cli.streams import say
from tenderwatch.errors import OutsideError, UsageError
from tenderwatch.queries.filters import Filters, ResolvedFilters
from tenderwatch.queries.select import full_agenda
from tenderwatch.registry.model import Registry
from tenderwatch.text import count, has_control

if TYPE_CHECKING:
    from tenderwatch.site.build import Built

# What a folder may hold before it is ours: settings of hosts and of version control.
_OTHERS = frozenset({"CNAME"})


@options.registry
def command(
    folder: Annotated[str, named("DIR", "The folder to publish into: new, empty, or published before.")],
    base_url: Annotated[str, takes("--base-url", "URL", "The web address that the folder will have.")],
    watched: Annotated[
        list[str] | None, takes("--watch", "FILE", "Make feeds for this watch file too. May be repeated.")
    ] = None,
    follow: Annotated[
        list[str] | None,
        takes("--follow", "COUNCIL", "Put all contracts of a council into calendars. May be repeated."),
    ] = None,
    bands: options.BandsOption = False,
    alarm: options.AlarmOption = None,
    allow_loss: Annotated[
        bool, flag("--allow-loss", "Publish even if the registry has faults, or much of it is missing.")
    ] = False,
    *,
    records: options.Records,
) -> None:
    """Publish calendars to subscribe to, pages to read, and data for programs, as files for any web host.

    The new site is built beside the old one and put in place at once; if anything fails, the old one stays.
    Events carry over from what the folder holds: one that moves keeps its identity, one that is withdrawn is
    marked as cancelled for eight weeks. A registry with faults is not published over an earlier state; with
    --allow-loss, what cannot be read keeps its events. Files that have not changed are not written again.

    Of more than 2,000 contracts, those kept by hand have a page and calendars. All have a row in their council's table,
    with data to draw on, and only what has changed is worked out again.
    """  # fmt: skip
    if not folder.strip():
        raise UsageError("no folder is named", "name a folder to publish into")
    address, days = base_address(base_url), alarm_days(alarm)
    # Its real place, whatever link leads to it and wherever the working folder is moved to.
    target = Path(folder).resolve()
    if target.exists() and not target.is_dir():
        raise UsageError(f"{folder} is not a folder", "name a folder to publish into")
    if target == target.parent:
        raise UsageError(f"{folder} is a whole disk", "name a folder on it")
    from tenderwatch.site.build import build_site, read_published
    from tenderwatch.site.folder import building
    from tenderwatch.site.large.build import Options, build_large, is_large
    from tenderwatch.site.site import MANIFEST

    try:
        target.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise OutsideError(f"cannot make {target.parent}: {error.strerror}", "name another folder") from None
    # The registry too is read under the lock: a run that waited must not publish what it was before.
    with locked(target, f"the site {folder}"), building(target) as made, Progress() as progress:
        loaded = records.load()
        registry = loaded.registry
        watches = _watches(watched or [], registry)
        published = read_published(made.before)
        others = made.keep_others(published.files | {MANIFEST} if published else frozenset())
        strangers = [other for other in others if not (other.startswith(".") or other in _OTHERS)]
        if strangers and not published:
            raise UsageError(
                f"{folder} holds other files ({strangers[0]}) and nothing published by tenderwatch",
                "name an empty folder, or one that was published before",
            )
        if published and not allow_loss:
            refuse_faults(loaded, "nothing is published", published.contracts)
        followed = Filters(council=tuple(follow or ())).resolve(registry).council
        if is_large(registry, published):
            how = Options(watches, followed, allow_loss=allow_loss, bands=bands, alarm=days)
            built = build_large(registry, records.day, address, how, published=published, read=made.before,
                                put=made.put, progress=progress.step)  # fmt: skip
        else:
            agenda = full_agenda(registry, records.day, Filters().resolve(registry), sort="id")
            built = build_site(
                agenda, address, watches, published=published, read=made.before, put=made.put,
                allow_loss=allow_loss, bands=bands, alarm=days, progress=progress.step,
            )  # fmt: skip
    say(_summary(built, len(made.written), folder))
    if built.nearly_full:
        path, share = built.nearly_full[0]
        most = f"the fullest, {path}, is" if len(built.nearly_full) > 1 else "it is"
        named = path if len(built.nearly_full) == 1 else count(len(built.nearly_full), "calendar")
        say(
            f"note: {named} will soon be published in parts: {most} at {share:.0%} of what calendar programs take\n"
            "  subscribers keep what they have; what is new goes into further parts, which the calendar names"
        )


def _summary(built: Built, written: int, folder: str) -> str:
    cancelled = f" ({built.cancelled} cancelled)" if built.cancelled else ""
    done = f"{count(written, 'file')} of {built.files:,} written to" if written else "nothing to write, unchanged in"
    gone = f", {count(built.tombstones, 'file')} of the past" if built.tombstones else ""
    return (
        f"{count(built.contracts, 'contract')}, {count(built.events, 'event')}{cancelled}, "
        f"{count(built.feeds, 'calendar')}{gone}: {done} {folder}"
    )


def _watches(paths: list[str], records: Registry) -> dict[str, ResolvedFilters]:
    """Watch lists by name, resolved. Two of one name would share an address."""
    from tenderwatch.site.site import slug

    by_name: dict[str, ResolvedFilters] = {}
    addresses: dict[str, str] = {}
    for path in paths:
        watch = open_watch(path)
        if has_control(watch.name):
            raise UsageError(f"--watch: the name of {path} contains invisible characters", "rename the file")
        other = addresses.setdefault(slug(watch.name), watch.name)
        if watch.name in by_name or other != watch.name:
            message = f"two watch files are called '{watch.name}'"
            if other != watch.name:
                message = f"the watch files '{other}' and '{watch.name}' would share one address"
            raise UsageError(message, "give each a name of its own")
        by_name[watch.name] = Filters(watch=watch).resolve(records)
    return by_name
