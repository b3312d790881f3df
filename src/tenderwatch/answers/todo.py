"""What to do about a contract, in a few words, and which date to show beside it."""

from __future__ import annotations

from collections.abc import Iterable

from tenderwatch.dates import When
from tenderwatch.dates.short import short_when
from tenderwatch.law.terms import called_for_competition
from tenderwatch.outlook import Outlook, Reason, look_at
from tenderwatch.outlook.succession import gap_of, start_of, stated_tenders, still_to_tender, tender_is_stated
from tenderwatch.queries.row import Row
from tenderwatch.registry.model import Contract
from tenderwatch.text import listing

# What is still to be seen of a date that has passed, as a question for whoever knows.
_ASKED = {
    "stated-tender": "tender published?",
    "tender-deadline": "awarded?",
    "start": "started?",
    "joining-closes": "opened again?",
}
_AHEAD = {
    "end": "ends",
    "extension-decision": "decide on extending by",
    "tender-notice": "tender notice by",
    "stated-tender": "tender planned for",
    "tender-deadline": "tenders due",
    "start": "start planned for",
    "joining-closes": "joining closes",
    "break": "notice of a break by",
    "review": "notice of a review by",
    "authority-ceases": "council ceases",
}


def to_do(row: Row) -> str:
    """A few words on what to do, by the group that the contract stands in."""
    outlook = row.outlook
    match outlook.group:
        case "decide":
            words = _decide(outlook)
        case "coming":
            words = _coming(row)
        case "awaiting":
            words = _awaiting(outlook)
        case _:
            words = _no_news(row)
    return words


def shown_date(row: Row) -> When | None:
    """The date that stands first: the end ahead, the start of what is being tendered, or what passed without news."""
    outlook = row.outlook
    match outlook.group:
        case "awaiting":
            return _start(outlook) or _deadline(outlook)
        case "no-news":
            return passed.when if (passed := _passed(row)) else None
        case _:
            return outlook.next_end.when if outlook.next_end else None


def is_doubtful(outlook: Outlook) -> bool:
    """Whether the end ahead holds only if the contract was extended, awarded or let, which no source says."""
    return outlook.next_end is not None and (outlook.next_how != "current" or outlook.not_let)


def _decide(outlook: Outlook) -> str:
    first = "awarded? then " if outlook.status == "tendering" else ""
    if outlook.next_how != "current":
        first = "extended? then "
    if tender_is_stated(outlook):
        stated = min((tender.when for tender in stated_tenders(outlook)), key=lambda when: when.sort_key)
        late = stated.passed(outlook.today)
        return f"{first}tender {'was planned' if late else 'planned'} for {short_when(stated)}{': publish it?' * late}"
    return _options(outlook, first)


def _options(outlook: Outlook, then: str) -> str:
    """Extend, tender, or what is left once it is too late for both."""
    renewal, today = outlook.renewal, outlook.today
    extension = renewal.extension if renewal else None
    open_tender = outlook.feasible not in ("extension-only", "hold-over")
    serve = extension.serve_by if extension else None
    can_extend = serve is not None and not serve.begins_before(today)
    further = "extend further" if outlook.next_how != "current" else "extend"
    if can_extend and serve and renewal:
        if renewal.decided:
            return f"{then}serve notice to extend by {short_when(serve)}"
        return f"{then}{further} (notice by {short_when(serve)}){' or tender' if open_tender else ''}"
    if serve and renewal and renewal.decided:
        return f"{then}extension decided: notice served?"
    called = called_for_competition(outlook.contract.route)
    if not open_tender:
        # Whether an assumed notice period has really gone by is for the contract to say.
        if extension and extension.assumed:
            return f"{then}still {further}? else arrange cover"
        return f"{then}{'arrange cover after the end' if called is not False else 'decide route: too late to tender'}"
    who = ""
    if names := still_to_tender(outlook):
        who = f" for {listing(outlook.name_of(name) for name in names)}"
    if called:
        return f"{then}tender notice{who}"
    # How it was let last time is not known, or it was without competition: the route comes first.
    return f"{then or 'decide route; '}tender notice{who} if competed"


