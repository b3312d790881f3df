"""The ways to go on after an end, side by side: until when each can be begun, what is missed on it, what helps."""

from collections.abc import Collection
from datetime import date
from typing import Literal

from tenderwatch.dates import When
from tenderwatch.law.schedule.feasibility import Days, feasible
from tenderwatch.named_tuple import NamedTuple
from tenderwatch.outlook.renewal import Renewal
from tenderwatch.registry.model.stages import TimetableName

WayName = Literal["default", "short", "short-by-exception", "extend", "hold-over"]
Remedy = Literal[
    "default", "short", "short-by-exception", "extend", "hold-over", "shorten", "exception", "no-option",
    "provider-option", "provider", "no-contract",
]  # fmt: skip
# What the short timetable has to keep: a key decision is entered in the forward plan first, and a tender published.
_BINDING = ("forward-plan-approval", "tender-notice", "forward-plan-award")
_COVER: tuple[Remedy, ...] = ("provider", "no-contract")


class Way(NamedTuple):
    """One way. `last` is the last day on which starting still works, `begin` that on which nothing is missed yet.

    Of a timetable `last` is its tender notice, of an option the day to serve notice, of holding over the end itself.
    Both are None where they are not known or there is no such thing. `open` says that starting today still works,
    `missed` are the steps that may lie behind already, and `helps` what can be done about that. `assumed` where the
    dates hang on a notice period that nobody has stated.
    """

    name: WayName
    last: When | None
    begin: When | None
    open: bool
    missed: tuple[str, ...]
    helps: tuple[Remedy, ...]
    assumed: bool = False


def ways(renewal: Renewal, today: date) -> tuple[Way, ...]:
    """Usual, short, short by exception, extend, hold over: those that the law of the procurement has."""
    extend = _extend(renewal, today)
    found: list[Way] = [Way("hold-over", renewal.end, None, not renewal.end.passed(today), (), _COVER), extend]
    if short := renewal.days("short"):
        verdict = feasible({}, short, None, today, renewal.extension_rule)
        missed = _missed(renewal, "short", today)
        notice, begin = short.get("tender-notice"), _first(short, _BINDING)
        excepted = verdict != "hold-over"
        then = _then(found)
        helps = ("exception", *_shorten(missed)) if excepted else then
        found.append(Way("short-by-exception", notice, None, excepted, missed, helps))
        helps = _shorten(missed) if verdict == "short" else _then(found)
        found.append(Way("short", notice, begin, verdict == "short", missed, helps))
    found.append(_usual(renewal, today, _then(found)))
    return tuple(reversed(found))


def _usual(renewal: Renewal, today: date, then: tuple[Remedy, ...]) -> Way:
    """The usual timetable. Its planning can be cut short; its key decisions have to be entered first."""
    default = renewal.days("default")
    verdict = feasible({}, default, None, today, renewal.extension_rule)
    missed = _missed(renewal, "default", today)
    helps = then
    if verdict != "hold-over":
        helps = (*(("exception",) if verdict == "short-by-exception" else ()), *_shorten(missed))
    return Way("default", default.get("tender-notice"), _first(default), verdict != "hold-over", missed, helps)


def _extend(renewal: Renewal, today: date) -> Way:
    """By when to serve notice of the option that is left."""
    dates = renewal.extension
    if dates is None:
        left: Remedy = "provider-option" if renewal.providers_choice else "no-option"
        return Way("extend", None, None, open=False, missed=(), helps=(left,))
    steps: tuple[tuple[str, When | None], ...] = (
        ("forward-plan-entry", dates.forward_plan_by),
        ("key-decision", dates.key_decision_by),
        ("officer-decision", dates.officer_decision_by),
        ("serve-by", dates.serve_by),
    )
    begin = dates.forward_plan_by
    if renewal.decided:  # only the notice is left
        steps, begin = steps[-1:], None
    missed = tuple(name for name, when in steps if when and when.begins_before(today))
    is_open = dates.serve_by is not None and "serve-by" not in missed
    helps: tuple[Remedy, ...] = ()
    if not is_open:
        helps = ("provider",)
    elif missed:
        helps = ("exception",)
    return Way("extend", dates.serve_by, begin, is_open, missed, helps, dates.assumed)


def _then(found: list[Way]) -> tuple[Remedy, ...]:
    """The best of the ways that come after one that is closed."""
    return (next((way.name for way in reversed(found) if way.open and way.name != "default"), "hold-over"),)


def _shorten(missed: tuple[str, ...]) -> tuple[Remedy, ...]:
    return ("shorten",) if {"planning", "market-engagement"} & {*missed} else ()


def _first(days: Days, kinds: Collection[str] | None = None) -> When | None:
    """The earliest day that has to be kept: after it something is missed."""
    found = (day for kind, day in days.items() if day.known and (kinds is None or kind in kinds))
    return min(found, key=lambda day: day.sort_key, default=None)


def _missed(renewal: Renewal, name: TimetableName, today: date) -> tuple[str, ...]:
    return tuple(stage.kind for stage in renewal.stages(name) if stage.missed(today))
