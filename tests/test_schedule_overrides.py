"""Lengths of an authority's or a contract's own, written in a registry."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from textwrap import indent
from typing import Any

import pytest

from support import HEAD, record, run_cli
from test_plan_worked_example import one_day

COUNCIL = "  - id: testshire\n    name: Testshire County Council\n    kind: council\n"


def change(stage_and_lengths: str) -> str:
    """One change as a registry writes it, or none."""
    return f"- {{stage: {stage_and_lengths}, because: its constitution}}" if stage_and_lengths else ""


def write(path: Path, authority: str = "", contract: str = "", extra: str = "") -> str:
    """A registry of one contract that ends on 31 March 2027, with changes for its council and for itself."""
    assert COUNCIL in HEAD
    head = HEAD.replace(COUNCIL, COUNCIL + (f"    timetable:\n{indent(authority, '      ')}\n" if authority else ""))
    own = f"timetable:\n{indent(contract, '  ')}\n" if contract else ""
    body = "regime: pa2023-light-touch\nend: 2027-03-31\nextensions: [{months: 12, state: permitted}]\n"
    path.write_text(head + record(f"{body}{extra}\n{own}"), encoding="utf-8")
    return str(path)


def plan(path: str, *more: str) -> Any:
    answer = run_cli("plan", "home-care", "--registry", path, "--today", "2026-11-22", "--format", "json", *more)
    assert answer.code == 0, answer.err
    return answer.json["rows"][0]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "contracts.yaml"


# The council's changes | the contract's | timetable | stage | its day | a sentence.
CHANGES = [
    ("", "", "default", "tender-notice", "28 August 2026", "without changes, as usual"),
    ("tender-notice, days: 60", "", "default", "tender-notice", "13 August 2026", "a longer time to bid"),
    ("tender-notice, days: 60", "", "short", "tender-notice", "9 November 2026", "on both timetables"),
    (
        "tender-notice, days: 60, timetable: short", "", "default", "tender-notice", "28 August 2026",
        "limited to the short timetable, the default stays",
    ),
    (
        "tender-notice, days: 60, timetable: default", "", "short", "tender-notice", "14 December 2026",
        "limited to the default, the short one stays",
    ),
    ("planning, months: 18", "", "default", "planning", "1 October 2025", "an earlier planning start"),
    ("signature, days: 60", "", "default", "signature", "29 January 2027", "a shorter mobilisation"),
    ("award-decision, publish: 0", "", "default", "award-decision", "9 December 2026", "call-in from the decision"),
    ("award-decision, call_in: 10", "", "default", "award-decision", "30 November 2026", "a longer call-in"),
    ("approval, days: 0", "", "default", "approval", "18 August 2026", "documents ready at the approval"),
    ("approval, days: 0", "", "default", "tender-notice", "28 August 2026", "which moves nothing after it"),
    ("forward-plan-award, clear_days: 35", "", "default", "forward-plan-award", "30 October 2026", "more notice"),
    ("award-report, clear_working_days: 3", "", "default", "award-report", "1 December 2026", "a later report"),
    ("award-notice, standstill_days: 10", "", "default", "award-notice", "15 December 2026", "ten working days"),
    ("award-notice, standstill_days: 10", "", "default", "standstill-end", "30 December 2026", "and their last"),
    ("standstill-end, standstill_days: 10", "", "default", "award-notice", "15 December 2026", "by either name"),
    ("award-notice, standstill_days: 0", "", "default", "award-notice", "30 December 2026", "no standstill"),
    ("award-notice, standstill_days: 0", "", "default", "standstill-end", "none", "so it has no end"),
    ("", "award-notice, standstill_days: 10", "short", "award-notice", "4 February 2027", "where there was none"),
    ("", "award-notice, standstill_days: 10", "short", "standstill-end", "17 February 2027", "with its own end"),
    (
        "tender-notice, days: 60", "tender-notice, days: 42", "default", "tender-notice",
        "28 August 2026", "the contract over its council",
    ),
    (
        "award-notice, standstill_days: 0", "award-notice, standstill_days: 8", "default",
        "award-notice", "17 December 2026", "the contract brings back what its council dropped",
    ),
    (
        "award-decision, publish: 0", "award-decision, call_in: 10", "default", "award-decision",
        "2 December 2026", "each changes its own part",
    ),
    (
        "tender-notice, days: 60", "tender-notice, publish: 3", "default", "tender-notice",
        "13 August 2026", "a number that the stage cannot have changes nothing",
    ),
]  # fmt: skip


@pytest.mark.parametrize(
    ("authority", "contract", "timetable", "kind", "day", "sentence"), CHANGES, ids=[row[-1] for row in CHANGES]
)
def test_a_length_of_its_own(
    authority: str, contract: str, timetable: str, kind: str, day: str, sentence: str, file: Path
) -> None:
    path = write(file, *(change(item) for item in (authority, contract)))
    by = {stage["kind"]: stage["by"] for stage in plan(path, "--timetable", timetable)["stages"]}
    assert (one_day(by[kind]) if kind in by else "none") == day, sentence


def test_what_is_changed_becomes_a_local_rule_in_the_councils_words(file: Path) -> None:
    path = write(file, "- {stage: forward-plan-award, clear_days: 35, because: 'Standing orders, part 4'}")
    stages = {stage["kind"]: stage for stage in plan(path)["stages"]}
    assert (stages["forward-plan-award"]["basis"], stages["forward-plan-award"]["why"]) == (
        "rule", "Standing orders, part 4",
    )  # fmt: skip
    assert stages["forward-plan-approval"]["basis"] == "statute"


def test_why_names_the_registry_for_it_and_no_source_that_says_something_else(file: Path) -> None:
    path = write(
        file,
        "- {stage: tender-notice, days: 60, because: 'Standing orders, part 4'}\n"
        "- {stage: extension-decision, publish: 0, because: 'Constitution, part 3'}",
    )
    answer = run_cli("why", "home-care", "--registry", path, "--today", "2026-01-10", "--format", "json")
    rows = {row["kind"]: row for row in answer.json["rows"]}
    assert rows["tender-notice"]["source"] == "the registry's own `timetable`: Standing orders, part 4"
    assert rows["tender-notice"]["sum"].startswith("60 calendar days, then back to an England working day before")
    assert rows["key-decision-by"]["source"] == "the registry's own `timetable`: Constitution, part 3"
    assert rows["key-decision-by"]["sum"].startswith("0 + 5 England working days")
    assert rows["market-engagement"]["source"].startswith("Lead times of 22")


def test_a_number_that_a_stage_cannot_have_leaves_its_words_too(file: Path) -> None:
    stages = plan(write(file, "", change("tupe-information, publish: 3")))["stages"]
    (stage,) = [stage for stage in stages if stage["kind"] == "tupe-information"]
    assert stage["basis"] == "statute"
    assert "constitution" not in stage["why"]


EXTENSIONS = [
    ("", "16 December 2026", "as usual"),
    ("extension-decision, publish: 0, call_in: 3", "22 December 2026", "a shorter call-in"),
    ("extension-decision, days: 10", "9 December 2026", "ten days to spare before notice is served"),
    ("extension-decision, publish: 0, call_in: 3, timetable: short", "16 December 2026", "not for the short one"),
    ("award-decision, publish: 0, call_in: 3", "16 December 2026", "another decision's call-in is not its own"),
]


@pytest.mark.parametrize(("own", "day", "sentence"), EXTENSIONS, ids=[row[-1] for row in EXTENSIONS])
def test_the_decision_to_extend_by_the_councils_own_rule(own: str, day: str, sentence: str, file: Path) -> None:
    found = plan(write(file, change(own)))["extension"]
    assert one_day(found["key_decision_by"]) == day, sentence
    assert one_day(found["serve_by"]) == "30 December 2026"


def test_a_planning_start_of_its_own_moves_the_strategic_deadline(file: Path) -> None:
    row = plan(write(file, "", change("planning, months: 18")))
    assert one_day(row["extension"]["strategic_by"]) == "1 October 2025"


def test_due_and_the_renewal_window_follow_the_councils_own_rule(file: Path) -> None:
    path = write(file, "\n".join((change("tender-notice, days: 60"), change("planning, months: 18"))))
    answer = run_cli("due", "--registry", path, "--today", "2026-01-10", "--format", "json")
    (row,) = answer.json["rows"]
    assert one_day(row["renewal_window"]["opens"]) == "1 October 2025"
    assert one_day(row["renewal_window"]["tender_notice_by"]) == "13 August 2026"
    assert row["next_action"]["kind"] == "tender-notice"
    assert one_day(row["next_action"]["by"]) == "13 August 2026"


def test_a_partners_rules_are_not_the_leads(registry: Callable[..., str], file: Path) -> None:
    led = write(file, "", "", "lead: otherham\npartners: [testshire]")
    changed = write(file.with_name("other.yaml"), change("tender-notice, days: 60"), "",
                    "lead: otherham\npartners: [testshire]")  # fmt: skip
    assert plan(led)["stages"] == plan(changed)["stages"]
    assert plan(registry("end: 2027-03-31"))["stages"] == plan(led)["stages"]


FORWARD = [
    ("signature, months: 3", "start", "22 October 2027", "mobilisation in months counts forwards too"),
    ("forward-plan-award, days: 300", "award-decision", "20 September 2027", "an entry long before the award"),
    ("tupe-information, days: 400", "start", "28 December 2027", "staff information long before the start"),
]


@pytest.mark.parametrize(("own", "kind", "day", "sentence"), FORWARD, ids=[row[-1] for row in FORWARD])
def test_forwards_by_a_length_of_its_own(own: str, kind: str, day: str, sentence: str, file: Path) -> None:
    row = plan(write(file, "", change(own)), "--from-today")
    by = {stage["kind"]: stage["by"] for stage in row["stages"]}
    assert one_day(by[kind]) == day, sentence
