"""The timetables as data: whole, sourced, refused when broken, and the only place where a length stands."""

from __future__ import annotations

import ast
import inspect
import re
from datetime import date
from pathlib import Path

import pytest

from support import back_schedule
from tenderwatch.dates import Duration, on_day
from tenderwatch.law import schedule, timetables
from tenderwatch.law.schedule.extension import extension_dates
from tenderwatch.law.schedule.forward import forward_dates
from tenderwatch.law.timetables import LEAD_TIMES, STAGE_ORDER, StageRule, Timetable, bundled
from tenderwatch.law.timetables.parse import parse_timetables

FOLDER = Path(inspect.getfile(timetables)).parent
YAML = (FOLDER / "timetables.yaml").read_text(encoding="utf-8")
CSV = LEAD_TIMES.read_text(encoding="utf-8")
TABLES = bundled().timetables
STAGES = [
    pytest.param(table, stage, id=f"{name} {stage.kind}") for name, table in TABLES.items() for stage in table.stages
]
# The facts' section 11, where the basis of a stage is bold: the duties that an Act or regulations lay down.
STATUTE = {
    "forward-plan-approval": {*TABLES},
    "forward-plan-award": {*TABLES},
    "award-report": {*TABLES},
    "tupe-information": {*TABLES},
    "tender-notice": {"pa2023/default", "pa2023/short", "pcr2015/default"},
    "award-notice": {*TABLES} - {"pa2023-light-touch/default", "pa2023-light-touch/short"},
}


def is_statute(source: str) -> bool:
    found = bundled().sources[source]
    return bool(
        re.search(r"\b(Act|Regulations) .*20\d\d", found.title)
        and (found.url or "").startswith("https://www.legislation.gov.uk/")
    )


def test_the_bundled_timetables_are_those_of_the_text() -> None:
    read = parse_timetables(YAML, CSV)
    assert [(name, table.stages) for name, table in read.timetables.items()] == [
        (name, table.stages) for name, table in TABLES.items()
    ]
    assert read._replace(timetables={}) == bundled()._replace(timetables={})


def test_every_law_has_its_timetables() -> None:
    assert bundled().regimes == ("pa2023-light-touch", "pa2023", "psr", "pcr2015")
    short = [table.regime for table in TABLES.values() if table.name == "short"]
    assert short == ["pa2023-light-touch", "pa2023", "psr"], "none for procurements of the past"
    for table in TABLES.values():
        kinds = [stage.kind for stage in table.stages]
        assert kinds == [kind for kind in STAGE_ORDER if kind not in ("standstill-end", "start")]


@pytest.mark.parametrize(("table", "stage"), STAGES)
def test_every_stage_has_a_source_and_a_basis_that_fits_it(table: Timetable, stage: StageRule) -> None:
    assert stage.why
    assert stage.source in bundled().sources
    name = f"{table.regime}/{table.name}"
    assert (stage.basis == "statute") == (name in STATUTE.get(stage.kind, ()))
    if stage.basis == "statute":
        assert is_statute(stage.source)
    if stage.basis == "observed":
        assert stage.source == "lead-times"
    if stage.source == "practice":
        assert stage.basis == "rule"
    assert stage.basis == "statute" or "must" not in stage.why


def test_every_source_is_used_and_none_is_used_that_is_not_there() -> None:
    rules = bundled()
    used = {stage.source for table in TABLES.values() for stage in table.stages}
    used |= {rules.extension.assumed_source, rules.extension.decision_source, rules.extension.clear_source}
    assert used | {"procurements"} == set(rules.sources)
    assert sum(is_statute(name) for name in rules.sources) == 9


BREAKS = [
    ("days: 120", "days: many", "'many' is not a whole number", "a length in words"),
    ("days: 120", "days: -3", "'-3' is not a whole number", "a length below nothing"),
    ("basis: observed", "basis: usual", "'usual'", "a basis of another name"),
    ("kind: market-engagement", "kind: engagement", "'engagement'", "a stage of another name"),
    ("        days: 120\n", "", "pa2023-light-touch/default: market-engagement: a stage has one length", "no length"),
    ("days: 120", "days: 120\n        months: 4", "market-engagement: a stage has one length, not 2", "two lengths"),
    ("source: tupe-reg11", "source: tupe", "tupe-information: there is no source 'tupe'", "a source that is not there"),
    ("clear_source: exec-reg9", "clear_source: reg9", "extension: there is no source 'reg9'", "nor for an extension"),
    ("like: pa2023-light-touch/short", "like: light", "there is no timetable 'light' above it", "like nothing"),
    ("before: tender-deadline", "before: planning", "which is earlier", "a stage before one that is earlier"),
    ("before: tender-deadline", "before: standstill-end", "not in the timetable", "before one that is worked out"),
    ("  - regime: psr", "  - regime: pa2023", "pa2023/default: it is written twice", "a timetable written twice"),
    ("assumed_notice: 3m", "assumed_notice: soon", "'soon'", "an assumed notice that is no length"),
    ("extension:\n", "extensions:\n", "'extensions'", "a section of another name"),
    ("        why: a short engagement\n", "", "`why`", "a stage without a reason"),
    ("law: psr", "law: nhs", "'nhs'", "a standstill by no law"),
    ("  - regime: psr", "  - regime: [psr]", "timetables.yaml:", "a list for a word"),
    ("timetables:\n", "timetables: {\n", "timetables.yaml:", "no YAML at all"),
]  # fmt: skip


