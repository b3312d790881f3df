"""The data under test: no record lost, every published name kept, addresses well formed, nobody's personal data."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from datetime import date
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from shipped_numbers import AT_LEAST, CONTRACTS, CURATED, LEADS, LEFT_OUT
from support import ROOT, run_cli
from tenderwatch.dates import When
from tenderwatch.registry.load import load
from tenderwatch.registry.model import Registry
from tenderwatch.registry.yaml_tree import Mapping, Sequence, read_tree

DATA = ROOT / "data"
FILES = sorted(DATA.rglob("*.yaml"))
PUBLISHED = DATA / "published-ids.txt"
PAGES = ROOT / "docs" / "curation"


@pytest.fixture(scope="module")
def shipped() -> Registry:
    return load(DATA).registry


def contracts_in(file: Path) -> int:
    """How many contracts a file writes down, sound or not."""
    tree, _ = read_tree(file.read_text(encoding="utf-8"), file.name)
    assert isinstance(tree, Mapping)
    written = tree.pairs.get("contracts")
    return len(written[1].items) if written and isinstance(written[1], Sequence) else 0


# --- No record is lost ---


def test_check_is_silent() -> None:
    answer = run_cli("check")
    assert (answer.code, answer.out, answer.err) == (0, "", "")


def test_every_file_holds_as_many_contracts_as_are_written_down_here() -> None:
    found = {file.name: contracts_in(file) for file in FILES}
    assert {name: number for name, number in found.items() if number} == {
        name: number for name, number in CONTRACTS.items() if number
    }


def test_every_contract_that_is_written_is_read_and_listed(shipped: Registry) -> None:
    assert len(shipped.contracts) == shipped.records == sum(map(contracts_in, FILES))
    assert run_cli("list", "--format", "json", "--today", "2026-11-22").json["count"] == shipped.records


def test_every_council_has_its_share(shipped: Registry) -> None:
    found = Counter(name for contract in shipped.contracts for name in contract.authorities)
    assert {name: found[name] for name in AT_LEAST if found[name] < AT_LEAST[name]} == {}


# --- What has been published keeps its name ---


def _publish_names() -> Any:
    spec = spec_from_file_location("publish_names", ROOT / "scripts" / "publish_names.py")
    assert spec
    assert spec.loader
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


names_of = _publish_names().names_of


def published() -> list[str]:
    lines = PUBLISHED.read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]


def test_no_published_name_has_vanished(shipped: Registry) -> None:
    """A contract that is over is retired, not deleted: calendars that people subscribe to hang on its id."""
    assert sorted(set(published()) - names_of(shipped)) == []


def test_every_name_is_on_the_list_of_published_names(shipped: Registry) -> None:
    assert sorted(names_of(shipped) - set(published())) == [], "run scripts/publish_names.py"


def test_the_list_of_published_names_is_in_order_and_names_nothing_twice() -> None:
    assert published() == sorted(set(published()))


# --- Dates and sources ---


def spans(registry: Registry) -> Iterator[tuple[str, When | None, int, int]]:
    """Each date, and the years that it may lie in."""
    for contract in registry.contracts:
        for when in (contract.start, contract.awarded, contract.advertised, contract.tender_deadline):
            yield contract.id, when, 2005, 2032
        for when in (contract.end, *(option.until for option in contract.extensions)):
            yield contract.id, when, 2018, 2045
        for when in (contract.plans.tender, contract.plans.start, contract.plans.award) if contract.plans else ():
            yield contract.id, when, 2022, 2035


def test_dates_lie_where_dates_of_such_contracts_lie(shipped: Registry) -> None:
    odd = [
        (name, when.text)
        for name, when, first, last in spans(shipped)
        if when and when.earliest and when.latest and not (first <= when.earliest.year and when.latest.year <= last)
    ]
    assert odd == []


def test_every_source_is_used_and_no_younger_than_the_edition(shipped: Registry) -> None:
    used = {evidence.source for contract in shipped.contracts for evidence in contract.all_evidence}
    used |= {reading.source for contract in shipped.contracts for c in contract.conflicts for reading in c.readings}
    used |= {source for look in shipped.coverage for source in look.sources}
    used |= {event.source for event in shipped.events}
    assert sorted(set(shipped.sources) - used) == []
    for source in shipped.sources.values():
        assert date(2026, 1, 1) <= source.read <= shipped.edition, source.id


# --- Addresses ---

TRACKING = re.compile(r"(?:^|[?&;])(?:utm_\w+|gclid|fbclid|mc_[ce]id|msclkid|jsessionid|phpsessid|sid)=", re.IGNORECASE)


def fault_of(address: str) -> str | None:
    """What is wrong with a web address, if anything."""
    if re.search(r"[\s<>\"\\]", address) or not address.isascii():
        return "a character that no address has"
    parts = urlsplit(address)
    if parts.scheme != "https":
        return "not https"
    if "@" in parts.netloc:
        return "user information"
    if parts.port or not re.fullmatch(r"(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,}", parts.hostname or ""):
        return "not a public host"
    if TRACKING.search(f"?{parts.query}") or TRACKING.search(parts.path):
        return "follows its reader"
    return None


ADDRESSES = [
    ("https://www.find-tender.service.gov.uk/Notice/061786-2026", None),
    ("https://example.gov.uk/mgDecisionDetails.aspx?IId=98455&Opt=1", None),
    ("http://example.gov.uk/", "not https"),
    ("https://reader:secret@example.gov.uk/", "user information"),
    ("https://example.gov.uk/a b", "a character that no address has"),
    ("https://example.gov.uk/?utm_source=mail", "follows its reader"),
    ("https://example.gov.uk/page;jsessionid=12", "follows its reader"),
    ("https://example.gov.uk/?a=1&fbclid=2", "follows its reader"),
    ("https://localhost/", "not a public host"),
    ("https://10.0.0.1/", "not a public host"),
    ("https://example.gov.uk:8443/", "not a public host"),
]


@pytest.mark.parametrize(("address", "fault"), ADDRESSES, ids=[row[0] for row in ADDRESSES])
def test_what_makes_an_address_well_formed(address: str, fault: str | None) -> None:
    assert fault_of(address) == fault


def test_every_address_is_well_formed(shipped: Registry) -> None:
    addresses = [source.url for source in shipped.sources.values()]
    addresses += [portal.url for portal in shipped.portals.values()]
    addresses += [notice.url for contract in shipped.contracts for notice in contract.notices]
    assert {address: fault_of(address) for address in addresses if address and fault_of(address)} == {}


# --- Nobody's personal data ---

MAIL = re.compile(r"[\w.%+-]+@[\w-]+\.[\w.-]+")
# British numbers have ten or eleven digits with the leading 0, in groups; +44 stands for that 0.
PHONE = re.compile(r"(?<![\w.-])(?:\+44[ -]?(?:\(0\)[ -]?)?|\(?0)\d{2,4}\)?[ -]?\d{3,4}[ -]?\d{3,4}(?![\w-])")
# Numbers that are nobody's telephone: addresses, processes, notices such as 061786-2026 and 2025/S 000-049763.
REFERENCE = re.compile(r"https?://\S+|ocds-[\w-]+|\b\d{6}-20\d\d\b|\b20\d\d/S (?:\d{3}-)?\d{6,}")
TITLED = re.compile(r"\b(?:Mr|Mrs|Ms|Miss|Dr|Prof|Professor|Cllr|Councillor|Sir|Dame)\b\.? [A-Z][\w'-]+")
# Found by these patterns, and no person: what | why it may stand.
ALLOWED: dict[str, str] = {}
PERSONAL = [
    ("write to jo.bloggs@example.gov.uk", MAIL),
    ("call 01642 123456", PHONE),
    ("call 0191-123 4567", PHONE),
    ("call 020 7946 0000", PHONE),
    ("call +44 1642 123456", PHONE),
    ("call (01642) 123456", PHONE),
    ("call 07700900123", PHONE),
    ("Mrs Bloggs decides", TITLED),
    ("agreed by Cllr. Bloggs", TITLED),
    ("Dr Bloggs-Smith", TITLED),
]
IMPERSONAL = [
    "ocds-h6vhtk-040902", "notice 2025/S 000-049763", "061786-2026", "GB-COH-04050994", "£1,753,500",
    "1 April 2026", "2026-03-31", "DN714737", "0 to 25 family health", "on page 12 @ row 3", "Drug and alcohol",
    "the Missing Link service", "E06000002",
]  # fmt: skip


def personal(text: str) -> set[str]:
    """What looks like somebody's name, mail address or telephone number."""
    rest = REFERENCE.sub("", text)
    return {match[0] for pattern in (MAIL, PHONE, TITLED) for match in pattern.finditer(rest)}


