"""A preview promises what writing keeps: the same account, and nothing that `check` refuses."""

from __future__ import annotations

import json
import random
from pathlib import Path
from typing import Any

import pytest

from importers_support import advertised, awarded, cancelled, contracted, period, planned, terminated
from support import run_cli
from test_import_mutated import BASES, mutated

TODAY = ("--today", "2028-11-28")
HEAD = "Ref,Title,Start date,End date\n"


def account(*arguments: str) -> dict[str, int]:
    answer = run_cli("import", *arguments, "--format", "json", *TODAY)
    assert answer.code == 0, answer.err
    found: dict[str, int] = answer.json["account"]
    return found


def written(tmp_path: Path, *releases: Any) -> str:
    path = tmp_path / "notices.json"
    path.write_text(json.dumps({"releases": releases}), encoding="utf-8")
    return str(path)


@pytest.fixture
def own(tmp_path: Path) -> Path:
    folder = tmp_path / "own"
    folder.mkdir()
    (folder / "contracts.yaml").write_text("edition: 2026-01-01\n", encoding="utf-8")
    return folder


def test_what_a_registry_cannot_hold_is_rejected_in_the_preview_too(tmp_path: Path, own: Path) -> None:
    file = written(
        tmp_path, contracted(), terminated(), cancelled(), advertised("000009-2026") | {"ocid": "ocds-h6vhtk-0bbbb2"}
    )
    preview = account(file, "--registry", str(own))
    assert (preview["rejected"], preview["new"]) == (3, 1)
    answer = run_cli("import", file, "--registry", str(own), *TODAY)
    assert "it cannot be abandoned and have `ended`" in answer.out
    assert account(file, "--write", str(own)) == preview
    assert run_cli("check", str(own), *TODAY).code == 0


def test_what_only_a_refused_record_needs_is_not_written(tmp_path: Path, own: Path) -> None:
    file = written(tmp_path, contracted(), terminated(), cancelled())
    assert account(file, "--write", str(own))["rejected"] == 3
    assert (own / "contracts.yaml").read_text(encoding="utf-8") == "edition: 2026-01-01\n"


def test_rows_that_would_overwrite_each_other_are_doubtful(tmp_path: Path, own: Path) -> None:
    """Else each import would write what the one before it had overwritten."""
    first, second = tmp_path / "a.csv", tmp_path / "b.csv"
    first.write_text(HEAD + "T1,Home care,01/04/2025,31/03/2028\n", encoding="utf-8")
    second.write_text(
        HEAD + "T1,Home care north,01/04/2025,31/03/2029\nT1,Home care south,01/04/2025,31/03/2030\n", encoding="utf-8"
    )
    lead = ("--lead", "Testshire County Council", "--write", str(own))
    assert account(str(first), *lead)["new"] == 1
    before = (own / "contracts.yaml").read_bytes()
    assert account(str(second), *lead)["doubtful"] == 2
    assert "which 2 rows share, each with other facts" in run_cli("import", str(second), *lead, *TODAY).out
    assert (own / "contracts.yaml").read_bytes() == before


def test_a_notice_of_a_related_process_changes_nothing_until_it_is_accepted(tmp_path: Path, own: Path) -> None:
    """It may be an earlier notice of the same contract, or another contract that goes with it."""
    run_cli("import", written(tmp_path, advertised()), "--write", str(own), *TODAY)
    path = own / "contracts.yaml"
    ocid = advertised()["ocid"]
    path.write_text(
        path.read_text(encoding="utf-8").replace(
            f"ocid: {ocid}", f"ocid: ocds-h6vhtk-0bbbb9\n    related_ocids: [{ocid}]"
        ),
        encoding="utf-8",
    )
    file, before = written(tmp_path, awarded()), path.read_bytes()
    assert account(file, "--write", str(own))["doubtful"] == 1
    assert path.read_bytes() == before
    record = run_cli("import", file, "--registry", str(own), "--format", "json", *TODAY).json["rows"][0]["record"]
    assert "which is only related to it\n" in run_cli("import", file, "--registry", str(own), *TODAY).out
    assert account(file, "--write", str(own), "--accept", record)["changed"] == 1


def test_a_notice_of_several_lots_is_evidence_for_all_that_it_gives(tmp_path: Path, own: Path) -> None:
    lots = [
        {"id": "1", "title": "North", "contractPeriod": period("2027-04-01", "2030-03-31")},
        {"id": "2", "title": "South", "contractPeriod": period("2027-10-01", "2031-03-31")},
    ]
    notice = advertised()
    notice["tender"] |= {"lots": lots}
    file = written(tmp_path, planned(), notice)
    assert account(file, "--registry", str(own))["rejected"] == 0
    assert account(file, "--write", str(own))["new"] == 2
    assert run_cli("check", str(own), *TODAY).code == 0


def test_an_award_is_previewed_as_it_would_be_written(tmp_path: Path, own: Path) -> None:
    run_cli("import", written(tmp_path, advertised()), "--write", str(own), *TODAY)
    file = written(tmp_path, awarded())
    preview = account(file, "--registry", str(own))
    assert preview["changed"] == 1
    assert account(file, "--write", str(own)) == preview
    assert account(file, "--registry", str(own))["same"] == 1


def test_damaged_files_come_to_the_same_when_written(tmp_path: Path, own: Path) -> None:
    rnd = random.Random(16)  # noqa: S311 - not for secrets
    empty = (own / "contracts.yaml").read_bytes()
    understood = 0
    for number in range(24):
        name = rnd.choice(sorted(BASES))
        file = tmp_path / f"{number}-{name}"
        file.write_bytes(mutated(BASES[name], rnd))
        (own / "contracts.yaml").write_bytes(empty)
        given = ("import", str(file), "--lead", "Testshire", "--format", "json", *TODAY)
        preview, kept = run_cli(*given, "--registry", str(own)), run_cli(*given, "--write", str(own))
        assert preview.code == kept.code, kept.err
        if preview.code == 0:
            assert preview.json["account"] == kept.json["account"]
            understood += 1
    assert understood > 8


def test_options_that_cannot_be_held_cost_no_record(tmp_path: Path, own: Path) -> None:
    """One of a hundred thousand notices was lost for steps of a month, 144 of them."""
    notice = advertised(renewal="Monthly extensions up to a maximum of 144 months")
    del notice["tender"]["lots"][0]["contractPeriod"]["maxExtentDate"]
    file = written(tmp_path, notice)
    assert account(file, "--registry", str(own))["new"] == 1
    answer = run_cli("import", file, "--registry", str(own), *TODAY)
    assert "the options are left open, since a registry cannot hold them" in answer.out
    assert account(file, "--write", str(own))["new"] == 1
    assert run_cli("check", str(own), *TODAY).code == 0
