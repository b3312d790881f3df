"""Cases that a commissioner meets: what is asked, on which day, and the answer of `list` and `due`.

And sums made again from the rules' own words, for any options: months at once from one anchor, used ones first.
"""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from support import registry_text, run_cli
from tenderwatch.dates import Duration, on_day
from tenderwatch.law.terms import contract_ends
from tenderwatch.registry.model import Contract, Ended, Extension

JOINT = "end: 2026-06-30\npartners: [otherham]"
DPS = "kind: dps\nregime: pcr2015-light-touch\nstart: 2021-06-01"
# A sentence | the records | the day | status, end, next end, longest end of the first.
CASES = [
    (
        "a provider hands the contract back: that day is its end, and no option leads past it",
        ["start: 2024-06-01\nend: 2028-05-31\nended: {on: 2026-08-31, how: handed back}\n"
         "extensions: [{months: 24, state: permitted}]"],
        "2026-02-01", "running 2026-08-31 2026-08-31 2026-08-31",
    ),
    (
        "the day after, it has ended",
        ["start: 2024-06-01\nend: 2028-05-31\nended: {on: 2026-08-31, how: handed back}\n"
         "extensions: [{months: 24, state: permitted}]"],
        "2026-09-01", "ended 2026-08-31 - 2026-08-31",
    ),
    (
        "a contract without an end, under notice",
        ["start: 2020-04-01\nopen_ended: true\nended: {on: 2026-05, how: notice}"],
        "2026-02-01", "running 2026-05 2026-05 2026-05",
    ),
    (
        "a tender that came to nothing replaces nothing",
        ["start: 2021-07-01\nend: 2026-06-30",
         "id: new\nreplaces: [home-care]\nadvertised: 2025-11-03\nstart: 2026-07-01\n"
         "abandoned: {on: 2026-01-20, how: no compliant bid}"],
        "2026-08-01", "overrun 2026-06-30 - 2026-06-30",
    ),
    (
        "what had started before it does not take its place",
        ["start: 2022-04-01\nend: 2027-03-31", "id: new\nreplaces: [home-care]\nstart: 2019-04-01\nend: 2022-03-31"],
        "2026-02-01", "running 2027-03-31 2027-03-31 2027-03-31",
    ),
    (
        "what started on the same day does",
        ["start: 2022-04-01\nend: 2027-03-31", "id: new\nreplaces: [home-care]\nstart: 2022-04-01\nend: 2022-03-31"],
        "2026-02-01", "replaced 2027-03-31 - 2027-03-31",
    ),
    (
        "the tender itself",
        ["advertised: 2025-11-03\nstart: 2026-07-01\nend: 2030-06-30\nended: {on: 2026-01-20, how: withdrawn}"],
        "2026-02-01", "abandoned 2026-01-20 - 2026-01-20",
    ),
    (
        "a procurement given up and run again",
        ["let: false\nadvertised: 2025-01-01\nabandoned: {on: 2025-06-01, how: no award}",
         "id: again\nreplaces: [home-care]\nstart: 2026-01-01"],
        "2026-02-01", "abandoned - - -",
    ),
    (
        "to be ended before what is planned to follow it starts",
        ["end: 2028-03-31\nended: {on: 2026-08-31, how: notice}\nplans: {tender: 2027-01, start: 2027-10}"],
        "2026-02-01", "running 2026-08-31 2026-08-31 2026-08-31",
    ),
    (
        "two ways of a year, one of which goes on: it can be either",
        ["end: 2025-12-31\nextensions: [{alternatives: [[{months: 12}], [{months: 12}, {months: 6}]]}]"],
        "2026-02-01", "unconfirmed 2025-12-31 2026-12-31 2027-06-30",
    ),
    (
        "a purchasing system with no end stated, and a roll-on",
        [f"{DPS}\nextensions: [{{every: 4w, until: 2027-03-31, state: permitted}}]"],
        "2026-02-01", "running 2029-02-23 2029-02-23 2029-02-23",
    ),
    (
        "one of two councils has let its own",
        [JOINT, "id: new\nlead: otherham\nreplaces: [home-care]\nstart: 2026-01-01"],
        "2026-02-01", "running 2026-06-30 2026-06-30 2026-06-30",
    ),
    (
        "both have",
        [JOINT, "id: new\nlead: otherham\nreplaces: [home-care]\nstart: 2026-01-01",
         "id: newer\nreplaces: [home-care]\nstart: 2026-02-01"],
        "2026-02-01", "replaced 2026-06-30 - 2026-06-30",
    ),
    (
        "it rolls on from month to month without end",
        ["start: 2015-05-01\nend: 2018-04-30\nextensions: [{every: 1m, state: permitted}]"],
        "2026-02-10", "unconfirmed 2018-04-30 2026-02-28 -",
    ),
    (
        "it rolls on by two weeks", ["end: 2025-12-05\nextensions: [{every: 2w, until: 2036, state: permitted}]"],
        "2026-02-10", "unconfirmed 2025-12-05 2026-02-13 2036",
    ),
    (
        "the step that ends today has not passed", ["end: 2018-04-30\nextensions: [{every: 1m, state: permitted}]"],
        "2026-02-28", "unconfirmed 2018-04-30 2026-02-28 -",
    ),
    (
        "eighteen months from 31 August, and six more: no month end on the way sticks",
        ["start: 2022-08-31\nterm: 18m\nextensions: [{months: 6, times: 2, state: permitted}]"],
        "2024-03-01", "unconfirmed 2024-02-29 2024-08-30 2025-02-28",
    ),
    (
        "half of an option was used, and the rest is gone",
        ["end: 2025-12-31\nextensions: [{months: 12, state: exercised, taken_to: 2026-06-30}]"],
        "2026-02-01", "extended 2026-06-30 2026-06-30 2026-06-30",
    ),
    (
        "half of an option was used, and the rest is left",
        ["end: 2025-12-31\nextensions: [{months: 12, state: exercised, taken_to: 2026-06-30, rest: left}]"],
        "2026-07-01", "unconfirmed 2026-06-30 2026-12-31 2026-12-31",
    ),
    (
        "extended by agreement, with an option still there",
        ["end: 2025-12-31\nextensions: [{until: 2026-03-31, state: exercised, modification: true}, "
         "{months: 12, state: permitted}]"],
        "2026-02-01", "extended 2026-03-31 2026-03-31 2027-03-31",
    ),
    (
        "a flexible option on one of two ways",
        ["end: 2025-12-31\nextensions: [{alternatives: [[{months: 24, flexible: true}], [{months: 36}]]}]"],
        "2026-02-01", "unconfirmed 2025-12-31 2025-12-31/2027-12-31 2028-12-31",
    ),
    ("a purchasing system of the old law, called open-ended", [f"{DPS}\nopen_ended: true"],
     "2026-02-01", "running 2029-02-23 2029-02-23 2029-02-23"),
    ("one with an option beyond that day", [f"{DPS}\nend: 2028-05-31\nextensions: [{{months: 24, state: permitted}}]"],
     "2026-02-01", "running 2028-05-31 2028-05-31 2029-02-23"),
]  # fmt: skip


