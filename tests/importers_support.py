"""Invented notices and registers for the tests of importers, in the shapes that real publishers use."""

from __future__ import annotations

from typing import Any

from tenderwatch.importers.ocds import read_release
from tenderwatch.importers.statement import Place, Reading, Statement

OCID = "ocds-h6vhtk-0aaaa1"
COUNCIL = {"id": "GB-PPON-AAAA-1111-BBBB", "name": "Testshire County Council"}


def party(name: str, code: str, *roles: str) -> dict[str, Any]:
    return {
        "id": f"GB-PPON-{code}",
        "name": name,
        "roles": list(roles),
        "identifier": {"scheme": "GB-PPON", "id": code},
    }


def period(start: str | None = None, end: str | None = None, longest: str | None = None) -> dict[str, Any]:
    """A period as Find a Tender prints one: midnight of the first day, the last second of the last, in local time."""
    found = {}
    if start:
        found["startDate"] = f"{start}T00:00:00+01:00"
    if end:
        found["endDate"] = f"{end}T23:59:59+01:00"
    if longest:
        found["maxExtentDate"] = f"{longest}T23:59:59Z"
    return found


def release(number: str, tag: list[str], day: str = "2026-05-01", **blocks: Any) -> dict[str, Any]:
    """One release of one process; the blocks are those that its kind of notice fills."""
    tender = {
        "id": "OPEN20260001",
        "title": "Home care in Testshire",
        "description": "Care at home for adults.",
        "legalBasis": {"scheme": "UKPGA", "id": "2023/54"},
        "procurementMethodDetails": "Open procedure",
        "specialRegime": ["lightTouch"],
        "items": [
            {"id": "1", "additionalClassifications": [{"scheme": "CPV", "id": "85312100", "description": "Daycare"}]}
        ],
    }
    return {
        "ocid": OCID,
        "id": number,
        "tag": tag,
        "date": f"{day}T10:00:00+01:00",
        "initiationType": "tender",
        "parties": [party("Testshire County Council", "AAAA-1111-BBBB", "buyer")],
        "buyer": COUNCIL,
        "tender": tender | blocks.pop("tender", {}),
        **blocks,
    }


def document(number: str, kind: str) -> dict[str, Any]:
    return {"id": number, "noticeType": kind, "url": f"https://www.find-tender.service.gov.uk/Notice/{number}"}


def planned(number: str = "000001-2026", **lot: Any) -> dict[str, Any]:
    block = {
        "lots": [{"id": "1", "contractPeriod": period("2027-04-01", "2030-03-31", "2032-03-31"), **lot}],
        "communication": {"futureNoticeDate": "2026-09-30T23:59:59+01:00"},
    }
    return release(number, ["planning"], "2026-03-01", tender=block, planning={"documents": [document(number, "UK3")]})


def advertised(number: str = "000002-2026", renewal: str = "2 x 12 months") -> dict[str, Any]:
    block = {
        "lots": [
            {
                "id": "1",
                "contractPeriod": period("2027-04-01", "2030-03-31", "2032-03-31"),
                "hasRenewal": True,
                "renewal": {"description": renewal},
            }
        ],
        "tenderPeriod": {"endDate": "2026-10-30T12:00:00Z"},
        "value": {"amount": 900000.0, "currency": "GBP"},
        "documents": [document(number, "UK4")],
    }
    return release(number, ["tender"], "2026-09-30", tender=block)


def awarded(number: str = "000003-2026") -> dict[str, Any]:
    award = {
        "id": "1",
        "status": "active",
        "date": "2026-12-10T00:00:00Z",
        "suppliers": [{"id": "x", "name": "Example Care Ltd"}],
        "contractPeriod": period("2027-04-01", "2030-03-31", "2032-03-31"),
        "hasRenewal": True,
        "renewal": {"description": "Two periods of 12 months"},
        "documents": [document(number, "UK6")],
    }
    return release(number, ["award", "contract"], "2026-12-12", awards=[award])


def contracted(number: str = "000004-2027", start: str = "2027-04-17") -> dict[str, Any]:
    award = {"id": "1", "status": "active", "suppliers": [{"id": "x", "name": "Example Care Ltd"}]}
    contract = {
        "id": "1",
        "awardID": "1",
        "period": period(start, "2030-03-31", "2032-03-31"),
        "hasRenewal": True,
        "renewal": {"description": "2 x 12 months"},
        "dateSigned": "2027-04-16T00:00:00+01:00",
        "value": {"amount": 750000.0, "amountGross": 900000.0, "currency": "GBP"},
        "documents": [document(number, "UK7")],
    }
    return release(number, ["award", "contract"], "2027-04-20", awards=[award], contracts=[contract])


def changed(number: str = "000005-2028", end: str = "2031-03-31") -> dict[str, Any]:
    contract = {
        "id": "1",
        "proposedAmendments": [{"id": "1", "period": period("2028-05-01", end)}],
        "amendments": [{"id": "1", "description": "First option taken up"}],
        "documents": [document(number, "UK10")],
    }
    return release(number, ["contractAmendment"], "2028-05-02", contracts=[contract])


def terminated(number: str = "000006-2028", day: str = "2028-09-30") -> dict[str, Any]:
    contract = {
        "id": "1",
        "implementation": {"endDate": f"{day}T23:59:59+01:00"},
        "status": "terminated",
        "terminationRationaleClassifications": [{"id": "mutuallyAgreed"}],
        "documents": [document(number, "UK11")],
    }
    found = release(number, ["contractTermination"], "2028-10-02", contracts=[contract])
    del found["buyer"]
    return found


def cancelled(number: str = "000007-2026") -> dict[str, Any]:
    block = {"status": "withdrawn", "statusDetails": "No bids were received", "documents": [document(number, "UK12")]}
    found = release(
        number,
        ["tenderCancellation"],
        "2026-11-05",
        tender=block,
        contracts=[{"id": "1", "finalStatusDate": "2026-11-04T00:00:00Z"}],
    )
    del found["buyer"]
    return found


def read(notice: Any, row: int = 1) -> tuple[Reading, ...]:
    return read_release(notice, Place("notices.json", row))


def statement(notice: Any) -> Statement:
    (found,) = read(notice)
    assert isinstance(found, Statement)
    return found
