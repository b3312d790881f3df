"""What stands on a day and can be reported: each thing with the marks that it has crossed.

A thing is reported when it crosses a mark: an overdue date the day after, a date to come 12, 6, 3 and 1 months before
and when it comes within reach of `ahead`. Marks are counted from the earliest day, so that warnings come early.
"""

from collections.abc import Iterator
from datetime import date, timedelta

from tenderwatch.dates import UNKNOWN, Duration, When, on_day
from tenderwatch.dates.arithmetic import clamp_months, shift
from tenderwatch.named_tuple import NamedTuple
from tenderwatch.outlook import Moment, Outlook, ReasonKind
from tenderwatch.outlook.kinds import KINDS
from tenderwatch.outlook.moments import find_near
from tenderwatch.queries.digest.item import Section
from tenderwatch.queries.filters import Audience
from tenderwatch.queries.freshness import evidence_text, freshness

MONTH_MARKS = (12, 6, 3, 1)
_LATE: dict[ReasonKind, str] = {
    "stated-tender": "; no tender seen since",
    "tender-deadline": "; no award seen since",
    "start": "; no award seen since",
}


class Standing(NamedTuple):
    """Something that can be reported of a contract. `crossed` are the marks that lie behind, the latest last.

    What has no marks has crossed the empty one.
    """

    section: Section
    kind: str
    when: When | None
    text: str
    basis: str
    crossed: tuple[str, ...]

    @property
    def stem(self) -> str:
        """What identifies it within its contract, mark apart. A date that moves is another thing."""
        return f"{self.kind}|{self.when.written if self.when else ''}"


def standing(outlook: Outlook, ahead: Duration, audience: Audience, since: date | None) -> tuple[Standing, ...]:
    """Everything that stands for an audience on the outlook's day.

    `since` is the day of the last digest: what came and went after it is still told.
    """
    if outlook.over:
        return ()
    near = find_near(outlook, _last_day(outlook.today, ahead))
    chosen = (moment for moment in near if _is_for(moment, audience))
    dated = (standing for moment in chosen if (standing := _dated(moment, outlook.today, ahead, since)))
    evidence = (standing for standing in _evidence(outlook) if audience != "provider" or standing.kind != "stale")
    return (*sorted(dated, key=lambda item: (item.when or UNKNOWN).sort_key), *evidence)


def _is_for(moment: Moment, audience: Audience) -> bool:
    """A provider has no use for the council's own acts, nor a council for an estimate of its own tender."""
    if audience == "provider":
        return not KINDS[moment.kind].acts
    return audience == "all" or moment.basis != "observed"


def marks_before(day: date, ahead: Duration, today: date) -> tuple[str, ...]:
    """The marks of a date that have been crossed by today, the latest last."""
    marks = [*((clamp_months(day, -months), f"{months}m") for months in MONTH_MARKS), _reach(day, ahead)]
    return tuple(mark for crossed, mark in sorted(marks) if crossed <= today)


def _last_day(today: date, ahead: Duration) -> date:
    """The last day within reach: marks and reach together look no further than this."""
    near = shift(on_day(today), ahead).latest or today
    # Three days to spare: going back from 29 February lands earlier than going on to it.
    return max(clamp_months(today, MONTH_MARKS[0]), near) + timedelta(days=3)


def _reach(day: date, ahead: Duration) -> tuple[date, str]:
    return shift(on_day(day), ahead, -1).earliest or day, ahead.written


def _dated(moment: Moment, today: date, ahead: Duration, since: date | None) -> Standing | None:
    """A moment as it can be reported: overdue, to come, or a chance for providers to expect; None where it cannot."""
    kind, when = moment.reason or moment.kind, moment.when
    if when.earliest is None or when.latest is None:
        return None
    if moment.state == "late" and moment.reason:
        return Standing("overdue", kind, when, _late(moment, moment.reason), moment.basis, ("",))
    if moment.kind == "joining-closes" and since and since <= when.latest < today:
        # It came and went since the last digest.
        return Standing("overdue", "joining-closed", when, moment.text, moment.basis, ("",))
    if moment.kind == "tender-window" and moment.gone:
        # Only silence through the whole of the possible band means something.
        return Standing("overdue", "tender-not-seen", when, moment.text, moment.basis, ("",))
    if moment.state != "ahead":
        return None
    if moment.kind == "tender-window":
        near = _reach(when.earliest, ahead)[0] <= today
        return Standing("tenders", kind, when, moment.text, moment.basis, (ahead.written,)) if near else None
    opens = moment.kind in ("stated-tender", "joining-opens")
    crossed = marks_before(when.earliest, ahead, today)
    if (opens or moment.reason) and crossed:
        return Standing("tenders" if opens else "coming", kind, when, moment.text, moment.basis, crossed)
    return None


def _late(moment: Moment, reason: ReasonKind) -> str:
    """The reason in words; a date that may still lie ahead says so, one that others set is not called missed."""
    return f"{moment.text}{_LATE.get(reason, '')}" if moment.gone else f"{moment.text}; may have passed"


def _evidence(outlook: Outlook) -> Iterator[Standing]:
    """Evidence that no longer serves, and an end that nobody has stated."""
    found = freshness(outlook)
    if found.stale:
        text = f"{evidence_text(outlook)}: {found.reason}"
        yield Standing("stale", "stale", on_day(found.newest), text, "", ("",))
    if outlook.end_unknown:
        text = "not let yet, so its end is not known" if outlook.not_let else "no source states when it ends"
        yield Standing("end-unknown", "end-unknown", None, text, "", ("",))
