"""What is stated and not worked out: the record's own dates, the buyer's plans, and what the law sets for a body."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

from tenderwatch.dates import When, on_day
from tenderwatch.labels.records import EVENT_STATE
from tenderwatch.law.terms import next_date, notice_by
from tenderwatch.outlook.kinds import MomentKind
from tenderwatch.outlook.moment import Moment, moment
from tenderwatch.outlook.moments_of_renewal import next_cycle
from tenderwatch.outlook.succession import ceasing_bodies, let_by, planned_tender_seen, stated_tenders, tender_is_over
from tenderwatch.outlook.windows import whole_value
from tenderwatch.registry.model import Event, KeyDate
from tenderwatch.text import listing, pounds

if TYPE_CHECKING:
    from tenderwatch.outlook.outlook import Outlook

_PLAN = "the buyer's own plan"
# Local Government and Public Involvement in Health Act 2007, s.24(1): the consideration of a contract that is not one
# for capital, in pounds, above which consent can be required.
CONSENT_OVER = 100_000


def states_dates(outlook: Outlook) -> bool:
    """Whether anything but its ends can ask for attention: with a horizon, the finders here find nothing otherwise."""
    contract = outlook.contract
    return bool(
        contract.plans or contract.joining or contract.breaks or contract.reviews or contract.tender_deadline
        or outlook.not_let or outlook.successors or outlook.registry.ceasing
    )  # fmt: skip


def plans(outlook: Outlook, _horizon: date | None) -> Iterator[Moment]:
    """The next procurement as the buyer itself plans it, here or in the record of what is to follow."""
    contract, stated, today = outlook.contract, outlook.contract.plans, outlook.today
    if stated:
        # The plan of what is not let is for its own procurement, else for the one after it.
        cycle = "" if outlook.not_let else next_cycle(outlook)
        begun = "the next procurement has begun" if tender_is_over(outlook) else ""
        deadline = stated.tender_deadline
        rows: tuple[tuple[MomentKind, When | None, str], ...] = (
            ("stated-tender", stated.tender, _tender_resolved(outlook)),
            ("tender-deadline-planned", deadline, _planned_deadline_resolved(outlook, deadline)),
            ("stated-award", stated.award, ""),
            ("stated-start", stated.start, _planned_start_resolved(outlook, stated.start) or begun),
        )
        for kind, when, resolved in rows:
            if when and when.known:
                said = ""
                if kind == "stated-start" and outlook.not_let:
                    said = f"start {'was ' if when.passed(today) else ''}planned for {when.text}"
                yield moment(
                    kind, when, today, why=_PLAN, resolved=resolved, said=said, field="plans", fact=True, cycle=cycle
                )
    if not outlook.successors:
        return
    seen = {contract.plans.tender} if contract.plans else set()
    for tender in stated_tenders(outlook):
        if tender.successor and tender.when not in seen:
            seen.add(tender.when)
            was = "was planned for" if tender.when.passed(today) else "planned for"
            yield moment(
                "stated-tender", tender.when, today, why=f"{_PLAN}, in the record of {tender.successor.title}",
                said=f"tender {was} {tender.when.text} ({tender.successor.id})", key=tender.successor.id,
                field="plans", fact=True,
            )  # fmt: skip


def facts(outlook: Outlook, horizon: date | None) -> Iterator[Moment]:
    """What the record states of its own procurement. With a horizon, only what can ask for attention."""
    contract, status, today = outlook.contract, outlook.status, outlook.today
    if horizon and not (contract.tender_deadline or outlook.not_let):
        return
    let = not outlook.not_let
    rows: tuple[tuple[MomentKind, str, When | None, str, bool], ...] = (
        ("start-of-contract", "start", contract.start, "it has been let" if let else "", status == "awarded"),
        ("advertised", "advertised", contract.advertised, "", False),
        ("tenders-due", "tender_deadline", contract.tender_deadline, _deadline_resolved(outlook), True),
        ("awarded", "awarded", contract.awarded, "", False),
        ("ended", "ended", contract.ended.on if contract.ended else None, "", False),
        ("calloffs-until", "calloffs_until", contract.calloffs_until, "", False),
    )
    for kind, field, when, resolved, sure in rows:
        if when and when.known:
            why = "as advertised" if kind == "tenders-due" else "as stated"
            said = "" if kind != "start-of-contract" or not let else f"starts {when.text}"
            yield moment(
                kind, when, today, why=why, resolved=resolved, said=said, field=field, fact=True, sure=sure
            )  # fmt: skip


def joining(outlook: Outlook, _horizon: date | None) -> Iterator[Moment]:
    """When providers may join while it runs. A round that has closed asks for nothing any more."""
    for window in outlook.contract.joining:
        for kind, when in (("joining-opens", window.opens), ("joining-closes", window.closes)):
            if when and when.known and not _beyond(outlook, when):
                yield moment(
                    "joining-opens" if kind == "joining-opens" else "joining-closes", when, outlook.today,
                    why="as stated", asks=not when.passed(outlook.today), key=window.id, field="joining",
                    fact=True, sure=True,
                )  # fmt: skip


def reviews(outlook: Outlook, _horizon: date | None) -> Iterator[Moment]:
    """The reviews and breaks to come, and by when to give notice of them where the contract says so.

    Once all have passed, the last one stays.
    """
    contract, today = outlook.contract, outlook.today
    if not (contract.breaks or contract.reviews):
        return
    rows: tuple[tuple[MomentKind, MomentKind, str, tuple[KeyDate, ...]], ...] = (
        ("break", "break-notice", "breaks", contract.breaks),
        ("review", "review-notice", "reviews", contract.reviews),
    )
    for kind, notice_kind, field, items in rows:
        found = ((next_date(item, today), item) for item in items)
        dated = [(when, item) for when, item in found if not _beyond(outlook, when, ending=kind == "break")]
        last = max((when for when, _ in dated), key=lambda when: when.sort_key, default=None)
        for when, item in dated:
            resolved = "another has come since" if when.passed(today) and when is not last else ""
            yield moment(
                kind, when, today, why="as stated; not an end", field=field, resolved=resolved,
                fact=True, sure=not resolved, cycle=_dated(when),
            )  # fmt: skip
            by = notice_by(item, when)
            if by and item.notice and not when.passed(today):
                was = "was due " if by.passed(today) else ""
                purpose = f"for a {kind} on {when.text}"
                yield moment(
                    notice_kind, by, today, basis="computed", why=f"{item.notice.text} of notice {purpose}",
                    said=f"notice {was}{by.by_text} {purpose} ({item.notice.text} of notice)",
                    cycle=_dated(when) + (f"-{item.notice.written}" if _shared(when, item, dated) else ""),
                )  # fmt: skip


def bodies(outlook: Outlook, _horizon: date | None) -> Iterator[Moment]:
    """A buyer that ends while the contract runs, or may run, past that day.

    Local Government and Public Involvement in Health Act 2007, s.24: a direction can make the successor's consent
    necessary to enter into a contract worth over 100,000 pounds whose term may run past that day. From then on there is
    only the successor.
    """
    if outlook.over:
        return
    for body, day in ceasing_bodies(outlook):
        value, when = whole_value(outlook.contract, CONSENT_OVER), on_day(day)
        ceases = "ceased" if day <= outlook.today else "ceases"
        if day <= outlook.today:
            heirs = listing(outlook.name_of(name) for name in body.successors)
            effect = f"succeeded by {heirs}" if heirs else "its successor is not recorded"
        elif body.consent_needed is False:
            effect = "no section 24 direction applies to it"
        elif value is not None and value <= CONSENT_OVER:
            effect = f"no consent is needed for {pounds(CONSENT_OVER)} or less"
        elif outlook.not_let:
            effect = "the successor's consent may be needed to enter into the contract"
        else:
            effect = "the successor's consent may be needed"
        yield moment(
            "authority-ceases", when, outlook.today, basis="statute", key=body.id, fact=True, sure=True,
            why=f"{body.name} {ceases} to exist: {effect}",
            said=f"{body.name} {ceases} to exist on {when.text}: {effect}",
        )  # fmt: skip


def _beyond(outlook: Outlook, when: When, *, ending: bool = False) -> bool:
    """Whether a date comes to nothing, as it was decided that the contract is to end before it.

    Another chance to end it, on the very day of that end, has been taken, or is worth nothing.
    """
    last = outlook.ends.current.when.latest if outlook.ends.decided and outlook.ends.current else None
    return bool(last and when.earliest and (when.earliest > last or (ending and when.earliest == last)))


def _dated(when: When) -> str:
    """A key for a date without an id of its own: the day that it was first given. What moves it keeps the key."""
    return when.earliest.isoformat() if when.earliest else ""


def _shared(when: When, item: KeyDate, dated: list[tuple[When, KeyDate]]) -> bool:
    """Whether another notice period ends on the same date: each party may have one of its own."""
    return any(_dated(other) == _dated(when) and key.notice not in (None, item.notice) for other, key in dated)


def _tender_resolved(outlook: Outlook) -> str:
    stated = outlook.contract.plans
    planned = stated.tender if stated else None
    if planned and planned.known and planned_tender_seen(outlook, planned):
        return "the tender has been seen"
    return ""


def _deadline_resolved(outlook: Outlook) -> str:
    """What has settled the bids for this contract: its award (on whatever day), its start, or anything let."""
    contract, today = outlook.contract, outlook.today
    if contract.awarded and not contract.awarded.begins_after(today):
        return "it has been awarded"
    if not outlook.not_let:
        return "it has been let"
    start = contract.start or (contract.plans.start if contract.plans else None)
    return "its planned start has passed" if start and start.passed(today) else ""


def _planned_deadline_resolved(outlook: Outlook, deadline: When | None) -> str:
    contract, today = outlook.contract, outlook.today
    if contract.tender_deadline:
        return "its own deadline is stated"
    if deadline and deadline.known and let_by(contract, deadline, today):
        return "it has been let"
    if tender_is_over(outlook):
        return "the next procurement has begun"
    start = contract.plans.start if contract.plans else None
    return "its planned start has passed" if start and start.passed(today) else ""


def _planned_start_resolved(outlook: Outlook, start: When | None) -> str:
    if outlook.not_let and outlook.contract.start:
        return "its own start is stated"
    return "it has been let" if start and start.known and let_by(outlook.contract, start, outlook.today) else ""


def events_of(outlook: Outlook) -> tuple[Event, ...]:
    """The events of the registry that touch a contract, the earliest first; none once it is over."""
    if outlook.over or not outlook.registry.events:
        return ()
    found = [event for event in outlook.registry.events if _concerns(event, outlook) and _inside(event.begins, outlook)]
    return tuple(sorted(found, key=lambda event: (event.begins.sort_key, event.id)))


def event_text(event: Event) -> str:
    """An event in words, with how certain it is: 'Northshire is abolished, 1 April 2028 (planned)'."""
    return f"{event.what.rstrip('.')}, {begins_text(event)} ({EVENT_STATE[event.state]})"


def begins_text(event: Event) -> str:
    """When an event takes effect, in words."""
    return event.begins.text if event.begins.known else "date not known"


def _concerns(event: Event, outlook: Outlook) -> bool:
    """Whether the contract fits everything that the event is limited to."""
    contract = outlook.contract
    return (
        (not event.authorities or bool({*event.authorities} & {*contract.authorities}))
        and (not event.services or bool({*event.services} & {*contract.services}))
        and (not event.kinds or contract.kind in event.kinds)
        and (not event.regimes or contract.regime in event.regimes)
    )


def _inside(begins: When, outlook: Outlook) -> bool:
    """Whether it may fall between the start and the latest end; a date that nobody knows may lie anywhere.

    A contract whose latest end has passed with no news may still be running.
    """
    start, longest = outlook.contract.start, outlook.ends.longest
    first = start.earliest if start and start.earliest else date.min
    ends = longest is not None and not longest.when.passed(outlook.today)
    last = (longest.when.latest if longest and ends else None) or date.max
    return (begins.latest or date.max) >= first and (begins.earliest or date.min) <= last
