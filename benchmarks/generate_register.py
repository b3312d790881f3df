"""Write an invented contracts register in the columns of the local government schema, as CSV or XLSX.

    python benchmarks/generate_register.py 100000 -o register.csv
    python benchmarks/generate_register.py 100000 -o register.xlsx

Each row is a contract of one council, with a reference, a title and a description of its own. Two rows in five say
nothing of options. The others have the short wordings that registers repeat, and one in fifty a sentence of its own:
some 2,000 wordings in 100,000 rows. Everything follows from the number of a row, so the same count gives the same
bytes.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from random import Random

from generate import asked
from prose import description, prose

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
NO_OPTIONS = ("", "", "", "None", "None", "N/A", "see notes", "TBC", "Rolling", "No", "0")
OPTIONS = (
    "{n} x {m} months", "{n} x {m} month", "{n}+{k}", "up to {m} months", "{m} months", "{n} x {k} year", "{n} years",
    "{n} x {k} years", "Option to extend for {n} years", "{n} further periods of {m} months each", "Yes - {m} months",
    "Option to extend by a further {m} months plus a further {m} months", "{n} + {k} + {k}", "{m} month extension",
    "Up to {n} further years in periods of {m} months", "Extension of {n} years available", "{n} year option",
)  # fmt: skip
OWN_WORDS = (
    "Extended to {day} by officer decision of {other}", "Option to extend until {day}", "{n} years, to {day}",
    "First extension taken to {day}, {m} months left", "May be extended to {day} if the budget is agreed",
)  # fmt: skip
COUNCIL = "Northshire County Council"


def rows(count: int) -> Iterator[tuple[str, ...]]:
    """The headings, and so many rows."""
    yield HEADINGS
    for number in range(count):
        yield _row(number)


def _row(number: int) -> tuple[str, ...]:
    rnd = Random(number)  # noqa: S311 - no secrets
    service = SERVICES[number % len(SERVICES)]
    start = date(2022, 1, 1) + timedelta(number * 7919 % 1800)
    end = start + timedelta(365 * (2 + number % 4))
    # What a contract is for takes a sentence or two; one in ten also says how long it runs.
    said = description(rnd) if number % 10 == 0 else " ".join(prose(rnd, 25, figures=0.13))
    return (
        COUNCIL, "http://opendatacommunities.org/id/x", f"NC-{number:06}", "", f"{service}, contract {number}",
        "Contract", UNITS[number % len(UNITS)], service, "http://id.esd.org.uk/service/1", said,
        "Services", service, "85312100", service, "3111", _day(start), _day(end), _day(end - timedelta(180)),
        _options(number, rnd, end), f"{1000 * (1 + number % 900)}", "Yes", "0",
        f"Supplier {number % 4000} Limited", f"{number % 4000:08}", "", "", "Yes", "No", "", "Procurement team",
        "procurement@northshire.example", "https://northshire.example/contracts", "Open procedure",
        "https://procontract.example/1", "", "", "Northshire", "http://statistics.data.gov.uk/id/x",
    )  # fmt: skip


def _options(number: int, rnd: Random, end: date) -> str:
    if number % 5 < 2:
        return NO_OPTIONS[number // 5 % len(NO_OPTIONS)]
    words = OWN_WORDS if number % 50 == 49 else OPTIONS
    later, decided = end + timedelta(rnd.randrange(180, 1100)), end - timedelta(rnd.randrange(60, 400))
    return rnd.choice(words).format(
        n=rnd.randrange(1, 5), k=rnd.randrange(1, 3), m=rnd.choice((3, 6, 9, 12, 12, 12, 18, 24, 36)), day=_day(later),
        other=_day(decided),
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
