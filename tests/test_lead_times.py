"""Finished procurements: the data file, how it is read, and the bands that come of it."""

from __future__ import annotations

import importlib.util
import statistics
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from support import ROOT
from tenderwatch.law.lead_times.fit import LEAST, fit, quantile
from tenderwatch.law.lead_times.model import Band, class_of, estimate
from tenderwatch.law.lead_times.procurement import COLUMNS, Procurement, read_procurements
from tenderwatch.law.timetables import LEAD_TIMES, bundled, shipped_procurements

SHIPPED = shipped_procurements()
_SPEC = importlib.util.spec_from_file_location("build_lead_times", ROOT / "scripts" / "build_lead_times.py")
assert _SPEC
assert _SPEC.loader
build_lead_times = importlib.util.module_from_spec(_SPEC)
_SPEC.loader.exec_module(build_lead_times)


def procurement(lead: int, *, planning: int | None = None, value: float | None = None, law: str = "") -> Procurement:
    """A procurement with so many days from tender notice to start, and from planning notice to tender notice."""
    tender = date(2026, 1, 1)
    before = tender - timedelta(planning) if planning is not None else None
    start = tender + timedelta(lead)
    return Procurement("A", "T", "", before, tender, None, None, start, law, "", value, "", ())


def test_the_shipped_file_is_in_its_normal_form() -> None:
    text = LEAD_TIMES.read_text(encoding="utf-8")
    assert build_lead_times.built(text) == text
    assert len(SHIPPED) == 65
    assert len({item.buyer for item in SHIPPED}) == 47


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ("ocds-h6vhtk-02c615,", "ocds-h6vhtk-02d2b0,", "there are several rows"),
        (",2021-11-01,,pcr2015", ",2021-11-01,,", "its law or its route is missing"),
        ("https://d3tenders.com/contract/?ocid=ocds-h6vhtk-02c615", "a page", "each source is an address"),
        (",2021-08-11,", ",2021-06-11,", "tenders are due before the tender notice"),
        (",2021-11-01,", ",,", "1 rows have no tender notice or no start"),
    ],
)
def test_the_shipped_file_is_held_to_more_than_a_reader_s_own(before: str, after: str, said: str) -> None:
    text = LEAD_TIMES.read_text(encoding="utf-8")
    assert before in text
    with pytest.raises(ValueError, match=said):
        build_lead_times.built(text.replace(before, after, 1))


ROW = "A,T,,,2026-01-01,,,2026-08-01,,pa2023,open,5000,,"
# A row | what is wrong with it.
FAULTS = [
    (ROW.replace("2026-01-01", "1 January"), "f.csv:3: tender: '1 January' is not a day; write it as 2026-11-28"),
    (
        ROW.replace("2026-08-01", "2025-08-01"),
        "f.csv:3: the start, 2025-08-01, is before the tender notice, 2026-01-01",
    ),
    (ROW.replace("A,T,,,", "A,T,,2026-02-01,"), "f.csv:3: the planning notice, 2026-02-01, is after the tender notice"),
    (ROW.replace("A,T", ",T"), "f.csv:3: a row names no buyer"),
    (ROW.replace("pa2023", "english"), "f.csv:3: law: 'english' is not one of pa2023, psr, pcr2015"),
    (ROW.replace("5000", "nan"), "f.csv:3: value: 'nan' is not a sum in pounds"),
    (ROW.replace("5000", "£5m"), "f.csv:3: value: '£5m' is not a sum in pounds"),
]


@pytest.mark.parametrize(("row", "said"), FAULTS, ids=[said for _, said in FAULTS])
def test_a_row_that_makes_no_sense_is_refused_with_its_line(row: str, said: str) -> None:
    with pytest.raises(ValueError, match=said.replace("(", r"\(")):
        read_procurements(f"# a remark\n{','.join(COLUMNS)}\n{row}\n", "f.csv")


