"""One build of a site: from a registry and the site published before to every file of the new one.

Everything is made and checked before anything is put in place. What is no longer published is shown for eight
weeks: a feed by cancelled events, a page by one that says so.
"""

import json
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

from tenderwatch.answers.answer import SCHEMA_VERSION
from tenderwatch.calendar.carry import MANY, TOMBSTONE, find_loss
from tenderwatch.calendar.feed import FeedError, count_events
from tenderwatch.dates.words import day_text
from tenderwatch.errors import UnreadableError, UsageError
from tenderwatch.formats.html import template
from tenderwatch.named_tuple import NamedTuple
from tenderwatch.own_json import DamageError
from tenderwatch.queries.filters import ResolvedFilters
from tenderwatch.queries.select import Agenda
from tenderwatch.site.changes import AtomError, find_changes, newest_first, read_atom, write_atom
from tenderwatch.site.data import write_data
from tenderwatch.site.feeds import Feeds, Written
from tenderwatch.site.manifest import (
    FeedCounts,
    ManifestError,
    Published,
    file_entry,
    read_manifest,
    write_manifest,
)
from tenderwatch.site.pages import render_pages
from tenderwatch.site.parts import WARN_AT
from tenderwatch.site.plans import FeedPlan, plan_feeds
from tenderwatch.site.site import (
    API,
    ATOM,
    MANIFEST,
    Change,
    Feed,
    Site,
    atom_path,
    contract_page,
    council_page,
    region_page,
    service_page,
)
from tenderwatch.text import count, listing, plural

Put = Callable[[str, bytes], None]
ReadBefore = Callable[[str], bytes | None]
Progress = Callable[[str, int, int], None]


class Built(NamedTuple):
    """What a build came to."""

    contracts: int
    feeds: int
    files: int
    events: int
    cancelled: int
    tombstones: int
    # Calendars that will soon be published in parts, fullest first, each with how full it is (1 is full).
    nearly_full: tuple[tuple[str, float], ...] = ()


def nearly_full(written: list[Written]) -> tuple[tuple[str, float], ...]:
    """The calendars that will soon be published in parts, fullest first, each with how full it is."""
    parts = Counter(item.plan[2:5] for item in written)
    nearly = sorted(
        (
            (item.size.share, item.plan.path)
            for item in written
            if item.size.share >= WARN_AT and parts[item.plan[2:5]] == 1
        ),
        reverse=True,
    )
    return tuple((path, share) for share, path in nearly)


@contextmanager
def read_whole() -> Iterator[None]:
    """What was published before is read whole or not at all. Raises UnreadableError, which names the damaged file."""
    try:
        yield
    except (FeedError, AtomError, ManifestError, DamageError) as error:
        hint = "put back the file that was published, or move the folder away to begin again"
        raise UnreadableError(f"cannot build on the site published before: {error}", hint) from None


def read_published(read: ReadBefore) -> Published | None:
    """The site published before, or None. Raises UnreadableError where its manifest is damaged."""
    data = read(MANIFEST)
    with read_whole():
        return None if data is None else read_manifest(data)


