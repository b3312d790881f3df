"""How much of what was published a new calendar may lose before it is taken for a slip."""

from collections.abc import Collection, Iterable
from datetime import date
from typing import NamedTuple

from tenderwatch.calendar.feed import Stamped

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
