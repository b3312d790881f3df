"""Every number of a report, worked out again from the answers of other commands; and every record accounted for."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from reports_support import CASES, DAY, KINDS
from support import ROOT, run_cli
from tenderwatch.answers.report import report_answer
from tenderwatch.formats import render
from tenderwatch.queries.filters import Filters
from tenderwatch.registry.load import load
from tenderwatch.registry.model import Registry

HORIZON = "2027-11-25"
REGISTRIES = {"cases": CASES, "shipped": str(ROOT / "data"), "northshire": str(ROOT / "docs/examples/northshire.yaml")}
OVER, UNLET = {"ended", "replaced"}, {"planned", "tendering"}
# None, or some that every registry knows.
FILTERS: list[tuple[str, ...]] = [(), ("--service", "home care"), ("--kind", "contract", "--status", "running")]

pytestmark = pytest.mark.parametrize("where", REGISTRIES)


@cache
def ask(where: str, *typed: str) -> Any:
    answer = run_cli(*typed, "--format", "json", "--today", DAY, "--registry", REGISTRIES[where])
    assert answer.code == 0, answer.err
    return answer.json


UNDATED = "End not known, not listed above"


def listed(where: str) -> list[dict[str, Any]]:
    return list(ask(where, "list")["rows"])


def numbers(text: str) -> list[int]:
    """The numbers of a summary, dates left out."""
    bare = re.sub(r"\d{1,2} [A-Z][a-z]+ \d{4}|the \d+ months", "", text)
    return [int(item) for item in re.findall(r"\d+", bare)]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("chosen", FILTERS, ids=" ".join)
def test_every_record_is_listed_or_left_out_for_a_reason(where: str, kind: str, chosen: tuple[str, ...]) -> None:
    if kind == "coverage" and "--kind" in chosen:
        chosen = chosen[:0]
    report = ask(where, "report", kind, *chosen)
    left = sum(item.get("count", 1) for item in report["excluded"])
    assert report["registry"]["records"] == report["contracts"] + left
    assert report["count"] == len(report["rows"]) == sum(section["count"] for section in report["sections"])
    assert Counter(row["section"] for row in report["rows"]) == {
        section["heading"]: section["count"] for section in report["sections"]
    }
    if kind != "coverage":
        assert len({row["contract"]["id"] for row in report["rows"]}) == report["contracts"]
    matching = {row["id"] for row in ask(where, "list", *chosen)["rows"]}
    filtered = sum(item["count"] for item in report["excluded"] if item["reason"] == "filtered")
    if kind != "coverage":
        assert {row["contract"]["id"] for row in report["rows"]} <= matching
    assert filtered == report["registry"]["records"] - len(matching) - faults(report)


def faults(report: Any) -> int:
    return sum(1 for item in report["excluded"] if item["reason"] == "faulty")


def test_what_falls_due_is_what_due_says(where: str) -> None:
    report, due = ask(where, "report", "due"), ask(where, "due")
    groups = {row["contract"]["id"]: row["group"] for row in report["rows"] if row["section"] != UNDATED}
    within = sum(item["count"] for item in report["excluded"] if item["reason"] == "within")
    every = {row["id"]: row["group"] for row in due["rows"]}
    assert groups == every
    hidden = in_other_rows(where)
    assert within == len(hidden)
    assert all(row["status"] == "planned" and not set(row["replaces"]).isdisjoint(every) for row in hidden.values())
    undated = {row["contract"]["id"] for row in report["rows"] if row["section"] == UNDATED}
    assert undated == {item["id"] for item in due["unknown_end"]} - set(every) - set(hidden)
    ending = [
        row
        for row in due["rows"]
        if "end" in row["due_because"] and row["next_end"] and row["next_end"]["earliest"] <= HORIZON
    ]
    later = [row for row in ending if leads_on(row)]
    counts = [sum(group == name for group in groups.values()) for name in ("decide", "coming", "awaiting", "no-news")]
    unlet = sum(1 for row in listed(where) if row["end"] is None and row["status"] in UNLET)
    wanted = [len(ending), len(later), *counts, len(due["unknown_end"]), unlet]
    assert [number for number in numbers(report["summary"]) if number] == [item for item in wanted if item]


def in_other_rows(where: str) -> dict[str, dict[str, Any]]:
    """What is due and stands on the board in the row of another contract."""
    named = {item["id"] for item in ask(where, "due", "--verbose")["excluded"] if item["reason"] == "within"}
    return {row["id"]: row for row in listed(where) if row["id"] in named}


def leads_on(row: dict[str, Any]) -> bool:
    """Whether an option not closed leads past the end that comes next."""
    return any(
        step["state"] in ("permitted", "authorised", "unknown")
        and (step["to"] is None or step["to"]["latest"] > row["next_end"]["latest"])
        for step in row["extensions"]
    )


GROUPS: dict[str, Callable[[dict[str, Any]], list[str]]] = {
    "by-council": lambda row: [body["name"] for body in [row["lead"], *row["partners"]] if body],
    "by-portal": lambda row: [row["portal"]["name"]] if row["portal"] else [],
    "by-service": lambda row: [name[:1].upper() + name[1:] for name in row["services"]],
    "by-provider": lambda row: [name[:1].upper() + name[1:] for name in row["providers"]],
}


@pytest.mark.parametrize("kind", GROUPS)
def test_a_contract_stands_under_each_of_its_names(where: str, kind: str) -> None:
    report = ask(where, "report", kind)
    wanted = Counter((name, row["id"]) for row in listed(where) for name in GROUPS[kind](row) or ["none"])
    found = Counter((row["section"], row["contract"]["id"]) for row in report["rows"])
    none = [section for section in report["sections"] if re.search(r" not (known|recorded)$", section["heading"])]
    assert (
        Counter({(none[0]["heading"] if name == "none" else name, item): n for (name, item), n in wanted.items()})
        == found
    )
    assert report["contracts"] == len(listed(where))


@pytest.mark.parametrize("kind", GROUPS)
def test_the_tally_of_a_group_is_that_of_its_contracts(where: str, kind: str) -> None:
    report = ask(where, "report", kind)
    due = {row["id"]: row for row in ask(where, "due")["rows"]}
    off = {item["id"] for item in ask(where, "due", "--verbose")["excluded"] if item["reason"] == "outside-scope"}
    past = {name for name, row in (due | in_other_rows(where)).items() if row["group"] == "no-news"}
    rows = {row["id"]: row for row in listed(where)}
    unknown = {item["id"] for item in ask(where, "due")["unknown_end"]}
    for section in report["sections"]:
        own = [row["contract"]["id"] for row in report["rows"] if row["section"] == section["heading"]]
        ending = [item for item in own if "end" in due.get(item, {}).get("due_because", ())]
        ending = [item for item in ending if (end := due[item]["next_end"]) and end["earliest"] <= HORIZON]
        if not off.isdisjoint(own):  # on no board, so that `due` does not say when it ends
            continue
        wanted = [
            len(ending), sum(item in past for item in own), sum(item in unknown for item in own),
            sum(rows[item]["status"] in OVER for item in own),
        ]  # fmt: skip
        assert numbers(section["note"]) == [item for item in wanted if item]


def test_options_left_are_those_of_the_records(where: str) -> None:
    report = ask(where, "report", "extensions")
    rows = {row["contract"]["id"]: row for row in report["rows"]}
    for row in listed(where):
        steps = [step for step in row["extensions"] if step["state"] in ("permitted", "authorised", "unknown")]
        ahead = [step for step in steps if step["to"] is None or step["to"]["latest"] >= DAY]
        declined = any(step["state"] == "declined" for step in row["extensions"])
        if row["status"] in OVER | UNLET or not ahead:
            assert row["id"] not in rows
        elif not declined:
            found = rows.pop(row["id"])
            assert found["options_left"] >= len(ahead)
            assert found["longest_end"] == row["longest_end"]
            assert found["end"] == row["end"]
            assert_dates_of_plan(where, row, found)


def test_the_summary_of_options_counts_the_rows(where: str) -> None:
    report = ask(where, "report", "extensions")
    counts = Counter(row["section"] for row in report["rows"])
    order = ("To decide by", "To decide after", "Date to decide", "End passed", "No date")
    found = [sum(number for heading, number in counts.items() if heading.startswith(begin)) for begin in order]
    whole = [report["contracts"], sum(row["options_left"] for row in report["rows"]), *found]
    assert numbers(report["summary"]) == [item for item in whole if item]


def assert_dates_of_plan(where: str, row: dict[str, Any], found: dict[str, Any]) -> None:
    """The dates of extending are those of `plan`, wherever they are told."""
    if found["notice_by"] is None:
        return
    plan = ask(where, "plan", row["id"])["rows"][0]["extension"]
    decided = next(step for step in row["extensions"] if step["state"] != "exercised")["state"] == "authorised"
    assert found["notice_by"] == plan["serve_by"]
    assert found["decide_by"] == (None if decided else plan["key_decision_by"])
    assert found["entry_by"] == (None if decided else plan["forward_plan_by"])
    assert found["notice"].endswith("assumed") == plan["assumed"]


def test_stale_is_what_the_records_say(where: str) -> None:
    report = ask(where, "report", "stale")
    verdicts = {row["id"]: row["freshness"]["verdict"] for row in listed(where)}
    assert {row["contract"]["id"] for row in report["rows"]} == {
        item for item, said in verdicts.items() if said != "fresh"
    }
    count = Counter(verdicts.values())
    old, weak = (sum(n for said, n in count.items() if word in said) for word in ("stale", "weak"))
    assert numbers(report["summary"]) == [old, len(verdicts), weak, count["fresh"]]
    months = {row["id"]: row["freshness"]["serves_months"] for row in listed(where)}
    assert all(row["serves_months"] == months[row["contract"]["id"]] for row in report["rows"])


def test_coverage_is_what_coverage_says(where: str) -> None:
    report, rows = ask(where, "report", "coverage"), ask(where, "coverage")["rows"]
    assert [
        (row["service"], row["contracts"], row["live"], row["known_end"], row["looked"] and row["looked"]["edtf"])
        for row in report["rows"]
    ] == [
        (row["service"] or "all services", len(row["contracts"]), row["live"], row["known_end"], row["looked"])
        for row in rows
    ]


STAGES = {
    "Approve the procurement": ("forward-plan-approval", "approval", "tender-notice"),
    "Award the next contract": ("forward-plan-award", "award-decision", "award-notice"),
}


def test_the_decisions_are_those_of_the_plans(where: str) -> None:
    """For every contract let that nothing is known to follow, the dates of `plan` that touch the time asked for."""
    report = ask(where, "report", "forward-plan")
    found = Counter(
        (row["contract"]["id"], row["decision"], *(edtf(row[key]) for key in ("entry_by", "decide_by", "notice_by")))
        for row in report["rows"]
        if row["decision"] in STAGES
    )
    wanted = Counter[tuple[str, ...]]()
    followed = set()
    for row in listed(where):
        stated = any(window["basis"] == "stated" for window in row["tender_windows"])
        if row["replaced_by"] or stated or row["status"] in UNLET:
            followed.add(row["id"])
        elif row["next_end"] and row["status"] not in OVER | UNLET:
            for what, kinds in STAGES.items():
                by = timetable(where, row["id"], what)
                dates = [by[kind] for kind in kinds] if by else []
                if any(date_ and date_["earliest"] <= HORIZON for date_ in dates[:2]):
                    wanted[(row["id"], what, *map(edtf, dates))] += 1
    assert Counter({key: n for key, n in found.items() if key[0] not in followed}) == wanted
    assert sum(wanted.values()) > 0 or where == "northshire"


def timetable(where: str, name: str, what: str) -> dict[str, Any]:
    """The stages by which a decision is dated: of an award those of a timetable whose tender is still to come."""
    for chosen in ("default", "short"):
        stages = ask(where, "plan", name, "--timetable", chosen)["rows"][0]["stages"]
        by = {stage["kind"]: stage["by"] for stage in stages}
        if what.startswith("Approve") or (by["tender-notice"] and by["tender-notice"]["earliest"] >= DAY):
            return by
    return {}


def test_what_is_late_has_the_next_possible_date(where: str) -> None:
    rows = ask(where, "report", "forward-plan")["rows"]
    late = [
        row
        for row in rows
        if any(row[key] and row[key]["earliest"] < DAY for key in ("entry_by", "decide_by"))
        or (not row["decide_by"] and row["notice_by"]["earliest"] < DAY)
    ]
    for row in rows:
        assert (row["next_possible"] is not None) == (row in late), row["contract"]
        assert row["next_possible"] is None or row["next_possible"]["earliest"] >= DAY


def edtf(when: dict[str, str] | None) -> str:
    return when["edtf"] if when else ""


def test_the_numbers_of_the_forward_plan(where: str) -> None:
    report = ask(where, "report", "forward-plan")
    acts = [row["decide_by"] or row["notice_by"] for row in report["rows"]]
    late = [act for act in acts if act["earliest"] < DAY]
    perhaps = [act for act in late if act["latest"] >= DAY]
    entered = [
        row
        for row, act in zip(report["rows"], acts, strict=True)
        if act not in late and row["entry_by"] and row["entry_by"]["earliest"] < DAY
    ]
    ids = {row["contract"]["id"] for row in report["rows"]}
    unknown = {item["id"] for item in ask(where, "due")["unknown_end"]} - ids
    wanted = [len(acts) - len(late), len(entered), len(late), len(perhaps), len(ids), len(unknown)]
    assert [number for number in numbers(report["summary"]) if number] == [item for item in wanted if item]
    assert sorted(act["earliest"] for act in acts) == [act["earliest"] for act in acts] or len(report["sections"]) > 1


@pytest.mark.parametrize("kind", KINDS)
def test_the_order_of_the_records_does_not_matter(where: str, kind: str) -> None:
    given = load(Path(REGISTRIES[where])).registry
    parts = ("edition", "portals", "authorities", "sources", "faulty", "coverage", "events")
    turned = Registry(contracts=given.contracts[::-1], **{part: getattr(given, part) for part in parts})
    made = [report_answer(kind, item, date.fromisoformat(DAY), 12, Filters()) for item in (given, turned)]
    for form in ("json", "html"):
        assert [*render(made[0], form)] == [*render(made[1], form)]


@pytest.mark.parametrize("months", [0, 1, 600])
@pytest.mark.parametrize("kind", KINDS)
def test_any_horizon_is_accounted_for(where: str, kind: str, months: int) -> None:
    report = report_answer(kind, load(Path(REGISTRIES[where])).registry, date.fromisoformat(DAY), months, Filters())
    whole = json.loads(b"".join(render(report, "json")))
    left_out = sum(entry.get("count", 1) for entry in whole["excluded"])
    assert whole["registry"]["records"] == whole["contracts"] + left_out
    assert report.summary


def test_stale_puts_first_what_may_end_within_a_year(where: str) -> None:
    report = ask(where, "report", "stale")
    groups = list(dict.fromkeys(row["section"] for row in report["rows"]))
    soon = "It may end within 12 months"
    assert soon not in groups[1:]
    ends = [row["end"]["earliest"] for row in report["rows"] if row["section"] == soon]
    assert ends == sorted(ends)