def build_site(
    agenda: Agenda,
    base_url: str,
    watches: dict[str, ResolvedFilters],
    *,
    published: Published | None,
    read: ReadBefore,
    put: Put,
    allow_loss: bool = False,
    bands: bool = False,
    alarm: int = 0,
    progress: Progress = lambda _what, _done, _total: None,
) -> Built:
    """Make every file and hand it to `put`.

    `read` gives the bytes of a file of the site published before. `progress` hears what is being made, how
    many of it there are by now, and how many there will be. Raises UsageError where the build would lose events,
    unless `allow_loss` is given, and UnreadableError where a file published before is damaged.
    """
    files: dict[str, dict[str, Any]] = {}

    def keep(path: str, data: bytes) -> None:
        put(path, data)
        files[path] = file_entry(data)

    written = []
    plans = plan_feeds(agenda, watches)
    with read_whole():
        feeds = Feeds(agenda, base_url, read, published, bands=bands, alarm=alarm)
        told_before = changes_before(published, read)
        if not allow_loss:
            check_loss(feeds, published)
        for feed in write_all_feeds(feeds, plans, published, allow_loss=allow_loss):
            keep(feed.plan.path, feed.data)
            # The bytes of hundreds of feeds are not held at once.
            written.append(feed._replace(data=b""))
            progress("calendars", len(written), len(plans))

    titles = feeds.titles
    before = published.contracts if published else titles
    new = find_changes(feeds.all, agenda.today, titles, before) if published else []
    changes = newest_first(new, told_before, agenda.today)
    listed = tuple(listed_feed(item) for item in written if item.plan.contracts)
    site = Site(agenda, base_url, listed, changes)
    first = published.first if published else agenda.today
    for path, data in write_changes(site, plans, first):
        keep(path, data)
    for path, data in write_data(site):
        keep(path, data)
    for number, (path, data) in enumerate(render_pages(site), start=1):
        keep(path, data)
        progress("pages", number, len(agenda.rows))

    for name in sorted(feeds.unread):
        for path in (contract_page(name), f"{API}/contracts/{name}.json"):
            if path not in files and (old := read(path)) is not None:
                keep(path, old)
    tombstones = find_tombstones(published, frozenset(files), agenda.today)
    for path, since in list(tombstones.items()):
        if path not in files:
            keep(path, stone_for(path, since))
    kept = [event for event in feeds.all.events if not event.cancelled]
    live = Counter(event.body.uid.split("@")[0].split(".")[1] for event in kept)
    gone = len(feeds.all.events) - len(kept)
    manifest = write_manifest(
        today=agenda.today, first=first, edition=agenda.registry.edition, base_url=base_url,
        records=agenda.registry.records, faulty=agenda.registry.faulty, contracts=titles,
        unread={name: before[name] for name in sorted(feeds.unread)},
        events=dict(live), cancelled=gone, history=sum(event.body.last < agenda.today for event in kept),
        feeds=[(listed_feed(item), FeedCounts(item.cancelled, item.history, item.left)) for item in written],
        files=files, tombstones=tombstones,
    )  # fmt: skip
    put(MANIFEST, manifest)
    if len(titles) + len(agenda.registry.faulty) != agenda.registry.records:
        raise AssertionError("records in and pages out do not reconcile")
    return Built(
        len(titles), len(listed), len(files) + 1, len(kept), gone, len(tombstones),
        nearly_full(written),
    )  # fmt: skip


def write_changes(site: Site, plans: tuple[FeedPlan, ...], first: date) -> Iterator[tuple[str, bytes]]:
    """The feeds of changes: of all, and of each council, service and region."""
    pages = {"council": council_page, "service": service_page, "region": region_page}
    yield ATOM, write_atom(site.changes, site.base_url, first)
    for plan in plans:
        if plan.group in pages and plan.audience == "all":
            ids = frozenset(plan.contracts)
            mine = tuple(change for change in site.changes if change.contract in ids)
            page = pages[plan.group](plan.key)
            path = atom_path(plan.group, plan.key)
            yield path, write_atom(mine, site.base_url, first, path=path, page=page, about=plan.title)


def changes_before(published: Published | None, read: ReadBefore) -> list[Change]:
    """The changes that the site published before shows. Raises AtomError."""
    if published is None:
        return []
    data = read(ATOM)
    if data is None:
        raise AtomError(f"{ATOM}: it is missing")
    return read_atom(data)


