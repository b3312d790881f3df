"""What is left unread as quiet is never due, whatever the day, the horizon and the council's own lengths."""

from __future__ import annotations

import os
import random
from datetime import date, timedelta

import pytest

from random_records import BODIES, CEASES, TODAY, a_record, written
from support import registry_text
from tenderwatch.law.terms.quiet import quiet
from tenderwatch.outlook import look_at
from tenderwatch.outlook.reach import reach_of
from tenderwatch.registry.model import Registry
from tenderwatch.registry.parse import parse_files

SEEDS = range(int(os.environ.get("TENDERWATCH_QUIET", "8")))
# Councils with lengths of their own.
OWN = {
    "of the program": "",
    "longer": "timetable: [{stage: planning, months: 30, because: r}, {stage: tender-notice, days: 400, because: r}]",
    "a slow decision": "timetable: [{stage: extension-decision, publish: 60, call_in: 60, because: r}]",
}


def registry_with(seed: int, own: str) -> Registry:
    """Random records, half of them bare of what is stated beside the term, as most imported ones are."""
    pick = random.Random(seed)  # noqa: S311 - the same each time
    records = [a_record(pick, number) for number in range(40)]
    for record in records[::2]:
        for key in ("plans", "joining", "breaks", "reviews", "tender_deadline", "ended", "abandoned", "replaces"):
            record.pop(key, None)
    head = BODIES.replace("  - id: otherham\n", f"  - id: otherham\n    {own}\n") if own else BODIES
    assert own in head
    return parse_files([("f", registry_text(*map(written, records), head=head).encode())], "f")[0]


@pytest.mark.parametrize("own", OWN)
@pytest.mark.parametrize("seed", SEEDS)
def test_what_is_left_unread_is_never_due(seed: int, own: str) -> None:
    registry, pick = registry_with(seed, OWN[own]), random.Random(seed)  # noqa: S311 - the same each time
    unread = 0
    for _ in range(25):
        today = TODAY + timedelta(pick.randint(-1200, 700))
        horizon = today + timedelta(pick.choice((0, 1, 30, 91, 365, 800)))
        reach = reach_of(registry, horizon)
        assert ("fadingham" in reach.ceasing) == (CEASES["fadingham"] <= horizon)
        for contract in registry.contracts:
            days = quiet(contract)
            near = days is None or days.end < reach.end or days.since > today
            if near or contract.id in registry.successors or not reach.ceasing.isdisjoint(contract.authorities):
                continue
            unread += 1
            outlook = look_at(contract, registry, today)
            assert (outlook.due(horizon), outlook.end_unknown) == ((), False), (contract.id, today, horizon)
    assert unread > 20


def test_a_quiet_contract_speaks_at_the_end_of_its_silence() -> None:
    """The reach is no longer than it must be: an end just within it is due, as the rules of the program have it."""
    text = registry_text("end: 2030-03-31\nproviders: [Acme Care]\nregime: psr")
    registry = parse_files([("f", text.encode())], "f")[0]
    (contract,) = registry.contracts
    days = quiet(contract)
    assert days
    assert days.end == date(2030, 3, 31)
    horizon = date(2027, 1, 1)
    while reach_of(registry, horizon).end <= days.end:
        horizon += timedelta(1)
    first = next(day for day in (horizon + timedelta(number) for number in range(400)) if due(registry, day))
    assert horizon <= first <= horizon + timedelta(366)


def due(registry: Registry, horizon: date) -> bool:
    return any(look_at(contract, registry, date(2027, 1, 1)).due(horizon) for contract in registry.contracts)
