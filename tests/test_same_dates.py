"""Whatever is asked, the answers name the same dates for the same contract: one list of moments makes this so."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from random_records import TODAY, outlooks, records_of, text_of, without_contradictions
from support import run_cli
from tenderwatch.answers.decisions import decisions
from tenderwatch.answers.record import row_json, when_json
from tenderwatch.calendar.events import HISTORY, contract_events
from tenderwatch.dates import Duration, When
from tenderwatch.outlook import Outlook
from tenderwatch.outlook.plan import plan_contract
from tenderwatch.queries.digest.standing import standing
from tenderwatch.queries.row import Row

YEAR = Duration(12, "months")
# What reminds of a reason in a calendar.
EVENTS = {
    "end": {"end", "next-end", "longest-end"}, "extension-decision": {"extension-decision", "extension-notice"},
    "tender-notice": {"tender-notice"}, "stated-tender": {"stated-tender"}, "tender-deadline": {"tender-deadline"},
    "start": {"new-start"}, "joining-closes": {"joining-closes"}, "break": {"break-notice"},
    "review": {"review-notice"}, "authority-ceases": {"authority-ceases"},
}  # fmt: skip
SEEDS = st.integers(0, 10**6)
DAYS = st.dates(date(2025, 6, 1), date(2028, 6, 1))


def looked_at(seed: int, today: date) -> Iterable[Outlook]:
    records = without_contradictions(records_of(seed)[:8])
    return outlooks(records, today).values()


def due_on(outlook: Outlook, kind: str) -> set[When]:
    return {reason.when for reason in outlook.reasons if reason.kind == kind}


@settings(max_examples=60)
@given(SEEDS, DAYS, st.integers(0, 1500))
def test_a_horizon_only_cuts_off(seed: int, today: date, days: int) -> None:
    horizon = today + timedelta(days)
    for outlook in looked_at(seed, today):
        within = [reason for reason in outlook.reasons if reason.when.earliest and reason.when.earliest <= horizon]
        assert list(outlook.due(horizon)) == within


@settings(max_examples=60)
@example(153274, date(2028, 1, 28))  # a planned tender, once what replaces it has begun
@given(SEEDS, DAYS)
def test_the_plan_and_the_forward_plan_name_what_is_due(seed: int, today: date) -> None:
    for outlook in looked_at(seed, today):
        entries = list(decisions(outlook))
        notices, deciding = due_on(outlook, "tender-notice"), due_on(outlook, "extension-decision")
        stated = due_on(outlook, "stated-tender")
        if outlook.next_end is None:
            assert not notices
            assert not deciding
            continue
        plan = plan_contract(outlook, "next", "default")
        assert plan.end == outlook.next_end.when
        assert notices <= {stage.by for stage in plan.stages if stage.kind == "tender-notice"}
        extension = plan.extension
        assert deciding <= ({extension.key_decision_by, extension.serve_by} if extension else set())
        approvals = {entry.notice for entry in entries if entry.what == "Approve the procurement"}
        assert notices <= approvals <= notices | stated
        extensions = [entry for entry in entries if "exten" in entry.what]
        assert {entry.act for entry in extensions} == deciding
        # Of what is not let, the end is no more than a part of the plan.
        ends = {entry.end for entry in entries if entry.what != "Award the contract"}
        assert ends <= ({plan.end} if outlook.may_run else {plan.end, None})
        assert outlook.feasible in (None, plan.feasible)


@settings(max_examples=60)
@given(SEEDS, DAYS)
def test_the_calendar_reminds_of_all_that_is_due(seed: int, today: date) -> None:
    for outlook in looked_at(seed, today):
        events = {(event.kind, event.first, event.until) for event in contract_events(outlook)}
        for reason in outlook.reasons:
            earliest, latest = reason.when.earliest, reason.when.latest
            if latest is None or latest < today - HISTORY or (outlook.not_let and reason.kind == "end"):
                continue
            assert any((kind, earliest, latest) in events for kind in EVENTS[reason.kind]), (reason, events)


@settings(max_examples=60)
@given(SEEDS, DAYS)
def test_the_digest_tells_what_is_due_and_nothing_else(seed: int, today: date) -> None:
    for outlook in looked_at(seed, today):
        told = standing(outlook, YEAR, "all", None)
        due = {(reason.kind, reason.when) for reason in outlook.due(today + timedelta(365))}
        assert due == {
            (item.kind, item.when)
            for item in told
            if item.kind in EVENTS and (item.kind, item.when) in {(r.kind, r.when) for r in outlook.reasons}
            and item.when and item.when.earliest and item.when.earliest <= today + timedelta(365)
        }  # fmt: skip
        dated = {item.when for item in told if item.section in ("overdue", "coming")}
        windows = {moment.when for moment in outlook.moments if moment.kind == "tender-window"}
        assert dated <= {reason.when for reason in outlook.reasons} | windows | {None}


@settings(max_examples=60)
@given(SEEDS, DAYS)
def test_rows_name_what_is_due(seed: int, today: date) -> None:
    for outlook in looked_at(seed, today):
        row = row_json(Row(outlook, outlook.reasons), outlook.registry)
        assert row["due_because"] == list(dict.fromkeys(reason.kind for reason in outlook.reasons))
        assert row["next_end"] == (when_json(outlook.next_end.when) if outlook.next_end else None)
        if outlook.renewal and due_on(outlook, "tender-notice"):
            assert [row["renewal_window"]["tender_notice_by"]] == [
                when_json(when) for when in due_on(outlook, "tender-notice")
            ]


@pytest.mark.parametrize("seed", [5001, 5002])
def test_a_published_page_names_every_date_that_is_due(seed: int, tmp_path: Path) -> None:
    records, path = without_contradictions(records_of(seed)), tmp_path / "contracts.yaml"
    path.write_text(text_of(records), encoding="utf-8")
    where = ("--registry", str(path), "--today", TODAY.isoformat())
    run_cli("publish", str(tmp_path / "site"), *where, "--base-url", "https://care.example/")
    report = " ".join(run_cli("report", "forward-plan", *where, "--months", "24", "--format", "md").out.split())
    # The first of a memory is a baseline: the next tells what that left.
    remembered = ("--ahead", "12m", "--limit", "1000", "--state", str(tmp_path / "state"))
    digest = " ".join(" ".join(run_cli("digest", *where, *remembered).out for _ in range(2)).split())
    for name, outlook in outlooks(records).items():
        page = " ".join((tmp_path / "site" / "contracts" / f"{name}.html").read_text(encoding="utf-8").split())
        for reason in outlook.due(TODAY + timedelta(365)):
            assert reason.when.text in page, (name, reason)
            assert reason.when.text in digest, (name, reason)
            if reason.kind in ("tender-notice", "extension-decision"):
                assert reason.when.text in report, (name, reason)
