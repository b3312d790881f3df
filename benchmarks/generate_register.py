"""Write an invented contracts register in the columns of the local government schema, as CSV or XLSX.

    python benchmarks/generate_register.py 100000 -o register.csv
    python benchmarks/generate_register.py 100000 -o register.xlsx

Each row is a contract of one council, with a reference of its own. The words on options come from a short list, as they
do in a register that people keep. Everything follows from the number of a row, so the same count gives the same bytes.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

from generate import asked

HEADINGS = (
    "OrganisationLabel", "OrganisationURI", "ContractReference", "OpenContractingID", "ContractTitle", "ContractType",
    "OrganisationalUnit", "ServiceCategoryLabel", "ServiceCategoryURI", "Description", "ProcurementCategory",
    "CPVLabel", "CPVCode", "ProclassLabel", "ProclassCode", "StartDate", "EndDate", "ReviewDate", "Extension Options",
    "ContractValue", "FixedCost", "IrrecoverableVAT", "SupplierName", "CompaniesHouseRegistrationNumber",
    "CharityCommissionNumber", "OtherSupplierID", "SMESupplier", "VCSESupplier", "VCSESupplierType", "ContactName",
    "ContactEmail", "ContactURL", "ProcessType", "TenderDocumentURL", "ContractDocumentURL",
    "PerformanceInformationURL", "AreaServedLabel", "AreaServedURI",
)  # fmt: skip
SERVICES = (
    "Home care",
    "Day opportunities",
    "Supported living",
    "Advocacy",
    "Respite",
    "Grounds maintenance",
    "Payroll",
)
UNITS = ("Adult Social Care", "Children's Services", "Place", "Corporate Resources")
OPTIONS = (
    "2 x 12 months", "1+1", "up to 24 months", "None", "", "see notes", "Two further periods of 12 months each",
    "3 x 1 year", "24 months", "TBC", "Option to extend by a further 12 months plus a further 12 months", "Rolling",
)  # fmt: skip
COUNCIL = "Northshire County Council"


def rows(count: int) -> Iterator[tuple[str, ...]]:
    """The headings, and so many rows."""
    yield HEADINGS
    for number in range(count):
        yield _row(number)


def _row(number: int) -> tuple[str, ...]:
    service = SERVICES[number % len(SERVICES)]
    start = date(2022, 1, 1) + timedelta(number * 7919 % 1800)
    end = start + timedelta(365 * (2 + number % 4))
    return (
        COUNCIL, "http://opendatacommunities.org/id/x", f"NC-{number:06}", "", f"{service}, contract {number}",
        "Contract", UNITS[number % len(UNITS)], service, "http://id.esd.org.uk/service/1", f"{service} for residents",
        "Services", service, "85312100", service, "3111", _day(start), _day(end), _day(end - timedelta(180)),
        OPTIONS[number * 31 % len(OPTIONS)], f"{1000 * (1 + number % 900)}", "Yes", "0",
        f"Supplier {number % 4000} Limited", f"{number % 4000:08}", "", "", "Yes", "No", "", "Procurement team",
        "procurement@northshire.example", "https://northshire.example/contracts", "Open procedure",
        "https://procontract.example/1", "", "", "Northshire", "http://statistics.data.gov.uk/id/x",
    )  # fmt: skip


def _day(day: date) -> str:
    return f"{day:%d/%m/%Y}"


def write(count: int, path: Path) -> None:
    """So many rows into a file: a workbook by its ending, else CSV."""
    if path.suffix == ".xlsx":
        import xlsxwriter

        book = xlsxwriter.Workbook(path, {"constant_memory": True, "strings_to_urls": False})
        sheet = book.add_worksheet("Register")
        for number, row in enumerate(rows(count)):
            sheet.write_row(number, 0, row)
        book.close()
        return
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows(count))


if __name__ == "__main__":
    write(*asked(__doc__, "rows", "file"))
