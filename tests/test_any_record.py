"""Any record that the format allows, however odd, on any day: every command answers, and none fails on our account."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from support import Answer, known_whens, registry_text, run_cli

recent = st.dates(date(2020, 1, 1), date(2035, 12, 31))
dates = st.one_of(
    recent.map(str),
    recent.map(lambda day: f"{day:%Y-%m}"),
    recent.map(lambda day: str(day.year)),
    known_whens.map(lambda when: when.written),
    st.sampled_from(["unknown", "1900", "2199", "2199-12-31", "1900-01-01", "2024-02-29", "winter 2198", "202X"]),
)
later = st.one_of(
    st.dates(date(2036, 1, 1), date(2060, 1, 1)).map(str), st.sampled_from(["2199", "2190..2199", "unknown"])
)
lengths = st.one_of(
    st.sampled_from(["1d", "1m", "1200m", "5200w", "9999d"]), st.integers(1, 120).map(lambda n: f"{n}m")
)
months = st.integers(1, 60) | st.just(600)
states = st.sampled_from(["permitted", "authorised", "exercised", "declined", "unknown"])
booleans = st.booleans()


def fields(**optional: st.SearchStrategy[object]) -> st.SearchStrategy[dict[str, object]]:
    """Any of these keys."""
    return st.fixed_dictionaries({}, optional=optional)


def option(**wanted: st.SearchStrategy[object]) -> st.SearchStrategy[dict[str, object]]:
    """An option with these keys, and the evidence that a decision needs."""
    evidence = st.just([{"source": "register", "place": "minutes"}])
    return st.fixed_dictionaries({"state": states, "evidence": evidence, **wanted}, optional={"decided": dates})


simple = st.one_of(
    option(months=months),
    option(months=st.integers(1, 24), times=st.integers(1, 10)),
    option(until=later),
    option(since=dates, until=later),
    option(until=later, every=lengths),
    option(months=months, flexible=st.just(True)),
    option(months=months, flexible=st.just(True), state=st.just("exercised"), taken_to=later),
    option(until=later, every=lengths, state=st.just("exercised"), taken_to=later),
    option(),
)
ways = st.lists(st.lists(simple, min_size=1, max_size=2), min_size=2, max_size=3)
options = simple | ways.map(lambda found: {"alternatives": found})
ends = st.one_of(
    fields(end=dates),
    st.fixed_dictionaries({"start": dates, "term": lengths}),
    st.fixed_dictionaries({"start": st.just("2020"), "end": later}),
    fields(start=dates, open_ended=booleans),
)
others = fields(
    kind=st.sampled_from(["contract", "framework", "open-framework", "dps", "dynamic-market", "approved-list", "spot"]),
    regime=st.sampled_from(["pa2023-light-touch", "pa2023", "psr", "pcr2015", "below-threshold", "unknown"]),
    lead=st.sampled_from(["testshire", "otherham", "unknown"]),
    portal=st.just("nepo"),
    notice=lengths,
    extensions=st.lists(options, max_size=3),
    let=booleans,
    advertised=dates,
    tender_deadline=later,
    plans=fields(tender=dates, tender_deadline=later, award=later, start=later),
    joining=st.just([]) | fields(opens=dates, closes=later).map(lambda found: [{"id": "j", "rule": "window", **found}]),
    breaks=st.lists(dates, max_size=2),
    ended=st.fixed_dictionaries({"on": dates, "how": st.just("terminated")}),
)
records = st.tuples(ends, others).map(lambda both: both[0] | both[1])
days = (st.dates(date(1900, 1, 1), date(2199, 12, 31)) | st.dates(date(2020, 1, 1), date(2040, 1, 1))).map(str)
STATED = ("start", "end", "term", "extensions", "notice", "advertised", "tender_deadline", "awarded", "plans", "ended")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("any")


def text_of(record: dict[str, object]) -> str:
    stated = [key for key in STATED if record.get(key)]
    evidence = [{"source": "register", "place": "row 1", "supports": stated}]
    return "\n".join(f"{key}: {json.dumps(value)}" for key, value in (record | {"evidence": evidence}).items())


def ask(*typed: str, registry: Path, today: str) -> Answer:
    answer = run_cli(*typed, "--registry", str(registry), "--today", today)
    assert answer.code in (0, 2), answer.err
    return answer


@given(record=records, other=records, today=days)
@example(
    record={"end": "2199-12-31", "extensions": [{"months": 600, "times": 2, "state": "permitted"}]},
    other={},
    today="2199-12-31",
)
@example(record={"start": "1900-01-01", "term": "1d"}, other={}, today="1900-01-01")
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
def test_every_command_answers(folder: Path, record: dict[str, object], other: dict[str, object], today: str) -> None:
    path = folder / "contracts.yaml"
    path.write_text(registry_text("id: one\n" + text_of(record), "id: two\nreplaces: [one]\n" + text_of(other)))
    checked = run_cli("check", str(path))
    assert checked.code == (1 if ": error: " in checked.out else 0)
    found = ask("due", "--format", "json", registry=path, today=today).json
    left = sum(item.get("count", 1) for item in found["excluded"])
    assert found["registry"]["records"] == found["count"] + left == 2
    listed = ask("list", "--format", "json", registry=path, today=today).json
    for form in ("plain", "table", "csv", "md"):
        ask("due", "--format", form, registry=path, today=today)
    ask("ical", registry=path, today=today)
    for row in listed["rows"]:
        for command in ("show", "why", "plan"):
            ask(command, row["id"], registry=path, today=today)
        assert row["longest_end"] is None or row["end"] is None or row["longest_end"]["latest"] >= row["end"]["latest"]
        if row["next_end"]:
            assert row["next_end"]["latest"] >= today
