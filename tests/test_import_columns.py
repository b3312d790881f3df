"""What every column of a register fills: a field of the record, nothing by name, or a line that says so."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from support import run_cli

TODAY = ("--today", "2026-11-28")
LEAD = ("--lead", "Testshire County Council")
HEADINGS = (
    "ContractReference,ContractTitle,OrganisationalUnit,CPVCode,StartDate,EndDate,ReviewDate,ContractValue,ContactName,"
    "ProcessType,TenderDocumentURL,Post responsible,Shoe size"
)
FULL = (
    "T-1,Home care,Adult Social Care,85312100,01/04/2025,31/03/2028,30/09/2027,120000,Jo Smith,Open procedure,"
    "https://procontract.due-north.com/x,Commissioning manager,9"
)


def imported(tmp_path: Path, *rows: str, name: str = "register.csv") -> dict[str, Any]:
    path = tmp_path / name
    path.write_text("\n".join((HEADINGS, *rows)) + "\n", encoding="utf-8")
    answer: dict[str, Any] = run_cli("import", str(path), *LEAD, "--format", "json", *TODAY).json
    return answer


def test_a_record_takes_what_the_columns_give(tmp_path: Path) -> None:
    (row,) = imported(tmp_path, FULL)["rows"]
    data = row["data"]
    assert row["reference"] == "T-1"
    assert (data["department"], data["owner"]) == ("Adult Social Care", "Commissioning manager")
    assert (data["reviews"], data["route"]) == ([{"on": "2027-09-30"}], "open")
    assert data["value"]["amount"] == "120000"


def test_what_is_written_holds_them_with_their_evidence_and_is_sound(tmp_path: Path) -> None:
    imported(tmp_path, FULL)
    given = ("import", str(tmp_path / "register.csv"), *LEAD, "--write", str(tmp_path / "own"), *TODAY)
    assert run_cli(*given).code == 0
    assert run_cli("check", str(tmp_path / "own"), "--strict").out == ""
    text = (tmp_path / "own" / "contracts.yaml").read_text(encoding="utf-8")
    for line in (
        "department: Adult Social Care", "owner: Commissioning manager", "cpv:\n      - 85312100", "- on: 2027-09-30",
        "          - reviews", "          - department",
    ):  # fmt: skip
        assert line in text
    assert "Jo Smith" not in text
    assert " 1 same" in run_cli(*given).out


def test_each_column_is_used_known_or_reported(tmp_path: Path) -> None:
    (file,) = imported(tmp_path, FULL)["files"]
    unused = {column["heading"]: column["remark"] for column in file["columns"] if column["field"] is None}
    assert unused == {"ContactName": "a registry has no place for it", "Shoe size": "not known"}


def test_what_a_known_column_holds_in_vain_is_reported(tmp_path: Path) -> None:
    odd = "T-2,Day care,,852,01/04/2025,31/03/2028,,1,,Quotation,,Jo Smith,"
    answer = imported(tmp_path, FULL, odd, odd.replace("T-2", "T-3"))
    assert [row["reference"] for row in answer["rows"] if "owner" in row["data"]] == ["T-1"]
    (remark,) = answer["files"][0]["remarks"]
    assert remark == (
        "not understood, and left out: CPVCode '852' (2), Post responsible 'Jo Smith' (2), ProcessType 'Quotation' (2)"
    )


def test_a_later_register_moves_the_department_and_the_review(tmp_path: Path) -> None:
    own = ("--write", str(tmp_path / "own"))
    for name, department, review in (("a", "Adult Social Care", "30/09/2027"), ("b", "Adults", "31/10/2027")):
        path = tmp_path / f"{name}.csv"
        row = FULL.replace("Adult Social Care", department).replace("30/09/2027", review)
        path.write_text(f"{HEADINGS}\n{row}\n", encoding="utf-8")
        answer = run_cli("import", str(path), *LEAD, *own, *TODAY)
    assert "1 changed" in answer.out
    text = (tmp_path / "own" / "contracts.yaml").read_text(encoding="utf-8")
    assert "department: Adults" in text
    assert "- on: 2027-10-31" in text
