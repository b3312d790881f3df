"""The board for providers: every contract once, under what can be done about it, with when, who holds it and where."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import Literal, get_args

from tenderwatch.dates import When
from tenderwatch.dates.short import short_month, short_when
from tenderwatch.labels.records import REGION
from tenderwatch.labels.standing import MARKET, SCENARIO_TITLE
from tenderwatch.law.terms import called_for_competition
from tenderwatch.named_tuple import NamedTuple
from tenderwatch.outlook import Moment, Outlook
from tenderwatch.outlook.succession import begun_successors
from tenderwatch.queries.freshness import freshness
from tenderwatch.registry.model import Portal
from tenderwatch.site.pages.parts import Link
from tenderwatch.site.site import contract_page, slug
from tenderwatch.text import capital

Market = Literal["open", "join", "expected", "closed", "ends", "over"]
# More names than this are on the contract's page.
MOST_HOLDERS = 3
# A tender of which no deadline is known counts as under way for so long after its notice (calendar days).
_FRESH = timedelta(days=60)


class BoardRow(NamedTuple):
    """One contract on the board.

    `next` says in lines what to expect, `tender` the spans of the tenders to expect as ISO days (`first/last`). `until`
    is the earliest day of its next end, '' if not known. The last fields are ids, slugs and words for filters.
    """

    market: Market
    contract: Link
    council: str
    partners: int
    next: tuple[str, ...]
    end: str
    more: str
    holders: str
    portal: str
    usual: bool
    evidence: str
    old: bool
    status: str
    tender: str
    until: str
    councils: str
    services: str
    regions: str
    portal_id: str
    words: str


class BoardGroup(NamedTuple):
    """The rows under one heading; `all` counts those of other pages too."""

    name: str
    key: Market
    rows: tuple[BoardRow, ...]
    all: int


def board(outlooks: Iterable[Outlook], rows: dict[str, BoardRow]) -> tuple[BoardGroup, ...]:
    """The contracts in groups, each in its order; groups without a contract are left out."""
    found: dict[Market, list[BoardRow]] = {}
    for outlook in outlooks:
        row = rows[outlook.contract.id]
        found.setdefault(row.market, []).append(row)
    return tuple(BoardGroup(MARKET[key], key, tuple(found[key]), len(found[key])) for key in _MARKETS if key in found)


_MARKETS: tuple[Market, ...] = get_args(Market)


def divide(groups: tuple[BoardGroup, ...], most: int) -> list[tuple[BoardGroup, ...]]:
    """A board in pages of so many rows; groups go on from one page to the next."""
    pages: list[list[BoardGroup]] = [[]]
    room = most
    for group in groups:
        rows = group.rows
        while rows:
            pages[-1].append(group._replace(rows=rows[:room]))
            rows, room = rows[room:], room - len(rows[:room])
            if not room:
                pages.append([])
                room = most
    return [tuple(page) for page in pages if page or len(pages) == 1]


def in_order(outlooks: Iterable[Outlook]) -> list[Outlook]:
    """Contracts as the board shows them within a group: the nearest date first."""
    return sorted(outlooks, key=_order)


def board_row(outlook: Outlook) -> BoardRow:
    """One contract as a row."""
    contract, registry = outlook.contract, outlook.registry
    market = market_of(outlook)
    portal, usual = portal_of(outlook)
    end, more = _end(outlook)
    following = outlook.next_end
    # What has not been let cannot end yet, whatever end is planned for it.
    until = following.when.earliest if following and not outlook.not_let else None
    expected = [moment for moment in _tenders(outlook) if not moment.gone]
    lead = registry.authorities.get(contract.lead or "")
    regions = registry.regions_of(contract)
    names = [body.name for name in contract.partners if (body := registry.authorities.get(name))]
    return BoardRow(
        market=market,
        contract=Link(contract.title, contract_page(contract.id)),
        council=lead.name if lead else "Lead council not known",
        partners=len(contract.partners),
        next=tuple(_next(outlook, market)),
        end=end,
        more=more,
        holders=_holders(outlook),
        portal=portal.name if portal else "",
        usual=usual,
        evidence=short_month(registry.newest_evidence(contract)),
        old=freshness(outlook).stale,
        status=outlook.status,
        tender=" ".join(f"{moment.when.earliest}/{_until(outlook, moment).latest}" for moment in expected),
        until=until.isoformat() if until else "",
        councils=" ".join(dict.fromkeys(contract.authorities)),
        services=" ".join(dict.fromkeys(map(slug, contract.services))),
        regions=" ".join(regions),
        portal_id=portal.id if portal else "",
        words="; ".join((*contract.services, *contract.user_groups, *names, *(REGION[name] for name in regions),
                         *contract.providers[MOST_HOLDERS:], contract.id)),
    )  # fmt: skip


def market_of(outlook: Outlook) -> Market:
    """What a provider can do about it, the first that fits."""
    if outlook.over:
        return "over"
    if outlook.status == "tendering":
        if _open_tender(outlook):
            return "open"
        return "closed" if outlook.group == "awaiting" else "ends"
    if any(_joining(outlook)):
        return "join"
    return "expected" if any(not moment.gone for moment in _tenders(outlook)) else "ends"


def portal_of(outlook: Outlook) -> tuple[Portal | None, bool]:
    """The website on which it is tendered; and whether that is only the one that its council usually uses."""
    contract, registry = outlook.contract, outlook.registry
    lead = registry.authorities.get(contract.lead or "")
    usual = lead.portal if lead and not contract.portal else None
    return registry.portals.get(contract.portal or usual or ""), usual is not None


def _open_tender(outlook: Outlook) -> bool:
    due = [moment for moment in outlook.moments if moment.kind == "tenders-due"]
    if due:
        return any(not moment.gone for moment in due)
    told = outlook.contract.advertised
    return bool(told and told.latest and told.latest >= outlook.today - _FRESH)


def _tenders(outlook: Outlook) -> list[Moment]:
    """The tender to expect, as the buyer has stated it or as earlier procurements suggest, one for each case."""
    kinds = ("stated-tender", "tender-window")
    found = [moment for moment in outlook.moments if moment.kind in kinds and moment.state != "resolved"]
    return sorted(found, key=lambda moment: moment.when.sort_key)


def _until(outlook: Outlook, moment: Moment) -> When:
    """How long a tender that has not gone by is still to be expected: once its likely time has passed, as possible."""
    if not moment.when.passed(outlook.today):
        return moment.when
    return next((window.possible for window in outlook.tender_windows if window.when == moment.when), moment.when)


def _joining(outlook: Outlook) -> Iterator[str]:
    """How it can be joined now or later, in words."""
    for item in outlook.contract.joining:
        opens, closes = item.opens, item.closes
        if item.rule == "open" and not (closes and closes.passed(outlook.today)):
            yield "Open to join"
        elif closes and not closes.passed(outlook.today):
            ahead = opens and opens.begins_after(outlook.today)
            begins = f"Joining opens {short_when(opens)}, closes" if ahead and opens else "Join by"
            yield f"{begins} {short_when(closes)}"
        elif opens and opens.begins_after(outlook.today):
            yield f"Joining opens {short_when(opens)}"


def _next(outlook: Outlook, market: Market) -> Iterator[str]:
    if market == "over":
        return
    for moment in outlook.moments:
        if moment.kind == "tenders-due" and moment.state != "resolved":
            yield f"Bids {'closed' if moment.gone else 'due'} {short_when(moment.when)}"
    due = any(moment.kind == "tenders-due" for moment in outlook.moments)
    if market == "open" and not due:
        yield "Advertised; deadline not stated"
    if market == "closed":
        yield "Award awaited"
    yield from dict.fromkeys(_joining(outlook))  # two ways to join may be put in the same words
    tenders = _tenders(outlook)
    for moment in tenders:
        when = short_when(moment.when)
        case = f" {SCENARIO_TITLE[moment.scenario]}" if moment.scenario else ""
        sure = "planned" if moment.kind == "stated-tender" else "likely"
        if sure == "likely" and called_for_competition(outlook.contract.route) is False:
            case += " if competed"
        until = _until(outlook, moment)
        if not moment.gone and until != moment.when:
            yield f"Was likely {when}{case}; still possible to {short_month(until.latest or outlook.today)}"
        elif not moment.gone:
            # What is being let now is tendered again after its own end.
            yield f"{'Then likely' if outlook.not_let and sure == 'likely' else capital(sure)} {when}{case}"
        elif len(tenders) == 1 or moment is tenders[-1]:
            yield f"None seen; was {sure} {when}{case}"


def _holders(outlook: Outlook) -> str:
    providers = outlook.contract.providers
    if not providers:
        return "Not let yet" if outlook.not_let else "Not stated"
    more = len(providers) - MOST_HOLDERS
    return "; ".join(providers[:MOST_HOLDERS]) + (f" and {more} more" if more > 0 else "")


def _end(outlook: Outlook) -> tuple[str, str]:
    """When it ends, in short; and what else there is to say of it."""
    ends, following, contract = outlook.ends, outlook.next_end, outlook.contract
    longest = ends.longest
    match outlook.status:
        case "replaced":
            return "A newer contract has started", ""
        case "ended":
            return f"Ended {short_when(contract.ended.on)}" if contract.ended else "Ended", ""
        case "abandoned":
            return "Procurement abandoned", ""
        case "planned" | "tendering":
            return "Not let yet", ""
        case "unconfirmed" if ends.current:
            then = f"; if so, to {short_when(following.when)}" if following else ""
            return f"Passed: {short_when(ends.current.when)}", f"not known whether extended{then}"
        case "overrun" if ends.current:
            passed = f"Passed: {short_when((longest or ends.current).when)}"
            return passed, "" if begun_successors(outlook) else "no news since"
        case "open-ended" if not following:
            return "No end date", ""
    if following is None:
        return "Not known", f"at the latest {short_when(longest.when)}" if longest else ""
    longer = longest is not None and longest.when != following.when
    return short_when(following.when), f"can be extended to {short_when(longest.when)}" if longest and longer else ""


def nearest(outlooks: Iterable[Outlook], most: int) -> list[Outlook]:
    """The contracts that end next, the soonest first, and no more than so many."""
    found = [(day, outlook) for outlook in outlooks if (day := _ends_from(outlook)) and not outlook.over]
    return [outlook for _, outlook in sorted(found, key=lambda pair: (pair[0], pair[1].contract.id))[:most]]


def _ends_from(outlook: Outlook) -> date | None:
    """The earliest day of the next end, of what is let; None if it has passed or is not known."""
    end = outlook.next_end
    ahead = end and not outlook.not_let and not end.when.passed(outlook.today)
    return end.when.earliest if end and ahead else None


def _order(outlook: Outlook) -> tuple[date, date, str, str]:
    """What may have begun counts as now; what has no date ahead comes last."""
    contract, market = outlook.contract, market_of(outlook)
    whens = {
        "open": [moment.when for moment in outlook.moments if moment.kind == "tenders-due"],
        "closed": [moment.when for moment in outlook.moments if moment.kind == "tenders-due"],
        "expected": [moment.when for moment in _tenders(outlook) if not moment.gone],
    }.get(market, [])
    first, last = min((when.sort_key for when in whens), default=(date.max, date.max))
    if market in ("join", "ends"):
        first = _ends_from(outlook) or date.max
    return max(first, outlook.today), last, contract.title.casefold(), contract.id
