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
    "regions/north-east.html", "calendar.html", "months/2027-03.html",
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
    assert seen["short"] < seen["whole"] <= listed, "long groups are cut, and opened"
    assert seen["search"] == {
        "rows": 1, "said": f"1 of {listed} contracts fits", "address": "index.html?q=hartlepool+floating"
    }  # fmt: skip
    assert len(seen["together"]) > 5
    assert all("home care" in text.casefold() for text in seen["together"]), "words match together"
    typed = ("--service", "home care", "--service", "extra care", "--council", "durham")
    chosen = run_cli("list", *typed, "--format", "json", "--today", "2026-11-22").json["count"]
    assert len(seen["filter"]["rows"]) == chosen
    assert seen["filter"]["address"] == "index.html?service=extra-care&service=home-care&council=durham"
    assert seen["back"]["address"] == "index.html?service=extra-care&service=home-care"
    assert seen["back"]["rows"] > chosen
    assert seen["none"] == {"rows": 0, "told": True}


@pytest.mark.parametrize("look", ["390 light", "390 dark", "1280 light", "1280 dark"])
def test_a_provider_finds_what_is_to_be_tendered_in_two_steps(seen: dict[str, Any], look: str) -> None:
    answer = seen["provider"][look]
    names = [words[0].split("\n")[0] for words in answer["held"]]
    assert "Hartlepool home care (two area contracts)" in names
    place = names.index("Hartlepool home care (two area contracts)")
    assert "Dale Care" in answer["held"][place][1]
    assert answer["held"][place][2] == "NEPO Portal"
    assert len(answer["rows"]) == len(names) == answer["printed"] == answer["again"]
    assert all("north-east" in row["region"] and "home care" in row["words"] for row in answer["rows"])
    assert all(min(row["tender"].split()) < "2028-05" for row in answer["rows"])
    assert answer["address"] == "index.html?q=home+care%2C+North+East&to=2028-04"
    assert answer["card"] == ("block" if look.startswith("390") else "table-row")
    assert (answer["sideways"], answer["judged"]) == (0, [])


def test_a_contract_is_opened_and_says_why(seen: dict[str, Any]) -> None:
    assert seen["contract"]["path"] == "contracts/hartlepool-floating-support.html"
    assert seen["contract"]["title"].startswith("Hartlepool floating support")
    assert seen["contract"]["back"] == {"rows": 1, "words": "hartlepool floating"}
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


def test_a_calendar_is_found_and_its_address_is_printed(seen: dict[str, Any]) -> None:
    assert seen["found"] == ["home-care"]
    assert f"{BASE}feeds/service/home-care-care-contracts-provider.ics" in seen["printed"]


def test_a_calendar_of_ones_own(seen: dict[str, Any]) -> None:
    built = seen["built"]
    assert [part["judged"] for part in built.values()] == [[]] * 4
    one, two, both, councils = built.values()
    assert one == {"addresses": [f"{BASE}feeds/service/home-care-care-contracts-provider.ics"], "commands": [],
                   "judged": []}  # fmt: skip
    assert len(two["addresses"]) == 2
    assert two["commands"][0] == 'services:\n  - "extra care"\n  - "home care"'
    assert both["addresses"] == []
    assert (
        both["commands"][1]
        == 'tenderwatch ical --watch my-care.yaml --region "North East" --for provider -o my-care.ics'
    )
    assert len(councils["addresses"]) == 2
