"""`tenderwatch import`: previewed, written, written again, and what is wrong with a file."""

from __future__ import annotations

import csv
import io
import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from importers_support import advertised, awarded, cancelled, changed, contracted, planned, terminated
from support import Answer, run_cli

TODAY = ("--today", "2028-11-28")
NOTICES = [planned(), advertised(), awarded(), contracted()]
REGISTER = """\
Contracts register of Testshire,,,,,,
Ref,Contract title,Supplier,Start date,End date,Option to extend,Value
T1,Home care,Example Care Ltd,01/04/2025,31/03/2028,2 x 12 months,"£1,200,000"
T2,Day services,"Sample Ltd
Other Ltd",13/05/2026,TBC,see notes,tbc
T3,Advocacy,Voices CIC,01/04/2026,Ongoing,,
T4,Sexual health,NHS Trust,01/04/2026,31/02/2029,,50000
"""


@pytest.fixture
def notices(tmp_path: Path) -> Callable[..., str]:
    def write(*releases: Any, name: str = "notices.json") -> str:
        path = tmp_path / name
        path.write_text(json.dumps({"version": "1.1", "releases": releases}, indent=1), encoding="utf-8")
        return str(path)

    return write


@pytest.fixture
def register(tmp_path: Path) -> str:
    path = tmp_path / "register.csv"
    path.write_text(REGISTER, encoding="cp1252")
    return str(path)


def run(*arguments: str) -> Answer:
    return run_cli("import", *arguments, *TODAY)


def account(*arguments: str) -> dict[str, int]:
    answer = run(*arguments, "--format", "json")
    assert answer.code == 0, answer.err
    counts: dict[str, int] = json.loads(answer.out)["account"]
    assert counts["rows"] == sum(number for outcome, number in counts.items() if outcome != "rows")
    return {outcome: number for outcome, number in counts.items() if number}


def shown(folder: Path, name: str) -> dict[str, Any]:
    answer = run_cli("list", "--registry", str(folder), "--format", "json", *TODAY)
    rows: list[dict[str, Any]] = json.loads(answer.out)["rows"]
    return next(row for row in rows if row["id"] == name)


def ids(folder: Path) -> list[str]:
    answer = run_cli("list", "--registry", str(folder), "--format", "json", *TODAY)
    return [row["id"] for row in json.loads(answer.out)["rows"]]


def test_a_preview_writes_nothing_and_says_so(notices: Callable[..., str], registry: Callable[..., str]) -> None:
    path = registry("id: bins\ntitle: Emptying of bins")
    before = Path(path).read_bytes()
    answer = run(notices(*NOTICES), "--registry", path)
    assert answer.code == 0
    assert "a preview, nothing is written" in answer.out
    assert "4 rows: 0 same, 0 changed, 4 new, 0 doubtful, 0 set aside, 0 rejected." in answer.out
    assert Path(path).read_bytes() == before


def test_the_notices_of_one_process_become_one_record(notices: Callable[..., str], tmp_path: Path) -> None:
    folder = tmp_path / "own"
    assert run(notices(*NOTICES), "--write", str(folder)).code == 0
    (name,) = ids(folder)
    row = shown(folder, name)
    assert len(name) <= 40
    assert (row["title"], row["regime"], row["providers"]) == (
        "Home care in Testshire", "pa2023-light-touch", ["Example Care Ltd"],
    )  # fmt: skip
    assert row["lead"]["name"] == "Testshire County Council"
    assert row["start"]["text"] == "17 April 2027"  # as signed, not as planned
    assert row["initial_end"]["text"] == "31 March 2030"
    assert [(option["months"], option["state"]) for option in row["extensions"]] == [(12, "permitted")] * 2
    assert row["longest_end"]["text"] == "31 March 2032"
    assert len(row["evidence"]["sources"]) == 4  # one for each notice


