"""What stops a calendar from being written over an earlier one: much of it is lost, or it is from a later day."""

from collections.abc import Collection, Iterable
from datetime import date

from tenderwatch.calendar.carry import EPOCH
from tenderwatch.calendar.feed import Stamped
from tenderwatch.named_tuple import NamedTuple

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
