"""The end of a contract that nobody has let is a plan: it is shown, and nothing ends on it."""

from __future__ import annotations

from pathlib import Path

import pytest

from support import run_cli

TODAY = ("--today", "2026-11-28")
PLANNED = "hartlepool-young-people-accommodation"
RECORD = """\
edition: 2026-11-28
sources: [{id: notice, title: A notice, publisher: Northshire, published: 2026-05, read: 2026-06-02, strength: notice}]
authorities: [{id: northshire, name: Northshire Council, kind: council}]
contracts:
  - id: care
    title: Care
    kind: contract
    services: [home care]
    lead: northshire
    let: false
    plans: {tender: 2027-03, start: 2027-09-01, end: 2030-08-31}
    evidence: [{source: notice, place: all of it, supports: [title, plans, let]}]
"""


def test_a_planned_end_is_shown_and_never_an_end() -> None:
    shown = run_cli("show", PLANNED, *TODAY).out
    assert "New end:" in shown
    assert "31 October 2030" in shown
    assert "none: nothing has been let" in shown
    rows = run_cli("list", "--council", "Hartlepool", "--format", "json", *TODAY).json["rows"]
    row = next(row for row in rows if row["id"] == PLANNED)
    assert (row["status"], row["initial_end"], row["next_end"], row["longest_end"]) == ("planned", None, None, None)


@pytest.mark.parametrize(
    ("added", "findings"), [("", 0), ("    end: 2030-08-31\n", 1), ("    advertised: 2026-05\n", 0)]
)
def test_check_asks_for_one_way_to_hold_it(tmp_path: Path, added: str, findings: int) -> None:
    file = tmp_path / "contracts.yaml"
    text = RECORD.replace("    let: false\n", f"{added}    let: false\n")
    file.write_text(text.replace("supports: [title", f"supports: [title{', end' * bool(findings)}"), encoding="utf-8")
    assert run_cli("check", str(file)).out.count("[planned-end]") == findings


def test_no_planned_contract_of_ours_has_an_end() -> None:
    rows = run_cli("list", "--status", "planned", "--format", "json", *TODAY).json["rows"]
    assert len(rows) > 20
    assert not [row["id"] for row in rows if row["end"] or row["extensions"]]
