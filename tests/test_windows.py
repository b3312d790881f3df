"""Tender windows for providers: observed lead times, the buyer's own dates, and when there is none to expect."""

from __future__ import annotations

import csv
import inspect
import statistics
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from support import known_whens, registry_text, run_cli
from tenderwatch.dates import When
from tenderwatch.law import timetables
from tenderwatch.law.schedule import observed_window
from tenderwatch.law.timetables import LeadTimes, bundled
from tenderwatch.law.timetables.lead_times import read_lead_times
from tenderwatch.outlook import look_at
from tenderwatch.registry.parse import parse_files

CSV = Path(inspect.getfile(timetables)).with_name("lead_times.csv").read_text(encoding="utf-8")
ROWS = list(csv.DictReader(line for line in CSV.splitlines() if not line.startswith("#")))

# Section 12 of the facts: from, to | how many, least, lower quartile, median, upper quartile, most.
SPANS = [
    ("plan", "tender", (15, 5, 80, 119, 185, 222)),
    ("tender", "deadline", (9, 30, 32, 43, 46, 49)),
    ("deadline", "award", (4, 25, 30, 46.5, 80, 91)),
    ("tender", "award", (17, 55, 86, 111, 160, 231)),
    ("award", "start", (17, 7, 41, 74, 112, 288)),
    ("tender", "start", (20, 62, 184, 208, 287, 399)),
    ("plan", "start", (15, 195, 276, 292, 400, 565)),
]


def day(text: str) -> date:
    return date.fromisoformat(f"{text}-01" if len(text) == 7 else text)


@pytest.mark.parametrize(("first", "last", "expected"), SPANS, ids=[f"{first} to {last}" for first, last, _ in SPANS])
def test_the_observed_rows_give_the_quartiles_of_the_facts(first: str, last: str, expected: tuple[float, ...]) -> None:
    days = [(day(row[last]) - day(row[first])).days for row in ROWS if row[first] and row[last]]
    lower, median, upper = statistics.quantiles(days, n=4)
    assert (len(days), min(days), round(lower), median, round(upper), max(days)) == expected


def test_the_program_works_its_quartiles_out_from_the_same_rows() -> None:
    assert len(ROWS) == 22
    assert bundled().lead_times == LeadTimes(lower=184, median=208, upper=287, observed=20)


# Four spans in days | lower, median, upper | a sentence.
ROUNDING = [
    ((10, 12, 20, 22), (10, 16, 22), "10.5 to the even 10, 21.5 to the even 22"),
    ((11, 13, 20, 24), (12, 16, 23), "11.5 to the even 12"),
    ((22, 10, 20, 12), (10, 16, 22), "the order of the rows is nothing"),
]


@pytest.mark.parametrize(("spans", "expected", "sentence"), ROUNDING, ids=[row[-1] for row in ROUNDING])
def test_halves_are_rounded_to_the_even_day(
    spans: tuple[int, ...], expected: tuple[int, int, int], sentence: str
) -> None:
    lines = "".join(f"x,y,,2026-01-01,,,{date(2026, 1, 1) + timedelta(span)}\n" for span in spans)
    text = f"# a remark\nservice,ocid,plan,tender,deadline,award,start\nz,,,2026-01-01,,,\n{lines}"
    assert read_lead_times(text) == LeadTimes(*expected, observed=4), sentence


