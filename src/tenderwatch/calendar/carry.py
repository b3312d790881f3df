"""Feeds through time: what an event's stamps are, from what was published before, with no other memory.

An event that has not changed keeps its stamps and its bytes. One that has changed is stamped with the day and its
SEQUENCE rises. One that somebody withdrew stays as CANCELLED for eight weeks, with the reason, so that every
subscriber notices; what came to pass stays as it was, as history, and goes after 90 days without a word. A feed that
would lose much of what was published before is not written.
"""

from collections.abc import Callable, Collection, Iterable, Iterator
from datetime import date, timedelta
from functools import lru_cache
from typing import Literal

from tenderwatch.answers.phrases import status_text
from tenderwatch.calendar.events import HISTORY, Event, contract_events
from tenderwatch.calendar.feed import Stamped
from tenderwatch.calendar.ics import FOLD, Body, escape, fold, unescape
from tenderwatch.calendar.wording import MOST_TITLE, bounded, cut
from tenderwatch.dates.words import day_text
from tenderwatch.named_tuple import NamedTuple
from tenderwatch.outlook import look_at
from tenderwatch.registry.model import Registry

# How long a withdrawn event is shown as cancelled (calendar days).
TOMBSTONE = timedelta(days=56)
# SEQUENCE counts the days from here, so that an event that is dropped and comes back stands above all that was said of
# it before. A date of its own: it may never change.
EPOCH = date(2020, 1, 1)


class Fate(NamedTuple):
    """What became of an event that is there no more, and the reason in words where somebody withdrew it.

    `withdrawn` and `removed` (with its whole contract) by an edit, gone by the `clock`, in a part that is `unread`, or
    `passed` by a day of an earlier run, before a clock went back.
    """

    what: Literal["withdrawn", "removed", "clock", "unread", "passed"]
    reason: str = ""


class Carried(NamedTuple):
    """All events by UID, and what became of them: pairs of before and after where there were both."""

    events: tuple[Stamped, ...]
    added: tuple[Stamped, ...] = ()
    changed: tuple[tuple[Stamped, Stamped], ...] = ()
    cancelled: tuple[tuple[Stamped, Stamped], ...] = ()

    @property
    def live(self) -> int:
        """How many events are not cancelled."""
        return sum(1 for event in self.events if not event.cancelled)


def carry_over(
    bodies: Iterable[Body],
    previous: dict[str, Stamped] | None,
    *,
    today: date,
    edition: date,
    fate: Callable[[Stamped], Fate] = lambda _: Fate("removed", "it is no longer in the registry"),
) -> Carried:
    """The events of today, stamped by what was published before; `fate` judges those that are there no more.

    Without anything before, the stamps are the edition's.
    """
    events: list[Stamped] = []
    added, changed, cancelled = [], [], []
    before = previous or {}
    # Where a clock goes back, what is dropped and comes again stands above what was said of it.
    highest = max((event.sequence for event in before.values()), default=-1)
    seen = set()
    for body in bodies:
        seen.add(body.uid)
        old = before.get(body.uid)
        if old is None:
            if previous is None:
                new = Stamped(body, edition, 0)
            elif max(body.last, body.until) < today:
                continue  # nobody waits for what has passed
            else:
                new = Stamped(body, today, _sequence(today, highest))
            added.append(new)
        elif old.cancelled:
            new = _changed(old, body, today)
            changed.append((old, new))
        elif _alike(old.body, body):
            new = old._replace(body=body)
        elif max(old.body.last, body.last) < today and (old.body.days != body.days or body.until < today):
            new = old  # it came to pass as it was published, and that is what people remember
        else:
            new = _changed(old, body, today)
            changed.append((old, new))
        events.append(new)
    said = {event.body.says for event in events}
    for uid, old in before.items():
        # What goes on under another name, such as an end that was only possible and is decided now, is not cancelled.
        if uid in seen or old.body.says in said:
            continue
        if old.cancelled:
            events += [old] if today - old.modified < TOMBSTONE else []
            continue
        what, reason = fate(old)
        if what != "unread" and old.body.last < today - HISTORY:
            continue
        begun = old.body.first <= today and what != "removed"
        if what in ("unread", "passed") or old.body.last <= today or begun:
            events.append(old)
        elif what != "clock":
            new = _cancel(old, today, reason)
            cancelled.append((old, new))
            events.append(new)
    events.sort(key=lambda event: event.body.uid)
    return Carried(tuple(events), tuple(added), tuple(changed), tuple(cancelled))


def _changed(old: Stamped, body: Body, today: date) -> Stamped:
    return Stamped(body, max(today, old.modified), _sequence(today, old.sequence))


