"""Notices and decisions of real councils check out: cases/real-notices.yaml, and the floors of the law."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from support import back_schedule, run_cli
from tenderwatch.law.schedule.back import standstill_end
from tenderwatch.law.timetables import bundled
from test_plan_worked_example import day, one_day, read, words

CASES = read(Path(__file__).parent / "cases" / "real-notices.yaml")
NOTICES = [pytest.param(case, id=case["Notice"]) for case in CASES["Notices"]]
PLANNED = [pytest.param(case, id=case["Notice"]) for case in CASES["Notices"] if "If the old contract ended on" in case]
DECISIONS = [pytest.param(case, id=case["Decision"]) for case in CASES["Decisions"]]


def rows(*arguments: str) -> dict[str, Any]:
    """The stages of a plan, by kind."""
    answer = run_cli("plan", *arguments, "--format", "json")
    assert answer.code == 0, answer.err
    return {stage["kind"]: stage for stage in answer.json["rows"][0]["stages"]}


@pytest.mark.parametrize("case", NOTICES)
def test_the_standstill_ends_as_printed(case: Any) -> None:
    timetable = bundled().get(case["Regime"], "default")
    assert timetable is not None
    rule = timetable.stage("award-notice")
    assert rule is not None
    assert rule.standstill is not None
    assert words(standstill_end(day(case["Published"]), rule.standstill)) == case["Standstill ends"]


@pytest.mark.parametrize("case", PLANNED)
def test_counting_backwards_comes_to_the_same_notice(case: Any) -> None:
    end = day(case["If the old contract ended on"]).isoformat()
    found = rows("--end", end, "--regime", case["Regime"], "--today", "2025-06-01")
    assert one_day(found["award-notice"]["by"]) == case["Published"]
    assert one_day(found["standstill-end"]["by"]) == case["Standstill ends"]


@pytest.mark.parametrize("case", DECISIONS)
def test_a_decision_takes_effect_by_its_own_councils_rule(case: Any, registry: Callable[..., str]) -> None:
    path = registry(f"""
        regime: pa2023-light-touch
        end: 2024-02-10
        timetable:
          - {{stage: signature, days: 1, because: to be signed on the eve}}
          - {{stage: award-notice, standstill_days: 0, because: no standstill}}
          - {{stage: award-decision, because: its constitution,
              publish: {case["Days to publish"]}, call_in: {case["Days of call-in"]}}}
    """)
    found = rows("home-care", "--which", "initial", "--registry", path, "--today", "2024-01-01")
    assert one_day(found["award-notice"]["by"]) == case["Takes effect"]
    assert one_day(found["award-decision"]["by"]) == case["Decided"]


# Section 13: the floor of the law alone, signed on 31 March 2027 for a start on the day after.
FLOORS = [
    pytest.param("pa2023", "16 March 2027", id="the 2023 Act's full regime: 17 March is no working day in all the UK"),
    pytest.param("psr", "15 March 2027", id="the Provider Selection Regime"),
    pytest.param("pcr2015", "19 March 2027", id="letters under the 2015 Regulations: day ten is Easter Monday"),
]


@pytest.mark.parametrize(("regime", "notice"), FLOORS)
def test_the_floor_of_the_law(regime: str, notice: str, registry: Callable[..., str]) -> None:
    path = registry("""
        end: 2027-03-31
        timetable: [{stage: signature, days: 1, because: no mobilisation}]
    """)
    found = rows("home-care", "--regime", regime, "--registry", path, "--today", "2026-11-22")
    assert one_day(found["signature"]["by"]) == "31 March 2027"
    assert one_day(found["award-notice"]["by"]) == notice


def test_where_no_standstill_binds_the_notice_comes_a_working_day_before_the_signature(
    registry: Callable[..., str],
) -> None:
    path = registry("""
        end: 2027-03-30
        timetable: [{stage: signature, days: 1, because: no mobilisation}]
    """)
    found = rows("home-care", "--timetable", "short", "--registry", path, "--today", "2026-11-22")
    assert one_day(found["signature"]["by"]) == "30 March 2027"
    # 29 March 2027 is Easter Monday, 26 March Good Friday.
    assert one_day(found["award-notice"]["by"]) == "25 March 2027"
    assert "standstill-end" not in found


def test_a_standstill_never_ends_on_the_day_of_the_signature() -> None:
    for timetable in bundled().timetables.values():
        stages = back_schedule(date(2027, 4, 1), timetable)
        assert stages.get("standstill-end", stages["award-notice"]) < stages["signature"]
