"""The registry that is shipped: what it must show, and the shape of its JSON.

Counts, names, addresses and the like are in test_shipped_data.py; the numbers in shipped_numbers.py.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft7Validator  # type: ignore[import-untyped]

from shipped_numbers import CONTRACTS
from support import ROOT, run_cli
from tenderwatch.registry.format.contract import CONTRACT
from tenderwatch.registry.load import load

DATA = ROOT / "data"
MAY_2024 = ("--today", "2024-05-01")
NOV_2026 = ("--today", "2026-11-22")
# Ends as the documents of 2021 to 2024 state them, to the day, the month and the year: initial | longest.
ENDS = {
    "staffordshire-advocacy": ("31 March 2024", "31 March 2026"),
    "middlesbrough-dementia-advisor": ("September 2024", "September 2026"),
    "south-tees-carers": ("31 March 2025", "31 March 2027"),
    "staffordshire-home-care-platform": ("31 August 2025", "31 August 2028"),
    "tees-advocacy": ("April 2026", "2030"),
    "middlesbrough-focussed-care-support": ("31 May 2026", "31 May 2028"),
    "tees-valley-complex-care": ("March 2029", "March 2029"),
    "south-tyneside-help-to-live-at-home": ("2030", "2030"),
}
# What a commissioner looks for on 22 November 2026: council | contract | next end | longest end.
RECOGNISED = [
    ("Hartlepool", "hartlepool-floating-support", "16 January 2027", "16 January 2027"),
    ("Redcar & Cleveland", "redcar-supported-living", "14 August 2027", "14 August 2027"),
    ("Durham", "durham-family-health-0-25", "31 March 2027", "31 March 2027"),
    ("Staffordshire", "staffordshire-shared-lives", "31 March 2027", "31 March 2029"),
    ("Stockton", "stockton-children-short-breaks", "31 March 2027", "31 March 2027"),
]
# Tenders that Durham announced in February 2024 and of which nothing newer was seen.
DURHAM_TENDERS = {
    "durham-brokerage-2025": "autumn 2024",
    "durham-handyperson-2025": "autumn 2024",
    "durham-healthwatch-2025": "autumn 2024",
    "durham-hoists-slings-2025": "autumn 2024",
    "durham-reablement-2025": "autumn 2024",
}


@pytest.fixture(scope="module")
def listed() -> dict[str, Any]:
    answer: dict[str, Any] = run_cli("list", "--format", "json", *MAY_2024).json
    return answer


@pytest.fixture(scope="module")
def due() -> dict[str, Any]:
    rows = run_cli("due", "--months", "12", "--format", "json", *MAY_2024).json["rows"]
    return {row["id"]: row for row in rows}


def test_every_record_is_listed(listed: dict[str, Any]) -> None:
    assert listed["count"] == len(listed["rows"]) == listed["registry"]["records"] == sum(CONTRACTS.values())
    assert listed["excluded"] == []


@pytest.mark.parametrize("name", ENDS)
def test_the_ends_are_those_that_the_documents_state(listed: dict[str, Any], name: str) -> None:
    row = next(row for row in listed["rows"] if row["id"] == name)
    assert (row["initial_end"]["text"], row["longest_end"]["text"]) == ENDS[name]


def test_every_record_without_an_end_is_named(listed: dict[str, Any]) -> None:
    still = [row for row in listed["rows"] if row["status"] not in ("replaced", "ended", "open-ended")]
    assert {item["id"] for item in listed["unknown_end"]} == {row["id"] for row in still if row["end"] is None}


@pytest.mark.parametrize(("council", "name", "end", "longest"), RECOGNISED, ids=[row[1] for row in RECOGNISED])
def test_a_commissioner_recognises_the_list(council: str, name: str, end: str, longest: str) -> None:
    rows = run_cli("due", "--months", "12", "--council", council, "--format", "json", *NOV_2026).json["rows"]
    row = next(row for row in rows if row["id"] == name)
    assert (row["next_end"]["text"], row["longest_end"]["text"]) == (end, longest)


def test_the_supported_living_framework_of_redcar_has_its_planned_successor() -> None:
    rows = run_cli("list", "--council", "Redcar", "--format", "json", *NOV_2026).json["rows"]
    row = next(row for row in rows if row["id"] == "redcar-supported-living")
    new = next(item for item in rows if item["id"] in row["replaced_by"])
    assert new["status"] in ("planned", "tendering")


def test_staffordshire_s_supported_living_system_runs_to_2029_with_its_earlier_ends_as_history() -> None:
    out = run_cli("show", "staffordshire-supported-living-dps", *NOV_2026).out
    assert "Current:  23 February 2029" in out
    for earlier in ("30 June 2024", "30 June 2025", "31 July 2026"):
        assert earlier in out


def test_what_falls_due_in_may_2024(due: dict[str, Any]) -> None:
    assert due["middlesbrough-dementia-advisor"]["end"]["text"] == "September 2024"
    assert due["middlesbrough-dementia-advisor"]["end"]["precision"] == "month"
    for name in ("middlesbrough-dementia-advisor", "south-tees-carers"):
        assert "end" in due[name]["due_because"]
        assert due[name]["status"] == "running"


def test_the_south_tees_carers_service_is_worked_out_and_says_so(due: dict[str, Any]) -> None:
    row = due["south-tees-carers"]
    assert (row["initial_end"]["text"], row["longest_end"]["text"]) == ("31 March 2025", "31 March 2027")
    assert row["lead"] == {"id": "redcar-cleveland", "name": "Redcar and Cleveland Borough Council"}
    assert row["partners"] == [{"id": "middlesbrough", "name": "Middlesbrough Council"}]
    assert [(step["months"], step["state"], step["to"]["text"]) for step in row["extensions"]] == [
        (24, "permitted", "31 March 2027")
    ]
    assert "Initial end 31 March 2025: worked out: start 1 April 2022 and a term of 36 months." in row["notes"]
    assert any("20025" in reading["says"] for conflict in row["conflicts"] for reading in conflict["readings"])
    line = next(line for line in run_cli("due", *MAY_2024).lines if " | south-tees-carers | " in line)
    assert "end worked out from start and term" in line
    assert "can be extended to 31 March 2027" in line
    assert "Redcar and Cleveland Borough Council, with Middlesbrough Council" in line


def test_past_its_first_end_with_options_left(due: dict[str, Any]) -> None:
    row = due["staffordshire-advocacy"]
    assert row["status"] == "unconfirmed"
    assert "end" in row["due_because"]
    assert row["next_end_how"] == "option"
    assert row["end"]["latest"] < "2024-05-01" < row["next_end"]["earliest"]
    line = next(line for line in run_cli("due", *MAY_2024).lines if " | staffordshire-advocacy | " in line)
    assert "end passed (31 March 2024); not known whether extended" in line


def test_durham_s_list_of_planned_tenders(due: dict[str, Any]) -> None:
    lines = run_cli("due", "--council", "Durham", *MAY_2024).lines
    for name, season in DURHAM_TENDERS.items():
        # A planned record has its own row, or stands in the row of the contract that it is to replace.
        rows = [row for row in due.values() if name == row["id"] or name in str(row["next_action"])]
        assert rows
        assert all("stated-tender" in row["due_because"] for row in rows), name
        told = f"tender planned for {season}"
        assert any(f" | {name} | " in line and told in line for line in lines) or any(
            f"{told} ({name})" in line for line in lines
        ), name


@pytest.mark.parametrize("today", ["2026-11-22", "2045-01-01"])
@pytest.mark.parametrize("command", ["due", "list", "ical", "show", "why", "plan"])
def test_nothing_is_called_expired_from_silence(today: str, command: str) -> None:
    forms = (
        [()] if command == "ical" else [("--format", form) for form in ("table", "plain", "csv", "tsv", "json", "md")]
    )
    names = ["staffordshire-supported-living-dps", "south-tees-carers"] if command in ("show", "why", "plan") else [""]
    for form in forms:
        for name in names:
            answer = run_cli(command, *filter(None, [name]), "--today", today, *form)
            assert answer.code in (0, 2)
            assert "expired" not in (answer.out + answer.err).lower(), (command, form, name)


def test_a_joint_contract_is_found_by_its_lead_and_by_its_partner() -> None:
    for council in ("Redcar & Cleveland", "Middlesbrough Borough Council", "redcar-cleveland"):
        rows = run_cli("list", "--council", council, "--format", "json", *MAY_2024).json["rows"]
        assert "south-tees-carers" in [row["id"] for row in rows]
    rows = run_cli("list", "--lead", "Middlesbrough", "--format", "json", *MAY_2024).json["rows"]
    assert "south-tees-carers" not in [row["id"] for row in rows]


def test_portals_are_those_stated_and_old_names_work(listed: dict[str, Any]) -> None:
    stated = {row["portal"]["id"] for row in listed["rows"] if row["portal"]}
    assert {"nepo", "open", "proactis", "atamis"} <= stated
    by_new_name = run_cli("list", "--portal", "OPEN", "--format", "json", *MAY_2024).json["rows"]
    assert {row["portal"]["id"] for row in by_new_name} == {"nepo", "open"}


def test_every_fact_has_its_evidence() -> None:
    registry = load(DATA).registry
    for contract in registry.contracts:
        assert registry.newest_evidence(contract) <= registry.edition
        for evidence in contract.evidence:
            assert evidence.place
            assert evidence.supports, f"{contract.id}: what does {evidence.place} support?"
            assert set(evidence.supports) <= set(CONTRACT.by_key)
        supported = {key for evidence in contract.evidence for key in evidence.supports}
        stated = {
            key
            for key in ("start", "end", "term", "extensions", "plans", "portal", "partners", "value")
            if getattr(contract, key)
        }
        assert stated <= supported, contract.id
        for conflict in contract.conflicts:
            assert conflict.because
            assert conflict.chosen


ENVELOPE = ["schema_version", "generated_for", "registry", "count", "rows", "unknown_end", "excluded"]
ROW = [
    "id", "title", "kind", "services", "user_groups", "lead", "partners", "providers", "ocid", "related_ocids",
    "portal", "regime", "value", "status", "start", "initial_end", "end", "next_end", "next_end_how", "longest_end",
    "extensions", "renewal_window", "tender_windows", "next_action", "due_because", "joining", "replaces",
    "replaced_by", "conflicts", "evidence", "notes",
]  # fmt: skip
PARTS = {
    "lead": ["id", "name"],
    "portal": ["id", "name", "url", "checked"],
    "value": ["amount", "currency", "basis"],
    "renewal_window": ["opens", "tender_notice_by", "closes"],
    "next_action": ["kind", "by", "basis", "text"],
    "evidence": ["sources", "newest", "age_days"],
}
ITEMS = {
    "partners": ["id", "name"],
    "extensions": ["number", "text", "months", "to", "state", "closed", "decided", "taken_to"],
    "tender_windows": ["scenario", "when", "possible", "basis", "sample", "class"],
    "conflicts": ["about", "readings", "chosen", "because"],
}
WHEN = ["earliest", "latest", "precision", "text", "edtf"]


def test_the_shape_of_the_json(listed: dict[str, Any]) -> None:
    assert [key for key in listed if key in ENVELOPE] == ENVELOPE, "keys may be added, never taken away or moved"
    assert (listed["schema_version"], listed["generated_for"]) == (1, "2024-05-01")
    assert list(listed["registry"]) == ["edition", "records"]
    shapes = {tuple(row) for row in listed["rows"]}
    assert len(shapes) == 1, "every row has every key"
    assert [key for key in shapes.pop() if key in ROW] == ROW, "keys may be added, never taken away or moved"
    for row in listed["rows"]:
        assert all(row[key] is None or list(row[key]) == keys for key, keys in PARTS.items())
        assert all(list(item) == keys for key, keys in ITEMS.items() for item in row[key])
    for when in dates_in(listed["rows"]):
        assert list(when) == WHEN
        assert when["earliest"] <= when["latest"]
    seen = {key for key in PARTS for row in listed["rows"] if row[key]} | {
        key for key in ITEMS for row in listed["rows"] if row[key]
    }
    assert seen == set(PARTS) | set(ITEMS), "each part is there at least once"


def dates_in(node: Any) -> Iterator[dict[str, Any]]:
    if isinstance(node, dict):
        if "precision" in node:
            yield node
        node = list(node.values())
    if isinstance(node, list):
        for child in node:
            yield from dates_in(child)


class _Editor(yaml.SafeLoader):
    """YAML as an editor's language server reads it: dates are text."""


