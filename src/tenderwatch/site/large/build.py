"""One build of a site of many contracts: only what changed, or what the passing of days changes, is made again.

Contracts that are kept by hand have a page and dates in calendars, as do those that had them before the site grew, and
those of the councils and watch lists that ask for it. Every contract has a row in the table and the data of its
councils. What is worked out of one is kept in that data, with a mark of its record and the first day on which it may
change.
"""

import re
from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from datetime import date
from types import MappingProxyType
from typing import Any

from tenderwatch.calendar.carry import MANY, Vanished
from tenderwatch.calendar.events import contract_events
from tenderwatch.errors import UsageError
from tenderwatch.named_tuple import NamedTuple
from tenderwatch.outlook import Outlook, look_at
from tenderwatch.own_json import DamageError
from tenderwatch.queries.filters import ResolvedFilters
from tenderwatch.queries.row import Row
from tenderwatch.queries.select import Agenda, Exclusion
from tenderwatch.registry.model import Registry
from tenderwatch.site.build import (
    ALLOW,
    Built,
    Progress,
    Put,
    ReadBefore,
    changes_before,
    find_tombstones,
    listed_feed,
    nearly_full,
    read_whole,
    refuse_earlier_day,
    refuse_lost_contracts,
    stone_for,
    write_all_feeds,
    write_changes,
)
from tenderwatch.site.changes import find_changes, newest_first
from tenderwatch.site.feeds import Feeds, Written
from tenderwatch.site.large.councils import update
from tenderwatch.site.large.followed import followed_plans
from tenderwatch.site.large.index import index_json
from tenderwatch.site.large.listed import Listed
from tenderwatch.site.large.pages import UNLED_NAME, Summary, first_buyer, summary
from tenderwatch.site.large.program import program_mark
from tenderwatch.site.large.render import LargePages
from tenderwatch.site.large.search import MOST_BYTES, Search, difference
from tenderwatch.site.large.shard import Shard, read_shard, shard_path, write_shard
from tenderwatch.site.large.table import MOST_ROWS
from tenderwatch.site.manifest import FeedCounts, Published, file_entry, write_manifest
from tenderwatch.site.site import API, MANIFEST, Site, contract_page

# From so many contracts on, not each can have a page.
MOST_WITH_PAGES = 2000


class Options(NamedTuple):
    """How a site is built.

    `asked` are the councils of which every contract has a page, and dates in calendars. `fresh` works everything out
    again, with the same outcome. A table has at most so many rows, and a file of the search so many bytes.
    """

    watches: Mapping[str, ResolvedFilters] = MappingProxyType({})
    asked: frozenset[str] = frozenset()
    allow_loss: bool = False
    bands: bool = False
    alarm: int = 0
    fresh: bool = False
    most_rows: int = MOST_ROWS
    most_bytes: int = MOST_BYTES


def is_large(registry: Registry, published: Published | None, most: int = MOST_WITH_PAGES) -> bool:
    """Whether a registry is published as a site of many. What once was stays so, whatever its size."""
    return registry.count > most or (published is not None and published.rows is not None)


def build_large(
    registry: Registry,
    today: date,
    base_url: str,
    options: Options,
    *,
    published: Published | None,
    read: ReadBefore,
    put: Put,
    progress: Progress = lambda _what, _done, _total: None,
) -> Built:
    """Make every file and hand it to `put`. As `build_site`, and it raises the same errors."""
    with read_whole():
        return _Build(registry, today, base_url, options, published, read, put, progress).build()


