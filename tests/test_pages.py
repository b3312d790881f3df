"""The pages of the site: whole, linked, honest, harmless, and fit for everybody to read."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from datetime import date
from itertools import pairwise
from pathlib import Path

import icalendar
import pytest
from hypothesis import given, settings

from html_reader import Element, Page
from site_support import BASE, pages_of, read_registry, site_of, target
from support import ROOT, registry_text, run_cli, shown_text
from tenderwatch.answers.why import parts_of
from tenderwatch.labels.standing import MARKET
from tenderwatch.queries.explain import explain
from tenderwatch.registry.model import Registry
from tenderwatch.registry.parse import parse_files
from tenderwatch.site.pages import render_pages
from tenderwatch.site.site import Change, contract_page, service_page, slug

TODAY = date(2026, 11, 25)
# Files that `publish` writes beside the pages.
BESIDE = re.compile(
    r"feeds/[a-z0-9/-]+\.(ics|atom)|changes\.atom|contracts\.csv|datapackage\.json|"
    r"api/v1/(index|openapi|contracts/[a-z0-9-]+)\.json"
)
NORTHSHIRE = ROOT / "docs" / "examples" / "northshire.yaml"


def registry_of(*records: str) -> Registry:
    text = registry_text(*records)
    registry, _, unreadable = parse_files([("contracts.yaml", text.encode())], "contracts.yaml")
    assert not unreadable
    return registry


@pytest.fixture(scope="module")
def shipped() -> dict[str, Page]:
    return pages_of(site_of(read_registry(ROOT / "data"), TODAY))


@pytest.fixture(scope="module")
def files() -> dict[str, bytes]:
    return dict(render_pages(site_of(read_registry(ROOT / "data"), TODAY)))


@pytest.fixture(scope="module")
def northshire() -> dict[str, Page]:
    return pages_of(site_of(read_registry(NORTHSHIRE), TODAY))


# A page is whole and fit to be read


def test_every_contract_council_and_service_has_its_page(shipped: dict[str, Page]) -> None:
    registry = read_registry(ROOT / "data")
    wanted = {contract_page(contract.id) for contract in registry.contracts}
    wanted |= {f"councils/{name}.html" for name in registry.authorities}
    wanted |= {service_page(service) for contract in registry.contracts for service in contract.services}
    wanted |= {"regions/north-east.html", "regions/west-midlands.html"}
    months = {path for path in shipped if path.startswith("months/")}
    assert len(months) == 23
    others = {"index.html", "subscribe.html", "about.html", "changes.html", "calendar.html"}
    assert set(shipped) == wanted | others | months


def test_every_link_leads_somewhere(shipped: dict[str, Page], files: dict[str, bytes]) -> None:
    seen = 0
    for path, page in shipped.items():
        for element in page.elements:
            href = element.get("href") or element.get("src")
            if not href or href.startswith(("https://", "http://", "webcal://")):
                continue
            file, place = target(path, href)
            assert file in files or BESIDE.fullmatch(file), f"{path}: {href}"
            if place and file in shipped:
                assert place in shipped[file].ids, f"{path}: {href}"
            seen += 1
    assert seen > 2000


def test_links_within_the_site_hold_under_any_address(shipped: dict[str, Page]) -> None:
    for path, page in shipped.items():
        for element in page.elements:
            href = element.get("href") or element.get("src")
            assert not href.startswith("/"), f"{path}: {href}"
            assert element.tag == "a" or "://" not in href, f"{path}: <{element.tag}> asks for {href}"
            assert not href.startswith(BASE), f"{path}: {href}"


def test_what_a_page_may_load_is_said_and_nothing_stands_within_it(shipped: dict[str, Page]) -> None:
    for path, page in shipped.items():
        policy = next(item for item in page.all("meta") if item.get("http-equiv") == "Content-Security-Policy")
        assert policy.get("content") == (
            "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; base-uri 'none'; "
            "form-action 'none'"
        )
        assert not page.all("style", "iframe", "object", "embed", "base"), path
        (script,) = page.all("script")
        assert script.get("src").endswith("site.js")
        assert script.text == ""
        for element in page.elements:
            assert not [name for name in element.attributes if name == "style" or name.startswith("on")], (
                f"{path}: {element}"
            )


def test_a_link_to_the_outside_tells_nothing_of_where_it_was_followed(shipped: dict[str, Page]) -> None:
    outside = [item for page in shipped.values() for item in page.all("a") if item.get("href").startswith("http")]
    assert len(outside) > 100
    assert {item.get("rel") for item in outside} == {"noopener noreferrer"}


def test_pages_are_made_for_every_reader(shipped: dict[str, Page]) -> None:
    for path, page in shipped.items():
        assert page.one("html").get("lang") == "en-GB"
        # The first is that of the page; a drawing within it has titles of its own.
        assert page.all("title")[0].text.strip(), path
        assert len(page.ids) == len(set(page.ids)), path
        for landmark in ("header", "main", "footer", "nav"):
            page.one(landmark)
        assert next(item for item in page.all("a")).get("href") == "#main"
        levels = [int(item.tag[1]) for item in page.all("h1", "h2", "h3", "h4")]
        assert levels[0] == 1, path
        assert levels.count(1) == 1, path
        assert all(after <= before + 1 for before, after in pairwise(levels)), (path, levels)
        assert all(
            item.text.strip() or item.holds_picture for item in page.all("a", "button", "h1", "h2", "h3", "summary")
        ), path
        assert all(item.get("alt") for item in page.all("img")), path
        captions, tables = page.all("caption"), page.all("table")
        assert len(captions) == len(tables), path
        assert all(item.get("scope") for item in page.all("th")), path
        named = {item.get("for") for item in page.all("label")}
        controls = {item.get("id") for item in page.all("input", "select")}
        assert named == controls, path


def test_no_two_links_of_a_page_say_the_same_and_lead_apart(shipped: dict[str, Page]) -> None:
    for path in ("index.html", "subscribe.html", "contracts/south-tees-carers.html"):
        leads: dict[str, set[str]] = {}
        for item in shipped[path].all("a"):
            leads.setdefault(" ".join(item.text.split()), set()).add(item.get("href"))
        assert {text: hrefs for text, hrefs in leads.items() if len(hrefs) > 1} == {}, path


def test_the_start_page_stays_light(tmp_path: Path) -> None:
    path = tmp_path / "contracts.yaml"
    command = (sys.executable, ROOT / "benchmarks" / "generate.py", "200", "-o", path)
    subprocess.run(command, check=True)
    start = dict(render_pages(site_of(read_registry(path), TODAY)))["index.html"]
    assert len(start) < 200_000


# A page says what is known, and no more


def test_every_contract_is_listed_once_and_the_counts_add_up(shipped: dict[str, Page]) -> None:
    registry = read_registry(ROOT / "data")
    rows = [item for item in shipped["index.html"].all("tr") if item.get("data-status")]
    assert len(rows) == registry.records
    assert f"All {registry.records} contracts in the registry are shown here." in shipped["index.html"].text
    for page in (shipped["index.html"], shipped["about.html"]):
        assert f"{registry.records} contracts" in page.text
    totals = [item for item in shipped["about.html"].all("td") if "tfoot" in item.path]
    assert {total.text for total in totals} == {str(registry.records)}


@pytest.mark.parametrize(
    ("records", "sentence"),
    [
        ((), "The registry holds no contracts yet."),
        (("end: 2026-05-31",), "The one contract in the registry is shown here."),
        (("id: a", "id: b"), "All 2 contracts in the registry are shown here."),
        (("id: a", "id: b\nend: soon"), "The registry holds 2 records: 1 shown here, 1 record left out for faults"),
        (("id: a", "id: b\nend: soon", "id: c\nend: x"), "3 records: 1 shown here, 2 records left out for faults"),
    ],
    ids=["none", "one", "two", "one of two is faulty", "two of three are faulty"],
)
def test_the_start_page_accounts_for_every_record(records: tuple[str, ...], sentence: str) -> None:
    assert sentence in pages_of(site_of(registry_of(*records)))["index.html"].text


def test_pages_say_the_same_as_the_command(shipped: dict[str, Page]) -> None:
    """The dates of each page against `list --format json`, which takes another way to its words."""
    rows = run_cli("list", "--format", "json", "--today", TODAY.isoformat()).json["rows"]
    assert len(rows) > 50
    for row in rows:
        page = shipped[contract_page(row["id"])]
        assert " ".join(page.one("h1").text.split()) == " ".join(row["title"].split())
        for key in ("initial_end", "end", "next_end", "longest_end"):
            if row[key] and row["status"] != "open-ended":
                assert row[key]["text"] in page.text, (row["id"], key)
        for item in (*row["providers"], *(body["name"] for body in row["partners"])):
            assert " ".join(item.split()) in page.text, (row["id"], item)
        if row["lead"]:
            assert row["lead"]["name"] in page.text
        for source in row["evidence"]["sources"]:
            assert " ".join(source["title"].split()) in page.text
            assert source["url"] in {None, *(item.get("href") for item in page.all("a"))}
        for conflict in row["conflicts"]:
            assert " ".join(conflict["because"].split()) in page.text
        for option in row["extensions"]:
            assert option["text"] in page.text


PAGE = "contracts/home-care.html"
SAYS: list[tuple[str, str, str, tuple[str, ...], tuple[str, ...]]] = [
    (
        "a contract that runs, with an option",
        "start: 2023-06-01\nend: 2026-05-31\nextensions: [{months: 12, state: permitted}]\nproviders: [Kind Care]",
        "2026-01-10",
        ("Running, ends 31 May 2026", "Kind Care", "31 May 2027", "the contract allows it; no decision seen",
         "That a contract may be extended does not mean that it has been."),
        ("Note: The", "expired"),
    ),
    (
        "a month stays a month",
        "end: 2026-05",
        "2026-01-10",
        ("ends May 2026",),
        ("31 May 2026 initial", "day 31 May 2026 Why"),
    ),
    (
        "the end has passed with an option left",
        "end: 2025-05-31\nextensions: [{months: 12, state: permitted}]",
        "2026-01-10",
        ("The end has passed (31 May 2025). The contract could be extended, and no source that we have seen says",
         "if option 1 is used"),
        ("expired",),
    ),
    (
        "the last known end has passed",
        "end: 2025-05-31",
        "2026-01-10",
        ("The last known end has passed (31 May 2025), and no source that we have seen says what followed.",
         "none left: every end that is known has passed"),
        ("expired",),
    ),
    (
        "nothing is known of the end",
        "title: Home care",
        "2026-01-10",
        ("No source that we have seen says when this contract ends.", "Held by Not stated", "Value Not stated"),
        ("If it ends and is tendered again",),
    ),
    (
        "open-ended",
        "open_ended: true\nevidence: [{source: register, place: row 1, supports: [open_ended]}]",
        "2026-01-10",
        ("It has no end date: the source says that it is open-ended.",),
        ("No source that we have seen says when",),
    ),
    (
        "a value with its basis",
        "value: {amount: 1250000.5, basis: a year}\nend: 2026-05-31",
        "2026-01-10",
        ("£1,250,000.50 (a year)",),
        (),
    ),
    (
        "a portal says when it was checked",
        "portal: nepo\nportal_checked: 2026-01-02",
        "2026-01-10",
        ("NEPO Portal (checked on 2 January 2026)",),
        (),
    ),
    (
        "a portal that nobody has checked",
        "portal: nepo",
        "2026-01-10",
        ("NEPO Portal (not checked since it was stated)",),
        (),
    ),
    (
        "nothing let yet",
        "plans: {tender: spring 2027, start: 2027/28}",
        "2026-01-10",
        ("Planned: nothing let yet", "Spring 2027: stated by the buyer"),
        ("If it ends and is tendered again",),
    ),
    (
        "advertised, not let",
        "advertised: 2025-12-01\nstart: 2026-06-01\nend: 2029-05-31",
        "2026-01-10",
        ("As planned31 May 2029",),
        ("As first let",),
    ),
    (
        "given up before anything was let",
        "advertised: 2025-12-01\nstart: 2026-06-01\nend: 2029-05-31\nabandoned: {on: 2026-01-05, how: no bids}",
        "2026-01-10",
        ("As it was planned31 May 2029", "Abandoned: 5 January 2026"),
        ("As first let", "As things stand", "Ended"),
    ),
    (
        "a tender that has not come",
        "plans: {tender: spring 2024}",
        "2026-01-10",
        ("that time has passed, and no tender has been seen",),
        (),
    ),
    (
        "an option that was turned down",
        "end: 2026-05-31\nextensions: [{months: 12, state: declined, decided: 2025-11}]",
        "2026-01-10",
        ("turned down", "decided November 2025", "November 2025 Option 1 turned down (12 months, to 31 May 2027)"),
        (),
    ),
    (
        "old evidence",
        "end: 2026-12-31",
        "2030-01-10",
        ("The evidence is old: evidence to December 2025 (4 years). Ask the council before you rely on these dates.",),
        (),
    ),
    (
        "steps that have been missed",
        "end: 2026-05-31",
        "2026-01-10",
        ("If it ends and is tendered again, step by step", "missed by", "Counted back from an end on 31 May 2026"),
        (),
    ),
    (
        "joining",
        "kind: dps\njoining: [{id: rolling, rule: open, note: apply on the portal}]",
        "2026-01-10",
        ("Open to join at any time. Apply on the portal.",),
        (),
    ),
]  # fmt: skip


@pytest.mark.parametrize(("what", "text", "today", "said", "unsaid"), SAYS, ids=[row[0] for row in SAYS])
def test_a_contract_s_page_says(
    what: str, text: str, today: str, said: tuple[str, ...], unsaid: tuple[str, ...]
) -> None:
    page = pages_of(site_of(registry_of(text), date.fromisoformat(today)))[PAGE]
    for words in said:
        assert words in page.text, what
    for words in unsaid:
        assert words not in page.text, what


def test_before_and_after() -> None:
    old = "id: old-care\ntitle: Old care\nend: 2025-12-31"
    new = "id: new-care\ntitle: New care\nstart: 2026-01-01\nend: 2028-12-31\nreplaces: [old-care]"
    pages = pages_of(site_of(registry_of(old, new)))
    assert "Followed by New care." in pages["contracts/old-care.html"].text
    assert "Takes the place of Old care." in pages["contracts/new-care.html"].text
    assert "A newer contract has started" in pages["index.html"].text


def test_each_date_leads_to_its_explanation(northshire: dict[str, Page]) -> None:
    page = northshire["contracts/northshire-home-care.html"]
    explained: dict[str, str] = {}
    within = Element("", {}, 0)
    for item in page.all("details", "span"):
        within = item if item.tag == "details" else within
        if item.get("id").startswith("why-"):
            explained[item.get("id")] = within.text
    for link in page.all("a"):
        if link.get("href").startswith("#why-"):
            assert link.get("href")[1:] in explained
    assert {"why-initial-end", "why-longest-end", "why-option-1", "why-tender-notice", "why-serve-by"} <= set(explained)
    assert "Northshire register of contracts, October 2026 (Row 14)" in explained["why-longest-end"]
    # One explanation serves for names of the same thing.
    assert explained["why-next-end"] == explained["why-end"]
    assert "Current end, initial end and next possible end:" in explained["why-end"]


def test_what_dates_have_in_common_is_said_once_before_them(northshire: dict[str, Page]) -> None:
    """Nothing of an explanation is lost: it stands at its date, or in what names the group that its date is in."""
    site = site_of(read_registry(NORTHSHIRE), TODAY)
    (row,) = [row for row in site.agenda.rows if row.outlook.contract.id == "northshire-home-care"]
    page = northshire["contracts/northshire-home-care.html"]
    at_date = {item.get("id"): " ".join(item.text.split()) for item in page.all("details")}
    by_id = {item.get("id"): " ".join(item.text.split()) for item in page.elements}
    groups = [item for item in page.all("div") if item.get("role") == "group"]
    assert groups
    grouped = 0
    for item in explain(row.outlook):
        said = at_date.get(f"why-{item.kind}", "")
        for name, text in parts_of(item) if said else ():
            named = [by_id[group.get("aria-labelledby")] for group in groups if said in " ".join(group.text.split())]
            grouped += text not in said
            assert text in said or any(f"{name}: {text}." in words for words in named), (item.kind, name)
    assert grouped > 10


def board_of(page: Page) -> dict[str, list[Element]]:
    """The rows of a board by the heading that they stand under."""
    found: dict[str, list[Element]] = {}
    for row in page.all("tr"):
        if row.get("class") == "group":
            rows = found.setdefault(re.sub(r" \(\d+\)$", "", " ".join(row.text.split())), [])
        elif row.get("data-status"):
            rows.append(row)
    return found


BOARD = [
    ("tender_deadline: 2026-03-27\nadvertised: 2026-03-01", "Tender under way", "Bids due 27 Mar 2026"),
    ("advertised: 2026-03-01", "Tender under way", "Advertised; deadline not stated"),
    ("advertised: 2026-01-02\ntender_deadline: 2026-02-06\nstart: 2026-09-01", "Bids closed, award awaited",
     "Bids closed 6 Feb 2026"),
    ("kind: dps\nend: 2030-05-31\njoining: [{id: any, rule: open}]", "Open to join", "Open to join"),
    ("kind: dps\nend: 2030\njoining: [{id: w, rule: window, opens: 2026-05, closes: 2026-06-30}]", "Open to join",
     "Joining opens May 2026, closes 30 Jun 2026"),
    ("end: 2027-03-31", "Tender expected", "Likely Aug to Nov 2026"),
    ("end: 2027-03-31\nextensions: [{months: 12}]", "Tender expected", "Likely Aug to Nov 2026 if not extended"),
    ("plans: {tender: spring 2027}", "Tender expected", "Planned spring 2027"),
    ("end: 2027-03-31\nroute: direct-award", "Tender expected", "Likely Aug to Nov 2026 if competed"),
    ("end: 2026-07-31", "Tender expected", "Was likely Dec 2025 to Mar 2026; still possible to May 2026"),
    ("end: 2026-04-30", "No tender date known", "None seen; was likely"),
    ("title: Home care", "No tender date known", ""),
    ("end: 2026-01-31\nended: {on: 2026-01-31, how: expired}", "Over", ""),
]  # fmt: skip


@pytest.mark.parametrize(("text", "group", "words"), BOARD, ids=[row[1] + ": " + row[2] for row in BOARD])
def test_the_board_says_what_a_provider_can_do(text: str, group: str, words: str) -> None:
    found = board_of(pages_of(site_of(registry_of(text), date(2026, 3, 20)))["index.html"])
    assert list(found) == [group]
    assert words in found[group][0].text


def test_two_ways_to_join_in_the_same_words_are_said_once() -> None:
    text = "kind: dps\nend: 2030-05-31\njoining: [{id: any, rule: open}, {id: homes, rule: open, note: homes too}]"
    found = board_of(pages_of(site_of(registry_of(text), date(2026, 3, 20)))["index.html"])
    assert found["Open to join"][0].text.count("Open to join") == 1


def test_what_comes_first_stands_first_and_none_of_it_has_passed(shipped: dict[str, Page]) -> None:
    found = board_of(shipped["index.html"])
    assert list(found) == [name for name in MARKET.values() if name in found]
    spans = [row.get("data-tender").split()[0].split("/") for row in found["Tender expected"]]
    assert len(spans) > 30
    begins = [max(first, TODAY.isoformat()) for first, _ in spans]
    assert begins == sorted(begins)


def test_the_board_has_the_tenders_of_the_command(shipped: dict[str, Page]) -> None:
    """The spans that the filter asks of are the tender windows of `list`, unless no tender can come of them."""
    rows = {row["id"]: row for row in run_cli("list", "--format", "json", "--today", TODAY.isoformat()).json["rows"]}
    compared = 0
    for elements in board_of(shipped["index.html"]).values():
        for element in elements:
            row = rows[element.get("data-words").split("; ")[-1]]
            told = {span for span in element.get("data-tender").split() if span}
            # Once the likely time has passed, as long as it is possible: it must not go missing from a search.
            ahead = set()
            for window in row["tender_windows"]:
                bands = [window["when"], window["possible"]]
                open_still = [band["latest"] for band in bands if band["latest"] >= TODAY.isoformat()]
                ahead |= {f"{window['when']['earliest']}/{open_still[0]}"} if open_still else set()
            assert told >= ahead, row["id"]
            assert not told or row["tender_windows"], row["id"]
            compared += len(ahead)
    assert compared > 100


def test_a_page_for_each_month_has_the_events_of_the_calendar(shipped: dict[str, Page]) -> None:
    calendar = icalendar.Calendar.from_ical(run_cli("ical", "--for", "provider", "--today", TODAY.isoformat()).raw)
    for path, month in (("calendar.html", "2026-11"), ("months/2027-03.html", "2027-03")):
        wanted = sorted(str(event["summary"]) for event in calendar.events if f"{event.start:%Y-%m}" == month)
        (table,) = shipped[path].all("table")
        links = [item for item in shipped[path].all("a") if "table" in item.path]
        assert sorted(" ".join(item.text.split()) for item in links) == wanted, path
        assert wanted
        assert table


def test_pages_point_programs_to_their_feeds(shipped: dict[str, Page]) -> None:
    alternates = {item.get("href"): item.get("type") for item in shipped["councils/durham.html"].all("link")}
    assert alternates["../feeds/council/durham-care-contracts-provider.ics"] == "text/calendar"
    assert alternates["../feeds/council/durham-changes.atom"] == "application/atom+xml"
    for path, page in shipped.items():
        (described,) = [item.get("content") for item in page.all("meta") if item.get("name") == "description"]
        assert described, path
    contract = {item.get("href") for item in shipped["contracts/hartlepool-home-care.html"].all("a")}
    assert {"../feeds/contract/hartlepool-home-care-care-contracts.ics",
            "../feeds/service/home-care-care-contracts-provider.ics"} <= contract  # fmt: skip


def test_the_likely_tender_stands_near_the_top_and_can_be_added_alone(shipped: dict[str, Page]) -> None:
    page = shipped["contracts/hartlepool-home-care.html"]
    headings = [item.text for item in page.all("h2")]
    assert headings[0] == "When it is likely to be tendered"
    added = [item.get("href") for item in page.all("a") if item.get("href").startswith("https://calendar.google.com/")]
    assert [address for address in added if "action=TEMPLATE" in address and "dates=2027" in address]


def test_the_sitemap_names_every_page(shipped: dict[str, Page], files: dict[str, bytes]) -> None:
    places = re.findall(r"<loc>([^<]+)</loc>", files["sitemap.xml"].decode())
    assert sorted(places) == sorted(f"{BASE}{path}" for path in shipped)


def test_no_page_is_heavy(files: dict[str, bytes], tmp_path: Path) -> None:
    path = tmp_path / "contracts.yaml"
    subprocess.run((sys.executable, ROOT / "benchmarks" / "generate.py", "800", "-o", path), check=True)
    many = dict(render_pages(site_of(read_registry(path), TODAY)))
    for made in (files, many):
        assert not {path: len(data) for path, data in made.items() if path.endswith(".html") and len(data) > 300_000}
    # What the start page has no room for is on further pages, and in what its script reads.
    pages = [Page(many[path].decode()) for path in ("index.html", "contracts-2.html", "contracts-3.html")]
    listed = [item.get("href") for page in pages for item in page.all("a") if item.get("href").startswith("contracts/")]
    assert len(listed) == len(set(listed)) == 800
    rows = json.loads(many["rows.js"].decode().partition("window.rowsOfBoard = ")[2].removesuffix(";\n"))
    loaded = [re.findall(r'href="(contracts/[^"]+)"', row) for group in rows for row in group["rows"]]
    assert [place for found in loaded for place in found] == listed[300:]


FILTERED = [
    ("id: a\nend: 2026-05-31", "2026-05-31"),
    ("id: a\nend: 2026-05", "2026-05-01"),
    ("id: a\nend: 2025-05-31\nextensions: [{months: 12}]", "2026-05-31"),
    ("id: a\nend: 2025-05-31", ""),
    ("id: a", ""),
    ("id: a\nplans: {tender: 2027}\nend: 2030-05-31\nlet: false", ""),
]


@pytest.mark.parametrize(("text", "until"), FILTERED)
def test_a_row_holds_the_end_that_the_filter_asks_for(text: str, until: str) -> None:
    start = pages_of(site_of(registry_of(text)))["index.html"]
    (row,) = [item for item in start.all("tr") if item.get("data-status")]
    assert row.get("data-until") == until


def test_council_pages_hold_what_a_council_leads_or_takes_part_in() -> None:
    shared = "id: shared\ntitle: Shared care\nlead: testshire\npartners: [otherham]"
    own, unknown = "id: own\ntitle: Own care\nlead: otherham", "id: lost\ntitle: Lost care\nlead: unknown"
    pages = pages_of(site_of(registry_of(shared, own, unknown)))
    assert "Shared care" in pages["councils/testshire.html"].text
    assert "Own care" not in pages["councils/testshire.html"].text
    assert all(title in pages["councils/otherham.html"].text for title in ("Shared care", "Own care"))
    assert "Lost care" not in "".join(pages[f"councils/{name}.html"].text for name in ("testshire", "otherham"))
    assert "Lead council not known" in pages["index.html"].text


def test_services_with_one_slug_share_a_page() -> None:
    pages = pages_of(site_of(registry_of('id: a\ntitle: A care\nservices: ["children\'s care"]',
                                         "id: b\ntitle: B care\nservices: [childrens care]")))  # fmt: skip
    services = [path for path in pages if path.startswith("services/")]
    assert services == ["services/childrens-care.html"]
    assert "A care" in pages[services[0]].text
    assert "B care" in pages[services[0]].text


@pytest.mark.parametrize(
    ("service", "expected"),
    [
        ("home care", "home-care"),
        ("children's placements", "childrens-placements"),
        ("health & care", "health-and-care"),
        ("respite (short breaks)", "respite-short-breaks"),
        ("a/b", "a-b"),
        ("24-hour care", "24-hour-care"),
    ],
)
def test_slugs(service: str, expected: str) -> None:
    assert slug(service) == expected


def test_changes_stand_under_their_day() -> None:
    registry = registry_of("id: a\ntitle: Care A")
    changes = [
        Change(date(2026, 1, 2), "a", "Care A", ("ends 31 May 2027, was 31 May 2026",)),
        Change(date(2026, 1, 9), "gone", "Care that was withdrawn", ("no longer in the registry",)),
    ]
    page = pages_of(site_of(registry, changes=changes))["changes.html"]
    assert [item.text for item in page.all("h2")] == ["9 January 2026", "2 January 2026"]
    links = {item.text.strip(): item.get("href") for item in page.all("a")}
    assert links["Care A"] == "contracts/a.html"
    assert "Care that was withdrawn" not in links
    assert "no longer in the registry" in page.text


def test_feeds_can_be_subscribed_to(northshire: dict[str, Page]) -> None:
    links = {item.get("href") for item in northshire["subscribe.html"].all("a")}
    assert "webcal://care.example.org/dates/feeds/care-contracts-provider.ics" in links
    assert (
        "https://calendar.google.com/calendar/r?cid=webcal://care.example.org/dates/feeds/care-contracts-provider.ics"
        in links
    )
    assert "feeds/council/northshire-care-contracts.ics" in links
    addresses = [item.text for item in northshire["subscribe.html"].all("code")]
    assert "https://care.example.org/dates/feeds/care-contracts.ics" in addresses
    here = {item.get("href") for item in northshire["contracts/northshire-carers.html"].all("a")}
    assert {"../feeds/council/northshire-care-contracts.ics", "../feeds/council/eastport-care-contracts.ics"} <= here
    assert "../api/v1/contracts/northshire-carers.json" in here


# What a registry says does no harm


HOSTILE = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "' onmouseover='alert(1)",
    "</title><script>alert(1)</script>",
    "]]> & &amp; &lt;b&gt;",
    "; , \\ \\n \\N",
    "{{ 7 * 7 }} {% raw %} {# no #}",
    "שירותי טיפול ביתי",
    "x" * 300,
    "Ünïcödé — “quotes” 👩‍👩‍👧 🏳️‍🌈",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_is_shown_and_does_nothing(text: str) -> None:
    written = text.replace("'", "''")
    body = (
        f"title: '{written[:200]}'\nproviders: ['{written[:200]}']\nuser_groups: ['{written[:200]}']\nend: 2026-05-31\n"
        f"value: {{amount: 5, basis: '{written}'}}\nnotes: ['{written}']\n"
        f"extensions: [{{months: 12, condition: '{written}'}}]\n"
        f"conflicts: [{{about: end, readings: [{{says: '{written}', source: register, place: '{written}'}}, "
        f"{{says: b, source: register}}], chosen: '{written}', because: '{written}'}}]"
    )
    registry = registry_of(body)
    assert registry.contracts, "the registry takes such text"
    pages = pages_of(site_of(registry))
    title = " ".join(text[:200].split())
    assert " ".join(pages[PAGE].one("h1").text.split()) == title
    assert pages[PAGE].text.count(" ".join(text.split())) >= 4
    assert title in pages["index.html"].text
    for path, page in pages.items():
        assert [item.get("src").split("/")[-1] for item in page.all("script")] == ["site.js"], path
        assert {item.get("src") for item in page.all("img")} <= {"timeline-nearest.svg"}, path
        assert not [name for element in page.elements for name in element.attributes if name.startswith("on")], path


@settings(max_examples=60)
@given(title=shown_text(60).filter(str.strip), note=shown_text(200).filter(str.strip))
def test_any_text_survives(title: str, note: str) -> None:
    contract = registry_of("end: 2026-05-31").contracts[0]._replace(title=title, notes=(note,))
    registry = registry_of("end: 2026-05-31")
    registry.contracts = (contract,)
    page = Page(dict(render_pages(site_of(registry)))[PAGE].decode())
    assert page.one("h1").text.strip() == title.strip()
    assert " ".join(note.split()) in page.text


def test_names_that_run_from_right_to_left_do_not_turn_what_follows() -> None:
    page = pages_of(site_of(registry_of("title: שירותי טיפול ביתי\nproviders: [חברה]")))["index.html"]
    assert "bdi" in {element.tag for element in page.elements if element.text.strip() == "שירותי טיפול ביתי"}


@pytest.mark.parametrize("records", [(), ("title: Care",)], ids=["an empty registry", "a record that knows nothing"])
def test_a_registry_that_knows_nothing_gives_sane_pages(records: tuple[str, ...]) -> None:
    site = site_of(registry_of(*records))
    pages = pages_of(site)
    files = dict(render_pages(site))
    assert "No date ahead is known." in pages["index.html"].text
    assert ("No calendar is published yet" in pages["subscribe.html"].text) is not bool(records)
    assert "timeline-nearest.svg" not in files
    for path, page in pages.items():
        assert "None" not in page.text, path
        for element in page.elements:
            href = element.get("href") or element.get("src")
            if href and "://" not in href:
                file, _ = target(path, href)
                assert file in files or BESIDE.fullmatch(file), f"{path}: {href}"


# The same in, the same out


def test_the_same_site_gives_the_same_bytes(files: dict[str, bytes]) -> None:
    assert dict(render_pages(site_of(read_registry(ROOT / "data"), TODAY))) == files


def test_the_order_of_the_registry_makes_no_difference() -> None:
    records = [f"id: c{n}\ntitle: Care {n % 3}\nend: 2026-{n % 4 + 1:02}-15" for n in range(9)]
    item, other = (dict(render_pages(site_of(registry_of(*order)))) for order in (records, records[::-1]))
    assert item == other


def test_no_path_is_given_twice() -> None:
    paths = [path for path, _ in render_pages(site_of(read_registry(ROOT / "data"), TODAY))]
    assert len(paths) == len(set(paths))
