"""Dates that a source states."""

from __future__ import annotations

from collections.abc import Iterator

from tenderwatch.outlook import Moment, Outlook
from tenderwatch.outlook.kinds import MomentKind
from tenderwatch.queries.explain.explanation import Explanation, evidence_for
from tenderwatch.queries.explain.standing import NOTHING_LET

_STATED = "none: it is stated"
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
                "over", moment.name, moment.when, moment.text, _OVER[outlook.status],
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
        return f"{_STATED}; {NOTHING_LET}"
    rule = _START if moment.kind == "start-of-contract" and outlook.not_let else _RULES.get(moment.kind)
    return f"{_STATED}; {rule}" if rule else _STATED
