"""Open Contracting Data Standard 1.1: what the registry knows of each process, for programs that read it.

A date that is not known to the day is in no date field, since these hold moments; its words stand in a description.
A contract without an OCID is left out, as nobody but a registered publisher may make one. The extensions are named by
addresses that do not change.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import groupby
from typing import Any

from tenderwatch.dates import When
from tenderwatch.exporters import Exported
from tenderwatch.law.terms import End
from tenderwatch.licence import DATA_LICENCE_URL
from tenderwatch.outlook import Outlook
from tenderwatch.queries.select import Agenda
from tenderwatch.registry.model import Registry

_EXTENSIONS = (
    "https://raw.githubusercontent.com/open-contracting-extensions/ocds_lots_extension/8d3b52eb/extension.json",
    "https://raw.githubusercontent.com/open-contracting-extensions/ocds_renewal_extension/cf265775/extension.json",
    "https://raw.githubusercontent.com/cabinetoffice/ocds_uk_extension/aa0e43b8/extension.json",
)
_PUBLISHER = "tenderwatch: a registry kept by hand from published sources"
_AWARDED = frozenset({"awarded", "running", "extended", "unconfirmed", "overrun", "open-ended", "unknown"})
_STATUS = {"awarded": "pending", "ended": "terminated", "replaced": "terminated"}
_METHODS = {
    "open": "open", "competitive-process": "open", "restricted": "selective", "competitive-flexible": "selective",
    "direct-award": "direct", "direct-award-a": "direct", "direct-award-b": "direct", "direct-award-c": "direct",
    "most-suitable-provider": "direct", "below-threshold-without-competition": "direct",
}  # fmt: skip
Json = dict[str, Any]


def package(agenda: Agenda) -> Exported:
    """One record package."""
    head = {
        "uri": f"urn:tenderwatch:records:{agenda.registry.edition}", "version": "1.1", "extensions": list(_EXTENSIONS),
        "publisher": {"name": _PUBLISHER}, "license": DATA_LICENCE_URL,
        "publishedDate": f"{agenda.registry.edition}T00:00:00Z",
    }  # fmt: skip
    return Exported(_packed(head, agenda), _left_out(agenda))


def lines(agenda: Agenda) -> Exported:
    """One record a line, without the envelope."""
    return Exported(
        (json.dumps(record, ensure_ascii=False).encode() + b"\n" for record in _records(agenda)), _left_out(agenda)
    )


def _packed(head: Json, agenda: Agenda) -> Iterator[bytes]:
    """The package piece by piece, so that a large registry takes no more memory than a small one."""
    yield json.dumps(head, ensure_ascii=False)[:-1].encode() + b', "records": ['
    for number, record in enumerate(_records(agenda)):
        yield (b",\n" if number else b"\n") + json.dumps(record, ensure_ascii=False).encode()
    yield b"\n]}\n"


def _left_out(agenda: Agenda) -> tuple[tuple[str, str], ...]:
    return tuple((row.outlook.contract.id, "no OCID") for row in agenda.rows if not row.outlook.contract.ocid)


def _records(agenda: Agenda) -> Iterator[Json]:
    """A record for each process, in order of OCID; contracts of one process stand in one."""
    known = sorted(
        (row.outlook for row in agenda.rows if row.outlook.contract.ocid),
        key=lambda outlook: (outlook.contract.ocid or "", outlook.contract.id),
    )
    for ocid, group in groupby(known, key=lambda outlook: outlook.contract.ocid or ""):
        release = _release(ocid, list(group), agenda.registry)
        compiled = release | {"id": f"{release['id']}-compiled", "tag": ["compiled"]}
        yield {"ocid": ocid, "releases": [release], "compiledRelease": compiled}


def _release(ocid: str, outlooks: list[Outlook], registry: Registry) -> Json:
    first = outlooks[0]
    let = [outlook for outlook in outlooks if outlook.status in _AWARDED or outlook.status in _STATUS]
    tag = "contract" if let else "planning" if first.status == "planned" else "tender"
    release: Json = {
        "ocid": ocid,
        "id": f"{ocid}-{registry.edition}",
        "date": f"{registry.edition}T00:00:00Z",
        "tag": [tag],
        "initiationType": "tender",
        "parties": _parties(outlooks, registry),
        "tender": _tender(outlooks, registry),
    }
    if first.contract.lead:
        release["buyer"] = _organisation(registry, first.contract.lead)
    if let:
        release["awards"] = [_award(outlook) for outlook in let]
        release["contracts"] = [_contract(outlook) for outlook in let]
    if prior := _prior(outlooks, registry):
        release["relatedProcesses"] = prior
    return release


def _parties(outlooks: list[Outlook], registry: Registry) -> list[Json]:
    parties: dict[str, Json] = {}
    for outlook in outlooks:
        for name in outlook.contract.authorities:
            body = registry.authorities.get(name)
            party = _organisation(registry, name) | {"roles": ["buyer"]}
            if body and body.ppon:
                party["identifier"] = {"scheme": "GB-PPON", "id": body.ppon, "legalName": body.name}
            parties[party["id"]] = party
        for name in outlook.contract.providers:
            parties[_supplier(name)["id"]] = _supplier(name) | {"roles": ["supplier"]}
    return list(parties.values())


def _organisation(registry: Registry, name: str) -> Json:
    body = registry.authorities.get(name)
    return {"id": f"GB-PPON-{body.ppon}" if body and body.ppon else name, "name": body.name if body else name}


def _supplier(name: str) -> Json:
    return {"id": f"supplier-{'-'.join(name.lower().split())}", "name": name}


def _tender(outlooks: list[Outlook], registry: Registry) -> Json:
    contract = outlooks[0].contract
    plans = contract.plans
    portal = registry.portals.get(contract.portal or "")
    tender: Json = {
        "id": contract.reference or contract.id,
        "title": contract.title,
        "description": _description(outlooks[0]),
        "status": _tender_status(outlooks[0]),
        "lots": [_lot(outlook, number) for number, outlook in enumerate(outlooks, 1)],
    }
    if method := _METHODS.get(contract.route):
        tender["procurementMethod"] = method
    if contract.value:
        tender["value"] = {"amount": contract.value.amount, "currency": "GBP"}
    if portal and portal.url:
        tender["submissionMethodDetails"] = portal.url
    if deadline := _moment(contract.tender_deadline or (plans.tender_deadline if plans else None), end=True):
        tender["tenderPeriod"] = {"endDate": deadline}
    if plans and (future := _moment(plans.tender)):
        tender["communication"] = {"futureNoticeDate": future}
    if contract.cpv:
        tender["items"] = [
            {"id": "1", "additionalClassifications": [{"scheme": "CPV", "id": code} for code in contract.cpv]}
        ]
    if contract.notices:
        tender["documents"] = [
            {"id": notice.number or str(number), "title": notice.kind or "notice", "url": notice.url}
            for number, notice in enumerate(contract.notices, 1)
            if notice.url
        ]
    return tender


def _tender_status(outlook: Outlook) -> str:
    if outlook.status == "abandoned":
        return "cancelled"
    if outlook.status == "planned":
        return "planned"
    deadline = outlook.contract.tender_deadline
    return "active" if outlook.status == "tendering" and deadline and not deadline.passed(outlook.today) else "complete"


def _lot(outlook: Outlook, number: int) -> Json:
    plans = outlook.contract.plans if outlook.not_let else None
    period = _period(outlook)
    if plans:
        dates = (
            ("startDate", plans.start, False),
            ("endDate", plans.end, True),
            ("maxExtentDate", plans.longest_end, True),
        )
        period = {key: day for key, when, end in dates if (day := _moment(when, end=end))} or period
    return {"id": str(number)} | ({"contractPeriod": period} if period else {}) | _renewal(outlook)


def _award(outlook: Outlook) -> Json:
    contract = outlook.contract
    award: Json = {
        "id": contract.id, "title": contract.title, "status": "pending" if outlook.status == "awarded" else "active",
        "suppliers": [_supplier(name) for name in contract.providers],
    }  # fmt: skip
    if day := _moment(contract.awarded):
        award["date"] = day
    return award


def _contract(outlook: Outlook) -> Json:
    contract = outlook.contract
    data: Json = {
        "id": contract.id, "awardID": contract.id, "title": contract.title, "description": _description(outlook),
        "status": _STATUS.get(outlook.status, "active"),
    }  # fmt: skip
    if period := _period(outlook):
        data["period"] = period
    if contract.value:
        data["value"] = {"amount": contract.value.amount, "currency": "GBP"}
    if outlook.ends.decided and contract.ended and (ended := _moment(contract.ended.on, end=True)):
        data["implementation"] = {"endDate": ended}
    return data | _renewal(outlook)


def _period(outlook: Outlook) -> Json:
    """What is known to the day of start, current end and longest end."""
    ends = outlook.ends
    dates = (
        ("startDate", outlook.contract.start, False), ("endDate", _when(ends.current), True),
        ("maxExtentDate", _when(ends.longest) if ends.longest != ends.current else None, True),
    )  # fmt: skip
    return {key: day for key, when, end in dates if (day := _moment(when, end=end))}


def _renewal(outlook: Outlook) -> Json:
    """The options that are left, in words."""
    left = [step.text for step in outlook.ends.left]
    return {"hasRenewal": True, "renewal": {"description": "; ".join(left)}} if left else {}


def _description(outlook: Outlook) -> str:
    """What it is for, and each date that has no place in a date field."""
    contract, ends = outlook.contract, outlook.ends
    words = [f"{contract.kind} for {', '.join(contract.services)}"]
    for name, when in (("Start", contract.start), ("End", _when(ends.current)), ("Longest end", _when(ends.longest))):
        if when and when.known and not _moment(when):
            words.append(f"{name}: {when.text}")
    return ". ".join(words) + "."


def _prior(outlooks: list[Outlook], registry: Registry) -> list[Json]:
    """The processes that these replace."""
    names = dict.fromkeys(name for outlook in outlooks for name in outlook.contract.replaces)
    known = [(name, registry.by_id[name]) for name in names if name in registry.by_id]
    return [
        {"id": name, "relationship": ["prior"], "title": old.title, "scheme": "ocid", "identifier": old.ocid}
        for name, old in known
        if old.ocid
    ]


def _when(end: End | None) -> When | None:
    return end.when if end else None


def _moment(when: When | None, *, end: bool = False) -> str | None:
    """A day as the standard writes it, from its first or to its last second; None where the day is not known."""
    if when is None or when.earliest is None or when.earliest != when.latest:
        return None
    return f"{when.earliest}T{'23:59:59' if end else '00:00:00'}Z"