_Editor.yaml_implicit_resolvers = {
    first: [pair for pair in pairs if not pair[0].endswith(":timestamp")]
    for first, pairs in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def faults_of(text: str) -> list[str]:
    """What an editor with the schema would underline."""
    schema = json.loads(run_cli("schema").out)
    Draft7Validator.check_schema(schema)
    return [fault.message for fault in Draft7Validator(schema).iter_errors(_Editor(text).get_data())]


MISSPELT = [
    ("    services:\n", "    sevices:\n", "'sevices' was unexpected"),
    ("\nportals:\n", "\nportal:\n", "'portal' was unexpected"),
    ("    kind: contract\n", "    kind: contrct\n", "'contrct' is not one of"),
    ("      - months: 24\n", "      - monhts: 24\n", "'monhts' was unexpected"),
    ("        state: permitted\n", "        state: allowed\n", "'allowed' is not one of"),
    ("    title: South Tees carers", "    titel: South Tees carers", "'title' is a required property"),
    ("  - id: south-tees-carers\n", "  - id: South Tees Carers\n", "'South Tees Carers' does not match"),
]


FILES = sorted(DATA.rglob("*.yaml"))


@pytest.mark.parametrize("file", FILES, ids=[file.name for file in FILES])
def test_the_schema_accepts_the_shipped_registry(file: Path) -> None:
    assert faults_of(file.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(("right", "wrong", "said"), MISSPELT, ids=[row[1].strip() for row in MISSPELT])
def test_the_schema_finds_what_is_misspelt(right: str, wrong: str, said: str) -> None:
    text = next(text for file in FILES if right in (text := file.read_text(encoding="utf-8")))
    assert any(said in fault for fault in faults_of(text.replace(right, wrong, 1)))


def test_it_stands_in_its_normal_form() -> None:
    answer = run_cli("fmt", "--check", "--registry", str(DATA))
    assert (answer.code, answer.out) == (0, ""), answer.out
