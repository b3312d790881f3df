"""A site of many contracts in a real browser: axe-core, phone, dark, without JavaScript, the view and the search."""

from __future__ import annotations

import json
import shutil
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tenderwatch.cli.context import bundled_registry
from tenderwatch.registry.load import load
from tenderwatch.site.large.build import Options, build_large
from tenderwatch.site.large.shard import read_shard
from tenderwatch.text import capital

from .programs import run
from .servers import serving
from .test_browser import BASE, PACKAGES, missing

PAGES = (
    "index.html", "councils/durham.html", "councils/durham/2.html", "services/home-care.html",
    "regions/north-east.html", "about.html", "subscribe.html", "calendar.html",
)  # fmt: skip


@pytest.fixture(scope="module")
def seen(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    if lacking := missing():
        pytest.skip(f"not installed: {lacking}")
    registry = load(bundled_registry()).registry
    # As if all but a few had been imported.
    registry.imported = frozenset(sorted(registry.ids)[::2]) | frozenset(sorted(registry.ids)[1::4])
    folder = tmp_path_factory.mktemp("browser")
    site = folder / "site"

    def put(path: str, data: bytes) -> None:
        (site / path).parent.mkdir(parents=True, exist_ok=True)
        (site / path).write_bytes(data)

    build_large(registry, date(2026, 11, 22), BASE, Options(most_rows=20), published=None, read=lambda _: None, put=put)
    rows = read_shard((site / "councils" / "durham.json").read_bytes()).rows
    shown = next(row for row in rows if row.id in registry.imported and row.end and row.end in row.why)
    script = Path(__file__).with_name("browser_large.mjs")
    with serving(site) as address:
        row = f"councils/durham.html#c-{shown.id}"
        output = run(
            "node", script, PACKAGES, shutil.which("chromium") or "", address, row, "supported", *PAGES, folder=folder
        )
    found: dict[str, Any] = json.loads(output)
    return found | {"title": shown.title, "why": shown.why}


def test_nothing_is_complained_of_and_nobody_else_is_asked(seen: dict[str, Any]) -> None:
    assert (seen["complaints"], seen["elsewhere"]) == ([], [])


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_nothing_stands_in_anyones_way(seen: dict[str, Any], theme: str) -> None:
    assert {path: page[theme] for path, page in seen["pages"].items()} == {path: [] for path in PAGES}
    assert (seen["judged"], seen["search"]) == ([], [])


def test_a_narrow_phone_does_not_scroll_sideways(seen: dict[str, Any]) -> None:
    assert {path: page["sideways"] for path, page in seen["pages"].items()} == dict.fromkeys(PAGES, 0)


def test_a_contract_is_drawn_from_the_data_and_closing_it_leads_back(seen: dict[str, Any]) -> None:
    assert seen["title"] in seen["view"]
    assert capital(seen["why"]) in seen["view"]
    assert "Evidence" in seen["view"]
    assert "undefined" not in seen["view"]
    assert seen["back"].startswith("c-") or seen["back"] == "words", "its row, or the filter where that is elsewhere"


def test_the_table_is_filtered_and_all_councils_are_searched(seen: dict[str, Any]) -> None:
    assert seen["filtered"]
    assert all("supported" in text.lower() for text in seen["filtered"])
    assert len(seen["found"]) > 3


def test_without_script_the_table_is_there_and_no_idle_control(seen: dict[str, Any]) -> None:
    assert seen["plain"] == 20
    assert seen["controls"] == 0
