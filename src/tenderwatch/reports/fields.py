"""What a report can tell of a contract, column by column."""

from __future__ import annotations

from datetime import date

from tenderwatch.dates import UNKNOWN, When, from_bounds
from tenderwatch.dates.months import last_day
from tenderwatch.law.terms import STATUS_WORDS
from tenderwatch.outlook import Outlook
from tenderwatch.outputs.words import asides, buyers
from tenderwatch.queries.select import Row
from tenderwatch.reports.report import Cell, field, reference


def current_end(outlook: Outlook) -> When | None:
    """The current end; unknown where it has one that nobody has stated, None where it has none."""
    if outlook.ends.current:
        return outlook.ends.current.when
    return UNKNOWN if outlook.end_unknown else None


def longest_end(outlook: Outlook) -> When | None:
    """The longest end; unknown where options lead nobody knows how far."""
    if outlook.ends.longest:
        return outlook.ends.longest.when
    return UNKNOWN if outlook.end_unknown or outlook.ends.left else None


def portal_name(row: Row) -> str:
    """The portal that the contract was tendered on; empty where none is recorded."""
    outlook = row.outlook
    portal = outlook.registry.portals.get(outlook.contract.portal or "")
    return portal.name if portal else ""


def month_of(day: date) -> When:
    """The month of a day of evidence: many sources are dated to the month, and none is told more exactly than that."""
    return from_bounds(day.replace(day=1), day.replace(day=last_day(day.year, day.month)))


def _first_date(row: Row) -> Cell:
    return row.due[0].when if row.due else None


def _next(row: Row) -> str:
    """What is to be done first, in the words of its reason."""
    return row.due[0].text if row.due else ""


CONTRACT = field("contract", "Contract", "contract", lambda row: reference(row.outlook.contract))
COUNCIL = field("council", "Council", "text", lambda row: buyers(row.outlook.registry, row.outlook.contract))
SERVICES = field("services", "Services", "text", lambda row: "; ".join(row.outlook.contract.services))
PROVIDERS = field("providers", "Providers", "text", lambda row: "; ".join(row.outlook.contract.providers))
STATUS = field("status", "Status", "text", lambda row: STATUS_WORDS[row.outlook.status])
DATE = field("date", "Date", "date", _first_date)
WHY = field("why", "Why", "text", lambda row: "; ".join([*(reason.text for reason in row.due), *asides(row)]))
NEXT = field("next", "Next", "text", _next)
NEXT_BY = field("next_by", "Next by", "date", _first_date)
END = field("end", "Ends", "date", lambda row: current_end(row.outlook))
LONGEST = field("longest_end", "Longest end", "date", lambda row: longest_end(row.outlook))
VALUE = field("value", "Value", "money", lambda row: row.outlook.contract.value)
EVIDENCE = field(
    "evidence", "Evidence to", "date",
    lambda row: month_of(row.outlook.registry.newest_evidence(row.outlook.contract)),
)  # fmt: skip
