"""Random registries, compared with `independent_meaning`: ends, statuses, targets of options and what falls due."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pytest

import independent_meaning as independent
from random_records import TODAY, Record, day_of, outlooks, records_of, text_of, without_contradictions
from support import run_cli
from tenderwatch.dates import When
from tenderwatch.outlook import Outlook

SEEDS = range(12)


def span(when: When | None) -> tuple[date, date] | None:
    return (when.earliest, when.latest) if when and when.earliest and when.latest else None


def compared(record: Record, kept: Sequence[Record], outlook: Outlook, today: date) -> Iterator[tuple[str, Any, Any]]:
    """Each value as the rules give it and as the product does."""
    ends = independent.Ends(record)
    if ends.forked_roll or ends.unsaid:
        return
    # Where one option makes several steps, or what is left of one goes on, targets are not those of the rows.
    forks = any("alternatives" in row or "every" in row or "taken_to" in row for row in ends.rows)
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
        day = day_of(seed)
        found = outlooks(kept, day)
        for record in kept:
            for name, rule, product in compared(record, kept, found[record["id"]], day):
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
    path.write_text(text_of(kept), encoding="utf-8")
    arguments = ("--registry", str(path), "--today", TODAY.isoformat(), "--format", "json")
    rows = {row["id"]: row for row in run_cli("list", *arguments).json["rows"]}
    due = {row["id"]: row for row in run_cli("due", *arguments).json["rows"]}
    assert len(kept) > 15
    for record in kept:
        row, ends = rows[record["id"]], independent.Ends(record)
        if ends.forked_roll or ends.unsaid:
            continue
        assert row["status"] == independent.status(record, kept, TODAY), record
        for key, end in (("initial_end", ends.initial), ("end", ends.current), ("longest_end", ends.longest)):
            shown = row[key] and (date.fromisoformat(row[key]["earliest"]), date.fromisoformat(row[key]["latest"]))
            assert end is independent.OPEN or shown == end, (key, record)
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
        # A start that is later than the day it ended contradicts that, and is read with care.
        for key in ("end",) if "ended" in record else ("end", "start"):
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
    path.write_text(text_of(records), encoding="utf-8")
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
    told = {"calendar": run_cli("ical", *common).out.replace("\r\n ", "")}
    for report in ("forward-plan", "extensions", "by-council", "by-provider"):
        told[report] = run_cli("report", report, *common, "--months", "60", "--format", "md").out
    told["digest"] = run_cli("digest", *common, "--ahead", "24m", "--state", str(tmp_path / "state")).out
    run_cli("publish", str(tmp_path / "site"), *common, "--base-url", "https://care.example/")
    told |= {str(page): page.read_text(encoding="utf-8") for page in (tmp_path / "site" / "contracts").glob("*.html")}
    assert len(told) > 20
    for where, text in told.items():
        assert not [words for words in OFFERS if words in text], (where, text)
