"""The feeds of a site as bytes. An event is carried over and written once, and is the same in each of its feeds."""

import json
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from datetime import date

from tenderwatch.calendar.carry import TOMBSTONE, Fate, Vanished, carry_over, contracts_ahead
from tenderwatch.calendar.events import Event, contract_events
from tenderwatch.calendar.feed import FeedError, Stamped, merge, read_feed, shorten, write_feed
from tenderwatch.calendar.ics import write_event, write_head
from tenderwatch.calendar.identity import choose_uids
from tenderwatch.dates.words import day_text
from tenderwatch.licence import ATTRIBUTION
from tenderwatch.named_tuple import NamedTuple
from tenderwatch.outlook.kinds import is_for
from tenderwatch.queries.select import Agenda
from tenderwatch.site.manifest import Published
from tenderwatch.site.parts import Size, divide, whole_size
from tenderwatch.site.plans import FeedPlan
from tenderwatch.site.site import API, Feed, feed_path, part_path, slug
from tenderwatch.text import listing

ABOUT = f"Dates of care contracts, each with its evidence; “est.” marks an estimate. {ATTRIBUTION}"
MOVED = "feed.moved@tenderwatch"
_MOST_NAMED = 5

# The bytes of a file of the site published before, or None where there was none.
ReadBefore = Callable[[str], bytes | None]


class Written(NamedTuple):
    """One feed as it is published.

    `history` are the events not cancelled whose days have passed; `left` the contracts that are in other feeds by
    now, each with the day since when; `pointer` says that one event more tells of further parts. `emptied` is how many
    contracts had dates ahead in a feed that has none any more.
    """

    plan: FeedPlan
    data: bytes
    live: int
    cancelled: int
    history: int
    size: Size
    left: dict[str, date]
    pointer: bool = False
    emptied: int = 0


def read_events(path: str, data: bytes | None) -> dict[str, Stamped]:
    """The events of a feed of the site published before. Raises FeedError, which names it, where it is damaged."""
    if data is None:
        raise FeedError(f"{path}: it is missing")
    try:
        return read_feed(data)
    except FeedError as error:
        raise FeedError(f"{path}: {error}") from None


