"""The board, the report, the digest, the calendar and the site have the same contracts in the same groups.

`test_same_dates` compares dates; here it is rows: which contracts stand in an answer, under which heading, and in
which order.
"""

from __future__ import annotations

import json
import re
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from random_records import records_of, text_of, without_contradictions
from support import run_cli

SEEDS = st.integers(0, 10**6)
DAYS = st.dates(date(2025, 6, 1), date(2028, 6, 1))
FEW = settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
GROUPS = ("decide", "coming", "awaiting", "no-news")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("rows")


class Asked:
    """One random registry on one day, asked in several ways."""

    def __init__(self, folder: Path, seed: int, today: date) -> None:
        self.path = folder / "contracts.yaml"
        self.path.write_text(text_of(without_contradictions(records_of(seed)[:20])), encoding="utf-8")
        self.today = today
        answer = self.ask("due", "--format", "json", "--verbose").json
        self.due = {row["id"]: row for row in answer["rows"]}
        self.within = {item["id"] for item in answer["excluded"] if item["reason"] == "within"}

    def ask(self, command: str, *more: str) -> Any:
        answer = run_cli(*command.split(), "--registry", str(self.path), "--today", self.today.isoformat(), *more)
        assert answer.code == 0, answer.err
        return answer

    @property
    def groups(self) -> dict[str, str]:
        return {name: row["group"] for name, row in self.due.items()}


@given(SEEDS, DAYS)
@FEW
def test_every_format_of_the_board_has_the_same_rows(folder: Path, seed: int, today: date) -> None:
    asked = Asked(folder, seed, today)
    plain = [line.split(" | ") for line in asked.ask("due", "--format", "plain").lines] if asked.due else []
    assert {cells[2]: cells[0] for cells in plain} == asked.groups
    for form in ("md", "csv"):
        text = asked.ask("due", "--format", form).out
        assert all(re.search(rf"(`{name}`|^{name},)", text, re.MULTILINE) for name in asked.due)


@given(SEEDS, DAYS)
@FEW
def test_the_report_is_the_board(folder: Path, seed: int, today: date) -> None:
    """The same groups, and in each the same order; what stands in another's row is left out of both."""
    asked = Asked(folder, seed, today)
    report = asked.ask("report due", "--format", "json").json
    dated = [(row["contract"]["id"], row["group"]) for row in report["rows"] if row["group"]]
    assert dict(dated) == asked.groups
    within = {"reason": "within", "count": len(asked.within)}
    assert [item for item in report["excluded"] if item["reason"] == "within"] == [within] * bool(asked.within)
    plain = [line.split(" | ") for line in asked.ask("due", "--format", "plain").lines] if asked.due else []
    order = [cells[2] for cells in plain if cells[2] in dict(dated)]
    assert [name for name, _ in dated] == order
    assert [group for _, group in dated] == sorted((group for _, group in dated), key=GROUPS.index)


@given(SEEDS, DAYS)
@FEW
def test_the_digest_tells_of_the_board(folder: Path, seed: int, today: date) -> None:
    asked = Asked(folder, seed, today)
    state = folder / f"{seed}-{today}.json"
    state.unlink(missing_ok=True)
    items: list[dict[str, Any]] = []
    left = 1
    while left:
        told = asked.ask("digest", "--state", str(state), "--ahead", "12m", "--limit", "50", "--format", "json").json
        items += told["items"]
        left = told["left_out"]["count"]
    # Tenders to expect stand in a digest beside the board, and dates a few days beyond its year.
    dated = {item["id"]: item["group"] for item in items if item["section"] in ("overdue", "coming", "tenders")}
    assert {name: dated.get(name) for name in asked.due} == asked.groups
    horizon = (today + timedelta(days=364)).isoformat()
    own = {
        item["id"] for item in items
        if item["section"] in ("overdue", "coming") and item["kind"] not in ("tender-not-seen", "joining-closed")
        and item["when"]["earliest"] <= horizon
    }  # fmt: skip
    assert own <= set(asked.due) | asked.within


@given(SEEDS, DAYS)
@FEW
def test_the_calendar_has_an_event_for_every_row_with_a_date_ahead(folder: Path, seed: int, today: date) -> None:
    asked = Asked(folder, seed, today)
    events = set(re.findall(r"^UID:([a-z0-9-]+)\.", asked.ask("ical").out.replace("\r\n ", ""), re.MULTILINE))
    # An end of what was never let is only a plan, and no event.
    ahead = {
        name for name, row in asked.due.items()
        if row["group"] in ("decide", "coming") and row["status"] not in ("planned", "tendering")
    }  # fmt: skip
    assert ahead <= events


@pytest.mark.parametrize(("seed", "today"), [(11, date(2026, 3, 1)), (12, date(2026, 11, 28)), (13, date(2027, 9, 9))])
def test_the_site_has_every_row_under_its_group(tmp_path: Path, seed: int, today: date) -> None:
    asked = Asked(tmp_path, seed, today)
    asked.ask("publish", str(tmp_path / "site"), "--base-url", "https://care.example/")
    data = json.loads((tmp_path / "site" / "api" / "v1" / "contracts.json").read_text(encoding="utf-8"))
    site = {row["id"]: row["group"] for row in data["rows"]}
    assert asked.groups.items() <= site.items()
    start = (tmp_path / "site" / "index.html").read_text(encoding="utf-8")
    for name, row in asked.due.items():
        assert (tmp_path / "site" / "contracts" / f"{name}.html").is_file()
        assert f"contracts/{name}.html" in start or row["group"] == "no-news"
