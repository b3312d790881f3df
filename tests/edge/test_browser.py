"""The pages in a real browser: search, filters, keyboard, phone, dark, without JavaScript; and what axe-core says.

One run of the browser (browser.mjs) gathers everything; the tests hold it against what a reader should meet.
"""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from support import run_cli

from .programs import EDGE, run
from .servers import serving

PACKAGES = EDGE / "node_modules"
BASE = "https://care.example.org/dates/"
# One page of each kind, the richest of each.
PAGES = (
    "index.html", "subscribe.html", "about.html", "changes.html", "councils/durham.html",
    "services/supported-living.html", "contracts/staffordshire-supported-living-dps.html",
    "contracts/redcar-supported-living.html", "contracts/middlesbrough-befriending.html",
)  # fmt: skip


def missing() -> str:
    """What is not installed, or nothing."""
    there = shutil.which("chromium") and (PACKAGES / "puppeteer-core").exists() and (PACKAGES / "axe-core").exists()
    return "" if there else "chromium, puppeteer-core and axe-core (bash scripts/install_edge_tools.sh)"


@pytest.fixture(scope="module")
def seen(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    if lacking := missing():
        pytest.skip(f"not installed: {lacking}")
    folder = tmp_path_factory.mktemp("browser")
    site = folder / "site"
    assert run_cli("publish", str(site), "--base-url", BASE, "--today", "2026-11-22").code == 0
    with serving(site) as address:
        script = Path(__file__).with_name("browser.mjs")
        output = run("node", script, PACKAGES, shutil.which("chromium") or "", address, *PAGES, folder=folder)
    found: dict[str, Any] = json.loads(output)
    return found


def test_nothing_is_complained_of_and_nobody_else_is_asked(seen: dict[str, Any]) -> None:
    assert seen["complaints"] == []
    assert seen["elsewhere"] == []


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_nothing_serious_stands_in_anyones_way(seen: dict[str, Any], theme: str) -> None:
    assert {path: page[theme] for path, page in seen["pages"].items()} == {path: [] for path in PAGES}


def test_dark_is_another_paper(seen: dict[str, Any]) -> None:
    for page in seen["pages"].values():
        assert page["light-paper"] != page["dark-paper"]


def test_a_narrow_phone_does_not_scroll_sideways(seen: dict[str, Any]) -> None:
    assert {path: page["sideways"] for path, page in seen["pages"].items()} == dict.fromkeys(PAGES, 0)


def test_search_and_filters(seen: dict[str, Any]) -> None:
    listed = run_cli("list", "--format", "json", "--today", "2026-11-22").json["count"]
    assert seen["all"] == listed
    assert seen["search"] == {"rows": 1, "said": f"Showing 1 of {listed} contracts"}
    durham = run_cli("list", "--council", "durham", "--format", "json", "--today", "2026-11-22").json["count"]
    assert seen["filter"]["rows"] == durham
    assert all("durham" in councils.split() for councils in seen["filter"]["councils"])
    assert seen["none"] == {"rows": 0, "told": True}


def test_a_contract_is_opened_and_says_why(seen: dict[str, Any]) -> None:
    assert seen["contract"]["path"] == "contracts/hartlepool-floating-support.html"
    assert seen["contract"]["title"].startswith("Hartlepool floating support")
    assert seen["why"] is True


def test_the_keyboard_is_enough(seen: dict[str, Any]) -> None:
    keyboard = seen["keyboard"]
    assert keyboard["skip"] == "Skip to the main content"
    assert keyboard["outline"] != "none"
    assert keyboard["next"] is True
    assert keyboard["arrived"] == "contracts/hartlepool-floating-support.html"


def test_without_javascript_everything_is_there(seen: dict[str, Any]) -> None:
    assert seen["plain"] == {"rows": seen["all"], "form": 0}


def test_the_links_to_subscribe_lead_to_feeds_of_the_site(seen: dict[str, Any]) -> None:
    webcal = set(seen["subscribe"])
    assert f"{BASE.replace('https:', 'webcal:')}feeds/council/durham-care-contracts-provider.ics" in webcal
    assert {parse_qs(urlsplit(item).query)["cid"][0] for item in seen["google"]} == webcal
