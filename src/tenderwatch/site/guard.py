"""What stops a build: a fault or a slip must not empty the calendars of everybody who subscribes."""

from tenderwatch.agenda import Agenda
from tenderwatch.calendar.feed import Carried
from tenderwatch.errors import UsageError
from tenderwatch.site.manifest import Published

_TOLD = "; if that is meant, add --allow-loss"


def check_loss(agenda: Agenda, published: Published | None, events: Carried, *, allow_loss: bool) -> None:
    """Raise UsageError where contracts or events that were published would be lost.

    A site without any event is never published. A contract removed on purpose is no loss, since it is told as
    cancelled; more than half of them at once are taken for a slip, and so are four events in five.
    """
    if not events.live:
        raise UsageError("no contract here has a date to publish: every calendar would be empty", "check the registry")
    if published is None or allow_loss:
        return
    here = {row.outlook.contract.id for row in agenda.rows}
    faulty = sorted(set(published.contracts) & set(agenda.registry.faulty))
    if faulty:
        names = ", ".join(faulty[:3]) + (f" and {len(faulty) - 3} more" if len(faulty) > 3 else "")
        raise UsageError(
            f"published contracts have faults and would be cancelled: {names}",
            f"run `tenderwatch check` and mend them{_TOLD}",
        )
    lost = [name for name in published.contracts if name not in here]
    if len(lost) * 2 > len(published.contracts):
        raise UsageError(
            f"{len(lost)} of the {len(published.contracts)} contracts published before are missing",
            f"is this the right registry? Retire a contract instead of removing it{_TOLD}",
        )
    kept = published.live - len(events.cancelled)
    if kept * 5 < published.live:
        raise UsageError(
            f"{len(events.cancelled)} of {published.live} events published before would be cancelled",
            f"is this the right registry?{_TOLD}",
        )
