"""A registry that grows over one published folder: no build is refused, and no subscriber loses what they had.

A small registry against small limits in the suite; `make growth` goes from 200 to 5,000 contracts.
"""

from __future__ import annotations

import json
import os
from datetime import date, timedelta
from pathlib import Path

import pytest

from subscriber import Seen, read_calendar
from support import ROOT, run_cli
from tenderwatch.calendar.carry import TOMBSTONE
from tenderwatch.calendar.feed import MOST_BYTES, MOST_EVENTS

FROM, TO = map(int, os.environ.get("TENDERWATCH_GROWTH", "12-45").split("-"))
FULL = TO >= 1000
# By so much in a step: from below where the warning begins, no calendar grows beyond its limit in one.
FACTOR = 1.15 if FULL else 1.25
START = date(2024, 5, 1)
_HISTORY = timedelta(days=90)


def steps() -> list[int]:
    sizes = [FROM]
    while sizes[-1] < TO:
        sizes.append(min(max(int(sizes[-1] * FACTOR), sizes[-1] + 1), TO))
    return sizes


def parts_of(feeds: dict[str, dict[str, Seen]], path: str) -> dict[str, dict[str, Seen]]:
    """A calendar and its further parts."""
    return {
        name: events for name, events in feeds.items() if name.split("-part-")[0].removesuffix(".ics") + ".ics" == path
    }


def test_growth_is_never_refused_and_leaves_no_subscriber_empty_handed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    most = MOST_EVENTS
    if not FULL:
        most = 120
        monkeypatch.setattr("tenderwatch.site.parts.MOST_EVENTS", most)
    monkeypatch.syspath_prepend(str(ROOT / "benchmarks"))
    from generate import generate

    head, body = generate(TO).split("\ncontracts:\n")
    contracts = body.split("  - id: ")[1:]
    registry, site = tmp_path / "r.yaml", tmp_path / "site"
    typed = ("publish", str(site), "--base-url", "https://care.example.org/", "--registry", str(registry))
    held: dict[str, dict[str, Seen]] = {}
    warned = False
    for step, size in enumerate(steps()):
        today = START + timedelta(days=step)
        text = "".join(f"  - id: {contract}" for contract in contracts[:size])
        registry.write_text(f"{head}\ncontracts:\n{text}", encoding="utf-8")
        answer = run_cli(*typed, "--today", str(today))
        assert answer.code == 0, (size, answer.err)
        files = {str(path.relative_to(site)): path.read_bytes() for path in site.rglob("*.ics")}
        feeds = {path: read_calendar(data) for path, data in files.items()}
        for path, data in files.items():
            assert len(data) <= MOST_BYTES, (size, path)
            assert len(feeds[path]) <= most, (size, path)
        for path, events in held.items():
            for uid, old in events.items():
                if uid.startswith("feed.") or old.cancelled or old.last < today - _HISTORY:
                    continue
                assert uid in feeds[path] or old.last > today, f"{size}: {uid} is gone from {path}"
                assert uid in feeds[path] or uid not in {item for other in feeds.values() for item in other}
                # In so few days, nothing of so few contracts is withdrawn.
                assert FULL or (uid in feeds[path] and not feeds[path][uid].cancelled), f"{size}: {uid} in {path}"
        told = {uid for path in parts_of(feeds, "feeds/care-contracts.ics") for uid in feeds[path]}
        everywhere = {uid for events in feeds.values() for uid in events}
        assert everywhere <= told | {"feed.moved@tenderwatch"}, "what is in any calendar is in that of everything"
        manifest = json.loads((site / "manifest.json").read_text("utf-8"))
        assert manifest["registry"]["published"] == size
        for path in feeds.keys() - held.keys():
            if path.endswith("-part-2.ics") and step:
                first = f"{path.split('-part-')[0]}.ics"
                if first in held:
                    assert warned, f"{size}: {path} came without a warning"
                    assert path.encode() in files[first].replace(b"\r\n ", b""), "the first part says where it is"
                    assert "feed.moved@tenderwatch" in feeds[first]
        warned = "will soon be published in parts" in answer.err
        held = feeds
    assert sum("-part-" in path for path in held) > 3
    later = run_cli(*typed, "--today", str(today + TOMBSTONE))
    assert later.code == 0, later.err
    moved = files["feeds/care-contracts.ics"].partition(b"feed.moved")[2]
    assert b"URL:https://care.example.org/subscribe.html" in moved
    assert b"feed.moved" not in (site / "feeds" / "care-contracts.ics").read_bytes(), "said for eight weeks"
