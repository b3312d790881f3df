"""`plan --compare`: until when each way can still be begun, what is missed on it, and what helps."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from support import run_cli
from tenderwatch.dates import Duration, on_day
from tenderwatch.law.schedule.feasibility import feasible
from tenderwatch.law.timetables import bundled
from tenderwatch.outlook.renewal import Renewal
from tenderwatch.outlook.ways import Way, ways

CARE = "regime: pa2023-light-touch\nend: 2027-03-31\n"
OPTION = f"{CARE}notice: 3m\nextensions: [{{months: 12, state: permitted}}]"
PLANNING = ["planning", "market-engagement"]
# The day | the record | for each way: its last day, whether it is open, what helps.
CASES: list[tuple[str, str, dict[str, tuple[str | None, bool, list[str]]]]] = [
    (
        "2026-01-01", OPTION,
        {
            "default": ("2026-08-28", True, []), "short": ("2026-12-14", True, []),
            "short-by-exception": ("2026-12-14", True, ["exception"]), "extend": ("2026-12-30", True, []),
            "hold-over": ("2027-03-31", True, ["provider", "no-contract"]),
        },
    ),
    (
        "2026-07-10", OPTION,
        {
            "default": ("2026-08-28", True, ["exception", "shorten"]), "short": ("2026-12-14", True, ["shorten"]),
            "short-by-exception": ("2026-12-14", True, ["exception", "shorten"]), "extend": ("2026-12-30", True, []),
            "hold-over": ("2027-03-31", True, ["provider", "no-contract"]),
        },
    ),
    (
        "2026-11-28", OPTION,
        {
            "default": ("2026-08-28", False, ["short-by-exception"]),
            "short": ("2026-12-14", False, ["short-by-exception"]),
            "short-by-exception": ("2026-12-14", True, ["exception", "shorten"]),
            "extend": ("2026-12-30", True, ["exception"]),
            "hold-over": ("2027-03-31", True, ["provider", "no-contract"]),
        },
    ),
    (
        "2026-12-20", CARE,
        {
            "default": ("2026-08-28", False, ["hold-over"]), "short": ("2026-12-14", False, ["hold-over"]),
            "short-by-exception": ("2026-12-14", False, ["hold-over"]), "extend": (None, False, ["no-option"]),
            "hold-over": ("2027-03-31", True, ["provider", "no-contract"]),
        },
    ),
    (
        "2026-12-20", OPTION,
        {
            "default": ("2026-08-28", False, ["extend"]), "short": ("2026-12-14", False, ["extend"]),
            "short-by-exception": ("2026-12-14", False, ["extend"]), "extend": ("2026-12-30", True, ["exception"]),
            "hold-over": ("2027-03-31", True, ["provider", "no-contract"]),
        },
    ),
    (
        "2027-01-05", OPTION,
        {
            "default": ("2026-08-28", False, ["hold-over"]), "short": ("2026-12-14", False, ["hold-over"]),
            "short-by-exception": ("2026-12-14", False, ["hold-over"]),
            "extend": ("2026-12-30", False, ["provider"]),
            "hold-over": ("2027-03-31", True, ["provider", "no-contract"]),
        },
    ),
]  # fmt: skip


@pytest.mark.parametrize(("today", "text", "expected"), CASES, ids=[f"{row[0]} {len(row[1])}" for row in CASES])
def test_each_way_on_a_day(today: str, text: str, expected: dict[str, Any], registry: Callable[..., str]) -> None:
    arguments = ("plan", "home-care", "--registry", registry(text), "--today", today, "--compare", "--format")
    (row,) = run_cli(*arguments, "json").json["rows"]
    found = {
        way["way"]: (way["last_day"] and way["last_day"]["edtf"], way["open"], way["helps"]) for way in row["ways"]
    }
    assert found == expected
    assert list(found) == list(expected)
    lines = run_cli(*arguments, "csv").out.splitlines()
    assert [line.partition(",")[0] for line in lines[1:]] == list(expected)


def test_nothing_is_missed_if_it_is_begun_in_time(registry: Callable[..., str]) -> None:
    arguments = ("plan", "home-care", "--registry", registry(OPTION), "--compare", "--format", "json", "--today")
    (row,) = run_cli(*arguments, "2026-11-28").json["rows"]
    begin = {way["way"]: way["begin_by"] and way["begin_by"]["edtf"] for way in row["ways"]}
    assert begin == {
        "default": "2026-01-01", "short": "2026-11-03", "short-by-exception": None, "extend": "2026-11-17",
        "hold-over": None,
    }  # fmt: skip
    missed = {way["way"]: way["missed"] for way in row["ways"]}
    assert missed["short"] == [*PLANNING, "forward-plan-approval"]
    assert missed["extend"] == ["forward-plan-entry"]
    for way, day in (("default", "2026-01-01"), ("extend", "2026-11-17")):
        (row,) = run_cli(*arguments, day).json["rows"]
        assert next(item for item in row["ways"] if item["way"] == way)["missed"] == []


@given(st.dates(date(2026, 1, 1), date(2030, 12, 31)), st.integers(-700, 60), st.none() | st.integers(1, 9))
def test_the_best_way_that_is_open_is_what_can_still_be_done(end: date, days: int, notice: int | None) -> None:
    today = end + timedelta(days)
    length = Duration(notice, "months") if notice else None
    renewal = Renewal(
        on_day(end), "pa2023-light-touch", bundled(), assumed=False, notice=length, options_left=notice is not None
    )
    found = {way.name: way for way in ways(renewal, today)}
    verdict = feasible(renewal.days("default"), renewal.days("short"), renewal.extension, today, renewal.extension_rule)
    assert (verdict == "default") == (found["default"].open and not found["default"].missed)
    assert (verdict in ("default", "short")) >= found["short"].open
    assert (verdict == "short-by-exception") == (found["short-by-exception"].open and not found["short"].open
                                                 and verdict != "default")  # fmt: skip
    assert (verdict == "hold-over") == (not any(found[name].open for name in ("short", "short-by-exception", "extend")))
    for way in found.values():
        assert opens_until_its_last_day(way, renewal), way


def opens_until_its_last_day(way: Way, renewal: Renewal) -> bool:
    """On its last day it is open (of the short timetable: by exception), on the day after it is not."""
    if way.last is None or way.last.earliest is None:
        return not way.open
    after = {item.name: item for item in ways(renewal, way.last.earliest + timedelta(1))}
    on = {item.name: item for item in ways(renewal, way.last.earliest)}
    begun = {item.name: item for item in ways(renewal, way.begin.earliest)} if way.begin and way.begin.earliest else on
    return not after[way.name].open and (on[way.name].open or way.name == "short") and begun[way.name].open


def test_what_cannot_be_compared_is_refused() -> None:
    for more in (("--from-today",), ("--timetable", "short")):
        answer = run_cli("plan", "--end", "2027-03-31", "--compare", *more, "--today", "2026-11-28")
        assert (answer.code, answer.out) == (2, "")
        assert "--compare shows every timetable" in answer.err


def test_the_old_law_has_no_short_timetable() -> None:
    arguments = ("--end", "2027-03-31", "--regime", "pcr2015", "--compare", "--today", "2026-11-28", "--format", "json")
    (row,) = run_cli("plan", *arguments).json["rows"]
    assert [way["way"] for way in row["ways"]] == ["default", "extend", "hold-over"]


@pytest.mark.parametrize("columns", ["60", "80", "100"])
def test_it_fits_the_screen(columns: str, registry: Callable[..., str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", columns)
    arguments = ("plan", "home-care", "--registry", registry(OPTION), "--today", "2026-11-28", "--compare")
    lines = run_cli(*arguments, "--format", "table").lines
    assert max(map(len, lines)) <= int(columns)
    assert any("14 December 2026" in line for line in lines)


def test_the_screen_shows_the_names_of_the_stages() -> None:
    arguments = ("plan", "--end", "2027-03-31", "--today", "2026-11-28", "--format")
    for form in ("table", "plain", "md", "html"):
        text = run_cli(*arguments, form).out
        assert "forward-plan-approval" in text, form
        assert "Forward-plan entry for the" in text, form


def test_a_procurement_that_has_begun_is_said_first(registry: Callable[..., str]) -> None:
    path = registry("end: 2027-03-31", "id: new\ntitle: New care\nreplaces: [home-care]\nadvertised: 2026-07-01")
    for more in ((), ("--compare",)):
        out = run_cli("plan", "home-care", "--registry", path, "--today", "2026-11-28", *more).out
        assert "The next procurement has begun: New care (new) was advertised 1 July 2026." in out
