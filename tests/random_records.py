"""Random registries for the tests that work everything out a second time: the same ones each time."""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

import independent_meaning as independent
from support import HEAD, registry_text
from tenderwatch.outlook import Outlook, look_at
from tenderwatch.registry.model import Registry
from tenderwatch.registry.parse import parse_files

Record = dict[str, Any]
TODAY = date(2026, 11, 28)
RECORDS = 25
# The first day on which a body no longer exists. One that ceases is among the buyers.
CEASES = {"fadingham": date(2028, 4, 1)}
_FADING = f"  - {{id: fadingham, name: Fadingham District Council, kind: council, ceases: {CEASES['fadingham']}}}"
BODIES = HEAD.replace("\nsources:", f"{_FADING}\n\nsources:")


def some_date(pick: random.Random, low: int = -900, high: int = 900, *, coarse: bool = True) -> str:
    """A date near today, as a registry writes it; month ends come more often than chance would have them."""
    day = TODAY + timedelta(pick.randint(low, high))
    if pick.random() < 0.5:
        day = independent.month_end(day.year, day.month)
    if not coarse or pick.random() < 0.7:
        return day.isoformat()
    return pick.choice(
        (
            f"{day:%Y-%m}", f"{day:%Y-%m}", f"{day.year}", f"{day.year}-Q{(day.month + 2) // 3}",
            f"{pick.choice(list(independent.SEASONS))} {day.year}", f"{day.year}/{(day.year + 1) % 100:02}",
            f"{day:%Y-%m}..{independent.clamped_plus(day, 3):%Y-%m}",
        )
    )  # fmt: skip


def some_length(pick: random.Random) -> dict[str, Any]:
    if pick.random() < 0.7:
        return {"months": pick.choice((1, 3, 6, 12, 12, 24, 36))}
    return {"length": pick.choice(("26w", "52w", "28d", "90d", "365d"))}


def option(pick: random.Random) -> Record:
    row: Record = some_length(pick)
    shape = pick.random()
    if shape < 0.15:
        row |= {"times": pick.randint(2, 3)}
    elif shape < 0.3 and "months" in row:
        row |= {"flexible": True}
    elif shape < 0.4:
        row = {"every": pick.choice(("1m", "4w", "12m", "7d"))}
        if pick.random() < 0.5:
            row["until"] = some_date(pick, 0, 1500)
    elif shape < 0.5:
        row = {"alternatives": [[some_length(pick)], [some_length(pick), some_length(pick)]]}
    elif shape < 0.55:
        row = {}
    if "alternatives" in row:
        return row
    row["state"] = pick.choice(
        ("permitted", "permitted", "permitted", "authorised", "exercised", "declined", "unknown")
    )
    if "every" in row or not set(row) - {"state"} or row.get("times"):
        row["state"] = "permitted"
    if pick.random() < 0.06 and row["state"] == "permitted":
        row["discretion"] = pick.choice(("authority", "provider"))
    elif pick.random() < 0.06 and row["state"] == "permitted" and not row.get("times"):
        row["decide_by"] = some_date(pick, -100, 600)
    return row


def used_in_part(pick: random.Random, end: date) -> Record:
    row: Record = pick.choice(({"months": 12}, {"months": 12, "flexible": True}))
    row |= {"state": "exercised", "taken_to": independent.day_plus(end, pick.choice((3, 6, 9))).isoformat()}
    return row | pick.choice(({}, {"rest": "left"}, {"rest": "gone"}))


def a_record(pick: random.Random, number: int) -> Record:
    record: Record = {
        "id": f"c{number}", "title": f"Service {number}", "kind": pick.choice(("contract", "framework", "dps")),
        "services": ["home care"], "lead": pick.choice(("testshire", "otherham", "testshire", "unknown")),
    }  # fmt: skip
    if pick.random() < 0.3:
        others = [name for name in ("testshire", "otherham") if name != record["lead"]]
        record["partners"] = pick.choice((others[:1], others[:1], ["fadingham"], [*others[:1], "fadingham"]))
    if pick.random() < 0.6:
        record["regime"] = pick.choice(("pa2023-light-touch", "psr", "pcr2015-light-touch"))
    shape = pick.random()
    if shape < 0.55:
        record["end"] = some_date(pick)
        if pick.random() < 0.7:
            start = independent.read(record["end"])
            assert start
            record["start"] = some_date_before(pick, start[0])
    elif shape < 0.85:
        record["start"] = some_date(pick, -1800, 300)
        record["term"] = pick.choice(("6m", "12m", "18m", "24m", "36m", "48m", "52w", "156w", "1095d"))
    elif shape < 0.93:
        record |= {"start": some_date(pick, -1800, 0), "open_ended": True}
    else:
        record["end"] = "unknown"
    if pick.random() < 0.7 and "open_ended" not in record:
        record["extensions"] = [option(pick) for _ in range(pick.randint(1, 3))]
    if "extensions" in record and pick.random() < 0.1 and (bounds := independent.read(record.get("end"))):
        record["extensions"].insert(0, used_in_part(pick, bounds[1]))
    if pick.random() < 0.3:
        record["notice"] = pick.choice(("1m", "3m", "6m", "12w", "28d"))
    if pick.random() < 0.15:
        record["ended"] = {"on": some_date(pick, -200, 300), "how": "notice"}
    if pick.random() < 0.25:
        record["advertised"] = some_date(pick, -700, -1, coarse=False)
        if pick.random() < 0.5:
            record["providers"] = ["Acme Care"]
        elif pick.random() < 0.3:
            record["awarded"] = "unknown"
    if pick.random() < 0.08:
        record["let"] = False
        for key in ("ended", "awarded", "providers"):
            record.pop(key, None)
    if pick.random() < 0.06:
        record["abandoned"] = {"on": some_date(pick, -300, -1), "how": "no award"}
    record |= stated(pick, record)
    if number and pick.random() < 0.4:
        record["replaces"] = [f"c{pick.randrange(number)}"]
    return record


