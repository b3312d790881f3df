"""A subscriber of every calendar of a site, who keeps a ledger of what each UID ever said."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Mapping
from datetime import date, timedelta
from functools import cached_property
from typing import NamedTuple
from xml.etree.ElementTree import fromstring

ALL = "feeds/care-contracts.ics"
_ATOM = "{http://www.w3.org/2005/Atom}"


class Seen(NamedTuple):
    """One event of a calendar, read by the few rules that it takes."""

    uid: str
    sequence: int
    stamp: date
    modified: date
    status: str
    first: date
    last: date
    text: bytes

    @property
    def contract(self) -> str:
        return self.uid.split(".")[0]

    @property
    def cancelled(self) -> bool:
        return self.status == "CANCELLED"

    @property
    def what(self) -> tuple[str, str, date, date]:
        """What it tells, whatever its UID: the kind of event of a contract, and its days."""
        kind, _, key = self.uid.split("@")[0].partition(".")[2].partition(".")
        # Whose tender it is, where that is another's.
        return self.contract, f"{kind}.{key}" if kind == "stated-tender" else kind, self.first, self.last

    @property
    def facts(self) -> tuple[object, ...]:
        """Its ledger entry."""
        return self.sequence, self.stamp, self.modified, self.status, self.first, self.last


def read_calendar(data: bytes) -> dict[str, Seen]:
    found: dict[str, Seen] = {}
    for block in data.split(b"\r\nBEGIN:VEVENT\r\n")[1:]:
        text = block.split(b"\r\nEND:VEVENT")[0]
        lines = re.sub(rb"\r\n[ \t]", b"", text).decode().split("\r\n")
        values = dict(line.split(":", 1) for line in lines)
        day = {
            key: date.fromisoformat(values[name][:8])
            for key, name in (("stamp", "DTSTAMP"), ("modified", "LAST-MODIFIED"), ("first", "DTSTART;VALUE=DATE"))
        }
        last = date.fromisoformat(values["DTEND;VALUE=DATE"]) - timedelta(days=1)
        seen = Seen(
            uid=values["UID"], sequence=int(values["SEQUENCE"]), status=values["STATUS"], last=last, text=text, **day
        )
        assert seen.uid not in found, f"{seen.uid} twice in one calendar"
        found[seen.uid] = seen
    return found


class Site:
    """What a subscriber finds in a folder after one night."""

    def __init__(self, files: dict[str, bytes]) -> None:
        self.files = files

    @cached_property
    def feeds(self) -> dict[str, dict[str, Seen]]:
        return {path: read_calendar(data) for path, data in self.files.items() if path.endswith(".ics")}

    @cached_property
    def everywhere(self) -> dict[str, Seen]:
        """Each event once. The calendar of everything says less where it is very large, so it counts last."""
        found: dict[str, Seen] = {}
        for events in sorted(self.feeds.items(), reverse=True):
            for uid, event in events[1].items():
                found.setdefault(uid, event)
        return found

    def of(self, contract: str) -> dict[str, bytes]:
        """The texts of a contract's events."""
        return {uid: event.text for uid, event in self.everywhere.items() if event.contract == contract}

    def ahead(self, today: date) -> Counter[tuple[str, str, date, date]]:
        """What is told of the days ahead, whatever the UIDs."""
        return Counter(event.what for event in self.everywhere.values() if not event.cancelled and event.first > today)

    @cached_property
    def entries(self) -> dict[str, tuple[str, str]]:
        """What the feed of changes tells: the contract and the words, by id."""
        root = fromstring(self.files["changes.atom"])  # noqa: S314 - our own file
        found: dict[str, tuple[str, str]] = {}
        for item in root.iter(f"{_ATOM}entry"):
            name = item.findtext(f"{_ATOM}id") or ""
            category = item.find(f"{_ATOM}category")
            assert category is not None
            assert name not in found, f"{name} twice in the feed of changes"
            found[name] = (category.get("term") or "", item.findtext(f"{_ATOM}summary") or "")
        return found


