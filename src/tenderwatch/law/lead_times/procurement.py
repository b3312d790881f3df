"""Finished procurements, read from the text of a CSV file."""

import csv
from datetime import date
from typing import get_args

from tenderwatch.law.lead_times.model import WindowClass, class_of
from tenderwatch.named_tuple import NamedTuple
from tenderwatch.registry.model.contract import Route

LAWS = ("pa2023", "psr", "pcr2015", "")
ROUTES = (*get_args(Route), "competitive-negotiated", "")
DATES = ("planning", "tender", "deadline", "award", "start", "start_in_award")
COLUMNS = ("buyer", "title", "ocid", *DATES, "law", "route", "value", "service", "sources")
REQUIRED = ("buyer", "tender", "start")
UNFINISHED = "no tender notice or no start"


class Procurement(NamedTuple):
    """A procurement that went as far as a tender notice and a start. `planning` is its first planning notice.

    `start` is the one that the tender notice planned, else the one in the award notice. `value` is in pounds.
    """

    buyer: str
    title: str
    ocid: str
    planning: date | None
    tender: date
    deadline: date | None
    award: date | None
    start: date
    law: str
    route: str
    value: float | None
    service: str
    sources: tuple[str, ...]

    @property
    def window_class(self) -> WindowClass:
        """The class that its law, value and route put it in."""
        return class_of(self.law, self.value, below_threshold=self.route.startswith("below-threshold"))

    @property
    def lead(self) -> int:
        """Calendar days from the tender notice to the start."""
        return (self.start - self.tender).days

    @property
    def planned_lead(self) -> int | None:
        """Calendar days from the first planning notice to the start."""
        return (self.start - self.planning).days if self.planning else None


class LeftOut(NamedTuple):
    """A row or a process that is no finished procurement, and why, in words."""

    name: str
    reason: str


class Procurements(NamedTuple):
    """What files hold: the finished procurements, what else is in them, and how many notices or rows that was."""

    finished: tuple[Procurement, ...]
    left_out: tuple[LeftOut, ...] = ()
    read: int = 0


def read_procurements(text: str, name: str) -> Procurements:
    """The procurements of a CSV file with the columns `COLUMNS`, of which `REQUIRED` must be there.

    Lines that begin with # are remarks. Other columns are passed over. Raises ValueError with the file's name,
    the line and what is wrong.
    """
    lines = text.splitlines()
    wanted = [number for number, line in enumerate(lines, 1) if line.strip() and not line.startswith("#")]
    reader = csv.DictReader((lines[number - 1] for number in wanted), strict=True)
    missing = [column for column in REQUIRED if column not in (reader.fieldnames or ())]
    if missing:
        raise ValueError(f"{name}: there is no column '{missing[0]}'; the columns are {', '.join(COLUMNS)}")
    finished = []
    left_out: list[LeftOut] = []
    rows = 0
    try:
        for row in reader:
            rows += 1
            procurement = _procurement({key: (row.get(key) or "").strip() for key in COLUMNS})
            if procurement:
                finished.append(procurement)
            else:
                left_out.append(LeftOut(row.get("ocid") or row.get("title") or f"row {rows}", UNFINISHED))
    except (ValueError, csv.Error) as error:
        line = wanted[min(reader.line_num, len(wanted)) - 1]
        raise ValueError(f"{name}:{line}: {error}") from None
    return Procurements(tuple(finished), tuple(left_out), rows)


def _procurement(row: dict[str, str]) -> Procurement | None:
    days = {key: _day(key, row[key]) for key in DATES}
    tender, start = days["tender"], days["start"] or days["start_in_award"]
    if not row["buyer"]:
        raise ValueError("a row names no buyer")
    for key, known in (("law", LAWS), ("route", ROUTES)):
        if row[key] not in known:
            raise ValueError(f"{key}: '{row[key]}' is not one of {', '.join(filter(None, known))}")
    value = _pounds(row["value"])
    if tender is None or start is None:
        return None
    if start < tender:
        raise ValueError(f"the start, {start}, is before the tender notice, {tender}")
    if days["planning"] and days["planning"] > tender:
        raise ValueError(f"the planning notice, {days['planning']}, is after the tender notice, {tender}")
    return Procurement(
        row["buyer"], row["title"], row["ocid"], days["planning"], tender, days["deadline"], days["award"], start,
        row["law"], row["route"], value, row["service"], tuple(row["sources"].split()),
    )  # fmt: skip


def _day(key: str, text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise ValueError(f"{key}: '{text}' is not a day; write it as 2026-11-28") from None


def _pounds(text: str) -> float | None:
    try:
        value = float(text) if text else None
    except ValueError:
        value = -1
    if value is not None and not 0 < value < 1e12:
        raise ValueError(f"value: '{text}' is not a sum in pounds; write digits only")
    return value
