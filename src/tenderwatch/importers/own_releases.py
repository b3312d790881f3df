"""Releases that `export ocds` wrote: each lot is a contract of a registry again, under its own id.

What the standard has no field for stands in our own words in the description: the kind, the services, and dates that
are not known to the day.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from tenderwatch.dates import When
from tenderwatch.dates.parsing import WhenError, parse_when
from tenderwatch.importers.json_blocks import Json, group_in, groups_in, names_in, text_of
from tenderwatch.importers.own import Record, own_statement, said_of_dates
from tenderwatch.importers.periods import day_of, value_of
from tenderwatch.importers.release_parts import codes_of, portal_of
from tenderwatch.importers.statement import Own, Place, Reading, Reject
from tenderwatch.labels.records import ROUTE

# How the id of such a release begins.
OURS = "tenderwatch-"
_ABOUT = re.compile(r"(?P<kind>[a-z-]+) for (?P<services>[^.]+)\.")
# In words, and behind them in EDTF.
_IN_WORDS = re.compile(r" (Start|End|Longest end): [^.()]+\(([^.()]+)\)\.")
_NAMES = {"Start": "startDate", "End": "endDate", "Longest end": "maxExtentDate"}
_ROUTES = {words: route for route, words in ROUTE.items()}


def own_release(release: Json, place: Place) -> Iterator[Reading]:
    """What one release of ours states, contract by contract."""
    tender = group_in(release, "tender")
    lots = groups_in(tender, "lots")
    if not lots:
        yield Reject(place, text_of(release.get("id")), "", "the release has no lots")
    let = {text_of(contract.get("id")): contract for contract in groups_in(release, "contracts")}
    awards = {text_of(award.get("id")): award for award in groups_in(release, "awards")}
    for lot in lots:
        name = text_of(lot.get("id"))
        yield _statement(release, lot, let.get(name), awards.get(name, {}), place)


def _statement(release: Json, lot: Json, contract: Json | None, award: Json, place: Place) -> Reading:
    tender, remarks = group_in(release, "tender"), list[str]()
    about = _ABOUT.match(text_of(lot.get("description")))
    if about is None:
        return Reject(place, text_of(lot.get("id")), "", "the description does not say what it is")
    record: Record = {
        "id": text_of(lot.get("id")), "title": text_of(lot.get("title")), "kind": about["kind"],
        "services": [*about["services"].split(", ")], "ocid": text_of(release.get("ocid")),
    }  # fmt: skip
    authorities = tuple(_buyers(release))
    record["lead"] = authorities[0]["id"] if authorities and release.get("buyer") else "unknown"
    if partners := [body["id"] for body in authorities if body["id"] != record["lead"]]:
        record["partners"] = partners
    if providers := [name for party in groups_in(award, "suppliers") if (name := text_of(party.get("name")))]:
        record["providers"] = [*providers]
    if value := value_of(lot.get("value"), remarks):
        record["value"] = {"amount": f"{value.amount:.2f}".removesuffix(".00"), "basis": "not said"}
    if route := _ROUTES.get(text_of(tender.get("procurementMethodDetails"))):
        record["route"] = route
    if codes := codes_of(release, tender):
        record["cpv"] = [*codes]
    if old := [text_of(process.get("id")) for process in groups_in(release, "relatedProcesses")]:
        record["replaces"] = [*old]
    address = portal_of(tender)
    portals: tuple[Record, ...] = ({"id": _slug(address), "name": address, "url": address},) if address else ()
    if portals:
        record["portal"] = portals[0]["id"]
    record |= _dates(tender, lot, contract, award, remarks)
    checked = day_of(release.get("date"), remarks, "date of the release")
    own = Own(
        record,
        (),
        authorities,
        portals,
        f"process {record['ocid']}, {record['id']}",
        checked.written if checked else "",
    )
    return own_statement(place, own, tuple(remarks))


def _dates(tender: Json, lot: Json, contract: Json | None, award: Json, remarks: list[str]) -> Record:
    said: dict[str, When] = {}
    for name, words in _IN_WORDS.findall(text_of(lot.get("description"))):
        try:
            said[_NAMES[name]] = parse_when(words)
        except WhenError:
            remarks.append(f"{name.lower()} '{words}' is not read: left out")
    period = group_in(contract, "period") if contract is not None else group_in(lot, "contractPeriod")
    for key in _NAMES.values():
        if when := day_of(period.get(key), remarks, key):
            said[key] = when
    deadline = day_of(group_in(tender, "tenderPeriod").get("endDate"), remarks, "deadline for tenders")
    start, end, longest = (said.get(key) for key in _NAMES.values())
    if contract is None:
        if text_of(lot.get("status") or tender.get("status")) == "cancelled":
            return {"abandoned": {"on": "unknown", "how": "not said"}}
        return _not_let(tender, {"start": start, "end": end, "longest_end": longest}, deadline, remarks)
    if longest is None and not lot.get("hasRenewal"):
        longest = end
    dates = {"start": start, "initial_end": end, "end": end, "longest_end": longest}
    # An end that the law sets reads as one that is stated: nothing in a release tells them apart.
    record = said_of_dates({key: when for key, when in dates.items() if when}, "", by_law=True)
    record |= {"let": "true"}
    ended = day_of(group_in(contract, "implementation").get("endDate"), remarks, "end")
    if ended or (end is None and text_of(contract.get("status")) == "terminated"):
        record["ended"] = {"on": ended.written if ended else "unknown", "how": "not said"}
    if awarded := day_of(award.get("date"), remarks, "day of the award"):
        record["awarded"] = awarded.written
    return record


def _not_let(tender: Json, dates: dict[str, When | None], deadline: When | None, remarks: list[str]) -> Record:
    """What is planned or advertised: its dates are those of a plan."""
    future = day_of(group_in(tender, "communication").get("futureNoticeDate"), remarks, "date of the next notice")
    start = dates["start"]
    if start and future and not future.before(start):
        # No plan says that: they are the dates of the record itself.
        stated = {"start": start, "initial_end": dates["end"], "end": dates["end"], "longest_end": dates["longest_end"]}
        held = said_of_dates({key: when for key, when in stated.items() if when}, "", by_law=True)
        return held | {"let": "false", "plans": {"tender": future.written}}
    plans = {"tender": future, **dates}
    written: Record = {key: when.written for key, when in plans.items() if when}
    record: Record = {"let": "false"}
    if written:
        record["plans"] = written
    if deadline:
        record["tender_deadline"] = deadline.written
    return record


def _buyers(release: Json) -> Iterator[Record]:
    """The bodies that buy, the one that leads first."""
    lead = text_of(group_in(release, "buyer").get("id"))
    buying = [party for party in groups_in(release, "parties") if "buyer" in names_in(party, "roles")]
    for party in sorted(buying, key=lambda party: text_of(party.get("id")) != lead):
        identifier, name = group_in(party, "identifier"), text_of(party.get("name"))
        body: Record = {"id": _slug(name), "name": name, "kind": "council" if "council" in name.lower() else "other"}
        if identifier.get("scheme") == "GB-PPON":
            body["codes"] = {"ppon": text_of(identifier.get("id"))}
        yield body


def _slug(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", text.lower().removeprefix("https://")).strip("-")[:40].strip("-")
