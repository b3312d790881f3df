"""Our calendar feeds in other programs' hands: every event must arrive as it was meant, in all of them."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from support import run_cli
from tenderwatch.calendar.events import HISTORY, choose, contract_events
from tenderwatch.calendar.wording import MOST_TITLE, bounded, cut
from tenderwatch.cli.context import bundled_registry
from tenderwatch.queries.filters import Filters
from tenderwatch.queries.select import Agenda, full_agenda
from tenderwatch.registry.load import load
from tenderwatch.site.plans import FeedPlan, plan_feeds

from . import libical, programs
from .byte_linter import Seen, lint
from .hostile import HOSTILE_TITLES, REGISTRY_HEAD, hostile_contracts
from .programs import READERS, Reader, need, tenderwatch

TODAY = date(2024, 5, 1)
LATER = date(2024, 6, 5)
DAY = timedelta(days=1)
BASE = "https://care.example.org/dates/"


@dataclass(frozen=True)
class Feed:
    """A feed as a file, and its events as a reader should see them."""

    path: Path
    meant: list[Seen]


def agenda_of(registry: Path, today: date) -> Agenda:
    loaded = load(registry)
    assert not loaded.errors
    return full_agenda(loaded.registry, today, Filters().resolve(loaded.registry), sort="id")


def meant(agenda: Agenda, plan: FeedPlan | None = None) -> list[Seen]:
    """The events of a registry, or of one feed of its site, before they are written: as a reader should see them."""
    base = BASE if plan else None
    kept = [row.outlook for row in agenda.rows if plan is None or row.outlook.contract.id in plan.contracts]
    events = [event for outlook in kept for event in contract_events(outlook, base_url=base)]
    return sorted(
        Seen(
            uid=event.uid,
            start=event.first,
            end=event.last + DAY,
            summary=event.summary,
            status="CONFIRMED" if event.certain else "TENTATIVE",
            description=event.description,
        )
        for event in choose(events, plan.audience if plan else "all")
    )


def exported(registry: Path, feed: Path) -> Feed:
    tenderwatch("ical", "--today", str(TODAY), "-o", feed, "--registry", registry)
    return Feed(feed, meant(agenda_of(registry, TODAY)))


def carried_over(folder: Path) -> Feed:
    """A feed exported again after a month: every other contract withdrawn, one date moved."""
    registry = folder / "carried.yaml"
    contracts = hostile_contracts()[:10]
    registry.write_text(REGISTRY_HEAD + "".join(contracts), encoding="utf-8")
    feed = exported(registry, folder / "carried.ics")
    moved = contracts[0].replace("end: 2024-12-31", "end: 2025-01-31")
    assert moved != contracts[0]
    registry.write_text(REGISTRY_HEAD + "".join([moved, *contracts[2::2]]), encoding="utf-8")
    tenderwatch("ical", "--today", str(LATER), "-o", feed.path, "--registry", registry, "--allow-loss")
    agenda = agenda_of(registry, LATER)
    now = {item.uid: item for item in meant(agenda)}
    before = {item.uid: item for item in feed.meant}
    # What had come to pass as it was published stays so, whatever its date would be by the record of today.
    events = [
        old if (old := before.get(uid)) and max(old.end, new.end) - DAY < LATER else new for uid, new in now.items()
    ]
    for old in feed.meant:
        last = old.end - DAY
        if old.uid in now or last < LATER - HISTORY:
            continue
        # What came to pass is history, of a contract that has gone as well; what lay ahead was withdrawn.
        listed = old.uid.partition(".")[0] in agenda.registry.by_id
        history = last <= LATER or (listed and old.start <= LATER)
        why = "Cancelled on 5 June 2024: the contract is no longer in the registry."
        gone = replace(
            old, status="CANCELLED", summary=cut(f"CANCELLED: {old.summary}", MOST_TITLE),
            description=bounded([why, *old.description.split("\n")]),
        )  # fmt: skip
        events.append(old if history else gone)
    return Feed(feed.path, sorted(events))


def published(site: Path) -> dict[str, Feed]:
    """Two feeds of the site of the shipped registry, one for each audience: of a kind of arrangement, and of a council.

    They are the largest of their sort.
    """
    agenda = agenda_of(bundled_registry(), TODAY)
    tenderwatch("publish", site, "--base-url", BASE, "--today", str(TODAY))
    plans = {plan.path: plan for plan in plan_feeds(agenda, {})}
    # One that is too large stands in parts, which have no plan of their own.
    listed = json.loads((site / "manifest.json").read_bytes())["feeds"]
    feeds = [feed for feed in listed if feed["path"] in plans]
    sorts = {"published": ("kind", "provider"), "council": ("council", "commissioner")}
    chosen = {
        name: [feed for feed in feeds if (feed["group"], feed["audience"]) == sort] for name, sort in sorts.items()
    }
    paths = {name: max(some, key=lambda item: item["events"])["path"] for name, some in chosen.items()}
    return {name: Feed(site / path, meant(agenda, plans[path])) for name, path in paths.items()}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("feeds")


@pytest.fixture(scope="module")
def feeds(folder: Path) -> dict[str, Feed]:
    """Feeds by name: of hostile text, carried over from an earlier one, and two of a site."""
    hostile = folder / "hostile.yaml"
    hostile.write_text(REGISTRY_HEAD + "".join(hostile_contracts()), encoding="utf-8")
    return {
        "hostile": exported(hostile, folder / "hostile.ics"),
        "carried": carried_over(folder),
        **published(folder / "site"),
    }


every = pytest.mark.parametrize("name", ["hostile", "carried", "published", "council"])
by_reader = pytest.mark.parametrize("reader", READERS, ids=[reader.name for reader in READERS])


@every
def test_a_feed_is_sound_to_the_byte(feeds: dict[str, Feed], name: str) -> None:
    assert lint(feeds[name].path.read_bytes()) == []


def test_every_feed_of_a_site_is_sound_to_the_byte(feeds: dict[str, Feed], folder: Path) -> None:
    assert feeds["published"].path.is_relative_to(folder / "site")
    faults = {path.name: lint(path.read_bytes()) for path in (folder / "site").rglob("*.ics")}
    assert len(faults) >= 100
    assert {name: found for name, found in faults.items() if found} == {}


def test_the_feeds_hold_what_the_other_tests_are_about(feeds: dict[str, Feed]) -> None:
    hostile, carried, published = (feeds[name].meant for name in ("hostile", "carried", "published"))
    assert {"CONFIRMED", "TENTATIVE"} <= {item.status for item in published}
    assert {item.end - item.start > DAY for item in published} == {True, False}
    texts = " ".join(item.description for item in hostile)
    assert all(" ".join(title.split())[:100] in texts for title in HOSTILE_TITLES)
    assert {"TENTATIVE", "CANCELLED"} <= {item.status for item in carried}
    moved = next(item for item in carried if item.uid == "hostile-0.end@tenderwatch")
    assert moved.end == date(2025, 2, 1)
    counted = re.findall(rb"^SEQUENCE:(\d+)\r$", feeds["carried"].path.read_bytes(), re.MULTILINE)
    assert set(counted) == {b"0", b"1617"}
    assert any(len(item.uid) > 71 for item in published), "a UID that is folded"
    assert feeds["published"].path != feeds["council"].path
    assert {item.uid for item in feeds["council"].meant} & {item.uid for item in published}


@pytest.mark.edge
@every
@by_reader
def test_every_event_arrives_as_it_was_meant(feeds: dict[str, Feed], name: str, reader: Reader, tmp_path: Path) -> None:
    need(reader.missing())
    feed = feeds[name]
    left_out = {item.uid for item in feed.meant if reader.misreads(item)}
    expected = [item for item in feed.meant if item.uid not in left_out]
    assert len(expected) >= 25
    assert [item for item in reader.read(feed.path, tmp_path) if item.uid not in left_out] == expected


@pytest.mark.edge
@by_reader
def test_a_reader_would_notice_a_change(feeds: dict[str, Feed], reader: Reader, tmp_path: Path) -> None:
    """Else the test above could not fail."""
    need(reader.missing())
    feed = feeds["council"]
    changed = tmp_path / "changed.ics"
    data = feed.path.read_bytes()
    last = max(item.end for item in feed.meant) + DAY
    line = next(line for line in data.split(b"\r\n") if line.startswith(b"DTEND"))
    changed.write_bytes(data.replace(line, f"DTEND;VALUE=DATE:{last:%Y%m%d}".encode(), 1))
    assert len(set(reader.read(changed, tmp_path)) ^ set(feed.meant)) == 2


@pytest.mark.edge
@every
def test_libical_finds_no_property_missing_or_repeated(feeds: dict[str, Feed], name: str) -> None:
    need(libical.missing())
    data = feeds[name].path.read_bytes()
    assert libical.complaints_of(data) == []
    assert libical.complaints_of(data.replace(b"\r\nUID:", b"\r\nX-UID:", 1)) != []


@pytest.mark.edge
@every
def test_calcurse_imports_every_event(feeds: dict[str, Feed], name: str, tmp_path: Path) -> None:
    need(programs.calcurse_missing())
    imported = programs.calcurse_import(feeds[name].path, tmp_path)
    assert (imported.skipped, imported.log) == (0, "")
    assert imported.events == sorted((item.start, item.end - DAY, item.summary) for item in feeds[name].meant)


@pytest.mark.edge
def test_calcurse_would_notice_a_bad_escape(feeds: dict[str, Feed], tmp_path: Path) -> None:
    need(programs.calcurse_missing())
    feed = tmp_path / "faulty.ics"
    feed.write_bytes(feeds["council"].path.read_bytes().replace(b"SUMMARY:", b"SUMMARY:a, b; ", 1))
    imported = programs.calcurse_import(feed, tmp_path)
    assert imported.skipped == 1
    assert "malformed summary" in imported.log


def test_no_control_character_reaches_a_feed(tmp_path: Path) -> None:
    """YAML can write one as an escape. Whether the registry refuses it or the writer drops it, none gets out."""
    registry, feed = tmp_path / "control.yaml", tmp_path / "control.ics"
    titles = [f"before \\x{code:02x} after" for code in (*range(0x20), 0x7F, 0x85, 0x9F)]
    contracts = [
        f'  - {{id: control-{number}, title: "{title}", kind: contract, services: [care], lead: council, '
        f'end: 2025-03-31, evidence: [{{source: source, place: "{title}", supports: [end]}}]}}\n'
        for number, title in enumerate([*titles, "sound"])
    ]
    registry.write_text(REGISTRY_HEAD + "".join(contracts), encoding="utf-8")
    run_cli("ical", "--today", str(TODAY), "-o", str(feed), "--registry", str(registry))
    assert lint(feed.read_bytes()) == []
