"""Our calendar feeds in other programs' hands: every event must arrive as it was meant, in all of them."""

from __future__ import annotations

import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path

import pytest

from tenderwatch.agenda import full_agenda
from tenderwatch.calendar.events import contract_events
from tenderwatch.cli.context import bundled_registry
from tenderwatch.filters import Filters
from tenderwatch.reading.load import load

from . import programs
from .byte_linter import Seen, lint
from .programs import READERS, Reader

TODAY = date(2024, 5, 1)
DAY = timedelta(days=1)

# Titles that break careless writers and readers. A registry's text is one line; control characters have
# their own test below.
HOSTILE_TITLES = [
    "Semicolons; commas, colons: and a \\ backslash",
    "Double \"quotes\", single 'quotes' and “curly ones”",
    r"Escapes that are none: \n \N \, \; \\ \x, and a path C:\New\new",
    "A backslash at the end \\",
    "Emoji 👩🏽‍⚕️ care 🏠 and a flag 🏴󠁧󠁢󠁥󠁮󠁧󠁿 in “one” line, which is long enough to be folded 🧓🧓🧓🧓🧓🧓🧓🧓",
    "Gofal cartref i bobl hŷn — ôl-ofal, Τεστ, тест, 試験, اختبار",
    "Accents made of two: e\u0301 o\u0308 n\u0303, zero width \u200bspace, no-break\u00a0space, soft\u00adhyphen",
    "BEGIN:VEVENT",
    "END:VCALENDAR",
    "X-WR-CALNAME;VALUE=TEXT:not a property",
    "=SUM(A1:A9)*2; --comment, <b>bold</b> &amp; %20 %s {0} $HOME `id`",
    ", ; , ; , ; \\ \\ \\",
    "-",
    "x" * 300,
    "é" * 300,
    "\\" * 300,
    "," * 299 + ";",
    "🧓" * 300,
    *("a" * before + "🧓é,\\;" * 12 for before in range(1, 9)),
]
REGISTRY_HEAD = """\
edition: 2024-04-30
portals:
  - id: portal
    name: "Portal; with, signs: and \\"quotes\\" 🏠"
    url: https://example.org/a;b,c?d=e&f=%22
authorities:
  - id: council
    name: "Council, of; all signs: \\"and\\" ŷ"
    kind: council
sources:
  - id: source
    title: "Source: a, b; c 'd'"
    publisher: Nobody
    url: https://example.org/source;v=1,2?x=%22y%22
    published: 2024-02-29
    read: 2024-04-30
    strength: council-page
contracts:
"""


def export(registry: Path | None, feed: Path) -> None:
    """What a user types."""
    named = () if registry is None else ("--registry", str(registry))
    command = (sys.executable, "-m", "tenderwatch", "ical", "--today", str(TODAY), "-o", str(feed), *named)
    done = subprocess.run(command, capture_output=True, text=True, stdin=subprocess.DEVNULL)
    assert done.returncode == 0, done.stderr
    assert "warning" not in done.stderr


def meant(registry: Path) -> list[Seen]:
    """The events of a registry before they are written, as a reader should see them."""
    loaded = load(registry)
    assert not loaded.problems
    agenda = full_agenda(loaded.registry, TODAY, Filters().resolve(loaded.registry))
    return sorted(
        Seen(
            uid=event.uid,
            start=event.first,
            end=event.last + DAY,
            summary=event.summary,
            status="CONFIRMED" if event.certain else "TENTATIVE",
            description=event.description,
        )
        for row in agenda.rows
        for event in contract_events(row.outlook)
    )


