"""The paper for the forward plan: what is late has a next possible date, and no award is asked for without a tender."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from support import run_cli
from tenderwatch.answers import forward_plan

NEW = "id: new\nreplaces: [home-care]\n"
APPROVE, AWARD, AGAIN = "Approve the procurement", "Award the next contract", "Award the contract"
# A sentence | the records | the day | the decisions of all of them, with the day for each.
CASES = [
    (
        "in time: approval and award on the usual timetable", ["end: 2027-03-31"], "2026-06-01",
        [(APPROVE, "2026-08-04"), (AWARD, "2026-12-07")],
    ),
    (
        "the usual tender notice has passed: the award follows the short timetable", ["end: 2027-03-31"], "2026-10-01",
        [(APPROVE, "2026-08-04"), (AWARD, "2027-02-05")],
    ),
    ("that has passed too: there is nothing to award", ["end: 2027-03-31"], "2026-12-20", [(APPROVE, "2026-08-04")]),
    (
        "the tender has been seen: its award is on the usual day", ["end: 2027-03-31", f"{NEW}advertised: 2026-09-01"],
        "2026-10-01", [(AWARD, "2026-12-07")],
    ),
    (
        "it has been let for one of two: for the other there is still all to decide",
        ["end: 2027-03-31\npartners: [otherham]", f"{NEW}lead: testshire\nawarded: 2026-05-01\nstart: 2027-04-01"],
        "2026-06-01", [(APPROVE, "2026-08-04"), (AWARD, "2026-12-07")],
    ),
    (
        "it has been let for both",
        ["end: 2027-03-31\npartners: [otherham]",
         f"{NEW}lead: testshire\npartners: [otherham]\nawarded: 2026-05-01\nstart: 2027-04-01"], "2026-06-01", [],
    ),
    (
        "the buyer's own tender date lies after the usual award", ["end: 2027-03-31\nplans: {tender: 2026-12-14}"],
        "2026-10-01", [(APPROVE, ""), (AWARD, "2027-02-05")],
    ),
    ("and after the short one", ["end: 2027-03-31\nplans: {tender: 2027-02-20}"], "2026-10-01", [(APPROVE, "")]),
    (
        "planned, its tender still ahead", ["let: false\nplans: {tender: 2027-01, award: 2027-05}"], "2026-10-01",
        [(AGAIN, "2027-05")],
    ),
    (
        "planned, and its tender never came", ["let: false\nplans: {tender: 2025-10, award: 2026-05}"], "2026-10-01",
        [(APPROVE, "")],
    ),
    (
        "planned, its award long past, and no tender known", ["let: false\nplans: {award: 2026-05}"], "2026-10-01",
        [("Decide whether it goes ahead", "2026-05")],
    ),
    (
        "advertised, and its award past", ["advertised: 2026-03-01\nplans: {award: 2026-05}"], "2026-10-01",
        [(AGAIN, "2026-05")],
    ),
    (
        "the tender that never came is told once, with the contract that it replaces",
        ["end: 2027-03-31", f"{NEW}let: false\nplans: {{tender: 2026-05}}"], "2026-10-01", [(APPROVE, "")],
    ),
]  # fmt: skip


@pytest.mark.parametrize(("sentence", "records", "today", "expected"), CASES, ids=[case[0] for case in CASES])
def test_decisions(
    sentence: str, records: list[str], today: str, expected: list[tuple[str, str]], registry: Callable[..., str]
) -> None:
    path = registry(*records)
    rows = run_cli("report", "forward-plan", "--registry", path, "--today", today, "--format", "json").json["rows"]
    found = [(row["decision"], row["decide_by"]["edtf"] if row["decide_by"] else "") for row in rows]
    assert sorted(found) == sorted(expected), sentence
    for row in rows:
        dates = [row[key]["earliest"] for key in ("entry_by", "decide_by") if row[key]]
        late = min(dates or [row["notice_by"]["earliest"]]) < today
        assert bool(row["next_possible"]) == late, row
        assert not row["next_possible"] or row["next_possible"]["earliest"] >= today


BASES = [
    ("end: 2027-03-31\nroute: direct-award", "usual timetable, light touch assumed; if it is put to competition"),
    ("end: 2027-03-31\nextensions: [{months: 12, state: permitted, decide_by: 2026-12-31}]",
     "the contract names 31 December 2026"),
    ("end: 2027-03-31\nnotice: 6m\nextensions: [{months: 12, state: permitted}]",
     "6 months of notice, as the contract has it"),
]  # fmt: skip


@pytest.mark.parametrize(("record", "basis"), BASES)
def test_a_decision_says_what_it_is_based_on(record: str, basis: str, registry: Callable[..., str]) -> None:
    arguments = ("--registry", registry(record), "--today", "2026-06-01", "--format", "json")
    rows = run_cli("report", "forward-plan", *arguments).json["rows"]
    assert basis in {row["basis"] for row in rows}


def test_a_buyer_that_still_has_to_tender_is_named(registry: Callable[..., str]) -> None:
    old, new = "end: 2027-03-31\npartners: [otherham]", f"{NEW}lead: testshire\nawarded: 2026-05-01\nstart: 2027-04-01"
    arguments = ("--registry", registry(old, new), "--today", "2026-06-01", "--format", "json")
    rows = run_cli("report", "forward-plan", *arguments).json["rows"]
    assert all(row["basis"].endswith("; for Otherham Borough Council") for row in rows)


def test_the_next_key_decision_is_28_clear_days_after_its_entry(registry: Callable[..., str]) -> None:
    arguments = ("--registry", registry("end: 2027-03-31"), "--today", "2026-11-28", "--format", "json")
    row = run_cli("report", "forward-plan", *arguments).json["rows"][0]
    # Entered on Monday 30 November 2026; 28 clear days end on 28 December, a bank holiday.
    assert row["next_possible"]["edtf"] == "2026-12-29"


def test_no_more_columns_stand_beside_each_other_than_a_page_holds() -> None:
    """Seven fit beside each other on A4 and on a screen of 1,280 pixels."""
    assert sum(not column.quiet for column in forward_plan._COLUMNS) <= 7
