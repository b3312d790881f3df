"""Why a contract is due: each kind of date that asks for attention, and when it is resolved.

A new reason is one function and one row in `REASONS`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from typing import TYPE_CHECKING, Literal, NamedTuple

from tenderwatch.dates import When, on_day
from tenderwatch.law.terms import has_been_let
from tenderwatch.registry.model import Authority, Contract

if TYPE_CHECKING:
    from tenderwatch.outlook.outlook import Outlook

ReasonKind = Literal[
    "end",
    "extension-decision",
    "tender-notice",
    "stated-tender",
    "tender-deadline",
    "joining-closes",
    "authority-ceases",
]
ReasonBasis = Literal["stated", "computed", "assumed", "statute"]


class Reason(NamedTuple):
    """One date that asks for attention: what it is, when, on what basis, and a line of words."""

    kind: ReasonKind
    when: When
    basis: ReasonBasis
    text: str


def _end(outlook: Outlook, _horizon: date | None) -> Iterator[Reason]:
    """The next possible end; or the end that has passed without a word of what followed."""
    current, coming = outlook.ends.current, outlook.next_end
    if current is None or outlook.status == "planned":
        return
    basis: ReasonBasis = "stated" if current.how.endswith("as stated") else "computed"
    if outlook.status == "tendering":
        # Whether it was ever let is not known; that its whole term has gone by is.
        if current.when.passed(outlook.today):
            yield Reason("end", current.when, basis, f"end as advertised passed ({current.when.text}); no award seen")
    elif outlook.status == "unconfirmed":
        text = f"end passed ({current.when.text}); not known whether extended"
        yield Reason("end", current.when, basis, text)
    elif outlook.status == "overrun":
        last = outlook.ends.longest.when if outlook.ends.longest else current.when
        yield Reason("end", last, basis, f"last known end passed ({last.text}); nothing seen since")
    elif coming:
        yield Reason("end", coming.when, basis, f"ends {coming.when.text}")


def _extension_decision(outlook: Outlook, horizon: date | None) -> Iterator[Reason]:
    """The decision to take up an option, while the end it would move lies ahead.

    Once the power to extend has been used (an option authorised), only the notice is left to serve.
    """
    renewal = outlook.renewal
    if renewal is None or outlook.next_how != "current" or tender_is_over(outlook):
        return
    if outlook.status in ("planned", "tendering"):
        return
    if horizon and renewal.extension_beyond(horizon):
        return
    extension = renewal.extension
    if extension is None or extension.key_decision_by is None or extension.serve_by is None:
        return
    basis: ReasonBasis = "assumed" if extension.assumed else "computed"
    owner = "'" if extension.notice.number > 1 else "'s"
    notice = f"{extension.notice.text}{owner} notice{' assumed' if extension.assumed else ''}"
    if outlook.ends.left[0].state == "authorised":
        when, words, gone = extension.serve_by, "extension decided: serve notice", "extension decided: notice of it"
    else:
        when, words, gone = extension.key_decision_by, "decide whether to extend", "decision whether to extend"
    yield Reason("extension-decision", when, basis, f"{_by(words, when, outlook.today, gone)} ({notice})")


def _tender_notice(outlook: Outlook, horizon: date | None) -> Iterator[Reason]:
    """The tender notice on the default timetable, for the next possible end."""
    renewal = outlook.renewal
    if renewal is None or outlook.status in ("planned", "tendering") or tender_is_over(outlook):
        return
    if horizon and renewal.tender_beyond(horizon):
        return
    when = renewal.by("tender-notice")
    if when:
        unless = " unless extended" if renewal.options_left else ""
        if outlook.next_how != "current":
            unless = f" if it runs to {renewal.end.text}"
        basis: ReasonBasis = "assumed" if renewal.assumed else "computed"
        text = f"{_by('tender notice', when, outlook.today)}{unless} (usual timetable)"
        yield Reason("tender-notice", when, basis, text)


def _stated_tender(outlook: Outlook, _horizon: date | None) -> Iterator[Reason]:
    if when := stated_tender(outlook):
        was = "was " if when.passed(outlook.today) else ""
        yield Reason("stated-tender", when, "stated", f"tender {was}planned for {when.text}")


def _tender_deadline(outlook: Outlook, _horizon: date | None) -> Iterator[Reason]:
    plans = outlook.contract.plans
    deadline = outlook.contract.tender_deadline or (plans.tender_deadline if plans else None)
    if deadline and deadline.known and not _let_by(outlook.contract, deadline, outlook.today):
        words = "tenders were due" if deadline.passed(outlook.today) else "tenders due"
        yield Reason("tender-deadline", deadline, "stated", f"{words} {deadline.text}")


def _joining_closes(outlook: Outlook, _horizon: date | None) -> Iterator[Reason]:
    for window in outlook.contract.joining:
        if window.closes and window.closes.known and not window.closes.passed(outlook.today):
            yield Reason("joining-closes", window.closes, "stated", f"joining closes {window.closes.text}")


def _authority_ceases(outlook: Outlook, _horizon: date | None) -> Iterator[Reason]:
    """A buyer that ends while the contract runs, or may run, past that day.

    Local Government and Public Involvement in Health Act 2007, s.24: a direction can make the successor's
    consent necessary.
    """
    if outlook.status in ("planned", "tendering"):
        return
    for body, day in ceasing_bodies(outlook):
        text = f"{body.name} ceases to exist on {on_day(day).text}: the successor's consent may be needed"
        yield Reason("authority-ceases", on_day(day), "statute", text)


REASONS: dict[ReasonKind, Callable[[Outlook, date | None], Iterator[Reason]]] = {
    "end": _end,
    "extension-decision": _extension_decision,
    "tender-notice": _tender_notice,
    "stated-tender": _stated_tender,
    "tender-deadline": _tender_deadline,
    "joining-closes": _joining_closes,
    "authority-ceases": _authority_ceases,
}


def find_reasons(outlook: Outlook, horizon: date | None = None) -> tuple[Reason, ...]:
    """Every reason that is not resolved, earliest first. A contract that is over has none.

    With a horizon, reasons that certainly lie after it may be left out: that spares reckoning them.
    """
    if outlook.over:
        return ()
    finders = REASONS.values()
    found = [reason for find in finders for reason in find(outlook, horizon)]
    if len(found) < 2:
        return tuple(found)
    return tuple(sorted(found, key=lambda reason: reason.when.sort_key))


def ceasing_bodies(outlook: Outlook) -> Iterator[tuple[Authority, date]]:
    """The buyers that the contract may outlast, each with the first day on which it no longer exists."""
    # Where no longest end can be told, it may run past any day.
    longest = outlook.ends.longest
    for name in outlook.contract.authorities:
        body = outlook.registry.authorities.get(name)
        if body is None or body.ceases is None:
            continue
        if longest is None or (longest.when.latest and longest.when.latest >= body.ceases):
            yield body, body.ceases


def tender_is_over(outlook: Outlook) -> bool:
    """Whether the next procurement has been seen: a successor advertised, awarded or let."""
    today = outlook.today
    return any(
        _begun(successor.advertised, today)
        or _begun(successor.awarded, today)
        or (has_been_let(successor) and _begun(successor.start, today))
        for successor in outlook.successors
    )


def stated_tender(outlook: Outlook) -> When | None:
    """The buyer's own date for a tender that has not been seen yet."""
    plans = outlook.contract.plans
    if plans and plans.tender and plans.tender.known and not _planned_tender_seen(outlook, plans.tender):
        return plans.tender
    return None


