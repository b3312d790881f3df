"""What comes next: the dates ahead of many contracts in one list, and each contract as one line."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import NamedTuple

from tenderwatch.dates import When
from tenderwatch.labels import REASON_BASIS, STATUS_SHORT
from tenderwatch.outlook import Moment, Outlook
from tenderwatch.outlook.kinds import MomentKind
from tenderwatch.queries.freshness import evidence_text, freshness
from tenderwatch.site.pages.parts import Link, council_link
from tenderwatch.site.site import contract_page, slug
from tenderwatch.text import capital, sentence

_SHOWN: frozenset[MomentKind] = frozenset(
    {"end", "next-end", "stated-tender", "tenders-due", "tender-deadline-planned", "joining-closes", "tender-window"}
)
_TENDER: frozenset[MomentKind] = frozenset({"stated-tender", "tenders-due", "tender-deadline-planned"})


class Coming(NamedTuple):
    """One date ahead. `basis` says in a sentence what it rests on."""

    when: When
    what: str
    basis: str
    contract: Link
    council: Link

    @property
    def date(self) -> str:
        """The date in words, to stand at the beginning of a line."""
        return capital(self.when.text)


class Line(NamedTuple):
    """One contract in a list. `until` is the earliest day of its next end, an ISO day, for filters; '' if not known.

    `councils` and `services` are ids and slugs, parted by spaces.
    """

    contract: Link
    council: Link
    partners: int
    end: str
    more: str
    label: str
    status: str
    evidence: str
    old: bool
    until: str
    councils: str
    services: str
    words: str


def coming(outlooks: Iterable[Outlook], most: int) -> tuple[Coming, ...]:
    """The next dates on which something ends or is tendered, the soonest first; what may have begun counts as now."""
    found = [(date_, outlook.today) for outlook in outlooks for date_ in _dates(outlook)]
    found.sort(key=lambda pair: _order(*pair))
    return tuple(item for item, _ in found[:most])


def _order(item: Coming, today: date) -> tuple[date, date, str]:
    earliest, latest = item.when.sort_key
    return max(earliest, today), latest, item.contract.path


def _dates(outlook: Outlook) -> Iterator[Coming]:
    contract = outlook.contract
    link, council = Link(contract.title, contract_page(contract.id)), council_link(outlook.registry, contract.lead)
    for moment in outlook.moments:
        if moment.kind not in _SHOWN or moment.gone or moment.state == "resolved" or moment.scenario == "longest":
            continue
        name, basis = moment.name, REASON_BASIS[moment.basis]
        if moment.kind == "next-end" and outlook.status == "unconfirmed":
            name, basis = "Ends, if it was extended", "not known whether it was extended"
        elif moment.kind == "tender-window":
            basis = f"an estimate: {moment.why}"
        elif moment.reason == "end" and outlook.ends.left:
            basis += "; it could be extended"
        yield Coming(moment.when, name, sentence(basis), link, council)


# Where the words on the end do not say it already.
_LABELLED = ("running", "extended", "awarded", "tendering", "planned")


def line(outlook: Outlook) -> Line:
    """One contract as a line of a list."""
    contract, registry = outlook.contract, outlook.registry
    end, more = _end(outlook)
    # What has not been let cannot end yet, whatever end is planned for it.
    earliest = outlook.next_end.when.earliest if outlook.next_end and not outlook.not_let else None
    return Line(
        contract=Link(contract.title, contract_page(contract.id)),
        council=council_link(registry, contract.lead),
        partners=len(contract.partners),
        end=end,
        more=more,
        label=STATUS_SHORT[outlook.status] if outlook.status in _LABELLED else "",
        status=outlook.status,
        evidence=capital(evidence_text(outlook)),
        old=freshness(outlook).stale,
        until=earliest.isoformat() if earliest else "",
        councils=" ".join(contract.authorities),
        services=" ".join(dict.fromkeys(slug(service) for service in contract.services)),
        words=" ".join(
            (contract.id, *contract.services, *contract.user_groups, *contract.providers,
             *(registry.authorities[partner].name for partner in contract.partners if partner in registry.authorities))
        ),
    )  # fmt: skip


def _end(outlook: Outlook) -> tuple[str, str]:
    """When it ends, as a short line; and what else there is to say of it."""
    ends, following, contract = outlook.ends, outlook.next_end, outlook.contract
    longest = ends.longest
    match outlook.status:
        case "replaced":
            return "A newer contract has started", ""
        case "ended":
            return f"Ended {contract.ended.on.text}" if contract.ended else "Ended", ""
        case "abandoned":
            return "The procurement was abandoned", ""
        case "planned" | "tendering":
            return _tender(outlook), ""
        case "unconfirmed" if ends.current:
            then = f"; if it was, it ends {following.when.text}" if following else ""
            return f"End passed: {ends.current.when.text}", f"not known whether extended{then}"
        case "overrun" if ends.current:
            return f"Last known end passed: {(longest or ends.current).when.text}", ""
        case "open-ended" if not following:
            return "No end date", ""
    if following is None:
        return "End not known", f"at the latest {longest.when.text}" if longest else ""
    longer = longest is not None and longest.when != following.when
    return f"Ends {following.when.text}", f"could be extended to {longest.when.text}" if longest and longer else ""


def _tender(outlook: Outlook) -> str:
    for moment in sorted(_tenders(outlook), key=lambda moment: moment.when.sort_key):
        return capital(moment.text)
    return "Not let yet"


def _tenders(outlook: Outlook) -> list[Moment]:
    """The dates of a procurement that is planned or under way, as stated."""
    return [moment for moment in outlook.moments if moment.kind in _TENDER and moment.asks]


def in_order(outlooks: Iterable[Outlook]) -> list[Outlook]:
    """Contracts as a list shows them: the nearest date ahead first, then what has none ahead, then what is over."""
    return sorted(outlooks, key=_list_order)


def nearest(outlooks: Iterable[Outlook], most: int) -> list[Outlook]:
    """The contracts with a date ahead, the nearest first, and no more than so many."""
    return [item for item in in_order(outlooks) if _ahead(item)][:most]


def _list_order(outlook: Outlook) -> tuple[int, date, str, str]:
    ahead, contract = _ahead(outlook), outlook.contract
    # Without a date ahead, an end that has passed unresolved comes before an end that nobody has stated.
    group = 3 if outlook.over else 0 if ahead else 2 if outlook.ends.current is None else 1
    return group, ahead or date.max, contract.title.casefold(), contract.id


def _ahead(outlook: Outlook) -> date | None:
    """The earliest day of the next end or, before anything is let, of a stated tender; None if it has passed."""
    ends = [outlook.next_end.when] if outlook.next_end and not outlook.not_let else []
    dates = ends or [moment.when for moment in _tenders(outlook)]
    return min((date_.earliest for date_ in dates if date_.earliest and not date_.passed(outlook.today)), default=None)
