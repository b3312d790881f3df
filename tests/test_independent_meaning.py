"""Random registries, compared with `independent_meaning`: ends, statuses, targets of options and what falls due."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

import independent_meaning as independent
from support import HEAD, registry_text, run_cli
from tenderwatch.dates import When
from tenderwatch.outlook import Outlook, look_at
from tenderwatch.registry.model import Registry
from tenderwatch.registry.parse import parse_files

Record = dict[str, Any]
TODAY = date(2026, 11, 28)
SEEDS = range(12)
RECORDS = 25


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
    return row


def a_record(pick: random.Random, number: int) -> Record:
    record: Record = {
        "id": f"c{number}", "title": f"Service {number}", "kind": pick.choice(("contract", "framework", "dps")),
        "services": ["home care"], "lead": pick.choice(("testshire", "otherham", "testshire", "unknown")),
    }  # fmt: skip
    if pick.random() < 0.3:
        record["partners"] = [name for name in ("testshire", "otherham") if name != record["lead"]][:1]
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
        record.pop("ended", None)
    if pick.random() < 0.06:
        record["abandoned"] = {"on": some_date(pick, -300, -1), "how": "no award"}
    if pick.random() < 0.1:
        record["plans"] = {"tender": some_date(pick, -100, 400)}
    if number and pick.random() < 0.4:
        record["replaces"] = [f"c{pick.randrange(number)}"]
    return record


def some_date_before(pick: random.Random, day: date) -> str:
    return (day - timedelta(pick.randint(100, 1500))).isoformat()


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


def registry_of(records: Sequence[Record]) -> Registry:
    return parse_files([("f", registry_text(*map(written, records), head=HEAD).encode())], "f")[0]


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


def span(when: When | None) -> tuple[date, date] | None:
    return (when.earliest, when.latest) if when and when.earliest and when.latest else None


def compared(record: Record, kept: Sequence[Record], outlook: Outlook, today: date) -> Iterator[tuple[str, Any, Any]]:
    """Each value as the rules give it and as the product does."""
    ends = independent.Ends(record)
    if ends.forked_roll:  # which way it rolls on from is not said
        return
    forks = any("alternatives" in row for row in ends.rows)
    for step in () if outlook.over or ends.capped or forks else outlook.ends.steps:
        if (
            step.number <= len(ends.targets)
            and step.option.state in ("permitted", "exercised")
            and not step.option.every
        ):
            yield "target", ends.targets[step.number - 1], None if outlook.why_closed(step) else span(step.to)
    yield "status", independent.status(record, kept, today), outlook.status
    yield "initial", ends.initial, span(outlook.ends.initial.when if outlook.ends.initial else None)
    yield "current", ends.current, span(outlook.ends.current.when if outlook.ends.current else None)
    yield "longest", ends.longest, span(outlook.ends.longest.when if outlook.ends.longest else None)
    coming = ends.next_possible(today) if not outlook.over else None
    yield "next", coming[0] if coming else None, span(outlook.next_end.when if outlook.next_end else None)
    yield "how", coming[1] if coming else None, outlook.next_how
    horizon = shift_months_ahead(today)
    due = {reason.kind: reason for reason in outlook.due(horizon)}
    yield "end due", independent.ends_fall_due(record, kept, today, 12), "end" in due
    every = {reason.kind: reason for reason in outlook.reasons}
    notice = every.get("tender-notice")
    yield "tender notice", independent.tender_notice(record, kept, today), span(notice.when) if notice else None
    if not independent.successors(record, kept):
        decision = every.get("extension-decision")
        yield (
            "decision", independent.extension_decision(record, today), span(decision.when) if decision else None
        )  # fmt: skip


def shift_months_ahead(today: date) -> date:
    return independent.clamped_plus(today, 12)


def test_the_product_says_what_the_rules_say() -> None:
    values, wrong = 0, []
    for seed in SEEDS:
        kept = without_contradictions(records_of(seed))
        found = outlooks(kept)
        for record in kept:
            for name, rule, product in compared(record, kept, found[record["id"]], TODAY):
                if rule is independent.OPEN:
                    continue
                values += 1
                if rule != product:
                    wrong.append((seed, record, name, rule, product))
    assert values > 2500
    assert not wrong, "\n".join(f"{seed} {name}: rule {rule}, product {product}\n  {json.dumps(record)}"
                                for seed, record, name, rule, product in wrong[:8])  # fmt: skip


@pytest.mark.parametrize("seed", [1001, 1002])
def test_the_command_line_says_the_same(seed: int, tmp_path: Path) -> None:
    kept, path = without_contradictions(records_of(seed)), tmp_path / "contracts.yaml"
    path.write_text(registry_text(*map(written, kept)), encoding="utf-8")
    arguments = ("--registry", str(path), "--today", TODAY.isoformat(), "--format", "json")
    rows = {row["id"]: row for row in run_cli("list", *arguments).json["rows"]}
    due = {row["id"]: row for row in run_cli("due", *arguments).json["rows"]}
    assert len(kept) > 15
    for record in kept:
        row, ends = rows[record["id"]], independent.Ends(record)
        if ends.forked_roll:
            continue
        assert row["status"] == independent.status(record, kept, TODAY), record
        for key, end in (("initial_end", ends.initial), ("end", ends.current), ("longest_end", ends.longest)):
            shown = row[key] and (date.fromisoformat(row[key]["earliest"]), date.fromisoformat(row[key]["latest"]))
            assert shown == end, (key, record)
        reasons = due[record["id"]]["due_because"] if record["id"] in due else []
        assert ("end" in reasons) == independent.ends_fall_due(record, kept, TODAY, 12), record


def answers(records: Sequence[Record]) -> dict[str, Any]:
    """What is due of each record, in words, with its status."""
    return {
        name: (outlook.status, outlook.group, [reason.text for reason in outlook.reasons])
        for name, outlook in outlooks(records).items()
    }


@pytest.mark.parametrize("seed", range(100, 112))
def test_an_abandoned_successor_changes_nothing(seed: int) -> None:
    records = [record for record in records_of(seed) if "abandoned" not in record]
    for new in [record for record in records if record.get("replaces")][:4]:
        others = [record for record in records if record is not new]
        others = [{**record, "replaces": [name for name in record.get("replaces", ()) if name != new["id"]]}
                  for record in others]  # fmt: skip
        given_up = {**new, "abandoned": {"on": "2026-09-10", "how": "no award"}}
        given_up.pop("ended", None)
        with_it = answers([*others, given_up])
        with_it.pop(new["id"], None)
        assert with_it == answers(others)


@pytest.mark.parametrize("seed", range(120, 132))
def test_another_partner_never_makes_a_contract_vanish(seed: int) -> None:
    records = records_of(seed)
    horizon = shift_months_ahead(TODAY)
    before = {name for name, outlook in outlooks(records).items() if outlook.due(horizon)}
    for record in [record for record in records if record["id"] in before and "partners" not in record][:6]:
        other = "otherham" if record["lead"] != "otherham" else "testshire"
        joint = [{**item, "partners": [other]} if item is record else item for item in records]
        assert outlooks(joint)[record["id"]].due(horizon), record


@pytest.mark.parametrize("seed", range(140, 160))
def test_a_coarse_date_never_ends_anything_early(seed: int) -> None:
    """What is over on a coarse date is over on the last day that it may be."""
    for record in records_of(seed):
        exact = {**record}
        for key in ("end", "start"):
            if bounds := independent.read(record.get(key)):
                exact[key] = bounds[1].isoformat()
        if "ended" in record:
            bounds = independent.read(record["ended"]["on"])
            assert bounds
            exact["ended"] = {**record["ended"], "on": bounds[1].isoformat()}
        coarse, latest = outlooks([{**record, "replaces": []}]), outlooks([{**exact, "replaces": []}])
        if record["id"] in coarse and record["id"] in latest and coarse[record["id"]].over:
            assert latest[record["id"]].over, record


OFFERS = (
    "can be extended",
    "decide whether to extend",
    ": allowed",
    "if extended as far as possible",
    "if not extended",
)


@pytest.mark.parametrize("seed", [3001, 3002])
def test_nothing_offers_an_option_after_a_decided_end(seed: int, tmp_path: Path) -> None:
    records: list[Record] = []
    for record in records_of(seed):
        day = "2026-08-31" if len(records) % 2 else "2027-03"
        record = {**record, "ended": {"on": day, "how": "notice"}, "start": "2020-04-01"}
        record = {key: value for key, value in record.items() if key not in ("abandoned", "let", "replaces", "plans")}
        records.append(record)
    path = tmp_path / "contracts.yaml"
    path.write_text(registry_text(*map(written, records)), encoding="utf-8")
    common = ("--registry", str(path), "--today", TODAY.isoformat())
    rows = run_cli("list", *common, "--format", "json").json["rows"]
    assert len(rows) > 15
    for row in rows:
        options = [option for option in row["extensions"] if option["state"] not in ("exercised", "declined")]
        assert all(option["to"] is None and option["closed"] for option in options), row["extensions"]
    for command in ("list", "due", "timeline"):
        for form in ("plain", "table", "md", "html", "csv") if command != "timeline" else ("plain", "svg"):
            said = run_cli(command, *common, "--format", form).out
            assert not [words for words in OFFERS if words in said], (command, form)
    for row in rows[:6]:
        for command in ("show", "why", "plan"):
            said = run_cli(command, row["id"], *common).out
            assert not [words for words in OFFERS if words in said], said
    calendar = run_cli("ical", *common).out.replace("\r\n ", "")
    assert not [words for words in OFFERS if words in calendar]
