"""Until when the passing of days changes nothing: worked out, and held against every day on the way."""

from __future__ import annotations

import os
from datetime import date, timedelta

import pytest
from markupsafe import Markup

import random_records
from support import registry_of
from tenderwatch.calendar.events import contract_events
from tenderwatch.cli.context import bundled_registry
from tenderwatch.outlook import look_at
from tenderwatch.queries.select import Agenda
from tenderwatch.queries.steady import steady_until
from tenderwatch.registry.load import load
from tenderwatch.registry.model import Registry
from tenderwatch.site.large.listed import Listed, listed
from tenderwatch.site.pages.contract import ContractView, contract_view
from tenderwatch.site.pages.parts import Calendars
from tenderwatch.site.site import Site

SEEDS = int(os.environ.get("TENDERWATCH_STEADY", "4"))
SPAN = 45
NO_CALENDARS = Calendars(Site(Agenda(registry_of(), date(2026, 1, 1), None, (), (), ()), "https://x/", (), ()))


def row_on(registry: Registry, name: str, day: date) -> Listed:
    return listed(look_at(registry.by_id[name], registry, day), "", page=False)


def assert_steady(registry: Registry, first: date, days: int) -> int:
    """Whether each row stays as it is until the day that it says, over so many days; how often one changed."""
    changed = 0
    for name in registry.ids:
        row = row_on(registry, name, first)
        for number in range(1, days):
            today = first + timedelta(number)
            now = row_on(registry, name, today)
            if today >= row.until:
                changed += now._replace(day=row.day, until=row.until) != row
                row = now
            assert now._replace(day=row.day) == row, (
                f"{name}: {today} differs from {row.day}, said to hold till {row.until}"
            )
    return changed


@pytest.mark.parametrize("seed", range(SEEDS))
def test_no_row_of_a_random_registry_changes_before_its_day(seed: int) -> None:
    registry = random_records.registry_of(random_records.records_of(seed))
    assert assert_steady(registry, random_records.day_of(seed), SPAN) > 0


def test_no_row_of_the_shipped_registry_changes_before_its_day() -> None:
    registry = load(bundled_registry()).registry
    some = registry_subset(registry, 40)
    assert assert_steady(some, date(2026, 11, 20), SPAN) > 0


def registry_subset(registry: Registry, every: int) -> Registry:
    """A registry that holds some of the contracts, a different choice each time that records are added."""
    kept = {contract.id for number, contract in enumerate(registry.contracts) if number % 200 < every}
    return Registry(
        edition=registry.edition, portals=registry.portals, authorities=registry.authorities,
        sources=registry.sources, events=registry.events,
        contracts=tuple(item for item in registry.contracts if item.id in kept),
    )  # fmt: skip


@pytest.mark.parametrize("seed", range(SEEDS))
def test_no_page_says_anything_else_before_its_day(seed: int) -> None:
    """Apart from the drawing, which shows where the day stands that the page names."""
    registry = random_records.registry_of(random_records.records_of(seed))
    for name in registry.ids:
        shown: ContractView | None = None
        until = first = random_records.day_of(seed)
        for number in range(SPAN):
            today = first + timedelta(number)
            outlook = look_at(registry.by_id[name], registry, today)
            view = contract_view(outlook, NO_CALENDARS, contract_events(outlook, base_url="https://x/"), counted=False)
            view = view._replace(drawing=Markup(""))
            if today >= until:
                shown, until = view, listed(outlook, "", page=True).until
            assert view == shown, f"{name}: {today}, said to hold till {until}"


def test_a_quiet_contract_holds_for_weeks_and_one_that_ends_tomorrow_does_not() -> None:
    today = date(2026, 7, 1)
    registry = registry_of("id: quiet\nstart: 2025-01-01\nend: 2035-03-31", "id: near\nend: 2026-07-02")
    near, quiet = (look_at(registry.by_id[name], registry, today) for name in ("near", "quiet"))
    cap = today + timedelta(40)
    assert steady_until(near, cap) == date(2026, 7, 2)
    assert steady_until(quiet, cap) > date(2026, 7, 14)
