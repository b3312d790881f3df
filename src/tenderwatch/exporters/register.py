"""The contracts register of a council: the columns of the Local Government Association's schema, in its order.

What the Local Government Transparency Code 2015 asks a council to publish of each contract over £5,000. Dates are
DD/MM/YYYY, values plain numbers, as the Association's guidance (version 1.3, June 2015) has them. Its field
`LastExtensionDate` holds the latest day to which the contract could be extended. A date that no source gives to the
day is left empty and said in the description: a column of days has no room for a month.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from tenderwatch.dates import When
from tenderwatch.exporters import Exported
from tenderwatch.formats.delimited import defuse
from tenderwatch.labels.records import KIND
from tenderwatch.law.terms import End, called_for_competition
from tenderwatch.outlook import Outlook
from tenderwatch.queries.select import Agenda
from tenderwatch.registry.model import Registry

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
_INVITED = {False: "Not the result of an invitation to quote", True: "Invitation to tender"}


def write(agenda: Agenda) -> Exported:
    """A row for each contract that has been let. What is only planned or tendered is no contract yet."""
    let = [row.outlook for row in agenda.rows if not row.outlook.not_let and row.outlook.status != "abandoned"]
    kept = {outlook.contract.id for outlook in let}
    left = tuple((row.outlook.contract.id, "not let") for row in agenda.rows if row.outlook.contract.id not in kept)
    return Exported(_lines(let, agenda.registry), left)


def _lines(let: list[Outlook], registry: Registry) -> Iterator[bytes]:
    text = io.StringIO()
    out = csv.DictWriter(text, HEADER, restval="", lineterminator="\r\n")
    out.writeheader()
    for outlook in let:
        out.writerow({key: defuse(value) for key, value in _row(outlook, registry).items()})
        yield text.getvalue().encode()
        text.seek(0)
        text.truncate()


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
        "ContractType": _TYPES.get(contract.kind, "Other"),
        "OrganisationalUnit": contract.department or "",
        "ServiceCategoryLabel": "; ".join(contract.services),
        "Description": _description(outlook),
        "ProcurementCategory": "Services",
        "CPVCode": "; ".join(contract.cpv),
        "StartDate": _day(contract.start),
        "EndDate": _day(_when(ends.current)),
        "ReviewDate": _day(min((item.on for item in contract.reviews), key=lambda when: when.sort_key, default=None)),
        "LastExtensionDate": _day(_when(ends.longest)) if ends.longest != ends.current else "",
        "ContractValue": f"{contract.value.amount:.2f}".removesuffix(".00") if contract.value else "",
        "SupplierName": "; ".join(contract.providers),
        "ProcessType": "" if called is None else _INVITED[called],
        "TenderDocumentURL": portal.url or "" if portal else "",
        "ContractDocumentURL": next((notice.url for notice in reversed(contract.notices) if notice.url), ""),
    }


def _description(outlook: Outlook) -> str:
    """What the arrangement is, and in words each date that is not known to the day."""
    contract, ends = outlook.contract, outlook.ends
    words = [f"{KIND[contract.kind][:1].upper()}{KIND[contract.kind][1:]} for {', '.join(contract.services)}"]
    dates = (("start", contract.start), ("end", _when(ends.current)), ("longest end", _when(ends.longest)))
    vague = dict.fromkeys(f"{name}: {when.text}" for name, when in dates if when and when.known and not _day(when))
    return ". ".join([*words, *vague])


def _when(end: End | None) -> When | None:
    return end.when if end else None


def _day(when: When | None) -> str:
    """DD/MM/YYYY where the day is known; nothing otherwise."""
    if when is None or when.earliest is None or when.earliest != when.latest:
        return ""
    return f"{when.earliest:%d/%m/%Y}"