class Feeds:
    """Every feed of one build. Events are worked out and written once, when this is made."""

    def __init__(
        self,
        agenda: Agenda,
        base_url: str,
        before: ReadBefore,
        published: Published | None,
        *,
        bands: bool = False,
        alarm: int = 0,
    ) -> None:
        """`published` is the site published before, None if there was none. Raises FeedError.

        `bands` shows long spans over the whole of their time; `alarm` is how many days before each event its feeds
        remind of it, 0 for never.
        """
        self.today, self.registry, self.base_url = agenda.today, agenda.registry, base_url
        self.before = before
        self.published = {feed.path: feed for feed in published.feeds} if published else {}
        self._published_of: dict[tuple[str, str, str], list[Feed]] = defaultdict(list)
        for feed in self.published.values():
            self._published_of[feed.group, feed.key, feed.audience].append(feed)
        self.left_before = published.left if published else {}
        self._held: dict[str, dict[str, Stamped]] = {}
        self.titles = {row.outlook.contract.id: row.outlook.contract.title for row in agenda.rows}
        previous = self._all_before() if published else None
        known = published.contracts if published else {}
        built = published.built if published else None
        vanished = Vanished(self.registry, self.today, [built] if built else [], built)
        self.unread = {name for name in known if vanished.unread(name)}
        # Whether a contract is followed by another is not known either, where that one cannot be read.
        held = {old for name in self.unread for old in self._replaced_by(name)}.intersection(known)
        found = (
            event
            for row in agenda.rows
            if row.outlook.contract.id not in held
            for event in contract_events(row.outlook, base_url=base_url, bands=bands)
        )
        events = choose_uids(found, previous, self.today)
        self.all = carry_over(
            map(write_event, events), previous, today=self.today, edition=self.registry.edition,
            fate=lambda old: Fate("unread") if old.body.contract in held else vanished.of(old),
        )  # fmt: skip
        self.stamped = {event.body.uid: event._replace(alarm=alarm) for event in self.all.events}
        self.events: dict[str, list[Event]] = defaultdict(list)
        for event in events:
            if event.uid in self.stamped:
                self.events[event.contract].append(event)
        self._current = {event.uid for chosen in self.events.values() for event in chosen}

    def write(self, plan: FeedPlan) -> Iterator[Written]:
        """The feed, in parts where it would be too large; nothing where it has no event and never had one."""
        # What was divided by council or service before goes on so, for those who subscribed to it.
        for part in self._divided_before(plan):
            yield from self.write(part)
        names = self._names_of_parts(plan.path)
        held = [frozenset(event.body.contract for event in self._read(path).values()) for path in names]
        sizes = {name: self._size(plan, name) for name in plan.contracts}
        short = plan.group == "all" and whole_size(sizes.values()).share > 1
        if short:
            sizes = {name: self._size(plan, name, short=True) for name in plan.contracts}
        parts = divide(plan.contracts, sizes, held)
        paths = [*names[: len(parts)], *(part_path(plan.path, f"part-{n + 1}") for n in range(len(names), len(parts)))]
        elsewhere = frozenset(plan.contracts)
        for number, (path, contracts) in enumerate(zip(paths, parts, strict=True)):
            title = f"{plan.title}, part {number + 1}" if number else plan.title
            part = plan._replace(path=path, title=title, contracts=contracts)
            further = tuple(paths[1:]) if number == 0 else ()
            written = self._write(part, elsewhere, further, grown=len(parts) > len(names), short=short)
            if written:
                yield written

    def gone(self, plan: FeedPlan) -> Written | None:
        """A feed that is published no more: what it held, for a while, then None."""
        return self._write(plan, frozenset(), (), grown=False)

    def _write(
        self, plan: FeedPlan, whole: frozenset[str], further: tuple[str, ...], *, grown: bool, short: bool = False
    ) -> Written | None:
        """One file. `whole` are the contracts of all parts; `further` the addresses of the others."""
        before = self._read(plan.path)
        mine = {event.uid for event in self._chosen(plan)}
        left: dict[str, date] = {}
        for uid in before.keys() - mine:
            event = self.stamped.get(uid)
            if event is None:
                continue
            contract = event.body.contract
            if uid in self._current and not event.cancelled:
                # It goes on in another feed: shown here as it is there, for eight weeks.
                since = self.left_before.get(plan.path, {}).get(contract, self.today)
                if contract in whole or self.today - since >= TOMBSTONE:
                    continue
                left[contract] = since
            mine.add(uid)
        if not mine:
            return None
        events = [self.stamped[uid] for uid in sorted(mine)]
        if short:
            events = [shorten(event) for event in events]
        live = [event for event in events if not event.cancelled]
        pointer = self._pointer(before, grown=grown) if further else None
        head = write_head(plan.title, self._about(left, further, plan.note))
        data = write_feed(head, [*events, *([pointer] if pointer else [])])
        ahead = any(event.body.last >= self.today and event.body.contract not in left for event in live)
        return Written(
            plan, data, len(live), len(events) - len(live),
            history=sum(event.body.last < self.today for event in live),
            size=Size(len(data), len(events)), left=left, pointer=pointer is not None,
            emptied=0 if ahead else len(contracts_ahead(before.values(), self.today)),
        )  # fmt: skip

    def _chosen(self, plan: FeedPlan) -> Iterator[Event]:
        for name in plan.contracts:
            yield from (event for event in self.events.get(name, ()) if is_for(event.kind, plan.audience))

    def _size(self, plan: FeedPlan, contract: str, *, short: bool = False) -> Size:
        stamped = [self.stamped[event.uid] for event in self._chosen(plan._replace(contracts=(contract,)))]
        texts = [(shorten(event) if short else event).text for event in stamped]
        return Size(sum(map(len, texts)), len(texts))

    def _about(self, left: Mapping[str, date], further: tuple[str, ...], note: str) -> str:
        """What the feed says of itself: also where the rest of it is, and what has gone to other feeds."""
        said = [note, ABOUT] if note else [ABOUT]
        if further:
            said.append(f"More of it is in {listing(self.base_url + path for path in further)}.")
        if left:
            names = [f"{self.titles[name]} ({self.base_url}contracts/{name}.html)" for name in sorted(left)]
            more = len(names) - _MOST_NAMED
            shown = listing([*names[:_MOST_NAMED], f"{more} more"] if more > 0 else names)
            until = max(left.values()) + TOMBSTONE
            said.append(f"Now in other calendars, and here until {day_text(until)} at the latest: {shown}.")
        return " ".join(said)

    def _pointer(self, before: Mapping[str, Stamped], *, grown: bool) -> Stamped | None:
        """An event that says where the further parts are, for eight weeks: not all programs show a description."""
        old = before.get(MOVED)
        if not grown:
            return old if old and self.today - old.modified < TOMBSTONE else None
        link = f"{self.base_url}subscribe.html"
        event = Event(
            uid=MOVED, kind="end", contract="feed", first=self.today, last=self.today, certain=True, fact=True,
            summary="Calendar full: please subscribe to its further parts too",
            description=f"What you have stays here. What is new is in further parts, listed on\n{link}",
            url=link, categories=("moved",),
        )  # fmt: skip
        body = write_event(event)
        return carry_over([body], {MOVED: old} if old else {}, today=self.today, edition=self.today).events[0]

    def _read(self, path: str) -> dict[str, Stamped]:
        """What stood at an address before, its pointer among it; nothing if it is new."""
        if path not in self._held:
            data = self.before(path)
            self._held[path] = read_events(path, data) if data is not None else {}
        return self._held[path]

    def _all_before(self) -> dict[str, Stamped]:
        """Every event of the site published before. In the feeds for all, with shorter texts, only stamps count."""
        full: list[Stamped] = []
        short: list[Stamped] = []
        # Each is read once and kept. Most events are the same in all feeds that hold them, and kept once too.
        same: dict[Stamped, Stamped] = {}
        for path, feed in self.published.items():
            copies = {uid: same.setdefault(copy, copy) for uid, copy in read_events(path, self.before(path)).items()}
            self._held[path] = copies
            (short if feed.group == "all" else full).extend(copy for uid, copy in copies.items() if uid != MOVED)
        events = merge(full)
        for uid, copy in merge(short).items():
            event = events.get(uid)
            if event and event.cancelled == copy.cancelled:
                copy = copy._replace(body=event.body)
            events[uid] = merge([event, copy])[uid] if event else copy
        return events

    def _replaced_by(self, name: str) -> tuple[str, ...]:
        """The contracts that one replaces, by the data published of it; none if it replaces none."""
        with suppress(ValueError, LookupError, TypeError):
            (row,) = json.loads(self.before(f"{API}/contracts/{name}.json") or b"")["rows"]
            return tuple(map(str, row["replaces"]))
        return ()

    def _names_of_parts(self, path: str) -> list[str]:
        """The addresses of the parts of a feed as published, the feed itself first."""
        names = [path]
        while (name := part_path(path, f"part-{len(names) + 1}")) in self.published:
            names.append(name)
        return names

    def _divided_before(self, plan: FeedPlan) -> Iterator[FeedPlan]:
        """The parts by leading council, or by service, that a feed was once published in."""
        whole = feed_path(plan.group, plan.key, plan.audience)
        if plan.path != whole:
            return
        for feed in self._published_of.get(plan[2:5], ()):
            key = feed.path[len(whole) - 3 : -4]
            if feed.path != part_path(whole, key):
                continue
            contracts = tuple(name for name in plan.contracts if self._was_part(name, key))
            if contracts:
                yield plan._replace(path=feed.path, title=feed.title, contracts=contracts)

    def _was_part(self, name: str, key: str) -> bool:
        contract = self.registry.by_id[name]
        lead = next(iter(contract.authorities), "lead-not-known")
        return key in (lead, slug(min(contract.services, default="other")))
