"""Worked examples that a procurement officer can read, check and add: cases/worked-example-*.yaml.

Each is put to the library and to `tenderwatch plan --format json`.
"""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from support import run_cli
from tenderwatch.dates import When, on_day, parse_duration
from tenderwatch.law.terms import End
from tenderwatch.law.timetables import bundled
from tenderwatch.outlook.plan import Plan, make_plan
from tenderwatch.outlook.renewal import Renewal
from tenderwatch.registry.model.stages import STAGE_ORDER, StageKind
from tenderwatch.registry.yaml_tree import Mapping, Node, Scalar, read_tree

FILES = sorted((Path(__file__).parent / "cases").glob("worked-example-*.yaml"))
STAGES: dict[str, StageKind] = {
    "Planning starts": "planning",
    "Market engagement": "market-engagement",
    "Forward-plan entry, approval": "forward-plan-approval",
    "Approval to procure": "approval",
    "Tender notice": "tender-notice",
    "Tender deadline": "tender-deadline",
    "Forward-plan entry, award": "forward-plan-award",
    "Award report published": "award-report",
    "Award decision": "award-decision",
    "Award notice": "award-notice",
    "Standstill ends": "standstill-end",
    "Contract signed": "signature",
    "Staff information (TUPE)": "tupe-information",
    "New contract starts": "start",
}
EXTENSION = {
    "Corresponding date": "corresponding",
    "Serve notice by": "serve_by",
    "Key decision by": "key_decision_by",
    "Forward-plan entry by": "forward_plan_by",
    "Officer decision by": "officer_decision_by",
    "Decide before a re-procurement would begin": "strategic_by",
}
FEASIBLE = {
    "default timetable": "default",
    "short timetable": "short",
    "short timetable by exception": "short-by-exception",
    "extension only": "extension-only",
    "hold-over": "hold-over",
}
Case = Any


def plain(node: Node) -> Any:
    """A tree of YAML as text, lists and dictionaries."""
    if isinstance(node, Scalar):
        return node.text
    if isinstance(node, Mapping):
        return {key: plain(value) for key, (_, value) in node.pairs.items()}
    return [plain(item) for item in node.items]


def read(path: Path) -> Case:
    root, problems = read_tree(path.read_text(encoding="utf-8"), path.name)
    assert root is not None
    assert problems == []
    return plain(root)


def day(text: str) -> date:
    return datetime.strptime(f"{text} +0000", "%d %B %Y %z").date()


def words(when: date | str) -> str:
    """A day as people write it; from ISO, so that the program's own words play no part."""
    found = date.fromisoformat(when) if isinstance(when, str) else when
    return f"{found.day} {found:%B %Y}"


class Told(NamedTuple):
    """One case of one file, with what the example's file has in common."""

    end: date
    case: Case


def cases(heading: str, *name: str) -> list[Any]:
    """Every case under a heading of every file, as a test's parameter with a name of its own."""
    return [
        pytest.param(
            Told(day(example["The contract ends on"]), case),
            id=f"{path.stem[15:]}: {', '.join(case[key] for key in name)}",
        )
        for path, example in ((path, read(path)) for path in FILES)
        for case in example.get(heading, [])
    ]


def by_library(end: date, regime: str, timetable: str, *, notice: str = "", today: date | None = None) -> Plan:
    length = parse_duration(notice) if notice else None
    renewal = Renewal(
        end=on_day(end), regime=regime, timetables=bundled(), assumed=False, notice=length, options_left=bool(length)
    )
    name: Any = timetable
    return make_plan(renewal, End(renewal.end, "as given"), name, today or end)


def by_command(end: date, regime: str, timetable: str, *, notice: str = "", today: date | None = None) -> Any:
    extra = ["--notice", notice] if notice else []
    answer = run_cli(
        "plan", "--end", end.isoformat(), "--regime", regime, "--timetable", timetable,
        "--today", (today or end).isoformat(), "--format", "json", *extra,
    )  # fmt: skip
    assert answer.code == 0, answer.err
    return answer.json["rows"][0]


def one_day(when: dict[str, str] | None) -> str:
    """The words of a date of the JSON that is one day."""
    assert when is not None
    assert when["earliest"] == when["latest"]
    return words(when["earliest"])


def same(when: When | None) -> str:
    assert when is not None
    assert when.earliest is not None
    assert when.earliest == when.latest
    return words(when.earliest)


def test_the_examples_are_read_whole() -> None:
    assert FILES, "there is no worked example"
    wanted = {*STAGES, "Pipeline notices", "Planned procurement notice"}
    for path in FILES:
        example = read(path)
        assert set(example) <= {"The contract ends on", "Timetables", "Extensions", "Seen on a day"}
        assert all(set(case["Dates"]) == wanted for case in example["Timetables"])
        assert all(set(case) == {"Notice", *EXTENSION} for case in example["Extensions"])