def stated(pick: random.Random, record: Record) -> Record:
    """What is stated beside the term: plans, bids, joining, breaks and reviews."""
    found: Record = {}
    if pick.random() < 0.2:
        plans = {"tender": some_date(pick, -100, 400)} if pick.random() < 0.7 else {}
        last = independent.read(plans.get("tender"))
        ahead = (last[1] - TODAY).days if last else -50
        if pick.random() < 0.3:
            plans["tender_deadline"] = some_date(pick, ahead + 1, ahead + 90)
        if pick.random() < 0.4:
            plans["start"] = some_date(pick, ahead + 100, ahead + 500)
        if plans:
            found["plans"] = plans
    if "advertised" in record and pick.random() < 0.5:
        after = date.fromisoformat(record["advertised"]) + timedelta(pick.randint(20, 60))
        found["tender_deadline"] = after.isoformat()
    if pick.random() < 0.15:
        found["joining"] = [
            {"id": f"round-{number}", "rule": "window", "closes": some_date(pick, -200, 600)}
            for number in range(pick.randint(1, 2))
        ]
    for key in ("breaks", "reviews"):
        if pick.random() < 0.15:
            found[key] = [key_date(pick, key) for _ in range(pick.randint(1, 2))]
    return found


def key_date(pick: random.Random, key: str) -> Record:
    item: Record = {"on": some_date(pick, -500, 500)}
    if pick.random() < 0.7:
        item["notice"] = pick.choice(("1m", "3m", "6m", "12w", "28d"))
    if key == "reviews" and pick.random() < 0.4:
        item["every"] = pick.choice(("12m", "6m", "1m"))
    return item


def some_date_before(pick: random.Random, day: date) -> str:
    return (day - timedelta(pick.randint(100, 1500))).isoformat()


def day_of(seed: int) -> date:
    """A day on which to ask about the records of a seed: some time before or after the middle of their dates."""
    return TODAY + timedelta(random.Random(seed).randrange(-500, 500))  # noqa: S311 - not a secret


def records_of(seed: int) -> list[Record]:
    pick = random.Random(seed)  # noqa: S311 - the same registries each time, not a secret
    return [a_record(pick, number) for number in range(RECORDS)]


def written(record: Record) -> str:
    """The record as a test writes it: a line for each key; options with evidence of their own where decided."""
    return "\n".join(f"{key}: {flow(value)}" for key, value in record.items())


def flow(value: Any) -> str:
    match value:
        case dict():
            return "{" + ", ".join(f"{key}: {flow(item)}" for key, item in value.items()) + "}"
        case list():
            return "[" + ", ".join(flow(item) for item in value) + "]"
        case bool():
            return str(value).lower()
    return str(value)


def text_of(records: Sequence[Record]) -> str:
    """A registry file of these records."""
    return registry_text(*map(written, records), head=BODIES)


def registry_of(records: Sequence[Record]) -> Registry:
    return parse_files([("f", text_of(records).encode())], "f")[0]


def without_contradictions(records: Sequence[Record]) -> list[Record]:
    """The records that neither contradict themselves nor cannot be read: the rules say nothing of the others."""
    registry = registry_of(records)
    wrong = {*registry.faulty, *registry.contradictory}
    kept = [record for record in records if record["id"] not in wrong]
    return [
        {**record, "replaces": [old for old in record["replaces"] if old not in wrong]}
        if "replaces" in record else record
        for record in kept
    ]  # fmt: skip


def outlooks(records: Sequence[Record], today: date = TODAY) -> dict[str, Outlook]:
    """What the product makes of them."""
    registry = registry_of(records)
    return {contract.id: look_at(contract, registry, today) for contract in registry.contracts}