def test_a_second_import_changes_no_byte(notices: Callable[..., str], register: str, tmp_path: Path) -> None:
    for number, given in enumerate(((notices(*NOTICES),), (register, "--lead", "Testshire County Council"))):
        folder = tmp_path / str(number)
        assert run(*given, "--write", str(folder)).code == 0
        before = (folder / "contracts.yaml").read_bytes()
        again = run_cli("import", *given, "--write", str(folder), "--today", "2028-12-24")
        assert again.code == 0
        assert "nothing to write" in again.err
        assert " 0 changed, 0 new, 0 doubtful" in again.out
        assert (folder / "contracts.yaml").read_bytes() == before


def test_what_is_written_is_sound(notices: Callable[..., str], register: str, tmp_path: Path) -> None:
    folder = tmp_path / "own"
    assert run(notices(*NOTICES), register, "--lead", "Testshire County Council", "--write", str(folder)).code == 0
    assert run_cli("check", str(folder), *TODAY).code == 0


def test_the_order_of_files_does_not_matter(notices: Callable[..., str], register: str, tmp_path: Path) -> None:
    first, second = notices(*NOTICES[:2], name="a.json"), notices(*NOTICES[2:], name="b.json")
    written = set()
    for number, files in enumerate(((first, second, register), (register, second, first))):
        folder = tmp_path / str(number)
        assert run(*files, "--lead", "Testshire County Council", "--write", str(folder)).code == 0
        written.add((folder / "contracts.yaml").read_bytes())
    assert len(written) == 1


def test_a_notice_met_in_two_files_is_accounted_for_twice(notices: Callable[..., str]) -> None:
    first, second = notices(awarded(), name="a.json"), notices(awarded(), name="b.json")
    assert account(first, second) == {"rows": 2, "new": 2}


def test_later_notices_become_the_right_edits(notices: Callable[..., str], tmp_path: Path) -> None:
    folder = tmp_path / "own"
    run(notices(*NOTICES), "--write", str(folder))
    (name,) = ids(folder)
    answer = run(notices(changed()), "--write", str(folder), "--diff")
    assert answer.code == 0
    assert "1 rows" not in answer.out
    assert "until 2031-03-31, state exercised" in answer.out
    row = shown(folder, name)
    assert row["end"]["text"] == "31 March 2031"  # the first option was used: the second is left
    assert [option["state"] for option in row["extensions"]] == ["exercised", "permitted"]
    assert run(notices(terminated()), "--write", str(folder)).code == 0
    row = shown(folder, name)
    assert (row["end"]["text"], row["status"]) == ("30 September 2028", "ended")
    assert run_cli("check", str(folder), *TODAY).code == 0


def test_an_award_for_a_record_that_is_tendering(notices: Callable[..., str], tmp_path: Path) -> None:
    folder = tmp_path / "own"
    run(notices(advertised()), "--write", str(folder))
    (name,) = ids(folder)
    assert shown(folder, name)["status"] == "tendering"
    assert run(notices(awarded()), "--write", str(folder)).code == 0
    row = shown(folder, name)
    assert row["status"] == "running"
    assert row["providers"] == ["Example Care Ltd"]


def test_a_cancelled_procurement_is_abandoned(notices: Callable[..., str], tmp_path: Path) -> None:
    folder = tmp_path / "own"
    run(notices(advertised()), "--write", str(folder))
    assert run(notices(cancelled()), "--write", str(folder)).code == 0
    (name,) = ids(folder)
    assert shown(folder, name)["status"] == "abandoned"


def test_an_amending_notice_on_its_own_is_set_aside(notices: Callable[..., str]) -> None:
    assert account(notices(terminated(), cancelled())) == {"rows": 2, "set_aside": 2}


