"""What lies outside the registry's scope is counted and left off the board, unless its service is asked for."""

from __future__ import annotations

from support import run_cli

TODAY = ("--today", "2026-11-28")
OUTSIDE = "newcastle-better-health-at-work"


def test_the_board_counts_it_and_leaves_it_out() -> None:
    due = run_cli("due", "--council", "Gateshead", "--format", "json", "--verbose", *TODAY).json
    assert OUTSIDE not in {row["id"] for row in due["rows"]}
    assert {"id": OUTSIDE, "reason": "outside-scope"} in due["excluded"]
    assert due["count"] + len(due["excluded"]) == due["registry"]["records"]
    assert "1 outside the scope" in run_cli("due", "--council", "Gateshead", "--format", "table", *TODAY).out


def test_it_is_on_the_board_when_its_service_is_asked_for_and_always_in_the_list() -> None:
    asked = run_cli("due", "--service", "workplace health", "--format", "json", *TODAY).json
    assert OUTSIDE in {row["id"] for row in asked["rows"]}
    assert OUTSIDE in {row["id"] for row in run_cli("list", "--format", "json", *TODAY).json["rows"]}
