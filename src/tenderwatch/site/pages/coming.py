"""What comes next: the dates ahead of many contracts in one list, and each contract as one line."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import NamedTuple

from tenderwatch.dates import When
from tenderwatch.freshness import evidence_text, freshness
from tenderwatch.outlook import Outlook, ReasonKind
from tenderwatch.site.names import contract_page, slug
from tenderwatch.site.pages.parts import Link, council_link
from tenderwatch.site.pages.words import STATUS_LABELS, capital

_WHAT: dict[ReasonKind, str] = {
    "end": "Ends",
    "stated-tender": "Tender planned",
    "tender-deadline": "Tenders due",
    "joining-closes": "Joining closes",
}
ESTIMATE = "estimate from how long earlier tenders took"


class Coming(NamedTuple):
    """One date ahead. `basis` says in words what it rests on."""

    when: When
    what: str
    basis: str
    contract: Link
    council: Link


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
    found = [(one, outlook.today) for outlook in outlooks for one in _dates(outlook)]
    found.sort(key=lambda pair: _order(*pair))
    return tuple(one for one, _ in found[:most])


def _order(one: Coming, today: date) -> tuple[date, date, str]:
    earliest, latest = one.when.sort_key
    return max(earliest, today), latest, one.contract.path


def _dates(outlook: Outlook) -> Iterator[Coming]:
    contract, today = outlook.contract, outlook.today
    link, council = Link(contract.title, contract_page(contract.id)), council_link(outlook.registry, contract.lead)
    for reason in outlook.reasons:
        if reason.kind in _WHAT and not reason.when.passed(today):
            basis = "stated by a source" if reason.basis == "stated" else "worked out"
            if reason.kind == "end" and outlook.ends.left:
                basis += "; could be extended"
            yield Coming(reason.when, _WHAT[reason.kind], basis, link, council)
    for window in outlook.tender_windows:
        if window.basis == "observed" and window.scenario == "not-extended" and not window.when.passed(today):
            unless = ", if not extended" if len(outlook.tender_windows) > 1 else ""
            yield Coming(window.when, f"Tender expected{unless}", ESTIMATE, link, council)


def line(outlook: Outlook) -> Line:
    """One contract as a line of a list."""
    contract, registry = outlook.contract, outlook.registry
    end, more = _end(outlook)
    earliest = outlook.next_end.when.earliest if outlook.next_end else None
    return Line(
        contract=Link(contract.title, contract_page(contract.id)),
        council=council_link(registry, contract.lead),
        partners=len(contract.partners),
        end=end,
        more=more,
        label=STATUS_LABELS[outlook.status],
        status=outlook.status,
        evidence=capital(evidence_text(outlook)),
        old=freshness(outlook).stale,
        until=earliest.isoformat() if earliest else "",
        councils=" ".join(contract.authorities),
        services=" ".join(dict.fromkeys(slug(one) for one in contract.services)),
        words=" ".join(
            (contract.id, *contract.services, *contract.user_groups, *contract.providers,
             *(registry.authorities[one].name for one in contract.partners if one in registry.authorities))
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
        case "planned" | "tendering":
            return _tender(outlook), ""
        case "unconfirmed" if ends.current:
            then = f"if extended, it ends {following.when.text}" if following else ""
            return f"End passed: {ends.current.when.text}", then
        case "overrun" if ends.current:
            return f"Last known end passed: {(longest or ends.current).when.text}", ""
        case "open-ended" if not following:
            return "No end date", ""
    if following is None:
        return "End not known", f"at the latest {longest.when.text}" if longest else ""
    longer = longest is not None and longest.when != following.when
    return f"Ends {following.when.text}", f"could be extended to {longest.when.text}" if longest and longer else ""


def _tender(outlook: Outlook) -> str:
    for reason in outlook.reasons:
        if reason.kind in ("tender-deadline", "stated-tender"):
            words = _WHAT[reason.kind] if not reason.when.passed(outlook.today) else f"{_WHAT[reason.kind]} (passed)"
            return f"{words}: {reason.when.text}"
    return "Not let yet"


# The order of a list: what ends next, what is to be tendered, what has passed unseen, what is not known, what is over.
_GROUPS: dict[str, int] = {
    "running": 0, "extended": 0, "awarded": 0, "planned": 1, "tendering": 1, "unconfirmed": 2, "overrun": 2,
    "unknown": 3, "open-ended": 3, "ended": 4, "replaced": 4,
}  # fmt: skip


def in_order(outlooks: Iterable[Outlook]) -> list[Outlook]:
    """Contracts as a list shows them: those that end next first."""
    return sorted(outlooks, key=_list_order)


def _list_order(outlook: Outlook) -> tuple[int, date, str, str]:
    contract = outlook.contract
    end = outlook.next_end or outlook.ends.current
    first = end.when if end else outlook.reasons[0].when if outlook.reasons else None
    day = first.earliest if first and first.earliest else date.max
    return _GROUPS[outlook.status], day, contract.title.casefold(), contract.id
