"""Dates that a source states, and what happens outside the contract: a buyer that ceases to exist, events."""

from __future__ import annotations

from collections.abc import Iterator

from tenderwatch.dates import on_day
from tenderwatch.labels.label import label
from tenderwatch.labels.records import EVENT_STATE, KIND, REGIME
from tenderwatch.labels.standing import STATUS_SHORT
from tenderwatch.outlook import Moment, Outlook
from tenderwatch.outlook.kinds import MomentKind
from tenderwatch.outlook.moments_stated import begins_text
from tenderwatch.queries.explain.explanation import NOTHING_LET, STATED, Explanation, evidence_for
from tenderwatch.registry.model import Event
from tenderwatch.text import capital, listing

_BIDS = "bids are past once it is awarded or let, or once its planned start has passed"
_START = "a start that is only planned asks for attention until an award is seen"
_RULES: dict[MomentKind, str] = {
    "tenders-due": _BIDS,
    "tender-deadline-planned": _BIDS,
    "stated-tender": "the buyer's own date stands in place of every estimate",
    "stated-start": _START,
    "calloffs-until": "what was called off may run on after the arrangement has ended; this is no end of its own",
    "ended": "a decided end that lies ahead is the end; it counts as ended once the whole of that day has passed",
}
_CONSENT = "Local Government and Public Involvement in Health Act 2007, section 24"
_OVER = {
    "abandoned": NOTHING_LET,
    "replaced": "it is replaced once every buyer that it served is served by what has started in its place",
}


def explain_stated(outlook: Outlook) -> Iterator[Explanation]:
    """Facts that a source states outright, and the last days for notice that follow from them."""
    contract, registry, numbers = outlook.contract, outlook.registry, dict[MomentKind, int]()
    for moment in outlook.moments:
        if moment.kind in ("break-notice", "review-notice") and moment.state != "resolved":
            keys = ("breaks",) if moment.kind == "break-notice" else ("reviews",)
            yield Explanation(
                moment.kind, moment.name, moment.when, moment.why, "calendar arithmetic, clamped to short months",
                evidence_for(contract, registry, *keys), "another date or another notice period",
            )  # fmt: skip
        if moment.kind == "over" and outlook.status in _OVER:
            yield Explanation(
                "over", STATUS_SHORT[outlook.status], moment.when, moment.text, _OVER[outlook.status],
                evidence_for(contract, registry, moment.field or "end"), "a newer source",
            )  # fmt: skip
        if moment.kind in ("authority-ceases", "over") or not moment.field:
            continue
        kind, name = f"{moment.kind}.{moment.key}" if moment.key else str(moment.kind), moment.name
        stating = registry.by_id.get(moment.key, contract) if moment.kind == "stated-tender" else contract
        if moment.field in ("breaks", "reviews"):
            # They have no ids of their own.
            numbers[moment.kind] = numbers.get(moment.kind, 0) + 1
            kind, name = f"{kind}.{numbers[moment.kind]}", f"{moment.name}, not an end"
        yield Explanation(
            kind, name, moment.when, f"{moment.when.text}, as stated", _rule(outlook, moment),
            evidence_for(stating, registry, moment.field), "a newer source",
        )  # fmt: skip


def _rule(outlook: Outlook, moment: Moment) -> str:
    if moment.kind == "ended" and outlook.status == "abandoned":
        return f"{STATED}; {NOTHING_LET}"
    rule = _START if moment.kind == "start-of-contract" and outlook.not_let else _RULES.get(moment.kind)
    return f"{STATED}; {rule}" if rule else STATED


def explain_bodies(outlook: Outlook) -> Iterator[Explanation]:
    """The day from which a buyer no longer exists, and whether its successor has to consent."""
    effects = {moment.key: moment.why for moment in outlook.moments if moment.kind == "authority-ceases"}
    for body_id in outlook.contract.authorities:
        body = outlook.registry.authorities.get(body_id)
        if body and body.ceases:
            ceases = on_day(body.ceases)
            rule = effects.get(body_id, "the contract is to end before that day")
            yield Explanation(
                f"authority-ceases.{body.id}", f"{body.name} ceases to exist", ceases,
                f"{ceases.text}, as recorded", rule, f"the registry's entry for {body.name}; {_CONSENT}",
                "a change of the order or its date",
            )  # fmt: skip


def explain_events(outlook: Outlook) -> Iterator[Explanation]:
    """Laws, mergers and reorganisations that fall inside the term or the renewal."""
    for event in outlook.events:
        source = outlook.registry.sources[event.source].title
        yield Explanation(
            f"event.{event.id}", capital(event.what.rstrip(".")), event.begins if event.begins.known else None,
            f"{begins_text(event)}, as recorded ({EVENT_STATE[event.state]})",
            f"it touches {_touches(outlook, event)}, between the start and the latest end",
            f"{source} ({event.place})", "a change of the plan, or of its date",
        )  # fmt: skip


def _touches(outlook: Outlook, event: Event) -> str:
    """What the event is limited to and this contract fits."""
    contract = outlook.contract
    limits = [
        [outlook.name_of(name) for name in event.authorities if name in contract.authorities],
        [name for name in event.services if name in contract.services],
        [label(KIND, contract.kind)] if event.kinds else [],
        [label(REGIME, contract.regime)] if event.regimes else [],
    ]
    named = [listing(names) for names in limits if names]
    return f"contracts of this kind ({'; '.join(named)})" if named else "every contract"
