"""Open Contracting Data Standard 1.1: what the registry knows of each process, for programs that read it.

A date that is not known to the day is in no date field, since these hold moments; its words stand in a description.
Only a registered publisher may make an OCID, so that no two processes in the world share one. A contract without one is
left out, unless the council gives the prefix that it registered. The extensions are named by addresses that do not
change.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import groupby
from typing import Any

from tenderwatch.answers.phrases import with_ways
from tenderwatch.dates import When
from tenderwatch.errors import UsageError
from tenderwatch.exporters import Tally, Wanted
from tenderwatch.labels.label import label
from tenderwatch.labels.records import ROUTE
from tenderwatch.law.terms import when_of
from tenderwatch.licence import DATA_LICENCE_URL
from tenderwatch.outlook import Outlook
from tenderwatch.registry.model import Contract, Registry

_EXTENSIONS = (
    "https://raw.githubusercontent.com/open-contracting-extensions/ocds_lots_extension/8d3b52eb/extension.json",
    "https://raw.githubusercontent.com/open-contracting-extensions/ocds_renewal_extension/cf265775/extension.json",
    "https://raw.githubusercontent.com/cabinetoffice/ocds_uk_extension/aa0e43b8/extension.json",
)
_PREFIX_HINT = "give the prefix that your council registered with ⟨ocid-prefix⟩"
_PUBLISHER = "tenderwatch: a registry kept by hand from published sources"
_AWARDED = frozenset({"awarded", "running", "extended", "unconfirmed", "overrun", "open-ended", "unknown"})
# Of a process with several lots, the first that fits one of them: each lot has its own.
_TENDER_STATUSES = ("active", "complete", "planned", "cancelled")
_STATUS = {"awarded": "pending", "ended": "terminated", "replaced": "terminated"}
_METHODS = {
    "open": "open", "competitive-process": "open", "restricted": "selective", "competitive-flexible": "selective",
    "direct-award": "direct", "direct-award-a": "direct", "direct-award-b": "direct", "direct-award-c": "direct",
    "most-suitable-provider": "direct", "below-threshold-without-competition": "direct",
}  # fmt: skip
Json = dict[str, Any]


def package(wanted: Wanted, tally: Tally) -> Iterator[bytes]:
    """One record package, piece by piece. Raises UsageError where no contract can be in it."""
    edition = wanted.listing.registry.edition
    head = {
        "uri": f"urn:tenderwatch:records:{edition}", "version": "1.1", "extensions": list(_EXTENSIONS),
        "publisher": {"name": _PUBLISHER}, "license": DATA_LICENCE_URL, "publishedDate": f"{edition}T00:00:00Z",
    }  # fmt: skip
    before = _json(head)[:-1] + b', "records": [\n'
    for record in _records(wanted, tally):
        yield before + _json(record)
        before = b",\n"
    if not tally.written:
        # The standard asks for one record at least.
        said = "no contract has an OCID" if tally.left_out else "there is no contract to write"
        raise UsageError(f"open contracting data needs a record: {said}", _PREFIX_HINT if tally.left_out else "")
    yield b"\n]}\n"


def lines(wanted: Wanted, tally: Tally) -> Iterator[bytes]:
    """One record a line, without the envelope."""
    for record in _records(wanted, tally):
        yield _json(record) + b"\n"


def _json(value: Json) -> bytes:
    return json.dumps(value, ensure_ascii=False).encode()


def _records(wanted: Wanted, tally: Tally) -> Iterator[Json]:
    """A record for each process, in order of OCID; contracts of one process stand in one."""

    def process(contract: Contract) -> str:
        own = f"{wanted.ocid_prefix}-{contract.id}" if wanted.ocid_prefix else ""
        return contract.ocid or own

    registry = wanted.listing.registry
    rows = wanted.listing.by(lambda contract: (process(contract), contract.id))
    for ocid, group in groupby(rows, key=lambda row: process(row.outlook.contract)):
        if not ocid:
            for _ in group:
                tally.left_out["no OCID"] += 1
            tally.remarks.append(f"only a registered publisher may make an OCID; {_PREFIX_HINT}")
            continue
        outlooks = [row.outlook for row in group]
        release = _release(ocid, outlooks, registry)
        compiled = release | {"id": f"{release['id']}-compiled", "tag": ["compiled"]}
        yield {"ocid": ocid, "releases": [release], "compiledRelease": compiled}
        tally.written += len(outlooks)


def _release(ocid: str, outlooks: list[Outlook], registry: Registry) -> Json:
    first = outlooks[0]
    let = [outlook for outlook in outlooks if _is_let(outlook)]
    tag = "contract" if let else "planning" if first.status == "planned" else "tender"
    return _stated({
        "ocid": ocid,
        # By this beginning an import knows it for a release of ours, and takes it for no notice of a publisher.
        "id": f"tenderwatch-{ocid}-{registry.edition}",
        # As old as what it rests on: an export makes no evidence younger.
        "date": f"{max(outlook.newest_evidence for outlook in outlooks)}T00:00:00Z",
        "tag": [tag],
        "initiationType": "tender",
        "tender": _tender(outlooks, registry),
        "parties": _parties(outlooks, registry),
        "buyer": _organisation(registry, first.contract.lead) if first.contract.lead else None,
        "awards": [_award(outlook) for outlook in let],
        "contracts": [_contract(outlook) for outlook in let],
        "relatedProcesses": _prior(outlooks, registry),
    })  # fmt: skip


def _stated(value: Json) -> Json:
    """An object without the keys for which there is nothing to say."""
    return {key: part for key, part in value.items() if part}


def _is_let(outlook: Outlook) -> bool:
    return outlook.status in _AWARDED or outlook.status in _STATUS


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
    deadline = contract.tender_deadline or (plans.tender_deadline if plans else None)
    codes = [{"scheme": "CPV", "id": code} for code in contract.cpv]
    documents = [
        {"id": notice.number or str(number), "title": notice.kind or "notice", "url": notice.url}
        for number, notice in enumerate(contract.notices, 1)
        if notice.url
    ]
    for outlook in outlooks:
        documents += [] if _is_let(outlook) else _sources(outlook)
    return _stated({
        "id": contract.reference or contract.id,
        "title": contract.title,
        "description": _description(outlooks[0]),
        "status": next(code for code in _TENDER_STATUSES if code in map(_tender_status, outlooks)),
        "lots": [_lot(outlook) for outlook in outlooks],
        "procurementMethod": _METHODS.get(contract.route),
        "procurementMethodDetails": label(ROUTE, contract.route) if contract.route != "unknown" else None,
        "value": _value(contract),
        "submissionMethodDetails": portal.url if portal else None,
        "tenderPeriod": _stated({"endDate": _moment(deadline, end=True)}),
        "communication": _stated({"futureNoticeDate": _moment(plans.tender) if plans else None}),
        "items": [{"id": "1", "additionalClassifications": codes}] if codes else None,
        "documents": list({document["id"]: document for document in documents}.values()),
    })  # fmt: skip


def _value(contract: Contract) -> Json | None:
    return {"amount": contract.value.amount, "currency": "GBP"} if contract.value else None


def _sources(outlook: Outlook) -> list[Json]:
    """Where the facts were read, as documents: the address, and what was found where in it."""
    found: dict[str, Json] = {}
    for item in outlook.contract.all_evidence:
        source = outlook.registry.sources[item.source]
        if not source.url:
            continue
        words = f"{item.place}: {', '.join(item.supports)}" if item.supports else item.place
        document = found.setdefault(
            source.id, {"id": f"source-{source.id}", "title": source.title, "url": source.url, "description": words}
        )
        if words not in document["description"]:
            document["description"] += f"; {words}"
        if published := _moment(source.published):
            document["datePublished"] = published
    return list(found.values())


def _tender_status(outlook: Outlook) -> str:
    if outlook.status == "abandoned":
        return "cancelled"
    if outlook.status == "planned":
        return "planned"
    deadline = outlook.contract.tender_deadline
    return "active" if outlook.status == "tendering" and deadline and not deadline.passed(outlook.today) else "complete"


def _lot(outlook: Outlook) -> Json:
    contract = outlook.contract
    plans = contract.plans if outlook.not_let else None
    period = _period(outlook)
    if plans:
        dates = (
            ("startDate", plans.start, False),
            ("endDate", plans.end, True),
            ("maxExtentDate", plans.longest_end, True),
        )
        period = {key: day for key, when, end in dates if (day := _moment(when, end=end))} or period
    lot: Json = {"id": contract.id, "title": contract.title, "description": _description(outlook)}
    lot["status"] = _tender_status(outlook)
    return lot | _stated({"value": _value(contract), "contractPeriod": period}) | _renewal(outlook)


def _award(outlook: Outlook) -> Json:
    contract = outlook.contract
    return _stated({
        "id": contract.id, "title": contract.title, "status": "pending" if outlook.status == "awarded" else "active",
        "relatedLots": [contract.id], "suppliers": [_supplier(name) for name in contract.providers],
        "date": _moment(contract.awarded),
    })  # fmt: skip


def _contract(outlook: Outlook) -> Json:
    contract = outlook.contract
    ended = contract.ended.on if outlook.ends.decided and contract.ended else None
    data = {
        "id": contract.id, "awardID": contract.id, "title": contract.title, "description": _description(outlook),
        "status": _STATUS.get(outlook.status, "active"), "period": _period(outlook), "value": _value(contract),
        "implementation": _stated({"endDate": _moment(ended, end=True)}), "documents": _sources(outlook),
    }  # fmt: skip
    return _stated(data) | _renewal(outlook)


def _period(outlook: Outlook) -> Json:
    """What is known to the day of start, current end and longest end."""
    ends = outlook.ends
    dates = (
        ("startDate", outlook.contract.start, False), ("endDate", when_of(ends.current), True),
        ("maxExtentDate", when_of(ends.longest) if ends.longest != ends.current else None, True),
    )  # fmt: skip
    return {key: day for key, when, end in dates if (day := _moment(when, end=end))}


def _renewal(outlook: Outlook) -> Json:
    """The options that are left, in words; the equal steps of one that rolls on are one option."""
    left: list[str] = []
    for way, step in with_ways(outlook.ends.left):
        words = f"{way}{step.text}"
        if step.option.every is None or words not in left:
            left.append(words)
    return {"hasRenewal": True, "renewal": {"description": "; ".join(left)}} if left else {}


def _description(outlook: Outlook) -> str:
    """What it is for, and each date that has no place in a date field."""
    contract, ends = outlook.contract, outlook.ends
    words = [f"{contract.kind} for {', '.join(contract.services)}"]
    dates = (("Start", contract.start), ("End", when_of(ends.current)), ("Longest end", when_of(ends.longest)))
    for name, when in dates:
        if when and when.known and not _moment(when):
            words.append(f"{name}: {when.text} ({when.edtf})")
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


def _moment(when: When | None, *, end: bool = False) -> str | None:
    """A day as the standard writes it, from its first or to its last second; None where the day is not known."""
    return f"{when.exact}T{'23:59:59' if end else '00:00:00'}Z" if when and when.exact else None
