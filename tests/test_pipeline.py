"""The pipeline notice: which tenders a council has to name, from which day, and what is not known is said."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path
from typing import Any

import pytest

from support import HEAD, ROOT, registry_text, run_cli

BODIES = HEAD.replace(
    "    aliases: [Testshire, Testshire CC]", "    aliases: [Testshire, Testshire CC]\n    pays_over_100m: true"
).replace(
    "    kind: council\n\nsources", "    kind: council\n    pays_over_100m: false\n"
    "  - {id: elsewhere, name: Elsewhere City Council, kind: council}\n\nsources",
)  # fmt: skip
BIG = "value: {amount: 3000000, basis: total}"
TODAY = ("--today", "2027-02-01")


def asked(folder: Path, *records: str, more: tuple[str, ...] = ()) -> tuple[dict[str, Any], list[dict[str, str]], str]:
    """The report by contract, the rows of the export, and what was said of it."""
    registry = folder / "r.yaml"
    registry.write_text(registry_text(*records, head=BODIES), encoding="utf-8")
    given = ("--registry", str(registry), *TODAY, *more)
    report = run_cli("report", "pipeline", "--format", "json", *given)
    assert report.code == 0, report.err
    export = run_cli("export", "pipeline", "-o", str(folder / "p.csv"), *given)
    assert export.code == 0, export.err
    rows = list(csv.DictReader(io.StringIO((folder / "p.csv").read_text(encoding="utf-8-sig"))))
    named = {row["contract"]["id"]: row for row in report.json["rows"]}
    assert [row["contract"] for row in rows] == sorted(
        name for name, row in named.items() if row["section"] == "To be named"
    )
    return named, rows, export.err


def test_a_tender_is_named_with_its_date_and_where_that_comes_from(tmp_path: Path) -> None:
    named, (row,), said = asked(tmp_path, f"start: 2023-04-01\nend: 2028-03-31\nregime: pa2023-light-touch\n{BIG}")
    assert named["home-care"]["section"] == "To be named"
    # Counted back from 31 March 2028: `plan` says the same.
    plan = run_cli("plan", "home-care", "--format", "json", "--registry", str(tmp_path / "r.yaml"), *TODAY).json
    (stage,) = (stage for stage in plan["rows"][0]["stages"] if stage["kind"] == "tender-notice")
    assert row["notice_expected"] == stage["by"]["edtf"] == "2027-08-31"
    assert row["reason"] == "counted back from the end, 31 March 2028"
    assert (row["council"], row["value"], row["publish_by"]) == ("Testshire County Council", "3000000", "2027-05-26")
    assert "1 April 2027 to 30 September 2028" in said
    by = [when["edtf"] for when in plan["rows"][0]["pipeline_notice"]["by"]]
    assert row["publish_by"] in by


REASONS = [
    ("lead: otherham\nend: 2028-03-31\n" + BIG, "of councils that pay £100 million a year or less"),
    ("end: 2028-03-31\nvalue: {amount: 2000000, basis: total}", "worth £2 million or less"),
    ("end: 2028-03-31\nregime: psr\n" + BIG, "outside the Procurement Act"),
    ("end: 2032-03-31\n" + BIG, "with the next tender after that time"),
    ("end: 2027-03-31\n" + BIG, "whose tender was expected earlier, and has not been seen"),
    ("end: unknown\n" + BIG, "with no date for the next tender"),
    ("end: 2026-03-31\nended: {on: 2026-03-31, how: expired}\n" + BIG, "with no tender to come"),
    ("end: 2028-03-31\nlead: elsewhere\n" + BIG, "not known whether the duty applies"),
    ("end: 2028-03-31", "not known whether the duty applies"),
]


@pytest.mark.parametrize(("record", "reason"), REASONS)
def test_what_is_not_named_is_counted_with_its_reason(tmp_path: Path, record: str, reason: str) -> None:
    _, rows, said = asked(tmp_path, record)
    assert rows == []
    assert f"1 contract left out: {reason}" in said


def test_what_would_have_to_be_known_is_said(tmp_path: Path) -> None:
    named, rows, _ = asked(
        tmp_path,
        f"id: payer\nend: 2028-03-31\nlead: elsewhere\n{BIG}",
        "id: worth\nend: 2028-03-31",
        "id: both\nend: 2028-03-31\nlead: elsewhere",
        f"id: nobody\nend: 2028-03-31\nlead: unknown\n{BIG}",
        "id: yearly\nend: 2028-03-31\nvalue: {amount: 900000, basis: a year}",
    )
    assert rows == []
    assert {name: row["not_known"] for name, row in named.items()} == {
        "payer": "whether the council pays over £100 million a year",
        "worth": "what it is worth",
        "both": "whether the council pays over £100 million a year; what it is worth",
        "nobody": "who buys",
        "yearly": "what it is worth",
    }


def test_the_period_is_eighteen_months_and_both_days_count(tmp_path: Path) -> None:
    first, last = (f"id: {name}\nlet: false\nplans: {{tender: {day}}}\n{BIG}" for name, day in (
        ("first", "2027-04-01"), ("last", "2028-09-30")))  # fmt: skip
    before, after = (f"id: {name}\nlet: false\nplans: {{tender: {day}}}\n{BIG}" for name, day in (
        ("before", "2027-03-31"), ("after", "2028-10-01")))  # fmt: skip
    vague = f"id: vague\nlet: false\nplans: {{tender: 2027-03..2027-04}}\n{BIG}"
    named, _, _ = asked(tmp_path, first, last, before, after, vague)
    assert named.keys() == {"first", "last", "vague"}
    assert {row["reason"] for row in named.values()} == {"as the council states it"}
    named, _, _ = asked(tmp_path, first, last, before, after, vague, more=("--year", "2026"))
    assert named.keys() == {"first", "before", "vague"}


def test_the_next_notice_is_asked_about(tmp_path: Path) -> None:
    for day, period in (("2027-05-26", "1 April 2027"), ("2027-05-27", "1 April 2028"), ("2027-03-31", "1 April 2027")):
        _, _, said = asked(tmp_path, "end: 2028-03-31", more=("--today", day))
        assert f"for {period} to" in said


def test_an_option_is_said_and_the_longest_end_counts_where_the_next_is_not_in_time(tmp_path: Path) -> None:
    option = f"id: soon\nend: 2028-03-31\nextensions: [{{months: 12, state: permitted}}]\n{BIG}"
    later = f"id: later\nend: 2027-03-31\nextensions: [{{months: 12, state: permitted}}]\n{BIG}"
    used = f"id: used\nend: 2026-03-31\nextensions: [{{months: 24, state: permitted}}]\n{BIG}"
    more = f"id: more\nend: 2026-03-31\nextensions: [{{months: 24, times: 2, state: permitted}}]\n{BIG}"
    _, rows, _ = asked(tmp_path, option, later, used, more)
    assert {row["contract"]: row["reason"] for row in rows} == {
        "soon": "counted back from the end, 31 March 2028, if it is not extended",
        "later": "counted back from the longest end, 31 March 2028",
        "used": "counted back from the end, 31 March 2028, if it was extended",
        "more": "counted back from the end, 31 March 2028, if it was extended and is not extended further",
    }


def test_a_planned_successor_is_named_once_in_its_own_row(tmp_path: Path) -> None:
    old = f"id: old\nend: 2028-03-31\n{BIG}"
    new = f"id: new\nlet: false\nreplaces: [old]\nplans: {{tender: 2027-06}}\n{BIG}"
    named, rows, _ = asked(tmp_path, old, new)
    assert named.keys() == {"new"}
    assert [row["notice_expected"] for row in rows] == ["2027-06"]


def test_a_contract_let_without_competition_may_be_so_again(tmp_path: Path) -> None:
    _, (row,), _ = asked(tmp_path, f"end: 2028-03-31\nroute: direct-award\n{BIG}")
    assert row["notice"] == "tender or transparency notice"


def test_the_year_is_for_pipelines_and_within_the_law(tmp_path: Path) -> None:
    for typed, message in (
        (("report", "due", "--year", "2027"), "--year is for pipeline"),
        (("export", "csv", "-o", str(tmp_path / "c.csv"), "--year", "2027"), "--year is for pipeline"),
        (("report", "pipeline", "--year", "2024"), "no pipeline notice for 2024"),
        (("export", "pipeline", "-o", str(tmp_path / "p.csv"), "--year", "9999"), "no pipeline notice for 9999"),
    ):
        answer = run_cli(*typed)
        assert (answer.code, message in answer.err) == (2, True), answer.err
    assert list(tmp_path.iterdir()) == []


def test_the_export_names_the_command_that_settles_who_pays(tmp_path: Path) -> None:
    answer = run_cli("export", "pipeline", "-o", str(tmp_path / "p.csv"), "--today", "2026-11-28")
    (said,) = [line for line in answer.err.splitlines() if "pays_over_100m" in line]
    council = re.findall(r"`tenderwatch set (\S+) pays_over_100m true`", said)[0]
    typed = ("set", council, "pays_over_100m", "true", "--registry", str(ROOT / "data"), "--dry-run")
    assert "+    pays_over_100m: true" in run_cli(*typed).out
