"""Until when the passing of days alone changes nothing about a contract, so that what is kept of it stays true.

Everything that is said of a contract on a day comes from comparing the day, or one that is so many months away from it,
with a date of the contract or one that is worked out from its dates. Here these dates are gathered, and the first is
found that is still to be met. It errs on the early side: what is looked at again too soon comes out the same.
"""

from __future__ import annotations

from datetime import date, timedelta

from tenderwatch.dates.arithmetic import clamp_months
from tenderwatch.law.schedule.feasibility import earliest_key_decision
from tenderwatch.law.timetables import ExtensionRule
from tenderwatch.outlook import Outlook
from tenderwatch.outlook.prospects import AWAITED, SOON
from tenderwatch.queries.freshness import RULES
from tenderwatch.registry.model.contract import Evidence

# What is due looks so many calendar months ahead, as the command does.
DUE_WITHIN = 12
_AGES = sorted({rule.months for rule in RULES if rule.months})
_NEAR = sorted({rule.ends_within for rule in RULES if rule.ends_within})
_SLACK = 4
# The earliest day for a key decision jumps over weekends and holidays: so many days at most.
_SLACK_OF_DECISIONS = 14


def steady_until(outlook: Outlook, cap: date) -> date:
    """The first day after the outlook's on which anything said of the contract may differ; `cap` at the latest.

    It holds for the status, the groups and reasons of what is due within `DUE_WITHIN` months, what to do, the freshness
    of the evidence and all moments: not for ages and numbers of days left, which change by the month and by the day.
    """
    today, contract, renewal = outlook.today, outlook.contract, outlook.renewal
    registry = outlook.registry
    asked: list[date] = []
    _gather(tuple(moment.when for moment in outlook.moments), asked)
    _gather((outlook.next_end, outlook.act_by), asked)
    decisions: list[date] = []
    if renewal:
        short = renewal.days("short")
        _gather((*renewal.days("default").values(), *short.values(), renewal.extension), asked)
        _gather((short.get("approval"), short.get("award-decision")), decisions)
    every = [*asked]
    _gather((contract, outlook.ends, outlook.tender_windows, outlook.events), every)
    for successor in registry.successors.get(contract.id, ()):
        _gather(successor, every)
        for later in registry.successors.get(successor.id, ()):
            _gather((later.start, later.awarded, later.advertised), every)
    for name in contract.authorities:
        body = registry.authorities.get(name)
        every += [body.ceases] if body and body.ceases else []
    evidence = [day for day, _ in outlook.evidence]
    met = [
        _meets(every, 0, today, cap),
        *(_meets(asked, months, today, cap) for months in {SOON, DUE_WITHIN, *_NEAR}),
        *(_meets(evidence, -months, today, cap) for months in _AGES),
        _meets(every, -AWAITED, today, cap),
    ]
    if renewal and decisions:
        rule = renewal.extension_rule
        if earliest_key_decision(today, rule) and not earliest_key_decision(cap, rule):
            return today + timedelta(1)
        met.append(_decides(decisions, today, rule, cap))
    return min(cap, *met)


def _meets(days: list[date], months: int, today: date, cap: date) -> date:
    """The first day after today from which so many months lead to one of these days, or just past it."""
    at = clamp_months(today, months)
    first = min((day for day in days if day > at), default=None)
    if at in days:
        first = at + timedelta(1)
    if first is None or first > at + (cap - today) + timedelta(_SLACK):
        return cap
    # Months differ in length by fewer days.
    day = max(today + timedelta(1), today + (first - at) - timedelta(_SLACK))
    while clamp_months(day, months) < first:
        day += timedelta(1)
    return day


def _decides(days: list[date], today: date, rule: ExtensionRule, cap: date) -> date:
    """The same for the earliest day on which a decision can be taken."""
    at = earliest_key_decision(today, rule)
    first = min((day for day in days if at and day >= at), default=None)
    if at is None or first is None or first > at + (cap - today) + timedelta(_SLACK_OF_DECISIONS):
        return cap
    day = max(today + timedelta(1), today + (first - at) - timedelta(_SLACK_OF_DECISIONS))
    while (found := earliest_key_decision(day, rule)) and found < first:
        day += timedelta(1)
    return day


def _gather(value: tuple[object, ...], found: list[date]) -> None:
    """Add the dates in a value, however deep; not those of evidence, whose age is looked at by itself."""
    for item in value:
        if item is None or isinstance(item, str):
            continue
        if isinstance(item, date):
            found.append(item)
        elif isinstance(item, tuple) and not isinstance(item, Evidence):
            _gather(item, found)
