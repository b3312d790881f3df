"""The page about the data: how much of it there is, how old it is, and how it adds up."""

from collections import Counter
from collections.abc import Iterable

from tenderwatch.dates.arithmetic import clamp_months
from tenderwatch.dates.words import month_text
from tenderwatch.labels.records import STRENGTH
from tenderwatch.labels.standing import STATUS
from tenderwatch.named_tuple import NamedTuple
from tenderwatch.outlook import Outlook
from tenderwatch.queries.backtest.predict import shipped_backtest
from tenderwatch.queries.backtest.result import held_text
from tenderwatch.queries.freshness import freshness
from tenderwatch.site.pages.groups import Subject
from tenderwatch.site.pages.parts import Link
from tenderwatch.site.pages.start import account
from tenderwatch.site.site import Site, contract_page
from tenderwatch.text import capital

_AGES = ((6, "under 6 months"), (12, "6 months to a year"), (24, "1 to 2 years"), (36, "2 to 3 years"))
_OLDER = "3 years or more"


class Tally(NamedTuple):
    """A table of counts that add up to `total`."""

    caption: str
    head: str
    rows: tuple[tuple[str, int], ...]
    total: int


class CouncilRow(NamedTuple):
    """What the registry holds of one council."""

    council: str
    contracts: int
    with_end: int
    newest: str


class AboutView(NamedTuple):
    """The page about the data as values."""

    account: str
    tallies: tuple[Tally, ...]
    councils: tuple[CouncilRow, ...]
    disputed: tuple[Link, ...]
    stale: tuple[Link, ...]
    unknown: int
    sources: int
    windows: str


def about_view(site: Site, councils: tuple[Subject, ...]) -> AboutView:
    """The page about the data as values."""
    outlooks = [row.outlook for row in site.agenda.rows]
    aged = {outlook.contract.id: freshness(outlook) for outlook in outlooks}
    statuses: Counter[str] = Counter(outlook.status for outlook in outlooks)
    strengths: Counter[str] = Counter(item.strongest for item in aged.values())
    ages = Counter(_age(outlook) for outlook in outlooks)
    return AboutView(
        account=account(site),
        tallies=(
            tally("Contracts by status", "Status", [(words, statuses[item]) for item, words in STATUS.items()]),
            tally(
                "Contracts by the age of their newest evidence",
                "Newest evidence",
                [(words, ages[words]) for words in (*(words for _, words in _AGES), _OLDER)],
            ),
            tally(
                "Contracts by their strongest evidence",
                "Strongest evidence",
                [(words, strengths[item]) for item, words in STRENGTH.items()],
            ),
        ),
        councils=tuple(_council(council) for council in councils),
        disputed=tuple(_link(outlook) for outlook in outlooks if outlook.contract.conflicts),
        stale=tuple(_link(outlook) for outlook in outlooks if aged[outlook.contract.id].stale),
        unknown=len(site.agenda.end_unknown),
        sources=len(site.agenda.registry.sources),
        windows=capital(held_text(shipped_backtest().overall)),
    )


def tally(caption: str, head: str, counts: list[tuple[str, int]]) -> Tally:
    """A table of counts, without those that are 0."""
    rows = tuple((capital(words), number) for words, number in counts if number)
    return Tally(caption, head, rows, sum(number for _, number in rows))


def links_of(outlooks: Iterable[Outlook]) -> tuple[tuple[Link, ...], tuple[Link, ...]]:
    """The contracts whose sources disagree, and those whose evidence is old."""
    held = tuple(outlooks)
    stale = tuple(_link(outlook) for outlook in held if freshness(outlook).stale)
    return tuple(_link(outlook) for outlook in held if outlook.contract.conflicts), stale


def _link(outlook: Outlook) -> Link:
    return Link(outlook.contract.title, contract_page(outlook.contract.id))


def _age(outlook: Outlook) -> str:
    newest = outlook.newest_evidence
    return next((words for months, words in _AGES if newest > clamp_months(outlook.today, -months)), _OLDER)


def _council(subject: Subject) -> CouncilRow:
    newest = [outlook.newest_evidence for outlook in subject.outlooks]
    return CouncilRow(
        council=subject.name,
        contracts=subject.contracts,
        with_end=sum(1 for outlook in subject.outlooks if outlook.ends.current),
        newest=month_text(max(newest)) if newest else "none",
    )
