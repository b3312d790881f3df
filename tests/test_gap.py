"""Days for which no contract is known, between an end and the start of what follows: said, and never invented."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from support import run_cli
from tenderwatch.outlook import look_at
from tenderwatch.outlook.succession import gap_of
from tenderwatch.registry.layers import Layer
from tenderwatch.registry.load import load_layers

TODAY = date(2026, 11, 29)
OLD = "id: old\nend: 2027-03-31"
JOINT = f"{OLD}\npartners: [otherham]"

# What there is | since when no contract is known, for whom, and until which start; None where that cannot be said.
GAPS = [
    ((OLD, "id: new\nreplaces: [old]\nawarded: 2026-11-20\nstart: 2027-05-01"), ("2027-04-01", "testshire", "new")),
    ((OLD, "id: new\nreplaces: [old]\nplans: {start: 2027-05}"), ("2027-04-01", "testshire", "new")),
    ((OLD, "id: new\nreplaces: [old]\nawarded: 2026-11-20\nstart: 2027-04-01"), None),
    ((OLD, "id: new\nreplaces: [old]\nplans: {start: spring 2027}"), None),
    ((OLD, "id: new\nreplaces: [old]\nplans: {tender: 2027-01}"), None),
    ((OLD, "id: new\nreplaces: [old]\nplans: {start: 2027-09-01}\nabandoned: {on: 2026-10-01, how: no bids}"), None),
    ((f"{OLD}\nextensions: [{{months: 12}}]", "id: new\nreplaces: [old]\nplans: {start: 2027-05-01}"), None),
    ((f"{OLD}\nextensions: [{{months: 1, state: declined}}]", "id: new\nreplaces: [old]\nplans: {start: 2027-05-01}"),
     ("2027-04-01", "testshire", "new")),
    (("id: old\nend: 2027-03", "id: new\nreplaces: [old]\nplans: {start: 2027-04-01}"), None),
    (("id: old\nend: 2026-09-30", "id: new\nreplaces: [old]\nawarded: 2026-11-01\nstart: 2027-02-01"),
     ("2026-10-01", "testshire", "new")),
    ((JOINT, "id: new\nreplaces: [old]\nstart: 2027-04-01\nawarded: 2026-10-01",
      "id: other\nlead: otherham\nreplaces: [old]\nplans: {start: 2027-07-01}"), ("2027-04-01", "otherham", "other")),
    ((JOINT, "id: new\nreplaces: [old]\nstart: 2027-04-01\nawarded: 2026-10-01"), None),
    (("id: old\nend: 2029-03-31\nended: {on: 2026-12-31, how: terminated}",
      "id: new\nreplaces: [old]\nplans: {start: 2027-06-01}"), ("2027-01-01", "testshire", "new")),
]  # fmt: skip


@pytest.mark.parametrize(("records", "wanted"), GAPS)
def test_a_gap_is_only_what_the_dates_on_record_leave_no_doubt_of(
    registry: Callable[..., str], records: tuple[str, ...], wanted: tuple[str, str, str] | None
) -> None:
    path = Path(registry(*records))
    loaded = load_layers((Layer(str(path), path),)).registry
    gap = gap_of(look_at(loaded.by_id["old"], loaded, TODAY))
    found = (gap.since.isoformat(), " ".join(gap.buyers), gap.successor.id) if gap else None
    assert found == wanted


def test_the_board_and_the_record_say_that_no_contract_is_known(
    registry: Callable[..., str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """'Followed by' alone is read as: nothing to be done."""
    monkeypatch.setenv("COLUMNS", "140")
    asked = ("--registry", registry(*GAPS[0][0]), "--today", TODAY.isoformat())
    assert "arrange cover until 1 May 2027, then" in run_cli("due", *asked, "--format", "table").out
    said = "no contract known from 1 April 2027 until the start of"
    assert f"{said} new (1 May 2027)" in run_cli("due", *asked, "--format", "plain").out
    assert said in " ".join(run_cli("show", "old", *asked).out.split())


def test_an_award_that_was_seen_is_news(registry: Callable[..., str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "140")
    asked = ("--registry", registry(*GAPS[9][0]), "--today", TODAY.isoformat())
    plain, table, shown = (
        run_cli(*words, *asked).out for words in (("due",), ("due", "--format", "table"), ("show", "old"))
    )
    for text in (plain, table, shown):
        assert "no news since" not in text
    assert "last known end passed (30 September 2026); followed by new" in plain
    assert "runs on until 1 Feb 2027? next: " in table
    asked = ("--registry", registry("id: old\nend: 2026-09-30"), "--today", TODAY.isoformat())
    assert "last known end passed (30 September 2026); no news since" in run_cli("due", *asked).out
