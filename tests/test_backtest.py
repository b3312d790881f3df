"""The backtest: how often windows came true, worked out twice, and every way of printing it."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

import independent_backtest
from importers_support import advertised, awarded, period, planned, release
from support import run_cli
from tenderwatch.law.lead_times.procurement import Procurement, read_procurements
from tenderwatch.law.timetables import LEAD_TIMES, shipped_procurements
from tenderwatch.queries.backtest.predict import backtest, shipped_backtest
from tenderwatch.queries.backtest.result import Backtest, Rate, part_of, rate_text

RESULT = shipped_backtest()
OTHERS = Path(__file__).parent / "cases" / "other_procurements.csv"
ROWS = independent_backtest.rows_of(LEAD_TIMES)


def counts(result: Backtest) -> list[tuple[int, int, int]]:
    outcomes = (result.overall.likely, result.overall.possible)
    return [(outcome.rate.held, outcome.early, outcome.late) for outcome in outcomes]


def test_the_figures_are_those_of_an_independent_count() -> None:
    assert counts(RESULT) == independent_backtest.count(ROWS)


def test_the_bands_hold_what_they_say_they_hold() -> None:
    likely, possible = RESULT.overall.likely, RESULT.overall.possible
    assert 0.40 <= likely.rate.share <= 0.60
    assert 0.85 <= possible.rate.share <= 0.95
    for outcome in (likely, possible):
        assert max(outcome.early, outcome.late) <= 2 * min(outcome.early, outcome.late)
    assert RESULT.planned
    assert 0.40 <= RESULT.planned.likely.rate.share <= 0.60
    assert 0.85 <= RESULT.planned.possible.rate.share <= 0.95
    assert RESULT.planned.error.days < RESULT.overall.error.days - 10


def test_they_hold_for_procurements_of_other_buyers() -> None:
    """None of these buyers is among those that the windows were made from."""
    others = read_procurements(OTHERS.read_text(encoding="utf-8"), OTHERS.name).finished
    assert not {item.buyer for item in others} & {item.buyer for item in shipped_procurements()}
    result = backtest(others, shipped_procurements()).overall
    assert 0.40 <= result.likely.rate.share <= 0.60
    assert 0.85 <= result.possible.rate.share <= 0.95
    for outcome, shipped in ((result.likely, RESULT.overall.likely), (result.possible, RESULT.overall.possible)):
        assert max(outcome.early, outcome.late) <= 2 * min(outcome.early, outcome.late)
        assert outcome.rate.low <= shipped.rate.share <= outcome.rate.high


@pytest.mark.parametrize("half", [0, 1])
def test_they_hold_for_buyers_that_they_were_not_made_from(half: int) -> None:
    """Half of the buyers predicted from the other half, by the alphabet: looser bounds for fewer rows."""
    buyers = sorted({item.buyer for item in shipped_procurements()})
    chosen = set(buyers[half::2])
    ours = [item for item in shipped_procurements() if item.buyer in chosen]
    others = [item for item in shipped_procurements() if item.buyer not in chosen]
    result = backtest(ours, others).overall
    assert 0.30 <= result.likely.rate.share <= 0.70
    assert 0.75 <= result.possible.rate.share <= 1


# From, to | lower quartile, median, upper quartile of a larger sample, of which two thirds are shipped.
LARGER = [
    ("tender", "start", 143, 201, 244),
    ("planning", "tender", 57, 121, 170),
    ("tender", "deadline", 29, 32, 39),
    ("tender", "award", 90, 122, 162),
    ("award", "start", 25, 56, 106),
]


@pytest.mark.parametrize(("first", "last", "lower", "middle", "upper"), LARGER)
def test_the_spans_agree_with_the_larger_sample(first: str, last: str, lower: int, middle: int, upper: int) -> None:
    (span,) = [span for span in RESULT.spans if (span.first, span.last) == (first, last)]
    for part, expected in ((25, lower), (50, middle), (75, upper)):
        figure = span.parts[part]
        assert figure.low is not None
        assert figure.high is not None
        assert figure.low <= figure.days <= figure.high
        assert figure.low <= expected <= figure.high


def test_no_procurement_is_predicted_from_its_own_buyer() -> None:
    """A buyer whose rows are all alike and far from the others would be hit each time if it predicted itself."""
    odd = "".join(f"Odd,2026-01-01,2028-01-{day:02}\n" for day in range(1, 21))
    text = "buyer,tender,start\n" + odd + "".join(f"B{day},2026-01-01,2026-07-{day:02}\n" for day in range(1, 21))
    result = backtest(read_procurements(text, "f").finished)
    assert result.overall.possible.early >= 20
    spelt = read_procurements(text.replace("Odd,", "ODD  ,", 7), "f").finished
    assert backtest(spelt) == result


@given(st.integers(1, 200), st.integers(0, 200))
def test_an_interval_holds_its_share(of: int, held: int) -> None:
    rate = Rate(min(held, of), of)
    assert 0 <= rate.low <= rate.share <= rate.high <= 1
    assert rate.high - rate.low >= Rate(rate.held * 4, of * 4).high - Rate(rate.held * 4, of * 4).low


def test_wilson_s_interval() -> None:
    """Worked by hand: 8 of 10 gives 49.0 to 94.3 %."""
    assert (round(Rate(8, 10).low, 3), round(Rate(8, 10).high, 3)) == (0.490, 0.943)
    assert rate_text(Rate(8, 10)) == "80 % (49 to 94 %)"


def test_the_interval_of_a_median() -> None:
    """Of 1 to 10, by the binomial table: the 2nd and the 9th; of four values nothing can be told."""
    assert part_of(range(1, 11), 50) == (5.5, 2, 9)
    assert part_of(range(1, 5), 50) == (2.5, None, None)


def test_the_interval_of_a_quantile_of_very_many() -> None:
    """Of 100,001 values in a row the median is known to about 1.96 times half the root of their number."""
    figure = part_of(range(100_001), 50)
    assert figure.days == 50_000
    assert figure.low == pytest.approx(50_000 - 0.98 * 100_001**0.5, abs=3)
    assert figure.high == pytest.approx(50_000 + 0.98 * 100_001**0.5, abs=3)


def test_every_format_says_the_same() -> None:
    groups = RESULT.groups
    data = run_cli("backtest", "--format", "json").json
    assert data["schema_version"] == 1
    assert (data["count"], data["buyers"], data["unfinished"]) == (65, 47, 0)
    assert [row["group"] for row in data["rows"]] == [group.name for group in groups]
    table = list(csv.DictReader(io.StringIO(run_cli("backtest", "--format", "csv").out)))
    for group, row, line in zip(groups, data["rows"], table, strict=True):
        held = group.likely.rate.held
        assert (row["likely"]["held"], int(line["likely_held"])) == (held, held)
        assert row["possible"]["early"] + row["possible"]["late"] + row["possible"]["held"] == row["count"]
        assert float(line["possible_rate"]) == row["possible"]["rate"]
    for name in ("plain", "md", "table"):
        text = run_cli("backtest", "--format", name).out
        assert rate_text(groups[0].likely.rate) in text
        assert "once a planning notice exists" in text
    picture = run_cli("backtest", "--format", "svg").out
    root = ElementTree.fromstring(picture)  # noqa: S314 - our own text
    assert len(root.findall(".//{*}circle")) == 2 * len(groups)
    assert rate_text(groups[0].possible.rate) in picture


def test_the_shipped_rows_as_a_file_give_the_same() -> None:
    assert run_cli("backtest", str(LEAD_TIMES), "--format", "json").out == run_cli("backtest", "--format", "json").out


def test_a_file_of_few_is_predicted_from_the_shipped(tmp_path: Path) -> None:
    few = tmp_path / "few.csv"
    few.write_text("buyer,tender,start\nA,2026-01-01,2026-07-25\nB,2026-01-01,\n")
    refused = run_cli("backtest", str(few))
    assert refused.code == 2
    assert "0 procurements are too few to predict from" in refused.err
    assert f"tenderwatch backtest {few} --from-shipped" in " ".join(refused.err.split())
    data = run_cli("backtest", str(few), "--from-shipped", "--format", "json").json
    assert (data["count"], data["unfinished"], data["rows"][0]["likely"]["held"]) == (1, 1, 1)
    text = run_cli("backtest", str(few), "--from-shipped", "--format", "md").out
    assert "2 notices or rows read; left out: 1 (no tender notice or no start: 1)" in text


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("buyer,tender\n", "there is no column 'start'"),
        ("buyer,tender,start\nA,soon,2026-01-01\n", ":2: tender: 'soon' is not a day"),
        ("buyer,tender,start\n", "no procurement has both a tender notice and a start"),
        ("buyer,tender,start\n\x00,2026-01-01,2026-01-01\n", "few.csv"),
        ("", "is empty"),
        ("a,b\n1,2\n", "there is no column 'buyer'"),
    ],
)
def test_a_file_that_cannot_be_used_says_why(tmp_path: Path, text: str, said: str) -> None:
    file = tmp_path / "few.csv"
    file.write_text(text)
    answer = run_cli("backtest", str(file))
    assert (answer.code, answer.out) == (2, "")
    assert said in answer.err
    assert run_cli("backtest", str(tmp_path / "none.csv")).code == 2


def as_notices(item: Procurement) -> Iterator[dict[str, Any]]:
    """The notices of a finished procurement as OCDS, each of its own kind."""
    above = item.route != "below-threshold"
    scheme = {"scheme": "CELEX"} if item.law == "pcr2015" else {"scheme": "UKPGA"}
    tender: dict[str, Any] = {
        "title": item.title,
        "legalBasis": scheme,
        "aboveThreshold": above,
        "procurementMethod": "open",
        "lots": [{"id": "1", "contractPeriod": {"startDate": f"{item.start}T00:00:00Z"}}],
    }
    if item.law == "psr":
        tender["description"] = "Health Care Services (Provider Selection Regime): competitive process"
    if item.value:
        tender["value"] = {"amount": item.value, "currency": "GBP"}
    if item.deadline:
        tender["tenderPeriod"] = {"endDate": f"{item.deadline}T12:00:00+01:00"}
    for tag, day, blocks in (
        ("planning", item.planning, {}),
        ("tender", item.tender, {}),
        ("award", item.award, {"awards": [{"id": "1", "status": "active"}]}),
    ):
        if day:
            buyer = [{"id": "B", "name": item.buyer, "roles": ["buyer"]}]
            yield {
                "ocid": item.ocid, "id": f"{item.ocid}-{tag}", "tag": [tag], "date": f"{day}T23:30:00+01:00",
                "parties": buyer, "tender": tender, **blocks,
            }  # fmt: skip


def test_the_shipped_procurements_as_notices_give_the_same_figures(tmp_path: Path) -> None:
    """In one package, or as JSON Lines with the planning notices in a file and processes of their own."""
    notices = [notice for item in shipped_procurements() for notice in as_notices(item)]
    package, lines, planned = (tmp_path / name for name in ("package.json", "lines.jsonl", "planned.jsonl"))
    package.write_text(json.dumps({"releases": notices[::-1]}))
    of = {"planning": [], "other": []}  # type: dict[str, list[str]]
    for notice in notices:
        if notice["tag"] == ["planning"]:
            notice = notice | {"ocid": f"{notice['ocid']}-planned"}
        elif notice["tag"] == ["tender"]:
            related = {"id": "1", "relationship": ["planning"], "identifier": f"{notice['ocid']}-planned"}
            notice = notice | {"relatedProcesses": [related]}
        of["planning" if notice["tag"] == ["planning"] else "other"].append(json.dumps(notice))
    lines.write_text("\n".join(of["other"]))
    planned.write_text("\n".join(of["planning"]))
    expected = run_cli("backtest", "--format", "json").json
    for files in ((package,), (lines, planned)):
        data = run_cli("backtest", *map(str, files), "--today", "2026-11-28", "--format", "json").json
        assert (data["count"], data["buyers"], data["unfinished"], data["left_out"]) == (65, 47, 0, [])
        assert data["read"] == len(notices)
        assert data["rows"] == expected["rows"]
        assert data["spans"] == expected["spans"]


ADVERTISED = advertised()
# The notices of one procurement | the reason why it is left out.
LEFT_OUT = [
    ([awarded()], "no tender notice among the notices"),
    ([planned()], "no tender notice among the notices"),
    ([ADVERTISED], "no award seen, and the planned start lies ahead"),
    ([ADVERTISED | {"tag": ["tenderUpdate"]}, awarded()],
     "only a correction of the tender notice, or what it was merged into"),
    ([ADVERTISED | {"tag": ["tenderUpdate"], "date": "2026-04-01"}, ADVERTISED, awarded()],
     "only a correction of the tender notice, or what it was merged into"),
    ([ADVERTISED | {"tag": ["compiled"]}], "only a correction of the tender notice, or what it was merged into"),
    ([release("9", ["tender"], tender={"procurementMethodDetails": "Direct award"}), awarded()],
     "awarded without a call for competition"),
    ([ADVERTISED, release("9", ["tenderCancellation"], "2026-06-01")], "ended without a contract"),
    ([release("9", ["tender"], tender={"lots": [{"id": "1", "contractPeriod": period("2026-04-01")}]}), awarded()],
     "the start lies before the tender notice"),
    ([release("9", ["tender"], tender={"lots": [{"id": "1"}]})], "no start stated to the day"),
    ([release("9", ["tender"], tender={"title": "Test notice"})], "a test notice"),
    ([{"id": "9"}], "cannot be read: a release has an `ocid`"),
]  # fmt: skip


@pytest.mark.parametrize(("notices", "reason"), LEFT_OUT, ids=[str(number) for number in range(len(LEFT_OUT))])
def test_what_cannot_be_predicted_is_counted_with_the_reason(
    notices: list[dict[str, Any]], reason: str, tmp_path: Path
) -> None:
    file = tmp_path / "notices.json"
    other = release("1", ["tender"], tender={"lots": [{"id": "1", "contractPeriod": period("2026-10-01")}]})
    other |= {"ocid": "ocds-h6vhtk-other"}
    file.write_text(json.dumps({"releases": [other, *notices]}))
    answer = run_cli("backtest", str(file), "--from-shipped", "--today", "2026-11-28", "--format", "json").json
    assert answer["count"] == 1
    assert [item["reason"] for item in answer["left_out"]] == [reason]
    assert answer["unfinished"] == sum(item["count"] for item in answer["left_out"]) == 1
    assert answer["read"] == 1 + len(notices)


def test_a_lot_that_was_cancelled_beside_one_that_was_let_counts(tmp_path: Path) -> None:
    file = tmp_path / "notices.jsonl"
    cancelled = release("9", ["tenderCancellation"], "2026-06-01")
    file.write_text("\n".join(json.dumps(notice) for notice in (ADVERTISED, cancelled, awarded())))
    data = run_cli("backtest", str(file), "--from-shipped", "--format", "json").json
    assert (data["count"], data["unfinished"]) == (1, 0)


def test_an_export_of_contracts_finder_has_no_tender_notices_once_awarded(tmp_path: Path) -> None:
    head = "Notice Identifier,Notice Type,Organisation Name,Title,Published Date,Closing Date,Contract start date"
    head += ",Contract end date,Awarded Date,Value High"
    row = "{0},Contract,A,Home care,{1},30/04/2026,{2},31/03/2029,{3},90000"
    rows = [
        row.format("T1", "2026-04-01", "01/09/2026", ""),
        row.format("T1", "2026-07-01", "01/09/2026", "20/06/2026"),
        row.format("T2", "2026-07-01", "01/09/2026", "20/06/2026"),
    ]
    file = tmp_path / "export.csv"
    file.write_text("\n".join((head, *rows)))
    data = run_cli("backtest", str(file), "--from-shipped", "--today", "2026-11-28", "--format", "json").json
    assert (data["count"], data["read"], data["spans"][0]["quantiles"][2]["days"]) == (1, 3, 153)
    assert data["left_out"] == [{"reason": "no tender notice among the notices", "count": 1, "names": ["A: T2"]}]


def test_notices_can_come_through_a_pipe() -> None:
    lines = "\n".join(json.dumps(notice) for notice in (ADVERTISED, awarded()))
    command = (sys.executable, "-m", "tenderwatch", "backtest", "-", "--from-shipped", "--format", "json")
    done = subprocess.run(command, input=lines.encode(), capture_output=True, check=True, timeout=60)
    assert json.loads(done.stdout)["count"] == 1


def test_damaged_notices_are_one_message(tmp_path: Path) -> None:
    file = tmp_path / "notices.json"
    file.write_text('{"releases": [{"ocid": ')
    answer = run_cli("backtest", str(file))
    assert (answer.code, answer.out, "Traceback" in answer.err) == (2, "", False)
    assert "notices.json" in answer.err
