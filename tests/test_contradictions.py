"""A record whose facts contradict each other stays in every answer: warned of early, and never over for that."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from support import HEAD, registry_text, run_cli
from tenderwatch.law.terms import OVER
from tenderwatch.outlook import look_at
from tenderwatch.registry.checks import CHECKS
from tenderwatch.registry.checks.contradictions import READINGS
from tenderwatch.registry.parse import parse_files

DAY = date(2026, 11, 28)
PERMITTED = "extensions: [{months: 12, state: permitted}]"


class Case(NamedTuple):
    """What is added to a contract from 1 April 2022 to 31 March 2027, and how it then reads on 28 November 2026."""

    code: str
    added: str
    reads: str
    record: str = "start: 2022-04-01\nend: 2027-03-31"


CASES = [
    Case("ended-before-start", "ended: {on: 2021-01-31, how: notice}", "running, ends 31 March 2027"),
    Case("term-and-end", "term: 36m", "running, ends between 31 March 2025 and 31 March 2027"),
    Case("open-and-ended", "open_ended: true", "running, ends 31 March 2027"),
    Case("abandoned-and-let", "let: true\nabandoned: {on: 2026-01, how: no award}", "running, ends 31 March 2027"),
    Case("lead-is-partner", "partners: [testshire, otherham]", "running, ends 31 March 2027"),
    Case("replaces-itself", "replaces: [home-care]", "running, ends 31 March 2027"),
    Case("out-of-order", "advertised: 2022-03-01\nawarded: 2021-03-01", "running, ends 31 March 2027"),
    Case("out-of-order", "extensions: [{months: 12, state: permitted, decide_by: 2027-04-01}]",
         "running, ends 31 March 2027; can be extended to 31 March 2028"),
    Case("end-before-start", "", "last known end passed, no news since", "start: 2022-04-01\nend: 2021-03-31"),
    Case("end-before-start", "", "let, not yet started", "start: 2027-04-01\nend: 2026-03-31"),
    Case("end-before-start", "let: false", "planned: nothing let yet", "start: 2030-04-01\nend: 2026-03-31"),
    Case("decided-before-start", "extensions: [{months: 12, state: exercised, decided: 2020-01}]",
         "running, ends 31 March 2027; can be extended to 31 March 2028"),
    Case("decided-before-start", "extensions: [{months: 12, state: declined, decided: 2020-01}]",
         "running, ends 31 March 2027; can be extended to 31 March 2028"),
    Case("option-overused",
         "extensions: [{months: 12, flexible: true, state: exercised, taken_to: 2028-09-30}]",
         "running on an extension, ends between 31 March 2028 and 30 September 2028"),
    Case("extension-before-end", "extensions: [{until: 2026-03-31, state: exercised}]",
         "running on an extension, ends between 31 March 2026 and 31 March 2027"),
    Case("options-backwards",
         "extensions: [{until: 2028-03-31, state: exercised}, {until: 2027-09-30, state: exercised}]",
         "running on an extension, ends between 30 September 2027 and 31 March 2028"),
    Case("options-backwards", "extensions: [{until: 2028-03-31, state: permitted}, {until: 2027-09-30}]",
         "running, ends 31 March 2027; can be extended to 31 March 2028"),
    Case("option-order", "extensions: [{months: 12, state: declined}, {months: 6, state: exercised}]",
         "running on an extension, ends between 31 March 2027 and 30 September 2027; "
         "can be extended to between 31 March 2028 and 30 September 2028"),
    Case("option-order",
         "extensions: [{alternatives: [[{months: 12, state: exercised}], [{months: 24, state: exercised}]]}]",
         "running on an extension, ends between 31 March 2027 and 31 March 2029"),
    Case("bad-option", "extensions: [{months: 12, until: 2029-03-31, state: permitted}]",
         "running, ends 31 March 2027"),
    Case("bad-option", "extensions: [{months: 600, times: 3, state: permitted}]", "running, ends 31 March 2027"),
    Case("bad-option", "extensions: [{months: 12, until: 2029-03-31, state: exercised}]",
         "running, ends 31 March 2027"),
]  # fmt: skip


@pytest.mark.parametrize("case", CASES, ids=[f"{case.code}: {case.reads}" for case in CASES])
def test_it_stays_and_says_so(case: Case, registry: Callable[..., str]) -> None:
    path = registry(f"{case.record}\n{case.added}")
    checked = run_cli("check", path)
    assert (checked.code, f"[{case.code}]" in checked.out) == (1, True)
    listed = run_cli("list", "--registry", path, "--today", str(DAY))
    assert f"| {case.reads}; " in listed.out
    assert "its facts contradict each other: see its notes" in listed.out
    assert "1 record contradicts itself, shown with a note" in listed.err
    found = run_cli("due", "--registry", path, "--today", str(DAY), "--format", "json").json
    assert found["excluded"] == []
    (row,) = found["rows"]
    assert row["due_because"]
    assert any(note.startswith("Contradiction: ") for note in row["notes"])
    assert "Contradiction: " in run_cli("show", "home-care", "--registry", path, "--today", str(DAY)).out


def test_the_board_names_those_on_it(registry: Callable[..., str]) -> None:
    wrong = "end: 2027-03-31\nstart: 2022-04-01\nended: {on: 2021-01-31, how: notice}"
    path = registry(*(f"id: wrong-{number}\n{wrong}" for number in range(5)), "id: sound\nend: 2027-03-31")
    board = " ".join(run_cli("due", "--registry", path, "--today", str(DAY), "--format", "table").out.split())
    assert "Facts contradict each other: wrong-0, wrong-1, wrong-2 and 2 more." in board


def test_no_day_after_the_end_is_the_last_to_decide_on_an_option(registry: Callable[..., str]) -> None:
    path = registry("end: 2027-03-31\nextensions: [{months: 12, state: permitted, decide_by: 2028-01-01}]")
    (row,) = run_cli("due", "--registry", path, "--today", str(DAY), "--format", "json").json["rows"]
    assert row["act_by"]["earliest"] == "2026-12-30"
    assert "extension-decision" in row["due_because"]


def test_a_circle_replaces_nothing(registry: Callable[..., str]) -> None:
    ring = [f"id: ring-{n}\nstart: 202{n}-04-01\nend: 2027-03-31\nreplaces: [ring-{(n + 1) % 3}]" for n in range(3)]
    path = registry(*ring, "id: after\nreplaces: [ring-0]\nstart: 2026-04-01")
    listed = run_cli("list", "--registry", path, "--today", str(DAY), "--format", "json").json
    by_id = {row["id"]: row for row in listed["rows"]}
    assert {name: row["status"] for name, row in by_id.items()} == {
        "ring-0": "replaced", "ring-1": "running", "ring-2": "running", "after": "unknown",
    }  # fmt: skip
    assert listed["excluded"] == []
    assert by_id["ring-2"]["replaces"] == []


def test_what_contradicts_itself_replaces_nothing(registry: Callable[..., str]) -> None:
    """Whether it was let at all is in doubt."""
    for wrong in ("ended: {on: 2025-01-31, how: notice}", "let: true\nabandoned: {on: 2026-01-31, how: no award}"):
        path = registry(
            "start: 2022-04-01\nend: 2027-03-31", f"id: new\nreplaces: [home-care]\nstart: 2026-04-01\n{wrong}"
        )
        rows = run_cli("due", "--registry", path, "--today", str(DAY), "--format", "json").json["rows"]
        assert "end" in next(row for row in rows if row["id"] == "home-care")["due_because"]


def test_an_edit_by_option_waits_until_it_is_mended(registry: Callable[..., str]) -> None:
    path = registry(f"start: 2022-04-01\nend: 2027-03-31\nended: {{on: 2021-01-31, how: notice}}\n{PERMITTED}")
    cited = ("--source", "register", "--place", "row 2")
    said = run_cli("extend", "home-care", "--option", "1", *cited, "--registry", path)
    assert said.code == 2
    assert "the record 'home-care' has faults" in said.err


def test_every_reading_is_of_a_fault_of_contracts() -> None:
    codes = {check.code for check in CHECKS if check.level == "error" and "contracts" in check.sections}
    assert set(READINGS) <= codes


ENDS = st.sampled_from(("2026-03-31", "2026-12", "2027-03-31", "2027-10-31", "2027"))
OPTIONS = st.sampled_from(
    ("", PERMITTED, "extensions: [{months: 6, times: 2, state: permitted}]",
     "extensions: [{months: 12, state: exercised}]", "extensions: [{every: 1m, state: permitted}]",
     "extensions: [{months: 6, state: declined}]")
)  # fmt: skip
WRONG = st.sampled_from(
    [case.added for case in CASES if case.added and "extensions" not in case.added and case.added != "let: false"]
)


@settings(max_examples=150)
@given(ENDS, OPTIONS, WRONG, st.dates(date(2026, 1, 1), date(2028, 12, 31)))
def test_a_contradiction_hides_nothing(end: str, options: str, wrong: str, today: date) -> None:
    """What is due without it is due with it, no later; and nothing is over that was not."""
    outlooks = []
    for added in ("", wrong):
        text = registry_text(f"start: 2022-04-01\nend: {end}\n{options}\n{added}", head=HEAD)
        registry, _, _ = parse_files([("f", text.encode())], "f")
        outlooks.append(look_at(registry.by_id["home-care"], registry, today))
    sound, doubtful = outlooks
    assert doubtful.status not in OVER
    horizon = today + timedelta(days=365)
    for kind in {reason.kind for reason in sound.due(horizon)}:
        first, second = (
            min(reason.when.earliest for reason in outlook.due(horizon) if reason.kind == kind and reason.when.earliest)
            for outlook in outlooks
        )
        assert second <= first
