"""What a council keeps of its own contract: reference, department, owner, value and CPV codes, and its layer."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import Any

import pytest

from support import HEAD, record, registry_text, run_cli
from tenderwatch.registry.checks.names import _SIGNS

TODAY = ("--today", "2026-11-28")
OWN = (
    "id: home-care\nend: 2027-03-31\nreference: NS-0815\ndepartment: Adult Social Care\n"
    "owner: commissioning manager, adults\ncpv: [85312000-9, 85310000]\nvalue: {amount: 90000, basis: a year}"
)


@pytest.fixture
def path(tmp_path: Path) -> str:
    file = tmp_path / "r.yaml"
    file.write_text(registry_text(OWN, "id: carers\nend: 2028\ncpv: [98000000]"), encoding="utf-8")
    return str(file)


def row(path: str, name: str = "home-care") -> dict[str, Any]:
    rows: list[dict[str, Any]] = run_cli("list", "--registry", path, "--format", "json", *TODAY).json["rows"]
    return next(item for item in rows if item["id"] == name)


def test_they_are_shown_in_every_format(path: str) -> None:
    shown = run_cli("show", "home-care", "--registry", path, *TODAY).out
    for text in ("NS-0815", "Adult Social Care", "commissioning manager, adults", "85312000-9, 85310000"):
        assert text in shown
    assert {key: row(path)[key] for key in ("reference", "department", "owner", "cpv")} == {
        "reference": "NS-0815", "department": "Adult Social Care", "owner": "commissioning manager, adults",
        "cpv": ["85312000-9", "85310000"],
    }  # fmt: skip
    table = list(csv.DictReader(io.StringIO(run_cli("list", "--registry", path, "--format", "csv", *TODAY).out)))
    kept = next(item for item in table if item["id"] == "home-care")
    assert (kept["reference"], kept["department"], kept["cpv"]) == (
        "NS-0815", "Adult Social Care", "85312000-9; 85310000"
    )  # fmt: skip


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        (("--department", "adult"), ["home-care"]),
        (("--cpv", "8531"), ["home-care"]),
        (("--cpv", "85310000"), ["home-care"]),
        (("--cpv", "85312000-9"), ["home-care"]),
        (("--cpv", "98000000"), ["carers"]),
        (("--cpv", "85", "--cpv", "98"), ["carers", "home-care"]),
        (("--text", "ns-0815"), ["home-care"]),
        (("--text", "commissioning manager"), ["home-care"]),
        (("--text", "8531"), ["home-care"]),
    ],
)
def test_contracts_are_found_by_them(path: str, asked: tuple[str, ...], found: list[str]) -> None:
    rows = run_cli("list", "--registry", path, "--format", "json", *asked, *TODAY).json["rows"]
    assert sorted(item["id"] for item in rows) == found


@pytest.mark.parametrize(("flag", "word"), [("--cpv", "social care"), ("--cpv", "8"), ("--department", "children")])
def test_what_nothing_has_is_refused(path: str, flag: str, word: str) -> None:
    answer = run_cli("list", "--registry", path, flag, word, *TODAY)
    assert answer.code == 2
    assert f"'{word}'" in answer.err


def test_they_are_typed_as_people_write_them(path: str) -> None:
    flags = (
        "--title", "Respite", "--service", "respite", "--lead", "testshire", "--end", "2029", "--own",
        "--reference", "NS-7", "--department", "Children's", "--owner", "head of service",
        "--cpv", "85311300-5 Welfare services for children", "--value", "£120,000 a year",
    )  # fmt: skip
    answer = run_cli("add", "respite", *flags, "--registry", path, *TODAY)
    assert answer.code == 0, answer.err
    made = row(path, "respite")
    assert (made["reference"], made["owner"], made["cpv"]) == ("NS-7", "head of service", ["85311300-5"])
    assert made["value"] == {"amount": 120000, "currency": "GBP", "basis": "a year"}
    assert run_cli("set", "respite", "department", "Early Help", "--registry", path, *TODAY).code == 0
    assert run_cli("set", "respite", "cpv", "85320000-8", "--add", "--registry", path, *TODAY).code == 0
    assert row(path, "respite")["cpv"] == ["85311300-5", "85320000-8"]
    assert run_cli("check", path).out == ""
    assert run_cli("set", "respite", "value", "£130,000 in all", "--registry", path, *TODAY).code == 0
    assert row(path, "respite")["value"] == {"amount": 130000, "currency": "GBP", "basis": "in all"}
    assert "covers" in run_cli("set", "respite", "value", "£130,000", "--registry", path, *TODAY).err
    unsaid = run_cli("add", "x", *flags[:9], "--value", "£120,000", "--registry", path, *TODAY)
    assert unsaid.code == 2
    assert "does not say what it covers" in unsaid.err


@pytest.mark.parametrize(
    ("text", "sign"),
    [
        ("jo.smith@northshire.gov.uk", "an e-mail address"),
        ("call 0191 424 6000", "a telephone number"),
        ("+44 (0)191 4246000", "a telephone number"),
        ("commissioning, ext. 4321", "a telephone number"),
        ("Mrs Smith", "a person's name"),
        ("Dr. Jones, public health", "a person's name"),
        ("commissioning manager, adults", ""),
        ("0 to 19 service, 2026/27", ""),
        ("Public Health (0-19), 2026-2027 team", ""),
        ("Mr and Mrs team", ""),
        ("head of extension services 12", ""),
    ],
)
def test_a_person_in_place_of_a_role_is_a_warning(tmp_path: Path, text: str, sign: str) -> None:
    file = tmp_path / "r.yaml"
    file.write_text(registry_text(f"id: a\nend: 2027\nowner: '{text.replace(chr(39), chr(39) * 2)}'"), encoding="utf-8")
    answer = run_cli("check", str(file))
    assert answer.code == 0
    assert (f"`owner` looks like {sign} [person-named]" in answer.out) is bool(sign)
    assert bool(answer.out) is bool(sign)
    assert sign in ("", *(words for words, _ in _SIGNS))


def test_each_row_says_which_layer_it_comes_from_and_no_path(tmp_path: Path) -> None:
    (tmp_path / "lower.yaml").write_text(registry_text("id: a\nend: 2027", "id: b\nend: 2028"), encoding="utf-8")
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "c.yaml").write_text("edition: 2026-11-28\n", encoding="utf-8")
    layers = f"{tmp_path / 'lower.yaml'};{tmp_path / 'mine'}"
    assert run_cli("set", "a", "notice", "3m", "--own", "--registry", layers, *TODAY).code == 0
    assert [row(layers, name)["layer"] for name in "ab"] == ["mine", "lower.yaml"]
    assert row(str(tmp_path / "lower.yaml"), "a")["layer"] is None
    shown = run_cli("show", "a", "--registry", layers, *TODAY).out
    assert "from mine, taken over from the data of 10 January 2026" in shown
    assert str(tmp_path) not in run_cli("list", "--registry", layers, "--format", "json", *TODAY).out
    bundled = f"bundled;{tmp_path / 'mine'}"
    said = run_cli("show", "south-tees-carers", "--registry", bundled, *TODAY).out
    assert "from the data that came with the program" in said


def test_a_code_that_is_none_is_an_error(tmp_path: Path) -> None:
    file = tmp_path / "r.yaml"
    file.write_text(HEAD + record("id: a\nend: 2027\ncpv: [care, 853]"), encoding="utf-8")
    answer = run_cli("check", str(file))
    assert answer.code == 1
    assert "'care' is not a CPV code [bad-value]" in answer.out
