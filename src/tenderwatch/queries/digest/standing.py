"""What stands on a day and can be told: each thing with the marks that it has crossed.

A thing is told when it crosses a mark: an overdue date the day after, a date to come at 12, 6, 3 and 1 months before
and when it comes within reach of `ahead`. Marks are counted from the earliest day, so that warnings come early.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import NamedTuple

from tenderwatch.dates import Duration, When, on_day
from tenderwatch.dates.arithmetic import clamp_months, shift
from tenderwatch.outlook import Outlook, Reason
from tenderwatch.queries.digest.item import Section
from tenderwatch.queries.filters import Audience
from tenderwatch.queries.freshness import evidence_text, freshness

MONTH_MARKS = (12, 6, 3, 1)
_DAY = timedelta(days=1)
# The council's own acts are late once they may be; dates of others, and ends, once they have certainly passed.
_ACTS = frozenset({"extension-decision", "tender-notice"})
_NOT_FOR: dict[Audience, frozenset[str]] = {
    "all": frozenset(),
    "provider": frozenset({"extension-decision", "tender-notice", "stale"}),
    "commissioner": frozenset({"tender-window"}),
}


class Standing(NamedTuple):
    """Something that can be told of a contract. `crossed` are the marks that lie behind, the latest last.

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
    found = (*_dates(outlook, ahead), *_closed(outlook, since), *_openings(outlook, ahead), *_evidence(outlook))
    return tuple(item for item in found if item.kind not in _NOT_FOR[audience])


def marks_before(day: date, ahead: Duration, today: date) -> tuple[str, ...]:
    """The marks of a date that have been crossed by today, the latest last."""
    marks = [*((clamp_months(day, -months), f"{months}m") for months in MONTH_MARKS), _reach(day, ahead)]
    return tuple(mark for crossed, mark in sorted(marks) if crossed <= today)


def reach_of(today: date, ahead: Duration) -> date:
    """The last day within reach: marks and reach together look no further than this."""
    near = shift(on_day(today), ahead).latest or today
    # Three days to spare: going back from 29 February lands earlier than going on to it.
    return max(clamp_months(today, MONTH_MARKS[0]), near) + timedelta(days=3)


def _reach(day: date, ahead: Duration) -> tuple[date, str]:
    return shift(on_day(day), ahead, -1).earliest or day, ahead.written


def _dates(outlook: Outlook, ahead: Duration) -> Iterator[Standing]:
    """The reasons to act: overdue, or to come."""
    today = outlook.today
    for reason in outlook.due(reach_of(today, ahead)):
        earliest, latest = reason.when.earliest, reason.when.latest
        if earliest is None or latest is None:
            continue
        late_from = (earliest if reason.kind in _ACTS else latest) + _DAY
        if late_from <= today:
            yield Standing("overdue", reason.kind, reason.when, _late(reason, today), reason.basis, ("",))
        elif reason.kind != "stated-tender" and (crossed := marks_before(earliest, ahead, today)):  # see _openings
            yield Standing("coming", reason.kind, reason.when, reason.text, reason.basis, crossed)


def _late(reason: Reason, today: date) -> str:
    """The reason in words; a date that may still lie ahead says so, one that others set is not called missed."""
    if not reason.when.passed(today):
        return f"{reason.text}; may have passed"
    words = {"stated-tender": "; no tender seen since", "tender-deadline": "; no award seen since"}
    return f"{reason.text}{words.get(reason.kind, '')}"


def _closed(outlook: Outlook, since: date | None) -> Iterator[Standing]:
    """Rounds for joining that have closed since the last digest."""
    for item in outlook.contract.joining:
        if since and item.closes and item.closes.latest and since <= item.closes.latest < outlook.today:
            text = f"joining closed {item.closes.text}"
            yield Standing("overdue", "joining-closed", item.closes, text, "stated", ("",))


def _openings(outlook: Outlook, ahead: Duration) -> Iterator[Standing]:
    """Tenders to expect, and rounds for joining: those of a stated date at every mark, ranges when within reach."""
    today = outlook.today
    for window in outlook.tender_windows:
        earliest = window.when.earliest
        if earliest is None or window.when.passed(today):
            continue
        if window.basis == "stated":
            text = f"tender planned for {window.when.text}, by the buyer's own account"
            if crossed := marks_before(earliest, ahead, today):
                yield Standing("tenders", "stated-tender", window.when, text, "stated", crossed)
        elif _reach(earliest, ahead)[0] <= today:
            case = ", if extended to the longest end" if window.scenario == "longest" else ""
            case = case or (", if not extended" if outlook.ends.left else "")
            text = f"tender to be expected {window.when.text}{case} (observed lead times)"
            yield Standing("tenders", "tender-window", window.when, text, "observed", (ahead.written,))
    for item in outlook.contract.joining:
        if item.opens is None or item.opens.earliest is None or item.opens.passed(today):
            continue
        if crossed := marks_before(item.opens.earliest, ahead, today):
            text = f"joining opens {item.opens.text}"
            yield Standing("tenders", "joining-opens", item.opens, text, "stated", crossed)


def _evidence(outlook: Outlook) -> Iterator[Standing]:
    """Evidence that no longer serves, and an end that nobody has stated."""
    found = freshness(outlook)
    if found.stale:
        text = f"{evidence_text(outlook)}: {found.reason}"
        yield Standing("stale", "stale", on_day(found.newest), text, "", ("",))
    if outlook.end_unknown:
        not_let = outlook.status in ("planned", "tendering")
        text = "not let yet, so its end is not known" if not_let else "no source states when it ends"
        yield Standing("end-unknown", "end-unknown", None, text, "", ("",))
