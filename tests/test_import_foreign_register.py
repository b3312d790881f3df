"""A register of another country's city, with terms in prose alone: read through a mapping file, rightly or not at all.

The rows are shortened from the City of Toronto's "Awarded Contracts" (Open Government Licence - Toronto). What each
says was read by a person; a fact that the importer leaves open is no fault, one that it states otherwise is.
"""

from __future__ import annotations

import tomllib
from typing import Any, NamedTuple

import pytest

from support import ROOT, run_cli

SAMPLE = ROOT / "tests" / "cases" / "awarded-contracts-toronto.csv"
MAPPING = """
heading = 1

[columns]
"_id" = ""
"Document Number" = "reference"
"RFx (Solicitation) Type" = ""
"High Level Category" = "service"
"Successful Supplier" = "provider"
"Award" = "value"
"Award Authority Obtained Date" = "awarded"
"Division" = "department"
"Solicitation Document Description" = "description"
"Wards" = ""
"""


class Read(NamedTuple):
    """What a person reads in a row: the first term, the options in months, pounds, and the day of the award."""

    start: str | None
    end: str | None
    options: tuple[int, ...]
    amount: str | None
    awarded: str


ROWS = (
    Read(None, "2012-12-31", (12, 12, 12, 12), "104325", "2012-03-27"),  # LTH Electrical Inspection & Service
    Read("2016-10-01", "2017-09-30", (12, 12), "60015.60", "2016-10-01"),  # Mar-Co Clay Products Inc.
    Read("2013-12-01", "2014-11-30", (12, 12, 12, 12), "141168", "2013-10-25"),  # Hank Deenen Landscaping Ltd
    Read(None, "2016-11-30", (12, 12, 12), "54388.80", "2015-01-05"),  # Gamble Technologies Ltd.
    Read("2013-03-01", "2014-02-28", (12, 12, 12), "41356.50", "2013-04-15"),  # Comfort Vacuum Service Co Ltd.
    Read(None, None, (), None, ""),  # GHD LIMITED
    Read(None, None, (24,), "4878357", "2024-12-23"),  # GREATER TORONTO FIRE PROTECTION
    Read(None, None, (3,), None, "2024-04-11"),  # Gallops Waste Management
    Read("2023-09-01", "2024-08-31", (12, 12), "620", "2023-08-04"),  # Markham Metals Ltd.
    Read(None, None, (24, 24), "25410", "2023-06-02"),  # SQM Janitorial Services Inc.
    Read(None, None, (12, 12), "2573092", "2024-11-06"),  # PROFESSIONAL PCO SERVICES INC
    Read(None, None, (6,), "184950", "2024-08-30"),  # SSG
    Read(None, None, (), None, ""),  # SOCIAL PINPOINT SOFTWARE INC
)  # fmt: skip


@pytest.fixture(scope="module")
def answer(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    folder = tmp_path_factory.mktemp("city")
    (folder / "city.toml").write_text(MAPPING, encoding="utf-8")
    (folder / "own.yaml").write_text("edition: 2026-01-01\n", encoding="utf-8")
    read = run_cli(
        "import", str(SAMPLE), "--map", str(folder / "city.toml"), "--lead", "City of Toronto",
        "--registry", str(folder / "own.yaml"), "--today", "2026-11-28", "--format", "json",
    )  # fmt: skip
    assert read.code == 0, read.err
    found: dict[str, Any] = read.json
    return found


def test_every_row_is_accounted_for_and_every_column_known(answer: dict[str, Any]) -> None:
    assert answer["account"] == {
        "rows": len(ROWS), "same": 0, "changed": 0, "new": len(ROWS), "doubtful": 0, "set_aside": 0, "rejected": 0
    }  # fmt: skip
    fields = {column["heading"]: column["field"] for column in answer["files"][0]["columns"]}
    assert fields == {heading: field or None for heading, field in tomllib.loads(MAPPING)["columns"].items()}


def row_of(answer: dict[str, Any], number: int) -> dict[str, Any]:
    found: dict[str, Any] = next(row for row in answer["rows"] if row["places"][0]["row"] == number + 2)
    return found


@pytest.mark.parametrize("number", range(len(ROWS)))
def test_a_row_is_read_as_a_person_reads_it_or_left_open(answer: dict[str, Any], number: int) -> None:
    row, data = ROWS[number], row_of(answer, number)["data"]
    assert data["providers"]
    assert data.get("awarded") == (row.awarded or None)
    assert data.get("value", {}).get("amount") == row.amount
    assert data.get("start") in (row.start, None)
    assert data.get("end") in (row.end, None)
    options = [
        int(option["months"]) for option in data.get("extensions", ()) for _ in range(int(option.get("times", "1")))
    ]
    assert options in ([], list(row.options))


def test_most_of_the_rows_are_not_left_open(answer: dict[str, Any]) -> None:
    dated = [number for number, row in enumerate(ROWS) if row.end and row_of(answer, number)["data"].get("end")]
    optional = [
        number for number, row in enumerate(ROWS) if row.options and row_of(answer, number)["data"].get("extensions")
    ]
    assert len(dated) >= 5
    assert len(optional) >= 7


def test_what_is_left_open_is_said(answer: dict[str, Any]) -> None:
    remarks = row_of(answer, 7)["remarks"]
    assert "Award: '31.65/MT' is not an amount" in remarks
    assert any("not understood" in remark for remark in remarks)
