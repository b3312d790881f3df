"""`why` explains each reason for which a contract is due, and what has settled the others."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from support import HEAD, registry_text, run_cli
from tenderwatch.cli.context import bundled_registry
from tenderwatch.outlook import look_at
from tenderwatch.queries.explain import explain
from tenderwatch.registry.load import load

CEASES = HEAD.replace("    kind: council\n\nsources", "    kind: council\n    ceases: 2027-04-01\n\nsources")
EVENTS = """
events:
  - id: merger
    what: Otherham and Testshire merge
    from: 2028-04-01
    state: planned
    source: register
    place: row 9
    authorities: [testshire]
"""
NEW = "id: new\ntitle: The new service\nreplaces: [home-care]\n"
ROUTE = "direct award C (Provider Selection Regime)"
# A sentence | the records | what is asked | the key of the explanation | what it says there.
CASES: list[tuple[str, list[str], str, str, str]] = [
    (
        "an end that was decided",
        ["end: 2028-05-31\nended: {on: 2026-08-31, how: handed back}\nextensions: [{months: 24, state: permitted}]"],
        "end", "rule", "an end that was decided on is the end from the day it is known, and no option can be used",
    ),
    (
        "what was to follow was abandoned",
        ["end: 2026-06-30", f"{NEW}advertised: 2025-11-03\nabandoned: {{on: 2026-01-20, how: no compliant bid}}"],
        "tender-notice", "stands",
        "The new service (new), which was to follow, was abandoned 20 January 2026 (no compliant bid): it counts for",
    ),
    (
        "the procurement that was abandoned",
        ["advertised: 2025-11-03\nabandoned: {on: 2026-01-20, how: no compliant bid}"],
        "over", "rule", "a procurement that was given up counts for nothing",
    ),
    (
        "others have moved on",
        ["end: 2026-06-30\npartners: [otherham]", f"{NEW}lead: otherham\nstart: 2026-01-01\nproviders: [Care Ltd]"],
        "end", "stands",
        "The new service (new) started 1 January 2026 for Otherham Borough Council; it runs on for Testshire County",
    ),
    (
        "its buyers' tender has begun for some",
        ["end: 2026-12-31\npartners: [otherham]", f"{NEW}lead: otherham\nadvertised: 2026-01-01"],
        "tender-notice", "stands",
        "begun for some: The new service (new) was advertised 1 January 2026; it is still to come for Testshire County",
    ),
    (
        "let with no day of award",
        ["end: 2026-12-31", f"{NEW}providers: [Care Ltd]\nstart: 2027-01-01"],
        "tender-notice", "stands",
        "The new service (new) has been let and starts 1 January 2027; the day of its award is not known",
    ),
    (
        "awarded on a day that nobody states", ["end: 2026-12-31", f"{NEW}awarded: unknown\nstart: 2027-01-01"],
        "tender-notice", "stands", "was awarded, on a day that is not known",
    ),
    (
        "bids that closed long ago", ["end: 2027-04-30\nadvertised: 2021-01-04\ntender_deadline: 2021-02-05\n"
                                      "awarded: unknown\nstart: 2021-05-01"],
        "tenders-due", "stands", "settled: it has been awarded",
    ),
    (
        "bids with no award since", ["advertised: 2025-11-03\ntender_deadline: 2025-12-05\nstart: 2026-07-01"],
        "tender-deadline", "rule", "bids are past once it is awarded or let",
    ),
    (
        "a start that is only planned", ["let: false\nplans: {start: 2026-07-01}"],
        "start", "rule", "a start that is only planned asks for attention until an award is seen",
    ),
    (
        "half of an option was used, and the rest is gone",
        ["end: 2025-12-31\nextensions: [{months: 12, state: exercised, taken_to: 2026-06-30}]"],
        "option-1", "stands", "used to 30 June 2026; the rest of it is gone (no source says; that is the rule",
    ),
    (
        "half of an option was used, and the rest is left",
        ["end: 2025-12-31\nextensions: [{months: 12, state: exercised, taken_to: 2026-06-30, rest: left}]"],
        "option-1", "stands", "used to 30 June 2026; the rest of it can still be used",
    ),
    (
        "it rolls on without a last day", ["end: 2018-04-30\nextensions: [{every: 1m, state: permitted}]"],
        "next-end", "rule", "it rolls on by equal steps: the next end is the first that has not passed",
    ),
    (
        "the option that rolls on", ["end: 2018-04-30\nextensions: [{every: 1m, state: permitted}]"],
        "option-1", "sum", "28 February 2026: the first end ahead, 1 month at a time",
    ),
    (
        "it rolls on for a while", ["end: 2025-12-05\nextensions: [{every: 2w, until: 2026-12-31, state: permitted}]"],
        "next-end", "rule", "it rolls on by equal steps",
    ),
    (
        "an option in weeks", ["end: 2026-12-31\nextensions: [{length: 26w, state: permitted}]"],
        "option-1", "rule", "weeks and days are added to the end before",
    ),
    (
        "months from a day before the start",
        ["start: 2022-08-31\nterm: 18m\nextensions: [{months: 6, times: 6, state: permitted}]"],
        "option-1", "rule", "months are added at once to the day before the start (30 August 2022)",
    ),
    (
        "a flexible option", ["end: 2025-12-31\nextensions: [{months: 24, flexible: true, state: permitted}]"],
        "next-end", "rule", "a flexible option can be used in parts: it may end on any day",
    ),
    (
        "the law ends a purchasing system",
        ["kind: dps\nregime: pcr2015-light-touch\nstart: 2021-06-01\nopen_ended: true"],
        "end", "rule", "a dynamic purchasing system under the 2015 Regulations ends by 23 February 2029 by law",
    ),
    (
        "notice of a break", ["end: 2029-12-31\nbreaks: [{on: 2026-12-31, notice: 6m}]"],
        "break", "sum", "6 months of notice for a break on 31 December 2026",
    ),
    (
        "notice of a review that recurs", ["end: 2029-12-31\nreviews: [{on: 2024-12-31, every: 12m, notice: 3m}]"],
        "review", "sum", "3 months of notice for a review on 31 December 2026",
    ),
    (
        "call-offs that outlive it", ["kind: framework\nend: 2026-12-31\ncalloffs_until: 2028-12-31"],
        "calloffs-until", "rule", "what was called off may run on after the arrangement has ended",
    ),
    (
        "a council that ceases", ["end: 2028-03-31\nlead: otherham\nvalue: {amount: 2000000, basis: whole term}"],
        "authority-ceases", "rule", "the successor's consent may be needed",
    ),
    (
        "one that ceases, and a small contract",
        ["end: 2028-03-31\nlead: otherham\nvalue: {amount: 50000, basis: whole term}"],
        "authority-ceases", "rule", "no consent is needed for £100,000 or less",
    ),
    (
        "a last award without competition", ["end: 2026-12-31\nroute: direct-award-c"],
        "tender-notice", "assumed", f"the last award was made without ({ROUTE}), so a route is to be decided",
    ),
    ("an event outside", ["end: 2028-05-31"], "event.merger", "sum", "1 April 2028, as recorded (planned)"),
    (
        "what an event touches", ["end: 2028-05-31"],
        "event", "rule", "it touches contracts of this kind (Testshire County Council), between the start and the",
    ),
    (
        "the last day by law", ["end: 2027-03-31\nregime: pa2023-light-touch"],
        "forward-plan-award", "sum", "the last day by law is 8 November 2026, and the working day before it is our",
    ),
    (
        "the name of a reason", ["end: 2026-12-31\nextensions: [{months: 12, state: permitted}]"],
        "extension-decision", "due", "decide whether to extend by",
    ),
    (
        "the name of a calendar event", ["end: 2026-12-31\nextensions: [{months: 12, state: permitted}]"],
        "extension-notice", "sum", "1 day inside the corresponding date",
    ),
    ("a tender that the buyer planned", ["end: 2027-03-31\nplans: {tender: 2026-09}"],
     "stated-tender", "rule", "the buyer's own date stands in place of every estimate"),
]  # fmt: skip


@pytest.mark.parametrize(("sentence", "records", "asked", "key", "said"), CASES, ids=[case[0] for case in CASES])
def test_each_reason_is_explained(
    sentence: str, records: list[str], asked: str, key: str, said: str, tmp_path: Path
) -> None:
    path = tmp_path / "contracts.yaml"
    path.write_text(registry_text(*records, head=CEASES) + EVENTS, encoding="utf-8")
    arguments = ("why", "home-care", asked, "--registry", str(path), "--today", "2026-02-01", "--format")
    rows = run_cli(*arguments, "json").json["rows"]
    assert any(said in row[key] for row in rows), (sentence, [row[key] for row in rows])
    shown = run_cli(*arguments, "plain").out
    assert said in shown, sentence


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> str:
    path = tmp_path_factory.mktemp("why") / "contracts.yaml"
    path.write_text(registry_text("end: 2026-12-31\nextensions: [{months: 12, state: permitted}]"), encoding="utf-8")
    return str(path)


def kinds(text: str) -> list[str]:
    return [line.partition(":")[0] for line in text.splitlines()]


def test_what_makes_it_due_comes_first_and_all_gives_the_rest(home: str) -> None:
    arguments = ("why", "home-care", "--registry", home, "--today", "2026-02-01")
    first = ["tender-notice", "key-decision-by", "end"]
    short, whole = run_cli(*arguments, "--format", "plain"), run_cli(*arguments, "--all", "--format", "plain")
    assert kinds(short.out) == first
    assert kinds(whole.out)[:3] == first
    rows = run_cli(*arguments, "--format", "json").json["rows"]
    assert [row["kind"] for row in rows] == kinds(whole.out)
    assert [row["kind"] for row in rows if row["due"]] == first
    assert [row["reason"] for row in rows[:3]] == ["tender-notice", "extension-decision", "end"]
    assert f"{len(rows) - 3} more dates: " in short.err
    assert "`tenderwatch why home-care --all` explains them" in " ".join(short.err.split())
    page = " ".join(run_cli(*arguments, "--format", "md").out.split())
    assert f"{len(rows) - 3} more dates: " in page
    assert "Asks for attention: ends 31 December 2026" in page


def test_what_lies_far_ahead_waits_unless_nothing_is_near(tmp_path: Path) -> None:
    path = tmp_path / "contracts.yaml"
    path.write_text(registry_text("end: 2027-06-30\nextensions: [{months: 12, state: permitted}]"), encoding="utf-8")
    arguments = ("why", "home-care", "--registry", str(path), "--format", "plain", "--today")
    assert kinds(run_cli(*arguments, "2026-02-01").out) == ["tender-notice"]
    assert kinds(run_cli(*arguments, "2025-02-01").out) == ["tender-notice", "key-decision-by", "end"]


def test_what_is_over_is_explained_in_full(tmp_path: Path) -> None:
    path = tmp_path / "contracts.yaml"
    path.write_text(registry_text("end: 2025-12-31\nended: {on: 2025-06-30, how: handed back}"), encoding="utf-8")
    rows = run_cli("why", "home-care", "--registry", str(path), "--today", "2026-02-01", "--format", "json").json[
        "rows"
    ]
    assert [row["kind"] for row in rows] == ["ended", "initial-end", "end", "longest-end"]
    assert not any(row["due"] for row in rows)


SHIPPED = load(bundled_registry()).registry


@given(st.sampled_from(SHIPPED.contracts), st.dates(date(2024, 1, 1), date(2030, 1, 1)))
def test_every_reason_of_every_contract_has_one_explanation(contract: Any, today: date) -> None:
    outlook = look_at(contract, SHIPPED, today)
    explained = [(item.reason, item.when, item.due) for item in explain(outlook) if item.due]
    assert sorted(map(repr, explained)) == sorted(
        repr((reason.kind, reason.when, reason.text)) for reason in outlook.reasons
    )