def test_a_register_is_read_as_its_council_keeps_it(register: str, tmp_path: Path) -> None:
    folder, rejects = tmp_path / "own", tmp_path / "rejects.csv"
    answer = run(register, "--lead", "Testshire County Council", "--write", str(folder), "--rejects", str(rejects))
    assert answer.code == 0
    assert "headings in row 2" in answer.out
    assert "Read as Windows-1252" in answer.out
    assert "4 rows: 0 same, 0 changed, 3 new, 0 doubtful, 0 set aside, 1 rejected." in answer.out
    rows = {row["reference"]: row for row in (shown(folder, name) for name in ids(folder))}
    assert sorted(rows) == ["T1", "T2", "T3"]
    assert rows["T1"]["end"]["text"] == "31 March 2028"
    assert rows["T1"]["longest_end"]["text"] == "31 March 2030"
    assert rows["T1"]["value"]["amount"] == 1_200_000
    assert rows["T2"]["providers"] == ["Sample Ltd", "Other Ltd"]
    assert rows["T2"]["initial_end"] is None  # TBC is no end
    assert rows["T2"]["extensions"] == []  # and "see notes" no option
    assert rows["T3"]["initial_end"] is None
    (reject,) = csv.DictReader(io.StringIO(rejects.read_text(encoding="utf-8-sig")))
    assert reject == {
        "file": "register.csv", "row": "6", "id": "T4", "column": "End date", "value": "31/02/2029",
        "reason": "there is no day '31/02/2029'",
    }  # fmt: skip


def test_rejected_rows_are_no_failure_unless_strict(register: str) -> None:
    assert run(register, "--lead", "Testshire").code == 0
    assert run(register, "--lead", "Testshire", "--strict").code == 1


def test_a_register_of_a_later_month_brings_its_changes(register: str, tmp_path: Path) -> None:
    folder = tmp_path / "own"
    run(register, "--lead", "Testshire County Council", "--write", str(folder))
    later = tmp_path / "register-2027.csv"
    later.write_text(REGISTER.replace("Ongoing", "31/03/2029"))
    answer = run(str(later), "--lead", "Testshire County Council", "--write", str(folder), "--diff")
    assert "4 rows: 2 same, 1 changed, 0 new, 0 doubtful, 0 set aside, 1 rejected." in answer.out
    row = next(row for row in (shown(folder, name) for name in ids(folder)) if row["reference"] == "T3")
    assert row["initial_end"]["text"] == "31 March 2029"


def test_a_map_is_kept_and_obeyed(tmp_path: Path) -> None:
    path, mapping = tmp_path / "odd.csv", tmp_path / "map.toml"
    path.write_text("Key,What,Runs out\nA1,Home care,31/03/2029\nA2,Respite,30/06/2029\n", encoding="utf-8")
    refused = run(str(path), "--lead", "Testshire")
    assert refused.code == 2
    assert "no column for the title" in refused.err
    mapping.write_text('[columns]\n"Key" = "reference"\n"What" = "title"\n"Runs out" = "end"\n', encoding="utf-8")
    assert account(str(path), "--lead", "Testshire", "--map", str(mapping)) == {"rows": 2, "new": 2}
    mapping.write_text('[columns]\n"Key" = "refrence"\n', encoding="utf-8")
    wrong = run(str(path), "--map", str(mapping))
    assert wrong.code == 2
    assert "reference" in wrong.err


def test_a_map_that_is_not_there_is_written_and_can_be_used(register: str, tmp_path: Path) -> None:
    mapping = tmp_path / "map.toml"
    first = run(register, "--lead", "Testshire", "--map", str(mapping), "--format", "json")
    assert '"Option to extend" = "extension"' in mapping.read_text(encoding="utf-8")
    again = run(register, "--lead", "Testshire", "--map", str(mapping), "--format", "json")
    assert json.loads(again.out)["rows"] == json.loads(first.out)["rows"]


def test_a_doubtful_row_is_written_only_once_it_is_accepted(registry: Callable[..., str], tmp_path: Path) -> None:
    folder = tmp_path / "own"
    folder.mkdir()
    contract = registry("id: home-care\ntitle: Home care for adults in Testshire\nstart: 2025-04-01\nend: 2028-03-31")
    Path(contract).rename(folder / "contracts.yaml")
    path = tmp_path / "r.csv"
    path.write_text("Title,Start date,End date,Supplier\nHome care in Testshire,01/04/2025,31/03/2029,New Care Ltd\n")
    before = (folder / "contracts.yaml").read_bytes()
    answer = run(str(path), "--lead", "testshire", "--write", str(folder))
    assert "1 row: 0 same, 0 changed, 0 new, 1 doubtful" in answer.out
    assert (folder / "contracts.yaml").read_bytes() == before
    assert run(str(path), "--lead", "testshire", "--write", str(folder), "--accept", "home-care").code == 0
    assert shown(folder, "home-care")["providers"] == ["New Care Ltd"]
    assert shown(folder, "home-care")["initial_end"]["text"] == "31 March 2029"


