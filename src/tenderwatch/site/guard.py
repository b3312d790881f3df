"""What stops a build: a fault or a slip must not empty the calendars of everybody who subscribes."""

from tenderwatch.errors import UsageError
from tenderwatch.queries.select import Agenda
from tenderwatch.site.manifest import Published

_TOLD = "; if that is meant, add --allow-loss"


def check_loss(agenda: Agenda, published: Published | None, events: int) -> None:
    """Raise UsageError where contracts or events that were published would be lost. `events` is how many there are now.

    A contract removed on purpose is no loss, since it is told as cancelled; more than half of them at once are
    taken for a slip, and so are four events in five. A site without any event would be one of empty calendars.
    """
    if not events:
        raise UsageError(
            "no contract here has a date to publish: every calendar would be empty",
            f"is this the right registry?{_TOLD}",
        )
    if published is None:
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
    if events * 5 < published.live:
        raise UsageError(
            f"of {published.live} events published before {events} would be left",
            f"is this the right registry?{_TOLD}",
        )