@pytest.mark.parametrize(("text", "pattern"), PERSONAL, ids=[row[0] for row in PERSONAL])
def test_personal_data_would_be_found(text: str, pattern: re.Pattern[str]) -> None:
    assert pattern.search(text)
    assert personal(text)


@pytest.mark.parametrize("text", IMPERSONAL)
def test_what_is_not_personal_is_not_taken_for_it(text: str) -> None:
    assert personal(text) == set()


@pytest.mark.parametrize("file", [*FILES, *sorted(PAGES.glob("*.md"))], ids=lambda file: file.name)
def test_no_names_mail_addresses_or_telephone_numbers_of_officers(file: Path) -> None:
    assert sorted(personal(file.read_text(encoding="utf-8")) - set(ALLOWED)) == []


def test_every_exception_is_needed_and_has_its_reason() -> None:
    text = "\n".join(file.read_text(encoding="utf-8") for file in FILES)
    assert {what: why for what, why in ALLOWED.items() if what not in text or not why} == {}


# --- Where each gathered process went ---

OCID = re.compile(r"`(ocds-[\w-]+)`")
NAME = re.compile(r"`([a-z0-9]+(?:-[a-z0-9]+)*)`")


def held_rows(page: str) -> list[tuple[set[str], set[str]]]:
    """The rows of a page whose last cell names records: the processes, and the ids of the records."""
    lines = (PAGES / f"{page}.md").read_text(encoding="utf-8").splitlines()
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines if line.startswith("|")]
    held = [row for row in rows if re.fullmatch(rf"{NAME.pattern}(?:(?:,| and) {NAME.pattern})*", row[-1])]
    return [(set(OCID.findall(" ".join(row[:-1]))), set(NAME.findall(row[-1]))) for row in held]


