"""Nightly builds for months, with edits of every kind, as a subscriber who keeps a ledger sees them.

A season in the suite; `make life` runs a year for several seeds.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import NamedTuple
from xml.etree.ElementTree import fromstring

import pytest

from support import registry_text
from tenderwatch.calendar.feed import Stamped, read_feed
from tenderwatch.queries.filters import Filters
from tenderwatch.queries.select import full_agenda
from tenderwatch.registry.load import load
from tenderwatch.site.build import build_site, read_published

BASE = "https://care.example.org/"
START = date(2026, 1, 10)
DAYS = int(os.environ.get("TENDERWATCH_LIFE_DAYS", "90"))
SEEDS = range(int(os.environ.get("TENDERWATCH_LIFE_SEEDS", "2")))
_ATOM = "{http://www.w3.org/2005/Atom}"

Record = dict[str, str]


def fresh(random: Random, number: int) -> Record:
    """A contract that runs, is awarded, or is planned."""
    record = {"id": f"care-{number}", "title": f"Care {number}", "lead": random.choice(("testshire", "otherham"))}
    record["services"] = random.choice(("[home care]", "[advocacy]", "[day services, advocacy]"))
    day = START + timedelta(days=random.randrange(10, 700))
    match random.randrange(3):
        case 0:
            record |= {"start": "2023-04-01", "end": str(day), "extensions": "[{months: 12, times: 2}]"}
        case 1:
            begin = START + timedelta(days=random.randrange(1, 120))
            record |= {"advertised": "2025-09-01", "awarded": "2026-01-05", "start": str(begin), "end": "2029-03-31"}
        case _:
            record |= {"plans": f"{{tender: {day:%Y-%m}, start: {day.year + 1}-04-01}}"}
    return record


# --- what people do to a registry: each gives the ids that it touched ---


def _end(records: dict[str, Record], random: Random, change: Callable[[date], str]) -> set[str]:
    """Change the end of a contract, where it is a day."""
    dated = [name for name, record in records.items() if len(record.get("end", "")) == 10]
    if not dated:
        return set()
    name = random.choice(dated)
    records[name]["end"] = change(date.fromisoformat(records[name]["end"]))
    return {name}


def moved(records: dict[str, Record], random: Random, today: date) -> set[str]:
    return _end(records, random, lambda end: str(max(end, today) + timedelta(days=random.randrange(1, 90))))


def made_vague(records: dict[str, Record], random: Random, today: date) -> set[str]:
    return _end(records, random, lambda end: f"{max(end, today + timedelta(days=40)):%Y-%m}")


def exercised(records: dict[str, Record], random: Random, today: date) -> set[str]:
    open_ = [name for name, record in records.items() if record.get("extensions") == "[{months: 12, times: 2}]"]
    if not open_:
        return set()
    name = random.choice(open_)
    records[name]["extensions"] = f"[{{months: 12, state: exercised, decided: {today}}}, {{months: 12}}]"
    return {name}


def retired(records: dict[str, Record], random: Random, today: date) -> set[str]:
    running = [name for name, record in records.items() if record.get("start", "9") < str(today) and "end" in record]
    if not running:
        return set()
    name = random.choice(running)
    records[name]["ended"] = f"{{on: {today}, how: terminated}}"
    return {name}


def _replace(key: str, *values: str) -> Callable[[dict[str, Record], Random, date], set[str]]:
    def change(records: dict[str, Record], random: Random, _today: date) -> set[str]:
        name = random.choice(sorted(records))
        records[name][key] = random.choice(values)
        return {name}

    change.__name__ = f"another {key}"
    return change


def added(records: dict[str, Record], random: Random, _today: date) -> set[str]:
    record = fresh(random, 100 + len(records) + random.randrange(10_000))
    records[record["id"]] = record
    return {record["id"]}


EDITS = (
    moved, made_vague, exercised, retired, added, _replace("lead", "testshire", "otherham"),
    _replace("services", "[home care]", "[advocacy]"), _replace("portal", "nepo"), _replace("title", "A", "B", "C"),
)  # fmt: skip


class Build(NamedTuple):
    """What a subscriber finds after one night."""

    files: dict[str, bytes]

    def feeds(self) -> Iterator[tuple[str, dict[str, Stamped]]]:
        for path, data in self.files.items():
            if path.endswith(".ics"):
                yield path, read_feed(data)

    @property
    def entries(self) -> dict[str, str]:
        root = fromstring(self.files["changes.atom"])  # noqa: S314 - our own file
        return {
            item.findtext(f"{_ATOM}id") or "": item.findtext(f"{_ATOM}summary") or ""
            for item in root.iter(f"{_ATOM}entry")
        }


def build(path: Path, records: dict[str, Record], today: date, before: Build | None) -> Build:
    texts = ("\n".join(f"{key}: {value}" for key, value in record.items()) for record in records.values())
    path.write_text(registry_text(*texts))
    loaded = load(path)
    assert not loaded.errors, loaded.errors
    agenda = full_agenda(loaded.registry, today, Filters().resolve(loaded.registry), sort="id")
    files: dict[str, bytes] = {}
    old = before.files.get if before else lambda _: None
    build_site(agenda, BASE, {}, published=read_published(old), read=old, put=files.__setitem__, allow_loss=True)
    return Build(files)


class Ledger:
    """What was ever seen of each UID."""

    def __init__(self) -> None:
        self.sequence: dict[tuple[str, str], int] = {}
        self.come: dict[str, date] = {}
        self.told: dict[str, str] = {}

    def read(self, now: Build, before: Build | None, today: date, edited: set[str]) -> None:
        everywhere: dict[str, bytes] = {}
        old_feeds = dict(before.feeds()) if before else {}
        for path, events in now.feeds():
            for uid, event in events.items():
                assert everywhere.setdefault(uid, event.text) == event.text, f"{uid} differs between calendars"
                assert event.sequence >= self.sequence.get((path, uid), 0), f"{uid} falls in {path}"
                self.sequence[path, uid] = event.sequence
                old = old_feeds.get(path, {}).get(uid)
                if old is None:
                    continue
                if event.cancelled and not old.cancelled:
                    assert event.body.contract in edited, f"{uid} was cancelled by nobody"
                    assert old.body.last > today, f"{uid} had come to pass"
                if event.text != old.text:
                    assert event.sequence > old.sequence
                    assert event.modified == today
        for uid, first in list(self.come.items()):
            # Only a correction moves what has come to pass.
            if uid in everywhere and read_one(everywhere[uid]) != first:
                assert uid.split(".")[0] in edited, f"{uid} names another occasion"
                del self.come[uid]
        for uid, text in everywhere.items():
            if (first := read_one(text)) <= today:
                self.come[uid] = first
        for name, words in now.entries.items():
            assert self.told.setdefault(name, words) == words, f"{name} is told twice"


def read_one(text: bytes) -> date:
    """The first day of an event."""
    return date.fromisoformat(text.split(b"DTSTART;VALUE=DATE:")[1][:8].decode())


@pytest.mark.parametrize("seed", SEEDS)
def test_a_subscriber_of_many_months_sees_nothing_false(seed: int, tmp_path: Path) -> None:
    random, ledger = Random(seed), Ledger()  # noqa: S311 - no secret, only the same edits for the same seed
    records = {record["id"]: record for record in (fresh(random, number) for number in range(8))}
    removed: dict[str, Record] = {}
    before: Build | None = None
    today, step = START, 0
    while today < START + timedelta(days=DAYS):
        edited: set[str] = set()
        if before and random.random() < 0.4:
            edited |= random.choice(EDITS)(records, random, today)
        if before and random.random() < 0.05 and len(records) > 5:
            name = random.choice(sorted(records))
            removed[name] = records.pop(name)
            edited.add(name)
        if removed and random.random() < 0.1:
            name = random.choice(sorted(removed))
            records[name] = removed.pop(name)
            edited.add(name)
        now = build(tmp_path / "contracts.yaml", records, today, before)
        ledger.read(now, before, today, edited)
        if before and not edited:
            assert set(now.entries) - set(before.entries) <= clock_entries(now, before), "nobody changed anything"
        if step % 10 == 0:
            assert build(tmp_path / "contracts.yaml", records, today, now).files == now.files
        before, step = now, step + 1
        today += timedelta(days=random.choice((1, 1, 1, 2, 5)))
    assert any(sequence > 0 for sequence in ledger.sequence.values())
    assert ledger.come


def clock_entries(now: Build, before: Build) -> set[str]:
    """What time alone may bring: a date that has come nearer is new, and a status changes."""
    return {name for name in set(now.entries) - set(before.entries) if "withdrawn" not in now.entries[name]}
