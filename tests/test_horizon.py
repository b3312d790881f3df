"""`due` may leave out what certainly lies beyond the horizon: it must leave out nothing else."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from tenderwatch.cli.context import bundled_registry
from tenderwatch.dates import Duration
from tenderwatch.law.schedule.back import latest_day, stage_ends_beyond
from tenderwatch.law.schedule.extension import extension_ends_beyond, key_decision_day
from tenderwatch.law.timetables import bundled
from tenderwatch.outlook import look_at
from tenderwatch.registry.load import load

DAYS = (date(2024, 1, 2), date(2024, 5, 1), date(2026, 11, 22), date(2028, 2, 29))


@pytest.mark.parametrize("today", DAYS, ids=str)
@pytest.mark.parametrize("ahead", [0, 90, 365, 1000, 2000])
def test_the_short_way_finds_the_same_reasons_as_reckoning_everything(today: date, ahead: int) -> None:
    registry, horizon, found = load(bundled_registry()).registry, today + timedelta(days=ahead), 0
    for contract in registry.contracts:
        outlook = look_at(contract, registry, today)
        every = tuple(r for r in outlook.reasons if r.when.earliest and r.when.earliest <= horizon)
        assert outlook.due(horizon) == every, contract.id
        found += len(every)
    assert found


@pytest.mark.parametrize("horizon", DAYS, ids=str)
def test_the_first_end_beyond_a_horizon_is_the_first(horizon: date) -> None:
    timetable, rule, day = bundled().get("psr", "default"), bundled().extension, timedelta(days=1)
    assert timetable
    first = stage_ends_beyond(horizon, timetable, "tender-notice")
    beyond, within = (latest_day(end + day, timetable, "tender-notice") for end in (first, first - day))
    assert beyond
    assert within
    assert within <= horizon < beyond
    notice = Duration(12, "weeks")
    first = extension_ends_beyond(horizon, notice, rule)
    beyond, within = (key_decision_day(end, notice, rule) for end in (first, first - day))
    assert beyond
    assert within
    assert within <= horizon < beyond
