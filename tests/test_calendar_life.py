"""Nightly builds for months, with edits and mishaps of every kind, as a subscriber who keeps a ledger sees them.

A season in the suite; `make life` runs a year for several seeds.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from datetime import date, timedelta
from pathlib import Path
from random import Random

import pytest

from edge.byte_linter import lint
from life import FILES, Touched, World
from subscriber import ALL, Ledger, Site
from support import Answer, run_cli

BASE = "https://care.example.org/"
START = date(2026, 1, 10)
DAYS = int(os.environ.get("TENDERWATCH_LIFE_DAYS", "60"))
SEEDS = range(int(os.environ.get("TENDERWATCH_LIFE_SEEDS", "1")))


class Desk:
    """Publishes a registry night by night, with one calendar file beside the site."""

    def __init__(self, folder: Path, world: World) -> None:
        self.registry, self.site, self.file = folder / "registry", folder / "site", folder / "care.ics"
        self.world, self.day = world, START

    def publish(self, today: date, *more: str) -> Answer:
        typed = ("--registry", str(self.registry), "--today", str(today), *more)
        self.day = max(self.day, today)
        answer = run_cli("publish", str(self.site), "--base-url", BASE, *typed)
        # Of few contracts, a file does not know which were only removed.
        if answer.code == 0 or (
            today == self.day and len({event[0] for event in Site({ALL: self.file.read_bytes()}).ahead(today)}) >= 10
        ):
            alone = run_cli("ical", "-o", str(self.file), "--base-url", BASE, *typed)
            if answer.code == 0 and "1 of the 10 contracts" in alone.err:
                # A tenth of what lies ahead, if not of all: somebody removed it, and says so.
                alone = run_cli("ical", "-o", str(self.file), "--base-url", BASE, *typed, "--allow-loss")
            assert answer.code == alone.code, (answer.err, alone.err)
        return answer

    def refused(self, today: date, before: Site, **mishap: object) -> None:
        """A build of what is not the whole registry changes nothing, and says so."""
        self.world.write(self.registry, **mishap)  # type: ignore[arg-type]
        file = self.file.read_bytes()
        answer = self.publish(today)
        assert answer.code == 2, (mishap, answer.err)
        assert self.seen().files == before.files
        assert self.file.read_bytes() == file

    def seen(self) -> Site:
        """The site as its subscribers find it."""
        paths = (path for path in self.site.rglob("*") if path.is_file())
        return Site({str(path.relative_to(self.site)): path.read_bytes() for path in paths})

    def fresh(self, today: date) -> Site:
        """A calendar that begins today."""
        target = self.file.with_name("fresh.ics")
        target.unlink(missing_ok=True)
        run_cli("ical", "-o", str(target), "--registry", str(self.registry), "--today", str(today))
        return Site({ALL: target.read_bytes()})


@pytest.mark.parametrize("seed", SEEDS)
def test_a_subscriber_of_many_months_sees_nothing_false(seed: int, tmp_path: Path) -> None:
    random, ledger, alone = Random(seed), Ledger(), Ledger()  # noqa: S311 - no secret, only the same edits for the same seed
    world = World(random, START, 14)
    desk = Desk(tmp_path, world)
    world.write(desk.registry)
    assert desk.publish(START).code == 0
    before = desk.seen()
    ledger.read(before, None, START, {}, set())
    file = Site({ALL: desk.file.read_bytes()})
    touched: Touched = {}
    removed: set[str] = set()
    unread: Touched = {}
    done: list[str] = []

    def night(day: date, *more: str, faulty: Iterable[str] = ()) -> Site:
        nonlocal file
        answer = desk.publish(day, *more)
        assert answer.code == 0, (answer.err, done)
        now = desk.seen()
        try:
            ledger.read(now, before, day, touched, removed)
            # A file does not remember which contract followed one that cannot be read.
            followed = {old: False for name in faulty for old in world.replaced_by(name)}
            file_before, file = file, Site({ALL: desk.file.read_bytes()})
            alone.read(file, file_before, day, followed | unread | touched, removed)
            unread.clear()
            unread.update(followed)
        except AssertionError as error:
            raise AssertionError("\n".join([str(error), f"on {day}, edits so far:", *done[-15:]])) from error
        return now

    today, step = START, 0
    while (today := today + timedelta(days=random.choice((1, 1, 1, 2, 5)))) < START + timedelta(days=DAYS):
        step += 1
        known = set(world.records)
        if random.random() < 0.5:
            name, found = world.edit(today)
            done.append(f"{today} {name} {found}")
            touched |= found
        removed |= known - world.records.keys()
        removed -= world.records.keys()
        faulty: frozenset[str] = frozenset()
        more: tuple[str, ...] = ()
        mishap = random.random()
        if mishap < 0.06:
            desk.refused(today, before, faulty=frozenset(random.sample(sorted(world.records), 2)))
        elif mishap < 0.1:
            lost = next(file for file in FILES if len(world.of_file(file)) * 5 > len(world.records))
            desk.refused(today, before, lost=lost)
        elif mishap < 0.12:
            desk.refused(today, before, empty=True)
        elif mishap < 0.18:
            # What cannot be read keeps its events, and the rest goes on.
            faulty, more = frozenset(random.sample(sorted(world.records), 2)), ("--allow-loss",)
            done.append(f"{today} cannot be read: {sorted(faulty)}")
        elif mishap < 0.2:
            desk.refused(today - timedelta(days=40), before)
        world.write(desk.registry, faulty=faulty)
        now = night(today, *more, faulty=faulty)
        for name in faulty:
            for path in (f"contracts/{name}.html", f"api/v1/contracts/{name}.json"):
                assert now.files.get(path) == before.files.get(path), f"{path} could not be read anew"
            assert now.of(name).items() <= before.of(name).items(), f"{name} could not be read"
        if step % 6 == 0:
            assert desk.publish(today, *more).code == 0
            assert desk.seen().files == now.files
            assert not [fault for path in now.feeds for fault in lint(now.files[path])]
            if not faulty:
                assert now.ahead(today) == desk.fresh(today).ahead(today), "the same as one that begins today"
        if not faulty and (ledger.owed or alone.owed):
            fresh = desk.fresh(today)
            ledger.settle(fresh)
            alone.settle(fresh)
        # An edit of a record that could not be read is told once it can be.
        touched = {name: corrected for name, corrected in touched.items() if name in faulty}
        before = now
    assert ledger.counts["told"] > 5
    assert ledger.counts["cancelled"] > 0
    assert ledger.counts["quiet"] > 3
    assert ledger.come
