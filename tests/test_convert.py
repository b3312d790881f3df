"""`convert`: from whatever import reads to whatever export writes, row by row, whole or not at all."""

from __future__ import annotations

import csv
import io
import json
import re
import sqlite3
from pathlib import Path
from typing import Any

import pytest

from importers_support import awarded, contracted
from support import run_cli
from tenderwatch.exporters import EXPORTS
from tenderwatch.exporters.carried import READ_BACK
from test_export import FILES
from test_import_command import REGISTER

TODAY = ("--today", "2026-11-28")


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "register.csv").write_text(REGISTER, encoding="utf-8")
    (tmp_path / "notices.json").write_text(
        json.dumps({"version": "1.1", "releases": [awarded(), contracted()]}), encoding="utf-8"
    )
    assert run_cli("export", "jsonl", "-o", "own.jsonl", "--lead", "Darlington", *TODAY).code == 0
    assert run_cli("export", "csv", "-o", "own.csv", "--lead", "Darlington", *TODAY).code == 0
    return tmp_path


def table(path: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8-sig"))))


@pytest.mark.parametrize("what", [name for name, export in EXPORTS.items() if export.contracts])
@pytest.mark.parametrize("source", ["register.csv", "notices.json", "own.jsonl", "own.csv"])
def test_anything_importable_becomes_anything_exportable(here: Path, source: str, what: str) -> None:
    target = here / f"out{FILES[what][1:]}"
    prefix = ("--ocid-prefix", "ocds-abc123") if what == "ocds" else ()
    answer = run_cli("convert", source, str(target), "--to", what, *prefix, *TODAY)
    assert (answer.code, answer.out) == (0, ""), answer.err
    assert target.stat().st_size > 0
    again = run_cli("convert", source, str(target), "--to", what, *prefix, *TODAY)
    assert f"unchanged in {target}" in again.err


def test_what_cannot_be_read_back_is_refused_with_the_exports_that_can(here: Path) -> None:
    assert run_cli("init", "reg").code == 0
    for form in ("json", "jsonl"):
        for name in ("list", "due", "show"):
            which = ("durham-home-care-2025",) if name == "show" else ()
            (here / f"{name}.{form}").write_text(run_cli(name, *which, "--format", form, *TODAY).out, encoding="utf-8")
    for what in ("sqlite", "parquet", "pipeline"):
        assert run_cli("export", what, "-o", FILES[what], *TODAY).code == 0
    kinds = {
        **{f"{name}.json": "an answer of tenderwatch as JSON" for name in ("list", "due", "show")},
        **{f"{name}.jsonl": "an answer of tenderwatch as JSON Lines" for name in ("list", "due", "show")},
        FILES["sqlite"]: "a SQLite database",
        FILES["parquet"]: "a Parquet file",
        FILES["pipeline"]: "what `tenderwatch export pipeline` wrote",
    }
    for name, what in kinds.items():
        for typed in (
            ("import", name),
            ("import", name, "--write", "reg"),
            ("convert", name, "out.csv", "--to", "csv"),
        ):
            answer = run_cli(*typed, *TODAY)
            assert (answer.code, answer.out) == (2, ""), name
            said, hint = answer.err.splitlines()
            assert said == f"tenderwatch: {name} is {what}, which cannot be read back"
            assert all(re.search(rf"\b{export}\b", hint) for export in READ_BACK)
    assert not (here / "out.csv").exists()


@pytest.mark.parametrize(("number", "said"), [(1, "1 remark|it"), (2, "2 remarks|them")])
def test_the_number_of_remarks_agrees_with_what_is_said_of_them(here: Path, number: int, said: str) -> None:
    rows = (f"Service {place},Durham County Council,2027-03-31,lots\n" for place in range(number))
    (here / "r.csv").write_text("Title,Council,End date,Value\n" + "".join(rows), encoding="utf-8")
    remarks, them = said.split("|")
    answer = run_cli("convert", "r.csv", "out.csv", "--to", "csv", *TODAY)
    assert answer.err.splitlines()[-1] == f"{remarks} on how it was read: `tenderwatch import r.csv` lists {them}"


def test_every_row_is_accounted_for_and_what_is_wrong_is_named(here: Path) -> None:
    answer = run_cli("convert", "register.csv", "out.csv", "--to", "csv", "--rejects", "no.csv", "--strict", *TODAY)
    assert answer.code == 1
    assert "3 contracts written to out.csv" in answer.err
    assert "4 rows: 3 converted, 0 doubtful, 0 set aside, 1 rejected" in answer.err
    assert "rejected: register.csv, End date of 6: there is no day '31/02/2029'" in answer.err
    assert "`tenderwatch import register.csv` lists them" in answer.err
    assert [row["value"] for row in table(here / "no.csv")] == ["31/02/2029"]
    first = next(row for row in table(here / "out.csv") if row["title"] == "Home care")
    assert (first["start"], first["end"], first["longest_end"]) == ("2025-04-01", "2028-03-31", "2030-03-31")


def test_what_export_wrote_becomes_what_export_writes(here: Path) -> None:
    """By way of a whole record no answer differs from that of the registry itself."""
    run_cli("convert", "own.jsonl", "again.csv", "--to", "csv", *TODAY)
    assert (here / "again.csv").read_bytes() == (here / "own.csv").read_bytes()


def test_a_database_holds_the_sources_and_bodies_too(here: Path) -> None:
    assert run_cli("convert", "own.jsonl", "out.db", *TODAY).code == 0
    connection = sqlite3.connect(here / "out.db")
    try:
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
        assert connection.execute("SELECT name FROM authorities WHERE id = 'darlington'").fetchall()
        assert connection.execute("SELECT count(*) FROM sources").fetchone()[0] > 3
    finally:
        connection.close()


def test_standard_input_is_read(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with (here / "own.jsonl").open("rb") as given:
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(given))
        answer = run_cli("convert", "-", "out.csv", "--to", "csv", *TODAY)
    assert answer.code == 0, answer.err
    assert (here / "out.csv").read_bytes() == (here / "own.csv").read_bytes()


WRONG: list[tuple[tuple[str, ...], str]] = [
    (("nothing.json", "out.csv", "--to", "csv"), "cannot read nothing.json"),
    (("junk.txt", "out.csv", "--to", "csv"), "junk.txt"),
    (("own.jsonl", "-", "--to", "csv"), "not to standard output"),
    (("own.jsonl", "own.jsonl", "--to", "jsonl"), "own.jsonl is an input of this command"),
    (("own.jsonl", "out.csv"), "out.csv can be register, pipeline or csv"),
    (("own.jsonl", "out.gif"), "end it with .json, .jsonl, .csv"),
    (("own.jsonl", "out.csv", "--to", "jsonl"), "the ending of out.csv does not fit jsonl"),
    (("own.jsonl", "out.csv", "--to", "table-schema"), "'table-schema' is not a choice"),
    (("own.csv", "out.csv", "--from", "jsonl", "--to", "csv"), "own.csv is not what `tenderwatch export jsonl` wrote"),
    (("own.csv", "out.csv", "--from", "contracts-finder-csv", "--to", "csv"), "try --from register"),
    (("own.csv", "out.csv", "--to", "csv", "--rejects", "out.csv"), "cannot hold the rejected rows as well"),
    (("register.csv", "out.json"), "no contract has an OCID"),
    (("own.csv", "out.csv", "--to", "csv", "--year", "2027"), "--year is for pipeline"),
]


@pytest.mark.parametrize(("typed", "said"), WRONG)
def test_what_cannot_be_done_is_said_and_nothing_is_written(here: Path, typed: tuple[str, ...], said: str) -> None:
    (here / "junk.txt").write_text("junk\n", encoding="utf-8")
    before = {path: path.read_bytes() for path in here.iterdir()}
    answer = run_cli("convert", *typed, *TODAY)
    assert (answer.code, answer.out) == (2, "")
    assert said in answer.err
    assert {path: path.read_bytes() for path in here.iterdir()} == before


CONTRACT: dict[str, Any] = {
    "id": "a", "title": "A", "kind": "contract", "services": ["home care"], "lead": "unknown",
    "evidence": [{"source": "s", "place": "p", "supports": ["kind"]}],
}  # fmt: skip
SOURCES = [{"id": "s", "title": "S", "publisher": "P", "read": "2026-01-01", "strength": "notice"}]


def line(**changes: Any) -> str:
    return json.dumps({"record": {"contract": CONTRACT | changes, "sources": SOURCES}})


LINES = [
    ('{"record": {"contract": ', "the line is not JSON"),
    ('{"record": [1]}', "no contract under `record`"),
    ('{"record": {"contract": {"title": "x"}}}', "the contract has no id"),
    ('{"record": {"contract": {"id": "x", "value": NaN}}}', "the line is not JSON"),
    ('{"record": {"contract": ' + '{"a": ' * 60 + "1" + "}" * 62, "nested too deep"),
    ('{"record": {"contract": ' + "[" * 90000 + "]" * 90000 + "}}", "the line is not JSON"),
    (line(id="Not An Id"), "is not an id"),
    (line(id="c", end="31.12.2027"), "is not a date"),
    (line(id="c", surprise=1), "is not a key"),
    (line(id="c", lead="nowhere"), "there is no authority 'nowhere'"),
]


@pytest.mark.parametrize(("wrong", "said"), LINES)
def test_a_damaged_line_costs_itself_alone(here: Path, wrong: str, said: str) -> None:
    (here / "in.jsonl").write_text("\n".join([line(), wrong, line(id="b")]) + "\n", encoding="utf-8")
    answer = run_cli("convert", "in.jsonl", "out.csv", "--to", "csv", *TODAY)
    assert answer.code == 0
    assert "3 rows: 2 converted, 0 doubtful, 0 set aside, 1 rejected" in answer.err
    assert said in answer.err
    assert [row["id"] for row in table(here / "out.csv")] == ["a", "b"]


def test_two_records_of_one_id_are_left_to_a_person(here: Path) -> None:
    (here / "in.jsonl").write_text("\n".join([line(), line(title="B"), line(id="b"), line(id="b")]), encoding="utf-8")
    answer = run_cli("convert", "in.jsonl", "out.csv", "--to", "csv", *TODAY)
    assert "4 rows: 2 converted, 2 doubtful, 0 set aside, 0 rejected" in answer.err
    assert "id a, which several rows have, each with other facts" in answer.err
    assert [row["id"] for row in table(here / "out.csv")] == ["b"]


def test_what_replaces_a_record_that_is_not_there_says_nothing_of_it(here: Path) -> None:
    supports = [{"source": "s", "place": "p", "supports": ["replaces"]}]
    new = line(id="new", replaces=["a", "gone", "bad"], evidence=supports)
    alone = line(id="alone", replaces=["gone"], evidence=supports)
    (here / "in.jsonl").write_text("\n".join([new, alone, line(), line(id="bad", end="never")]), encoding="utf-8")
    answer = run_cli("import", "in.jsonl", "--write", "reg", *TODAY)
    assert answer.code == 0, answer.err
    assert run_cli("check", "reg").code == 0
    rows = {row["id"]: row for row in run_cli("list", "--registry", "reg", "--format", "json", *TODAY).json["rows"]}
    assert (rows["new"]["replaces"], rows["alone"]["replaces"]) == (["a"], [])


def test_a_source_with_an_id_that_is_another_s_gets_one_of_its_own(here: Path) -> None:
    (here / "in.jsonl").write_text(line(), encoding="utf-8")
    run_cli("import", "in.jsonl", "--write", "reg", *TODAY)
    other = json.loads(line(id="b", title="B"))
    other["record"]["sources"][0]["title"] = "Another"
    (here / "in.jsonl").write_text(json.dumps(other), encoding="utf-8")
    assert run_cli("import", "in.jsonl", "--write", "reg", *TODAY).code == 0
    rows = {row["id"]: row for row in run_cli("list", "--registry", "reg", "--format", "json", *TODAY).json["rows"]}
    cited = {name: [source["id"] for source in row["evidence"]["sources"]] for name, row in rows.items()}
    assert cited == {"a": ["s"], "b": ["s-2"]}


def test_an_id_of_another_process_is_left_to_a_person(here: Path) -> None:
    (here / "in.jsonl").write_text(line(ocid="ocds-abc123-1"), encoding="utf-8")
    run_cli("import", "in.jsonl", "--write", "reg", *TODAY)
    (here / "in.jsonl").write_text(line(ocid="ocds-abc123-2"), encoding="utf-8")
    answer = run_cli("import", "in.jsonl", "--registry", "reg", "--format", "json", *TODAY)
    assert [row["outcome"] for row in answer.json["rows"]] == ["doubtful"]
