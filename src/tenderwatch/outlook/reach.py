"""How far ahead of its horizon a question has to look: what asks for attention by then hangs on later ends."""

from __future__ import annotations

from datetime import date, timedelta

from tenderwatch.dates import UNKNOWN, Duration
from tenderwatch.law.schedule.back import stage_ends_beyond
from tenderwatch.law.schedule.extension import extension_ends_beyond
from tenderwatch.law.terms.quiet import LONGEST_NOTICE
from tenderwatch.law.timetables import ExtensionRule, Timetables, bundled
from tenderwatch.outlook.renewal import NEW_LAW, Renewal
from tenderwatch.registry.model import Reach, Registry


def reach_of(registry: Registry, horizon: date, timetables: Timetables | None = None) -> Reach:
    """The reach of a question with this horizon, whatever the law that a contract is bought under, and its lead.

    The tender notice and the decision to extend of the first end beyond it lie after the horizon, and so do those of
    every later end, for what `tenderwatch.law.terms.quiet` calls quiet.
    """
    timetables = timetables or bundled()
    beyond = horizon + timedelta(1)
    for changes in {body.timetable for body in registry.authorities.values()} | {()}:
        for regime in sorted(set(NEW_LAW.values())):
            renewal = Renewal(UNKNOWN, regime, timetables, assumed=False, changes=changes)
            rule, timetable = renewal.extension_rule, renewal.timetable("default")
            beyond = max(beyond, *(extension_ends_beyond(horizon, notice, rule) for notice in _notices(rule)))
            if timetable:
                beyond = max(beyond, stage_ends_beyond(horizon, timetable, "tender-notice"))
    ceasing = (name for name, body in registry.ceasing.items() if body.ceases and body.ceases <= horizon)
    return Reach(beyond, frozenset(ceasing))


def _notices(rule: ExtensionRule) -> tuple[Duration, Duration]:
    return LONGEST_NOTICE, rule.assumed_notice