def test_a_record_that_contradicts_itself_is_changed_by_nobody(registry: Callable[..., str], tmp_path: Path) -> None:
    folder = tmp_path / "own"
    folder.mkdir()
    wrong = "ended: {on: 2024-01-31, how: notice}"
    contract = registry(f"id: home-care\ntitle: Home care in Testshire\nstart: 2025-04-01\nend: 2029-03-31\n{wrong}")
    Path(contract).rename(folder / "contracts.yaml")
    path = tmp_path / "r.csv"
    path.write_text("Title,Start date,End date,Supplier\nHome care in Testshire,01/04/2025,31/03/2029,New Care Ltd\n")
    before = (folder / "contracts.yaml").read_bytes()
    for accepted in ((), ("--accept", "home-care")):
        answer = run(str(path), "--lead", "testshire", "--write", str(folder), *accepted)
        assert "1 row: 0 same, 0 changed, 0 new, 1 doubtful" in answer.out
        assert "whose facts contradict each other" in answer.out
    assert (folder / "contracts.yaml").read_bytes() == before


def test_only_care_and_one_council(notices: Callable[..., str], registry: Callable[..., str]) -> None:
    road = advertised("000009-2026") | {"ocid": "ocds-h6vhtk-0bbbb2"}
    road["tender"] = road["tender"] | {
        "title": "Resurfacing",
        "items": [{"id": "1", "additionalClassifications": [{"scheme": "CPV", "id": "45233220"}]}],
    }  # fmt: skip
    path = notices(road, advertised())
    assert account(path, "--only", "care") == {"rows": 2, "new": 1, "set_aside": 1}
    known = registry("id: bins\ntitle: Emptying of bins")
    assert account(path, "--registry", known, "--council", "Testshire") == {"rows": 2, "new": 2}
    assert account(path, "--registry", known, "--council", "Otherham Borough Council") == {"rows": 2, "set_aside": 2}


def test_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    lines = "\n".join(json.dumps(notice) for notice in NOTICES) + "\n"
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(lines.encode()), encoding="utf-8"))
    assert account("-") == {"rows": 4, "new": 4}


def test_damaged_standard_input_is_called_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(b'{"releases": ['), encoding="utf-8"))
    answer = run("-")
    assert answer.code == 2
    assert answer.err.startswith("tenderwatch: standard input is damaged")


def test_the_id_of_the_source_is_an_id(register: str) -> None:
    answer = run(register, "--lead", "Testshire", "--source", "Our Register!")
    assert (answer.code, answer.out) == (2, "")
    assert "--source: 'Our Register!' is not an id" in answer.err


@pytest.mark.parametrize("form", ["table", "plain", "md", "html", "csv", "tsv", "json", "jsonl"])
def test_every_format(form: str, notices: Callable[..., str]) -> None:
    answer = run(notices(*NOTICES), "--format", form)
    assert answer.code == 0
    assert "Home care in Testshire" in answer.out


def test_a_workbook_reads_like_its_csv(tmp_path: Path) -> None:
    pytest.importorskip("python_calamine")
    from datetime import datetime

    from openpyxl import Workbook

    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["Register", None, None])
    sheet.append(["Title", "Start date", "End date"])
    sheet.append(["Home care", datetime(2026, 4, 1), "31/03/2029"])  # noqa: DTZ001 - as workbooks hold days
    book.create_sheet("Secret").sheet_state = "hidden"
    path = tmp_path / "register.xlsx"
    book.save(path)
    answer = run(str(path), "--lead", "Testshire", "--format", "json")
    (row,) = json.loads(answer.out)["rows"]
    assert (row["data"]["start"], row["data"]["end"]) == ("2026-04-01", "2029-03-31")
    assert "Hidden sheet not read: Secret" in run(str(path), "--lead", "Testshire").out