def in_yaml(text: str) -> str:
    """A double-quoted scalar with nothing left to the reader's fancy but the characters themselves."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def hostile_registry() -> str:
    ends = ("2024-12-31", "2025-02", "spring 2025", "2025/26", "2024-02-29", "2025-12-25..2026-01-06", "2026-Q1")
    contracts = [
        f"  - id: hostile-{number}\n"
        f"    title: {in_yaml(title)}\n"
        "    kind: contract\n"
        "    services: [home care]\n"
        "    lead: council\n"
        "    portal: portal\n"
        f"    providers: [{in_yaml(title[:200])}]\n"
        f"    end: {ends[number % len(ends)]}\n"
        "    extensions: [{months: 12, state: permitted}]\n"
        f"    evidence: [{{source: source, place: {in_yaml(title)}, supports: [end, extensions]}}]\n"
        for number, title in enumerate(HOSTILE_TITLES)
    ]
    return REGISTRY_HEAD + "".join(contracts)


@pytest.fixture(scope="module")
def feeds(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[Path, Path]]:
    """For each registry by name: where it is, and the feed exported from it.

    `carried` is a feed exported again after half of its contracts were withdrawn and the day had moved on.
    """
    folder = tmp_path_factory.mktemp("feeds")
    hostile = folder / "hostile.yaml"
    hostile.write_text(hostile_registry(), encoding="utf-8")
    made = {}
    for name, registry in (("shipped", None), ("hostile", hostile)):
        export(registry, folder / f"{name}.ics")
        made[name] = (registry or bundled_registry(), folder / f"{name}.ics")
    return made


def need(missing: str) -> None:
    if missing:
        pytest.skip(f"not installed: {missing} (bash scripts/install_edge_tools.sh)")


both = pytest.mark.parametrize("name", ["shipped", "hostile"])


@both
def test_a_feed_is_sound_to_the_byte(feeds: dict[str, tuple[Path, Path]], name: str) -> None:
    assert lint(feeds[name][1].read_bytes()) == []


def test_the_feeds_hold_what_the_other_tests_are_about(feeds: dict[str, tuple[Path, Path]]) -> None:
    shipped, hostile = meant(feeds["shipped"][0]), meant(feeds["hostile"][0])
    assert {"CONFIRMED", "TENTATIVE"} <= {one.status for one in shipped}
    assert {one.end - one.start > DAY for one in shipped} == {True, False}
    summaries = " ".join(one.summary for one in hostile)
    assert all(" ".join(title.split()) in summaries for title in HOSTILE_TITLES)


@pytest.mark.edge
@both
@pytest.mark.parametrize("reader", READERS, ids=[reader.name for reader in READERS])
def test_every_event_arrives_as_it_was_meant(
    feeds: dict[str, tuple[Path, Path]], name: str, reader: Reader, tmp_path: Path
) -> None:
    need(reader.missing())
    registry, feed = feeds[name]
    every = meant(registry)
    left_out = {one.uid for one in every if reader.misreads(one)}
    expected = [one for one in every if one.uid not in left_out]
    assert len(expected) >= 25
    assert [one for one in reader.read(feed, tmp_path) if one.uid not in left_out] == expected


@pytest.mark.edge
@pytest.mark.parametrize("reader", READERS, ids=[reader.name for reader in READERS])
def test_a_reader_would_notice_a_change(feeds: dict[str, tuple[Path, Path]], reader: Reader, tmp_path: Path) -> None:
    """Else the test above could not fail."""
    need(reader.missing())
    registry, feed = feeds["shipped"]
    changed = tmp_path / "changed.ics"
    line = next(line for line in feed.read_bytes().split(b"\r\n") if line.startswith(b"DTEND"))
    changed.write_bytes(feed.read_bytes().replace(line, b"DTEND;VALUE=DATE:20260228", 1))
    seen, expected = reader.read(changed, tmp_path), meant(registry)
    assert len(set(seen) ^ set(expected)) == 2


@pytest.mark.edge
@both
def test_libical_finds_no_property_missing_or_repeated(feeds: dict[str, tuple[Path, Path]], name: str) -> None:
    need(programs.libical_missing())
    data = feeds[name][1].read_bytes()
    assert programs.libical_complaints(data) == []
    assert programs.libical_complaints(data.replace(b"\r\nUID:", b"\r\nX-UID:", 1)) != []


@pytest.mark.edge
@both
def test_calcurse_imports_every_event(feeds: dict[str, tuple[Path, Path]], name: str, tmp_path: Path) -> None:
    need(programs.calcurse_missing())
    registry, feed = feeds[name]
    imported = programs.calcurse_import(feed, tmp_path)
    assert (imported.skipped, imported.log) == (0, "")
    assert imported.events == sorted((one.start, one.end - DAY, one.summary) for one in meant(registry))


@pytest.mark.edge
def test_calcurse_would_notice_a_bad_escape(feeds: dict[str, tuple[Path, Path]], tmp_path: Path) -> None:
    need(programs.calcurse_missing())
    feed = tmp_path / "faulty.ics"
    feed.write_bytes(feeds["shipped"][1].read_bytes().replace(b"SUMMARY:", b"SUMMARY:a, b; ", 1))
    imported = programs.calcurse_import(feed, tmp_path)
    assert imported.skipped == 1
    assert "malformed summary" in imported.log


def test_no_control_character_reaches_a_feed(tmp_path: Path) -> None:
    """YAML can write one as an escape. Whether the registry refuses it or the writer drops it, none gets out."""
    registry, feed = tmp_path / "control.yaml", tmp_path / "control.ics"
    titles = [f"before \\x{code:02x} after" for code in (*range(0x20), 0x7F, 0x85, 0x9F)]
    contracts = [
        f'  - {{id: control-{number}, title: "{title}", kind: contract, services: [care], lead: council, '
        f'end: 2025-03-31, evidence: [{{source: source, place: "{title}", supports: [end]}}]}}\n'
        for number, title in enumerate([*titles, "sound"])
    ]
    registry.write_text(REGISTRY_HEAD + "".join(contracts), encoding="utf-8")
    command = (sys.executable, "-m", "tenderwatch", "ical", "--today", str(TODAY), "-o", feed, "--registry", registry)
    subprocess.run(command, capture_output=True, check=True, stdin=subprocess.DEVNULL)
    assert lint(feed.read_bytes()) == []