def test_every_stage_has_a_name_that_officers_use() -> None:
    assert tuple(STAGES.values()) == STAGE_ORDER


def test_the_first_example_has_every_column_of_the_facts() -> None:
    example = read(next(path for path in FILES if path.stem.endswith("2027-03-31")))
    columns = [(case["Regime"], case["Timetable"]) for case in example["Timetables"]]
    assert len(columns) == len(set(columns)) == len(bundled().timetables) == 7
    assert [case["Notice"] for case in example["Extensions"]] == [
        "6 months",
        "3 months",
        "12 weeks",
        "1 month",
        "28 days",
    ]


@pytest.mark.parametrize("told", cases("Timetables", "Law", "Timetable"))
def test_the_library_gives_every_date(told: Told) -> None:
    plan = by_library(told.end, told.case["Regime"], told.case["Timetable"])
    found = dict.fromkeys(STAGES, "none")
    found |= {name: same(stage.by) for name, kind in STAGES.items() for stage in plan.stages if stage.kind == kind}
    notices = plan.pipeline.by if plan.pipeline else ()
    found["Pipeline notices"] = " and ".join(words(notice) for notice in notices) or "none"
    planned = plan.planned_notice
    found["Planned procurement notice"] = f"{same(planned.opens)} to {same(planned.closes)}" if planned else "none"
    assert found == told.case["Dates"]


@pytest.mark.parametrize("told", cases("Timetables", "Law", "Timetable"))
def test_the_command_gives_every_date(told: Told) -> None:
    row = by_command(told.end, told.case["Regime"], told.case["Timetable"])
    by = {stage["kind"]: stage["by"] for stage in row["stages"]}
    found = {name: one_day(by[kind]) if kind in by else "none" for name, kind in STAGES.items()}
    notices = row["pipeline_notice"]["by"] if row["pipeline_notice"] else []
    found["Pipeline notices"] = " and ".join(one_day(notice) for notice in notices) or "none"
    planned = row["planned_notice"]
    window = f"{one_day(planned['opens'])} to {one_day(planned['closes'])}" if planned else "none"
    assert found | {"Planned procurement notice": window} == told.case["Dates"]
    assert [stage["kind"] for stage in row["stages"]] == [kind for kind in STAGE_ORDER if kind in by]


@pytest.mark.parametrize("told", cases("Extensions", "Notice"))
def test_the_library_gives_every_date_of_an_extension(told: Told) -> None:
    found = by_library(told.end, "pa2023-light-touch", "default", notice=told.case["Notice"]).extension
    assert found is not None
    assert found.assumed is False
    assert {name: same(getattr(found, key)) for name, key in EXTENSION.items()} | {
        "Notice": told.case["Notice"]
    } == told.case


@pytest.mark.parametrize("told", cases("Extensions", "Notice"))
def test_the_command_gives_every_date_of_an_extension(told: Told) -> None:
    found = by_command(told.end, "pa2023-light-touch", "default", notice=told.case["Notice"])["extension"]
    assert found["assumed"] is False
    assert found["notice"] == parse_duration(told.case["Notice"]).written
    assert {name: one_day(found[key]) for name, key in EXTENSION.items()} | {"Notice": told.case["Notice"]} == told.case


@pytest.mark.parametrize("told", cases("Seen on a day", "Today"))
def test_what_is_missed_and_what_can_still_be_done(told: Told) -> None:
    case, today = told.case, day(told.case["Today"])
    default, short = (
        by_command(told.end, case["Regime"], name, notice=case["Notice"], today=today) for name in ("default", "short")
    )
    for row, name in ((default, "default"), (short, "short")):
        missed = {stage["kind"] for stage in row["stages"] if stage["missed"]}
        assert [words for words, kind in STAGES.items() if kind in missed] == case[f"Missed on the {name} timetable"]
        assert row["feasible"] == FEASIBLE[case["What can still be done"]]
        earliest = one_day(row["earliest_key_decision"])
        assert earliest == case["Earliest key decision if entered in the forward plan now"]
    gone = {key for key in EXTENSION.values() if default["extension"][key]["earliest"] < today.isoformat()}
    assert {name for name, key in EXTENSION.items() if key in gone} == set(case["Missed of the extension"])
    plan = by_library(told.end, case["Regime"], "default", notice=case["Notice"], today=today)
    tender = next(stage for stage in plan.stages if stage.kind == "tender-notice")
    assert tender.days_left(today) == -int(case["Days since the tender notice was due"])
    assert plan.extension is not None
    entry = plan.extension.forward_plan_by
    assert entry is not None
    assert entry.earliest is not None
    assert (today - entry.earliest).days == int(case["Days since the forward-plan entry to extend was due"])
