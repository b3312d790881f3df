"""Write invented releases in the shapes of Find a Tender, one on each line: the input of the import benchmarks.

    python benchmarks/generate_notices.py 100000 -o notices.jsonl

The shares of the kinds of notice, the length of a release (about 5 KB), the share of health and social care (one in
twelve) and the length and words of descriptions are those of ordinary days of Find a Tender; nine in ten procurements
have one release. Everything follows from the number of a release, so the same count gives the same bytes.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import Any

from generate import asked
from prose import description, text

# Of a hundred notices.
SHARES = (("UK7", 43), ("UK4", 17), ("UK6", 13), ("UK2", 8), ("UK5", 3), ("UK3", 2), ("UK1", 2), ("CELEX", 12))
TAGS = {"UK1": ["planning"], "UK2": ["planning"], "UK3": ["planning"], "UK4": ["tender"], "CELEX": ["tender"]}
RENEWALS = (
    "The contract may be extended for {n} further periods of 12 months each at the sole discretion of the authority.",
    "Option to extend by up to {m} months, subject to performance and available budget.",
    "{n} x 12 months", "{n}+{n} years", "As set out in the procurement documents.",
    "There is the option to extend the contract by {n} years in lots of one year, up to {month} {year}.",
)  # fmt: skip
CARE = (("85312100", "Daycare services"), ("85320000", "Social services"), ("85144100", "Residential nursing care"))
OTHER = (
    ("45233141", "Road-maintenance works"), ("90511000", "Refuse collection services"), ("72000000", "IT services"),
    ("79710000", "Security services"), ("55524000", "School catering services"), ("50700000", "Repair services"),
    ("60130000", "Special-purpose road passenger-transport services"), ("30192000", "Office supplies"),
)  # fmt: skip
MONTHS = ("March", "June", "September", "December")
BODIES = 450


def releases(count: int) -> Iterator[dict[str, Any]]:
    """So many releases, in no particular order of their procurements."""
    kinds = [kind for kind, share in SHARES for _ in range(share)]
    for number in range(count):
        yield _release(number, kinds[number * 37 % len(kinds)], Random(number))  # noqa: S311 - no secrets


def _release(number: int, kind: str, rnd: Random) -> dict[str, Any]:
    code, label = rnd.choice(CARE if number % 12 == 0 else OTHER)
    # One procurement in ten has a second release.
    process = number - number % 10 + 1 if number % 10 == 0 else number
    body = process * 7919 % BODIES
    buyer = {"id": f"GB-PPON-PAAA-{body:04}-BCDE", "name": f"{'North' if body % 2 else 'South'} Borough {body} Council"}
    supplier = {"id": f"GB-COH-{number % 5000:08}", "name": f"Supplier {number % 5000} Limited"}
    published = date(2026, 1, 5) + timedelta(number % 300)
    notice = f"{number:06}-2026"
    start = (published + timedelta(120)).replace(day=1)
    years, n = 1 + number % 5, 1 + number % 3
    end, longest = _before(start, years), _before(start, years + n)
    period = {"startDate": f"{start}T00:00:00+01:00", "endDate": f"{end}T23:59:59Z"}
    block: dict[str, Any] = {"id": "1", "contractPeriod": period, "status": "active"}
    if number % 2:
        words = rnd.choice(RENEWALS).format(n=n, m=12 * n, month=rnd.choice(MONTHS), year=longest.year)
        period["maxExtentDate"] = f"{longest}T23:59:59+01:00"
        block |= {"hasRenewal": True, "renewal": {"description": words}}
    amount = 1000 * (10 + number % 4000)
    value = {"amountGross": amount * 1.2, "amount": amount, "currency": "GBP"}
    document = {
        "id": notice, "documentType": "notice", "noticeType": kind, "format": "text/html",
        "description": f"{kind} notice on Find a Tender", "datePublished": f"{published}T10:00:00+01:00",
        "url": f"https://www.find-tender.service.gov.uk/Notice/{notice}",
    }  # fmt: skip
    items = [
        {
            "id": "1", "relatedLot": "1",
            "additionalClassifications": [{"scheme": "CPV", "id": code, "description": label}],
            "deliveryAddresses": [{"region": "UKC1", "country": "GB", "countryName": "United Kingdom"}] * 3,
        }
    ]  # fmt: skip
    tender: dict[str, Any] = {
        "id": f"PROC-{process}", "title": f"{label} in area {process % 977}, round {process}",
        "description": description(rnd), "status": "active", "mainProcurementCategory": "services",
        "legalBasis": {"id": "2023/54", "scheme": "UKPGA", "uri": "https://www.legislation.gov.uk/ukpga/2023/54"},
        "procurementMethod": "open", "procurementMethodDetails": "Open procedure", "aboveThreshold": True,
        "specialRegime": ["lightTouch"], "items": items, "lots": [{"id": "1", "status": "active", "description": None}],
        "awardCriteria": {"criteria": [{"type": "quality", "name": "Quality", "description": text(rnd, 110)}]},
    }  # fmt: skip
    found: dict[str, Any] = {
        "ocid": f"ocds-h6vhtk-{process:06x}", "id": notice, "tag": TAGS.get(kind, ["award", "contract"]),
        "date": f"{published}T10:00:00+01:00", "initiationType": "tender",
        "parties": [_party(buyer, "buyer", rnd), _party(supplier, "supplier", rnd)], "buyer": buyer, "tender": tender,
        "language": "en",
    }  # fmt: skip
    if kind == "CELEX":
        tender["legalBasis"] = {"id": "32014L0024", "scheme": "CELEX"}
    if kind in ("UK4", "CELEX"):
        tender |= {
            "lots": [block | {"value": value, "title": "Lot 1", "description": text(rnd, 60)}], "value": value,
            "tenderPeriod": {"endDate": f"{published + timedelta(35)}T12:00:00Z"}, "documents": [document],
            "submissionMethodDetails": "https://procontract.example/Login", "submissionTerms": text(rnd, 30),
        }  # fmt: skip
    elif kind in ("UK1", "UK2", "UK3"):
        planned = {"futureNoticeDate": f"{published + timedelta(60)}T23:59:59+01:00"}
        tender |= {"lots": [block], "value": value, "communication": planned, "status": "planned"}
        found["planning"] = {"documents": [document], "milestones": [{"id": "1", "type": "engagement"}]}
    else:
        award = {"id": "1", "status": "active", "suppliers": [supplier], "items": items, "relatedLots": ["1"]}
        if kind == "UK7":
            contract = {key: item for key, item in block.items() if key != "contractPeriod"} | {
                "awardID": "1", "period": period, "value": value, "dateSigned": f"{start}T00:00:00+01:00",
                "documents": [document], "title": "", "aboveThreshold": True, "statusDetails": None,
            }  # fmt: skip
            found |= {"awards": [award], "contracts": [contract]}
        else:
            found["awards"] = [award | block | {"value": value, "documents": [document]}]
    return found


def _before(start: date, years: int) -> date:
    return start.replace(year=start.year + years) - timedelta(1)


def _party(body: dict[str, str], role: str, rnd: Random) -> dict[str, Any]:
    scheme, _, code = body["id"].partition("-PPON-") if "PPON" in body["id"] else body["id"].rpartition("-")
    return {
        **body, "roles": [role],
        "identifier": {"scheme": "GB-PPON" if role == "buyer" else scheme, "id": code, "legalName": body["name"]},
        "address": {
            "streetAddress": f"{rnd.randrange(1, 200)} High Street", "locality": "Anytown", "region": "UKC14",
            "postalCode": f"AB{rnd.randrange(1, 20)} {rnd.randrange(1, 9)}CD", "countryName": "United Kingdom",
        },
        "contactPoint": {"email": "procurement@council.example", "telephone": "+44 1632 960000", "name": "Procurement"},
        "details": {
            "url": "https://www.council.example/", "classifications": [
                {"scheme": "UK_CA_TYPE", "id": "publicAuthority", "description": "Public authority - sub-central"}
            ],
        },
    }  # fmt: skip


def write(count: int, path: Path) -> None:
    """So many releases into a file, one a line."""
    with path.open("w", encoding="utf-8", newline="\n") as file:
        for release in releases(count):
            file.write(json.dumps(release, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    write(*asked(__doc__, "releases", "file"))
