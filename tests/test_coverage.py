"""`coverage`: counts from the contracts, looks from the ledger, and what silence means."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from support import ROOT, registry_text, run_cli, shown_text
from tenderwatch.answers.coverage import coverage_answer
from tenderwatch.formats import Screen
from tenderwatch.formats import render as parts_of
from tenderwatch.queries.coverage import Coverage, coverage
from tenderwatch.registry.load import load
from tenderwatch.registry.model import Authority, Look, NotFound, Registry

HEAD = (
    "authority", "authority_name", "service", "contracts", "live", "known_end", "evidence_newest", "looked",
    "reaches", "silence", "places", "not_found", "notes", "ids",
)  # fmt: skip
NOV = "2026-11-22"
LEDGER = """\
coverage:
  - id: testshire-pages
    authority: testshire
    looked: 2026-01-05
    places: [the council's register]
    sources: [register]
    reaches: 2025-12
    not_found:
      - {what: a successor of home care, ocid: ocds-abc123-000001}
      - {what: any sensory support, service: sensory support}
      - {what: an award that nobody knows, ocid: ocds-abc123-999999}
    note: Its minutes were not read.
  - id: testshire-notices
    authority: testshire
    looked: 2026-01-09
    places: [notices, the council's register]
    services: [advocacy]
    reaches: 2025-11
"""
RECORDS = (
    "id: home-care\nocid: ocds-abc123-000001\nend: 2026-03-31",
    "id: home-care-two\nend: 2030-03-31\nservices: [home care, respite]",
    "id: old-care\nend: 2020-03-31\nended: {on: 2020-03-31, how: minutes}",
    "id: joint\nend: 2030-03-31\npartners: [otherham]\nservices: [carers support]",
    "id: endless\nopen_ended: true\nservices: [respite]",
    "id: lost\nlead: unknown\nlet: true",
)


@pytest.fixture
def path(tmp_path: Path) -> str:
    file = tmp_path / "r.yaml"
    file.write_text(registry_text(*RECORDS) + LEDGER, encoding="utf-8")
    return str(file)


def rows_of(path: str, *more: str) -> dict[tuple[str | None, str | None], dict[str, Any]]:
    rows = run_cli("coverage", "--registry", path, "--today", NOV, "--format", "json", *more).json["rows"]
    return {(row["authority"]["id"] if row["authority"] else None, row["service"]): row for row in rows}


def test_the_fixture_is_a_sound_registry(path: str) -> None:
    assert run_cli("check", path).lines == []


# Authority, service | contracts, live, with a known end, silence
COUNTS: list[tuple[str, str | None, str | None, list[str], int, int, str]] = [
    ("a council as a whole counts each contract once", "testshire", None,
     ["endless", "home-care", "home-care-two", "joint", "old-care"], 4, 4, "found"),
    ("what has ended is not live", "testshire", "home care", ["home-care", "home-care-two", "old-care"], 2, 2, "found"),
    ("a contract of two services counts for each, and no end is a known end", "testshire", "respite",
     ["endless", "home-care-two"], 2, 2, "found"),
    ("a contract counts for its partner too", "otherham", "carers support", ["joint"], 1, 1, "found"),
    ("a lead that is not known has rows of its own", None, "home care", ["lost"], 1, 0, "found"),
    ("looked for by name", "testshire", "advocacy", [], 0, 0, "looked-for"),
    ("a thing not found names its service", "testshire", "sensory support", [], 0, 0, "looked-for"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("authority", "service", "contracts", "live", "known", "silence"),
    [r[1:] for r in COUNTS],
    ids=[r[0] for r in COUNTS],
)
def test_counts(
    path: str, authority: str | None, service: str | None, contracts: list[str], live: int, known: int, silence: str
) -> None:
    row = rows_of(path)[authority, service]
    assert (row["contracts"], row["live"], row["known_end"], row["silence"]) == (contracts, live, known, silence)


def test_there_are_no_other_rows(path: str) -> None:
    assert set(rows_of(path)) == {(a, s) for _, a, s, *_ in COUNTS} | {
        ("otherham", None),
        (None, None),
        ("testshire", "carers support"),
    }


def test_the_last_look_counts_and_all_places_are_named_once(path: str) -> None:
    row = rows_of(path)["testshire", None]
    assert row["looked"] == "2026-01-09"
    # The day of a source that a contract cites, in the month that the look gives.
    assert row["reaches"]["text"] == "20 December 2025"
    assert row["places"] == ["the council's register", "notices"]
    assert row["notes"] == ["Its minutes were not read."]
    assert rows_of(path)["otherham", None]["looked"] is None


def test_a_look_for_one_service_by_name_says_nothing_of_another(path: str) -> None:
    rows = rows_of(path)
    assert rows["testshire", "respite"]["looked"] == "2026-01-05"
    assert rows["testshire", "advocacy"]["looked"] == "2026-01-09"


def test_what_was_not_found_stands_with_what_it_would_have_continued(path: str) -> None:
    rows = rows_of(path)
    assert rows["testshire", "home care"]["not_found"] == [
        {"what": "a successor of home care", "contracts": ["home-care"]}
    ]
    assert rows["testshire", "sensory support"]["not_found"] == [{"what": "any sensory support", "contracts": []}]
    assert rows["testshire", None]["not_found"] == [{"what": "an award that nobody knows", "contracts": []}]
    assert rows["testshire", "respite"]["not_found"] == []


SILENCE = [
    ("Testshire", "respite", "found"),
    ("Testshire", "carers", "found"),
    ("Testshire", "advocacy", "looked-for"),
    ("Otherham", "respite", "not-looked"),
]


@pytest.mark.parametrize(("council", "service", "silence"), SILENCE, ids=[" ".join(row) for row in SILENCE])
def test_a_council_and_a_service_always_get_an_answer(path: str, council: str, service: str, silence: str) -> None:
    rows = rows_of(path, "--council", council, "--service", service)
    assert [row["silence"] for row in rows.values()] == [silence]


def test_a_service_that_only_others_have_was_not_looked_for_by_name(tmp_path: Path) -> None:
    ledger = "coverage:\n  - {id: o, authority: otherham, looked: 2026-01-05, places: [pages]}\n"
    file = tmp_path / "r.yaml"
    file.write_text(registry_text("end: 2030-03-31") + ledger, encoding="utf-8")
    row = rows_of(str(file), "--service", "home care")["otherham", "home care"]
    assert (row["silence"], row["contracts"]) == ("looked-at", [])
    out = run_cli("coverage", "--registry", str(file), "--service", "home care", "--council", "otherham").out
    assert "the buyer was searched, not this service by name, and no contract turned up" in out


def test_formats_agree_row_for_row(path: str) -> None:
    asked = ("coverage", "--registry", path, "--today", NOV, "--format")
    rows = run_cli(*asked, "json").json["rows"]
    table = list(csv.DictReader(io.StringIO(run_cli(*asked, "csv").out, newline="")))
    assert list(table[0]) == list(HEAD)
    assert [
        (item["authority"], item["service"], item["contracts"], item["looked"], item["silence"]) for item in table
    ] == [
        (
            row["authority"]["id"] if row["authority"] else "",
            row["service"] or "",
            str(len(row["contracts"])),
            row["looked"] or "",
            row["silence"],
        )
        for row in rows
    ]
    tsv = [line.split("\t") for line in run_cli(*asked, "tsv").lines]
    assert tsv == [list(HEAD), *(list(item.values()) for item in table)]
    assert len(run_cli(*asked, "plain").lines) == len(rows)
    lines = [line for line in run_cli(*asked, "md").lines if line.startswith("| ")]
    assert sum(not line.startswith("| Service ") for line in lines) == len(rows)
    for item in rows:
        whole = " ".join(run_cli(*asked, "table").out.split())
        assert all(missing["what"] in whole for missing in item["not_found"])


def render(found: Coverage, name: str, width: int) -> str:
    return b"".join(parts_of(coverage_answer(found), name, Screen(width))).decode()


@pytest.mark.parametrize("width", [30, 60, 88, 120])
def test_the_table_keeps_to_the_width_and_loses_nothing(path: str, width: int) -> None:
    found = coverage(load(Path(path)).registry, date(2026, 11, 22))
    lines = render(found, "table", width).splitlines()
    assert max(map(len, lines)) <= width
    words = " ".join(" ".join(lines).split())
    for said in ("Its minutes were not read.", "a successor of home care (home-care)", "Lead not known"):
        assert said in words
    for service in {row.service for row in found.rows if row.service}:
        assert service in words.casefold()


def test_names_that_nothing_bears_are_refused_with_the_nearest(path: str) -> None:
    answer = run_cli("coverage", "--registry", path, "--service", "advocasy")
    assert (answer.code, answer.err.splitlines()[1]) == (2, "  did you mean advocacy?")
    assert run_cli("coverage", "--registry", path, "--council", "nowhere").code == 2
    assert run_cli("coverage", "--registry", path, "--format", "ics").code == 2


def test_a_registry_without_a_ledger_says_that_nobody_looked(registry: Callable[..., str]) -> None:
    lines = run_cli("coverage", "--registry", registry("end: 2030-03-31"), "--today", NOV).lines
    said = "Contracts: 0 | Live: 0 | Known end: 0 | nobody has searched, so this says nothing"
    assert f"Otherham Borough Council | all services | {said}" in lines


LEDGER_FAULTS = [
    ("an authority that does not exist", "    authority: testshire\n", "    authority: testshyre\n",
     "there is no authority 'testshyre' [unknown-authority]"),
    ("a source that does not exist", "    sources: [register]\n", "    sources: [registr]\n",
     "there is no source 'registr' [unknown-source]"),
    ("a look after the edition", "    looked: 2026-01-09\n", "    looked: 2026-01-11\n",
     "it was looked at (2026-01-11) after the edition (2026-01-10) [out-of-order]"),
    ("seen before it was there", "    reaches: 2025-11\n", "    reaches: 2026-02\n",
     "what was seen reaches further (February 2026) than the day of looking (2026-01-09) [out-of-order]"),
    ("a look without a place", "    places: [the council's register]\n", "",
     "this look has no `places` [missing-key]"),
    ("a look without a day", "    looked: 2026-01-05\n", "    looked: January\n", "'January' is not a day"),
    ("the same id twice", "  - id: testshire-notices\n", "  - id: testshire-pages\n", "[duplicate-id]"),
    ("a key that does not exist", "    note: ", "    notes: ", "'notes' is not a key of a look [unknown-key]"),
]  # fmt: skip


@pytest.mark.parametrize(("before", "after", "said"), [r[1:] for r in LEDGER_FAULTS], ids=[r[0] for r in LEDGER_FAULTS])
def test_faults_of_the_ledger_have_their_place_and_leave_the_contracts_alone(
    tmp_path: Path, before: str, after: str, said: str
) -> None:
    assert before in LEDGER
    file = tmp_path / "r.yaml"
    file.write_text(registry_text(*RECORDS) + LEDGER.replace(before, after, 1), encoding="utf-8")
    answer = run_cli("check", str(file))
    assert answer.code == 1
    assert len(answer.lines) == 2
    assert said in answer.lines[0]
    assert int(answer.lines[0].split(":")[1]) > registry_text(*RECORDS).count("\n")
    assert len(run_cli("list", "--registry", str(file), "--today", NOV).lines) == len(RECORDS)


def test_a_look_that_cannot_be_read_in_full_claims_nothing(tmp_path: Path) -> None:
    file = tmp_path / "r.yaml"
    file.write_text(registry_text(*RECORDS) + LEDGER.replace("looked: 2026-01-05", "looked: soon"), encoding="utf-8")
    assert [look.id for look in load(file).registry.coverage] == ["testshire-notices"]


def test_the_compiled_copy_keeps_the_ledger(path: str) -> None:
    first, second = load(Path(path)).registry.coverage, load(Path(path)).registry.coverage
    assert first == second
    assert len(first) == 2


@given(st.lists(st.tuples(shown_text(30), shown_text(30)), max_size=4))
def test_hostile_words_survive_every_format(words: list[tuple[str, str]]) -> None:
    looks = tuple(
        Look(f"l{n}", "a", date(2026, 1, 1), (where or "x",), not_found=(NotFound(what or "y"),), note=what or None)
        for n, (where, what) in enumerate(words)
    )
    registry = Registry(
        edition=date(2026, 1, 1),
        portals={},
        authorities={"a": Authority("a", "=A|`b`", "council")},
        sources={},
        contracts=(),
        coverage=looks,
    )
    found = coverage(registry, date(2026, 11, 22))
    for width in (30, 100):
        assert render(found, "table", width).endswith("\n")
    assert len(render(found, "plain", 80).rstrip("\n").split("\n")) == len(found.rows) == 1
    cells = list(csv.reader(io.StringIO(render(found, "csv", 80), newline="")))[1]
    assert cells[1] == "'=A|`b`"
    assert not any(cell.startswith(("=", "+", "-", "@")) for cell in cells)
    assert "\\|" in render(found, "md", 80)


def _shipped() -> Coverage:
    return coverage(load(ROOT / "data").registry, date(2026, 11, 22))


def test_the_shipped_ledger_counts_as_the_list_does() -> None:
    """Counted another way: from the rows of `list`."""
    listed = run_cli("list", "--today", NOV, "--format", "json").json["rows"]
    expected: dict[tuple[str, str | None], set[str]] = {}
    for row in listed:
        bodies = [item["id"] for item in (*([row["lead"]] if row["lead"] else []), *row["partners"])]
        for body in bodies:
            for service in (None, *row["services"]):
                expected.setdefault((body, service), set()).add(row["id"])
    found = {(row.authority.id, row.service): set(row.contracts) for row in _shipped().rows if row.authority}
    assert {key: ids for key, ids in found.items() if ids} == expected
    over = {row["id"] for row in listed if row["status"] in ("replaced", "ended")}
    unknown = {row["id"] for row in listed if row["end"] is None and row["status"] != "open-ended"}
    for item in _shipped().rows:
        assert item.live == len(set(item.contracts) - over)
        assert item.known_end == len(set(item.contracts) - over - unknown)


NORTH_EAST = (
    "darlington", "durham", "gateshead", "hartlepool", "middlesbrough", "newcastle", "north-tyneside",
    "northumberland", "redcar-cleveland", "south-tyneside", "stockton", "sunderland",
)  # fmt: skip


@pytest.mark.parametrize(
    "authority", [*NORTH_EAST, "staffordshire", "stoke-on-trent", "nenc-icb", "staffordshire-stoke-icb"]
)
def test_the_shipped_ledger_says_of_each_buyer_where_was_looked(authority: str) -> None:
    looks = [look for look in load(ROOT / "data").registry.coverage if look.authority == authority]
    assert looks
    for look in looks:
        assert look.places
        assert look.reaches is None or look.reaches.earliest is None or look.reaches.earliest <= look.looked


def test_the_shipped_ledger_claims_no_search_for_a_service_by_name() -> None:
    registry = load(ROOT / "data").registry
    for look in registry.coverage:
        assert look.services == (), "no look went through a service by name"
        assert look.looked <= registry.edition


def test_a_thing_not_found_in_the_shipped_ledger_names_a_process_that_the_registry_holds() -> None:
    registry = load(ROOT / "data").registry
    held = {ocid for contract in registry.contracts for ocid in (contract.ocid, *contract.related_ocids)}
    named = {item.ocid for look in registry.coverage for item in look.not_found if item.ocid}
    assert named - held == set()


def test_the_shipped_ledger_reaches_as_far_as_what_the_contracts_rest_on() -> None:
    """A look that claims less than the registry shows to have been seen is as wrong as one that claims more."""
    registry = load(ROOT / "data").registry
    for authority in {look.authority for look in registry.coverage}:
        looks = [look for look in registry.coverage if look.authority == authority and look.reaches]
        last = max(look.looked for look in looks)
        reach = max(look.reaches.latest for look in looks if look.reaches and look.reaches.latest)
        for contract in registry.contracts:
            for evidence in contract.all_evidence if authority in contract.authorities else ():
                source = registry.sources[evidence.source]
                if source.read <= last and source.published and source.published.earliest:
                    assert source.published.earliest <= reach, (authority, contract.id, source.id)


def test_what_is_run_in_house_and_what_was_not_read_are_said(shipped_rows: Any) -> None:
    own = shipped_rows("--council", "Durham", "--service", "shared lives")
    assert [(row["silence"], row["contracts"]) for row in own] == [("in-house", [])]
    assert any(note.startswith("Run in-house, so not here: Shared Lives") for note in own[0]["notes"])
    both = shipped_rows("--council", "Durham", "--service", "mental health support")
    assert [row["silence"] for row in both] == ["found"], "a contract beside what the council runs itself"
    whole = shipped_rows("--council", "Stockton")
    assert any("Seen and not read: a release of 1 June 2026" in note for note in whole[0]["notes"])


def test_the_newest_seen_is_worked_out_from_the_sources(shipped_rows: Any) -> None:
    whole = shipped_rows("--council", "North Tyneside")[0]
    assert whole["reaches"]["text"] == "12 August 2026"


@pytest.fixture
def shipped_rows() -> Any:
    def rows(*asked: str) -> list[dict[str, Any]]:
        answer = run_cli("coverage", *asked, "--format", "json", "--registry", str(ROOT / "data"))
        return list(answer.json["rows"])

    return rows


def test_the_matrix_puts_every_service_of_several_councils_beside_every_council() -> None:
    """Counted another way: from the rows of the ledger; no cell is empty without a page to read next."""
    answer = run_cli("coverage", "--matrix", "--format", "json", "--today", NOV).json
    ledger = {(row.authority.id, row.service): row for row in _shipped().rows if row.authority}
    cells = answer["rows"]
    assert answer["count"] == len(cells) == len({(cell["authority"]["id"], cell["service"]) for cell in cells})
    for cell in cells:
        row = ledger.get((cell["authority"]["id"], cell["service"]))
        if row is None:
            assert (cell["silence"], cell["contracts"]) == ("looked-at", [])
        else:
            assert (cell["silence"], tuple(cell["contracts"])) == (row.silence, row.contracts)
        assert bool(cell["read_next"]) == (cell["silence"] in ("looked-at", "not-looked"))


def test_the_matrix_as_a_sheet_has_a_column_for_each_council() -> None:
    answer = run_cli("coverage", "--matrix", "--format", "csv", "--council", "Durham", "--today", NOV)
    head, *rows = csv.reader(io.StringIO(answer.out))
    assert head == ["service", "durham"]
    assert dict(rows)["extra care"] == "in-house"


def test_the_matrix_shows_a_service_that_was_asked_for() -> None:
    answer = run_cli("coverage", "--matrix", "--service", "brokerage", "--format", "csv", "--today", NOV)
    assert answer.lines[1].startswith("brokerage,")
    assert "2 contracts" in answer.lines[1]


def test_the_score_of_a_council_is_the_mean_of_three_shares() -> None:
    """Counted another way: from the rows of `list`."""
    answer = run_cli("coverage", "--matrix", "--format", "json", "--today", NOV).json
    listed = run_cli("list", "--today", NOV, "--format", "json").json["rows"]
    csv_rows = csv.DictReader(io.StringIO(run_cli("list", "--today", NOV, "--format", "csv").out))
    fresh = {row["id"] for row in csv_rows if row["freshness"] == "fresh"}
    for known in answer["completeness"]:
        name = known["authority"]
        cells = [cell["silence"] for cell in answer["rows"] if cell["authority"]["id"] == name]
        live = [
            row
            for row in listed
            if name in {body["id"] for body in (row["lead"], *row["partners"]) if body}
            and row["status"] not in ("replaced", "ended", "abandoned")
        ]
        ends = sum(row["end"] is not None or row["status"] == "open-ended" for row in live)
        services = sum(cell in ("found", "in-house") for cell in cells)
        recent = sum(row["id"] in fresh for row in live)
        assert (known["live"], known["known_end"], known["fresh"], known["services"]) == (
            len(live), ends, recent, services,
        )  # fmt: skip
        shares = (services / len(cells), ends / len(live), recent / len(live))
        assert known["score"] == int(100 * sum(shares) / 3 + 1e-9)