DAMAGED: dict[str, bytes] = {
    "empty": b"",
    "cut off": json.dumps({"releases": NOTICES}).encode()[:900],
    "not a number": b'{"releases": [{"ocid": "ocds-h6vhtk-1", "id": 1e9999x}]}',
    "another document": b'{"type": "FeatureCollection", "features": []}',
    "binary": bytes(range(256)) * 40,
    "a picture": b"\x89PNG\r\n\x1a\n" + bytes(5000),
    "zip that is no workbook": b"PK\x03\x04" + bytes(200),
}


@pytest.mark.parametrize("name", DAMAGED)
def test_a_damaged_file_is_refused_and_the_registry_untouched(name: str, tmp_path: Path) -> None:
    path, folder = tmp_path / "file", tmp_path / "own"
    path.write_bytes(DAMAGED[name])
    answer = run(str(path), "--write", str(folder))
    assert answer.code == 2, answer.out
    assert not folder.exists()


ODD: dict[str, bytes] = {
    "nested too deep": b'{"releases": [' + b'{"a":' * 3000 + b"1" + b"}" * 3000 + b"]}",
    "numbers beyond counting": b'{"releases": [{"ocid": "ocds-h6vhtk-1", "id": "1", "tag": ["tender"], '
    b'"tender": {"title": "Home care", "value": {"amount": 1e9999, "currency": "GBP"}}}]}',
    "values of other types": b'{"releases": [{"ocid": "ocds-h6vhtk-1", "tag": 7, "tender": []}, 4, null]}',
    "years 0 and 9999": b"Title,Start date,End date\nHome care,01/04/0000,31/12/9999\n",
    "one cell of a million": b"Title,Start date,End date\n" + b"x" * 1_000_000 + b",01/04/2026,31/03/2027\n",
    "stray quote": b'Title,Start date,End date\n"Home care,01/04/2026,31/03/2027\n'
    b"Respite,01/04/2026,31/03/2027\nDay care,01/04/2026,31/03/2027\n",
}


@pytest.mark.parametrize("name", ODD)
def test_what_is_odd_in_a_file_costs_its_own_row_at_most(name: str, tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_bytes(ODD[name])
    answer = run(str(path), "--lead", "Testshire", "--format", "json")
    if answer.code == 2:
        assert name == "nested too deep"
        return
    assert answer.code == 0, answer.err
    counts = json.loads(answer.out)["account"]
    assert counts["rows"] == sum(counts.values()) - counts["rows"]
    if name == "stray quote":
        assert (counts["new"], counts["rejected"]) == (2, 1)


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    answer = run(str(tmp_path / "none.csv"))
    assert answer.code == 2
    assert "cannot read" in answer.err


ONE_ROW = "Contract title,Supplier,Start,End\nHome care,Care Ltd,01/04/2024,31/03/2027\n"


@pytest.mark.parametrize(
    ("more", "said"),
    [
        (("--rejects", "."), "--rejects: . is a folder"),
        (("--rejects", "no/such.csv"), "--rejects: there is no folder no"),
        (("--rejects", "-"), "--rejects needs a file of its own"),
        (("--rejects", "r.csv"), "r.csv is an input of this command"),
        (("--map", "no/such.toml"), "--map: there is no folder no"),
        (("--map", "pipe"), "pipe is no ordinary file"),
        (("--write", "pipe"), "--write: pipe is not a folder"),
    ],
)
def test_where_a_file_cannot_be_put_nothing_is_written(
    more: tuple[str, str], said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nor is it found out only after the registry was written."""
    monkeypatch.chdir(tmp_path)
    Path("r.csv").write_text(ONE_ROW)
    os.mkfifo("pipe")
    answer = run_cli("import", "r.csv", "--lead", "durham", "--write", "own", *more)
    assert (answer.code, answer.out) == (2, "")
    assert answer.err.startswith(f"tenderwatch: {said}\n  ")
    assert sorted(os.listdir()) == ["pipe", "r.csv"]