def _by(words: str, when: When, today: date, gone: str = "") -> str:
    """What is to be done by a date; in the past tense, of `gone` if it is given, once the date has certainly gone."""
    return f"{gone or words} was due {when.by_text}" if when.passed(today) else f"{words} {when.by_text}"


def _begun(when: When | None, today: date) -> bool:
    return when is not None and when.earliest is not None and when.earliest <= today


def _planned_tender_seen(outlook: Outlook, planned: When) -> bool:
    """Whether a planned tender has come: a successor's, the contract's own notice, or its award."""
    own, today = outlook.contract, outlook.today
    own_notice = _begun(own.advertised, today) and not _let_before(own, planned)
    return tender_is_over(outlook) or own_notice or _let_by(own, planned, today)


def _let_before(contract: Contract, planned: When) -> bool:
    """Whether a plan speaks of the time after this contract: it was let before the plan's date."""
    first = contract.awarded or contract.start
    if not has_been_let(contract) or first is None or first.latest is None:
        return has_been_let(contract)
    return planned.earliest is not None and first.latest < planned.earliest


def _let_by(contract: Contract, planned: When, today: date) -> bool:
    """Whether the contract was let, as planned, at or after the date that the plan names."""
    return (
        has_been_let(contract)
        and not _let_before(contract, planned)
        and _begun(contract.awarded or contract.start, today)
    )
