"""`fetch`: every notice once, however the service fails; politely; and never a half file."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from fetching_support import Fault, Notices, release, served
from support import run_cli
from tenderwatch.errors import OutsideError, UsageError
from tenderwatch.fetching.asking import Page, Patience, asker, read_page
from tenderwatch.fetching.partial import Partial
from tenderwatch.fetching.services import SERVICES
from tenderwatch.fetching.walk import Key, key_of, walk

pytest.importorskip("httpx", reason="fetch needs the extra 'fetch'")

DAY = date(2026, 11, 2)
TODAY = ("--today", "2026-11-28")
NOW = datetime(2026, 11, 28, 12, tzinfo=UTC)


def fetched(
    address: str, waits: list[float] | None = None, *, service: str = "find-a-tender", days: int = 1
) -> list[Key]:
    """The keys of all releases of some days from `DAY` on, in the order in which they came."""
    waits = [] if waits is None else waits
    patience = Patience(0, SERVICES[service].refused, waits.append, lambda: NOW, lambda _: None)
    with asker(address, patience) as ask:
        steps = walk(SERVICES["find-a-tender"], address, ask, DAY, date(2026, 11, 1 + days), set())
        return [key_of(item) for step in steps for item in step.releases]


def test_every_release_of_every_day_comes_once() -> None:
    notices = Notices([*(release(n) for n in range(25)), *(release(n, "2026-11-03") for n in range(100, 107))])
    with served(notices) as address:
        found = fetched(address, days=3)
    assert sorted(found) == sorted(map(key_of, notices.releases))
    assert notices.agents == {next(iter(notices.agents))}
    assert "tenderwatch/" in next(iter(notices.agents))


@pytest.mark.parametrize("lost", [1, 2, 3])
def test_a_page_that_lost_its_link_to_the_next_is_noticed(lost: int) -> None:
    notices = Notices([release(n) for n in range(45)])
    notices.unlinked = {lost}
    with served(notices) as address:
        found = fetched(address)
    assert sorted(found) == sorted(map(key_of, notices.releases))


REFUSALS = [
    (Fault(429, {"Retry-After": "120"}), "find-a-tender", [120]),
    (Fault(429, {"Retry-After": "Sat, 28 Nov 2026 12:01:30 GMT"}), "find-a-tender", [90]),
    (Fault(429), "find-a-tender", [30]),
    (Fault(503), "find-a-tender", [30]),
    (Fault(403), "contracts-finder", [300]),
    (Fault(body=b'{"releases": [{"ocid": "ocds-1'), "find-a-tender", [30]),
    (Fault(body=b"<html>busy</html>"), "find-a-tender", [30]),
    (Fault(headers={"Content-Length": "900"}, body=b'{"releases": []}'), "find-a-tender", [30]),
]


@pytest.mark.parametrize(("fault", "service", "waited"), REFUSALS)
def test_what_is_refused_or_broken_is_asked_for_again_after_a_wait(
    fault: Fault, service: str, waited: list[float]
) -> None:
    notices = Notices([release(n) for n in range(25)])
    notices.faults = {2: fault}
    waits: list[float] = []
    with served(notices) as address:
        found = fetched(address, waits, service=service)
    assert (len(found), waits) == (25, waited)


HOPELESS = [
    (Fault(404), "answers 404"),
    (Fault(403), "answers 403"),
    (Fault(429, {"Retry-After": "86400"}), "asks us to wait 86400 seconds"),
]


@pytest.mark.parametrize(("fault", "said"), HOPELESS)
def test_what_waiting_does_not_mend_is_said_at_once(fault: Fault, said: str) -> None:
    notices = Notices([release(1)])
    notices.faults = {1: fault}
    waits: list[float] = []
    with served(notices) as address, pytest.raises(OutsideError, match=said):
        fetched(address, waits)
    assert waits == []


def test_it_gives_up_in_the_end() -> None:
    notices = Notices([release(1)])
    notices.faults = dict.fromkeys(range(1, 50), Fault(500))
    with served(notices) as address, pytest.raises(OutsideError, match="answers 500"):
        fetched(address)
    assert len(notices.asked) == 6


def test_a_link_to_another_host_is_not_followed() -> None:
    notices = Notices([release(n) for n in range(25)])
    notices.link = lambda address: address.replace("127.0.0.1", "example.org")
    with served(notices) as address, pytest.raises(OutsideError, match=r"sends us on to example\.org"):
        fetched(address)


def test_a_link_to_the_same_page_does_not_turn_for_ever() -> None:
    notices = Notices([release(n) for n in range(25)])
    with served(notices) as address:
        notices.link = lambda _: f"{address}{notices.asked[-1]}"
        with pytest.raises(OutsideError, match="circle"):
            fetched(address)


def test_a_page_in_another_encoding_is_read() -> None:
    page = read_page('{"releases": [{"ocid": "a", "id": "1", "title": "Café"}], "links": null}'.encode("latin-1"))
    assert page == Page(({"ocid": "a", "id": "1", "title": "Café"},), None)
    assert read_page(b"[" * 100_000) is None
    assert read_page(b"[1, 2]") is None


def test_only_secure_addresses_are_asked() -> None:
    with pytest.raises(UsageError, match="not a secure address"), asker("http://example.org", PATIENT):
        pass


PATIENT = Patience(0, 0, lambda _: None, lambda: NOW, lambda _: None)


# --- The file ---


def fetch(address: str, target: Path, *more: str) -> Any:
    return run_cli(
        "fetch", "find-a-tender", "--address", address, "--since", "2026-11-02", "--until", "2026-11-03",
        "--pause", "0", "-o", str(target), *TODAY, *more,
    )  # fmt: skip


def lines(target: Path) -> list[Key]:
    return sorted(key_of(json.loads(line)) for line in target.read_text(encoding="utf-8").splitlines())


def test_the_command_writes_a_file_that_import_reads(tmp_path: Path) -> None:
    notices = Notices([release(n) for n in range(25)])
    target = tmp_path / "notices.jsonl"
    with served(notices) as address:
        answer = fetch(address, target)
    assert (answer.code, answer.out) == (0, "")
    assert answer.err.splitlines()[0] == f"asking {address} for 2 days"
    assert answer.err.splitlines()[-1] == f"25 notices written to {target}"
    assert [path.name for path in tmp_path.iterdir()] == ["notices.jsonl"]
    assert lines(target) == sorted(map(key_of, notices.releases))
    account = run_cli("import", str(target), "--format", "json", *TODAY).json["account"]
    assert account["rows"] == 25


@pytest.mark.parametrize("stopped", range(1, 8))
def test_a_run_that_was_stopped_goes_on_and_loses_and_doubles_nothing(tmp_path: Path, stopped: int) -> None:
    notices = Notices([*(release(n) for n in range(25)), *(release(n, "2026-11-03") for n in range(30, 52))])
    target = tmp_path / "notices.jsonl"
    notices.faults = {stopped: Fault(404)}
    with served(notices) as address:
        broken = fetch(address, target)
        assert broken.code == 3
        assert "goes on where it stopped" in broken.err
        assert not target.exists()
        whole = fetch(address, target)
    assert whole.code == 0
    assert lines(target) == sorted(map(key_of, notices.releases))
    assert [path.name for path in tmp_path.iterdir()] == ["notices.jsonl"]


def test_what_was_half_written_when_a_run_was_killed_is_cut_off(tmp_path: Path) -> None:
    target = tmp_path / "notices.jsonl"
    with Partial(target, {"service": "x"}, DAY) as partial:
        partial.keep([release(1)], DAY, "page-2")
    with partial.lines.open("ab") as file:
        file.write(b'{"ocid": "half')
    with Partial(target, {"service": "x"}, DAY) as partial:
        assert (partial.seen, partial.progress.going_on) == ({key_of(release(1))}, "page-2")
        partial.keep([release(2)], DAY, None)
        partial.finish()
    assert lines(target) == [key_of(release(1)), key_of(release(2))]


DAMAGE: list[tuple[Callable[[Path], object], str]] = [
    (lambda path: path.write_text("{", encoding="utf-8"), "cannot be read"),
    (lambda path: path.write_text("[]", encoding="utf-8"), "cannot be read"),
    (lambda path: path.write_text('{"service": "y", "day": "2026-11-02", "next": null, "size": 1}'), "another fetch"),
    (lambda path: path.write_text('{"service": "x", "day": "2026-11-02", "next": null, "size": 9999}'), "shorter"),
    (lambda path: path.write_text('{"service": "x", "day": "soon", "next": null, "size": 1}'), "cannot be read"),
]


@pytest.mark.parametrize(("damage", "said"), DAMAGE)
def test_a_damaged_record_of_the_run_before_is_said(
    tmp_path: Path, damage: Callable[[Path], object], said: str
) -> None:
    target = tmp_path / "notices.jsonl"
    with Partial(target, {"service": "x"}, DAY) as partial:
        partial.keep([release(1)], DAY, None)
    damage(partial.state)
    with pytest.raises(UsageError, match=said):
        Partial(target, {"service": "x"}, DAY)


def test_only_the_notices_of_a_council_are_kept(tmp_path: Path) -> None:
    def bought(number: int, buyer: str) -> dict[str, Any]:
        party = {"id": "b", "name": buyer, "roles": ["buyer"]}
        return release(number) | {"parties": [party], "buyer": {"id": "b", "name": buyer}}

    notices = Notices([bought(1, "Durham County Council"), bought(2, "Leeds City Council"), release(3)])
    target = tmp_path / "durham.jsonl"
    with served(notices) as address:
        answer = fetch(address, target, "--council", "Durham")
    assert [key[1] for key in lines(target)] == ["000001-2026", "000003-2026"]
    assert "1 of others left out" in answer.err


WRONG = [
    (("--since", "2026-12-24", "-o", "x.jsonl"), "is still to come"),
    (("--since", "2026-11-20", "--until", "2026-11-10", "-o", "x.jsonl"), "is after the last day"),
    (("--since", "2026-11-20", "-o", "x.csv"), "end its name with .jsonl"),
    (("--since", "2026-11-20", "-o", "nowhere/x.jsonl"), "there is no folder"),
    (("--since", "soon", "-o", "x.jsonl"), "--since"),
]


@pytest.mark.parametrize(("given", "said"), WRONG)
def test_wrong_use_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, given: tuple[str, ...], said: str) -> None:
    monkeypatch.chdir(tmp_path)
    answer = run_cli("fetch", "find-a-tender", *given, *TODAY)
    assert answer.code == 2
    assert said in answer.err
    assert list(tmp_path.iterdir()) == []
