"""The contracts register of a council: the columns of the Local Government Association's schema, in its order.

What the Local Government Transparency Code 2015 asks a council to publish of each contract over £5,000. Dates are
DD/MM/YYYY, values plain numbers, as the Association's guidance (version 1.3, June 2015) has them. Its field
`LastExtensionDate` holds the latest day to which the contract could be extended. A date that no source gives to the
day is left empty and said in the description: a column of days has no room for a month. What the registry does not know
stays empty too, also where the schema asks for it: the council fills it in.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from tenderwatch.dates import When
from tenderwatch.exporters import Tally, Wanted
from tenderwatch.formats import BYTE_ORDER_MARK
from tenderwatch.formats.delimited import written
from tenderwatch.labels.records import KIND
from tenderwatch.law.terms import called_for_competition, when_of
from tenderwatch.outlook import Outlook
from tenderwatch.registry.model import Contract, Registry
from tenderwatch.text import count, defuse, listing

HEADER = (
    "OrganisationLabel", "OrganisationURI", "ContractReference", "OpenContractingID", "ContractTitle", "ContractType",
    "OrganisationalUnit", "ServiceCategoryLabel", "ServiceCategoryURI", "Description", "ProcurementCategory",
    "CPVLabel", "CPVCode", "ProclassLabel", "ProclassCode", "StartDate", "EndDate", "ReviewDate", "LastExtensionDate",
    "ContractValue", "FixedCost", "IrrecoverableVAT", "SupplierName", "CompaniesHouseRegistrationNumber",
    "CharityCommissionNumber", "OtherSupplierID", "SMESupplier", "VCSESupplier", "VCSESupplierType", "ContactName",
    "ContactEmail", "ContactURL", "ProcessType", "TenderDocumentURL", "ContractDocumentURL",
    "PerformanceInformationURL", "AreaServedLabel", "AreaServedURI",
)  # fmt: skip
_TYPES = {
    "framework": "Framework agreement",
    "open-framework": "Framework agreement",
    "dps": "Dynamic purchasing system",
    "dynamic-market": "Dynamic purchasing system",
    "contract": "Single award contract",
}
# What the schema asks for in every row.
REQUIRED = (
    "ContractReference", "ContractTitle", "OrganisationalUnit", "Description", "StartDate", "EndDate", "ReviewDate",
    "ContractValue", "IrrecoverableVAT", "SupplierName", "CharityCommissionNumber", "SMESupplier", "VCSESupplier",
    "ProcessType",
)  # fmt: skip


def write(wanted: Wanted, tally: Tally) -> Iterator[bytes]:
    """A row for each contract that has been let. What is only planned or tendered is no contract yet."""
    registry, empty = wanted.listing.registry, Counter[str]()
    yield BYTE_ORDER_MARK + written(HEADER).encode()
    for row in wanted.listing:
        if row.outlook.not_let or row.outlook.status == "abandoned":
            tally.left_out["nothing has been let"] += 1
            continue
        cells = _row(row.outlook, registry)
        empty.update(name for name in REQUIRED if not cells.get(name))
        yield written(defuse(cells.get(name, "")) for name in HEADER).encode()
        tally.written += 1
    if empty:
        named = listing(f"{name} ({number:,})" for name, number in empty.items())
        columns = count(len(empty), "column")
        tally.remarks.append(f"{columns} that the schema asks for, empty where the registry does not know: {named}")


def _row(outlook: Outlook, registry: Registry) -> dict[str, str]:
    contract, ends = outlook.contract, outlook.ends
    lead = registry.authorities.get(contract.lead or "")
    portal = registry.portals.get(contract.portal or "")
    called = called_for_competition(contract.route)
    return {
        "OrganisationLabel": lead.name if lead else "",
        "OrganisationURI": f"http://statistics.data.gov.uk/id/statistical-geography/{lead.ons}"
        if lead and lead.ons
        else "",
        "ContractReference": contract.reference or contract.id,
        "OpenContractingID": contract.ocid or "",
        "ContractTitle": contract.title,
        "ContractType": _type(contract),
        "OrganisationalUnit": contract.department or "",
        "ServiceCategoryLabel": "; ".join(contract.services),
        "Description": _description(outlook),
        "ProcurementCategory": "Services",
        "CPVCode": "; ".join(contract.cpv),
        "StartDate": _day(contract.start),
        "EndDate": _day(when_of(ends.current)),
        "ReviewDate": _day(min((item.on for item in contract.reviews), key=lambda when: when.sort_key, default=None)),
        "LastExtensionDate": _day(when_of(ends.longest)) if ends.longest != ends.current else "",
        "ContractValue": f"{contract.value.amount:.2f}".removesuffix(".00") if contract.value else "",
        "SupplierName": "; ".join(contract.providers),
        # The schema has no word for a contract without a call for competition.
        "ProcessType": "Published invitation to tender" if called else "",
        "TenderDocumentURL": portal.url or "" if portal else "",
        "ContractDocumentURL": next((notice.url for notice in reversed(contract.notices) if notice.url), ""),
    }


def _description(outlook: Outlook) -> str:
    """What the arrangement is, and in words each date that is not known to the day."""
    contract, ends = outlook.contract, outlook.ends
    words = [f"{KIND[contract.kind][:1].upper()}{KIND[contract.kind][1:]} for {', '.join(contract.services)}"]
    dates = (("start", contract.start), ("end", when_of(ends.current)), ("longest end", when_of(ends.longest)))
    vague = dict.fromkeys(f"{name}: {when.text}" for name, when in dates if when and when.known and not _day(when))
    return ". ".join([*words, *vague])


def _type(contract: Contract) -> str:
    """The schema's word for the kind of arrangement."""
    if contract.kind == "contract" and len(contract.providers) > 1:
        return "Multiple award contract"
    return _TYPES.get(contract.kind, "Other")


def _day(when: When | None) -> str:
    """DD/MM/YYYY where the day is known; nothing otherwise."""
    return f"{when.exact:%d/%m/%Y}" if when and when.exact else ""