@pytest.mark.parametrize(("sentence", "records", "today", "expected"), CASES, ids=[case[0] for case in CASES])
def test_cases(sentence: str, records: list[str], today: str, expected: str, tmp_path: Path) -> None:
    path = tmp_path / "contracts.yaml"
    path.write_text(registry_text(*records), encoding="utf-8")
    rows = run_cli("list", "--registry", str(path), "--today", today, "--format", "json").json["rows"]
    (row,) = [row for row in rows if row["id"] == "home-care"]
    shown = [row["status"], *(row[key]["edtf"] if row[key] else "-" for key in ("end", "next_end", "longest_end"))]
    assert " ".join(shown) == expected, sentence


def test_an_option_decided_after_the_end_had_passed_keeps_both_dates(tmp_path: Path) -> None:
    path = tmp_path / "contracts.yaml"
    rows = ["end: 2025-03-31\nextensions: [{months: 12, state: exercised, decided: 2025-06-10}]"]
    path.write_text(registry_text(*rows), encoding="utf-8")
    common = ("--registry", str(path), "--today", "2026-02-01")
    late = "decided 10 June 2025 after the end of 31 March 2025 had passed"
    for command in (("show", "home-care"), ("why", "home-care")):
        assert late in " ".join(run_cli(*command, *common).out.split())
    (row,) = run_cli("list", *common, "--format", "json").json["rows"]
    assert (row["end"]["edtf"], row["initial_end"]["edtf"]) == ("2026-03-31", "2025-03-31")
    assert row["extensions"][0]["decided"]["edtf"] == "2025-06-10"