@pytest.mark.parametrize(("before", "after", "said", "sentence"), BREAKS, ids=[sentence for *_, sentence in BREAKS])
def test_a_broken_file_is_refused_with_its_place(before: str, after: str, said: str, sentence: str) -> None:
    assert before in YAML, sentence
    broken = YAML.replace(before, after, 1)
    with pytest.raises(ValueError, match=r"timetables\.yaml") as caught:
        parse_timetables(broken, CSV)
    assert said in str(caught.value)
    assert re.search(r"timetables.yaml:(\d+:\d+:| [a-z0-9-]+)", str(caught.value))


def test_a_place_is_the_line_and_column_of_the_fault() -> None:
    line = next(number for number, text in enumerate(YAML.splitlines(), 1) if "days: 120" in text)
    with pytest.raises(ValueError, match=rf"timetables\.yaml:{line}:15: "):
        parse_timetables(YAML.replace("days: 120", "days: many"), CSV)


def test_a_lead_time_that_is_no_date_is_refused() -> None:
    with pytest.raises(ValueError, match=r"lead_times.csv:\d+: tender: '2025-13-04' is not a day"):
        parse_timetables(YAML, CSV.replace("2025-12-04", "2025-13-04"))


# No length lives in code.

# The numbers over 1 that the engine may hold, and what they are: days of a week, the 1st of the fourth month, two
# years of pipeline notices, halves and reach of a search, odd and even days. Sizes of caches and places in a list do
# not count.
_NUMBERS = {
    "extension.py": {7},
    "pipeline.py": {4, 2},
    "back.py": {2, 4096},
    "windows.py": {2},
}


def _numbers(tree: ast.AST) -> set[float]:
    """Numbers written in code, other than those of decorators and of subscripts."""
    left_out: set[ast.AST] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef):
            left_out |= {inner for item in node.decorator_list for inner in ast.walk(item)}
        if isinstance(node, ast.Subscript):
            left_out |= set(ast.walk(node.slice))
    return {
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant)
        and isinstance(node.value, int | float)
        and not isinstance(node.value, bool)
        and node.value > 1
        and node not in left_out
    }


def test_no_length_stands_in_the_engines_code() -> None:
    files = sorted(Path(inspect.getfile(schedule)).parent.glob("*.py"))
    assert len(files) > 6
    found = {path.name: _numbers(ast.parse(path.read_text(encoding="utf-8"))) for path in files}
    assert {name: numbers for name, numbers in found.items() if numbers} == _NUMBERS


def test_the_search_for_numbers_finds_them() -> None:
    code = "@cache(maxsize=64)\ndef f(days=[9, 8][7]):\n    return days - 28 + True + 2.5"
    assert _numbers(ast.parse(code)) == {9, 8, 28, 2.5}


def _longer(stage: StageRule) -> StageRule:
    """The same stage with ten more of whatever it counts."""
    for name in ("months", "days", "clear_days", "clear_working_days"):
        if (length := getattr(stage, name)) is not None:
            return stage._replace(**{name: length + 10})
    if stage.decision:
        return stage._replace(decision=stage.decision._replace(call_in=stage.decision.call_in + 10))
    assert stage.standstill
    return stage._replace(standstill=stage.standstill._replace(days=stage.standstill.days + 10))


@pytest.mark.parametrize(("table", "stage"), STAGES)
def test_every_length_of_the_data_moves_its_stage_and_those_before_it(table: Timetable, stage: StageRule) -> None:
    stages = tuple(_longer(item) if item is stage else item for item in table.stages)
    changed = Timetable(table.regime, table.name, table.about, stages)
    start, today = date(2027, 4, 1), date(2026, 1, 5)
    before, after = back_schedule(start, table), back_schedule(start, changed)
    moved = {kind for kind in before if after[kind] != before[kind]}
    assert all(after[kind] <= before[kind] for kind in before if kind != "standstill-end")
    assert stage.kind in moved
    assert not {kind for kind in moved if STAGE_ORDER.index(kind) > STAGE_ORDER.index(stage.kind)} - {"standstill-end"}
    # Forwards, whatever sets the pace moves the start. A report, an entry or staff information may fit in as it was.
    sets_the_pace = stage.kind not in ("planning", "forward-plan-award", "award-report", "tupe-information")
    first, later = forward_dates(today, table)["start"], forward_dates(today, changed)["start"]
    assert later >= first
    if sets_the_pace and stage.kind not in ("market-engagement", "forward-plan-approval", "approval"):
        assert later > first


def test_every_number_of_the_extension_moves_it() -> None:
    rule, table, end = bundled().extension, TABLES["psr/default"], on_day(date(2027, 3, 31))
    usual = extension_dates(end, None, rule, table)
    assert usual is not None
    for changed, moved in (
        (rule._replace(assumed_notice=Duration(6, "months")), "corresponding"),
        (rule._replace(inside_days=5), "serve_by"),
        (rule._replace(officer_working_days=3), "officer_decision_by"),
        (rule._replace(decision=rule.decision._replace(publish=4)), "key_decision_by"),
        (rule._replace(decision=rule.decision._replace(call_in=9)), "key_decision_by"),
        (rule._replace(decision=rule.decision._replace(days=14)), "key_decision_by"),
        (rule._replace(clear_days=35), "forward_plan_by"),
    ):
        found = extension_dates(end, None, changed, table)
        assert found is not None
        assert getattr(found, moved).latest < getattr(usual, moved).earliest, moved
