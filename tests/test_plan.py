"""The command `plan`: the shape of its answer, what it refuses, and which end, law and direction it is asked for."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

import independent_schedule as independent
from support import run_cli
from tenderwatch.cli.context import bundled_registry
from tenderwatch.registry.load import load
from test_plan_worked_example import day, one_day

DAY = ("--today", "2026-11-22")
END = ("--end", "2027-03-31")
RECORD = """
title: Home care in the north
regime: pcr2015-light-touch
end: 2026-03-31
notice: 28d
extensions: [{months: 12, state: exercised}, {months: 12, state: permitted}, {months: 24, state: permitted}]
"""


def rows(*arguments: str) -> Any:
    answer = run_cli("plan", *arguments, "--format", "json")
    assert (answer.code, answer.err) == (0, "")
    return answer.json["rows"]


def stages(*arguments: str) -> dict[str, Any]:
    return {stage["kind"]: stage for stage in rows(*arguments)[0]["stages"]}


# The blueprint's plan row. Keys may be added, and these have been.
ROW = {"id", "end", "regime", "regime_assumed", "timetable", "stages", "extension", "earliest_key_decision", "feasible"}
ADDED = {"end_how", "from_today", "pipeline_notice", "planned_notice", "competition", "events"}
STAGE, ADDED_TO_STAGE = {"kind", "by", "unit", "basis", "missed", "why"}, {"projected", "law_by"}
EXTENSION = {
    "notice", "assumed", "corresponding", "serve_by", "key_decision_by", "officer_decision_by",
    "forward_plan_by", "strategic_by", "forward_plan_law_by", "decide_by",
}  # fmt: skip
WHEN = {"earliest", "latest", "precision", "text", "edtf"}


def test_the_json_has_exactly_the_keys_of_the_blueprint_and_those_added(registry: Callable[..., str]) -> None:
    answer = run_cli("plan", "home-care", "--registry", registry(RECORD, "id: other"), *DAY, "--format", "json")
    whole = answer.json
    assert set(whole) == {
        "schema_version", "generated_for", "registry", "count", "rows", "unknown_end", "excluded",
    }  # fmt: skip
    assert (whole["schema_version"], whole["generated_for"], whole["count"]) == (1, "2026-11-22", 1)
    assert whole["registry"] == {"edition": "2026-01-10", "records": 2}
    assert whole["excluded"] == [{"reason": "filtered", "count": 1}]
    (row,) = whole["rows"]
    assert set(row) == ROW | ADDED
    assert all(set(stage) == STAGE | ADDED_TO_STAGE for stage in row["stages"])
    assert all(set(stage["by"]) == WHEN for stage in row["stages"])
    assert {stage["basis"] for stage in row["stages"]} == {"statute", "rule", "observed"}
    assert set(row["extension"]) == EXTENSION
    assert set(row["end"]) == set(row["earliest_key_decision"]) == WHEN
    assert (row["id"], row["regime"], row["regime_assumed"]) == ("home-care", "pa2023-light-touch", True)


def test_without_a_contract_there_is_no_id_and_no_registry() -> None:
    whole = run_cli("plan", *END, *DAY, "--format", "json").json
    assert (whole["registry"], whole["count"], whole["excluded"]) == (None, 1, [])
    (row,) = whole["rows"]
    assert (row["id"], row["extension"], row["regime_assumed"], row["end_how"]) == (None, None, True, "as given")
    assert set(row) == ROW | ADDED


# What is asked | what is said | a sentence.
WRONG = [
    ([], "give a contract's id or --end, and not both", "nothing to plan for"),
    (["home-care", *END], "give a contract's id or --end, and not both", "two things to plan for"),
    (["home-car"], "did you mean home-care?", "an id that is not there"),
    ([*END, "--regime", "pa2024"], "did you mean pa2023?", "an unknown regime, with the nearest"),
    ([*END, "--regime", "nonsense"], "pa2023-light-touch, pa2023, psr, pcr2015", "a regime like none"),
    (
        [*END, "--regime", "below-threshold"], "--regime: 'below-threshold' is not a choice",
        "a regime with no timetable",
    ),
    ([*END, "--timetable", "sort"], "did you mean short?", "an unknown timetable"),
    (["home-care", "--which", "latest"], "--which: 'latest' is not a choice", "an unknown end"),
    (
        [*END, "--regime", "pcr2015", "--timetable", "short"], "there is no short timetable for pcr2015",
        "old law, short",
    ),
    ([*END, "--notice", "soon"], "write months, weeks or days: 3m, 12w, 28d", "a notice that is no length"),
    ([*END, "--notice", "0d"], "not a length of time between a day and a hundred years", "a notice of nothing"),
    ([*END, "--notice", "-3m"], "--notice: '-3m' is not a length of time", "a notice before it is given"),
    (["--end", "unknown"], "an end that is not known cannot be planned for", "an end that nobody knows"),
    (["--end", "03/04/2027"], "can mean 4 March 2027 or 3 April 2027", "an end that may be misread"),
    (["--end", "2027-02-29"], "'2027-02-29' is not a date", "a day that is none"),
    (["--end", "9999"], "a contract's dates lie in the years 1900 to 2199", "an end not of our time"),
    (["--end", ""], "--end is empty", "an empty end"),
    (["nobody-knows"], "the next end of 'nobody-knows' is not known", "a contract whose end is not known"),
    (["past"], "try --which current or --which longest", "a contract whose end has passed"),
    (["past", "--from-today"], "try --which current or --which longest", "nor from today"),
    (
        [*END, "--from-today", "--today", "2040-06-01"], "bank holidays are held for 2015 to 2040 only",
        "too late to say",
    ),
    ([*END, "--format", "yaml"], "there is no format 'yaml' here", "a format that is none"),
]  # fmt: skip


@pytest.mark.parametrize(("arguments", "said", "sentence"), WRONG, ids=[row[-1] for row in WRONG])
def test_what_it_refuses(arguments: list[str], said: str, sentence: str, registry: Callable[..., str]) -> None:
    path = registry(RECORD, "id: nobody-knows", "id: past\nend: 2026-03-31")
    today = () if "--today" in arguments else DAY
    answer = run_cli("plan", *arguments, *today, "--registry", path)
    assert (answer.code, answer.out) == (2, ""), sentence
    assert said in answer.err


# Which end | how it comes about | the end.
WHICH = [
    ("initial", "initial term, as stated", "31 March 2026"),
    ("current", "by option 1, used (12 months)", "31 March 2027"),
    ("next", "by option 1, used (12 months)", "31 March 2027"),
    ("longest", "if options up to 3 are used (24 months; permitted)", "31 March 2030"),
]


@pytest.mark.parametrize(("which", "how", "end"), WHICH, ids=[row[0] for row in WHICH])
def test_each_end_of_a_contract(which: str, how: str, end: str, registry: Callable[..., str]) -> None:
    (row,) = rows("home-care", "--which", which, *DAY, "--registry", registry(RECORD))
    assert (row["end_how"], one_day(row["end"])) == (how, end)
    expected = independent.stages(day(end), "pa2023-light-touch", "default")
    assert {stage["kind"]: stage["by"]["edtf"] for stage in row["stages"]} == {
        kind: item.isoformat() for kind, item in expected.items()
    }
    # Only an end that has not been moved yet, and that an option leads past, can be extended.
    assert (row["extension"] is not None) is (which in ("current", "next"))


def test_regime_and_notice_given_override_the_contracts_own(registry: Callable[..., str]) -> None:
    path = registry(RECORD)
    (own,) = rows("home-care", *DAY, "--registry", path)
    assert (own["extension"]["notice"], own["extension"]["assumed"]) == ("28d", False)
    (row,) = rows("home-care", *DAY, "--registry", path, "--regime", "psr", "--notice", "6m")
    assert (row["regime"], row["regime_assumed"], row["extension"]["notice"]) == ("psr", False, "6m")
    assert one_day(row["extension"]["serve_by"]) == "29 September 2026"
    assert stages("home-care", *DAY, "--registry", path, "--regime", "psr") == stages(*END, *DAY, "--regime", "psr")


def test_a_registrys_word_for_the_old_law_is_understood() -> None:
    assert stages(*END, *DAY, "--regime", "pcr2015-light-touch") == stages(*END, *DAY, "--regime", "pcr2015")


# The contract's law | the law of what follows | whether that is assumed.
LAWS = [
    ("pa2023-light-touch", "pa2023-light-touch", False),
    ("pa2023", "pa2023", False),
    ("psr", "psr", False),
    ("pa2023-unspecified", "pa2023-light-touch", True),
    ("pcr2015-light-touch", "pa2023-light-touch", True),
    ("pcr2015", "pa2023-light-touch", True),
    ("below-threshold", "pa2023-light-touch", True),
    ("unknown", "pa2023-light-touch", True),
]


@pytest.mark.parametrize(("old", "new", "assumed"), LAWS, ids=[row[0] for row in LAWS])
def test_the_law_of_the_new_procurement(old: str, new: str, assumed: bool, registry: Callable[..., str]) -> None:
    path = registry(f"regime: {old}\nend: 2027-03-31")
    (row,) = rows("home-care", *DAY, "--registry", path)
    assert (row["regime"], row["regime_assumed"]) == (new, assumed)
    assert ("(assumed: " in run_cli("plan", "home-care", *DAY, "--registry", path).out) is assumed


def test_from_today_nothing_is_missed_and_the_start_is_found_again_backwards() -> None:
    for today in ("2026-11-22", "2026-12-24", "2028-02-29", "2027-01-01"):
        found = stages(*END, "--from-today", "--today", today)
        assert not any(stage["missed"] for stage in found.values())
        assert found["planning"]["by"]["edtf"] == today
        eve = date.fromordinal(date.fromisoformat(found["start"]["by"]["earliest"]).toordinal() - 1)
        back = stages("--end", str(eve), "--today", today)
        assert [kind for kind, stage in back.items() if stage["missed"]] in ([], ["planning"])
    # Worked by hand: entered on Monday 23 November, 28 clear days, 2 + 5 working days and 14 days, but 120 days of
    # engagement last longer; then 42, 56 and so on.
    found = stages(*END, "--from-today", *DAY)
    told = {kind: one_day(stage["by"]) for kind, stage in found.items()}
    assert told["approval"] == "22 December 2026"
    assert told["tender-notice"] == "23 March 2027"
    assert told["start"] == "20 October 2027"
    assert (
        "Earliest possible dates if work begins on 22 November 2026" in run_cli("plan", *END, "--from-today", *DAY).out
    )


def test_every_shipped_contract_can_be_planned_or_says_why_not() -> None:
    planned = 0
    for contract in load(bundled_registry()).registry.contracts:
        answer = run_cli("plan", contract.id, "--today", "2026-07-01")
        assert answer.code in (0, 2)
        planned += answer.code == 0
        assert answer.code == 0 or "end of" in answer.err
    assert planned > 5
