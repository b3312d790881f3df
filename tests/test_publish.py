"""The published site: what it holds, how it lives, and what must never happen to it."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable
from datetime import date
from hashlib import sha256
from pathlib import Path
from types import FrameType
from typing import Any
from xml.etree.ElementTree import Element, fromstring

import icalendar
import pytest
from jsonschema import Draft202012Validator  # type: ignore[import-untyped]

from support import Answer, registry_text, run_cli
from tenderwatch.calendar.feed import read_feed
from tenderwatch.calendar.ics import write_event
from tenderwatch.cli.files import locked
from tenderwatch.site.folder import building

HOME = "id: home-care\nservices: [home care]\nportal: nepo\nend: 2026-05-31\nextensions: [{months: 12}]"
JOINT = "id: joint\ntitle: Joint advocacy\nservices: [advocacy, home care]\npartners: [otherham]\nend: 2027-03"
PLANNED = "id: planned\ntitle: Day services\nservices: [day services]\nlead: otherham\nplans: {tender: 2026-09}"
SILENT = "id: silent\ntitle: Nothing known\nservices: [day services]\nlead: otherham"
ALL = (HOME, JOINT, PLANNED, SILENT)
BASE = "https://example.org/care/"
ATOM = "{http://www.w3.org/2005/Atom}"


class Published:
    """A folder that is published into again and again."""

    def __init__(self, folder: Path) -> None:
        self.registry, self.site = folder / "contracts.yaml", folder / "site"

    def run(self, *records: str, today: str, more: tuple[str, ...] = ()) -> Answer:
        self.registry.write_text(registry_text(*records))
        named = ("--registry", str(self.registry), "--base-url", BASE, "--today", today)
        return run_cli("publish", str(self.site), *named, *more)

    def __call__(self, *records: str, today: str = "2026-01-10", more: tuple[str, ...] = ()) -> Answer:
        answer = self.run(*records, today=today, more=more)
        assert (answer.code, answer.out) == (0, ""), answer.err
        return answer

    def text(self, path: str) -> str:
        return (self.site / path).read_text(encoding="utf-8")

    def json(self, path: str) -> Any:
        return json.loads(self.text(path))

    @property
    def atom(self) -> Element:
        return fromstring(self.text("changes.atom"))  # noqa: S314 - our own file

    @property
    def files(self) -> dict[str, tuple[bytes, int, int]]:
        """Every file with its bytes, its identity on the disk and when it was written."""
        every = (path for path in self.site.rglob("*") if path.is_file())
        return {
            str(path.relative_to(self.site)): (path.read_bytes(), path.stat().st_ino, path.stat().st_mtime_ns)
            for path in every
        }

    def events(self, path: str) -> dict[str, Any]:
        calendar = icalendar.Calendar.from_ical((self.site / path).read_bytes())
        assert not calendar.errors
        return {str(event["uid"]).removesuffix("@tenderwatch"): event for event in calendar.events}

    def blocks(self, path: str) -> dict[bytes, bytes]:
        parts = (self.site / path).read_bytes().split(b"BEGIN:VEVENT\r\n")[1:]
        return {part.split(b"UID:")[1].split(b"@")[0]: part for part in parts}


def counted(day: str) -> int:
    """The SEQUENCE of an event that changes on a day, for the first time."""
    return (date.fromisoformat(day) - date(2020, 1, 1)).days


@pytest.fixture
def site(tmp_path: Path) -> Published:
    return Published(tmp_path)


# --- what it holds ---


def test_feeds_hold_what_the_filters_of_ical_choose(site: Published) -> None:
    """Each contract once in the feed of each of its councils, services, portals and kinds."""
    site(*ALL)
    for group, key, flag, words in (
        ("council", "testshire", "--council", "testshire"), ("council", "otherham", "--council", "otherham"),
        ("service", "home-care", "--service", "home care"), ("service", "advocacy", "--service", "advocacy"),
        ("portal", "nepo", "--portal", "nepo"), ("kind", "contract", "--kind", "contract"),
    ):  # fmt: skip
        for audience in ("all", "provider", "commissioner"):
            whose = "" if audience == "all" else f"-{audience}"
            typed = ("ical", "--registry", str(site.registry), "--today", "2026-01-10", "--base-url", BASE)
            alone = run_cli(*typed, flag, words, "--for", audience).raw
            published = (site.site / f"feeds/{group}/{key}-care-contracts{whose}.ics").read_bytes()
            assert alone.split(b"BEGIN:VEVENT")[1:] == published.split(b"BEGIN:VEVENT")[1:]
    everything = run_cli("ical", "--registry", str(site.registry), "--today", "2026-01-10", "--base-url", BASE).raw
    assert (
        everything.split(b"BEGIN:VEVENT")[1:]
        == (site.site / "feeds/care-contracts.ics").read_bytes().split(b"BEGIN:VEVENT")[1:]
    )


def test_a_feed_without_an_event_is_not_published(site: Published) -> None:
    site(HOME, SILENT)
    assert not (site.site / "feeds/council/otherham-care-contracts.ics").exists()
    assert not (site.site / "feeds/service/day-services-care-contracts.ics").exists()
    assert all(b"BEGIN:VEVENT" in path.read_bytes() for path in site.site.rglob("*.ics"))


def test_a_watch_file_has_its_feeds(site: Published, tmp_path: Path) -> None:
    watch = tmp_path / "Our own.yaml"
    watch.write_text("councils: [otherham]")
    site(*ALL, more=("--watch", str(watch)))
    found = site.events("feeds/watch/our-own-care-contracts.ics")
    assert {uid.split(".")[0] for uid in found} == {"joint", "planned"}
    other = tmp_path / "more" / "our-own.yaml"
    other.parent.mkdir()
    other.write_text("words: [day]")
    twice = site.run(*ALL, today="2026-01-10", more=("--watch", str(watch), "--watch", str(other)))
    assert (twice.code, "would share one address" in twice.err) == (2, True)


def test_the_api_has_the_documented_shape(site: Published) -> None:
    site(*ALL)
    listed = run_cli("list", "--registry", str(site.registry), "--today", "2026-01-10", "--format", "json").json
    every = site.json("api/v1/contracts.json")
    assert sorted(listed["rows"], key=lambda row: row["id"]) == every["rows"]
    assert {key: every[key] for key in listed if key != "rows"} == {key: listed[key] for key in listed if key != "rows"}
    for row in every["rows"]:
        item = site.json(f"api/v1/contracts/{row['id']}.json")
        assert (item["count"], item["rows"]) == (1, [row])
        left = sum(part.get("count", 1) for part in item["excluded"])
        assert item["registry"]["records"] == item["count"] + left
    council = site.json("api/v1/councils/otherham.json")
    assert [row["id"] for row in council["rows"]] == ["joint", "planned", "silent"]
    assert [item["id"] for item in council["unknown_end"]] == ["planned", "silent"]
    index = site.json("api/v1/index.json")
    addresses = [item["url"] for item in (*index["contracts"]["one"], *index["councils"], *index["feeds"])]
    addresses += [index[key] for key in ("changes", "table", "datapackage")]
    for address in addresses:
        assert (site.site / address.removeprefix(BASE)).is_file(), address


def test_the_table_fits_its_schema(site: Published) -> None:
    site(*ALL)
    resource = site.json("datapackage.json")["resources"][0]
    rows = list(csv.reader(io.StringIO((site.site / resource["path"]).read_bytes().decode(), newline="")))
    fields = resource["schema"]["fields"]
    assert rows[0] == [field["name"] for field in fields]
    kinds: dict[str, Callable[[str], object]] = {
        "string": str, "integer": int, "number": float, "date": lambda text: time.strptime(text, "%Y-%m-%d"),
    }  # fmt: skip
    for row in rows[1:]:
        assert len(row) == len(fields)
        for cell, field in zip(row, fields, strict=True):
            if cell:
                kinds[field["type"]](cell)
    assert len({row[0] for row in rows[1:]}) == len(ALL)


def test_the_manifest_reconciles(site: Published) -> None:
    site(*ALL)
    made, files = site.json("manifest.json"), site.files
    del files["manifest.json"]
    assert set(made["files"]) == set(files)
    for path, (data, _, _) in files.items():
        assert made["files"][path] == {"bytes": len(data), "sha256": sha256(data).hexdigest()}
    assert made["counts"]["bytes"] == sum(len(data) for data, _, _ in files.values())
    assert made["counts"]["feeds"] == len(list(site.site.rglob("*.ics"))) == len(made["feeds"])
    assert made["registry"]["records"] == made["registry"]["published"] == len(ALL)
    assert made["events"]["live"] == sum(made["events"]["by_kind"].values())
    for feed in made["feeds"]:
        assert feed["events"] + feed["cancelled"] == len(site.events(feed["path"]))


def test_faulty_records_are_counted_and_the_rest_is_published(site: Published) -> None:
    answer = site(HOME, "id: faulty\nend: 2026-13-01")
    assert answer.err.startswith("warning: 1 fault")
    made = site.json("manifest.json")["registry"]
    assert (made["records"], made["published"], made["faulty"]) == (2, 1, ["faulty"])


def test_every_link_within_the_site_leads_somewhere(site: Published) -> None:
    from html.parser import HTMLParser
    from posixpath import dirname, join, normpath

    site(*ALL)
    site(*ALL[:3], today="2026-01-20")
    found: list[tuple[str, str]] = []
    page = ""

    class Links(HTMLParser):
        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            assert tag
            for name, value in attrs:
                if name in ("href", "src") and value:
                    found.append((page, value))

    for path in site.site.rglob("*.html"):
        page = str(path.relative_to(site.site))
        Links().feed(path.read_text())
    checked = 0
    for page, link in found:
        target = link.split("#")[0].split("?")[0]
        whole = target.removeprefix(BASE) if target.startswith(BASE) else join(dirname(page), target)
        if target and ":" not in whole:
            assert (site.site / normpath(whole)).is_file(), f"{page}: {link}"
            checked += 1
    assert checked > 100


# --- how it lives ---


def test_published_twice_no_file_changes(site: Published) -> None:
    site(*ALL)
    first = site.files
    answer = site(*ALL)
    assert site.files == first
    assert "nothing to write, unchanged in" in answer.err


def test_a_date_that_moves_moves_one_event_in_every_feed(site: Published) -> None:
    site(*ALL)
    feeds = [str(path.relative_to(site.site)) for path in site.site.rglob("*.ics")]
    before = {path: site.blocks(path) for path in feeds}
    site(HOME, JOINT, PLANNED.replace("2026-09", "2026-10"), SILENT, today="2026-02-01")
    moved = 0
    for path in feeds:
        after = site.blocks(path)
        assert set(after) == set(before[path])
        changed = {uid for uid in after if after[uid] != before[path][uid]}
        assert changed <= {b"planned.stated-tender"}
        moved += len(changed)
        if changed:
            event = site.events(path)["planned.stated-tender"]
            assert (int(event["sequence"]), event["dtstamp"].dt.date().isoformat()) == (
                counted("2026-02-01"),
                "2026-02-01",
            )
    assert moved == 9, "all, its council, service and kind, each for all and for providers; and its own"


def cancelled(site: Published, path: str) -> dict[bytes, bytes]:
    blocks = {uid: block.split(b"END:VEVENT")[0] for uid, block in site.blocks(path).items()}
    return {uid: block for uid, block in blocks.items() if b"STATUS:CANCELLED" in block}


def test_a_contract_removed_is_told_and_gone_after_eight_weeks(site: Published) -> None:
    site(*ALL)
    answer = site(JOINT, PLANNED, SILENT, today="2026-02-01")
    assert "cancelled" in answer.err
    for path in ("feeds/care-contracts.ics", "feeds/portal/nepo-care-contracts.ics"):
        event = site.events(path)["home-care.end"]
        assert (str(event["status"]), int(event["sequence"])) == ("CANCELLED", counted("2026-02-01"))
    assert "No longer listed" in site.text("contracts/home-care.html")
    assert site.json("api/v1/contracts/home-care.json") == {"schema_version": 1, "gone_since": "2026-02-01"}
    paths = [path for path in site.files if path.endswith(".ics")]
    held = {path: cancelled(site, path) for path in paths}
    assert sum(map(len, held.values())) > 20
    site(JOINT, PLANNED, SILENT, today="2026-03-28")
    assert {path: cancelled(site, path) for path in paths} == held
    site(JOINT, PLANNED, SILENT, today="2026-03-29")
    assert "home-care.end" not in site.events("feeds/care-contracts.ics")
    left = site.events("feeds/portal/nepo-care-contracts.ics").values()
    assert all(event["dtend"].dt <= date(2026, 2, 2) for event in left), "only history, for its 90 days"
    for path in ("contracts/home-care.html", "api/v1/contracts/home-care.json"):
        assert not (site.site / path).exists(), path
    assert site.json("manifest.json")["tombstones"] == {}


def test_a_contract_that_returns_loses_its_tombstone(site: Published) -> None:
    site(*ALL)
    site(JOINT, PLANNED, SILENT, today="2026-02-01")
    site(*ALL, today="2026-02-08")
    event = site.events("feeds/portal/nepo-care-contracts.ics")["home-care.end"]
    assert (str(event["status"]), int(event["sequence"])) == ("CONFIRMED", counted("2026-02-08"))
    assert "No longer listed" not in site.text("contracts/home-care.html")
    assert site.json("manifest.json")["tombstones"] == {}


def test_a_contract_new_to_a_feed_has_the_stamps_it_has_elsewhere(site: Published) -> None:
    site(*ALL)
    site(HOME, JOINT.replace("2027-03", "2027-04"), PLANNED, SILENT, today="2026-02-01")
    site(HOME, JOINT.replace("2027-03", "2027-04") + "\nportal: nepo", PLANNED, SILENT, today="2026-02-08")
    names = ("care-contracts", "portal/nepo-care-contracts", "council/otherham-care-contracts")
    assert {int(site.events(f"feeds/{name}.ics")["joint.end"]["sequence"]) for name in names} == {counted("2026-02-08")}


def test_changes_are_told_once(site: Published) -> None:
    def entries() -> list[tuple[str, str, list[str]]]:
        root = site.atom
        return [
            (item.findtext(f"{ATOM}updated") or "", item.findtext(f"{ATOM}title") or "",
             (item.findtext(f"{ATOM}summary") or "").split("\n")[1:])
            for item in root.iter(f"{ATOM}entry")
        ]  # fmt: skip

    site(*ALL)
    assert entries() == []
    site(HOME, JOINT, PLANNED.replace("2026-09", "2026-10"), SILENT, today="2026-02-01")
    moved = ("2026-02-01T00:00:00Z", "Day services", ["Tender planned: September 2026 becomes October 2026"])
    assert entries() == [moved]
    before = site.text("changes.atom")
    site(HOME, JOINT, PLANNED.replace("2026-09", "2026-10"), SILENT, today="2026-02-02")
    assert site.text("changes.atom") == before, "nothing new, not a byte"
    site(JOINT, PLANNED.replace("2026-09", "2026-10"), SILENT, "id: new\ntitle: New\nend: 2030", today="2026-02-03")
    assert [(day[:10], title) for day, title, _ in entries()] == [
        ("2026-02-03", "Home care"), ("2026-02-03", "New"), ("2026-02-01", "Day services"),
    ]  # fmt: skip
    assert entries()[1][2] == ["now listed"]
    assert "Ends: 31 May 2026, withdrawn" in entries()[0][2]
    ids = [item.findtext(f"{ATOM}id") for item in site.atom.iter(f"{ATOM}entry")]
    assert len(set(ids)) == len(ids) == 3


# --- what must never happen ---

LOSSES: list[tuple[str, tuple[str, ...], str]] = [
    ("a fault in a published record", (HOME.replace("05-31", "02-31"), JOINT, PLANNED, SILENT), "have faults"),
    ("most contracts missing", (HOME,), "3 of the 4 contracts published before are missing"),
    ("no date left", (SILENT,), "every calendar would be empty"),
    ("most events gone", ("id: home-care", "id: joint", PLANNED, SILENT), "events published before 1 would be left"),
]


@pytest.mark.parametrize(("sentence", "records", "said"), LOSSES, ids=[row[0] for row in LOSSES])
def test_a_loss_stops_the_build(site: Published, sentence: str, records: tuple[str, ...], said: str) -> None:
    site(*ALL)
    before = site.files
    answer = site.run(*records, today="2026-02-01")
    assert answer.code == 2, sentence
    assert said in answer.err
    assert site.files == before
    assert sorted(path.name for path in site.site.parent.iterdir()) == ["contracts.yaml", "site"], "nothing left over"


def test_a_loss_that_is_meant_is_published(site: Published) -> None:
    site(*ALL)
    site(HOME, today="2026-02-01", more=("--allow-loss",))
    assert str(site.events("feeds/care-contracts.ics")["joint.end"]["status"]) == "CANCELLED"
    site(SILENT, today="2026-02-02", more=("--allow-loss",))
    events = site.events("feeds/care-contracts.ics").values()
    ahead = {str(event["status"]) for event in events if event["dtend"].dt > date(2026, 2, 2)}
    assert ahead == {"CANCELLED"}, "what came to pass is not withdrawn any more"


def test_killed_at_any_moment_the_old_site_stands_whole(site: Published) -> None:
    """The process is killed while it builds, later each time, until it is quick enough to finish."""
    many = [f"id: contract-{number}\nend: 2027-03-31\nextensions: [{{months: 12}}]" for number in range(60)]
    site(*many)
    old = {path: data for path, (data, _, _) in site.files.items()}
    site.registry.write_text(registry_text(*(item.replace("2027", "2028") for item in many)))
    typed = ("publish", str(site.site), "--registry", str(site.registry), "--base-url", BASE, "--today", "2026-02-01")
    killed, wait = 0, 0.15
    while wait < 30:
        process = subprocess.Popen((sys.executable, "-m", "tenderwatch", *typed), stderr=subprocess.DEVNULL)
        try:
            process.wait(timeout=wait)
            break
        except subprocess.TimeoutExpired:
            process.send_signal(signal.SIGKILL)
            process.wait()
            killed += 1
            now = {path: data for path, (data, _, _) in site.files.items()}
            assert now == old or json.loads(now["manifest.json"])["generated_for"] == "2026-02-01"
        wait *= 1.6
    assert killed > 2
    assert site.json("manifest.json")["generated_for"] == "2026-02-01"
    events = site.events("feeds/care-contracts.ics").values()
    assert {int(event["sequence"]) for event in events} == {counted("2026-02-01")}
    assert sorted(path.name for path in site.site.parent.iterdir()) == ["contracts.yaml", "site"]


def test_what_others_keep_in_the_folder_stays(site: Published) -> None:
    site.site.mkdir()
    (site.site / "CNAME").write_text("example.org")
    (site.site / ".git").mkdir()
    (site.site / ".git" / "HEAD").write_text("ref: refs/heads/pages")
    site(*ALL)
    (site.site / "feeds" / "notes.txt").write_text("mine")
    (site.site / "pictures").mkdir()
    (site.site / "pictures" / "a.svg").write_text("<svg/>")
    site(HOME.replace("05-31", "06-30"), JOINT, PLANNED, SILENT, today="2026-02-01")
    for path in ("CNAME", ".git/HEAD", "feeds/notes.txt", "pictures/a.svg"):
        assert (site.site / path).is_file(), path
    assert (site.site / ".git/HEAD").read_text() == "ref: refs/heads/pages"


def test_a_folder_with_other_things_in_it_is_refused(site: Published) -> None:
    site.site.mkdir()
    (site.site / "thesis.odt").write_text("precious")
    answer = site.run(*ALL, today="2026-01-10")
    assert (answer.code, "thesis.odt" in answer.err) == (2, True)
    assert [path.name for path in site.site.iterdir()] == ["thesis.odt"]


@pytest.mark.parametrize(
    ("path", "spoil"),
    [
        ("manifest.json", b"{}"),
        ("manifest.json", b"[1, 2"),
        ("manifest.json", b"[" * 100_000),
        ("manifest.json", b'{"made_by": "tenderwatch", "schema_version": 1e999}'),
        ("manifest.json", b'{"made_by": "tenderwatch", "schema_version": 1, "contracts": {"a": "\\ud800"}}'),
        ("feeds/care-contracts.ics", b""),
        ("feeds/kind/contract-care-contracts.ics", None),
        ("changes.atom", None),
        ("changes.atom", b'<?xml version="1.0" encoding="utf-8"?>\n<feed'),
        ("changes.atom", b'<?xml version="1.0" encoding="klingon"?>\n<feed/>'),
        ("feeds/kind/contract-care-contracts.ics", b"BEGIN:VCALENDAR\r\n"),
    ],
)
def test_a_site_that_was_damaged_is_not_built_upon(site: Published, path: str, spoil: bytes | None) -> None:
    site(*ALL)
    (site.site / path).unlink()
    if spoil is not None:
        (site.site / path).write_bytes(spoil)
    before = site.files
    answer = site.run(*ALL, today="2026-02-01")
    assert (answer.code, len(answer.err.splitlines())) == (2, 2)
    assert path in answer.err, "the file to put back is named"
    assert site.files == before


@pytest.mark.parametrize(
    ("part", "value"),
    [
        ("feeds", []),
        ("feeds", [{"path": "feeds/x.ics"}]),
        ("feeds", [{"path": "x", "title": "x", "group": "all", "key": "x", "audience": "all", "events": "1"}]),
        ("events", {"live": "many"}),
        ("contracts", {"a": 1}),
        ("first_published", "0000-01-01"),
    ],
)
def test_a_manifest_of_another_shape_is_not_built_upon(site: Published, part: str, value: object) -> None:
    site(*ALL)
    path = site.site / "manifest.json"
    spoilt = json.dumps(site.json("manifest.json") | {part: value})
    path.unlink()
    path.write_text(spoilt)
    answer = site.run(*ALL, today="2026-02-01")
    assert (answer.code, "manifest.json: it is damaged" in answer.err) == (2, True), answer.err
    assert path.read_text() == spoilt


def test_the_first_year_of_all_is_no_reason_to_fail(site: Published, tmp_path: Path) -> None:
    """A date before which there is no day: the feed is called damaged, by name."""
    site(*ALL)
    feed = tmp_path / "previous.ics"
    whole = (site.site / "feeds/care-contracts.ics").read_bytes().decode()
    for name in ("DTSTART;VALUE=DATE:", "DTEND;VALUE=DATE:"):
        start = whole.index(name) + len(name)
        whole = f"{whole[:start]}00010101{whole[start + 8 :]}"
    feed.write_bytes(whole.encode())
    named = ("--registry", str(site.registry), "--today", "2026-02-01", "--previous", str(feed))
    answer = run_cli("ical", *named, "-o", str(tmp_path / "next.ics"))
    assert (answer.code, str(feed) in answer.err) == (2, True), answer.err
    assert not (tmp_path / "next.ics").exists()


def test_what_is_put_into_the_folder_during_a_build_is_kept(site: Published) -> None:
    site(*ALL)
    site.site.joinpath("old.txt").write_text("before")
    target = site.site
    ours = frozenset(site.json("manifest.json")["files"]) | {"manifest.json"}
    with building(target) as made:
        made.keep_others(ours)
        for path in ours:
            made.put(path, b"new")
        (target / "feeds" / "notes.txt").write_text("mine")
        (target / "pictures").mkdir()
        (target / "pictures" / "a.svg").write_text("<svg/>")
        (target / "old.txt").unlink()
        (target / "old.txt").write_text("after")
    assert (target / "index.html").read_bytes() == b"new"
    kept = [(target / path).read_text() for path in ("feeds/notes.txt", "pictures/a.svg", "old.txt")]
    assert kept == ["mine", "<svg/>", "after"]


@pytest.mark.parametrize("exchange", [True, False], ids=["exchange", "two steps"])
def test_a_folder_can_be_published_from_inside(
    site: Published, monkeypatch: pytest.MonkeyPatch, exchange: bool
) -> None:
    """Whoever stands in the folder goes on standing in it: nothing that they typed has to change."""
    if not exchange:
        monkeypatch.setattr("tenderwatch.site.folder._exchange", lambda _path, _other: False)
    site.site.mkdir()
    monkeypatch.chdir(site.site)
    site.registry.write_text(registry_text(*ALL))
    for day in ("2026-01-10", "2026-02-01", "2026-03-01"):
        Path("mine.txt").write_text(day)
        typed = ("--registry", str(site.registry), "--base-url", BASE, "--today", day)
        answer = run_cli("publish", ".", *typed)
        assert answer.code == 0 or day == "2026-01-10", answer.err
        if day == "2026-01-10":
            assert "mine.txt" in answer.err, "a first build does not mix with what others keep there"
            Path("mine.txt").unlink()
            assert run_cli("publish", ".", *typed).code == 0
        assert json.loads(Path("manifest.json").read_text())["generated_for"] == day
        assert day == "2026-01-10" or Path("mine.txt").read_text() == day
    assert sorted(path.name for path in site.site.parent.iterdir()) == ["contracts.yaml", "site"]


def test_a_whole_disk_is_no_folder_to_publish_into(site: Published) -> None:
    site.site = Path("/")
    answer = site.run(*ALL, today="2026-01-10")
    assert (answer.code, "whole disk" in answer.err) == (2, True)


@pytest.mark.skipif(sys.platform == "win32", reason="locks are told apart by process there")
def test_two_builds_at_once_one_waits_and_is_told_of_the_other(
    site: Published, monkeypatch: pytest.MonkeyPatch
) -> None:
    site(*ALL)
    monkeypatch.setattr("tenderwatch.cli.files._TRIES", 2)
    with locked(site.site, "the site"):
        answer = site.run(*ALL, today="2026-02-01")
    assert (answer.code, len(answer.err.splitlines())) == (3, 2)
    assert f"another run (process {os.getpid()}) is changing the site" in answer.err
    site(*ALL, today="2026-02-01")


def test_watch_files_without_a_latin_letter_have_feeds_of_their_own(site: Published, tmp_path: Path) -> None:
    paths = [tmp_path / f"{name}.yaml" for name in ("уход", "دعم")]
    for path in paths:
        path.write_text("councils: [otherham]")
    site(*ALL, more=("--watch", str(paths[0]), "--watch", str(paths[1])))
    feeds = {feed["path"] for feed in site.json("manifest.json")["feeds"] if feed["group"] == "watch"}
    assert len(feeds) == 2 * 3
    assert all(re.fullmatch(r"feeds/watch/[0-9a-f]{12}-care-contracts(-[a-z]+)?\.ics", path) for path in feeds)


@pytest.mark.parametrize("path", ["../outside", "/etc/passwd", "a/../../b", "feeds/..\\x", ""])
def test_a_manifest_cannot_name_a_file_outside(site: Published, path: str) -> None:
    site(*ALL)
    made = site.json("manifest.json")
    made["tombstones"] = {path: "2026-01-01"}
    (site.site / "manifest.json").unlink()
    (site.site / "manifest.json").write_text(json.dumps(made))
    answer = site.run(*ALL, today="2026-02-01")
    assert (answer.code, "names a file outside the site" in answer.err) == (2, True)


def test_a_folder_that_cannot_be_written_is_one_clear_line(site: Published, tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("")
    site.site = blocked / "site"
    answer = site.run(*ALL, today="2026-01-10")
    assert (answer.code, len(answer.err.splitlines())) == (3, 2)
    site.site = blocked
    answer = site.run(*ALL, today="2026-01-10")
    assert (answer.code, len(answer.err.splitlines())) == (2, 2)


def test_a_swap_in_two_steps_is_mended(site: Published) -> None:
    """Where a system knows no exchange, and the process was stopped between the two steps."""
    site(*ALL)
    before = {path: data for path, (data, _, _) in site.files.items()}
    site.site.rename(site.site.with_name(".site.before"))
    site(*ALL)
    assert {path: data for path, (data, _, _) in site.files.items()} == before


# --- limits ---


def many(number: int, council: str) -> list[str]:
    return [
        f"id: {council}-{item}\nlead: {council}\nservices: [{'home care' if item % 2 else 'day services'}]\n"
        f"end: 2027-03-31\nextensions: [{{months: 12}}]"
        for item in range(number)
    ]


def test_no_feed_is_larger_than_calendars_take(site: Published, monkeypatch: pytest.MonkeyPatch) -> None:
    """With a small limit here; `make growth` has the real one."""
    monkeypatch.setattr("tenderwatch.site.parts.MOST_EVENTS", 100)
    records = [*many(7, "testshire"), *many(13, "otherham")]
    answer = site(*records)
    assert "will soon be published in parts" in answer.err
    whole, events = set[str](), 0
    for path in site.site.rglob("*.ics"):
        assert path.read_bytes().count(b"BEGIN:VEVENT") <= 100
    assert (site.site / "feeds/care-contracts-part-2.ics").exists()
    assert f"More of it is in {BASE}feeds/care-contracts-part-2.ics" in described(site, "feeds/care-contracts.ics")
    for feed in site.json("manifest.json")["feeds"]:
        if feed["group"] == "all" and feed["audience"] == "all":
            found = set(site.events(feed["path"])) - {"feed.moved"}
            assert not whole & found, "each event in one part"
            whole |= found
            events += feed["events"]
    assert {uid.split(".")[0] for uid in whole} == {record.split("\n")[0].removeprefix("id: ") for record in records}
    assert events == site.json("manifest.json")["events"]["live"]
    first = site.files
    site(*records)
    assert site.files == first


def described(site: Published, path: str) -> str:
    return str(icalendar.Calendar.from_ical((site.site / path).read_bytes())["x-wr-caldesc"]).replace("\\,", ",")


def test_a_contract_that_leaves_a_feed_stays_there_for_eight_weeks_as_it_is_elsewhere(site: Published) -> None:
    site(*ALL)
    moved = (HOME, JOINT, PLANNED.replace("lead: otherham", "lead: testshire"), SILENT)
    old, new = (f"feeds/council/{name}-care-contracts.ics" for name in ("otherham", "testshire"))
    uid = b"planned.stated-tender"
    for today in ("2026-02-01", "2026-02-02", "2026-03-28"):
        site(*moved, today=today)
        assert site.blocks(old)[uid] == site.blocks(new)[uid]
        assert str(site.events(old)["planned.stated-tender"]["status"]) == "TENTATIVE"
        assert f"Now in other calendars, and here until 29 March 2026 at the latest: Day services ({BASE}" in described(
            site, old
        )
    site(*moved, today="2026-03-29")
    assert uid not in site.blocks(old)
    assert uid in site.blocks(new)
    assert "Now in other calendars" not in described(site, old)
    (entry,) = site.atom.iter(f"{ATOM}entry")
    assert "council: Otherham Borough Council becomes Testshire County Council" in (
        entry.findtext(f"{ATOM}summary") or ""
    )


def test_two_corrections_of_one_day_have_ids_and_times_of_their_own(site: Published) -> None:
    site(*ALL)
    for month in ("2026-10", "2026-11"):
        site(HOME, JOINT, PLANNED.replace("2026-09", month), SILENT, today="2026-02-01")
    entries = list(site.atom.iter(f"{ATOM}entry"))
    page = f"{BASE}contracts/planned.html"
    assert [item.findtext(f"{ATOM}id") for item in entries] == [f"{page}#2026-02-01-2", f"{page}#2026-02-01-1"]
    assert [item.findtext(f"{ATOM}updated") for item in entries] == ["2026-02-01T00:00:01Z", "2026-02-01T00:00:00Z"]
    assert "Tender planned: October 2026 becomes November 2026" in (entries[0].findtext(f"{ATOM}summary") or "")


def test_what_came_to_pass_is_history_and_never_cancelled(site: Published) -> None:
    awarded = "id: day-care\nadvertised: 2025-09-01\nawarded: 2026-01-05\nstart: 2026-04-01\nend: 2029-03-31"
    site(awarded, JOINT, today="2026-03-20")
    before = site.blocks("feeds/care-contracts.ics")[b"day-care.new-start"]
    for today in ("2026-03-31", "2026-04-01", "2026-04-02", "2026-06-30"):
        site(awarded, JOINT, today=today)
        assert site.blocks("feeds/care-contracts.ics")[b"day-care.new-start"] == before, today
    follow = site.events("feeds/care-contracts.ics")["day-care.new-start.next"]
    assert follow["dtstart"].dt == date(2029, 4, 1)
    site(awarded, JOINT, today="2026-07-01")
    assert b"day-care.new-start" not in site.blocks("feeds/care-contracts.ics")
    assert all(str(event["status"]) != "CANCELLED" for event in site.events("feeds/care-contracts.ics").values())


def test_a_tenth_of_the_contracts_missing_stops_the_build(site: Published) -> None:
    records = many(20, "testshire")
    site(*records)
    before = site.files
    answer = site.run(*records[2:], today="2026-02-01")
    assert (answer.code, "2 of the 20 contracts published before are missing" in answer.err) == (2, True)
    assert site.files == before
    site(*records[1:], today="2026-02-01")
    event = site.events("feeds/care-contracts.ics")["testshire-0.end"]
    assert "Cancelled on 1 February 2026: the contract is no longer in the registry." in str(event["description"])


def test_a_feed_of_many_contracts_that_would_be_emptied_stops_the_build(site: Published) -> None:
    records = [*many(12, "testshire"), *many(12, "otherham")]
    site(*records)
    moved = [record.replace("lead: otherham", "lead: testshire") for record in records]
    answer = site.run(*moved, today="2026-02-01")
    assert (answer.code, "would lose every date ahead: 12 contracts had some" in answer.err) == (2, True)
    site(*moved, today="2026-02-01", more=("--allow-loss",))


def test_what_cannot_be_read_keeps_its_events_if_the_loss_is_allowed(site: Published) -> None:
    site(*ALL)
    before = site.blocks("feeds/care-contracts.ics")
    slip = (HOME.replace("05-31", "02-31"), JOINT, PLANNED, SILENT)
    site(*slip, today="2026-02-01", more=("--allow-loss",))
    assert site.blocks("feeds/care-contracts.ics") == before
    assert site.blocks("feeds/portal/nepo-care-contracts.ics").keys() >= {b"home-care.end"}
    assert site.json("manifest.json")["unread"] == {"home-care": "Home care"}
    site(*ALL, today="2026-02-02")
    assert list(site.atom.iter(f"{ATOM}entry")) == [], "nothing has changed"


def test_each_event_is_written_once_however_many_feeds_hold_it(site: Published) -> None:
    written: Counter[str] = Counter()

    def watch(frame: FrameType, what: str, _argument: object) -> None:
        if what == "call" and frame.f_code is write_event.__code__:
            written[frame.f_locals["event"].uid] += 1

    for today in ("2026-01-10", "2026-02-10"):
        written.clear()
        sys.setprofile(watch)
        try:
            site(*ALL, today=today)
        finally:
            sys.setprofile(None)
        assert set(written.values()) == {1}
        assert len(written) == site.json("manifest.json")["events"]["live"] > 15
    holding = [path for path in site.site.rglob("*.ics") if b"UID:joint.end@" in path.read_bytes()]
    assert len(holding) > 10


def test_each_feed_published_before_is_taken_apart_once(site: Published, monkeypatch: pytest.MonkeyPatch) -> None:
    site(*ALL)
    read: list[bytes] = []

    def counting(data: bytes) -> Any:
        read.append(data)
        return read_feed(data)

    monkeypatch.setattr("tenderwatch.site.feeds.read_feed", counting)
    site(*ALL, today="2026-02-10")
    paths = [feed["path"] for feed in site.json("manifest.json")["feeds"]]
    assert len(read) == len(paths) > 20


# --- text that would break out ---

HOSTILE = "<script>alert(1)</script> \\\"quoted\\\" 'x' ]]> -->; a, b; c\\\\n \u200f\u05d0 {{ 7*7 }} =1+1 &amp;"


def test_hostile_text_is_harmless_everywhere(site: Published) -> None:
    site(
        f'id: hostile\ntitle: "{HOSTILE}"\nproviders: ["{HOSTILE}"]\nnotes: ["{HOSTILE}"]\nend: 2026-05-31\n'
        f'evidence: [{{source: register, place: "{HOSTILE}", supports: [end]}}]',
        'id: formula\ntitle: "=HYPERLINK(1)"\nend: 2026-06-30',
        JOINT,
    )
    site(f'id: hostile\ntitle: "{HOSTILE}"\nend: 2026-06-30', JOINT, today="2026-02-01")
    for path in site.site.rglob("*.html"):
        text = path.read_text(encoding="utf-8")
        assert "<script>alert" not in text, path
    atom = site.atom
    assert "{{ 7*7 }}" in site.text("contracts/hostile.html"), "no template runs what the registry says"
    title = HOSTILE.replace('\\"', '"').replace("\\\\", "\\")
    assert title in [item.text for item in atom.iter(f"{ATOM}title")]
    assert site.json("api/v1/contracts/hostile.json")["rows"][0]["title"] == title
    rows = list(csv.DictReader(io.StringIO((site.site / "contracts.csv").read_bytes().decode(), newline="")))
    assert title in [row["title"] for row in rows]
    texts = [str(event["description"]) for event in site.events("feeds/care-contracts.ics").values()]
    assert [text for text in texts if f"Contract: {title}" in text]


def test_a_formula_in_the_table_is_defused(site: Published) -> None:
    site('id: formula\ntitle: "=HYPERLINK(1)"\nend: 2026-06-30', JOINT)
    assert "'=HYPERLINK(1)" in site.text("contracts.csv")


def test_a_link_to_the_folder_is_followed(site: Published, tmp_path: Path) -> None:
    real = tmp_path / "real"
    real.mkdir()
    site.site.symlink_to(real)
    site(*ALL)
    assert site.site.is_symlink()
    assert (real / "index.html").is_file()
    shutil.rmtree(real)
    assert os.path.lexists(site.site)


def test_the_openapi_file_describes_what_is_published(site: Published) -> None:
    site(*ALL)
    document = site.json("api/v1/openapi.json")
    assert document["openapi"].startswith("3.1.")
    assert document["servers"] == [{"url": f"{BASE}api/v1"}]
    for path, example in (
        ("/index.json", "index.json"), ("/contracts.json", "contracts.json"),
        ("/contracts/{id}.json", "contracts/joint.json"), ("/councils/{id}.json", "councils/otherham.json"),
    ):  # fmt: skip
        answer = document["paths"][path]["get"]["responses"]["200"]["content"]["application/json"]["schema"]
        judge = Draft202012Validator({**answer, "components": document["components"]})
        assert not list(judge.iter_errors(site.json(f"api/v1/{example}"))), path
    assert site.json("api/v1/index.json")["openapi"] == f"{BASE}api/v1/openapi.json"


def test_regions_have_a_page_calendars_and_changes(site: Published) -> None:
    text = registry_text(HOME, PLANNED).replace("id: testshire\n", "id: testshire\n    region: north-east\n")
    assert "region:" in text
    site.registry.write_text(text)
    for day in ("2026-01-10", "2026-02-01"):
        if day == "2026-02-01":
            site.registry.write_text(text.replace("end: 2026-05-31", "end: 2026-06-30"))
        typed = ("--registry", str(site.registry), "--base-url", BASE, "--today", day)
        assert run_cli("publish", str(site.site), *typed).code == 0
    assert {uid.split(".")[0] for uid in site.events("feeds/region/north-east-care-contracts.ics")} == {"home-care"}
    assert "Home care" in site.text("regions/north-east.html")
    told = fromstring(site.text("feeds/region/north-east-changes.atom"))  # noqa: S314 - our own file
    (entry,) = told.iter(f"{ATOM}entry")
    assert "Ends: 31 May 2026 becomes 30 June 2026" in (entry.findtext(f"{ATOM}summary") or "")
    assert not list(fromstring(site.text("feeds/council/otherham-changes.atom")).iter(f"{ATOM}entry"))  # noqa: S314
    chosen = run_cli("list", "--registry", str(site.registry), "--region", "north east", "--format", "json").json
    assert [row["id"] for row in chosen["rows"]] == ["home-care"]
    wrong = run_cli("list", "--registry", str(site.registry), "--region", "Nort East")
    assert (wrong.code, "did you mean North East" in wrong.err) == (2, True)


def test_a_contract_has_a_calendar_of_its_own(site: Published) -> None:
    site(*ALL)
    own = set(site.events("feeds/contract/home-care-care-contracts.ics"))
    assert own == {uid for uid in site.events("feeds/care-contracts.ics") if uid.startswith("home-care.")}
    assert not (site.site / "feeds/contract/silent-care-contracts.ics").exists(), "no date, no calendar"


def test_what_is_only_worded_otherwise_is_no_news(site: Published) -> None:
    """A calendar in the words of an earlier version is written anew, and nobody is told of it."""
    site(*ALL)
    feed = site.site / "feeds/care-contracts.ics"
    for path in site.site.rglob("*.ics"):
        path.write_bytes(path.read_bytes().replace(b"Check what follows", b"See what follows"))
    site(*ALL, today="2026-01-12")
    assert b"See what follows" not in feed.read_bytes()
    assert not list(site.atom.iter(f"{ATOM}entry"))
