"""The start page: what comes next, and every contract, to be searched and filtered."""

import re
from datetime import date
from typing import NamedTuple

from tenderwatch.dates.arithmetic import clamp_months
from tenderwatch.labels import STATUS_SHORT
from tenderwatch.site.pages.coming import Coming, Line, coming
from tenderwatch.site.pages.groups import Subject
from tenderwatch.site.pages.parts import Calendar, Calendars, Link
from tenderwatch.site.site import Site, council_page, service_page
from tenderwatch.text import count

MOST_COMING = 12
_MONTHS = (3, 6, 12, 24, 36)


class Choice(NamedTuple):
    """One choice of a filter: what the page's rows hold, and the words for it."""

    value: str
    words: str


class Counted(NamedTuple):
    """A link with the number of contracts behind it."""

    link: Link
    contracts: int


class Picture(NamedTuple):
    """The timeline: how many contracts it shows, and its size in pixels, so that a page keeps its place."""

    contracts: int
    width: str
    height: str


class StartView(NamedTuple):
    """The start page as values."""

    account: str
    picture: Picture | None
    coming: tuple[Coming, ...]
    lines: tuple[Line, ...]
    councils: tuple[Choice, ...]
    services: tuple[Choice, ...]
    statuses: tuple[Choice, ...]
    within: tuple[Choice, ...]
    by_council: tuple[Counted, ...]
    by_service: tuple[Counted, ...]
    calendars: tuple[Calendar, ...]


def start_view(
    site: Site,
    lines: tuple[Line, ...],
    councils: tuple[Subject, ...],
    services: tuple[Subject, ...],
    calendars: Calendars,
    picture: Picture | None,
) -> StartView:
    """The start page as values; `lines` are all contracts in order."""
    present = {line.status for line in lines}
    with_contracts = [council for council in councils if council.outlooks]
    return StartView(
        account=account(site),
        picture=picture,
        coming=coming((row.outlook for row in site.agenda.rows), MOST_COMING),
        lines=lines,
        councils=tuple(Choice(contract.key, contract.name) for contract in with_contracts),
        services=tuple(Choice(service.key, service.name) for service in services),
        statuses=tuple(Choice(status, words) for status, words in STATUS_SHORT.items() if status in present),
        within=tuple(_within(months, site.agenda.today) for months in _MONTHS),
        by_council=tuple(
            Counted(Link(contract.name, council_page(contract.key)), contract.contracts) for contract in with_contracts
        ),
        by_service=tuple(
            Counted(Link(service.name, service_page(service.name)), service.contracts) for service in services
        ),
        calendars=calendars.of("all"),
    )


def picture_of(svg: str, contracts: int) -> Picture:
    """The timeline drawn as SVG, as the page has to know it."""
    found = re.search(r' width="(\d+)" height="([\d.]+)"', svg)
    if found is None:
        raise ValueError("the timeline does not say how large it is")
    return Picture(contracts, found[1], str(round(float(found[2]))))


def account(site: Site) -> str:
    """How the contracts shown add up to the records of the registry, in a sentence."""
    agenda = site.agenda
    shown, records = len(agenda.rows), agenda.registry.records
    left = [
        f"{count(number, 'record')} left out {why}"
        for why, number in (
            ("for faults in them", agenda.left_out("faulty")),
            ("by choice", agenda.left_out("filtered") + agenda.left_out("not-due")),
        )
        if number
    ]
    if not left:
        return f"All {records} contracts in the registry are shown here." if records > 1 else (
            "The one contract in the registry is shown here." if records else "The registry holds no contracts yet."
        )  # fmt: skip
    return f"The registry holds {count(records, 'record')}: {shown} shown here, {' and '.join(left)}."


def _within(months: int, today: date) -> Choice:
    words = count(months, "month") if months % 12 or months == 12 else count(months // 12, "year")
    return Choice(clamp_months(today, months).isoformat(), f"the next {words}")