@pytest.mark.parametrize("case", [case for case in CASES if case[3].split()[2] != "-"], ids=lambda case: case[0])
def test_an_end_within_the_year_is_among_what_is_due(case: Any, tmp_path: Path) -> None:
    _, records, today, expected = case
    end = expected.split()[2][:10]
    path = tmp_path / "contracts.yaml"
    path.write_text(registry_text(*records), encoding="utf-8")
    rows = run_cli("due", "--months", "12", "--registry", str(path), "--today", today, "--format", "json").json["rows"]
    listed = [row for row in rows if row["id"] == "home-care"]
    if end <= f"{int(today[:4]) + 1}{today[4:]}":
        assert listed
        assert "end" in listed[0]["due_because"]


# --- The same sums from the rules' own words ---

starts = st.dates(date(2000, 1, 1), date(2030, 12, 31))
lengths = st.one_of(
    st.integers(1, 60).map(lambda n: Duration(n, "months")),
    st.integers(1, 60).map(lambda n: Duration(n, "weeks")),
    st.integers(1, 900).map(lambda n: Duration(n, "days")),
)


def naive_months(day: date, months: int) -> date:
    """Month by month on the calendar: the same day, the last day of a shorter month, month ends to month ends."""
    year, month = day.year + (day.month - 1 + months) // 12, (day.month - 1 + months) % 12 + 1
    last = (date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)).day
    sticks = (day + timedelta(days=1)).month != day.month
    return date(year, month, last if sticks else min(day.day, last))


def naive_ends(start: date, term: int, options: list[Duration]) -> list[date]:
    """The end after the term and after each option in turn: all months at once, from the day before the start."""
    anchor, months, ends = start - timedelta(days=1), term, []
    ends.append(naive_months(anchor, months))
    for length in options:
        if length.unit == "months":
            months += length.number
            ends.append(naive_months(anchor, months))
        else:
            anchor = ends[-1] + timedelta(days=length.number * (7 if length.unit == "weeks" else 1))
            months = 0
            ends.append(anchor)
    return ends


def let(start: date, term: int, options: list[Extension], ended: date | None = None) -> Contract:
    return Contract(
        "c", "C", "contract", ("home care",), (), start=on_day(start), term=Duration(term, "months"),
        extensions=tuple(options), ended=Ended(on_day(ended), "notice") if ended else None,
    )  # fmt: skip


@given(starts, st.integers(1, 60), st.lists(lengths, max_size=5), st.data())
def test_every_end_is_the_one_that_the_rule_gives(
    start: date, term: int, options: list[Duration], data: st.DataObject
) -> None:
    used = [data.draw(st.booleans()) for _ in options]
    rows = [Extension(state="exercised" if u else "permitted", length=n) for n, u in zip(options, used, strict=True)]
    ends = contract_ends(let(start, term, rows))
    order = sorted(range(len(options)), key=lambda index: not used[index])
    expected = naive_ends(start, term, [options[index] for index in order])
    assert ends.initial is not None
    assert ends.initial.when == on_day(expected[0])
    assert {step.number - 1: step.to for step in ends.steps} == {
        index: on_day(end) for index, end in zip(order, expected[1:], strict=True)
    }
    assert ends.current is not None
    assert ends.current.when == on_day(expected[sum(used)])
    assert ends.longest is not None
    assert ends.longest.when == on_day(expected[-1])


@given(starts, st.integers(1, 36), lengths, starts)
def test_a_roll_on_comes_to_the_first_step_that_has_not_passed(
    start: date, term: int, every: Duration, today: date
) -> None:
    ends = contract_ends(let(start, term, [Extension(state="permitted", every=every)]))
    found = ends.next_possible(today)
    assert found is not None
    expected = naive_ends(start, term, [])
    steps: list[Duration] = []
    while expected[-1] < today:
        steps.append(every)
        expected = naive_ends(start, term, steps) if every.unit == "months" else [
            *expected, expected[-1] + timedelta(days=every.number * (7 if every.unit == "weeks" else 1))
        ]  # fmt: skip
    assert found[0].when == on_day(expected[-1])


@given(starts, st.integers(1, 60), st.lists(lengths, min_size=1, max_size=3), starts, starts)
def test_no_option_leads_past_an_end_that_was_decided(
    start: date, term: int, options: list[Duration], ended: date, today: date
) -> None:
    ends = contract_ends(let(start, term, [Extension(state="permitted", length=n) for n in options], ended))
    assert ends.current is not None
    assert ends.longest is not None
    assert ends.current.when == ends.longest.when == on_day(ended)
    assert (ends.left, ends.options_left(today)) == ((), ())
    found = ends.next_possible(today)
    assert (found is None) is (ended < today)