def _sequence(today: date, old: int) -> int:
    return max(old + 1, (today - EPOCH).days)


def _alike(body: Body, other: Body) -> bool:
    """Whether they say the same: where lines are folded is no change."""
    return body.text == other.text or _unfolded(body) == _unfolded(other)


def _unfolded(body: Body) -> bytes:
    """The lines whole."""
    return FOLD.sub(b"", body.text)


def _cancel(old: Stamped, today: date, reason: str) -> Stamped:
    lines = _unfolded(old.body).removesuffix(b"\r\n").split(b"\r\n")
    text = b"".join(_cancelled_lines(lines, f"Cancelled on {day_text(today)}: {reason}."))
    sequence = _sequence(today, old.sequence)
    return Stamped(old.body._replace(text=text), max(today, old.modified), sequence, cancelled=True)


def _cancelled_lines(lines: list[bytes], reason: str) -> Iterator[bytes]:
    """Said in the name too, since most programs do not show STATUS."""
    for line in lines:
        if line.startswith(b"STATUS:"):
            line = b"STATUS:CANCELLED"
        elif line.startswith(b"SUMMARY:"):
            line = _text_line("SUMMARY", cut(f"CANCELLED: {_value(line)}", MOST_TITLE))
        elif line.startswith(b"DESCRIPTION:"):
            line = _text_line("DESCRIPTION", bounded([reason, *_value(line).split("\n")]))
        yield fold(line.decode())


def _value(line: bytes) -> str:
    return unescape(line.partition(b":")[2].decode())


def _text_line(name: str, text: str) -> bytes:
    return f"{name}:{escape(text)}".encode()


# --- What is there no more ---

# Of so many contracts or more, a tenth may not go at once.
MANY = 10


class Loss(NamedTuple):
    """Contracts that are there no more, of how many that were published."""

    missing: tuple[str, ...]
    published: int

    @property
    def too_much(self) -> bool:
        """Whether a lost file or a wrong registry is more likely than so many removed on purpose."""
        gone = len(self.missing)
        return gone * 10 >= self.published if self.published >= MANY else gone > 1 and gone == self.published


def find_loss(published: Collection[str], here: Collection[str]) -> Loss:
    """The contracts published before that are not `here`: known to the registry, or in a part that cannot be read."""
    return Loss(tuple(sorted(set(published).difference(here))), len(published))


def contracts_ahead(events: Iterable[Stamped], today: date) -> set[str]:
    """The contracts that have an event ahead which is not cancelled."""
    return {event.body.contract for event in events if not event.cancelled and event.body.last >= today}


def built_at_least(events: Iterable[Stamped]) -> date | None:
    """The newest day on which a calendar must have been written, as far as it shows that; None where nothing does.

    The stamp alone may be the edition of the registry. What was changed on a day counts at least the days until then.
    """
    shown = (event.modified for event in events if 0 < event.sequence >= (event.modified - EPOCH).days)
    return max(shown, default=None)


class Vanished:
    """Judges events that the registry of today does not have any more."""

    def __init__(self, registry: Registry, today: date, built: Iterable[date], last: date | None = None) -> None:
        """`built` are the days on which the calendar may have been made last; `last` is that day where it is known."""
        self.registry, self.today, self.last = registry, today, last
        # One may lie ahead, where a clock was wrong: time takes and gives then, too.
        self.built = tuple(dict.fromkeys(built))
        self._then = lru_cache(maxsize=None)(self._events)

    def unread(self, contract: str) -> bool:
        """Whether the contract may still be in the registry, in a record or part that cannot be read."""
        known = contract in self.registry.by_id
        return not known and (contract in self.registry.faulty or bool(self.registry.unread))

    def of(self, old: Stamped) -> Fate:
        """What became of it. If the record as it is now would have had it when it was last published, time took it."""
        name = old.body.contract
        contract = self.registry.by_id.get(name)
        if contract is None and self.unread(name):
            return Fate("unread")
        if self.last and old.body.last <= self.last:
            return Fate("passed")
        if contract is None:
            return Fate("removed", "the contract is no longer in the registry")
        for day in self.built:
            if any(_is(event, old) for event in self._then(name, day)):
                return Fate("clock")
        outlook = look_at(contract, self.registry, self.today)
        if outlook.over:
            return Fate("withdrawn", f"the contract is {status_text(outlook)}")
        return Fate("withdrawn", "the record of the contract has changed, and this date no longer applies")

    def _events(self, name: str, day: date) -> tuple[Event, ...]:
        return contract_events(look_at(self.registry.by_id[name], self.registry, day))


def _is(event: Event, old: Stamped) -> bool:
    return event.shown_on(old.body.first, old.body.last) and old.body.uid in (event.own, event.base)
