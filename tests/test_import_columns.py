"""What every column of a register fills: a field of the record, nothing by name, or a line that says so."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from support import run_cli
from tenderwatch.importers import reading, run

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


def of(number: int, **cells: str) -> str:
    """A row whose dates leave open whether the day or the month stands first."""
    dates = {"start": "01/04/2025", "end": "04/03/2028", "review": "05/09/2027"} | cells
    shown = f"{dates['start']},{dates['end']},{dates['review']}"
    return f"T-{number},Home care {number},Adult Social Care,85312100,{shown},120000,,Open procedure,,,"


LATER = {
    "the month stands first": {"start": "04/13/2025"},
    "the day stands first": {"end": "30/03/2028"},
    "both orders": {"start": "13/04/2025", "end": "03/30/2028"},
    "no dates": {"review": "when needed"},
    "none that differs": {},
}


@pytest.mark.parametrize("later", LATER.values(), ids=LATER)
def test_later_rows_decide_as_well_as_the_first_what_a_column_holds(
    tmp_path: Path, later: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = [*(of(number) for number in range(20)), *(of(number, **later) for number in range(20, 60))]
    together = imported(tmp_path, *rows)
    monkeypatch.setattr(reading, "_FIRST", 7)
    assert imported(tmp_path, *rows) == together
    other = tmp_path / "other.csv"
    other.write_text((tmp_path / "register.csv").read_text(encoding="utf-8").replace("T-", "S-"), encoding="utf-8")
    both = run_cli("import", str(other), str(tmp_path / "register.csv"), *LEAD, "--format", "json", *TODAY).json
    assert both["account"] == {key: 2 * number for key, number in together["account"].items()}


def test_a_file_is_begun_again_only_where_its_columns_turn_out_otherwise(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun: list[str] = []

    def noted(path: Path, name: str, *given: Any) -> reading.Opened:
        begun.append(name)
        return reading.open_file(path, name, *given)

    monkeypatch.setattr(run, "open_file", noted)
    monkeypatch.setattr(reading, "_FIRST", 7)
    imported(tmp_path, *map(of, range(60)))
    assert len(begun) == 1
    (file,) = imported(tmp_path, *map(of, range(20)), *(of(number, end="03/30/2028") for number in range(20)))["files"]
    assert len(begun) == 3
    assert "the month stands first, as 20 dates show" in [column["remark"] for column in file["columns"]]
