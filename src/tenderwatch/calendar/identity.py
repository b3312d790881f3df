"""Which UID an event has: one names one occasion for good, and what was published before keeps its own.

An occasion is what an event is about: the award decision before the end of 2027 is another than that before the end
of 2028. Feeds once had UIDs that did not say which; those are kept for what they last named.
"""

from collections.abc import Iterable, Mapping
from datetime import date

from tenderwatch.calendar.events import DOMAIN, Event
from tenderwatch.calendar.feed import Stamped
from tenderwatch.outlook.kinds import EventKind

# Dates that recur, without ids of their own: their cycle is the day that each was first given, which may move.
_DATED: tuple[EventKind, ...] = ("review", "review-notice", "break", "break-notice")


def choose_uids(events: Iterable[Event], previous: Mapping[str, Stamped] | None, today: date) -> tuple[Event, ...]:
    """The events with the UIDs that they are published under, given all events published before (None if none were).

    In this order: the UID with the cycle, if it has been published; the UID without one for the initial end; the UID
    without one as published, if nobody else claims it and its day has not come (so it moves) or is the same; one under
    which the contract tells the same on the same days, unclaimed; else the UID with the cycle. In a first publication
    an event goes without the cycle if it can.
    """
    events = tuple(events)
    if previous is None:
        return events
    chosen: dict[int, str] = {}
    for number, event in enumerate(events):
        if (event.own in previous or not event.cycle) and _free(event.own, event, previous, today):
            chosen[number] = event.own
    claimed = set(chosen.values())
    published = _by_base(previous) if any(event.kind in _DATED for event in events) else {}
    old_uids = [(event.base, *(published.get(event.base, ()) if event.kind in _DATED else ())) for event in events]
    telling = _by_day(previous) if len(chosen) < len(events) else {}
    # What stands where it stood keeps its UID before anything can move there.
    stays = [any(_stays(uid, event, previous) for uid in old_uids[number]) for number, event in enumerate(events)]
    for number in sorted(set(range(len(events))) - chosen.keys(), key=lambda number: not stays[number]):
        event, candidates = events[number], old_uids[number]
        if stays[number]:
            candidates = tuple(uid for uid in candidates if _stays(uid, event, previous))
        elif event.own not in previous:
            candidates += tuple(telling.get((event.contract, event.kind, event.first), ()))
        uid = next((uid for uid in candidates if uid not in claimed and _moves(uid, event, previous, today)), event.own)
        again = 2
        while uid in claimed or not _free(uid, event, previous, today):
            uid = f"{event.own.removesuffix(f'@{DOMAIN}')}-{again}@{DOMAIN}"
            again += 1
        chosen[number] = uid
        claimed.add(uid)
    return tuple(event._replace(uid=chosen[number]) for number, event in enumerate(events))


def _free(uid: str, event: Event, previous: Mapping[str, Stamped], today: date) -> bool:
    """Whether the UID can be used again: of dates without ids, one that has come is another occasion."""
    old = previous.get(uid)
    return old is None or event.kind not in _DATED or not _has_come(old, today) or _same_days(old, event)


def _moves(uid: str, event: Event, previous: Mapping[str, Stamped], today: date) -> bool:
    """Whether the event published under this UID is the same one, or may move to where this one is."""
    old = previous.get(uid)
    if old is None:
        return False
    return _same_days(old, event) or not (old.cancelled or _has_come(old, today))


def _stays(uid: str, event: Event, previous: Mapping[str, Stamped]) -> bool:
    return uid in previous and _same_days(previous[uid], event)


def _has_come(old: Stamped, today: date) -> bool:
    return old.body.last <= today


def _same_days(old: Stamped, event: Event) -> bool:
    return event.shown_on(old.body.first, old.body.last)


def _by_day(previous: Mapping[str, Stamped]) -> dict[tuple[str, str, date], list[str]]:
    """UIDs that are not cancelled, by what they tell of which contract, and on which day."""
    found: dict[tuple[str, str, date], list[str]] = {}
    for uid, old in previous.items():
        if not old.cancelled:
            found.setdefault((old.body.contract, old.body.kind, old.body.first), []).append(uid)
    return found


def _by_base(previous: Mapping[str, Stamped]) -> dict[str, list[str]]:
    """UIDs of dates that recur, by the part that does not say which of them is meant."""
    found: dict[str, list[str]] = {}
    for uid in sorted(previous):
        contract, _, rest = uid.removesuffix(f"@{DOMAIN}").partition(".")
        kind, _, cycle = rest.partition(".")
        if cycle and kind in _DATED:
            found.setdefault(f"{contract}.{kind}@{DOMAIN}", []).append(uid)
    return found