OPTION = "extensions: [{months: 12, times: 2, state: permitted}]"
SUCCESSOR = "id: next\nreplaces: [home-care]\nlet: false"
NOT_EXTENDED, LONGEST = "not-extended 2026-06-18/2026-09-29 observed", "longest 2028-06-18/2028-09-29 observed"
# The record | a successor's | the day | what to expect | a sentence.
WINDOWS = [
    (
        "end: 2027-03-31", "", "2026-01-10", [NOT_EXTENDED],
        "no option: one window, 287 to 184 days before the new start",
    ),
    (
        f"end: 2027-03-31\n{OPTION}", "", "2026-01-10", [NOT_EXTENDED, LONGEST],
        "options left: a second, for the longest end",
    ),
    (
        "end: 2027-03-31\nextensions: [{months: 24, state: declined}]", "", "2026-01-10", [NOT_EXTENDED],
        "an option declined leads nowhere",
    ),
    (
        "end: 2026-03-31\nextensions: [{months: 12, state: exercised}, {months: 24, state: permitted}]", "",
        "2026-01-10", [NOT_EXTENDED, "longest 2028-06-18/2028-09-29 observed"],
        "after an option used, from the end it gave",
    ),
    (
        "end: 2025-03-31\nextensions: [{months: 24, times: 2, state: permitted}]", "", "2026-01-10",
        [NOT_EXTENDED, "longest 2028-06-18/2028-09-29 observed"],
        "end passed, not known whether extended: the next possible end",
    ),
    ("end: 2025-03-31", "", "2026-01-10", [], "end passed and no option: nothing to count from"),
    ("end: 2027-03", "", "2026-01-10", ["not-extended 2026-05-19/2026-09-29 observed"], "an end known to the month"),
    ("end: 2027", "", "2026-01-10", ["not-extended 2026-03-21/2027-07-01 observed"], "an end known to the year"),
    ("end: unknown", "", "2026-01-10", [], "an end that nobody has stated"),
    ("open_ended: true", "", "2026-01-10", [], "no end at all"),
    (
        "end: 2027-03-31\nextensions: [{state: permitted}]", "", "2026-01-10", [NOT_EXTENDED],
        "an option of no stated length: no longest end",
    ),
    (
        f"end: 2027-03-31\n{OPTION}\nplans: {{tender: 2026-09}}", "", "2026-01-10", ["not-extended 2026-09 stated"],
        "the buyer's own date stands for all sums",
    ),
    (
        "end: 2027-03-31\nplans: {award: 2026-12-01}", "", "2026-01-10", [NOT_EXTENDED],
        "a plan that names no tender overrides nothing",
    ),
    ("end: 2027-03-31\nplans: {tender: unknown}", "", "2026-01-10", [NOT_EXTENDED], "nor one that does not know it"),
    (
        "start: 2024-04-01\nend: 2027-03-31\nawarded: 2024-01-10\nplans: {tender: 2023-06}", "", "2026-01-10",
        [NOT_EXTENDED], "a plan for this very contract, long let, is not the next tender",
    ),
    ("plans: {tender: 2026-09}", "", "2026-01-10", ["not-extended 2026-09 stated"], "planned, and nothing let yet"),
    (
        "let: false\nend: 2031-03-31", "", "2026-01-10", [],
        "planned with no date for its tender: no lead time says when",
    ),
    (
        "end: 2027-03-31", f"{SUCCESSOR}\nadvertised: 2026-01-10", "2026-01-10", [],
        "none once a successor is advertised",
    ),
    (
        "end: 2027-03-31\nplans: {tender: 2026-09}", f"{SUCCESSOR}\nadvertised: 2026-01-10", "2026-01-10", [],
        "nor a stated one",
    ),
    (
        "end: 2027-03-31", f"{SUCCESSOR}\nadvertised: 2026-01-10", "2026-01-09", [NOT_EXTENDED],
        "the day before the advert it is still to be expected",
    ),
    (
        "end: 2027-03-31", f"{SUCCESSOR}\nplans: {{tender: 2026-09}}", "2026-01-10", ["not-extended 2026-09 stated"],
        "a planned successor's tender date stands instead of an estimate",
    ),
    (
        "end: 2027-03-31", "id: next\nreplaces: [home-care]\nstart: 2026-01-01\nend: 2030-01-01", "2026-01-10", [],
        "replaced: none",
    ),
    ("end: 2027-03-31\nended: {on: 2026-01-01, how: terminated}", "", "2026-01-10", [], "ended on evidence: none"),
    (
        "end: 2026-01-09\nextensions: [{months: 24, flexible: true, state: permitted}]", "", "2026-01-10",
        ["not-extended 2025-03-29/2027-07-10 observed"], "a flexible option: from the end before it to its furthest",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("text", "other", "today", "expected", "sentence"), WINDOWS, ids=[row[-1] for row in WINDOWS])
def test_windows(
    text: str, other: str, today: str, expected: list[str], sentence: str, registry: Callable[..., str]
) -> None:
    path = registry(text, *([other] if other else []))
    answer = run_cli("list", "--registry", path, "--today", today, "--format", "json")
    (row,) = [item for item in answer.json["rows"] if item["id"] == "home-care"]
    found = [f"{item['scenario']} {item['when']['edtf']} {item['basis']}" for item in row["tender_windows"]]
    assert found == expected, sentence


@given(known_whens)
def test_an_uncertain_end_widens_the_window_by_as_much(end: When) -> None:
    found = observed_window(end, LeadTimes(184, 208, 287, 20))
    assert found is not None
    assert end.earliest is not None
    assert end.latest is not None
    assert found.earliest == end.earliest + timedelta(1 - 287)
    assert found.latest == end.latest + timedelta(1 - 184)
    assert found.precision != "day"


_months = st.lists(st.integers(1, 60), max_size=5)


def _windows(months: list[int]) -> tuple[Any, ...]:
    options = ", ".join(f"{{months: {month}, state: permitted}}" for month in months)
    text = registry_text(f"end: 2027-03-31\nextensions: [{options}]" if months else "end: 2027-03-31")
    registry, problems, _ = parse_files([("f", text.encode())], "f")
    assert problems == ()
    return look_at(registry.contracts[0], registry, date(2026, 1, 10)).tender_windows


@given(_months, st.integers(1, 60))
def test_one_more_option_never_brings_the_longest_window_forward(months: list[int], more: int) -> None:
    first, later = _windows(months)[-1], _windows([*months, more])[-1]
    assert later.scenario == "longest"
    assert first.when.earliest < later.when.earliest
    assert first.when.latest < later.when.latest


def why(path: str) -> Any:
    """The explanation of the one window of a registry's contract."""
    arguments = ("--registry", path, "--today", "2026-01-10", "--format", "json")
    (row,) = run_cli("why", "home-care", "tender-window", *arguments).json["rows"]
    return row


def test_why_tells_how_many_were_observed(registry: Callable[..., str]) -> None:
    path = registry("end: 2027-03-31")
    row = why(path)
    assert row["when"]["edtf"] == "2026-06-18/2026-09-29"
    assert row["sum"] == "287 to 184 calendar days before the start that follows the end"
    assert "20 observed procurements" in row["rule"]
    assert "median 208 days" in row["rule"]
    assert row["source"] == bundled().sources["lead-times"].title


def test_why_gives_the_source_of_a_stated_tender(registry: Callable[..., str]) -> None:
    path = registry("end: 2027-03-31\nplans: {tender: 2026-09}")
    row = why(path)
    assert (row["when"]["text"], row["rule"]) == ("September 2026", "the buyer's own date")
    assert row["source"] == "Register of contracts (row 1)"
