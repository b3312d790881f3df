"""Why an event that was published is there no more: withdrawn by somebody, gone by the clock, or cannot be read."""

from collections.abc import Iterable
from datetime import date
from functools import lru_cache

from tenderwatch.answers.phrases import status_text
from tenderwatch.calendar.carry import Fate
from tenderwatch.calendar.events import Event, contract_events
from tenderwatch.calendar.feed import Stamped
from tenderwatch.outlook import look_at
from tenderwatch.registry.model import Registry


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