def _coming(row: Row) -> str:
    outlook = row.outlook
    ahead = [reason for reason in row.due if not reason.when.passed(outlook.today)]
    # Where only ends were asked about, what is to be done before this one is told all the same.
    before = _but_ends(ahead) or [
        reason for reason in _but_ends(outlook.reasons) if not reason.when.passed(outlook.today)
    ]
    passed = [reason for reason in row.due if reason not in ahead and reason.kind != "end"]
    asked = _ASKED.get(passed[0].kind, "any news?") if passed else "awarded?" if outlook.not_let and not before else ""
    words = " ".join(filter(None, (asked, _first_step(before, outlook))))
    if not words and outlook.successors:
        if gap := gap_of(outlook):
            return f"arrange cover until {short_when(gap.start)}, then {gap.successor.title}"
        return f"followed by {outlook.successors[0].title}"
    return words or "no other date ahead"


def _first_step(before: list[Reason], outlook: Outlook) -> str:
    """The first of what is to be done before an end, with the other way where there are two; '' for nothing."""
    if not before:
        return ""
    first, decided = before[0], bool(outlook.renewal and outlook.renewal.decided)
    serve = decided and first.kind == "extension-decision"
    step = f"{'serve notice to extend by' if serve else _AHEAD[first.kind]} {short_when(first.when)}"
    if decided or not {reason.kind for reason in before} >= {"tender-notice", "extension-decision"}:
        return step
    if first.kind == "tender-notice":
        return f"extend, or {step}"
    return f"{step}, or tender" if first.kind == "extension-decision" else step


def _but_ends(reasons: Iterable[Reason]) -> list[Reason]:
    """What there is beside the end, which has a column of its own."""
    return [reason for reason in reasons if reason.kind != "end"]


def _awaiting(outlook: Outlook) -> str:
    deadline = _deadline(outlook)
    bids = ""
    if deadline and deadline.known:
        bids = f" (bids {'closed' if deadline.passed(outlook.today) else 'close'} {short_when(deadline)})"
    start = _start(outlook)
    if start and start.passed(outlook.today):
        return f"started? award not seen{bids}"
    return f"award not seen{bids}"


def _no_news(row: Row) -> str:
    outlook, passed = row.outlook, _passed(row)
    if outlook.status == "unconfirmed":
        until = outlook.next_end or outlook.ends.longest
        return f"extended to {short_when(until.when)}?" if until else "extended?"
    if outlook.successors:
        return _followed(outlook, outlook.successors[0])
    if passed is None or passed.kind == "end":
        return "ended or replaced?"
    return _ASKED.get(passed.kind, "any news?")


def _followed(outlook: Outlook, successor: Contract) -> str:
    """What to ask about a contract whose end has passed, by how far the one that follows it has come."""
    match look_at(successor, outlook.registry, outlook.today).status:
        case "planned":
            return f"runs on? planned next: {successor.title}"
        case "tendering":
            return f"runs on? award not seen of {successor.title}"
        case _:
            start = start_of(successor)
            if start.begins_after(outlook.today):
                return f"runs on until {short_when(start)}? next: {successor.title}"
            return f"started? {successor.title}"


def _passed(row: Row) -> Reason | None:
    """What passed without news: the end if there was one, else the latest date."""
    gone = [reason for reason in row.due if reason.when.begins_before(row.outlook.today)]
    ends = [reason for reason in gone if reason.kind == "end"]
    return max(ends or gone, key=lambda reason: reason.when.sort_key, default=None)


def _start(outlook: Outlook) -> When | None:
    contract = outlook.contract
    start = contract.start or (contract.plans.start if contract.plans else None)
    return start if start and start.known else None


def _deadline(outlook: Outlook) -> When | None:
    contract = outlook.contract
    return contract.tender_deadline or (contract.plans.tender_deadline if contract.plans else None)