def test_only_three_columns_are_needed() -> None:
    read = read_procurements("start,buyer,other,tender\n2026-08-01,A,x,2026-01-01\n,A,x,2026-01-01\n", "f.csv")
    assert [(item.lead, item.window_class) for item in read.finished] == [(212, "all")]
    assert (len(read.left_out), read.read) == (1, 2)
    with pytest.raises(ValueError, match=r"f.csv: there is no column 'tender'"):
        read_procurements("buyer,start\nA,2026-01-01\n", "f.csv")


def test_the_start_that_the_tender_planned_counts_before_that_of_the_award() -> None:
    text = "buyer,tender,start,start_in_award\nA,2026-01-01,2026-04-01,2026-05-01\nA,2026-01-01,,2026-05-01\n"
    assert [item.start.month for item in read_procurements(text, "f").finished] == [4, 5]


@pytest.mark.parametrize(
    ("law", "value", "below", "expected"),
    [
        ("psr", None, False, "psr-or-5m"),
        ("psr", 100.0, False, "psr-or-5m"),
        ("pa2023", 5_000_000.0, False, "psr-or-5m"),
        ("pa2023", 4_999_999.0, False, "under-5m"),
        ("pa2023", None, False, "all"),
        ("pa2023", 9e6, True, "below-threshold"),
    ],
)
def test_classes(law: str, value: float | None, below: bool, expected: str) -> None:
    assert class_of(law, value, below_threshold=below) == expected


@given(st.lists(st.integers(-50, 500), min_size=2, max_size=60))
def test_quantiles_are_those_of_the_exclusive_method(values: list[int]) -> None:
    expected = statistics.quantiles(values, n=4)
    if len(values) >= 3:  # of two, the standard library goes on beyond the values
        assert [quantile(values, part) for part in (0.25, 0.5, 0.75)] == pytest.approx(expected)
    assert min(values) <= quantile(values, 0.05) <= quantile(values, 0.95) <= max(values)


def test_each_class_has_its_median_and_all_share_one_spread() -> None:
    large = [procurement(200 + step, value=6e6) for step in range(-7, 8)]
    small = [procurement(100 + step, value=1e6) for step in range(-7, 8)]
    bands = fit([*large, *small]).classes
    assert [(name, item.sample, item.median) for name, item in bands.items()] == [
        ("all", 30, 150), ("psr-or-5m", 15, 200), ("under-5m", 15, 100),
    ]  # fmt: skip
    assert [item.likely for item in bands.values()] == [Band(146, 154), Band(196, 204), Band(96, 104)]
    assert {(item.possible.upper - item.possible.lower) for item in bands.values()} == {14}


def test_a_class_of_fewer_than_fifteen_has_no_bands_of_its_own() -> None:
    lead_times = fit([*(procurement(100 + step) for step in range(LEAST)), *([procurement(9, value=1e6)] * 14)])
    assert list(lead_times.classes) == ["all"]
    assert lead_times.of("under-5m")[0] == "all"
    with pytest.raises(ValueError, match="14 procurements are too few to predict from: at least 15 are needed"):
        fit([procurement(100)] * 14)


def test_an_estimate_is_the_mean_of_two_days() -> None:
    """Start on day 400: the median says day 200, the notice on day 100 and a gap of 120 say day 220."""
    assert 400 - estimate(200, 300, 120) == 210


def test_no_bands_after_a_planning_notice_without_fifteen_of_them() -> None:
    assert fit([procurement(100, planning=9)] * 14 + [procurement(100)] * 2).planned is None
    planned = fit([procurement(100, planning=9)] * 15).planned
    assert planned is not None
    assert (planned.sample, planned.gap, planned.reach, planned.likely, planned.possible) == (15, 9, 109, 0, 0)


def test_the_program_works_its_bands_out_from_the_shipped_rows() -> None:
    assert bundled().lead_times == fit(SHIPPED)