class _Build:
    def __init__(
        self,
        registry: Registry,
        today: date,
        base_url: str,
        options: Options,
        published: Published | None,
        read: ReadBefore,
        put: Put,
        progress: Progress,
    ) -> None:
        self.registry, self.today, self.base_url, self.options = registry, today, base_url, options
        self.published, self.read, self._put, self.progress = published, read, put, progress
        self.files: dict[str, dict[str, Any]] = {}
        self.program = program_mark()
        # What another version has made is in other words, perhaps.
        self.fresh = options.fresh or published is None or published.made_by != self.program
        self.paged = frozenset(self._paged())
        self.vanished = Vanished(registry, today, [])

    def put(self, path: str, data: bytes) -> None:
        self._put(path, data)
        self.files[path] = file_entry(data)

    def before(self, path: str) -> bytes | None:
        """A file as it was published; None if it was not. Raises DamageError where it is another by now."""
        entry = self.published.entries.get(path) if self.published else None
        if entry is None:
            return None
        data = self.read(path)
        if data is None or file_entry(data) != entry:
            raise DamageError(f"{path}: it is {'missing' if data is None else 'damaged'}")
        return data

    def build(self) -> Built:
        refuse_earlier_day(self.published, self.today, allow_loss=self.options.allow_loss)
        feeds, written, site = self._calendars()
        pages = LargePages(site, self.paged, self.options.most_rows)
        rows, summaries = self._councils(pages)
        listed = sum(item.own for item in summaries)
        self._refuse_loss(listed)
        outlooks = [row.outlook for row in site.agenda.rows]
        for number, outlook in enumerate(outlooks, start=1):
            if row := rows.get(outlook.contract.id):
                self._contract(pages, outlook, row)
            self.progress("pages", number, len(outlooks))
        for path, data in pages.others(summaries, outlooks, len(self.paged)):
            self.put(path, data)
        self.put(f"{API}/index.json", index_json(site, summaries))
        for name in sorted(feeds.unread):
            if contract_page(name) not in self.files and (old := self.read(contract_page(name))) is not None:
                self.put(contract_page(name), old)
        return self._finish(feeds, written, listed, pages)

    def _paged(self) -> Iterator[str]:
        """The contracts that have a page, and dates in calendars."""
        registry = self.registry
        yield from registry.curated
        for council in self.options.asked:
            yield from registry.marks(council)
        for filters in self.options.watches.values():
            for contract in registry.wanted(filters.wanted(registry)):
                if filters.match(look_at(contract, registry, self.today)):
                    yield contract.id
        # What once had a page keeps it.
        before = self.published.files - self.published.tombstones.keys() if self.published else ()
        for match in filter(None, (re.fullmatch(r"contracts/([^/]+)\.html", path) for path in before)):
            if match[1] in registry.by_id:
                yield match[1]
        registry.forget()

    # --- Calendars ---

    def _calendars(self) -> tuple[Feeds, list[Written], Site]:
        options, published = self.options, self.published
        agenda = self._agenda()
        plans = followed_plans(agenda, dict(options.watches), published, self.base_url, options.asked)
        feeds = Feeds(agenda, self.base_url, self.read, published, bands=options.bands, alarm=options.alarm)
        told = changes_before(published, self.read)
        if not options.allow_loss:
            refuse_lost_contracts(feeds, published)
        written: list[Written] = []
        for feed in write_all_feeds(feeds, plans, published, allow_loss=options.allow_loss):
            self.put(feed.plan.path, feed.data)
            # The bytes of hundreds of feeds are not held at once.
            written.append(feed._replace(data=b""))
            self.progress("calendars", len(written), len(plans))
        known = published.contracts if published else feeds.titles
        new = find_changes(feeds.all, self.today, feeds.titles, known) if published else []
        shown = tuple(listed_feed(item) for item in written if item.plan.contracts)
        site = Site(agenda, self.base_url, shown, newest_first(new, told, self.today))
        for path, data in write_changes(site, plans, published.first if published else self.today):
            self.put(path, data)
        return feeds, written, site

    def _agenda(self) -> Agenda:
        """What has a page or dates in calendars, as an answer out of which everything else is filtered."""
        registry, today = self.registry, self.today
        rows = tuple(Row(look_at(registry.by_id[name], registry, today), ()) for name in sorted(self.paged))
        registry.forget()
        faulty = tuple((name, _FAULTY) for name in registry.faulty)
        return Agenda(
            registry, today, None, rows, tuple(row for row in rows if row.end_unknown), faulty,
            unseen=registry.count - len(rows), in_order=len(faulty),
        )  # fmt: skip

    # --- Councils ---

    def _councils(self, pages: LargePages) -> tuple[dict[str, Listed], tuple[Summary, ...]]:
        """Data and pages of every council, and the search: the rows of contracts with a page, and all numbers."""
        registry = self.registry
        names = {name: body.name for name, body in registry.authorities.items()} | {"": UNLED_NAME}
        delta: Counter[tuple[str, str]] = Counter()
        found: list[Summary] = []
        rows: dict[str, Listed] = {}
        read = 0
        for number, council in enumerate(sorted(names), start=1):
            old, written = self._shard_before(council)
            shard = update(registry, council, names[council], self.today, old,
                           paged=self.paged, unread=self.vanished.unread, fresh=self.fresh)  # fmt: skip
            if self.fresh or shard is not old:
                delta.update(difference(None if self.fresh else old, shard))
            self.put(shard_path(council), written if shard is old and not self.fresh else write_shard(shard))
            for path, data in pages.council(shard):
                self.put(path, data)
            rows |= {row.id: row for row in shard.rows if row.page}
            body = registry.authorities.get(council)
            found.append(summary(shard, body.region if body else None))
            closed = set(shard.unread)
            read += sum(1 for row in shard.rows if row.id not in closed and first_buyer(row) == council)
            self.progress("councils", number, len(names))
        if read != registry.count:
            raise AssertionError("records in and rows out do not reconcile")
        delta.update(self._councils_gone(names))
        self._search(delta)
        return rows, tuple(found)

    def _councils_gone(self, names: Collection[str]) -> Counter[tuple[str, str]]:
        """What the search held of councils that the registry has no more."""
        delta: Counter[tuple[str, str]] = Counter()
        if self.published and not self.fresh:
            for path in self.published.files:
                council = path.removeprefix("councils/").removesuffix(".json")
                if path == shard_path(council) and council not in names:
                    delta.update(difference(self._shard_before(council)[0], None))
        return delta

    def _search(self, delta: Counter[tuple[str, str]]) -> None:
        search = Search((lambda _: None) if self.fresh else self.before, self.options.most_bytes)
        for path, data in search.apply({key: number for key, number in delta.items() if number}):
            if data is None:
                data = self.before(path)
            if data is None:
                raise DamageError(f"{path}: it is missing")
            self.put(path, data)

    def _shard_before(self, council: str) -> tuple[Shard | None, bytes]:
        """The data of a council as it was published, read and as it stands; None where there was none."""
        path = shard_path(council)
        if self.published is None or path in self.published.tombstones:
            return None, b""
        data = self.before(path)
        try:
            return (None, b"") if data is None else (read_shard(data), data)
        except DamageError as error:
            if self.fresh:  # another version may have had other columns
                return None, b""
            raise DamageError(f"{path}: {error}") from None

    # --- Contracts ---

    def _contract(self, pages: LargePages, outlook: Outlook, row: Listed) -> None:
        """The page of a contract: as it was while its row is, else made again, for the day of the row."""
        path = contract_page(row.id)
        if not self.fresh and row.day < self.today and (data := self.before(path)) is not None:
            pages.paths.append(path)
        else:
            then = look_at(outlook.contract, self.registry, row.day)
            _, data = pages.contract(then, row, contract_events(then, base_url=self.base_url))
        self.put(path, data)

    def _refuse_loss(self, listed: int) -> None:
        """Raise UsageError where so many contracts are gone that it is taken for a slip."""
        before = self.published.rows if self.published else None
        if self.options.allow_loss or before is None:
            return
        gone = before - listed
        if gone * 10 >= before and before >= MANY:
            raise UsageError(
                f"{gone:,} of the {before:,} contracts published before are missing",
                f"is this the right registry, and all of it?{ALLOW}",
            )

    def _finish(self, feeds: Feeds, written: list[Written], listed: int, pages: LargePages) -> Built:
        path, data = pages.sitemap()
        self.put(path, data)
        tombstones = find_tombstones(self.published, frozenset(self.files), self.today)
        for path, since in list(tombstones.items()):
            if path not in self.files:
                self.put(path, stone_for(path, since))
        kept = [event for event in feeds.all.events if not event.cancelled]
        live = Counter(event.body.uid.split("@")[0].split(".")[1] for event in kept)
        registry, published = self.registry, self.published
        known = published.contracts if published else {}
        gone = len(feeds.all.events) - len(kept)
        manifest = write_manifest(
            today=self.today, first=published.first if published else self.today, edition=registry.edition,
            base_url=self.base_url, records=registry.records, faulty=registry.faulty, contracts=feeds.titles,
            unread={name: known[name] for name in sorted(feeds.unread)}, events=dict(live), cancelled=gone,
            history=sum(event.body.last < self.today for event in kept),
            feeds=[(listed_feed(item), FeedCounts(item.cancelled, item.history, item.left)) for item in written],
            files=self.files, tombstones=tombstones, rows=listed, made_by=self.program,
        )  # fmt: skip
        self._put(MANIFEST, manifest)
        shown = sum(1 for item in written if item.plan.contracts)
        return Built(listed, shown, len(self.files) + 1, len(kept), gone, len(tombstones), nearly_full(written))


_FAULTY: Exclusion = "faulty"