def write_all_feeds(
    feeds: Feeds, plans: tuple[FeedPlan, ...], published: Published | None, *, allow_loss: bool
) -> Iterator[Written]:
    """Every feed, those that are published no more among them."""
    now = set()

    def checked(item: Written) -> Written:
        now.add(item.plan.path)
        if count_events(item.data) != item.live + item.cancelled + item.pointer:
            raise AssertionError(f"{item.plan.path} does not hold the events counted")
        if item.emptied >= MANY and not allow_loss:
            raise UsageError(
                f"{item.plan.path} would lose every date ahead: {item.emptied} contracts had some",
                f"is this the right registry?{ALLOW}",
            )
        return item

    for plan in plans:
        yield from map(checked, feeds.write(plan))
    for feed in published.feeds if published else ():
        if feed.path not in now:
            left = feeds.gone(FeedPlan(feed.path, feed.title, feed.group, feed.key, feed.audience, ()))
            if left:
                yield checked(left)


def listed_feed(written: Written) -> Feed:
    """A feed as pages and the manifest name it."""
    plan = written.plan
    return Feed(plan.path, plan.title, plan.group, plan.key, plan.audience, written.live)


def find_tombstones(published: Published | None, files: frozenset[str], today: date) -> dict[str, date]:
    """The pages and data files that are gone, each with the day since when, as long as that is said."""
    if published is None:
        return {}
    since = {path: today for path in published.files if _can_have_stone(path)} | published.tombstones
    return {path: day for path, day in since.items() if path not in files and today - day < TOMBSTONE}


def stone_for(path: str, since: date) -> bytes:
    """The file that says, in its own format, that what stood here is published no more."""
    if path.endswith(".json"):
        gone = {"schema_version": SCHEMA_VERSION, "gone_since": since.isoformat()}
        return (json.dumps(gone, indent=2) + "\n").encode()
    root = "../" * path.count("/")
    return template("tenderwatch.site", "gone.html").render(root=root, since=since).encode()


def _can_have_stone(path: str) -> bool:
    """Whether a file of this sort is worth a word: pages, and data of one contract or council."""
    return (path.endswith(".html") and not path.startswith("months/")) or path.startswith(("api/", "councils/"))


ALLOW = "; if that is meant, add ⟨allow-loss⟩"


def check_loss(feeds: Feeds, published: Published | None) -> None:
    """Raise UsageError where so much of what was published would be lost that it is taken for a slip.

    A contract removed on purpose is no loss, since it is marked as cancelled. A site without any event would be one of
    empty calendars.
    """
    if not any(feeds.events.values()):
        raise UsageError(
            "no contract here has a date to publish: every calendar would be empty",
            f"is this the right registry?{ALLOW}",
        )
    if published is None:
        return
    refuse_earlier_day(published, feeds.today)
    refuse_lost_contracts(feeds, published)
    live = sum(map(len, feeds.events.values()))
    if live * 5 < published.live:
        raise UsageError(
            f"of {published.live} events published before {live} would be left",
            f"is this the right registry?{ALLOW}",
        )


def refuse_earlier_day(published: Published | None, today: date, *, allow_loss: bool = False) -> None:
    """Raise UsageError where a site was published for a later day: what came to pass since would be taken back."""
    if published and today < published.built and not allow_loss:
        raise UsageError(
            f"the site was last built for {day_text(published.built)}, after {day_text(today)}",
            f"is the clock right? Give a later ⟨today⟩{ALLOW}",
        )


def refuse_lost_contracts(feeds: Feeds, published: Published | None) -> None:
    """Raise UsageError where many of the contracts whose events were published are missing."""
    if published is None:
        return
    loss = find_loss(published.contracts, feeds.titles.keys() | feeds.unread)
    if loss.too_much or len(loss.missing) * 2 > loss.published:
        raise UsageError(
            f"{len(loss.missing)} of the {count(loss.published, 'contract')} published before "
            f"{plural(len(loss.missing), 'is', 'are')} missing: "
            f"{listing(loss.missing[:3])}{' among them' if len(loss.missing) > 3 else ''}",
            f"is this the right registry, and all of it? Retire a contract instead of removing it{ALLOW}",
        )