class Ledger:
    """What was ever seen of each UID, and what must therefore not be seen."""

    def __init__(self) -> None:
        self.sequence: dict[str, int] = {}
        # The days of what has come to pass, and what it was.
        self.come: dict[str, tuple[date, date]] = {}
        # What had come to pass when its contract was corrected, and has not been told again since.
        self.owed: set[str] = set()
        self.told: dict[str, tuple[str, str]] = {}
        self.counts: Counter[str] = Counter()

    def read(self, now: Site, before: Site | None, today: date, touched: Mapping[str, bool], removed: set[str]) -> None:
        """One night. `touched` are the ids edited since the last, `removed` those taken out of the registry."""
        self._same_everywhere(now)
        # A correction may show itself later, when a date is told again.
        corrected = {uid for uid in self.come if touched.get(uid.split(".")[0])}
        self.owed |= corrected
        self.come = {uid: days for uid, days in self.come.items() if uid not in corrected}
        for uid, event in now.everywhere.items():
            self._stamps(event, before.everywhere.get(uid) if before else None, today, touched, removed)
            self._occasion(event, today, touched)
        twins = Counter(event.what for event in now.everywhere.values() if not event.cancelled)
        for event in now.everywhere.values():
            assert not (event.cancelled and event.what in twins), f"{event.uid} is cancelled, and told as well"
        assert max(twins.values()) == 1, f"told twice: {twins.most_common(1)}"
        if before:
            self._gone(now, before, today, touched)
        if "manifest.json" in now.files:
            self._counts(now, today)
            if before:
                self._changes(now, before)

    def settle(self, fresh: Site) -> None:
        """Nothing more is owed of what a calendar that begins today tells as it was."""
        told = fresh.everywhere
        self.owed = {
            uid
            for uid in self.owed
            if uid not in told or self.come.get(uid) not in (None, (told[uid].first, told[uid].last))
        }

    def _same_everywhere(self, now: Site) -> None:
        for path, events in now.feeds.items():
            for uid, event in events.items():
                other = now.everywhere[uid]
                assert event.facts == other.facts, f"{uid} differs in {path}"
                assert event.text == other.text or path.startswith("feeds/care-contracts"), f"{uid} differs in {path}"

    def _stamps(
        self, event: Seen, old: Seen | None, today: date, touched: Mapping[str, bool], removed: set[str]
    ) -> None:
        uid = event.uid
        assert event.stamp == event.modified
        assert event.sequence >= self.sequence.get(uid, 0), f"SEQUENCE of {uid} falls"
        if old is None and uid in self.sequence:
            assert event.sequence > self.sequence[uid], f"{uid} comes back as if it had never gone"
            self.counts["back"] += 1
        self.sequence[uid] = event.sequence
        if old is None:
            return
        assert event.modified >= old.modified, f"LAST-MODIFIED of {uid} falls"
        if event.text != old.text:
            assert event.sequence > old.sequence
            assert event.modified == max(today, old.modified)
        if event.cancelled and not old.cancelled:
            self.counts["cancelled"] += 1
            assert event.contract in touched, f"{uid} was cancelled by nobody"
            assert old.last > today, f"{uid} had come to pass"
            said = re.sub(rb"\r\n ", b"", event.text)
            assert b"DESCRIPTION:Cancelled on " in said
            assert (b"no longer in the registry" in said) is (event.contract in removed), said

    def _occasion(self, event: Seen, today: date, touched: Mapping[str, bool]) -> None:
        days = (event.first, event.last)
        if event.uid in self.come and self.come[event.uid] != days:
            # Only the correction of a date changes what has come to pass, once.
            known = touched.get(event.contract) or event.uid in self.owed
            assert known, f"{event.uid} names another occasion: {self.come[event.uid]}, {days}"
            self.owed.discard(event.uid)
            del self.come[event.uid]
        if event.last <= today and not event.cancelled:
            self.come[event.uid] = days

    def _gone(self, now: Site, before: Site, today: date, touched: Mapping[str, bool]) -> None:
        told = {event.what for event in now.everywhere.values()}
        for uid, old in before.everywhere.items():
            if uid in now.everywhere or old.contract in touched or old.what in told:
                continue
            # Shown as cancelled for long enough, history, or no longer expected as time went by.
            shown = old.cancelled and today - old.modified >= timedelta(days=56)
            history = not old.cancelled and old.last < today - timedelta(days=90)
            assert shown or history or old.first > today, f"{uid} is gone"
            self.counts["gone"] += 1

    def _changes(self, now: Site, before: Site) -> None:
        """Each change is told once, and nothing else is."""
        changed = Counter(
            event.contract
            for uid, event in now.everywhere.items()
            if uid not in before.everywhere or event.text != before.everywhere[uid].text
        )
        new = {name: entry for name, entry in now.entries.items() if name not in before.entries}
        assert not new.keys() & self.told.keys(), "told again"
        titles = [json.loads(site.files["manifest.json"])["contracts"] for site in (before, now)]
        changed.update(name for name, title in titles[1].items() if titles[0].get(name, title) != title)
        told = sorted(contract for contract, _ in new.values())
        assert told == sorted(changed), f"told: {told}, changed: {sorted(changed)}"
        for name, entry in now.entries.items():
            assert self.told.setdefault(name, entry) == entry, f"{name} says something else"
            assert len(entry[1].split("\n")) > 1
        self.counts["told"] += len(new)
        if not changed:
            self.counts["quiet"] += 1

    def _counts(self, now: Site, today: date) -> None:
        made = json.loads(now.files["manifest.json"])
        live = [event for event in now.everywhere.values() if not event.cancelled]
        assert made["events"]["live"] == len(live)
        assert made["events"]["cancelled"] == len(now.everywhere) - len(live)
        assert made["events"]["history"] == sum(event.last < today for event in live)
        for feed in made["feeds"]:
            events = [event for event in now.feeds[feed["path"]].values() if event.contract != "feed"]
            assert feed["events"] == sum(not event.cancelled for event in events)
            assert feed["cancelled"] == sum(event.cancelled for event in events)