@pytest.mark.parametrize("page", CURATED)
def test_every_gathered_process_has_its_row(page: str) -> None:
    gathered, left_out = CURATED[page]
    assert len(held_rows(page)) == gathered - left_out


@pytest.mark.parametrize("page", CURATED)
def test_every_record_that_a_page_names_holds_the_process(shipped: Registry, page: str) -> None:
    for ocids, names in held_rows(page):
        assert names <= set(shipped.by_id), names - set(shipped.by_id)
        held = {ocid for name in names for ocid in (shipped.by_id[name].ocid, *shipped.by_id[name].related_ocids)}
        assert ocids <= held, (ocids - held, names)


REFRESH = (PAGES / "refresh-2026-11.md").read_text(encoding="utf-8")


def test_every_finding_of_the_refresh_is_entered_a_lead_or_left_out() -> None:
    rows = [re.split(r" *\| *", line.strip("| ")) for line in REFRESH.splitlines() if re.match(r"\| \d", line)]
    numbers = [int(row[0]) for row in rows]
    assert sorted(numbers) == list(range(1, 28))
    assert {int(row[0]): tuple(OCID.findall(row[1])) for row in rows if int(row[0]) in LEADS} == LEADS
    assert {int(row[0]): OCID.findall(row[1]) for row in rows if int(row[0]) in LEFT_OUT} == {
        number: [ocid] for number, ocid in LEFT_OUT.items()
    }
    assert all(len(row) == 4 and row[3] for row in rows)


@pytest.mark.parametrize("ocid", [ocid for ocids in LEADS.values() for ocid in ocids])
def test_a_lead_is_in_the_coverage_and_is_no_record(shipped: Registry, ocid: str) -> None:
    assert any(lead.ocid == ocid and lead.url for look in shipped.coverage for lead in look.unread)
    held = {name for contract in shipped.contracts for name in (contract.ocid, *contract.related_ocids)}
    assert ocid not in held


@pytest.mark.parametrize("ocid", LEFT_OUT.values())
def test_what_is_left_out_has_no_record(shipped: Registry, ocid: str) -> None:
    assert ocid not in {name for contract in shipped.contracts for name in (contract.ocid, *contract.related_ocids)}


def test_no_process_of_one_contract_stands_in_two_records(shipped: Registry) -> None:
    """Lots of one process may have a record each; two records of one title would be twins."""
    twins = Counter((contract.ocid, contract.title.casefold()) for contract in shipped.contracts if contract.ocid)
    assert [key for key, number in twins.items() if number > 1] == []
