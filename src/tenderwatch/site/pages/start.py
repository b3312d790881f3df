"""The start page: the board for providers, to be searched and filtered."""

import re

from tenderwatch.labels.standing import STATUS_SHORT
from tenderwatch.named_tuple import NamedTuple
from tenderwatch.site.pages.board import BoardGroup
from tenderwatch.site.pages.groups import Subject
from tenderwatch.site.pages.parts import Link
from tenderwatch.site.site import Site, board_page
from tenderwatch.text import count, plural

_MONTHS = (3, 6, 12, 18, 24, 36)


class Choice(NamedTuple):
    """One choice of a filter: what the page's rows hold, and the words for it."""

    value: str
    words: str


class Picture(NamedTuple):
    """The timeline: how many contracts it shows, and its size in pixels, so that a page keeps its place."""

    contracts: int
    width: str
    height: str


class Shelf(NamedTuple):
    """Links to the pages of councils, services or regions, each with the number of its contracts."""

    name: str
    id: str
    links: tuple[tuple[Link, int], ...]


class StartView(NamedTuple):
    """The start page as values.

    `ahead` says whether any date ahead is known; `more` is the page with the rows that there is no room for.
    """

    account: str
    picture: Picture | None
    groups: tuple[BoardGroup, ...]
    contracts: int
    ahead: bool
    more: str
    statuses: tuple[Choice, ...]
    within: tuple[Choice, ...]
    shelves: tuple[Shelf, ...]


def start_view(
    site: Site, pages: list[tuple[BoardGroup, ...]], subjects: dict[str, tuple[Subject, ...]], picture: Picture | None
) -> StartView:
    """The start page as values; it has the first of the `pages`. `subjects` are regions and so on, under a name."""
    groups = pages[0]
    present = {row.status for page in pages for group in page for row in group.rows}
    return StartView(
        account=account(site),
        picture=picture,
        groups=groups,
        contracts=len(site.agenda.rows),
        ahead=any(row.next or row.until for group in groups for row in group.rows),
        more=board_page(2) if len(pages) > 1 else "",
        statuses=tuple(Choice(status, words) for status, words in STATUS_SHORT.items() if status in present),
        within=tuple(map(_within, _MONTHS)),
        shelves=tuple(
            Shelf(name, f"{held[0].group}s", tuple((Link(item.name, item.path), item.contracts) for item in held))
            for name, found in subjects.items()
            if (held := [item for item in found if item.outlooks])
        ),
    )


def picture_of(svg: str, contracts: int) -> Picture:
    """The timeline drawn as SVG, as the page has to know it."""
    found = re.search(r' width="(\d+)" height="([\d.]+)"', svg)
    if found is None:
        raise ValueError("the timeline does not say how large it is")
    return Picture(contracts, found[1], str(round(float(found[2]))))


def account(site: Site, listed: int | None = None) -> str:
    """How the contracts shown add up to the records of the registry, in a sentence.

    They are those of the agenda, or so many that are `listed` besides.
    """
    agenda = site.agenda
    shown, records = len(agenda.rows) if listed is None else listed, agenda.registry.records
    faulty = agenda.left_out("faulty")
    left = [
        f"{count(number, 'record')} left out {why}"
        for why, number in (
            (f"for faults in {plural(faulty, 'it', 'them')}", faulty),
            ("by choice", 0 if listed is not None else agenda.left_out("filtered") + agenda.left_out("not-due")),
        )
        if number
    ]
    if not left:
        return f"All {records:,} contracts in the registry are shown here." if records > 1 else (
            "The one contract in the registry is shown here." if records else "The registry holds no contracts yet."
        )  # fmt: skip
    return f"The registry holds {count(records, 'record')}: {shown} shown here, {' and '.join(left)}."


def _within(months: int) -> Choice:
    words = count(months, "month") if months < 24 else count(months // 12, "year")
    return Choice(str(months), f"the next {words}")
