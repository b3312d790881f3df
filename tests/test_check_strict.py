"""Warnings: those of every `check`, which exits 0, and those of `check --strict`, which exits 1."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from support import HEAD, registry_text, run_cli

NOV = ("--today", "2026-11-22")
WEAK = "end: 2030-03-31\nevidence: [{source: register, place: row 1, supports: [end], strength: secondary-summary}]"

# What the case shows | the records | the codes that --strict gives on 22 November 2026
CASES: list[tuple[str, tuple[str, ...], list[str]]] = [
    ("young and strong evidence", ("end: 2030-03-31",), []),
    ("old for a contract that ends within the year", ("end: 2027-03-31",), ["stale-evidence"]),
    ("weak however young", (WEAK,), ["weak-evidence"]),
    ("stale and weak are two warnings", (WEAK.replace("2030", "2027"),), ["stale-evidence", "weak-evidence"]),
    ("what is over", ("end: 2026-05-31\nended: {on: 2026-05-31, how: minutes}",), []),
    ("each record by itself", ("end: 2030-03-31", "id: b\nend: 2027-03-31", "id: c\nend: 2027-03-31"),
     ["stale-evidence", "stale-evidence"]),
]  # fmt: skip


@pytest.mark.parametrize(("records", "codes"), [row[1:] for row in CASES], ids=[row[0] for row in CASES])
def test_strict_warns_and_plain_check_stays_silent(
    registry: Callable[..., str], records: tuple[str, ...], codes: list[str]
) -> None:
    path = registry(*records)
    assert run_cli("check", path, *NOV).lines == []
    answer = run_cli("check", path, "--strict", *NOV)
    assert answer.code == (1 if codes else 0)
    assert [line.rsplit("[", 1)[1].rstrip("]") for line in answer.lines[::2]] == codes
    assert all(": warning: " in line for line in answer.lines[::2])
    found = run_cli("check", path, "--strict", "--format", "json", *NOV).json
    assert [(item["level"], item["code"]) for item in found["problems"]] == [("warning", code) for code in codes]


def test_a_warning_names_the_place_of_the_evidence_and_the_next_step(registry: Callable[..., str]) -> None:
    path = registry("end: 2027-03-31")
    line = next(n for n, text in enumerate(Path(path).read_text("utf-8").splitlines(), 1) if "evidence:" in text)
    first, second = run_cli("check", path, "--strict", *NOV).lines
    assert first.startswith(f"{path}:{line}:")
    assert "home-care: evidence to December 2025 (11 months) is older than the 6 months that it serves here" in first
    command = f"tenderwatch confirm home-care --source register --registry {path}"
    assert second == f"  look again; if nothing has changed: {command}"


def test_the_command_that_a_warning_names_mends_it(tmp_path: Path) -> None:
    minutes = "  - {id: minutes, title: M, publisher: T, read: 2025-06-01, strength: notice}\n\ncontracts:"
    head = HEAD.replace("\ncontracts:", minutes)
    evidence = "evidence:\n  - {source: minutes, place: a, supports: [end]}\n  - {source: register, place: b}"
    path = str(tmp_path / "r.yaml")
    Path(path).write_text(registry_text(f"end: 2027-03-31\n{evidence}", head=head), encoding="utf-8")
    _, hint = run_cli("check", path, "--strict", *NOV).lines
    _, *command = hint.split(": ", 1)[1].split()
    assert run_cli(*command, *NOV).code == 0
    assert run_cli("check", path, "--strict", *NOV).lines == []


def test_the_command_that_a_warning_of_weak_evidence_names_mends_it(registry: Callable[..., str]) -> None:
    path = registry(WEAK)
    _, hint = run_cli("check", path, "--strict", *NOV).lines
    _, *command = hint.split(": ", 1)[1].replace(" ID ", " fts-1 ").replace(" TEXT", " award").split()
    source = ("--new-source", "title=Award notice", "--new-source", "publisher=FTS", "--new-source", "strength=notice")
    assert run_cli(*command, *source, *NOV).code == 0
    # The register now stands beside it.
    assert run_cli("check", path, "--strict", *NOV).lines == []


def test_faults_and_warnings_come_in_the_order_of_their_places(registry: Callable[..., str]) -> None:
    path = registry("end: 2027-03-31", "id: bad\nend: 2027-13-01", "id: c\nend: 2027-03-31")
    lines = run_cli("check", path, "--strict", *NOV).lines[::2]
    assert [line.rsplit("[", 1)[1].rstrip("]") for line in lines] == ["stale-evidence", "bad-date", "stale-evidence"]


def test_what_was_checked_again_serves_again(registry: Callable[..., str]) -> None:
    path = registry("end: 2027-03-31\nevidence: [{source: register, place: r, supports: [end], checked: 2026-01-09}]")
    assert run_cli("check", path, "--strict", "--today", "2026-07-09").code == 0
    assert run_cli("check", path, "--strict", "--today", "2026-07-10").code == 1


def test_the_day_must_be_a_day_and_the_registry_must_be_there(tmp_path: Path) -> None:
    assert run_cli("check", "--strict", "--today", "soon").code == 2
    assert run_cli("check", "--strict", str(tmp_path / "none.yaml")).code == 2


EXTRA = HEAD.replace(
    "\ncontracts:\n",
    "  - id: minutes\n    title: Minutes\n    publisher: Testshire\n    read: 2026-01-05\n    strength: council-page\n"
    "\ncontracts:\n",
)
LOOK = "\ncoverage:\n  - {id: t, authority: testshire, looked: 2026-01-05, places: [pages], sources: [minutes]}\n"
USES: list[tuple[str, str, bool]] = [
    ("nothing names it", registry_text("end: 2030-03-31", head=EXTRA), False),
    ("evidence names it",
     registry_text("end: 2030-03-31\nevidence:\n  - {source: register, place: a}\n"
                   "  - {source: minutes, place: b, supports: [end]}", head=EXTRA), True),
    ("only an option's evidence names it",
     registry_text("end: 2030-03-31\nextensions:\n  - {months: 12, evidence: [{source: minutes, place: b}]}",
                   head=EXTRA), True),
    ("only a reading names it",
     registry_text("end: 2030-03-31\nconflicts:\n  - {about: end, chosen: a, because: b, "
                   "readings: [{says: c, source: minutes}]}", head=EXTRA), True),
    ("only a look names it", registry_text("end: 2030-03-31", head=EXTRA) + LOOK, True),
    ("there is no contract yet", registry_text(head=EXTRA), True),
]  # fmt: skip


@pytest.mark.parametrize(("text", "used"), [row[1:] for row in USES], ids=[row[0] for row in USES])
def test_a_source_that_is_never_cited_is_a_warning(tmp_path: Path, text: str, used: bool) -> None:
    path = tmp_path / "r.yaml"
    path.write_text(text.replace("contracts:\n\n", "contracts: []\n\n"), encoding="utf-8")
    answer = run_cli("check", str(path))
    assert (answer.code, [line.rsplit(": ", 1)[1] for line in answer.lines[::2]]) == (
        0,
        [] if used else ["source 'minutes' is never cited [unused-source]"],
    )
    assert run_cli("check", str(path), "--strict", "--today", "2026-01-10").code == (0 if used else 1)
    said = run_cli("list", "--registry", str(path), *NOV).err
    assert "left out" not in said, "a warning leaves no record out"


@pytest.mark.parametrize(
    ("more", "warned"),
    [("", True), ("advertised: 2021-09-01", False), ("let: false", False), ("plans: {start: 2022-04-01}", False)],
)
def test_a_contract_that_had_started_is_hardly_abandoned(registry: Callable[..., str], more: str, warned: bool) -> None:
    path = registry(f"start: 2022-04-01\nabandoned: {{on: 2026-09-10, how: handed back}}\n{more}")
    answer = run_cli("check", path)
    assert (answer.code, "[abandoned-after-start]" in answer.out) == (0, warned)
    assert run_cli("list", "--registry", path, *NOV, "--format", "json").json["rows"][0]["status"] == "abandoned"


def test_no_warning_hides_another(tmp_path: Path) -> None:
    path = tmp_path / "r.yaml"
    text = registry_text("end: 2030-03-31", head=EXTRA.replace("due-north.com", "due-north.com/?utm_source=x"))
    path.write_text(text, encoding="utf-8")
    answer = run_cli("check", str(path))
    assert answer.code == 0
    assert [line.rsplit("[", 1)[1] for line in answer.lines[::2]] == ["tracking-address]", "unused-source]"]


def test_a_misspelt_source_is_not_also_called_unused(tmp_path: Path) -> None:
    path = tmp_path / "r.yaml"
    evidence = "evidence: [{source: register, place: a, supports: [end]}, {source: minuts, place: b}]"
    path.write_text(registry_text(f"end: 2030-03-31\n{evidence}", head=EXTRA), encoding="utf-8")
    assert [line.rsplit("[", 1)[1] for line in run_cli("check", str(path)).lines[::2]] == ["unknown-source]"]


def test_an_error_comes_first(tmp_path: Path) -> None:
    path = tmp_path / "r.yaml"
    path.write_text(registry_text("end: 2030-13-31", head=EXTRA), encoding="utf-8")
    assert [line.rsplit("[", 1)[1] for line in run_cli("check", str(path)).lines[::2]] == ["bad-date]"]


# Address | the codes that plain `check` gives
ADDRESSES = [
    ("https://example.gov.uk/page?id=3&lang=en", []),
    ("https://intranet/register", []),
    ("https://example.gov.uk/page?utm_source=mail", ["tracking-address"]),
    ("https://example.gov.uk/page?id=3&fbclid=x", ["tracking-address"]),
    ("https://example.gov.uk/page;jsessionid=x", ["tracking-address"]),
    ("https://example.gov.uk/about-utm_source", []),
    ("https://someone@example.gov.uk/", ["bad-address"]),
    ("https://someone:secret@example.gov.uk/", ["bad-address"]),
    ("https://-example.gov.uk/", ["bad-address"]),
    ("https://example..gov.uk/", ["bad-address"]),
    ("https://./", ["bad-address"]),
    ("example.gov.uk", ["bad-address"]),
]


@pytest.mark.parametrize("where", ["source", "portal", "notice"])
@pytest.mark.parametrize(("address", "codes"), ADDRESSES, ids=[row[0] for row in ADDRESSES])
def test_addresses_are_judged_wherever_they_stand(tmp_path: Path, where: str, address: str, codes: list[str]) -> None:
    head = HEAD.replace("https://procontract.due-north.com", address) if where == "portal" else HEAD
    head = (
        head.replace("    published: 2025", f"    url: {address}\n    published: 2025") if where == "source" else head
    )
    notice = f"\nnotices:\n  - {{number: 061786-2026}}\n  - url: {address}" if where == "notice" else ""
    path = tmp_path / "r.yaml"
    path.write_text(registry_text(f"end: 2030-03-31{notice}", head=head), encoding="utf-8")
    lines = run_cli("check", str(path)).lines
    assert [line.rsplit("[", 1)[1].rstrip("]") for line in lines[::2]] == codes
    if codes:
        at = int(lines[0].split(":")[1])
        assert address in path.read_text(encoding="utf-8").splitlines()[at - 1]
